"""The deeds of the dialogs: the column ``does``, done by a person, by Slack, by the clock, by the bot."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft
from bot.core.plan.plan import Plan
from bot.sandbox.delivery import Parcel
from bot.use_cases.drafts import DraftPress, edit_draft
from bot.use_cases.ports import Deed
from tests.dialogs.stage import Json, Stage
from tests.dialogs.words import buttons_of, called, label_of, pressed_by

ACME = "T0ACME0001"
_QUOTED = re.compile(r"^“(.*)”$|^\"(.*)\"$")
_KINDS = {"message": "event", "press": "action", "form": "view", "command": "command"}


def do(stage: Stage, who: str, does: str) -> dict[str, str]:
    """Do what a row says and give the errors that a submitted form came back with, by block id."""
    if who in _OTHERS:
        _OTHERS[who](stage, does)
        return {}
    for pattern, deed in _DEEDS:
        if found := re.fullmatch(pattern, does):
            return deed(stage, who, *found.groups()) or {}
    _type(stage, who, does)
    return {}


def _type(stage: Stage, who: str, words: str) -> None:
    quoted = _QUOTED.fullmatch(words)
    text = (quoted[1] or quoted[2]) if quoted else words
    thread = stage.thread_ts(who)
    assert thread, f"{who} has no thread to type in"
    stage.person(who).say(text, thread)


def _command(stage: Stage, who: str, line: str) -> None:
    stage.person(who).command(line)


def _say_in_channel(stage: Stage, who: str, words: str) -> None:
    stage.person(who).say(words)


def _press(stage: Stage, who: str, label: str) -> None:
    person = stage.person(who)
    if person.modal():
        person.click(label)
        return
    _click(stage, who, label, *_button(stage, who, label, ""))


def _press_beside(stage: Stage, who: str, label: str, beside: str) -> None:
    _click(stage, who, label, *_button(stage, who, label, beside))


def _press_on_home(stage: Stage, who: str, label: str, beside: str | None) -> None:
    home = stage.looks(who)["home"]
    assert home, f"{who} has not opened Home"
    for block, button in buttons_of(home):
        if label_of(button) == label and (beside or "") in stage.words({"blocks": [block]}):
            where = {"view_id": home["id"]}
            stage.person(who).do("act", where=where, block_id=block["block_id"], action_id=button["action_id"])
            return
    raise AssertionError(f"Home has no button {label!r} beside {beside!r}; it says {stage.words(home)}")


def _press_twice(stage: Stage, who: str, label: str) -> None:
    message, block, button = _button(stage, who, label, "")
    stage.hold()  # or what the first leads to could take the button away from under the second
    _click(stage, who, label, message, block, button)
    _click(stage, who, label, message, block, button)
    stage.sandbox.settle()
    for parcel in stage.release():
        stage.sandbox._delivery.post(parcel)


def _button(stage: Stage, who: str, label: str, beside: str) -> tuple[Json, Json, Json]:
    """Find the newest button of that label in thread or channel; ``beside`` are words of its block or message."""
    messages = sorted([*stage.messages(who), *stage.thread(who)], key=lambda each: str(each["ts"]))
    offered = []
    for message in reversed(messages):
        found = []
        for block, button in buttons_of(message):
            offered.append(label_of(button))
            near = {"blocks": [block]} if block["type"] == "section" else message
            if pressed_by(label, button) is not None and beside in stage.words(near):
                found.append((message, block, button))
        if found:
            return next((each for each in found if beside in stage.words(_above(*each[:2]))), found[0])
    raise AssertionError(f"{who} sees no button {label!r} beside {beside!r}; there are {offered}")


def _above(message: Json, row: Json) -> Json:
    """Give the words that a row of buttons belongs to: the block above it; a section has its own."""
    place = message["blocks"].index(row)
    return {"blocks": [message["blocks"][place if row["type"] == "section" else max(place - 1, 0)]]}


def _click(stage: Stage, who: str, label: str, message: Json, block: Json, button: Json) -> None:
    where, given = {"channel": stage.channel, "ts": message["ts"]}, pressed_by(label, button) or {}
    stage.person(who).do("act", where=where, block_id=block["block_id"], action_id=button["action_id"], **given)


def _use_shortcut(stage: Stage, who: str, name: str, words: str) -> None:
    person, seen = stage.person(who), [*stage.messages(who), *stage.thread(who)]
    found = [each for each in seen if words in stage.words(each) or (not words and each.get("files"))]
    assert found, f"{who} sees no message {words!r}"
    offered = person.state()["app"]["shortcuts"]
    person.shortcut(next(each["callback_id"] for each in offered if each["name"] == name), str(found[-1]["ts"]))


def _fill(stage: Stage, who: str, fields: str) -> dict[str, str]:
    given = dict(_field(each) for each in fields.split("; ") if each.strip())
    labels = [each["label"]["text"] for each in (stage.form(who) or {"blocks": []})["blocks"] if "label" in each]
    return stage.person(who).fill_and_submit({called(name, labels): value for name, value in given.items()})


def _field(assignment: str) -> tuple[str, str]:
    name, sign, value = assignment.partition(" = ")
    assert sign, f"{assignment!r} is no field: write 'Name = value'"
    return name.strip(), value.strip()


def _plan(stage: Stage, who: str, actions: str) -> None:
    """Accept the newest plan in the words of the row: ``what by day, measure`` each. Forms would take a dozen rows."""
    person, store = stage.person(who).id, stage.service.store
    with store.reading() as view:
        line = next(each for each in view.lines(ACME, stage.channel) if view.drafts(ACME, each.id))
        draft = next(each for each in view.drafts(ACME, line.id)[::-1] if each.piece.kind is Kind.PLAN)
    assert isinstance(draft.content, Plan)
    worded = []
    for built, row in zip(draft.content.in_order, actions.split("; "), strict=False):
        found = re.fullmatch(r"(.*) by (\d+)(?:, (.*))?", row)
        assert found, row
        worded.append(replace(built, what=found[1], due_day=int(found[2]), measure=found[3] or built.measure))
    press = DraftPress(Deed(ACME, stage.channel, person, f"dialog:{draft.id}"), line.id, draft.id)
    assert isinstance(edit_draft(store, stage.sandbox.clock, press, Plan(tuple(worded))), Draft)


def _submit(stage: Stage, who: str) -> dict[str, str]:
    return stage.person(who).fill_and_submit({})


def _pick(stage: Stage, who: str, assignment: str) -> None:
    """Pick in a select; what was typed beside it goes with it, as a client sends it."""
    first, *typed = assignment.split("; typed ")
    name, choice = _field(first)
    if not typed:
        stage.person(who).choose(name, choice)
        return
    person = stage.person(who)
    view = person.modal()
    assert view, "no form is open"
    state: dict[str, Any] = {}
    for each in typed:
        label, value = _field(each)
        block = next(one for one in view["blocks"] if one.get("label", {}).get("text") == label)
        state[block["block_id"]] = {block["element"]["action_id"]: {"type": "plain_text_input", "value": value}}
    block = next(one for one in view["blocks"] if one.get("label", {}).get("text") == name)
    option = next(one for one in block["element"]["options"] if one["text"]["text"] == choice)
    where = {"view_id": view["id"]}
    action = {"block_id": block["block_id"], "action_id": block["element"]["action_id"], "selected_option": option}
    person.do("act", where=where, state=state, **action)


def _edit(stage: Stage, who: str, old: str, new: str) -> None:
    stage.person(who).edit(_own(stage, who, old), new)


def _delete(stage: Stage, who: str, words: str) -> None:
    stage.person(who).delete(_own(stage, who, words))


def _own(stage: Stage, who: str, words: str) -> str:
    mine = stage.person(who).id
    found = [each for each in stage.thread(who) if each["user"] == mine and stage.words(each) == words]
    assert found, f"{who} has written no {words!r}"
    return str(found[-1]["ts"])


def _go(stage: Stage, _who: str, channel: str) -> None:
    stage.channel = stage.name_of(channel)


def _open_direct(stage: Stage, who: str) -> None:
    stage.channel = f"D{stage.person(who).id[1:]}"


def _open_home(stage: Stage, who: str) -> None:
    stage.person(who).open_home()


def _dismiss(stage: Stage, who: str) -> None:
    stage.person(who).dismiss()


def _start(stage: Stage, who: str, framework: str, subject: str) -> dict[str, str]:
    _command(stage, who, f"/cx-assess {subject} {framework}")
    stage.settle()
    return _submit(stage, who)


def _answer(stage: Stage, who: str, answers: str) -> None:
    for each in answers.split("; "):
        _type(stage, who, each)
        stage.settle()


def _wait(stage: Stage, who: str, words: str) -> None:
    thread = stage.thread_ts(who)
    assert thread, f"{who} has no thread to look at"
    stage.end_rests()
    stage.person(who).wait_for(lambda one: any(words in stage.words(each) for each in one.thread(thread)))


_DEEDS: tuple[tuple[str, Callable[..., dict[str, str] | None]], ...] = (
    (r"(/.*)", _command),
    (r"starts (\S+) for (.*)", _start),
    (r"answers: (.*)", _answer),
    (r"says in the channel: (.*)", _say_in_channel),
    (r"uses (.*) on “(.*)”", _use_shortcut),
    (r"presses (.*?)(?: beside (.*))? on Home", _press_on_home),
    (r"presses (.*) beside (.*)", _press_beside),
    (r"presses (.*) twice", _press_twice),
    (r"presses (.*)", _press),
    (r"fills (.*); submits", _fill),
    (r"plans (.*)", _plan),
    (r"submits", _submit),
    (r"picks (.*)", _pick),
    (r"edits “(.*)” to “(.*)”", _edit),
    (r"deletes “(.*)”", _delete),
    (r"goes to #(.*)", _go),
    (r"goes to the messages with cxbot", _open_direct),
    (r"opens Home", _open_home),
    (r"waits for “(.*)”", _wait),
    (r"closes the form", _dismiss),
)


def _slack_does(stage: Stage, does: str) -> None:
    if found := re.fullmatch(r"delivers the last (message|press|form|command) again", does):
        _deliver_again(stage, found[1])
    elif does == "holds deliveries back":
        stage.hold()
    elif does == "delivers them, the newest first":
        for parcel in reversed(stage.release()):
            stage.deliver(parcel)
            stage.settle()
    elif found := re.fullmatch(r"deactivates (\S+)", does):
        stage.page("switches", {"name": "deactivate_person", "person": stage.person(found[1]).id})
    elif found := re.fullmatch(r"switches on (\w+)(?:: (.*))?", does):
        fields = dict(_field(each) for each in (found[2] or "").split("; ") if each)
        stage.page("switches", {"name": found[1], **fields})
    elif found := re.fullmatch(r"switches off (\w+)", does):
        stage.page("switches", {"off": found[1]})
    elif found := re.fullmatch(r"fails (\S+) with (\S+)", does):
        stage.fail(found[1], found[2])
    else:
        raise AssertionError(f"Slack cannot do this: {does!r}")


def _deliver_again(stage: Stage, what: str) -> None:
    kind = _KINDS[what]
    own = {space.bot_user for space in stage.sandbox._world.workspaces.values()}
    for entry in reversed(stage.traffic()):
        event = entry["request"].get("event", {}) if entry["direction"] == "to_app" else {}
        if entry["direction"] == "to_app" and entry["kind"] == kind and event.get("user") not in own:
            reason = "http_timeout" if kind == "event" else ""
            stage.deliver(Parcel(entry["kind"], entry["name"], entry["request"], 1 if reason else 0, reason))
            return
    raise AssertionError(f"no {what} has been delivered yet")


def _bot_does(stage: Stage, does: str) -> None:
    match does:
        case "is stopped":
            stage.stop_bot()
        case "is started again":
            stage.start_bot()
        case "is restarted":
            stage.stop_bot()
            stage.start_bot()
        case _:
            raise AssertionError(f"the bot cannot be told to do this: {does!r}")


_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400}


def _clock_does(stage: Stage, does: str) -> None:
    if found := re.fullmatch(r"moves to (\w+ \d+ \w+ \d{4} \d\d:\d\d)", does):
        moment = datetime.strptime(found[1], "%A %d %B %Y %H:%M").replace(tzinfo=UTC)
        assert f"{moment:%A}" == found[1].split()[0], f"that day is a {moment:%A}: {does!r}"
        stage.sandbox.clock.move_to(moment)
        return
    found = re.fullmatch(r"moves on (\d+) (seconds|minutes|hours|days)", does)
    assert found, f"the clock cannot do this: {does!r}"
    stage.sandbox.clock.advance(int(found[1]) * _SECONDS[found[2]])


_OTHERS: dict[str, Callable[[Stage, str], None]] = {"slack": _slack_does, "cxbot": _bot_does, "clock": _clock_does}
