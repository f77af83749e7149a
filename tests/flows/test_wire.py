"""The wire codec: what was written lately is kept, and that never shows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest

from flows.commands import Command
from flows.messages import Button, Grid, GridRow, Items, Message, Picture, Text
from flows.phrases import Phrase
from flows.questionnaires.answers import NoView, Stance
from flows.questionnaires.commands import AnswerQuestion, TakeStance
from flows.rounds.records import Answer, View, ViewState
from flows.wire import Wire, WireError
from flows.wire.kept import LIMIT, Kept
from flows.wire.scalars import anything

WIRE = Wire({"TakeStance": TakeStance, "AnswerQuestion": AnswerQuestion})
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KIND: type[Mapping[str, tuple[Answer, ...]]] = Mapping[str, tuple[Answer, ...]]  # type: ignore[type-abstract]


def row(risk: str, chosen: str = "") -> GridRow:
    buttons = tuple(Button(stance.value, TakeStance("v", risk, stance)) for stance in Stance)
    return GridRow(Phrase("{risk}", risk=risk), buttons, chosen)


def test_a_row_that_changed_is_written_anew_among_those_that_did_not() -> None:
    before = Message("Risks", (Text("Which?"), Grid((row("stop"), row("fire")))))
    assert WIRE.load(Message, WIRE.dump(before)) == before
    grid = before.blocks[1]
    assert isinstance(grid, Grid)
    after = replace(before, blocks=(before.blocks[0], Grid((grid.rows[0], replace(grid.rows[1], chosen="no_view")))))
    assert WIRE.load(Message, WIRE.dump(after)) == after
    assert WIRE.dump(before) == Wire({"TakeStance": TakeStance}).dump(before)


def test_the_same_values_written_as_two_types_do_not_mix() -> None:
    rows = (Text("a"), Text("b"))
    as_blocks, as_texts = Wire({}), Wire({})
    both = Wire({})
    assert both.dump(rows, tuple[Text, ...]) == as_texts.dump(rows, tuple[Text, ...])
    assert both.dump(rows, tuple[Text | Items, ...]) == as_blocks.dump(rows, tuple[Text | Items, ...])


def test_an_answer_is_added_to_those_that_were_written_before() -> None:
    first, second = Answer({"stop": 1}, "ann", NOON), Answer({"stop": 2}, "ann", NOON, recorded_by="ben")
    one, both = {"risks": (first,)}, {"risks": (first, second)}
    assert WIRE.load(KIND, WIRE.dump(one, KIND)) == one
    assert WIRE.load(KIND, WIRE.dump(both, KIND)) == both
    assert WIRE.dump(both, KIND) == Wire({}).dump(both, KIND)


def test_an_object_of_one_field_and_of_none_are_written() -> None:
    for value in (Text("a"), NoView()):
        assert WIRE.load(type(value), WIRE.dump(value)) == value


def test_an_empty_list_and_a_missing_one_are_told_apart() -> None:
    assert WIRE.load(Message, WIRE.dump(Message("x"))) == Message("x", ())
    picture = Picture("t", (), (), (), Phrase("none"))
    assert WIRE.load(Picture, WIRE.dump(picture)) == picture


def test_what_was_not_asked_for_lately_is_forgotten() -> None:
    kept = Kept()
    first = (0,)
    kept.keep(1, first, "[0]")
    others = [(number,) for number in range(2 * LIMIT)]
    for other in others[:LIMIT]:
        kept.keep(1, other, "x")
    assert kept.find(1, first) == "[0]"
    assert kept.find(2, first) is None
    for other in others:
        kept.keep(1, other, "x")
    assert kept.find(1, first) is None


@pytest.mark.parametrize(
    "sent",
    [
        '{"do":"TakeStance","view_id":"v","risk":"r","stance":"maybe"}',
        '{"do":"TakeStance","view_id":"v","risk":"r","stance":"no_view","as":"me"}',
        '{"do":"TakeStance","view_id":1,"risk":"r","stance":"no_view"}',
        '{"do":"Rule","view_id":"v"}',
        "[]",
        "{",
    ],
)
def test_a_command_that_no_page_of_ours_sends_is_refused(sent: str) -> None:
    with pytest.raises(WireError):
        WIRE.load(Command, sent)


def test_a_new_version_of_a_record_is_written_as_if_there_had_been_none_before() -> None:
    wire = Wire({})
    first = View("line3/1/it", "line3", "line3/1", "it", "ann", ViewState.ASKED, NOON)
    second = replace(first, state=ViewState.ANSWERING, draft={"risks": {"stop": [1, None, "ü"]}}, touched_at=NOON)
    third = replace(second, draft={}, asking="risks", nudges=1)
    of_others = replace(third, respondent="ben")  # another organisation may have one with the same id
    for version in (first, second, third, third, of_others, second):
        assert wire.dump_again(version) == Wire({}).dump(version)
        assert wire.load(View, wire.dump_again(version)) == version


@pytest.mark.parametrize("plain", ["ü “\u2028”\n", 1, 1.5, 1e300, True, None, [], {}, {"a": [{"b": (1, "2")}]}])
def test_plain_data_is_the_json_that_python_writes(plain: object) -> None:
    assert anything(plain) == json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize(
    "zone", [UTC, ZoneInfo("UTC"), ZoneInfo("Asia/Kathmandu"), timezone(timedelta(hours=-3)), None]
)
def test_moments_are_written_with_their_zone(zone: tzinfo | None) -> None:
    for at in (datetime(2026, 5, 4, 12, tzinfo=zone), datetime(2026, 5, 4, 12, 0, 0, 5, tzinfo=zone)):
        assert WIRE.dump(at) == f'"{at.isoformat()}"'


def test_equal_moments_are_written_each_with_its_own_zone() -> None:
    there = NOON.astimezone(ZoneInfo("Europe/Warsaw"))
    assert there == NOON
    assert [WIRE.dump(at) for at in (NOON, there, NOON)] == [f'"{at.isoformat()}"' for at in (NOON, there, NOON)]
