"""The shape of the code: the import contracts of pyproject.toml, the numbers and words of the house style.

Every rule is shown twice: it holds here, and it fails on code made to break it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("adapters", "bot", "flows", "storage")

# --- imports ---

# file, import in it, contract that must say no
BREACHES = (
    ("flows/rounds.py", "storage.store", "layers"),
    ("storage/store.py", "adapters.platform", "layers"),
    ("adapters/platform.py", "storage.store", "layers"),
    ("adapters/web/app.py", "bot.scheduler", "layers"),
    ("adapters/web/app.py", "adapters.slack.app", "platforms"),
    ("adapters/pictures.py", "adapters.web.app", "platforms"),
    ("bot/app.py", "slack_sdk.web", "slack"),
    ("adapters/teams/app.py", "slack_bolt", "slack"),
    ("adapters/slack/app.py", "botbuilder.core", "teams"),
    ("bot/app.py", "aiosmtplib", "mail"),
    ("bot/app.py", "sqlmodel", "databases"),
    ("bot/scheduler.py", "alembic.command", "databases"),
    ("adapters/web/app.py", "psycopg", "databases"),
    ("flows/rounds.py", "sqlite3", "databases"),
    ("bot/app.py", "apscheduler.job", "scheduler"),
    ("storage/store.py", "aiohttp", "http"),
    ("adapters/web/app.py", "yaml", "yaml"),
    ("adapters/web/app.py", "matplotlib.figure", "pictures"),
    ("flows/rounds.py", "asyncio", "pure"),
    ("bot/watching.py", "prometheus_client", "metrics"),
)
RIGHT_USES = (
    ("adapters/slack/__init__.py", "slack_sdk.web"),
    ("adapters/slack/app.py", "slack_bolt"),
    ("adapters/teams/app.py", "botbuilder.core"),
    ("adapters/mail/relay.py", "aiosmtplib"),
    ("adapters/pictures.py", "matplotlib.figure"),
    ("adapters/web/app.py", "aiohttp"),
    ("adapters/web/app.py", "adapters.platform"),
    ("adapters/web/app.py", "flows.rounds"),
    ("storage/store.py", "sqlmodel"),
    ("storage/store.py", "sqlite3"),
    ("storage/store.py", "flows.rounds"),
    ("bot/scheduler.py", "apscheduler.job"),
    ("bot/metrics.py", "prometheus_client"),
    ("bot/app.py", "yaml"),
    ("bot/app.py", "adapters.slack.app"),
    ("bot/app.py", "storage.store"),
    ("flows/rounds.py", "pint"),
    ("flows/rounds.py", "holidays"),
)


def lint_imports(folder: Path) -> tuple[int, str]:
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--config", str(ROOT / "pyproject.toml"), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def write_tree(folder: Path, *imports: tuple[str, str, str] | tuple[str, str]) -> Path:
    """Packages of the real names, empty but for these imports."""
    for file, module, *_ in (*RIGHT_USES, *imports):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as code:
            code.write(f"import {module}\n")
    for package in [folder / name for name in PACKAGES] + [p for p in folder.glob("*/*") if p.is_dir()]:
        (package / "__init__.py").touch()
    return folder


@pytest.fixture(scope="module")
def verdict_on_breaches(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What import-linter says of a tree with every breach in it, by contract."""
    _, text = lint_imports(write_tree(tmp_path_factory.mktemp("breaches"), *BREACHES))
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    details = text.partition("Broken contracts")[2]
    verdicts = {}
    for contract in contracts:
        said = re.search(rf"^{re.escape(contract['name'])}\n-+\n(.*?)(?=^-+\n|\Z)", details, re.MULTILINE | re.DOTALL)
        verdicts[contract["id"]] = said[1] if said else ""
    return verdicts


def test_imports_keep_the_contracts() -> None:
    code, text = lint_imports(ROOT)
    assert code == 0, text


def test_a_tree_built_as_designed_keeps_the_contracts(tmp_path: Path) -> None:
    code, text = lint_imports(write_tree(tmp_path))
    assert code == 0, text


@pytest.mark.parametrize(("file", "module", "contract"), BREACHES)
def test_a_breach_is_named(verdict_on_breaches: dict[str, str], file: str, module: str, contract: str) -> None:
    importer = file.removesuffix(".py").replace("/", ".")
    top = module.partition(".")[0]
    imported = module if top in PACKAGES else top
    assert re.search(rf"{re.escape(importer)} -> {re.escape(imported)} \(l", verdict_on_breaches[contract])


def test_no_contract_is_without_a_breach(verdict_on_breaches: dict[str, str]) -> None:
    assert {contract for _, _, contract in BREACHES} == set(verdict_on_breaches)


# --- numbers, words and time ---

LONGEST_FUNCTION = 40
LONGEST_FILE = 300
# pint and holidays are data in the shape of a library: they do no input or output (docs/adr/0001).
FLOWS_MAY_IMPORT = {*sys.stdlib_module_names, "flows", "pint", "holidays"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}
EMPTY_WORDS = {
    "util",
    "utils",
    "helper",
    "helpers",
    "common",
    "manager",
    "service",
    "base",
    "abstract",
    "impl",
}
EMPTY_STARTS = ("handle_", "process_")
# Names that a library gave to a method, which an override must keep.
NAMES_OF_OTHERS = {
    "handle_starttag",
    "handle_endtag",
    "handle_data",
    "process_bind_param",
    "process_result_value",
    "service_url",
}

Rule = Callable[[str, ast.Module], Iterator[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def function_lengths(source: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.lineno}: {node.name} has {length} lines; the most is {LONGEST_FUNCTION}"


def file_length(source: str, tree: ast.Module) -> Iterator[str]:
    length = len(source.splitlines())
    if length > LONGEST_FILE:
        yield f"1: {length} lines; the most is {LONGEST_FILE}: make a package of the same name"


def empty_names(source: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, Function | ast.ClassDef) and says_nothing(node.name):
            yield f"{node.lineno}: the name {node.name} says nothing"


def says_nothing(name: str) -> bool:
    if name in NAMES_OF_OTHERS:
        return False
    words = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)
    return name.lstrip("_").startswith(EMPTY_STARTS) or bool(EMPTY_WORDS & {word.lower() for word in words})


def reads_of_the_clock(source: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=of), attr=name)) if (of, name) in CLOCKS:
                yield f"{node.lineno}: {of}.{name}(); time is an argument, taken once in bot/"
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=of), attr=name)) if (
                of,
                name,
            ) in CLOCKS:
                yield f"{node.lineno}: {of}.{name}(); time is an argument, taken once in bot/"


def foreign_imports(source: str, tree: ast.Module) -> Iterator[str]:
    for line, module in imported_modules(tree):
        if module.partition(".")[0] not in FLOWS_MAY_IMPORT:
            yield f"{line}: flows imports {module}"


def mocks(source: str, tree: ast.Module) -> Iterator[str]:
    for line, module in imported_modules(tree):
        if module.startswith(("unittest.mock", "mock", "pytest_mock")):
            yield f"{line}: {module}; use the local workspace and a real database"


def imported_modules(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


MOCK_FREE = ("tests/flows", "tests/stories", "tests/storage")
RULES: tuple[tuple[Rule, tuple[str, ...], str], ...] = (
    (function_lengths, PACKAGES, "def f() -> None:\n" + "    ...\n" * LONGEST_FUNCTION),
    (file_length, PACKAGES, "x = 1\n" * (LONGEST_FILE + 1)),
    (empty_names, PACKAGES, "class StoreManager: ..."),
    (empty_names, PACKAGES, "def handle_press() -> None: ..."),
    (empty_names, PACKAGES, "class AbstractStore: ..."),
    (reads_of_the_clock, ("adapters", "flows", "storage"), "datetime.now(UTC)"),
    (reads_of_the_clock, ("adapters", "flows", "storage"), "dt.datetime.utcnow()"),
    (reads_of_the_clock, ("adapters", "flows", "storage"), "time.time()"),
    (foreign_imports, ("flows",), "from pydantic import BaseModel"),
    (mocks, MOCK_FREE, "from unittest import mock"),
    (mocks, MOCK_FREE, "from unittest.mock import patch"),
)


def files(*folders: str) -> Iterator[Path]:
    """Python files below these folders; a written migration is history, and history is not reshaped."""
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "versions" not in path.parts)


@pytest.mark.parametrize(("rule", "folders"), dict.fromkeys((rule, folders) for rule, folders, _ in RULES))
def test_the_code_keeps_the_style(rule: Rule, folders: tuple[str, ...]) -> None:
    problems = []
    for path in files(*folders):
        source = path.read_text()
        problems += [f"{path.relative_to(ROOT)}:{problem}" for problem in rule(source, ast.parse(source))]
    assert not problems, "\n".join(["", *problems])


@pytest.mark.parametrize(("rule", "folders", "broken"), RULES)
def test_a_style_rule_bites(rule: Rule, folders: tuple[str, ...], broken: str) -> None:
    assert list(rule(broken, ast.parse(broken)))


def test_module_names_say_something() -> None:
    assert not [path for path in files(*PACKAGES) if says_nothing(path.stem) or says_nothing(path.parent.name)]


@pytest.mark.parametrize("name", ["database", "impl_of", "rebase", "processed", "process_bind_param", "Handle"])
def test_an_honest_name_is_left_alone(name: str) -> None:
    assert says_nothing(name) == (name == "impl_of")
