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


STAGES = {"industrial-pilot-line", "industrial-mes-roll-out", "industrial-oee-dashboard", "industrial-lims"}


def test_d13_stages_have_templates_of_their_own(environment: dict[str, str]) -> None:
    assert set(templates()) >= STAGES
    base = templates()["industrial"]
    for name in STAGES:
        stage = templates()[name]
        assert {each.id for each in base.questions} < {each.id for each in stage.questions}
        assert {each.id for each in base.risks} < {each.id for each in stage.risks}
        assert {each.id for each in base.joint} < {each.id for each in stage.joint}
        assert stage.axes == base.axes
    listed = accord(environment, "template", "list")
    assert listed.returncode == 0
    assert "industrial-lims: LIMS in the laboratory, " in listed.stdout
    assert listed.stdout.count("comes with Accord") == len(templates())


def test_d13_a_template_is_exported_edited_and_used(tmp_path: Path, environment: dict[str, str]) -> None:
    ours = tmp_path / "ours"
    ours.mkdir()
    copy = ours / "our-lims.yaml"
    done = accord(environment, "template", "export", "industrial-lims", "--as", "our-lims", "--out", copy)
    assert (done.returncode, done.stderr) == (0, "")
    copy.write_text(copy.read_text("utf-8").replace("LIMS in the laboratory", "LIMS of plant 2"), "utf-8")
    listed = accord({**environment, "ACCORD_TEMPLATES": str(ours)}, "template", "list").stdout
    assert "our-lims: LIMS of plant 2, " in listed
    assert "your own" in listed
    file = tmp_path / "line3.yaml"
    file.write_text(LINE3.read_text("utf-8").replace("template: industrial\n", "template: our-lims\n"), "utf-8")
    assert load_file(file, ours).project.template == "our-lims"


def test_d13_what_cannot_be_exported_is_refused_in_a_sentence(tmp_path: Path, environment: dict[str, str]) -> None:
    shown = accord(environment, "template", "export", "industrial")
    assert shown.stdout.startswith("# The industrial template")
    unknown = accord(environment, "template", "export", "press-shop")
    assert unknown.returncode == 2
    assert "There is no template press-shop. There are: industrial, " in unknown.stderr
    taken = accord(environment, "template", "export", "industrial", "--as", "industrial-lims")
    assert "Please give an id of its own" in taken.stderr
    there = tmp_path / "there.yaml"
    there.write_text("mine", "utf-8")
    refused = accord(environment, "template", "export", "industrial", "--out", there)
    assert refused.returncode == 2
    assert there.read_text("utf-8") == "mine", "nothing is overwritten"
