"""The examples load without a warning and are worth analysing; `analyse` keeps its promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.analyse import analyse
from bot.project_files import load_file, templates, written
from bot.yaml_nodes import read_yaml
from flows.project_file import FileRefused, read_project
from tests.flows.project_text import RIGHT, changed

EXAMPLES = Path(__file__).parent.parent / "examples"
LINE3, PACKAGING = EXAMPLES / "line3-mes.yaml", EXAMPLES / "packaging-oee.yaml"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_load_without_warnings_and_survive_export(path: Path) -> None:
    project_file = load_file(path)
    assert project_file.warnings == ()
    assert read_project(read_yaml(written(project_file).encode()), templates()) == project_file


def test_line_3_is_a_real_sized_case() -> None:
    line3 = load_file(LINE3)
    asked = {
        function.id: line3.project.questions.get(function.id, "industrial") for function in line3.project.functions
    }
    answered = {said.function: set(said.answers) for said in line3.answers}
    assert len(asked) == 6
    assert answered == {
        function: {question.id for question in templates()[name].questions} for function, name in asked.items()
    }
    assert len({person.zone for person in line3.people}) == 3


def test_what_is_found_on_line_3(capsys: pytest.CaptureFixture[str]) -> None:
    assert analyse(LINE3, as_json=True) == 0
    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert printed.err == ""
    assert {finding["id"]: finding["kind"] for finding in found["contradictions"]} == {
        "R1:budget_overrun": "bridgeable",
        "R1:data_loss": "bridgeable",
        "R1:manual_double_work": "hard",
        "R1:schedule_slip": "apparent",
        "R1:shift_handover": "hard",
        "R2:data_loss": "hard",
        "R2:production_stop": "hard",
        "R2:ramp_up_loss": "apparent",
        "R3:operational_safety/scope": "bridgeable",
        "R3:operational_safety/speed": "bridgeable",
        "R4:cost/quality": "hard",
        "R4:speed/operational_safety": "hard",
        "R5:OEE line 3": "hard",
        "R5:Scrap cost": "apparent",
        "R6:Validation summary report": "hard",
        "R6:cutover": "hard",
    }
    assert [gap["id"] for gap in found["gaps"]] == [
        "R7:Result of the factory acceptance test",
        "R7:Scrap cost of line 3 before and after",
        "R7:reporting.cadence",
        "R8:go_live",
        "R8:scope_change",
        "R8:speed/quality",
        "R8:vendor_lock_in",
    ]
    assert found["silent"] == []
    assert "Brno" not in printed.out  # said in confidence


def test_the_small_case_has_one_silent_function(capsys: pytest.CaptureFixture[str]) -> None:
    assert analyse(PACKAGING, as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["silent"] == ["it"]
    assert [finding["id"] for finding in found["contradictions"]] == [
        "R2:production_stop",
        "R6:A week of counted stops beside the screen",
        "R6:sensors",
    ]


def test_the_report_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert analyse(PACKAGING, as_json=False) == 0
    report = capsys.readouterr().out
    assert "OEE dashboard for packaging: 2 of 3 functions answered" in report
    assert "R2:production_stop (hard)" in report
    assert "Maintenance: “90 min”" in report


def test_a_refused_file_says_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(changed("deputy: jan", "deputy: joan"), encoding="utf-8")
    assert analyse(path, as_json=True) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert printed.err.startswith("line 17, functions[0].deputy: expected the id of a person, not “joan”")


def test_warnings_go_to_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "odd.yaml"
    path.write_text(changed("deputy: jan", "deputy: maria"), encoding="utf-8")
    assert analyse(path, as_json=True) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["silent"] == []
    assert printed.err.startswith("Warning: line 17, functions[0].deputy: ")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path / "none.yaml", "there is no file"),
        (tmp_path, "cannot be read"),
        ("a\0b", "cannot be read"),
    ):
        with pytest.raises(FileRefused, match=sentence):
            load_file(path)


def test_analyse_prints_utf8_wherever_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "ł.yaml"
    path.write_text(RIGHT.replace("name: Quality", "name: Jakość"), encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "analyse", str(path), "--json"],
        cwd=EXAMPLES.parent,
        capture_output=True,
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        check=True,
        timeout=60,
    )
    assert json.loads(ran.stdout.decode("utf-8"))
