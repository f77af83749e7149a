"""`python -m bot serve` as a process that cannot start: one sentence on stderr, soon, and nothing put in the place of
what was there."""

from __future__ import annotations

import asyncio
import ctypes
import os
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import pytest

from adapters.web.ports import LOCAL
from bot.app import build
from bot.clock import Clock
from bot.config import Settings
from flows.people import Person
from flows.wire import Wire
from storage.store import Store
from tests.postgres import Postgres
from tests.storage.clerk import Clerk, raw_sql
from tests.stories.chat import MONDAY

ROOT = Path(__file__).parent.parent
SOON = 20.0
"""Seconds until it has said why it cannot start; on a busy machine, of its own processor time."""
DAC_OVERRIDE, CAPBSET_DROP = 1, 24
"""The right of root to write what is read-only, and what takes it away."""
KIB = 1024


@dataclass(frozen=True)
class Refused:
    """How a process ended that did not start."""

    said: str
    printed: str


def start(
    database: str | Path,
    *arguments: str,
    within: Sequence[str] = (),
    before: Callable[[], None] | None = None,
    **settings: str,
) -> Refused:
    """Starts `serve` and checks that it refuses: soon, in words, without a traceback. `within`: what runs it."""
    url = f"sqlite:///{database}" if isinstance(database, Path) else database
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ACCORD_", "SLACK_", "TEAMS_"))}
    environment = {**kept, "ACCORD_DATABASE": url, "ACCORD_PORT": "0", **settings}
    command = [*within, sys.executable, "-m", "bot", *(arguments or ("serve",))]
    began, used = monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=50, check=False, preexec_fn=before
    )
    took, after = monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    said = done.stderr.strip()
    assert done.returncode == 2, (done.returncode, said, done.stdout)
    assert took < SOON or busy < SOON, said
    assert "Traceback" not in said
    assert said.endswith(".") or said.endswith("python -m bot migrate"), said
    assert "Accord is running" not in done.stdout
    return Refused(said, done.stdout)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that Accord made and closed."""
    file = tmp_path_factory.mktemp("sound") / "accord.db"

    async def make() -> None:
        app = await build(Settings(database=f"sqlite:///{file}"), Clock.beginning(MONDAY))
        await app.close()

    asyncio.run(make())
    return file


@pytest.fixture
def file(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, with the mark that it was made here."""
    for name in ("accord.db", "accord.db.lock"):
        shutil.copy(sound.with_name(name), tmp_path / name)
    return tmp_path / "accord.db"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "volume" / "accord"
    assert "volume" in start(folder / "accord.db").said
    assert not (tmp_path / "volume").exists()


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert "is a folder" in start(tmp_path).said


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda _: b"", "is empty: its content was lost. Please restore it from a backup."),
        (lambda _: b"Dear diary, " * 400, "is not a SQLite database."),
        (lambda content: content[: len(content) // 2], "has lost its end. Please restore it from a backup."),
        (lambda content: content[:100] + b"\xff" * 3996 + content[4096:], "is damaged"),
    ],
    ids=["empty", "a diary", "half of it", "damaged"],
)
def test_what_is_no_whole_database_stays_as_it_is(file: Path, spoil: Callable[[bytes], bytes], said: str) -> None:
    content = spoil(file.read_bytes())
    file.write_bytes(content)
    assert said in start(file).said
    assert file.read_bytes() == content


def test_a_database_that_is_gone_is_not_replaced(file: Path) -> None:
    file.unlink()
    assert "is gone. Please restore it from a backup" in start(file).said
    assert not file.exists()


def test_a_database_of_another_version(file: Path) -> None:
    raw_sql(f"sqlite:///{file}", "UPDATE alembic_version SET version_num = '9999'")
    assert "has version 9999" in start(file).said
    assert raw_sql(f"sqlite:///{file}", "SELECT version_num FROM alembic_version") == [("9999",)]


def powerless() -> None:
    """Not even root writes what is read-only, in the process that is about to start."""
    if os.geteuid() == 0:
        assert ctypes.CDLL(None).prctl(CAPBSET_DROP, DAC_OVERRIDE) == 0


def test_a_database_that_may_only_be_read(file: Path) -> None:
    file.chmod(0o444)
    assert "cannot be written to" in start(file, before=powerless).said
    file.chmod(0o644)
    file.with_name("accord.db.lock").unlink()
    with read_only(file.parent):
        assert "cannot be written to" in start(file, before=powerless).said


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder in which nothing can be made."""
    folder.chmod(0o555)
    yield
    folder.chmod(0o755)


def test_a_second_process_on_the_same_file(file: Path) -> None:
    command = [sys.executable, "-m", "bot", "serve"]
    environment = {**os.environ, "ACCORD_DATABASE": f"sqlite:///{file}", "ACCORD_PORT": "0"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert "Accord is running" in first.stdout.readline()
        assert "Another Accord is running on" in start(file).said
        first.terminate()
        assert first.wait(20) == 0


def test_a_file_that_another_program_holds(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert "is locked by another program. Please close that and start again." in start(file).said
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("room", [0, 100 * KIB])
def test_no_room_for_a_new_database(tmp_path: Path, room: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    said = start(tmp_path / "accord.db", before=limited).said
    assert "make some room and start again." in said
    assert not (tmp_path / "accord.db").exists()


def test_no_room_for_changes(file: Path) -> None:
    content = file.read_bytes()

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    assert "make some room and start again." in start(file, before=limited).said
    assert file.read_bytes() == content


def test_a_full_disk(tmp_path: Path) -> None:
    alone = ["/usr/bin/unshare", "--user", "--map-root-user", "--mount"]  # so that not only root may mount
    if not Path(alone[0]).exists() or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount anything")
    script = 'mount -t tmpfs -o size=64k none "$0" && "$@"; code=$?; ls "$0"; exit $code'
    refused = start(tmp_path / "accord.db", within=[*alone, "/bin/sh", "-c", script, str(tmp_path)])
    assert "make some room and start again." in refused.said
    assert "accord.db.lock" in refused.printed.split()
    assert "accord.db" not in refused.printed.split()


def test_settings_that_cannot_work_are_named_together() -> None:
    refused = start(
        "mysql://root:swordfish@db/accord",
        ACCORD_PORT="9" * 5000,
        ACCORD_HOST="0.0.0.0",  # noqa: S104  # to be refused
    )
    for name in ("ACCORD_DATABASE", "ACCORD_PORT", "ACCORD_HOST"):
        assert name in refused.said
    assert "swordfish" not in refused.said
    assert "ACCORD_LOCAL_WORKSPACE" in start("sqlite:///x/y", ACCORD_LOCAL_WORKSPACE="perhaps").said
    assert "ACCORD_DATABASE" in start("sqlite:///").said


@pytest.mark.parametrize("given", ["", "00112233-4455-6677-8899-aabbccddeeff"])
def test_half_of_teams_is_refused_and_an_empty_id_opens_no_door(given: str) -> None:
    said = start("sqlite:///x/y", TEAMS_APP_ID=given, TEAMS_APP_PASSWORD="swordfish").said
    assert "TEAMS_TENANT_ID" in said
    assert "swordfish" not in said


def test_teams_without_a_log_in_stays_on_this_machine() -> None:
    said = start("sqlite:///x/y", TEAMS_DEVELOPMENT="playground", ACCORD_HOST="0.0.0.0").said  # noqa: S104
    assert "TEAMS_DEVELOPMENT turns the log-in off, so ACCORD_HOST must stay 127.0.0.1" in said


def test_a_port_that_is_taken_and_a_host_that_is_not_here(file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"Port {port} of 127.0.0.1 cannot be used" in start(file, ACCORD_PORT=port).said
    said = start(file, ACCORD_HOST="192.0.2.7", ACCORD_LOCAL_WORKSPACE="off").said
    assert "Port 0 of 192.0.2.7 cannot be used" in said


def test_a_sample_that_cannot_be_used(file: Path, tmp_path: Path) -> None:
    assert "there is no file" in start(file, "serve", "--sample", str(tmp_path / "nowhere.yaml")).said
    bad = tmp_path / "bad.yaml"
    bad.write_text("accord: 1\nproject: {}\n", "utf-8")
    assert (
        "The sample cannot be used: line 1: expected the key project" in start(file, "serve", "--sample", str(bad)).said
    )


def test_a_sample_that_does_not_fit_what_is_there(file: Path) -> None:
    other = Person("maria", "Maria Other", email="maria.other@example.com")

    async def arrive() -> None:
        store = await Store.open(f"sqlite:///{file}", Wire({}))
        await Clerk(store, MONDAY, LOCAL).does(lambda records: records.people.put(other))
        await store.close()

    asyncio.run(arrive())
    said = start(file, "serve", "--sample", str(ROOT / "examples" / "line3-mes.yaml")).said
    assert said.startswith("The sample cannot be used: The id maria is taken: it is that of Maria Other")
    assert raw_sql(f"sqlite:///{file}", "SELECT id FROM project") == []


def test_a_server_that_is_not_there_or_has_no_tables(postgres: Postgres) -> None:
    said = start("postgresql://accord:swordfish@127.0.0.1:1/accord").said
    assert said.startswith("The PostgreSQL database accord on 127.0.0.1 cannot be used: ")
    assert "swordfish" not in said
    with postgres.fresh_database() as url:
        assert "has no tables of Accord yet. Please run: python -m bot migrate" in start(url).said


def test_other_commands_refuse_alike(tmp_path: Path) -> None:
    file = tmp_path / "accord.db"
    file.write_bytes(b"hello")
    assert "is not a SQLite database." in start(file, "audit", "verify").said
    assert file.read_bytes() == b"hello"
