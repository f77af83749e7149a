"""The proposal that a dispute is about, as who has to settle it reads it."""

from __future__ import annotations

from collections.abc import Iterator

from flows.consent import subjects
from flows.consent.records import Proposal
from flows.consent.wording import headline
from flows.decisions.cast import Cast
from flows.forms import Section
from flows.messages import Block, Facts, Text
from flows.phrases import Phrase
from flows.resolving.keeping import Watched
from flows.resolving.records import CONSENT, LiveContradiction


def proposal_of(records: Watched, contradiction: LiveContradiction) -> Proposal | None:
    """What three rounds did not settle; None where it is about answers."""
    return records.proposals.find(contradiction.subject) if contradiction.rule == CONSENT else None


def proposed(records: Watched, contradiction: LiveContradiction, cast: Cast) -> tuple[Block, ...]:
    """The whole proposal, and where it stands by function."""
    proposal = proposal_of(records, contradiction)
    if proposal is None:
        return ()
    title = Text(Phrase("{title}, as proposed:", title=subjects.title(proposal.content, cast)))
    return (title, *subjects.blocks(proposal.content, cast), Text(headline(proposal, cast)))


def sections(records: Watched, contradiction: LiveContradiction, cast: Cast) -> Iterator[Section]:
    """The same in a form."""
    for block in proposed(records, contradiction, cast):
        if isinstance(block, Facts):
            yield from (Section(label, words) for label, words in block.rows)


def words_of(records: Watched, contradiction: LiveContradiction, cast: Cast) -> Iterator[str]:
    """Everything in which a red line could be touched: what it is about, what was said, and what is proposed."""
    yield from (contradiction.matter, contradiction.openly)
    yield from (quote.text for party in contradiction.parties for quote in party.quotes)
    for section in sections(records, contradiction, cast):
        yield section.text if isinstance(section.text, str) else " ".join(map(str, section.text.values.values()))
