"""The operator's command line, as processes on a real database: with a running server and without one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINE3 = ROOT / "examples" / "line3-mes.yaml"
PACKAGING = ROOT / "examples" / "packaging-oee.yaml"
READY_WITHIN = 20.0


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A new database in a folder that does not exist yet, and any free port."""
    return {**os.environ, "ACCORD_DATABASE": f"sqlite:///{tmp_path / 'data' / 'accord.db'}", "ACCORD_PORT": "0"}


def accord(environment: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`serve`, running."""
    command = [sys.executable, "-m", "bot", "serve"]
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert "Accord is running at http://127.0.0.1:" in process.stdout.readline()
        yield process
        process.terminate()
        assert process.wait(READY_WITHIN) == 0


def test_a_project_is_loaded_exported_and_analysed_alike(environment: dict[str, str], tmp_path: Path) -> None:
    loaded = accord(environment, "project", "load", LINE3, "--answers")
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert "Line 3 MES roll-out is set up: 6 functions, 13 people and 6 decision rights" in loaded.stdout
    again = accord(environment, "project", "load", LINE3, "--answers")
    assert "Nothing has changed" in again.stdout
    exported = accord(environment, "project", "export", "line3-mes")
    assert exported.returncode == 0
    copy = tmp_path / "copy.yaml"
    copy.write_text(exported.stdout, "utf-8")
    original, returned = (accord(environment, "analyse", file, "--json").stdout for file in (LINE3, copy))
    assert json.loads(original) == json.loads(returned)
    verified = accord(environment, "audit", "verify")
    assert (verified.returncode, verified.stderr) == (0, "")
    assert "The audit is whole" in verified.stdout


def test_a_running_server_does_it_itself(
    environment: dict[str, str], server: subprocess.Popen[str], tmp_path: Path
) -> None:
    loaded = accord(environment, "project", "load", PACKAGING, "--start")
    assert loaded.returncode == 0, loaded.stderr
    assert "Round 1 of OEE dashboard for packaging has started" in loaded.stdout
    assert accord(environment, "project", "export", "packaging-oee").stdout.startswith("accord: 1")
    assert "The audit is whole" in accord(environment, "audit", "verify").stdout
    assert (tmp_path / "data" / "accord.db.sock").stat().st_mode & 0o077 == 0


def test_a_second_server_on_the_same_file_is_refused(
    environment: dict[str, str], server: subprocess.Popen[str]
) -> None:
    began = time.monotonic()
    second = accord(environment, "serve")
    assert time.monotonic() - began < READY_WITHIN
    assert second.returncode == 2
    assert second.stderr.count("\n") == 1
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("project", "load", "nowhere.yaml"), "there is no file nowhere.yaml"),
        (("project", "export", "nothing"), "There is no project nothing. There are: none yet."),
        (("analyse", "nowhere.yaml"), "there is no file nowhere.yaml"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    environment: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    done = accord(environment, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_migrating_a_new_database_makes_it_and_doing_it_again_is_fine(environment: dict[str, str]) -> None:
    for _ in range(2):
        done = accord(environment, "migrate")
        assert (done.returncode, done.stderr) == (0, "")


def test_settings_that_cannot_work_are_named_and_never_shown(environment: dict[str, str]) -> None:
    done = accord({**environment, "SLACK_BOT_TOKEN": "canary", "ACCORD_SECRET_KEY": "canary"}, "serve")
    assert (done.returncode, done.stdout) == (2, "")
    assert all(name in done.stderr for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "ACCORD_SECRET_KEY"))
    assert "canary" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_manifest_is_printed_without_a_database(environment: dict[str, str], tmp_path: Path) -> None:
    done = accord(environment, "manifest", "slack", "--socket")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["settings"]["socket_mode_enabled"] is True
    assert not (tmp_path / "data").exists()


def test_a_key_that_is_made_is_one_that_is_taken(environment: dict[str, str]) -> None:
    keys = {accord(environment, "secret-key").stdout.strip() for _ in range(2)}
    assert len(keys) == 2
    assert accord({**environment, "ACCORD_SECRET_KEY": ",".join(keys)}, "manifest", "slack", "--socket").returncode == 0


def test_the_doctor_has_nothing_to_say_without_a_chat_platform(environment: dict[str, str]) -> None:
    done = accord(environment, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ok ")


def test_an_organisation_that_is_not_there_is_named_with_those_that_are(environment: dict[str, str]) -> None:
    done = accord(environment, "project", "load", LINE3, "--organisation", "slack-T1")
    assert done.returncode == 2
    assert done.stderr == "There is no organisation slack-T1. There are: local.\n"
