"""The charter on one page, for people outside the chat: what was agreed, with eyes open, signed, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.calendar import local_day
from flows.charter import cards
from flows.charter.compiling import compiled
from flows.charter.keeping import Records, current
from flows.charter.material import Material, material
from flows.charter.proof import marks
from flows.charter.readiness import headline, items, missing
from flows.charter.records import TITLES, Charter, Section
from flows.messages import Block, Facts, Header, Items, Message, Note, Text
from flows.phrases import Instant, Listing, Phrase, Words

EMPTY: dict[Section, str] = {
    Section.GOAL: "No goal is agreed yet.",
    Section.RED_LINES: "None is agreed.",
    Section.RIGHTS: "None is agreed.",
    Section.CONTRADICTIONS: "None is open, and none was accepted as it is.",
}
"""What is said of a section that a certificate must not leave out."""


def certificate(records: Records, project_id: str, now: datetime) -> Message:
    """The newest version; before there is one, a draft that says so. Raises NotFound for an unknown project."""
    found = material(records, records.projects.get(project_id))
    charter = current(records, project_id)
    project = found.project
    points = missing(found, charter, local_day(now, project.zone))
    title: Phrase = (
        cards.heading(charter, found.cast)
        if charter is not None
        else Phrase("Charter of {project}, draft that nobody has signed", project=project.name)
    )
    lines = charter.lines if charter is not None else compiled(found)
    made = Note(Phrase("Made by Accord on {at} from its records.", at=Instant(now, project.zone)))
    blocks: list[Block] = [Header(title), Facts(tuple(_facts(found, charter)))]
    stands = marks(found, now)
    for section in Section:
        held = tuple(cards.sourced(line, stands) for line in lines if line.section is section)
        if held or section in EMPTY:
            blocks += [Header(TITLES[section]), Items(held) if held else Text(EMPTY[section])]
    blocks += [*_signed(found, charter), Header("Ready to start?"), Text(headline(project, points))]
    return Message(title, (*blocks, items(points, found), made) if points else (*blocks, made))


def _facts(found: Material, charter: Charter | None) -> Iterator[tuple[str, Words]]:
    project = found.project
    yield "Project", Phrase("{name}, kick-off on {day}", name=project.name, day=project.kickoff)
    yield "Sponsor", found.name(project.sponsor)
    yield "Facilitator", found.name(project.facilitator or project.sponsor)
    yield "Functions", Phrase("{names}", names=Listing(tuple(each.name for each in project.functions)))
    if charter is not None:
        published = Instant(charter.at, project.zone)
        yield "Published", Phrase("{at} by {who}", at=published, who=found.name(charter.by))
        until = (
            Phrase("{day}, the day of the goal", day=charter.valid_until) if charter.valid_until else "further notice"
        )
        yield "Valid until", until


def _signed(found: Material, charter: Charter | None) -> Iterator[Block]:
    yield Header("Signatures")
    if charter is None or not any(cards.signed_lines(charter, found.cast)):
        yield Text("Nobody has signed it yet.")
        return
    yield Items(tuple(cards.signed_lines(charter, found.cast)))
    if charter.unsigned:
        waiting = Listing(tuple(cards.name(each, found.cast) for each in charter.unsigned))
        yield Text(Phrase("Not signed yet: {functions}.", functions=waiting))
