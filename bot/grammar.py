"""What people may type, and what it means. The lines themselves are in bot/commands/lines.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.intake import Completion
from adapters.naming import Called
from flows.commands import Command, Place
from flows.errors import Invalid
from flows.help import closest
from flows.phrases import Phrase
from flows.text import clean

LONGEST = 8000


@dataclass(frozen=True)
class Typed:
    """One thing that can be typed: its words, what may follow, what it does, and the command it means."""

    words: str
    rest: str
    does: str
    means: Callable[[str, Place], Command]


class Grammar:
    """Turns typed text into commands. Words of a command are matched without case; the longest match wins.

    `names`: what a slash command is called here, by its own name. Its own name is understood as well. `bare`: whether
    a command may be typed without its slash.
    """

    def __init__(
        self,
        lines: tuple[Typed, ...],
        *,
        home: Command,
        otherwise: Callable[[str, Place], Command],
        names: Mapping[str, str] | None = None,
        bare: bool = False,
    ) -> None:
        self._given = lines
        self._bare = bare
        self._called = Called(names or {})
        self._lines = sorted(lines, key=lambda line: -len(line.words))
        self._otherwise = otherwise
        self.home = home
        self.completions = tuple(
            Completion(self._called.text(line.words), f"{line.rest} · {line.does}".lstrip(" ·")) for line in lines
        )

    def named(self, names: Mapping[str, str]) -> Grammar:
        """The same grammar where slash commands have other names."""
        return Grammar(self._given, home=self.home, otherwise=self._otherwise, names=names, bare=self._bare)

    def without_slash(self) -> Grammar:
        """The same grammar for chats that keep the slash for themselves: a command is one without it, too.

        What only begins like a command, as “align the teams first”, stays talk.
        """
        names = self._called.names
        return Grammar(self._given, home=self.home, otherwise=self._otherwise, names=names, bare=True)

    def parse(self, text: str, place: Place) -> Command:
        """The command that `text` means there. Raises Invalid for a slash command that does not exist."""
        text = clean(text).strip()
        if len(text) > LONGEST:
            raise Invalid(
                "That is {length} characters; {longest} is the most I can take. Please shorten it, or send a link.",
                length=len(text),
                longest=LONGEST,
            )
        said, text = text, self._called.own(text)
        if self._bare and not text.startswith("/"):
            slashed = self._called.own(f"/{text}")
            text = slashed if any(_fits(line, _after(line.words, slashed)) for line in self._lines) else text
        for line in self._lines:
            rest = _after(line.words, text)
            if rest is not None and _fits(line, rest):
                return line.means(rest, place)
            if rest and " " in line.words:  # after /align alone may come what somebody mistyped
                raise Invalid("Nothing comes after {words}. Please type just {words}.", words=Phrase(line.words))
        if text.startswith("/"):
            raise self._unknown(" ".join(said.split()[:2])[:60])
        return self._otherwise(text, place)

    def _unknown(self, typed: str) -> Invalid:
        known = {self._called.text(line.words): line.words for line in self._lines}
        meant = closest(typed, known)
        hint = Phrase("Did you mean {meant}? ", meant=Phrase(known[meant])) if meant else Phrase("")
        return Invalid(
            "I do not know {typed}. {hint}Type /align help to see what I understand.", typed=typed, hint=hint
        )


def _fits(line: Typed, rest: str | None) -> bool:
    """Whether `rest` may come after this line; None where the text is not this line at all."""
    return rest is not None and (bool(line.rest) or not rest)


def _after(words: str, text: str) -> str | None:
    """What follows `words` in `text`, or None when it does not begin with them."""
    said = text.split(None, len(words.split()))
    wanted = words.split()
    if [word.casefold() for word in said[: len(wanted)]] != wanted:
        return None
    return said[len(wanted)] if len(said) > len(wanted) else ""
