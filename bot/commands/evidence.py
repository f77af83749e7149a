"""Evidence: what proof is owed, given, accepted or rejected."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.evidence import cards, claiming, files, giving, listing, promising
from flows.evidence import commands as evidence
from flows.files import GiveFiles

AREA = Area(
    looks=(
        case(evidence.ListEvidence, listing.list_evidence),
        case(evidence.ShowEvidence, listing.show_evidence),
        case(evidence.OpenDecline, promising.open_decline),
        case(evidence.OpenNameProvider, promising.open_name_provider),
        case(evidence.OpenGive, giving.open_give),
        case(evidence.OpenReject, giving.open_reject),
    ),
    forms=(evidence.OpenDecline, evidence.OpenNameProvider, evidence.OpenGive, evidence.OpenReject),
    by_people=(
        case(evidence.PromiseEvidence, promising.promise_evidence),
        case(evidence.DeclineEvidence, promising.decline_evidence),
        case(evidence.TakeOtherDay, promising.take_other_day),
        case(evidence.NameProvider, promising.name_provider),
        case(evidence.GiveEvidence, giving.give_evidence),
        case(evidence.AcceptEvidence, giving.accept_evidence),
        case(evidence.RejectEvidence, giving.reject_evidence),
        case(evidence.ClaimDone, claiming.claim_done),
    ),
    by_others=(
        case(evidence.EvidenceDue, promising.evidence_due),
        case(GiveFiles, files.give_files),  # adapters make it when they have read a file; nobody can send its hash
    ),
    cards={cards.LIST: cards.draw_list, cards.AGAIN: cards.draw_list},
    on_tick={"evidence": evidence.EvidenceDue},
)
