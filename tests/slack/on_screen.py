"""What is on the screens of a workspace, read beside what Accord keeps of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BindParameter, bindparam, select

from bot.app import App
from bot.platforms import split
from storage.connections import Connection
from storage.outbox_statements import POSTED
from tests.slack.fake.world import Team, User
from tests.slack.screen import Reader, lines_of
from tests.stories.chat import WAITING, Arrival

ORGANISATION: BindParameter[str] = bindparam("organisation")
WHERE = select(POSTED.c.reference, POSTED.c.address, POSTED.c.key).where(POSTED.c.organisation_id == ORGANISATION)


async def posted(app: App, organisation: str) -> dict[str, tuple[str, str]]:
    """(address, key) of every message that Accord knows to be on screen, by channel/ts."""

    def look(connection: Connection) -> dict[str, tuple[str, str]]:
        rows = connection.rows(WHERE, {"organisation": organisation})
        return {split(str(at))[1]: (str(to), str(key)) for at, to, key in rows}

    return await app.store.look(look)


def arrivals(team: Team, known: dict[str, tuple[str, str]]) -> list[Arrival]:
    """The messages that have come, in order."""
    there = [(each, known.get(f"{each.channel}/{each.ts}")) for each in team.messages]
    return [Arrival(at[0], datetime.fromtimestamp(float(each.ts), UTC), at[1]) for each, at in there if at is not None]


def shown_to_others(team: Team, user: User, reader: Reader) -> list[str]:
    """Everything on screen but in this person's direct messages, notification texts included."""
    direct = team.direct(user.id).id
    others = [each for each in team.messages if each.channel != direct]
    others += [each for each in team.ephemerals if each.only_for != user.id]
    return [f"{each.text} {' '.join(lines_of(each.blocks, reader))}" for each in others]


async def waiting_for_others(app: App, person: str) -> list[str]:
    """What is on its way to anybody else."""

    def look(connection: Connection) -> list[str]:
        return [str(row[0]) for row in connection.rows(WAITING, {"to": f"@{person}"})]

    return await app.store.look(look)
