"""Makes assessments in one line: which dimension was given which level, by whom, with what beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from bot.core.assessment import (
    AgreedLevel,
    Assessment,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Role,
    Status,
    Subject,
    Verdict,
)
from bot.core.framework import Framework
from bot.core.scoring.scoring import Value, dimension_value
from bot.core.team import Evidence

Given = Mapping[str, Verdict | Rating | Sequence[Rating]] | Sequence[Verdict]
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NO_STORES = NotApplicable("no stores")
UNKNOWN = NotRated()


def said(verdict: Verdict, *, by: str = "dana", words: str = "", in_round: int = 1) -> Rating:
    """One rating whose dimension and place are filled in by ``assessment_of``."""
    evidence = (Evidence("words", words),) if words else ()
    return Rating("", "", by, verdict, evidence, START, "", 2 if in_round == 2 else 1)


def assessment_of(
    framework: Framework,
    ratings: Given,
    *,
    respondents: Sequence[str] = ("dana",),
    agreed: Mapping[str, int] | None = None,
    targets: Mapping[str, int] | None = None,
    days: int = 0,
    subject: str = "Acme Retail",
) -> Assessment:
    """Ratings by dimension key, or one verdict for each dimension in the framework's order; one minute apart."""
    started = START + timedelta(days=days)
    return Assessment(
        id=f"a{days}",
        workspace="T1",
        channel="C1",
        thread="1732266000.000100",
        framework=framework,
        subject=Subject(subject, {"NPS_TARGET": "45", "NPS_BASELINE": "31"}),
        targets=targets or {},
        members=(
            Member("dana", Role.FACILITATOR),
            *(Member(person, Role.RESPONDENT) for person in respondents),
            Member("olga", Role.OBSERVER),
        ),
        status=Status.COMPLETE,
        started_at=started,
        completed_at=started + timedelta(hours=1),
        ratings=_facts(framework, ratings, started),
        agreed=tuple(AgreedLevel(key, level, "dana", started) for key, level in (agreed or {}).items()),
    )


def values_of(framework: Framework, verdicts: Sequence[Verdict]) -> dict[str, Value]:
    """The values that one respondent's verdicts give, in the framework's order."""
    assessment = assessment_of(framework, verdicts)
    return {each.key: dimension_value(assessment, each.key) for each in framework.dimensions}


def weighted(framework: Framework, *weights: Fraction) -> Framework:
    """The framework with these weights, in its order."""
    pairs = zip(framework.dimensions, weights, strict=True)
    return replace(framework, dimensions=tuple(replace(each, weight=weight) for each, weight in pairs))


def _facts(framework: Framework, ratings: Given, started: datetime) -> tuple[Rating, ...]:
    keys = [each.key for each in framework.dimensions]
    by_key = ratings if isinstance(ratings, Mapping) else dict(zip(keys, ratings, strict=True))
    facts: list[Rating] = []
    for key, given in by_key.items():
        several = [given] if isinstance(given, Rating) else [said(given)] if not isinstance(given, Sequence) else given
        for each in several:
            number = len(facts) + 1
            at = started + timedelta(minutes=number)
            facts.append(replace(each, id=f"r{number}", dimension=key, said_at=at, said_in=f"m{number}"))
    return tuple(facts)
