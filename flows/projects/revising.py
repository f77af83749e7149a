"""What a changed project means for a round that is running."""

from __future__ import annotations

from collections.abc import Iterator

from flows.errors import WrongState
from flows.phrases import Instant, Listing, Phrase
from flows.projects.membership import who_is
from flows.projects.records import Function, Project
from flows.projects.shelves import Records
from flows.rounds.records import Round
from flows.rounds.scene import latest_round


def check_may_change(records: Records, before: Project, after: Project) -> None:
    """A running round keeps its functions and their questions. Raises WrongState."""
    running = _running(records, before)
    if running is None:
        return
    asked = [function for function in before.functions if function.id in running.views]
    left_out = [function for function in asked if _find(after, function.id) is None]
    if left_out:
        raise WrongState(
            "{functions} cannot be taken out of {project} while round {n} is running, since they have been asked. "
            "Please change that when the round is closed.",
            functions=_names(left_out),
            project=before.name,
            n=running.number,
        )
    others = [function for function in asked if _questions(before, function) != _questions(after, function)]
    if others:
        raise WrongState(
            "The questions for {functions} cannot change while round {n} of {project} is running. Please change them "
            "when the round is closed.",
            functions=_names(others),
            project=before.name,
            n=running.number,
        )


def remarks(records: Records, before: Project, after: Project) -> Iterator[Phrase]:
    """What was changed but does not touch the running round."""
    running = _running(records, after)
    if running is None:
        return
    for function in after.functions:
        if function.id not in running.views:
            yield Phrase("{function} will be asked in the next round.", function=function.name)
            continue
        earlier, view = _find(before, function.id), records.views.find(running.views[function.id])
        if earlier and view and view.is_pending and earlier.representative != function.representative:
            yield Phrase(
                "{who} still has the questions for {function}, and can pass them on.",
                who=who_is(records.people, view.respondent),
                function=function.name,
            )
    if (before.round_due, before.zone) != (after.round_due, after.zone):
        deadline = Instant(running.deadline, after.zone)
        yield Phrase("Round {n} keeps its deadline, {deadline}.", n=running.number, deadline=deadline)


def _running(records: Records, project: Project) -> Round | None:
    last = latest_round(records, project.id)
    return last if last is not None and last.is_open else None


def _find(project: Project, function_id: str) -> Function | None:
    return next((function for function in project.functions if function.id == function_id), None)


def _questions(project: Project, function: Function) -> str:
    return project.questions.get(function.id, project.template)


def _names(functions: list[Function]) -> Listing:
    return Listing(tuple(function.name for function in functions))
