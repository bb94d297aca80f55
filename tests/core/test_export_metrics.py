"""An export carries what people said of the subject's metrics, exactly, and under the version that knows them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.core.metric import MetricValue, Reading
from bot.core.record.export import export_assessment
from bot.core.record.reading import read_export
from bot.core.record.rescoring import check_export
from tests.core.exported import OPTIMIZATION, VALIDATOR, through_json
from tests.core.rated import assessment_of
from tests.store.made import measured

OWN = assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2])
READINGS = tuple(
    replace(each, channel=OWN.channel, subject=OWN.subject.name)
    for each in (
        measured(),
        replace(measured("m2", "-12"), target=None, by="", taken_back=True),
        replace(
            measured("m3"),
            value=MetricValue(measured().value.amount, "%"),
            target=MetricValue(measured().value.amount, "%"),
        ),
    )
)


def file_of(*readings: Reading) -> Any:
    return through_json(export_assessment(OWN, metrics=readings))


def test_metrics_survive_an_export_exactly_and_raise_its_version() -> None:
    file = file_of(*READINGS)
    VALIDATOR.validate(file)
    assert (file["format_version"], read_export(file).metrics) == (5, READINGS)
    assert check_export(file).exit_code == 0
    assert (file_of()["format_version"], "metrics" in file_of()) == (2, False)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda one: one.update(amount=41), "metrics[0].amount"),
        (lambda one: one.update(amount="NaN"), "metrics[0].amount"),
        (lambda one: one.update(amount="1e9"), "metrics[0].amount"),
        (lambda one: one.update(target=""), "metrics[0].target"),
        (lambda one: one.update(day="2026-02-30"), "metrics[0].day"),
        (lambda one: one.update(good="sideways"), "metrics[0].good"),
        (lambda one: one.update(source="hearsay"), "metrics[0].source"),
        (lambda one: one.update(taken_back="no"), "metrics[0].taken_back"),
        (lambda one: one.update(channel="C9"), "metrics[0].channel"),
        (lambda one: one.pop("at"), "metrics[0].at"),
        (lambda one: one.update(id="m2"), "metrics[1]"),
    ],
)
def test_a_malformed_metric_is_refused_by_its_key_path(change: Callable[[Any], object], path: str) -> None:
    file = file_of(*READINGS)
    change(file["metrics"][0])
    result = check_export(file)
    assert (result.exit_code, [each.source for each in result.problems]) == (2, [path])
