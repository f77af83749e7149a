"""Refusals. Each one is a sentence that tells the person what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from flows.phrases import Phrase, Value, Words, as_phrase


class FlowError(Exception):
    """A rule refuses. Nothing has changed; `phrase` is shown to the person who asked, and only to them."""

    def __init__(self, words: Words, /, **values: Value) -> None:
        phrase = Phrase(words, **values) if isinstance(words, str) and values else as_phrase(words)
        super().__init__(phrase.template)
        self.phrase = phrase


class NotAllowed(FlowError):
    """The actor may not do this; the text says who may and how to reach them."""


class NotFound(FlowError):
    """No such record for this organisation. A foreign id and an unknown id get the same answer."""


class WrongState(FlowError):
    """The record has moved on: already answered, decided, closed. The text says what happened since."""


class Invalid(FlowError):
    """The input cannot be used; the text says what was expected."""


class InvalidForm(Invalid):
    """A form with wrong fields: shown at each field, the form stays open with what was typed."""

    def __init__(self, problems: Mapping[str, Words]) -> None:
        super().__init__("Please look at the marked fields.")
        self.problems = {field: as_phrase(words) for field, words in problems.items()}


class Unavailable(Exception):
    """The database cannot take a change just now. Nothing has changed; the same command may be given again."""
