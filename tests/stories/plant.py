"""A project of four functions, and what the stories of the feature list need to ask of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from bot.yaml_nodes import read_yaml
from flows.commands import OPERATOR
from flows.project_file import read_project
from flows.projects.loading import LoadProject
from flows.rounds.records import Answer, View
from storage.store import Cause
from storage.transaction import Transaction
from tests.flows.plant_quality import plant_templates
from tests.stories.chat import WARSAW, Chat

PROJECT = """\
accord: 1
project:
  id: line3
  name: Line 3 MES
  kickoff: 2027-02-01
  zone: Europe/Warsaw
  channel: line3
people:
  - {id: adam, name: Adam Wolski}
  - {id: ewa, name: Ewa Kot}
  - {id: maria, name: Maria Nowak}
  - {id: jan, name: Jan Lis}
  - {id: piotr, name: Piotr Zima}
  - {id: ben, name: Ben Okoye}
  - {id: olga, name: Olga Duda}
roles: {sponsor: adam, facilitator: ewa, observers: [olga]}
functions:
  - {id: leadership, name: Leadership, representative: adam}
  - {id: operations, name: Operations, representative: maria, deputy: jan}
  - {id: quality, name: Quality, representative: piotr}
  - {id: it, name: IT, representative: ben}
round: {due: 2026-11-27T15:00}
"""
EVERYBODY = ("adam", "ewa", "maria", "jan", "piotr", "ben", "olga")


async def load(bot: Chat, text: str = PROJECT, *, start: bool = True) -> None:
    """Sets the project up; the templates of the plant are there as well as those that come with Accord."""
    templates = await asyncio.to_thread(plant_templates)

    def keep(records: Transaction) -> None:
        for template in templates.values():
            if records.templates.find(template.id) != template:
                records.templates.put(template)

    await bot.app.store.run("local", Cause(OPERATOR, "Start", bot.now), keep)
    file = await asyncio.to_thread(lambda: read_project(read_yaml(text.encode()), templates))
    await bot.order(LoadProject(file, start=start, answers=False))


async def loaded(bot: Chat, path: Path, text: str = PROJECT) -> None:
    """The same from a file on disk, and started."""
    await asyncio.to_thread(path.write_text, text, encoding="utf-8")
    await bot.load(path)


async def fill(bot: Chat, person: str, values: Mapping[str, str | list[str]] | None = None) -> None:
    """Answers in the form and sends it."""
    await bot.press(person, "Open as a form")
    done = await bot.fill(person, {"outcome.statement": f"{person} is content", **(values or {})})
    assert not done.problems, done.problems


async def view(bot: Chat, function: str, number: int = 1) -> View:
    """What is kept of a function's answers."""
    return await bot.app.store.read("local", lambda records: records.views.get(f"line3/{number}/{function}"))


async def answer(bot: Chat, function: str, question: str, number: int = 1) -> Answer:
    """The latest version of an answer."""
    return (await view(bot, function, number)).answers[question][-1]


async def came(bot: Chat, to: str, part: str = "/") -> list[str]:
    """When new messages with `part` in the key came to `@person` or `#channel`: "Mon 23 09:00" in Warsaw."""

    arrived = [each for each in await bot.arrivals() if each.to == to and part in each.key]
    return [f"{each.at.astimezone(WARSAW):%a %d %H:%M}" for each in arrived]


def warsaw(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of late 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=WARSAW)
