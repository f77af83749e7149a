"""The evidence pack of an escalation: what was accepted on its topic, so that whoever decides has it at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flows.decisions.cast import Cast
from flows.evidence.cards import filed, milestone_name
from flows.evidence.judging import is_own, latest_accepted
from flows.evidence.records import EvidenceState, Given, Obligation
from flows.evidence.standing import TITLE
from flows.phrases import Instant, Link, Phrase, Quote, Value
from flows.questionnaires.wording import shortened
from flows.topics import is_about

MOST = 5


def pack(obligations: Iterable[Obligation], words: Iterable[str], cast: Cast) -> tuple[Phrase, ...]:
    """A line for each of the latest accepted pieces that one of these texts names or is about."""
    texts = tuple(words)
    found = [
        (given, each)
        for each in obligations
        if each.state is not EvidenceState.DROPPED
        and (given := latest_accepted(each, cast.project)) is not None
        and _is_named(each, texts, cast)
    ]
    found.sort(key=lambda pair: pair[0].at, reverse=True)
    return tuple(_line(each, given, cast) for given, each in found[:MOST])


def _is_named(obligation: Obligation, texts: Sequence[str], cast: Cast) -> bool:
    """By its label or the id of its milestone as they are written, or by what they are called, in about these words."""
    labels, topics = [obligation.label], [obligation.what]
    if obligation.milestone is not None:
        labels.append(obligation.milestone)
        topics.append(milestone_name(obligation.milestone, cast.project))
    return any(
        any(is_about(text, topic) for topic in topics) or any(_written(label, text) for label in labels)
        for text in texts
    )


def _written(label: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(label.casefold())}(?!\w)", text.casefold()) is not None


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
