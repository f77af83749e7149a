"""A press that comes again within a minute is the same one; later it is another."""

from __future__ import annotations

from dataclasses import replace

from adapters.teams.asked import Pressed
from adapters.teams.inbound import parse
from adapters.teams.repeats import MOST, Repeats
from tests.adapters.teams.inbound_stand import Clock
from tests.adapters.teams.said import execute, message, submit


def origin_of() -> Pressed:
    asked = parse(execute({"accord": "{}"}))
    assert isinstance(asked, Pressed)
    return asked


def test_repeats_have_one_key_even_over_the_turn_of_a_minute() -> None:
    clock = Clock(at=119.0)
    repeats, origin = Repeats(clock.seconds), origin_of().origin
    first = repeats.key(origin)
    clock.at = 125.0
    assert repeats.key(origin_of().origin) == first
    clock.at = 119.0 + 60
    assert repeats.key(origin) != first


def test_another_process_gives_the_same_key_within_the_minute() -> None:
    clock = Clock(at=125.0)
    origin = origin_of().origin
    assert Repeats(clock.seconds).key(origin) == Repeats(lambda: 130.0).key(origin)


def test_a_message_has_one_key_for_ever() -> None:
    clock = Clock()
    repeats, asked = Repeats(clock.seconds), parse(message("hello"))
    origin = asked.origin  # type: ignore[union-attr]
    first = repeats.key(origin)
    clock.at += 86_400
    assert repeats.key(origin) == first


def test_every_part_of_a_press_makes_it_another() -> None:
    made = [
        execute({"accord": "{}"}),
        execute({"accord": "{}", "field.x": "1"}),
        execute({"accord": "{}"}, card="2"),
        execute({"accord": "{}"}, who="ben"),
        execute({"accord": "{}"}, "19:line@thread.tacv2"),
        submit({"accord": "{}"}),
    ]
    assert len({parse(each).origin.key for each in made}) == len(made)  # type: ignore[union-attr]


def test_what_is_remembered_stays_small() -> None:
    repeats, origin = Repeats(lambda: 0.0), origin_of().origin
    for number in range(MOST + 50):
        repeats.key(replace(origin, key=f"press/{number}"))
    assert len(repeats._first) == MOST


def test_a_clock_that_goes_back_is_no_trouble() -> None:
    clock = Clock(at=1000.0)
    repeats, origin = Repeats(clock.seconds), origin_of().origin
    repeats.key(origin)
    clock.at = 10.0
    assert repeats.key(origin).endswith("/0")
