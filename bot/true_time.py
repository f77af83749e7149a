"""The process's clock goes by the true time: the machine's, or the database's where several processes share one."""

from __future__ import annotations

import structlog

from bot.alarms import Alarm, Alarms
from bot.clock import Clock, Sight
from storage.set_back import set_back
from storage.store import Store

KIND = "clock"
JUMPED = (
    "The clock that Accord goes by has jumped by more than five minutes. Nothing falls due until it goes on steadily. "
    "Please check the time of the computer that runs Accord or its database, and what sets it."
)
log = structlog.get_logger("accord.clock")


async def look_at_clock(clock: Clock, store: Store, alarms: Alarms) -> bool:
    """Goes by the true time, and says whether that is known. Raises Unavailable."""
    before, was_sure = clock.now(), not clock.is_doubted
    sight = clock.look(await store.true_time() if clock.is_real else None)
    if sight is Sight.DOUBTED:
        if was_sure:
            log.warning("the clock has jumped", kind=KIND)
            await alarms.tell_all(Alarm(KIND, JUMPED))
        return False
    if sight is Sight.BELIEVED:
        now = clock.now()
        log.warning("the clock is believed again", kind=KIND, seconds=int((now - before).total_seconds()))
        if now < before:
            await store.change(lambda connection: set_back(connection, before, now))
    if not was_sure:
        await alarms.over_all(KIND)
    return True
