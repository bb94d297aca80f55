"""Hypothesis strategies for frameworks and assessments of every shape that the core allows, small ones."""

from datetime import UTC, datetime
from fractions import Fraction

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.core.assessment import (
    AgreedLevel,
    Assessment,
    Evidence,
    Member,
    NotApplicable,
    NotRated,
    Rating,
    Role,
    Status,
    Subject,
)
from bot.core.framework import Band, Descriptor, Dimension, Framework, Scale, Variable

# An assessment is a large example: fewer of them, and no complaint about their size.
SMALL = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None
)

words = st.text(st.characters(codec="utf-8"), max_size=5)
names = words.filter(lambda text: bool(text.strip()))
fractions = st.fractions(min_value=0, max_value=20, max_denominator=1000)
moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- Hypothesis wants naive edges
PEOPLE = ("U1", "U2", "U3", "U4")


@st.composite
def dimensions(draw: st.DrawFn, scale: Scale, key: str) -> Dimension:
    levels = st.sampled_from(scale.levels())
    described = draw(st.lists(levels, unique=True))
    return Dimension(
        key=key,
        name=draw(names),
        descriptors=tuple(Descriptor(level, draw(words), draw(names)) for level in described),
        ask=draw(words),
        look_for=draw(words),
        next_steps=draw(st.dictionaries(levels, words)),
        weight=draw(st.one_of(st.just(Fraction(1)), fractions)),
        target=draw(st.one_of(st.none(), levels)),
    )


@st.composite
def frameworks(draw: st.DrawFn) -> Framework:
    low = draw(st.integers(0, 2))
    scale = Scale(low, draw(st.integers(low, 6)))
    keys = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    aggregate = draw(st.sampled_from(("mean", "sum")))
    return Framework(
        slug=draw(names),
        title=draw(names),
        version=draw(words),
        digest=draw(words),
        purpose=draw(words),
        scale=scale,
        aggregate="mean" if aggregate == "mean" else "sum",
        dimensions=tuple(draw(dimensions(scale, key)) for key in keys),
        bands=tuple(draw(st.lists(st.builds(Band, names, fractions, fractions, words, words), max_size=3))),
        variables=tuple(
            draw(
                st.lists(
                    st.builds(Variable, names, words, st.sampled_from(("text", "number", "percent")), st.booleans()),
                    max_size=2,
                )
            )
        ),
        prompt=draw(words),
        evidence_from=draw(st.integers(scale.low, scale.high + 1)),
        level_names=draw(st.dictionaries(st.sampled_from(scale.levels()), words)),
        deliverables=tuple(draw(st.lists(words, max_size=2))),
        supersedes=tuple(draw(st.lists(words, max_size=2))),
        subject_key=draw(st.none() | names),
    )


@st.composite
def ratings(draw: st.DrawFn, framework: Framework) -> tuple[Rating, ...]:
    verdicts = st.one_of(
        st.sampled_from(framework.scale.levels()),
        st.sampled_from(framework.scale.levels()),
        st.builds(NotApplicable, words),
        st.just(NotRated()),
    )
    one = st.builds(
        Rating,
        id=st.just(""),
        dimension=st.sampled_from([each.key for each in framework.dimensions]),
        respondent=st.sampled_from(PEOPLE),
        verdict=verdicts,
        evidence=st.lists(st.builds(Evidence, st.sampled_from(("words", "link", "message")), names), max_size=2).map(
            tuple
        ),
        said_at=moments,
        said_in=words,
        round=st.sampled_from((1, 2)),
    )
    drawn = draw(st.lists(one, max_size=8))
    return tuple(
        Rating(
            f"r{number}",
            each.dimension,
            each.respondent,
            each.verdict,
            each.evidence,
            each.said_at,
            each.said_in,
            each.round,
        )
        for number, each in enumerate(drawn)
    )


@st.composite
def assessments(draw: st.DrawFn, framework: Framework | None = None) -> Assessment:
    """U1 to U3 answer (U1 conducts too), U4 watches: what U4 rated must never count."""
    rubric = framework or draw(frameworks())
    keys = st.sampled_from([each.key for each in rubric.dimensions])
    levels = st.sampled_from(rubric.scale.levels())
    started = draw(moments)
    return Assessment(
        id=draw(names),
        workspace=draw(names),
        channel=draw(names),
        thread=draw(st.one_of(st.none(), names)),
        framework=rubric,
        subject=Subject(draw(names), draw(st.dictionaries(names, words, max_size=3))),
        targets=draw(st.dictionaries(keys, levels)),
        members=(
            Member("U1", Role.FACILITATOR),
            *(Member(person, Role.RESPONDENT) for person in PEOPLE[:3]),
            Member("U4", Role.OBSERVER),
        ),
        status=draw(st.sampled_from(Status)),
        started_at=started,
        completed_at=draw(st.one_of(st.none(), moments)),
        ratings=draw(ratings(rubric)),
        agreed=tuple(draw(st.lists(st.builds(AgreedLevel, keys, levels, names, moments), max_size=2))),
    )
