"""What a mail looks like, and that nobody's words become a header, an address, markup or anybody else's words (A25)."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.mail.letter import letter
from adapters.mail.ports import Reader, Relay, is_address
from adapters.naming import Called
from adapters.platform import Outgoing
from flows.decisions.commands import ListDecisions
from flows.messages import Button, Buttons, Facts, Grid, GridRow, Header, Items, Message, Note, Quoted, Text, ToPerson
from flows.phrases import Count, Instant, Link, Listing, Phrase, Quote, Who

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
RELAY = Relay("127.0.0.1", 25, "accord@plant.example")
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "References", "Auto-Submitted", "X-Auto-Response-Suppress"),
    *("MIME-Version", "Content-Type"),
]
NASTY = (
    *("\r\nBcc: evil@example.com", "\nX: y\n\nbody", "\rSubject: x", "\x85To: x", "\u2028Bcc: x", "\x0bBcc: x", "\x00"),
    *("=?utf-8?q?=0D=0ABcc:_x?=", "a@b>, <evil@example.com", '"; x="', "<script>alert(1)</script>", "</p><img src=x>"),
    *("<!--", "&lt;b&gt;", "\u202eabc", "é" * 60, "x" * 200, ".", ".\r\n", "{who}", "{0}", "From here on", "\ud800"),
)
words = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=20)), min_size=1, max_size=3).map("".join)


def written(post: Outgoing, reader: Reader) -> EmailMessage:
    raw = letter(post, reader, RELAY, NOW, Called())
    raw.decode("ascii")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def post(message: Message) -> Outgoing:
    return Outgoing("plant", "round/line3/1/mail", ToPerson("maria", by_mail=True), message)


class Tags(HTMLParser):
    """Every element and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"{tag} {name}" for name, _ in attrs)}


OURS = {
    *("html", "html lang", "head", "meta", "meta charset", "title", "body", "body style", "h1", "h1 style", "p"),
    *("p style", "blockquote", "blockquote style", "ul", "li", "strong"),
}


@settings(max_examples=500, deadline=None)  # two payloads each
@given(words, words)
def test_a25_no_words_of_anybody_get_out_of_their_place(typed: str, name: str) -> None:
    about = Phrase("{who} about {what}: {said}", who=Who("jan", name), what=typed, said=Quote(typed))
    blocks = (Header(about), Quoted(typed, Phrase("{who}", who=Who("jan", name))), Items((about,)), Note(about))
    mail = written(post(Message(about, blocks)), Reader("maria@plant.example", name, "Europe/Warsaw"))
    assert mail.keys() == HEADERS
    assert [each.addr_spec for each in mail["To"].addresses] == ["maria@plant.example"]
    assert [each.addr_spec for each in mail["From"].addresses] == ["accord@plant.example"]
    assert len(str(mail["Subject"])) <= 150
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]
    assert Tags(part(mail, "html")).seen <= OURS
    quoted = part(mail, "plain").split("\n\n")[1].split("\n")
    assert all(line.startswith(("> ", "(")) or line == ">" for line in quoted if line.strip())


@settings(max_examples=300, deadline=None)
@given(words)
def test_a25_an_address_is_one_address_or_none(text: str) -> None:
    for tried in (text, f"{text}@plant.example", f"maria@{text}"):
        if is_address(tried):
            assert tried.isascii()
            assert not set(tried) & set(' \r\n\t\x00,;:<>"()[]\\')


def test_a_message_reads_the_same_as_text_and_as_a_page() -> None:
    said = "We stop\non Friday"
    message = Message(
        "A tradeoff waits",
        (
            Header("A tradeoff waits"),
            Text(Phrase("{who} asks by {when}.", who=Who("jan", "Jan Lis"), when=Instant(NOW))),
            Quoted(said, Phrase("{who}", who=Who("jan", "Jan Lis"))),
            Facts((("Options", Phrase("{n}", n=Count(2, "option", "options"))),)),
            Items(("Speed", Phrase("{link}", link=Link("https://plant.example/x", "the plan")))),
            Grid((GridRow("Risk 1", (), chosen="acceptable"), GridRow("Risk 2", ()))),
            Buttons((Button("Decide", ListDecisions()),)),
            Note(Phrase("Told to {all}.", all=Listing(("Maria", "Jan")))),
        ),
    )
    mail = written(post(message), Reader("maria@plant.example", "Maria", "Europe/Warsaw", "Please tell Ewa."))
    assert part(mail, "plain") == (
        "A tradeoff waits\n\nJan Lis asks by Mon 23 Nov, 12:00.\n\n> We stop\n> on Friday\n(Jan Lis)\n\n"
        "Options: 2 options\n\n• Speed\n• the plan (https://plant.example/x)\n\nRisk 1: acceptable\nRisk 2: –\n\n"
        "Told to Maria and Jan.\n\nPlease tell Ewa.\n"
    )
    page = part(mail, "html")
    for words_of_it in ("<h1", "Mon 23 Nov, 12:00", "<blockquote", "Please tell Ewa.", "Risk 1: acceptable"):
        assert words_of_it in page
    assert "Decide" not in page + part(mail, "plain")
    assert "src=" not in page


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Asia/Tokyo", "No/Where"])
def test_times_are_those_of_the_reader(zone: str) -> None:
    message = Message(Phrase("At {when}", when=Instant(NOW)))
    mail = written(post(message), Reader("maria@plant.example", zone=zone))
    hour = {"Europe/Warsaw": "12:00", "Asia/Tokyo": "20:00"}.get(zone, "11:00")
    assert str(mail["Subject"]) == f"At Mon 23 Nov, {hour}"
