"""What the weekly digest says of who has not answered."""

from __future__ import annotations

from adapters.drawing import draw_text
from flows.digests.lines import standing
from flows.digests.standing import Situation, Standing
from flows.rounds.analysis import findings
from flows.rounds.commands import WaitForFunction
from tests.flows.overdue import overdue
from tests.flows.round_desk import Desk, local


def test_the_digest_calls_overdue_only_what_is_past_the_day_that_the_sponsor_waits_for() -> None:
    desk = overdue("it")
    assert [line.key for line in told(desk).overdue] == ["overdue/line3/1/it"]
    desk.give("adam", WaitForFunction("line3/1/it", 1, local(25, 13)))
    desk.until(local(25, 12))
    assert told(desk).overdue == ()
    desk.until(local(25, 14))
    assert [line.key for line in told(desk).overdue] == ["overdue/line3/1/it"]


def test_the_digest_of_a_closed_round_waits_for_nobody() -> None:
    desk = overdue("it")
    desk.press("adam", "Go on without")
    participation = told(desk).participation
    assert participation is not None
    assert draw_text(participation.words) == "3 of 4 functions are in (without IT)"


def told(desk: Desk) -> Standing:
    people = {person.id: person for person in desk.people.all()}
    return standing(Situation(desk.project, people, findings(desk, desk.project), (), ()), desk.now, None)
