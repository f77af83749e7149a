"""Buttons, menus and the rows of a grid. Each holds its command; what is too long is kept beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from adapters.keeping import held, menu_held
from adapters.lengths import line
from adapters.teams.elements import BOLD, SMALL, actions, group, paragraph
from adapters.teams.pen import CHOICE, COMMAND, NONCE, Card, Pen
from adapters.teams.text import Mentions, cut, said, spelled, tame
from flows.messages import Button, Buttons, Choice, GridRow, Menu
from flows.plain import Plain

VERB = "accord"
IN_A_ROW = 5
"""Buttons of one row; clients may hide what is beyond six."""
LONGEST_TITLE = 100
LONGEST_ABOUT = 200
LONGEST_OPTION = 500
LONGEST_SUBJECT = 1000
CHOSEN = "✓ "
HELD = 300
"""Units of a command that a button holds itself; it is there twice, for clients old and new."""


def execute(title: str, data: Card, *, inputs: bool = False, about: str = "") -> Card:
    """A button that gives its data to Accord, with all inputs of the card where it says so; for old clients, too."""
    fallback = submit(title, data, inputs=inputs)
    return {**fallback, "type": "Action.Execute", "verb": VERB, **_tooltip(about), "fallback": fallback}


def submit(title: str, data: Card, *, inputs: bool = True, about: str = "") -> Card:
    """A button inside a dialog, or one that opens a dialog."""
    return {
        "type": "Action.Submit",
        "title": tame(line(title, LONGEST_TITLE)),
        "data": data,
        "associatedInputs": "auto" if inputs else "none",
        **_tooltip(about),
    }


def _tooltip(about: str) -> Card:
    """What a screen reader says."""
    return {"tooltip": tame(line(about, LONGEST_ABOUT))} if about else {}


class Controls:
    """Draws what can be pressed and remembers the texts that must be kept for it. `longest`: see `HELD`."""

    def __init__(self, pen: Pen, mentions: Mentions, longest: int = HELD) -> None:
        self._pen = pen
        self._mentions = mentions
        self._longest = longest
        self._kept: dict[str, None] = {}
        self._menus = 0

    @property
    def kept(self) -> tuple[str, ...]:
        """What must be on the Shelf before this is shown."""
        return tuple(self._kept)

    def buttons(self, block: Buttons) -> Iterable[Card]:
        """Rows of buttons."""
        return self._rows(block.buttons, "")

    def menu(self, menu: Menu) -> Card:
        """A list to choose from, with a button that does it."""
        return group(self._choice(self._pen.ours(menu.label), menu.choices))

    def row(self, row: GridRow) -> Card:
        """The subject of a grid with its buttons under it; the chosen one is marked."""
        return group([*self._subject(row), *self._rows(row.buttons, row.chosen)])

    def short_row(self, row: GridRow) -> Card:
        """The same with a list instead of the buttons."""
        if not row.buttons:
            return group(self._subject(row))
        choices = [Choice(button.label, button.does) for button in row.buttons]
        return group([*self._choice(self._pen.plain(row.label), choices, row.chosen), *self._note(row)])

    def _subject(self, row: GridRow) -> list[Card]:
        label = cut(spelled(self._pen, row.label), LONGEST_SUBJECT)
        return [*(paragraph(self._mentions, label, BOLD) or paragraph(self._mentions, said("–"))), *self._note(row)]

    def _note(self, row: GridRow) -> list[Card]:
        return paragraph(self._mentions, cut(spelled(self._pen, row.note), LONGEST_SUBJECT), SMALL)

    def _rows(self, buttons: Sequence[Button], chosen: str) -> Iterable[Card]:
        for start in range(0, len(buttons), IN_A_ROW):
            yield actions(self._button(button, chosen) for button in buttons[start : start + IN_A_ROW])

    def _button(self, button: Button, chosen: str) -> Card:
        """`chosen`: the label of the pressed one in a row of a grid."""
        label = self._pen.ours(button.label)
        title = f"{CHOSEN if chosen and button.label == chosen else ''}{label}"
        about = f"{label} ({self._pen.plain(button.about)})" if button.about else ""
        value, kept = held(self._pen.wire, button.does, self._longest)
        self._keep(kept)
        data = self._data(value)
        if self._pen.opens_dialog(button.does) and not self._pen.in_dialog:
            return submit(title, {**data, "msteams": {"type": "task/fetch"}}, about=about, inputs=False)
        pressed = self._press(title, data, about=about)
        asks = paragraph(self._mentions, spelled(self._pen, button.confirm))
        if not asks:
            return pressed
        asking: Card = {"type": "AdaptiveCard", "body": [*asks, actions([pressed])]}
        return {"type": "Action.ShowCard", "title": pressed["title"], "card": asking}

    def _choice(self, label: str, choices: Sequence[Choice], chosen: str = "") -> list[Card]:
        value, kept = menu_held(self._pen.wire, [choice.does for choice in choices])
        self._keep(kept)
        options: list[Plain] = [
            {"title": tame(line(self._pen.ours(choice.label), LONGEST_OPTION)), "value": str(number)}
            for number, choice in enumerate(choices)
        ]
        self._menus += 1
        name = f"{CHOICE}.{self._menus}"
        picked = next((str(at) for at, choice in enumerate(choices) if choice.label == chosen), None)
        drawn: dict[str, Plain] = {
            "type": "Input.ChoiceSet",
            "id": name,
            "label": tame(line(label, LONGEST_SUBJECT)),
            "style": "compact",
            "wrap": True,
            "placeholder": "Choose …",
            "choices": options,
        }
        if chosen and picked is not None:
            drawn["value"] = picked
        data = {**self._data(value), CHOICE: name}
        return [drawn, actions([self._press("Choose", data, inputs=True, about=f"Choose: {label}")])]

    def _press(self, title: str, data: Card, *, inputs: bool = False, about: str = "") -> Card:
        return (submit if self._pen.in_dialog else execute)(title, data, inputs=inputs, about=about)

    def _data(self, value: str) -> Card:
        nonce: Card = {NONCE: self._pen.nonce} if self._pen.nonce else {}
        return {COMMAND: value, **nonce}

    def _keep(self, kept: str | None) -> None:
        if kept is not None:
            self._kept[kept] = None
