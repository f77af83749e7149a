"""Consent: what functions agree on, and how."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.consent import answering, cards, proposing, saying
from flows.consent import commands as consent
from flows.consent import ending as course
from flows.endings import commands as ending
from flows.endings import proposing as endings
from flows.goals import commands as goal
from flows.goals import proposing as goals
from flows.reviews import asking
from flows.reviews import commands as review
from flows.reviews import keeping as reviews

AREA = Area(
    looks=(
        case(consent.ShowProposal, proposing.show_proposal),
        case(consent.OpenRemark, saying.open_remark),
        case(consent.OpenAnswer, answering.open_answer),
        case(consent.OpenStance, saying.open_stance),
        case(goal.OpenGoal, goals.open_goal),
        case(goal.OpenReading, goals.open_reading),
        case(ending.OpenEnding, endings.open_ending),
        case(review.OpenKeep, reviews.open_keep),
    ),
    forms=(
        consent.OpenRemark,
        consent.OpenAnswer,
        consent.OpenStance,
        goal.OpenGoal,
        goal.OpenReading,
        ending.OpenEnding,
        review.OpenKeep,
    ),
    by_people=(
        case(consent.StartSenseCheck, proposing.start_sense_check),
        case(consent.StartConsent, proposing.start_consent),
        case(consent.WithdrawProposal, proposing.withdraw_proposal),
        case(consent.MakesSense, saying.makes_sense),
        case(consent.GiveRemark, saying.give_remark),
        case(consent.AnswerRemark, answering.answer_remark),
        case(consent.SayStance, saying.say_stance),
        case(consent.GiveStance, saying.give_stance),
        case(consent.CheckMinority, saying.check_minority),
        case(goal.ProposeGoal, goals.propose_goal),
        case(goal.GiveReading, goals.give_reading),
        case(ending.ProposeEnding, endings.propose_ending),
        case(review.KeepUntil, reviews.keep_until),
    ),
    by_others=(case(consent.ProposalDue, course.proposal_due),),
    cards={cards.CARD: cards.draw, asking.CARD: asking.draw},
    on_tick={"proposal": consent.ProposalDue},
)
