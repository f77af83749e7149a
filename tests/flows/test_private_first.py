"""A contradiction goes to its sides first: until it is opened nobody is quoted in the summary (docs/adr/0017)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import case_of
from flows.contradictions.clearing import Quiet
from flows.contradictions.closeness import Agreeing
from flows.contradictions.references import HEADLINE, Told, references
from flows.contradictions.summary import Summary, summarise
from flows.decisions.cast import Cast
from flows.effects import Effects
from flows.phrases import Instant
from flows.questionnaires.answers import FunctionAnswers
from flows.resolving import rules, telling
from flows.resolving.records import Settled, Way
from tests.flows.line3 import PEOPLE, TEMPLATE, accept, refuse, said, stances
from tests.flows.round_desk import Desk
from tests.flows.test_made_confidential import closed
from tests.flows.test_summary import PROJECT, lines, thread

UNTIL = Quiet(Instant(datetime(2027, 1, 14, 9, tzinfo=UTC), "Europe/Warsaw"))
ANSWERS = (
    said("leadership", stances(production_stop=accept())),
    said("operations", stances(production_stop=refuse("we deliver daily"))),
    said("it", stances(production_stop=accept())),
)


def quietly(*answers: FunctionAnswers, quiet: Quiet = UNTIL) -> Summary:
    case = case_of(TEMPLATE, PROJECT, PEOPLE, answers)
    found = analyse_case(case)
    return summarise(case, found, quiet={each.id: quiet for each in found.contradictions})


def settled(way: Way, *, opened: bool) -> Desk:
    """One contradiction, settled that way, in private or after it was opened."""
    desk = closed()
    if opened:
        desk.open_contradictions()
    cast, before = Cast(desk, desk.project), desk.contradictions.all()[0]
    after = rules.settle(before, Settled(way, "adam", desk.now, "I meant line 4."), cast)
    desk.contradictions.put(after)
    desk.take(Effects(telling.shown(desk, after, cast, desk.now)))
    return desk


def test_issue6_while_it_is_private_the_summary_tells_subject_and_functions_and_no_stance() -> None:
    summary = quietly(*ANSWERS)
    assert thread(summary, "contradictions")[-1] == (
        "1. Production stop, between Leadership, Operations and IT: being cleared between them in private until "
        "Thu 14 Jan 2027, 10:00."
    )
    top = list(lines(summary.headline))
    assert (
        "Leadership, Operations and IT, on Production stop: being cleared between them in private until "
        "Thu 14 Jan 2027, 10:00." in top
    )
    assert "objection from" not in "".join(top)
    assert "Contradictions: 1 hard and 1 of them cleared in private first" in top


def test_issue6_the_answers_behind_it_are_not_told_either() -> None:
    case = case_of(TEMPLATE, PROJECT, PEOPLE, ANSWERS)
    found = analyse_case(case)
    told = Told(case, found, Agreeing(), {each.id: UNTIL for each in found.contradictions})
    for part in (HEADLINE, "contradictions"):
        quiet = [each for each in references(part, told) if each.quiet]
        assert quiet
        assert not [ref for each in quiet for ref in each.refs]
    assert "we deliver daily" not in str(references("contradictions", told))
    openly = replace(told, quiet={})
    assert "we deliver daily" in str(references("contradictions", openly))


def test_issue6_no_message_moves_when_it_is_opened() -> None:
    """Many contradictions are many messages: each has its place as if it were quoted already."""
    names = [risk.id for risk in TEMPLATE.risks]
    answers = (
        said("leadership", stances(**{name: accept() for name in names})),
        said("operations", stances(**{name: refuse("no") for name in names})),
    )
    case = case_of(TEMPLATE, PROJECT, PEOPLE, answers)
    openly = summarise(case, analyse_case(case))
    shape = [(each.name, each.first) for each in openly.thread]
    assert shape == [(each.name, each.first) for each in quietly(*answers).thread]


def test_issue6_what_survives_is_told_with_both_quotes_in_the_same_message() -> None:
    desk = closed()
    before = set(desk.screen)
    assert "we deliver daily" not in desk.text("1/summary/contradictions/1")
    desk.open_contradictions()
    told = desk.text("1/summary/contradictions/1")
    assert "we deliver daily" in told
    assert "(Leadership, Adam Wolski)" in told
    assert "in private" not in told
    assert "in private" not in desk.text("1/summary")
    assert "3 of 4" not in desk.text("1/summary")
    assert {key for key in desk.screen if key not in before} <= {"contradiction/line3/C-1/channel"}


def test_c8_a_false_alarm_keeps_one_line_without_quotes_and_its_reason_where_that_was_public() -> None:
    private = settled(Way.DEFINITION, opened=False).text("1/summary/contradictions/1")
    assert "1. Production stop, between Leadership and Operations: cleared, a misunderstanding.\n" in private
    assert "line 4" not in private
    public = settled(Way.DEFINITION, opened=True).text("1/summary/contradictions/1")
    assert "cleared, a misunderstanding: I meant line 4." in public
    assert "we deliver daily" not in private + public


def test_issue6_what_the_sides_settle_in_private_stays_without_quotes() -> None:
    private = settled(Way.CONDITION, opened=False).text("1/summary/contradictions/1")
    assert "between Leadership and Operations: settled between them in private.\n" in private
    assert "we deliver daily" not in private
    assert "we deliver daily" in settled(Way.CONDITION, opened=True).text("1/summary/contradictions/1")
