"""The words of a PDF that Accord made: its streams unpacked, glyphs read back as its own tables say."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

STREAM = re.compile(rb"/Length (\d+)[^>]*>>\s*stream\r?\n", re.DOTALL)
FONT, RANGE = re.compile(rb"/F(\d+) [\d.]+ Tf"), re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
CHAR = re.compile(rb"^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$", re.MULTILINE)
SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
ESCAPED = re.compile(rb"\\(.)", re.DOTALL)


def words_of(document: bytes) -> str:
    """All text in it, page by page, without line breaks; in each of its fonts, since a glyph may be in several."""
    streams = list(_streams(document))
    tables = [_table(each) for each in streams if b"begincmap" in each]
    pages = [each for each in streams if b" Tf" in each and b"begincmap" not in each]
    return "\n".join(_text(page, table) for page in pages for table in tables)


def _streams(document: bytes) -> Iterator[bytes]:
    for found in STREAM.finditer(document):
        packed = document[found.end() : found.end() + int(found[1])]
        yield zlib.decompress(packed) if packed[:1] == b"\x78" else packed


def _table(cmap: bytes) -> Mapping[int, str]:
    """Which letters a glyph stands for."""
    table = {int(glyph, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for glyph, to in CHAR.findall(cmap)}
    for first, last, to in RANGE.findall(cmap):
        for place, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
            table[glyph] = chr(int(to, 16) + place)
    return table


def _text(page: bytes, table: Mapping[int, str]) -> str:
    found = []
    for shown in SHOWN.findall(page):
        glyphs = ESCAPED.sub(lambda each: {b"r": b"\r", b"n": b"\n", b"t": b"\t"}.get(each[1], each[1]), shown)
        pairs = zip(glyphs[::2], glyphs[1::2], strict=False)
        found.append("".join(table.get(high * 256 + low, "") for high, low in pairs))
    return " ".join(found)
