"""The forms behind the buttons of a card, and what is read from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.calendar import zone_named
from flows.commands import Actor, FormValues
from flows.decisions.cast import Cast
from flows.decisions.records import Weighed
from flows.decisions.weighing import read_weighed, weighing_fields
from flows.errors import Invalid, InvalidForm
from flows.escalations import commands, rules
from flows.escalations.drafts import read_moment
from flows.escalations.records import Action, Escalation
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, DateField, Field, Form, Option, PeopleField, Section, TextField, TimeField
from flows.people import Person
from flows.phrases import Instant, Phrase, Quote, Words
from flows.projects.membership import may_act
from flows.projects.naming import labels

OTHER = "other"
LONGEST = 1000
MOST_LISTED = 100


def form_of(escalation: Escalation, action: Action, cast: Cast, actor: Actor, *, ordered: bool = False) -> Form:
    """The form of an action; raises Invalid for one that needs no form. `ordered`: a trade-off order is agreed."""
    matter = Section(escalation.label, Phrase("{question}", question=Quote(escalation.question)))
    of = escalation.id, escalation.step
    match action:
        case Action.DECIDE:
            return Form(
                "Decide", commands.Decide(*of), (matter, *_choice_fields(escalation, cast, ordered)), submit="Record it"
            )
        case Action.DELEGATE:
            return Form(
                "Hand over", commands.Delegate(*of), (matter, *_delegate_fields(escalation, cast, actor)), "Hand over"
            )
        case Action.DECLINE:
            why = _words("words", "Why is it not yours to decide?", _after_decline(escalation, cast))
            return Form("Decline", commands.Decline(*of), (matter, why), submit="Decline")
        case Action.ASK_INFO:
            people = _people(cast, actor, exclude=(actor.person_id,))
            who = PeopleField("person", "Whom do you ask?", people, values=(escalation.requester,), required=True)
            question = _words("words", "What do you need to know?", "The clock stands until they answer, for a while.")
            return Form("Ask for information", commands.AskInfo(*of), (matter, who, question), submit="Ask")
        case Action.MORE_TIME:
            return Form("More time", commands.MoreTime(*of), (matter, *_time_fields(escalation, cast)), "Take the time")
        case Action.WITHDRAW:
            why = _words("words", "Why is it not needed any more?", "Everybody who was asked sees this.")
            return Form("Withdraw", commands.Withdraw(*of), (matter, why), submit="Withdraw")
        case Action.ACKNOWLEDGE | Action.NEXT_NOW | Action.GIVE_INFO:
            raise Invalid("This needs no form. Please use the button on the card.")


def answer_form(escalation: Escalation, number: int, cast: Cast) -> Form:
    """What the person who was asked fills in."""
    asked = escalation.questions[number]
    matter = Section(
        escalation.label,
        Phrase("{by} asks: {question}", by=cast.who(asked.by), question=Quote(asked.question)),
    )
    answer = _words("words", "Your answer", "It is shown on the card, with your name.")
    return Form("Answer", commands.GiveInfo(escalation.id, number), (matter, answer), submit="Answer")


def _choice_fields(escalation: Escalation, cast: Cast, ordered: bool) -> tuple[Field, ...]:
    options = tuple(Option(option.id, f"{option.id.upper()}: {option.text}") for option in escalation.options)
    return (
        ChoiceField("choice", "Decision", (*options, Option(OTHER, "Something else, in my own words")), required=True),
        TextField("own", "Something else", hint="Only if you chose that.", multiline=True, limit=LONGEST),
        _words("rationale", "Why?", "The people who have to live with it read this."),
        TextField("conditions", "Conditions", hint="What must hold. May stay empty.", multiline=True, limit=LONGEST),
        *weighing_fields(cast, escalation.tradeoff, needed=ordered),
    )


def _delegate_fields(escalation: Escalation, cast: Cast, actor: Actor) -> tuple[Field, ...]:
    asked = tuple(step.person_id for step in escalation.ladder[: escalation.step + 1])
    people = _people(cast, actor, exclude=(*asked, escalation.requester))
    return (
        PeopleField("person", "Who decides instead?", people, required=True),
        _words("words", "Why?", "They get as much time as you had. You stay informed."),
    )


def _time_fields(escalation: Escalation, cast: Cast) -> tuple[Field, ...]:
    person = rules.turn_person(escalation, cast)
    latest = rules.latest_end(escalation, cast)
    local = latest.astimezone(zone_named(person.zone))
    hint = Phrase(
        "In your time, {zone}; {latest} at the latest.", zone=person.zone, latest=Instant(latest, person.zone)
    )
    return (
        DateField("day", "You decide by: day", hint=hint, value=local.date().isoformat(), required=True),
        TimeField("time", "You decide by: time", hint=hint, value=f"{local:%H:%M}", required=True),
        _words("words", "Why?", "The requester sees this."),
    )


def _words(field: str, label: str, hint: Words) -> TextField:
    return TextField(field, label, hint=hint, required=True, multiline=True, limit=LONGEST)


def may_name(cast: Cast, actor: Actor, person: Person) -> bool:
    """Anybody with a working account; who is outside learns only of the people of the project."""
    return person.active and (not actor.outside or person.id in may_act(cast.project))


def _people(cast: Cast, actor: Actor, exclude: tuple[str, ...]) -> tuple[Option, ...]:
    """Those known now, the people of the project first; more than `MOST_LISTED` no platform shows."""
    everybody = (person for person in cast.everybody() if person.id not in exclude)
    people = tuple(person for person in everybody if may_name(cast, actor, person))[:MOST_LISTED]
    names = labels(people)
    return tuple(Option(person.id, names[person.id]) for person in people)


def _after_decline(escalation: Escalation, cast: Cast) -> Phrase:
    if escalation.following is None:
        return Phrase("You are the last on the ladder: it then stays undecided, and everybody sees that.")
    return Phrase("It then goes to {who} at once.", who=cast.who(escalation.following.person_id))


@dataclass(frozen=True)
class Verdict:
    """What was decided, and why."""

    choice: str
    rationale: str
    conditions: str
    weighed: Weighed | None = None


def read_verdict(escalation: Escalation, values: FormValues, cast: Cast, *, ordered: bool = False) -> Verdict:
    """One of the options or own words, with a rationale; where an order is agreed, what won. Raises InvalidForm."""
    filled = Filled(values)
    chosen = filled.text("choice")
    own = filled.read("own", at_most(LONGEST)) or ""
    by_id = {option.id: option.text for option in escalation.options}
    if chosen == OTHER and not own:
        filled.wrong("own", "Please say what you decide.")
    elif chosen != OTHER and chosen not in by_id:
        filled.wrong("choice", "Please choose an option, or something else in your own words.")
    elif chosen != OTHER and own:
        filled.wrong("own", "You chose an option. Please put this under Why or Conditions, or choose something else.")
    rationale = filled.read("rationale", at_most(LONGEST), "Please say why: people have to live with it.") or ""
    conditions = filled.read("conditions", at_most(LONGEST)) or ""
    weighed = read_weighed(filled, cast, escalation.tradeoff, needed=ordered)
    filled.check()
    return Verdict(by_id.get(chosen, own), rationale, conditions, weighed)


def read_reason(values: FormValues, missing: str = "Please say why.") -> str:
    """The words of a form that asks for nothing else. Raises InvalidForm."""
    filled = Filled(values)
    words = filled.read("words", at_most(LONGEST), missing) or ""
    filled.check()
    return words


def read_person(
    cast: Cast, actor: Actor, values: FormValues, refused: dict[str, Words], *, missing: str
) -> tuple[Person, str]:
    """Anybody of the organisation, and the words for them; `refused`: why some cannot be chosen. Raises InvalidForm."""
    filled = Filled(values)
    person_id = next(iter(filled.people("person")), "")
    if person_id in refused:
        filled.wrong("person", refused[person_id])
    elif not may_name(cast, actor, cast.person(person_id)):
        filled.wrong("person", "Please choose somebody who works with Accord.")
    words = filled.read("words", at_most(LONGEST), missing) or ""
    filled.check()
    return cast.person(person_id), words


def read_more_time(escalation: Escalation, cast: Cast, values: FormValues, now: datetime) -> tuple[datetime, str]:
    """A later end of the step, and why. Raises InvalidForm."""
    filled = Filled(values)
    person = rules.turn_person(escalation, cast)
    until = read_moment(filled, person)
    words = filled.read("words", at_most(LONGEST), "Please say what the time is for.") or ""
    latest = rules.latest_end(escalation, cast)
    if until is not None and until <= max(escalation.until, now):
        end = Instant(escalation.until, person.zone)
        filled.wrong("day", Phrase("You already have until {end}. Please give a later time.", end=end))
    if until is not None and until > latest:
        filled.wrong("day", Phrase("At most until {latest}, please.", latest=Instant(latest, person.zone)))
    filled.check()
    if until is None:
        raise InvalidForm({"day": "Please give a day."})
    return until, words
