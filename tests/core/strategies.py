"""Hypothesis strategies for frameworks and assessments of every shape that the core allows, small ones."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from functools import cache

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

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
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable
from bot.core.team import Evidence
from tests.effort import effort

# An assessment is a large example: fewer of them, and no complaint about their size.
SMALL = settings(max_examples=effort(15, 600), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5)
names = words.map(lambda text: text if text.strip() else f"{text}n")  # a filter would draw again, without end
fractions = st.builds(
    lambda whole, over, under: whole + Fraction(over % under, under), st.integers(0, 20), *(st.integers(1, 1000),) * 2
)
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis wants naive edges
PEOPLE = ("U1", "U2", "U3", "U4")


@cache
def _dimensions(scale: Scale) -> st.SearchStrategy[Dimension]:
    """Dimensions still without a key. Built once for a scale: Hypothesis takes longer to build than to draw."""
    levels = st.sampled_from(scale.levels())
    return st.builds(
        Dimension,
        key=st.just(""),
        name=names,
        descriptors=st.lists(
            st.builds(Descriptor, levels, words, names), unique_by=lambda each: each.level, max_size=7
        ).map(tuple),
        ask=words,
        look_for=words,
        next_steps=st.dictionaries(levels, words),
        weight=st.one_of(st.just(Fraction(1)), fractions),
        target=st.one_of(st.none(), levels),
    )


@cache
def _frameworks(scale: Scale) -> st.SearchStrategy[Framework]:
    keyed = st.tuples(names, _dimensions(scale)).map(lambda pair: replace(pair[1], key=pair[0]))
    return st.builds(
        Framework,
        slug=names,
        title=names,
        version=words,
        digest=words,
        purpose=words,
        scale=st.just(scale),
        aggregate=st.sampled_from(("mean", "sum")),
        dimensions=st.lists(keyed, min_size=1, max_size=3, unique_by=lambda each: each.key).map(tuple),
        bands=st.lists(st.builds(Band, names, fractions, fractions, words, words), max_size=3).map(tuple),
        variables=st.lists(
            st.builds(Variable, names, words, st.sampled_from(("text", "number", "percent")), st.booleans()), max_size=2
        ).map(tuple),
        prompt=words,
        evidence_from=st.integers(scale.low, scale.high + 1),
        level_names=st.dictionaries(st.sampled_from(scale.levels()), words),
        deliverables=st.lists(words, max_size=2).map(tuple),
        supersedes=st.lists(words, max_size=2).map(tuple),
        subject_key=st.none() | names,
    )


_SCALES = st.sampled_from([Scale(low, high) for low in range(3) for high in range(low, 7)])
_FRAMEWORKS = _SCALES.flatmap(_frameworks)


def frameworks() -> st.SearchStrategy[Framework]:
    return _FRAMEWORKS


@cache
def _verdicts(scale: Scale) -> st.SearchStrategy[Verdict]:
    levels: st.SearchStrategy[Verdict] = st.sampled_from(scale.levels())
    return st.one_of(levels, levels, st.builds(NotApplicable, words), st.just(NotRated()))


@cache
def _ratings(scale: Scale) -> st.SearchStrategy[list[tuple[int, Rating]]]:
    """Ratings, each with the place of its dimension, which counts on from the first again after the last."""
    one = st.builds(
        Rating,
        id=st.just(""),
        dimension=st.just(""),
        respondent=st.sampled_from(PEOPLE),
        verdict=_verdicts(scale),
        evidence=_EVIDENCE,
        said_at=moments,
        said_in=words,
        round=st.sampled_from((1, 2)),
    )
    return st.lists(st.tuples(_PLACES, one), max_size=8)


_PLACES = st.integers(0, 5)  # a sixth of six dimensions, and an equal share of one, two or three
_EVIDENCE = st.lists(st.builds(Evidence, st.sampled_from(("words", "link", "message")), names), max_size=2).map(tuple)
_SUBJECTS = st.builds(Subject, names, st.dictionaries(names, words, max_size=3))


def ratings(framework: Framework) -> st.SearchStrategy[tuple[Rating, ...]]:
    return _ratings(framework.scale).map(lambda drawn: _keyed(framework, drawn))


def _keyed(framework: Framework, drawn: list[tuple[int, Rating]]) -> tuple[Rating, ...]:
    keys = [each.key for each in framework.dimensions]
    return tuple(
        replace(rating, id=f"r{number}", dimension=keys[place % len(keys)])
        for number, (place, rating) in enumerate(drawn)
    )


@cache
def _targets(scale: Scale) -> st.SearchStrategy[dict[int, int]]:
    return st.dictionaries(_PLACES, st.sampled_from(scale.levels()))


@cache
def _agreed(scale: Scale) -> st.SearchStrategy[list[tuple[int, AgreedLevel]]]:
    one = st.builds(AgreedLevel, st.just(""), st.sampled_from(scale.levels()), names, moments)
    return st.lists(st.tuples(_PLACES, one), max_size=2)


_STATUSES, _MAYBE_NAMES, _MAYBE_MOMENTS = st.sampled_from(Status), st.none() | names, st.none() | moments


@st.composite
def assessments(draw: st.DrawFn, framework: Framework | None = None) -> Assessment:
    """U1 to U3 answer (U1 conducts too), U4 watches: what U4 rated must never count."""
    rubric = framework or draw(_FRAMEWORKS)
    scale, keys = rubric.scale, [each.key for each in rubric.dimensions]
    return Assessment(
        id=draw(names),
        workspace=draw(names),
        channel=draw(names),
        thread=draw(_MAYBE_NAMES),
        framework=rubric,
        subject=draw(_SUBJECTS),
        targets={keys[place % len(keys)]: level for place, level in draw(_targets(scale)).items()},
        members=(
            Member("U1", Role.FACILITATOR),
            *(Member(person, Role.RESPONDENT) for person in PEOPLE[:3]),
            Member("U4", Role.OBSERVER),
        ),
        status=draw(_STATUSES),
        started_at=draw(moments),
        completed_at=draw(_MAYBE_MOMENTS),
        ratings=_keyed(rubric, draw(_ratings(scale))),
        agreed=tuple(replace(level, dimension=keys[place % len(keys)]) for place, level in draw(_agreed(scale))),
        language=draw(st.sampled_from(["", "", "de"])),
    )


class EveryWord:
    """Knows every word, so that a test is about something else; the dictionaries are asked in ``tests/drafts``."""

    def knows(self, _word: str, _language: str) -> bool:
        return True

    def is_noun(self, _word: str) -> bool:
        return False

    def is_name(self, _word: str, _language: str) -> bool:
        return False

    def base(self, word: str, _language: str) -> str:
        return word.casefold()

    def parts(self, word: str, language: str) -> frozenset[str]:
        low = word.casefold()
        cuts = range(3, len(low) - 3) if language == "de" else ()
        return frozenset((low, *(part for at in cuts for part in (low[:at], low[at:]))))


EVERY_WORD = EveryWord()
