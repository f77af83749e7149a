"""What those who look after Accord are told of due items that are not carried out."""

from __future__ import annotations

from collections.abc import Mapping

from flows.phrases import Count, Phrase
from storage.claims import DEATHS
from storage.due import Due
from storage.stumbles import Stumble

NOT_TAKEN = "The database does not take it"
"""How the reason begins of what the database does not take."""
SERIOUS = 3
"""Tries in vain after which they are told."""
BROKEN, DEADLY = "broken items", "deadly items"
"""The kinds of the alarms."""
FAILS = (
    "{count} cannot be carried out because of an error in Accord, and is tried again every hour. The first: {kind} "
    "{id}. {reason}. Please run the doctor, and report it."
)
LOCKED = (
    "{count} cannot be carried out, and is tried again every few seconds. The first: {kind} {id}. {reason}. Please "
    "look whether somebody keeps it locked in the database, and run the doctor."
)
ENDS = (
    "Accord ended again and again in the middle of carrying out {count}, and now tries that once a day only. "
    "Everything else goes on as before. The first: {kind} {id}. Please look in the log of your system for what ended "
    "it, run the doctor, and report it."
)


def is_deadly(how: Stumble) -> bool:
    """Whether it seems to be what ends its process each time."""
    return how.unended >= DEATHS


def is_broken(how: Stumble) -> bool:
    """Whether it fails for long, or is not taken."""
    return max(how.failures, how.untaken) >= SERIOUS and not is_deadly(how)


def complaints(known: Mapping[Due, Stumble]) -> Mapping[tuple[str, str], Phrase]:
    """What is told, by organisation and kind of alarm."""
    found: dict[tuple[str, str], dict[Due, Stumble]] = {}
    for item, how in known.items():
        for kind, belongs in ((BROKEN, is_broken), (DEADLY, is_deadly)):
            if belongs(how):
                found.setdefault((item.organisation_id, kind), {})[item] = how
    return {which: _told(which[1], items) for which, items in found.items()}


def warnings(known: Mapping[Due, Stumble]) -> list[str]:
    """The same in sentences for whoever watches over the process: nobody else waits for these items."""
    told = (
        (is_broken, "{} cannot be carried out."),
        (is_deadly, "Accord ended again and again in the middle of carrying out {}, and tries that once a day only."),
    )
    counts = ((sum(map(belongs, known.values())), sentence) for belongs, sentence in told)
    return [
        f"{sentence.format(_items(count))} Please run the doctor, and report it." for count, sentence in counts if count
    ]


def _items(count: int) -> str:
    return f"{count} due {'item' if count == 1 else 'items'}"


def _told(kind: str, items: Mapping[Due, Stumble]) -> Phrase:
    item, how = min(items.items(), key=lambda each: each[1].since)
    count = Count(len(items), "due item", "due items")
    if kind == DEADLY:
        return Phrase(ENDS, count=count, kind=item.kind, id=item.id)
    template = LOCKED if how.reason.startswith(NOT_TAKEN) else FAILS
    return Phrase(template, count=count, kind=item.kind, id=item.id, reason=how.reason)
