"""The document that the tests of this folder edit, and how they read the result."""

from typing import Any

from bot.files.check import as_json
from bot.files.frameworks import FrameworkFile, framework_from

BASE = """\
---
title: Loyalty Readiness
slug: loyalty
version: 1.2
---

# Loyalty Readiness

## Purpose
See how ready a shop is to keep its customers.

## Quick Prompt

> Assess loyalty readiness for [BUSINESS] with [CHURN_RATE]% churn. Score readiness (1-5) across three dimensions.

## Readiness Scorecard (1-5)

### 1) Listening
- 1 - Initial: Nobody asks.
- 3 - Defined: A survey runs.
- 5 - Optimized: Answers change things.

### 2) Data & Tools
- 1 - Initial: Lists on paper.
- 3 - Defined: One system.
- 5 - Optimized: One view, always fresh.

### 3) Teamwork
- 1 - Initial: Each for himself.
- 3 - Defined: Regular meetings.
- 5 - Optimized: Shared goals.

## Deliverables
- A scorecard
- A plan

## Maturity Scale
- 1.0-1.9: Initial (by chance)
- 2.0-2.9: Developing (in parts)
- 3.0-3.9: Defined (as a rule)
- 4.0-4.9: Managed (by figures)
- 5.0: Optimized (ahead)

## Variables
- [BUSINESS]: The shop
- [CHURN_RATE]: Customers lost a year

## Example (Condensed)
- Business: a corner shop
- Scores (1-5): Listening 3; Data/Tools 2; Teamwork 2
- Overall: 2.3 (Developing)
"""


def read(text: str | bytes, file: str = "loyalty.md") -> FrameworkFile:
    """Read a document as the loader would."""
    return framework_from(text if isinstance(text, bytes) else text.encode(), file)


def found(text: str | bytes, file: str = "loyalty.md") -> dict[str, Any]:
    """Give the JSON of a document that must load, without its notes."""
    (report,) = as_json([read(text, file)])
    assert report["problems"] == []
    del report["notes"]
    return report


def edited(*edits: tuple[str, str]) -> str:
    """Give the document with each old text replaced; an old text that is not there fails the test."""
    text = BASE
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def line_of(text: str, part: str, *, nth: int = 1) -> int:
    """Give the number of the nth line that holds a text."""
    numbers = [number for number, line in enumerate(text.split("\n"), 1) if part in line]
    return numbers[nth - 1]
