"""Names that a reader takes for each other: “Maria Nowak” twice, or once with a Cyrillic letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.text import name_key

# What looks like a Latin letter, once both are small: Cyrillic, Greek, and what stands for a letter.
_LOOKS = (
    ("\u0430\u0432\u0435\u0456\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0458\u0455", "abelkmhopctyxjs"),
    ("\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03b6\u03b3", "abenlkvoptuxzy"),
    ("013\u0142\u0111\u00f8\u0131i|", "oleldolll"),
)
_LATIN = str.maketrans("".join(foreign for foreign, _ in _LOOKS), "".join(latin for _, latin in _LOOKS))


def looks(name: str) -> str:
    """The same for two names that look alike."""
    return name_key(name).translate(_LATIN)


def lookalikes(names: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """(id, name) of each; gives the place of every one that looks like an earlier one, and what is odd about it."""
    seen: dict[str, tuple[str, str]] = {}
    for place, (ident, name) in enumerate(names):
        before = seen.setdefault(looks(name), (ident, name))
        if before[0] != ident:
            how = "has the same name as" if name == before[1] else "looks like"
            yield place, f"“{name}” ({ident}) {how} “{before[1]}” ({before[0]}); make sure that both are meant"
