"""Every small variation in which people write the same rubric gives the same framework."""

import re

from tests.files.documents import BASE, edited, found, read

DIMENSIONS = ("1) Listening", "2) Data & Tools", "3) Teamwork")


def sub(pattern: str, replacement: str, text: str = BASE) -> str:
    changed = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    assert changed != text, pattern
    return changed


def table_of_levels() -> str:
    rows = """\
| Dimension | 1 - Initial | 3 - Defined | 5 - Optimized |
|---|:--:|---|---|
| 1) Listening | Nobody asks. | A survey runs. | Answers change things. |
| 2) Data & Tools | Lists on paper. | One system. | One view, always fresh. |
| 3) Teamwork | Each for himself. | Regular meetings. | Shared goals. |"""
    return re.sub(r"### 1\) .*?(?=## Deliv)", rows + "\n\n", BASE, flags=re.DOTALL)


def table_in_each_dimension() -> str:
    text = sub(r"^- ([135]) - (\w+): (.*)$", r"| \1 | \2 | \3 |")
    return re.sub(r"^(### .*)$", r"\1\n| Level | Name | What it looks like |\n|---|---|---|", text, flags=re.MULTILINE)


def nested(name: str, level: str) -> str:
    return sub(r"^- ([135] - .*)$", rf"{level}\1", sub(r"^### ([123])\) (.*)$", name))


LEVEL_BANDS = r"^- ([1-5])\.[-0-9.]+: (\w+) \((.*)\)$"


SAME = {
    "levels_with_two_hyphens": sub(r"^- ([135]) - ", r"- \1 -- "),
    "levels_with_a_colon": sub(r"^- ([135]) - ", r"- \1: "),
    "levels_with_no_space_round_the_dash": sub(r"^- ([135]) - ", "- \\1\u2014"),
    "levels_with_round_bullets": sub(r"^- ([135]) - ", "\u2022 \\1 - "),
    "levels_with_no_space_behind_the_bullet": sub(r"^- ([135]) - ", r"-\1 - "),
    "levels_as_a_numbered_list": sub(r"^- ([135]) - ", r"\1. "),
    "levels_with_the_word_level": sub(r"^- ([135]) - ", r"- Level \1: "),
    "levels_with_the_word_and_a_dash": sub(r"^- ([135]) - ", "- Level \\1 \u2014 "),
    "levels_with_the_name_first": sub(r"^- ([135]) - (\w+): ", r"- \2 (\1): "),
    "levels_in_bold_before_the_colon": sub(r"^- ([135] - \w+): ", r"- **\1**: "),
    "levels_with_a_bold_number": sub(r"^- ([135]) - ", r"- **\1** - "),
    "levels_with_an_equals_sign": sub(r"^- ([135]) - ", r"- \1 = "),
    "levels_with_a_slash": sub(r"^- ([135]) - ", r"- \1 / "),
    "levels_with_a_point_behind_the_name": sub(r"^- ([135]) - (\w+): ", r"- \1 - \2. "),
    "levels_in_bold_with_no_mark_behind": sub(r"^- ([135] - \w+): ", r"- **\1** "),
    "levels_with_a_bold_name_and_no_mark": sub(r"^- ([135]) - (\w+): ", r"- \1 - **\2** "),
    "levels_with_pictures": sub(r"^- ([135]) - ", "- \U0001f534 \\1 - "),
    "levels_in_brackets": sub(r"^- ([135]) - ", r"- [\1] "),
    "levels_out_of_five": sub(r"^- ([135]) - ", r"- \1/5 - "),
    "levels_with_a_second_dash": sub(r"^- ([135]) - (\w+): ", "- \\1 \u2013 \\2 \u2013 "),
    "levels_indented": sub(r"^- ([135]) - ", r"   - \1 - "),
    "levels_with_tabs": sub(r"^- ([135]) - ", "-\t\\1\t-\t"),
    "levels_with_blank_lines_between": sub(r"^(- [135] - .*)$", r"\1\n"),
    "levels_from_high_to_low": sub(r"^(- 1 - .*)\n(- 3 - .*)\n(- 5 - .*)$", r"\3\n\2\n\1"),
    "levels_wrapped_over_two_lines": edited(("One view, always fresh.", "One view,\n  always fresh.")),
    "levels_wrapped_without_an_indent": edited(("One view, always fresh.", "One view,\nalways fresh.")),
    "levels_with_the_text_below": edited(("- 3 - Defined: A survey runs.", "- 3 - Defined:\n  A survey runs.")),
    "levels_under_headings": sub(r"^- ([135]) - (\w+): (.*)$", r"#### Level \1: \2\n\3\n"),
    "levels_under_a_label": sub(r"^(### .*)$", r"\1\n**Levels:**"),
    "levels_in_a_quote": sub(r"^- ([135]) - ", r"> - \1 - "),
    "levels_in_a_table": table_of_levels(),
    "levels_in_a_table_for_each": table_in_each_dimension(),
    "dimensions_with_brackets": sub(r"^### ([123])\) ", r"### (\1) "),
    "dimensions_with_a_colon": sub(r"^### ([123])\) ", r"### \1: "),
    "dimensions_with_a_dash": sub(r"^### ([123])\) ", "### \\1 \u2014 "),
    "dimensions_with_a_bare_number": sub(r"^### ([123])\) ", r"### \1 "),
    "dimensions_without_a_space": sub(r"^### ([123])\) ", r"###\1) "),
    "dimensions_with_closing_marks": sub(r"^(### [123]\) .*)$", r"\1 ###"),
    "dimensions_as_bare_names": sub(r"^### [123]\) (.*)$", r"\1"),
    "dimensions_with_a_trailing_colon": sub(r"^(### [123]\) .*)$", r"\1:"),
    "dimensions_with_a_picture": sub(r"^### ([123]\)) ", "### \U0001f3af \\1 "),
    "dimensions_with_keycap_numbers": sub(r"^### ([123])\) ", "### \\1\ufe0f\u20e3 "),
    "one_dimension_as_a_plain_numbered_line": edited(("### 2) Data & Tools", "2) Data & Tools")),
    "one_dimension_in_bold": edited(("### 2) Data & Tools", "**2) Data & Tools**")),
    "one_dimension_deeper": edited(("### 2) Data & Tools", "#### 2) Data & Tools")),
    "dimensions_under_a_group_heading": sub(r"^### ([123])", r"#### \1").replace("#### 1)", "### People\n\n#### 1)"),
    "dimensions_with_a_rule_between": sub(r"^(### [23])", r"---\n\n\1"),
    "dimensions_with_an_entity": edited(("Data & Tools", "Data &amp; Tools")),
    "dimensions_with_escapes": sub(r"^### ([123])\) ", r"### \1\\) "),
    "dimensions_described_first": sub(r"^(### 1\) .*)$", r"\1\nHow the shop hears its customers.\n"),
    "scorecard_of_each": edited(("Scorecard (1-5)", "Scorecard (1-5 each)")),
    "scorecard_with_an_en_dash": edited(("Scorecard (1-5)", "Scorecard (1\u20135)")),
    "scorecard_with_score": edited(("Scorecard (1-5)", "Scorecard (Score 1-5)")),
    "scorecard_with_to": edited(("Scorecard (1-5)", "Scorecard (1 to 5)")),
    "scorecard_without_a_scale": edited(("Readiness Scorecard (1-5)", "Readiness Scorecard")),
    "scorecard_in_capitals": edited(("Readiness Scorecard (1-5)", "READINESS SCORECARD (1-5)")),
    "scorecard_numbered": edited(("## Readiness Scorecard", "## 3. Readiness Scorecard")),
    "scorecard_by_another_name": edited(("Readiness Scorecard (1-5)", "Assessment Dimensions (1-5)")),
    "scorecard_with_advice": edited(
        ("Scorecard (1-5)\n", "Scorecard (1-5)\nRate each dimension from 1 (by chance) to 5 (ahead).\n")
    ),
    "scorecard_with_a_legend": edited(
        ("Scorecard (1-5)\n", "Scorecard (1-5)\nScale:\n- 1 = Initial\n- 5 = Optimized\n")
    ),
    "headings_underlined": sub(r"^## (Purpose|Deliverables|Variables)$", r"\1\n-----------"),
    "headings_in_bold": sub(r"^## (Purpose|Quick Prompt|Deliverables|Variables)$", r"**\1**"),
    "headings_numbered": sub(r"^## (?=[PQDVM])", "## 1. "),
    "headings_with_pictures": sub(r"^## (?=[PQDVM])", "## \U0001f680 "),
    "headings_deeper": sub(r"^(##+) ", r"\1# "),
    "headings_in_small_letters": edited(
        ("## Deliverables", "## deliverables"),
        ("## Maturity Scale", "## maturity scale"),
        ("## Variables", "## variables"),
    ),
    "maturity_scale_with_a_remark": edited(("## Maturity Scale", "## Maturity Scale (overall and per dimension)")),
    "prompt_over_several_lines": edited((" with [CHURN_RATE]%", "\n> with [CHURN_RATE]%")),
    "prompt_quoted_once_for_all_lines": edited((" with [CHURN_RATE]%", "\nwith [CHURN_RATE]%"), ("> Assess", "Assess")),
    "prompt_in_a_code_block": edited(("> Assess", "```text\nAssess"), ("three dimensions.", "three dimensions.\n```")),
    "prompt_with_bold_words": edited(("Assess loyalty readiness for", "Assess **loyalty readiness** for")),
    "prompt_introduced": edited(("## Quick Prompt\n", "## Quick Prompt\nCopy this:\n")),
    "prompt_by_its_long_name": edited(("## Quick Prompt", "## Quick Assessment Prompt")),
    "variables_with_a_dash": sub(r"^- (\[[A-Z_]+\]):", "- \\1 \u2014"),
    "variables_in_brackets_behind": sub(r"^- (\[[A-Z_]+\]): (.*)$", r"- \1 (\2)"),
    "variables_in_a_table": sub(r"^- (\[[A-Z_]+\]): (.*)$", r"| \1 | \2 | x |").replace(
        "| [BUSINESS]", "| Variable | Description | Example |\n|---|---|---|\n| [BUSINESS]"
    ),
    "variables_escaped": edited(("- [BUSINESS]:", "- \\[BUSINESS\\]:")),
    "variables_counted": edited(("## Variables", "## Variables (\u22643)")),
    "bands_with_an_en_dash": sub(r"^- ([1-4]\.0)-", "- \\1\u2013"),
    "bands_with_spaces": sub(r"^- ([1-4]\.0)-", "- \\1 \u2014 "),
    "bands_with_to": sub(r"^- ([1-4]\.0)-", r"- \1 to "),
    "bands_with_a_comma": sub(r"^- ([1-4]),?\.0-([1-4])\.9", r"- \1,0-\2,9"),
    "bands_with_a_dash_before_the_name": sub(r"^(- [1-5]\.[-0-9.]+):", "\\1 \u2014"),
    "bands_by_level": sub(r"^- ([1-5])\.[-0-9.]+: (\w+) \((.*)\)$", r"- Level \1: \2 - \3"),
    "bands_by_bare_level": sub(r"^- ([1-5])\.[-0-9.]+: (\w+) \((.*)\)$", "- \\1 \u2014 \\2: \\3"),
    "bands_in_brackets": sub(r"^- ([1-5]\.[-0-9.]+): ", r"- (\1) "),
    "bands_with_the_word_score": sub(r"^- ([1-5]\.[-0-9.]+): ", r"- Score \1: "),
    "bands_with_pictures": sub(r"^- ([1-5]\.[-0-9.]+): ", "- \U0001f7e2 \\1: "),
    "bands_with_the_name_and_a_colon_first": sub(r"^- ([1-5]\.[-0-9.]+): (\w+) ", r"- \2: \1 "),
    "bands_open_at_the_ends": edited(("1.0-1.9: Initial", "Below 2.0: Initial")),
    "bands_in_a_table": sub(r"^- ([1-5]\.[-0-9.]+): (\w+) \((.*)\)$", r"| \1 | \2 | \3 |").replace(
        "| 1.0-1.9", "| Score | Level | Meaning |\n|---|---|---|\n| 1.0-1.9"
    ),
    "bands_from_high_to_low": sub(
        r"^(- 1\.0.*)\n(- 2\.0.*)\n(- 3\.0.*)\n(- 4\.0.*)\n(- 5\.0.*)$", r"\5\n\4\n\3\n\2\n\1"
    ),
    "example_with_colons": edited(
        ("Listening 3; Data/Tools 2; Teamwork 2", "Listening: 3; Data/Tools: 2; Teamwork: 2")
    ),
    "example_with_commas": edited(("Listening 3; Data/Tools 2; Teamwork 2", "Listening 3, Data/Tools 2, Teamwork 2")),
    "example_out_of_five": edited(
        ("Listening 3; Data/Tools 2", "Listening 3/5; Data/Tools 2/5"), ("Overall: 2.3", "Overall: 2.3/5")
    ),
    "example_as_a_list": edited(
        (
            "Scores (1-5): Listening 3; Data/Tools 2; Teamwork 2",
            "Scores:\n  - Listening: 3\n  - Data/Tools: 2\n  - Teamwork: 2",
        )
    ),
    "example_in_one_line": edited(("Teamwork 2\n- Overall: 2.3 (Developing)", "Teamwork 2. Overall 2.3 (Developing).")),
    "example_with_the_sum": edited(("- Overall: 2.3 (Developing)", "- Total: 7/15")),
    "example_without_a_result": edited(("- Overall: 2.3 (Developing)\n", "")),
    "no_example": BASE[: BASE.index("## Example")],
    "dimensions_with_roman_numbers": edited(("### 1)", "### I."), ("### 2)", "### II."), ("### 3)", "### III.")),
    "dimensions_with_letters": edited(("### 1)", "### A)"), ("### 2)", "### B)"), ("### 3)", "### C)")),
    "dimensions_numbered_within_sections": sub(r"^### ([123])\)", r"### 3.\1"),
    "bands_as_a_numbered_list": sub(r"^- ([1-5])\.([-0-9.]+):", r"\1. \1.\2:"),
    "prompt_with_an_empty_quoted_line": edited((" Score readiness", "\n>\n> Score readiness")),
    "hard_line_breaks": edited(("One system.", "One system.\\"), ("A survey runs.", "A survey runs.<br>")),
    "empty_lines_everywhere": BASE[:60] + BASE[60:].replace("\n", "\n\n"),
    "body_indented": sub(r"^(?=[#>-] ?[#A-Z1-5\[])", " ", BASE),
    "old_mac_line_ends": BASE.replace("\n", "\r"),
    "trailing_spaces": sub(r"$", "  "),
    "hard_spaces": sub(r"^- ([135]) - ", "-\u00a0\\1\u00a0-\u00a0"),
    "zero_width_spaces": sub(r"^- ([135])", "- \u200b\\1"),
    "no_final_line_end": BASE.rstrip("\n"),
    "empty_lines_first": "\n\n" + BASE,
    "comments": edited(("## Deliverables", "<!-- 1 - Initial: not a level\n### 9) No -->\n## Deliverables")),
    "front_matter_in_capitals": edited(("title: Loyalty", "Title: Loyalty")),
    "title_in_quotation_marks": edited(("title: Loyalty Readiness", 'title: "Loyalty Readiness"')),
    "further_front_matter": edited(("slug: loyalty", "slug: loyalty\ncategory: shops\ntags:\n- a\n- b\nuse_cases: []")),
    "further_sections": edited(("## Deliverables", "## Best Practices\n1. Start small: 3 shops.\n\n## Deliverables")),
    "rules_between_sections": sub(r"^(## )", r"---\n\n\1"),
    "numbered_with_nested_bullets": nested(r"\1. \2", "   - "),
    "numbered_in_bold_with_nested_bullets": nested(r"\1. **\2**", "   - "),
    "numbered_in_bold_with_a_blank_line": nested(r"\1. **\2**\n", "   - "),
    "numbered_in_brackets_with_nested_stars": nested(r"\1) \2:", "    * "),
    "bullets_in_bold_with_nested_bullets": nested(r"- **\2**", "  - "),
    "bullets_with_nested_tabs": nested(r"- \2", "\t- "),
    "numbered_with_nested_tabs": nested(r"\1. \2", "\t- "),
    "plain_numbered_with_no_blank_lines": re.sub(r"\n\n+", "\n", sub(r"^### ([123])\) ", r"\1) ")),
    "plain_numbered_with_colons_and_round_bullets": sub(
        r"^- ([135]) - ", "\u2022 \\1 \u2013 ", sub(r"^### ([123]\) .*)$", r"\1:")
    ),
    "bold_name_in_a_heading": sub(r"^### ([123])\) (.*)$", r"### \1) **\2**"),
    "bold_name_with_a_colon_in_a_heading": sub(r"^### ([123])\) (.*)$", r"### \1) **\2:**"),
    "bold_line_with_a_colon": sub(r"^### ([123])\) (.*)$", r"**\1) \2:**"),
    "bold_line_with_a_colon_behind": sub(r"^### ([123])\) (.*)$", r"**\1. \2**:"),
    "levels_with_a_bold_number_and_an_em_dash": sub(r"^- ([135]) - ", "- **\\1** \u2014 "),
    "levels_with_the_word_and_a_name": sub(r"^- ([135]) - (\w+): ", r"- Level \1 - \2: "),
    "levels_with_the_word_in_bold": sub(r"^- ([135]) - (\w+): ", r"- **Level \1 - \2:** "),
    "levels_with_the_word_without_bullets": sub(r"^- ([135]) - (\w+): ", "Level \\1 \u2013 \\2: "),
    "levels_with_an_em_dash_behind_the_name": sub(r"^- ([135]) - (\w+): ", "- \\1 \u2014 \\2 \u2014 "),
    "levels_with_a_bracket": sub(r"^- ([135]) - ", r"- \1) "),
    "scale_in_square_brackets": edited(("Scorecard (1-5)", "Scorecard [1-5]")),
    "heading_with_a_colon": edited(("Scorecard (1-5)", "Scorecard (1-5):")),
    "bands_by_level_with_an_en_dash": sub(LEVEL_BANDS, "- Level \\1: \\2 \u2013 \\3"),
    "bands_by_level_with_brackets": sub(LEVEL_BANDS, "- Level \\1 \u2013 \\2 (\\3)"),
    "bands_by_level_in_bold": sub(LEVEL_BANDS, r"- **Level \1: \2** - \3"),
    "bands_by_level_in_bold_up_to_the_colon": sub(LEVEL_BANDS, r"- **Level \1:** \2 - \3"),
    "prompt_quoted_and_in_marks_over_lines": edited(
        ("> Assess", '> "Assess'), (" with [CHURN_RATE]%", "\n> with [CHURN_RATE]%"), ("dimensions.", 'dimensions."')
    ),
    "prompt_over_several_lines_without_a_quote": edited(
        ("> Assess", "Assess"),
        (" with [CHURN_RATE]%", "\nwith [CHURN_RATE]%"),
        (" Score readiness", "\nScore readiness"),
    ),
    "prompt_in_italics": edited(("> Assess", "> *Assess"), ("three dimensions.", "three dimensions.*")),
    "bom_crlf_and_hard_spaces": "\ufeff" + sub(r"^- ([135]) - ", "- \\1\u00a0\u2013\u00a0").replace("\n", "\r\n"),
    "tabs_everywhere": sub(r"^- ", "-\t").replace("### 1) ", "###\t1)\t"),
    "no_blank_lines_and_bold_dimensions": re.sub(r"\n\n+", "\n", sub(r"^### ([123]\) .*)$", r"**\1**")),
    "levels_on_lines_with_two_spaces": sub(r"^- ([135] - .*)$", r"\1  "),
    "headings_with_closing_colons": sub(r"^(## (?:Purpose|Deliverables|Variables))$", r"\1:"),
    "title_of_underlined_text": edited(("# Loyalty Readiness\n", "Loyalty Readiness\n=================\n")),
    "variables_of_one_word": edited(
        ("- [BUSINESS]: The shop", "[BUSINESS]: The shop"), ("- [CHURN_RATE]:", "\n[CHURN_RATE]:")
    ),
    "bare_headings_right_below_lists": re.sub(
        r"\n\n+", "\n", sub(r"^## (Deliverables|Maturity Scale|Variables)$", r"\1")
    ),
    "underlined_heading_right_below_a_list": re.sub(r"\n\n+", "\n", sub("^## (Deliverables)$", r"\1\n---")),
    "deliverables_numbered": edited(("- A scorecard", "1. A scorecard"), ("- A plan", "2. A plan")),
}


def test_a_variation_gives_the_same_framework() -> None:
    expected = found(BASE)
    assert [name for name, text in SAME.items() if found(text) != expected] == []


def test_the_document_itself_says_what_is_expected() -> None:
    report = found(BASE)
    assert (report["slug"], report["title"], report["version"]) == ("loyalty", "Loyalty Readiness", "1.2")
    assert report["scale"] == {"min": 1, "max": 5}
    assert [each["name"] for each in report["dimensions"]] == ["Listening", "Data & Tools", "Teamwork"]
    assert report["dimensions"][1]["levels"] == {
        "1": {"name": "Initial", "text": "Lists on paper."},
        "3": {"name": "Defined", "text": "One system."},
        "5": {"name": "Optimized", "text": "One view, always fresh."},
    }
    assert report["bands"][0] == {"name": "Initial", "from": 1.0, "to": 1.9}
    assert report["bands"][4] == {"name": "Optimized", "from": 5.0, "to": 5.0}
    assert read(BASE).notes == ()
