"""What was told of a project before an answer was kept from some readers: it may quote the answer, so it is taken back.

A digest is a message as it was sent, and nobody keeps what is in it; /align status tells the same as things are now.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from flows.effects import Post, Promise
from flows.messages import Message, Text, ToChannel, ToPerson
from flows.phrases import Phrase
from flows.projects.records import Project
from flows.standing_lists import OnScreen


class Shown(OnScreen, Protocol):
    """What is on screen, and since when."""

    def arrived(self, key: str, /) -> datetime | None: ...


def taken_back(records: Shown, project: Project, since: datetime) -> Iterator[Post]:
    """Every digest of the project since then, to the channel and to each person, and what was missing at its start."""
    words = Phrase(
        "An answer that this may have told of was kept from some readers since, so it was taken back. /align status "
        "shows where {project} stands now.",
        project=project.name,
    )
    message, refresh, channel = Message(words, (Text(words),)), Promise.REFRESH, ToChannel(project.channel)
    yield Post(f"charter/{project.id}/kickoff", channel, message, refresh)
    for number in _numbers(records, project, since):
        key = f"digest/{project.id}/{number}"
        yield Post(key, channel, message, refresh)
        yield Post(f"{key}/detail", channel, message, refresh, thread=key)
        yield Post(f"{key}/sponsor", ToPerson(project.sponsor), message, refresh)
        for function in project.functions:
            place = f"{key}/for/{function.id}"
            places = {place: function.representative}
            if function.deputy:
                places[f"{place}/{function.deputy}"] = function.deputy
            places |= {each: each.rpartition("/")[2] for each in records.on_screen(f"{place}/")}
            for part, person in places.items():
                at = records.arrived(part)
                if at is None or at >= since:
                    yield Post(part, ToPerson(person), message, refresh)


def _numbers(records: Shown, project: Project, since: datetime) -> Iterator[int]:
    """The newest first; one after it may wait to be shown."""
    prefix = f"digest/{project.id}/"
    shown = (key.removeprefix(prefix).partition("/")[0] for key in records.on_screen(prefix))
    newest = max((int(number) for number in shown if number.isdecimal()), default=0)
    for number in range(newest + 1, 0, -1):
        at = records.arrived(f"{prefix}{number}")
        if at is not None and at < since:
            return
        yield number
