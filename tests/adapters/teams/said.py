"""Activities as Teams sends them, one of each kind."""

from __future__ import annotations

from itertools import count

from adapters.shapes import Sent
from flows.plain import Plain

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
BOT = f"28:{APP_ID}"
SERVICE = "https://smba.trafficmanager.net/emea/"
PERSONAL, CHANNEL, GROUP = "a:ana", "19:line@thread.tacv2", "19:chat@thread.v2"
AT_ACCORD: Plain = {"type": "mention", "mentioned": {"id": BOT, "name": "Accord"}, "text": "<at>Accord</at>"}
_numbers = count(1)


def activity(kind: str, where: str = PERSONAL, who: str = "ana", thread: str = "", **more: Plain) -> dict[str, Plain]:
    """What every activity has. `who`: aad-<who> in the directory, 29:<who> for the bot."""
    scope = {CHANNEL: "channel", GROUP: "groupChat"}.get(where, "personal")
    data: dict[str, Plain] = {"tenant": {"id": TENANT}}
    if scope == "channel":
        data |= {"team": {"id": "19:team@thread.tacv2"}, "channel": {"id": where, "name": "line-3"}}
    return {
        "type": kind,
        "id": f"f:{next(_numbers)}",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "localTimezone": "Europe/Warsaw",
        "from": {"id": f"29:{who}", "name": who.title(), "aadObjectId": f"aad-{who}"},
        "recipient": {"id": BOT, "name": "Accord"},
        "conversation": {
            "id": f"{where};messageid={thread}" if thread else where,
            "conversationType": scope,
            "tenantId": TENANT,
        },
        "channelData": data,
        **more,
    }


def message(text: str = "Hello", where: str = PERSONAL, who: str = "ana", thread: str = "") -> dict[str, Plain]:
    """Something typed; outside the personal chat with a mention of Accord."""
    if where == PERSONAL:
        return activity("message", where, who, thread, text=text)
    return activity("message", where, who, thread, text=f"<at>Accord</at>&nbsp;{text}", entities=[AT_ACCORD])


def execute(data: Sent, where: str = PERSONAL, who: str = "ana", card: str = "1001") -> dict[str, Plain]:
    """Action.Execute."""
    value: Plain = {"action": {"type": "Action.Execute", "verb": "accord", "data": data}, "trigger": "manual"}
    return invoke("adaptiveCard/action", value, where, who, card)


def submit(data: Sent, where: str = PERSONAL, who: str = "ana", card: str = "1001") -> dict[str, Plain]:
    """Action.Submit: a message without text."""
    return activity("message", where, who, value=data, replyToId=card)


def dialog(name: str, data: Sent, where: str = PERSONAL, who: str = "ana") -> dict[str, Plain]:
    """task/fetch or task/submit."""
    return invoke(name, {"data": data, "context": {"theme": "default"}}, where, who, "1001")


def invoke(name: str, value: Plain, where: str = PERSONAL, who: str = "ana", card: str = "") -> dict[str, Plain]:
    """Any invoke."""
    return activity("invoke", where, who, name=name, value=value, replyToId=card)
