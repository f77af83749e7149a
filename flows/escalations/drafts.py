"""The form of an escalation, and the draft that it becomes: checked when filled in and again when sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.calendar import add_working_days, local_instant, zone_named
from flows.commands import FormValues
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import find_right
from flows.errors import Invalid
from flows.escalations.commands import Draft, OpenEscalate, PrepareEscalation
from flows.escalations.records import Urgency
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, DateField, Field, Form, Option, Section, TextField, TimeField
from flows.people import Person
from flows.phrases import Phrase, Quote, Words, as_phrase
from flows.project_file.fields import read_day
from flows.project_file.grammars import read_time
from flows.questionnaires.wording import shortened
from flows.stakes.asking import problems, read_stakes, stakes_fields
from flows.stakes.records import NOTHING_SAID
from flows.text import clean, name_key

LETTERS = "abcd"
LINES = {"question": 200, "option": 150, "impact": 500, "cost": 100, "link": 300}
"""The most characters of each text: an escalation has to be read on a phone, and the whole draft fits in a button."""
NEEDED = {
    "a": "Please give the option that you recommend.",
    "b": "Please give at least two options; with one there is nothing to decide.",
}
LEAST = timedelta(minutes=30)
MOST = timedelta(days=366)
MOST_LINKS = 5
URGENCIES = {
    Urgency.NORMAL: "Normal: a working day for each person asked, unless agreed otherwise",
    Urgency.SOON: "Soon: four working hours for each person asked, unless agreed otherwise",
    Urgency.URGENT: "Urgent: the clock runs day and night, and people are written to at once",
}


def draft_form(casts: tuple[Cast, ...], person: Person, command: OpenEscalate, now: datetime) -> Form:
    """What `/escalate` asks. Several projects become a field; from a message, what was said stands on top."""
    draft = command.draft
    typed = " ".join(command.text.split()) if command.link or command.author else command.text.strip()
    question = typed if draft is None else draft.question
    options = () if draft is None else draft.options
    day, at = _wall(person, _deadline(draft, now) or add_working_days(person, now, 2))
    fields: tuple[Field, ...] = (
        *_message(casts[0], command),
        *_project_field(casts),
        _typed("question", "Which decision is needed?", question, hint=_question_hint(question)),
        ChoiceField(
            "tradeoff",
            "What pulls apart?",
            _tradeoffs(casts),
            hint="This settles who decides.",
            value="" if draft is None else draft.tradeoff,
            required=True,
        ),
        *(_option_field(index, options) for index in range(len(LETTERS))),
        _typed("impact", "What happens if nobody decides?", "" if draft is None else draft.impact, multiline=True),
        *_when_fields(day, at, person, draft),
        *stakes_fields(casts, NOTHING_SAID if draft is None else draft.stakes),
        *_optional_fields(draft, command.link),
    )
    return Form(
        "Escalate a decision",
        PrepareEscalation(
            casts[0].project.id if len(casts) == 1 else "", command.channel, "" if draft is None else draft.replaces
        ),
        fields,
        submit="Show who decides",
        intro="Next you see who will decide and why. Nothing is sent before that.",
    )


def _message(cast: Cast, command: OpenEscalate) -> tuple[Section, ...]:
    """Who wrote what, when it began with a message."""
    if not command.link and not command.author:
        return ()
    by = cast.who(command.author) if command.author else "Somebody"
    return (Section("From the message", Phrase("{by}: {words}", by=by, words=Quote(shortened(command.text, 600)))),)


def _project_field(casts: tuple[Cast, ...]) -> tuple[Field, ...]:
    if len(casts) == 1:
        return ()
    projects = tuple(Option(cast.project.id, cast.project.name) for cast in casts)
    return (ChoiceField("project", "Project", projects, required=True),)


def _question_hint(typed: str) -> Words:
    """Says so where what was typed does not fit."""
    if len(typed) <= LINES["question"]:
        return "One sentence that ends with a question mark."
    return Phrase(
        "You typed {many} characters and a question has at most {limit}, so the end is cut off here. Please say it in "
        "one sentence, and the rest below.",
        many=len(typed),
        limit=LINES["question"],
    )


def _typed(field: str, label: str, value: str, *, hint: Words = "", multiline: bool = False) -> TextField:
    limit = LINES[field]
    return TextField(field, label, hint, value[:limit], required=True, multiline=multiline, limit=limit)


def _optional_fields(draft: Draft | None, link: str) -> tuple[Field, ...]:
    cost_hint = "For example: EUR 12,000 a day. May stay empty."
    links_hint = "Documents or tickets that help to decide, one web address a line. May stay empty."
    kept = link if _is_link(link) else ""
    links = kept if draft is None else "\n".join(draft.links)
    longest = MOST_LINKS * (LINES["link"] + 1)
    return (
        TextField("cost", "Cost of waiting", cost_hint, "" if draft is None else draft.cost, limit=LINES["cost"]),
        TextField("links", "Links", links_hint, links, multiline=True, limit=longest),
    )


def _is_link(link: str) -> bool:
    return link.startswith(("https://", "http://")) and len(link.split()) == 1 and len(link) <= LINES["link"]


def _tradeoffs(casts: tuple[Cast, ...]) -> tuple[Option, ...]:
    names = {tradeoff: capital(cast.tradeoff(tradeoff)) for cast in casts for tradeoff in cast.tradeoffs}
    return tuple(Option(tradeoff, name) for tradeoff, name in names.items())


def _option_field(index: int, options: tuple[str, ...]) -> TextField:
    letter = LETTERS[index]
    return TextField(
        f"option_{letter}",
        f"Option {letter.upper()}",
        hint="What you recommend." if index == 0 else "" if index == 1 else "May stay empty.",
        value=options[index] if index < len(options) else "",
        required=index < 2,
        limit=LINES["option"],
    )


def _when_fields(day: str, at: str, person: Person, draft: Draft | None) -> tuple[Field, ...]:
    yours = Phrase("In your time, {zone}.", zone=person.zone)
    urgency = Urgency.NORMAL if draft is None else draft.urgency
    return (
        DateField("day", "Decision needed by: day", hint=yours, value=day, required=True),
        TimeField("time", "Decision needed by: time", hint=yours, value=at, required=True),
        ChoiceField(
            "urgency",
            "How urgent is it?",
            tuple(Option(u.value, label) for u, label in URGENCIES.items()),
            value=urgency.value,
            required=True,
        ),
    )


def _deadline(draft: Draft | None, now: datetime) -> datetime | None:
    """What had been filled in; a draft comes back from the client, so it may be no moment that can be."""
    if draft is None or draft.deadline.tzinfo is None or abs(draft.deadline - now) > MOST:
        return None
    return draft.deadline


def _wall(person: Person, at: datetime) -> tuple[str, str]:
    local = at.astimezone(zone_named(person.zone))
    return local.date().isoformat(), f"{local:%H:%M}"


def read_draft(cast: Cast, person: Person, values: FormValues, now: datetime) -> Draft:
    """The draft that was filled in; raises InvalidForm with the problem at each field."""
    filled = Filled(values)
    options = tuple(
        filled.read(f"option_{letter}", at_most(LINES["option"]), NEEDED.get(letter, "")) or "" for letter in LETTERS
    )
    draft = Draft(
        project_id=cast.project.id,
        tradeoff=filled.text("tradeoff"),
        question=filled.read("question", at_most(LINES["question"]), "Please say which decision is needed.") or "",
        options=tuple(option for option in options if option),
        impact=filled.read("impact", at_most(LINES["impact"]), "Please say what happens if nobody decides.") or "",
        deadline=read_moment(filled, person) or now + LEAST,
        drafted_at=now,
        urgency=filled.read("urgency", _urgency) or Urgency.NORMAL,
        cost=filled.read("cost", at_most(LINES["cost"])) or "",
        links=tuple(filled.text("links").split()),
        stakes=read_stakes(filled, cast, filled.text("tradeoff")),
    )
    for field, words in _problems(cast, draft, now).items():
        filled.wrong(field, words)
    filled.check()
    return draft


def read_moment(filled: Filled, person: Person) -> datetime | None:
    """The fields "day" and "time" as an instant in the person's zone; None, with the problem noted, without them."""
    day = filled.read("day", read_day, "Please give a day.")
    at = filled.read("time", read_time, "Please give a time, such as 16:00.")
    return None if day is None or at is None else local_instant(day, at, person.zone)


def _urgency(said: str) -> Urgency:
    if said not in list(Urgency):
        raise Invalid("Please choose one of the three.")
    return Urgency(said)


def check_draft(cast: Cast, draft: Draft, now: datetime) -> None:
    """A draft comes back from the client, so it is checked again; raises Invalid."""
    texts = (draft.question, draft.impact, draft.cost, *draft.options, *draft.links)
    if draft.deadline.tzinfo is None or draft.drafted_at.tzinfo is None or any(clean(text) != text for text in texts):
        raise Invalid("This cannot be sent. Please fill in the form again: /escalate.")
    fits = (
        0 < len(draft.question) <= LINES["question"]
        and 0 < len(draft.impact) <= LINES["impact"]
        and len(draft.cost) <= LINES["cost"]
        and len(draft.options) <= len(LETTERS)
        and all(0 < len(option) <= LINES["option"] for option in draft.options)
    )
    if not fits:
        raise Invalid("Some texts are missing or too long. Please fill in the form again: /escalate.")
    right = find_right(cast.project, draft.tradeoff)
    higher = right.higher if right is not None else None
    missing = problems(cast, higher, draft.stakes) if higher is not None else {}
    for words in (*_problems(cast, draft, now).values(), *missing.values()):
        raise Invalid("{problem} Press Change to correct it.", problem=as_phrase(words))


def _problems(cast: Cast, draft: Draft, now: datetime) -> dict[str, Words]:
    problems: dict[str, Words] = {}
    if draft.tradeoff not in cast.tradeoffs:
        problems["tradeoff"] = Phrase("Please choose one that {project} knows.", project=cast.project.name)
    if len(draft.options) < 2:
        problems["option_b"] = NEEDED["b"]
    keys = [name_key(option) for option in draft.options]
    repeated = next((at for at, key in enumerate(keys) if key in keys[:at]), None)
    if repeated is not None:
        problems[f"option_{LETTERS[min(repeated, 3)]}"] = "This option is there twice."
    if draft.deadline < now + LEAST:
        problems["time"] = "Please give a time at least half an hour from now."
    elif draft.deadline > now + MOST:
        problems["day"] = "Please give a day within a year."
    if len(draft.links) > MOST_LINKS or any(len(link) > LINES["link"] for link in draft.links):
        problems["links"] = Phrase("Please give at most {most} links of usual length.", most=MOST_LINKS)
    elif not all(link.startswith(("https://", "http://")) for link in draft.links):
        problems["links"] = "Please give whole web addresses, one a line, such as https://example.com/plan."
    return problems
