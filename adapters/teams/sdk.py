"""Microsoft's botbuilder, and all that Accord uses of it: one turn of its pipeline for each activity.

The wire is Accord's own (docs/adr/0008): this module is the only one that an SDK's successor would change.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference, ResourceResponse

from adapters.shapes import Sent
from adapters.teams.asked import Asked
from adapters.teams.asking import Reply

Answer = Callable[[str, Asked], Awaitable[Reply]]
"""(organisation id, what is asked) → what the request is answered."""
ANSWERED = BotAdapter._INVOKE_RESPONSE_KEY  # botbuilder's own name of where an answer stands


class Turns(BotAdapter):  # type: ignore[misc]  # botbuilder has no types
    """botbuilder's adapter without its door and its connector: the first is ours, and so is what sends.

    Its middleware (`use`) runs around every turn. A turn is given what botbuilder needs of the activity; what Accord
    reads is the JSON itself, since botbuilder's models lose entities and every field that they do not know.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._say = answer

    async def turn(self, activity: Sent, organisation_id: str, asked: Asked) -> Reply:
        """What an activity is answered; 500 where a middleware let nothing through."""
        context = TurnContext(self, modelled(activity))

        async def answer(context: TurnContext) -> None:
            reply = await self._say(organisation_id, asked)
            context.turn_state[ANSWERED] = InvokeResponse(status=reply.status, body=reply.body)

        await self.run_pipeline(context, answer)
        answered = context.turn_state.get(ANSWERED)
        return Reply(500) if answered is None else Reply(answered.status, answered.body)

    async def send_activities(self, context: TurnContext, activities: list[Activity]) -> list[ResourceResponse]:
        """Never: what Accord says goes through its outbox, or in the answer to the request."""
        raise NotImplementedError("Accord sends by adapters.teams.client")

    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        """Never, as above."""
        raise NotImplementedError("Accord sends by adapters.teams.client")

    async def delete_activity(self, context: TurnContext, reference: ConversationReference) -> None:
        """Never: nothing that was said is taken back."""
        raise NotImplementedError("Accord deletes nothing")


def modelled(activity: Sent) -> Activity:
    """The envelope of an activity as botbuilder's model: 80 times as fast as reading all of it."""
    author, own, where = (_part(activity, name) for name in ("from", "recipient", "conversation"))
    return Activity(
        type=activity.get("type"),
        id=activity.get("id"),
        name=activity.get("name"),
        channel_id=activity.get("channelId"),
        service_url=activity.get("serviceUrl"),
        reply_to_id=activity.get("replyToId"),
        from_property=ChannelAccount(id=author.get("id"), name=author.get("name")),
        recipient=ChannelAccount(id=own.get("id"), name=own.get("name")),
        conversation=ConversationAccount(id=where.get("id"), conversation_type=where.get("conversationType")),
    )


def _part(activity: Sent, name: str) -> Sent:
    found = activity.get(name)
    return found if isinstance(found, dict) else {}
