"""Makes the fixed assessments of this folder from told.toml: ``python -m tests.drafts.make_assessments``.

The files that are committed keep the wording of the frameworks of the day on which they were made.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.core.assessment import Assessment, Member, NotApplicable, NotRated, Rating, Role, Status, Subject, Verdict
from bot.core.evidence import evidence_in
from bot.core.framework import Dimension, Framework
from bot.core.record.export import export_assessment
from bot.files.frameworks import load_library, read_framework
from tests.known import sure

HERE = Path(__file__).parent
FOLDER = HERE / "assessments"
OPENING = re.compile(r"(?P<level>\d)\b ?|n/a ?|\?")


def library() -> dict[str, Framework]:
    """Give the project's frameworks and the small one of this folder, by slug."""
    return {
        each.slug: each
        for each in (
            *load_library(HERE.parents[1] / "frameworks"),
            sure(read_framework(HERE / "front-desk.md").framework),
        )
    }


def told() -> list[dict[str, Any]]:
    """Give the tables of told.toml."""
    tables: list[dict[str, Any]] = tomllib.loads((HERE / "told.toml").read_text("utf-8"))["assessment"]
    return tables


def made(table: dict[str, Any], framework: Framework) -> Assessment:
    """Make the assessment of one table; its facilitator is the first who answers."""
    people, started = list(table["answers"]), table["started"]
    return Assessment(
        id=f"draft-{table['file']}",
        workspace="T0DRAFTS01",
        channel="C0DRAFTS01",
        thread=None,
        framework=framework,
        subject=Subject(table["subject"], table["variables"]),
        targets=table.get("targets", {}),
        members=(Member(people[0], Role.FACILITATOR), *(Member(each, Role.RESPONDENT) for each in people)),
        status=Status.COMPLETE,
        started_at=started,
        completed_at=started + timedelta(hours=1),
        ratings=tuple(_ratings(table["answers"], framework, started)),
    )


def _ratings(answers: dict[str, Sequence[str]], framework: Framework, started: datetime) -> Iterator[Rating]:
    number = 0
    for person, lines in answers.items():
        for dimension, line in zip(framework.dimensions, lines, strict=True):
            number += 1
            yield _rating(number, person, dimension, line, started)


def _rating(number: int, person: str, dimension: Dimension, line: str, started: datetime) -> Rating:
    opening = OPENING.match(line)
    assert opening is not None, line
    words = line[opening.end() :]
    verdict = _verdict(opening, words)
    return Rating(
        id=f"r{number}",
        dimension=dimension.key,
        respondent=person,
        verdict=verdict,
        evidence=evidence_in(words) if isinstance(verdict, int) else (),
        said_at=started + timedelta(minutes=number),
        said_in=f"m{number}",
    )


def _verdict(opening: re.Match[str], words: str) -> Verdict:
    if opening["level"]:
        return int(opening["level"])
    return NotRated() if opening[0] == "?" else NotApplicable(words)


def text_of(assessment: Assessment) -> str:
    """Write the export as the file holds it."""
    return json.dumps(export_assessment(assessment), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every file anew."""
    frameworks = library()
    FOLDER.mkdir(exist_ok=True)
    for table in told():
        assessment = made(table, frameworks[table["framework"]])
        (FOLDER / f"{table['file']}.json").write_text(text_of(assessment), "utf-8")


if __name__ == "__main__":
    main()
