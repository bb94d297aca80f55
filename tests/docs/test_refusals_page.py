"""docs/refusals.md has the table of Slack's errors as the code has it; a failure shows the table to put there."""

from pathlib import Path

from bot.core.errors import Meaning
from bot.slack.refusals import METHODS, POST, RESPONSE_URL, TABLE, UPDATE, WHISPER, ErrorRow

PAGE = (Path(__file__).parents[2] / "docs" / "refusals.md").read_text(encoding="utf-8")
POSTS = (POST, UPDATE, WHISPER, RESPONSE_URL)


def line(row: ErrorRow) -> str:
    left = [each for each in row.methods if each not in POSTS] if set(POSTS) <= set(row.methods) else [*row.methods]
    named = ["posts"] if len(left) < len(row.methods) else []
    methods = "all" if row.methods == METHODS else ", ".join([*named, *(f"`{each}`" for each in left)])
    codes = ", ".join(f"`{each}`" for each in row.codes.split())
    return f"| {methods} | {codes} | {row.meaning} | {row.why} | {row.what_to_do} |"


def test_every_row_is_on_the_page() -> None:
    rows = "\n".join(
        [
            "| methods | errors | meaning | people read why | and what to do |",
            "|---|---|---|---|---|",
            *map(line, TABLE),
        ]
    )
    assert PAGE.split("## The table\n")[1].split("\n\n", 1)[1].strip() == rows


def test_every_meaning_is_explained() -> None:
    assert [f"| {each} |" in PAGE for each in Meaning] == [True] * len(Meaning)
