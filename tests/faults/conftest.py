"""The report of the fault runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.report import KEPT, Report


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Report:
    """Where findings are told: on the terminal where there is one, and in a file when `make faults` asks for it."""
    terminal = pytestconfig.pluginmanager.get_plugin("terminalreporter")
    long = "not faults" not in str(pytestconfig.getoption("-m"))
    if long:
        KEPT.parent.mkdir(exist_ok=True)
        if [Path(each).name for each in pytestconfig.args] == ["faults"]:  # a whole run; parts of one are added
            KEPT.write_text("")

    def write(line: str) -> None:
        if terminal is not None:
            terminal.ensure_newline()
            terminal.write_line(line)
        if long:
            with KEPT.open("a") as kept:
                kept.write(f"{line}\n")

    return Report(write)
