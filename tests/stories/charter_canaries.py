"""What was said in confidence on the way to the charter, looked for in all that anybody else can see or ask for."""

from __future__ import annotations

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Iterator
from html import unescape

from bot.commands import LINES, LOOKS
from bot.documents import charter
from bot.papers import FORMATS
from flows.commands import Place
from tests.stories.charter_words import VOICES
from tests.stories.chat import Answered, Chat
from tests.stories.page import Shown, read_page
from tests.stories.pdf_words import words_of

SAID_BY = {"adam": "boardroom", "pawel": "workshop", "kasia": "invoice"}
"""Who said something in confidence in the round, and a word of it that stands nowhere else."""
DRILL = "pit canary of"
"""What each would do in the drill, which stays with who said it."""
OPENLY = "no batch without its record"
READERS = ("ewa", "maria", "olga")
"""Who runs the project, who speaks for a function, who only reads."""
CHANNEL = "line3"
MOST = 12
"""Of one kind of button so many are followed; there is one for each function at least."""


async def nothing_said_in_confidence_was_told(bot: Chat) -> None:
    """Messages, cards, digests, pictures in words, lists, forms and exports: none has these words for anybody else."""
    await a_drill_is_held(bot)
    everything = await documents(bot)
    for reader in READERS:
        everything += await all_that_can_be_asked(bot, reader)
    assert sum(OPENLY in text.casefold() for text in everything) > len(READERS), "what was said openly is found"
    answers = str(await bot.app.store.read(bot.app.organisation, lambda records: records.views.all())).casefold()
    for person, word in SAID_BY.items():
        assert word in answers, "it was said, so that this can fail"
        found = [text for text in (*await bot.sent_to_others(person), *everything) if word in text.casefold()]
        assert not found, f"{word}: {found[0][:3000]}"
    for person in VOICES:
        assert not [text for text in await bot.sent_to_others(person) if f"{DRILL} {person}" in text]
    assert not [text for text in everything if DRILL in text]


async def a_drill_is_held(bot: Chat) -> None:
    """Each function says alone what it would do."""
    await bot.say("ewa", "/align drill", CHANNEL)
    for person in VOICES:
        await bot.press(person, "Answer")
        shown = await bot.fill(person, dict(_cases(person)))
        assert not shown.problems, shown.problems
    assert "named the same decider" in await bot.sees("olga", CHANNEL)


def _cases(person: str) -> Iterator[tuple[str, str]]:
    for topic in ("speed/operational_safety", "speed/scope", "scope/quality"):
        yield f"{topic}.decider", "maria"
        yield f"{topic}.what", f"{DRILL} {person}"


async def documents(bot: Chat) -> list[str]:
    """The charter and the partner pack as they leave the house, and what is measured."""
    pages = []
    for document in ("charter", "partner-pack"):
        for form in FORMATS:
            asked = {"id": "line3", "format": form, "document": document}
            made = b64decode(str((await charter(bot.app, bot.app.organisation, asked))["document"]))
            pages.append(words_of(made) if form == "pdf" else made.decode())
        assert "Line 3" in pages[-1], "a PDF is read"
    return [*pages, bot.app.metrics.written().decode()]


async def all_that_can_be_asked(bot: Chat, reader: str) -> list[str]:
    """What this person sees on screen, the answer to all that can be typed to look at something, and what opens from
    there; buttons are followed in the local workspace, where they say what they do."""
    seen = [await bot.sees(reader), await bot.sees(reader, CHANNEL)]
    shown = [*await bot.lines(reader), *await bot.lines(reader, CHANNEL)]
    for typed in LINES:
        if type(typed.means("", Place(CHANNEL))) not in LOOKS:
            continue
        if bot.app.workspace is None:
            seen.append(await bot.say(reader, typed.words, CHANNEL))
            continue
        answered = await bot.post(reader, "say", {"text": typed.words, "channel": f"#{CHANNEL}"})
        seen.append(told(answered))
        shown += read_page(answered.html).lines if answered.kind == "message" else []
    return [*seen, *await behind_the_buttons(bot, reader, shown)] if bot.app.workspace else seen


async def behind_the_buttons(bot: Chat, reader: str, shown: list[Shown]) -> list[str]:
    """What opens behind each button that only shows something, and behind those in what these show."""
    looks = Counter({command.__name__: MOST for command in LOOKS})
    waiting = [press.command for line in shown for press in line.presses]
    opened: dict[str, str] = {}
    while waiting:
        command = waiting.pop()
        does = json.loads(command).get("do", "")
        if command in opened or looks[does] <= 0:
            continue
        looks[does] -= 1
        answered = await bot.post(reader, "press", {"command": command})
        opened[command] = told(answered)
        if answered.kind == "message":
            waiting += [press.command for line in read_page(answered.html).lines for press in line.presses]
    return list(opened.values())


def told(answered: Answered) -> str:
    """All of an answer, what pictures say in words and what fields hold included."""
    return unescape(f"{answered.text}\n{answered.html}")
