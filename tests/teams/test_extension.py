"""Actions on messages, group chats, and words that do not mention Accord."""

from __future__ import annotations

from tests.stories.chat import Answered
from tests.stories.test_escalations import FILLED, decide, sees
from tests.stories.two_plants import TOOK_PLACE
from tests.teams.fake.delivering import again
from tests.teams.fake.world import BOT, Conversation, Shown
from tests.teams.gestures import Gesture
from tests.teams.people import TeamsChat


async def said(bot: TeamsChat, person: str, words: str, place: Conversation | None = None) -> Shown:
    """A message among people, which Accord does not hear of."""
    there = place or bot.tenant.named("line3")
    bot.work.payloads.typed(await bot.user(person), there, words)
    return bot.tenant.screen(there.id)[-1]


async def points(bot: TeamsChat, person: str, on: Shown, command: str) -> Answered:
    """Somebody uses an action of Accord's on a message."""
    user = await bot.user(person)
    return await bot.give(person, user, bot.gestures.points(user, on, command))


async def test_a_message_becomes_an_escalation_in_a_dialog(plant: TeamsChat) -> None:
    on = await said(plant, "piotr", "Do we cut over on 8 May?")
    opened = await points(plant, "ben", on, "escalate_this")
    assert opened.kind == "form"
    assert "Do we cut over on 8 May?" in opened.html
    shown = await plant.fill("ben", {**FILLED, "question": "Cut over on 8 May?"})
    assert "This goes to Maria Nowak." in shown.text
    assert (await plant.press("ben", "Send to Maria")).startswith("E-1 is with Maria Nowak until")
    assert "Decision needed" in await plant.sees("maria")
    await decide(plant, "maria")
    assert "Maria Nowak decided: 15 May." in await sees(plant, "ben")


async def test_a_message_becomes_a_decision_that_its_author_confirms(plant: TeamsChat) -> None:
    on = await said(plant, "maria", "We start on Monday.")
    opened = await points(plant, "ben", on, "record_decision")
    assert "We start on Monday." in opened.html
    sent = await plant.fill("ben", {**TOOK_PLACE, "decided_by": "maria"})
    assert not sent.problems, sent.problems
    assert "Monday" in await sees(plant, "maria")
    await plant.press("maria", "Confirm")
    assert "D-1" in await plant.say("piotr", "/decisions", "line3")


async def test_f18_a_dialog_of_an_action_that_is_sent_three_times_is_one_proposal(plant: TeamsChat) -> None:
    await points(plant, "ben", await said(plant, "maria", "We start on Monday."), "record_decision")
    form = plant._forms["ben"]
    known = await plant._known(plant.tenant.dialogs[form].card)
    sent = plant.gestures.form(await plant.user("ben"), form, {**TOOK_PLACE, "decided_by": "maria"}, known)
    before = len(await plant.lines("maria"))
    await plant.carry(*(again(sent.activity, number) for number in range(3)))
    await plant.settle()
    assert len(await plant.lines("maria")) - before == 1


async def test_an_action_that_accord_does_not_have_is_refused_in_words(plant: TeamsChat) -> None:
    told = await points(plant, "ben", await said(plant, "maria", "Hello."), "delete_everything")
    assert (told.kind, told.text.startswith("Accord does not know this action")) == ("refusal", True)


async def test_in_a_group_chat_accord_answers_who_asked_alone(plant: TeamsChat) -> None:
    ben, kim = await plant.user("ben"), await plant.user("kim")
    group = plant.teams.group(plant.tenant, "cutover", [ben, kim])
    await plant.carry(
        plant.work.payloads.installed(ben, group), plant.work.payloads.members(ben, group, [BOT, kim.aad])
    )
    asked = plant.gestures.typed(ben, group, "@accord decisions")
    assert isinstance(asked, Gesture)
    told = await plant.give("ben", ben, asked)
    assert told.text
    assert [each for each in plant.tenant.screen(group.id) if not each.sender] == []


async def test_what_does_not_mention_accord_is_not_for_it(plant: TeamsChat) -> None:
    ben = await plant.user("ben")
    overheard = plant.work.payloads.typed(ben, plant.tenant.named("line3"), "escalate is what I would do")
    before = len(plant.tenant.shown)
    (reply,) = await plant.carry(overheard)
    assert reply.status == 200
    assert len(plant.tenant.shown) == before


async def test_accord_does_not_answer_itself_or_another_bot(plant: TeamsChat) -> None:
    ben = await plant.user("ben")
    words = plant.work.payloads.typed(ben, plant.tenant.personal(ben), "/align status")
    before = len(plant.tenant.shown)
    for author in ({"id": BOT, "name": "Accord"}, {"id": "28:another", "name": "Robot"}):
        (reply,) = await plant.carry({**words, "from": author, "id": f"{words['id']}-{author['name']}"})
        assert reply.status == 200
    assert len(plant.tenant.shown) == before
