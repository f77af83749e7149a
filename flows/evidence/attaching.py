"""The evidence pack of an escalation: what was accepted on its topic, so that whoever decides has it at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flows.decisions.cast import Cast
from flows.evidence.cards import filed, milestone_name
from flows.evidence.judging import is_own, latest_accepted
from flows.evidence.records import Given, Obligation
from flows.evidence.standing import TITLE
from flows.phrases import Instant, Link, Phrase, Quote, Value
from flows.questionnaires.wording import shortened

MOST = 5


def pack(obligations: Iterable[Obligation], words: Iterable[str], cast: Cast) -> tuple[Phrase, ...]:
    """A line for each of the latest accepted pieces whose name, label or milestone stands in the words."""
    text = " ".join(words).casefold()
    found = [
        (given, each)
        for each in obligations
        if (given := latest_accepted(each, cast.project)) is not None and _is_named(each, text, cast)
    ]
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    return tuple(_line(each, given, cast) for given, each in found[:MOST])


def _is_named(obligation: Obligation, text: str, cast: Cast) -> bool:
    names = [obligation.what, obligation.label]
    if obligation.milestone is not None:
        names += [obligation.milestone, milestone_name(obligation.milestone, cast.project)]
    return any(re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text) for name in names)


def _line(obligation: Obligation, given: Given, cast: Cast) -> Phrase:
    own = is_own(obligation, cast.project)
    stands = "claimed, not evidenced" if own else "accepted"
    template = "{label} {what}, {stands}, version {n} of {at}: {given}"
    return Phrase(
        template,
        label=obligation.label,
        what=Quote(shortened(obligation.what, TITLE)),
        stands=stands,
        n=given.number,
        at=Instant(given.at, cast.project.zone),
        given=_given(given),
    )


def _given(given: Given) -> Value:
    if given.file is not None:
        return filed(given)
    return Link(given.link, given.link) if given.link else Quote(shortened(given.words, TITLE))
