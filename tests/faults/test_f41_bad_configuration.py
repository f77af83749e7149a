"""F41: a setting that cannot work keeps Accord from starting: named, in one sentence each, and never with its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from bot.cli import main
from bot.config import read_settings

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
SECRET = "canary-0123456789abcdef"
ID = "00112233-4455-6677-8899-aabbccddeeff"
ONE = {"SLACK_BOT_TOKEN": f"xoxb-{SECRET}", "SLACK_SIGNING_SECRET": SECRET, "SLACK_APP_TOKEN": f"xapp-1-{SECRET}"}
MANY = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": f"{SECRET}-2",
    "SLACK_SIGNING_SECRET": SECRET,
    "ACCORD_SECRET_KEY": KEY,
    "ACCORD_PUBLIC_URL": "https://accord.example.com/",
}
TEAMS = {"TEAMS_APP_ID": ID, "TEAMS_APP_PASSWORD": SECRET, "TEAMS_TENANT_ID": ID}
WATCH = {"ACCORD_METRICS_TOKEN": SECRET, "ACCORD_HEARTBEAT_URL": "https://hc.example.com/canary"}
SECRETS = (
    *((ONE, name) for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")),
    *((MANY, name) for name in ("SLACK_CLIENT_SECRET", "SLACK_SIGNING_SECRET", "ACCORD_SECRET_KEY")),
    (TEAMS, "TEAMS_APP_PASSWORD"),
    (WATCH, "ACCORD_METRICS_TOKEN"),
)
WEAK = {"empty": "", "blank": "  ", "short": "canary", "simple": "canary".ljust(64, "c")[6:]}


def cases() -> Iterator[tuple[Mapping[str, str], str]]:
    """Settings of which one cannot work, and its name."""
    for good, name in SECRETS:
        for value in WEAK.values():
            yield {**good, name: value}, name
    for good, name in ((ONE, "SLACK_SIGNING_SECRET"), (MANY, "SLACK_CLIENT_SECRET")):
        yield {**good, name: next(value for other, value in good.items() if other != name and SECRET in value)}, name
    yield {**MANY, "ACCORD_SECRET_KEY": f"{KEY},{KEY}"}, "ACCORD_SECRET_KEY"
    for url in ("http://canary.example.com", "ftp://canary", "canary", "https://me:canary@accord.example.com"):
        yield {**MANY, "ACCORD_PUBLIC_URL": url}, "ACCORD_PUBLIC_URL"
        if url.partition(":")[0] != "https":
            yield {**WATCH, "ACCORD_HEARTBEAT_URL": url}, "ACCORD_HEARTBEAT_URL"
    for name in ("TEAMS_APP_ID", "TEAMS_TENANT_ID"):
        for value in ("", "canary", ID.replace("f", "g")):
            yield {**TEAMS, name: value}, name
    yield {"ACCORD_DATABASE": "mysql://root:canary@db/accord"}, "ACCORD_DATABASE"
    yield {"ACCORD_PORT": "canary"}, "ACCORD_PORT"


@pytest.mark.parametrize(("given", "name"), list(cases()))
def test_f41_serve_refuses_and_names_it(
    given: Mapping[str, str], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ACCORD_DATABASE", "sqlite:///nowhere/at/all.db")
    for setting, value in given.items():
        monkeypatch.setenv(setting, value)
    assert main(["serve"]) == 2
    said = capsys.readouterr().err
    assert name in said
    assert all(line.strip().endswith((".", "secret-key", "xoxb-", "xapp-", "…")) for line in said.splitlines()), said
    assert not [value for value in given.values() if "canary" in value and value.strip() in said]
    assert KEY not in said


@pytest.mark.parametrize("good", [ONE, MANY, TEAMS, WATCH])
def test_f41_the_same_settings_without_the_fault_are_taken(good: Mapping[str, str]) -> None:
    read_settings(good)
