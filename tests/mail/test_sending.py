"""What becomes of a mail, by what the relay says to it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.mail.platform import AT_ONCE, MailPlatform
from adapters.mail.ports import Reader
from adapters.mail.relay import Line
from adapters.naming import Called
from adapters.platform import Ambiguous, Gone, Outgoing, PlatformError, Reference, Refused, Throttled, Unreachable
from flows.messages import Header, Message, Text, ToChannel, ToPerson
from tests.mail.relay import FakeRelay, Trouble

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Book:
    """Who has which address."""

    async def of(self, _: str, to: ToPerson, __: str) -> Reader | None:
        known = {"maria": Reader("maria@plant.example", "Maria Nowak", "Europe/Warsaw"), "odd": Reader("a b@c")}
        return known.get(to.person_id)


class Sender:
    """Mail, at a moment that the test moves on."""

    def __init__(self, line: Line) -> None:
        self.now = NOON
        self.mail = MailPlatform(line, Book(), lambda: self.now, Called())

    async def send(self, post: Outgoing) -> str:
        return await self.mail.send(post)


def post(key: str = "round/line3/1/mail", version: int = 1, to: str = "maria") -> Outgoing:
    message = Message("The relay is tested", (Header("A test"), Text("It is only a test.")))
    return Outgoing("plant", key, ToPerson(to, by_mail=True), message, version=version)


def sender(relay: FakeRelay, before: float = 4.0) -> Sender:
    return Sender(Line(relay.relay, before=before))


async def test_a_mail_is_taken_and_says_what_it_is(relay: FakeRelay) -> None:
    reference = await sender(relay).send(post())
    (got,) = relay.mails
    assert got.to == "maria@plant.example"
    assert got.name == reference
    assert str(got.mail["To"]) == "Maria Nowak <maria@plant.example>"
    assert str(got.mail["From"]) == "Accord <accord@plant.example>"
    assert str(got.mail["Subject"]) == "The relay is tested"
    assert got.mail["Auto-Submitted"] == "auto-generated"
    assert got.text == "A test\n\nIt is only a test.\n"
    assert "<p>It is only a test.</p>" in got.html


async def test_every_attempt_has_the_same_name_and_every_version_another(relay: FakeRelay) -> None:
    mail = sender(relay)
    for each in (post(), post(), post(version=2), post("round/line3/2/mail"), replace(post(), organisation_id="b")):
        await mail.send(each)
    first, again, *others = relay.names
    assert first == again
    assert len({first, *others}) == 4
    assert relay.mails[0].mail["References"] == relay.mails[2].mail["References"]


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (Trouble.NOBODY, Refused),
        (Trouble.NO, Refused),
        (Trouble.FULL, Throttled),
        (Trouble.NOT_NOW, Throttled),
        (Trouble.BROKEN_BEFORE, Unreachable),
        (Trouble.LOST_ANSWER, Ambiguous),
    ],
)
async def test_what_a_relay_says_becomes_an_error_of_the_port(
    relay: FakeRelay, trouble: Trouble, error: type[PlatformError]
) -> None:
    relay.befall(trouble)
    with pytest.raises(error):
        await sender(relay).send(post())
    assert len(relay.mails) == (trouble is Trouble.LOST_ANSWER)


async def test_a_relay_that_is_down_or_says_nothing_is_unreachable_and_then_left_alone_for_a_while(
    relay: FakeRelay,
) -> None:
    mail = sender(relay, before=0.2)
    relay.hangs = True
    with pytest.raises(Unreachable):
        await mail.send(post())
    for _ in range(20):
        with pytest.raises(Unreachable, match="moments ago"):
            await mail.send(post("other"))
    assert relay.calls == 1
    relay.hangs = False
    mail.now += timedelta(minutes=1)
    await mail.send(post())
    await relay.down()
    with pytest.raises(Unreachable, match="cannot be reached"):
        await mail.send(post("third"))


async def test_a_mail_that_takes_longer_than_delivery_waits_goes_on_and_is_found(relay: FakeRelay) -> None:
    mail = sender(relay)
    relay.late = 60
    relay.befall(Trouble.SLOW)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(mail.send(post()), 0.2)
    with pytest.raises(Unreachable, match="not answered yet"):
        await mail.mail.look_up(post())
    relay.goes_on.set()
    assert await _found(mail) == relay.names[0]
    assert len(relay.mails) == 1


async def _found(mail: Sender) -> Reference | None:
    """What is known once the relay has answered."""
    while True:
        with suppress(Unreachable):
            return await mail.mail.look_up(post())
        await asyncio.sleep(0.01)


async def test_what_was_surely_not_taken_is_known_and_what_nobody_knows_is_said_to_be_so(relay: FakeRelay) -> None:
    mail = sender(relay)
    relay.befall(Trouble.NOT_NOW, Trouble.LOST_ANSWER)
    with pytest.raises(Throttled):
        await mail.send(post())
    assert await mail.mail.look_up(post()) is None
    with pytest.raises(Ambiguous):
        await mail.send(post())
    for each in (post(), post("of another process")):
        with pytest.raises(Ambiguous):
            await mail.mail.look_up(each)


async def test_a_relay_that_never_answers_fills_nobodys_mailbox(relay: FakeRelay) -> None:
    mail = sender(relay)
    relay.befall(*[Trouble.LOST_ANSWER] * 1000)
    for _ in range(24 * 60):
        mail.now += timedelta(minutes=1)
        try:
            await mail.send(post())
        except (Ambiguous, Throttled):
            continue
    assert len(relay.mails) == 6
    assert len(set(relay.names)) == 1


async def test_only_a_few_mails_are_on_their_way_at_a_time(relay: FakeRelay) -> None:
    mail = sender(relay)
    relay.late = 60
    relay.befall(*[Trouble.SLOW] * AT_ONCE)
    sent = [asyncio.create_task(mail.send(post(str(number)))) for number in range(AT_ONCE)]
    while len(relay.mails) < AT_ONCE:
        await asyncio.sleep(0.01)
    with pytest.raises(Throttled):
        await mail.send(post("one more"))
    relay.goes_on.set()
    await asyncio.gather(*sent)


async def test_a_mail_that_is_sent_is_never_changed(relay: FakeRelay) -> None:
    mail = sender(relay)
    with pytest.raises(Gone):
        await mail.mail.update(await mail.send(post()), post(version=2))


@pytest.mark.parametrize(("to", "error"), [("nobody", Gone), ("odd", Refused)])
async def test_who_has_no_address_or_one_that_is_none_gets_nothing(
    relay: FakeRelay, to: str, error: type[PlatformError]
) -> None:
    with pytest.raises(error):
        await sender(relay).send(post(to=to))
    with pytest.raises(Refused):
        await sender(relay).send(replace(post(), to=ToChannel("line3")))
    assert relay.calls == 0
