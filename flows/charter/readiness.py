"""What is missing before the kick-off, each point with the person who can do something about it.

A look: list_ready.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flows.calendar import local_day
from flows.charter import cards
from flows.charter.agreed import goal_of
from flows.charter.commands import ListReady, ShowCharter
from flows.charter.keeping import Records, current
from flows.charter.material import Material, material
from flows.charter.picture import picture
from flows.charter.records import Charter, Newcomer
from flows.commands import Actor
from flows.contradictions.case import Case
from flows.contradictions.findings import Gap
from flows.decisions.rights import find_right
from flows.effects import Effects
from flows.goals.commands import OpenGoal
from flows.messages import Block, Button, Buttons, Header, Items, Message, Text
from flows.phrases import Count, Listing, Phrase
from flows.projects.membership import project_here
from flows.projects.records import Project
from flows.resolving.commands import ListContradictions
from flows.resolving.quiet import quiet_of
from flows.resolving.quiet import told as told_quietly
from flows.resolving.records import LiveContradiction
from flows.resolving.rungs import owners
from flows.rights.commands import ShowRegister
from flows.sponsor.commands import ShowPreparation
from flows.sponsor.points import still_open

SHOWN = 20


@dataclass(frozen=True)
class Missing:
    """One point. `key`: the same while it is the same point; `owner`: the person who can settle it."""

    key: str
    words: Phrase
    owner: str


def list_ready(records: Records, actor: Actor, command: ListReady, now: datetime) -> Effects:
    """The list, and the coverage picture once a round is closed. Private."""
    project = project_here(records, actor, command.channel, command.project)
    found, charter = material(records, project), current(records, project.id)
    points = missing(found, charter, local_day(now, project.zone))
    title = headline(project, points)
    blocks: list[Block] = [Header(Phrase("Ready to start {project}?", project=project.name)), Text(title)]
    if points:
        blocks.append(items(points, found))
    if ways := tuple(_ways(points, project, actor.person_id)):
        blocks.append(Buttons(ways))
    drawn = picture(found, charter, now)
    return Effects(reply=Message(title, (*blocks, drawn) if drawn is not None else tuple(blocks)))


def _ways(points: Sequence[Missing], project: Project, person_id: str) -> Iterator[Button]:
    """Where the points are settled that are for this person to see to."""
    open_ = {point.key.partition("/")[0] for point in points if point.owner == person_id}
    name = project.name
    if "goal" in open_:
        yield Button("Propose the goal", OpenGoal(None, project.id), about=name)
    if "right" in open_:
        yield Button("Decision rights", ShowRegister(None, project.id), about=name)
    if "contradiction" in open_:
        yield Button("Contradictions", ListContradictions(None, project.id), about=name)
    if open_ & {"charter", "signature"}:
        yield Button("Look at the charter", ShowCharter(None, project.id), about=name)
    if "sponsor" in open_:
        yield Button("What the sponsor confirms", ShowPreparation(None, project.id), about=name)


def headline(project: Project, points: Sequence[Missing]) -> Phrase:
    """How many points are open before which day."""
    if not points:
        return Phrase("Nothing is missing for the kick-off on {day}.", day=project.kickoff)
    count = Count(len(points), "point is", "points are")
    return Phrase("{count} missing before the kick-off on {day}.", count=count, day=project.kickoff)


def items(points: Sequence[Missing], found: Material) -> Items:
    """A line for each, with its owner."""
    lines = [owned(point, found) for point in points[:SHOWN]]
    if len(points) > SHOWN:
        lines.append(Phrase("and {n} more", n=len(points) - SHOWN))
    return Items(tuple(lines))


def owned(point: Missing, found: Material) -> Phrase:
    """The point and whose it is."""
    return Phrase("{words} With {owner}.", words=point.words, owner=found.cast.who(point.owner))


def missing(found: Material, charter: Charter | None, today: date) -> tuple[Missing, ...]:
    """Every point, the gravest first. Nothing in it is for fewer eyes than everybody's in the project."""
    host = found.project.facilitator or found.project.sponsor
    agreed = (*_goal(found, host), *_rights(found, host), *_answers(found, host))
    return (*agreed, *_charter(found, charter, host, today), *_sponsor(found))


def to_agree(found: Material, charter: Charter | None, today: date) -> tuple[Missing, ...]:
    """Of these the ones that the digest does not tell elsewhere: the goal, the rights, the charter, who signs it, and
    what the sponsor is to know once they were asked."""
    host = found.project.facilitator or found.project.sponsor
    sponsor = _sponsor(found) if found.preparation is not None else ()
    return (*_goal(found, host), *_rights(found, host), *_charter(found, charter, host, today), *sponsor)


def _goal(found: Material, host: str) -> Iterator[Missing]:
    if goal_of(found) is None:
        yield Missing("goal", Phrase("No first-stage goal is agreed."), host)


def _rights(found: Material, host: str) -> Iterator[Missing]:
    """Tradeoffs that nobody decides, deciders whose accounts are closed, and deciders without a deputy."""
    project, cast = found.project, found.cast
    nobody = tuple(cast.tradeoff(each) for each in cast.tradeoffs if find_right(project, each) is None)
    if nobody:
        words = Phrase("Nobody is named to decide {topics}.", topics=Listing(nobody))
        yield Missing("right/nobody", words, host)
    alone: dict[str, list[str]] = {}
    for right in project.decision_rights:
        topic = cast.tradeoff(right.tradeoff)
        if not cast.person(right.decider).active:
            words = Phrase("{who}, who decides {topic}, has left.", who=cast.person(right.decider).name, topic=topic)
            yield Missing(f"right/gone/{right.tradeoff}", words, host)
        elif right.deputy in (None, right.decider):
            alone.setdefault(right.decider, []).append(topic)
    for decider, topics in alone.items():
        words = Phrase(
            "{who} has no deputy for {topics}.", who=cast.person(decider).name, topics=Listing(tuple(topics))
        )
        yield Missing(f"right/deputy/{decider}", words, decider)


def _answers(found: Material, host: str) -> Iterator[Missing]:
    """Contradictions that are not settled, silent functions, risks without a view, evidence without a provider."""
    case, analysis = found.case, found.analysis
    voices = {function.id: function.representative for function in found.project.functions}
    for live in found.live:
        if live.is_live:
            yield _contradiction(found, live, host)
    if case is None or analysis is None:
        yield Missing("answers", Phrase("The functions have not been asked, or their answers are not in yet."), host)
        return
    names = {function.id: function.name for function in found.project.functions}
    for function in analysis.silent:
        words = Phrase("{function} has not answered any question.", function=names[function])
        yield Missing(f"silent/{function}", words, voices[function])
    yield from _unseen(case, analysis.gaps, host)
    for gap in analysis.gaps:
        if gap.rule == "R7":
            owner = voices.get(gap.functions[0], host) if gap.functions else host
            yield Missing(f"gap/{gap.id}", Phrase("{gap}", gap=gap.openly), owner)


def _sponsor(found: Material) -> Iterator[Missing]:
    """What the sponsor is to know and have before the start."""
    for each in still_open(found):
        yield Missing(f"sponsor/{each.point}", each.words, each.owner)


def _unseen(case: Case, gaps: Sequence[Gap], host: str) -> Iterator[Missing]:
    """The risks that nobody has a view on, in one point; the questionnaire lists the gravest first."""
    without = frozenset(gap.subject for gap in gaps)
    unseen = [risk.name for risk in case.template.risks if risk.id in without]
    if unseen:
        words = Phrase(
            "Nobody has a view on {count} or a need of it{first}.",
            count=Count(len(unseen), "risk", "risks") if len(unseen) > 1 else unseen[0],
            first=Phrase(", the gravest of them “{risk}”", risk=unseen[0]) if len(unseen) > 1 else "",
        )
        yield Missing("gap/risks", words, host)


def _contradiction(found: Material, live: LiveContradiction, host: str) -> Missing:
    """While it is private, only what the summary tells of it, and the facilitator looks after it."""
    key, quiet = f"contradiction/{live.found}", quiet_of(live, found.project)
    if quiet is not None:
        return Missing(key, told_quietly(live, quiet, found.project), host)
    owner = next(iter(owners(live, found.cast)), host)
    return Missing(key, Phrase("{label} is open: {openly}", label=live.label, openly=live.openly), owner)


def _charter(found: Material, charter: Charter | None, host: str, today: date) -> Iterator[Missing]:
    if charter is None:
        yield Missing("charter", Phrase("The charter is not published, so nobody has signed it."), host)
        return
    voices = {function.id: function.representative for function in found.project.functions}
    for new in charter.expected:
        yield _newcomer(found, new)
    for objection in charter.objections:
        words = Phrase("{objection}.", objection=cards.objects(objection, found.cast))
        yield Missing(f"objection/{objection.function}/{objection.by}", words, host)
    apart = {each.function for each in charter.expected} | {each.function for each in charter.objections}
    for function in charter.unsigned:
        if function in apart:
            continue
        if function in charter.moved_by:
            yield _moved(found, charter, function, host)
            continue
        words = Phrase(
            "{function} has not signed version {n} of the charter.",
            function=cards.name(function, found.cast),
            n=charter.number,
        )
        yield Missing(f"signature/{function}", words, voices.get(function, host))
    if charter.valid_until is not None and charter.valid_until < today:
        words = Phrase("The charter was valid until {day}.", day=charter.valid_until)
        yield Missing("charter/expired", words, host)


def _newcomer(found: Material, new: Newcomer) -> Missing:
    """Once it is answered, this is gone."""
    if new.function:
        words = Phrase(
            "{function} has a new representative, who has not signed the charter yet.",
            function=cards.name(new.function, found.cast),
        )
    else:
        words = Phrase(
            "{who} decides since the charter was signed, and has not agreed to it yet.", who=found.name(new.person)
        )
    return Missing(f"newcomer/{new.function}/{new.person}", words, new.person)


def _moved(found: Material, charter: Charter, function: str, host: str) -> Missing:
    """The facilitator sees to it that it is changed, or signed again."""
    name, moved = cards.name(function, found.cast), cards.moved(charter.moved_by[function])
    words = Phrase("{function} signed the charter and {moved}.", function=name, moved=moved)
    return Missing(f"moved/{function}", words, host)
