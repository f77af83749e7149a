"""Where a fault was, for the log: a line of Accord's own, and nothing of what was in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters import bodies
from adapters.faults import where
from storage.encryption import Cipher


def test_a_fault_of_ours_is_named_by_its_line() -> None:
    with pytest.raises(bodies.Denied) as raised:
        raise_denied()
    assert re.fullmatch(r"test_faults\.py:\d+", where(raised.value))


def test_what_a_library_raises_names_the_line_of_accord_that_led_there() -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # whatever the library says
        Cipher(["canary"])
    assert re.fullmatch(r"encryption\.py:\d+ > \w+\.py:\d+", where(raised.value))
    assert "canary" not in where(raised.value)


def test_what_was_never_raised_was_nowhere() -> None:
    assert where(ValueError(Path.cwd())) == ""


def raise_denied() -> None:
    raise bodies.Denied(401, "no")
