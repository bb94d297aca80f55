"""Quotations: what stands in quotation marks was said, letter by letter, in a fact that the sentence cites."""

import re
from collections.abc import Iterator
from typing import assert_never

from bot.core.drafts.brief import FactKind
from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.parts import spoken
from bot.core.drafts.checks.passages import Passage, Quotation
from bot.core.drafts.draft import Finding

CHECK = "quotations"
NEGATION = re.compile(
    r"\b(?:no|not|never|nobody|none|hardly|without|neither|nor|cannot|\w+n['\u2019]t)\b", re.IGNORECASE
)
CLAUSE = re.compile(r"[.,;:!?()]|\b(?:but|and|yet|although)\b", re.IGNORECASE)
FEW = 3  # words between a "not" and what it takes back
SHOWN = 60


def check_quotations(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each quotation that is not somebody's words, and for each cited fact that there is not."""
    for each in passage.quotations:
        message = _fault(ground, passage, each)
        if message:
            yield passage.finding(CHECK, message)
    for fact_id in passage.facts:
        if ground.brief.fact(fact_id) is None:
            yield passage.finding(CHECK, f"It cites {fact_id!r}, and there is no such fact.")


def _fault(ground: Ground, passage: Passage, quotation: Quotation) -> str:
    words = _short(quotation.quoted.inner)
    match quotation.source:
        case "open":
            return "A quotation in it is never closed, or closed without having been opened."
        case "nobody":
            return f"It quotes \u201c{words}\u201d, which nobody said."
        case "elsewhere":
            return f"It quotes \u201c{words}\u201d, which is not in the fact that it cites."
        case "misattributed":
            return f"It quotes \u201c{words}\u201d as if somebody had said it; the words are the framework's."
        case "said":
            return _turned_round(ground, passage, quotation)
        case "rubric" | "name":
            return ""
        case _:
            assert_never(quotation.source)


def _turned_round(ground: Ground, passage: Passage, quotation: Quotation) -> str:
    """Say so where a quotation begins behind the "not" that takes it back, and nothing else says no."""
    inner = spoken(quotation.quoted.inner).strip(" .,;:!?\u2026")
    if NEGATION.search(inner) or NEGATION.search(passage.own):
        return ""
    places = [
        before for each in ground.said(FactKind.EVIDENCE) if (before := _before(inner, spoken(each.text))) is not None
    ]
    if places and all(_denied(each) for each in places):
        return f"It quotes \u201c{_short(inner)}\u201d without the word before it that says no."
    return ""


def _before(inner: str, text: str) -> str | None:
    at = text.find(inner)
    return text[:at] if at >= 0 else None


def _denied(before: str) -> bool:
    clause = CLAUSE.split(before)[-1].split()[-FEW:]
    return NEGATION.search(" ".join(clause)) is not None


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}\u2026"
