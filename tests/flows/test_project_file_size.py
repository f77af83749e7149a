"""A file of 256 KiB is loaded and analysed in bounded time, however densely it is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.analyse import analyse
from bot.yaml_nodes import LARGEST

PROJECT = "id: p, name: P, kickoff: 2027-02-01, zone: Europe/Warsaw"
ONE = "people: [{id: a, name: A}]\nfunctions: [{id: f, name: F, representative: a}]\n"
ANSWERS = f"accord: 1\nproject: {{{PROJECT}}}\n{ONE}answers: {{f: {{by: a, "
RISKS = ("production_stop", "safety_incident", "data_loss", "ot_cyber_exposure", "audit_finding", "schedule_slip")
SHEET = ", ".join(f"{risk}: {{stance: no_view}}" for risk in RISKS)


def filled(start: str, entry: Callable[[int], str], end: str) -> str:
    """As many entries as fit into the largest file, and a comment that fills it."""
    entries: list[str] = []
    left = LARGEST - len(start) - len(end) - 2
    while left >= len(entry(len(entries))):
        entries.append(entry(len(entries)))
        left -= len(entries[-1])
    return f"{start}{''.join(entries)}{end}\n#{'#' * left}"


def called(number: int) -> str:
    """A name like no other one."""
    return "".join("abdfhjkt"[int(digit)] for digit in f"{number:o}")


def functions(number: int) -> str:
    """A function for each person, who has no view on a number of risks."""
    people = ",".join(f"{{id: p{n},name: {called(n)}}}" for n in range(number))
    named = ",".join(f"{{id: f{n},name: {called(n)},representative: p{n}}}" for n in range(number))
    said = "".join(f"  f{n}: {{by: p{n}, risks.stances: {{{SHEET}}}}}\n" for n in range(number))
    return f"accord: 1\nproject: {{{PROJECT}}}\npeople: [{people}]\nfunctions: [{named}]\nanswers:\n{said}"


DENSE = {
    "functions": functions(800),
    "no-touch days": filled(f"{ANSWERS}risks.no_touch: [", lambda _: "{from: 2027-05-01,to: 2027-05-31},", "]}}"),
    "own risks": filled(f"{ANSWERS}risks.own: [", lambda n: f"{{id: r{n},text: a,stance: no_view}},", "]}}"),
    "evidence": filled(f"{ANSWERS}evidence.needs: [", lambda n: f"{{what: w{n},by: 2027-06-01,from: a}},", "]}}"),
    "own words": filled(f"{ANSWERS}decisions.joint: [", lambda n: f"{n:x}x,", "]}}"),
    "people": filled(
        f"accord: 1\nproject: {{{PROJECT}}}\nfunctions: [{{id: f, name: F, representative: p0}}]\npeople: [",
        lambda n: f"{{id: p{n:x},name: {called(n)}}},",
        "]",
    ),
    "milestones": filled(
        f"{ANSWERS}risks.no_touch: [{{from: 2027-01-01, to: 2027-12-31}}]}}}}\n".replace(
            f"project: {{{PROJECT}}}\n", ""
        )
        + f"project:\n  {PROJECT.replace(', ', chr(10) + '  ')}\n  milestones: [",
        lambda n: f"{{id: m{n},date: 2027-05-01,touches_production: true}},",
        "]",
    ),
}


@pytest.mark.timeout(120)  # below 1 s; what is quadratic takes minutes
@pytest.mark.parametrize("text", DENSE.values(), ids=DENSE.keys())
def test_a_file_as_large_as_may_be_is_analysed(capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str) -> None:
    path = tmp_path / "dense.yaml"
    path.write_text(text, encoding="utf-8")
    assert LARGEST * 0.9 < path.stat().st_size <= LARGEST
    assert (analyse(path, as_json=True), capsys.readouterr().err) == (0, "")
