"""views.*: modals and the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.fake.calls import Call, SlackSays
from tests.slack.fake.json import Json
from tests.slack.fake.rules import check_view
from tests.slack.fake.world import Team, View

if TYPE_CHECKING:
    from tests.slack.fake.slack import FakeSlack

DEEPEST = 3
"""Modals on top of each other."""


def open_view(call: Call) -> Json:
    """views.open"""
    user = _triggered(call)
    return {"view": _shown(call, user, _given(call, "modal"))}


def push(call: Call) -> Json:
    """views.push"""
    user = _triggered(call)
    below = call.team.top_view(user)
    if below is None:
        raise SlackSays("not_found")
    return {"view": _shown(call, user, _given(call, "modal"), below)}


def update(call: Call) -> Json:
    """views.update"""
    given = _given(call, "modal")
    wanted, external = call.arguments.get("view_id"), call.arguments.get("external_id")
    found = call.team.views.get(str(wanted)) or next(
        (each for each in call.team.views.values() if external and each.view.get("external_id") == external), None
    )
    if found is None or found.closed:
        raise SlackSays("not_found")
    if call.arguments.get("hash") not in (None, found.hash):
        raise SlackSays("hash_conflict")
    replace(call.slack, found, given)
    return {"view": whole(call.team, found)}


def publish(call: Call) -> Json:
    """views.publish"""
    user, given = call.user(call.need("user_id")), _given(call, "home")
    if call.arguments.get("hash") not in (None, call.team.homes.get(user.id, {}).get("hash")):
        raise SlackSays("hash_conflict")
    home = {**given, "id": f"VH{user.id[1:]}", "team_id": call.team.id, "hash": call.slack.next_ts()}
    call.team.homes[user.id] = home
    return {"view": home}


def replace(slack: FakeSlack, view: View, given: Json) -> None:
    """Shows something else in a modal that is open."""
    view.form = view.view if view.view.get("submit") else view.form
    view.view, view.hash = given, slack.next_ts()


def _triggered(call: Call) -> str:
    return call.slack.triggers.spend(call.team.id, str(call.need("trigger_id", "invalid_trigger_id")))


def _given(call: Call, kind: str) -> Json:
    given: Json = dict(call.need("view"))
    check_view(call.team, given, kind)
    return given


def _shown(call: Call, user: str, given: Json, below: View | None = None) -> Json:
    return whole(call.team, show(call.slack, call.team, user, given, below))


def show(slack: FakeSlack, team: Team, user: str, given: Json, below: View | None = None) -> View:
    """Opens a modal, on top of another one."""
    depth, under = 1, below
    while under is not None and under.previous:
        depth, under = depth + 1, team.views[under.previous]
    if below is not None and depth >= DEEPEST:
        raise SlackSays("push_limit_reached")
    view_id = f"V{slack.next_ts().replace('.', '')}"
    view = View(view_id, user, given, slack.next_ts(), below.root if below else view_id, below.id if below else "")
    team.views[view_id] = view
    return view


def whole(team: Team, view: View, state: Json | None = None) -> Json:
    """A view as Slack gives it."""
    return {
        "id": view.id,
        "team_id": team.id,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **view.view,
        "state": {"values": state or {}},
        "hash": view.hash,
        "previous_view_id": view.previous or None,
        "root_view_id": view.root,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
    }
