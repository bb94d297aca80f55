"""Requests as Slack sends them, signed beforehand and as bytes, so that the load generator only writes and reads."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
TEAM, PERSON = "T1", "U1"
WORDS = "2, we map some journeys, for the shops at least"
SAID_IN = "179"
"""How the ts of every answer that is sent begins."""
_FIRST = 1_790_000_000  # when the first answer was typed, in seconds; the second dimension's 10 s later


def answer(thread: str, channel: str, step: int, text: str = WORDS, team: str = TEAM) -> bytes:
    """Give the delivery of the words typed in a thread; ``step`` counts from 0 and orders them."""
    ts = f"{_FIRST + 10 * step}.{thread.partition('.')[2]}"
    event = {
        "type": "message",
        "user": PERSON,
        "text": text,
        "ts": ts,
        "thread_ts": thread,
        "channel": channel,
        "channel_type": "channel",
        "team": team,
        "event_ts": ts,
        "client_msg_id": "5ae8bc5e-8a9e-4d4f-9d37-5d9d0f3d4b1c",
        "blocks": [
            {
                "type": "rich_text",
                "block_id": "Kx1",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
            }
        ],
    }
    envelope = {
        "token": "verification",
        "team_id": team,
        "api_app_id": "A1",
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{thread}{step}",
        "event_time": _FIRST + 10 * step,
        "authorizations": [
            {"enterprise_id": None, "team_id": team, "user_id": "UBOT", "is_bot": True, "is_enterprise_install": False}
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-bench",
    }
    return signed(json.dumps(envelope), "application/json")


def command(channel: str, words: str = "", team: str = TEAM) -> bytes:
    """Give the delivery of ``/cx-scorecard``."""
    form = {
        "token": "verification",
        "team_id": team,
        "team_domain": "bench",
        "channel_id": channel,
        "channel_name": "bench",
        "user_id": PERSON,
        "user_name": "dana",
        "command": "/cx-scorecard",
        "text": words,
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/T1/1/x",
        "trigger_id": "1.2.3",
    }
    return signed(urlencode(form), "application/x-www-form-urlencoded")


def signed(body: str, kind: str) -> bytes:
    """Give the whole HTTP request, signed now: it is good for five minutes."""
    stamp = str(int(time.time()))
    base = f"v0:{stamp}:{body}".encode()
    signature = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    content = body.encode()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        f"Accept-Encoding: gzip,deflate\r\nAccept: application/json,*/*\r\nX-Slack-Signature: {signature}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\nContent-Length: {len(content)}\r\nContent-Type: {kind}\r\n\r\n"
    )
    return head.encode() + content
