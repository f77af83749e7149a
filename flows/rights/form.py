"""The form that proposes a decision right, and what is read from it: exactly one decider, whatever is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.amounts import read_span
from flows.commands import Actor, FormValues
from flows.decisions.cast import Cast
from flows.errors import Invalid
from flows.escalations.forms import may_name
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, ChoicesField, Field, Form, Option, PeopleField, TextField
from flows.phrases import Phrase
from flows.projects.naming import labels
from flows.projects.records import DecisionRight, Silence
from flows.rights.commands import ProposeRight
from flows.rights.domains import domains_field, read_domains
from flows.rights.higher import higher_fields, read_higher
from flows.rights.wording import SILENCE

MOST_LISTED = 100
COMMITTEE = 8
MOST_PEOPLE = 20
LONGEST = 300
MOST_OPTIONS = 6
FUNCTIONS: Mapping[str, tuple[str, str]] = {
    "recommend": ("Functions that recommend", "Asked which option and why, as soon as it comes up."),
    "must_agree": ("Functions that must agree", "They agree or veto before it is decided."),
    "consulted": ("Functions to be consulted before", ""),
    "perform": ("Functions that carry it out", "They are told at once what was decided."),
    "informed": ("Functions to be informed after", ""),
}


def right_form(cast: Cast, actor: Actor, right: DecisionRight | None, submits: ProposeRight) -> Form:
    """Filled with what holds, or with the proposal that is reworded."""
    people = _options(cast, actor)
    return Form(
        "Decision right",
        submits,
        (*_people_fields(people, right), *_rule_fields(cast, right, people), *_about_fields(right)),
        submit="Keep",
        intro=Phrase(
            "Who decides {tradeoff}. It holds once the functions consent; first you see a draft.",
            tradeoff=cast.tradeoff(submits.tradeoff),
        ),
    )


def _options(cast: Cast, actor: Actor) -> tuple[Option, ...]:
    known = tuple(each for each in cast.everybody() if may_name(cast, actor, each))[:MOST_LISTED]
    names = labels(known)
    return tuple(Option(person.id, names[person.id]) for person in known)


def _people_fields(options: tuple[Option, ...], right: DecisionRight | None) -> tuple[Field, ...]:
    decider = (right.decider,) if right else ()
    deputy = (right.deputy,) if right and right.deputy else ()
    return (
        PeopleField(
            "decider",
            "Who decides",
            options,
            "One person. If you choose several, say below who of them breaks a tie.",
            decider,
            required=True,
            most=COMMITTEE,
        ),
        PeopleField("tie_breaker", "Who breaks a tie", options, "Only for several: this one decides in the end."),
        PeopleField("deputy", "Deputy", options, "Decides while the decider is away.", deputy),
    )


def _rule_fields(cast: Cast, right: DecisionRight | None, options: tuple[Option, ...]) -> tuple[Field, ...]:
    functions = tuple(Option(function.id, function.name) for function in cast.project.functions)
    held = {name: getattr(right, name) if right else () for name in FUNCTIONS}
    silences = tuple(Option(each.value, words) for each, words in SILENCE.items())
    within = str(right.within) if right and right.within else ""
    return (
        *(ChoicesField(name, label, functions, hint, held[name]) for name, (label, hint) in FUNCTIONS.items()),
        domains_field(cast, right),
        *higher_fields(right, options),
        TextField("within", "Within", "Such as 4 h or 2 working days. Left empty, it goes by urgency.", within),
        ChoiceField(
            "silence",
            "No answer in time means",
            silences,
            value=(right.silence if right else Silence.GOES_UP).value,
            required=True,
        ),
    )


def _about_fields(right: DecisionRight | None) -> tuple[Field, ...]:
    options = "\n".join(right.options) if right else ""
    return (
        TextField(
            "trigger",
            "When is it this decision?",
            "Such as: the cut-over would move by more than a day.",
            right.trigger if right else "",
            limit=LONGEST,
        ),
        TextField("options", "Options known", "One per line.", options, multiline=True),
        TextField(
            "inputs",
            "What the decider needs to know",
            value=right.inputs if right else "",
            multiline=True,
            limit=LONGEST,
        ),
    )


def read_right(
    cast: Cast, actor: Actor, tradeoff: str, values: FormValues, before: DecisionRight | None
) -> DecisionRight:
    """What was filled in. People who are consulted or informed besides functions stay. Raises InvalidForm."""
    filled = Filled(values)
    decider, committee = _decider(filled)
    deputy = next(iter(filled.people("deputy")), None)
    if deputy is not None and deputy == decider:
        filled.wrong("deputy", "The deputy stands in for the decider, so it has to be somebody else.")
    higher = read_higher(filled, decider)
    above = (higher.decider,) if higher and higher.decider else ()
    for field, people in (("decider", committee), ("deputy", (deputy,) if deputy else ()), ("higher", above)):
        if any(not may_name(cast, actor, cast.person(each)) for each in people):
            filled.wrong(field, "Please choose people who work with Accord.")
    groups = {name: _functions(filled, cast, name) for name in FUNCTIONS}
    right = DecisionRight(
        tradeoff,
        decider,
        deputy,
        groups["must_agree"],
        (*groups["consulted"], *_each(before, "consulted", cast), *(each for each in committee if each != decider)),
        (*groups["informed"], *_each(before, "informed", cast)),
        filled.read("within", read_span),
        filled.read("silence", _silence, "Please say what no answer means.") or Silence.GOES_UP,
        filled.read("trigger", at_most(LONGEST)) or "",
        filled.read("options", _known) or (),
        filled.read("inputs", at_most(LONGEST)) or "",
    )
    right = replace(
        right,
        domains=read_domains(filled, cast, right.must_agree),
        higher=higher,
        recommend=(*groups["recommend"], *_each(before, "recommend", cast)),
        perform=(*groups["perform"], *_each(before, "perform", cast)),
    )
    filled.check()
    return right


def _decider(filled: Filled) -> tuple[str, tuple[str, ...]]:
    """Exactly one, and who was chosen with them: a committee has somebody who breaks a tie, and that one decides."""
    people, breaks = filled.people("decider"), next(iter(filled.people("tie_breaker")), "")
    if not people:
        filled.wrong("decider", "Please choose who decides.")
        return "", ()
    if len(people) > COMMITTEE:
        filled.wrong("decider", Phrase("Please choose at most {most} people.", most=COMMITTEE))
    if len(people) == 1:
        if breaks and breaks != people[0]:
            filled.wrong("tie_breaker", "One person decides, so there is no tie to break. Please leave this empty.")
        return people[0], people
    if breaks not in people:
        filled.wrong(
            "tie_breaker",
            Phrase(
                "These are {many} people, and exactly one decides. Please name the one of them who breaks a tie.",
                many=len(people),
            ),
        )
        return "", people
    return breaks, people


def _functions(filled: Filled, cast: Cast, field: str) -> tuple[str, ...]:
    known = [function.id for function in cast.project.functions]
    chosen = filled.chosen(field)
    if any(each not in known for each in chosen):
        filled.wrong(field, "Please choose functions of this project.")
    return tuple(each for each in known if each in chosen)


def _each(before: DecisionRight | None, name: str, cast: Cast) -> tuple[str, ...]:
    """People named by themselves: the form asks for functions only."""
    functions = {function.id for function in cast.project.functions}
    held: tuple[str, ...] = getattr(before, name) if before else ()
    return tuple(each for each in held if each not in functions)


def _silence(said: str) -> Silence:
    if said not in {each.value for each in Silence}:
        raise Invalid("Please choose one of those shown now.")
    return Silence(said)


def _known(said: str) -> tuple[str, ...]:
    found = tuple(line.strip() for line in said.splitlines() if line.strip())
    if len(found) > MOST_OPTIONS or any(len(line) > LONGEST for line in found):
        raise Invalid("Please give at most {most} options, each on a line of its own.", most=MOST_OPTIONS)
    return found
