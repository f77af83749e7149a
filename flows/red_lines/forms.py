"""The forms of a red line, of the tolerances and of the trade-off order, and what is read from them."""

from __future__ import annotations

import re

from flows.commands import FormCommand, FormValues
from flows.decisions.cast import Cast, capital
from flows.errors import Invalid
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, Form, Option, Section, TextField
from flows.phrases import Phrase
from flows.red_lines.records import DIMENSIONS, RedLine, Tolerances, TradeoffOrder
from flows.red_lines.tripping import SHORTEST
from flows.topics import words_of

LONGEST = 300
LONGEST_WORD = 60
MOST_WORDS = 20
_BETWEEN = re.compile(r"[,;\n]+")


def red_line_form(cast: Cast, line: RedLine | None, submits: FormCommand) -> Form:
    """What a red line is made of."""
    functions = tuple(Option(each.id, each.name) for each in cast.project.functions)

    def words(name: str, label: str, hint: str) -> TextField:
        return TextField(name, label, hint, getattr(line, name) if line else "", required=True, limit=LONGEST)

    trips = "\n".join(line.trips) if line else ""
    fields = (
        words("text", "What must not happen?", "Not negotiable, even if pace suffers."),
        ChoiceField(
            "owner",
            "Which function owns it?",
            functions,
            "It has a veto where the red line is touched.",
            line.owner if line else "",
            required=True,
        ),
        words("test", "How does anybody see that it is crossed?", "For example: any batch record with a gap"),
        words("breach", "What happens if it is crossed?", "Who does what at once, for example: the line stops"),
        TextField(
            "trips",
            "Words that touch it",
            "One a line, with synonyms. An escalation or decision with one of them waits for the owner.",
            trips,
            required=True,
            multiline=True,
            limit=MOST_WORDS * (LONGEST_WORD + 1),
        ),
    )
    return Form("Red line", submits, fields, submit="Keep")


def read_red_line(cast: Cast, values: FormValues) -> RedLine:
    """Raises InvalidForm with the problem at each field."""
    filled = Filled(values)
    read = {
        name: filled.read(name, at_most(LONGEST), missing) or ""
        for name, missing in (
            ("text", "Please say what must not happen."),
            ("test", "Please say how anybody sees that it is crossed. Without a test it is an opinion."),
            ("breach", "Please say what happens if it is crossed."),
        )
    }
    trips = filled.read("trips", _read_trips, "Please give at least one word that touches it.") or ()
    owner = filled.text("owner")
    if all(each.id != owner for each in cast.project.functions):
        filled.wrong("owner", "Please choose the function that owns it.")
    filled.check()
    return RedLine(owner, read["text"], read["test"], trips, read["breach"])


def _read_trips(said: str) -> tuple[str, ...]:
    """Each once, whatever its case and accents. Raises Invalid for what is too short, too long or too many."""
    found: dict[tuple[str, ...], str] = {}
    for each in (" ".join(part.split()) for part in _BETWEEN.split(said)):
        words = tuple(words_of(each))
        if each and (len("".join(words)) < SHORTEST or len(each) > LONGEST_WORD):
            raise Invalid(
                "Please give words of {least} to {most} letters; {word} is not.",
                least=SHORTEST,
                most=LONGEST_WORD,
                word=each[:LONGEST_WORD],
            )
        if each:
            found.setdefault(words, each)
    if len(found) > MOST_WORDS:
        raise Invalid("These are {many} words; please use at most {most}.", many=len(found), most=MOST_WORDS)
    return tuple(found.values())


def tolerances_form(tolerances: Tolerances | None, submits: FormCommand) -> Form:
    """A line for each dimension."""
    given = tolerances.limits if tolerances else {}
    examples = {"time": "up to 2 weeks", "cost": "up to 5 % of the budget", "operational_safety": "none"}
    fields = tuple(
        TextField(dimension, name, examples.get(dimension, ""), given.get(dimension, ""), limit=LONGEST)
        for dimension, name in DIMENSIONS.items()
    )
    intro = Section("How far may the team go by itself?", "Inside these limits the team decides; beyond, it escalates.")
    return Form("Tolerances", submits, (intro, *fields), submit="Keep")


def read_tolerances(values: FormValues) -> Tolerances:
    """At least one limit. Raises InvalidForm."""
    filled = Filled(values)
    limits = {name: said for name in DIMENSIONS if (said := filled.read(name, at_most(LONGEST)))}
    if not limits and not filled.problems:
        filled.wrong("time", "Please give at least one limit.")
    filled.check()
    return Tolerances(limits)


def order_form(cast: Cast, order: TradeoffOrder | None, submits: FormCommand) -> Form:
    """A place for each axis."""
    places = {axis: str(place) for place, group in enumerate(order.ranking, 1) for axis in group} if order else {}
    axes = cast.template.axes
    options = tuple(Option(str(place), str(place)) for place in range(1, len(axes) + 1))
    fields = tuple(
        ChoiceField(axis.id, capital(axis.name), options, value=places.get(axis.id, ""), required=True) for axis in axes
    )
    intro = Section("What wins when these pull apart?", "1 wins over 2. The same place means that both weigh the same.")
    return Form("Trade-off order", submits, (intro, *fields), submit="Keep")


def read_order(cast: Cast, values: FormValues) -> TradeoffOrder:
    """The axes by their places. Raises InvalidForm."""
    filled = Filled(values)
    axes = [axis.id for axis in cast.template.axes]
    places = {str(place): place for place in range(1, len(axes) + 1)}
    chosen = {axis: places.get(filled.text(axis)) for axis in axes}
    for axis, place in chosen.items():
        if place is None:
            filled.wrong(axis, Phrase("Please choose a place from 1 to {last}.", last=len(axes)))
    if len(axes) > 1 and None not in chosen.values() and len(set(chosen.values())) == 1:
        filled.wrong(axes[0], "If all weigh the same, there is no order. Please put at least one of them first.")
    filled.check()
    groups = (tuple(axis for axis in axes if chosen[axis] == place) for place in places.values())
    return TradeoffOrder(tuple(group for group in groups if group))
