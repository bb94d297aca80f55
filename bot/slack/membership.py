"""To which organisation a workspace belongs, as far as a delivery says so: its token serves all its workspaces.

Whole for one subject, though short: Slack says it in each kind of delivery at another place.
"""

from collections.abc import Mapping
from typing import Any

from bot.slack.payloads import BadPayloadError, Id, Payload, Text, read_payload


class _Home(Payload):
    id: Id | None = None
    team: Id | None = None
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_enterprise_install: bool | None = None


class _MadeFor(Payload):
    app_installed_team_id: Id | None = None


class _Whence(Payload):
    team_id: Id | None = None
    enterprise_id: Id | None = None
    is_ext_shared_channel: bool | None = None
    is_enterprise_install: bool | None = None
    authorizations: tuple[_Home, ...] | None = None
    team: Text | _Home | None = None
    enterprise: _Home | None = None
    user: Text | _Home | None = None
    message: _Home | None = None
    view: _MadeFor | None = None


def membership(body: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return a workspace and the organisation that it belongs to, where Slack says so of one and the same.

    Where two organisations share a channel, what stands side by side may be of both. What names no team at all is of
    that of the message, else of the person's own, as for ``_sender``. What comes by an installation of the workspace's
    own says nothing about the organisation's.
    """
    try:
        raw = read_payload(_Whence, body)
    except BadPayloadError:
        return None  # whoever takes it says so
    team, organisation = raw.team_id, raw.enterprise_id
    if isinstance(raw.team, _Home):
        team, organisation = raw.team.id, raw.team.enterprise_id or (raw.enterprise.id if raw.enterprise else None)
    elif raw.enterprise is not None:
        home = raw.user.team_id if isinstance(raw.user, _Home) else None
        team, organisation = (raw.message.team if raw.message else None) or home, raw.enterprise.id
    if raw.authorizations:
        theirs = raw.authorizations[0]
        if theirs.team_id is not None:
            team, organisation = theirs.team_id, theirs.enterprise_id
        elif raw.is_ext_shared_channel or theirs.enterprise_id != organisation:
            return None
    if raw.view is not None and raw.view.app_installed_team_id not in (None, team, organisation):
        return None
    if False in (raw.is_enterprise_install, *(each.is_enterprise_install for each in raw.authorizations or ())):
        return None
    return (team, organisation) if team and organisation and team != organisation else None
