"""Whatever people type, wherever they can: kept cleaned, shown literally, and refused politely when it is too long."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.web.ports import LOCAL
from flows.commands import Command
from flows.decisions.commands import OpenConcern, OpenSupersede, ShowDecision
from flows.escalations.commands import OpenEscalationForm, OpenGiveInfo, ShowEscalation
from flows.escalations.records import Action
from flows.projects.setup import OpenNewProject
from flows.projects.setup_forms import representative_field
from flows.questionnaires.commands import ContinueAnswering, OpenForm
from flows.rounds.commands import AskSomebodyElse
from storage.connections import Connection
from storage.tables import METADATA
from tests.stories.chat import Answered, Chat, running
from tests.stories.fields import read
from tests.stories.kept import changed, kept
from tests.stories.two_plants import ASKED, LINE4, give, two_plants

pytestmark = pytest.mark.web_only

TYPED = "<script>x()</script><!channel><@U1>@everyone *b*[x](javascript:x){w}%s&lt\u202e\x00\ud800e\u0301"
SHOWN = "<script>x()</script><!channel><@U1>@everyone *b*[x](javascript:x){w}%s&lt\ufffd\u00e9"
UNKEPT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
Filled = dict[str, str | list[str]]


@dataclass
class Typist:
    """Types into every place that there is, each time under another mark, and remembers what was answered."""

    bot: Chat
    marks: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def words(self, place: str) -> str:
        """What is typed into a place; short enough for all of them."""
        mark = f"m{len(self.marks)}m"
        self.marks[mark] = place
        return f"{mark} {TYPED}"

    def take(self, answer: Answered) -> Answered:
        """Looks at an answer: nothing in it runs."""
        assert answer.status == 200, answer
        assert not read(answer.html).dangers
        self.seen.append(read(answer.html).text)
        return answer

    async def give(self, who: str, command: Command) -> Answered:
        """Presses a button that holds this command."""
        return self.take(await give(self.bot, who, command))

    async def say(self, who: str, words: str, channel: str | None = None) -> Answered:
        """Types it."""
        return self.take(await self.bot.post(who, "say", {"text": words, "channel": channel and f"#{channel}"}))

    async def fill(self, who: str, form: Answered, values: Filled) -> Answered:
        """Fills the open form in: first with too much or nothing in each field in turn, then as it should be."""
        assert form.kind == "form", form.text
        before, fields = await kept(self.bot), read(form.html)
        wrong = [(name, "y" * length) for name, limit in fields.limits.items() for length in (limit + 1, 100_000)]
        for name, said in [*wrong, *((name, said) for name in fields.required for said in ("", " \n\t\x00"))]:
            answer = self.take(await self.bot.fill(who, {**values, name: said}))
            what = f"{name} with {len(said)}: {answer.text} {answer.problems}"
            assert answer.kind == "refusal", what
            assert len(answer.text) + len("".join(answer.problems.values())) < 1000, what
        assert not changed(before, await kept(self.bot))
        answer = self.take(await self.bot.fill(who, values))
        assert answer.kind != "refusal", (answer.text, answer.problems)
        return answer

    async def act(self, escalation_id: str, action: Action, values: Filled) -> None:
        """Whoever has an escalation now does something with it that needs words."""
        now = await self.bot.app.store.read(LOCAL, lambda records: records.escalations.get(escalation_id))
        who = now.requester if action is Action.WITHDRAW else now.turn.person_id
        form = await self.give(who, OpenEscalationForm(escalation_id, now.step, action))
        await self.fill(who, form, values)


async def pages_of(bot: Chat, paths: Iterable[str]) -> list[tuple[str, str]]:
    """(path, HTML) of those that there are."""
    found = []
    for path in paths:
        async with bot._session.get(bot.url + path) as response:
            if response.status == 200:
                found.append((path, await response.text()))
    return found


async def places(bot: Chat) -> list[tuple[str, str]]:
    """Every page of everybody: (path, HTML)."""
    people = ("adam", "ewa", "maria", "jan", "ben", "kim", "piotr", "rita", "olga", "tom", "nina")
    paths = [f"/local/{who}/{room}" for who in people for room in ("dm", "home", "c/line3", "c/line5")]
    threads = [line.key for line in await bot.lines("adam", "line3")]
    paths += [f"/local/adam/c/line3?thread={key}" for key in threads]
    return await pages_of(bot, ["/?choose", *paths])


async def all_text(bot: Chat) -> str:
    """Everything that is kept as text, in all tables."""

    def look(connection: Connection) -> str:
        rows = (row for table in METADATA.tables.values() for row in connection.rows(select(table), {}))
        return "\n".join(str(value) for row in rows for value in row if isinstance(value, str))

    return await bot.app.store.look(look)


async def test_what_is_typed_is_kept_cleaned_and_shown_as_it_was_typed(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    typist = Typist(bot)
    await set_up_a_project(typist)
    await answer_the_questions(typist)
    await escalate_and_answer(typist)
    await change_decisions(typist)
    await talk(typist)
    assert not UNKEPT.search(await all_text(bot))
    pages = await places(bot)
    assert [(path, danger) for path, html in pages for danger in read(html).dangers] == []
    shown = " ".join([*typist.seen, *(read(html).text for _, html in pages)])
    assert {mark: place for mark, place in typist.marks.items() if f"{mark} {SHOWN}" not in shown} == {}


NAMED = """<script>x()</script> & "quoted" 'twice' <!channel> javascript:x {who} %s"""


async def test_names_in_a_project_file_are_shown_as_they_are_written(tmp_path: Path) -> None:
    """The wizard takes no such name of a person; a file does."""
    name, text = json.dumps(NAMED), LINE4
    for plain in ("Line 4 robots", "Olga Maj", "Tom Hill", "Nina Bok", "Operations"):
        text = text.replace(f"name: {plain}", f"name: {name}")
    async with running(f"sqlite:///{tmp_path / 'accord.db'}") as bot:
        await asyncio.to_thread((tmp_path / "project.yaml").write_text, text, encoding="utf-8")
        await bot.load(tmp_path / "project.yaml", start=False, answers=True)
        await bot.say("tom", "/align start")
        paths = [f"/local/{who}/{room}" for who in ("olga", "nina") for room in ("dm", "home", "c/line4")]
        pages = [html for _, html in await pages_of(bot, ["/?choose", *paths])]
        answers = [await bot.post("tom", "say", {"text": f"/align {word}"}) for word in ("", "status", "next", "help")]
        for html in (*pages, *(answer.html for answer in answers)):
            assert read(html).dangers == []
            assert NAMED in read(html).text
        assert len(pages) == 7


async def set_up_a_project(typist: Typist) -> None:
    """The wizard: a name, a stage, a function of one's own."""
    basics: Filled = {"kickoff": "2027-05-03", "due_day": "2027-04-01", "due_time": "16:00", "zone": "UTC"}
    form = await typist.give("rita", OpenNewProject())
    names: Filled = {"name": typist.words("project"), "stage": typist.words("stage"), "channel": "line5"}
    form = await typist.fill("rita", form, {**basics, **names})
    functions: Filled = {"functions": ["it"], "own": typist.words("function"), "newcomers": "Ola <ola@example.com>"}
    form = await typist.fill("rita", form, functions)
    setup = await typist.bot.app.store.read(LOCAL, lambda records: records.setups.get("rita"))
    people: Filled = {representative_field(function): "rita" for function in setup.project.functions}
    await typist.fill("rita", form, {"sponsor": "adam", "facilitator": "rita", **people})
    await typist.bot.press("rita", "Create and ask everyone")


async def answer_the_questions(typist: Typist) -> None:
    """The whole questionnaire as a form, and once more in conversation; then it is passed on."""
    form = await typist.give("maria", OpenForm("line3/1/operations"))
    words = typist.words
    values: Filled = {
        "outcome.statement": words("statement"),
        "outcome.measure:name": words("measure"),
        "outcome.measure:baseline": "61",
        "outcome.measure:target": "66",
        "outcome.measure:unit": "%",
        "outcome.measure:by": "2027-06-30",
        "outcome.measure:scope": words("scope"),
        "outcome.failure": words("failure"),
        "risks.stances:production_stop": "not_acceptable",
        "risks.stances:production_stop:details": f"why: {words('why')}; test: {words('test')}",
        "risks.own": f"{words('own risk')}; not acceptable; why: {words('why of it')}",
        "risks.no_touch": f"2027-05-01 to 2027-05-31: {words('no touch')}",
        "decisions.joint:own": words("joint decision"),
        "reporting.content:own": words("content"),
        "reporting.alerts:own": words("alerts"),
        "evidence.needs": f"{words('proof')}; from: IT; by: 2027-05-15; form: {words('form of proof')}",
    }
    await typist.fill("maria", form, values)
    await typist.give("maria", OpenForm("line3/1/operations"))
    form = await typist.give("ben", AskSomebodyElse("line3/1/it"))
    await typist.fill("ben", form, {"to": "jan", "reason": words("reason to hand over")})
    await typist.give("ben", ContinueAnswering("line3/1/it"))
    await typist.say("ben", words("answer in conversation"))


async def escalate_and_answer(typist: Typist) -> None:
    """One escalation on its whole way: asked, answered, put off, handed over, declined, decided; another withdrawn."""
    words = typist.words
    form = await typist.say("ben", f"/escalate {words('typed question')}", "line3")
    texts: Filled = {name: words(name) for name in ("question", "option_a", "option_b", "option_c", "impact", "cost")}
    await typist.fill("ben", form, {**ASKED, **texts, "links": "https://example.com/<script>"})
    await typist.bot.press("ben", "Send to Maria")
    await typist.act("line3/E-4", Action.ASK_INFO, {"person": "kim", "words": words("question to Kim")})
    form = await typist.give("kim", OpenGiveInfo("line3/E-4", 0))
    await typist.fill("kim", form, {"words": words("Kim's answer")})
    more: Filled = {"day": "2026-12-03", "time": "10:00", "words": words("more time")}
    await typist.act("line3/E-4", Action.MORE_TIME, more)
    await typist.act("line3/E-4", Action.DELEGATE, {"person": "kim", "words": words("handed over")})
    await typist.act("line3/E-4", Action.DECLINE, {"words": words("declined")})
    decided: Filled = {"choice": "other", "own": words("own words")}
    decided |= {"rationale": words("rationale"), "conditions": words("conditions")}
    await typist.act("line3/E-4", Action.DECIDE, decided)
    await typist.act("line3/E-3", Action.WITHDRAW, {"words": words("withdrawn")})
    for number in (3, 4):
        await typist.give("ben", ShowEscalation(f"line3/E-{number}"))


async def change_decisions(typist: Typist) -> None:
    """A decision is said not to work, and another is replaced."""
    form = await typist.give("ben", OpenConcern("line3/D-2"))
    await typist.fill("ben", form, {"words": typist.words("concern")})
    form = await typist.give("maria", OpenSupersede("line3/D-1"))
    await typist.fill("maria", form, {"choice": typist.words("new choice"), "rationale": typist.words("new reason")})
    for number in (2, 3):
        await typist.give("ben", ShowDecision(f"line3/D-{number}"))


async def talk(typist: Typist) -> None:
    """Chat, and what is typed after a command."""
    await typist.say("kim", typist.words("a private line"))
    await typist.say("kim", typist.words("a line in the channel"), "line3")
    for command in ("/align hours", "/align away", "/align status", "/align next", "/align start", "/decisions", "/x"):
        await typist.say("kim", f"{command} {TYPED}", "line3")
    settings = await typist.say("kim", "/align settings")
    for name in ("zone", "holidays", "away", "language", "start", "end"):
        values: Filled = {"days": ["mon"], "start": "08:00", "end": "16:00", "zone": "UTC", "language": "en"}
        answer = typist.take(await typist.bot.fill("kim", {**values, name: TYPED}))
        assert answer.kind == "refusal", name
    await typist.fill(
        "kim", settings, {"days": ["mon"], "start": "08:00", "end": "16:00", "zone": "UTC", "language": "en"}
    )
