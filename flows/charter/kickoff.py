"""The day of the kick-off: starting without a signed charter is possible, visible, and by name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import local_day
from flows.charter.keeping import Records, current
from flows.charter.material import material
from flows.charter.readiness import items, missing
from flows.effects import Post
from flows.messages import Header, Message, Text, ToChannel
from flows.phrases import Phrase
from flows.projects.records import Project


def told_at_start(records: Records, project: Project, now: datetime) -> Iterator[Post]:
    """In the channel, once: what is missing as the project starts, and with whom; nothing where nothing is."""
    found = material(records, project)
    points = missing(found, current(records, project.id), local_day(now, project.zone))
    if points and project.channel:
        title = Phrase("{project} starts today without everything that was to be clear.", project=project.name)
        words = Phrase(
            "{sponsor} (sponsor) and {facilitator} (facilitator) start it with these points open:",
            sponsor=found.name(project.sponsor),
            facilitator=found.name(project.facilitator or project.sponsor),
        )
        message = Message(title, (Header(title), Text(words), items(points, found)))
        yield Post(f"charter/{project.id}/kickoff", ToChannel(project.channel), message)
