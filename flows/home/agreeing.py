"""What waits for a person to be agreed or cleared up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from flows.charter.cards import heading as heading_of
from flows.charter.commands import ShowCharter, ShowInherited
from flows.charter.keeping import current
from flows.consent.buttons import answer_buttons
from flows.consent.buttons import show_button as show_proposal
from flows.consent.cards import waits_for as waits_for_consent
from flows.consent.loading import functions_of
from flows.consent.records import ProposalState
from flows.consent.subjects import title
from flows.consent.wording import names
from flows.decisions.cast import Cast
from flows.home.parts import Part, Records
from flows.messages import Button
from flows.phrases import Instant, Listing, Phrase
from flows.projects.records import Project
from flows.resolving.buttons import show_button as show_contradiction
from flows.resolving.cards import heading, where_it_stands
from flows.resolving.telling import waits_for


def to_agree(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """Proposals to which a function of this person has said nothing yet."""
    for project in mine:
        cast = Cast(records, project)
        for proposal in records.proposals.where(project_id=project.id):
            mine_of = functions_of(proposal, cast, person_id)
            silent = tuple(each.name for each in mine_of if waits_for_consent(proposal, each.id))
            if silent and proposal.until is not None:
                words = Phrase(
                    "{title} waits for {functions}, until {until}.",
                    title=title(proposal.content, cast),
                    functions=Listing(silent),
                    until=Instant(proposal.until, project.zone),
                )
                yield Part(words, (show_proposal(proposal, cast),))


def to_answer(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """What functions find unclear in what this person proposed or runs."""
    for project in mine:
        cast = Cast(records, project)
        for proposal in records.proposals.where(project_id=project.id, state=ProposalState.SENSE_CHECK.value):
            runs = person_id in (proposal.by, project.facilitator or project.sponsor)
            if runs and proposal.unanswered and proposal.until is not None:
                words = Phrase(
                    "{title} is unclear to {functions}; please answer by {until}.",
                    title=title(proposal.content, cast),
                    functions=names(cast, (each.function for each in proposal.unanswered)),
                    until=Instant(proposal.until, project.zone),
                )
                yield Part(words, answer_buttons(proposal, cast))


def to_sign(records: Records, mine: Sequence[Project], person_id: str) -> Iterator[Part]:
    """Charters that a function of this person, or they as somebody who came later, have not signed."""
    for project in mine:
        charter = current(records, project.id)
        if charter is None:
            continue
        cast = Cast(records, project)
        title = heading_of(charter, cast)
        later = {each.function: each for each in charter.expected}
        for new in charter.expected:
            if new.person == person_id:
                waits = Phrase("{title} waits for you, since you came after it was signed.", title=title)
                show = Button("Show", ShowInherited(charter.id, new.function), about=title)
                yield Part(waits, (show,))
        for function in project.functions:
            speaks = person_id in (function.representative, function.deputy)
            if speaks and function.id in charter.unsigned and function.id not in later:
                waits = Phrase("{title} waits for {function} to sign it.", title=title, function=function.name)
                yield Part(waits, (Button("Show", ShowCharter(None, project.id), about=title),))


def to_clear_up(records: Records, mine: Sequence[Project], person_id: str, now: datetime) -> Iterator[Part]:
    """Contradictions on which this person has the next word."""
    for project in mine:
        cast = Cast(records, project)
        for each in records.contradictions.where(project_id=project.id):
            if person_id in waits_for(each, cast, now):
                words = Phrase("{title}. {line}", title=heading(each), line=where_it_stands(each, cast, now))
                yield Part(words, (show_contradiction(each),))
