"""Whether the decision rights hold: what nobody decides, or two, who has no deputy, and who decides too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from flows.decisions.cast import Cast
from flows.decisions.rights import find_right
from flows.phrases import Count, Listing, Phrase, Value
from flows.projects.records import DecisionRight

MOST_TOPICS = 3
"""One person should decide no more kinds of decision than this."""


def gaps(cast: Cast, most: int = MOST_TOPICS) -> Iterator[Phrase]:
    """A sentence for each, the gravest first."""
    yield from _nobody(cast)
    yield from _twice(cast)
    yield from _gone(cast)
    yield from _without_deputy(cast)
    yield from _too_many(cast, most)


def _nobody(cast: Cast) -> Iterator[Phrase]:
    missing = [each for each in cast.tradeoffs if find_right(cast.project, each) is None]
    if missing:
        yield Phrase("Nobody is named to decide {topics}.", topics=_topics(cast, missing))


def _twice(cast: Cast) -> Iterator[Phrase]:
    named: dict[frozenset[str], list[str]] = {}
    for right in cast.project.decision_rights:
        named.setdefault(frozenset(right.tradeoff.split("/")), []).append(right.decider)
    for topic, deciders in named.items():
        if len(set(deciders)) > 1:
            tradeoff = cast.tradeoff("/".join(sorted(topic)))
            yield Phrase("Two are named to decide {topic}: {who}.", topic=tradeoff, who=cast.whos(deciders))


def _gone(cast: Cast) -> Iterator[Phrase]:
    for right in cast.project.decision_rights:
        for person_id, role in _named(right):
            if person_id and not cast.person(person_id).active:
                yield Phrase(
                    "{who}, the {role} of {topic}, has no working account any more.",
                    who=cast.who(person_id),
                    role=role,
                    topic=cast.tradeoff(right.tradeoff),
                )


def _named(right: DecisionRight) -> tuple[tuple[str | None, str], ...]:
    higher = right.higher.decider if right.higher else None
    return (right.decider, "decider"), (right.deputy, "deputy"), (higher, "higher level")


def _without_deputy(cast: Cast) -> Iterator[Phrase]:
    alone: dict[str, list[str]] = {}
    for right in cast.project.decision_rights:
        if right.deputy in (None, right.decider):
            alone.setdefault(right.decider, []).append(right.tradeoff)
    for person_id, topics in alone.items():
        yield Phrase("{who} has no deputy for {topics}.", who=cast.who(person_id), topics=_topics(cast, topics))


def _too_many(cast: Cast, most: int) -> Iterator[Phrase]:
    counted = Counter(right.decider for right in cast.project.decision_rights)
    for person_id, number in counted.items():
        if number > most:
            yield Phrase(
                "{who} decides {number}; more than {most} wait too long for one person.",
                who=cast.who(person_id),
                number=Count(number, "kind of decision", "kinds of decision"),
                most=most,
            )


def _topics(cast: Cast, tradeoffs: list[str]) -> Listing:
    found: tuple[Value, ...] = tuple(cast.tradeoff(each) for each in tradeoffs)
    return Listing(found)
