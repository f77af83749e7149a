"""Two projects that know nothing of each other, in the middle of their lives, and what is kept of them.

Line 3: Maria (deputy Jan) speaks for operations and decides, Ben for IT, Kim for quality; Adam is the sponsor, Ewa the
facilitator, Piotr observes. Line 4: Olga, Tom and Nina. Rita is in no project. Another organisation has a Line 9.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from bot.project_files import load_file, templates
from flows.commands import OPERATOR, Actor, Command, FormCommand
from flows.decisions.commands import RecordDecision
from flows.decisions.recording import proposal_id
from flows.escalations.commands import Draft, Escalate
from flows.projects.loading import LoadProject
from flows.questionnaires.answers import Stance
from flows.questionnaires.commands import AnswerQuestion, ContinueAnswering, TakeStance
from storage.store import Cause, Transaction
from tests.stories.chat import WARSAW, Answered, Chat

LINE3_SAYS, LINE4_SAYS, RIVALS_SAY = "canary", "parrot", "magpie"
"""Stands in everything that people have said there."""

LINE3 = """\
accord: 1
project: {id: line3, name: Line 3 MES, kickoff: 2027-02-01, zone: Europe/Warsaw, channel: line3}
people:
  - {id: adam, name: Adam Wolski, email: adam@example.com, hours: "08:00-18:00"}
  - {id: ewa, name: Ewa Zawada, email: ewa@example.com, hours: "08:00-18:00"}
  - {id: maria, name: Maria Nowak, email: maria@example.com, hours: "08:00-18:00"}
  - {id: jan, name: Jan Lis, email: jan@example.com, hours: "08:00-18:00"}
  - {id: ben, name: Ben Okoye, email: ben@example.com, hours: "08:00-18:00"}
  - {id: kim, name: Kim Seo, email: kim@example.com, hours: "08:00-18:00"}
  - {id: piotr, name: Piotr Cichy, email: piotr@example.com, hours: "08:00-18:00"}
  - {id: rita, name: Rita Obca, email: rita@example.com, hours: "08:00-18:00"}
roles: {sponsor: adam, facilitator: ewa, observers: [piotr]}
functions:
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: it, name: IT, representative: ben}
  - {id: quality, name: Quality, representative: kim}
round: {due: 2026-11-24T15:00}
decision_rights:
  - {tradeoff: speed/operational_safety, decider: maria, deputy: jan, informed: [operations], within: 2 working days}
"""
LINE4 = """\
accord: 1
project: {id: line4, name: Line 4 robots, kickoff: 2027-03-01, zone: Europe/Warsaw, channel: line4}
people:
  - {id: olga, name: Olga Maj, email: olga@example.com, hours: "08:00-18:00"}
  - {id: tom, name: Tom Hill, email: tom@example.com, hours: "08:00-18:00"}
  - {id: nina, name: Nina Bok, email: nina@example.com, hours: "08:00-18:00"}
roles: {sponsor: olga, facilitator: tom}
functions:
  - {id: operations, name: Operations, representative: nina, deputy: olga}
  - {id: it, name: IT, representative: tom}
decision_rights:
  - {tradeoff: speed/operational_safety, decider: nina, deputy: olga, within: 2 working days}
answers:
  operations:
    by: nina
    recorded_by: tom
    outcome.statement: The parrot of line 4 sings
    risks.stances: {production_stop: {stance: not_acceptable, why: the parrot}}
    evidence.needs: [{what: Protocol of the parrot, from: it, by: 2027-02-01}]
  it:
    by: tom
    risks.stances: {production_stop: {stance: acceptable}}
"""
ASKED = {
    "tradeoff": "speed/operational_safety",
    "option_a": "8 May",
    "option_b": "15 May",
    "impact": "The team leaves.",
    "day": "2026-12-22",
    "time": "16:00",
    "urgency": "normal",
}
TOOK_PLACE = {
    "question": "Which day?",
    "tradeoff": "speed/operational_safety",
    "choice": "Monday",
    "rationale": "It is safer.",
}
GOAL = {
    "business": "66 % by 2027-06-30, and no fourth line",
    "operational": "66 % in each shift",
    "name": "OEE line 3",
    "baseline": "61",
    "target": "66",
    "unit": "%",
    "by": "2027-06-30",
}
MESSAGE = "https://chat.example/archives/C1/p1"
FRIDAY = datetime(2026, 11, 27, 9, 30, tzinfo=WARSAW)
"""When both projects stand as `two_plants` leaves them."""


@dataclass(frozen=True)
class Ids:
    """What a command can name: the ids of one project, or something else in their place.

    `pending`: the answers of operations, with the sponsor's card; `offered`: those of IT, with an open offer to Ewa;
    `asked`: an escalation with a question to Ben; `recorded`: answers to be confirmed; `proposal`: what Ben says that
    Maria decided; `goal`: a goal that waits for consent; `contradiction`: one between two functions;
    `evidence`: a protocol that IT owes operations.
    """

    project: str
    pending: str
    offered: str
    recorded: str
    escalation: str
    asked: str
    decision: str
    person: str
    proposal: str = ""
    goal: str = ""
    contradiction: str = ""
    evidence: str = ""


LINE3_IDS = Ids(
    "line3",
    "line3/1/operations",
    "line3/1/it",
    "line3/1/quality",
    "line3/E-3",
    "line3/E-2",
    "line3/D-1",
    "jan",
    proposal_id("line3", MESSAGE, "maria"),
    "line3/goal/1",
    "line3/C-1",
    evidence="line3/EV-1",
)
LINE4_IDS = Ids(
    "line4",
    "line4/2/operations",
    "line4/2/it",
    "line4/1/operations",
    "line4/E-1",
    "line4/E-1",
    "line4/D-1",
    "olga",
    proposal_id("line4", MESSAGE, "nina"),
    "line4/goal/1",
    "line4/C-1",
    evidence="line4/EV-1",
)
RIVALS_IDS = Ids("line9", "line9/1/operations", "line9/1/it", "line9/1/it", "line9/E-1", "line9/E-1", "x", "jan9")


def all_named(name: str) -> Ids:
    """The same text in the place of every id."""
    return Ids(*[name] * len(fields(Ids)))


async def two_plants(bot: Chat, folder: Path) -> None:
    """Both projects, and the rival organisation's, as they are on Friday 27 November."""
    await _load(bot, folder, LINE3, start=True)
    await _rival(bot, folder)
    await _load(bot, folder, LINE4, answers=True)
    await bot.press("kim", "Open as a form")
    sent = await bot.fill("kim", {"outcome.statement": "The canary sings", "risks.stances:production_stop": "no_view"})
    assert not sent.problems, sent.problems
    await bot.until(FRIDAY)
    assert "Please choose: wait, name a stand-in, or go on without" in await bot.sees("adam")
    await bot.press("ben", "Ask somebody else")
    await bot.fill("ben", {"to": "ewa", "reason": "The canary is yours."})
    for number in (1, 2, 3):
        await escalate(bot, "ben", "line3", f"Which day, canary {number}?", "Maria")
        if number == 1:
            await decide(bot, "maria")
    await escalate(bot, "tom", "line4", "Which robot, parrot?", "Nina")
    await decide(bot, "nina", LINE4_SAYS)
    await bot.say("tom", "/align start", "line4")
    await escalate(bot, "tom", "line4", "Which robot now, parrot?", "Nina")
    e2 = next(line for line in await bot.lines("maria") if line.key.startswith("escalation/line3/E-2"))
    ask = next(press for press in e2.presses if press.label.startswith("Ask for information"))
    await bot.post("maria", "press", {"command": ask.command})
    await bot.fill("maria", {"person": "ben", "words": "How long, canary?"})
    for who, project, decider, says in (("ben", "line3", "maria", LINE3_SAYS), ("tom", "line4", "nina", LINE4_SAYS)):
        came = RecordDecision(project, bot.now, words=f"Monday, says the {says}", link=MESSAGE, author=decider)
        assert (await give(bot, who, came, {**TOOK_PLACE, "decided_by": decider})).kind == "message"
    await _goals(bot)
    await _begun(bot)
    for _ in range(20):  # the rival's posts have nowhere to go: they are tried three times, and then given up
        await bot.wait(minutes=1)


async def _goals(bot: Chat) -> None:
    """Line 3 is asked for consent to a goal, Line 4 whether one makes sense."""
    for who, project, says in (("ewa", "line3", LINE3_SAYS), ("tom", "line4", LINE4_SAYS)):
        await bot.say(who, f"/align goal {project}")
        filled = await bot.fill(who, {**GOAL, "operational": f"66 % in each shift, sings the {says}"})
        assert not filled.problems, filled.problems
        assert "Every function is asked" in await bot.press(who, "Send to all functions")
    assert "Every function is asked" in await bot.press("ewa", "Ask for consent now")


async def _begun(bot: Chat) -> None:
    """Maria has answered one question and a risk, and has a project of her own half set up."""
    for command in (
        ContinueAnswering("line3/1/operations"),
        AnswerQuestion("line3/1/operations", "outcome.statement", "no_view"),
        TakeStance("line3/1/operations", "production_stop", Stance.ACCEPTABLE_IF),
    ):
        assert (await give(bot, "maria", command)).kind != "refusal"
    for page in (
        {"name": "Line 5", "kickoff": "2027-05-03", "due_day": "2027-04-01", "due_time": "16:00", "zone": "UTC"},
        {"functions": ["it", "quality"]},
        {"sponsor": "maria", "facilitator": "ewa", "it.representative": "ben", "quality.representative": "kim"},
    ):
        if "name" in page:
            await bot.say("maria", "/align new")
        filled = await bot.fill("maria", page)
        assert filled.kind != "refusal", filled.problems


async def give(bot: Chat, who: str, command: Command, values: Mapping[str, str | list[str]] | None = None) -> Answered:
    """A command as the page sends it: in a form or by a press."""
    held = bot.encode(command)
    if isinstance(command, FormCommand):
        return await bot.post(who, "form", {"command": held, "values": dict(values or {})})
    return await bot.post(who, "press", {"command": held})


async def escalate(bot: Chat, who: str, channel: str, question: str, to: str) -> None:
    """Somebody brings a decision to whoever may take it."""
    await bot.say(who, f"/escalate {question}", channel)
    shown = await bot.fill(who, {**ASKED, "question": question})
    assert shown.kind == "message", shown.problems
    await bot.press(who, f"Send to {to}")


async def decide(bot: Chat, who: str, says: str = LINE3_SAYS) -> None:
    """The newest one that waits for this person is decided."""
    await bot.press(who, "Decide")
    decided = await bot.fill(who, {"choice": "b", "rationale": f"The {says} says so."})
    assert decided.text.startswith("Recorded as D-"), decided


async def _load(bot: Chat, folder: Path, text: str, *, start: bool = False, answers: bool = False) -> None:
    path = folder / "project.yaml"
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    await bot.load(path, start=start, answers=answers)


async def _rival(bot: Chat, folder: Path) -> None:
    """Another organisation in the same database, with ids that look like ours."""
    path = folder / "rival.yaml"
    text = LINE3.replace("line3", "line9").replace("id: jan,", "id: jan9,").replace("deputy: jan", "deputy: jan9")
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    file = await asyncio.to_thread(load_file, path)

    shipped = await asyncio.to_thread(templates)

    def keep_templates(records: Transaction) -> None:
        for template in shipped.values():
            records.templates.put(template)

    now = bot.now
    await bot.app.store.run("rival", Cause(OPERATOR, "Start", now), keep_templates)
    draft = Draft("line9", "speed/operational_safety", "Which day, magpie?", ("8 May", "9 May"), "Nothing", FRIDAY, now)
    steps: tuple[tuple[str, Command], ...] = (
        (OPERATOR, LoadProject(file, start=True)),
        ("ben", Escalate(draft, "maria", 1)),
    )
    for number, (person, command) in enumerate(steps):
        outcome = await bot.app.engine.run(Actor("rival", person, "cli"), command, f"rival-{number}")
        assert "line9" in str(outcome) or "Line 3 MES" in str(outcome) or "E-1" in str(outcome), outcome
