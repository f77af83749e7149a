"""The line in the channel that says who is in and who is waited for, edited in place."""

from __future__ import annotations

from datetime import datetime

from flows.effects import Post
from flows.messages import Address, Block, Message, Note, Text, ToChannel, ToPerson
from flows.phrases import Count, Phrase
from flows.projects.records import Project
from flows.rounds.records import ViewState
from flows.rounds.scene import Scene


def public_address(project: Project) -> Address:
    """The project's channel; without one, whoever runs the project passes it on."""
    return ToChannel(project.channel) if project.channel else ToPerson(project.facilitator or project.sponsor)


def participation(scene: Scene, now: datetime) -> Post:
    """The line as it stands; names, not mentions, so that nobody is called out by an edit."""
    words = line(scene, now)
    blocks: tuple[Block, ...] = (Text(words),)
    if scene.round.is_open:
        about = Phrase(
            "Each function says what it needs before the kick-off on {day}. Nobody reads the answers of others until "
            "the round closes; then the summary comes here.",
            day=scene.project.kickoff,
        )
        blocks = (*blocks, Note(about))
    return Post(
        f"round/{scene.round.id}/participation",
        public_address(scene.project),
        Message(Phrase("{project}: {line}", project=scene.project.name, line=words), blocks),
    )


def line(scene: Scene, now: datetime) -> Phrase:
    """ "4 of 6 functions are in; waiting for Quality (Anna Nowak) and IT (Jan Lis) – due Thu 14 Jan 16:00"."""
    if scene.pending and scene.round.is_open:
        return _waiting(scene, how_many(scene), now)
    return _ended(scene, how_many(scene))


def how_many(scene: Scene) -> Phrase:
    """ "4 of 6 functions are in"."""
    into, total = len(scene.submitted), Count(len(scene.views), "function", "functions")
    if into == total.number:
        return Phrase("All {all} are in", all=total)
    return Phrase("{n} of {all} is in" if into == 1 else "{n} of {all} are in", n=into, all=total)


def _waiting(scene: Scene, into: Phrase, now: datetime) -> Phrase:
    deadline = max(scene.deadline(view) for view in scene.pending)
    template = (
        "{into}; waiting for {who} – due {deadline}."
        if now < deadline
        else ("{into}; waiting for {who} – was due {deadline}.")
    )
    return Phrase(template, into=into, who=scene.named(scene.pending), deadline=scene.instant(deadline))


def _ended(scene: Scene, into: Phrase) -> Phrase:
    closed_at = scene.round.closed_at or scene.round.deadline
    without = tuple(view for view in scene.views.values() if view.state is not ViewState.SUBMITTED)
    if without:
        return Phrase(
            "{into}. The round closed on {at}, without {who}; a late answer is still welcome.",
            into=into,
            at=scene.instant(closed_at),
            who=scene.function_names(without),
        )
    return Phrase("{into}. The round closed on {at}.", into=into, at=scene.instant(closed_at))
