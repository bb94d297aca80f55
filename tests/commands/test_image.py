"""The image, as far as reading its file tells: it looks after its own health, and the bot never runs as root."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.sandbox.serving import serve_in_thread
from bot.web.app import web_app

TEXT = (Path(__file__).parents[2] / "Dockerfile").read_text("utf-8").replace("\\\n", "")
LAST = TEXT[TEXT.rindex("\nFROM ") :]


def command(name: str) -> list[str]:
    """Give the words of the last ``CMD`` of a kind."""
    found: list[str] = json.loads(re.findall(rf"^{name}.*?(\[.*\])$", LAST, re.MULTILINE)[-1])
    return found


@pytest.mark.parametrize(("user", "chown", "runs"), [(0, 0, "setpriv"), (0, 1, ""), (10001, 1, "cxbot serve")])
def test_root_is_given_up_before_the_bot_starts(tmp_path: Path, user: int, chown: int, runs: str) -> None:
    stubs = {"id": f"echo {user}", "chown": f"exit {chown}", "setpriv": 'echo "setpriv $@"', "cxbot": 'echo "cxbot $@"'}
    for name, does in stubs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    shell, *words = command("CMD")
    done = subprocess.run(
        [f"/bin/{shell}", *words], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(runs)
    assert bool(done.stdout) == (done.returncode == 0) == bool(runs)
    if runs == "setpriv":
        assert done.stdout == "setpriv --reuid=cxbot --regid=cxbot --init-groups --no-new-privs cxbot serve\n"


def test_a_process_that_does_not_answer_is_not_healthy() -> None:
    running = serve_in_thread(web_app(None, dict))
    port = running.url.rpartition(":")[2]
    python, *words = command("HEALTHCHECK")
    assert python == "python"

    def looks() -> int:
        environment = {**os.environ, "PORT": port}
        return subprocess.run([sys.executable, *words], env=environment, capture_output=True, check=False).returncode

    assert looks() == 0
    running.close()
    assert looks() == 1


def test_both_steps_begin_with_the_same_base_and_the_last_one_has_a_user_for_the_bot() -> None:
    assert len(set(re.findall(r"^FROM (\S+)", TEXT, re.MULTILINE))) == 1
    assert re.search(r"useradd --system --uid [1-9]\d+ .*cxbot", LAST)
