"""Who recommends is away, gone or there again: whoever speaks for their function now is asked in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from flows.decisions.cast import Cast
from flows.effects import Post
from flows.escalations import posts, roles
from flows.escalations.keeping import Escalations
from flows.escalations.records import Escalation, InfoRequest


def handed_over(escalations: Escalations, cast: Cast, now: datetime) -> Iterator[Post]:
    """The open escalations of a project as they are with whoever recommends now."""
    for before in escalations.where(project_id=cast.project.id):
        if not before.is_open:
            continue
        asked = tuple(_with_who_speaks(before, each, cast, now) for each in before.questions)
        changed = [number for number, each in enumerate(asked) if each != before.questions[number]]
        if changed:
            after = replace(before, questions=asked)
            escalations.put(after)
            for number in changed:
                yield from posts.asked_instead(after, number, cast, now)


def _with_who_speaks(escalation: Escalation, asked: InfoRequest, cast: Cast, now: datetime) -> InfoRequest:
    if not asked.recommends or asked.answer is not None:
        return asked
    out = {escalation.requester, escalation.turn.person_id}
    out |= {each.of for each in escalation.questions if each.recommends and each is not asked}
    person = roles.who_recommends(asked.recommends, cast, now, out)
    if not person or person == asked.of:
        return asked
    return replace(asked, of=person, earlier=tuple(dict.fromkeys((*asked.earlier, asked.of))))
