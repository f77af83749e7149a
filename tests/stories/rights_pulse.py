"""The rights matrix of the pulse: neither plant has signed a charter, so nothing is asked yet."""

from __future__ import annotations

from collections.abc import Mapping

from flows.commands import Command
from flows.pulse import commands as pulse
from flows.pulse.records import Area
from tests.stories.rights_case import BY_WORDS, READERS, Case
from tests.stories.two_plants import Ids


def first(ids: Ids) -> str:
    """The id that the first one would have."""
    return f"{ids.project}/pulse/1"


CASES: Mapping[type[Command], Case] = {
    pulse.ShowPulse: Case(lambda ids: pulse.ShowPulse(None, ids.project), also=READERS),
    pulse.StartPulse: Case(lambda ids: pulse.StartPulse(ids.project, 0), "ewa", elsewhere=True),
    pulse.AllHolds: Case(lambda ids: pulse.AllHolds(first(ids), "operations"), elsewhere=True),
    pulse.SayHolds: Case(lambda ids: pulse.SayHolds(first(ids), "operations", Area.GOAL, True), elsewhere=True),
    pulse.OpenPulseWords: Case(lambda ids: pulse.OpenPulseWords(first(ids), "operations"), elsewhere=True),
    pulse.GivePulseWords: Case(
        lambda ids: pulse.GivePulseWords(first(ids), "operations"), values=BY_WORDS, elsewhere=True
    ),
}
