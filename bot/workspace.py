"""What the local workspace asks of the rest: who is here, what comes next, and time that can be moved on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Container, Iterable, Mapping
from datetime import datetime, timedelta

from adapters.web.memory import Memory
from adapters.web.ports import Channel, Directory, Paper, Upcoming
from bot.clock import Clock
from bot.papers import paper
from flows.charter.keeping import CURRENT
from flows.projects.membership import members
from flows.projects.records import Project
from flows.rounds.records import View
from storage.store import Store
from storage.transaction import Transaction

OFFSET = "clock.offset"
SHOWN = 4


class LocalPeople:
    """Everybody of the organisation, and one channel for each project."""

    def __init__(self, store: Store, organisation: str) -> None:
        self._store = store
        self._organisation = organisation

    async def directory(self) -> Directory:
        """Who is here as of now."""
        return await self._store.read(self._organisation, _directory)


def _directory(transaction: Transaction) -> Directory:
    people = transaction.people.all()
    projects = [project for project in transaction.projects.all() if project.channel]
    titles: dict[str, str] = {}
    for project in projects:
        for person, title in _titles(project):
            titles.setdefault(person, title)
    signed = {charter.project_id for charter in transaction.charters.where(state=CURRENT)}
    return Directory(tuple(sorted(people, key=lambda person: person.name)), _channels(projects, signed), titles)


def _channels(projects: Iterable[Project], signed: Container[str]) -> tuple[Channel, ...]:
    """One channel per name, with the people of every project that uses it."""
    named: dict[str, list[Project]] = {}
    for project in projects:
        named.setdefault(project.channel, []).append(project)
    return tuple(
        Channel(
            name,
            " · ".join(project.name for project in here),
            tuple(sorted(frozenset[str]().union(*(members(project) for project in here)))),
            tuple(Paper(project.id, f"Charter of {project.name}") for project in here if project.id in signed),
        )
        for name, here in sorted(named.items())
    )


def _titles(project: Project) -> Iterable[tuple[str, str]]:
    """A few words on who somebody is, the most telling first."""
    yield project.sponsor, "Sponsor"
    yield project.facilitator, "Facilitator"
    for function in project.functions:
        yield function.representative, function.name
        if function.deputy:
            yield function.deputy, f"{function.name}, deputy"
    for observer in project.observers:
        yield observer, "Observer"


class LocalPapers:
    """Documents of the workspace's projects, as of the simulated time."""

    def __init__(self, store: Store, organisation: str, now: Callable[[], datetime]) -> None:
        self._store = store
        self._organisation = organisation
        self._now = now

    async def charter(self, project_id: str, form: str) -> bytes:
        """In that format. Raises NotFound for an unknown project."""
        return await paper(self._store, self._organisation, ("charter", project_id, form), self._now())


class LocalClock:
    """Simulated time: kept with the chat, moved on from one due moment to the next, never back."""

    def __init__(
        self, clock: Clock, store: Store, memory: Memory, organisation: str, settle: Callable[[], Awaitable[None]]
    ) -> None:
        self._clock = clock
        self._store = store
        self._memory = memory
        self._organisation = organisation
        self._settle = settle

    def now(self) -> datetime:
        """The simulated instant."""
        return self._clock.now()

    async def upcoming(self) -> tuple[Upcoming, ...]:
        """What the clock will do next, soonest first: one of each sort."""
        now = self.now()
        coming = await self._store.read(self._organisation, _coming)
        soonest: dict[str, Upcoming] = {}
        for sort, next_one in sorted(coming, key=lambda pair: pair[1].at):
            if next_one.at > now:
                soonest.setdefault(sort, next_one)
        return tuple(soonest.values())[:SHOWN]

    async def skip(self, to: datetime) -> None:
        """Moves on to `to`, stopping at each moment at which something is due, as real time would have done."""
        await self._settle()  # what is happening now happens at this time
        seen: datetime | None = None
        while (stop := await self._store.next_due(self._organisation)) is not None and stop < to:
            if stop == seen:  # an item that cannot move must not hold time up
                break
            seen = stop
            await self._move(stop)
        await self._move(to)

    async def _move(self, to: datetime) -> None:
        if to > self.now():
            self._clock.set_forward(to)
            await self._memory.set_setting(OFFSET, str(self._clock.offset.total_seconds()))
        await self._settle()


async def kept_offset(memory: Memory) -> timedelta | None:
    """How far the simulated clock had been moved on before the last stop, None where it never was."""
    kept = await memory.setting(OFFSET)
    return None if kept is None else timedelta(seconds=float(kept))


def _coming(transaction: Transaction) -> list[tuple[str, Upcoming]]:
    projects = {project.id: project for project in transaction.projects.all()}
    found = [
        *(("nudge", view.due_at, _reminder(projects, view)) for view in transaction.views.all()),
        *(("deadline", round_.due_at, "Answers due") for round_ in transaction.rounds.all()),
        *(("step", each.due_at, f"Escalation E-{each.number}") for each in transaction.escalations.all()),
        *(("consent", each.due_at, f"Proposal {each.id}") for each in transaction.proposals.all()),
        *(("contradiction", each.due_at, f"Contradiction {each.label}") for each in transaction.contradictions.all()),
        *(("digest", digest.due_at, f"Digest of {digest.id}") for digest in transaction.digests.all()),
    ]
    return [(sort, Upcoming(label, at)) for sort, at, label in found if at is not None]


def _reminder(projects: Mapping[str, Project], view: View) -> str:
    """It may go to who answers, to their deputy or to the sponsor: what it is about is sure."""
    project = projects.get(view.project_id)
    names = {function.id: function.name for function in project.functions} if project else {}
    return f"Reminder about {names.get(view.function_id, view.function_id)}"
