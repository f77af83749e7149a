"""The lenses of the functions (C11): whose measure and priorities look at what, and where they pull apart.

Only answers that everybody may read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.contradictions.agreement import mean_ranks
from flows.contradictions.case import Case
from flows.contradictions.coverage import in_words
from flows.contradictions.details import Detail
from flows.contradictions.views import MEASURE, PRIORITIES, View
from flows.messages import Header, Items, Mark, Message, Note, Picture
from flows.phrases import Listing, Phrase, Value
from flows.questionnaires.answers import Lens, Measure
from flows.questionnaires.lenses import AXES, lens_of

FIRST, LAST = 2, 2
"""How many places from the top a function looks at first, and from the bottom last."""
SAID = (
    (Mark.CONTRADICTION, "pulls apart from others on"),
    (Mark.ALIGNED, "looks with others at"),
    (Mark.ANSWERED, "alone has a word on"),
    (Mark.GAP, "says nothing on"),
)
HOW = (
    "A function looks at what its measure is about and at its two first priorities; it puts last what is among its two "
    "last ones. What a measure is about is read off its name; whoever gave it can change that under the answer."
)


@dataclass(frozen=True)
class Looks:
    """What one function looks at: by its measure, by its first priorities, and what it puts last."""

    view: View
    measure: Measure | None
    lens: Lens | None
    first: frozenset[Lens]
    last: frozenset[Lens]

    @property
    def at(self) -> frozenset[Lens]:
        """What it looks at, by measure or priority."""
        return self.first | ({self.lens} if self.lens else frozenset())

    @property
    def away(self) -> frozenset[Lens]:
        """What it puts last and does not measure either."""
        return self.last - self.at


def lenses(case: Case) -> Iterator[Detail]:
    """One message, where somebody has named a measure that everybody may read."""
    found = tuple(looks(case))
    if not any(each.measure for each in found):
        return
    lines = tuple(measured_line(each) for each in found if each.measure)
    apart = tuple(apart_line(lens, found) for lens in pulling_apart(found))
    told = apart or (Phrase("Nowhere does one function put last what another one looks at."),)
    title = "What each function looks at"
    yield Detail("lenses", Message(title, (Header(title), matrix(case, found), Items((*lines, *told)), Note(HOW))))


def looks(case: Case) -> Iterator[Looks]:
    """In the order of the project."""
    for view in case.views:
        measure = view.one(MEASURE, Measure) if view.open(MEASURE) else None
        ranks = mean_ranks(view.ranking) if view.open(PRIORITIES) else {}
        first = frozenset(AXES[axis] for axis, rank in ranks.items() if axis in AXES and rank <= FIRST)
        last = frozenset(AXES[axis] for axis, rank in ranks.items() if axis in AXES and rank > len(case.axes) - LAST)
        yield Looks(view, measure, lens_of(case.template, measure) if measure else None, first, last)


def pulling_apart(found: tuple[Looks, ...]) -> tuple[Lens, ...]:
    """The lenses that one function looks at and another one puts last."""
    return tuple(lens for lens in Lens if any(lens in each.at for each in found) and _away(lens, found))


def matrix(case: Case, found: tuple[Looks, ...]) -> Picture:
    """Functions by lens, and the same in words."""
    rows = tuple(each.view.name for each in found)
    columns = tuple(lens.value.capitalize() for lens in Lens)
    apart = pulling_apart(found)
    marks = tuple(tuple(_mark(each, lens, found, apart=lens in apart) for lens in Lens) for each in found)
    title = f"What each function of {case.project.name} looks at"
    return Picture(title, rows, columns, marks, in_words(rows, columns, marks, SAID))


def _mark(each: Looks, lens: Lens, found: tuple[Looks, ...], *, apart: bool) -> Mark:
    if lens not in each.at and lens not in each.away:
        return Mark.GAP
    if apart:
        return Mark.CONTRADICTION
    shared = sum(lens in other.at for other in found) > 1
    return Mark.ALIGNED if lens in each.at and shared else Mark.ANSWERED


def _away(lens: Lens, found: tuple[Looks, ...]) -> tuple[Looks, ...]:
    return tuple(each for each in found if lens in each.away)


def measured_line(each: Looks) -> Phrase:
    """ "Operations measures OEE line 3: delivery"."""
    about: Value = each.lens.value if each.lens else "nothing of the list; please choose it under the answer"
    return Phrase(
        "{function} measures {measure}: {about}",
        function=each.view.name,
        measure=each.measure.name if each.measure else "",
        about=about,
    )


def apart_line(lens: Lens, found: tuple[Looks, ...]) -> Phrase:
    """ "Delivery pulls apart: Operations (OEE line 3) looks at it, Quality puts it last"."""
    at = tuple(_by(each, lens) for each in found if lens in each.at)
    away = tuple(each.view.name for each in _away(lens, found))
    return Phrase(
        "{lens} pulls apart: {at} {look} at it, {away} {put} it last.",
        lens=lens.value.capitalize(),
        at=Listing(at),
        look="looks" if len(at) == 1 else "look",
        away=Listing(away),
        put="puts" if len(away) == 1 else "put",
    )


def _by(each: Looks, lens: Lens) -> Phrase:
    if each.lens is lens and each.measure is not None:
        return Phrase("{function} ({measure})", function=each.view.name, measure=each.measure.name)
    return Phrase("{function}", function=each.view.name)
