"""A message as PDF, with the fonts that come with matplotlib, so that names of every alphabet in Europe are whole."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from adapters.documents.html import part_of
from adapters.drawing import draw_text
from adapters.pictures import fonts
from flows.messages import Message

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, SIZE, LINE = 16, 9.5, 4.6
"""In millimetres, points, millimetres."""
FAMILY = "DejaVu"


def pdf(message: Message, zone: str, at: datetime) -> bytes:
    """The whole message on A4; moments in `zone` (IANA). The same message at the same moment gives the same bytes."""
    from fpdf import FPDF  # it takes a fifth of a second to load

    page = FPDF(format="A4")
    for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
        page.add_font(FAMILY, style, str(fonts() / name))
    page.set_margin(MARGIN)
    page.set_auto_page_break(auto=True, margin=MARGIN)
    page.set_title(draw_text(message.summary, zone))
    page.set_creation_date(at)
    page.add_page()
    for block in message.blocks:
        part = part_of(block, zone)
        if part is not None:
            _write(page, *part)
    return bytes(page.output())


def _write(page: FPDF, kind: str, words: tuple[str, ...]) -> None:
    """One paragraph. What words contain is drawn as it is: nothing in it is markup."""
    for number, line in enumerate(words):
        bold = kind == "header" or (kind == "facts" and number % 2 == 0)
        small = kind == "note" or (kind == "quote" and number == 1)
        page.set_font(FAMILY, "B" if bold else "", SIZE + 1.5 if kind == "header" else SIZE - 1.5 if small else SIZE)
        shown = f"•  {line}" if kind == "items" else f"“{line}”" if kind == "quote" and number == 0 else line
        page.multi_cell(0, LINE, shown, align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(LINE / 3)
