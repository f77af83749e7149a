"""The first start on embedded defaults: a sample project is set up, so that there is something to see at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from adapters.drawing import draw_text
from bot.app import App
from bot.operate import order
from bot.project_files import load_file
from flows.calendar import next_working
from flows.effects import Refusal
from flows.project_file import FileRefused
from flows.projects.loading import LoadProject


async def begin_with(app: App, sample: Path) -> None:
    """Sets the sample up and asks everybody, unless there is any project already.

    Nobody is disturbed outside their working hours, not even in a sample: the simulated clock is set to the
    facilitator's next working moment, so that the first questions are there when the page is opened.
    Raises FileRefused, also when what the file says does not fit what the database holds.
    """
    if await app.store.read(app.organisation, lambda records: bool(records.projects.all())):
        return
    file = await asyncio.to_thread(load_file, sample, app.settings.templates)
    facilitator = next(person for person in file.people if person.id == file.project.facilitator)
    opens = await asyncio.to_thread(next_working, facilitator, app.clock.now())  # holidays are read from files
    if opens is not None and opens > app.clock.now():
        await app.local_clock.skip(opens)
    outcome = await order(app, LoadProject(file, start=True))
    if isinstance(outcome, Refusal):
        raise FileRefused(draw_text(outcome.phrase))
    await app.settle()
