"""An answer that is made confidential after the round is taken off everything that was made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from flows.charter.cards import IN_CONFIDENCE
from flows.charter.posting import difference
from flows.charter.records import Charter, Line, Section
from flows.charter.versions import changes
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.records import Decision
from flows.messages import ToPerson
from flows.phrases import Phrase, Quote
from flows.plain import Plain
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import SetVisibility
from flows.resolving import rules, telling
from flows.resolving.cards import card_of
from flows.resolving.records import LiveContradiction, LiveState, SaidBack, Settled, Way
from flows.resolving.verdicts import options, question
from flows.rounds.conversation import set_visibility
from tests.flows.round_desk import PROJECT, Desk, local, text_of
from tests.flows.test_rounds_closing import ACCEPTS, REFUSES

STANCES, WORDS = "risks.stances", "we deliver daily"


def closed() -> Desk:
    """Leadership accepts a stop, Operations refuses it openly."""
    desk = Desk()
    desk.start()
    for function, said in (("leadership", ACCEPTS), ("operations", REFUSES), ("it", None), ("quality", None)):
        desk.send(function, said)
    assert "being cleared between them in private" in desk.text("1/summary/contradictions/1")
    return desk


def in_private(desk: Desk, found: LiveContradiction) -> LiveContradiction:
    """Leadership has said back what Operations needs, in much the same words."""
    back = SaidBack(f"They say {WORDS}", "adam", desk.now, function="leadership")
    return replace(found, parties=(replace(found.parties[0], said=(back,)), *found.parties[1:]))


def opened(desk: Desk, found: LiveContradiction) -> LiveContradiction:
    return rules.open_it(in_private(desk, found), Cast(desk, desk.project), desk.now)


def settled(desk: Desk, found: LiveContradiction) -> LiveContradiction:
    """By a condition that both sides agreed."""
    condition = Settled(Way.CONDITION, "ewa", desk.now, "Only on a Sunday.")
    return rules.settle(opened(desk, found), condition, Cast(desk, desk.project))


def accepted(desk: Desk, found: LiveContradiction) -> LiveContradiction:
    return rules.settle(opened(desk, found), Settled(Way.ACCEPTED, "adam", desk.now, "Both."), Cast(desk, desk.project))


def decided(desk: Desk, found: LiveContradiction) -> LiveContradiction:
    """For what Operations says; the decision repeats it."""
    cast, before = Cast(desk, desk.project), opened(desk, found)
    choice = next(each for each in options(before, cast) if WORDS in each.text)
    texts = tuple(each.text for each in options(before, cast))
    desk.decisions.put(
        Decision("line3/D-1", "line3", 1, question(before), before.subject, texts, choice.text, "So.", "adam", desk.now)
    )
    return rules.settle(before, Settled(Way.DECISION, "adam", desk.now, choice.text, "line3/D-1", choice.id), cast)


def everything(desk: Desk) -> str:
    """All that others have before them, and what they get when they ask for the card or the decision."""
    cast = Cast(desk, desk.project)
    shown = [text_of(each.post.message) for each in desk.screen.values() if each.post.to != ToPerson("maria")]
    cards = [text_of(card_of(each, cast, "kim", desk.now)) for each in desk.contradictions.all()]
    return "\n".join([*shown, *cards, str(desk.decisions.all())])


@pytest.mark.parametrize("stands", [in_private, opened, settled, accepted, decided])
def test_a12_what_is_made_confidential_is_taken_off_its_contradiction_wherever_that_stands(
    stands: Callable[[Desk, LiveContradiction], LiveContradiction],
) -> None:
    desk = closed()
    before = stands(desk, desk.contradictions.all()[0])
    desk.contradictions.put(before)
    cast = Cast(desk, desk.project)
    for post in telling.shown(desk, before, cast, desk.now, ask=True):
        desk._show(post)
    assert WORDS in everything(desk)
    assert (WORDS in desk.text("1/summary/contradictions/1")) is (stands is not in_private)
    hide = SetVisibility(desk.view("operations").id, STANCES, Visibility.CONFIDENTIAL)
    desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    assert WORDS not in everything(desk)
    after = desk.contradictions.get(before.id)
    assert WORDS not in str(after)
    assert "Operations" not in after.openly
    ended = LiveState.RESOLVED if before.is_live or stands is accepted else before.state
    assert after.state is ended, "what nobody says openly any more is worked on by nobody; what was agreed stays agreed"
    if stands is settled:
        assert after.settled is not None
        assert after.settled.words == "Only on a Sunday."


def test_a12_a_published_charter_says_no_more_what_was_made_confidential() -> None:
    """Neither what it quoted of the answer, nor the decision in its words; the rest of it is as it was signed."""
    desk = Desk(project=replace(PROJECT, channel=""))
    desk.start()
    needs: Mapping[str, Plain] = {"evidence.needs": [{"what": "The canary protocol"}], "reporting.cadence": "daily"}
    for function, said in (("leadership", ACCEPTS), ("operations", {**REFUSES, **needs}), ("it", None)):
        desk.send(function, said)
    desk.send("quality")
    found = decided(desk, desk.contradictions.all()[0])
    desk.contradictions.put(found)
    title = Phrase("{matter}: {title}", matter=found.matter, title="two views")
    settled = Phrase("{title}. It was decided: {words}", title=title, words=Quote(str(found.settled)))
    lines = (
        Line("evidence/operations/1", Section.EVIDENCE, Phrase("Operations needs the canary protocol."), "answer"),
        Line("reporting/operations", Section.REPORTING, Phrase("Operations: daily."), "answer"),
        Line("reporting/it", Section.REPORTING, Phrase("IT: weekly."), "answer"),
        Line("contradiction/C-1", Section.CONTRADICTIONS, settled, "C-1"),
    )
    desk.charters.put(Charter("line3/charter/1", "line3", 1, lines, "ewa", desk.now, ()))
    for each in (STANCES, "evidence.needs", "reporting.cadence"):
        hide = SetVisibility(desk.view("operations").id, each, Visibility.CONFIDENTIAL)
        desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    after = desk.charters.get("line3/charter/1").lines
    assert [line.words for line in after[:3]] == [Phrase(IN_CONFIDENCE), Phrase(IN_CONFIDENCE), lines[2].words]
    assert WORDS not in str(after)
    assert "As was said in confidence" in str(after[3].words)


@pytest.mark.parametrize("before", ["An older protocol", ""])
def test_a12_what_was_new_in_a_version_says_no_more_what_was_made_confidential(before: str) -> None:
    """Whether it was changed in that version or added to it."""
    desk = Desk()
    desk.start()
    needs: Mapping[str, Plain] = {"outcome.statement": "No stop", "evidence.needs": [{"what": "The canary protocol"}]}
    for function, said in (("leadership", None), ("operations", needs), ("it", None), ("quality", None)):
        desk.send(function, said)
    versions = []
    for number, words in enumerate((before, "The canary protocol"), start=1):
        lines = (Line("evidence/operations/1", Section.EVIDENCE, Phrase(words), "answer"),) if words else ()
        key = f"line3/charter/{number}"
        versions.append(Charter(key, "line3", number, lines, "ewa", desk.now, (), replaced_at=desk.now))
        desk.charters.put(versions[-1])
    for post in difference(versions[1], changes(versions[0].lines, versions[1].lines), Cast(desk, desk.project)):
        desk._show(post)
    assert "canary" in text_of(desk.screen["charter/line3/changes/2"].post.message)
    desk.until(local(12, 9))
    hide = SetVisibility(desk.view("operations").id, "evidence.needs", Visibility.CONFIDENTIAL)
    desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    told = text_of(desk.screen["charter/line3/changes/2"].post.message)
    assert IN_CONFIDENCE in told
    assert "protocol" not in told
    assert "canary" not in str(desk.evidence.all()), "what is owed no more says it no more"


def test_a12_proof_that_somebody_else_still_asks_for_names_no_more_who_asks_in_confidence() -> None:
    """Quality asked for it in an earlier round and has not answered in this one."""
    desk = Desk()
    desk.start()
    needs: Mapping[str, Plain] = {"outcome.statement": "No stop", "evidence.needs": [{"what": "The protocol"}]}
    for function, said in (("leadership", None), ("operations", needs), ("it", None)):
        desk.send(function, said)
    desk.until(local(25, 9))
    (owed,) = desk.evidence.all()
    desk.evidence.put(replace(owed, functions=("operations", "quality")))
    hide = SetVisibility(desk.view("operations").id, "evidence.needs", Visibility.CONFIDENTIAL)
    desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    (after,) = desk.evidence.all()
    assert (after.what, after.functions) == ("The protocol", ("quality",))


def test_a12_whoever_heard_that_nobody_settled_it_reads_no_more_what_it_was() -> None:
    """At the top of the ladder people are told one by one, in the words that everybody could read."""
    desk = closed()
    before = opened(desk, desk.contradictions.all()[0])
    before = replace(before, openly=f"Operations: {WORDS}.")
    desk.contradictions.put(before)
    cast = Cast(desk, desk.project)
    line = Phrase("{label} {words}", label=before.label, words=Quote(before.openly))
    for post in telling.told(before, "top", line, ("adam",), cast, now=desk.now):
        desk._show(post)
    hide = SetVisibility(desk.view("operations").id, STANCES, Visibility.CONFIDENTIAL)
    desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    assert WORDS not in text_of(desk.screen[f"contradiction/{before.id}/top/adam"].post.message)


def test_a12_the_others_of_that_side_are_quoted_on() -> None:
    """Two refuse it; one of them is hidden, and what both sides settled since is not opened again by that."""
    desk = Desk()
    desk.start()
    for function, said in (("leadership", ACCEPTS), ("operations", REFUSES), ("it", REFUSES), ("quality", None)):
        desk.send(function, said)
    before = settled(desk, desk.contradictions.all()[0])
    desk.contradictions.put(before)
    hide = SetVisibility(desk.view("operations").id, STANCES, Visibility.CONFIDENTIAL)
    desk.take(set_visibility(desk, Actor("plant", "maria"), hide, desk.now))
    after = desk.contradictions.get(before.id)
    assert after.state is before.state
    assert {quote.function for party in after.parties for quote in party.quotes} == {"leadership", "it"}
    assert "Operations" not in text_of(card_of(after, Cast(desk, desk.project), "kim", desk.now))
