"""Who may change what, read from a request's bytes and the places alone: knows nothing of the bot's code."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from tests.hostile.house import CX_TEAM, DANA, LEADS, PRIYA, RILEY, SHARED, TEAM, Place, Request

Json = dict[str, Any]
MEMBER_OF = {
    DANA: {CX_TEAM, "C0GENERAL1", SHARED},
    PRIYA: {CX_TEAM, "C0GENERAL1"},
    RILEY: {CX_TEAM, "C0GENERAL1", LEADS},
}
UNSEEN = frozenset({LEADS})
"""Channels that the bot is not in: what is started there is recorded, and shown to nobody before it is invited."""


def objections(request: Request, changed: Mapping[str, Place | None], after: Mapping[str, Place]) -> list[str]:
    """Say why the assessments that changed should not have; a place of None is an assessment that is new."""
    if not changed:
        return []
    if not request.genuine:
        return ["a request that Slack did not sign changed something"]
    payload = _payload(request)
    actor, teams = _actor(payload), set(_teams(payload))
    found = [f"a payload of {sorted(teams)} changed something in {TEAM}"] if teams != {TEAM} else []
    for key, before in changed.items():
        place = before or after[key]
        if place.workspace != TEAM:
            found.append(f"an assessment of workspace {place.workspace} changed")
        if place.respondent != actor:
            found.append(f"{actor} changed an assessment of {place.respondent}")
        if before is None and place.channel not in MEMBER_OF.get(place.respondent, set()) | UNSEEN:
            found.append(f"{actor} started an assessment in {place.channel}, which is not a channel of that person")
        if before is not None and _channel(payload) not in (place.channel, None):
            found.append(f"something said in {_channel(payload)} changed an assessment of {place.channel}")
    return found


def _payload(request: Request) -> Json:
    text = request.body.decode()
    if text.startswith("{"):
        found = json.loads(text)
    else:
        fields = dict(parse_qsl(text, keep_blank_values=True))
        found = json.loads(fields["payload"]) if "payload" in fields else fields
    assert isinstance(found, dict)
    return found


def _actor(payload: Json) -> str:
    if payload.get("type") == "event_callback":
        event = payload["event"]
        said = (
            event.get("message") or event.get("previous_message") if event.get("subtype") in _ABOUT_ANOTHER else event
        )
        return str(said.get("user") or "")  # what is of another type may name nobody
    return str(payload["user"]["id"] if isinstance(payload.get("user"), dict) else payload.get("user_id"))


_ABOUT_ANOTHER = ("message_changed", "message_deleted")


def _teams(payload: Json) -> Iterator[str]:
    """Give every workspace that a payload names as its own or as the actor's."""
    spots = [payload, payload.get("user"), payload.get("event"), *(payload.get("authorizations") or [])]
    event = payload.get("event") or {}
    if event.get("subtype") in _ABOUT_ANOTHER:
        spots.append(event.get("message") or event.get("previous_message"))
    for spot in spots:
        if isinstance(spot, dict):
            yield from (spot[name] for name in ("team_id", "user_team") if isinstance(spot.get(name), str))
    if isinstance(payload.get("team"), dict):
        yield payload["team"]["id"]
    view = payload.get("view")
    if isinstance(view, dict) and view.get("app_installed_team_id"):
        yield view["app_installed_team_id"]


def _channel(payload: Json) -> str | None:
    if payload.get("type") == "event_callback":
        return str(payload["event"]["channel"])
    channel = payload.get("channel")
    if isinstance(channel, dict):
        return str(channel["id"])
    return str((payload.get("container") or {}).get("channel_id")) if payload.get("type") == "block_actions" else None
