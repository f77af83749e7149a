"""What a function finds unclear in the sense check, told to who proposed it and who runs the project, and answered.

A look: open_answer. A change: answer_remark.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.commands import Actor
from flows.consent import cards, rules, subjects
from flows.consent.buttons import show_button
from flows.consent.commands import AnswerRemark, OpenAnswer
from flows.consent.keeping import Records
from flows.consent.loading import load_to_run
from flows.consent.records import Proposal, Remark
from flows.consent.stances import LONGEST
from flows.decisions.cast import Cast
from flows.effects import Effects, Post
from flows.errors import WrongState
from flows.filled import Filled, at_most
from flows.forms import Form, Section, TextField
from flows.messages import Button, Buttons, Message, Quoted, Style, Text, ToPerson
from flows.phrases import Instant, Phrase


def told_unclear(proposal: Proposal, remark: Remark, cast: Cast, now: datetime) -> Iterator[Post]:
    """A new message to who proposed it and to who runs the project: who finds what unclear, and what to do."""
    words = Phrase(
        "{who} finds something unclear in {about}. Please answer it or reword the proposal{until}; consent is not "
        "asked for before that.",
        who=cards.said_for(cast, remark.function, remark.by),
        about=subjects.title(proposal.content, cast),
        until=Phrase(" by {at}", at=Instant(proposal.until, cast.project.zone)) if proposal.until else "",
    )
    for person in dict.fromkeys((proposal.by, cast.project.facilitator or cast.project.sponsor)):
        if person == remark.by:
            continue
        quoted = Quoted(remark.words, cards.said_for(cast, remark.function, remark.by))
        about = subjects.title(proposal.content, cast)
        answer = Button("Answer", OpenAnswer(proposal.id, proposal.version, remark.function), Style.PRIMARY, about)
        message = Message(words, (Text(words), quoted, Buttons((answer, show_button(proposal, cast)))))
        key = f"{cards.prefix(proposal)}unclear/{remark.function}/{remark.at:%Y%m%dT%H%M%S}/{person}"
        yield Post(key, ToPerson(person), message, not_before=next_working(cast.person(person), now))


def open_answer(records: Records, actor: Actor, command: OpenAnswer, now: datetime) -> Effects:  # noqa: ARG001
    """The form, with what is unclear."""
    proposal, _ = load_to_run(records, actor, command.proposal_id, command.version)
    remark = _remark(proposal, command.function)
    submits = AnswerRemark(command.proposal_id, command.version, command.function)
    asks = Section("What is unclear", remark.words)
    words = TextField("words", "Your answer", required=True, multiline=True, limit=LONGEST)
    return Effects(reply=Form("Answer what is unclear", submits, (asks, words)))


def _remark(proposal: Proposal, function: str) -> Remark:
    found = next((each for each in proposal.unanswered if each.function == function), None)
    if found is None:
        raise WrongState("Nothing that this function finds unclear waits for an answer any more.")
    return found


def answer_remark(records: Records, actor: Actor, command: AnswerRemark, now: datetime) -> Effects:
    """The function reads the answer, and says whether it makes sense now; the check ends on its day in any case."""
    proposal, cast = load_to_run(records, actor, command.proposal_id, command.version)
    remark = _remark(proposal, command.function)
    filled = Filled(command.values)
    words = filled.read("words", at_most(LONGEST), "Please write an answer.") or ""
    filled.check()
    after = rules.answer(proposal, command.function, words, actor.person_id, cast)
    records.proposals.put(after)
    told = Phrase("Kept. {who} reads it.", who=cards.said_for(cast, remark.function, remark.by))
    posts = (*cards.shown(after, cast, now), _answered(after, remark, words, actor.person_id, cast, now))
    return Effects(posts, Message(told, (Text(told),)))


def _answered(proposal: Proposal, remark: Remark, words: str, by: str, cast: Cast, now: datetime) -> Post:
    """To who found it unclear, as a new message."""
    line = Phrase(
        "What you found unclear in {about} is answered. Does it make sense now?",
        about=subjects.title(proposal.content, cast),
    )
    blocks = (Text(line), Quoted(words, Phrase("{who} answers", who=cast.who(by))))
    message = Message(line, (*blocks, Buttons((show_button(proposal, cast),))))
    key = f"{cards.prefix(proposal)}answered/{remark.function}/{remark.at:%Y%m%dT%H%M%S}"
    return Post(key, ToPerson(remark.by), message, not_before=next_working(cast.person(remark.by), now))
