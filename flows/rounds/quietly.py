"""What contradicts an answer given in confidence, told to whoever gave it and to nobody else.

It is not told in the channel where it could be seen whose answer it is; whoever gave it may let others read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from flows.calendar import next_working
from flows.contradictions.analysis import analyse_case
from flows.contradictions.case import Case
from flows.contradictions.findings import Analysis, Contradiction
from flows.contradictions.openly import TITLES
from flows.effects import Post, Promise
from flows.messages import Button, Buttons, Header, Items, Message, Text, ToPerson
from flows.phrases import Listing, Phrase
from flows.questionnaires.answers import Visibility
from flows.questionnaires.commands import OpenForm
from flows.rounds.records import Answer, View
from flows.rounds.scene import Scene

TITLE = "What you said in confidence"
OVER = "Nothing that you said in confidence contradicts what others say openly any more."


def is_quieter(scene: Scene, now: datetime) -> bool:
    """Whether an answer that everybody could read until now is for fewer readers from now on.

    One that was for fewer before is not: whatever becomes of it changes nothing that others read.
    """
    if scene.round.closed_at == now:
        return False
    there = (view for view in scene.submitted if view.sent_at is not None and view.sent_at < now)
    return any(_closes(versions, now) for view in there for versions in view.answers.values() if versions)


def _closes(versions: tuple[Answer, ...], now: datetime) -> bool:
    before = next((each for each in reversed(versions) if each.at < now), None)
    closes = versions[-1].at == now and versions[-1].visibility is not Visibility.PROJECT
    return closes and before is not None and before.visibility is Visibility.PROJECT


def told_quietly(scene: Scene, full: Case, told: Analysis, now: datetime) -> Iterator[Post]:
    """A message to each whose answers were left out. `full`: with all answers; `told`: what everybody reads."""
    hiding = {view.id for view in full.views if any(not view.open(question) for question in view.said.answers)}
    if not hiding:
        return
    known = {found.id for found in told.contradictions}
    found = [each for each in analyse_case(full).contradictions if each.id not in known]
    lines: defaultdict[str, list[Phrase]] = defaultdict(list)
    for each in found:
        for function in dict.fromkeys(quote.function for quote in each.quotes if not quote.open):
            if (line := _line(full, each, function)) is not None:
                lines[function].append(line)
    for view in scene.submitted:
        if view.function_id in hiding:
            yield _post(scene, view, lines.get(view.function_id, []), now)


def _line(full: Case, found: Contradiction, function: str) -> Phrase | None:
    """What is said openly against it; None where that was said in confidence, too."""
    names = {view.id: view.name for view in full.views}
    others = [side for side in found.sides if function not in side.functions]
    openly = dict.fromkeys(names[quote.function] for side in others for quote in side.quotes if quote.open)
    if not openly and len(found.sides) > 1:
        return None
    template = "{matter}: {title}; {who}" if openly else "{matter}: {title}"
    return Phrase(template, matter=found.matter, title=TITLES[found.rule], who=Listing(tuple(openly)))


def _post(scene: Scene, view: View, lines: list[Phrase], now: datetime) -> Post:
    person = scene.respondent(view)
    key, to = f"round/{view.id}/quiet", ToPerson(person.id)
    if not lines:
        return Post(key, to, Message(OVER, (Text(OVER),)), Promise.REFRESH)
    title = Phrase("{title}: {function}", title=TITLE, function=scene.function(view).name)
    change = Button("Change who may read it", OpenForm(view.id), about=scene.function(view).name)
    blocks = (
        Header(title),
        Text("It cannot hold together with what others say openly or with the plan:"),
        Items(tuple(lines)),
        Text("Nobody else is told, since it could be seen that it is yours. To have it worked on, let others read it."),
        Buttons((change,)),
    )
    return Post(key, to, Message(title, blocks), not_before=next_working(person, now))
