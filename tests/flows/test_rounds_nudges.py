"""Nudges: who gets them, when, bundled, put off, and gone as soon as the answers are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from flows.errors import FlowError, Invalid, NotFound, WrongState
from flows.forms import Form
from flows.messages import Message
from flows.nudges import Snooze
from flows.projects.records import Function, NudgeProfile
from flows.rounds.commands import RemindMeLater, SnoozeNudges
from tests.flows.round_desk import PROJECT, Desk, local, text_of


def nudges(desk: Desk, person: str) -> list[str]:
    return [when for when, key in desk.rings(person) if "/nudge/" in key]


def test_only_who_has_not_answered_is_reminded_by_the_ladder_in_working_hours() -> None:
    desk = Desk()
    desk.start()
    desk.send("it")
    desk.until(local(18, 12))
    assert nudges(desk, "kim") == ["Tue 12 16:00", "Thu 14 16:00", "Fri 15 12:00", "Mon 18 09:00"]
    assert nudges(desk, "ben") == []


@pytest.mark.parametrize(("profile", "number"), [(NudgeProfile.LIGHT, 1), (NudgeProfile.ACTIVE, 4)])
def test_the_profile_sets_how_many_come_before_the_deadline(profile: NudgeProfile, number: int) -> None:
    desk = Desk(project=replace(PROJECT, nudges=profile))
    desk.start()
    desk.until(local(15, 15, 59))
    assert len(nudges(desk, "kim")) == number


def test_a_nudge_says_what_is_missing_and_offers_the_shortest_way() -> None:
    desk = Desk()
    desk.start()
    desk.answer("it", {"outcome.measure": {"name": "OEE"}})
    desk.answer("quality")
    desk.until(local(12, 17))
    assert "Answered: 1 of 11 questions, 10 missing." in desk.text("1/it/nudge/1")
    assert "None of the 11 questions is answered yet" in desk.text("1/operations/nudge/1")
    complete = desk.text("1/quality/nudge/1")
    assert "everything required among them; it can be sent as it is." in complete
    assert desk.buttons("1/quality/nudge/1")[:2] == ["Send", "Continue"]
    assert desk.buttons("1/it/nudge/1") == ["Continue", "Open as a form", "Ask somebody else", "Remind me tomorrow"]


def test_sending_from_the_nudge_ends_the_reminders_and_takes_their_buttons() -> None:
    desk = Desk()
    desk.start()
    desk.answer("quality")
    desk.until(local(12, 17))
    desk.press("kim", "Send")
    assert desk.view("quality").due_at is None
    assert desk.text("1/quality/nudge/1") == "Quality: sent, thank you. Nothing more to do."
    assert desk.buttons("1/quality/nudge/1") == []
    desk.until(local(30, 12))
    assert len(nudges(desk, "kim")) == 1


def test_a_nudge_that_still_waits_is_never_sent_once_the_answers_are_in() -> None:
    desk = Desk()
    desk.start()
    desk.until(local(12, 15, 59))
    stuck = desk.now + timedelta(minutes=2)
    desk.until(local(12, 16))
    shown = desk.screen["round/line3/1/quality/nudge/1"]
    shown.at = stuck  # the platform is down: it waits in the outbox
    desk.send("quality")
    assert "round/line3/1/quality/nudge/1" not in desk.screen


def test_somebody_with_two_functions_gets_one_nudge_about_both() -> None:
    functions = (Function("operations", "Operations", "maria"), Function("safety", "Safety", "maria"))
    desk = Desk(project=replace(PROJECT, functions=functions))
    desk.start()
    desk.until(local(12, 17))
    assert len(nudges(desk, "maria")) == 1
    text = desk.text("1/operations/nudge/1")
    assert "for Operations are due" in text
    assert "for Safety are due" in text
    desk.send("safety")
    assert "Safety: sent, thank you." in desk.text("1/operations/nudge/1")
    assert "for Operations are due" in desk.text("1/operations/nudge/1")


def test_after_three_days_off_at_most_one_nudge_each_and_it_says_that_it_is_late() -> None:
    desk = Desk()
    desk.start()
    desk.asleep_until(local(14, 17, 30))
    desk.until(local(15, 9, 30))
    assert nudges(desk, "kim") == ["Fri 15 09:00"]
    assert "This comes late: I was not running when it was due." in desk.text("1/quality/nudge/1")
    desk.until(local(15, 15))
    assert nudges(desk, "kim") == ["Fri 15 09:00", "Fri 15 13:00"]
    assert "This comes late" not in desk.text("1/quality/nudge/2")


def test_nobody_away_is_reminded() -> None:
    desk = Desk()
    desk.start()
    desk.away("kim", date(2027, 1, 12), date(2027, 1, 14))
    desk.until(local(15, 8))
    assert nudges(desk, "kim") == []
    assert len(nudges(desk, "maria")) == 2


def test_a_nudge_can_be_put_off_within_the_deadline() -> None:
    desk = Desk()
    desk.start()
    desk.until(local(12, 16, 5))
    reply = desk.press("kim", "Remind me tomorrow", "nudge")
    assert text_of(reply) == "I will remind you Wed 13 Jan 2027, 09:00."
    desk.until(local(13, 12))
    assert nudges(desk, "kim") == ["Tue 12 16:00", "Wed 13 09:00"]


def test_the_first_message_can_be_put_off_too() -> None:
    desk = Desk()
    desk.start()
    asked = desk.press("kim", "Remind me later")
    assert isinstance(asked, Message)
    assert "The answers are due Fri 15 Jan 2027, 16:00." in text_of(asked)
    assert "[Remind me in 1 hour]" in text_of(asked)
    desk.give("kim", SnoozeNudges(("line3/1/quality",), Snooze.ONE_HOUR))
    desk.until(local(11, 12))
    assert nudges(desk, "kim") == ["Mon 11 10:00"]


def test_putting_off_past_the_deadline_is_refused() -> None:
    desk = Desk()
    desk.start()
    desk.until(local(15, 12, 5))
    words = desk.refused("kim", SnoozeNudges(("line3/1/quality",), Snooze.NEXT_WORKING_DAY), Invalid)
    assert "the deadline is Fri 15 Jan, 16:00" in words
    assert desk.buttons("1/quality/nudge/3")[-1] == "Remind me in 1 hour"


@pytest.mark.parametrize(("person", "kind"), [("ben", NotFound), ("adam", NotFound), ("kim", WrongState)])
def test_only_ones_own_open_questions_can_be_put_off(person: str, kind: type[FlowError]) -> None:
    desk = Desk()
    desk.start()
    if person == "kim":
        desk.send("quality")
    desk.refused(person, SnoozeNudges(("line3/1/quality",), Snooze.ONE_HOUR), kind)
    desk.refused(person, RemindMeLater(("line3/1/quality",)), kind)


def test_a_look_changes_nothing() -> None:
    desk = Desk()
    desk.start()
    before = dict(desk.views._records)
    assert not isinstance(desk.give("kim", RemindMeLater(("line3/1/quality",))), Form)
    assert desk.views._records == before


def test_the_same_local_hour_before_and_after_the_clocks_change() -> None:
    due = datetime(2026, 10, 26, 16)  # noqa: DTZ001  # wall-clock time; the clocks went back the night before
    desk = Desk(now=datetime.fromisoformat("2026-10-19T07:00+00:00"), project=replace(PROJECT, round_due=due))
    desk.start()
    desk.until(datetime.fromisoformat("2026-10-26T14:59+00:00"))
    at = [shown.at.isoformat() for key, shown in desk.screen.items() if key.startswith("round/line3/1/quality/nudge")]
    assert "2026-10-23T14:00:00+00:00" in at  # 16:00 in summer time: three days before falls on Friday
    assert "2026-10-26T08:00:00+00:00" in at  # 09:00 in winter time: a day before was a Sunday
