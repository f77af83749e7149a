"""The rights matrix of what a sponsor is told, confirms, and of who stands in."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.sponsor import commands as sponsor
from flows.sponsor.records import Point
from tests.stories.rights_case import Case

RUNS = frozenset({"adam"})
CASES: Mapping[type[Command], Case] = {
    sponsor.ShowForecast: Case(lambda ids: sponsor.ShowForecast(None, ids.project), "ewa", also=RUNS),
    sponsor.ShowPreparation: Case(lambda ids: sponsor.ShowPreparation(None, ids.project), "ewa", also=RUNS),
    sponsor.OpenBackup: Case(lambda ids: sponsor.OpenBackup(ids.project), "adam"),
    sponsor.NameBackup: Case(lambda ids: sponsor.NameBackup(ids.project), "adam", {"person": ["jan"]}),
    sponsor.ConfirmPoint: Case(
        lambda ids: sponsor.ConfirmPoint(ids.project, Point.PATH, "0" * 16), "adam", elsewhere=True
    ),
    sponsor.AcceptBackup: Case(lambda ids: sponsor.AcceptBackup(ids.project, 1), elsewhere=True),
    sponsor.DeclineBackup: Case(lambda ids: sponsor.DeclineBackup(ids.project, 1), elsewhere=True),
}
