"""O16: an answer about an older version of the charter takes back nothing that was agreed later."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from flows.charter.records import Charter, Line, Section, Signature
from flows.contradictions.findings import Strength
from flows.phrases import Phrase
from flows.pulse.areas import still_moved
from flows.pulse.closing import holds_no_more
from flows.pulse.records import Area, Pulse, PulseState, Said
from flows.resolving.records import LiveContradiction, LiveState, Party, Settled, Way

SIGNED = datetime(2027, 1, 11, 8, tzinfo=UTC)
SAID, AGREED = SIGNED + timedelta(days=1), SIGNED + timedelta(days=2)
ASKED = ("operations", "it")


def pulse(*areas: Area) -> Pulse:
    """Operations says of version 1 that these areas have moved."""
    said = {"operations": Said("maria", SAID, dict.fromkeys(areas, False))}
    asked = dict.fromkeys(ASKED, tuple(Area))
    return Pulse("line3/pulse/1", "line3", 1, AGREED, PulseState.OPEN, 1, asked, said, SIGNED)


def version(number: int, goal: str, reporting: str, signed: datetime) -> Charter:
    lines = (
        Line("goal/business", Section.GOAL, Phrase("{words}", words=goal), "goal/1"),
        Line("reporting/it", Section.REPORTING, Phrase("{words}", words=reporting), "answer of IT"),
    )
    signatures = tuple(Signature(function, function, signed, number) for function in ASKED)
    return Charter(f"line3/charter/{number}", "line3", number, lines, "ewa", signed, ASKED, signatures)


FIRST = version(1, "66 %", "Weekly", SIGNED)


def test_o16_what_has_moved_in_the_version_that_was_asked_about_is_signed_again() -> None:
    assert still_moved(pulse(Area.GOAL), "operations", FIRST, FIRST) == (Area.GOAL,)
    assert still_moved(pulse(Area.GOAL), "it", FIRST, FIRST) == (), "it has said nothing"


def test_o16_a_version_that_was_signed_after_the_answer_stands() -> None:
    assert still_moved(pulse(Area.GOAL), "operations", FIRST, version(2, "70 %", "Weekly", AGREED)) == ()


def test_o16_a_version_with_a_new_goal_that_is_still_to_be_signed_asks_for_that_and_no_more() -> None:
    unsigned = replace(version(2, "70 %", "Weekly", AGREED), signatures=())
    assert still_moved(pulse(Area.GOAL), "operations", FIRST, unsigned) == ()


def test_o16_where_the_signature_was_carried_over_only_what_was_changed_since_is_left_out() -> None:
    carried = version(2, "66 %", "Monthly", SIGNED)
    both = pulse(Area.GOAL, Area.REPORTING)
    assert still_moved(both, "operations", FIRST, carried) == (Area.GOAL,)


def test_o16_what_was_settled_after_the_answer_stays_settled() -> None:
    settled = LiveContradiction(
        "line3/C-1",
        "line3",
        1,
        "R5:oee",
        "OEE",
        "the measure",
        Strength.HARD,
        (Party(("operations",), ()), Party(("it",), ())),
        SIGNED,
        "",
        state=LiveState.RESOLVED,
        settled=Settled(Way.DECISION, "adam", SIGNED),
    )
    assert holds_no_more(settled, pulse(Area.GOAL))
    assert not holds_no_more(settled, pulse(Area.RIGHTS))
    later = replace(settled, settled=Settled(Way.DECISION, "adam", AGREED))
    assert not holds_no_more(later, pulse(Area.GOAL))
