"""What follows when answers are given: nothing on a press, everything when a view is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.effects import NOTHING, Effects, Post
from flows.phrases import Phrase
from flows.rounds.analysis import latest
from flows.rounds.closing import closing_messages, conclude
from flows.rounds.offers import ended_offer, without_offer
from flows.rounds.participation import participation
from flows.rounds.publishing import late_note, publish
from flows.rounds.recorded import redrawn_confirm_card
from flows.rounds.records import Chase, Round, View, ViewState
from flows.rounds.redrawing import redrawn, stale
from flows.rounds.scene import Scene, load_scene
from flows.rounds.schedule import followed_up
from flows.rounds.shelves import Records
from flows.second_look.cards import look_posts
from flows.second_look.clock import looked


def after_answer(records: Records, view: View, now: datetime) -> Effects:
    """To be called after `view` was put. Costs nothing unless the view was sent at `now`.

    Sent in time: the line in the channel moves on, reminders are dropped, and the last one in closes the round.
    Sent late: the analysis is done again, the summary edited in place, and a note says what was added.
    """
    if view.state is not ViewState.SUBMITTED or view.submitted_at != now:
        return NOTHING
    round_ = records.rounds.get(view.round_id)
    return _in_time(records, round_, view, now) if round_.is_open else _late(records, round_, view, now)


def _in_time(records: Records, round_: Round, view: View, now: datetime) -> Effects:
    if view.sent_at is not None:  # sent before, and again after a change: nobody waits for it, nothing to see
        return NOTHING
    scene, posts = settled(records, load_scene(records, round_, view), view, now)
    ended = conclude(records, scene, now)
    return Effects((*posts, *ended.posts), withdraw=stale(view))


def _late(records: Records, round_: Round, view: View, now: datetime) -> Effects:
    scene, posts = settled(records, load_scene(records, round_, view), view, now)
    after, analysis, summary = publish(records, looked(records, scene, view, now), now)
    note = late_note(scene, after, after.views[view.id], now)
    told = closing_messages(after, analysis, now, newly=(view.respondent,))
    looks = look_posts(after, now)
    return Effects((*posts, participation(after, now), *summary, note, *told, *looks), withdraw=stale(view))


def settled(records: Records, scene: Scene, before: View, now: datetime) -> tuple[Scene, tuple[Post, ...]]:
    """The view with nothing left to chase, and everything that people were sent about it redrawn."""
    view = replace(followed_up(without_offer(before), Chase.SETTLED), due_at=None, sent_at=before.sent_at or now)
    corrected = _corrects_what_was_recorded(before, now)
    if corrected:
        view = replace(view, confirmed_at=now)
    records.views.put(view)
    scene = scene.with_view(view)
    posts = list(redrawn(records, scene, before, now))
    if corrected:
        posts.append(redrawn_confirm_card(scene, view, now))
    if before.offer is not None:
        answered = Phrase(
            "{who} has answered in the meantime, so there is nothing to do.", who=scene.respondent(view).who
        )
        posts.append(ended_offer(scene, view, before.offer, answered))
    return scene, tuple(posts)


def _corrects_what_was_recorded(view: View, now: datetime) -> bool:
    """Whoever corrects one of the answers that were recorded for them has seen the others."""
    own = any(answer.at == now and answer.recorded_by is None for answer in latest(view).values())
    return own and view.recorded_by is not None and view.confirmed_at is None
