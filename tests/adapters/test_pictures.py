"""The coverage picture: drawn as PNG, readable in black and white, the same bytes for the same marks."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image, ImageChops

from adapters.pictures import COLOURS, DOTS_PER_INCH, LOOKS, draw, draw_light
from flows.messages import Mark, Picture
from flows.phrases import Phrase

TOPICS = ("Outcome", "Priorities", "Risks", "Decisions", "Reporting", "Evidence")


def picture(functions: int, mark: Mark = Mark.ALIGNED, name: str = "Function {n}", title: str = "Line 3") -> Picture:
    names = tuple(name.replace("{n}", str(number)) for number in range(functions))
    return Picture(title, names, TOPICS, ((mark,) * len(TOPICS),) * functions, Phrase("in words"))


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header of the file."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def grey(colour: str) -> float:
    """How light a colour is on a black and white print, from 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("functions", [3, 6, 50])
def test_the_picture_grows_with_the_functions_and_stays_postable(functions: int) -> None:
    width, height = size(draw(picture(functions)))
    assert 5 * DOTS_PER_INCH < width < 12 * DOTS_PER_INCH
    assert 0.3 * DOTS_PER_INCH * functions < height < (2.5 + 0.4 * functions) * DOTS_PER_INCH


def test_the_same_picture_gives_the_same_bytes_also_from_several_threads() -> None:
    first = draw(picture(6))
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(draw, [picture(6)] * 4)) == {first}
    assert draw(picture(6, Mark.GAP)) != first


def test_every_mark_has_its_own_sign_and_is_told_apart_without_colour() -> None:
    assert LOOKS.keys() == set(Mark)
    assert len({look.sign for look in LOOKS.values()}) == len(Mark)
    for one, other in combinations(LOOKS.values(), 2):
        assert one.hatch != other.hatch or abs(grey(one.fill) - grey(other.fill)) > 0.05
    for look in LOOKS.values():
        assert abs(grey(look.fill) - grey(look.ink)) > 0.5, "the sign stands out from its ground"


def test_the_signs_themselves_differ_on_the_picture() -> None:
    drawn = {draw(picture(1, mark)) for mark in Mark}
    assert len(drawn) == len(Mark)


@pytest.mark.parametrize(
    "name", ["$x^2$ and $", "Qualität & Prüfung", "品质 🏭", "two\nlines", "a" * 300, "", "{braces} %s _under_"]
)
def test_any_name_can_be_drawn_and_long_ones_do_not_widen_the_picture(name: str) -> None:
    width, _ = size(draw(picture(2, name=name, title=name)))
    assert width < 12 * DOTS_PER_INCH


def test_a_picture_without_functions_is_still_a_picture() -> None:
    assert size(draw(picture(0)))[1] > 100


def test_the_ground_is_white() -> None:
    from matplotlib.image import imread

    pixels = imread(BytesIO(draw(picture(3))))
    assert pixels[0, 0].tolist() == [1, 1, 1, 1]
    assert float(pixels[:, :, :3].mean()) > 0.85


def test_the_light_picture_shows_the_same_with_a_fraction_of_the_bytes() -> None:
    every = Picture("Line 3", ("IT",) * 8, TOPICS, (tuple(Mark) + tuple(Mark)[:2],) * 8, Phrase("in words"))
    full, light = draw(every), draw_light(every)
    assert light == draw_light(every)
    assert size(light) == size(full)
    assert len(light) < min(len(full) / 2, 18_000)  # what a card of Teams has room for
    with Image.open(BytesIO(light)) as few, Image.open(BytesIO(full)) as many:
        colours = few.convert("RGB").getcolors(1000)
        assert colours is not None
        assert len(colours) <= COLOURS
        far = ImageChops.difference(few.convert("RGB"), many.convert("RGB")).convert("L").histogram()
    assert sum(far[60:]) < sum(far) / 100
