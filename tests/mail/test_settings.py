"""The settings of mail and of who looks after Accord: refused in words, and never shown."""

from __future__ import annotations

import pytest

from adapters.mail.ports import Relay, Secure
from bot.config import BadSettings, read_settings

FROM = "Accord <accord@plant.example>"


def relay(url: str, sender: str = FROM) -> Relay:
    found = read_settings({"ACCORD_SMTP_URL": url, "ACCORD_MAIL_FROM": sender}).mail
    assert found is not None
    return found


def refusal(**environment: str) -> str:
    with pytest.raises(BadSettings) as refused:
        read_settings(environment)
    assert "canary" not in str(refused.value)
    return str(refused.value)


def test_without_settings_there_is_no_mail_and_nobody_in_particular_looks_after_accord() -> None:
    settings = read_settings({})
    assert settings.mail is None
    assert settings.administrators == ()


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://bot:can%40ary@mail.example.com", ("mail.example.com", 587, Secure.STARTTLS, "bot", "can@ary")),
        ("smtp://mail.example.com:25", ("mail.example.com", 25, Secure.STARTTLS, "", "")),
        ("smtps://bot:secret@mail.example.com", ("mail.example.com", 465, Secure.TLS, "bot", "secret")),
        ("smtps://127.0.0.1:2465/", ("127.0.0.1", 2465, Secure.TLS, "", "")),
        ("smtp://127.0.0.1:2525", ("127.0.0.1", 2525, Secure.PLAIN, "", "")),
        ("smtp://localhost", ("localhost", 587, Secure.PLAIN, "", "")),
    ],
)
def test_an_address_of_a_relay_is_read(url: str, found: tuple[str, int, Secure, str, str]) -> None:
    read = relay(url)
    assert (read.host, read.port, read.secure, read.user, read.password) == found
    assert (read.sender, read.called) == ("accord@plant.example", "Accord")


def test_a_sender_without_a_name_is_accord_and_one_with_a_name_has_it() -> None:
    assert relay("smtp://localhost", "a@plant.example").called == "Accord"
    assert relay("smtp://localhost", "Line 3 <a@plant.example>").called == "Line 3"


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example.com",
        "mail.example.com:587",
        "smtp://",
        "smtp://canary@mail.example.com",
        "smtp://:canary@mail.example.com",
        "smtp://bot:canary@mail.example.com:port",
        "smtp://bot:canary@mail.example.com/inbox",
        "smtp://bot:canary@mail.example.com?tls=no",
        "smtp://bot:can\nary@mail.example.com:x",
    ],
)
def test_an_address_that_cannot_work_is_refused_without_being_shown(url: str) -> None:
    said = refusal(ACCORD_SMTP_URL=url, ACCORD_MAIL_FROM=FROM)
    assert "ACCORD_SMTP_URL must look like smtp://user:password@mail.example.com:587" in said


@pytest.mark.parametrize("sender", ["accord", "a@b, c@d", "Accord <a b@c>", "a@plant.example\nBcc: b@plant.example"])
def test_a_sender_that_is_no_address_is_refused(sender: str) -> None:
    said = refusal(ACCORD_SMTP_URL="smtp://mail.example.com", ACCORD_MAIL_FROM=sender)
    assert "ACCORD_MAIL_FROM must be one mail address" in said


def test_one_without_the_other_is_refused_by_name() -> None:
    assert "ACCORD_MAIL_FROM is missing" in refusal(ACCORD_SMTP_URL="smtp://bot:canary@mail.example.com")
    assert "ACCORD_SMTP_URL is missing" in refusal(ACCORD_MAIL_FROM=FROM)
    assert "ACCORD_SMTP_URL is empty" in refusal(ACCORD_SMTP_URL=" ", ACCORD_MAIL_FROM=FROM)


def test_the_password_is_shown_nowhere() -> None:
    settings = read_settings({"ACCORD_SMTP_URL": "smtp://robot:canary@mail.example.com", "ACCORD_MAIL_FROM": FROM})
    assert "canary" not in repr(settings)
    assert "robot" not in repr(settings)


def test_administrators_are_addresses_and_ids_each_once() -> None:
    read = read_settings({"ACCORD_ADMINS": "ewa, ops@plant.example,ewa"})
    assert read.administrators == ("ewa", "ops@plant.example")
    for wrong in ("", "ewa,,jan", "Ewa Kot", "a\x00b"):
        assert "ACCORD_ADMINS must be" in refusal(ACCORD_ADMINS=wrong)
