"""Decisions: the log."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.decisions import changing, log, recording
from flows.decisions import commands as decision
from flows.ledger import showing as ledger
from flows.ledger.commands import ShowLedger

AREA = Area(
    looks=(
        case(decision.ListDecisions, log.list_decisions),
        case(decision.ShowDecision, log.show_decision),
        case(decision.OpenSupersede, changing.open_supersede),
        case(decision.OpenConcern, changing.open_concern),
        case(decision.OpenRecordDecision, recording.open_record_decision),
        case(ShowLedger, ledger.show_ledger),
    ),
    forms=(
        decision.OpenSupersede,
        decision.OpenConcern,
        decision.OpenRecordDecision,
    ),
    by_people=(
        case(decision.Supersede, changing.supersede),
        case(decision.RaiseConcern, changing.raise_concern),
        case(decision.RecordDecision, recording.record_decision),
        case(decision.ConfirmDecision, recording.confirm_decision),
        case(decision.RejectDecision, recording.reject_decision),
    ),
)
