"""R6: milestones in no-touch windows, evidence due after the milestone it is for."""

from __future__ import annotations

from datetime import date

import pytest

from flows.contradictions.findings import CONFIDENTIAL, Strength
from flows.projects.records import Milestone
from flows.questionnaires.answers import AnswerValue, EvidenceNeed, NoTouch
from tests.flows.line3 import contradictions, line3, said, sides

FAT = Milestone("fat", "Factory acceptance test", date(2027, 3, 15))
CUTOVER = Milestone("cutover", "Cut-over of line 3", date(2027, 5, 8), touches_production=True)
PROJECT = line3(milestones=(FAT, CUTOVER))


def no_touch(first: date, last: date, why: str | None = None) -> dict[str, AnswerValue]:
    return {"risks.no_touch": (NoTouch(first, last, why),)}


def evidence(*needs: EvidenceNeed) -> dict[str, AnswerValue]:
    return {"evidence.needs": needs}


def protocol(by: date | None, milestone: str | None = "cutover", what: str = "Protocol") -> EvidenceNeed:
    return EvidenceNeed(what, "it", by, milestone)


def test_a_milestone_that_touches_production_in_a_no_touch_window_is_hard_with_one_side() -> None:
    window = no_touch(date(2027, 5, 1), date(2027, 5, 31), "seasonal peak")
    (finding,) = contradictions("R6", said("quality", window), said("operations", window), project=PROJECT)
    assert (finding.id, finding.kind) == ("R6:cutover", Strength.HARD)
    assert sides(finding) == [("operations", "quality")]
    assert finding.quotes[0].text == "2027-05-01 to 2027-05-31: seasonal peak"
    assert finding.why == (
        "Cut-over of line 3 (cutover, 2027-05-08) touches production in the no-touch days of Operations, "
        "2027-05-01 to 2027-05-31 and Cut-over of line 3 (cutover, 2027-05-08) touches production "
        "in the no-touch days of Quality, 2027-05-01 to 2027-05-31."
    )


@pytest.mark.parametrize(
    ("first", "last", "clash"),
    [
        (date(2027, 5, 8), date(2027, 5, 8), True),
        (date(2027, 5, 1), date(2027, 5, 8), True),
        (date(2027, 5, 8), date(2027, 5, 20), True),
        (date(2027, 5, 9), date(2027, 5, 20), False),
        (date(2027, 5, 1), date(2027, 5, 7), False),
        (date(2027, 3, 1), date(2027, 3, 31), False),
    ],
)
def test_a_window_includes_both_its_days_and_other_milestones_do_not_matter(
    first: date, last: date, clash: bool
) -> None:
    found = contradictions("R6", said("operations", no_touch(first, last)), project=PROJECT)
    assert bool(found) is clash


def test_two_windows_of_one_function_around_a_milestone_are_one_quote() -> None:
    windows = (NoTouch(date(2027, 5, 1), date(2027, 5, 31)), NoTouch(date(2027, 5, 8), date(2027, 5, 9), "audit"))
    (finding,) = contradictions("R6", said("operations", {"risks.no_touch": windows}), project=PROJECT)
    assert [quote.text for quote in finding.quotes] == ["2027-05-01 to 2027-05-31; 2027-05-08 to 2027-05-09: audit"]


def test_evidence_due_after_its_milestone_is_hard_and_why_names_the_milestone() -> None:
    (finding,) = contradictions("R6", said("quality", evidence(protocol(date(2027, 5, 9)))), project=PROJECT)
    assert (finding.id, finding.kind, sides(finding)) == ("R6:Protocol", Strength.HARD, [("quality",)])
    assert finding.quotes[0].text == "Protocol, from IT, by 2027-05-09, for cutover"
    assert finding.why == ("Quality asks for “Protocol” by 2027-05-09, after Cut-over of line 3 (cutover, 2027-05-08).")


@pytest.mark.parametrize(
    "need", [protocol(date(2027, 5, 8)), protocol(None), protocol(date(2027, 9, 1), milestone=None)]
)
def test_evidence_in_time_or_without_by_or_for_is_not_judged(need: EvidenceNeed) -> None:
    assert contradictions("R6", said("quality", evidence(need)), project=PROJECT) == []


def test_one_finding_per_evidence_text_with_everyone_who_asks_for_it_too_late() -> None:
    (finding,) = contradictions(
        "R6",
        said("quality", evidence(protocol(date(2027, 6, 1)), protocol(date(2027, 4, 1), "fat"))),
        said("operations", evidence(protocol(date(2027, 5, 9)))),
        said("it", evidence(protocol(date(2027, 5, 1)))),
        project=PROJECT,
    )
    assert sides(finding) == [("operations", "quality")]
    assert "fat" in finding.why
    assert "cutover" in finding.why


def test_evidence_named_like_a_milestone_shares_its_finding() -> None:
    (finding,) = contradictions(
        "R6",
        said("operations", no_touch(date(2027, 5, 1), date(2027, 5, 31))),
        said("quality", evidence(protocol(date(2027, 6, 1), what="cutover"))),
        project=PROJECT,
    )
    assert (finding.id, sides(finding)) == ("R6:cutover", [("operations", "quality")])


def test_confidential_windows_and_needs_are_neither_quoted_nor_told_in_why() -> None:
    answers = evidence(protocol(date(2027, 6, 1))) | no_touch(date(2027, 5, 1), date(2027, 5, 31))
    secret = said("quality", answers, confidential=["evidence.needs", "risks.no_touch"])
    found = contradictions("R6", secret, project=PROJECT)
    assert [quote.text for finding in found for quote in finding.quotes] == [CONFIDENTIAL, CONFIDENTIAL]
    assert "2027-06-01" not in repr(found)
    assert "2027-05-31" not in repr(found)
