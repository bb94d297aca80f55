"""Files: given to Slack in three steps and read from it, at an address of its own only, and found by their id."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import Gateway
from bot.slack.wire import FileInfo
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Worded
from tests.slack.stand_in import ME, TOKEN, Reply, StandIn

BYTES = b"\x89PNG and more"
PICTURE = Upload("a.png", "t", BYTES)


@pytest.fixture
def told(slack: StandIn) -> StandIn:
    slack.will("files.getUploadURLExternal", {"ok": True, "file_id": "F1", "upload_url": f"{slack.url}upload"})
    slack.will("upload", Reply(raw=b"OK - 13"))
    slack.will("files.completeUploadExternal", {"ok": True, "files": [{"id": "F1"}]})
    return slack


def test_a_file_goes_to_slack_in_three_steps(told: StandIn, gateway: Gateway) -> None:
    upload = Upload("../a/b<c>.png", "Radar of <!channel>", BYTES, "Look", alt="x" * 2_000)
    assert gateway.upload(upload) == "F1"
    gateway.post("C1", "1.0", "F1", Worded("F1", upload))
    (asked,), (completed,) = told.calls("files.getUploadURLExternal"), told.calls("files.completeUploadExternal")
    assert (asked["filename"], asked["length"], len(asked["alt_txt"])) == (".._a_b_c_.png", str(len(BYTES)), 1_000)
    assert [each.method for each in told.heard] == [
        "files.getUploadURLExternal",
        "upload",
        "files.completeUploadExternal",
    ]
    assert told.heard[1].authorization == ""  # the address is the secret; no token goes there
    assert completed["files"][0]["id"] == "F1"
    assert (completed["channel_id"], completed["thread_ts"], completed["initial_comment"]) == ("C1", "1.0", "Look")


def test_the_words_beside_a_file_call_nobody(told: StandIn, gateway: Gateway) -> None:
    gateway.post("C1", None, "F1", Worded("F1", replace(PICTURE, says="<!channel>")))
    (completed,) = told.calls("files.completeUploadExternal")
    assert "<" not in completed["initial_comment"]


@pytest.mark.parametrize(
    "address", ["https://evil.example/x", "http://127.0.0.1:1/x", "https://slack.com@evil.example/", "", None, 7]
)
def test_no_file_goes_to_an_address_that_is_not_slacks(told: StandIn, gateway: Gateway, address: Any) -> None:
    told.will("files.getUploadURLExternal", {"ok": True, "file_id": "F1", "upload_url": address})
    with pytest.raises((SlackRefusedError, SlackUnavailableError)):
        gateway.upload(PICTURE)
    assert [each.method for each in told.heard] == ["files.getUploadURLExternal"]


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        (Reply(status=500), None),
        (Reply(status=429, headers={"Retry-After": "7"}), None),
        (Reply(deed="reset"), None),
        (Reply(status=404), Meaning.TELL),
        (Reply(status=302, headers={"Location": "https://evil.example/"}), Meaning.TELL),
    ],
)
def test_bytes_that_slack_does_not_take_were_not_sent(
    told: StandIn, gateway: Gateway, reply: Reply, meaning: Meaning | None
) -> None:
    told.will("upload", reply)
    with pytest.raises((SlackRefusedError, SlackUnavailableError)) as failed:
        gateway.upload(PICTURE)
    assert getattr(failed.value, "meaning", None) is meaning
    assert not getattr(failed.value, "maybe_done", False)


def test_a_guard_is_asked_before_the_bytes_are_written(told: StandIn, gateway: Gateway) -> None:
    def stop() -> None:
        raise SlackUnavailableError("The lease is lost.")

    with pytest.raises(SlackUnavailableError, match="lease"):
        gateway.guarded(stop).upload(PICTURE)
    assert [each.method for each in told.heard] == ["files.getUploadURLExternal"]


def test_a_shared_file_is_found_by_its_id_whatever_stands_beside_it(slack: StandIn, gateway: Gateway) -> None:
    beside = [{"type": "rich_text", "block_id": "xyz"}]
    messages = [
        {"ts": "2.0", "user": "UDANA", "files": [{"id": "F1"}]},
        {"ts": "3.0", "user": "UBOT", "files": [{"id": "F1"}], "blocks": beside},
        {"ts": "4.0", "user": "UBOT", "files": ["F1"]},
    ]
    slack.will("auth.test", ME)
    slack.will("conversations.replies", {"ok": True, "messages": messages})
    assert gateway.find(channel="C1", thread="1.0", key="F1") == "3.0"
    assert gateway.find(channel="C1", thread="1.0", key="F2") is None


def told_of(slack: StandIn, gateway: Gateway, reply: Reply, **more: Any) -> FileInfo:
    info = {"id": "F1", "size": 13, "user": "U1", "url_private_download": f"{slack.url}page.md", **more}
    slack.will("files.info", {"ok": True, "file": info})
    slack.will("page.md", reply)
    return gateway.file(file="F1")


def test_a_file_is_read_with_the_token_and_no_further_than_one_byte_too_many(slack: StandIn, gateway: Gateway) -> None:
    file = told_of(slack, gateway, Reply(raw=b"# " + b"x" * 100_000))
    assert gateway.content(file=file, most=200_000) == b"# " + b"x" * 100_000
    assert len(gateway.content(file=file, most=70_000)) == 70_001
    assert slack.calls("files.info") == [{"file": "F1"}]
    assert slack.heard[-1].authorization == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"url_private_download": "https://evil.example/x"},
        {"url_private_download": "http://files.slack.com/x"},
        {"url_private_download": "https://slack.com@evil.example/"},
        {"url_private_download": "https://files.slack.com.evil.example/"},
        {"url_private_download": "", "url_private": ""},
        {"is_external": True},
    ],
)
def test_the_token_goes_to_no_address_that_is_not_slacks(
    slack: StandIn, gateway: Gateway, elsewhere: dict[str, Any]
) -> None:
    file = told_of(slack, gateway, Reply(raw=b"x"), **elsewhere)
    with pytest.raises(SlackRefusedError) as refused:
        gateway.content(file=file, most=10)
    assert refused.value.code == "file_not_given"
    assert [each.method for each in slack.heard] == ["files.info"]


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        (Reply(status=302, headers={"Location": "https://evil.example/"}), Meaning.TELL),
        (Reply(raw=b"<html>log in</html>", headers={"Content-Type": "text/html; charset=utf-8"}), Meaning.TELL),
        (Reply(status=404), Meaning.TELL),
        (Reply(status=500), None),
        (Reply(status=429, headers={"Retry-After": "7"}), None),
        (Reply(deed="reset"), None),
        (Reply(raw=b"half", deed="cut"), None),
    ],
)
def test_what_is_not_the_whole_file_is_none_of_it(
    slack: StandIn, gateway: Gateway, reply: Reply, meaning: Meaning | None
) -> None:
    file = told_of(slack, gateway, reply)
    with pytest.raises((SlackRefusedError, SlackUnavailableError)) as failed:
        gateway.content(file=file, most=100)
    assert getattr(failed.value, "meaning", None) is meaning
    assert TOKEN not in str(failed.value)
    assert [each.method for each in slack.heard] == ["files.info", "page.md"]
