"""What the sponsor confirms, beside what they confirm it of; and which points are still open. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from flows.charter import agreed
from flows.charter.material import Material
from flows.messages import Block, Items, Text
from flows.phrases import Phrase, Words
from flows.sponsor import forecast_cards
from flows.sponsor.expecting import expected
from flows.sponsor.records import Backup, BackupState, Point, Preparation

TITLES: dict[Point, str] = {
    Point.DECISIONS: "The decisions of the first weeks",
    Point.CRITERIA: "What the first stage is measured by",
    Point.PATH: "The path when something is stuck",
    Point.BACKUP: "A back-up who decides when you cannot",
}
KNOWS: dict[Point, str] = {
    Point.DECISIONS: "the decisions of the first weeks",
    Point.CRITERIA: "what the first stage is measured by",
    Point.PATH: "the path when something is stuck",
}


@dataclass(frozen=True)
class Shown:
    """A point with what is confirmed. `seen`: its fingerprint, "" while there is nothing to confirm yet."""

    point: Point
    blocks: tuple[Block, ...]
    seen: str
    done: bool


def points(found: Material) -> tuple[Shown, ...]:
    """All of them, in order."""
    return (*(_known(found, point) for point in KNOWS), _backup(found))


def _known(found: Material, point: Point) -> Shown:
    blocks, source = {Point.DECISIONS: _decisions, Point.CRITERIA: _criteria, Point.PATH: _path}[point](found)
    seen = sha256(source.encode()).hexdigest()[:16] if source else ""
    held = _preparation(found).confirmed.get(point)
    done = held is not None and bool(seen) and (held.by, held.seen) == (found.project.sponsor, seen)
    return Shown(point, blocks, seen, done)


def _preparation(found: Material) -> Preparation:
    return found.preparation or Preparation(found.project.id)


def _decisions(found: Material) -> tuple[tuple[Block, ...], str]:
    start = found.project.kickoff
    every = expected(found, start)
    blocks: tuple[Block, ...] = (Text(forecast_cards.load(found, every, start)),)
    if every:
        blocks = (*blocks, forecast_cards.lines(found, every, short=True))
    return blocks, "\n".join((f"from {start}", *(f"{e.tradeoff} {e.day} {e.decider} {e.milestone}" for e in every)))


def _criteria(found: Material) -> tuple[tuple[Block, ...], str]:
    there = agreed.goal_of(found)
    if there is None:
        return (Text("No goal is agreed yet, so there is nothing to confirm. /align goal proposes one."),), ""
    said = [
        line.words for line in agreed.goal(found) if line.key in ("goal/business", "goal/operational", "goal/measure")
    ]
    return (Items(tuple(said)),), there[0].id


def _path(found: Material) -> tuple[tuple[Block, ...], str]:
    words: tuple[Words, ...] = tuple(line.words for line in agreed.path(found))
    project = found.project
    return (Items(words),), f"{project.sponsor}/{project.facilitator}/{project.backup or ''}"


def _backup(found: Material) -> Shown:
    words: Words
    held = standing_in(found)
    if held is None:
        words = "Nobody is named yet. Whoever you name is asked, and counts when they have said yes."
    else:
        said = {
            BackupState.ASKED: "{who} is asked and has not answered yet.",
            BackupState.ACCEPTED: "{who} has said yes: a decision that you do not take in time goes to them.",
            BackupState.DECLINED: "{who} has said no. Please name somebody else.",
        }
        words = Phrase(said[held.state], who=found.cast.who(held.person_id))
    return Shown(Point.BACKUP, (Text(words),), "", held is not None and held.state is BackupState.ACCEPTED)


def standing_in(found: Material) -> Backup | None:
    """Whom this sponsor has asked; None where nobody is, or not any more."""
    held = _preparation(found).backup
    if held is None or held.by != found.project.sponsor or not found.cast.person(held.person_id).active:
        return None
    return held


@dataclass(frozen=True)
class Open:
    """A point that is missing, as a sentence, and the person who can settle it."""

    point: Point
    words: Phrase
    owner: str


def still_open(found: Material) -> Iterator[Open]:
    """What is missing before the start. It is with the sponsor, or with who is asked to stand in."""
    sponsor = found.cast.person(found.project.sponsor).name
    for each in points(found):
        if each.done:
            continue
        asked = standing_in(found) if each.point is Point.BACKUP else None
        if asked is not None and asked.state is BackupState.ASKED:
            words = Phrase("{sponsor} (sponsor) has asked somebody to be the back-up.", sponsor=sponsor)
            yield Open(each.point, words, asked.person_id)
        elif each.point is Point.BACKUP:
            words = Phrase("{sponsor} (sponsor) has no back-up who has accepted.", sponsor=sponsor)
            yield Open(each.point, words, found.project.sponsor)
        else:
            template = "{sponsor} (sponsor) has not confirmed that they know {what}."
            words = Phrase(template, sponsor=sponsor, what=KNOWS[each.point])
            yield Open(each.point, words, found.project.sponsor)
