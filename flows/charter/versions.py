"""From one version of the charter to the next: what has changed, and whose signature still stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.charter.records import MATERIAL, Charter, Line, Newcomer, Objection, Signature
from flows.phrases import Phrase

REWORDED: Mapping[str, str] = {
    "{owner}: {text} Crossed when {test} Then {breach}": "{owner}: {text}; crossed when {test}; then {breach}",
}
"""What a sentence of ours was in charters that were published before, and what it is now."""


@dataclass(frozen=True)
class Change:
    """A line that was added (`before` None), removed (`after` None) or changed."""

    before: Line | None
    after: Line | None

    @property
    def lines(self) -> tuple[Line, ...]:
        """The line before and after, as far as there is one."""
        return tuple(line for line in (self.before, self.after) if line is not None)

    @property
    def words(self) -> Phrase:
        """For people to read."""
        if self.before is None and self.after is not None:
            return Phrase("Added: {now}", now=self.after.words)
        if self.after is None and self.before is not None:
            return Phrase("Removed: {before}", before=self.before.words)
        before, after = self.lines
        return Phrase("Changed: {now} Before: {before}", now=after.words, before=before.words)

    @property
    def is_material(self) -> bool:
        """Whether it has to be signed anew."""
        return any(line.section in MATERIAL for line in self.lines)


def changes(before: Iterable[Line], after: Iterable[Line]) -> tuple[Change, ...]:
    """What differs, by key; another source alone is no change. Added and changed lines first, then removed ones."""
    old = {line.key: line for line in before}
    new = {line.key: line for line in after}
    fresh = [Change(old.get(key), line) for key, line in new.items() if key not in old or _differs(old[key], line)]
    gone = [Change(line, None) for key, line in old.items() if key not in new]
    return (*fresh, *gone)


def _differs(one: Line, other: Line) -> bool:
    return _as_now(one.words) != _as_now(other.words)


def _as_now(words: Phrase) -> Phrase:
    """As Accord words it now: nobody signs anew because of that."""
    return Phrase(REWORDED.get(words.template, words.template), **words.values)


def reopened(changed: Iterable[Change], functions: Iterable[str]) -> frozenset[str]:
    """The functions that sign anew: those that a material change concerns."""
    everybody = frozenset(functions)
    found: set[str] = set()
    for change in changed:
        if change.is_material:
            found |= _concerned(change, everybody)
    return everybody & found


def _concerned(change: Change, everybody: frozenset[str]) -> frozenset[str]:
    if any(not line.concerns for line in change.lines):
        return everybody
    return frozenset(function for line in change.lines for function in line.concerns)


def following(before: Charter | None, fresh: Charter, valid_until: date | None) -> Charter:
    """The new version with the signatures that still stand."""
    if before is None:
        return replace(fresh, valid_until=valid_until)
    again = reopened(changes(before.lines, fresh.lines), fresh.asked)
    again |= before.moved_by.keys() | {each.function for each in before.objections}
    kept = tuple(each for each in before.signatures if each.function in fresh.asked and each.function not in again)
    return replace(fresh, signatures=kept, valid_until=valid_until, newcomers=tuple(_still_expected(before)))


def _still_expected(before: Charter) -> Iterator[Newcomer]:
    """Those who have not answered, or have objected, are asked about the new version."""
    objected = {(each.function, each.by) for each in before.objections}
    for each in before.newcomers:
        if each.answered_at is None or (each.function, each.person) in objected:
            yield replace(each, answered_at=None)
        elif not each.function:
            yield each


def replaced(charter: Charter, now: datetime) -> Charter:
    """A newer version has taken its place."""
    return replace(charter, replaced_at=now)


def signed(charter: Charter, signature: Signature, *, head: bool = True) -> Charter:
    """With one more signature, in the order of the functions; who only decides something has consented.

    `head`: by the representative of the function, whose word is everybody's in it; a deputy's is their own.
    """
    charter = answered(charter, signature.function, signature.by, signature.at, head=head)
    if not signature.function:
        return charter
    given = {**charter.signed, signature.function: signature}
    moved = tuple(each for each in charter.moved if each.function != signature.function)
    signatures = tuple(given[function] for function in charter.asked if function in given)
    return replace(charter, signatures=signatures, moved=moved)


def answered(charter: Charter, function: str, by: str, at: datetime, *, head: bool = True) -> Charter:
    """Who came later has said something: their earlier objection is gone. A deputy's word answers for no newcomer but
    themself: a new head is asked to consent in person."""

    def is_theirs(one: str, person: str) -> bool:
        return one == function and (person == by or (head and bool(function)))

    newcomers = tuple(
        replace(each, answered_at=at) if is_theirs(each.function, each.person) else each for each in charter.newcomers
    )
    objections = tuple(each for each in charter.objections if not is_theirs(each.function, each.by))
    return replace(charter, newcomers=newcomers, objections=objections)


def objected(charter: Charter, objection: Objection, *, head: bool = True) -> Charter:
    """It does not stand behind the charter until it signs, or a newer version is published. `head` as in `signed`."""
    after = answered(charter, objection.function, objection.by, objection.at, head=head)
    return replace(after, objections=(*after.objections, objection))
