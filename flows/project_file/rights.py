"""The decision rights of a project file, and how tradeoffs are named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flows.amounts import read_span
from flows.project_file.fields import (
    Record,
    choice,
    items,
    mapping,
    name,
    once,
    parsed_raw,
    record,
    text,
    words,
    yes_no,
)
from flows.project_file.nodes import Node, shown
from flows.project_file.project import person, references
from flows.projects.records import DecisionRight, Higher, Project, Silence
from flows.questionnaires.template import Template
from flows.stakes.rules import read_downtime, read_money

TOLD = ("trigger", "options", "inputs")
WHO = ("decider", "deputy", "recommend", "must_agree", "domains", "consulted", "perform", "informed")
RIGHT = ("tradeoff", *WHO, "within", "silence", "higher", *TOLD)

HIGHER = ("cost", "downtime", "safety", "decider")


@dataclass(frozen=True)
class Ground:
    """What decision rights refer to. `own_joint`: joint decisions that functions named in their own words."""

    project: Project
    template: Template
    people: Collection[str]
    own_joint: Collection[str] = ()


def read_rights(node: Node | None, ground: Ground) -> tuple[DecisionRight, ...]:
    """The decision rights, one per tradeoff."""
    if node is None:
        return ()
    rights = [_right(record(entry, RIGHT), ground) for entry in items(node)]
    once(items(node), [right.tradeoff for right in rights], "tradeoff")
    return tuple(rights)


def read_tradeoff(node: Node, said: str, template: Template) -> str:
    """A pair of axes in either order, written as the template asks it, else in axis order."""
    pair = template.tradeoff(said)
    if pair is None:
        axes = ", ".join(axis.id for axis in template.axes)
        raise node.refused(f"expected two axes of {axes}, joined by a slash, not {shown(said)}")
    return pair


def _right(given: Record, ground: Ground) -> DecisionRight:
    functions = [function.id for function in ground.project.functions]
    either = {*functions, *ground.people}
    return DecisionRight(
        tradeoff=_tradeoff_or_joint(given.need("tradeoff"), ground),
        decider=person(given.need("decider"), ground.people),
        deputy=given.maybe("deputy", lambda node: person(node, ground.people)),
        must_agree=given.maybe("must_agree", lambda node: references(node, functions, "a function")) or (),
        consulted=given.maybe("consulted", lambda node: references(node, either, "a function or person")) or (),
        informed=given.maybe("informed", lambda node: references(node, either, "a function or person")) or (),
        within=given.maybe("within", lambda node: parsed_raw(node, read_span)),
        silence=given.maybe("silence", lambda node: choice(node, Silence)) or DecisionRight.silence,
        trigger=given.maybe("trigger", text) or "",
        options=given.maybe("options", lambda node: tuple(name(each) for each in items(node))) or (),
        inputs=given.maybe("inputs", text) or "",
        domains=given.maybe("domains", lambda node: _domains(node, functions)) or {},
        higher=given.maybe("higher", lambda node: _higher(node, ground)),
        recommend=given.maybe("recommend", lambda node: references(node, either, "a function or person")) or (),
        perform=given.maybe("perform", lambda node: references(node, either, "a function or person")) or (),
    )


def _higher(node: Node, ground: Ground) -> Higher:
    """From when on it goes to a higher level. At least one limit."""
    given = record(node, HIGHER)
    higher = Higher(
        given.maybe("cost", lambda each: parsed_raw(each, read_money)),
        given.maybe("downtime", lambda each: parsed_raw(each, read_downtime)),
        given.maybe("safety", yes_no) or False,
        given.maybe("decider", lambda each: person(each, ground.people)),
    )
    if higher.cost is None and higher.downtime is None and not higher.safety:
        raise node.refused("expected a limit: cost, downtime or safety")
    return higher


def _domains(node: Node, functions: Collection[str]) -> dict[str, tuple[str, ...]]:
    """What each function that must agree may veto about."""
    found = {}
    for function, entry in mapping(node).items():
        if function not in functions:
            raise entry.refused(f"expected the id of a function, not {shown(function)}")
        found[function] = tuple(name(each) for each in items(entry))
    return found


def _tradeoff_or_joint(node: Node, ground: Ground) -> str:
    said = words(node)
    if said in ground.own_joint or any(joint.id == said for joint in ground.template.joint):
        return said
    return read_tradeoff(node, said, ground.template)
