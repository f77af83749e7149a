"""The form that records what was decided in talk, and what is read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.commands import FormValues
from flows.decisions.cards import origin
from flows.decisions.cast import Cast, capital
from flows.decisions.commands import OpenRecordDecision, RecordDecision
from flows.decisions.records import Source, Weighed
from flows.decisions.rights import deciders, reach
from flows.decisions.weighing import read_weighed, weighing_fields
from flows.errors import Invalid, InvalidForm
from flows.filled import Filled, at_most, needed
from flows.forms import ChoiceField, Field, Form, Option, Section, TextField
from flows.phrases import Phrase, Words
from flows.projects.naming import labels

LONGEST = 1000
LONGEST_QUESTION = 200
MOST_WORDS = 8000
"""Characters of a message that are kept; more than that nobody writes by hand."""
LONGEST_LINK = 500


@dataclass(frozen=True)
class Recorded:
    """What was filled in. `decided_by`: who is said to have decided."""

    question: str
    tradeoff: str
    choice: str
    rationale: str
    decided_by: str
    weighed: Weighed | None = None


def record_form(casts: Sequence[Cast], command: OpenRecordDecision, source: Source | None, now: datetime) -> Form:
    """What is asked. Several projects become a field."""
    submits = RecordDecision(
        casts[0].project.id if len(casts) == 1 else "",
        now,
        words=source.words if source else "",
        link=source.link if source else "",
        author=source.by if source else "",
        said_at=source.at if source else None,
    )
    said = command.text.strip()
    fields: tuple[Field, ...] = (
        *_origin(casts[0], source),
        *_projects(casts),
        TextField(
            "question",
            "What was to be decided?",
            "One sentence that ends with a question mark.",
            required=True,
            limit=LONGEST_QUESTION,
        ),
        ChoiceField("tradeoff", "What pulled apart?", _tradeoffs(casts), "This settles who may decide.", required=True),
        TextField("choice", "What was decided?", "", said[:LONGEST], required=True, multiline=True, limit=LONGEST),
        TextField("rationale", "Why?", "", required=True, multiline=True, limit=LONGEST),
        _decided_by(casts, source),
        *weighing_fields(casts[0]),
    )
    return Form(
        "Record a decision",
        submits,
        fields,
        submit="Record it",
        intro="Whoever decided confirms it, unless that is you. Before that, nothing counts as decided.",
    )


def _origin(cast: Cast, source: Source | None) -> tuple[Section, ...]:
    """The message, as it was written."""
    return () if source is None else (Section("From the message", origin(source, cast)),)


def _projects(casts: Sequence[Cast]) -> tuple[Field, ...]:
    if len(casts) == 1:
        return ()
    options = tuple(Option(cast.project.id, cast.project.name) for cast in casts)
    return (ChoiceField("project", "Project", options, required=True),)


def _tradeoffs(casts: Sequence[Cast]) -> tuple[Option, ...]:
    names = {tradeoff: capital(cast.tradeoff(tradeoff)) for cast in casts for tradeoff in cast.tradeoffs}
    return tuple(Option(tradeoff, name) for tradeoff, name in names.items())


def _decided_by(casts: Sequence[Cast], source: Source | None) -> ChoiceField:
    ids = dict.fromkeys(each for cast in casts for right in cast.tradeoffs for each in deciders(cast.project, right))
    people = [casts[0].person(person_id) for person_id in ids]
    names = labels(person for person in people if person.active)
    hint = "Who may decide that, by the agreed decision rights; they are asked to confirm."
    value = source.by if source is not None and source.by in names else ""
    options = tuple(Option(person_id, name) for person_id, name in names.items())
    return ChoiceField("decided_by", "Who decided?", options, hint, value, required=True)


def read_record(cast: Cast, values: FormValues) -> Recorded:
    """What was filled in; raises InvalidForm with the problem at each field."""
    filled = Filled(values)
    question = filled.read("question", at_most(LONGEST_QUESTION), "Please say what was to be decided.")
    choice = filled.read("choice", at_most(LONGEST), "Please say what was decided.")
    rationale = filled.read("rationale", at_most(LONGEST), "Please say why: people have to live with it.")
    tradeoff, decided_by = filled.text("tradeoff"), filled.text("decided_by")
    if tradeoff not in cast.tradeoffs:
        filled.wrong("tradeoff", Phrase("Please choose one that {project} knows.", project=cast.project.name))
    elif not decided_by:
        filled.wrong("decided_by", "Please say who decided.")
    elif decided_by not in deciders(cast.project, tradeoff) or not cast.person(decided_by).active:
        filled.wrong("decided_by", _who_may(cast, tradeoff))
    weighed = read_weighed(filled, cast, tradeoff)
    filled.check()
    return Recorded(needed(question), tradeoff, needed(choice), needed(rationale), decided_by, weighed)


def _who_may(cast: Cast, tradeoff: str) -> Words:
    may = tuple(each for each in deciders(cast.project, tradeoff) if cast.person(each).active)
    first = cast.person(may[0] if may else cast.project.facilitator)
    return Phrase(
        "Only {may} may decide {tradeoff}. {reach}",
        may=cast.whos(may, last="or"),
        tradeoff=cast.tradeoff(tradeoff),
        reach=reach(first),
    )


def project_of(command: RecordDecision) -> str:
    """The chosen project; raises InvalidForm where one has to be chosen."""
    chosen = command.project_id or Filled(command.values).text("project")
    if not chosen:
        raise InvalidForm({"project": "Please choose the project."})
    return chosen


def source_of(words: str, link: str, author: str, said_at: datetime | None, *, recorded_by: str) -> Source | None:
    """The message, None when it was just typed. Raises Invalid for what no message has: it comes from the client."""
    if not link and not author and said_at is None:
        return None
    if link and not (link.startswith(("https://", "http://")) and link.isprintable() and len(link) <= LONGEST_LINK):
        raise Invalid("This message has no address that I can keep. Please type /decisions record instead.")
    aware = said_at if said_at is not None and said_at.tzinfo is not None else None
    return Source(words.strip()[:MOST_WORDS], " ".join(author.split())[:300], aware, link, recorded_by)
