"""Two worlds that differ only in what is said in confidence, lived through in step: all that others read is the same.

What is compared is everything that stood anywhere at any time, edits included, for everybody but who said it; and that
it was there at the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pytest

from flows.charter.certificate import certificate
from flows.charter.commands import ListReady
from flows.charter.readiness import list_ready
from flows.commands import CLOCK, Actor
from flows.digests.posting import DigestDue, ShowStatus, post_digest, show_status
from flows.digests.records import DigestState
from flows.drills.records import Drill
from flows.effects import Effects, Post
from flows.escalations.records import Escalation
from flows.live_drills.records import LiveDrill
from flows.messages import ToPerson
from flows.plain import Plain
from flows.projects.records import Function
from flows.pulse.records import Pulse
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import SubmitAnswers
from flows.resolving.clarifying import list_contradictions
from flows.resolving.commands import ListContradictions
from flows.rounds.behind import list_answers, show_answers, show_sources
from flows.rounds.commands import ListAnswers, ShowAnswers, ShowSources
from flows.sponsor.records import Preparation
from tests.flows.round_desk import PROJECT, Desk, local, text_of
from tests.flows.round_shelf import Shelf

STANCES, CONFIDENTIAL = "risks.stances", Visibility.CONFIDENTIAL
SEVEN = replace(
    PROJECT,
    functions=(*PROJECT.functions, Function("finance", "Finance", "jan"), Function("safety", "Safety", "olga")),
)
Said = Mapping[str, Plain]


def stance(said: str, **more: str) -> Said:
    return {STANCES: {"production_stop": {"stance": said, **more}}}


ACCEPTS, REFUSES = stance("acceptable"), stance("not_acceptable", why="we deliver daily")
SECRETS: tuple[Said, ...] = (
    REFUSES,
    ACCEPTS,
    {STANCES: {"data_loss": {"stance": "acceptable_if", "condition": "at night"}}},
)


@dataclass
class Life(Desk):
    """A desk that remembers everything that was ever shown."""

    told: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.digests = Shelf(self.wire, DigestState, (DigestState("line3", None, drill_planned=True),))
        self.preparations = Shelf(self.wire, Preparation, (Preparation("line3", sponsor="adam"),))
        self.pulses = Shelf(self.wire, Pulse)
        self.drills, self.live_drills = Shelf(self.wire, Drill), Shelf(self.wire, LiveDrill)
        self.escalations = Shelf(self.wire, Escalation)

    def digest(self) -> None:
        """The digest is due now."""
        self.digests.put(replace(self.digests.get("line3"), due_at=self.now))
        self.take(post_digest(self, Actor("plant", CLOCK), DigestDue("line3"), self.now))

    def _show(self, post: Post) -> None:
        super()._show(post)
        shown = self.screen.get(post.key)
        if shown is not None:
            self.told.append((f"{max(self.now, shown.at)}", post.key, text_of(shown.post.message)))

    def in_confidence(self, function: str, said: Said) -> None:
        """The function sends these answers, and one that everybody may read."""
        self.answer(function)
        self.answer(function, said)
        for question in said:
            self.hide(function, question, CONFIDENTIAL)
        self.give(self.view(function).respondent, SubmitAnswers(self.view(function).id))

    def asks(self) -> None:
        """The observer asks for all that can be asked about answers, and what is made of them."""
        looks = [list_answers(self, Actor("plant", "piotr"), ListAnswers("line3-mes", "line3"), self.now)]
        looks.append(show_status(self, Actor("plant", "piotr"), ShowStatus(None, "line3"), self.now))
        looks.append(list_contradictions(self, Actor("plant", "piotr"), ListContradictions(None, "line3"), self.now))
        looks.append(list_ready(self, Actor("plant", "piotr"), ListReady(None, "line3"), self.now))
        looks.append(Effects(reply=certificate(self, "line3", self.now)))
        for part in ("headline", "agreements", "closeness", "contradictions", "gaps"):
            looks.append(show_sources(self, Actor("plant", "piotr"), ShowSources("line3/1", part), self.now))
        for view in self.views.all():
            if view.sent_at:
                command = ShowAnswers("line3/1", view.function_id)
                looks.append(show_answers(self, Actor("plant", "piotr"), command, self.now))
        for look in looks:
            self.told.append((f"{self.now}", "asked", text_of(look.reply)))

    def read_by_others(self, person: str) -> list[tuple[str, str, str]]:
        """All but what stood on this person's own screen."""
        mine = {key for key, shown in self.screen.items() if shown.post.to == ToPerson(person)}
        return [each for each in self.told if each[1] not in mine]


def begun(*hidden: str) -> Life:
    """A closed round without Finance: Leadership accepts, Safety refuses, these others said the same in confidence."""
    life = Life(project=SEVEN)
    life.start()
    life.send("leadership", {"outcome.statement": "Start early", **ACCEPTS})
    life.send("safety", {"outcome.statement": "No stop", **REFUSES})
    for function in ("operations", "it", "quality"):
        if function in hidden:
            life.in_confidence(function, REFUSES)
        else:
            life.send(function)
    life.until(local(25, 9))
    assert not life.round.is_open
    return life


def late(life: Life, secret: Said) -> None:
    """It comes after the round."""
    life.in_confidence("finance", secret)


def late_and_changed(life: Life, secret: Said) -> None:
    """It comes after the round, where it was something else at first, and is gone in the end."""
    life.in_confidence("finance", ACCEPTS)
    life.until(local(25, 11))
    life.in_confidence("finance", secret)
    life.asks()
    life.until(local(26, 11))
    life.in_confidence("finance", {STANCES: "no_view"})


def late_and_first_open(life: Life, secret: Said) -> None:
    """It was for everybody at first, and was changed when it was made confidential."""
    life.send("finance", {"outcome.statement": "Pay once", **ACCEPTS})
    life.until(local(25, 11))
    life.in_confidence("finance", secret)


@pytest.mark.parametrize("happens", [late, late_and_changed, late_and_first_open])
@pytest.mark.parametrize("hidden", [("operations", "it"), ("operations", "it", "quality")])
def test_h9_what_comes_in_confidence_after_publication_changes_nothing_that_others_read(
    hidden: tuple[str, ...], happens: Callable[[Life, Said], None]
) -> None:
    """Also where the number of answers in confidence goes from two to three, or from three to four."""
    lives = []
    for said in SECRETS:
        life = begun(*hidden)
        life.digest()
        happens(life, said)
        life.asks()
        life.until(local(29, 9))
        life.asks()
        life.digest()
        lives.append(life.read_by_others("jan"))
    assert lives[0] == lives[1] == lives[2]
    assert len(lives[0]) > len(hidden), "something was told, so that this can fail"
    assert {"digest/line3/1/detail", "digest/line3/2"} <= {key for _, key, _ in lives[0]}


def test_h9_who_says_nothing_and_who_says_something_in_confidence_are_told_alike() -> None:
    """That a view has come is told; its answers in confidence are not so much as counted in what was found."""
    with_secret, without = begun("operations", "it", "quality"), begun("operations", "it", "quality")
    late(with_secret, REFUSES)
    without.send("finance")
    found = [life.text("1/summary/late/finance").partition(": ")[2] for life in (with_secret, without)]
    assert found[0] == found[1]
    assert with_secret.text("1/summary/contradictions/1") == without.text("1/summary/contradictions/1")


@pytest.mark.parametrize("added", [True, False])
def test_h9_who_is_asked_for_a_second_look_does_not_depend_on_what_was_said_in_confidence(added: bool) -> None:
    """The status says whom it is open for: also where somebody is far from the others, or has no view on any risk."""
    lives = []
    risk = {"id": "own_1", "text": "Labels mixed up", "stance": "not_acceptable", "why": "nobody finds them"}
    for said in (*SECRETS, {STANCES: "no_view"}):
        life = Life(project=SEVEN)
        life.start()
        life.in_confidence("it", said)
        life.send("safety", {"outcome.statement": "No stop", **REFUSES, **({"risks.own": [risk]} if added else {})})
        for function in ("leadership", "operations", "quality", "finance"):
            life.send(function, {"outcome.statement": "Start early", **ACCEPTS})
        assert life.round.look is not None
        asked = life.round.look.asked
        life.until(local(29, 9))
        lives.append((asked, life.read_by_others("ben")))
    assert "safety" in lives[0][0], "who openly stands far from the others is asked"
    assert all(each == lives[0] for each in lives)
