"""People type, press and fill in; each becomes one command, and the outcome is shown to them alone."""

from __future__ import annotations

import pytest

from flows.commands import Actor, FormValues
from flows.text import clean
from tests.adapters.web.pages import visiting
from tests.adapters.web.small_commands import AskToEscalate, Escalate, Speak, Stand, Take
from tests.adapters.web.small_project import small_project


async def test_a_press_is_carried_out_as_the_person_in_the_cookie() -> None:
    async with visiting("maria") as maria:
        answer = await maria.press(Take(), event_id="once")
        assert (answer.kind, answer.text) == ("message", "“Launch date” is yours.")
        assert maria.small.engine.asked == [(Actor("local", "maria", "web"), Take(), "once")]
        assert "Only visible to you" in answer.html


async def test_a_page_acts_for_its_own_person_also_when_another_window_chose_somebody_else() -> None:
    async with visiting("maria") as browser:
        await browser.press(Take(), **{"as": "ben"})
        assert browser.small.engine.asked[0][0].person_id == "ben"


async def test_nobody_can_act_as_somebody_unknown() -> None:
    async with visiting("mallory") as mallory:
        answer = await mallory.press(Take())
        assert answer.status == 403
        assert answer.text == "There is nobody of that name here. Please choose who you are on the first page."
        forged = await mallory.press(Take(), **{"as": "maria' --"})
        assert forged.status == 403
        assert mallory.small.engine.asked == []


async def test_a_typed_line_is_kept_once_and_answered_privately() -> None:
    async with visiting("maria") as maria:
        first = await maria.say("We lose two hours a week.", event_id="e1")
        again = await maria.say("We lose two hours a week.", event_id="e1")
        assert (first.text, first.data["stored"], again.text) == ("Noted.", True, "Noted.")
        kept = await maria.small.memory.lines("@maria")
        assert [(line.author, line.key) for line in kept] == [("maria", "e1")]
        assert len(maria.small.engine.asked) == 1


async def test_a_slash_command_is_not_kept_and_a_wrong_one_says_what_to_type() -> None:
    async with visiting("maria") as maria:
        wrong = await maria.say("/allign")
        assert (wrong.kind, wrong.text) == (
            "refusal",
            "I do not know /allign. Type /align help to see what I understand.",
        )
        assert wrong.data["stored"] is False
        form = await maria.say("/escalate")
        assert (form.kind, form.text) == ("form", "Escalate a tradeoff")
        assert await maria.small.memory.lines("@maria") == ()


async def test_in_a_channel_people_talk_to_each_other_unless_they_mention_accord() -> None:
    async with visiting("maria") as maria:
        await maria.say("Who brings the plan?", "line3-mes")
        assert maria.small.engine.asked == []
        await maria.say("@Accord, where do we stand?", "#line3-mes")
        assert [command for _, command, _ in maria.small.engine.asked] == [Speak("where do we stand?", "line3-mes")]
        kept = await maria.small.memory.lines("#line3-mes")
        assert [line.body.summary.values["words"] for line in kept if not isinstance(line.body.summary, str)] == [
            "Who brings the plan?",
            "@Accord, where do we stand?",
        ]


async def test_who_is_not_in_a_channel_cannot_write_there() -> None:
    async with visiting("quiet") as piotr:
        for channel in ("line3-mes", "#nowhere"):
            assert (await piotr.say("Hello", channel)).text.startswith("You are not in that channel.")
        assert piotr.small.memory.change == 0


async def test_the_direct_messages_written_to_are_always_ones_own() -> None:
    async with visiting("quiet") as piotr:
        await piotr.say("Hello", "@maria")
        assert [line.channel for line in piotr.small.memory.kept.values()] == ["@quiet"]


async def test_a_reply_hangs_under_its_message_and_only_under_one_that_is_there() -> None:
    async with visiting("maria") as maria:
        await maria.say("Plan?", "line3-mes", event_id="root")
        reply = await maria.say("Mine.", "line3-mes", thread="root")
        lost = await maria.say("Mine.", "line3-mes", thread="gone")
        assert reply.data["stored"] is True
        assert (lost.kind, lost.data["stored"]) == ("refusal", False)
        assert len(await maria.small.memory.thread("#line3-mes", "root")) == 1


async def test_too_long_a_text_is_refused_privately_and_not_kept() -> None:
    async with visiting("maria") as maria:
        assert (await maria.say("a" * 8000)).kind == "message"
        long = await maria.say("a" * 8001)
        assert long.text == "That is more than 8,000 characters. Please shorten it, or send a link."
        assert (long.kind, long.data["stored"]) == ("refusal", False)
        assert len(await maria.small.memory.lines("@maria")) == 1


async def test_what_is_typed_is_cleaned_once() -> None:
    async with visiting("maria") as maria:
        await maria.say("a\u0000b \u202eevil\u202c e\u0301 \ud800", event_id="dirty")
        line = await maria.small.memory.line("@maria", "dirty")
        assert line is not None
        assert not isinstance(line.body.summary, str)
        assert line.body.summary.values["words"] == "ab evil é \ufffd"
        await maria.press(Stand("a\u0000\u202eb", "x"))
        assert maria.small.engine.asked[-1][1] == Stand("ab", "x")


@pytest.mark.parametrize("unwanted", ["\u0000", "\u202e", "\u007f", "\r", "\ud800"])
async def test_what_a_button_holds_is_cleaned_whatever_is_wrong_with_it(unwanted: str) -> None:
    async with visiting("maria") as maria:
        await maria.press(Stand(f"a{unwanted}b", "x"))
        assert maria.small.engine.asked[-1][1] == Stand(clean(f"a{unwanted}b"), "x") != Stand(f"a{unwanted}b", "x")


async def test_a_form_comes_back_with_a_problem_at_each_field() -> None:
    async with visiting("maria") as maria:
        command = maria.small.workspace.encode(Escalate())
        values: object = {"topic": "", "deadline": "2027-01-04", "tell": ["ben", "ewa"], "options": "Cut\r\nMove"}
        answer = await maria.post("/local/form", command=command, values=values)
        assert answer.kind == "refusal"
        assert answer.data["problems"] == {
            "topic": "Say in one sentence what has to be decided.",
            "deadline": "The deadline must lie ahead: from 12 January on.",
        }
        sent = maria.small.engine.asked[-1][1]
        filled: FormValues = {"deadline": "2027-01-04", "tell": ("ben", "ewa"), "options": "Cut\nMove"}
        assert sent == Escalate(values=filled)


async def test_a_filled_in_form_is_answered_like_a_press() -> None:
    async with visiting("maria") as maria:
        command = maria.small.workspace.encode(Escalate())
        values = {"topic": "Cut or move?", "deadline": "2027-01-14"}
        answer = await maria.post("/local/form", command=command, values=values)
        assert (answer.kind, answer.text) == ("message", "Sent to Maria Nowak, who decides speed/scope.")
        long = await maria.post("/local/form", command=command, values={"topic": "a" * 8001})
        assert long.data["problems"] == {"topic": "Please keep this under 8,000 characters."}


async def test_when_nothing_can_be_saved_the_page_is_told_and_the_same_event_goes_through_later() -> None:
    async with visiting("maria", small_project()) as maria:
        maria.small.engine.away = 1
        first = await maria.say("I am here", event_id="late")
        assert (first.status, first.kind) == (503, "unavailable")
        assert first.text.startswith("Accord cannot save anything just now.")
        second = await maria.say("I am here", event_id="late")
        assert second.text == "Noted."
        assert len(await maria.small.memory.lines("@maria")) == 1


async def test_opening_a_form_by_a_button_draws_every_kind_of_field() -> None:
    async with visiting("maria") as maria:
        html = (await maria.press(AskToEscalate())).html
        for part in (
            'type="date"',
            'type="time"',
            "<textarea",
            "<select",
            'type="radio"',
            'type="checkbox"',
            "(required)",
        ):
            assert part in html
