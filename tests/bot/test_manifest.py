"""The manifest: what Slack checks when it is pasted, what works for people, and not one permission too many."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.asked import Ignored
from adapters.slack.events import event_in
from adapters.slack.manifest import EVENTS, METHODS, OPTIONAL, SCOPES, SHORTCUTS, Wanted, manifest
from adapters.slack.shapes import NotOurs
from bot.config import Settings, read_settings
from bot.manifest import slack_manifest
from flows.plain import Plain

ADAPTER = Path(__file__).parents[2] / "adapters" / "slack"
METHOD = re.compile(
    r'"((?:apps|auth|chat|conversations|files|oauth|pins|reactions|team|users|views)\.[a-zA-Z0-9.]*[a-zA-Z])"'
)
BUDGETS = "limits.py"  # names methods that others may call
HTTP = Wanted(Settings().commands, "https://accord.example.com", socket=False)
SOCKET = Wanted(Settings().commands, "", socket=True)
MANY = Wanted(Settings().commands, "https://accord.example.com", socket=False, install=True)


def made(wanted: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(manifest(wanted)))
    return found


def called() -> set[str]:
    files = (path for path in ADAPTER.glob("*.py") if path.name not in (BUDGETS, "manifest.py"))
    return {name for path in files for name in METHOD.findall(path.read_text("utf-8"))}


def test_every_call_that_the_adapter_makes_is_allowed() -> None:
    assert called() <= {*METHODS, *OPTIONAL}


def test_no_call_is_named_that_nobody_makes() -> None:
    assert {*METHODS, *OPTIONAL} <= called()


def test_every_permission_is_needed_and_none_is_missing() -> None:
    needed = {scope for scopes in (*METHODS.values(), *EVENTS.values()) for scope in scopes} | {"commands"}
    assert needed == set(SCOPES)


def test_every_permission_is_explained_to_whoever_installs_it() -> None:
    docs = (ADAPTER.parents[1] / "docs" / "slack.md").read_text("utf-8")
    for scope, does in SCOPES.items():
        assert f"| `{scope}` | {does} |" in docs


def is_known(kind: str) -> bool:
    """Whether the adapter knows this type of event; it is strict about what else belongs to it."""
    told: dict[str, Plain] = {"event_id": "Ev1", "team_id": "T1", "event_time": 1, "event": {"type": kind}}
    try:
        return event_in(told) != Ignored(kind)
    except NotOurs:
        return True


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_that_is_asked_for_is_of_use(event: str) -> None:
    assert is_known(event.partition(".")[0])


def test_an_event_of_no_use_would_be_seen() -> None:
    assert not is_known("reaction_added")


@pytest.mark.parametrize("wanted", [HTTP, SOCKET, MANY], ids=["http", "socket", "many"])
def test_people_can_write_to_it_and_it_to_them(wanted: Wanted) -> None:
    home = made(wanted)["features"]["app_home"]
    assert home == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert made(wanted)["settings"]["interactivity"]["is_enabled"] is True
    assert made(wanted)["settings"]["token_rotation_enabled"] is False


def test_everything_comes_to_one_address() -> None:
    found, address = made(HTTP), "https://accord.example.com/slack/events"
    settings = found["settings"]
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == address
    assert {command["url"] for command in found["features"]["slash_commands"]} == {address}
    assert settings["socket_mode_enabled"] is False


def test_over_a_socket_there_is_no_address() -> None:
    assert made(SOCKET)["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made(SOCKET)).replace("slack.com", "")


def test_many_workspaces_come_back_to_the_right_page() -> None:
    assert made(MANY)["oauth_config"]["redirect_urls"] == ["https://accord.example.com/slack/oauth_redirect"]
    assert "redirect_urls" not in made(HTTP)["oauth_config"]


def test_what_slack_limits_is_within_the_limits() -> None:
    found = made(HTTP)
    about = found["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    for command in found["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert command["should_escape"] is True
        assert 0 < len(command["usage_hint"]) <= 1000
        assert 0 < len(command["description"]) <= 2000
    for shortcut in found["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
        assert len(shortcut["callback_id"]) <= 255
    assert len(found["settings"]["event_subscriptions"]["bot_events"]) <= 100


def test_shortcuts_are_those_that_the_adapter_knows() -> None:
    code = "".join(path.read_text("utf-8") for path in ADAPTER.glob("*.py") if path.name != "manifest.py")
    for _, _, callback, _ in SHORTCUTS:
        assert f'"{callback}"' in code


def test_a_command_with_another_name_is_asked_for_by_that_name(capsys: pytest.CaptureFixture[str]) -> None:
    settings = read_settings(
        {"ACCORD_COMMAND_ESCALATE": "/accord-escalate", "ACCORD_PUBLIC_URL": "https://accord.example.com"}
    )
    assert slack_manifest(settings, socket=False) == 0
    printed = json.loads(capsys.readouterr().out)
    assert [each["command"] for each in printed["features"]["slash_commands"]] == [
        "/align",
        "/accord-escalate",
        "/decisions",
        "/charter",
    ]


def test_without_an_address_it_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert slack_manifest(Settings(), socket=False) == 2
    assert "ACCORD_PUBLIC_URL" in capsys.readouterr().err
    assert slack_manifest(Settings(), socket=True) == 0
