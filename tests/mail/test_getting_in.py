"""How Accord gets in at a relay: with user and password, and never in the clear but on this computer."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.mail.ports import Secure
from adapters.mail.relay import Line
from adapters.platform import PlatformError, Unreachable
from tests.mail.relay import FakeRelay

PASSWORD = "canary-of-the-relay"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay.example")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("relay") / "relay.pem"
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


def showing(paper: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(paper)
    return context


def trusting(paper: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(paper))


async def test_a_relay_that_speaks_tls_gets_user_and_password(relay: FakeRelay, paper: Path) -> None:
    relay.trust, relay.known = showing(paper), (b"accord", PASSWORD.encode())
    asked = replace(relay.relay, secure=Secure.STARTTLS, user="accord", password=PASSWORD)
    await Line(asked, trusting(paper)).hand_over("maria@plant.example", b"Subject: x\r\n\r\nx\r\n")
    assert len(relay.mails) == 1


async def test_a_wrong_password_is_said_to_be_one_and_shown_nowhere(relay: FakeRelay, paper: Path) -> None:
    relay.trust, relay.known = showing(paper), (b"accord", b"another")
    asked = replace(relay.relay, secure=Secure.STARTTLS, user="accord", password=PASSWORD)
    with pytest.raises(Unreachable, match="user and password of ACCORD_SMTP_URL") as error:
        await Line(asked, trusting(paper)).try_out()
    assert PASSWORD not in f"{error.value!r} {asked!r}"
    assert error.value.__cause__ is None


async def test_a_certificate_of_nobody_is_not_trusted(relay: FakeRelay, paper: Path) -> None:
    relay.trust = showing(paper)
    with pytest.raises(Unreachable, match="certificate"):
        await Line(replace(relay.relay, secure=Secure.STARTTLS)).try_out()
    assert relay.mails == []


async def test_a_relay_that_speaks_no_tls_gets_nothing(relay: FakeRelay) -> None:
    asked = replace(relay.relay, secure=Secure.STARTTLS, user="accord", password=PASSWORD)
    with pytest.raises(Unreachable, match="TLS"):
        await Line(asked).try_out()
    with pytest.raises(PlatformError):
        await Line(replace(asked, secure=Secure.TLS), before=0.5).try_out()
    assert relay.mails == []


async def test_trying_out_sends_nothing(relay: FakeRelay) -> None:
    await Line(relay.relay).try_out()
    assert relay.mails == []
