"""What is looked over every minute: nothing that is open may be without a moment at which it goes on, nor fail unseen.

What is found is put right where that can be done, and told to those who look after Accord where it cannot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.alarms import Alarm, Alarms
from bot.attempts import where_raised
from bot.complaints import BROKEN, complaints
from bot.complaints import DEADLY as DEADLY_ITEMS
from bot.engine import Engine
from flows.commands import CLOCK, Actor
from flows.errors import Unavailable
from flows.escalations.records import EscalationState
from flows.overlooked import Overlooked
from flows.phrases import Count, Phrase
from flows.projects.membership import who_is
from storage.connections import Connection
from storage.due import Due
from storage.notes import PROBE, keep_note
from storage.open_items import exhausted, free_stuck_posts, overlooked, unwatched
from storage.raised import raised
from storage.set_aside import deadly_posts
from storage.store import Store
from storage.transaction import Transaction

ASLEEP = "never due"
DEADLY = "deadly posts"
UNROUTABLE = "unroutable/"
REMEMBERED = timedelta(days=1)
"""For so long it is told that a post seems to end Accord's process."""
ENDED = (
    "Accord ended again and again in the middle of sending {count}, and does not try that any more. Everything else is "
    "sent as before. Please look in the log of your system for what ended it, run the doctor, and report it."
)
UNREADABLE = "{id} waits for a decision and cannot be read, because of an error in Accord. Please report it."
log = structlog.get_logger("accord.minding")
Found = Mapping[tuple[str, str], Phrase]
"""(organisation_id, kind of alarm) -> what is wrong."""


async def look_over(store: Store, engine: Engine, alarms: Alarms, now: datetime) -> int:
    """Everything, once; returns how many open items are left that would never be due. Raises Unavailable."""
    await engine.stumbling.refresh(now)
    told = complaints(engine.stumbling.known)
    for kind in (BROKEN, DEADLY_ITEMS):
        await _tell(store, alarms, kind, {which: words for which, words in told.items() if which[1] == kind})
    left = await _woken(store, engine, now)
    await _tell(store, alarms, ASLEEP, {(each, ASLEEP): _asleep(names) for each, names in left.items()})
    await _tell(store, alarms, UNROUTABLE, await _unroutable(store))
    deadly = await store.look(lambda connection: deadly_posts(connection, now - REMEMBERED))
    await _tell(store, alarms, DEADLY, {(each, DEADLY): _ended(posts) for each, posts in deadly.items()})
    freed = await store.change(free_stuck_posts)
    if freed:
        log.warning("posts nobody would have sent", posts=freed)
    return sum(map(len, left.values()))


async def _tell(store: Store, alarms: Alarms, prefix: str, found: Found) -> None:
    """Those alarms are there; others whose kind begins so are over."""
    for (organisation_id, kind), sentence in found.items():
        await alarms.tell(organisation_id, Alarm(kind, sentence))
    for organisation_id, kind in await store.look(lambda connection: raised(connection, prefix)):
        if (organisation_id, kind) not in found:
            await alarms.over(organisation_id, kind)


async def _woken(store: Store, engine: Engine, now: datetime) -> Mapping[str, list[str]]:
    """Gives what would never be due a time; returns what has none after that, by organisation."""

    def asleep(connection: Connection) -> list[Due]:
        return [*overlooked(connection), *unwatched(connection, store.wire, now)]

    for item in await store.look(asleep):
        log.warning("open and never due", kind=item.kind, id=item.id)
        await _wake(store, engine, item, now)
    left: dict[str, list[str]] = {}
    for item in await store.look(asleep):
        left.setdefault(item.organisation_id, []).append(f"{item.kind} {item.id}")
    return left


async def _wake(store: Store, engine: Engine, item: Due, now: datetime) -> None:
    """Raises Unavailable where the database takes nothing at all: then nobody knows what would never be due."""
    event = f"overlooked/{item.kind}/{item.id}/{now.isoformat()}"
    try:
        await engine.run(Actor(item.organisation_id, CLOCK), Overlooked(item.kind, item.id), event)
    except Unavailable as error:
        await store.change(lambda connection: keep_note(connection, PROBE, "", now))  # else it is the database
        log.warning("an open item cannot be woken now", kind=item.kind, id=item.id, reason=str(error))
    except Exception as error:  # noqa: BLE001  # the edge of the look: one broken item must not hide all the others
        reason = f"{type(error).__name__} at {where_raised(error)}"
        log.error("an open item cannot be woken", kind=item.kind, id=item.id, reason=reason)


def _ended(posts: int) -> Phrase:
    return Phrase(ENDED, count=Count(posts, "message", "messages"))


def _asleep(names: list[str]) -> Phrase:
    return Phrase(
        "{count} would never be looked at again. The first: {name}. Please run the doctor, and report it.",
        count=Count(len(names), "open item", "open items"),
        name=names[0],
    )


async def _unroutable(store: Store) -> Found:
    """Open decisions whose last person is gone, so that nobody may decide them any more."""
    by_organisation: dict[str, list[str]] = {}
    for organisation_id, id_ in await store.look(exhausted):
        by_organisation.setdefault(organisation_id, []).append(id_)
    found: dict[tuple[str, str], Phrase] = {}
    for each, ids in by_organisation.items():
        found |= {(each, kind): words for kind, words in await store.read(each, partial(_looked_at, ids=ids))}
    return found


def _looked_at(records: Transaction, ids: Iterable[str]) -> list[tuple[str, Phrase]]:
    looked = ((id_, _stranded_or_broken(records, id_)) for id_ in ids)
    return [(f"{UNROUTABLE}{id_}", sentence) for id_, sentence in looked if sentence is not None]


def _stranded_or_broken(records: Transaction, escalation_id: str) -> Phrase | None:
    try:
        return _stranded(records, escalation_id)
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001  # as above
        where = where_raised(error)
        log.error("an open decision cannot be read", id=escalation_id, reason=f"{type(error).__name__} at {where}")
        return Phrase(UNREADABLE, id=escalation_id)


def _stranded(records: Transaction, escalation_id: str) -> Phrase | None:
    escalation = records.escalations.find(escalation_id)
    if escalation is None or escalation.state is not EscalationState.EXHAUSTED:
        return None
    last = records.people.find(escalation.turn.person_id)
    if last is not None and last.active:
        return None
    project = records.projects.find(escalation.project_id)
    return Phrase(
        "{label} in {project} waits for a decision, and nobody who may decide it has a working account. Please name "
        "somebody in the project's decision rights, and ask {requester} to withdraw it and to raise it again.",
        label=escalation.label,
        project=escalation.project_id if project is None else project.name,
        requester=who_is(records.people, escalation.requester),
    )
