"""slack_bolt reads the environment by itself; what Accord was given is all that counts."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.adapters.slack import payloads
from tests.adapters.slack.inbound_stand import Take, signed, standing

VALUE = '{"do":"Take","number":1}'
LEFT_OVER = {
    "SLACK_BOT_TOKEN": "xoxb-of-somebody-else",
    "SLACK_SIGNING_SECRET": "another-secret",
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "secret",
    "SLACK_SCOPES": "admin",
    "SLACK_VERIFICATION_TOKEN": "t",
    "SLACK_INSTALL_PATH": "/elsewhere",
}


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home folder of this test's own, and an environment as an operator of bolt apps has it."""
    for name, value in {**LEFT_OVER, "HOME": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    return tmp_path


async def test_nothing_of_the_environment_lets_anybody_in_or_is_written_anywhere(home: Path) -> None:
    async with standing(public_url="https://accord.example.com") as stand:
        await stand.slack.self_test()
        body, content_type = payloads.body(payloads.press(VALUE))
        forged = await stand.send(body, signed(body, content_type, secret="another-secret"))
        assert forged.status == 401
        assert (await stand.send(body, signed(body, content_type))).status == 200
        assert stand.engine.commands == [Take(1)]
        check = b"ssl_check=1&token=t"
        assert (await stand.send(check, {"Content-Type": "application/x-www-form-urlencoded"})).status == 401
    assert list(home.iterdir()) == []


async def test_the_sdk_cannot_be_made_to_talk(home: Path) -> None:
    logging.getLogger("accord.slack.bolt").setLevel(logging.DEBUG)
    async with standing():
        assert logging.getLogger("accord.slack.bolt").level == logging.WARNING
