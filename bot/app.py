"""The composition root: build(settings, clock) -> App. Ordinary code, no globals, no locators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.naming import Called
from adapters.pictures import draw
from adapters.web.memory import Line
from adapters.web.ports import LOCAL
from adapters.web.workspace import LocalWorkspace, Parts
from bot.alarms import Alarms, alarms_of
from bot.clock import Clock
from bot.commands import FROM_PEOPLE, GRAMMAR
from bot.commands import draw as draw_card
from bot.config import Settings
from bot.delivery import Delivery, Tell
from bot.engine import Engine
from bot.every_minute import EveryMinute
from bot.metrics import Counted, Metrics
from bot.platforms import Platforms, apart, where_people_are
from bot.project_files import templates
from bot.sides import Core, Side
from bot.silence import learn
from bot.skew import Skew
from bot.troubles import Troubles
from bot.true_time import look_at_clock
from bot.whereabouts import Noting, Whereabouts
from bot.workspace import LocalClock, LocalPapers, LocalPeople, kept_offset
from flows.commands import CLOCK, OPERATOR, Actor
from flows.errors import Unavailable
from flows.questionnaires.template import Template
from flows.undelivered import PostFailed
from flows.wire import Wire
from storage.rings import Ring
from storage.store import Cause, Store
from storage.transaction import Transaction
from storage.web_memory import WebMemory

if TYPE_CHECKING:
    from bot.mail import MailSide
    from bot.slack import SlackSide
    from bot.teams import TeamsSide

log = structlog.get_logger("accord.app")
STALLED = timedelta(seconds=20)
"""A tick that has not run for so long is dead."""
ROUNDS, MANY = 50, 20
"""A tick that moved many items, or had no time for some, goes on at once with the next ones, at most so often."""

A_MOMENT = 0.1
"""Seconds between two looks at what another process may be at, or may have died of."""


@dataclass
class App:
    """One running Accord. `heartbeat`: when the tick last ran, in real time of the loop."""

    settings: Settings
    organisation: str
    clock: Clock
    store: Store
    engine: Engine
    delivery: Delivery
    workspace: LocalWorkspace | None
    local_clock: LocalClock
    heartbeat: float
    alarms: Alarms
    metrics: Metrics
    skew: Skew
    slack: SlackSide | None = None
    teams: TeamsSide | None = None
    mail: MailSide | None = None
    delivering: asyncio.Task[None] | None = None
    every_minute: EveryMinute = field(init=False)

    def __post_init__(self) -> None:
        troubles = Troubles(self.store, self.alarms, self.skew, self.settings.sqlite_path)
        self.every_minute = EveryMinute(self.store, self.engine, self.clock, alarms=self.alarms, troubles=troubles)

    async def tick(self) -> None:
        """What the scheduler runs every second. Nothing moves while nobody knows what time it is."""
        try:
            if await look_at_clock(self.clock, self.store, self.alarms):
                await self._carry_out_what_is_due()
        except Unavailable as error:
            log.warning("the clock cannot move anything", reason=str(error))
            return
        self.heartbeat = asyncio.get_running_loop().time()

    async def _carry_out_what_is_due(self) -> None:
        for _ in range(ROUNDS):
            moved = await self.engine.tick()
            self.heartbeat = asyncio.get_running_loop().time()
            if moved < MANY and not self.engine.left_some:
                return

    def heard(self, what: str) -> None:
        """Another process on the same database rings; "" when it may have rung for anything."""
        if what in ("", Ring.POSTS):
            self.delivery.look()
        if what in ("", Ring.CHATS):
            for side in self.sides:
                side.forget()
        if self.workspace is not None:
            self.workspace.look_again(people=what in ("", Ring.PEOPLE))

    async def settle(self) -> None:
        """Ticks and delivers until nothing is due at this moment."""
        while True:
            moved = await self.engine.tick() + await self.delivery.deliver_once(self.clock.now())
            if not moved and not self.engine.stumbling.holds_back:
                return
            if not moved:
                await asyncio.sleep(A_MOMENT)

    async def maintain(self) -> None:
        """What the scheduler runs every minute."""
        await self.every_minute.run()

    def problems(self) -> list[str]:
        """Why this process is not ready, in words; empty when it is."""
        silent = asyncio.get_running_loop().time() - self.heartbeat
        checks = (
            (silent > STALLED.total_seconds(), f"The clock has not run for {silent:.0f} seconds."),
            (self.delivering is not None and self.delivering.done(), "Delivery has stopped."),
            (bool(self.store.trouble), f"The database takes no changes: {self.store.trouble}."),
            (bool(self.store.silence), self.store.silence),
        )
        told = (problem for side in self.sides for problem in side.problems())
        found = (problem for is_so, problem in checks if is_so)
        return [*found, *self.every_minute.problems(), *self.skew.problems(), *told]

    @property
    def sides(self) -> tuple[Side, ...]:
        """The chat platforms that are set up."""
        return _there(self.slack, self.teams)

    async def close(self) -> None:
        """Stops taking work, finishes what waits, closes the database."""
        if self.workspace is not None:
            self.workspace.close()
        for side in self.sides:
            await side.close()
        if self.mail is not None:
            await self.mail.close()
        await self.store.close()


async def build(settings: Settings, clock: Clock) -> App:
    """Puts Accord together. Raises storage's StoreRefused with one sentence when the database cannot be used."""
    wire = Wire({command.__name__: command for command in FROM_PEOPLE})
    store = await Store.open(settings.database, wire)
    try:
        return await _built(settings, clock, store)
    except BaseException:
        await store.close()
        raise


async def _built(settings: Settings, clock: Clock, store: Store) -> App:
    if clock.is_real and (truth := await store.true_time()) is not None:
        clock.look(truth)
    shipped = await asyncio.to_thread(templates, settings.templates)

    async def prepare(organisation_id: str) -> None:
        cause = Cause(OPERATOR, "Start", clock.now())
        await store.run(organisation_id, cause, lambda records: _keep(records, shipped))

    silence = await learn(store)
    await prepare(LOCAL)
    memory = WebMemory(store, LOCAL, Line)
    if settings.local_workspace and (kept := await kept_offset(memory)) is not None:
        clock.restore(kept)
    wake = asyncio.Event()
    queued = _waking(wake, store)
    engine = Engine(store, store.wire, clock.now, queued, escalations_a_minute=settings.escalations_a_minute)
    local_clock = LocalClock(clock, store, memory, LOCAL, lambda: app.settle())
    metrics, skew = Metrics(), Skew()
    counted = Counted(engine, metrics)
    workspace = _workspace(settings, store, engine=counted, memory=memory, clock=local_clock)
    shown = workspace if settings.local_workspace else None
    whereabouts = Whereabouts(store)
    heard = Noting(counted, whereabouts) if settings.slack is not None and settings.teams is not None else counted
    core = Core(store, heard, GRAMMAR.named(settings.commands), store.wire, clock.now, prepare, skew)
    slack, teams = await _slack(settings, core), await _teams(settings, core)
    sides = _there(slack, teams)
    store.twice = frozenset({LOCAL} if len(sides) > 1 else ())
    mail = await _mail(settings, store, clock)
    platform = _platforms(shown if sides else workspace, sides, whereabouts, mail)
    told = _telling(engine, by_mail=mail is not None)
    delivery = Delivery(store, platform, clock.now, wake, draw=draw_card, apart=apart, tell=told, ended=metrics.ended)
    started, alarms = asyncio.get_running_loop().time(), alarms_of(settings, engine, clock.now, sides)
    app = App(settings, LOCAL, clock, store, engine, delivery, shown, local_clock, started, alarms, metrics, skew)
    app.slack, app.teams, app.mail = slack, teams, mail
    store.silence = silence
    store.heed(app.heard)
    return app


def _waking(wake: asyncio.Event, store: Store) -> Callable[[], None]:
    """Wakes delivery, here and in other processes."""

    def queued() -> None:
        wake.set()
        store.ring(Ring.POSTS)

    return queued


def _workspace(
    settings: Settings, store: Store, *, engine: Counted, memory: WebMemory[Line], clock: LocalClock
) -> LocalWorkspace:
    parts = Parts(
        engine=engine,
        grammar=GRAMMAR.named(settings.commands),
        people=LocalPeople(store, LOCAL),
        memory=memory,
        clock=clock,
        wire=store.wire,
        draw_picture=draw,
        called=Called(settings.commands),
        notice=lambda: store.silence,
        charter=LocalPapers(store, LOCAL, clock.now).charter,
    )
    return LocalWorkspace(parts)


def _telling(engine: Engine, *, by_mail: bool) -> Tell:
    """Lets the project know what was given up, and lets mail try where it can."""

    async def tell(organisation_id: str, gone: PostFailed) -> None:
        failed = replace(gone, by_mail=by_mail)
        await engine.run(Actor(organisation_id, CLOCK), failed, f"undelivered/{failed.key}/{failed.version}")

    return tell


async def _slack(settings: Settings, core: Core) -> SlackSide | None:
    if settings.slack is None:
        return None
    from bot.slack import connect  # Slack's SDKs are slow to import

    return await connect(settings, core)


async def _teams(settings: Settings, core: Core) -> TeamsSide | None:
    if settings.teams is None:
        return None
    return (await asyncio.to_thread(_microsoft))(settings, core)


def _microsoft() -> Callable[[Settings, Core], TeamsSide]:
    from bot.teams import connect  # Microsoft's SDK is slow to import, too, and reads files then

    return connect


async def _mail(settings: Settings, store: Store, clock: Clock) -> MailSide | None:
    if settings.mail is None:
        return None
    from bot.mail import connect  # only where it is wanted

    return connect(settings.mail, store, clock.now, settings.commands)


def _there(*sides: Side | None) -> tuple[Side, ...]:
    """Those that are set up."""
    return tuple(side for side in sides if side is not None)


def _platforms(
    local: LocalWorkspace | None, sides: Iterable[Side], whereabouts: Whereabouts, mail: MailSide | None
) -> Platforms:
    here, chats = None if local is None else local.platform, tuple(side.chat for side in sides)
    post = None if mail is None else mail.platform
    served = (here, *(chat.platform for chat in chats), post)
    choose = where_people_are(here, chats, whereabouts.of, post)
    return Platforms(tuple(platform for platform in served if platform is not None), choose)


def _keep(transaction: Transaction, shipped: Mapping[str, Template]) -> None:
    """The templates of this release and of the operator are records like the others; an unchanged one is left alone."""
    for template in shipped.values():
        if transaction.templates.find(template.id) != template:
            transaction.templates.put(template)
