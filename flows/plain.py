"""Plain data: what JSON and the project file can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeGuard

Plain: TypeAlias = bool | int | float | str | Sequence["Plain"] | Mapping[str, "Plain"] | None


def is_mapping(plain: object) -> TypeGuard[Mapping[str, Plain]]:
    """Whether it has names in it. A dict is seen at once: to ask `isinstance` of it takes ten times as long."""
    return type(plain) is dict or isinstance(plain, Mapping)
