"""Whom a second look is for, and whom it waits for."""

from __future__ import annotations

from flows.rounds.added_risks import unanswered
from flows.rounds.records import View
from flows.rounds.scene import Scene


def has_something(scene: Scene, view: View) -> bool:
    """Whether there is anything for this function to look at."""
    return bool(unanswered(scene, view))


def waiting(scene: Scene) -> tuple[View, ...]:
    """The functions that can still say something and have not."""
    look = scene.round.look
    if look is None or look.over:
        return ()
    return tuple(view for view in scene.submitted if view.function_id in look.asked and not is_done(scene, view))


def is_done(scene: Scene, view: View) -> bool:
    """Whether this function has said what it was asked, or that it stays with its answers."""
    look = scene.round.look
    return look is None or (view.function_id in look.done and not unanswered(scene, view))
