"""Telling: the digest, what could not be delivered, and what its administrators have to know."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.alarms import AlarmDue, EndAlarm, RaiseAlarm, alarm_due, end_alarm, raise_alarm
from flows.digests import posting as digest
from flows.overlooked import Overlooked, overlooked
from flows.undelivered import PostFailed, post_failed

AREA = Area(
    looks=(case(digest.ShowStatus, digest.show_status),),
    by_others=(
        case(digest.DigestDue, digest.post_digest),
        case(PostFailed, post_failed),
        case(RaiseAlarm, raise_alarm),
        case(EndAlarm, end_alarm),
        case(AlarmDue, alarm_due),
        case(Overlooked, overlooked),
    ),
    on_tick={"digest": digest.DigestDue, "alarm": AlarmDue},
)
