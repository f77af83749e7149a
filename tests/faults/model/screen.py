"""A chat of the tests for delivery: it keeps everything it was ever asked to show, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.platform import Ambiguous, Gone, Outgoing, PlatformError, Reference, Refused, Throttled, Unreachable
from flows.commands import Command
from flows.messages import Address, Buttons, Grid, Menu, Message

Place = tuple[str, str, Address]
"""Organisation, key, and where."""


@dataclass(frozen=True)
class Sight:
    """One moment of a message: when it came (`new`) or was edited, and how it looked then."""

    organisation: str
    key: str
    to: Address
    message: Message
    at: datetime
    new: bool


@dataclass
class Screen:
    """`down`: nothing gets through. `refused`: whose chat is closed. `lost`: so many of the next calls are carried out
    and not answered, `broken`: are not carried out, and nobody can tell; `busy`: are to come later."""

    now: Callable[[], datetime]
    name: str = "model"
    down: bool = False
    refused: set[tuple[str, Address]] = field(default_factory=set)
    lost: int = 0
    broken: int = 0
    busy: int = 0
    seen: list[Sight] = field(default_factory=list)
    shown: dict[Reference, Sight] = field(default_factory=dict)
    places: dict[Place, Reference] = field(default_factory=dict)

    def goes_on(self, before: Sequence[Sight]) -> None:
        """Everything that another one has shown stands here, too."""
        for sight in before:
            self._show(self.places.get(_place(sight), f"ref-{len(self.seen)}"), sight)

    async def send(self, post: Outgoing) -> Reference:
        """Shows a new message."""
        reference = f"ref-{len(self.seen)}"
        self._act(reference, post, new=True)
        return reference

    async def update(self, reference: Reference, post: Outgoing) -> Reference:
        """Replaces a message in place."""
        if reference not in self.shown:
            raise Gone("deleted")
        self._act(reference, post, new=False)
        return reference

    async def look_up(self, post: Outgoing) -> Reference | None:
        """The message that was shown under this key."""
        if self.down:
            raise Unreachable("down")
        return self.places.get((post.organisation_id, post.key, post.to))

    def _act(self, reference: Reference, post: Outgoing, *, new: bool) -> None:
        self._trouble(post)
        self._show(reference, Sight(post.organisation_id, post.key, post.to, post.message, self.now(), new))
        if self.lost:
            self.lost -= 1
            raise Ambiguous("the answer was lost")

    def _show(self, reference: Reference, sight: Sight) -> None:
        self.seen.append(sight)
        self.shown[reference] = sight
        self.places[_place(sight)] = reference

    def _trouble(self, post: Outgoing) -> None:
        found: PlatformError | None = None
        if self.down:
            found = Unreachable("down")
        elif (post.organisation_id, post.to) in self.refused:
            found = Refused("closed")
        elif self.busy:
            self.busy -= 1
            found = Throttled(timedelta(seconds=30))
        elif self.broken:
            self.broken -= 1
            found = Ambiguous("cut off")
        if found is not None:
            raise found

    def heal(self) -> None:
        """Everything works again."""
        self.down, self.lost, self.broken, self.busy = False, 0, 0, 0
        self.refused.clear()

    def offered(self, organisation: str, to: Address) -> list[Command]:
        """What the buttons there mean or ever meant, newest last."""
        return [
            command
            for sight in self.seen
            if (sight.organisation, sight.to) == (organisation, to)
            for command in commands(sight.message)
        ]


def _place(sight: Sight) -> Place:
    return sight.organisation, sight.key, sight.to


def commands(message: Message) -> Iterator[Command]:
    """What the buttons of a message mean."""
    for block in message.blocks:
        match block:
            case Buttons():
                yield from (button.does for button in block.buttons)
            case Menu():
                yield from (choice.does for choice in block.choices)
            case Grid():
                yield from (button.does for row in block.rows for button in row.buttons)
            case _:
                pass
