"""Whatever people press and type, in whatever order: nothing said is lost, and every button can be stored and sent."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.forms import Form
from flows.project_file.answers import read_answer
from flows.project_file.nodes import Node
from flows.questionnaires.commands import SubmitAnswers
from flows.questionnaires.kinds import WAYS, shown
from flows.rounds.records import View, ViewState
from flows.wire import Wire
from tests.flows.asking import SETTING, TEMPLATE, USE_CASES, Chat, asking, opened, submitted
from tests.flows.spoken import text_of

WORDS = (
    "It works",
    "ASAP",
    "production stop: acceptable if as needed",
    "4 h",
    "4",
    "no view",
    "skip",
    "back",
    "done",
    "none",
    "OEE: 61 -> 66 % by 2027-06-30",
    "safety > quality > scope = speed > cost",
    "production stop: 12 h",
    "production stop: acceptable if nobody is there",
    "2027-05-01 to 2027-05-31: peak",
    "Handover",
    "Handover; not acceptable; why: a; test: b",
    "Protocol from IT by 2027-05-15 for the cut-over",
    "Maria Nowak, 2 days, blocks",
    "go-live",
    "daily",
    "{braces} “quotes” <!channel> *bold*",
)
WIRE = Wire({command.__name__: command for command in USE_CASES})
MOVES = st.lists(st.integers(0, 10_000) | st.sampled_from(WORDS), max_size=70)


def moved(chat: Chat, move: int | str) -> None:
    """Types the words, or presses one of the newest buttons."""
    if isinstance(move, str):
        chat.say(move)
        return
    buttons = [command for _, _, command in chat.buttons() if type(command) in USE_CASES]
    chat.give(buttons[-1 - move % min(len(buttons), 25)])


def grown(before: View, after: View) -> bool:
    """Whether every version that there was is still there."""
    return all(after.answers[each][: len(versions)] == versions for each, versions in before.answers.items())


@settings(max_examples=60, deadline=None)
@given(MOVES)
def test_nothing_said_is_lost_and_every_answer_can_be_read(moves: list[int | str]) -> None:
    chat = Chat(opened())
    chat.start()
    for move in moves:
        before = chat.view
        moved(chat, move)
        if isinstance(chat.reply, Form):
            chat.submit_form({})
        assert grown(before, chat.view)
    for question in TEMPLATE.questions:
        value = chat.value(question.id)
        if value is not None:
            read_answer(TEMPLATE, question, Node.of(value))
            assert shown(SETTING, question, value)
    for post in chat.screen.values():
        if "/operations/" in post.key:
            assert WIRE.load(type(post), WIRE.dump(post)) == post
            assert text_of(post.message)


@settings(max_examples=40, deadline=None)
@given(MOVES)
def test_the_form_shows_at_any_time_what_the_conversation_has_stored(moves: list[int | str]) -> None:
    chat = Chat(opened())
    chat.start()
    for move in moves:
        moved(chat, move)
    for question in TEMPLATE.questions:
        stands = asking(question.id, chat.value(question.id))
        way = WAYS[question.kind]
        filled = way.filled(stands, submitted(way.fields(stands, stands.value)))
        assert filled == stands.value or (filled is None and stands.value in ([], {}))


@settings(max_examples=40, deadline=None)
@given(MOVES)
def test_whatever_came_before_it_can_be_finished_and_sent(moves: list[int | str]) -> None:
    chat = Chat(opened())
    chat.start()
    for move in moves:
        moved(chat, move)
    chat.start()
    for _ in range(40):
        if chat.view.asking is None:
            break
        chat.press("No view / not my area")
    if chat.value("outcome.statement") is None:  # put off twice: the review names it
        chat.press("Success")
        chat.say("It works")
    assert chat.give(SubmitAnswers(chat.view_id)) == ""
    assert chat.view.state is ViewState.SUBMITTED
