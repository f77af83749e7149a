"""Which findings divide the functions most, and what they agree on most."""

from __future__ import annotations

from flows.contradictions.findings import (
    STRONGEST_FIRST,
    Agreement,
    Analysis,
    Contradiction,
    RiskAgreement,
)


def most_divisive_first(analysis: Analysis) -> tuple[Contradiction, ...]:
    """Hard before bridgeable before apparent; then by how many pairs of functions disagree; then by id."""
    return tuple(
        sorted(
            analysis.contradictions,
            key=lambda found: (STRONGEST_FIRST.index(found.kind), -pairs(found), found.id),
        )
    )


def pairs(found: Contradiction) -> int:
    """How many pairs of functions stand on different sides; with one side, each function against the plan."""
    sizes = [len(side.functions) for side in found.sides]
    if len(sizes) == 1:
        return sizes[0]
    return (sum(sizes) ** 2 - sum(size**2 for size in sizes)) // 2


def most_agreed_first(agreed: Agreement) -> tuple[tuple[str, RiskAgreement], ...]:
    """Risks on which at least two functions have a view: the largest share first, then the most functions."""
    compared = ((risk, held) for risk, held in agreed.risks.items() if held.of > 1)
    return tuple(sorted(compared, key=lambda entry: (-entry[1].share, -entry[1].of, entry[0])))
