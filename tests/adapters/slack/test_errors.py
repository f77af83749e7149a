"""What Slack's errors become: the whole table, and what is not in it."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import pytest

from adapters.platform import Ambiguous, Gone, PlatformError, Refused, Throttled, Unreachable
from adapters.slack.errors import Unfamiliar, about_of, answered, code_of, failed_on_the_way, refusal, wait_in
from adapters.slack.meanings import MEANINGS, About, Verdict
from flows.plain import Plain

BECOMES: dict[Verdict, type[PlatformError]] = {
    Verdict.REFUSED: Refused,
    Verdict.GONE: Gone,
    Verdict.WAIT: Throttled,
    Verdict.UNREACHABLE: Unreachable,
    Verdict.PERHAPS: Ambiguous,
}
# slack.md §2-§5 and the error lists of the methods that are called: none may be missing from the table
DOCUMENTED = """
    ratelimited rate_limited message_limit_exceeded token_revoked account_inactive invalid_auth token_expired
    missing_scope team_access_not_granted not_allowed_token_type not_authed org_login_required ekm_access_denied
    is_archived not_in_channel channel_not_found restricted_action restricted_action_read_only_channel
    restricted_action_thread_only_channel restricted_action_non_threadable_channel messages_tab_disabled
    user_disabled user_not_visible user_not_found cannot_dm_bot msg_too_long msg_blocks_too_long invalid_blocks
    metadata_too_large invalid_metadata_format invalid_metadata_schema message_not_found cant_update_message
    edit_window_closed expired_trigger_id exchanged_trigger_id invalid_trigger_id hash_conflict not_enabled
    view_too_large internal_error fatal_error service_unavailable request_timeout team_added_to_org
    no_permission access_denied accesslimited enterprise_is_restricted invalid_arguments no_text
    too_many_attachments is_inactive update_failed method_not_supported_for_channel_type too_many_members
    external_channel_migrating
""".split()  # noqa: SIM905  # sixty lines otherwise
PAUSES = {"token_revoked", "account_inactive", "invalid_auth", "not_authed", "token_expired", "not_allowed_token_type",
          "team_access_not_granted", "accesslimited"}  # fmt: skip


@pytest.mark.parametrize("code", MEANINGS)
def test_every_code_becomes_the_error_of_its_row(code: str) -> None:
    meaning = MEANINGS[code]
    error = answered(200, {}, {"ok": False, "error": code})
    assert isinstance(error, BECOMES[meaning.verdict])
    assert sum(isinstance(error, kind) for kind in BECOMES.values()) == 1
    if isinstance(error, Refused | Gone):
        assert str(error) == meaning.words
        assert (code_of(error), about_of(error)) == (code, meaning.about)
    if isinstance(error, Throttled):
        assert error.retry_after >= timedelta(minutes=1)


@pytest.mark.parametrize("code", MEANINGS)
def test_every_sentence_can_be_read_to_a_person(code: str) -> None:
    words = MEANINGS[code].words
    assert not words.endswith("."), "it stands before a full stop"
    assert "!" not in words
    assert len(words) < 200
    assert code not in words
    assert "_" not in words


def test_no_documented_code_is_missing() -> None:
    assert not [code for code in DOCUMENTED if code not in MEANINGS]


def test_only_a_token_of_no_use_pauses_a_workspace() -> None:
    assert {code for code, meaning in MEANINGS.items() if meaning.pauses} == PAUSES


@pytest.mark.parametrize("code", ["brand_new_code", "", "Weird <b>&"])
def test_an_unknown_code_is_treated_as_perhaps(code: str) -> None:
    error = answered(200, {}, {"ok": False, "error": code})
    assert isinstance(error, Unfamiliar)
    assert isinstance(error, Ambiguous)
    assert about_of(error) is None
    assert "<" not in str(error)


def test_what_is_lacking_is_named() -> None:
    error = refusal("missing_scope", "chat:write,files:write")
    assert str(error).endswith("(chat:write,files:write)")
    assert about_of(error) is About.REQUEST


NO_CLEAR_ANSWER: list[tuple[int, Plain]] = [
    (200, None),
    (200, {"ok": False}),
    (200, {"ok": "false", "error": "is_archived"}),
    (200, {"error": "is_archived"}),
    (200, {"ok": False, "error": 7}),
    (200, ["ok"]),
    (403, None),
    (408, None),
    (500, {"ok": False, "error": "is_archived"}),
    (502, None),
    (503, {"ok": False, "error": "service_unavailable"}),
]


@pytest.mark.parametrize(("status", "body"), NO_CLEAR_ANSWER)
def test_without_a_clear_no_it_was_perhaps_done(status: int, body: Plain) -> None:
    error = answered(status, {}, body)
    assert isinstance(error, Ambiguous)


@pytest.mark.parametrize("status", [200, 400, 404])
def test_a_clear_no_counts_whatever_the_status_of_the_request(status: int) -> None:
    assert isinstance(answered(status, {}, {"ok": False, "error": "is_archived"}), Refused)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("30", 30), ("0", 1), ("", 30), ("soon", 30), ("-5", 30), ("1.5", 30), ("999999999999", 3600), ("٣", 30)],
)
def test_a_wait_is_what_slack_says_within_reason(said: str, seconds: int) -> None:
    assert wait_in({"Retry-After": said}) == timedelta(seconds=seconds)
    error = answered(429, {"Retry-After": said}, None)
    assert isinstance(error, Throttled)
    assert error.retry_after == timedelta(seconds=seconds)


def test_a_wait_in_the_body_takes_its_length_from_the_header() -> None:
    error = answered(200, {"Retry-After": "7"}, {"ok": False, "error": "ratelimited"})
    assert isinstance(error, Throttled)
    assert error.retry_after == timedelta(seconds=7)


def test_no_connection_is_surely_not_sent_and_a_broken_one_perhaps() -> None:
    assert isinstance(failed_on_the_way(aiohttp.ConnectionTimeoutError()), Unreachable)
    for error in (
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientOSError(),
        TimeoutError(),
        aiohttp.SocketTimeoutError(),
    ):
        assert isinstance(failed_on_the_way(error), Ambiguous)
