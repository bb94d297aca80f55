"""Golden records: what the bot did on the day they were written, as committed text, and the comparison with today."""

import difflib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "records"
MOST_LINES, MOST_LINE = 60, 400
REWRITE = (
    "If this change is meant, write the record anew with `.venv/bin/python -m tests.golden {name}`"
    " and say in the commit what changed for people or for stored data; `git diff` shows it whole."
)


def compare(name: str, now: str) -> None:
    """Fail with a readable difference unless a record says what was made now."""
    file = FOLDER / name
    before = file.read_text("utf-8") if file.exists() else ""
    if before != now:
        pytest.fail(
            f"{name} is not as recorded.\n{difference(before, now)}\n{REWRITE.format(name=name)}", pytrace=False
        )


def difference(before: str, now: str) -> str:
    """Return the first lines that differ, each with its neighbours."""
    lines = [
        each if len(each) <= MOST_LINE else f"{each[:MOST_LINE]} ... ({len(each)} characters)"
        for each in difflib.unified_diff(before.splitlines(), now.splitlines(), "recorded", "now", n=2, lineterm="")
    ]
    more = [f"... and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
    return "\n".join(lines[:MOST_LINES] + more)


def write(name: str, now: str) -> bool:
    """Write a record; return whether that changed it."""
    file = FOLDER / name
    if file.exists() and file.read_text("utf-8") == now:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(now, "utf-8")
    return True
