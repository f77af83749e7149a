"""Reading what was filled into a form: every field is looked at, and all problems are shown together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.phrases import Phrase, Words, as_phrase
from flows.text import clean

T = TypeVar("T")


class Filled:
    """The values of a form and the problems found in them so far."""

    def __init__(self, values: FormValues) -> None:
        self._values = values
        self._problems: dict[str, Phrase] = {}

    def text(self, field: str) -> str:
        """What was typed, cleaned; "" when the field was left empty."""
        value = self._values.get(field, "")
        return clean(value).strip() if isinstance(value, str) else ""

    def chosen(self, field: str) -> tuple[str, ...]:
        """The values of a multiple choice."""
        value = self._values.get(field, ())
        return (value,) if isinstance(value, str) and value else tuple(value)

    def read(self, field: str, parse: Callable[[str], T], missing: Words = "") -> T | None:
        """What `parse` makes of the text, or None with the problem noted; with `missing` it must not be empty."""
        said = self.text(field)
        if not said:
            if missing:
                self.wrong(field, missing)
            return None
        try:
            return parse(said)
        except Invalid as refusal:
            self.wrong(field, refusal.phrase)
            return None

    def people(self, field: str) -> tuple[str, ...]:
        """The ids of the people who were picked, each once, however many the field takes."""
        return tuple(dict.fromkeys(clean(each).strip() for each in self.chosen(field) if clean(each).strip()))

    def wrong(self, field: str, words: Words) -> None:
        """Notes a problem; the first one of a field is the one that is shown."""
        self._problems.setdefault(field, as_phrase(words))

    @property
    def problems(self) -> Mapping[str, Phrase]:
        """What was found so far, by field."""
        return dict(self._problems)

    def check(self) -> None:
        """Raises InvalidForm with everything that was found."""
        if self._problems:
            raise InvalidForm(self._problems)


def needed(value: T | None) -> T:
    """A value that `Filled.check` has made sure of."""
    if value is None:
        raise ValueError("read before Filled.check")
    return value


def at_most(limit: int) -> Callable[[str], str]:
    """A reader that refuses longer texts."""

    def read(words: str) -> str:
        if len(words) > limit:
            raise Invalid("These are {many} characters; please use at most {limit}.", many=len(words), limit=limit)
        return words

    return read
