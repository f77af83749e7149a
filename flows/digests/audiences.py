"""The part of the digest that each function asked for, by direct message to whoever speaks for it now.

What it wants to read, what it must hear of and how often are its own answers; nobody else gets it. While its
representative is away or gone, its deputy does. One message, and none where nothing of it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flows.calendar import local_day, next_working
from flows.decisions.cast import Cast
from flows.decisions.voices import voice
from flows.digests.lines import standing
from flows.digests.records import DigestState, Told
from flows.digests.rhythm import comes_between, is_time, next_between
from flows.digests.standing import Line, Situation, Standing
from flows.digests.wording import SHOWN
from flows.effects import Post, Promise
from flows.evidence.claiming import claimed
from flows.messages import Block, Header, Items, Message, ToPerson
from flows.phrases import Phrase, Words
from flows.projects.records import Function
from flows.questionnaires.answers import Visibility
from flows.resolving.rungs import owners
from flows.rounds.analysis import latest
from flows.rounds.records import View, ViewState

CONTENT, ALERTS, CADENCE = "reporting.content", "reporting.alerts", "reporting.cadence"
HEARD: Mapping[str, tuple[str, ...]] = {
    "safety_event": ("safety",),
    "production_stop": ("production_stop",),
    "red_line": ("red_line", "red-line"),
    "date_slip": ("overdue/",),
    "budget": ("cost", "budget"),
    "failed_test": ("rejected",),
}
"""What a line has to be about, so that it is what a function must hear of."""


@dataclass(frozen=True)
class Wish:
    """What one function wants to read, what it must hear of, and how often."""

    content: tuple[str, ...]
    alerts: tuple[str, ...]
    cadence: str


@dataclass(frozen=True)
class Parts:
    """A post for each function whose part has changed, what each was told last, and when one is due between digests."""

    posts: tuple[Post, ...]
    told: Mapping[str, Told]
    next_at: datetime | None


def for_audiences(
    situation: Situation, cast: Cast, state: DigestState, now: datetime, *, key: str, coming: datetime, between: bool
) -> Parts:
    """What is due now. `coming`: the next digest; `between`: only for who wants more than the digests.

    Where nobody who speaks for a function can read it before the next one, it does not count as told.
    """
    project = situation.project
    views = {view.function_id: view for view in situation.findings.views}
    told, posts, cadences = dict(state.audiences), [], []
    for function in project.functions:
        before = told.get(function.id)
        reader = voice(function, cast, now)
        wish = _wish(views.get(function.id), reader)
        cadences.append(wish.cadence)
        if (between and not comes_between(wish.cadence, project)) or not is_time(wish.cadence, before, project, now):
            continue
        at, ends = next_working(cast.person(reader), now), next_between((wish.cadence,), project, now)
        ends = min(coming, ends or coming)
        if at is None or at >= ends or not cast.person(reader).active:
            continue
        part = _part(situation, cast, function, wish, standing(situation, now, before.at if before else None))
        if not part.blocks or (before is not None and not part.is_news and part.said == before.said):
            continue
        told[function.id] = Told(now, part.said)
        title = Phrase("{project}: what {function} asked to hear", project=project.name, function=function.name)
        message = Message(title, (Header(title), *part.blocks))
        place = _place(f"{key}/for/{function.id}", function, reader, local_day(now, project.zone) if between else None)
        posts.append(Post(place, ToPerson(reader), message, Promise.NEVER_DOUBLED, not_before=at, expires=ends))
    return Parts(tuple(posts), told, next_between(cadences, project, now))


def _place(place: str, function: Function, reader: str, day: date | None) -> str:
    """Its key; it ends in who reads it, but for the representative's part of a digest. `day`: of one in between."""
    if day is not None:
        return f"{place}/{day}/{reader}"
    return place if reader == function.representative else f"{place}/{reader}"


def _wish(view: View | None, reader: str) -> Wish:
    """As it was sent; a draft never counts. What was kept from some shapes only what the one who said it reads."""
    said = latest(view) if view is not None and view.state is ViewState.SUBMITTED else {}
    said = {
        each: answer for each, answer in said.items() if answer.visibility is Visibility.PROJECT or answer.by == reader
    }
    lists = []
    for question in (CONTENT, ALERTS):
        value = said[question].value if question in said else ()
        lists.append(tuple(map(str, value)) if isinstance(value, list | tuple) else ())
    cadence = said[CADENCE].value if CADENCE in said else ""
    return Wish(lists[0], lists[1], str(cadence))


@dataclass(frozen=True)
class Part:
    """What one function gets. `said`: keys and states, to be compared with next time; `is_news`: decided since."""

    blocks: tuple[Block, ...]
    said: Mapping[str, str]
    is_news: bool


def _part(situation: Situation, cast: Cast, function: Function, wish: Wish, stands: Standing) -> Part:
    lines = _owned(situation, cast, stands)
    topics = _topics(situation)
    sections = [(title, found) for title, found in _sections(lines, wish, topics) if found]
    claims = claimed(situation.evidence, situation.project, function.representative)
    blocks: list[Block] = []
    for title, found in sections:
        shown: list[Words] = [line.words for line in found[:SHOWN]]
        if len(found) > SHOWN:
            shown.append(Phrase("and {n} more", n=len(found) - SHOWN))
        blocks += [Header(title), Items(tuple(shown))]
    if claims:
        blocks += [Header("Claimed, not evidenced"), Items(claims[:SHOWN])]
    flat = [line for _, found in sections for line in found]
    said = {line.key: line.state for line in flat if line.state and not line.key.startswith("decision/")}
    said |= {f"claim/{number}": str(claim.values["label"]) for number, claim in enumerate(claims)}
    return Part(tuple(blocks), said, any(line.key.startswith("decision/") for line in flat))


def _owned(situation: Situation, cast: Cast, stands: Standing) -> Standing:
    """Contradictions and gaps with whose turn it is; every other line names its owner already."""
    project = situation.project
    found = {live.found: owners(live, cast) for live in situation.live.values() if live.is_live}
    host = (project.facilitator or project.sponsor,)

    def owned(line: Line) -> Line:
        owners = found.get(line.key.partition("/")[2], host)
        return replace(line, words=Phrase("{words} With {who}.", words=line.words, who=cast.whos(owners)))

    return replace(
        stands,
        contradictions=tuple(map(owned, stands.contradictions)),
        missing=tuple(map(owned, stands.missing)),
    )


def _topics(situation: Situation) -> Mapping[str, str]:
    """The tradeoff of each line about an escalation or a decision, by the line's key."""
    found = {f"decision/{each.id}": each.tradeoff for each in situation.decisions}
    for each in situation.escalations:
        found |= {f"escalation/{each.id}": each.tradeoff, f"overdue/{each.id}": each.tradeoff}
    return found


def _sections(stands: Standing, wish: Wish, topics: Mapping[str, str]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """What is asked for, by title; what must be heard of first."""
    open_ = (*stands.overdue, *stands.waiting, *stands.words, *stands.contradictions, *stands.evidence)

    def about(lines: tuple[Line, ...], words: tuple[str, ...]) -> tuple[Line, ...]:
        texts = (f"{line.key} {line.state} {topics.get(line.key, '')}" for line in lines)
        return tuple(line for line, text in zip(lines, texts, strict=True) if any(word in text for word in words))

    heard = tuple(word for alert in wish.alerts for word in HEARD.get(alert, ()))
    yield "You asked to hear of this", about(open_, heard)
    risks = about(stands.contradictions, ("/R1:", "/R2:"))
    made = (*stands.waiting, *stands.words, *stands.decided)
    parts = {
        "progress": ("Progress", (*((stands.participation,) if stands.participation else ()), *stands.upcoming)),
        "risks": ("Risks", (*risks, *about(stands.missing, ("/R8:",)))),
        "decisions": ("Decisions", (*made, *(line for line in stands.overdue if line.key in topics))),
        "evidence": ("Evidence", (*about(stands.overdue, ("overdue/evidence",)), *stands.evidence)),
        "cost": ("Cost", about((*open_, *stands.decided), HEARD["budget"])),
        "people": ("People", tuple(line for line in stands.overdue if line.key not in topics)),
    }
    for name in dict.fromkeys(wish.content):
        if name in parts:
            yield parts[name]
