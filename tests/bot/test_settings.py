"""Settings: read once, refused together, and never showing what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, Settings, read_settings


def test_nothing_set_means_embedded_defaults() -> None:
    settings = read_settings({})
    assert settings == Settings("sqlite:///data/accord.db", "127.0.0.1", 8080, local_workspace=True)
    assert settings.sqlite_path == Path("data/accord.db")
    assert settings.control_socket == Path("data/accord.db.sock")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = {
        "ACCORD_DATABASE": "mysql://root:secret@db/accord",
        "ACCORD_PORT": "eighty",
        "ACCORD_LOCAL_WORKSPACE": "maybe",
        "ACCORD_HOST": "0.0.0.0",  # noqa: S104  # what must be refused
    }
    with pytest.raises(BadSettings) as refused:
        read_settings(wrong)
    said = str(refused.value)
    assert said.count("\n") == 2
    assert all(name in said for name in ("ACCORD_DATABASE", "ACCORD_PORT", "ACCORD_LOCAL_WORKSPACE"))
    assert "secret" not in said


def test_the_local_workspace_is_never_offered_to_a_network() -> None:
    with pytest.raises(BadSettings, match="no log-in"):
        read_settings({"ACCORD_HOST": "192.0.2.7"})
    assert read_settings({"ACCORD_HOST": "192.0.2.7", "ACCORD_LOCAL_WORKSPACE": "off"}).local_workspace is False


@pytest.mark.parametrize("platform", ["SLACK_BOT_TOKEN", "TEAMS_APP_ID"])
def test_it_is_off_as_soon_as_a_chat_platform_is_configured_unless_asked_for(platform: str) -> None:
    assert read_settings({platform: "x"}).local_workspace is False
    assert read_settings({platform: "x", "ACCORD_LOCAL_WORKSPACE": "on"}).local_workspace is True


@pytest.mark.parametrize("port", ["-1", "65536", "٨", "8080x", ""])
def test_a_port_is_a_number_that_exists(port: str) -> None:
    with pytest.raises(BadSettings, match="ACCORD_PORT"):
        read_settings({"ACCORD_PORT": port})


def test_a_server_database_has_no_file_and_no_socket() -> None:
    settings = read_settings({"ACCORD_DATABASE": "postgresql://accord@/accord"})
    assert settings.sqlite_path is None
    assert settings.control_socket is None
