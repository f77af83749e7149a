"""No way around the audit: what writes records, and what may write rows past it."""

from __future__ import annotations

import ast
import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from flows.people import Person
from flows.wire import Wire
from storage.copying import adding, copy
from storage.errors import StoreRefused
from storage.sqlite import SqliteConnection, connect
from storage.store import Store
from storage.tables import AGGREGATES, METADATA
from tests.storage.clerk import Clerk
from tests.storage.conftest import NOW

ROOT = Path(__file__).parent.parent.parent
VERBS = ("insert", "update", "delete", "upsert")
MAY = {*(("statements.py", verb) for verb in VERBS), ("copying.py", "insert")}


def test_only_the_audit_writes_records() -> None:
    """`first_version` and `next_version` are the only statements that write records, and only `audit.changes` uses
    them; nothing outside storage speaks SQL at all (import contracts). Whole databases are copied past the audit, with
    it, and only into empty ones."""
    users = set()
    trees = {path: ast.parse(path.read_text()) for path in (ROOT / "storage").glob("*.py")}
    everywhere = {name: of for tree in trees.values() for name, of in _tables(tree).items()}
    for path, tree in trees.items():
        tables = {**everywhere, **_tables(tree)}
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        if names & {"first_version", "next_version"}:
            users.add(path.name)
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id in VERBS:
                allowed = (path.name, call.func.id) in MAY
                assert allowed or not _may_be_a_record(call, tables), f"{path.name}:{call.lineno}"
    assert users == {"audit.py"}


@pytest.mark.parametrize("path", sorted((ROOT / "storage").glob("*.py")), ids=lambda path: path.stem)
def test_whole_databases_are_only_copied_by_what_refuses_those_in_use(path: Path) -> None:
    """`adding` and `streaming` add rows past the audit; they are only ever handed to `copying.copy`."""
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    handed = [argument for call in calls if ast.unparse(call.func) == "copy" for argument in call.args]
    for call in calls:
        if ast.unparse(call.func) in ("adding", "streaming"):
            assert call in handed, f"{path.name}:{call.lineno}"
    if path.name != "postgres_copies.py":
        assert "COPY " not in path.read_text()


async def _kept(file: Path) -> None:
    store = await Store.open(f"sqlite:///{file}", Wire({}))
    await Clerk(store, NOW).does(lambda records: records.people.put(Person(file.name, file.name)))
    await store.close()


def test_nothing_is_copied_beside_other_rows(tmp_path: Path) -> None:
    for name in ("one", "other"):
        asyncio.run(_kept(tmp_path / name))
    one, other = (SqliteConnection(connect(str(tmp_path / name))) for name in ("one", "other"))
    with pytest.raises(StoreRefused, match="is not empty, and nothing is ever written over"):
        copy(one, other, adding(other), "That file")
    assert other.raw.execute("SELECT id FROM person").fetchall() == [("other",)]
    for each in (one, other):
        each.raw.close()


def _tables(tree: ast.Module) -> dict[str, str]:
    """What a module calls tables by constants of its own: {"INBOX": "inbox"}."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            pairs = re.findall(r"table\('(\w+)'\)", ast.unparse(node.value))
            found.update(zip(re.findall(r"\w+", ast.unparse(node.targets[0])), pairs, strict=False))
    return found


def _may_be_a_record(call: ast.Call, tables: Mapping[str, str]) -> bool:
    """Whether a statement changes anything but a table that is known to hold no records."""
    target = ast.unparse(call.args[0])
    name = tables.get(target) or target.removeprefix("table('").removesuffix("')")
    return name in AGGREGATES or name not in METADATA.tables


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("insert(INBOX)", False),
        ("insert(table('audit'))", False),
        ("update(table('person'))", True),
        ("update(PEOPLE)", True),
        ("delete(anything)", True),
    ],
)
def test_what_may_be_a_record(statement: str, found: bool) -> None:
    call = ast.parse(statement, mode="eval").body
    assert isinstance(call, ast.Call)
    module = ast.parse("INBOX, LANE = table('inbox'), table('lane')\nPEOPLE = table('person')")
    assert _may_be_a_record(call, _tables(module)) is found
