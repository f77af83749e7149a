"""The rights matrix of the charter: neither plant has agreed its goal, so nothing is published yet."""

from __future__ import annotations

from collections.abc import Mapping

from flows.charter import commands as charter
from flows.commands import Command
from tests.stories.rights_case import BY_WORDS, READERS, Case
from tests.stories.two_plants import Ids


def first(ids: Ids) -> str:
    """The id that the first version would have."""
    return f"{ids.project}/charter/1"


OBJECTION = {"section": "goal", "what": "66 %", "reason": "It is too much.", "fix": "Less."}
CASES: Mapping[type[Command], Case] = {
    charter.ShowCharter: Case(lambda ids: charter.ShowCharter(None, ids.project), also=READERS),
    charter.ListReady: Case(lambda ids: charter.ListReady(None, ids.project), also=READERS),
    charter.ShowPartnerPack: Case(
        lambda ids: charter.ShowPartnerPack(None, ids.project), "ewa", also=frozenset({"adam"})
    ),
    charter.PublishCharter: Case(
        lambda ids: charter.PublishCharter(ids.project, 0), "ewa", also=frozenset({"adam"}), elsewhere=True
    ),
    charter.SignCharter: Case(lambda ids: charter.SignCharter(first(ids), "operations"), elsewhere=True),
    charter.ShowInherited: Case(lambda ids: charter.ShowInherited(first(ids), "operations"), elsewhere=True),
    charter.OpenObjection: Case(lambda ids: charter.OpenObjection(first(ids), "operations"), elsewhere=True),
    charter.ObjectToCharter: Case(
        lambda ids: charter.ObjectToCharter(first(ids), "operations"), values=OBJECTION, elsewhere=True
    ),
    charter.OpenReservation: Case(lambda ids: charter.OpenReservation(first(ids), "operations"), elsewhere=True),
    charter.SignWithReservation: Case(
        lambda ids: charter.SignWithReservation(first(ids), "operations"), values=BY_WORDS, elsewhere=True
    ),
}
