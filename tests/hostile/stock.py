"""What is mutated: payloads taken down while people really used the bot, and kinds that it never asked for."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.payloads import sent_view
from bot.sandbox.person import Person
from tests.hostile.house import CX_TEAM, DANA, ELLIS, LEADS, OTHER_TEAM, PRIYA, RILEY, SHARED, TEAM, House, Place

Json = dict[str, Any]
OUTSIDER, STRANGER = "U0GRETA001", "U0NOBODY99"
CANARY = "heliotropewords"
"""A word that people say, and no log may."""


@dataclass(frozen=True, slots=True)
class Valid:
    """A payload as Slack sends it: an ``event`` as JSON, a ``command`` as a form, the rest as JSON in a form."""

    kind: str
    name: str
    payload: Json


def play(house: House) -> tuple[Valid, ...]:
    """Run an assessment with everything that people do, and give what Slack delivered meanwhile."""
    dana, priya = house.person("dana"), house.person("priya")
    dana.command("/cx-assess acme optimization")
    dana.wait_for(lambda seen: seen.modal())
    dana.choose("Target", "each")
    house.settle()
    dana.choose("Framework", "cx-matrix")
    house.settle()
    dana.choose("Framework", "cx-optimization")
    house.settle()
    assert dana.fill_and_submit({"subject": "Acme"}) == {}
    house.settle()
    thread = next(each["ts"] for each in reversed(dana.sees()) if each["bot"])
    said = dana.say(f"2, {CANARY} some journeys", thread)
    house.settle()
    for words in ("3 or 4", "3", "n/a - no stores", "back", "4", "skip", "7"):
        dana.say(words, thread)
        house.settle()
    dana.edit(said, f"3, {CANARY} all journeys")
    house.settle()
    _press_and_share(house, dana, priya, thread)
    dana.delete(said)
    _save(house, dana, priya, thread)
    _draft(house, dana)
    _remind(house, dana)
    dana.command("/cx-assess again")
    dana.wait_for(lambda seen: seen.modal())
    house.settle()
    recorded = [Valid(each["kind"], each["name"], each["request"]) for each in house.deliveries()]
    dana.close()
    priya.close()
    return (*recorded, *_never_asked_for(recorded, house))


def _press_and_share(house: House, dana: Person, priya: Person, thread: str) -> None:
    dana.click("Don't know", thread)
    house.settle()
    dana.click("1", thread)
    house.settle()
    dana.click("Change", thread)
    dana.wait_for(lambda seen: seen.modal())
    dana.choose("Dimension", "Root-cause analysis")
    house.settle()
    assert dana.fill_and_submit({"Level": "2"}) == {}
    for line in ("/cx-scorecard", "/cx-scorecard list", "/cx-scorecard help"):
        priya.command(line)
        house.settle()
    priya.click("Show")
    priya.click("Share in channel")
    house.settle()
    priya.click("Remove")
    priya.say(f"{CANARY} well done", thread)
    priya.say("3", thread)
    dana.open_home()


def _save(house: House, dana: Person, priya: Person, thread: str) -> None:
    """Save a message of the channel as evidence, use it and take it back, with everything that its form offers."""
    ts = priya.say(f"{CANARY} nobody owns the queue")
    house.settle()
    dana.shortcut("save_message", ts)
    dana.wait_for(lambda seen: seen.modal())
    dana.choose("What is assessed", "Acme · CX optimization readiness")
    house.settle()
    assert dana.fill_and_submit({"Dimension": "Root-cause analysis"}) == {}
    house.settle()
    dana.dismiss()
    dana.say("change root-cause", thread)
    house.settle()
    dana.click("Use as evidence", thread)
    house.settle()
    dana.command("/cx-scorecard saved")
    house.settle()
    dana.click("Take it back")
    house.settle()


def _draft(house: House, dana: Person) -> None:
    """Have the texts of a complete assessment drafted, and do everything with them."""
    dana.command("/cx-assess drafted matrix")
    dana.wait_for(lambda seen: seen.modal())
    assert dana.fill_and_submit({}) == {}
    house.settle()
    thread = next(each["ts"] for each in reversed(dana.sees()) if each["bot"])
    for words in (f"2, {CANARY} leads", "1", "2"):
        dana.say(words, thread)
        house.settle()
    for press in ("Draft notes and plan", "Accept", "Undo", "Discard"):
        dana.click(press, thread)
        house.settle()
    # with the plan out of the way it is a text that is edited first, and later an action
    for press, block in (
        ("Edit", ""),
        ("Undo", None),
        ("Accept all", None),
        ("Assign owners", "owner."),
        ("Edit", ""),
        ("Undo", None),
        ("Redraft", "hint"),
    ):
        dana.click(press, thread)
        house.settle()
        if block is not None:
            _fill_first(dana, block)
            house.settle()


def _remind(house: House, dana: Person) -> None:
    """Set a reminder in words and in the form, and do everything with it that the list offers."""
    for line in ("/cx-remind", "/cx-remind every 3 months on Monday 9:30", f"/cx-remind pause {CANARY}", "/cx-remind"):
        dana.command(line)
        house.settle()
    for press in ("A week later", "Skip once", "Pause", "Resume"):
        dana.click(press)
        house.settle()
    dana.click("Change")
    dana.wait_for(lambda seen: seen.modal())
    dana.choose("How often?", "own")
    house.settle()
    assert dana.fill_and_submit({"own": "every 5 weeks", "zone": "Asia/Kathmandu"}) == {}
    house.settle()
    dana.dismiss()
    for press in ("Remove", "Set a reminder"):
        dana.click(press)
        house.settle()
    dana.dismiss()


def _fill_first(dana: Person, block: str) -> None:
    """Fill and submit the first field of that kind in the open form; which draft stands last is not certain."""
    view = dana.wait_for(lambda seen: seen.modal())
    fields = [str(each["block_id"]) for each in view["blocks"] if each["type"] == "input"]
    first = next(each for each in fields if each.startswith(block))
    assert dana.fill_and_submit({first: "priya" if block == "owner." else f"{CANARY} words"}) == {}


def settle_elsewhere(house: House) -> dict[str, Place]:
    """Add assessments that nobody in the payloads may touch, and give where every assessment is."""
    house.start(TEAM, LEADS, RILEY, "Secret of the leads")
    house.start(OTHER_TEAM, CX_TEAM, DANA, "Of another workspace")
    house.start(TEAM, SHARED, PRIYA, "Shared with the partner")
    return house.where()


def _never_asked_for(recorded: list[Valid], house: House) -> list[Valid]:
    press = next(each.payload for each in recorded if each.name.startswith("press."))
    event = next(each.payload for each in recorded if each.kind == "event")
    command = next(each.payload for each in recorded if each.kind == "command")
    view = next((sent_view(each) for each in house.sandbox._world.views.values()), {})
    who = {name: press[name] for name in ("team", "user", "api_app_id", "token", "trigger_id")}
    message = {**who, "type": "message_action", "channel": press["channel"], "message": press["message"]}
    return [
        Valid("action", "view_closed", {**who, "type": "view_closed", "view": view, "is_cleared": False}),
        Valid("action", "shortcut", {**who, "type": "shortcut", "callback_id": "any", "action_ts": "1.1"}),
        Valid("action", "message_action", {**message, "callback_id": "any", "message_ts": "1.1"}),
        Valid("action", "block_suggestion", {**who, "type": "block_suggestion", "action_id": "a", "value": "x"}),
        Valid("action", "dialog_submission", {**who, "type": "dialog_submission", "callback_id": "any", "state": ""}),
        Valid(
            "action", "interactive_message", {**who, "type": "interactive_message", "callback_id": "x", "actions": []}
        ),
        Valid("action", "workflow_step_edit", {**who, "type": "workflow_step_edit", "callback_id": "any"}),
        *(_event(event, kind) for kind in ("app_uninstalled", "team_join", "reaction_added", "function_executed")),
        _event(event, "app_mention"),
        _event(event, "member_joined_channel"),
        Valid("event", "url_verification", {"type": "url_verification", "challenge": "c" * 40, "token": "t"}),
        Valid("event", "rate_limited", {"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1}),
        Valid("command", "ssl_check", {"ssl_check": "1", "token": "t"}),
        Valid("command", "/unknown", {**command, "command": "/cx-unknown"}),
    ]


def _event(like: Json, kind: str) -> Valid:
    return Valid("event", kind, {**like, "event": {**like["event"], "type": kind}})


IDS = (
    TEAM,
    OTHER_TEAM,
    "T0PARTNER1",
    "E0ENTERPR1",
    DANA,
    PRIYA,
    RILEY,
    ELLIS,
    OUTSIDER,
    STRANGER,
    "U0CXBOT001",
    "USLACKBOT",
)
PLACES = (CX_TEAM, LEADS, SHARED, "C0GENERAL1", "C0GLOBEX01", "C0NOWHERE1", "D0DANA0001", "D0PRIYA001")
