"""One mail, ready to be handed to a relay. Pure: nothing is sent, and nobody's words can reach a header's end."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from adapters.mail.ports import Reader, Relay
from adapters.mail.render import as_html, as_text, blocks_of, one_line, pen_for, subject
from adapters.naming import Called
from adapters.platform import Outgoing

LONGEST_NAME = 100


def ident(post: Outgoing, relay: Relay) -> str:
    """The Message-ID: the same for every attempt at the same post, so that a mailbox can tell a double."""
    return f"<{_digest(post.organisation_id, post.key, str(post.version))}@{relay.domain}>"


def letter(post: Outgoing, reader: Reader, relay: Relay, now: datetime, called: Called) -> bytes:
    """The mail as it goes over the line, in ASCII."""
    pen = pen_for(reader.zone, now, called)
    about, blocks = subject(post.message, pen), blocks_of(post.message, reader.closing, late=post.late)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(_name(relay.called), addr_spec=relay.sender)
    mail["To"] = Address(_name(reader.name), addr_spec=reader.address)
    mail["Subject"] = about
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = ident(post, relay)
    mail["References"] = f"<{_digest(post.organisation_id, post.key)}@{relay.domain}>"  # what follows hangs together
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(as_text(blocks, pen), cte="quoted-printable")
    mail.add_alternative(as_html(about, blocks, pen), subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def _name(text: str) -> str:
    """A name for a header."""
    return one_line(text)[:LONGEST_NAME].rstrip()


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
