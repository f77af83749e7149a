"""`python -m bot analyse` as people run it: in pipes, with odd paths, and always in bounded time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.analyse import analyse
from tests.flows.project_text import RIGHT, changed

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")

BOTH = pytest.mark.parametrize("as_json", [["--json"], []], ids=["json", "text"])


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project.yaml"
    path.write_text(RIGHT, encoding="utf-8")
    return path


def run(*arguments: str | Path, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE) -> tuple[int, str]:
    """The exit code and what was said on stderr."""
    command = [sys.executable, "-m", "bot", "analyse", *arguments]
    ran = subprocess.run(command, stdout=stdout, stderr=stderr, cwd=ROOT, check=False, timeout=60)
    return ran.returncode, (ran.stderr or b"").decode()


@pytest.fixture
def nobody_reads() -> int:
    """A pipe whose reader has gone, as `head` does."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


@BOTH
def test_a_reader_that_has_enough_is_no_failure(project: Path, as_json: list[str], nobody_reads: int) -> None:
    assert run(project, *as_json, stdout=nobody_reads) == (0, "")


def test_a_refusal_that_nobody_reads_is_a_refusal(tmp_path: Path, nobody_reads: int) -> None:
    assert run(tmp_path / "none.yaml", stderr=nobody_reads)[0] == 2


@BOTH
def test_a_full_disk_is_said_in_one_sentence(project: Path, as_json: list[str]) -> None:
    if not FULL.exists():
        pytest.skip("this system has no /dev/full")
    with FULL.open("wb") as full:
        code, said = run(project, *as_json, stdout=full.fileno())
    assert (code, said) == (2, "the analysis cannot be written: No space left on device\n")


@pytest.mark.parametrize(("closed", "path", "code"), [(">&-", "project.yaml", 0), ("2>&-", "none.yaml", 2)])
def test_closed_streams_are_no_failure(project: Path, closed: str, path: str, code: int) -> None:
    command = f'"{sys.executable}" -m bot analyse "{project.parent / path}" {closed}'
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, cwd=ROOT, check=False, timeout=60)
    assert (ran.returncode, ran.stdout, ran.stderr) == (code, b"", b"")


@pytest.mark.parametrize("name", ["no\nsuch\rfile.yaml", "no\x1b[31msuch.yaml", "no\u2028such.yaml"])
def test_a_path_is_named_on_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    assert analyse(tmp_path / name, as_json=True) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"there is no file {tmp_path}/no")
    assert said.isprintable()


def test_what_is_said_of_a_path_is_said_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert analyse(tmp_path, as_json=False) == 2
    assert capsys.readouterr() == ("", f"{tmp_path} cannot be read: Is a directory\n")


def test_the_report_says_stances_and_silence_in_words(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    operations = "    risks.stances: {data_loss: {stance: acceptable_if, limit: 1 h}}\n    risks.own:"
    project.write_text(
        changed("    risks.own:", operations)
        + "    risks.stances: {data_loss: {stance: not_acceptable}, handover: {stance: acceptable}}\n"
        + "    decisions.deciders: {speed/scope: {decider: jan, silence: goes_up}}\n"
        + "    risks.needs: {data_loss: 2 h}\n",
        encoding="utf-8",
    )
    assert analyse(project, as_json=False) == 0
    report = capsys.readouterr().out
    assert "Operations (acceptable if up to 1 h) accepts “Loss of production data”, " in report
    assert "Operations: “Handover without the board: not acceptable”" in report
    assert "Loss of production data: 1 of 2 say not acceptable; different: Operations" in report
    assert not [word for word in ("acceptable_if", "not_acceptable", "goes_up") if word in report]


def test_words_of_many_lines_stand_on_one_in_the_report(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    evidence = '    evidence.needs: [{what: "Signed\\n\\nprotocol", by: 2027-06-01, for: fat}]\n'
    project.write_text(f"{RIGHT}{evidence}", encoding="utf-8")
    assert analyse(project, as_json=False) == 0
    report = capsys.readouterr().out.splitlines()
    assert {"R6:Signed protocol (hard)", "R7:Signed protocol"} <= set(report)
    assert "  Quality asks for “Signed protocol”, and nobody is named to provide it." in report


def test_warnings_stand_apart_from_the_analysis(capsys: pytest.CaptureFixture[str], project: Path) -> None:
    odd = changed("deputy: jan", "deputy: maria")
    project.write_text(odd, encoding="utf-8")
    assert analyse(project, as_json=False) == 0
    said = capsys.readouterr()
    assert said.err == (
        "Warning: line 17, functions[0].deputy: Operations has one person as representative and deputy\n"
    )
    assert "Warning" not in said.out
