"""The settings of Teams: all or none, nothing half, and no log-in switched off by an empty value."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import BadSettings, read_settings
from bot.teams_settings import ADDRESSES, NAMES, TeamsSettings

APP, TENANT, OTHER = (
    "01234567-89ab-cdef-0123-456789abcdef",
    "fedcba98-7654-3210-fedc-ba9876543210",
    "00112233-4455-6677-8899-aabbccddeeff",
)
SECRET = "0aB8Q~canary-0123456789-abcdef"
TEAMS = {"TEAMS_APP_ID": APP, "TEAMS_APP_PASSWORD": SECRET, "TEAMS_TENANT_ID": TENANT}
PLAYGROUND = {"TEAMS_DEVELOPMENT": "playground"}
TESTS = {
    **TEAMS,
    "TEAMS_OPENID_URL": "http://127.0.0.1:1/openid",
    "TEAMS_LOGIN_URL": "http://127.0.0.1:1",
    "TEAMS_SERVICE_HOSTS": "127.0.0.1:4000",
}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(BadSettings) as refused:
        read_settings(environment)
    assert "canary" not in str(refused.value)
    return str(refused.value)


def test_without_any_there_is_no_teams() -> None:
    assert read_settings({}).teams is None


def test_a_bot_of_one_tenant() -> None:
    settings = read_settings({**TEAMS, "TEAMS_APP_ID": APP.upper()})
    assert settings.teams == TeamsSettings(APP, SECRET, (TENANT,))
    assert settings.local_workspace is False
    assert "canary" not in repr(settings)


def test_several_tenants_are_listed_with_commas() -> None:
    settings = read_settings({**TEAMS, "TEAMS_TENANT_ID": f"{TENANT.upper()}, {OTHER}"})
    assert settings.teams is not None
    assert settings.teams.tenants == (TENANT, OTHER)


def test_another_cloud_is_named_by_its_host() -> None:
    settings = read_settings({**TEAMS, "TEAMS_SERVICE_HOSTS": "smba.infra.dod.teams.microsoft.us, Canada.example.com"})
    assert settings.teams is not None
    assert settings.teams.service_hosts == ("smba.infra.dod.teams.microsoft.us", "canada.example.com")


def test_a_test_has_its_own_addresses_on_this_machine() -> None:
    settings = read_settings(TESTS)
    assert settings.teams is not None
    assert (settings.teams.openid_url, settings.teams.service_hosts) == (
        "http://127.0.0.1:1/openid",
        ("127.0.0.1:4000",),
    )


def test_the_playground_needs_no_credentials_and_takes_none() -> None:
    settings = read_settings(PLAYGROUND)
    assert settings.teams == TeamsSettings(development=True)
    assert settings.local_workspace is False
    assert "TEAMS_APP_ID is not for TEAMS_DEVELOPMENT" in refusal({**PLAYGROUND, **TEAMS})


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "accord.example.com", ""])  # noqa: S104  # to be refused
def test_the_log_in_is_never_off_where_others_can_reach_it(host: str) -> None:
    assert "ACCORD_HOST must stay 127.0.0.1" in refusal({**PLAYGROUND, "ACCORD_HOST": host})


@pytest.mark.parametrize("missing", TEAMS)
@pytest.mark.parametrize("value", ["", "  ", None])
def test_half_of_it_is_refused_and_never_means_no_log_in(missing: str, value: str | None) -> None:
    given = {name: text for name, text in TEAMS.items() if name != missing}
    said = refusal(given if value is None else {**given, missing: value})
    assert f"{missing} is missing: Teams needs TEAMS_APP_ID, TEAMS_APP_PASSWORD, TEAMS_TENANT_ID together." in said


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"TEAMS_APP_ID": ""}, "TEAMS_APP_ID is empty"),
        (dict.fromkeys(TEAMS, ""), "TEAMS_APP_PASSWORD is empty"),
        ({"TEAMS_DEVELOPMENT": ""}, "TEAMS_DEVELOPMENT is empty"),
        ({"TEAMS_DEVELOPMENT": "1"}, "TEAMS_DEVELOPMENT must be playground"),
        ({**TEAMS, "TEAMS_APP_ID": "canary"}, "TEAMS_APP_ID must be"),
        ({**TEAMS, "TEAMS_APP_ID": APP.replace("-", "")}, "TEAMS_APP_ID must be"),
        ({**TEAMS, "TEAMS_APP_ID": "00000000-0000-0000-0000-000000000000"}, "TEAMS_APP_ID must be"),
        ({**TEAMS, "TEAMS_TENANT_ID": "canary.onmicrosoft.com"}, "TEAMS_TENANT_ID must be"),
        ({**TEAMS, "TEAMS_TENANT_ID": f"{TENANT},"}, "TEAMS_TENANT_ID must be"),
        ({**TEAMS, "TEAMS_TENANT_ID": f"{TENANT},{TENANT}"}, "same tenant twice"),
        ({**TEAMS, "TEAMS_APP_PASSWORD": "canary"}, "TEAMS_APP_PASSWORD is too short"),
        ({**TEAMS, "TEAMS_APP_PASSWORD": "a" * 40}, "TEAMS_APP_PASSWORD is too short or too simple"),
        ({**TEAMS, "TEAMS_APP_PASSWORD": OTHER}, "id of a client secret. Please copy its value"),
        ({**TESTS, "TEAMS_OPENID_URL": "https://login.example.com/"}, "TEAMS_OPENID_URL is for tests only"),
        ({**TESTS, "TEAMS_LOGIN_URL": "http://192.0.2.7/"}, "TEAMS_LOGIN_URL is for tests only"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "127.0.0.1"}, "names this machine, which is for tests only"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "localhost:4000"}, "names this machine, which is for tests only"),
        ({**TESTS, "TEAMS_SERVICE_HOSTS": "127.0.0.1:x"}, "TEAMS_SERVICE_HOSTS must be names"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "169.254.169.254"}, "TEAMS_SERVICE_HOSTS must be names"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "10.0.0.1"}, "TEAMS_SERVICE_HOSTS must be names"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "https://smba.example.com"}, "TEAMS_SERVICE_HOSTS must be names"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "*.example.com"}, "TEAMS_SERVICE_HOSTS must be names"),
        ({**TEAMS, "TEAMS_SERVICE_HOSTS": "com"}, "TEAMS_SERVICE_HOSTS must be names"),
    ],
)
def test_what_cannot_work_is_refused_by_name(given: dict[str, str], named: str) -> None:
    assert named in refusal(given)


def test_every_setting_is_explained_but_those_of_tests() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "teams.md").read_text("utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in docs] == list(ADDRESSES)
