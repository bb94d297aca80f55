"""The four frameworks of the bot are complete and can be read with no language model; the guide says what is read."""

import re
from pathlib import Path

import pytest

from bot.core.framework import Framework
from bot.files.check import as_text, check, exit_code
from bot.files.frameworks import load_library
from bot.files.head import KNOWN
from bot.files.places import frameworks_folder
from tests.files.documents import read

LIBRARY = {each.slug: each for each in load_library()}
MAX_DESCRIPTOR, MAX_STEP = 140, 160
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
    seeds = Path(__file__).parent / "seeds"
    text = (frameworks_folder() / f"{slug}.md").read_text(encoding="utf-8")
    for seed in seeds.glob("*.md"):
        theirs = _runs(seed.read_text(encoding="utf-8"))
        assert _runs(text) & theirs == set()


def test_a_framework_after_a_seed_has_its_dimensions_bands_and_variables() -> None:
    seeds = Path(__file__).parent / "seeds"
    pairs = [("customer-experience-optimization", "cx-optimization"), ("customer-engagement", "customer-engagement")]
    for seed, slug in pairs:
        (report,) = check([seeds / f"{seed}.md"])
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
