"""Makes the assessments of this folder from told.toml: ``python -m tests.drafts.fresh.make_assessments``.

Short, because how answers become an assessment is written in ``tests/drafts/make_assessments.py`` already.
"""

import tomllib
from pathlib import Path
from typing import Any

from bot.core.framework import Framework
from bot.files.frameworks import read_framework
from tests.drafts.make_assessments import made, text_of

HERE = Path(__file__).parent


def frameworks() -> dict[str, Framework]:
    """Return the frameworks of this folder by slug."""
    read = [read_framework(each).framework for each in sorted((HERE / "frameworks").glob("*.md"))]
    return {each.slug: each for each in read if each is not None}


def told() -> list[dict[str, Any]]:
    """Return the tables of told.toml."""
    tables: list[dict[str, Any]] = tomllib.loads((HERE / "told.toml").read_text("utf-8"))["assessment"]
    return tables


def main() -> None:
    """Write every file anew."""
    (HERE / "assessments").mkdir(exist_ok=True)
    for table in told():
        assessment = made(table, frameworks()[table["framework"]])
        (HERE / "assessments" / f"{table['file']}.json").write_text(text_of(assessment), "utf-8")


if __name__ == "__main__":
    main()
