"""Everything that is shown of metrics, with hostile words wherever people, files or the database have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.core.metric import Good, MetricOrigin, MetricTrack, MetricValue, Reading
from bot.slack.blocks import Message
from bot.slack.views import metrics
from bot.use_cases.metrics import FormWanted, Measured, MetricHistory, MetricsListed, TakenBack, WhichSubject
from bot.use_cases.ports import AssessmentLine, NotHere
from tests.hostile.made import CHANNEL, FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]


def _reading(given: "Cast", number: int) -> Reading:
    rng, name = given.maker.rng, given.maker.name
    unit = rng.choice(("", "%", name(20)))
    value = MetricValue(Decimal(rng.randrange(-1_000_000, 1_000_000)) / 100, unit)
    return Reading(
        id=f"r{number}",
        channel=CHANNEL,
        subject=name(100),
        metric=name(60),
        name=name(60),
        value=value,
        good=rng.choice(tuple(Good)),
        day=NOW.date() - timedelta(days=400 - number),
        by=rng.choice(("", FACILITATOR)),
        at=NOW,
        source=rng.choice(tuple(MetricOrigin)),
        target=rng.choice((None, replace(value, amount=Decimal(45)))),
        taken_back=rng.random() < 0.3,
    )


def track_of(given: "Cast", length: int) -> MetricTrack:
    return MetricTrack(tuple(_reading(given, number) for number in range(length)))


def _answers(given: "Cast") -> Iterator[Shown]:
    for length in (1, 2, 40):
        track = track_of(given, length)
        yield metrics.measured(Measured(track.last, track))
        yield metrics.saved_view(Measured(track.last, track, track.readings[0]))
        yield metrics.taken_back(TakenBack(track.last, None if length == 1 else track.readings[0]))
        yield metrics.history(MetricHistory(given.maker.name(100), track.readings, frozenset({track.last.id})))
    yield metrics.taken_back(NotHere())
    yield metrics.not_saved(given.maker.said(3_000))
    yield metrics.which_subject(WhichSubject(tuple(given.maker.name(100) for _ in range(60)), given.maker.said(300)))


def _lists(given: "Cast") -> Iterator[Shown]:
    for subjects, length in ((1, 0), (3, 9), (60, 40)):
        tracks = tuple(track_of(given, 2) for _ in range(length))
        yield metrics.listed(MetricsListed(tuple((given.maker.name(100), tracks) for _ in range(subjects))))


def _forms(given: "Cast") -> Iterator[Shown]:
    for subjects in (1, 3, 150):
        lines = tuple(line_of(given, number) for number in range(subjects))
        own = tuple(given.maker.name(60) for _ in range(subjects))
        yield metrics.metric_form(FormWanted(lines, own), CHANNEL, NOW.date())


def line_of(given: "Cast", number: int) -> AssessmentLine:
    status, title, subject = given.assessment.status, given.maker.name(300), given.maker.name(100)
    return AssessmentLine(f"id{number}", "T1", CHANNEL, None, "s" * 80, title, subject, status, NOW, NOW)


def _all(given: "Cast") -> Iterator[Shown]:
    yield from _answers(given)
    yield from _lists(given)
    yield from _forms(given)


METRICS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = dict.fromkeys(
    (
        metrics.measured,
        metrics.saved_view,
        metrics.taken_back,
        metrics.history,
        metrics.not_saved,
        metrics.which_subject,
        metrics.listed,
        metrics.metric_form,
    ),
    _all,
)
