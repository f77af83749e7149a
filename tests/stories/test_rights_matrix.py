"""Every command × everybody whose it is not × every id that is not theirs: a sentence, and nothing changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.keeping import TOO_OLD
from bot.commands import BY_OTHERS, FROM_PEOPLE, LOOKS
from flows.charter.commands import ListReady, ShowCharter, ShowPartnerPack
from flows.commands import CLOCK, OPERATOR, Command
from flows.decisions.commands import ListDecisions, RecordDecision
from flows.digests.posting import ShowStatus
from flows.drills.commands import StartDrill
from flows.escalations.commands import ListEscalations, PrepareEscalation
from flows.evidence.commands import ListEvidence
from flows.goals.commands import OpenGoal
from flows.ledger.commands import ShowLedger
from flows.live_drills.commands import OpenLiveDrill
from flows.pulse.commands import ShowPulse
from flows.red_lines.commands import ListRedLines, OpenRedLine, OpenTolerances, OpenTradeoffOrder
from flows.resolving.commands import ListContradictions
from flows.rights.commands import ShowRegister, WhoDecides
from flows.rounds.commands import ListAnswers, ListNext, StartRound
from flows.sponsor.commands import ShowForecast, ShowPreparation
from flows.text import clean
from tests.stories.chat import Answered, Chat
from tests.stories.kept import Kept, changed, kept, refusals
from tests.stories.rights import CASES
from tests.stories.rights_case import Case
from tests.stories.two_plants import (
    LINE3_IDS,
    LINE3_SAYS,
    LINE4_IDS,
    LINE4_SAYS,
    RIVALS_IDS,
    RIVALS_SAY,
    Ids,
    all_named,
    give,
    two_plants,
)

ODD = (
    "",
    " ",
    "line3/E-3 ",
    "LINE3/e-3",
    "line9/E-1\x00",
    "\ud800",
    "../../etc/passwd",
    "' OR 1=1 --",
    "%_",
    "<script>alert(1)</script>",
    "{line3}",
    "🦜",
    "x" * 9000,
)
"""What is answered to a button that Accord never made."""
BY_PLACE = (
    ListReady,
    ShowForecast,
    ShowLedger,
    ShowPartnerPack,
    ShowPreparation,
    ShowCharter,
    ShowPulse,
    ListContradictions,
    ListEvidence,
    PrepareEscalation,
    RecordDecision,
    ShowStatus,
    ListNext,
    ListAnswers,
    ListEscalations,
    ListDecisions,
    StartRound,
    OpenGoal,
    ListRedLines,
    OpenRedLine,
    OpenTolerances,
    OpenTradeoffOrder,
    ShowRegister,
    WhoDecides,
    StartDrill,
    OpenLiveDrill,
)
"""Without a project or channel these mean the person's own."""


@dataclass(frozen=True)
class Stranger:
    """Somebody, the ids that they name, and a word that stands in what they must not read."""

    who: str
    ids: Ids
    secret: str = LINE4_SAYS


NOBODYS = all_named("nowhere/1/E-1")
THEIRS = (
    Stranger("rita", LINE3_IDS, LINE3_SAYS),
    Stranger("piotr", LINE3_IDS),
    Stranger("kim", LINE3_IDS),
    Stranger("ben", LINE4_IDS),
)
MADE_UP = (Stranger("rita", NOBODYS, LINE3_SAYS), Stranger("ben", NOBODYS), Stranger("ben", RIVALS_IDS, RIVALS_SAY))


def test_every_command_of_people_is_in_the_matrix() -> None:
    assert set(CASES) == set(FROM_PEOPLE)


def may(stranger: Stranger, case: Case, kind: type[Command]) -> bool:
    """Whether it is their right, so that it is no case for this matrix."""
    return stranger.ids is LINE3_IDS and stranger.who in case.also and kind not in LOOKS


def is_their_own(key: tuple[str, ...], who: str) -> bool:
    """Whether a row is about nobody else: the person, their draft of a project, their code, and the audit of these."""
    return {"person", "setup", "link"} & set(key[:2]) != set() and who in key


@dataclass
class Watch:
    """Notices what changes."""

    bot: Chat
    seen: Kept

    async def changes(self) -> set[tuple[str, ...]]:
        """What has changed since it was asked last."""
        before, self.seen = self.seen, await kept(self.bot)
        return changed(before, self.seen)


async def check(watch: Watch, stranger: Stranger, kind: type[Command], case: Case) -> Answered:
    """Sends it and checks that nothing changed but what is theirs."""
    bot = watch.bot
    answer = await give(bot, stranger.who, case.make(stranger.ids), case.values)
    what = f"{kind.__name__} by {stranger.who} on {stranger.ids.project!r}: {answer.text!r}"
    assert answer.status == 200, what
    assert answer.text or case.own, what
    touched = await watch.changes()
    if case.own:
        touched = {key for key in touched if not is_their_own(key, stranger.who)}
    assert not touched, f"{what} {touched}"
    if not case.own and stranger.who not in case.also:
        assert answer.kind == "refusal", what
    assert stranger.secret not in answer.html + answer.text, what
    return answer


def strangers(case: Case, kind: type[Command]) -> Iterable[Stranger]:
    """Those whose command it is not."""
    return (one for one in (*THEIRS, *MADE_UP) if not may(one, case, kind) and one.who != case.by)


async def test_what_is_not_theirs_is_refused_and_stays_as_it_was(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    watch = Watch(bot, await kept(bot))
    for kind, case in CASES.items():
        for stranger in strangers(case, kind):
            await check(watch, stranger, kind, case)
    assert await refusals(bot) > 0


async def test_an_id_of_another_organisation_is_answered_as_one_that_was_made_up(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    watch = Watch(bot, await kept(bot))
    for kind, case in CASES.items():
        if case.own:
            continue
        unknown = await give(bot, "ben", case.make(NOBODYS), case.values)
        for ids in (RIVALS_IDS, *map(all_named, ODD)):
            if ids.project.strip() == "" and kind in BY_PLACE:
                continue
            answer = await check(watch, Stranger("ben", ids), kind, case)
            alike = (answer.kind, answer.text) == (unknown.kind, unknown.text)
            unread = clean(ids.project) != ids.project and TOO_OLD in answer.text
            assert alike or unread, f"{kind.__name__} {ids.project!r}: {answer.text!r}"


@pytest.mark.web_only
async def test_what_the_clock_and_the_operator_do_cannot_be_sent(bot: Chat, tmp_path: Path) -> None:
    await two_plants(bot, tmp_path)
    before = await kept(bot)
    for kind in BY_OTHERS:
        for who, status in (("maria", 400), ("adam", 400), (CLOCK, 403), (OPERATOR, 403)):
            for what in ("press", "form"):
                held = json.dumps({"do": kind.__name__, "escalation_id": "line3/E-3"})
                answer = await bot.post(who, what, {"command": held, "values": {}})
                assert answer.status == status, kind
                assert answer.text.endswith("."), kind
    assert not changed(before, await kept(bot))
