"""R7: evidence nobody provides, cadences finer than the digest."""

from __future__ import annotations

import pytest

from flows.projects.records import Cadence
from flows.questionnaires.answers import AnswerValue, EvidenceNeed, NoView
from tests.flows.line3 import gaps, line3, said


def evidence(*needs: EvidenceNeed) -> dict[str, AnswerValue]:
    return {"evidence.needs": needs}


def test_evidence_without_a_provider_is_a_gap_of_who_asks() -> None:
    found = gaps(
        "R7",
        said("quality", evidence(EvidenceNeed("Audit trail"))),
        said("it", evidence(EvidenceNeed("Audit trail", provider="quality"))),
        said("operations", evidence(EvidenceNeed("Audit trail"))),
    )
    assert list(found) == ["Audit trail"]
    assert found["Audit trail"].id == "R7:Audit trail"
    assert found["Audit trail"].functions == ("operations", "quality")


@pytest.mark.parametrize(("provider", "known"), [("it", True), ("jan", True), ("plant lab", False), ("IT", False)])
def test_a_provider_is_a_function_or_a_person_of_the_project(provider: str, known: bool) -> None:
    found = gaps("R7", said("quality", evidence(EvidenceNeed("Calibration record", provider))))
    assert (found == {}) is known
    if not known:
        assert provider in found["Calibration record"].why


def test_all_cadences_finer_than_the_digest_are_one_gap() -> None:
    found = gaps(
        "R7",
        said("quality", {"reporting.cadence": "daily"}),
        said("leadership", {"reporting.cadence": "weekly"}),
        said("operations", {"reporting.cadence": "daily"}),
        said("it", {"reporting.cadence": NoView()}),
    )
    assert found["reporting.cadence"].functions == ("operations", "quality")
    assert found["reporting.cadence"].id == "R7:reporting.cadence"


@pytest.mark.parametrize(
    ("digest", "finer"),
    [
        (Cadence.DAILY, set[str]()),
        (Cadence.WEEKLY, {"daily"}),
        (Cadence.BIWEEKLY, {"daily", "weekly"}),
    ],
)
def test_the_order_is_daily_weekly_biweekly_monthly_milestones(digest: Cadence, finer: set[str]) -> None:
    cadences = ("daily", "weekly", "biweekly", "monthly", "milestones")
    found = {
        cadence
        for cadence in cadences
        if gaps("R7", said("it", {"reporting.cadence": cadence}), project=line3(digest=digest))
    }
    assert found == finer


def test_a_confidential_need_is_not_told_in_why() -> None:
    (gap,) = gaps("R7", said("it", evidence(EvidenceNeed("Pen test")), confidential=["evidence.needs"])).values()
    assert "Pen test" not in gap.why
    assert not gap.sources[0].open
