"""docs/sandbox.md lists the switches that there are."""

import re
from pathlib import Path

from bot.sandbox.switches import SWITCHES

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")


def test_every_switch_has_its_row_with_what_it_takes() -> None:
    section = PAGE.split("## What Slack does\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*?) ?\|", section, re.MULTILINE)
    assert rows == [(each.name, ", ".join(f"`{field.name}`" for field in each.takes)) for each in SWITCHES]
