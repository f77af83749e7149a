"""The form of an escalation, and the draft that it becomes: checked when filled in and again when sent."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.calendar import add_working_days, zone_named
from flows.commands import FormValues
from flows.decisions.cast import Cast, capital
from flows.errors import InvalidForm
from flows.escalations.commands import Draft, PrepareEscalation
from flows.escalations.filled import LINES, Filled
from flows.escalations.records import Urgency
from flows.forms import ChoiceField, DateField, Field, Form, Option, TextField, TimeField
from flows.people import Person
from flows.phrases import Phrase, Words
from flows.text import same_name

LETTERS = "abcd"
LEAST = timedelta(minutes=30)
MOST = timedelta(days=366)
MOST_LINKS = 5
URGENCIES = {
    Urgency.NORMAL: "Normal: a working day for each person asked, unless agreed otherwise",
    Urgency.SOON: "Soon: four working hours for each person asked, unless agreed otherwise",
    Urgency.URGENT: "Urgent: the clock runs day and night, and people are written to at once",
}


def draft_form(casts: tuple[Cast, ...], person: Person, start: Draft | str, channel: str | None, now: datetime) -> Form:
    """What `/escalate` asks. Several projects become a field; `start` is an earlier draft or what was typed."""
    draft = None if isinstance(start, str) else start
    question = start if isinstance(start, str) else start.question
    options = () if draft is None else draft.options
    day, at = _wall(person, add_working_days(person, now, 2) if draft is None else draft.deadline)
    fields: list[Field] = []
    if len(casts) > 1:
        projects = tuple(Option(cast.project.id, cast.project.name) for cast in casts)
        fields.append(ChoiceField("project", "Project", projects, required=True))
    fields += [
        TextField(
            "question",
            "Which decision is needed?",
            hint="One sentence that ends with a question mark.",
            value=question[: LINES["question"]],
            required=True,
            limit=LINES["question"],
        ),
        ChoiceField(
            "tradeoff",
            "What pulls apart?",
            _tradeoffs(casts),
            hint="This settles who decides.",
            value="" if draft is None else draft.tradeoff,
            required=True,
        ),
        *(_option_field(index, options) for index in range(len(LETTERS))),
        TextField(
            "impact",
            "What happens if nobody decides?",
            value="" if draft is None else draft.impact,
            required=True,
            multiline=True,
            limit=LINES["impact"],
        ),
        TextField(
            "cost",
            "Cost of waiting",
            hint="For example: EUR 12,000 a day. May stay empty.",
            value="" if draft is None else draft.cost,
            limit=LINES["cost"],
        ),
        *_when_fields(day, at, person, draft),
        TextField(
            "links",
            "Links",
            hint="Documents or tickets that help to decide, one web address a line. May stay empty.",
            value="" if draft is None else "\n".join(draft.links),
            multiline=True,
            limit=MOST_LINKS * (LINES["link"] + 1),
        ),
    ]
    project_id = casts[0].project.id if len(casts) == 1 else ""
    return Form(
        "Escalate a decision",
        PrepareEscalation(project_id, channel),
        tuple(fields),
        submit="Show who decides",
        intro="Next you see who will decide and why. Nothing is sent before that.",
    )


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


def _wall(person: Person, at: datetime) -> tuple[str, str]:
    local = at.astimezone(zone_named(person.zone))
    return local.date().isoformat(), f"{local:%H:%M}"


def read_draft(cast: Cast, person: Person, values: FormValues, now: datetime) -> Draft:
    """The draft that was filled in; raises InvalidForm with the problem at each field."""
    filled = Filled(values)
    question = filled.text("question", LINES["question"], "Please say which decision is needed.")
    typed = {f"option_{letter}": filled.text(f"option_{letter}", LINES["option"]) for letter in LETTERS}
    urgency = filled.text("urgency", 20) or Urgency.NORMAL.value
    if urgency not in URGENCIES:
        filled.problems["urgency"] = "Please choose one of the three."
    draft = Draft(
        project_id=cast.project.id,
        tradeoff=filled.text("tradeoff", 100),
        question=question,
        options=tuple(text for text in typed.values() if text),
        impact=filled.text("impact", LINES["impact"], "Please say what happens if nobody decides."),
        deadline=filled.moment("day", "time", person.zone) or now + LEAST,
        drafted_at=now,
        urgency=Urgency(urgency) if urgency in URGENCIES else Urgency.NORMAL,
        cost=filled.text("cost", LINES["cost"]),
        links=tuple(filled.text("links", MOST_LINKS * (LINES["link"] + 1)).split()),
    )
    for field, words in _problems(cast, draft, now).items():
        filled.problems.setdefault(field, words)
    filled.check()
    return draft


def check_draft(cast: Cast, draft: Draft, now: datetime) -> None:
    """A draft comes back from the client, so it is checked again; raises InvalidForm."""
    problems = _problems(cast, draft, now)
    for field, limit in (("question", "question"), ("impact", "impact"), ("cost", "cost")):
        if len(str(getattr(draft, field))) > LINES[limit]:
            problems[field] = "This is too long."
    if not draft.question or not draft.impact:
        problems["question"] = "The question and the impact cannot stay empty."
    if any(len(option) > LINES["option"] for option in draft.options) or len(draft.options) > len(LETTERS):
        problems["option_a"] = "These options are too long or too many."
    if problems:
        raise InvalidForm(problems)


def _problems(cast: Cast, draft: Draft, now: datetime) -> dict[str, Words]:
    problems: dict[str, Words] = {}
    if draft.tradeoff not in cast.tradeoffs:
        problems["tradeoff"] = Phrase("Please choose one that {project} knows.", project=cast.project.name)
    if len(draft.options) < 2:
        problems["option_b"] = "Please give at least two options; with one there is nothing to decide."
    repeated = [o for i, o in enumerate(draft.options) if any(same_name(o, other) for other in draft.options[:i])]
    if repeated:
        problems[f"option_{LETTERS[min(draft.options.index(repeated[0]), 3)]}"] = "This option is there twice."
    if draft.deadline < now + LEAST:
        problems["time"] = "Please give a time at least half an hour from now."
    elif draft.deadline > now + MOST:
        problems["day"] = "Please give a day within a year."
    if len(draft.links) > MOST_LINKS or any(len(link) > LINES["link"] for link in draft.links):
        problems["links"] = Phrase("Please give at most {most} links of usual length.", most=MOST_LINKS)
    elif not all(link.startswith(("https://", "http://")) for link in draft.links):
        problems["links"] = "Please give whole web addresses, one a line, such as https://example.com/plan."
    return problems
