"""What could not be delivered: it does not count as sent, the next channel is tried, and the facilitator is told.

A change: post_failed. What was in the message is never repeated here: it was for one reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from flows.by_mail import BY_MAIL, project_of, whom_to_ask
from flows.calendar import local_day, next_working
from flows.commands import Actor, Command
from flows.decisions.keeping import Decisions
from flows.effects import NOTHING, Content, Effects, Post, Promise
from flows.errors import NotAllowed
from flows.escalations.keeping import Escalations
from flows.escalations.steering import pass_over
from flows.live_drills.keeping import LiveDrills
from flows.live_drills.running import not_reached
from flows.messages import Address, Header, Message, Note, Text, ToChannel, ToPerson
from flows.phrases import Phrase, Value
from flows.projects.membership import who_is
from flows.projects.records import Project
from flows.rounds.shelves import Records as RoundRecords
from flows.rounds.unreached import uncounted, unreached


class Failure(StrEnum):
    """Why a message was given up."""

    REFUSED = "refused"
    """The platform does not take it: no such person or channel, or nobody may write there."""
    BROKEN = "broken"
    """An error of Accord's own."""
    EXPIRED = "expired"
    """It was of no use any more before it could be sent."""


@dataclass(frozen=True)
class PostFailed(Command):
    """Delivery gives up on a post. `said`: why, in the platform's words, without anybody's secrets.

    `by_mail`: whether mail is set up; `content`, `promise` and `expires` are those of the post, for the mail.
    """

    key: str
    version: int
    to: Address
    failure: Failure
    said: str = ""
    by_mail: bool = False
    content: Content | None = None
    promise: Promise = Promise.NEVER_LOST
    expires: datetime | None = None


class Records(RoundRecords, Protocol):
    """Everything that a message can be about."""

    @property
    def escalations(self) -> Escalations: ...

    @property
    def decisions(self) -> Decisions: ...

    @property
    def live_drills(self) -> LiveDrills: ...


def post_failed(records: Records, actor: Actor, command: PostFailed, now: datetime) -> Effects:
    """Takes back that it was sent, and says who was not reached, why, and what to do. Only the clock gives this."""
    if not actor.is_clock:
        raise NotAllowed("Only Accord's own delivery does this.")
    project = project_of(records, command.key)
    if project is None:
        return NOTHING
    if isinstance(command.to, ToChannel):
        return Effects(_told(records, project, command, now))
    if command.to.by_mail:
        return _mail_failed(records, project, command, command.to.person_id, now)
    person_id = command.to.person_id
    mailed = _mail(records, command, person_id)
    if not mailed:
        uncounted(records, person_id, command.key, now)
    if command.failure is Failure.EXPIRED:
        return NOTHING
    called = () if mailed else _mention(records, project, command, person_id, now)
    told = (*mailed, *called, *_told(records, project, command, now))
    if command.failure is Failure.BROKEN:
        return Effects(told)
    if _kind(command.key) == "escalation":  # nobody waits for who cannot answer where they are
        which, why = "/".join(command.key.split("/")[1:3]), Phrase("could not be reached")
        on = pass_over(records, which, person_id, why, now=now)
        return Effects((*on.posts, *told), withdraw=on.withdraw)
    if _kind(command.key) == "live":
        return Effects((*not_reached(records, command.key, now), *told))
    asked = unreached(records, project, person_id, now) if _kind(command.key) == "round" else ()
    return Effects((*asked, *told))


def _mail(records: Records, command: PostFailed, person_id: str) -> tuple[Post, ...]:
    """The same by mail, to a person who has an address; nothing where mail cannot help."""
    person = records.people.find(person_id)
    can = command.by_mail and command.failure is Failure.REFUSED and command.content is not None
    if not can or command.content is None or person is None or not (person.active and person.email):
        return ()
    to = ToPerson(person_id, by_mail=True)
    return (Post(f"{command.key}{BY_MAIL}", to, command.content, command.promise, expires=command.expires),)


def _mail_failed(records: Records, project: Project, command: PostFailed, person_id: str, now: datetime) -> Effects:
    """The last road did not lead there either."""
    meant = replace(command, key=command.key.removesuffix(BY_MAIL))
    uncounted(records, person_id, meant.key, now)
    if command.failure is Failure.EXPIRED:
        return NOTHING
    return Effects((*_mention(records, project, meant, person_id, now), *_told(records, project, meant, now)))


def _kind(key: str) -> str:
    return key.partition("/")[0]


def _mention(
    records: Records, project: Project, command: PostFailed, person_id: str, now: datetime
) -> tuple[Post, ...]:
    """The next channel: a call in the project's channel that says nothing of what it is about, once a day."""
    person = records.people.find(person_id)
    known = person is not None and person.active
    if not (project.channel and known) or command.failure is not Failure.REFUSED or _kind(command.key) == MINE:
        return ()
    words = Phrase(
        "{who}, I have something for you and cannot reach you in direct messages. Please write to me there, or ask "
        "{runs}.",
        who=who_is(records.people, person_id),
        runs=whom_to_ask(records, project, person_id),
    )
    key = f"{MINE}/{project.id}/{person_id}/{local_day(now, project.zone)}/channel"
    return (Post(key, ToChannel(project.channel), Message(words, (Text(words),))),)


def _told(records: Records, project: Project, command: PostFailed, now: datetime) -> tuple[Post, ...]:
    """To whoever runs the project, once a day about the same address; nothing when they are not reached either, nor
    about a closed account, of which they were told when it was closed."""
    missed = records.people.find(command.to.person_id) if isinstance(command.to, ToPerson) else None
    told = "" if missed is not None and not missed.active else _reader(project, command)
    person = records.people.find(told) if told else None
    if person is None:
        return ()
    where = _where(records, command.to)
    head = Phrase("{project}: {where} could not be reached", project=project.name, where=where)
    mailed = isinstance(command.to, ToPerson) and bool(_mail(records, command, command.to.person_id))
    lost = MAILED if mailed else "I could not deliver {what}. {why}"
    text = Text(Phrase(lost, what=_what(command.key), why=_why(command)))
    message = Message(head, (Header(head), text, Note(_way_out(records, project, command))))
    about = command.to.person_id if isinstance(command.to, ToPerson) else f"#{command.to.channel}"
    key = f"{MINE}/{project.id}/{about}/{local_day(now, project.zone)}/{told}"
    return (Post(key, ToPerson(told), message, not_before=next_working(person, now)),)


MAILED = "I could not deliver {what} in chat and send it by mail instead, where nobody can answer. {why}"
MINE = "undelivered"
"""How the keys of these messages begin."""


def _reader(project: Project, command: PostFailed) -> str:
    """The facilitator, else the sponsor; never who was not reached, and nobody for a notice that failed twice."""
    missed = command.to.person_id if isinstance(command.to, ToPerson) else ""
    if _kind(command.key) == MINE and missed != project.facilitator:
        return ""
    return next((each for each in (project.facilitator, project.sponsor) if each and each != missed), "")


def _where(records: Records, to: Address) -> Value:
    return f"#{to.channel}" if isinstance(to, ToChannel) else who_is(records.people, to.person_id)


WHAT: Mapping[str, str] = {
    "kickoff": "the first message with the questions",
    "nudge": "a reminder of the questions; it does not count as sent",
    "offer": "a request to answer in somebody's place",
    "owner": "word that answers are missing",
    "stragglers": "the choice about answers that are missing",
    "participation": "the line that says who has answered",
    "summary": "the summary",
    "briefing": "what was said for sponsor and facilitator only",
    "ready": "word that the project is set up",
}


def _what(key: str) -> Phrase:
    """What it was, without a word of what it said."""
    parts = key.split("/")
    for part in parts[2:]:
        if part in WHAT:
            return Phrase("{what}", what=WHAT[part])
    if _kind(key) in ("escalation", "decision"):
        return Phrase("a message about {label}", label=parts[2])
    kinds = {
        "digest": "the digest",
        "proposal": "a decision to be confirmed",
        "consent": "what the functions are to agree on",
        "rights": "word of what they decide",
        "drill": "the decision drill",
        "left": "word that an account was closed",
        MINE: "word that somebody else could not be reached",
    }
    return Phrase("{what}", what=kinds.get(_kind(key), "a message about the questions"))


def _why(command: PostFailed) -> Phrase:
    if command.failure is Failure.BROKEN:
        return Phrase("The fault is Accord's own; whoever runs it finds it in the delivery log.")
    by_mail = isinstance(command.to, ToPerson) and command.to.by_mail
    whose = "No chat reaches them, and mail does not either" if by_mail else "The chat says"
    return Phrase("{whose}: {said}.", whose=whose, said=command.said or "no")


def _way_out(records: Records, project: Project, command: PostFailed) -> Phrase:
    if isinstance(command.to, ToChannel):
        return Phrase(
            "Please check that #{channel} exists and that I am in it. Until then nobody reads there what I post; "
            "{typed} tells the same.",
            channel=command.to.channel,
            typed=Phrase("/align status {id}", id=project.id),
        )
    return Phrase(
        "Please reach {who} another way and have the chat account checked. If somebody else should answer, they can "
        "be asked; {typed} shows what comes next.",
        who=who_is(records.people, command.to.person_id),
        typed=Phrase("/align next {id}", id=project.id),
    )
