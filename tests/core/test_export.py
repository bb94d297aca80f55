"""An export holds every fact exactly, and the schema and the page say what it holds."""

import json

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Assessment
from bot.core.record.export import export_assessment
from bot.core.record.reading import read_export
from bot.core.record.rescoring import score_file
from tests.core.exported import (
    DOCS,
    KEYS,
    OPTIMIZATION,
    SCHEMA,
    VALIDATOR,
    example_export,
    leaves,
    put,
    small_export,
    stricter,
)
from tests.core.rated import assessment_of
from tests.core.strategies import SMALL, assessments


@given(assessments(), st.none() | assessments())
@settings(SMALL)
def test_facts_survive_an_export_exactly_its_figures_agree_and_the_schema_takes_it(
    now: Assessment, before: Assessment | None
) -> None:
    text = json.dumps(export_assessment(now, before))
    VALIDATOR.validate(json.loads(text))
    file = read_export(json.loads(text))
    assert (file.assessment, file.before) == (now, before)
    result = score_file(text)
    assert (result.exit_code, result.problems, result.differences) == (0, (), ())


def test_an_export_is_the_same_text_every_time() -> None:
    facts = assessment_of(OPTIMIZATION, [3, 2, 2, 2, 2, 2])
    text = json.dumps(export_assessment(facts))
    assert json.dumps(export_assessment(facts)) == text
    assert text.index('"NPS_BASELINE"') < text.index('"NPS_TARGET"')


def test_the_schema_is_one_and_takes_the_example() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR.validate(example_export())


def test_what_the_schema_refuses_is_refused_here_too() -> None:
    assert stricter(small_export()) == []


def test_the_schema_refuses_what_is_plainly_no_export() -> None:
    for path in (("format",), ("ratings", 0, "verdict"), ("ratings", 0, "said_at"), ("framework", "scale", "max")):
        file = small_export()
        put(file, path, "x")
        assert not VALIDATOR.is_valid(file)
    assert not VALIDATOR.is_valid({**small_export(), "extra": 1})


def test_the_page_shows_an_export_as_the_code_makes_it() -> None:
    page = (DOCS / "export.md").read_text(encoding="utf-8")
    shown = page.split("```json\n")[1].split("```")[0]
    assert shown == json.dumps(small_export(), indent=2, ensure_ascii=False) + "\n"
    assert score_file(shown).exit_code == 0


def test_the_page_names_every_key() -> None:
    page = (DOCS / "export.md").read_text(encoding="utf-8")
    steps = {
        step for path, _ in leaves(example_export()) for step in path if isinstance(step, str) and not step.isdigit()
    }
    ours = steps - set(KEYS) - {"NPS_BASELINE", "NPS_TARGET"}
    assert sorted(key for key in ours if f"`{key}`" not in page) == []
