"""What everybody reads of a contradiction whose quotes are not shown: while it is cleared in private, and after that.

Each found contradiction goes to its sides first (docs/adr/0017); what they say to each other stays between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flows.contradictions import sayings
from flows.phrases import Instant, Listing, Phrase, Words


@dataclass(frozen=True)
class Quiet:
    """A contradiction that nobody is quoted on. `until`: it is in its private step so long; None: that is over.

    `alarm`: it turned out to be none; `reason`: why, where everybody could read that already.
    """

    until: Instant | None = None
    alarm: bool = False
    reason: str = ""


NOTHING_QUIET: Mapping[str, Quiet] = {}
"""By the id of the finding; whatever is not in it is told with its quotes."""


def told(matter: Words, functions: Sequence[Words], quiet: Quiet) -> Phrase:
    """What it is about, between whom, and where it stands; nothing of what anybody said."""
    return Phrase("{matter}, between {who}: {stands}", matter=matter, who=named(functions), stands=stands(quiet))


def named(functions: Sequence[Words]) -> Listing:
    """The first of them by name, and how many more."""
    if len(functions) <= sayings.SHOWN:
        return Listing(tuple(functions))
    return Listing((*functions[: sayings.SHOWN], Phrase("{n} more", n=len(functions) - sayings.SHOWN)))


def stands(quiet: Quiet) -> Phrase:
    """In one sentence."""
    if quiet.until is not None:
        return Phrase("being cleared between them in private until {until}.", until=quiet.until)
    if not quiet.alarm:
        return Phrase("settled between them in private.")
    if quiet.reason:
        return Phrase("cleared, a misunderstanding: {reason}", reason=quiet.reason)
    return Phrase("cleared, a misunderstanding.")
