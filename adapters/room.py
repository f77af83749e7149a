"""What is kept of a message where not everything fits, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from flows.phrases import Count, Listing, Phrase, Value
from flows.plain import Plain


class Rank(IntEnum):
    """What is kept first where not everything fits."""

    ACTION = 0
    PROSE = 1
    ROW = 2


@dataclass(frozen=True)
class Part:
    """What belongs together and is left out together. `blocks`: as the platform takes them."""

    blocks: tuple[Mapping[str, Plain], ...]
    rank: Rank = Rank.PROSE


def ending(platform: str, cuts: int, missing: int) -> Phrase | None:
    """The last line of a message of which texts were cut or parts left out; None for a whole one."""
    what: list[Value] = []
    if cuts:
        what.append(Count(cuts, "text is cut short", "texts are cut short"))
    if missing:
        what.append(Count(missing, "part is left out", "parts are left out"))
    if not what:
        return None
    return Phrase(
        "{platform} shows no more in one place: {what} here. To read on, type /align status, or /decisions for what "
        "was decided.",
        platform=platform,
        what=Listing(tuple(what)),
    )
