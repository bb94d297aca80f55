"""The first two source documents load unchanged, and give exactly what they say."""

from pathlib import Path

import pytest

from bot.files.check import as_json, check, exit_code
from bot.files.frameworks import read_framework
from tests.known import sure

SEEDS = Path(__file__).parent / "seeds"
KEYS = [
    "file",
    "slug",
    "title",
    "version",
    "scale",
    "aggregate",
    "dimensions",
    "bands",
    "variables",
    "prompt",
    "problems",
    "notes",
]


@pytest.mark.parametrize("name", ["customer-experience-optimization", "customer-engagement"])
def test_a_seed_loads_with_six_dimensions_five_bands_and_six_variables(name: str) -> None:
    reports = check([SEEDS / f"{name}.md"])
    (report,) = as_json(reports)
    assert exit_code(reports) == 0
    assert list(report) == KEYS
    assert (report["slug"], report["version"], report["scale"]) == (name, "1.0", {"min": 1, "max": 5})
    assert [len(report[key]) for key in ("dimensions", "bands", "variables")] == [6, 5, 6]
    assert all(list(each["levels"]) == ["1", "3", "5"] for each in report["dimensions"])
    assert [each["name"] for each in report["bands"]] == ["Initial", "Developing", "Defined", "Managed", "Optimized"]
    assert [(each["from"], each["to"]) for each in report["bands"]][-2:] == [(4.0, 4.9), (5.0, 5.0)]


def test_the_first_seed_gives_its_own_words() -> None:
    (report,) = as_json(check([SEEDS / "customer-experience-optimization.md"]))
    assert report["dimensions"][5] == {
        "key": "measurement-outcomes",
        "name": "Measurement & Outcomes",
        "levels": {
            "1": {"name": "Initial", "text": "KPIs are inconsistent; impact isn\u2019t tracked."},
            "3": {"name": "Defined", "text": "KPIs and dashboards; outcomes tracked to initiatives."},
            "5": {
                "name": "Optimized",
                "text": "Outcomes are predictable; CX improvements tie to retention and revenue.",
            },
        },
    }
    assert report["variables"][1] == {"name": "NPS_BASELINE", "description": "Current NPS/CSAT"}
    assert report["prompt"].startswith(
        "Assess CX optimization readiness for [BUSINESS] with current [NPS_BASELINE] NPS"
    )
    assert report["prompt"].endswith("top gaps, and a 90-day plan.")


def test_the_second_seed_gives_kinds_of_variables_and_its_subject() -> None:
    framework = sure(read_framework(SEEDS / "customer-engagement.md").framework)
    assert framework.subject_key == "ORGANIZATION"
    assert {each.key: (each.kind, each.in_prompt) for each in framework.variables} == {
        "ORGANIZATION": ("text", True),
        "CUSTOMER_COUNT": ("number", True),
        "RETENTION_RATE": ("percent", True),
        "CHURN_RATE": ("percent", True),
        "NRR_TARGET": ("percent", False),
        "TOUCHPOINTS": ("text", False),
    }
    assert framework.evidence_from == 4
    assert framework.level_names == {1: "Initial", 3: "Defined", 5: "Optimized"}
    assert framework.purpose.startswith("Assess how ready an organization is")
    assert len(framework.deliverables) == 5
