"""/align help: what the person who asks can do here, by task.

A look: show_help.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Protocol

from flows.commands import Actor, Command
from flows.effects import Effects
from flows.messages import Block, Header, Items, Message, Note, Text
from flows.phrases import Phrase
from flows.projects.membership import People, may_act, myself, projects_of, who_runs
from flows.projects.membership import Records as ProjectRecords
from flows.projects.records import Project


@dataclass(frozen=True)
class ShowHelp(Command):
    """What can I do here?"""

    channel: str | None = None


class Records(ProjectRecords, Protocol):
    """Who asks, and which projects they are in."""

    @property
    def people(self) -> People: ...


ANSWERING = (
    Phrase("{typed}: what waits for you", typed=Phrase("/align")),
    Phrase("{typed}: your function has reached it", typed=Phrase("/align done milestone")),
    Phrase("{typed}: your questions; answer one by one, or all in one form", typed=Phrase("/align questions")),
)
DECIDING = (
    Phrase("{typed}: bring a decision to the person who may take it", typed=Phrase("/escalate")),
    Phrase("{typed}: decisions that wait, the most pressing first", typed=Phrase("/align escalations")),
    Phrase("{typed}: who decides what, and how to change it", typed=Phrase("/align rights")),
    Phrase("{typed}: who decides that, and whether they are there", typed=Phrase("/align who decides speed/scope")),
    Phrase("{typed}: keep a decision that was made in talk", typed=Phrase("/decisions record")),
)
FOLLOWING = (
    Phrase("{typed}: where the project stands", typed=Phrase("/align status")),
    Phrase("{typed}: what the functions have agreed and signed", typed=Phrase("/charter")),
    Phrase("{typed}: what is missing before the start, and with whom", typed=Phrase("/align ready")),
    Phrase("{typed}: what each function said, once the round is closed", typed=Phrase("/align answers")),
    Phrase("{typed}: what contradicts, and whose turn it is", typed=Phrase("/align contradictions")),
    Phrase("{typed}: what proof is owed, by whom and until when", typed=Phrase("/align evidence")),
    Phrase("{typed}: whether what was signed still holds", typed=Phrase("/align pulse")),
    Phrase("{typed}: what is not negotiable, how far the team may go", typed=Phrase("/align red lines")),
    Phrase("{typed}: what was decided, by whom and why; add words to search", typed=Phrase("/decisions")),
    Phrase("{typed}: what won and what paid, beside the agreed order", typed=Phrase("/align ledger")),
)
RUNNING = (
    Phrase("{typed}: ask every function", typed=Phrase("/align start")),
    Phrase("{typed}: propose the one goal of the first stage", typed=Phrase("/align goal")),
    Phrase("{typed}: practise it: who would decide what, asked blind", typed=Phrase("/align drill")),
    Phrase("{typed}: test whether everybody on the path of a decision is reached", typed=Phrase("/align drill live")),
    Phrase("{typed}: which decisions are likely to come, and what came", typed=Phrase("/align forecast")),
    Phrase("{typed}: is the sponsor ready, and who stands in", typed=Phrase("/align sponsor")),
    Phrase("{typed}: what partners need to know, without names", typed=Phrase("/align partner pack")),
    Phrase("{typed}: what will be sent next, to whom and when", typed=Phrase("/align next")),
)
OWN_TIME = (
    Phrase("{typed}: when I may write to you", typed=Phrase("/align hours mon-fri 08:00-16:00")),
    Phrase("{typed}: no reminders on these days", typed=Phrase("/align away 2027-02-10 to 2027-02-20")),
    Phrase("{typed}: you are here again", typed=Phrase("/align back")),
    Phrase("{typed}: time zone, days, hours, holidays, absences", typed=Phrase("/align settings")),
    Phrase("{typed}: your accounts in two chats become one", typed=Phrase("/align link")),
)
SETTING_UP = (Phrase("{typed}: set up a project, in three short pages", typed=Phrase("/align new")),)


def show_help(records: Records, actor: Actor, command: ShowHelp, now: datetime) -> Effects:  # noqa: ARG001  # says nothing
    """Only what the person can do in the projects they are in, or in the one of the channel."""
    person = myself(records.people, actor)
    mine = projects_of(records, actor)
    here = tuple(each for each in mine if command.channel and each.channel == command.channel.removeprefix("#")) or mine
    title = "What you can do here"
    blocks: list[Block] = [Header(title)]
    for heading, lines in _sections(here, person.id):
        if actor.outside and lines is SETTING_UP:
            continue
        blocks += [Text(heading), Items(lines)]
    blocks += [Note(words) for words in _notes(records, here)]
    return Effects(reply=Message(title, tuple(blocks)))


def _sections(projects: tuple[Project, ...], person_id: str) -> Iterable[tuple[str, tuple[Phrase, ...]]]:
    runs = any(person_id in (project.sponsor, project.facilitator) for project in projects)
    if any(person_id in may_act(project) for project in projects):
        yield "Answer", ANSWERING
        yield "Decide", DECIDING
    if projects:
        yield "Follow", FOLLOWING
    if runs:
        yield "Run the project", RUNNING
    yield "Your own time", OWN_TIME
    yield "Begin", SETTING_UP


def _notes(records: Records, projects: tuple[Project, ...]) -> Iterable[Phrase]:
    if not projects:
        yield Phrase("You are not part of a project yet; its facilitator can add you.")
    if len(projects) == 1:
        yield Phrase("If anything is unclear, ask {who}.", who=who_runs(projects[0], records.people))


def closest(typed: str, known: Iterable[str]) -> str | None:
    """The command that was probably meant; None when nothing comes near."""
    first, *rest = typed.casefold().split()[:2]
    by_key = {words.casefold(): words for words in known}
    if rest and any(key.startswith(f"{first} ") for key in by_key):
        after = {key.removeprefix(f"{first} "): words for key, words in by_key.items() if key.startswith(f"{first} ")}
        return _nearest(rest[0], after, 0.65)  # alike in the first word alone is not near
    return _nearest(" ".join((first, *rest)), by_key, 0.6)


def _nearest(said: str, by_key: Mapping[str, str], cutoff: float) -> str | None:
    found = get_close_matches(said, by_key, n=1, cutoff=cutoff)
    return by_key[found[0]] if found else None
