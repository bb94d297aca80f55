"""A report to hand on: the facts of one assessment, gathered for whoever sets them as a document."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Protocol

from bot.core.assessment import Assessment, Status
from bot.core.drafts.draft import Draft
from bot.core.drafts.standing import AcceptedText, accepted_texts
from bot.core.plan.standing import ActionStanding
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.use_cases.ports import Reads
from bot.use_cases.scorecards import course_of, scorecard_now, standing_plan

LONGEST_NAME = 60


class FileKind(StrEnum):
    """As what a report is written; the value is the ending of its file."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report is made of.

    ``texts`` are the accepted notes and narratives, ``drafts`` what they came from. ``course`` is the line up to this
    assessment, None for its first. ``people`` and ``channel`` are names, where Slack was asked for them; ``at`` is when
    the report is made, ``zone`` that of its reader.
    """

    assessment: Assessment
    card: Scorecard
    texts: tuple[AcceptedText, ...]
    drafts: tuple[Draft, ...]
    plan: tuple[ActionStanding, ...]
    course: Trend | None
    at: datetime
    channel: str = ""
    people: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def facts_of(view: Reads, assessment: Assessment, at: datetime) -> ReportFacts:
    """Gather the facts of a report as they are now, without the names of people."""
    card, where = scorecard_now(view, assessment), (assessment.workspace, assessment.id)
    drafts = view.drafts(*where)
    texts = accepted_texts(assessment, card, drafts)
    return ReportFacts(assessment, card, texts, drafts, standing_plan(view, *where), course_of(view, assessment), at)


class Reporter(Protocol):
    """Sets reports."""

    @property
    def forms(self) -> tuple[FileKind, ...]:
        """Return the forms that can be written on this machine, the best one to hand on first."""

    def write(self, facts: ReportFacts, form: FileKind) -> bytes:
        """Return the file."""


def account(facts: ReportFacts) -> Mapping[str, object]:
    """Return in short what a report says, for programs."""
    card = facts.card
    return {
        "assessment": card.assessment,
        "subject": card.subject,
        "framework": card.framework.slug,
        "version": card.framework.version,
        "digest": card.framework.digest,
        "overall": card.overall.text if card.overall is not None else None,
        "band": card.overall.band.name if card.overall is not None and card.overall.band is not None else None,
        "provisional": card.provisional or facts.assessment.status is not Status.COMPLETE,
        "language": facts.assessment.language or facts.assessment.framework.language,
    }


def file_name(facts: ReportFacts, form: FileKind) -> str:
    """Return a name for the file that every system takes: ``acme-retail-2026-11-22.pdf``."""
    plain = unicodedata.normalize("NFKD", facts.card.subject).encode("ascii", "ignore").decode().lower()
    subject = re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_NAME].strip("-") or "report"
    day = (facts.card.completed_at or facts.card.started_at).astimezone(facts.zone).date()
    return f"{subject}-{day}.{form}"
