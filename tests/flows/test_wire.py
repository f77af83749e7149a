"""The wire codec: what goes out comes back equal; what does not fit is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.commands import Command, FormCommand
from flows.effects import Outcome, Refusal
from flows.forms import Form, Section, TextField
from flows.messages import Button, Buttons, Facts, Header, Mark, Message, Picture, Style
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Value, Who
from flows.plain import Plain
from flows.wire import Wire, WireError


@dataclass(frozen=True)
class Press(Command):
    """A command with fields of many kinds."""

    id: str
    step: int = 0
    style: Style = Style.PLAIN
    until: datetime | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fill(FormCommand):
    """A form's command."""

    id: str


@dataclass(frozen=True)
class Kept:
    """A record with fields of many kinds."""

    at: datetime
    day: date
    time: time
    span: timedelta
    number: Decimal
    plain: Mapping[str, Plain] = field(default_factory=dict)


WIRE = Wire({"Press": Press, "Fill": Fill})
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

texts = st.text(max_size=20)
leaves = st.one_of(
    texts,
    st.integers(-(2**53), 2**53),
    st.dates(),
    st.builds(Who, texts, texts),
    st.builds(Quote, texts),
    st.builds(Instant, st.datetimes(timezones=st.just(UTC))),
    st.builds(Link, texts, texts),
    st.builds(Count, st.integers(0, 99), texts, texts),
)
values: st.SearchStrategy[Value] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Listing, st.lists(inner, max_size=3).map(tuple)),
        inner.map(lambda value: Phrase("{it} said", it=value)),
    ),
    max_leaves=6,
)


@given(values)
def test_every_value_of_a_phrase_comes_back_equal(value: Value) -> None:
    message = Message(Phrase("{value}", value=value), (Header("Title"), Facts((("Label", Phrase("{v}", v=value)),))))
    assert WIRE.load(Message, WIRE.dump(message)) == message


def test_buttons_pictures_and_forms_come_back_with_their_commands() -> None:
    press = Press("line3/E-1", 2, Style.DANGER, NOON, ("a", "b"))
    picture = Picture("Title", ("Operations",), ("Risks",), ((Mark.GAP,),), Phrase("alt"))
    message = Message("Hello", (Buttons((Button("Yes", press),)), picture))
    form = Form("Title", Fill("x", values={"a": "b", "c": ("d", "e")}), (TextField("a", "A"), Section("B")))
    refusal = Refusal(Phrase("No"), {"a": Phrase("Why")})
    for outcome in (message, form, refusal, None):
        assert WIRE.load(Outcome, WIRE.dump(outcome, Outcome)) == outcome  # type: ignore[arg-type]


def test_a_record_keeps_instants_days_times_spans_decimals_and_plain_data() -> None:
    kept = Kept(NOON, date(2027, 2, 1), time(8, 30), timedelta(hours=4), Decimal("1.50"), {"a": [1, {"b": None}]})
    again = WIRE.load(Kept, WIRE.dump(kept))
    assert again == kept
    assert str(again.number) == "1.50"


def test_a_record_of_the_next_release_is_still_read_and_an_older_one_gets_the_defaults() -> None:
    written = WIRE.dump(Kept(NOON, date(2027, 2, 1), time(8), timedelta(), Decimal(1)))
    assert "plain" not in written
    newer = written[:-1] + ',"added_later":7}'
    assert WIRE.load(Kept, newer) == WIRE.load(Kept, written)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        '"Press"',
        "{}",
        '{"do":"Unknown","id":"x"}',
        '{"do":"Press"}',
        '{"do":"Press","id":7}',
        '{"do":"Press","id":"x","step":"1"}',
        '{"do":"Press","id":"x","step":true}',
        '{"do":"Press","id":"x","style":"loud"}',
        '{"do":"Press","id":"x","until":"yesterday"}',
        '{"do":"Press","id":"x","ids":"a"}',
        '{"do":"Press","id":"x","more":1}',
        '{"do":["Press"],"id":"x"}',
        '{"do":"Press","id":"x","ids":[1e400]}',
        "[" * 100_000,
    ],
)
def test_a_command_that_is_not_exactly_one_of_ours_is_refused(sent: str) -> None:
    with pytest.raises(WireError):
        WIRE.command(sent)


def test_a_command_that_is_not_listed_cannot_be_sent() -> None:
    @dataclass(frozen=True)
    class Secret(Command):
        """Not in the list."""

    with pytest.raises(TypeError, match="Secret is not a listed command"):
        WIRE.dump(Secret(), Command)
