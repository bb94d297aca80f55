"""Everything the sandbox sends is a subset of the shapes that Slack publishes: no other field, no other JSON type.

The shapes in tests/shapes/ come from Slack's Java SDK (MIT), values blanked. Long nested lists are cut there, so what
stands in an empty list or object of a shape is not compared; nor are `blocks`, which are the app's own and checked on
their way in.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHAPES = Path(__file__).parents[1] / "shapes"
CX = "C0CXTEAM01"
OPAQUE = ("blocks", "state", "event_payload", "attachments")
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "3"}, "action_id": "level", "value": "3"}
MODAL: dict[str, Any] = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Assess"},
    "submit": {"type": "plain_text", "text": "Start"},
    "notify_on_close": True,
    "private_metadata": "kept",
    "blocks": [
        {"type": "actions", "block_id": "row", "elements": [BUTTON]},
        {
            "type": "input",
            "block_id": "subject",
            "label": {"type": "plain_text", "text": "Subject"},
            "element": {"type": "plain_text_input", "action_id": "name"},
        },
    ],
}


def misfits(value: Any, shape: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict) and isinstance(shape, dict):
        if _is_keyed_by_id(shape):
            shape = dict.fromkeys(value, next(iter(shape.values())))
        for key, inner in value.items():
            if key not in shape and shape:
                yield f"{place}.{key} is in no shape"
            elif key in shape and key not in OPAQUE:
                yield from misfits(inner, shape[key], f"{place}.{key}")
    elif isinstance(value, list) and isinstance(shape, list):
        for inner in value if shape else ():
            yield from misfits(inner, shape[0], f"{place}[]")
    elif _kind(value) != _kind(shape):
        yield f"{place} is {_kind(value)}, not {_kind(shape)}"


def _is_keyed_by_id(shape: dict[str, Any]) -> bool:
    return bool(shape) and all(re.fullmatch(r"C0[0-9A-Z_]{6,}", key) for key in shape)


def _kind(value: Any) -> str:
    return (
        "boolean" if isinstance(value, bool) else "number" if isinstance(value, int | float) else type(value).__name__
    )


def shape(name: str) -> Any:
    return json.loads((SHAPES / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("value", "against"),
    [({"b": 1}, {"a": 1}), ({"a": "1"}, {"a": 1}), ({"a": None}, {"a": ""}), ({"a": [{"b": 1}]}, {"a": [{"c": 1}]})],
)
def test_a_misfit_is_seen(value: Any, against: Any) -> None:
    assert list(misfits(value, against)) != []


def test_events_fit_their_shapes(slack: Any) -> None:
    dana = slack.person("dana")
    ts = dana.say("@cxbot 2")
    slack.person("sam").say("reply", thread=ts)
    slack.call("chat.postMessage", channel=CX, text="mine", thread_ts=ts, blocks=MODAL["blocks"][:1])
    slack.call("chat.postMessage", channel=CX, text="to all", thread_ts=ts, reply_broadcast=True)
    upload(slack)
    dana.edit(ts, "3")
    dana.delete(dana.say("wrong"))
    dana.open_home()
    slack.call("views.publish", user_id=dana.id, view={"type": "home", "blocks": MODAL["blocks"][:1]})
    dana.open_home()
    slack.call("conversations.join", channel="C0GENERAL1")
    slack.person("ellis", "C0PARTNER1").say("@cxbot from outside")
    dana.command("/archive")
    slack.settle()
    seen = set()
    for delivery in slack.app.deliveries:
        name = SHAPE_OF_EVENT[delivery["payload"]["event"].get("subtype") or delivery["payload"]["event"]["type"]]
        seen.add(name)
        assert list(misfits(delivery["payload"], shape(name))) == [], name
    assert sorted(seen) == sorted(SHAPE_OF_EVENT.values())


SHAPE_OF_EVENT = {
    "message": "event-MessagePayload",
    "app_mention": "event-AppMentionPayload",
    "message_changed": "event-MessageChangedPayload",
    "message_deleted": "event-MessageDeletedPayload",
    "thread_broadcast": "event-MessageThreadBroadcastPayload",
    "file_share": "event-MessageFileSharePayload",
    "app_home_opened": "event-AppHomeOpenedPayload",
    "member_joined_channel": "event-MemberJoinedChannelPayload",
    "channel_archive": "event-ChannelArchivePayload",
}


def test_commands_and_interactions_fit_their_shapes(slack: Any) -> None:
    dana = slack.person("dana")
    dana.command("/cx-assess acme")
    slack.settle()
    parent = dana.say("top")
    slack.call("chat.postMessage", channel=CX, text="which?", thread_ts=parent, blocks=MODAL["blocks"][:1])
    dana.click("3", thread=parent)
    slack.call("chat.postEphemeral", channel=CX, user=dana.id, text="psst", blocks=MODAL["blocks"][:1])
    dana.click("3")
    dana.shortcut("use_as_evidence", parent)
    slack.settle()
    slack.call("views.open", trigger_id=slack.app.payloads("/cx-assess")[0]["trigger_id"], view=MODAL)
    dana.click("3")
    assert dana.fill_and_submit({"Subject": "Acme"}) == {}
    slack.settle()
    slack.call("views.open", trigger_id=slack.app.payloads("block_actions")[-1]["trigger_id"], view=MODAL)
    dana.dismiss()
    slack.settle()
    command = slack.app.payloads("/cx-assess")[0]
    assert list(misfits(command | {"is_enterprise_install": False}, shape("SlashCommandPayload"))) == []
    for kind, name, number in (
        ("block_actions", "BlockActionPayload", 3),
        ("message_action", "MessageShortcutPayload", 1),
        ("view_submission", "ViewSubmissionPayload", 1),
        ("view_closed", "ViewClosedPayload", 1),
    ):
        payloads = slack.app.payloads(kind)
        assert len(payloads) == number
        assert [list(misfits(payload, shape(name))) for payload in payloads] == [[]] * number


def upload(slack: Any) -> str:
    given = slack.call("files.getUploadURLExternal", filename="chart.svg", length=5, alt_txt="A chart")
    assert slack.http.post(given["upload_url"], content=b"<svg>").status_code == 200
    slack.call("files.completeUploadExternal", files=[{"id": given["file_id"], "title": "Chart"}], channel_id=CX)
    return str(given["file_id"])


def test_answers_of_methods_fit_their_shapes(slack: Any) -> None:
    dana = slack.person("dana")
    dana.command("/cx-assess")
    slack.settle()
    trigger = slack.app.payloads("/cx-assess")[0]["trigger_id"]
    metadata = {"event_type": "a", "event_payload": {"b": 1}}
    post = slack.call("chat.postMessage", channel=CX, text="a", blocks=MODAL["blocks"][:1], metadata=metadata)
    slack.call("reactions.add", channel=CX, name="eyes", timestamp=post["ts"])
    slack.call("chat.postMessage", channel=CX, text="b", thread_ts=post["ts"])
    file_id = upload(slack)
    opened = slack.call("views.open", trigger_id=trigger, view=MODAL)
    calls: list[tuple[str, dict[str, Any]]] = [
        ("auth.test", {}),
        ("chat.postEphemeral", {"channel": CX, "user": dana.id, "text": "c"}),
        ("chat.getPermalink", {"channel": CX, "message_ts": post["ts"]}),
        ("conversations.info", {"channel": CX}),
        ("conversations.info", {"channel": "C0PARTNER1"}),
        ("conversations.members", {"channel": CX, "limit": 2}),
        ("conversations.open", {"users": dana.id, "return_im": True}),
        ("conversations.replies", {"channel": CX, "ts": post["ts"], "include_all_metadata": True}),
        ("files.getUploadURLExternal", {"filename": "a.txt", "length": 3}),
        ("files.info", {"file": file_id}),
        ("team.info", {}),
        ("users.info", {"user": dana.id}),
        ("users.info", {"user": "U0ELLIS001"}),
        ("views.update", {"view_id": opened["view"]["id"], "view": MODAL, "hash": opened["view"]["hash"]}),
        ("views.publish", {"user_id": dana.id, "view": {"type": "home", "blocks": []}}),
        ("chat.update", {"channel": CX, "ts": post["ts"], "text": "d"}),
        ("chat.delete", {"channel": CX, "ts": post["ts"]}),
    ]
    assert list(misfits(post, shape("api-chat.postMessage"))) == []
    assert list(misfits(opened, shape("api-views.open"))) == []
    for method, arguments in calls:
        answer = slack.call(method, **arguments)
        assert answer["ok"], (method, answer)
        assert list(misfits(answer, shape(f"api-{method}"))) == [], method
    socket = slack.call("apps.connections.open", token="xapp-of-the-tests")
    assert list(misfits(socket, shape("api-apps.connections.open"))) == []
