"""A form and a row of buttons for the tests of interactions, and the ways to bring them before a person."""

import json
from typing import Any


def plain(words: str) -> dict[str, str]:
    return {"type": "plain_text", "text": words}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


OPTIONS = [{"text": plain(name), "value": name.lower()} for name in ("Readiness", "Maturity")]
FIELDS = [
    field("Framework", {"type": "static_select", "action_id": "f", "options": OPTIONS}, dispatch_action=True),
    field("Subject", {"type": "plain_text_input", "action_id": "s", "max_length": 20}),
    field(
        "NPS",
        {
            "type": "number_input",
            "action_id": "n",
            "is_decimal_allowed": False,
            "min_value": "-100",
            "max_value": "100",
        },
        optional=True,
    ),
    field("Day", {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-22"}, optional=True),
    field("Mail", {"type": "email_text_input", "action_id": "m"}, optional=True),
]
BUTTONS = {
    "type": "actions",
    "block_id": "levels",
    "elements": [{"type": "button", "text": plain(str(n)), "action_id": f"level_{n}", "value": str(n)} for n in (1, 2)],
}


def modal(title: str = "Assess", **more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain(title), "submit": plain("Start"), "blocks": FIELDS, **more}


def trigger(slack: Any, who: Any) -> str:
    who.command("/cx-assess")
    slack.settle()
    return str(slack.app.payloads("/cx-assess")[-1]["trigger_id"])


def open_modal(slack: Any, who: Any, **more: Any) -> Any:
    answer = slack.call("views.open", trigger_id=trigger(slack, who), view=modal(**more))
    assert answer["ok"], answer
    return answer["view"]


def answer_forms_with(slack: Any, **answer: Any) -> None:
    def respond(delivery: dict[str, Any]) -> tuple[int, str]:
        return 200, json.dumps(answer) if delivery["payload"].get("type") == "view_submission" else ""

    slack.app.answer = respond
