"""What Teams sends, read: each thing into what somebody asks, and exactly that."""

from __future__ import annotations

import pytest

from adapters.shapes import NotOurs
from adapters.teams.asked import ActionFetched, Asked, DialogFetched, Ignored, Pointed, Pressed, Typed
from adapters.teams.hosts import is_connector, is_drive, is_safe, same_host
from adapters.teams.inbound import parse, tenant_in
from adapters.teams.ports import Conversation, Scope
from adapters.teams.spoken import Mention, link_in, plain, words
from flows.plain import Plain
from tests.adapters.teams.said import (
    AT_ACCORD,
    BOT,
    CHANNEL,
    GROUP,
    PERSONAL,
    SERVICE,
    TENANT,
    activity,
    dialog,
    execute,
    invoke,
    message,
)


def origin_of(asked: Asked) -> Conversation:
    assert not isinstance(asked, Ignored)
    return asked.origin.conversation


def test_a_personal_chat_is_kept_with_its_person() -> None:
    asked = parse(message("Hello"))
    assert isinstance(asked, Typed)
    assert origin_of(asked) == Conversation(
        Scope.PERSONAL, PERSONAL, SERVICE, TENANT, BOT, user_id="aad-ana", member_id="29:ana"
    )
    assert (asked.text, asked.origin.zone, asked.origin.name) == ("Hello", "Europe/Warsaw", "Ana")


def test_a_channel_is_kept_without_its_thread_and_without_a_person() -> None:
    asked = parse(message("Hello", CHANNEL, thread="1700000000001"))
    assert origin_of(asked) == Conversation(
        Scope.CHANNEL, CHANNEL, SERVICE, TENANT, BOT, team_id="19:team@thread.tacv2", name="line-3"
    )
    assert isinstance(asked, Typed)
    assert asked.origin.thread == "1700000000001"


@pytest.mark.parametrize(("told", "scope"), [("groupChat", Scope.GROUP), ("channel", Scope.CHANNEL)])
def test_the_kind_of_a_conversation_is_teams_own_word(told: str, scope: Scope) -> None:
    sent = {**message(), "entities": [AT_ACCORD]}
    sent["conversation"] = {"id": GROUP, "conversationType": told, "tenantId": TENANT}
    assert origin_of(parse(sent)).scope is scope


def test_a_conversation_without_a_kind_is_personal_unless_it_is_a_group() -> None:
    sent = {**message(), "entities": [AT_ACCORD]}
    sent["conversation"] = {"id": "x", "tenantId": TENANT}
    assert origin_of(parse(sent)).scope is Scope.PERSONAL
    sent["conversation"] = {"id": "x", "tenantId": TENANT, "isGroup": True}
    assert origin_of(parse(sent)).scope is Scope.GROUP


def test_ids_are_compared_in_small_letters() -> None:
    sent = message()
    sent["from"] = {"id": "29:ana", "aadObjectId": "AAD-ANA"}
    asked = parse(sent)
    assert isinstance(asked, Typed)
    assert asked.origin.user_id == "aad-ana"


def test_a_press_keeps_its_data_as_it_came() -> None:
    data: dict[str, Plain] = {"accord": "{}", "field.x": " a\u202eb ", "n": None}
    asked = parse(execute(data, card="1001"))
    assert isinstance(asked, Pressed)
    assert (asked.data, asked.invoked, asked.card_id, asked.origin.timed) == (data, True, "1001", True)


def test_a_dialog_keeps_its_data() -> None:
    asked = parse(dialog("task/fetch", {"accord": "{}"}))
    assert isinstance(asked, DialogFetched)
    assert asked.data == {"accord": "{}"}


def test_an_action_on_a_message_of_an_app_has_its_name_and_no_person() -> None:
    said: Plain = {
        "from": {"application": {"displayName": "Alarm bot"}},
        "body": {"contentType": "text", "content": "Line <3> stands"},
        "linkToMessage": "https://evil.example/l/message/1",
        "createdDateTime": "yesterday",
    }
    asked = parse(invoke("composeExtension/fetchTask", {"commandId": "record_decision", "messagePayload": said}))
    assert isinstance(asked, ActionFetched)
    assert (asked.command, asked.message) == ("record_decision", Pointed("Line <3> stands", "", "Alarm bot", "", ""))


def test_two_tenants_in_one_activity_are_none() -> None:
    sent = activity("message", channelData={"tenant": {"id": "other"}})
    with pytest.raises(NotOurs):
        tenant_in(sent)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<at>Accord</at> hi", "hi"),
        ("<at>Accord</at>&nbsp;\xa0hi<at>Accord</at>", "hi"),
        ("<at>ACCORD</at> hi", "<at>ACCORD</at> hi"),
        ("Accord, ask <at>Ben</at>", "Accord, ask Ben Ode"),
        ("a < b & c > d &amp; **bold** [x](y)", "a < b & c > d &amp; **bold** [x](y)"),
        ("tidy\u202e\x00\ud800", "tidy\ufffd"),
        ("\u200b\u200b", ""),
    ],
)
def test_words_are_read_as_people_read_them(text: str, read: str) -> None:
    mentions = [Mention(BOT, "Accord", "<at>Accord</at>"), Mention("29:ben", "Ben Ode", "<at>Ben</at>")]
    assert words(text, [*mentions, Mention("29:x", "X", "")], BOT) == read


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<div><p>One&nbsp;<b>two</b></p>\n<p>three &lt;b&gt;</p></div>", "One two\nthree <b>"),
        ("<ul><li>a</li><li>b</li></ul>c<br>d", "a\nb\nc\nd"),
        ("<style>p{}</style>x<script>y</script>z", "xz"),
        ("<p>broken <b", "broken <b"),
        ("", ""),
    ],
)
def test_the_markup_of_a_message_is_left_out(html: str, read: str) -> None:
    assert plain(html) == read


@pytest.mark.parametrize(
    "url",
    [
        "http://teams.microsoft.com/l/message/1",
        "https://teams.microsoft.com.evil.example/",
        "https://evilteams.microsoft.com/",
        "https://me@teams.microsoft.com/",
        "javascript:alert(1)",
        "https://teams.microsoft.com/ x",
        "https://[",
        "https://teams.microsoft.com/" + "x" * 3000,
    ],
)
def test_only_links_to_teams_itself_are_kept(url: str) -> None:
    assert link_in(url) == ""
    assert link_in("https://teams.microsoft.com/l/message/19:x@thread.tacv2/1?a=b") != ""


def test_connectors_are_teams_own_or_named_for_tests() -> None:
    assert is_connector("https://smba.trafficmanager.net/emea/")
    assert is_connector("https://smba.trafficmanager.net:443/emea/")
    assert is_connector("http://127.0.0.1:9000/x", {"127.0.0.1:9000"})
    assert is_connector("http://localhost:7/", {"localhost"})
    assert not is_connector("http://127.0.0.1:9001/x", {"127.0.0.1:9000"})
    assert not is_connector("http://gov.example/", {"gov.example"})
    assert is_connector("https://gov.example/", {"gov.example"})
    assert not is_connector("ftp://127.0.0.1:9000/x", {"127.0.0.1:9000"})


def test_keys_come_from_one_server() -> None:
    assert same_host("https://a.example/x", "https://a.example/y")
    assert not same_host("https://a.example/x", "https://b.example/x")
    assert not same_host("https://a.example/x", "http://a.example/x")
    assert not same_host("https://a.example/x", "https://a.example@b.example/")
    assert is_safe("http://127.0.0.1:1/")
    assert not is_safe("http://a.example/")


def test_a_file_of_teams_lies_at_sharepoint_and_nowhere_else() -> None:
    assert is_drive("https://contoso-my.sharepoint.com/personal/ben/_layouts/15/download.aspx?tempauth=v1.eyJ0")
    assert is_drive("http://127.0.0.1:9000/drive/x?tempauth=key", {"127.0.0.1:9000"})
    for url in (
        "http://contoso.sharepoint.com/x",
        "https://sharepoint.com.example.com/x",
        "https://examplesharepoint.com/x",
        "https://user@contoso.sharepoint.com/x",
        "https://contoso.sharepoint.com:8443/x",
        "https://127.0.0.1/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://contoso.sharepoint.com\\@example.com/",
        "",
    ):
        assert not is_drive(url), url
