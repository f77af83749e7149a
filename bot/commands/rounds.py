"""Rounds: asking every function, and following up."""

from __future__ import annotations

from bot.commands.area import Area, case
from flows.questionnaires import commands as question
from flows.resolving import telling
from flows.rounds import (
    behind,
    chasing,
    closing,
    conversation,
    conversation_cards,
    conversation_clearer,
    conversation_drawing,
    conversation_list,
    conversation_sending,
    form,
    handover,
    lens_choice,
    looking_ahead,
    opening,
    publishing,
    recorded,
    stragglers,
)
from flows.rounds import commands as round_

AREA = Area(
    looks=(
        case(round_.ShowSources, behind.show_sources),
        case(round_.ListAnswers, behind.list_answers),
        case(round_.ShowAnswers, behind.show_answers),
        case(question.ListQuestionnaires, conversation_list.list_questionnaires),
        case(question.OpenForm, form.open_form),
        case(question.OpenQuestionForm, form.open_question_form),
        case(round_.AskSomebodyElse, handover.ask_somebody_else),
        case(round_.RemindMeLater, chasing.remind_me_later),
        case(round_.ListNext, looking_ahead.list_next),
    ),
    forms=(
        question.OpenForm,
        question.OpenQuestionForm,
        round_.AskSomebodyElse,
    ),
    by_people=(
        case(conversation.Say, conversation.say),
        case(question.AnswerQuestion, conversation.answer),
        case(question.TakeStance, conversation.take_stance),
        case(question.FinishQuestion, conversation.finish),
        case(question.SkipQuestion, conversation.skip),
        case(question.LeaveAsItIs, conversation_clearer.leave_as_it_is),
        case(question.GoBack, conversation.back),
        case(question.ChangeAnswer, conversation.change),
        case(question.SetVisibility, conversation.set_visibility),
        case(question.SetLens, lens_choice.set_lens),
        case(question.ContinueAnswering, conversation.resume),
        case(question.SubmitAnswers, conversation_sending.submit),
        case(question.SubmitForm, form.submit_form),
        case(question.SubmitQuestionForm, form.submit_question_form),
        case(round_.StartRound, opening.start_round),
        case(round_.SnoozeNudges, chasing.snooze_nudges),
        case(round_.HandOver, handover.hand_over),
        case(round_.AcceptOffer, handover.accept_offer),
        case(round_.DeclineOffer, handover.decline_offer),
        case(round_.TakeOver, handover.take_over),
        case(round_.WaitForFunction, stragglers.wait_for_function),
        case(round_.NameStandIn, stragglers.name_stand_in),
        case(round_.GoOnWithout, stragglers.go_on_without_function),
        case(round_.ConfirmRecorded, recorded.confirm_recorded),
    ),
    by_others=(
        case(round_.RoundDue, closing.round_due),
        case(round_.ChaseDue, chasing.chase_due),
    ),
    cards={
        conversation_cards.QUESTION: conversation_drawing.draw_question,
        telling.SUMMARY: publishing.draw_summary,
    },
    on_tick={"view": round_.ChaseDue, "round": round_.RoundDue},
)
