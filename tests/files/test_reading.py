"""What a document may say beyond the plain rubric: other scales, sums, weights, targets, questions and next steps."""

from fractions import Fraction

import pytest

from bot.core.framework import Framework
from bot.files.check import as_json
from tests.files.documents import BASE, edited, found, line_of, read

SUM_BANDS = """\
- 3 - 6 points: Weak (high risk) - Days are lost.
  Focus: the basics.
- 7 \u2013 11 Points: Fair
  Focus: working together.
- 12 to 15: Strong
"""
BANDS = BASE[BASE.index("- 1.0-1.9") : BASE.index("\n## Variables")]


def loaded(text: str) -> Framework:
    framework = read(text).framework
    assert framework is not None, read(text).problems
    return framework


def test_bands_in_points_make_a_sum_with_whole_figures_and_a_focus() -> None:
    text = edited((BANDS, SUM_BANDS), ("- Overall: 2.3 (Developing)", "- Total: 7 / 15 (Fair)"))
    report = found(text)
    assert report["aggregate"] == "sum"
    assert report["bands"] == [
        {"name": "Weak", "from": 3, "to": 6},
        {"name": "Fair", "from": 7, "to": 11},
        {"name": "Strong", "from": 12, "to": 15},
    ]
    weak = loaded(text).bands[0]
    assert (weak.text, weak.focus) == ("high risk: Days are lost.", "the basics.")


def test_names_of_bands_by_level_name_levels_that_have_none() -> None:
    text = BASE.replace("Initial: ", "").replace("Defined: ", "").replace("Optimized: ", "")
    bands = "".join(f"- Level {level}: Name{level} - text\n" for level in range(1, 6))
    framework = loaded(text.replace(BANDS, bands).replace(" (Developing)", ""))
    assert framework.level_names[3] == "Name3"
    assert framework.dimensions[0].descriptors[1].name == ""
    assert framework.dimensions[0].descriptors[1].text == "A survey runs."


@pytest.mark.parametrize(
    ("bands", "spans"),
    [
        ("".join(f"- Level {n}: N{n} - text\n" for n in range(1, 6)), "1.0-1.9 2.0-2.9 3.0-3.9 4.0-4.9 5.0-5.0"),
        ("- Level 1-2: Low\n- Level 3-4: Middle\n- Level 5: High\n", "1.0-2.9 3.0-4.9 5.0-5.0"),
        ("- < 2: A\n- 2.00-2.99: B\n- 3.00-3.99: C\n- 4.0+: D\n", "1.0-1.9 2.0-2.99 3.0-3.99 4.0-5.0"),
    ],
)
def test_bands_by_level_or_open_to_an_end_hold_every_figure(bands: str, spans: str) -> None:
    report = found(edited((BANDS, bands), (" (Developing)", "")))
    assert " ".join(f"{each['from']}-{each['to']}" for each in report["bands"]) == spans


@pytest.mark.parametrize(
    ("low", "high", "heading"),
    [(1, 4, "(1-4)"), (0, 4, "(0 to 4)"), (1, 3, "(1\u20133 each)"), (1, 10, "(scale of 1 to 10)")],
)
def test_other_scales_are_read_from_the_heading(low: int, high: int, heading: str) -> None:
    levels = "".join(f"- {level}: Text {level}.\n" for level in range(low, high + 1))
    text = f"# T\n\n## Scorecard {heading}\n\n### 1) One\n{levels}\n### 2) Two\n{levels}"
    report = found(text)
    assert report["scale"] == {"min": low, "max": high}
    assert [len(each["levels"]) for each in report["dimensions"]] == [high - low + 1] * 2


def test_levels_between_two_described_ones_may_be_left_out() -> None:
    assert found(edited(("- 3 - Defined: One system.", "- 2 - Some: A.\n- 4 - More: B.")))["dimensions"][1]["levels"][
        "4"
    ]


def test_a_document_without_front_matter_loads_with_notes() -> None:
    result = read(BASE[BASE.index("# Loyalty") :], "Our Loyalty check.md")
    assert (result.title, result.slug, result.version, result.problems) == (
        "Loyalty Readiness",
        "our-loyalty-check",
        "1.0",
        (),
    )
    assert len(result.notes) == 2


def test_a_prompt_variable_that_the_list_lacks_is_asked_for_by_its_name() -> None:
    text = edited(("for [BUSINESS]", "for [BUSINESS] in [SALES_REGION]"))
    result = read(text)
    assert [each.line for each in result.notes] == [line_of(text, "[SALES_REGION]")]
    variable = loaded(text).variables[-1]
    assert (variable.key, variable.description, variable.in_prompt) == ("SALES_REGION", "Sales region", True)
    assert as_json([result])[0]["variables"][-1] == {"name": "SALES_REGION", "description": ""}


def test_placeholders_in_braces_fill_like_those_in_brackets() -> None:
    text = edited(("[BUSINESS] with", "{BUSINESS} with"))
    assert "[BUSINESS] with [CHURN_RATE]%" in loaded(text).prompt
    assert "{BUSINESS} with" in found(text)["prompt"]


def test_oddities_that_do_no_harm_are_notes() -> None:
    for old, new in (
        ("- [BUSINESS]: The shop", "- [BUSINESS]: The shop\n- [BUSINESS]: The shop"),
        ("version: 1.2", "version: 1.2\ncategory: shops\ndifficulty: easy"),
        ("### 2) Data", "### 4) Data"),
        ("- 5 - Optimized: Shared goals.", "- 5 - Optimized: Shared goals.\n- See also: the handbook"),
        ("## Maturity Scale", "## What it means"),
        ("slug: loyalty", "slug: Our Loyalty"),
        ("## Deliverables", "| Area | Low | Fair | High |\n|-|-|-|-|\n| Speed | a b | b c | c d |\n\n## Deliverables"),
    ):
        result = read(edited((old, new)))
        assert result.problems == (), new
        assert len(result.notes) == 1, (new, result.notes)


def test_questions_evidence_and_next_steps_belong_to_their_dimension() -> None:
    text = edited(
        (
            "- 5 - Optimized: Answers change things.",
            (
                "- 5 - Optimized: Answers change things.\n\n**Ask:** How do you\n listen?\nLook for: a survey\n"
                "- Next step 1: Ask ten customers.\n- Next step (level 2): Ask more.\n- Next step for level 4: Share."
            ),
        ),
        ("- 5 - Optimized: One view", "- Next steps:\n  - 1: Buy a book.\n  - 2 - Use it.\n- 5 - Optimized: One view"),
        ("- 1 - Initial: Each", "- Next step: Meet once a week.\n- 1 - Initial: Each"),
    )
    listening, data, teamwork = loaded(text).dimensions
    assert (listening.ask, listening.look_for) == ("How do you listen?", "a survey")
    assert listening.next_steps == {1: "Ask ten customers.", 2: "Ask more.", 4: "Share."}
    assert data.next_steps == {1: "Buy a book.", 2: "Use it."}
    assert teamwork.next_steps == dict.fromkeys(range(1, 5), "Meet once a week.")
    assert [each["levels"] for each in found(text)["dimensions"]] == [
        each["levels"] for each in found(BASE)["dimensions"]
    ]


def test_targets_weights_and_evidence_come_from_the_front_matter() -> None:
    head = "version: 1.2\naggregate: mean\nevidence_from: 3\nsupersedes: [old-loyalty]"
    head += "\ntargets:\n  Listening: 5\n  data-tools: 3"
    framework = loaded(edited(("version: 1.2", f"{head}\nweights:\n  Teamwork: 2,5"), ("Overall: 2.3", "Overall: 2.2")))
    assert [framework.target(each.key) for each in framework.dimensions] == [5, 3, 4]
    assert [each.weight for each in framework.dimensions] == [1, 1, Fraction(5, 2)]
    assert framework.evidence_from == 3
    assert framework.supersedes == ("old-loyalty",)


def test_weights_behind_the_names_count_in_the_example() -> None:
    text = BASE.replace(") Listening", ") Listening (50%)").replace("& Tools\n", "& Tools (25%)\n")
    text = text.replace(") Teamwork", ") Teamwork (weight: 25%)").replace("Overall: 2.3", "Overall: 2.5")
    assert [each.name for each in loaded(text).dimensions] == ["Listening", "Data & Tools", "Teamwork"]


def test_words_before_a_dash_are_a_name_only_where_dimensions_share_them() -> None:
    text = edited(("1 - Initial: Nobody asks.", "1: Few calls - nobody asks."))
    assert found(text)["dimensions"][0]["levels"]["1"] == {"name": "", "text": "Few calls - nobody asks."}


def test_an_example_that_counts_wrong_but_states_nothing_is_a_note() -> None:
    result = read(edited(("; Teamwork 2\n- Overall: 2.3 (Developing)", "")))
    assert result.problems == ()
    assert "scores 2 of the 3" in result.notes[0].message


def test_a_dimension_that_does_not_apply_in_the_example_is_left_out_of_the_mean() -> None:
    assert found(edited(("Teamwork 2\n", "Teamwork n/a\n"), ("2.3 (Dev", "2.5 (Dev")))


def test_the_lines_of_problems_count_the_front_matter_and_every_kind_of_line_end() -> None:
    text = edited(("One system.", "..."))
    line = line_of(text, "...")
    for ending in ("\n", "\r\n", "\r"):
        assert [each.line for each in read(text.replace("\n", ending)).problems] == [line]


@pytest.mark.parametrize(
    ("statement", "holds"),
    [
        ("Overall: 2.3 \u2014 Developing", True),
        ("Average score: 2.3", True),
        ("Overall maturity: 2.3 / 5 (Developing)", True),
        ("Overall (average): 2.3", True),
        ("Overall score: 2.33", True),
        ("Overall: Developing (2.3)", True),
        ("**Overall:** 2.3/5 \u2013 Developing", True),
        ("Total: 7/15", True),
        ("Band: Developing", True),
        ("Readiness: 2.3 (Developing)", True),
        ("Result: the overall score is 2.3.", True),
        ("Goal: an overall score of 4.0", True),
        ("Overall: 5 priorities", True),
        ("Overall: 2.4 \u2014 Developing", False),
        ("Average score: 2.2", False),
        ("Overall: 2", False),
        ("Overall: Defined (2.3)", False),
        ("Overall score 2.3, Defined", False),
        ("Total: 8/15", False),
        ("Band: Initial", False),
        ("Readiness: 2.9 (Developing)", False),
        ("Result: the overall score is 2.9.", False),
        ("Overall result: 2.8 out of 5", False),
    ],
)
def test_what_the_example_says_of_its_scores_must_come_out(statement: str, holds: bool) -> None:  # noqa: FBT001 (a table)
    result = read(edited(("Overall: 2.3 (Developing)", statement)))
    assert (result.problems == ()) is holds, result.problems


def test_the_language_of_a_file_is_the_language_of_its_drafts() -> None:
    assert loaded(BASE).language == "en"
    head, _, rest = BASE.partition("---\n")
    german, other = (read(f"{head}---\nlanguage: {each}\n{rest}") for each in ("Deutsch", "Klingon"))
    assert german.framework is not None
    assert german.framework.language == "de"
    assert "language" not in str(german.notes)
    assert "not offered in 'Klingon'" in str(other.notes)
