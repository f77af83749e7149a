"""Units: what they measure and how large they are, as exact fractions.

Times and % come from a small table; anything else asks pint, which takes half a second to load and therefore
waits until it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from flows.text import name_key

if TYPE_CHECKING:
    from pint import UnitRegistry

_LONGEST = 40


@dataclass(frozen=True)
class Size:
    """What a number of a unit comes to: two sizes can be compared when their dimensions are equal.

    `value` is exact, in the smallest usual unit of the dimension (seconds for times, 1 for %).
    """

    dimension: str
    value: Fraction


@dataclass(frozen=True)
class _Scale:
    """A single unit: its dimensions by name with their powers, and `value = number * factor + offset`."""

    powers: Mapping[str, Fraction]
    factor: Fraction = Fraction(1)
    offset: Fraction = Fraction(0)


_MINUTE, _HOUR, _DAY = Fraction(60), Fraction(3600), Fraction(86400)
_TIMES: dict[str, Fraction] = {
    **dict.fromkeys(("s", "sec", "second", "seconds"), Fraction(1)),
    **dict.fromkeys(("min", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hour", "hours"), _HOUR),
    **dict.fromkeys(("d", "day", "days"), _DAY),
    **dict.fromkeys(("week", "weeks"), 7 * _DAY),
    # pint's month: a twelfth of a year of 365.25 days
    **dict.fromkeys(("month", "months"), Fraction(1461, 48) * _DAY),
}
_EXACT: dict[str, _Scale] = {
    **{unit: _Scale({"[time]": Fraction(1)}, seconds) for unit, seconds in _TIMES.items()},
    **dict.fromkeys(("%", "percent"), _Scale({}, Fraction(1, 100))),
}
# Units that pint does not know and that measures often use: they need no look-up.
_KNOWN_WORDS = frozenset(
    ("pieces", "orders", "defects", "incidents", "people", "EUR", "PLN", "USD", "GBP", "CHF", "CZK")
)

_NAME = re.compile(r"[^\W\d_][\w°]*|°\w+|[%‰]")
_WORD = re.compile(r"[^\W\d_€$£¥%‰#°][^\s*/^()+=<>,;:\"'{}\[\]|]*|[€$£¥]")
_POWERS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]")


def is_unit(unit: str) -> bool:
    """Whether an amount may have it: a unit that pint knows, or a ratio of two."""
    parts = _parts(unit)
    return bool(parts) and all(_scale(part) is not None for part in parts)


def is_unit_or_word(unit: str) -> bool:
    """Whether a measure may have it: a unit, a word of its own, or a ratio of two of these."""
    parts = _parts(unit)
    return bool(parts) and all(_scale(part) is not None or _is_word(part) for part in parts)


def tidy(unit: str) -> str:
    """The unit as it is kept: no spaces around the ratio."""
    return re.sub(r"\s*/\s*", "/", unit.strip())


def size_of(number: Fraction, unit: str) -> Size:
    """The number in the base unit of its dimension. An unknown unit is a dimension of its own."""
    scales = [_scale(part) or _own_dimension(part) for part in _parts(unit) or (unit,)]
    if len(scales) == 1:
        (only,) = scales
        return Size(_dimension(only.powers), number * only.factor + only.offset)
    above, below = scales
    powers = dict(above.powers)
    for dimension, power in below.powers.items():
        powers[dimension] = powers.get(dimension, Fraction(0)) - power
    # Differences count in a ratio, so offsets (as of degrees Celsius) do not.
    return Size(_dimension(powers), number * above.factor / below.factor)


def _parts(unit: str) -> tuple[str, ...]:
    parts = tuple(unit.split("/"))
    return parts if len(unit) <= _LONGEST and len(parts) <= 2 and all(parts) else ()


def _dimension(powers: Mapping[str, Fraction]) -> str:
    return " ".join(f"{name}^{power}" for name, power in sorted(powers.items()) if power)


def _is_word(part: str) -> bool:
    return part in _KNOWN_WORDS or _WORD.fullmatch(part) is not None


def _own_dimension(part: str) -> _Scale:
    return _Scale({f"“{name_key(part)}”": Fraction(1)})


def _scale(part: str) -> _Scale | None:
    if part in _EXACT:
        return _EXACT[part]
    if part in _KNOWN_WORDS or not _NAME.fullmatch(part) or _POWERS.search(part):
        return None
    return _from_pint(part)


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[Fraction]:
    import pint

    return pint.UnitRegistry(non_int_type=Fraction)


@lru_cache(maxsize=1024)
def _from_pint(name: str) -> _Scale | None:
    import pint

    registry = _registry()
    try:
        unit = registry.parse_units(name)
        none, one = (registry.Quantity(Fraction(n), unit).to_base_units().magnitude for n in (0, 1))
    except (pint.PintError, AttributeError, TypeError, ValueError):
        # Undefined; or without exact fractions: pint fails on the logarithm of dB, and takes "nan" for a number.
        return None
    powers = {str(name): Fraction(str(power)) for name, power in registry.get_dimensionality(unit).items()}
    offset = Fraction(str(none))
    return _Scale(powers, Fraction(str(one)) - offset, offset)
