"""What can be looked for after a step: the column ``sees``, one function for each kind; README.md lists them."""

from collections.abc import Callable

from tests.dialogs.notation import Seen
from tests.dialogs.scene import Scene, calls, direct, is_prompt, new_in_channel, notices, private
from tests.dialogs.stage import Json
from tests.dialogs.words import buttons_of, called, label_of


def look(scene: Scene, seen: Seen) -> None:
    for kind, look in _LOOKS:
        if seen.kind == kind or (kind.endswith(" ") and seen.kind.startswith(kind)):
            look(scene, seen.kind.removeprefix(kind), seen.words)
            return
    raise AssertionError(f"line {seen.line}: {seen.kind!r} is nothing that can be looked at; README.md lists the words")


def fits(words: str, expected: str) -> bool:
    """Tell whether all pieces of ``expected``, cut at each ellipsis, stand in ``words`` in their order."""
    place = 0
    for piece in filter(None, (each.strip() for each in expected.split("…"))):
        found = words.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return True


def _must_fit(words: str, expected: str, where: str) -> None:
    assert fits(words, expected), f"{where}: expected {expected!r}\n  but it says: {words!r}"


def _in_thread(scene: Scene, _rest: str, expected: str) -> None:
    messages = scene.said()
    for place in range(scene.read_to, len(messages)):
        if fits(scene.stage.words(messages[place]), expected):
            scene.read_to = place
            return
    raise AssertionError(f"the thread does not say (or not in this order): {expected!r}")


def _last(scene: Scene, _rest: str, expected: str) -> None:
    messages = scene.said()
    assert messages, "there is no thread"
    _must_fit(scene.stage.words(messages[-1]), expected, "the last message of the thread")


def _asks(scene: Scene, _rest: str, expected: str) -> None:
    _last(scene, "", expected)
    assert is_prompt(scene.said()[-1]), "the last message of the thread is no question"


def _buttons(scene: Scene, _rest: str, expected: str) -> None:
    shown = " ".join(f"[{label_of(button)}]" for _, button in buttons_of(scene.said()[-1]))
    assert shown == expected, f"the buttons are {shown}, not {expected}"


def _headline(scene: Scene, _rest: str, expected: str) -> None:
    found = scene.stage.headlines(scene.reader)
    assert found, "the channel has no headline"
    _must_fit(scene.stage.words(found[-1]), expected, "the headline")


def _channel(scene: Scene, _rest: str, expected: str) -> None:
    new = [each for each in new_in_channel(scene) if each["ts"] not in scene.channel_seen]
    assert new, "nothing new is in the channel"
    scene.channel_seen.add(str(new[0]["ts"]))
    _must_fit(scene.stage.words(new[0]), expected, "the new message in the channel")


def _stands(scene: Scene, _rest: str, expected: str) -> None:
    shown = [each for each in scene.stage.messages(scene.reader) if each["bot"] and not each["ephemeral"]]
    words = scene.words_of_all(shown)
    assert any(fits(each, expected) for each in words), f"no message here says {expected!r}: {words}"


def _gone_from_channel(scene: Scene, _rest: str, expected: str) -> None:
    left = [words for words in scene.words_of_all(scene.stage.messages(scene.reader)) if fits(words, expected)]
    assert not left, f"the channel still says {left}"


def _only(scene: Scene, who: str, expected: str) -> None:
    if expected == "nothing":
        assert not scene.new_private(who), f"{who} got {scene.words_of_all(scene.new_private(who))}"
        return
    new = [each for each in scene.new_private(who) if f"{who}{each['ts']}" not in scene.private_seen]
    assert new, f"{who} got no private word; expected {expected!r}"
    scene.private_seen.add(f"{who}{new[0]['ts']}")
    _must_fit(scene.stage.words(new[0]), expected, f"the word to {who} alone")


def _in_place_for(scene: Scene, who: str, expected: str) -> None:
    words = scene.words_of_all(private(scene.stage, who))
    assert words, f"{who} has no private word"
    _must_fit(words[-1], expected, f"what stands in place of the last word to {who} alone")


def _direct_to(scene: Scene, who: str, expected: str) -> None:
    known = scene.before.direct.get(who, set())
    new = [each for each in direct(scene.stage, who) if each["ts"] not in known]
    new = [each for each in new if f"direct{who}{each['ts']}" not in scene.private_seen]
    assert new, f"{who} got no direct message; expected {expected!r}"
    scene.private_seen.add(f"direct{who}{new[0]['ts']}")
    _must_fit(scene.stage.words(new[0]), expected, f"the direct message to {who}")


def _modal(scene: Scene, _rest: str, expected: str) -> None:
    view = scene.stage.form(scene.reader)
    assert view, "no form is open"
    _must_fit(scene.stage.words(view), expected, "the form")


def _no_modal(scene: Scene, _rest: str, _expected: str) -> None:
    assert scene.stage.form(scene.reader) is None, "a form is open"


def _field(scene: Scene, _rest: str, expected: str) -> None:
    name, _, value = expected.partition(" = ")
    view = scene.stage.form(scene.reader)
    assert view, "no form is open"
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    shown = {label: _value(scene, view, block) for block in inputs for label in _labels(block)}
    name = called(name, shown)
    assert name in shown, f"the form has no field {name!r}; it has {list(shown)}"
    value = "" if value == "nothing" else value
    assert shown[name] == value, f"{name} holds {shown[name]!r}, not {value!r}"


def _no_field(scene: Scene, _rest: str, expected: str) -> None:
    view = scene.stage.form(scene.reader)
    assert view, "no form is open"
    shown = [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]
    assert expected not in shown, f"the form has a field {expected!r}"


def _labels(block: Json) -> tuple[str, str]:
    """Give what a field may be called: its label, and its block id where labels are the same."""
    return block["label"]["text"], block["block_id"]


def _value(scene: Scene, view: Json, block: Json) -> str:
    held = view["state"]["values"].get(block["block_id"], {}).get(block["element"]["action_id"], {})
    if person := held.get("selected_user"):
        return scene.stage.names()[f"@{person}"]
    if channel := held.get("selected_conversation"):
        return scene.stage.names()[f"#{channel}"]
    option = held.get("selected_option")
    picked = held.get("selected_date") or held.get("selected_time") or held.get("value")
    return str(option["text"]["text"]) if option else str(picked or "")


def _error_at(scene: Scene, name: str, expected: str) -> None:
    view = scene.stage.form(scene.reader)
    assert view, "the form is closed"
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    blocks = {label: block["block_id"] for block in inputs for label in _labels(block)}
    _must_fit(scene.errors.get(blocks[name], "no error"), expected, f"the error at {name}")


def _home(scene: Scene, _rest: str, expected: str) -> None:
    view = scene.stage.looks(scene.reader)["home"]
    assert view, "the Home tab is empty"
    _must_fit(scene.stage.words(view), expected, "the Home tab")


def _gone(scene: Scene, _rest: str, expected: str) -> None:
    left = [words for each in scene.said() if each["bot"] and fits(words := scene.stage.words(each), expected)]
    assert not left, f"the thread still says {left}"


def _slack_says(scene: Scene, _rest: str, expected: str) -> None:
    known = scene.before.notices.get(scene.reader, [])
    new = [each for each in notices(scene.stage, scene.reader) if each not in known]
    assert any(fits(each, expected) for each in new), f"Slack itself said {new}"
    scene.allowed.add("failed delivery")


def _nothing_new(scene: Scene, _rest: str, _expected: str) -> None:
    new = [
        words for each in scene.said() if each["bot"] and _is_new(scene, each) for words in [scene.stage.words(each)]
    ]
    assert not new, f"the thread has news: {new}"


def _is_new(scene: Scene, message: Json) -> bool:
    was = scene.before.thread.get(str(message["ts"]))
    return was is None or (was["text"], was["blocks"]) != (message["text"], message["blocks"])


def _files(scene: Scene, _rest: str, expected: str) -> None:
    kept = [each.name for each in scene.stage.slack.sandbox._world.files.values() if each.completed]
    assert len(kept) == int(expected), f"Slack has the files {kept}"


def _messages_in_channel(scene: Scene, _rest: str, expected: str) -> None:
    shown = [each for each in scene.stage.messages(scene.reader) if each["bot"] and not each["ephemeral"]]
    assert str(len(shown)) == expected, f"the bot has {len(shown)} messages in the channel, not {expected}"


def _allow(scene: Scene, what: str, _expected: str) -> None:
    scene.allowed.add(what)


def _refuses(scene: Scene, _rest: str, expected: str) -> None:
    found = {each["response"].get("error") for each in calls(scene)}
    assert expected in found, f"Slack refused {found - {None}}, not {expected!r}"
    scene.allowed.add(f"refusal {expected}")


def _logs(scene: Scene, _rest: str, expected: str) -> None:
    found = {each["event"] for each in scene.stage.logs[scene.before.logs :]}
    assert expected in found, f"the log has {found}, not {expected!r}"
    scene.allowed.add(f"log {expected}")


_LOOKS: tuple[tuple[str, Callable[[Scene, str, str], None]], ...] = (
    ("thread", _in_thread),
    ("last", _last),
    ("asks", _asks),
    ("buttons", _buttons),
    ("headline", _headline),
    ("channel", _channel),
    ("stands here", _stands),
    ("gone from the channel", _gone_from_channel),
    ("only ", _only),
    ("in place for ", _in_place_for),
    ("direct to ", _direct_to),
    ("form", _modal),
    ("no form", _no_modal),
    ("field", _field),
    ("no field", _no_field),
    ("error at ", _error_at),
    ("Home", _home),
    ("gone", _gone),
    ("Slack says", _slack_says),
    ("nothing new", _nothing_new),
    ("messages in channel", _messages_in_channel),
    ("files in Slack", _files),
    ("Slack refuses", _refuses),
    ("log", _logs),
    ("despite ", _allow),
)
