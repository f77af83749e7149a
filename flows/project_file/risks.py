"""Answers about risks: the grid of stances, what is needed of a risk, and risks that the catalogue lacks."""

from __future__ import annotations

from collections.abc import Mapping

from flows.amounts import Amount, read_amount
from flows.project_file.fields import (
    Record,
    choice,
    identifier,
    items,
    listed,
    name,
    once,
    parsed_raw,
    record,
    subjects,
    text,
)
from flows.project_file.known import Asked
from flows.project_file.nodes import Node, shown
from flows.questionnaires.answers import OwnRisk, RiskStance, Stance
from flows.questionnaires.periods import read_period

STANCE = ("stance", "limit", "condition", "why", "test", "scope", "stage", "period")
OWN_RISK = ("id", "text", "category", *STANCE)


def read_stances(node: Node, asked: Asked) -> Mapping[str, RiskStance]:
    """A stance per risk; the owner of an own risk has given its stance there."""
    return {
        _risk(risk, entry, asked, owner_may=False): _stance_or_no_view(entry) for risk, entry in subjects(node).items()
    }


def read_needs(node: Node, asked: Asked) -> Mapping[str, Amount]:
    """How much of each risk a function needs."""
    return {
        _risk(risk, entry, asked, owner_may=True): parsed_raw(entry, read_amount)
        for risk, entry in subjects(node).items()
    }


def read_own_risks(node: Node, asked: Asked) -> tuple[OwnRisk, ...]:
    """Risks that the catalogue lacks, each with its owner's stance."""
    given = [record(entry, OWN_RISK) for entry in items(node)]
    once([entry.need("id") for entry in given], [identifier(entry.need("id")) for entry in given], "own risk")
    return tuple(_own_risk(entry, asked) for entry in given)


def _own_risk(given: Record, asked: Asked) -> OwnRisk:
    risk = identifier(given.need("id"))
    if not asked.known.trusted and any(risk == listed_risk.id for listed_risk in asked.template.risks):
        raise given.need("id").refused(f"expected an id of its own; {shown(risk)} is a risk of the catalogue")
    owner = (asked.known.own_risks or {}).get(risk, asked.known.speaker)
    if owner != asked.known.speaker:
        raise given.need("id").refused(f"expected an id of its own; {shown(risk)} is an own risk of {shown(owner)}")
    return OwnRisk(
        id=risk,
        text=text(given.need("text")),
        view=_stance(given),
        category=given.maybe("category", name),
    )


def _stance_or_no_view(node: Node) -> RiskStance:
    if isinstance(node.value, str) and node.value.strip() == Stance.NO_VIEW:
        return RiskStance(Stance.NO_VIEW)
    return _stance(record(node, STANCE))


def _stance(given: Record) -> RiskStance:
    return RiskStance(
        stance=choice(given.need("stance"), Stance),
        limit=given.maybe("limit", lambda node: parsed_raw(node, read_amount)),
        condition=given.maybe("condition", text),
        why=given.maybe("why", text),
        test=given.maybe("test", text),
        scope=given.maybe("scope", name),
        stage=given.maybe("stage", name),
        period=given.maybe("period", lambda node: parsed_raw(node, read_period)),
    )


def _risk(risk: str, node: Node, asked: Asked, owner_may: bool) -> str:
    """A risk of the catalogue or an own risk of somebody."""
    own = asked.known.own_risks
    catalogue = [listed_risk.id for listed_risk in asked.template.risks]
    if own is None or risk in catalogue:
        return risk
    if risk not in own:
        raise node.refused(f"unknown risk {shown(risk)}; known: {listed([*catalogue, *own])}")
    if own[risk] == asked.known.speaker and not owner_may:
        raise node.refused(f"{shown(risk)} is this function's own risk; expected its stance in risks.own only")
    return risk
