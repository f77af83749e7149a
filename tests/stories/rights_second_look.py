"""The rights matrix of the second look: that it works is shown by its own stories."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.questionnaires.answers import Stance
from flows.second_look import commands as look
from tests.stories.rights_case import BY_WORDS, Case

CASES: Mapping[type[Command], Case] = {
    look.ShowSecondLook: Case(lambda ids: look.ShowSecondLook(ids.pending), elsewhere=True),
    look.TakeAddedRisk: Case(
        lambda ids: look.TakeAddedRisk(ids.pending, "production_stop", Stance.ACCEPTABLE), elsewhere=True
    ),
    look.KeepAnswers: Case(lambda ids: look.KeepAnswers(ids.pending), elsewhere=True),
    look.OpenRevision: Case(lambda ids: look.OpenRevision(ids.pending, "outcome.priorities"), elsewhere=True),
    look.Revise: Case(lambda ids: look.Revise(ids.pending, "outcome.priorities"), values=BY_WORDS, elsewhere=True),
}
