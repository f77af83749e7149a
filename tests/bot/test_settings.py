"""Settings: read once, refused together, and never showing what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, Settings, read_settings

TOKEN = "xoxb-0123456789ab-canary"
SECRET = "0123456789abcdef-canary"
KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
ONE = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}
MANY = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": f"{SECRET}-2",
    "SLACK_SIGNING_SECRET": SECRET,
    "ACCORD_SECRET_KEY": KEY,
    "ACCORD_PUBLIC_URL": "https://accord.example.com/",
}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(BadSettings) as refused:
        read_settings(environment)
    assert "canary" not in str(refused.value)
    return str(refused.value)


def test_nothing_set_means_embedded_defaults() -> None:
    settings = read_settings({})
    assert settings == Settings("sqlite:///data/accord.db", "127.0.0.1", 8080, local_workspace=True)
    assert settings.sqlite_path == Path("data/accord.db")
    assert settings.control_socket == Path("data/accord.db.sock")
    assert settings.slack is None


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = refusal(
        {
            "ACCORD_DATABASE": "mysql://root:canary@db/accord",
            "ACCORD_PORT": "eighty",
            "ACCORD_LOCAL_WORKSPACE": "maybe",
            "ACCORD_HOST": "0.0.0.0",  # noqa: S104  # what must be refused
            "ACCORD_PUBLIC_URL": "http://accord.example.com",
            "ACCORD_SECRET_KEY": "canary",
            "ACCORD_COMMAND_ALIGN": "align",
            "SLACK_BOT_TOKEN": "canary",
        }
    )
    for name in (
        "ACCORD_DATABASE",
        "ACCORD_PORT",
        "ACCORD_LOCAL_WORKSPACE",
        "ACCORD_PUBLIC_URL",
        "ACCORD_SECRET_KEY",
        "ACCORD_COMMAND_ALIGN",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
    ):
        assert name in said


def test_the_local_workspace_is_never_offered_to_a_network() -> None:
    with pytest.raises(BadSettings, match="no log-in"):
        read_settings({"ACCORD_HOST": "192.0.2.7"})
    assert read_settings({"ACCORD_HOST": "192.0.2.7", "ACCORD_LOCAL_WORKSPACE": "off"}).local_workspace is False


@pytest.mark.parametrize("platform", [ONE, {"TEAMS_DEVELOPMENT": "playground"}], ids=["slack", "teams"])
def test_it_is_off_as_soon_as_a_chat_platform_is_configured_unless_asked_for(platform: dict[str, str]) -> None:
    assert read_settings(platform).local_workspace is False
    assert read_settings({**platform, "ACCORD_LOCAL_WORKSPACE": "on"}).local_workspace is True


@pytest.mark.parametrize("port", ["-1", "65536", "٨", "8080x", ""])
def test_a_port_is_a_number_that_exists(port: str) -> None:
    with pytest.raises(BadSettings, match="ACCORD_PORT"):
        read_settings({"ACCORD_PORT": port})


def test_a_server_database_has_no_file_and_no_socket() -> None:
    settings = read_settings({"ACCORD_DATABASE": "postgresql://accord@/accord"})
    assert settings.sqlite_path is None
    assert settings.control_socket is None


def test_one_workspace_or_many() -> None:
    one, many = read_settings(ONE).slack, read_settings(MANY).slack
    assert one is not None
    assert many is not None
    assert (one.bot_token, one.many, many.many) == (TOKEN, False, True)
    assert read_settings(MANY).public_url == "https://accord.example.com"
    assert read_settings(MANY).secret_keys == (KEY,)


def test_what_is_read_is_never_shown() -> None:
    for environment in (ONE, MANY, {**ONE, "ACCORD_DATABASE": "postgresql://accord:canary@/accord"}):
        assert "canary" not in repr(read_settings(environment))
        assert KEY not in repr(read_settings(environment))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SLACK_BOT_TOKEN": TOKEN}, "SLACK_SIGNING_SECRET is missing"),
        ({"SLACK_SIGNING_SECRET": SECRET}, "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1-0123456789abcdef"}, "SLACK_SIGNING_SECRET is missing"),
        ({**ONE, "SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET is empty"),
        ({"SLACK_BOT_TOKEN": " "}, "SLACK_BOT_TOKEN is empty"),
        ({**ONE, "SLACK_SIGNING_SECRET": "canary"}, "SLACK_SIGNING_SECRET is too short"),
        ({**ONE, "SLACK_SIGNING_SECRET": "a" * 32}, "SLACK_SIGNING_SECRET is too short or too simple"),
        ({**ONE, "SLACK_BOT_TOKEN": "xoxb-canary"}, "SLACK_BOT_TOKEN is too short"),
        ({**ONE, "SLACK_BOT_TOKEN": "xoxp-0123456789ab-canary"}, "begins with xoxb-"),
        (
            {**ONE, "SLACK_BOT_TOKEN": f"xoxe.{TOKEN}"},
            "SLACK_BOT_TOKEN is a token that rotates: it ends after 12 hours",
        ),
        ({**ONE, "SLACK_BOT_TOKEN": "xoxe-1-0123456789-canary"}, "make a new app without it"),
        ({**ONE, "SLACK_APP_TOKEN": "xoxb-0123456789ab-canary"}, "begins with xapp-"),
        ({**ONE, "SLACK_SIGNING_SECRET": TOKEN}, "SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET are the same"),
        ({**MANY, "SLACK_CLIENT_SECRET": SECRET}, "SLACK_SIGNING_SECRET and SLACK_CLIENT_SECRET are the same"),
        ({**ONE, **MANY}, "either SLACK_BOT_TOKEN"),
        ({**MANY, "SLACK_CLIENT_SECRET": ""}, "SLACK_CLIENT_SECRET is missing"),
        ({**MANY, "SLACK_CLIENT_ID": "canary"}, "SLACK_CLIENT_ID"),
        ({**MANY, "ACCORD_SECRET_KEY": ""}, "ACCORD_SECRET_KEY is missing"),
        ({**MANY, "ACCORD_SECRET_KEY": f"{KEY},{KEY}"}, "same key twice"),
        ({**MANY, "ACCORD_SECRET_KEY": "A" * 43 + "="}, "ACCORD_SECRET_KEY must be"),
        ({**MANY, "ACCORD_PUBLIC_URL": ""}, "ACCORD_PUBLIC_URL is missing"),
        ({**MANY, "ACCORD_PUBLIC_URL": "http://accord.example.com"}, "ACCORD_PUBLIC_URL must begin with https://"),
        ({**MANY, "ACCORD_PUBLIC_URL": "https://me:canary@accord.example.com"}, "ACCORD_PUBLIC_URL must"),
        ({**ONE, "SLACK_API_URL": "https://slack.example.com/api/"}, "SLACK_API_URL is for tests only"),
        ({**ONE, "SLACK_API_URL": "http://192.0.2.7/api/"}, "SLACK_API_URL is for tests only"),
        ({"ACCORD_COMMAND_ESCALATE": "/Escalate"}, "ACCORD_COMMAND_ESCALATE must"),
        ({"ACCORD_COMMAND_ESCALATE": "/align"}, "same name"),
    ],
)
def test_what_cannot_work_is_refused_by_name(given: dict[str, str], named: str) -> None:
    assert named in refusal(given)


def test_commands_may_have_other_names() -> None:
    settings = read_settings({"ACCORD_COMMAND_ESCALATE": "/accord-escalate"})
    assert settings.commands["/escalate"] == "/accord-escalate"
    assert settings.commands["/align"] == "/align"
