"""What a modal was opened with, inside its private metadata. What is too long stays on the Shelf under its hash."""

from __future__ import annotations

from dataclasses import dataclass, field

from adapters.keeping import SHELVED, NotOurs, command_in, digest_of, short, wanted, whole
from flows.commands import Command, FormCommand, FormValues
from flows.forms import Form
from flows.wire import Wire, WireError


@dataclass(frozen=True)
class Pages:
    """A form of several pages, or with values too long for Slack: as it was opened, and what was filled in so far."""

    form: Form
    page: int = 0
    filled: FormValues = field(default_factory=dict)


@dataclass(frozen=True)
class Opened:
    """What a submitted modal was: the command it submits, and its pages where Slack does not hold everything."""

    submits: FormCommand
    pages: Pages | None = None


def form_held(wire: Wire, opened: Opened) -> tuple[str, str | None]:
    """The private metadata of a modal, and the text that must be kept for it."""
    if opened.pages is None:
        return short(wire.dump(opened.submits, Command))
    text = wire.dump(opened.pages)
    return f"{SHELVED}{digest_of(text)}", text


def form_in(wire: Wire, metadata: str, kept: str | None = None) -> Opened:
    """What the private metadata of a submitted modal holds. Raises NotOurs."""
    if wanted(metadata) is not None and kept is not None and kept.startswith('{"form"'):
        try:
            pages = wire.load(Pages, whole(metadata, kept))
        except WireError:
            raise NotOurs from None
        return Opened(pages.form.submits, pages)
    submits = command_in(wire, metadata, kept)
    if not isinstance(submits, FormCommand):
        raise NotOurs
    return Opened(submits)
