"""What is made of each failure over real HTTP, and that nothing is sent twice; who runs a workspace."""

import logging
import socket
from typing import Any

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.wire import Identity, PersonInfo, read
from tests.slack.stand_in import POSTED, SECRET, TOKEN, Reply, StandIn, post


def test_a_limited_call_says_how_long_to_wait(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.postMessage", Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "12"}))
    with pytest.raises(SlackUnavailableError, match="wait 12 s") as failure:
        post(gateway)
    assert (failure.value.retry_after, failure.value.maybe_done) == (12.0, False)


@pytest.mark.parametrize(("header", "seconds"), [("soon", 30.0), ("", 30.0), ("-4", 30.0), ("9" * 9, 3_600.0)])
def test_a_senseless_retry_after_becomes_a_sensible_wait(
    slack: StandIn, gateway: Gateway, header: str, seconds: float
) -> None:
    slack.will("chat.postMessage", Reply({"ok": False, "error": "ratelimited"}, 429, {"retry-after": header}))
    with pytest.raises(SlackUnavailableError) as failure:
        post(gateway)
    assert failure.value.retry_after == seconds


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500, raw=b"<html>oops</html>"),
        Reply({"ok": False, "error": "fatal_error"}, 503),
        Reply({"ok": False, "error": "internal_error"}),
        Reply({"ok": False, "error": "service_unavailable"}),
        Reply(raw=b"<html>a proxy</html>"),
        Reply(raw=b""),
        Reply([]),
        Reply([1]),
        Reply("words"),
        Reply(None),
        Reply({"ok": True}),
        Reply({"ok": True, "ts": 17}),
        Reply(raw=b"\xff\xfe"),
        Reply(POSTED, deed="cut"),
        Reply(deed="reset"),
    ],
)
def test_a_post_without_a_clear_answer_may_be_done_and_is_not_repeated(
    slack: StandIn, gateway: Gateway, reply: Reply
) -> None:
    slack.will("chat.postMessage", reply)
    with pytest.raises(SlackUnavailableError) as failure:
        post(gateway)
    assert failure.value.maybe_done is True
    assert len(slack.calls("chat.postMessage")) == 1


def test_a_slack_that_does_not_answer_is_given_up(slack: StandIn) -> None:
    slack.will("chat.postMessage", Reply(deed="stall"))
    with pytest.raises(SlackUnavailableError, match="TimeoutError") as failure:
        post(Gateway(token=TOKEN, base_url=slack.url, timeout=1))
    assert failure.value.maybe_done is True


def test_a_slack_that_is_not_there_has_done_nothing(slack: StandIn) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # and nobody else gets it, for it stays bound
        address = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
        with pytest.raises(SlackUnavailableError, match="ConnectionRefusedError") as failure:
            post(Gateway(token=TOKEN, base_url=address))
    assert failure.value.maybe_done is False
    assert slack.heard == []


def test_a_read_without_an_answer_has_done_nothing(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", Reply(deed="reset"))
    with pytest.raises(SlackUnavailableError) as failure:
        gateway.person(person="U1")
    assert failure.value.maybe_done is False


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("channel_not_found", Meaning.INVITE),
        ("is_archived", Meaning.TELL),
        ("invalid_blocks", Meaning.FALL_BACK),
        ("msg_too_long", Meaning.BUG),
        ("a_rule_of_tomorrow", Meaning.TELL),
    ],
)
def test_a_refusal_keeps_slacks_word_and_says_what_it_means(
    slack: StandIn, gateway: Gateway, code: str, meaning: Meaning
) -> None:
    slack.will("chat.postMessage", {"ok": False, "error": code})
    with pytest.raises(SlackRefusedError, match=rf"Slack refused chat\.postMessage: {code}\. \w+") as refusal:
        post(gateway)
    assert (refusal.value.code, refusal.value.meaning) == (code, meaning)


@pytest.mark.parametrize("code", ["token_revoked", "external_channel_migrating", "token_withdrawn_and_expired"])
def test_what_passes_by_itself_or_by_a_new_install_waits(slack: StandIn, gateway: Gateway, code: str) -> None:
    slack.will("chat.postMessage", {"ok": False, "error": code})
    with pytest.raises(SlackUnavailableError, match=code) as failure:
        post(gateway)
    assert (failure.value.retry_after, failure.value.code) == (None, code)


def test_a_refusal_names_the_place_but_not_the_words(slack: StandIn, gateway: Gateway) -> None:
    messages = [f"[ERROR] {SECRET} [json-pointer:/blocks/1/elements]"]
    answer = {"ok": False, "error": "invalid_blocks", "errors": messages, "response_metadata": {"messages": messages}}
    slack.will("chat.postMessage", answer)
    with pytest.raises(SlackRefusedError, match="at /blocks/1/elements") as refusal:
        post(gateway)
    assert SECRET not in str(refusal.value)


def test_a_missing_permission_and_a_wrong_address_are_explained(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", {"ok": False, "error": "missing_scope", "needed": "users:read"})
    with pytest.raises(SlackRefusedError, match="needed: users:read"):
        gateway.person(person="U1")
    slack.will("users.info", Reply(status=404, raw=b"<html>not here</html>"))
    with pytest.raises(SlackRefusedError, match="http_404"):
        gateway.person(person="U1")


@pytest.mark.parametrize("address", ["", " http://a.example/b", "ftp://a.example", "press here"])
def test_an_answer_that_has_no_address_is_refused_in_our_own_words(gateway: Gateway, address: str) -> None:
    with pytest.raises(SlackRefusedError) as refusal:
        gateway.respond(response_url=address, message=Message("words"))
    assert refusal.value.code == "no_address"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/commands/T1/1/x",
        "http://hooks.slack.com/commands/T1/1/x",  # what is said in the clear is not Slack's
        "https://hooks.slack.com.evil.example/x",
        "https://evilslack.com/x",
        "https://hooks.slack.com@evil.example/x",
        "https://evil.example\\@hooks.slack.com/x",
        "https://evil.example#@hooks.slack.com/x",
        "https://hooks.slack.com:8443/x",
        "https://hooks.slack.com:99999/x",
        "https://hooks.slack.com./x",
        "https://[::1]/x",
        "http://169.254.169.254/latest/meta-data",
        "http://localhost:{port}/x",
        "http://127.0.0.1:1/x",
        "https://127.0.0.1:{port}/x",
        "http://127.0.0.1:{port}@evil.example/x",
        "file:///etc/passwd",
        "https:/hooks.slack.com/x",
        "https://hooks.slack.com\t/x",
    ],
)
def test_an_address_that_is_not_slacks_is_not_followed(
    slack: StandIn, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("bot.slack.gateway.answer_at", lambda *_: pytest.fail("followed"))
    with pytest.raises(SlackRefusedError, match="Repeat the command"):
        gateway.respond(response_url=address.replace("{port}", str(slack.server_address[1])), message=Message("words"))


@pytest.mark.parametrize(
    "address",
    [
        "https://hooks.slack.com/commands/T1/1/x",
        "https://HOOKS.slack.com:443/actions/T1/1/x?y=1",
        "https://hooks.slack-gov.com/commands/T1/1/x",
        "https://slack.com/x",
        "http://127.0.0.1:{port}/response/x",
    ],
)
def test_an_address_of_slack_or_of_its_stand_in_is_followed(
    slack: StandIn, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    followed: list[str] = []
    monkeypatch.setattr("bot.slack.gateway.answer_at", lambda url, *_: followed.append(url))
    address = address.replace("{port}", str(slack.server_address[1]))
    gateway.respond(response_url=address, message=Message("words"))
    assert followed == [address]


def test_neither_words_nor_token_are_logged(
    slack: StandIn, gateway: Gateway, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    slack.will("chat.postMessage", POSTED, Reply(raw=SECRET.encode()), Reply(deed="reset"))
    post(gateway)
    for _ in range(2):
        with pytest.raises(SlackUnavailableError) as failure:
            post(gateway)
        assert SECRET not in str(failure.value)
    written = caplog.text + "".join(capsys.readouterr())
    assert SECRET not in written
    assert TOKEN not in written


WORKSPACE = Identity(team_id="T1", user_id="U0")
OF_GRID = Identity(team_id="T1", enterprise_id="E1", user_id="U0")
ORGANISATION = Identity(team_id="E1", enterprise_id="E1", user_id="U0", is_enterprise_install=True)


def person(**said: Any) -> PersonInfo:
    return read(PersonInfo, {"id": "U1", "team_id": "T1", **said})


def of_grid(team: str = "T1", *teams: str, **said: Any) -> dict[str, Any]:
    return {"team_id": team, "enterprise_user": {"enterprise_id": "E1", "teams": list(teams), **said}}


@pytest.mark.parametrize(
    ("me", "said", "runs"),
    [
        (WORKSPACE, {}, False),
        (WORKSPACE, {"is_admin": True}, True),
        (WORKSPACE, {"is_owner": True}, True),
        (WORKSPACE, {"is_admin": None, "is_owner": None}, False),
        (WORKSPACE, {"is_admin": True, "deleted": True}, False),
        (WORKSPACE, {"is_admin": True, "is_bot": True}, False),
        (WORKSPACE, {"is_admin": True, "is_stranger": True}, False),
        (WORKSPACE, {"is_admin": True, "team_id": "T2"}, False),
        (WORKSPACE, of_grid("T2", "T1", is_admin=True), False),  # of an organisation that is not ours
        (OF_GRID, {"is_admin": True}, True),
        (OF_GRID, of_grid("T2", "T2", is_admin=True), True),
        (OF_GRID, of_grid("T2", "T2", is_owner=True), True),
        (OF_GRID, of_grid("T2", "T2") | {"is_admin": True}, False),
        (OF_GRID, of_grid("T2", "T1", "T2") | {"is_admin": True}, True),
        (ORGANISATION, of_grid("T1", "T1") | {"is_admin": True}, True),
        (ORGANISATION, of_grid("T2", "T1", "T2") | {"is_admin": True}, False),
        (ORGANISATION, of_grid("T2", "T2", is_owner=True), True),
        (ORGANISATION, of_grid("T1", "T1", is_admin=True) | {"is_stranger": True}, False),
    ],
)
def test_only_admins_and_owners_of_the_workspace_or_its_organisation_run_it(
    me: Identity, said: dict[str, Any], *, runs: bool
) -> None:
    assert me.is_run_by(person(**said), "T1") is runs
