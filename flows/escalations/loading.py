"""An escalation with its project, for a command about it; and the checks that every such command begins with."""

from __future__ import annotations

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.escalations.keeping import Records
from flows.escalations.records import Action, Escalation
from flows.escalations.rights import check_knows, check_may
from flows.escalations.rules import check_legal
from flows.escalations.since import wrong_state
from flows.evidence.attaching import pack
from flows.phrases import Phrase


def load(records: Records, escalation_id: str) -> tuple[Escalation, Cast]:
    """Raises NotFound for a foreign id as for an unknown one."""
    escalation = records.escalations.get(escalation_id)
    return escalation, Cast(records, records.projects.get(escalation.project_id))


def proof(records: Records, escalation: Escalation, cast: Cast) -> tuple[Phrase, ...]:
    """What was accepted as evidence on what the escalation names."""
    words = (escalation.question, escalation.impact, *(option.text for option in escalation.options))
    return pack(records.evidence.where(project_id=escalation.project_id), words, cast)


def load_for(
    records: Records, actor: Actor, escalation_id: str, action: Action, step: int | None
) -> tuple[Escalation, Cast]:
    """The escalation, if the actor may do `action` on the step that their button was drawn for.

    Refuses in this order: who has no part in it; a button of an earlier step, or of a matter that is closed, with what
    happened since; who may not do it; what the state does not allow. `step` None: the action belongs to no step.
    """
    escalation, cast = load(records, escalation_id)
    check_knows(cast, escalation, actor.person_id)
    if not escalation.is_open or (step is not None and step != escalation.step):
        raise wrong_state(escalation, cast)
    check_may(cast, escalation, actor.person_id, action)
    check_legal(escalation, action, cast)
    return escalation, cast
