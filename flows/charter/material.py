"""Everything that a charter is compiled from, loaded once. Nothing of a round that is still blind is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from flows.charter.keeping import Sources
from flows.consent.holding import holding
from flows.consent.records import Proposal, ProposalState
from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import Case
from flows.contradictions.findings import Analysis
from flows.decisions.cast import Cast
from flows.evidence.records import Obligation
from flows.projects.records import Project
from flows.red_lines.records import InForce
from flows.resolving.records import LiveContradiction
from flows.rounds.analysis import case_told
from flows.rounds.records import Round
from flows.rounds.scene import Scene, load_scene
from flows.sponsor.records import Preparation


@dataclass(frozen=True)
class Material:
    """`agreed`: the proposals in force, by kind and matter, such as ("right", "speed/scope").

    `scene`, `case`: of the newest round that is closed; None before one is. `live`: what people work on.
    `bounds`: red lines, tolerances and the trade-off order in force. `preparation`: what the sponsor was told
    and has confirmed. `obligations`: the evidence that is owed or was.
    """

    project: Project
    cast: Cast
    agreed: Mapping[tuple[str, str], Proposal] = field(default_factory=dict)
    scene: Scene | None = None
    case: Case | None = None
    live: tuple[LiveContradiction, ...] = ()
    bounds: tuple[InForce, ...] = ()
    preparation: Preparation | None = None
    obligations: tuple[Obligation, ...] = ()

    def name(self, named: str) -> str:
        """What a function or a person is called; their id where it is nobody's."""
        return self._functions.get(named) or self.cast.person(named).name

    @cached_property
    def analysis(self) -> Analysis | None:
        """What the rules find in that round; worked out once."""
        return analyse_case(self.case) if self.case is not None else None

    @cached_property
    def _functions(self) -> Mapping[str, str]:
        return {function.id: function.name for function in self.project.functions}


def material(records: Sources, project: Project) -> Material:
    """What the records say about the project now."""
    closed = _last_closed(records, project.id)
    scene = load_scene(records, closed) if closed is not None else None
    return Material(
        project,
        Cast(records, project),
        _agreed(records, project.id),
        scene,
        case_told(records, scene) if scene is not None else None,
        tuple(records.contradictions.where(project_id=project.id)),
        tuple(each for each in records.red_lines.where(project_id=project.id) if each.holds),
        records.preparations.find(project.id),
        tuple(records.evidence.where(project_id=project.id)),
    )


def _last_closed(records: Sources, project_id: str) -> Round | None:
    closed = (each for each in records.rounds.where(project_id=project_id) if not each.is_open)
    return max(closed, key=lambda round_: round_.number, default=None)


def _agreed(records: Sources, project_id: str) -> Mapping[tuple[str, str], Proposal]:
    """What was agreed last of each kind and matter."""
    return holding(records.proposals.where(project_id=project_id, state=ProposalState.AGREED.value))
