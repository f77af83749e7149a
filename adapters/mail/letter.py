"""One mail, ready to be handed to a relay. Pure: nothing is sent, and nobody's words can reach a header's end."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from adapters.mail.ports import Reader, Relay
from adapters.mail.render import as_html, as_text, blocks_of, one_line, pen_for, subject
from adapters.naming import Called
from adapters.platform import Outgoing

LONGEST_NAME = 100
LONGEST_PLAIN = 60
A_WORD = 42
"""Bytes in one encoded word; with what stands around it, a line stays under 76."""
_PLAIN = re.compile(r"[A-Za-z0-9]+( [A-Za-z0-9]+)*")


def ident(post: Outgoing, relay: Relay) -> str:
    """The Message-ID: the same for every attempt at the same post, so that a mailbox can tell a double."""
    return f"<{_digest(post.organisation_id, post.key, str(post.version))}@{relay.domain}>"


def letter(post: Outgoing, reader: Reader, relay: Relay, now: datetime, called: Called) -> bytes:
    """The mail as it goes over the line, in ASCII."""
    pen = pen_for(reader.zone, now, called)
    about, blocks = subject(post.message, pen), blocks_of(post.message, reader.closing, late=post.late)
    heads = {
        "From": mailbox(relay.called, relay.sender),
        "To": mailbox(reader.name, reader.address),
        "Subject": encoded(about),
        "Date": format_datetime(now),
        "Message-ID": ident(post, relay),
        "References": f"<{_digest(post.organisation_id, post.key)}@{relay.domain}>",  # what follows hangs together
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    body = EmailMessage(policy=SMTP)
    body.set_content(_sound(as_text(blocks, pen)), cte="quoted-printable")
    body.add_alternative(_sound(as_html(about, blocks, pen)), subtype="html", cte="quoted-printable")
    return "".join(f"{name}: {value}\r\n" for name, value in heads.items()).encode("ascii") + body.as_bytes()


def mailbox(name: str, address: str) -> str:
    """An address with a name before it, for a header."""
    return f"{encoded(one_line(name)[:LONGEST_NAME])} <{address}>" if one_line(name) else f"<{address}>"


def encoded(text: str) -> str:
    """Words as a header holds them (RFC 2047): plain where they are letters, digits and spaces, else in Base64.

    Not left to the standard library: it reads what people typed as if it were encoded already, and breaks long names.
    """
    if _PLAIN.fullmatch(text) and len(text) <= LONGEST_PLAIN:
        return text
    words, piece = [], b""
    for sign in _sound(text):
        more = sign.encode()
        if len(piece) + len(more) > A_WORD:
            words.append(piece)
            piece = b""
        piece += more
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode('ascii')}?=" for word in (*words, piece))


def _sound(text: str) -> str:
    """Without halves of signs, which nothing can carry."""
    return text.encode("utf-8", "replace").decode()


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
