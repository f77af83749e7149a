"""A mail relay on a real socket, which misbehaves as it is told to."""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from adapters.mail.ports import Relay, Secure

SENDER = "accord@plant.example"


class Trouble(StrEnum):
    """What befalls a mail; a reply of the relay where it has a number."""

    TAKEN = "250 taken"
    LOST_ANSWER = "taken, and the connection breaks"
    SLOW = "taken, and answered late"
    NOT_NOW = "451 later"
    NO = "554 no"
    NOBODY = "550 nobody"
    FULL = "452 full"
    BROKEN_BEFORE = "the connection breaks before anything is taken"


@dataclass(frozen=True)
class Received:
    """One mail that the relay has taken."""

    to: str
    mail: EmailMessage

    @property
    def name(self) -> str:
        return str(self.mail["Message-ID"])

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")

    @property
    def html(self) -> str:
        body = self.mail.get_body(("html",))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class FakeRelay:
    """`troubles`: one for each mail, then all is well. `calls`: how often somebody wanted to send."""

    troubles: deque[Trouble] = field(default_factory=deque)
    mails: list[Received] = field(default_factory=list)
    calls: int = 0
    port: int = 0
    late: float = 0.5
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)
    known: tuple[bytes, bytes] | None = None
    hangs: bool = False
    trust: ssl.SSLContext | None = None
    _server: asyncio.Server | None = None
    _befallen: dict[SMTP, Trouble] = field(default_factory=dict)
    _open: set[SMTP] = field(default_factory=set)

    @property
    def names(self) -> list[str]:
        """The Message-IDs of what was taken, oldest first."""
        return [mail.name for mail in self.mails]

    @property
    def relay(self) -> Relay:
        return Relay("127.0.0.1", self.port, SENDER, secure=Secure.PLAIN)

    def to(self, address: str) -> list[Received]:
        return [mail for mail in self.mails if mail.to == address]

    def befall(self, *troubles: Trouble) -> None:
        self.troubles.extend(troubles)

    async def up(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._protocol, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def down(self) -> None:
        """Nobody listens any more."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for line in list(self._open):
            break_off(line)
        self._open.clear()
        await asyncio.sleep(0)

    def _protocol(self) -> asyncio.BaseProtocol:
        self.calls += 1
        if self.hangs:
            return asyncio.Protocol()
        line = SMTP(
            self,
            hostname="relay.example",
            tls_context=self.trust,
            require_starttls=self.trust is not None,
            auth_required=self.known is not None,
            authenticator=self._let_in,
        )
        self._open.add(line)
        return line

    def _let_in(self, _: SMTP, __: Session, ___: Envelope, ____: str, login: object) -> AuthResult:
        right = isinstance(login, LoginPassword) and (login.login, login.password) == self.known
        return AuthResult(success=right, handled=False)

    async def handle_RCPT(self, line: SMTP, _: Session, envelope: Envelope, address: str, __: Iterable[str]) -> str:
        trouble = self._befallen[line] = self.troubles.popleft() if self.troubles else Trouble.TAKEN
        if trouble is Trouble.BROKEN_BEFORE:
            break_off(line)
        if trouble in (Trouble.NOBODY, Trouble.FULL):
            return trouble.value
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, line: SMTP, _: Session, envelope: Envelope) -> str:
        trouble = self._befallen[line]
        if trouble in (Trouble.NOT_NOW, Trouble.NO):
            return trouble.value
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(Received(str(envelope.rcpt_tos[0]), mail))
        if trouble is Trouble.LOST_ANSWER:
            break_off(line)
        if trouble is Trouble.SLOW:
            with suppress(TimeoutError):
                async with asyncio.timeout(self.late):
                    await self.goes_on.wait()
        return Trouble.TAKEN.value


def break_off(line: SMTP) -> None:
    """The connection is gone at once."""
    if isinstance(line.transport, asyncio.Transport):
        with suppress(AttributeError):  # asyncio has taken an ended TLS connection apart already
            line.transport.abort()


@asynccontextmanager
async def relaying() -> AsyncIterator[FakeRelay]:
    """A relay that runs."""
    relay = FakeRelay()
    await relay.up()
    try:
        yield relay
    finally:
        await relay.down()
