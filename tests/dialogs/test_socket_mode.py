"""One assessment over Socket Mode: the same bot, reached by a socket that it opens itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dialogs.notation import read_dialogs
from tests.dialogs.playing import play
from tests.dialogs.stage import Slack, Stage, staged
from tests.known import sure

DIALOG = """
## An assessment over a socket
| who  | does | sees |
| dana | starts matrix for acme | asks: 1 of 3 |
| dana | 2, someone leads | thread: ✓ Strategy: 2 Defined · “someone leads” |
| dana | presses 1 | asks: 3 of 3 |
| dana | /cx-assess | form: Start an assessment |
| dana | fills NPS today = thirty; submits | error at NPS today: number |
| dana | closes the form | no form |
| dana | 2 | last: 5 of 12 |
| sam  | /cx-scorecard | only sam: 5 of 12 |
"""


@pytest.fixture
def socket_stage(slack: Slack, tmp_path: Path) -> Iterator[Stage]:
    with staged(slack, f"sqlite:///{tmp_path}/cxbot.db", socket_mode=True) as found:
        yield found


def test_an_assessment_goes_over_a_socket_as_over_http(socket_stage: Stage) -> None:
    (dialog,) = read_dialogs(DIALOG, "test_socket_mode.py")
    play(socket_stage, dialog)
    assert sure(socket_stage.service.socket_mode).trouble() == ""
