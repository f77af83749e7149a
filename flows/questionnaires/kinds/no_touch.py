"""Date ranges in which production must not be touched."""

# ruff: noqa: ARG002  # all kinds have the same methods, and not each of them needs all it is given

from __future__ import annotations

import re

from flows.commands import FormValues
from flows.errors import Invalid, InvalidForm
from flows.forms import DateField, Field, TextField
from flows.phrases import Phrase, Quote, Words
from flows.questionnaires.asking import Asking, Part, Setting, Taken, one_text
from flows.questionnaires.days import DAY, read_dated
from flows.questionnaires.kinds.listing import Entries, Entry, ListWay, entries_of, text_of
from flows.questionnaires.lines import join, quoted, split

_RANGE = re.compile(
    rf"(?:from\s+)?(?P<first>{DAY})(?:\s*(?:to|till|until|-|–|\.\.)\s*(?P<last>{DAY}))?\s*(?P<why>.*)",
    re.IGNORECASE | re.DOTALL,
)


class NoTouchWay(ListWay):
    """`2027-05-01 to 2027-05-31: seasonal peak`; one day stands alone."""

    example = "2027-05-01 to 2027-05-31: seasonal peak"
    none_label = "No such days"
    none_words = "No such days."

    def parse(self, asking: Asking, line: str, before: Entries) -> Entry:
        found = _RANGE.fullmatch(line.strip())
        if found is None:
            days = re.findall(DAY, line, re.IGNORECASE)
            raise Invalid(
                "I read “{line}”{problem}. Please type the first day, “to”, the last day and the reason, "
                "for example: {example}",
                line=line.strip()[:80],
                problem="" if days else ", and there is no day in it",
                example=self.example,
            )
        first, last = (read_dated(day, self.example) for day in (found["first"], found["last"] or found["first"]))
        why = found["why"].lstrip(" :;,-–")
        words = " ".join(part for _, part in split(why)) if why.startswith('"') else why.strip()
        return {"from": first.isoformat(), "to": last.isoformat()} | ({"why": words} if words else {})

    def line(self, setting: Setting, entry: Entry) -> str:
        days = f"{entry['from']} to {entry['to']}"
        why = text_of(entry, "why")
        if why and why != why.lstrip(" :;,-–"):
            why = quoted(why)
        elif why:
            why = join([("", why)])
        return f"{days}: {why}" if why else days

    def words(self, setting: Setting, entry: Entry) -> Words:
        why = Phrase(": {why}", why=Quote(text_of(entry, "why"))) if entry.get("why") else ""
        first, last = str(entry.get("from")), str(entry.get("to"))
        if first == last:
            return Phrase("{day}{why}", day=first, why=why)
        return Phrase("{first} to {last}{why}", first=first, last=last, why=why)

    def record(self, asking: Asking) -> tuple[Field, ...]:
        return (
            DateField("from", "First day", required=True),
            DateField("to", "Last day", hint="Leave empty for one day."),
            TextField("why", "Why", hint="for example: seasonal peak"),
        )

    def recorded(self, asking: Asking, values: FormValues) -> Taken:
        first = one_text(values, "from")
        if not first:
            raise InvalidForm({"from": "Please give the first day."})
        entry = {"from": first, "to": one_text(values, "to") or first}
        if one_text(values, "why"):
            entry["why"] = one_text(values, "why")
        try:
            return Part([*entries_of(asking.draft), self.store(asking, entry)])
        except Invalid as refusal:
            raise InvalidForm({"to": refusal.phrase}) from refusal
