"""Forms longer than a modal come page by page; nothing that was typed is lost on the way."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.keeping import Opened, form_in
from adapters.slack.render import View, modal, next_page
from adapters.slack.state import submitted
from adapters.slack.views import page_of
from flows.commands import FormValues
from flows.forms import ChoiceField, ChoicesField, Field, Form, Option, Section, TextField
from flows.plain import Plain
from tests.adapters.slack.anything import fields as any_field
from tests.adapters.slack.anything import some
from tests.adapters.slack.block_kit import check_view
from tests.adapters.slack.drawing_board import PEN, WIRE, blocks_of, form, viewed
from tests.adapters.slack.screen import objects
from tests.adapters.web.small_commands import Escalate


def opened(view: View) -> Opened:
    """What a modal holds when it comes back."""
    return form_in(WIRE, str(view.view["private_metadata"]), view.kept[0] if view.kept else None)


def typed(view: View, words: str) -> dict[str, Plain]:
    """The state of a modal in which somebody typed these words everywhere."""
    return {
        str(block["block_id"]): {"value": {"type": "plain_text_input", "value": words}}
        for block in blocks_of(view)
        if block["type"] == "input"
    }


def long_form(count: int) -> Form:
    fields: list[Field] = []
    for number in range(count):
        fields += [Section(f"Question {number}"), TextField(f"q{number}", "Answer", required=True)]
    return form(*fields)


def test_a_form_of_120_questions_is_filled_in_on_three_pages() -> None:
    view = modal(PEN, long_form(120))
    pages = 0
    values: FormValues = {}
    while True:
        pages += 1
        assert check_view(view.view) == []
        assert viewed(view).startswith(f"Page {pages} of 3.\n*Question")
        values = submitted(opened(view), typed(view, f"page {pages}"))
        following = next_page(PEN, opened(view), values)
        if following is None:
            break
        assert view.view["submit"]["text"] == "Next"  # type: ignore[index,call-overload]
        view = following
    assert view.view["submit"]["text"] == "Send"  # type: ignore[index,call-overload]
    assert pages == 3
    assert set(values) == {f"q{number}" for number in range(120)}
    assert (values["q0"], values["q119"]) == ("page 1", "page 3")
    assert opened(view).submits == Escalate()


def test_a_short_form_has_no_next_page() -> None:
    view = modal(PEN, long_form(5))
    assert "Page" not in viewed(view)
    assert next_page(PEN, opened(view), {}) is None


def test_a_heading_stays_with_its_field() -> None:
    view = modal(PEN, form(TextField("a", "A"), *long_form(60).fields))
    last = blocks_of(view)[-1]
    assert last["type"] == "input"


def test_emptied_on_a_page_is_empty_though_it_was_filled_before() -> None:
    view = modal(PEN, long_form(60), filled={"q0": "old", "q59": "later"})
    values = submitted(opened(view), typed(view, ""))
    assert values == {"q59": "later"}


def test_the_page_of_a_field_is_found_again() -> None:
    assert [page_of(PEN, long_form(120), f"q{number}") for number in (0, 60, 119)] == [0, 1, 2]
    assert page_of(PEN, long_form(120), "none") == 0


def test_many_bytes_need_pages_too() -> None:
    options = tuple(Option(f"o{number}", "ż" * 70) for number in range(100))
    view = modal(PEN, form(*(ChoiceField(f"c{number}", "Which?", options) for number in range(20))))
    assert viewed(view).startswith("Page 1 of ")
    assert len(json.dumps(view.view)) < 250_000


def test_a_text_longer_than_an_input_has_further_inputs_and_comes_back_whole() -> None:
    lines = "\n".join(f"Line {number} of the risks" for number in range(300))
    view = modal(PEN, form(TextField("risks", "Risks", value=lines, limit=8000, multiline=True)))
    assert check_view(view.view) == []
    blocks = blocks_of(view)
    assert [block["block_id"] for block in blocks] == ["risks", "risks~2", "risks~3"]
    state = {
        str(block["block_id"]): {"value": {"type": "plain_text_input", "value": dict(element)["initial_value"]}}
        for block in blocks
        for element in objects([block["element"]])
    }
    assert submitted(opened(view), state) == {"risks": lines}


def test_values_too_long_for_an_option_come_back_whole() -> None:
    options = (Option("x" * 80, "Long"), Option("#1", "Sign"), Option("", "None"), Option("s", "Short"))
    view = modal(
        PEN, form(ChoicesField("many", "Which?", options, values=("x" * 80,)), ChoiceField("one", "?", options))
    )
    many, one = (objects([block["element"]])[0] for block in blocks_of(view))
    assert [option["value"] for option in objects(many["options"])] == ["#0", "#1", "#2", "s"]
    state: dict[str, Plain] = {
        "many": {"value": {"type": "checkboxes", "selected_options": objects(many["options"])}},
        "one": {"value": {"type": "static_select", "selected_option": objects(one["options"])[1]}},
    }
    assert submitted(opened(view), state) == {"many": ("x" * 80, "#1", "", "s"), "one": "#1"}


@settings(max_examples=25, deadline=None)
@given(some(any_field, most=5), st.sampled_from((1, 2, 20)), st.text(max_size=40))
def test_slack_takes_every_page_of_every_form(fields: tuple[Field, ...], times: int, title: str) -> None:
    renamed = tuple(
        field if isinstance(field, Section) else replace(field, id=f"{field.id}.{number}")
        for number, field in enumerate(fields * times)
    )
    asked = Form(title, Escalate(), renamed, title)
    view: View | None = modal(PEN, asked)
    seen: set[str] = set()
    while view is not None:
        assert check_view(view.view) == []
        seen |= {str(block["block_id"]) for block in blocks_of(view) if block["type"] == "input"}
        view = next_page(PEN, opened(view), {})
    assert {field.id for field in renamed if isinstance(field, TextField)} <= seen
