"""Hostile payloads and values: any field missing or absurd gives a value or BadPayloadError, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.conversation.turns import Button, Press
from bot.core.plan.plan import Progress
from bot.core.saved import Openness
from bot.core.workshop import Stage, Topic, TurnKind
from bot.slack.payloads import (
    BadPayloadError,
    Gone,
    Heard,
    action,
    command,
    message,
    message_shortcut,
    moment,
    newcomer,
    submission,
)
from bot.slack.text import is_channel
from bot.slack.values import (
    OfAction,
    OfCadence,
    OfDraft,
    OfForm,
    OfNumber,
    OfPage,
    OfPart,
    OfRest,
    OfSaved,
    OfStart,
    OfStep,
    OfTopic,
    OfTwo,
    press_id,
    press_value,
    read,
    read_press,
    written,
)
from tests.known import as_a

Reader = Callable[[Mapping[str, Any]], Any]

MESSAGE = {
    "type": "message",
    "user": "U1",
    "team": "T1",
    "text": "3, because",
    "ts": "1792390200.000100",
    "thread_ts": "1792390100.000100",
    "channel": "C1",
}
VIEW = {
    "id": "V1",
    "hash": "1.a",
    "callback_id": "start",
    "private_metadata": "C1",
    "state": {
        "values": {
            "typed": {"value": {"type": "plain_text_input", "value": "31"}},
            "picked": {"select": {"type": "static_select", "selected_option": {"value": "cx"}}},
            "empty": {"value": {"type": "plain_text_input", "value": None}},
            "person": {"value": {"type": "users_select", "selected_user": "U2"}},
            "nobody": {"value": {"type": "users_select", "selected_user": None}},
        }
    },
}
INTERACTION: dict[str, Any] = {
    "team": {"id": "T1"},
    "enterprise": {"id": "E1"},
    "user": {"id": "U1", "team_id": "T1"},
    "channel": {"id": "C1"},
    "container": {"type": "message", "message_ts": "1792390200.000100", "channel_id": "C1"},
    "trigger_id": "1.1",
    "response_url": "https://hooks.slack.example/1",
    "actions": [{"action_id": "press.level.3", "value": "a|1|b", "action_ts": "1792390200.000200"}],
    "view": VIEW,
}
SHORTCUT: dict[str, Any] = {
    "type": "message_action",
    "callback_id": "save_message",
    "trigger_id": "1.1",
    "response_url": "https://hooks.slack.example/1",
    "team": {"id": "T1"},
    "user": {"id": "U2", "team_id": "T1"},
    "channel": {"id": "C1", "name": "cx-team"},
    "message_ts": "1792390200.000100",
    "message": MESSAGE,
}
FILE = {"title": "Journey map", "name": "map.png", "permalink": "https://acme.slack.com/files/U1/F1/map.png"}
EVENT = {"team_id": "T1", "enterprise_id": "E1", "is_ext_shared_channel": False, "event": MESSAGE}
EDIT = {
    "type": "message",
    "subtype": "message_changed",
    "ts": "1792390300.000100",
    "channel": "C1",
    "message": MESSAGE,
    "previous_message": MESSAGE | {"text": "2"},
}
PAYLOADS: Mapping[str, tuple[Reader, dict[str, Any]]] = {
    "message": (message, EVENT),
    "edit": (message, EVENT | {"event": EDIT}),
    "deletion": (message, EVENT | {"event": EDIT | {"subtype": "message_deleted"}}),
    "home": (newcomer, EVENT | {"event": {"type": "app_home_opened", "user": "U1", "channel": "D1"}}),
    "arrival": (newcomer, EVENT | {"event": {"type": "member_joined_channel", "user": "U1", "channel": "C1"}}),
    "command": (
        command,
        {"team_id": "T1", "user_id": "U1", "channel_id": "C1", "text": "acme", "trigger_id": "1.1", "command": "/cx"},
    ),
    "action": (action, INTERACTION),
    "submission": (submission, INTERACTION),
    "shortcut": (message_shortcut, SHORTCUT),
}
ABSURD: tuple[Any, ...] = (
    None,
    "",
    0,
    -1,
    2**70,
    1.5,
    float("inf"),
    True,
    [],
    {},
    [[]],
    [None],
    {"": None},
    {"values": 3},
    {"values": {"a": []}},
    {"values": {"a": {"b": {"selected_option": 7}}}},
    "\ud800",
    "\x00",
    "x" * 100_001,
    "999999999999.999999",
    "1.",
    ".1",
    "\uff11.\uff11",
    "../../etc",
    "<@U1>",
    "C1\nC2",
    "c1",
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give every place in a payload, the outermost first."""
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def changed(payload: dict[str, Any], path: tuple[Any, ...], change: Callable[[Any, Any], None]) -> dict[str, Any]:
    copy = deepcopy(payload)
    holder: Any = copy
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return copy


def taken(reader: Reader, payload: Any) -> bool:
    """Read a payload; True when it gave a value, False when it was refused in our own words."""
    try:
        value = reader(payload)
    except BadPayloadError:
        return False
    repr(value).encode("utf-8")  # half of a surrogate pair could be stored nowhere
    return True


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_as_slack_sends_it_is_read(name: str) -> None:
    reader, payload = PAYLOADS[name]
    assert taken(reader, payload)


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_field_that_is_missing_gives_a_value_or_a_refusal(name: str) -> None:
    reader, payload = PAYLOADS[name]
    found = [taken(reader, changed(payload, path, lambda holder, key: holder.pop(key))) for path in places(payload)]
    assert not all(found), "some field must be needed"


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_field_that_is_absurd_gives_a_value_or_a_refusal(name: str) -> None:
    reader, payload = PAYLOADS[name]
    for path, absurd in product(places(payload), ABSURD):
        taken(reader, changed(payload, path, partial(_set, absurd)))


def _set(value: Any, holder: Any, key: Any) -> None:
    holder[key] = value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("name", PAYLOADS)
@given(payload=json_values)
def test_anything_at_all_gives_a_value_or_a_refusal(name: str, payload: Any) -> None:
    taken(PAYLOADS[name][0], payload)


def test_a_person_of_another_team_is_outside() -> None:
    assert as_a(Heard, message(EVENT | {"enterprise_id": None, "event": MESSAGE | {"user_team": "T2"}})).sender.outside


def test_in_a_channel_shared_with_others_whose_home_is_not_named_is_outside() -> None:
    no_home = {key: value for key, value in MESSAGE.items() if key != "team"}
    assert as_a(Heard, message(EVENT | {"is_ext_shared_channel": True, "event": no_home})).sender.outside


def test_teams_of_one_organisation_may_differ_but_not_in_a_channel_shared_with_others() -> None:
    other_team = MESSAGE | {"team": "T2"}
    inside = as_a(Heard, message(EVENT | {"event": other_team}))
    shared = as_a(Heard, message(EVENT | {"is_ext_shared_channel": True, "event": other_team}))
    assert (inside.sender.outside, shared.sender.outside) == (False, True)


@pytest.mark.parametrize(
    "change",
    [
        {"bot_id": "B1"},
        {"user": None},
        {"subtype": "channel_join"},
        {"subtype": "message_replied"},
        {"subtype": "a_subtype_of_the_future"},
    ],
    ids=str,
)
def test_what_is_no_word_of_a_person_is_none(change: dict[str, Any]) -> None:
    assert message(EVENT | {"event": MESSAGE | change}) is None


@pytest.mark.parametrize("own", [None, MESSAGE["ts"]])
def test_what_is_said_in_the_channel_itself_is_in_no_thread(own: str | None) -> None:
    assert as_a(Heard, message(EVENT | {"event": MESSAGE | {"thread_ts": own}})).typed.thread == ""


def test_a_headline_that_was_deleted_is_told_whether_a_tombstone_stays_or_not() -> None:
    root = {"type": "message", "ts": "1.0", "bot_id": "B1", "text": "it", "thread_ts": "1.0"}
    stone = root | {"subtype": "tombstone", "text": "This message was deleted."}
    whole = {"type": "message", "channel": "C1", "ts": "9.0", "previous_message": root}
    gone = EVENT | {"event": whole | {"subtype": "message_deleted"}}
    buried = EVENT | {"event": whole | {"subtype": "message_changed", "message": stone}}
    assert message(gone) == message(buried) == Gone("T1", "C1", "1.0")
    below = EVENT | {"event": whole | {"subtype": "message_changed", "message": stone | {"thread_ts": "0.5"}}}
    assert message(below) is None
    edited = EVENT | {"event": whole | {"subtype": "message_changed", "message": root | {"text": "it!"}}}
    assert message(edited) is None


def test_an_edit_that_only_brings_a_preview_is_none() -> None:
    assert message(EVENT | {"event": EDIT | {"previous_message": MESSAGE}}) is None


def test_words_are_decoded_and_broadcasts_lose_their_brackets() -> None:
    said = as_a(Heard, message(EVENT | {"event": MESSAGE | {"text": "3 &lt; 4 <!channel> <https://a.example/b>"}}))
    assert said.typed.text == "3 < 4 @channel https://a.example/b"


def test_the_bots_own_mention_is_written_by_its_name() -> None:
    authorized = {"authorizations": [{"team_id": "T1", "user_id": "U0BOT"}]}
    said = as_a(Heard, message(EVENT | authorized | {"event": MESSAGE | {"text": "<@U0BOT> 3, <@U0BOTTOM> maps"}}))
    assert said.typed.text == "@cxbot 3, @U0BOTTOM maps"


def test_the_addresses_of_files_stand_behind_the_words() -> None:
    shots = [{"permalink": f"https://acme.slack.com/files/U1/F{n}/shot.png", "name": "shot.png"} for n in (1, 2)]
    shared = MESSAGE | {"subtype": "file_share", "files": [*shots, {"mode": "tombstone"}]}
    said = as_a(Heard, message(EVENT | {"event": shared}))
    assert said.typed.text.splitlines() == ["3, because", *(each["permalink"] for each in shots)]
    alone = as_a(Heard, message(EVENT | {"event": shared | {"text": "", "files": shots[:1]}}))
    assert alone.typed.text == shots[0]["permalink"]


def test_an_org_wide_install_goes_by_its_organisation() -> None:
    who = newcomer({"team_id": None, "enterprise_id": "E1", "event": {"user": "U1"}})
    assert who.workspace == "E1"


def test_a_moment_is_exact_to_the_microsecond() -> None:
    assert moment("1792390200.000150") == datetime(2026, 10, 19, 6, 10, 0, 150, tzinfo=UTC)


def test_values_of_a_form_come_by_block_and_nothing_chosen_is_empty() -> None:
    state = submission(INTERACTION).view.state
    assert state == {"typed": "31", "picked": "cx", "empty": "", "person": "U2", "nobody": ""}


@pytest.mark.parametrize("is_ephemeral", [True, False, None])
def test_a_press_under_a_message_for_one_person_alone_is_told_apart(*, is_ephemeral: bool | None) -> None:
    more = {} if is_ephemeral is None else {"is_ephemeral": is_ephemeral}
    container = {**INTERACTION["container"], **more}
    assert action(INTERACTION | {"container": container}).whispered is (is_ephemeral is True)


@given(st.sampled_from(Button), st.integers(0, 99), st.integers(1, 999), st.text("abcdefgh-", max_size=80))
def test_a_button_of_ours_is_read_back(button: Button, level: int, question: int, key: str) -> None:
    read = read_press(press_id(button, level), press_value("a1b2c3d4e5", question, key))
    assert read == ("a1b2c3d4e5", Press(button, question, key, level))


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_button_of_somebody_else_is_none_or_a_press(action_id: str, value: str) -> None:
    read_press(action_id, value)
    read_press(f"press.{action_id}", value)
    read(OfTwo, value)


@pytest.mark.parametrize("action_id", ["press.level.-1", "press.level.٣", "press.", "press.level.9999999"])
def test_an_action_id_that_is_not_ours_is_no_press(action_id: str) -> None:
    assert read_press(action_id, "a|1|b") is None


@pytest.mark.parametrize("value", ["", "a", "a|1", "a||b", "a|x|b", f"a|1|{'b' * 2_000}"])
def test_a_value_that_is_not_ours_is_no_press(value: str) -> None:
    assert read_press("press.level.3", value) is None


def test_the_value_of_a_change_button_is_read_back() -> None:
    assert read(OfTwo, written(OfTwo("a1b2c3d4e5", "root-cause"))) == ("a1b2c3d4e5", "root-cause")


@pytest.mark.parametrize(
    ("said", "words", "author", "link"),
    [
        ({}, "3, because", "U1", ""),
        ({"text": "ask &lt;me&gt; <@U2|sam>", "files": [FILE]}, "ask <me> @U2", "U1", ""),
        ({"text": "", "files": [FILE]}, "Journey map", "U1", FILE["permalink"]),
        ({"text": " ", "files": [FILE | {"title": ""}]}, "map.png", "U1", FILE["permalink"]),
        ({"text": None}, "", "U1", ""),
        ({"bot_id": "B1", "subtype": "bot_message", "text": "deployed"}, "deployed", "", ""),
        ({"user": None, "text": "deployed"}, "deployed", "", ""),
    ],
)
def test_a_shortcut_brings_the_words_of_its_message_or_its_file(
    said: dict[str, Any], words: str, author: str, link: str
) -> None:
    found = message_shortcut(SHORTCUT | {"message": MESSAGE | said})
    source = found.source
    assert (source.text, source.author, source.link) == (words, author, link)
    assert (found.sender.person, source.channel, source.thread) == ("U2", "C1", MESSAGE["thread_ts"])


@pytest.mark.parametrize(
    ("channel", "name", "openness"),
    [
        ("C1", "cx-team", Openness.PUBLIC),
        ("C1", "privategroup", Openness.PRIVATE),
        ("C1", "", Openness.PRIVATE),
        ("G1", "old-private", Openness.PRIVATE),
        ("C1", "mpdm-dana--sam-1", Openness.GROUP),
        ("G1", "mpdm-dana--sam-1", Openness.GROUP),
        ("D1", "directmessage", Openness.DIRECT),
    ],
)
def test_only_a_channel_with_a_name_may_be_public(channel: str, name: str, openness: Openness) -> None:
    found = message_shortcut(SHORTCUT | {"channel": {"id": channel, "name": name}})
    assert found.source.openness is openness


KINDS = (
    *(OfAction, OfCadence, OfDraft, OfForm, OfNumber, OfPage, OfPart),
    *(OfRest, OfSaved, OfStart, OfStep, OfTopic, OfTwo),
)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=10)
numbers = st.integers(0, 999_999)
address = st.just('https://hooks.slack.example/a|b"c')
moments = st.integers(0, 7 * 10**12).map(lambda since: EPOCH + timedelta(milliseconds=since))
written_by_us = st.one_of(
    st.builds(OfTwo, ids, ids | st.just("")),
    st.builds(OfNumber, ids, numbers),
    st.builds(OfPage, numbers, st.text("abc |", max_size=80)),
    st.builds(OfPart, ids, numbers, numbers),
    st.builds(OfTopic, ids, st.sampled_from(Topic)),
    st.builds(OfStep, ids, st.sampled_from(Stage) | st.none()),
    st.builds(OfRest, ids, st.sampled_from(TurnKind)),
    st.builds(OfDraft, ids, ids, numbers, st.none(), st.none()),
    st.builds(OfDraft, ids, ids, numbers, numbers, st.none() | address),
    st.builds(OfCadence, ids, moments | st.none()),
    st.builds(OfForm, ids, ids | st.just(""), ids | st.just(""), address),
    st.builds(OfStart, ids | st.just(""), ids | st.just(""), moments | st.none()),
    st.builds(OfSaved, ids, ids | st.just(""), numbers),
    st.builds(OfAction, ids, ids, st.sampled_from(Progress) | st.none(), st.just("plan"), address),
)


@given(written_by_us)
def test_what_a_button_or_form_is_about_comes_back_as_it_was_written(of: tuple[Any, ...]) -> None:
    assert read(type(of), written(of)) == of


@given(st.sampled_from(KINDS), st.text() | st.text("0123456789|", max_size=60) | st.just("|" * 3_000))
def test_what_somebody_else_wrote_is_read_as_something_of_that_kind(kind: type[tuple[Any, ...]], text: str) -> None:
    of = read(kind, text)
    assert len(of) == len(kind())
    assert len(written(of)) <= len(text) + 10


def test_a_part_that_is_none_of_ours_is_as_it_is_without_being_said() -> None:
    assert read(OfTopic, "a1|no such question") == read(OfTopic, "a1") == ("a1", Topic.CUSTOMERS)
    assert read(OfStep, "a1|no such step") == ("a1", None)
    assert read(OfRest, "a1|") == ("a1", TurnKind.PAUSE)
    assert read(OfNumber, "a1|-3") == read(OfNumber, "a1|") == read(OfNumber, "a1") == ("a1", -1)
    assert read(OfCadence, "c1|999999999999999") == read(OfCadence, "c1|x") == ("c1", None)


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "{}",
        "null",
        "[1, 2, 3, 4]",
        '["C1"]',
        '["C1", "", "", "", ""]',
        "[" * 9_000,
        '{"channel": "C1"}',
        '{"channel": 7}',
        "\x00",
    ],
)
def test_metadata_of_another_form_names_no_channel(metadata: str) -> None:
    assert not is_channel(read(OfForm, metadata).channel)
    assert not is_channel(read(OfStart, metadata).channel)
