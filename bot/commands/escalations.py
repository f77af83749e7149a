"""Escalations: a tradeoff on its way to who decides it."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.escalations import answering, catching_up, hold_cards, raising, showing, steering
from flows.escalations import commands as escalation
from flows.escalations import posts as escalation_posts
from flows.holds import commands as holding
from flows.resolving import speaking

AREA = Area(
    looks=(
        case(escalation.OpenEscalate, raising.open_escalate),
        case(escalation.PrepareEscalation, raising.prepare),
        case(escalation.OpenEscalationForm, answering.open_form),
        case(escalation.OpenGiveInfo, steering.open_give_info),
        case(escalation.ShowEscalation, showing.show_escalation),
        case(holding.OpenVeto, speaking.open_veto),
        case(escalation.ListEscalations, showing.list_escalations),
    ),
    forms=(
        escalation.OpenEscalate,
        escalation.OpenEscalationForm,
        escalation.OpenGiveInfo,
        holding.OpenVeto,
    ),
    by_people=(
        case(escalation.Escalate, raising.escalate),
        case(escalation.Acknowledge, answering.acknowledge),
        case(escalation.Decide, answering.decide),
        case(escalation.Delegate, answering.delegate),
        case(escalation.Decline, answering.decline),
        case(escalation.MoreTime, answering.more_time),
        case(escalation.AskInfo, steering.ask_info),
        case(escalation.GiveInfo, steering.give_info),
        case(escalation.Withdraw, steering.withdraw),
        case(escalation.NextNow, steering.next_now),
        case(holding.GoAhead, speaking.go_ahead),
        case(holding.GiveVeto, speaking.give_veto),
    ),
    by_others=(
        case(escalation.ClimbDue, steering.climb_due),
        case(escalation.SkipGone, steering.skip_gone),
    ),
    cards={
        escalation_posts.CARD: escalation_posts.draw,
        catching_up.CARD: catching_up.draw,
        hold_cards.CARD: hold_cards.draw,
    },
    on_tick={"escalation": escalation.ClimbDue},
)
