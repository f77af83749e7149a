"""The table of holiday calendars names what the library has, and nothing else."""

from __future__ import annotations

import re

import holidays

from flows.project_file.holiday_codes import is_calendar

COUNTRIES = holidays.list_supported_countries(include_aliases=False)


def test_every_calendar_of_the_library_can_be_named() -> None:
    missing = [code for code in COUNTRIES if not is_calendar(code)]
    for country, parts in COUNTRIES.items():
        short = [part for part in parts if re.fullmatch(r"[A-Z0-9]{1,3}", part)]
        missing += [f"{country}-{part}" for part in short if not is_calendar(f"{country}-{part}")]
    assert missing == []


def test_what_has_no_calendar_cannot_be_named() -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pairs = {f"{first}{second}" for first in letters for second in letters}
    assert {pair for pair in pairs if is_calendar(pair)} == set(COUNTRIES)
    for country, parts in COUNTRIES.items():
        named = {pair for pair in pairs if is_calendar(f"{country}-{pair}")}
        assert named <= set(parts), country
    for code in ("", "pl", "PL-", "DE-by", "DE BY", "DE-BY-BY", "Poland", "-BY", "PL "):
        assert not is_calendar(code)
