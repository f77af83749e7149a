"""What the digest says about what was agreed and waits for its owner to say whether it stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.consent.holding import Agreed
from flows.decisions.cast import Cast
from flows.digests.standing import Line
from flows.reviews.asking import line, to_review


def review_lines(records: Agreed, cast: Cast, now: datetime) -> Iterator[Line]:
    """Each with its owner, and since when."""
    for proposal, owner in to_review(records, cast.project, cast, now):
        yield Line(f"agree/review/{proposal.id}", "open", line(proposal, owner, cast, now))
