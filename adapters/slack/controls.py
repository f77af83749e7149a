"""Buttons, menus and the rows of a grid. Each holds its command; what is too long is kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.keeping import held, menu_held
from adapters.slack.pen import Block, Pen, line, plain_text, units
from adapters.slack.rich import bold, bulleted, cut, elements, rich_text, section, text
from flows.messages import Button, Buttons, Choice, GridRow, Menu, Style
from flows.phrases import Words
from flows.plain import Plain

MOST_BUTTONS = 25
MOST_OPTIONS = 100
LONGEST_OPTION = 75
LONGEST_SUBJECT = 500
LONGEST_LISTED, SHORTEST_LISTED = 9000, 300
"""Characters of all long labels together, where each may have as many as the second."""
CHOSEN = "✓ "


class Controls:
    """Draws what can be pressed and remembers the texts that must be kept for it."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._kept: dict[str, None] = {}

    @property
    def kept(self) -> tuple[str, ...]:
        """What must be on the Shelf before this is shown."""
        return tuple(self._kept)

    def buttons(self, block: Buttons) -> Iterable[Block]:
        """Rows of at most 25 buttons."""
        for start in range(0, len(block.buttons), MOST_BUTTONS):
            yield self._row(block.buttons[start : start + MOST_BUTTONS])

    def menu(self, menu: Menu) -> Iterable[Block]:
        """A select, or several where there are more than 100 choices."""
        many = len(menu.choices) > MOST_OPTIONS
        for start in range(0, len(menu.choices), MOST_OPTIONS):
            choices = menu.choices[start : start + MOST_OPTIONS]
            numbers = f", {start + 1} to {start + len(choices)}" if many else ""
            yield _actions([self._select(f"{line(self._pen.ours(menu.label), 120)}{numbers}", choices)])

    def row(self, row: GridRow) -> Iterable[Block]:
        """The subject of a grid with its buttons under it; the chosen one is marked."""
        note = elements(self._pen, row.note) if row.note else ()
        subject = (*bold(elements(self._pen, row.label)), *text("\n" if note else ""), *note)
        yield rich_text(section(cut(subject, 2 * LONGEST_SUBJECT) or text("–")))
        if row.buttons:
            yield self._row(row.buttons[:MOST_BUTTONS], row.chosen)

    def short_row(self, row: GridRow) -> Block:
        """The same in one block: a select beside the subject."""
        note = self._pen.plain(row.note)
        subject = f"{self._pen.plain(row.label)}{f' ({note})' if note else ''}"
        block: Block = {"type": "section", "text": plain_text(subject, LONGEST_SUBJECT)}
        if not row.buttons:
            return block
        choices = [Choice(button.label, button.does) for button in row.buttons[:MOST_OPTIONS]]
        select = self._select("Choose …", choices, row.chosen)
        asks = next((button.confirm for button in row.buttons if button.confirm), "")
        confirm = {"confirm": self._confirm(asks, "Go on", Style.PLAIN)} if asks else {}
        return {**block, "accessory": {**select, **confirm}}

    def _row(self, buttons: Sequence[Button], chosen: str | None = None) -> Block:
        return _actions([self._button(button, number, chosen) for number, button in enumerate(buttons)])

    def _button(self, button: Button, number: int, chosen: str | None) -> Block:
        """`chosen`: the label of the pressed one in a row of a grid; None elsewhere."""
        value, kept = held(self._pen.wire, button.does)
        self._keep(kept)
        picked = bool(chosen) and button.label == chosen
        style = button.style if not chosen else Style.PRIMARY if picked else Style.PLAIN
        label = self._pen.ours(button.label)
        drawn: dict[str, Plain] = {
            "type": "button",
            "action_id": f"press-{number}",
            "text": plain_text(f"{CHOSEN if picked else ''}{label}", LONGEST_OPTION),
            "value": value,
        }
        if style is not Style.PLAIN:
            drawn["style"] = style.value
        if button.about:
            drawn["accessibility_label"] = line(f"{label} ({self._pen.plain(button.about)})", LONGEST_OPTION)
        if button.confirm:
            drawn["confirm"] = self._confirm(button.confirm, label, button.style)
        return drawn

    def _confirm(self, words: Words, label: str, style: Style) -> Block:
        dialog: Block = {
            "title": plain_text("Are you sure?"),
            "text": plain_text(self._pen.plain(words), 300),
            "confirm": plain_text(label, 30),
            "deny": plain_text("Cancel"),
        }
        return {**dialog, "style": "danger"} if style is Style.DANGER else dialog

    def _select(self, label: str, choices: Sequence[Choice], chosen: str | None = None) -> Block:
        action_id, kept = menu_held(self._pen.wire, [choice.does for choice in choices])
        self._keep(kept)
        options = [option(choice.label, str(number)) for number, choice in enumerate(choices)]
        picked = [each for each, choice in zip(options, choices, strict=True) if choice.label == chosen]
        drawn: Block = {
            "type": "static_select",
            "action_id": action_id,
            "placeholder": plain_text(label, 150),
            "options": options,
        }
        return {**drawn, "initial_option": picked[0]} if picked else drawn

    def _keep(self, kept: str | None) -> None:
        if kept is not None:
            self._kept[kept] = None


def option(label: str, value: str) -> Block:
    """One option of a select."""
    return {"text": plain_text(label, LONGEST_OPTION), "value": value}


def long_labels(labels: Sequence[str]) -> Sequence[Block]:
    """The labels that an option cannot show whole, written out above."""
    long = [text(label) for label in labels if units(label) > LONGEST_OPTION]
    room = max(LONGEST_LISTED // max(len(long), 1), SHORTEST_LISTED)
    return bulleted([cut(label, room) for label in long])


def _actions(found: Sequence[Block]) -> Block:
    return {"type": "actions", "elements": list(found)}
