"""The alignment summary: what the channel and its thread tell, and what they never tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from adapters.drawing import draw_text
from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import case_of
from flows.contradictions.details import BLOCKS
from flows.contradictions.next_steps import next_steps
from flows.contradictions.summary import Summary, summarise
from flows.messages import Block, Facts, Header, Items, Message, Note, Picture, Quoted, Text
from flows.phrases import Phrase
from flows.projects.records import Function, Milestone, Project
from flows.questionnaires.answers import EvidenceNeed, FunctionAnswers, NoTouch, Visibility
from tests.flows.line3 import (
    PEOPLE,
    TEMPLATE,
    accept,
    accept_if,
    deciders,
    line3,
    measure,
    needs,
    own_risk,
    priorities,
    refuse,
    said,
    stances,
)

PROJECT = replace(line3(), round_due=datetime.fromisoformat("2027-01-15T16:00"))


def summary_of(*answers: FunctionAnswers, project: Project = PROJECT) -> Summary:
    case = case_of(TEMPLATE, project, PEOPLE, answers)
    return summarise(case, analyse_case(case))


def lines(message: Message) -> Iterator[str]:
    """Everything the message says, block by block."""
    yield draw_text(message.summary)
    for block in message.blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Header | Text | Note):
        yield draw_text(block.text)
    elif isinstance(block, Quoted):
        yield f"“{block.words}” {draw_text(block.by)}"
    elif isinstance(block, Items):
        yield from (draw_text(item) for item in block.items)
    elif isinstance(block, Facts):
        yield from (f"{label}: {draw_text(words)}" for label, words in block.rows)
    elif isinstance(block, Picture):
        yield draw_text(block.alt)
    else:
        raise TypeError(block)


def thread(summary: Summary, name: str) -> list[str]:
    """What the messages of this name say, in order."""
    return [line for detail in summary.thread if detail.name.startswith(name) for line in lines(detail.message)]


def everything(summary: Summary) -> str:
    return "\n".join([*lines(summary.headline), *thread(summary, "")])


def test_the_headline_counts_functions_and_names_who_objects() -> None:
    summary = summary_of(
        said("leadership", stances(production_stop=accept())),
        said("operations", stances(production_stop=accept_if("4 h"))),
        said("it", stances(production_stop=accept())),
        said("quality", stances(production_stop=refuse())),
    )
    assert draw_text(summary.headline.summary) == (
        "Line 3 MES roll-out: 3 of 4 functions accept the risk “Production stop”; objection from Quality."
    )


def test_the_headline_without_contradictions_or_answers() -> None:
    assert "No function has answered yet." in draw_text(summary_of().headline.summary)
    one = summary_of(said("it", stances(production_stop=accept())))
    assert draw_text(one.headline.summary).endswith("1 of 4 functions answered, and nothing they say contradicts.")


def test_the_headline_counts_what_was_found_and_shows_the_picture() -> None:
    headline = summary_of(
        said("it", stances(production_stop=accept(), data_loss=refuse()) | needs(production_stop="4 h")),
        said("quality", stances(production_stop=refuse(), data_loss=refuse())),
    ).headline
    said_there = list(lines(headline))
    assert "Answered: 2 of 4 functions; not yet: Leadership and Operations" in said_there
    assert "Most agreed: 2 of 2 functions: “Data loss” is not acceptable" in said_there
    assert "Contradictions: 2 hard" in said_there
    assert any(isinstance(block, Picture) for block in headline.blocks)


def test_what_happens_next_has_an_owner_and_a_day() -> None:
    summary = summary_of(
        said("it", stances(production_stop=accept()) | {"evidence.needs": (EvidenceNeed("Log"),)}),
        said("quality", stances(production_stop=refuse())),
        said("operations", {"decisions.joint": ()}),
    )
    assert thread(summary, "next")[2:] == [
        "Adam Wolski answers for Leadership by Fri 22 Jan 2027.",
        "Ewa Kot brings the sides of 1 contradiction together, the most divisive first, by Fri 22 Jan 2027.",
        "Adam Wolski names who decides 5 matters that nobody may decide yet by Mon 1 Feb 2027.",
        "Ewa Kot asks for a view on 4 risks that nobody has looked at by Mon 1 Feb 2027.",
        "Ewa Kot settles 1 wish for evidence or reporting that nobody meets yet by Mon 1 Feb 2027.",
        "Ewa Kot drafts the shared goal of the first stage from these answers (/align goal) by Mon 1 Feb 2027.",
    ]


def test_the_goal_is_no_next_step_where_one_is_agreed_or_proposed() -> None:
    case = case_of(TEMPLATE, PROJECT, PEOPLE, [])
    steps = [draw_text(step.words) for step in next_steps(case, analyse_case(case), has_goal=True)]
    assert steps
    assert not [step for step in steps if "goal" in step]


@pytest.mark.parametrize(
    ("due", "by"),
    [
        ("2027-01-29T16:00", "Mon 1 Feb 2027"),
        ("2027-02-03T16:00", "Wed 10 Feb 2027"),
        (None, "Mon 1 Feb 2027"),
    ],
)
def test_steps_end_a_week_after_the_round_but_before_the_kickoff_where_they_can(due: str | None, by: str) -> None:
    summary = summary_of(
        said("it", {"decisions.joint": ()}),
        project=replace(PROJECT, round_due=datetime.fromisoformat(due) if due else None),
    )
    assert thread(summary, "next")[2] == f"Adam Wolski answers for Leadership by {by}."


def test_each_contradiction_quotes_its_sides_with_function_and_person() -> None:
    typed = replace(said("quality", stances(production_stop=refuse("no trail"))), recorded_by="ewa")
    told = thread(
        summary_of(said("it", stances(production_stop=accept_if("4 h", "at night"))), typed), "contradictions"
    )
    assert told[2:] == [
        "1. Production stop: some functions accept this risk, others refuse it (can be bridged)",
        "“acceptable if up to 4 h, at night” IT, Ewa Kot",
        "“not acceptable: no trail” Quality, Piotr Zima (written down by Ewa Kot)",
        "IT (acceptable if up to 4 h) accepts “Production stop”, Quality refuses it.",
    ]


def test_an_apparent_one_is_said_to_need_a_definition_and_comes_last() -> None:
    summary = summary_of(
        said("it", measure("OEE", ("61", "66"), scope="line 2") | stances(data_loss=accept_if())),
        said("quality", measure("OEE", ("61", "70"), scope="line 3") | stances(data_loss=refuse())),
    )
    titles = [line for line in thread(summary, "contradictions") if line[0].isdigit()]
    assert titles[0].startswith("1. Data loss")
    assert titles[1].endswith("(may only be a difference in words: needs a definition)")


def test_the_most_divisive_comes_first() -> None:
    summary = summary_of(
        said("leadership", stances(data_loss=accept(), production_stop=accept())),
        said("operations", stances(production_stop=accept())),
        said("it", stances(production_stop=refuse(), safety_incident=accept_if())),
        said("quality", stances(data_loss=refuse(), production_stop=refuse(), safety_incident=refuse())),
    )
    titles = [line.split(":")[0] for line in thread(summary, "contradictions") if line[0].isdigit()]
    assert titles == ["1. Production stop", "2. Data loss", "3. Safety incident"]


def test_agreements_list_what_most_share_and_who_differs() -> None:
    summary = summary_of(
        said("leadership", stances(data_loss=accept(), production_stop=accept())),
        said("it", stances(data_loss=accept(), production_stop=refuse())),
        said("quality", stances(data_loss=accept_if("1 h"))),
    )
    assert thread(summary, "agreements")[2:] == ["2 of 3 functions: “Data loss” is acceptable; differently: Quality"]


def test_gaps_name_the_functions_they_concern() -> None:
    told = thread(summary_of(said("it", {"evidence.needs": (EvidenceNeed("Log"),)})), "gaps")
    assert "IT asks for “Log”, and nobody is named to provide it." in told
    assert "Every function: Nobody has a view on Data loss or a need of it." in told
    assert "Quality has not answered any question." in told


SECRET = "the board sells the plant"


def secretive(visibility: Visibility) -> FunctionAnswers:
    """Quality says everything it can say with the same words, and none of it for everyone."""
    answers = (
        own_risk("sale", refuse(SECRET))
        | stances(production_stop=refuse(SECRET))
        | needs(data_loss="777 h")
        | measure(SECRET, ("61", "66"))
        | deciders(speed__scope="jan")
        | priorities("cost", "scope", "speed", "quality", "operational_safety")
        | {
            "outcome.failure": SECRET,
            "risks.no_touch": (NoTouch(date(2027, 5, 1), date(2027, 5, 29), SECRET),),
            "evidence.needs": (EvidenceNeed(SECRET, None, date(2027, 6, 1), "cutover"),),
            "decisions.joint": (SECRET,),
            "reporting.cadence": "daily",
        }
    )
    return replace(said("quality", answers), visibility=dict.fromkeys(answers, visibility))


@pytest.mark.parametrize("visibility", [Visibility.CONFIDENTIAL, Visibility.SPONSOR])
def test_words_that_are_not_for_everyone_are_nowhere_in_the_summary(visibility: Visibility) -> None:
    other = (
        stances(sale=accept(), production_stop=accept(), data_loss=accept("1 h"))
        | deciders(speed__scope="maria")
        | priorities("operational_safety", "quality", "speed", "scope", "cost")
        | measure(SECRET.title(), ("61", "70"))
    )
    cutover = Milestone("cutover", "Cut-over", date(2027, 5, 8), touches_production=True)
    summary = summary_of(
        said("operations", other), secretive(visibility), project=replace(PROJECT, milestones=(cutover,))
    )
    told = everything(summary)
    for words in (SECRET, "Shift handover", "777", "Jan Lis", "2027-05-29", "2027-06-01"):
        assert words not in told
    assert "others in confidence" in told
    assert "It is made of the answers alone that everybody may read; those in confidence do not count in it." in told


def test_twenty_contradictions_are_told_in_several_messages_each_whole() -> None:
    functions = tuple(Function(f"f{number}", f"Function {number}", "maria") for number in range(50))
    names = [f"Measure {number:02}" for number in range(25)]
    answers = [
        said(function.id, measure(names[number // 2], ("1", str(number + 2)), unit="pieces"))
        for number, function in enumerate(functions)
    ]
    summary = summary_of(*answers, project=line3(functions))
    portions = [detail for detail in summary.thread if detail.name.startswith("contradictions")]
    assert [detail.name for detail in portions] == [f"contradictions/{n}" for n in range(1, len(portions) + 1)]
    assert len(portions) > 1
    assert all(len(detail.message.blocks) <= BLOCKS + 1 for detail in portions)
    told = "\n".join(line for detail in portions for line in lines(detail.message))
    assert all(name in told for name in names)
    assert draw_text(portions[0].message.summary) == "Contradictions 1 to 7 of 25"


def test_a_contradiction_of_fifty_functions_quotes_a_few_of_each_side_and_counts_the_rest() -> None:
    functions = tuple(Function(f"f{number}", f"Function {number}", "maria") for number in range(50))
    answers = [
        said(function.id, stances(data_loss=accept() if number < 40 else refuse()))
        for number, function in enumerate(functions)
    ]
    told = thread(summary_of(*answers, project=line3(functions)), "contradictions")
    quoted = [line for line in told if line.startswith("“")]
    assert [line.split("”")[0] for line in quoted] == ["“acceptable", "“not acceptable"] * 3
    assert told[-1].endswith("44 answers are not shown here.")


def test_a_caller_that_knows_the_next_steps_gives_them() -> None:
    case = case_of(TEMPLATE, PROJECT, PEOPLE, [])
    summary = summarise(case, analyse_case(case), steps=())
    assert thread(summary, "next") == ["What happens next", "What happens next"]
    assert isinstance(summary.headline.summary, Phrase)
