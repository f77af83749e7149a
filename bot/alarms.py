"""Tells those who look after Accord what only they can put right: once for each kind until it is over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

import structlog

from adapters.intake import Engine
from adapters.web.ports import LOCAL
from bot.config import Settings
from bot.lately import Lately
from bot.sides import Side
from flows.alarms import EndAlarm, RaiseAlarm
from flows.commands import CLOCK, Actor, Command
from flows.errors import Unavailable
from flows.phrases import Words

log = structlog.get_logger("accord.alarms")
AGAIN = 300.0
"""Seconds until the database is asked again about what was said before: another process may know better."""


@dataclass(frozen=True)
class Alarm:
    """`kind`: short and always the same for the same trouble ("disk", "unroutable/line3/E-1"). `sentence`: what is
    wrong and what to do; nobody's words and no secrets."""

    kind: str
    sentence: Words


class Alarms:
    """May be told the same again and again, as often as it is seen; so it may be over. Neither ever raises.

    Through the outbox, so that it outlives this process and nobody is told twice. While the database takes nothing it
    is kept nowhere: whoever sees the trouble says so again. `organisations`: all of them, for what concerns everybody.
    """

    def __init__(
        self,
        engine: Engine,
        now: Callable[[], datetime],
        organisations: Callable[[], Awaitable[tuple[str, ...]]],
        *,
        administrators: tuple[str, ...] = (),
        mail: bool = False,
    ) -> None:
        self._engine = engine
        self._now = now
        self._organisations = organisations
        self._administrators = administrators
        self._mail = mail
        self._said: Lately[tuple[str, str], tuple[Words | None]] = Lately(AGAIN)

    async def tell(self, organisation_id: str, alarm: Alarm) -> None:
        """There is this trouble in the organisation."""
        await self._tell(organisation_id, alarm, self._administrators)

    async def over(self, organisation_id: str, kind: str) -> None:
        """There is no such trouble, or not any more."""
        await self._say(organisation_id, EndAlarm(kind), kind, None)

    async def tell_all(self, alarm: Alarm) -> None:
        """The same in every organisation; mail addresses that are nobody's there get it only once."""
        for number, organisation_id in enumerate(await self._known()):
            strangers = number == 0
            named = tuple(name for name in self._administrators if strangers or "@" not in name)
            await self._tell(organisation_id, alarm, named)

    async def over_all(self, kind: str) -> None:
        """The same in every organisation."""
        for organisation_id in await self._known():
            await self.over(organisation_id, kind)

    async def _known(self) -> tuple[str, ...]:
        try:
            return await self._organisations()
        except Unavailable:
            return ()

    async def _tell(self, organisation_id: str, alarm: Alarm, named: tuple[str, ...]) -> None:
        log.warning("alarm", kind=alarm.kind, organisation=organisation_id)
        command = RaiseAlarm(alarm.kind, alarm.sentence, named, mail=self._mail)
        await self._say(organisation_id, command, alarm.kind, alarm.sentence)

    async def _say(self, organisation_id: str, command: Command, kind: str, sentence: Words | None) -> None:
        said = self._said.get((organisation_id, kind))
        if said is not None and said == (sentence,):
            return
        now = self._now()
        try:
            event = f"alarm/{type(command).__name__}/{kind}/{now.isoformat()}"
            await self._engine.run(Actor(organisation_id, CLOCK), command, event)
        except Unavailable as error:
            log.warning("nobody can be told now", kind=kind, reason=str(error))
            return
        self._said.put((organisation_id, kind), (sentence,))


def alarms_of(settings: Settings, engine: Engine, now: Callable[[], datetime], sides: tuple[Side, ...]) -> Alarms:
    """Those of this process."""

    async def organisations() -> tuple[str, ...]:
        """All of them, the one of this server first."""
        served = [await side.organisations() for side in sides]
        return tuple(dict.fromkeys((LOCAL, *chain.from_iterable(served))))

    return Alarms(engine, now, organisations, administrators=settings.administrators, mail=settings.mail is not None)
