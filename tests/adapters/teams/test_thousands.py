"""Five thousand words that would be alive in Markdown or HTML, and as many buttons that were changed (A14, A20)."""

from __future__ import annotations

from random import Random

from adapters.keeping import NotOurs
from adapters.teams.elements import paragraph
from adapters.teams.filling import pressed
from adapters.teams.pen import COMMAND
from adapters.teams.text import Mention, Mentions, said
from bot.commands import FROM_PEOPLE
from flows.commands import Command
from flows.errors import Invalid
from flows.wire import Wire
from tests.adapters.teams.screen import live
from tests.adapters.teams.test_card_laws import ANN
from tests.slack.test_tampered import changed
from tests.stories.rights import CASES

MANY = 5000
PIECES = (
    *("[x](https://evil.example)", "![ ](https://evil.example/a.png)", "<https://evil.example>", "javascript:alert(1)"),
    *("<at>Maria</at>", "<img src=x onerror=alert(1)>", "[x]: https://evil.example", "[x]", "${name}", "{{DATE(", "\n"),
    *("\\", "`", "*", "_", "&lt;", "<", ">", "](", "[", "(", ")", "!", "|", "\n\n", "    ", "\t", "mailto:a@b.example"),
    *("https://evil.example", "www.evil.example", "\u2060", "\u200b", "word", " ", "#", "- ", "1. ", "---", "\r"),
)


def test_a20_five_thousand_texts_hold_no_link_picture_or_mention_that_works() -> None:
    assert live({"body": [{"type": "TextBlock", "text": PIECES[0]}]}) != [], "it would be seen"
    random = Random()  # noqa: S311
    for _ in range(MANY):
        words = "".join(random.choices(PIECES, k=random.randint(1, 8)))
        assert live({"body": paragraph(Mentions(), tuple(said(words)))}) == [], words
        mixed = paragraph(Mentions(), (Mention("x", "Ann"), *said(words)))  # which only Markdown can draw
        assert live({"body": mixed, "msteams": {"entities": [ANN]}}) == ["@x"], words


def test_a14_five_thousand_changed_buttons_are_read_strictly_or_not_at_all() -> None:
    wire = Wire({kind.__name__: kind for kind in FROM_PEOPLE})
    held = [wire.dump(case.make(case.at), Command) for case in CASES.values()]
    random, read = Random(), 0  # noqa: S311
    for number in range(MANY):
        data = {COMMAND: changed(random, held[number % len(held)])}
        try:
            command = pressed(wire, data, None)
        except (NotOurs, Invalid):
            continue
        read += 1
        assert type(command) in FROM_PEOPLE, data
    assert 0 < read < MANY
