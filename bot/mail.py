"""Mail, put together from storage and adapter. Imported only where mail is set up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.findings import Finding, State
from adapters.mail.platform import MailPlatform
from adapters.mail.ports import Reader, Relay, is_address
from adapters.mail.relay import Line
from adapters.naming import Called
from adapters.platform import Outgoing, PlatformError
from flows.by_mail import closing
from flows.messages import Message, Text, ToPerson
from storage.store import Store
from storage.transaction import Transaction


class KnownReaders:
    """People and their mail addresses, as the records have them when a mail is sent. Fits `adapters.mail.ports`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def of(self, organisation_id: str, to: ToPerson, key: str) -> Reader | None:
        """Who reads a mail of that key; None where there is no address for them. Raises flows.errors.Unavailable."""
        return await self._store.read(organisation_id, lambda records: _reader(records, to.person_id, key))


def _reader(records: Transaction, person_id: str, key: str) -> Reader | None:
    person = records.people.find(person_id)
    if person is None:
        return Reader(person_id) if is_address(person_id) else None
    if not person.active or not person.email:
        return None
    return Reader(person.email, person.name, person.zone, closing(records, person, key))


@dataclass(frozen=True)
class MailSide:
    """Mail in this process."""

    platform: MailPlatform
    now: Callable[[], datetime]

    async def close(self) -> None:
        """Lets what is on its way end; nothing can be sent after this."""
        await self.platform.close()

    async def examine(self) -> list[Finding]:
        """What `doctor` finds."""
        line = self.platform.line
        relay = line.relay
        where = f"{relay.host}:{relay.port}"
        try:
            await line.try_out()
        except PlatformError as error:
            cure = "Check ACCORD_SMTP_URL and ACCORD_MAIL_FROM, and whether the relay runs. Mails wait until then."
            return [Finding(State.BROKEN, f"No mail goes out by {where}: {error}.", cure)]
        return [Finding(State.OK, f"The mail relay {where} takes mail from {relay.sender}.")]

    async def try_on(self, address: str) -> Finding:
        """Sends a mail to see whether it arrives."""
        cure = "Check ACCORD_SMTP_URL and ACCORD_MAIL_FROM."
        if not is_address(address):
            return Finding(
                State.BROKEN, "This is no address to which a mail can be sent.", "Give one such as you@example.com."
            )
        words = "This is a test. Accord can send mail to you."
        event = f"doctor/{self.now().isoformat()}"
        post = Outgoing("", event, ToPerson(address, by_mail=True), Message(words, (Text(words),)))
        try:
            await self.platform.send(post)
        except PlatformError as error:
            return Finding(State.BROKEN, f"The test mail was not sent: {error}.", cure)
        return Finding(State.OK, f"A test mail is on its way to {address}.")


def connect(relay: Relay, store: Store, now: Callable[[], datetime], commands: Mapping[str, str]) -> MailSide:
    """Puts it together; nothing is asked of the relay yet."""
    return MailSide(MailPlatform(Line(relay), KnownReaders(store), now, Called(commands)), now)
