"""The guide for writers of frameworks says what the loader does."""

import re
from pathlib import Path

from bot.files.head import KNOWN
from tests.files.documents import read

GUIDE = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")


def test_the_smallest_file_of_the_guide_loads_without_a_note() -> None:
    smallest = next(each for each in re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL) if each.startswith("---"))
    result = read(smallest)
    assert (result.problems, result.notes) == ((), ())


def test_the_guide_names_every_key_of_the_front_matter() -> None:
    missing = [key for key in KNOWN if key != "purpose" and f"`{key}`" not in GUIDE]
    assert missing == []
