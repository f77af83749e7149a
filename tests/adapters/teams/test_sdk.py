"""botbuilder carries each turn, and changes nothing of what is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest
from botbuilder.core import Middleware, TurnContext
from botbuilder.schema import Activity

from adapters.teams.asked import Asked, Ignored
from adapters.teams.asking import Reply
from adapters.teams.sdk import Turns, modelled
from flows.plain import Plain
from tests.adapters.teams.said import BOT, CHANNEL, PERSONAL, execute, message

NOTHING = Ignored("test")


async def answer(organisation_id: str, asked: Asked) -> Reply:
    assert (organisation_id, asked) == ("acme", NOTHING)
    return Reply(200, {"statusCode": 200, "value": {"lines": [1, 2]}})


class Written(Middleware):  # type: ignore[misc]  # botbuilder has no types
    """Writes down what passes; `stops` what it likes."""

    def __init__(self, *, stops: bool = False) -> None:
        self.seen: list[str] = []
        self.stops = stops

    async def on_turn(self, context: TurnContext, logic: Callable[[], Awaitable[None]]) -> None:
        self.seen.append(context.activity.name)
        if not self.stops:
            await logic()


async def test_an_answer_goes_through_as_it_is() -> None:
    reply = await Turns(answer).turn(execute({}), "acme", NOTHING)
    assert reply == Reply(200, {"statusCode": 200, "value": {"lines": [1, 2]}})


async def test_middleware_of_botbuilder_runs_around_a_turn() -> None:
    turns, written = Turns(answer), Written()
    turns.use(written)
    assert (await turns.turn(execute({}), "acme", NOTHING)).status == 200
    assert written.seen == ["adaptiveCard/action"]


async def test_what_a_middleware_keeps_to_itself_is_never_answered_as_done() -> None:
    turns = Turns(answer)
    turns.use(Written(stops=True))
    assert await turns.turn(execute({}), "acme", NOTHING) == Reply(500)


async def test_a_fault_is_not_swallowed() -> None:
    async def fault(organisation_id: str, asked: Asked) -> Reply:
        raise ValueError(organisation_id)

    with pytest.raises(ValueError, match="acme"):
        await Turns(fault).turn(execute({}), "acme", NOTHING)


async def test_nothing_is_ever_sent_by_botbuilder() -> None:
    turns = Turns(answer)
    context = TurnContext(turns, modelled(message()))
    with pytest.raises(NotImplementedError):
        await context.send_activity("hello")
    with pytest.raises(NotImplementedError):
        await context.update_activity(Activity(id="1"))
    with pytest.raises(NotImplementedError):
        await context.delete_activity("1")


@pytest.mark.parametrize("where", [PERSONAL, CHANNEL])
def test_the_envelope_is_as_botbuilder_itself_would_read_it(where: str) -> None:
    sent: dict[str, Plain] = execute({"accord": "{}"}, where)
    ours, theirs = modelled(sent), Activity().deserialize(sent)
    for name in ("type", "id", "name", "channel_id", "service_url", "reply_to_id"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert (ours.recipient.id, ours.from_property.id) == (BOT, theirs.from_property.id)
    assert ours.conversation.id == theirs.conversation.id
    assert ours.conversation.conversation_type == theirs.conversation.conversation_type


def test_a_misshapen_envelope_is_no_trouble_for_the_model() -> None:
    assert modelled({"type": "message", "from": "ana", "conversation": None}).conversation.id is None
