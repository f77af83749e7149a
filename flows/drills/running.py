"""Starting a drill, answering it, and showing what came of it.

A look: open_drill. Changes: start_drill, answer_drill, close_drill.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.calendar import add_working_days
from flows.commands import Actor
from flows.consent.loading import check_speaks
from flows.decisions.cast import Cast, capital
from flows.decisions.rights import check_may_read
from flows.drills import cards
from flows.drills.commands import AnswerDrill, CloseDrill, OpenDrill, StartDrill
from flows.drills.ending import ended
from flows.drills.keeping import Records
from flows.drills.records import NEITHER, Drill, Replies, Reply
from flows.drills.repeating import next_tradeoffs
from flows.effects import Effects
from flows.errors import NotFound, WrongState
from flows.escalations.forms import may_name
from flows.filled import Filled, at_most
from flows.forms import ChoiceField, Field, Form, Option, PeopleField, Section, TextField
from flows.messages import Message, Text
from flows.phrases import Count, Instant, Phrase
from flows.projects.membership import check_runs, project_here
from flows.projects.naming import labels

DILEMMAS = 3
DAYS = 3
"""Working days of who starts it, until it ends by itself."""
MOST_LISTED, LONGEST = 100, 300
CASES = {
    frozenset(("speed", "operational_safety")): "The cut-over can begin tonight if one safety test is done afterwards.",
    frozenset(("speed", "scope")): "Two weeks before the milestone one agreed part is not ready.",
    frozenset(("speed", "quality")): "The evidence for one check is missing on the day of release.",
    frozenset(("scope", "quality")): "One more function fits in if its tests are cut by half.",
    frozenset(("cost", "quality")): "A second test line costs a tenth of the budget.",
}
OTHER_CASE = "Both cannot be had this time, and the work stands still."


def start_drill(records: Records, actor: Actor, command: StartDrill, now: datetime) -> Effects:
    """Every function gets the dilemmas in private; a repeated drill goes round. Raises WrongState while one is open."""
    cast = Cast(records, project_here(records, actor, command.channel, command.project))
    check_runs(cast.project, actor, records.people)
    drills = records.drills.where(project_id=cast.project.id)
    if any(each.is_open for each in drills):
        raise WrongState("A drill is open already. Please show its result first; the button is on its card.")
    number = records.drills.next_number(cast.project.id)
    pairs = next_tradeoffs(drills, (each for each in cast.tradeoffs if "/" in each), DILEMMAS)
    asked = tuple(function.id for function in cast.project.functions)
    until = add_working_days(cast.person(actor.person_id), now, DAYS)
    key = f"{cast.project.id}/drill/{number}"
    drill = Drill(key, cast.project.id, number, actor.person_id, now, pairs, asked, until=until)
    records.drills.put(drill)
    told = Phrase(
        "{count} are asked, each in private. Nobody reads an answer before all are in, or before {until}.",
        count=Count(len(asked), "function", "functions"),
        until=Instant(until, cast.project.zone),
    )
    return Effects(tuple(cards.shown(drill, cast, now)), Message(told, (Text(told),)))


def open_drill(records: Records, actor: Actor, command: OpenDrill, now: datetime) -> Effects:  # noqa: ARG001
    """The form, with what this person said for the function before, and nobody else."""
    drill, cast = _load(records, actor, command.drill_id, command.function)
    known = tuple(each for each in cast.everybody() if may_name(cast, actor, each))[:MOST_LISTED]
    names = labels(known)
    people = tuple(Option(person.id, names[person.id]) for person in known)
    mine = drill.said.get(command.function)
    before = mine.by_tradeoff if mine is not None and mine.by == actor.person_id else {}
    fields: list[Field] = []
    for tradeoff in drill.tradeoffs:
        said = before.get(tradeoff)
        case = CASES.get(frozenset(tradeoff.split("/")), OTHER_CASE)
        chosen = (said.decider,) if said else ()
        fields += (
            Section(capital(cast.tradeoff(tradeoff)), case),
            PeopleField(f"{tradeoff}.decider", "Who decides?", people, values=chosen, required=True),
            ChoiceField(
                f"{tradeoff}.first", "What comes first?", _firsts(tradeoff, cast), value=said.first if said else ""
            ),
            TextField(
                f"{tradeoff}.what",
                "What would you do?",
                "Nobody else reads this.",
                value=said.what if said else "",
                limit=LONGEST,
            ),
            TextField(
                f"{tradeoff}.within",
                "How long may it take?",
                "Such as 4 h or 2 working days.",
                value=said.within if said else "",
                limit=LONGEST,
            ),
        )
    return Effects(reply=Form("Decision drill", AnswerDrill(drill.id, command.function), tuple(fields)))


def _firsts(tradeoff: str, cast: Cast) -> tuple[Option, ...]:
    """Both sides, and to wait."""
    sides = tuple(Option(axis, capital(cast.tradeoff(axis))) for axis in tradeoff.split("/"))
    return (*sides, Option(NEITHER, "Neither: the work waits until it is decided"))


def answer_drill(records: Records, actor: Actor, command: AnswerDrill, now: datetime) -> Effects:
    """Kept, and shown to nobody; when the last one is in, the result is."""
    drill, cast = _load(records, actor, command.drill_id, command.function)
    filled = Filled(command.values)
    found: dict[str, Reply] = {}
    for tradeoff in drill.tradeoffs:
        decider = next(iter(filled.people(f"{tradeoff}.decider")), "")
        if not may_name(cast, actor, cast.person(decider)):
            filled.wrong(f"{tradeoff}.decider", "Please choose who decides.")
        what = filled.read(f"{tradeoff}.what", at_most(LONGEST)) or ""
        within = filled.read(f"{tradeoff}.within", at_most(LONGEST)) or ""
        first = filled.text(f"{tradeoff}.first")
        if first and first not in (*tradeoff.split("/"), NEITHER):
            filled.wrong(f"{tradeoff}.first", "Please choose what comes first, or leave it out.")
        found[tradeoff] = Reply(decider, what, within, first)
    filled.check()
    after = replace(drill, said={**drill.said, command.function: Replies(actor.person_id, now, found)})
    told = Phrase("Kept. Nobody else reads your words; the result has numbers only.")
    reply = Message(told, (Text(told),))
    if not after.silent:
        return replace(ended(records, after, cast, now), reply=reply)
    records.drills.put(after)
    quiet = f"{cards.prefix(after)}nudge/{command.function}"
    return Effects(tuple(cards.shown(after, cast, now)), reply, (quiet,))


def close_drill(records: Records, actor: Actor, command: CloseDrill, now: datetime) -> Effects:
    """The result with what there is. Raises WrongState where it is shown already."""
    drill = records.drills.get(command.drill_id)
    cast = Cast(records, records.projects.get(drill.project_id))
    check_may_read(cast, actor.person_id)
    check_runs(cast.project, actor, records.people)
    if not drill.is_open:
        raise WrongState("This drill is over; its result is in the channel.")
    effects = ended(records, drill, cast, now)
    return replace(effects, reply=cards.card_of(records, records.drills.get(drill.id), cast, ""))


def _load(records: Records, actor: Actor, drill_id: str, function_id: str) -> tuple[Drill, Cast]:
    """The open drill, for who speaks for that function and has answered for it, if anybody has.

    Raises NotFound, NotAllowed and WrongState.
    """
    drill = records.drills.get(drill_id)
    cast = Cast(records, records.projects.get(drill.project_id))
    check_may_read(cast, actor.person_id)
    function = next((each for each in cards.functions(drill, cast) if each.id == function_id), None)
    if function is None:
        raise NotFound("This function was not asked for this.")
    check_speaks(function, cast, actor)
    if not drill.is_open:
        raise WrongState("This drill is over; its result is in the channel.")
    other = cards.answered_by(drill, function, cast)
    if other is not None and other != actor.person_id:
        raise WrongState(cards.theirs(other, function, cast))
    return drill, cast
