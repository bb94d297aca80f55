"""Every error of Slack means what its table says; messages in plainer forms where a type of block is refused."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.sandbox.app import Sandbox
from bot.sandbox.model import Thrown
from bot.sandbox.serving import serve_in_thread
from bot.slack import blocks as kit
from bot.slack.app import one_workspace
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.limits import broken
from bot.slack.manifest import manifest
from bot.slack.pacing import METHOD_TIERS, Pace, Pacer
from bot.slack.plainer import EVERY, RefusedBlocks, plainer
from bot.slack.refusals import ACCESS, DELETE, DELETE_FILE, METHODS, RESPONSE_URL, TABLE, documented, row_of
from bot.slack.routes import DOUBTFUL, CommandRoute, Parts
from bot.slack.scopes import SCOPES
from bot.store.store import SqlStore
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Worded
from tests.direct import answering
from tests.slack.stand_in import ME, POSTED, TOKEN, Reply, StandIn
from tests.use_cases.fakes import HandClock

CHART = kit.chart("bar", "Levels", ["Trust"], {"now": [3]})
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
    gateway.post("C1", None, "a1:result", Worded("d1", message))


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


def test_what_was_refused_is_remembered_for_a_week_and_after_a_restart(slack: StandIn, store: SqlStore) -> None:
    clock = HandClock()

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
        assert gateway.left_out(Worded("d1", RICH)) == {"table"}
        assert gateway.left_out(Worded("d1", Message("t", (kit.section("t"),)))) == frozenset()
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
    slack: StandIn, store: SqlStore, error: str, place: str, remembered: set[str]
) -> None:
    memory = RefusedBlocks(store, HandClock())
    slack.will("auth.test", ME)
    errors = [f"no [json-pointer:{place}]"] if place else []
    slack.will("chat.postMessage", {"ok": False, "error": error, "errors": errors}, POSTED)
    post(Gateway(token=TOKEN, base_url=slack.url, refused=memory))
    assert memory.of("T1") == remembered


def test_a_message_that_was_sent_is_no_failure_because_slack_does_not_say_who_the_bot_is(
    slack: StandIn, store: SqlStore
) -> None:
    slack.will("auth.test", Reply({"ok": False, "error": "internal_error"}, 500))
    slack.will_answer("chat.postMessage", refusing("table", pointer=True))
    post(Gateway(token=TOKEN, base_url=slack.url, refused=RefusedBlocks(store, HandClock())))
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
    slack: StandIn, gateway: Gateway, store: SqlStore, answer: Reply, still_said: str | None
) -> None:
    slack.will("auth.test", ME)
    slack.will("hook", answer)
    parts = Parts(store, HandClock(), tuple, one_workspace(gateway), lambda *_: "7f3a")
    asked = {"command": "/x", "team_id": "T1", "user_id": "U1", "channel_id": "C1", "response_url": f"{slack.url}hook"}
    acked: list[Any] = []
    take: Any = CommandRoute("/x", lambda *_: RICH, "", "").take
    take(parts, lambda **said: acked.append(said.get("text")), {**asked, "text": "", "trigger_id": "t"})
    assert acked == [still_said]


def test_what_one_workspace_refuses_another_one_may_take(store: SqlStore) -> None:
    refused = RefusedBlocks(store, HandClock())
    refused.add("T2", frozenset({"table"}))
    for each in (refused, RefusedBlocks(store, HandClock())):
        assert (set(each.of("T1")), set(each.of("T2"))) == (set(), {"table"})


def test_of_guesses_only_the_one_that_helped_is_remembered(slack: StandIn, store: SqlStore) -> None:
    gateway = Gateway(token=TOKEN, base_url=slack.url, refused=RefusedBlocks(store, HandClock()))
    slack.will("auth.test", ME)
    slack.will_answer("chat.postMessage", refusing("table", pointer=False))
    post(gateway)
    assert gateway.left_out(Worded("d1", RICH)) == {"table"}


def test_a_plainer_message_keeps_every_line_and_makes_no_new_link() -> None:
    text = "\n".join(f"line {number} " + "x" * 90 for number in range(100))
    blocks = plainer({"text": text, "blocks": [kit.context("small print")]}, frozenset({EVERY}))["blocks"]
    assert len(blocks) > 1
    assert "\n".join(each["text"]["text"] for each in blocks) == text
    assert all(each["text"]["verbatim"] for each in blocks)


OWN_TOKEN, CX, DANA = "xoxb-of-the-table", "C0CXTEAM01", "U0DANA0001"
WORDS = Worded("d1", Message("words", (kit.section("words"),)))
UPLOAD = Upload("a.png", "t", b"1")
VIEW = kit.modal("Title", [kit.section("words")], callback_id="c")
CALLS: dict[str, Callable[[Gateway], Any]] = {
    "auth.test": lambda gate: gate._ask("auth.test"),
    "canvases.create": lambda gate: gate.put_canvas(CX, "", "t", WORDS),
    "canvases.edit": lambda gate: gate.put_canvas(CX, "F1", "t", WORDS),
    "chat.delete": lambda gate: gate.delete(channel=CX, ts="1.000001"),
    "chat.postEphemeral": lambda gate: gate.whisper(CX, None, DANA, WORDS),
    "chat.postMessage": lambda gate: gate.post(CX, None, "k", WORDS),
    "chat.update": lambda gate: gate.update(CX, "1.000001", "k", WORDS),
    "conversations.history": lambda gate: gate._ask("conversations.history", channel=CX),
    "conversations.info": lambda gate: gate._ask("conversations.info", channel=CX),
    "conversations.join": lambda gate: gate.join(channel=CX),
    "conversations.members": lambda gate: gate._ask("conversations.members", channel=CX),
    "conversations.open": lambda gate: gate.direct_channel(DANA),
    "conversations.replies": lambda gate: gate._ask("conversations.replies", channel=CX, ts="1.000001"),
    "files.completeUploadExternal": lambda gate: gate.post(CX, None, "F1", Worded("F1", UPLOAD)),
    "files.delete": lambda gate: gate.drop_file("F1"),
    "files.info": lambda gate: gate.file(file="F1"),
    "files.getUploadURLExternal": lambda gate: gate.upload(UPLOAD),
    "oauth.v2.access": lambda gate: gate._ask("oauth.v2.access", client_id="1.2", client_secret="s"),
    "usergroups.list": lambda gate: gate.user_groups(),
    "usergroups.users.list": lambda gate: gate.group_people(group="S0LEADS001"),
    "users.info": lambda gate: gate.info(person=DANA),
    "views.open": lambda gate: gate.open_view(trigger="1.2", view=VIEW),
    "views.publish": lambda gate: gate.publish_home(person=DANA, view=kit.home([kit.section("words")])),
    "views.update": lambda gate: gate.update_view(view_id="V1", hash=None, view=VIEW),
}


@pytest.fixture(scope="module")
def whole_slack() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(manifest(None, socket_mode=True), None, "secret", OWN_TOKEN, limits="off")
    running = serve_in_thread(sandbox.asgi)
    with answering(running.url, sandbox.asgi):
        yield sandbox, running.url
    sandbox.close()
    running.close()


def test_every_method_that_is_called_has_its_rows() -> None:
    called = {*METHOD_TIERS, "chat.postMessage", ACCESS}
    assert called == set(CALLS) == set(METHODS) - {RESPONSE_URL}
    assert {method for scope in SCOPES for method in scope.methods} < called


def test_no_error_has_two_rows() -> None:
    rows = [(method, code) for row in TABLE for method in row.methods for code in row.codes.split()]
    assert len(rows) == len(set(rows)) == len(list(documented()))


def test_every_row_means_what_it_says(whole_slack: tuple[Sandbox, str]) -> None:
    """Each is met through the client: what means to wait is raised as such, all else keeps its code and its meaning."""
    sandbox, url = whole_slack
    gateway, wrong = Gateway(token=OWN_TOKEN, base_url=f"{url}/api/"), []
    for (method, code), row in documented().items():
        if method == RESPONSE_URL or (method in (DELETE, DELETE_FILE) and row.meaning is Meaning.GONE):
            continue  # an address of the moment; and deleting what is gone is no error
        sandbox._world.thrown = [Thrown("S", "refuse_method", {"method": method, "error": code, "channel": "*"})]
        try:
            CALLS[method](gateway)
            met = None
        except SlackUnavailableError as failure:
            met = (failure.code or code, Meaning.WAIT)
        except SlackRefusedError as refusal:
            met = (refusal.code, refusal.meaning)
        if met != (code, row.meaning):
            wrong.append((method, code, row.meaning, met))
    assert wrong == []


def test_people_read_why_and_what_to_do_wherever_they_are_needed() -> None:
    for row in TABLE:
        if row.meaning in (Meaning.TELL, Meaning.INVITE):
            assert row.why, row
            assert row.what_to_do, row
        assert not row.what_to_do.endswith(".")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("posting_is_paused_by_an_admin", Meaning.TELL),
        ("restricted_action_of_tomorrow", Meaning.TELL),
        ("http_403", Meaning.TELL),
        ("upstream_timeout", Meaning.WAIT),
        ("channel_migrating_to_org", Meaning.WAIT),
        ("token_was_revoked", Meaning.WAIT),
        ("invalid_emoji", Meaning.BUG),
        ("text_too_long", Meaning.BUG),
    ],
)
def test_an_error_that_nobody_documents_is_read_by_its_name_and_never_silent(code: str, meaning: Meaning) -> None:
    row = row_of("chat.postMessage", code)
    assert row.meaning is meaning
    assert code in row.why
