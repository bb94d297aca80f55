"""The commands of the README and of the install page run as they stand; the page of the sandbox lists its switches."""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.sandbox.switches import SWITCHES
from tests.effort import more
from tests.known import sure

ROOT = Path(__file__).resolve().parents[2]
INSIDE = re.compile(r"`(?:\.venv/bin/)?cxbot ([^`]+)`|^(?:\.venv/bin/)?cxbot ([^#\n]+)", re.MULTILINE)
PATIENCE = 60


def command_lines(page: str) -> list[str]:
    """Give every command line of cxbot on a page that names what it acts on."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [(first or second).strip() for first, second in INSIDE.findall(text)]


@pytest.mark.parametrize("line", sorted({*command_lines("README.md"), *command_lines("docs/install.md")}))
def test_a_command_line_of_the_docs_does_what_it_says(line: str) -> None:
    words = shlex.split(line.partition(">")[0])
    if words[0] == "manifest":
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0
        assert json.loads(result.output)["display_information"]["name"] == "cxbot"
    else:
        assert CliRunner().invoke(main, [words[0], "--help"]).exit_code == 0


@more
def test_the_demo_opens_the_page_and_ends_on_sigterm(tmp_path: Path) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    asked = ["make", "--no-print-directory", "-n", "demo"]
    recipe = subprocess.run(asked, cwd=ROOT, env=plain, capture_output=True, text=True, check=True).stdout
    assert recipe.splitlines()[-1] == ".venv/bin/cxbot sandbox"
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "sandbox", "--port", "0", "--no-open"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = sure(re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline()))
        page = httpx.get(told.group(), timeout=PATIENCE)
        assert page.status_code == 200
        assert "cxbot" in page.text
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert list(tmp_path.iterdir()) == [], "the demo leaves nothing behind"
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def test_a_port_that_is_taken_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(main, ["sandbox", "--port", port, "--no-open"])
    assert done.exit_code == 2
    assert isinstance(done.exception, SystemExit)
    assert port in done.stderr


PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_every_switch_has_its_row_with_what_it_takes() -> None:
    section = PAGE.split("## What Slack does\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*?) ?\|", section, re.MULTILINE)
    assert rows == [(each.name, ", ".join(f"`{field.name}`" for field in each.takes)) for each in SWITCHES]
