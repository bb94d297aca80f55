"""Every error that Slack documents for the methods that the bot calls, and what each means for us: one table.

Sources: the pages of the methods on docs.slack.dev, and the codes that are reported without being documented. Use cases
match on the meaning; nobody else keeps a list of codes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.core.errors import Meaning
from bot.slack.pacing import METHOD_TIERS

RESPONSE_URL: Final = "response_url"
UPLOAD_URL: Final = "upload_url"
POST, UPDATE, DELETE, WHISPER = "chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral"
_OPEN, _JOIN, _MEMBERS = "conversations.open", "conversations.join", "conversations.members"
_INFO = "conversations.info"
_HISTORY, _REPLIES, _PERSON = "conversations.history", "conversations.replies", "users.info"
VIEW_OPEN, _VIEW_UPDATE, _VIEW_PUBLISH = "views.open", "views.update", "views.publish"
UPLOAD, COMPLETE, DELETE_FILE = "files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"
GROUPS, GROUP_PEOPLE = "usergroups.list", "usergroups.users.list"
CANVAS, EDIT_CANVAS = "canvases.create", "canvases.edit"
ACCESS: Final = "oauth.v2.access"
FILE_INFO: Final = "files.info"
METHODS: Final = (POST, *METHOD_TIERS, RESPONSE_URL, ACCESS)
_SENDS = (POST, UPDATE, WHISPER, RESPONSE_URL)
_IN_CHANNELS = (POST, UPDATE, DELETE, WHISPER, COMPLETE, _JOIN, _HISTORY, _REPLIES, _MEMBERS, _INFO)
_VIEWS = (VIEW_OPEN, _VIEW_UPDATE, _VIEW_PUBLISH)


@dataclass(frozen=True, slots=True)
class ErrorRow:
    """What some errors of some methods mean. ``why`` and ``what_to_do`` are for people; both may be empty.

    ``maybe_done``: Slack says that a part of the call may have happened all the same.
    """

    methods: tuple[str, ...]
    codes: str
    meaning: Meaning
    why: str = ""
    what_to_do: str = ""
    maybe_done: bool = False


TOKEN_CODES: Final = frozenset(
    "account_inactive app_uninstalled invalid_auth not_authed team_disabled token_expired token_revoked".split()
)
"""Slack does not accept the token: for minutes, or since the bot was removed."""
_REINSTALL = "Ask whoever runs cxbot to install it in the workspace again"
_ADMIN = "Ask an admin of your Slack to allow it"
_INVITE = "Type `/invite @cxbot` there"
_UNARCHIVE = "Unarchive the channel"
TABLE: Final = (
    ErrorRow(
        METHODS,
        "fatal_error internal_error request_timeout service_unavailable",
        Meaning.WAIT,
        "Slack is out of order",
        maybe_done=True,
    ),
    ErrorRow(METHODS, "ratelimited rate_limited message_limit_exceeded", Meaning.WAIT, "Slack asks to wait"),
    ErrorRow(
        METHODS, "team_added_to_org org_login_required", Meaning.WAIT, "the workspace is moving to an organisation"
    ),
    ErrorRow(
        METHODS,
        " ".join(sorted(TOKEN_CODES)),
        Meaning.WAIT,
        "Slack does not accept the token of the bot",
        _REINSTALL,
    ),
    ErrorRow(METHODS, "not_installed", Meaning.WAIT, "cxbot was removed from the workspace", _REINSTALL),
    ErrorRow(
        METHODS,
        "missing_scope not_allowed_token_type team_access_not_granted",
        Meaning.TELL,
        "the app lacks a permission",
        f"{_REINSTALL}, with the manifest of its version",
    ),
    ErrorRow(METHODS, "ekm_access_denied", Meaning.TELL, "your admins have suspended messages", _ADMIN),
    ErrorRow(
        METHODS,
        "access_denied accesslimited enterprise_is_restricted no_permission two_factor_setup_required",
        Meaning.TELL,
        "the rules of your Slack do not let me",
        _ADMIN,
    ),
    ErrorRow(
        METHODS,
        "deprecated_endpoint insecure_request invalid_arg_name invalid_arguments invalid_array_arg invalid_charset"
        " invalid_form_data invalid_json invalid_post_type json_not_object method_deprecated missing_post_type"
        " unknown_method",
        Meaning.BUG,
    ),
    ErrorRow(_IN_CHANNELS, "not_in_channel", Meaning.INVITE, "I am not a member of it", _INVITE),
    ErrorRow(_IN_CHANNELS, "channel_not_found", Meaning.INVITE, "I am not a member of it, or it is gone", _INVITE),
    ErrorRow(_IN_CHANNELS, "is_archived is_inactive", Meaning.TELL, "it is archived", _UNARCHIVE),
    ErrorRow((POST, UPDATE, DELETE), "external_channel_migrating", Meaning.WAIT, "the channel is moving"),
    ErrorRow(
        (*_SENDS, DELETE),
        "posting_to_general_channel_denied restricted_action restricted_action_read_only_channel"
        " user_is_restricted send_on_behalf_not_allowed",
        Meaning.TELL,
        "only some may post there",
        "Ask an owner of the channel to let cxbot post there (in its settings, under Posting permissions)",
    ),
    ErrorRow(
        _SENDS,
        "restricted_action_thread_only_channel",
        Meaning.TELL,
        "only replies may be posted there",
        "Ask an owner of the channel to allow new messages",
    ),
    ErrorRow(
        _SENDS,
        "cannot_reply_to_message restricted_action_non_threadable_channel",
        Meaning.TELL,
        "replies in threads are not allowed there",
        "Ask an owner of the channel to allow them",
    ),
    ErrorRow(
        _SENDS,
        "restricted_action_thread_locked thread_locked",
        Meaning.TELL,
        "the thread is locked",
        "Ask an admin of your Slack to unlock it",
    ),
    ErrorRow(
        (*_SENDS, COMPLETE, _HISTORY, _REPLIES),
        "thread_not_found",
        Meaning.TELL,
        "the thread of the assessment is not there",
        "Press *Go on in a new thread* in the direct message about it",
    ),
    ErrorRow(
        _SENDS,
        "slack_connect_blocked_file_type slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked"
        " slack_connect_file_link_sharing_blocked slack_connect_lists_sharing_blocked",
        Meaning.TELL,
        "your admins have limited what is shared with other organisations",
        _ADMIN,
    ),
    ErrorRow(
        (*_SENDS, _OPEN),
        "messages_tab_disabled",
        Meaning.TELL,
        "the app takes no direct messages",
        "Ask whoever runs cxbot to switch its Messages tab on",
    ),
    ErrorRow(_SENDS, "invalid_blocks invalid_blocks_format msg_blocks_too_long", Meaning.FALL_BACK),
    ErrorRow(
        _SENDS,
        "as_user_not_supported attachment_payload_limit_exceeded cant_broadcast_message duplicate_channel_not_found"
        " duplicate_message_not_found invalid_attachments invalid_metadata_format invalid_metadata_schema"
        " invalid_thread_ts markdown_text_conflict metadata_must_be_sent_from_app metadata_too_large missing_file_data"
        " msg_too_long no_dual_broadcast_content_update no_text streaming_state_conflict team_not_found"
        " too_many_attachments too_many_contact_cards",
        Meaning.BUG,
    ),
    ErrorRow((UPDATE,), "block_mismatch cant_update_message edit_window_closed message_not_found", Meaning.GONE),
    ErrorRow((UPDATE,), "update_failed", Meaning.WAIT, "Slack is out of order", maybe_done=True),
    ErrorRow((DELETE,), "cant_delete_message compliance_exports_prevent_deletion message_not_found", Meaning.GONE),
    ErrorRow((WHISPER,), "is_bot user_not_found user_not_in_channel", Meaning.GONE),
    ErrorRow((RESPONSE_URL,), "cannot_find_service expired_url invalid_url no_address used_url", Meaning.GONE),
    ErrorRow((RESPONSE_URL,), "invalid_payload", Meaning.BUG),
    ErrorRow(
        (UPLOAD, COMPLETE),
        "file_type_not_allowed file_upload_size_restricted file_uploads_disabled file_uploads_except_images_disabled",
        Meaning.TELL,
        "your admins have limited which files may be uploaded",
        _ADMIN,
    ),
    ErrorRow(
        (UPLOAD, COMPLETE),
        "storage_limit_reached",
        Meaning.TELL,
        "your workspace has no room left for files",
        "Ask an admin of your Slack to make room",
    ),
    ErrorRow((UPLOAD,), "alt_txt_too_large missing_argument snippet_too_large unknown_snippet_type", Meaning.BUG),
    ErrorRow((COMPLETE,), "invalid_channel", Meaning.INVITE, "I am not a member of it, or it is gone", _INVITE),
    ErrorRow((COMPLETE,), "posting_to_channel_denied", Meaning.TELL, "only some may post there", _ADMIN),
    ErrorRow((COMPLETE,), "file_not_found", Meaning.GONE),
    ErrorRow((COMPLETE,), "file_update_failed", Meaning.WAIT, "Slack is out of order", maybe_done=True),
    ErrorRow((COMPLETE,), "channels_limit_exceeded invalid_blocks", Meaning.BUG),
    ErrorRow(
        (CANVAS, EDIT_CANVAS),
        "canvas_creation_failed canvas_disabled_user_team canvas_globally_disabled canvas_tab_creation_failed"
        " free_team_canvas_tab_already_exists free_team_not_allowed free_teams_cannot_create_non_tabbed_canvases"
        " restricted_action team_tier_cannot_create_channel_canvases",
        Meaning.FALL_BACK,
        "your Slack has no canvas for me",
        _ADMIN,
    ),
    ErrorRow((CANVAS,), "channel_not_found not_in_channel", Meaning.INVITE, "I am not a member of it", _INVITE),
    ErrorRow((EDIT_CANVAS,), "canvas_deleted canvas_not_found", Meaning.GONE),
    ErrorRow((EDIT_CANVAS,), "canvas_editing_failed", Meaning.FALL_BACK),
    ErrorRow(
        (DELETE_FILE,),
        "cant_delete_file delete_not_allowed file_deleted file_deleting_disabled file_not_found",
        Meaning.GONE,
    ),
    ErrorRow(
        (FILE_INFO,),
        "file_deleted file_not_found",
        Meaning.GONE,
        "the file is not in Slack any more",
        "Choose it again",
    ),
    ErrorRow(
        (FILE_INFO,),
        "file_not_given",
        Meaning.TELL,
        "Slack does not give me the file",
        f"Choose it again. If that does not help, {_REINSTALL[:1].lower()}{_REINSTALL[1:]}",
    ),
    ErrorRow(
        (_OPEN,),
        "cannot_dm_bot channel_not_found invalid_user_combination user_disabled user_not_found user_not_visible",
        Meaning.GONE,
    ),
    ErrorRow(
        (_OPEN,),
        "method_not_supported_for_channel_type not_enough_users too_many_users users_list_not_supplied",
        Meaning.BUG,
    ),
    ErrorRow(
        (_JOIN,),
        "is_bot method_not_supported_for_channel_type too_many_members user_is_restricted",
        Meaning.INVITE,
        "I cannot join it by myself",
        _INVITE,
    ),
    ErrorRow((_MEMBERS,), "membership_unknown", Meaning.TELL, "Slack does not say who is a member of it", _ADMIN),
    ErrorRow((_MEMBERS,), "fetch_members_failed", Meaning.WAIT, "Slack is out of order"),
    ErrorRow(
        (_MEMBERS, _HISTORY, _REPLIES),
        "invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest method_not_supported_for_channel_type"
        " pagination_not_available",
        Meaning.BUG,
    ),
    ErrorRow(
        (GROUPS, GROUP_PEOPLE),
        "cannot_use_usergroups plan_upgrade_required paid_teams_only",
        Meaning.TELL,
        "your Slack has no user groups",
        "Pick the people one by one",
    ),
    ErrorRow((GROUP_PEOPLE,), "no_such_subteam subteam_not_found", Meaning.GONE, "the user group is gone"),
    ErrorRow(
        (ACCESS,),
        "code_already_used code_expired invalid_code invalid_refresh_token oauth_authorization_url_mismatch",
        Meaning.GONE,
        "it is used up or too old",
        "Begin the installation again",
    ),
    ErrorRow(
        (ACCESS,),
        "bad_client_secret bad_redirect_uri invalid_client_id invalid_grant_type invalid_redirect_uri no_scopes"
        " invalid_scope preview_feature_not_available cannot_install_an_org_installed_app",
        Meaning.BUG,
    ),
    ErrorRow((_PERSON, _VIEW_PUBLISH), "user_not_found user_not_visible", Meaning.GONE),
    ErrorRow(
        (VIEW_OPEN,),
        "exchanged_trigger_id expired_trigger_id invalid_trigger invalid_trigger_id trigger_exchanged trigger_expired",
        Meaning.GONE,
        "it took too long",
    ),
    ErrorRow((_VIEW_UPDATE, _VIEW_PUBLISH), "hash_conflict not_found view_not_found", Meaning.GONE),
    ErrorRow(
        (_VIEW_PUBLISH,),
        "not_enabled",
        Meaning.TELL,
        "the app has no Home tab",
        "Ask whoever runs cxbot to switch it on",
    ),
    ErrorRow(_VIEWS, "duplicate_external_id push_limit_reached view_too_large", Meaning.BUG),
)

_BY_CLASS: Final = (
    (r"timeout|unavailable|migrat|internal|fatal|overload|tempor|try_again", Meaning.WAIT),
    (
        r"^(token|account|app|team)_.*(inactive|revoked|expired|uninstalled|disabled)$|^invalid_(auth|token)",
        Meaning.WAIT,
    ),
    (r"^(invalid|malformed|missing|bad|unknown|unsupported|too_many|no)_|_too_(long|large|many|big)$", Meaning.BUG),
)


@cache
def documented() -> Mapping[tuple[str, str], ErrorRow]:
    """Return the row of every method and code of the table."""
    return {(method, code): row for row in TABLE for method in row.methods for code in row.codes.split()}


def is_about_one(method: str, code: str) -> bool:
    """Whether an error concerns the workspace that was asked for, and not Slack as a whole or what was sent to it."""
    row = row_of(method, code) if code and not code.startswith("http_") else None
    return row is not None and not row.maybe_done and row.meaning in (Meaning.WAIT, Meaning.TELL)


def row_of(method: str, code: str) -> ErrorRow:
    """Return what an error means: by the table, else by what its name says. What says nothing is told to people."""
    row = documented().get((method, code))
    if row is not None:
        return row
    by_class = next((meaning for pattern, meaning in _BY_CLASS if re.search(pattern, code)), None)
    if by_class is None:
        return ErrorRow((method,), code, Meaning.TELL, f"Slack does not let me, and calls it `{code}`", _ADMIN)
    return ErrorRow((method,), code, by_class, f"Slack calls it `{code}`", maybe_done=by_class is Meaning.WAIT)
