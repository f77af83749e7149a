"""Whom a second look is for, and whom it waits for."""

from __future__ import annotations

from collections.abc import Sequence

from flows.contradictions.case import Case
from flows.rounds.added_risks import unanswered
from flows.rounds.records import View
from flows.rounds.scene import Scene
from flows.second_look.positions import all_items, beside


def shown_to(scene: Scene, case: Case) -> tuple[str, ...]:
    """The functions that have anything to look at."""
    found = all_items(case)
    return _ids([view for view in scene.submitted if unanswered(scene, view) or beside(found, view.function_id)])


def asked_of(scene: Scene, case: Case) -> tuple[str, ...]:
    """Those of them that are asked for an answer, or openly stand far from the others somewhere.

    Everybody reads who is asked, so that what was said in confidence has no part in it.
    """
    found = all_items(case)
    return _ids(
        [
            view
            for view in scene.submitted
            if unanswered(scene, view)
            or any(each.is_far and each.mine.open for each in beside(found, view.function_id))
        ]
    )


def waiting(scene: Scene) -> tuple[View, ...]:
    """The functions that are asked, can still say something and have not."""
    look = scene.round.look
    if look is None or look.over:
        return ()
    return tuple(view for view in scene.submitted if view.function_id in look.asked and not is_done(scene, view))


def is_done(scene: Scene, view: View) -> bool:
    """Whether this function has said what it was asked, or that it stays with its answers."""
    look = scene.round.look
    return look is None or (view.function_id in look.done and not unanswered(scene, view))


def _ids(views: Sequence[View]) -> tuple[str, ...]:
    return tuple(view.function_id for view in views)
