"""Forms as Adaptive Cards 1.5: in a dialog, and the same in the chat where a host opens none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from adapters.lengths import line
from adapters.teams.controls import execute, submit
from adapters.teams.elements import ALERT, SMALL, card, heading, paragraph
from adapters.teams.fields import FieldPen, pages
from adapters.teams.keeping import Opened, form_held
from adapters.teams.pen import FORM, NONCE, Card, Drawn, Pen
from adapters.teams.text import Mentions, cut, said, spelled
from flows.forms import Section
from flows.phrases import Phrase, Words

LONGEST_TITLE = 100
LONGEST_INTRO = 6000


def task(pen: Pen, opened: Opened, problems: Mapping[str, Words] | None = None) -> Drawn:
    """One page of a form for a dialog, with what was filled in. `problems`: by field id, told at the field."""
    data, kept = _data(pen, opened)
    mentions = Mentions()
    body = _body(pen, mentions, opened, problems or {})
    done = card(title(pen, opened), body, mentions, [submit(_button(pen, opened), data)])
    return Drawn(title(pen, opened), done, kept)


def in_chat(pen: Pen, opened: Opened, problems: Mapping[str, Words] | None = None) -> Drawn:
    """The same as a card in a chat, which names the form and can be sent off there."""
    data, kept = _data(pen, opened)
    mentions = Mentions()
    body = [heading(title(pen, opened)), *_body(pen, mentions, opened, problems or {})]
    done = card(title(pen, opened), body, mentions, [execute(_button(pen, opened), data, inputs=True)])
    return Drawn(title(pen, opened), done, kept)


def title(pen: Pen, opened: Opened) -> str:
    """What stands over a dialog."""
    return line(pen.ours(opened.form.title), LONGEST_TITLE)


def next_page(opened: Opened) -> Opened | None:
    """The page after this one; None when this is the last and `opened.filled` is everything."""
    return replace(opened, page=opened.page + 1) if opened.page + 1 < len(pages(opened.form)) else None


def page_with(opened: Opened, field_id: str) -> Opened:
    """The same form at the page that has a field; at its first page where none has."""
    for number, fields in enumerate(pages(opened.form)):
        if any(not isinstance(field, Section) and field.id == field_id for field in fields):
            return replace(opened, page=number)
    return replace(opened, page=0)


def _data(pen: Pen, opened: Opened) -> tuple[Card, tuple[str, ...]]:
    value, kept = form_held(pen.wire, opened)
    nonce: Card = {NONCE: pen.nonce} if pen.nonce else {}
    return {FORM: value, **nonce}, () if kept is None else (kept,)


def _button(pen: Pen, opened: Opened) -> str:
    return pen.ours(opened.form.submit) if next_page(opened) is None else "Next"


def _body(pen: Pen, mentions: Mentions, opened: Opened, problems: Mapping[str, Words]) -> Sequence[Card]:
    every = pages(opened.form)
    page = every[min(max(opened.page, 0), len(every) - 1)]
    fields = FieldPen(pen, mentions, opened.filled, problems)
    shown = {field.id for field in page if not isinstance(field, Section)}
    found: list[Card] = []
    if len(every) > 1:
        number = Phrase("Page {page} of {pages}.", page=opened.page + 1, pages=len(every))
        found += paragraph(mentions, spelled(pen, number), SMALL)
    if opened.page == 0:
        found += paragraph(mentions, cut(spelled(pen, opened.form.intro), LONGEST_INTRO))
    elsewhere = {name: words for name, words in problems.items() if name not in shown}
    found += _elsewhere(pen, mentions, opened, elsewhere)
    found += [element for field in page for element in fields.draw(field)]
    return found or paragraph(mentions, said("There is nothing to fill in."))


def _elsewhere(pen: Pen, mentions: Mentions, opened: Opened, problems: Mapping[str, Words]) -> Sequence[Card]:
    """What is wrong with fields that are not on this page."""
    labels = {field.id: field.label for field in opened.form.fields if not isinstance(field, Section)}
    found: list[Card] = []
    for name, words in problems.items():
        label = said(f"{pen.ours(labels[name])}: ", bold=True) if name in labels else ()
        told = (*label, *spelled(pen, words))
        found += paragraph(mentions, cut(told, LONGEST_INTRO), ALERT)
    return found
