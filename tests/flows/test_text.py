"""Cleaning of people's words, and when two names are the same."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.text import clean, same_name

anything = st.text(st.characters(), max_size=50)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("line\r\nnext\rlast", "line\nnext\nlast"),
        ("tab\tstays", "tab\tstays"),
        ("\u202eright to left", "right to left"),
        ("\u2066isolated\u2069", "isolated"),
        ("\ud800 lone", "\ufffd lone"),
        ("Zielin\u0301ski", "Zieliński"),
        ("\ufeffmark", "mark"),
        ("<!channel> <script> *bold*", "<!channel> <script> *bold*"),
        ("👩‍🏭 plant", "👩‍🏭 plant"),
        ("\u200b", ""),
        (" \n\u2060\u00ad\u3164\ufe0f\x00", ""),
        ("\u200b.", "\u200b."),
    ],
)
def test_what_is_kept_of_what_was_typed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(anything)
def test_cleaned_text_can_be_stored_anywhere_and_cleaning_it_again_changes_nothing(typed: str) -> None:
    kept = clean(typed)
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert unicodedata.is_normalized("NFC", kept)
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Line 3", "line3", True),
        ("OEE Línea", "oee linea", True),
        ("STRASSE", "straße", True),
        ("łódź", "lodz", False),  # the stroke of ł is no accent
        ("Line 3", "Line 4", False),
    ],
)
def test_names_are_compared_without_case_accents_and_spaces(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
