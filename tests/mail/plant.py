"""The plant of the stories, whose people have mail addresses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.config import Settings
from flows.messages import ToPerson
from tests.mail.relay import FakeRelay
from tests.stories.chat import Chat, serving
from tests.stories.test_undelivered import PROJECT, Losing, lose

NAMES = ("adam", "ewa", "maria", "jan")


def addressed() -> str:
    """The project, with addresses for all but Ben."""
    project = PROJECT
    for name in NAMES:
        project = project.replace(f"{{id: {name}, name:", f"{{id: {name}, email: {name}@plant.example, name:")
    return project


@asynccontextmanager
async def plant(database: str, relay: FakeRelay, *administrators: str) -> AsyncIterator[Chat]:
    """Accord with mail, in the local workspace."""
    async with serving(Settings(database=database, mail=relay.relay, administrators=administrators)) as chat:
        yield chat


def file_in(folder: Path, *, deciders: bool = True) -> Path:
    """The project file. Without `deciders` Maria is only asked, and not told besides that she decides."""
    path, text = folder / "line3.yaml", addressed()
    path.write_text(text if deciders else text.partition("decision_rights:")[0], encoding="utf-8")
    return path


def without_chat(bot: Chat, *people: str) -> Losing:
    """From now on no chat reaches these; mail does."""
    return lose(bot, *(ToPerson(person) for person in people))
