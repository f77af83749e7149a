"""What evidence looks like: what waits for one person, together; and each piece of it with its versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain

from flows.calendar import away_until, is_away, local_day, next_working
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.evidence import judging, rules, turns
from flows.evidence.buttons import buttons, show_button
from flows.evidence.keeping import Records
from flows.evidence.records import EvidenceState, Given, Obligation, Touched, Verdict
from flows.evidence.standing import TITLE, functions_of, line_with_project, named, where_it_stands
from flows.files import size_in_words
from flows.holds.wording import function_name
from flows.messages import Block, Buttons, Facts, Header, Message, Note, Quoted, Text, ToPerson
from flows.people import Person
from flows.phrases import Count, Instant, Link, Phrase, Quote, Value, Words
from flows.projects.records import Project
from flows.questionnaires.wording import shortened
from flows.standing_lists import OnScreen, nothing_left, redrawn

LIST = "evidence"
"""The drawing of all that waits for one person (`of`), in all projects: ten are one message."""
AGAIN = "evidence/again"
"""The same where it is on screen already, whether or not anything still waits."""
MOST_LISTED = 10
MOST_VERSIONS = 3
HASH_SHOWN = 16


def again(records: OnScreen, obligation: Obligation, cast: Cast) -> Iterator[Post]:
    """What those whom it may have waited for have on their screens, drawn anew."""
    project = cast.project
    askers = (rules.voices(each.id, project) for each in judging.concerned(obligation, project))
    people = (*chain.from_iterable(askers), *rules.may_give(obligation.provider, project), *rules.hosts(project))
    for person in dict.fromkeys(people):
        yield from redrawn(records, f"evidence/{person}/", person, Card(AGAIN, person))


def asked(people: Iterable[str], cast: Cast, now: datetime) -> Iterator[Post]:
    """One message to each of them about all that waits for them; one an hour at most, however much comes up."""
    for person in dict.fromkeys(people):
        key, at = f"evidence/{person}/{now:%Y%m%dT%H}", next_working(cast.person(person), now)
        yield Post(key, ToPerson(person), Card(LIST, person), not_before=at)


def reminded(person_id: str, cast: Cast, now: datetime) -> Post:
    """The same message again: in working hours, once on a day of theirs, whatever it is about."""
    person = cast.person(person_id)
    at = next_working(person, now)
    key = f"evidence/{person_id}/reminder/{local_day(at or now, person.zone):%Y%m%d}"
    return Post(key, ToPerson(person_id), Card(LIST, person_id), Promise.NEVER_DOUBLED, not_before=at)


def draw_list(records: Records, card: Card, _reader: str | None, now: datetime) -> Message:
    """What waits for one person now. Raises NotFound when nothing does any more, so that nothing is sent."""
    mine = waiting(records, card.of, now)
    if not mine and card.drawing == AGAIN:
        return _passed_on(records, card.of, now) or nothing_left("/align evidence")
    if not mine:
        raise NotFound("Nothing waits any more.")
    count = Count(len(mine), "piece of evidence waits for you", "pieces of evidence wait for you")
    blocks: list[Block] = [Header(Phrase("{count}", count=count))]
    if any(each.state is EvidenceState.ASKED for each, _ in mine):
        blocks.append(Text("Other functions need this proof in order to trust the progress. Can you give it?"))
    for each, cast in mine[:MOST_LISTED]:
        blocks += [
            Text(line_with_project(each, cast, now)),
            Buttons((*buttons(each, cast.project, card.of)[:4], show_button(each))),
        ]
    if len(mine) > MOST_LISTED:
        blocks.append(Note(Phrase("and {n} more: type /align evidence.", n=len(mine) - MOST_LISTED)))
    return Message(Phrase("{count}", count=count), tuple(blocks))


def _passed_on(records: Records, person_id: str, now: datetime) -> Message | None:
    """What the list of somebody who is away says while others are asked instead; None for everybody else."""
    person = records.people.find(person_id)
    if person is None or not person.active or not is_away(person, local_day(now, person.zone)):
        return None
    mine = waiting(records, person_id, now, replace(person, away=()))
    if not mine:
        return None
    casts = ((one, Cast(records, cast.project)) for one, cast in mine)
    others = dict.fromkeys(other for one, cast in casts for other in turns.turn(one, cast, now))
    words = Phrase(
        "You are away until {day}, so {who} sees to {count} now. To do it yourself, type /align evidence.",
        day=away_until(person, now) or "",
        who=mine[0][1].whos(others),
        count=Count(len(mine), "piece of evidence", "pieces of evidence"),
    )
    return Message(words, (Text(words),))


def waiting(records: Records, person_id: str, now: datetime, *known: Person) -> list[tuple[Obligation, Cast]]:
    """Whatever it is this person's turn for, in all projects, the earliest day first. `known`: as for a Cast."""
    casts = {each.id: Cast(records, each, *known) for each in records.projects.all() if person_id in parts(each)}
    found = {one.id: one for each in casts for one in records.evidence.where(project_id=each)}
    found |= {one.id: one for one in records.evidence.where(person_id=person_id)}
    mine = []
    for one in found.values():
        cast = casts.get(one.project_id) or Cast(records, records.projects.get(one.project_id), *known)
        if person_id in turns.turn(one, cast, now):
            mine.append((one, cast))
    return sorted(mine, key=lambda each: (each[0].last_day is None, each[0].last_day, each[0].number))


def parts(project: Project) -> set[str]:
    """Who speaks for a function or runs it."""
    voices = (person for each in project.functions for person in (each.representative, each.deputy) if person)
    return {project.facilitator, project.sponsor, *voices}


def card_of(obligation: Obligation, cast: Cast, reader: str | None, now: datetime) -> Message:
    """All of it: who asks whom, every version with its hash and time, what was said about it."""
    title = Phrase("{label} {what}", label=obligation.label, what=Quote(shortened(obligation.what, TITLE)))
    stands = where_it_stands(obligation, cast, now)
    blocks: list[Block] = [Header(title), Text(stands), Facts(tuple(_facts(obligation, cast)))]
    if len(obligation.what) > TITLE:
        blocks.append(Quoted(obligation.what, Phrase("{functions}", functions=functions_of(obligation, cast))))
    if obligation.declined is not None:
        by = Phrase("{who}, who cannot give it as asked", who=cast.person(obligation.declined.by).name)
        blocks.append(Quoted(obligation.declined.reason, by))
    if len(obligation.given) > MOST_VERSIONS:
        earlier = Count(len(obligation.given) - MOST_VERSIONS, "earlier version is kept", "earlier versions are kept")
        blocks.append(Note(Phrase("{earlier}.", earlier=earlier)))
    for given in obligation.given[-MOST_VERSIONS:]:
        blocks += _version(obligation, given, cast)
    row = buttons(obligation, cast.project, reader)
    if row:
        blocks.append(Buttons(row))
    return Message(Phrase("{title}: {stands}", title=title, stands=stands), tuple(blocks))


def _facts(obligation: Obligation, cast: Cast) -> Iterator[tuple[str, Words]]:
    yield "Asked by", Phrase("{functions}", functions=functions_of(obligation, cast))
    yield "Project", cast.project.name
    yield "From", _from(obligation, cast)
    yield from _judged(obligation, cast)
    for each in obligation.touches:
        yield f"Touches {each.label}", _touching(obligation, each, cast)
    if obligation.last_day is not None:
        yield "By", Phrase("{day}", day=obligation.last_day)
    declined = obligation.declined
    if declined is not None and declined.instead is not None and obligation.state is EvidenceState.DECLINED:
        yield "Possible by", Phrase("{day}{good}", day=declined.instead, good=_good(obligation, cast))
    if obligation.milestone is not None:
        yield "For", milestone_name(obligation.milestone, cast.project)
    if obligation.form:
        yield "Form", Phrase("{form}", form=Quote(obligation.form))


def _touching(obligation: Obligation, each: Touched, cast: Cast) -> Phrase:
    owner = function_name(cast, each.owner)
    if judging.says_too(each, obligation, cast.project):
        return Phrase("{text}, so {owner} says whether it is enough, too", text=Quote(each.text), owner=owner)
    there = any(one.id == each.owner for one in cast.project.functions)
    whose = "owned by {owner}, who gives it" if there else "owned by {owner}, no function of the project any more"
    return Phrase("{text}, " + whose, text=Quote(each.text), owner=owner)


def _good(obligation: Obligation, cast: Cast) -> Value:
    """ ", good for Quality"; "" where nobody has said so yet."""
    agreed = obligation.declined.agreed if obligation.declined else ()
    functions = [each for each in cast.project.functions if each.id in agreed]
    return Phrase(", good for {functions}", functions=named(functions)) if functions else ""


def _judged(obligation: Obligation, cast: Cast) -> Iterator[tuple[str, Words]]:
    """Who has said what about the newest version, and who has not said anything."""
    if obligation.state not in judging.JUDGED:
        return
    for label, functions in (
        ("Accepted by", judging.accepted_by(obligation, cast.project)),
        ("Not enough for", judging.rejected_by(obligation, cast.project)),
        ("Not judged yet by", judging.waiting_for(obligation, cast.project)),
    ):
        if functions:
            yield label, Phrase("{functions}", functions=named(functions))


def _from(obligation: Obligation, cast: Cast) -> Phrase:
    function = next((each for each in cast.project.functions if each.id == obligation.provider), None)
    people = rules.may_give(obligation.provider, cast.project)
    first = next((each for each in people if cast.person(each).active), next(iter(people), ""))
    if function is not None:
        return Phrase("{function}, {who}", function=function.name, who=cast.who(first))
    if obligation.provider:
        return Phrase("{who}", who=cast.who(first))
    if obligation.wished:
        return Phrase("{wished}, who is neither a function nor a person here", wished=Quote(obligation.wished))
    return Phrase("nobody is named")


def milestone_name(milestone: str, project: Project) -> str:
    """What a milestone is called; its id where it has gone."""
    return next((each.name for each in project.milestones if each.id == milestone), milestone)


def _version(obligation: Obligation, given: Given, cast: Cast) -> Iterator[Block]:
    at = Instant(given.at, cast.project.zone)
    who = cast.person(given.by).name
    if given.file is not None:
        yield Text(Phrase("Version {n}, by {who} on {at}: {file}", n=given.number, who=who, at=at, file=filed(given)))
    elif given.link:
        link = Link(given.link, given.link)
        yield Text(Phrase("Version {n}, by {who} on {at}: {link}", n=given.number, who=who, at=at, link=link))
    if given.words:
        yield Quoted(given.words, Phrase("version {n}, by {who} on {at}", n=given.number, who=who, at=at))
    yield Note(Phrase(_of_what(given), hash=given.hash[:HASH_SHOWN]))
    for verdict in obligation.verdicts:
        if verdict.number == given.number:
            how = "accepted version {n}" if verdict.accepted else "version {n} is not enough"
            words = Phrase("{who}: " + how, who=_judge(verdict, cast), n=given.number)
            yield Quoted(verdict.reason, words) if verdict.reason else Text(Phrase("{words}.", words=words))


def _judge(verdict: Verdict, cast: Cast) -> Value:
    """ "Maria Nowak for Operations"; the name alone in old records and where the function has left."""
    who = cast.person(verdict.by).name
    function = next((each.name for each in cast.project.functions if each.id == verdict.function), "")
    return Phrase("{who} for {function}", who=who, function=function) if function else who


def filed(given: Given) -> Phrase:
    """What a file was called and how large it was, and where it lies; it is never shown itself."""
    file = given.file
    if file is None:
        raise ValueError("given without a file")
    known = Phrase("the file {name}, {size}", name=Quote(shortened(file.name, TITLE)), size=size_in_words(file.size))
    return Phrase("{known}, {link}", known=known, link=Link(given.link, "where it lies")) if given.link else known


def _of_what(given: Given) -> str:
    if given.file is None:
        return "SHA-256 of the link and text as given: {hash}…"
    if given.file.hash:
        return "SHA-256 of the file as it was given: {hash}…"
    return "The chat did not hand the file out. SHA-256 of its name, size and place: {hash}…"
