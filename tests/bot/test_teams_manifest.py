"""The app package: what Teams checks when it is uploaded, what works for people, and not one permission too many."""

from __future__ import annotations

import json
import re
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application

from adapters.teams.icons import COLOUR, OUTLINE, colour, outline
from adapters.teams.manifest import ACTIONS, PERMISSIONS, PERSONAL, SCHEMA, SHARED, Wanted, manifest, package
from adapters.teams.pointing import ESCALATE, RECORD
from bot.about import mount
from bot.cli import main
from bot.commands import GRAMMAR, LINES
from bot.config import Settings, read_settings
from bot.manifest import teams_package
from flows.commands import Place
from tests.bot.test_teams_settings import APP, PLAYGROUND, TEAMS

URL = "https://accord.example.com"
WANTED = Wanted(Settings().commands, URL, APP)
PAGES = "websiteUrl", "privacyUrl", "termsOfUseUrl"
READY = {**TEAMS, "ACCORD_PUBLIC_URL": URL}
DOCS = Path(__file__).parents[2] / "docs" / "teams.md"


def made(wanted: Wanted = WANTED) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(manifest(wanted)))
    return found


def pixels(png: bytes) -> list[tuple[int, ...]]:
    """The colours of a picture of ours, after a check of everything around them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    rest, data, size = png[8:], b"", 0
    while rest:
        length, kind = struct.unpack(">I4s", rest[:8])
        content, rest = rest[8 : 8 + length], rest[8 + length :]
        assert struct.unpack(">I", rest[:4])[0] == zlib.crc32(kind + content)
        rest = rest[4:]
        size = struct.unpack(">II", content[:8])[0] if kind == b"IHDR" else size
        data += content if kind == b"IDAT" else b""
    rows = zlib.decompress(data)
    step = 4 * size + 1
    assert len(rows) == size * step
    lines = [rows[start + 1 : start + step] for start in range(0, len(rows), step)]
    return [tuple(line[at : at + 4]) for line in lines for at in range(0, len(line), 4)]


def test_the_package_has_the_three_files_at_its_top() -> None:
    with ZipFile(BytesIO(package(WANTED))) as zipped:
        assert zipped.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(zipped.read("manifest.json")) == made()
        assert zipped.read(made()["icons"]["color"]) == colour()
        assert zipped.read(made()["icons"]["outline"]) == outline()
    assert package(WANTED) == package(WANTED)


def test_the_icon_in_colour_is_as_large_as_teams_wants_it_and_nowhere_empty() -> None:
    found = pixels(colour())
    assert len(found) == COLOUR**2 == 192**2
    assert {alpha for *_, alpha in found} == {255}
    assert len(set(found)) > 3


def test_the_outline_is_white_on_nothing() -> None:
    found = pixels(outline())
    assert len(found) == OUTLINE**2 == 32**2
    assert {paint[:3] for paint in found} == {(255, 255, 255)}
    assert {paint[3] for paint in found} >= {0, 255}


def test_what_the_schema_wants_is_there_and_within_its_limits() -> None:
    found = made()
    assert found["manifestVersion"] == SCHEMA == "1.25"
    assert f"/v{SCHEMA}/" in found["$schema"]
    ids = found["id"], found["bots"][0]["botId"], found["webApplicationInfo"]["id"]
    assert {str(UUID(each)) for each in ids} == {APP}
    assert re.fullmatch(r"\d+\.\d+\.\d+", found["version"])
    assert len(found["developer"]["name"]) <= 32
    assert len(found["name"]["short"]) <= 30
    assert len(found["name"]["full"]) <= 100
    assert len(found["description"]["short"]) <= 80
    assert len(found["description"]["full"]) <= 4000
    assert re.fullmatch(r"#[0-9A-F]{6}", found["accentColor"])
    assert all(found["developer"][name].startswith("https://") for name in PAGES)
    assert found["validDomains"] == ["accord.example.com"]
    assert "{{" not in json.dumps(found)


def test_it_is_a_bot_of_personal_chats_teams_and_group_chats() -> None:
    (bot,) = made()["bots"]
    assert bot["scopes"] == ["personal", "team", "groupChat"]  # exactly so: capital letters matter
    assert bot["isNotificationOnly"] is False
    assert [menu["scopes"] for menu in bot["commandLists"]] == [["personal"], ["team"], ["groupChat"]]


def test_menus_are_short_enough_and_say_what_each_command_does() -> None:
    for menu in made()["bots"][0]["commandLists"]:
        assert 0 < len(menu["commands"]) <= 10
        for command in menu["commands"]:
            assert 0 < len(command["title"]) <= 32
            assert 0 < len(command["description"]) <= 128


@pytest.mark.parametrize("words", sorted({*PERSONAL, *SHARED}))
def test_everything_in_a_menu_can_be_typed(words: str) -> None:
    assert words in {line.words for line in LINES}
    GRAMMAR.parse(words, Place("line3"))


def test_commands_are_offered_by_the_names_they_have_here() -> None:
    named = Wanted({**Settings().commands, "/align": "/project"}, URL, APP)
    titles = [command["title"] for command in made(named)["bots"][0]["commandLists"][0]["commands"]]
    assert "project questions" in titles
    assert "escalate" in titles
    assert not [title for title in titles if title.startswith(("/", "align"))]


def test_messages_have_two_actions_that_open_a_form() -> None:
    assert set(ACTIONS) == {ESCALATE, RECORD}
    (extension,) = made()["composeExtensions"]
    assert extension["botId"] == APP
    assert [command["title"] for command in extension["commands"]] == ["Escalate this…", "Record as decision"]
    for command in extension["commands"]:
        assert command["type"] == "action"
        assert command["context"] == ["message"]
        assert command["fetchTask"] is True
        assert len(command["id"]) <= 64
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_it_asks_for_no_permission_that_is_not_explained() -> None:
    asked = made()["authorization"]["permissions"]["resourceSpecific"]
    assert asked == [{"name": name, "type": "Application"} for name in PERMISSIONS]
    docs = DOCS.read_text("utf-8")
    for name, does in PERMISSIONS.items():
        assert f"| `{name}` | {does} |" in docs
    assert "permissions" not in made()


def test_the_command_writes_the_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in READY.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "accord.zip"
    assert main(["manifest", "teams", "--out", str(out)]) == 0
    assert out.read_bytes() == package(WANTED)
    printed = capsys.readouterr()
    assert str(out) in printed.out
    assert "canary" not in printed.out + printed.err


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "TEAMS_APP_ID"),
        (TEAMS, "ACCORD_PUBLIC_URL"),
        ({**TEAMS, "ACCORD_PUBLIC_URL": "http://127.0.0.1:8080"}, "ACCORD_PUBLIC_URL"),
        (PLAYGROUND, "Playground"),
    ],
)
def test_without_what_it_needs_nothing_is_written(
    given: dict[str, str], named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "accord.zip"
    assert teams_package(read_settings(given), out) == 2
    assert named in capsys.readouterr().err
    assert not out.exists()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert teams_package(read_settings(READY), tmp_path / "nowhere" / "accord.zip") == 2
    assert "accord.zip cannot be written: No such file or directory." in capsys.readouterr().err


async def test_the_page_about_this_server_is_there() -> None:
    server = Application()
    mount(server)
    async with TestServer(server) as running, ClientSession() as session:
        for name in PAGES:
            path = made()["developer"][name].removeprefix(URL)
            async with session.get(running.make_url(path)) as response:
                assert response.status == 200
                assert "What it keeps" in await response.text()
