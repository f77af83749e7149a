"""A database that cannot be used is refused with one sentence, and nothing is put in its place."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from flows.wire import Wire
from storage import migrations
from storage.errors import StoreRefused
from storage.opening import migrate, open_database
from storage.sqlite_file import open_file
from storage.store import Store
from tests.storage.clerk import JAN, Clerk, raw_sql
from tests.storage.conftest import NOW


def refusal(url: str) -> str:
    with pytest.raises(StoreRefused) as refused:
        open_database(url)
    return str(refused.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with one person in it, closed."""
    path = tmp_path / "accord.db"

    async def fill() -> None:
        store = await Store.open(f"sqlite:///{path}", Wire({}))
        await Clerk(store, NOW).does(lambda records: records.people.put(JAN))
        await store.close()

    asyncio.run(fill())
    return path


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert "does not exist" in refusal(f"sqlite:///{tmp_path}/nowhere/accord.db")


def test_a_url_of_another_kind() -> None:
    assert "sqlite:///" in refusal("mysql://somewhere")


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "is empty"), (b"hello" * 100, "not a SQLite database"), (b"SQLite", "not a SQLite")]
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "accord.db"
    path.write_bytes(content)
    assert said in refusal(f"sqlite:///{path}")
    assert path.read_bytes() == content


@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_file_that_lost_its_end(file: Path, kept: float) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    assert "lost its end" in refusal(f"sqlite:///{file}")


def test_a_damaged_file(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)
    assert "damaged" in refusal(f"sqlite:///{file}")


def test_a_lost_file_is_not_replaced_by_an_empty_one(file: Path) -> None:
    file.unlink()
    assert "is gone" in refusal(f"sqlite:///{file}")
    assert not file.exists()
    file.with_name("accord.db.lock").unlink()
    open_database(f"sqlite:///{file}").close()
    assert file.exists()


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "accord.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipe (name)")
    other.close()
    assert "no tables of Accord" in refusal(f"sqlite:///{path}")


def test_another_version(database_url: str) -> None:
    raw_sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    assert refusal(database_url).endswith(f"this Accord needs {migrations.HEAD}. Please run: python -m bot migrate")


def test_a_server_that_has_no_tables_yet_or_is_not_there(empty_database_url: str) -> None:
    if empty_database_url.startswith("postgresql"):
        assert "python -m bot migrate" in refusal(empty_database_url)
    said = refusal("postgresql://accord:secret@127.0.0.1:1/accord")
    assert said.startswith("The PostgreSQL database accord on 127.0.0.1 cannot be used: ")
    assert "secret" not in said


def test_a_file_locked_by_another_program(file: Path) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreRefused, match="locked by another program"):
        open_file(str(file), patience=0.1)
    other.execute("ROLLBACK")
    other.close()
    open_database(f"sqlite:///{file}").close()


def test_a_second_process_is_refused_until_the_first_is_gone(file: Path) -> None:
    script = f"""
import sys, time
from storage.opening import open_database
opened = open_database("sqlite:///{file}")
print("open", flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "open\n"
        assert "Another Accord is running" in refusal(f"sqlite:///{file}")
        with pytest.raises(StoreRefused):
            migrate(f"sqlite:///{file}")
        first.kill()
    open_database(f"sqlite:///{file}").close()
