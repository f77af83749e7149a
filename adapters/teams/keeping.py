"""What a form was opened with, inside the data of its buttons: on the Shelf, since a card is drawn anew from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.keeping import NotOurs, short, wanted, whole
from flows.commands import FormValues
from flows.forms import Form
from flows.wire import Wire, WireError

__all__ = ["NotOurs", "Opened", "form_held", "form_in", "wanted"]


@dataclass(frozen=True)
class Opened:
    """A form on somebody's screen: the page that is shown, and what was filled in on the pages before it."""

    form: Form
    page: int = 0
    filled: FormValues = field(default_factory=dict)


def form_held(wire: Wire, opened: Opened) -> tuple[str, str | None]:
    """The value under `pen.FORM` in a card's data, and the text that must be kept for it."""
    return short(wire.dump(opened))


def form_in(wire: Wire, value: str, kept: str | None = None) -> Opened:
    """What that value holds; `kept` is what the Shelf has for `wanted(value)`. Raises NotOurs."""
    try:
        return wire.load(Opened, whole(value, kept))
    except WireError:
        raise NotOurs from None
