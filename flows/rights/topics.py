"""Which kind of decision somebody means: "speed/scope", "scope against speed", "safety", "cut-over date"."""

from __future__ import annotations

import re

from flows.decisions.cast import Cast
from flows.questionnaires.template import Named
from flows.text import name_key

_BETWEEN = re.compile(r"\s*/\s*|\s+(?:against|versus|vs\.?|and|or)\s+", re.IGNORECASE)


def topics(cast: Cast, said: str) -> tuple[str, ...]:
    """The tradeoffs that `said` may mean, in the order of the project: one where it names two axes, else all that fit.

    Names are compared without case, accents and spaces; part of a name is enough.
    """
    parts = [part for part in _BETWEEN.split(said.strip(" ?!.")) if part]
    axes = [_named(cast.template.axes, part) for part in parts]
    if len(axes) > 1 and all(axes):
        wanted = [each for each in cast.tradeoffs if _covers(each, axes)]
        return tuple(wanted)
    others = [each for each in cast.tradeoffs if "/" not in each]
    joint = [Named(each, cast.tradeoff(each)) for each in others]
    if len(axes) == 1 and axes[0]:
        return tuple(each for each in cast.tradeoffs if _covers(each, axes)) + _named(joint, said)
    return _named(joint, said.strip(" ?!."))


def _covers(tradeoff: str, axes: list[tuple[str, ...]]) -> bool:
    """Whether each side that was named is another side of the tradeoff."""
    sides = tradeoff.split("/")
    if len(axes) > len(sides):
        return False
    if len(axes) == 1:
        return any(side in axes[0] for side in sides)
    first, second = axes[0], axes[1]
    one, other = sides
    return (one in first and other in second) or (one in second and other in first)


def _named(known: tuple[Named, ...] | list[Named], said: str) -> tuple[str, ...]:
    """Ids of those called so, or else of those in whose name it occurs."""
    key = name_key(said)
    if not key:
        return ()
    keys = {each.id: (name_key(each.id.replace("_", " ")), name_key(each.id), name_key(each.name)) for each in known}
    exact = tuple(name for name, called in keys.items() if key in called)
    return exact or tuple(name for name, called in keys.items() if any(key in each for each in called))
