"""Accord's two icons for Teams, drawn by code: two rings, and what they agree on where they overlap."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from math import hypot
from typing import NamedTuple, TypeAlias

COLOUR, OUTLINE = 192, 32
"""Width and height in pixels, as Teams wants them."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_RGBA = 6


class Paint(NamedTuple):
    """A colour, from 0 to 255 each."""

    red: int
    green: int
    blue: int
    alpha: int = 255


Pixel: TypeAlias = Callable[[float, float], Paint]
"""What stands at a place; the picture goes from -1 to 1 both ways."""

NIGHT, SNOW, AMBER = Paint(31, 58, 95), Paint(255, 255, 255), Paint(244, 178, 62)


class Rings(NamedTuple):
    """Two rings beside each other. `apart`: from the middle to each centre; `radius` to the middle of the line, which
    is `line` wide; `soft`: how wide an edge is, so that it looks smooth."""

    apart: float
    radius: float
    line: float
    soft: float

    def drawn(self, x: float, y: float) -> float:
        """How much of the rings' line covers this place, from 0 to 1."""
        return max(self._edge(self.line / 2 - abs(away - self.radius)) for away in self._away(x, y))

    def shared(self, x: float, y: float) -> float:
        """How much of this place is inside both."""
        return self._edge(self.radius - max(self._away(x, y)))

    def _away(self, x: float, y: float) -> tuple[float, float]:
        return hypot(x + self.apart, y), hypot(x - self.apart, y)

    def _edge(self, inside: float) -> float:
        return min(max(inside / self.soft + 0.5, 0.0), 1.0)


def colour() -> bytes:
    """The icon in colour as PNG: no corner is empty, as Teams rounds them off itself."""
    rings = Rings(apart=0.22, radius=0.42, line=0.11, soft=2 / COLOUR)

    def at(x: float, y: float) -> Paint:
        return _over(_over(NIGHT, AMBER, rings.shared(x, y)), SNOW, rings.drawn(x, y))

    return png(COLOUR, at)


def outline() -> bytes:
    """The icon as an outline: white on nothing, and no other colour."""
    rings = Rings(apart=0.32, radius=0.56, line=0.14, soft=2 / OUTLINE)
    return png(OUTLINE, lambda x, y: SNOW._replace(alpha=round(255 * rings.drawn(x, y))))


def png(size: int, pixel: Pixel) -> bytes:
    """A square picture; the same picture always gives the same bytes."""
    places = [(2 * n + 1) / size - 1 for n in range(size)]
    rows = b"".join(b"\x00" + b"".join(bytes(pixel(x, y)) for x in places) for y in places)
    head = struct.pack(">IIBBBBB", size, size, 8, _RGBA, 0, 0, 0)
    return _SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _over(under: Paint, over: Paint, share: float) -> Paint:
    """One colour painted over another, as far as it covers it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(under[:3], over[:3], strict=True))
    return Paint(red, green, blue)
