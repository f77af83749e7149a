"""What each of Slack's error codes means, as one table.

Only a code that is surely a "no" is one here. The sentences are read after "The chat says: " and carry no names, words
or secrets. Codes: docs.slack.dev/reference/methods (chat.postMessage, chat.update, conversations.*, views.*, files.*,
pins.*).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class About(StrEnum):
    """What stands in the way."""

    WORKSPACE = "workspace"
    """The installation: nothing can be sent with this token."""
    CHANNEL = "channel"
    PERSON = "person"
    MESSAGE = "message"
    CONTENT = "content"
    """What is in the message: shorter or plainer, it may be taken."""
    REQUEST = "request"
    """How Accord asked; its own fault, or a permission it lacks."""
    TRAFFIC = "traffic"


class Verdict(StrEnum):
    """What becomes of the call."""

    REFUSED = "refused"
    GONE = "gone"
    WAIT = "wait"
    UNREACHABLE = "unreachable"
    PERHAPS = "perhaps"


@dataclass(frozen=True)
class Meaning:
    """What a code means. `words`: for people, without a full stop at the end. `wait`: with Verdict.WAIT."""

    verdict: Verdict
    about: About
    words: str
    wait: timedelta = timedelta()

    @property
    def pauses(self) -> bool:
        """Whether nothing can be sent in this workspace until it is connected again."""
        return self.about is About.WORKSPACE and self.verdict is Verdict.REFUSED


def _all(verdict: Verdict, about: About, words: str, codes: str, minutes: int = 0) -> Mapping[str, Meaning]:
    meaning = Meaning(verdict, about, words, timedelta(minutes=minutes))
    return dict.fromkeys(codes.split(), meaning)


_NO, _GONE = Verdict.REFUSED, Verdict.GONE
_AGAIN = "Whoever manages Accord connects it to the workspace again"
_ADMIN = "A Slack administrator can allow it"
_OURS = "Slack could not make sense of what Accord sent; whoever runs Accord finds it in the log"
_NOT_SURE = "Slack had an error of its own and cannot say whether it was done"

MEANINGS: Mapping[str, Meaning] = {
    # the workspace: the token is of no use
    **_all(_NO, About.WORKSPACE, f"Accord was removed from the Slack workspace. {_AGAIN}", "token_revoked"),
    **_all(_NO, About.WORKSPACE, f"Accord's account in Slack is switched off. {_AGAIN}", "account_inactive"),
    **_all(_NO, About.WORKSPACE, f"Slack does not accept Accord's token. {_AGAIN}", "invalid_auth not_authed"),
    **_all(_NO, About.WORKSPACE, f"Accord's token for Slack has expired. {_AGAIN}", "token_expired"),
    **_all(_NO, About.WORKSPACE, f"this is not the token of a bot. {_AGAIN}", "not_allowed_token_type"),
    **_all(
        _NO, About.WORKSPACE, f"Accord is not allowed into this Slack workspace. {_AGAIN}", "team_access_not_granted"
    ),
    **_all(_NO, About.WORKSPACE, "Slack does not let Accord in from this network. " + _ADMIN, "accesslimited"),
    # the workspace: for a while
    **_all(
        Verdict.WAIT, About.WORKSPACE, "the workspace is being moved", "org_login_required team_added_to_org", minutes=5
    ),
    **_all(
        Verdict.WAIT, About.TRAFFIC, "too many messages", "ratelimited rate_limited message_limit_exceeded", minutes=1
    ),
    # permissions
    **_all(
        _NO,
        About.REQUEST,
        "the Slack app lacks a permission. Whoever manages Accord installs it again with it",
        "missing_scope",
    ),
    **_all(
        _NO,
        About.REQUEST,
        f"Slack does not allow Accord to do this. {_ADMIN}",
        "access_denied no_permission enterprise_is_restricted two_factor_setup_required not_allowed",
    ),
    **_all(_NO, About.REQUEST, f"the Slack administrators have suspended posting. {_ADMIN}", "ekm_access_denied"),
    # channels
    **_all(
        _NO,
        About.CHANNEL,
        "the channel is archived. Somebody who manages it can bring it back, or the project can name another",
        "is_archived is_inactive",
    ),
    **_all(
        _GONE,
        About.CHANNEL,
        "there is no such channel, or it is private and Accord was not invited. Somebody in it can type /invite "
        "@Accord there",
        "channel_not_found",
    ),
    **_all(
        _NO,
        About.CHANNEL,
        "Accord is not in the channel. Somebody in it can type /invite @Accord there",
        "not_in_channel",
    ),
    **_all(
        _NO,
        About.CHANNEL,
        f"only some people may post in this channel. {_ADMIN}",
        "restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel "
        "not_allowed_in_channel",
    ),
    **_all(
        _NO,
        About.CHANNEL,
        "Accord cannot take part in this kind of conversation. The project needs an ordinary channel",
        "method_not_supported_for_channel_type channel_is_limited_access channel_type_not_supported",
    ),
    **_all(
        _NO, About.CHANNEL, "the channel is full. Somebody has to leave it before Accord can join", "too_many_members"
    ),
    **_all(
        _NO,
        About.CHANNEL,
        "the channel belongs to another workspace. Accord has to be installed there",
        "team_not_found",
    ),
    # threads: the message can go without its thread
    **_all(
        _NO,
        About.MESSAGE,
        "Slack takes no replies to that message",
        "restricted_action_non_threadable_channel cannot_reply_to_message thread_not_found invalid_thread_ts "
        "thread_locked",
    ),
    # messages
    **_all(
        _GONE,
        About.MESSAGE,
        "the message is not there any more",
        "message_not_found cant_update_message edit_window_closed cant_update_deleted_message",
    ),
    **_all(_NO, About.MESSAGE, "the message is pinned already", "already_pinned"),
    **_all(_NO, About.MESSAGE, "the message is not pinned", "no_pin not_pinned"),
    **_all(_NO, About.MESSAGE, "Slack does not pin this message", "not_pinnable too_many_pins bad_timestamp"),
    **_all(_NO, About.CHANNEL, f"only some people may pin messages in this channel. {_ADMIN}", "permission_denied"),
    # people
    **_all(_GONE, About.PERSON, "the Slack account is deactivated", "user_disabled user_deactivated"),
    **_all(_GONE, About.PERSON, "there is no such Slack account", "user_not_found users_not_found"),
    **_all(
        _NO,
        About.PERSON,
        "Slack does not let Accord write to this account. The person can be reached another way",
        "user_not_visible cannot_dm_bot cannot_dm_user invalid_user_combination user_not_in_channel "
        "user_is_restricted user_is_bot not_in_dm im_not_allowed",
    ),
    **_all(
        _NO,
        About.PERSON,
        "messages to Accord are switched off in its Slack app. Whoever manages Accord switches on the Messages tab "
        "under App Home",
        "messages_tab_disabled",
    ),
    # what is in the message
    **_all(
        _NO,
        About.CONTENT,
        "the message is too long for Slack",
        "msg_too_long msg_blocks_too_long view_too_large too_many_attachments metadata_too_large",
    ),
    **_all(
        _NO,
        About.CONTENT,
        "Slack cannot show a part of the message",
        "invalid_blocks invalid_blocks_format invalid_attachments block_mismatch no_text invalid_metadata_format "
        "invalid_metadata_schema metadata_must_be_sent_from_app duplicate_external_id",
    ),
    # forms and the Home tab
    **_all(
        _NO,
        About.REQUEST,
        "the form could not be opened in time. Please press again",
        "expired_trigger_id exchanged_trigger_id invalid_trigger_id trigger_expired trigger_exchanged",
    ),
    **_all(
        _NO, About.REQUEST, "this has changed meanwhile", "hash_conflict push_limit_reached view_not_found not_found"
    ),
    **_all(_NO, About.REQUEST, "the Home tab is switched off in the Slack app", "not_enabled"),
    # pictures
    **_all(
        _NO,
        About.REQUEST,
        "Slack does not take the picture",
        "file_not_found file_update_failed posting_to_channel_denied blocked_file_type file_upload_size_restricted "
        "storage_limit_reached slack_connect_file_upload_sharing_blocked slack_connect_file_link_sharing_blocked "
        "unknown_subtype unknown_snippet_type snippet_too_large alt_txt_too_large malware_detected",
    ),
    # an error of Accord's own
    **_all(
        _NO,
        About.REQUEST,
        _OURS,
        "invalid_arguments invalid_arg_name invalid_array_arg invalid_charset invalid_form_data invalid_post_type "
        "missing_post_type invalid_json json_not_object invalid_name invalid_cursor invalid_limit "
        "invalid_ts_latest invalid_ts_oldest invalid_types method_deprecated deprecated_endpoint unknown_method "
        "missing_argument as_user_not_supported users_list_not_supplied not_enough_users too_many_users",
    ),
    # surely not done, and worth another try
    **_all(Verdict.UNREACHABLE, About.TRAFFIC, "Slack did not get the whole of it", "request_timeout"),
    **_all(Verdict.UNREACHABLE, About.CHANNEL, "the channel is being moved", "external_channel_migrating"),
    # perhaps done
    **_all(Verdict.PERHAPS, About.TRAFFIC, _NOT_SURE, "internal_error fatal_error service_unavailable update_failed"),
}
