"""Reading the charter, and publishing its next version.

A look: show_charter. A change: publish_charter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from flows.charter import cards, keys, newcomers, posting
from flows.charter.agreed import goal_of
from flows.charter.commands import PublishCharter, ShowCharter
from flows.charter.compiling import compiled
from flows.charter.keeping import Records, current
from flows.charter.material import Material, material
from flows.charter.proof import marks
from flows.charter.records import Charter
from flows.charter.versions import changes, following, replaced
from flows.commands import Actor
from flows.decisions.cast import Cast
from flows.decisions.rights import check_may_read
from flows.effects import Effects, Promise
from flows.errors import WrongState
from flows.messages import Block, Header, Message, Note, Text
from flows.phrases import Phrase
from flows.projects.membership import check_runs, project_here
from flows.projects.records import Project

NO_GOAL = "No goal is agreed yet, and a charter is about one. Please propose it: type /align goal."


def show_charter(records: Records, actor: Actor, command: ShowCharter, now: datetime) -> Effects:
    """The newest version and what has changed since; before there is one, as it would be now."""
    project = project_here(records, actor, command.channel, command.project)
    found, before = material(records, project), current(records, project.id)
    if before is None:
        return Effects(reply=_draft(found, actor, now))
    whole = cards.whole(before, found.cast, marks=marks(found, now))
    mine = [each.id for each in project.functions if actor.person_id in (each.representative, each.deputy)]
    first, line, *rest = whole.blocks
    signs = cards.sign_buttons(before, found.cast, mine[: cards.SHOWN])
    return Effects(reply=Message(whole.summary, (first, line, *signs, *_since(found, before, actor), *rest)))


def _draft(found: Material, actor: Actor, now: datetime) -> Message:
    title = Phrase("Charter of {project}, not published yet", project=found.project.name)
    blocks: list[Block] = [Header(title), Text("This is what the records say so far. Nobody has signed it.")]
    if goal_of(found) is None:
        blocks.append(Note(NO_GOAL))
    elif _runs(found.project, actor):
        blocks.append(cards.publish_button(found.project.id, None))
    return Message(title, (*blocks, *cards.sections(compiled(found), marks=marks(found, now))))


def _since(found: Material, before: Charter, actor: Actor) -> Iterator[Block]:
    changed = changes(before.lines, compiled(found))
    if changed:
        yield Text("What has changed since, and is not published yet:")
        yield cards.changed(changed)
    if (changed or _asked(found.project) != before.asked) and _runs(found.project, actor):
        yield cards.publish_button(found.project.id, before)


def _runs(project: Project, actor: Actor) -> bool:
    return actor.person_id in (project.facilitator, project.sponsor)


def _asked(project: Project) -> tuple[str, ...]:
    return tuple(function.id for function in project.functions)


def publish_charter(records: Records, actor: Actor, command: PublishCharter, now: datetime) -> Effects:
    """The next version. Only the functions that a material change concerns sign anew. Raises NotAllowed, WrongState."""
    project = records.projects.get(command.project_id)
    cast = Cast(records, project)
    check_may_read(cast, actor.person_id)
    check_runs(project, actor, records.people)
    found, before = material(records, project), current(records, project.id)
    goal = goal_of(found)
    if goal is None:
        raise WrongState(NO_GOAL)
    if (before.number if before is not None else 0) != command.after:
        raise WrongState("Another version was published since. Type /charter to see what is new in it.")
    number = records.charters.next_number(project.id)
    key = f"{project.id}/charter/{number}"
    fresh = Charter(key, project.id, number, compiled(found), actor.person_id, now, _asked(project))
    if before is not None and not changes(before.lines, fresh.lines) and before.asked == fresh.asked:
        raise WrongState("Nothing has changed since version {n}, so there is nothing to publish.", n=before.number)
    return _published(records, before, following(before, fresh, goal[1].measure.by), cast, now)


def _published(records: Records, before: Charter | None, fresh: Charter, cast: Cast, now: datetime) -> Effects:
    records.charters.put(fresh)
    posts = [*posting.in_channel(records, cast), *posting.to_sign(fresh, cast, now, Promise.NEVER_LOST)]
    withdraw: tuple[str, ...] = ()
    if before is not None:
        over = replaced(before, now)
        records.charters.put(over)
        posts += posting.difference(fresh, changes(before.lines, fresh.lines), cast)
        posts += posting.refreshed(over, cast, now)
        posts += newcomers.refreshed(over, cast)
        posts += newcomers.walks(fresh, cast, now)
        withdraw = (keys.prefix(over),)
    told = Phrase("Version {n} is published. {standing}", n=fresh.number, standing=cards.standing(fresh, cast))
    return Effects(tuple(posts), Message(told, (Text(told),)), withdraw)
