"""A form too long for one modal: page after page, back to where something is wrong, and nothing typed is lost."""

from __future__ import annotations

import asyncio

from bot.project_files import templates
from bot.yaml_nodes import read_yaml
from flows.commands import OPERATOR
from flows.project_file import ProjectFile, read_project, read_template
from flows.projects.loading import LoadProject
from flows.questionnaires.template import Template
from storage.store import Cause
from tests.slack.people import SlackChat
from tests.stories.plant import PROJECT, answer

OURS = """\
accord_template: 1
id: plant-long
extends: industrial
name: Plant, at length
questions:
"""
EXTRA = "  - {{id: extra.q{number}, kind: text, title: Extra {number}, asks: What about number {number}?}}\n"


def read() -> tuple[Template, ProjectFile]:
    """Forty questions more than usual, and a project that asks them."""
    text = OURS + "".join(EXTRA.format(number=number) for number in range(40))
    ours = read_template(read_yaml(text.encode()), templates())
    project = PROJECT.replace("zone: Europe/Warsaw", "zone: Europe/Warsaw\n  template: plant-long")
    return ours, read_project(read_yaml(project.encode()), {**templates(), ours.id: ours})


async def load_long(bot: SlackChat) -> None:
    """Its round has begun."""
    ours, file = await asyncio.to_thread(read)
    cause = Cause(OPERATOR, "Start", bot.now)
    await bot.app.store.run(bot.organisation, cause, lambda records: records.templates.put(ours))
    await bot.order(LoadProject(file, start=True, answers=False))


async def test_two_pages_are_filled_in_and_sent_as_one(bot: SlackChat) -> None:
    await load_long(bot)
    opened = await bot.try_press("piotr", "Open as a form")
    assert "Page 1 of 2." in opened.html
    assert "Extra 39" not in opened.html
    said = {"outcome.statement": "Every batch has its record", "extra.q39": "The last of all"}
    wrong = {"outcome.measure:name": "Right first time", "outcome.measure:target": "much"}
    back = await bot.fill("piotr", {**said, **wrong})
    assert back.kind == "form", "back on the first page, where the number is no number"
    assert "Page 1 of 2." in back.html
    assert "Target: Please give the number to reach, for example 66." in back.html
    assert "Every batch has its record" in back.html
    done = await bot.fill("piotr", dict.fromkeys(wrong, ""))
    assert not done.problems, done
    assert "Thank you, the answers of Quality are in." in await bot.sees("piotr")
    for question, words in said.items():
        assert words in str(await answer(bot, "quality", question))
