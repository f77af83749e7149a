"""What evidence looks like: what waits for one person, together; and each piece of it with its versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain

from flows.calendar import local_day, next_working
from flows.decisions.cast import Cast
from flows.effects import Card, Post, Promise
from flows.errors import NotFound
from flows.evidence import judging, rules
from flows.evidence.buttons import buttons, show_button
from flows.evidence.keeping import Records
from flows.evidence.records import EvidenceState, Given, Obligation, Verdict
from flows.evidence.standing import TITLE, functions_of, line_with_project, named, where_it_stands
from flows.files import size_in_words
from flows.holds.wording import function_name
from flows.messages import Block, Buttons, Facts, Header, Message, Note, Quoted, Text, ToPerson
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
    people = (*chain.from_iterable(askers), *rules.voices(obligation.provider, project), rules.host(project))
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
    mine = waiting(records, card.of)
    if not mine and card.drawing == AGAIN:
        return nothing_left("/align evidence")
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


def waiting(records: Records, person_id: str) -> list[tuple[Obligation, Cast]]:
    """Whatever it is this person's turn for, in all projects, the earliest day first."""
    casts = {each.id: Cast(records, each) for each in records.projects.all() if person_id in _parts(each)}
    found = {one.id: one for each in casts for one in records.evidence.where(project_id=each)}
    found |= {one.id: one for one in records.evidence.where(person_id=person_id)}
    mine = []
    for one in found.values():
        cast = casts.get(one.project_id) or Cast(records, records.projects.get(one.project_id))
        if person_id in judging.turn(one, cast.project):
            mine.append((one, cast))
    return sorted(mine, key=lambda each: (each[0].last_day is None, each[0].last_day, each[0].number))


def _parts(project: Project) -> set[str]:
    """Who speaks for a function or runs it."""
    return {project.facilitator, project.sponsor, *(each.representative for each in project.functions)}


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
        owner = function_name(cast, each.owner)
        told = Phrase("{text}, so {owner} says whether it is enough, too", text=Quote(each.text), owner=owner)
        yield f"Touches {each.label}", told
    if obligation.last_day is not None:
        yield "By", Phrase("{day}", day=obligation.last_day)
    declined = obligation.declined
    if declined is not None and declined.instead is not None and obligation.state is EvidenceState.DECLINED:
        yield "Possible by", Phrase("{day}", day=declined.instead)
    if obligation.milestone is not None:
        yield "For", milestone_name(obligation.milestone, cast.project)
    if obligation.form:
        yield "Form", Phrase("{form}", form=Quote(obligation.form))


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
    if function is not None:
        return Phrase("{function}, {who}", function=function.name, who=cast.who(function.representative))
    if obligation.provider:
        return Phrase("{who}", who=cast.who(obligation.provider))
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
