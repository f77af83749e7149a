"""What stands out where a person looks, and stays plain for programs."""

from __future__ import annotations

import io

import pytest

from bot.terminal import marked, unmarked


class Screen(io.StringIO):
    """A terminal with somebody before it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("broken   Delivery has stopped.", "\x1b[31mbroken   Delivery has stopped.\x1b[0m"),
        ("warning  A message was given up.", "\x1b[33mwarning  A message was given up.\x1b[0m"),
        ("ok       All is well.", "ok       All is well."),
    ],
)
def test_what_is_broken_is_red_for_people(line: str, seen: str) -> None:
    assert marked(line, Screen()) == seen
    assert unmarked(line, Screen()) == line


def test_programs_and_files_get_plain_lines() -> None:
    assert marked("broken   Delivery has stopped.", io.StringIO()) == "broken   Delivery has stopped."
    assert marked("broken   Delivery has stopped.", None) == "broken   Delivery has stopped."
