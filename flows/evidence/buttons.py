"""What each reader of evidence can press."""

from __future__ import annotations

from collections.abc import Iterator

from flows.evidence import judging, rules
from flows.evidence.commands import (
    AcceptEvidence,
    OpenDecline,
    OpenGive,
    OpenNameProvider,
    OpenReject,
    PromiseEvidence,
    ShowEvidence,
    TakeOtherDay,
)
from flows.evidence.records import NAMEABLE, EvidenceState, Obligation
from flows.messages import Button, Style
from flows.projects.records import Project

MOST = 5
_S = EvidenceState


def buttons(obligation: Obligation, project: Project, reader: str | None) -> tuple[Button, ...]:
    """At most five, the most wanted first; none where nobody in particular reads."""
    if reader is None or obligation.state is _S.DROPPED:
        return ()
    found = list(_judging(obligation, project, reader))
    if reader in rules.may_give(obligation.provider, project):
        found += _giving(obligation)
    if reader in (project.facilitator, project.sponsor) and obligation.state in NAMEABLE:
        label = "Name somebody else" if obligation.provider else "Name somebody"
        found.append(Button(label, OpenNameProvider(obligation.id), about=obligation.label))
    return tuple(found[:MOST])


def _giving(obligation: Obligation) -> Iterator[Button]:
    about, key = obligation.label, obligation.id
    if obligation.state in (_S.ASKED, _S.DECLINED):
        yield Button("I will give it", PromiseEvidence(key), Style.PRIMARY, about)
    yield Button("Give another version" if obligation.given else "Give it", OpenGive(key), about=about)
    if obligation.state in (_S.ASKED, _S.PROMISED, _S.REJECTED):
        yield Button("I cannot", OpenDecline(key), about=about)


def _judging(obligation: Obligation, project: Project, reader: str) -> Iterator[Button]:
    about, version = obligation.label, len(obligation.given)
    if obligation.state in judging.JUDGED:
        to_accept = judging.may_say(obligation, project, reader, accepted=True)
        if any(judging.word_of(obligation, each) is None for each in to_accept):
            yield Button("Accept", AcceptEvidence(obligation.id, version), Style.PRIMARY, about)
        elif to_accept:
            yield Button("It is enough after all", AcceptEvidence(obligation.id, version), about=about)
        if judging.may_say(obligation, project, reader, accepted=False):
            yield Button("Not enough", OpenReject(obligation.id, version), about=about)
    declined = obligation.state is _S.DECLINED and obligation.other_day is not None
    waiting = judging.day_waits_for(obligation, project) if declined else ()
    mine = any(reader in (each.representative, each.deputy) for each in waiting)
    if mine and judging.may_judge(obligation, project, reader):
        yield Button("That day is good", TakeOtherDay(obligation.id), Style.PRIMARY, about)


def show_button(obligation: Obligation) -> Button:
    """Opens the card in private."""
    return Button("Show", ShowEvidence(obligation.id), about=obligation.label)
