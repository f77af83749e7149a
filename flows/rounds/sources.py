"""Where the answers come from, for the thread of the summary: passed on, written down, late, edited after sending."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flows.contradictions.details import Detail
from flows.messages import Header, Items, Message
from flows.phrases import Count, Listing, Phrase
from flows.questionnaires.answers import Visibility
from flows.rounds.added_risks import told
from flows.rounds.analysis import latest
from flows.rounds.records import View
from flows.rounds.saying import in_words
from flows.rounds.scene import Scene

SHOWN = 15
"""Items per message; the rest is counted."""


def sources(scene: Scene) -> Iterator[Detail]:
    """One message, where there is anything to say."""
    lines = [line for view in scene.submitted for line in _lines(scene, view)]
    if not lines:
        return
    shown = lines[:SHOWN]
    if len(lines) > SHOWN:
        shown.append(Phrase("and {n} more", n=len(lines) - SHOWN))
    yield Detail(
        "sources", Message("Where the answers come from", (Header("Where the answers come from"), Items(tuple(shown))))
    )


def _lines(scene: Scene, view: View) -> Iterator[Phrase]:
    name = scene.function(view).name
    yield from _authors(scene, view, name)
    writer = view.recorded_by
    if writer is not None:
        template = (
            "{function}: recorded by {writer}, confirmed on {at}."
            if view.confirmed_at
            else "{function}: recorded by {writer}, not yet confirmed."
        )
        confirmed = scene.instant(view.confirmed_at or scene.round.opened_at)
        yield Phrase(template, function=name, writer=scene.person(writer).name, at=confirmed)
    late = [answer for answer in latest(view).values() if answer.late]
    if late:
        yield Phrase(
            "{function}: {late} of {all} late, the last on {at}.",
            function=name,
            late=len(late),
            all=Count(len(latest(view)), "answer", "answers"),
            at=scene.instant(max(answer.at for answer in late)),
        )
    yield from _edited(scene, view, name)


def _authors(scene: Scene, view: View, name: str) -> Iterator[Phrase]:
    """Answers that travelled along keep the name of who gave them."""
    authors: dict[str, int] = {}
    for answer in latest(view).values():
        authors[answer.by] = authors.get(answer.by, 0) + 1
    if len(authors) > 1:
        parts = tuple(Phrase("{n} by {who}", n=n, who=scene.person(who).name) for who, n in authors.items())
        yield Phrase("{function}: {parts}.", function=name, parts=Listing(parts))


def _edited(scene: Scene, view: View, name: str) -> Iterator[Phrase]:
    """What was changed after it had been sent, with what it was before; nothing of what is not for everyone."""
    sent_at = view.sent_at or view.submitted_at
    if sent_at is None:
        return
    titles = {question.id: question for question in scene.template(view).questions}
    for question_id, versions in view.answers.items():
        if question_id not in titles or any(version.visibility is not Visibility.PROJECT for version in versions):
            continue
        question = titles[question_id]
        for before, after in pairwise(versions):
            if after.at > sent_at:
                yield Phrase(
                    "{function}, {question}: edited by {who}, {at}, was: {was}",
                    function=name,
                    question=question.title,
                    who=scene.person(after.by).name,
                    at=scene.instant(after.at),
                    was=in_words(scene, view, question, told(scene, before.value)),
                )
