"""Finding a contradiction for somebody, and who may do what with it. Default deny."""

from __future__ import annotations

from datetime import datetime

from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read, reach
from flows.errors import NotAllowed, NotFound
from flows.resolving import rules
from flows.resolving.keeping import Tracked
from flows.resolving.records import LiveContradiction, Rung
from flows.resolving.rungs import owners, voices


def load(records: Tracked, actor: Actor, contradiction_id: str) -> tuple[LiveContradiction, Cast]:
    """One that the actor may read: everybody of the project once it was opened, before that only the two sides.

    Raises NotAllowed, and NotFound in the same words for one that is still private and one that does not exist.
    """
    contradiction = records.contradictions.get(contradiction_id)
    cast = Cast(records, records.projects.get(contradiction.project_id))
    check_may_read(cast, actor.person_id)
    private = contradiction.opened_at is None
    if private and rules.side_of(contradiction, cast, actor.person_id) is None:
        raise NotFound("There is no such contradiction here. It may have been removed.")
    return contradiction, cast


def load_as_party(records: Tracked, actor: Actor, contradiction_id: str) -> tuple[LiveContradiction, Cast, int]:
    """… and the side for which the actor speaks. Raises NotAllowed for who speaks for none."""
    contradiction, cast = load(records, actor, contradiction_id)
    party = None if contradiction.hidden else rules.side_of(contradiction, cast, actor.person_id)
    if party is None:
        allowed = voices(contradiction, cast) or owners(contradiction, cast)
        raise NotAllowed(
            "Only {who} can answer this for their side. {reach}",
            who=cast.whos(allowed, last="or"),
            reach=reach(cast.person(allowed[0])),
        )
    return contradiction, cast, party


def load_to_settle(
    records: Tracked, actor: Actor, contradiction_id: str, rung: Rung, now: datetime
) -> tuple[LiveContradiction, Cast]:
    """… for whoever's turn it is on that rung. Raises NotAllowed, WrongState."""
    contradiction, cast = load(records, actor, contradiction_id)
    allowed = owners(contradiction, cast, now)
    if actor.person_id not in allowed:
        raise NotAllowed(
            "{label} is with {who} now, who alone can do this. {reach}",
            label=contradiction.label,
            who=cast.whos(allowed, last="or"),
            reach=reach(cast.person(allowed[0])),
        )
    if not contradiction.is_live or contradiction.opened_at is None or contradiction.rung is not rung:
        raise rules.since(contradiction, cast)
    return contradiction, cast
