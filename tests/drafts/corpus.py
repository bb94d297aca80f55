"""Fixed assessments that drafts are written and tried on, and their briefs."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.record.rescoring import read_export
from bot.core.scoring.scorecard import scorecard

HERE = Path(__file__).parent


@lru_cache
def assessments() -> Mapping[str, Assessment]:
    """Give the fixed assessments by the names of their files."""
    files = sorted((HERE / "assessments").glob("*.json"))
    return {each.stem: read_export(json.loads(each.read_text("utf-8"))).assessment for each in files}


@lru_cache
def briefs(language: str = "en") -> tuple[tuple[str, Brief], ...]:
    """Give the brief of every text of every assessment, with a name for it."""
    return tuple(
        (f"{name}-{piece.key}", brief_for(assessment, card, piece, language=language))
        for name, assessment in assessments().items()
        for card in (scorecard(assessment),)
        for piece in pieces_of(card)
    )
