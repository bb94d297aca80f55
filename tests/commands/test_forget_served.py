"""`cxbot forget` while the bot serves: both write to one file, and the bot does in Slack what the command enqueued."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.commands.running import cxbot
from tests.dialogs.conftest import slack
from tests.dialogs.deeds import do
from tests.dialogs.stage import Slack, Stage, staged

__all__ = ["slack"]  # a fixture
DANA, WORDS = "U0DANA0001", ("zebras are mapped here", "nobody hears quaggas")


@pytest.fixture
def stage(slack: Slack, tmp_path: Path) -> Iterator[Stage]:
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db") as found:
        yield found


def test_the_running_bot_follows_the_command_and_nothing_is_left_in_slack_file_or_log(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", stage.database)
    for who, does in (
        ("dana", "starts matrix for acme"),
        ("dana", f"answers: 2, {WORDS[0]}; 1, {WORDS[1]}; 2"),
        ("dana", "presses Share in channel"),
        ("dana", "opens Home"),
    ):
        do(stage, who, does)
        stage.settle()
    assert WORDS[0] in said(stage)
    with capture_logs():
        told = json.loads(cxbot("forget", DANA, "--workspace", "T0ACME0001", "--json").output)
    assert (told["outcome"], told["wiped"], told["waits_for_a_running_bot"]) == ("forgotten", True, True)
    do(stage, "clock", "moves on 20 seconds")
    stage.settle()
    own = said(stage)
    assert [each for each in (*WORDS, DANA) if each in own] == []
    assert "The answers were withdrawn" in own
    assert not [each for each in stage.logs if DANA in json.dumps(each, default=str)]
    stage.stop_bot()
    content = b"".join(each.read_bytes() for each in tmp_path.glob("cxbot.db*"))
    assert [each for each in (DANA, *WORDS) if each.encode() in content] == []


def said(stage: Stage) -> str:
    """Give everything that the bot has in Slack: its messages as they are now, with the names that only it reads."""
    channels = stage.sandbox._world.channels.values()
    own = [each for channel in channels for each in channel.messages if each.user == "U0CXBOT001"]
    return "\n".join(f"{each.text} {each.blocks} {each.metadata}" for each in own)
