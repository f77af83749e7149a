"""What happens after a round: each step with its owner and its day."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from flows.contradictions.case import Case
from flows.contradictions.findings import Analysis, Strength
from flows.phrases import Count, Phrase, Who

SETTLING = timedelta(days=7)
"""How long after the end of the round contradictions are settled, where the kick-off leaves that much time."""


@dataclass(frozen=True)
class Step:
    """What somebody does next, and until when."""

    owner: Who
    does: Phrase
    by: date

    @property
    def words(self) -> Phrase:
        """The step in one sentence."""
        return Phrase("{owner} {does} by {by}.", owner=self.owner, does=self.does, by=self.by)


def next_steps(
    case: Case, analysis: Analysis, without: Collection[str] = (), *, has_goal: bool = False
) -> tuple[Step, ...]:
    """The steps that the findings call for, and then the step to the goal where none is agreed or proposed yet.

    `without`: ids of functions that are not waited for any more, so that nothing is asked of them.
    """
    steps = (*_silent(case, analysis, without), *_settle(case, analysis), *_fill(case, analysis))
    if has_goal:
        return steps
    does = Phrase("drafts the shared goal of the first stage from these answers (/align goal)")
    return (*steps, Step(_who(case, case.project.facilitator), does, case.project.kickoff))


def _silent(case: Case, analysis: Analysis, without: Collection[str]) -> Iterator[Step]:
    for function in case.project.functions:
        if function.id in analysis.silent and function.id not in without:
            does = Phrase("answers for {function}", function=function.name)
            yield Step(_who(case, function.representative), does, _soon(case))


def _settle(case: Case, analysis: Analysis) -> Iterator[Step]:
    facilitator = _who(case, case.project.facilitator)
    apparent = sum(found.kind is Strength.APPARENT for found in analysis.contradictions)
    firm = len(analysis.contradictions) - apparent
    if firm:
        count = Count(firm, "contradiction", "contradictions")
        does = Phrase("brings the sides of {count} together, the most divisive first,", count=count)
        yield Step(facilitator, does, _soon(case))
    if apparent:
        count = Count(apparent, "contradiction that may only be a difference", "that may only be differences")
        does = Phrase("agrees a definition for {count} in words", count=count)
        yield Step(facilitator, does, _soon(case))


def _fill(case: Case, analysis: Analysis) -> Iterator[Step]:
    undecided = [gap for gap in analysis.gaps if gap.rule == "R8" and gap.subject not in analysis.silent]
    deciding = [gap for gap in undecided if gap.sources or gap.subject in case.template.tradeoffs]
    unprovided = [gap for gap in analysis.gaps if gap.rule == "R7"]
    if deciding:
        count = Count(len(deciding), "matter", "matters")
        does = Phrase("names who decides {count} that nobody may decide yet", count=count)
        yield Step(_who(case, case.project.sponsor), does, case.project.kickoff)
    if len(undecided) > len(deciding):
        count = Count(len(undecided) - len(deciding), "risk", "risks")
        does = Phrase("asks for a view on {count} that nobody has looked at", count=count)
        yield Step(_who(case, case.project.facilitator), does, case.project.kickoff)
    if unprovided:
        count = Count(len(unprovided), "wish", "wishes")
        does = Phrase("settles {count} for evidence or reporting that nobody meets yet", count=count)
        yield Step(_who(case, case.project.facilitator), does, case.project.kickoff)


def _soon(case: Case) -> date:
    """A week after the round is due, but not after the kick-off unless the round itself is."""
    due, kickoff = case.project.round_due, case.project.kickoff
    if due is None:
        return kickoff
    week = due.date() + SETTLING
    return week if due.date() >= kickoff else min(week, kickoff)


def _who(case: Case, person_id: str) -> Who:
    return Who(person_id, case.person(person_id))
