"""Slash commands by the names they have here: another app may have taken Accord's own (`/escalate`).

Flows, templates and the grammar keep the canonical names; only what people see and type has the others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flows.phrases import Listing, Phrase, Value, Words


@dataclass(frozen=True)
class Called:
    """`names`: what each slash command is called here, by its own name: {"/escalate": "/tradeoff"}."""

    names: Mapping[str, str] = field(default_factory=dict)

    def text(self, ours: str) -> str:
        """Fixed words of ours with the names in use. Never for words of people: they stay as they were said."""
        return self._commands.sub(lambda found: self._differ[found[0]], ours) if self._differ and "/" in ours else ours

    def words(self, words: Words) -> Words:
        """The same in a phrase: in its templates, not in its values."""
        if isinstance(words, str):
            return self.text(words)
        return self._phrase(words) if self._differ else words

    def own(self, typed: str) -> str:
        """What was typed, with the command's own name: "/tradeoff Stop?" is "/escalate Stop?"."""
        first = typed.split(None, 1)[:1]
        own = {called.casefold(): name for name, called in self.names.items()}
        meant = own.get(first[0].casefold()) if first else None
        return typed if meant is None else meant + typed[len(first[0]) :]

    @cached_property
    def _differ(self) -> Mapping[str, str]:
        return {name: called for name, called in self.names.items() if name != called}

    @cached_property
    def _commands(self) -> re.Pattern[str]:
        known = "|".join(sorted(map(re.escape, self._differ), key=len, reverse=True))
        return re.compile(rf"(?<![\w/.:])(?:{known})(?![\w/-])")

    def _phrase(self, phrase: Phrase) -> Phrase:
        if phrase.template == "{words}" and isinstance(phrase.values["words"], str):  # fixed words made a phrase
            return Phrase("{words}", words=self.text(phrase.values["words"]))
        return Phrase(self.text(phrase.template), **{name: self._value(each) for name, each in phrase.values.items()})

    def _value(self, value: Value) -> Value:
        match value:
            case Phrase():
                return self._phrase(value)
            case Listing():
                return Listing(tuple(self._value(each) for each in value.items), value.empty, value.last)
            case _:
                return value
