"""What Teams takes no offence at: size and shape of an activity."""

from __future__ import annotations

import json

from tests.slack.fake.json import Json
from tests.teams.fake.answers import TeamsSays

BIGGEST = 100 * 1024
"""Bytes of UTF-16 that Teams takes."""
KEPT = 80 * 1024
"""Bytes of UTF-16 that an app should keep to."""
VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5")
CARD = "application/vnd.microsoft.card.adaptive"


def check(activity: Json) -> None:
    """Raises TeamsSays for what Teams would refuse, split up or leave out."""
    if activity.get("type") != "message":
        raise TeamsSays("BadSyntax", "the activity has no type that can be shown")
    size = len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le"))
    if size > BIGGEST:
        raise TeamsSays("MessageSizeTooBig", f"{size} bytes")
    if size > KEPT:
        raise TeamsSays("BadSyntax", f"{size} bytes of UTF-16: an app keeps to {KEPT}")
    text, attachments = activity.get("text"), activity.get("attachments") or []
    if text and attachments:
        raise TeamsSays("BadSyntax", "Teams splits text and card, and the id is of no use")
    if not text and not attachments:
        raise TeamsSays("BadSyntax", "there is nothing to show")
    for attachment in attachments:
        if attachment.get("contentType") != CARD:
            raise TeamsSays("BadSyntax", f"an attachment of {attachment.get('contentType')}")
        check_card(attachment["content"])
    for entity in activity.get("entities") or []:
        if entity.get("type") == "mention" and entity["text"] not in (text or ""):
            raise TeamsSays("BadSyntax", "a mention whose text is not in the message")


def check_card(card: Json) -> None:
    """Raises TeamsSays for a card that Teams does not draw."""
    if card.get("type") != "AdaptiveCard" or card.get("version") not in VERSIONS:
        raise TeamsSays("BadSyntax", f"a card of version {card.get('version')}")
    inputs = [str(each["id"]) for each in elements(card) if str(each["type"]).startswith("Input.")]
    if len(set(inputs)) < len(inputs):
        raise TeamsSays("BadSyntax", f"two inputs have one id: {sorted(inputs)}")
    drawn = json.dumps(card, ensure_ascii=False)
    for entity in (card.get("msteams") or {}).get("entities", []):
        if json.dumps(entity["text"], ensure_ascii=False)[1:-1] not in drawn:
            raise TeamsSays("BadSyntax", "a mention whose text is not in the card")


def elements(value: object) -> list[Json]:
    """Everything with a type inside a card, but for fallbacks and the data of actions."""
    found: list[Json] = []
    if isinstance(value, dict):
        if "type" in value:
            found.append(value)
        for name, inner in value.items():
            if name not in ("fallback", "data", "msteams"):
                found += elements(inner)
    elif isinstance(value, list):
        for inner in value:
            found += elements(inner)
    return found
