"""Presses in the risk grid and at closed questions, as Slack sends them: with the whole message that was pressed in."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flows.plain import Plain
from tests.bench.load import Request
from tests.bench.presses import RISKS
from tests.bench.slack_serving import user_of

STANCES = ("Acceptable", "Acceptable if …", "Not acceptable even if pace suffers", "No view")


def _grid() -> Plain:
    """The card of a grid as it comes back with every press in it."""
    blocks: list[Plain] = []
    for row, risk in enumerate((*RISKS, "harm", "downtime", "double_work")):
        label: Plain = [{"type": "text", "text": risk.replace("_", " "), "style": {"bold": True}}]
        section: Plain = [{"type": "rich_text_section", "elements": label}]
        blocks.append({"type": "rich_text", "block_id": f"{2 * row}-0123456789ab", "elements": section})
        blocks.append({"type": "actions", "block_id": f"{2 * row + 1}-0123456789ab", "elements": _row(risk)})
    return blocks


def _row(risk: str) -> Plain:
    return [
        {
            "type": "button",
            "action_id": f"press-{at}",
            "text": {"type": "plain_text", "text": stance, "emoji": False},
            "value": json.dumps({"do": "TakeStance", "view_id": "plant0/1/f0", "risk": risk, "stance": stance}),
        }
        for at, stance in enumerate(STANCES)
    ]


MESSAGE: Plain = {
    "type": "message",
    "user": "U0BENCH",
    "ts": "1801468800.000100",
    "bot_id": "B0BENCH",
    "blocks": _grid(),
}


def payload(request: Request) -> str:
    """The press of the local workspace's page as Slack's."""
    _, person, body = request
    sent = json.loads(body)
    user_id = user_of(person)
    action = {"type": "button", "action_id": "press-0", "block_id": "1-0123456789ab", "value": sent["command"]}
    return json.dumps(
        {
            "type": "block_actions",
            "user": {"id": user_id, "username": person, "name": person, "team_id": "T0BENCH"},
            "api_app_id": "A0BENCH",
            "token": "verification",
            "container": {"type": "message", "message_ts": "1801468800.000100", "channel_id": "D0BENCH"},
            "trigger_id": sent["event_id"],
            "team": {"id": "T0BENCH", "domain": "bench"},
            "enterprise": None,
            "is_enterprise_install": False,
            "channel": {"id": "D0BENCH", "name": "directmessage"},
            "message": MESSAGE,
            "state": {"values": {}},
            "response_url": "https://hooks.slack.com/actions/T0BENCH/1/x",
            "actions": [{**action, "action_ts": "1801468801.000200"}],
        }
    )


def lanes(requests: Sequence[Sequence[Request]]) -> list[list[str]]:
    """The same, lane by lane."""
    return [[payload(request) for request in lane] for lane in requests]
