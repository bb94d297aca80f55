"""The sentences of ``typed.md`` with their right readings; ``python -m tests.core.typed`` counts how many are right."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.slack.explained import explain_answer
from tests.core.examples import OPTIMIZATION

PAGE = Path(__file__).with_name("typed.md")
KINDS = frozenset("rated ask off_scale not_applicable dont_know change command words chat empty".split())


@dataclass(frozen=True, slots=True)
class Typed:
    """A sentence, the kinds right for it, its levels, and whether anything stays as evidence (None: either)."""

    heading: str
    text: str
    kinds: frozenset[str]
    levels: tuple[int, ...]
    evidence: bool | None


def sentences() -> Iterator[Typed]:
    """Give every sentence of the page."""
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        wanted = heading.partition(":")[0].split()
        kinds = frozenset(wanted) & KINDS
        levels = tuple(int(each) for each in wanted if each.isdigit())
        evidence = True if "+" in wanted else False if "-" in wanted else None
        for line in re.findall(r"^- (.*)$", body, re.MULTILINE):
            for text in line.split(" \u00a6 "):
                yield Typed(heading, text.replace("\\n", "\n"), kinds, levels, evidence)


def is_right(typed: Typed, found: dict[str, Any]) -> bool:
    """Whether a sentence is read as the page says."""
    levels = tuple(found["candidates"]) if found["kind"] == "ask" else (found["level"],)
    shown = bool(found["evidence"]) if found["kind"] == "rated" else typed.evidence
    return (
        found["kind"] in typed.kinds
        and (not typed.levels or levels == typed.levels)
        and (typed.evidence is None or shown == typed.evidence)
    )


def wrong(only: str = "") -> list[str]:
    """Give the sentences that are read otherwise, with how they are read."""
    found = [(each, explain_answer((OPTIMIZATION,), each.text)) for each in sentences() if only in each.heading]
    return [
        f"[{each.heading}] {each.text!r}: {read['kind']} {read['level'] or read['candidates']} {read['evidence']!r}"
        for each, read in found
        if not is_right(each, read)
    ]


if __name__ == "__main__":
    for heading in dict.fromkeys(each.heading for each in sentences()):
        rows = [each for each in sentences() if each.heading == heading]
        print(f"{heading}: {len(rows) - len(wrong(heading))} of {len(rows)}")  # noqa: T201 - it is a program
