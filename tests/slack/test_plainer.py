"""Messages in plainer forms, where Slack refuses a type of block; and what is remembered of that."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.errors import SlackUnavailableError
from bot.slack import blocks as kit
from bot.slack.app import one_workspace
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.limits import broken
from bot.slack.pacing import Pace, Pacer
from bot.slack.plainer import EVERY, RefusedBlocks, plainer
from bot.slack.routes import DOUBTFUL, CommandRoute, Parts
from bot.store.store import open_store
from tests.slack.stand_in import ME, POSTED, TOKEN, Reply, StandIn
from tests.use_cases.fakes import HandClock

CHART = kit.bar_chart("Levels", ["Trust"], {"now": [3]})
RICH = Message(
    "Overall 3.0 &amp; more",
    (
        kit.section("*Overall 3.0*"),
        kit.table([["Dimension", "Level"], ["Trust <!here>", "3"]]),
        CHART,
        kit.context("small print"),
        kit.actions(kit.button("Share", action_id="share", value="v")),
    ),
)
RICH_TYPES = [each["type"] for each in RICH.blocks]


class Hand:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def refusing(*kinds: str, pointer: bool) -> Any:
    """Answer as a Slack that does not take some types of block."""

    def answer(arguments: dict[str, Any]) -> Reply:
        types = [each["type"] for each in arguments.get("blocks", [])]
        places = [f"/blocks/{place}/type" for place, each in enumerate(types) if each in kinds]
        if not places:
            return Reply(POSTED)
        said = [f"unsupported [json-pointer:{each}]" for each in places[:1]]
        return Reply({"ok": False, "error": "invalid_blocks", **({"errors": said} if pointer else {})})

    return answer


def post(gateway: Gateway, message: Message = RICH) -> None:
    gateway.post(channel="C1", thread=None, key="a1:result", message=message)


PLAIN = ["section"]


@pytest.mark.parametrize(
    ("refused", "pointed", "unsaid"),
    [
        ([], [*RICH_TYPES], [*RICH_TYPES]),
        (
            ["data_visualization"],
            ["section", "table", "context", "actions"],
            ["section", "table", "context", "actions"],
        ),
        (
            ["table"],
            ["section", "section", "data_visualization", "context", "actions"],
            ["section", "section", "context", "actions"],
        ),
        (
            ["data_visualization", "table"],
            ["section", "section", "context", "actions"],
            ["section", "section", "context", "actions"],
        ),
        (["context"], ["section", "table", "data_visualization", "section", "actions"], PLAIN),
        (["actions"], ["section", "table", "data_visualization", "context"], PLAIN),
        (["section"], [], []),
    ],
)
def test_a_message_is_sent_in_the_richest_form_that_slack_takes(
    slack: StandIn, gateway: Gateway, refused: list[str], pointed: list[str], unsaid: list[str]
) -> None:
    for pointer, sent in ((True, pointed), (False, unsaid)):
        slack.will_answer("chat.postMessage", refusing(*refused, pointer=pointer))
        post(gateway)
        last = slack.calls("chat.postMessage")[-1]
        assert [each["type"] for each in last["blocks"]] == sent
        assert not sent or last["blocks"][0]["block_id"] == "a1:result"
        assert broken({"text": last["text"], "blocks": last["blocks"]}, "message") == []


@pytest.mark.parametrize("pointer", [True, False])
@pytest.mark.parametrize("kinds", [("table",), ("data_visualization", "table", "actions"), ("section",)])
def test_a_plainer_form_waits_for_no_turn_in_a_busy_channel(
    slack: StandIn, *, kinds: tuple[str, ...], pointer: bool
) -> None:
    """Otherwise each turn of the job would be spent on the richest form, and the scorecard would never come."""
    now = [0.0]
    gateway = Gateway(token=TOKEN, base_url=slack.url, pacer=Pacer(lambda: now[0], Pace(burst=1)), strict=True)
    slack.will_answer("chat.postMessage", refusing(*kinds, pointer=pointer))
    post(gateway)
    with pytest.raises(SlackUnavailableError):  # what was posted has used its turn up
        post(gateway)
    now[0] = 1.0
    post(gateway)


def test_a_table_becomes_lines_in_which_nothing_is_live() -> None:
    payload = {"text": "t", "blocks": [dict(each) for each in RICH.blocks]}
    lines = plainer(payload, frozenset({"table"}))["blocks"][1]["text"]
    assert lines == {"type": "plain_text", "text": "Dimension · Level\nTrust <!here> · 3", "emoji": False}
    whole = plainer(payload | {"text": "x\n" * 4_000}, frozenset({EVERY}))["blocks"]
    assert [len(each["text"]["text"]) <= 3_000 for each in whole] == [True] * len(whole)


def test_what_was_refused_is_remembered_for_a_week_and_after_a_restart(slack: StandIn) -> None:
    clock, store = Hand(), open_store("sqlite://")

    def started() -> Gateway:
        return Gateway(token=TOKEN, base_url=slack.url, refused=RefusedBlocks(store, clock))

    slack.will("auth.test", ME)
    slack.will_answer("chat.postMessage", refusing("table", pointer=True))
    tries = []
    for gateway, later in ((started(), 0), (started(), 6), (started(), 2)):
        clock.moment += timedelta(days=later)
        before = len(slack.calls("chat.postMessage"))
        post(gateway)
        post(gateway)
        tries.append(len(slack.calls("chat.postMessage")) - before)
        assert gateway.left_out(RICH) == {"table"}
        assert gateway.left_out(Message("t", (kit.section("t"),))) == frozenset()
    store.close()
    assert tries == [3, 2, 3]


@pytest.mark.parametrize(
    ("error", "place", "remembered"),
    [
        ("invalid_blocks", "/blocks/4", {"actions"}),
        ("invalid_blocks", "/blocks/4/type", {"actions"}),
        ("invalid_blocks", "/blocks/4/elements/0/value", set()),
        ("invalid_blocks", "/blocks/1/rows/0", {"table"}),
        ("invalid_arguments", "/blocks/2/type", {"data_visualization"}),
        ("msg_blocks_too_long", "", set()),
    ],
)
def test_a_fault_within_one_block_takes_nothing_from_the_next_messages(
    slack: StandIn, error: str, place: str, remembered: set[str]
) -> None:
    store = open_store("sqlite://")
    memory = RefusedBlocks(store, Hand())
    slack.will("auth.test", ME)
    errors = [f"no [json-pointer:{place}]"] if place else []
    slack.will("chat.postMessage", {"ok": False, "error": error, "errors": errors}, POSTED)
    post(Gateway(token=TOKEN, base_url=slack.url, refused=memory))
    store.close()
    assert memory.of("T1") == remembered


def test_a_message_that_was_sent_is_no_failure_because_slack_does_not_say_who_the_bot_is(slack: StandIn) -> None:
    store = open_store("sqlite://")
    slack.will("auth.test", Reply({"ok": False, "error": "internal_error"}, 500))
    slack.will_answer("chat.postMessage", refusing("table", pointer=True))
    post(Gateway(token=TOKEN, base_url=slack.url, refused=RefusedBlocks(store, Hand())))
    store.close()
    assert len(slack.calls("chat.postMessage")) == 2


def test_an_answer_at_a_response_url_falls_back_as_well(slack: StandIn, gateway: Gateway) -> None:
    refused = Reply({"ok": False, "error": "invalid_blocks"}, 400)
    slack.will("hook", refused, Reply(status=500, raw=b"invalid_blocks"), Reply(raw=b"ok"))
    gateway.respond(response_url=f"{slack.url}hook", message=RICH)
    assert [len(each["blocks"]) for each in slack.calls("hook")] == [5, 4, 4]


@pytest.mark.parametrize(
    ("answer", "still_said"),
    [
        (Reply(raw=b"ok"), None),
        (Reply(deed="reset"), DOUBTFUL),
        (Reply("oh dear", 500), DOUBTFUL),
        (Reply(raw=b"used_url", status=404), RICH.text),
        (Reply({"ok": False, "error": "ratelimited"}, 429), RICH.text),
    ],
    ids=str,
)
def test_what_a_command_may_have_shown_already_is_not_said_again(
    slack: StandIn, gateway: Gateway, answer: Reply, still_said: str | None
) -> None:
    slack.will("auth.test", ME)
    slack.will("hook", answer)
    parts = Parts(open_store("sqlite://"), HandClock(), tuple, one_workspace(gateway), lambda *_: "7f3a")
    asked = {"command": "/x", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "response_url": f"{slack.url}hook"}
    acked: list[Any] = []
    take: Any = CommandRoute("/x", lambda *_: RICH, "", "").take
    take(parts, lambda **said: acked.append(said.get("text")), {**asked, "text": "", "trigger_id": "t"})
    assert acked == [still_said]


def test_what_one_workspace_refuses_another_one_may_take() -> None:
    store = open_store("sqlite://")
    refused = RefusedBlocks(store, Hand())
    refused.add("T2", frozenset({"table"}))
    for each in (refused, RefusedBlocks(store, Hand())):
        assert (set(each.of("T1")), set(each.of("T2"))) == (set(), {"table"})
    store.close()


def test_of_guesses_only_the_one_that_helped_is_remembered(slack: StandIn) -> None:
    store = open_store("sqlite://")
    gateway = Gateway(token=TOKEN, base_url=slack.url, refused=RefusedBlocks(store, Hand()))
    slack.will("auth.test", ME)
    slack.will_answer("chat.postMessage", refusing("table", pointer=False))
    post(gateway)
    store.close()
    assert gateway.left_out(RICH) == {"table"}


def test_a_plainer_message_keeps_every_line_and_makes_no_new_link() -> None:
    text = "\n".join(f"line {number} " + "x" * 90 for number in range(100))
    blocks = plainer({"text": text, "blocks": [kit.context("small print")]}, frozenset({EVERY}))["blocks"]
    assert len(blocks) > 1
    assert "\n".join(each["text"]["text"] for each in blocks) == text
    assert all(each["text"]["verbatim"] for each in blocks)
