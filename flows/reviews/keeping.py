"""Keeping what was agreed as it is. A look: open_keep. A change: keep_until."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from flows.calendar import local_day
from flows.charter.keeping import Charters, current
from flows.commands import Actor
from flows.consent import rules, subjects
from flows.consent.holding import being_changed, still_holds
from flows.consent.keeping import Records as ConsentRecords
from flows.consent.loading import load
from flows.consent.records import Kept, Proposal
from flows.consent.wording import since
from flows.decisions.cast import Cast
from flows.decisions.rights import reach
from flows.effects import Effects
from flows.errors import NotAllowed, WrongState
from flows.filled import Filled, needed
from flows.forms import DateField, Form, Section
from flows.goals.records import Goal
from flows.messages import Message, Text
from flows.phrases import Phrase
from flows.project_file.fields import read_day
from flows.reviews.asking import owner, post
from flows.reviews.commands import KeepUntil, OpenKeep
from flows.reviews.days import AHEAD, EVERY, FARTHEST


class Records(ConsentRecords, Protocol):
    """What was agreed, and the charter that says so."""

    @property
    def charters(self) -> Charters: ...


def _load(records: Records, actor: Actor, command: OpenKeep | KeepUntil, now: datetime) -> tuple[Proposal, Cast]:
    """What its owner was asked about. Raises NotAllowed; WrongState for what was kept, changed or dropped since."""
    proposal, cast = load(records, actor, command.proposal_id)
    may = tuple(dict.fromkeys((owner(proposal, cast, now), cast.project.sponsor, cast.project.facilitator)))
    if actor.person_id not in may:
        raise NotAllowed(
            "Only {who} can say that it stays. {reach}",
            who=cast.whos((each for each in may if each), last="or"),
            reach=reach(cast.person(may[0])),
        )
    if not still_holds(records, proposal):
        raise since(proposal, cast)
    if command.step != len(proposal.kept):
        last = proposal.kept[-1]
        raise WrongState("{who} keeps it until {day} already.", who=cast.who(last.by), day=last.until)
    if being_changed(records, proposal):
        raise WrongState("It is being changed or dropped; the functions are asked about that first.")
    return proposal, cast


def open_keep(records: Records, actor: Actor, command: OpenKeep, now: datetime) -> Effects:
    """The form: until when?"""
    proposal, cast = _load(records, actor, command, now)
    day = local_day(now, cast.project.zone) + EVERY
    about = Section("Keep it as it is", subjects.title(proposal.content, cast))
    hint = "A week before that day you are asked again."
    field = DateField("day", "Until when?", hint, day.isoformat(), required=True)
    return Effects(reply=Form("Keep", KeepUntil(proposal.id, command.step), (about, field), submit="Keep"))


def keep_until(records: Records, actor: Actor, command: KeepUntil, now: datetime) -> Effects:
    """It stays. With the goal the charter is valid until then, too. Raises InvalidForm."""
    proposal, cast = _load(records, actor, command, now)
    filled, today = Filled(command.values), local_day(now, cast.project.zone)
    day = filled.read("day", read_day, "Please give a day.")
    if day is not None and not today + AHEAD < day <= today + FARTHEST:
        filled.wrong("day", "Please give a day more than a week ahead, and within five years.")
    filled.check()
    after = rules.keep(proposal, Kept(actor.person_id, now, needed(day)), cast)
    records.proposals.put(after)
    if isinstance(after.content, Goal):
        _prolong(records, after.project_id, needed(day))
    told = Phrase("Kept until {day}.", day=needed(day))
    shown = (post(proposal, owner(proposal, cast, now), cast, now, asked=False),)
    return Effects(shown, Message(told, (Text(told),)))


def _prolong(records: Records, project_id: str, until: date) -> None:
    """A charter is valid as long as the goal it is about."""
    charter = current(records, project_id)
    if charter is not None and charter.valid_until is not None and charter.valid_until < until:
        records.charters.put(replace(charter, valid_until=until))
