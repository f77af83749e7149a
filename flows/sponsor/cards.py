"""What the sponsor's card looks like, and what somebody is asked who is to stand in."""

from __future__ import annotations

from collections.abc import Iterator

from flows.charter.material import Material
from flows.decisions.cast import Cast
from flows.messages import Block, Button, Buttons, Facts, Header, Message, Note, Style, Text
from flows.phrases import Count, Instant, Phrase
from flows.projects.records import Project
from flows.sponsor.commands import AcceptBackup, ConfirmPoint, DeclineBackup, OpenBackup, ShowForecast, ShowPreparation
from flows.sponsor.points import TITLES, Shown, points
from flows.sponsor.records import Backup, BackupState, Point


def card(found: Material, reader: str) -> Message:
    """The four points; with a button for each that is open where the sponsor reads it."""
    shown = points(found)
    title = Phrase("Sponsor of {project}: ready for the start?", project=found.project.name)
    line = left(shown)
    blocks: list[Block] = [Header(title), Text(line)]
    for each in shown:
        blocks += [Header(TITLES[each.point]), *each.blocks, *_stands(found, each, reader)]
    return Message(Phrase("{title} {line}", title=title, line=line), tuple(blocks))


def left(shown: tuple[Shown, ...]) -> Phrase:
    """ "2 of 4 points are open."."""
    missing = sum(not each.done for each in shown)
    if not missing:
        return Phrase("All {n} points are clear.", n=len(shown))
    are = Count(missing, "point is", "points are")
    return Phrase("{are} open of {all}.", are=are, all=len(shown))


def _stands(found: Material, each: Shown, reader: str) -> Iterator[Block]:
    project = found.project
    mine = reader == project.sponsor
    if each.point is Point.BACKUP:
        if mine:
            held = found.preparation.backup if found.preparation else None
            label = "Name somebody else" if held is not None else "Name a back-up"
            yield Buttons((Button(label, OpenBackup(project.id), Style.PLAIN if each.done else Style.PRIMARY),))
        return
    confirmed = found.preparation.confirmed.get(each.point) if found.preparation else None
    if each.done and confirmed is not None:
        at = Instant(confirmed.at, project.zone)
        yield Note(Phrase("Confirmed by {who} on {at}.", who=found.cast.person(confirmed.by).name, at=at))
    elif each.seen and mine:
        if confirmed is not None and confirmed.by == project.sponsor:
            yield Note("It has changed since you confirmed it.")
        know = Button("I know this", ConfirmPoint(project.id, each.point, each.seen), Style.PRIMARY, TITLES[each.point])
        more = (Button("Open the forecast", ShowForecast(None, project.id)),) if each.point is Point.DECISIONS else ()
        yield Buttons((know, *more))


def show_button(project: Project) -> Button:
    """The card, privately, as it is when it is pressed."""
    return Button("Show", ShowPreparation(None, project.id), about=project.name)


def reminder(found: Material) -> Message:
    """Once, where points are open."""
    words = Phrase(
        "{project} starts on {day}. {left}",
        project=found.project.name,
        day=found.project.kickoff,
        left=left(points(found)),
    )
    return Message(words, (Text(words), Buttons((show_button(found.project),))))


def backup_request(project: Project, cast: Cast, backup: Backup) -> Message:
    """To whoever is asked to stand in; without buttons once they have answered."""
    line = backup_line(project, cast, backup)
    blocks: list[Block] = [Header("Will you stand in for the sponsor?"), Text(line)]
    match backup.state:
        case BackupState.ASKED:
            means = "It comes to you with its options, as it came to everybody before, and you decide or decline."
            blocks += [Text(means), Facts((("Kick-off", Phrase("{day}", day=project.kickoff)),))]
            blocks.append(Buttons(backup_buttons(project, backup)))
        case BackupState.ACCEPTED:
            blocks.append(Note("You have said yes."))
        case BackupState.DECLINED:
            blocks.append(Note("You have said no."))
    return Message(line, tuple(blocks))


def backup_line(project: Project, cast: Cast, backup: Backup) -> Phrase:
    """What is asked of them, in a sentence."""
    return Phrase(
        "{sponsor} asks you to be the back-up in {project}: a decision that the sponsor does not take in time goes to "
        "you.",
        sponsor=cast.who(backup.by),
        project=project.name,
    )


def backup_buttons(project: Project, backup: Backup) -> tuple[Button, ...]:
    """Yes and no."""
    yes = AcceptBackup(project.id, backup.number)
    return (
        Button("Yes, I will", yes, Style.PRIMARY, project.name),
        Button("I cannot", DeclineBackup(project.id, backup.number), about=project.name),
    )
