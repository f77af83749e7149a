"""Modals and the Home tab: forms page by page, small answers, and what waits for somebody."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from adapters.slack.fields import FieldPen, has_numbers, paragraphs
from adapters.slack.fitting import VIEW, fitted
from adapters.slack.keeping import Opened, Pages, form_held
from adapters.slack.pen import Block, Pen, View, line, plain_text, units
from adapters.slack.rich import bold, cut, elements, text
from flows.commands import FormValues
from flows.effects import Refusal
from flows.forms import Field, Form, Section
from flows.messages import Header, Message, Text
from flows.phrases import Phrase, Words

LONGEST_TITLE = 24
LONGEST_INTRO = 6000
MOST_BLOCKS = 92
"""Of a page; Slack takes 100. The rest is for the title, the page's number, the introduction and problems."""
MOST_SIZE = 200_000
FORM, SAID = "form", "said"
"""Callback ids of the two kinds of modals."""


def modal(
    pen: Pen,
    form: Form,
    *,
    page: int = 0,
    filled: FormValues | None = None,
    problems: Mapping[str, Words] | None = None,
) -> View:
    """One page of a form. `filled`: what was filled in so far; it stands in the fields and travels with the page.

    `problems`: by field id, told above the fields; for problems with fields that are on another page.
    """
    values = filled or {}
    pages = _pages(pen, form)
    page = min(page, len(pages) - 1)
    last = page == len(pages) - 1
    held = Pages(form, page, values) if len(pages) > 1 or any(map(has_numbers, form.fields)) else None
    metadata, kept = form_held(pen.wire, Opened(form.submits, held))
    fields = FieldPen(pen, values)
    blocks = [
        *_heading(pen, form, page, len(pages)),
        *_problems(pen, form, problems or {}),
        *(block for field in pages[page] for block in fields.draw(field)),
    ]
    view: Block = {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": metadata,
        "title": plain_text(pen.ours(form.title), LONGEST_TITLE),
        "submit": plain_text(pen.ours(form.submit) if last else "Next", LONGEST_TITLE),
        "close": plain_text("Cancel"),
        "blocks": blocks or paragraphs(text("There is nothing to fill in.")),
    }
    return View(view, () if kept is None else (kept,))


def next_page(pen: Pen, opened: Opened, values: FormValues) -> View | None:
    """The page after the one that was submitted; None when that was the last one and `values` is everything."""
    if opened.pages is None or opened.pages.page + 1 >= len(_pages(pen, opened.pages.form)):
        return None
    return modal(pen, opened.pages.form, page=opened.pages.page + 1, filled=values)


def page_of(pen: Pen, form: Form, field_id: str) -> int:
    """The page on which a field is; 0 for one that is not in the form."""
    for number, fields in enumerate(_pages(pen, form)):
        if any(not isinstance(field, Section) and field.id == field_id for field in fields):
            return number
    return 0


def said(pen: Pen, words: Message | Refusal, title: str = "Accord") -> View:
    """A small modal that only says something."""
    message = Message(words.phrase) if isinstance(words, Refusal) else words
    drawn = fitted(pen, message.blocks or (Text(message.summary),), VIEW)
    view: Block = {
        "type": "modal",
        "callback_id": SAID,
        "title": plain_text(title, LONGEST_TITLE),
        "close": plain_text("Close"),
        "blocks": list(drawn.blocks),
    }
    return View(view, drawn.kept)


def home(pen: Pen, message: Message) -> View:
    """The Home tab of somebody."""
    drawn = fitted(pen, message.blocks or (Text(message.summary),), VIEW)
    return View({"type": "home", "blocks": list(drawn.blocks)}, drawn.kept)


def _heading(pen: Pen, form: Form, page: int, pages: int) -> Sequence[Block]:
    title = pen.ours(form.title)
    found: list[Block] = []
    if units(line(title, 10_000)) > LONGEST_TITLE:
        found += fitted(pen, (Header(title),), VIEW).blocks
    if pages > 1:
        found += paragraphs(elements(pen, Phrase("Page {page} of {pages}.", page=page + 1, pages=pages)))
    if form.intro and page == 0:
        found += paragraphs(cut(elements(pen, form.intro), LONGEST_INTRO))
    return found


def _problems(pen: Pen, form: Form, problems: Mapping[str, Words]) -> Sequence[Block]:
    labels = {field.id: field.label for field in form.fields if not isinstance(field, Section)}
    found: list[Block] = []
    for field, words in problems.items():
        found += (*text("\n" if found else ""), *bold(text(f"{labels.get(field, 'Please correct')}: ")))
        found += elements(pen, words)
    return paragraphs(cut(found, LONGEST_INTRO)) if found else ()


def _pages(pen: Pen, form: Form) -> list[tuple[Field, ...]]:
    """The fields page by page; the same whatever is filled in, so that no field is passed over on the way."""
    fields = FieldPen(pen, {})
    pages: list[tuple[Field, ...]] = []
    page: list[Field] = []
    blocks = size = 0
    for field in form.fields:
        drawn = fields.draw(field)
        weight = len(json.dumps(drawn))
        if page and (blocks + len(drawn) > MOST_BLOCKS or size + weight > MOST_SIZE):
            ahead = [page.pop()] if len(page) > 1 and isinstance(page[-1], Section) else []
            pages.append(tuple(page))
            page, blocks, size = ahead, len(ahead), 0
        page.append(field)
        blocks, size = blocks + len(drawn), size + weight
    return [*pages, tuple(page)]
