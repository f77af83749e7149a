"""Commands go into buttons, menus and modals and come back the same; what is not ours is refused."""

from __future__ import annotations

import pytest

from adapters.keeping import LONGEST, NotOurs, choice_in, command_in, digest_of, held, is_menu, menu_held, wanted
from adapters.slack.keeping import Opened, Pages, form_held, form_in
from flows.commands import Command
from flows.forms import TextField
from tests.adapters.slack.drawing_board import WIRE, form
from tests.adapters.web.small_commands import AskToEscalate, Escalate, Pass, Stand, Take

LONG = Take("ż" * 4000)
WITHIN = Take("x" * (LONGEST - len('{"do":"Take","words":""}')))


@pytest.mark.parametrize("command", [Take(), Stand("a/b", "“so”\n"), Pass("maria"), AskToEscalate(), WITHIN])
def test_a_button_holds_a_short_command_itself(command: Command) -> None:
    value, kept = held(WIRE, command)
    assert (kept, wanted(value), len(value) <= LONGEST) == (None, None, True)
    assert command_in(WIRE, value) == command


@pytest.mark.parametrize("command", [LONG, Take(WITHIN.words + "x"), Take("👩" * 1000)])
def test_a_long_command_is_kept_under_its_hash(command: Command) -> None:
    value, kept = held(WIRE, command)
    assert kept is not None
    assert value == f"#{wanted(value)}" == f"#{digest_of(kept)}"
    assert command_in(WIRE, value, kept) == command


def test_a_menu_holds_its_commands_by_number() -> None:
    commands = [Pass(f"p{number}") for number in range(150)]
    action_id, kept = menu_held(WIRE, commands)
    assert is_menu(action_id)
    assert len(action_id) <= 255
    assert wanted(action_id) == digest_of(kept)
    assert [choice_in(WIRE, action_id, str(number), kept) for number in (0, 149)] == [commands[0], commands[149]]


def test_a_modal_holds_its_command_or_its_pages() -> None:
    metadata, kept = form_held(WIRE, Opened(Escalate("line4")))
    assert (form_in(WIRE, metadata), kept) == (Opened(Escalate("line4")), None)
    pages = Opened(Escalate(), Pages(form(TextField("a", "A", value="x")), 1, {"a": "x", "b": ("y", "z")}))
    metadata, kept = form_held(WIRE, pages)
    assert form_in(WIRE, metadata, kept) == pages


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "{}",
        "[]",
        "null",
        "3",
        '{"do":"Nothing"}',
        '{"do":"Take","more":1}',
        '{"do":"Take","words":3}',
        '{"do":"Pass"}',
        '{"do":["Take"]}',
        '{"do":"Take"',
        "[" * 100_000,
        "#",
        "#" + "0" * 32,
        "#" + "0" * 31,
        "m#" + "0" * 32,
    ],
)
def test_what_is_not_ours_is_refused(value: str) -> None:
    with pytest.raises(NotOurs):
        command_in(WIRE, value)
    with pytest.raises(NotOurs):
        form_in(WIRE, value)


def test_a_text_under_another_hash_is_refused() -> None:
    value, kept = held(WIRE, LONG)
    assert kept is not None
    for other in (f"{kept} ", '{"do":"Take"}', "", None):
        with pytest.raises(NotOurs):
            command_in(WIRE, value, other)


@pytest.mark.parametrize("option", ["2", "-1", "x", "", "1.0", "²", "9" * 30])
def test_an_option_that_the_menu_does_not_have_is_refused(option: str) -> None:
    action_id, kept = menu_held(WIRE, [Take(), Pass("maria")])
    with pytest.raises(NotOurs):
        choice_in(WIRE, action_id, option, kept)


def test_kept_texts_are_not_taken_for_one_another() -> None:
    menu, menu_text = menu_held(WIRE, [Take()])
    pages, pages_text = form_held(WIRE, Opened(Escalate(), Pages(form())))
    assert pages_text is not None
    with pytest.raises(NotOurs):
        command_in(WIRE, f"#{digest_of(menu_text)}", menu_text)
    with pytest.raises(NotOurs):
        command_in(WIRE, pages, pages_text)
    with pytest.raises(NotOurs):
        form_in(WIRE, f"#{digest_of(menu_text)}", menu_text)
    with pytest.raises(NotOurs):
        choice_in(WIRE, f"m{pages}", "0", pages_text)
    with pytest.raises(NotOurs):
        choice_in(WIRE, "press-0", "0", menu_text)
    assert choice_in(WIRE, menu, "0", menu_text) == Take()


def test_pages_are_only_taken_from_the_shelf() -> None:
    _, kept = form_held(WIRE, Opened(Escalate(), Pages(form())))
    assert kept is not None
    with pytest.raises(NotOurs):
        form_in(WIRE, kept)


def test_a_button_is_no_form() -> None:
    value, _ = held(WIRE, Take())
    with pytest.raises(NotOurs):
        form_in(WIRE, value)
