"""What mail needs to know: how to reach the relay, and for whom a mail is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from flows.messages import ToPerson
from flows.phrases import Words

_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]+\.)*[A-Za-z0-9-]+"
)
LONGEST_ADDRESS = 254


def is_address(text: str) -> bool:
    """Whether a mail can be sent to this: name@domain in ASCII, without comments, quotes or anything that a header
    could be broken with."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


class Secure(StrEnum):
    """How what is said to the relay is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    PLAIN = "plain"
    """Not at all: for a relay on this machine only."""


@dataclass(frozen=True)
class Relay:
    """The server that takes Accord's mail. `user` is "" where it asks for none; `sender`: an address, with `called`."""

    host: str
    port: int
    sender: str
    called: str = "Accord"
    secure: Secure = Secure.STARTTLS
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """Where the sender is at home."""
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True)
class Reader:
    """Whom a mail is for. `zone`: the IANA name of theirs; `closing`: what stands at its end, "" for nothing."""

    address: str
    name: str = ""
    zone: str = "UTC"
    closing: Words = ""


class Readers(Protocol):
    """Everybody who has a mail address."""

    async def of(self, organisation_id: str, to: ToPerson, key: str) -> Reader | None:
        """Who reads a mail of that key; None where there is no address for them. Raises flows.errors.Unavailable."""
