"""Draws the coverage picture as PNG: dark on white, and readable without colour.

matplotlib takes a second to load and is loaded with the first picture. Its Agg canvas is used directly: pyplot would
keep figures alive and pick a screen.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from flows.messages import Mark, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DOTS_PER_INCH = 110
COLOURS = 16
ROW, COLUMN, LETTER = 0.34, 1.15, 0.088
"""Heights and widths in inches; LETTER is the room that one letter of a function's name takes."""
HEAD, FOOT, EDGE = 0.95, 0.75, 0.2
LONGEST_NAME = 32
INK, LINE = "#1a1a1a", "#6b6b6b"


class Look(NamedTuple):
    """How a mark looks: its sign, fill and pattern each tell it apart."""

    sign: str
    fill: str
    ink: str
    hatch: str


LOOKS = {
    Mark.ALIGNED: Look("✓", "#d9efdc", INK, ""),
    Mark.ANSWERED: Look("•", "#ffffff", INK, ""),
    Mark.CONTRADICTION: Look("✗", "#7d1f1f", "#ffffff", ""),
    Mark.GAP: Look("?", "#f4e3b5", INK, "////"),
}
# matplotlib's fonts and text layout are shared by all figures and not safe for several threads.
_DRAWING = Lock()


def fonts() -> Path:
    """Where matplotlib keeps the DejaVu fonts."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf"


def draw(picture: Picture) -> bytes:
    """The picture as PNG; the same picture always gives the same bytes. May be called from any thread."""
    with _DRAWING:
        return _draw(picture)


def draw_light(picture: Picture) -> bytes:
    """The same in sixteen colours and a quarter of the bytes, for platforms that want a picture inside the message."""
    from PIL import Image

    out = BytesIO()
    with Image.open(BytesIO(draw(picture))) as whole:
        few = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(picture: Picture) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    names = tuple(_short(name) for name in picture.rows)
    left = EDGE + LETTER * max((len(name) for name in names), default=0) + 0.1
    width = max(left + COLUMN * len(picture.columns) + EDGE, 6.0)
    height = HEAD + ROW * max(len(names), 1) + FOOT
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, facecolor="white")
    FigureCanvasAgg(figure)
    # One unit of the axes is one inch, with the origin at the top left.
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    _write(axes, (EDGE, 0.3), _short(picture.title, 80), size=12, weight="bold")
    _matrix(axes, picture, names, left)
    _legend(axes, height - FOOT + 0.3)
    return _png(figure)


def _png(figure: Figure) -> bytes:
    """The drawn figure. Letters that the font lacks are drawn as boxes; the alt text has the names whole."""
    out = BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font", category=UserWarning)
        figure.savefig(out, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
    return out.getvalue()


def _matrix(axes: Axes, picture: Picture, names: tuple[str, ...], left: float) -> None:
    for column, topic in enumerate(picture.columns):
        _write(axes, (left + COLUMN * (column + 0.5), HEAD - 0.18), _short(topic, 14), align="center")
    for row, (name, marks) in enumerate(zip(names, picture.marks, strict=True)):
        top = HEAD + ROW * row
        _write(axes, (left - 0.1, top + ROW / 2), name, align="right")
        for column, mark in enumerate(marks):
            _cell(axes, (left + COLUMN * column, top), mark, COLUMN)


def _legend(axes: Axes, top: float) -> None:
    for place, mark in enumerate(LOOKS):
        x = EDGE + 1.45 * place
        _cell(axes, (x, top), mark, ROW)
        _write(axes, (x + ROW + 0.08, top + ROW / 2), mark.value)


def _cell(axes: Axes, corner: tuple[float, float], mark: Mark, width: float) -> None:
    from matplotlib.patches import Rectangle

    look = LOOKS[mark]
    box = Rectangle(corner, width, ROW, facecolor=look.fill, edgecolor=LINE, linewidth=0.8, hatch=look.hatch)
    axes.add_patch(box)
    middle = (corner[0] + width / 2, corner[1] + ROW / 2)
    if look.hatch:
        # The sign needs a quiet ground to be read on a pattern.
        ground = Rectangle((middle[0] - 0.11, middle[1] - 0.12), 0.22, 0.24, facecolor=look.fill)
        axes.add_patch(ground)
    _write(axes, middle, look.sign, align="center", color=look.ink, size=11, weight="bold")


def _write(
    axes: Axes,
    place: tuple[float, float],
    words: str,
    *,
    align: str = "left",
    size: float = 9.5,
    color: str = INK,
    weight: str = "normal",
) -> None:
    """Words centred on the height of `place`. A `$` in a name is a dollar, not a formula."""
    x, y = place
    axes.text(
        x, y, words, ha=align, va="center", fontsize=size, color=color, weight=weight,
        family="DejaVu Sans", parse_math=False,
    )  # fmt: skip


def _short(words: str, longest: int = LONGEST_NAME) -> str:
    """One line of at most `longest` letters."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
