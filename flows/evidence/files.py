"""A file in a message: given as evidence where it is asked for, or kept with the answer that is being given.

A change: give_files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from flows.commands import Actor, Place
from flows.effects import Effects
from flows.errors import Invalid, WrongState
from flows.evidence import cards, rules
from flows.evidence.giving import LONGEST_LINK, looked_at
from flows.evidence.keeping import Evidence
from flows.evidence.loading import load_to_give
from flows.evidence.records import EvidenceState, Given, Obligation, content_hash
from flows.evidence.standing import TITLE
from flows.files import LARGEST, LONGEST_NAME, MOST, GiveFiles, SharedFile, size_in_words
from flows.phrases import Listing, Phrase, Quote
from flows.projects.membership import projects_of
from flows.questionnaires.template import Kind
from flows.questionnaires.wording import shortened
from flows.red_lines.keeping import RedLines
from flows.rounds.conversation import Say, say
from flows.rounds.conversation_turn import load_turn
from flows.rounds.shelves import Records as RoundRecords

LABEL = re.compile(r"\bEV-([0-9]{1,6})\b", re.IGNORECASE)
OWED = frozenset({*rules.OWED, EvidenceState.DECLINED})
NOBODY_ASKS = (
    "Nobody asks you for evidence now, and no question in your own words is open, so the file was not kept. Type "
    "/align evidence to see what is owed."
)


class Records(RoundRecords, Protocol):
    """Evidence, and the questions that are being answered."""

    @property
    def evidence(self) -> Evidence: ...
    @property
    def red_lines(self) -> RedLines: ...


def give_files(records: Records, actor: Actor, command: GiveFiles, now: datetime) -> Effects:
    """A version of each file for the piece of evidence that is meant. Raises Invalid, NotAllowed and WrongState."""
    _check(command.files)
    label = LABEL.search(command.words)
    owed = [each for each, _ in cards.waiting(records, actor.person_id, now) if _gives(records, each, actor)]
    if label is not None:
        return _given(records, actor, _named(records, actor, owed, command, int(label[1])), command, now)
    if len(owed) == 1:
        return _given(records, actor, owed[0], command, now)
    if owed:
        raise _which(owed)
    if command.channel is None and (answered := _with_answer(records, actor, command, now)) is not None:
        return answered
    raise Invalid(NOBODY_ASKS)


def _check(files: Sequence[SharedFile]) -> None:
    if len(files) > MOST:
        raise Invalid("These are {n} files; please give at most {most} at once.", n=len(files), most=MOST)
    for file in files:
        if file.size > LARGEST:
            raise Invalid(
                "{name} has {size}, and {most} is the most that can be given as a file. Please give a link to it.",
                name=Quote(shortened(file.name, LONGEST_NAME)),
                size=size_in_words(file.size),
                most=size_in_words(LARGEST),
            )


def _gives(records: Records, obligation: Obligation, actor: Actor) -> bool:
    project = records.projects.get(obligation.project_id)
    return obligation.state in OWED and actor.person_id in rules.may_give(obligation.provider, project)


def _named(records: Records, actor: Actor, owed: Sequence[Obligation], command: GiveFiles, number: int) -> Obligation:
    """The piece of that number that the actor owes, or else may see. Raises Invalid where it could be several."""
    mine = [each for each in owed if each.number == number]
    if not mine:
        projects = projects_of(records, actor)
        here = [each for each in projects if command.channel and each.channel == command.channel.removeprefix("#")]
        found = (one for each in here or projects for one in records.evidence.where(project_id=each.id))
        mine = [each for each in found if each.number == number and each.state is not EvidenceState.DROPPED]
    if len(mine) == 1:
        return mine[0]
    if not mine:
        raise Invalid("There is no evidence EV-{n} that you are asked for. Type /align evidence to see all.", n=number)
    raise Invalid("Several of your projects have an EV-{n}. Please give the file in the project's channel.", n=number)


def _which(owed: Sequence[Obligation]) -> Invalid:
    named = tuple(Phrase("{label} {what}", label=each.label, what=Quote(shortened(each.what, TITLE))) for each in owed)
    return Invalid(
        "You owe several pieces of evidence: {named}. Please send the file again with the number of the one it is "
        "for, such as {example}.",
        named=Listing(named),
        example=owed[0].label,
    )


def _given(records: Records, actor: Actor, obligation: Obligation, command: GiveFiles, now: datetime) -> Effects:
    obligation, cast = load_to_give(records, actor, obligation.id, now)
    words = " ".join(LABEL.sub("", command.words).split())
    for file in command.files:
        made = _version(obligation, file, words, actor, now)
        if obligation.given and obligation.given[-1].hash == made.hash:
            raise WrongState("This is what was given already, so nothing was changed.")
        obligation = rules.give(obligation, made, cast, now)
    return looked_at(records, obligation, len(command.files), cast, actor, now=now)


def _version(obligation: Obligation, file: SharedFile, words: str, actor: Actor, now: datetime) -> Given:
    """Without the bytes the hash is of what is known of the file."""
    link = file.link if file.link.startswith("https://") and len(file.link) <= LONGEST_LINK else ""
    hashed = file.hash or content_hash(link, f"{file.name}\n{file.size}\n{words}")
    return Given(len(obligation.given) + 1, link, words, actor.person_id, now, hashed, file)


def _with_answer(records: Records, actor: Actor, command: GiveFiles, now: datetime) -> Effects | None:
    """Where a question in own words is being answered, the file is named in the answer, for the eyes of its readers."""
    asked = [view for view in records.views.where(person_id=actor.person_id) if view.asking is not None]
    if not asked:
        return None
    view = max(asked, key=lambda each: each.touched_at or each.asked_at)
    question = load_turn(records, actor, view, now).question(view.asking or "")
    if question.kind is not Kind.TEXT:
        return None
    said = "\n".join((command.words, *map(in_words, command.files))).strip()
    return say(records, actor, Say(said, Place(command.channel, command.thread)), now)


def in_words(file: SharedFile) -> str:
    """One line that tells which file it was, whoever holds it later."""
    known = f", SHA-256 {file.hash}" if file.hash else ""
    link = f", {file.link}" if file.link.startswith("https://") else ""
    return f"[File: {shortened(file.name, LONGEST_NAME)}, {size_in_words(file.size)}{known}{link}]"
