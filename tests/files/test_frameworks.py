"""The four frameworks of the bot are complete, two source documents give what they say, and the guide tells of both."""

import re
from pathlib import Path

import pytest

from bot.core.framework import Framework
from bot.files.check import as_json, as_text, check, exit_code
from bot.files.frameworks import load_library, read_framework
from bot.files.head import KNOWN
from bot.files.places import frameworks_folder
from tests.files.documents import read
from tests.known import sure

LIBRARY = {each.slug: each for each in load_library()}
MAX_DESCRIPTOR, MAX_STEP = 140, 160
SEEDS = Path(__file__).parent / "seeds"
GUIDE = (Path(__file__).parents[2] / "docs" / "frameworks.md").read_text(encoding="utf-8")
RUN = 5  # words in a row that our frameworks may not share with a source document


def test_the_four_frameworks_are_installed_without_a_problem_or_a_note() -> None:
    reports = check()
    assert exit_code(reports) == 0
    assert [(each.problems, each.notes) for each in reports] == [((), ())] * 4
    assert set(LIBRARY) == {"cx-optimization", "customer-engagement", "cx-maturity-matrix", "cx-nine-capabilities"}
    assert len(as_text(reports)) == 4


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_every_dimension_asks_says_what_to_look_for_and_knows_the_next_step(slug: str) -> None:
    framework = LIBRARY[slug]
    for dimension in framework.dimensions:
        assert dimension.ask.endswith("?")
        assert dimension.look_for
        assert [each.level for each in dimension.descriptors] == list(framework.scale.levels())
        assert list(dimension.next_steps) == list(framework.scale.levels())[:-1]
        assert max(len(each.text) for each in dimension.descriptors) <= MAX_DESCRIPTOR
        assert max(map(len, dimension.next_steps.values())) <= MAX_STEP
        assert all(each.name == framework.level_name(each.level) for each in dimension.descriptors)


@pytest.mark.parametrize("slug", sorted(LIBRARY))
def test_every_framework_knows_its_subject_its_purpose_and_its_bands(slug: str) -> None:
    framework = LIBRARY[slug]
    assert framework.subject_key
    assert f"[{framework.subject_key}]" in framework.prompt
    assert framework.purpose
    assert framework.deliverables
    assert all(each.text for each in framework.bands)


def test_the_matrix_adds_up_to_twenty_in_four_stages_with_a_focus_each() -> None:
    matrix = LIBRARY["cx-maturity-matrix"]
    assert matrix.aggregate == "sum"
    assert list(matrix.level_names.values()) == ["Ad-hoc", "Defined", "Managed", "Embedded"]
    assert [(each.name, int(each.low), int(each.high)) for each in matrix.bands] == [
        ("Ad-hoc", 5, 8),
        ("Defined", 9, 13),
        ("Managed", 14, 17),
        ("Market leader", 18, 20),
    ]
    assert all(each.focus for each in matrix.bands)
    assert [each.name for each in matrix.dimensions] == [
        "Strategy & Leadership",
        "Voice of the Customer",
        "Culture & People",
        "Journey Mapping",
        "Data & Technology",
    ]
    assert {matrix.target(each.key) for each in matrix.dimensions} == {3}


def test_the_nine_capabilities_climb_from_reactive_to_proactive() -> None:
    nine = LIBRARY["cx-nine-capabilities"]
    assert len(nine.dimensions) == 9
    assert [nine.level_name(level) for level in (1, 5)] == ["Reactive", "Proactive"]


@pytest.mark.parametrize("slug", ["cx-optimization", "customer-engagement"])
def test_a_framework_after_a_seed_keeps_its_names_and_no_sentence_of_it(slug: str) -> None:
    text = (frameworks_folder() / f"{slug}.md").read_text(encoding="utf-8")
    for seed in SEEDS.glob("*.md"):
        theirs = _runs(seed.read_text(encoding="utf-8"))
        assert _runs(text) & theirs == set()


def test_a_framework_after_a_seed_has_its_dimensions_bands_and_variables() -> None:
    pairs = [("customer-experience-optimization", "cx-optimization"), ("customer-engagement", "customer-engagement")]
    for seed, slug in pairs:
        (report,) = check([SEEDS / f"{seed}.md"])
        theirs, ours = report.framework, LIBRARY[slug]
        assert theirs is not None
        assert [each.name for each in ours.dimensions] == [each.name for each in theirs.dimensions]
        assert _figures(ours) == _figures(theirs)
        assert [each.key for each in ours.variables] == [each.key for each in theirs.variables]


def _figures(framework: Framework) -> list[tuple[str, str, str]]:
    return [(each.name, str(each.low), str(each.high)) for each in framework.bands]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Give the runs of words of each line, without headings, the prompt's opening words, and the line of scores."""
    lines = [line for line in text.split("\n") if not line.startswith(("#", "> Assess", "- Scores"))]
    found: set[tuple[str, ...]] = set()
    for line in lines:
        words = re.findall(r"[a-z]{2,}", line.lower())
        found |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    return found


def test_the_smallest_file_of_the_guide_loads_without_a_note() -> None:
    smallest = next(each for each in re.findall(r"```markdown\n(.*?)```", GUIDE, re.DOTALL) if each.startswith("---"))
    result = read(smallest)
    assert (result.problems, result.notes) == ((), ())


def test_the_guide_names_every_key_of_the_front_matter() -> None:
    missing = [key for key in KNOWN if key != "purpose" and f"`{key}`" not in GUIDE]
    assert missing == []


KEYS = "file slug title version scale aggregate dimensions bands variables prompt problems notes".split()


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
