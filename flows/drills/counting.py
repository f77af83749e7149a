"""What would be done and how long it may take, as numbers: nobody reads the words of anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress

from flows.amounts import read_span
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import find_right
from flows.drills.records import NEITHER, Drill
from flows.errors import Invalid
from flows.phrases import Listing, Phrase, Value


def counted(drill: Drill, tradeoff: str, cast: Cast) -> Iterator[Phrase]:
    """ "Speed against scope: 2 of 4 put speed first and 1 of 4 scope." and "… may take 1 day (3 of 4)."."""
    topic, replies = capital(cast.tradeoff(tradeoff)), drill.replies(tradeoff)
    firsts = _each(each.first for each in replies if each.first)
    if firsts:
        did = Listing(tuple(_first(first, times, len(replies), cast) for first, times in firsts))
        yield Phrase("{topic}: {did}.", topic=topic, did=did)
    spans = _each(_times(each.within for each in replies))
    if spans:
        right = find_right(cast.project, tradeoff)
        agreed: Value = Phrase("; agreed is {span}", span=str(right.within)) if right and right.within else ""
        said = Listing(
            tuple(Phrase("{span} ({n} of {all})", span=span, n=times, all=len(replies)) for span, times in spans)
        )
        yield Phrase("{topic}: it may take {said}{agreed}.", topic=topic, said=said, agreed=agreed)


def _first(first: str, times: int, of: int, cast: Cast) -> Phrase:
    template = "{n} of {all} wait until it is decided" if first == NEITHER else "{n} of {all} put {axis} first"
    return Phrase(template, n=times, all=of, axis=cast.tradeoff(first))


def _times(said: Iterable[str]) -> Iterator[str]:
    """As we write times, so that "1 day" and "1d" count as the same; what is no time is not shown."""
    for words in said:
        with suppress(Invalid):
            yield str(read_span(words))


def _each(said: Iterable[str]) -> list[tuple[str, int]]:
    """What was said and how often, the most often first, else by the alphabet: never in the order of who said it."""
    return sorted(Counter(said).items(), key=lambda pair: (-pair[1], pair[0]))
