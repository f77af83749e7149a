"""Templates of the operator's own, beside those that come with Accord."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, read_settings
from bot.project_files import load_file, templates
from tests.bot.test_command_line import LINE3, accord, environment

__all__ = ["environment"]

OURS = """\
accord_template: 1
id: press-shop
name: Press shop
extends: industrial
questions:
  - {id: press.dies, kind: text, title: Dies, asks: Which dies must not move?}
"""


def refusal(folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    with pytest.raises(BadSettings) as refused:
        templates(folder)
    return str(refused.value).replace(str(folder), "TEMPLATES")


def test_a_project_uses_it(tmp_path: Path, environment: dict[str, str]) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "press-shop.yaml").write_text(OURS, "utf-8")
    file = tmp_path / "line3.yaml"
    text = LINE3.read_text("utf-8")
    file.write_text(text.replace("template: industrial\n", "template: press-shop\n"), "utf-8")
    assert load_file(file, ours).project.template == "press-shop"
    assert "press-shop" in (refused := accord(environment, "project", "load", file)).stderr
    assert refused.returncode == 2
    loaded = accord({**environment, "ACCORD_TEMPLATES": str(ours)}, "project", "load", file, "--start")
    assert (loaded.returncode, loaded.stderr) == (0, "")


def test_they_stand_beside_those_that_come_with_accord(tmp_path: Path) -> None:
    (tmp_path / "press-shop.yaml").write_text(OURS, "utf-8")
    assert set(templates(tmp_path)) == {*templates(), "press-shop"}
    assert "press.dies" in {question.id for question in templates(tmp_path)["press-shop"].questions}


def test_one_that_cannot_be_used_is_named_with_line_and_reason(tmp_path: Path) -> None:
    said = refusal(tmp_path, broken=OURS.replace("kind: text", "kind: poem"))
    assert said.startswith("The template TEMPLATES/broken.yaml cannot be used: line 6, ")
    assert "poem" in said


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, mine=OURS.replace("id: press-shop", "id: industrial"))
    assert said == (
        "The template TEMPLATES/mine.yaml cannot be used: "
        "line 2, id: expected an id of its own, and there is a template industrial already."
    )


def test_a_folder_that_is_not_there(tmp_path: Path, environment: dict[str, str]) -> None:
    nowhere = tmp_path / "nowhere"
    assert read_settings({"ACCORD_TEMPLATES": str(nowhere)}).templates == nowhere
    assert read_settings({"ACCORD_TEMPLATES": ""}).templates is None
    refused = accord({**environment, "ACCORD_TEMPLATES": str(nowhere)}, "serve")
    assert refused.returncode == 2
    assert refused.stderr == f"ACCORD_TEMPLATES must be a folder, and {nowhere} is none.\n"
