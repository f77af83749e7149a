"""What counts as the same topic: words, without guessing what they mean."""

from __future__ import annotations

import pytest

from flows.topics import is_about

SAME = (
    ("Rehearsal protocol", "Is the PROTOCOL of the rehearsals enough?"),
    ("Cut-over", "Cutover on Friday?"),
    ("Cutover", "The cut-over is done."),
    ("Batteries of line 3", "line 3: one battery"),
    ("Protokół próby", "Czy protokoly z proby wystarczą?"),
    ("Schulungsnachweise", "Schulungsnachweis liegt vor"),
    ("Größe der Stichprobe", "stichproben: grösse?"),
    ("FAT", "Do we do the fat?"),
)
OTHER = (
    ("Rehearsal protocol", "Is the protocol enough?"),
    ("Cut-over", "Over and out: nothing was cut, or was it?"),
    ("Plant", "The planet"),
    ("Report", "Reporter"),
    ("of the", "of the"),
    ("", "anything"),
    ("FAT", "The fate of the line"),
)


@pytest.mark.parametrize(("topic", "text"), SAME)
def test_i5_the_same_topic_in_slightly_other_words(topic: str, text: str) -> None:
    assert is_about(text, topic)


@pytest.mark.parametrize(("topic", "text"), OTHER)
def test_i5_another_topic_is_none(topic: str, text: str) -> None:
    assert not is_about(text, topic)
