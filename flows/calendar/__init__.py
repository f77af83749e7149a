"""Time as people live it: zones, working days and hours, holidays, absences. Instants are aware, in UTC."""

from flows.calendar.days import away_until, is_away, is_holiday, works_on
from flows.calendar.digests import next_digest, next_weekly
from flows.calendar.hours import describe_hours
from flows.calendar.local import local_day, local_instant, same_time, zone_named
from flows.calendar.spans import add_working, add_working_days, after
from flows.calendar.working import Slot, is_working, last_slot, next_working, slots

__all__ = [
    "Slot",
    "add_working",
    "add_working_days",
    "after",
    "away_until",
    "describe_hours",
    "is_away",
    "is_holiday",
    "is_working",
    "last_slot",
    "local_day",
    "local_instant",
    "next_digest",
    "next_weekly",
    "next_working",
    "same_time",
    "slots",
    "works_on",
    "zone_named",
]
