"""What is no rubric is refused, with the line and the reason, and never half-read."""

import re
from pathlib import Path

import pytest

from bot.core.errors import BadInputError
from bot.files.check import check, exit_code
from bot.files.frameworks import load_library
from tests.files.documents import BASE, edited, line_of, read

BANDS = BASE[BASE.index("- 1.0-1.9") : BASE.index("\n## Variables")]
# name -> (the old text, the new one, the part of the line that is refused, words of the reason)
REFUSED: dict[str, tuple[str, str, str, str]] = {
    "a level twice": ("- 3 - Defined: One system.", "- 1 - Initial: One system.", "One system", "stands twice"),
    "a lowest level missing": ("- 1 - Initial: Lists on paper.\n", "", "### 2)", "does not describe levels 1, 2"),
    "a highest level missing": ("- 5 - Optimized: Shared goals.\n", "", "### 3)", "does not describe levels 4, 5"),
    "levels 1 and 5 only": ("- 3 - Defined: One system.\n", "", "### 2)", "does not describe levels 2, 3, 4"),
    "a level above the scale": ("- 5 - Optimized: Shared", "- 6 - Optimized: Shared", "- 6 -", "off the scale"),
    "a level below the scale": ("- 1 - Initial: Each", "- 0 - Initial: Each", "- 0 -", "off the scale"),
    "a negative level": ("- 1 - Initial: Each", "- -1 - Initial: Each", "- -1", "is negative"),
    "half a level": ("- 3 - Defined: One", "- 2.5 - Defined: One", "- 2.5", "no whole level"),
    "a range of levels": ("- 3 - Defined: One", "- 2-4: One", "- 2-4", "range of levels"),
    "a level without marks": ("- 3 - Defined: One system.", "- 3 One system.", "- 3 One", "no dash or colon"),
    "a level in a code block": (
        "- 3 - Defined: One system.",
        "```\n- 3 - Defined: One system.\n```",
        "One system",
        "inside a code block",
    ),
    "a description missing": ("- 3 - Defined: A survey runs.", "- 3 - Defined:", "- 3 - Defined:", "empty description"),
    "a description and a colon missing": (
        "- 3 - Defined: A survey runs.",
        "- 3 - Defined",
        "- 3 - Defined",
        "empty description",
    ),
    "a description still to come": ("One system.", "TBD", "TBD", "empty description"),
    "a description of dots": ("One system.", "...", "...", "empty description"),
    "a dimension twice": ("### 3) Teamwork", "### 3) Listening", "### 3)", "stands twice"),
    "a dimension twice in other letters": ("### 3) Teamwork", "### 3) LISTENING", "### 3)", "stands twice"),
    "a dimension without levels": (
        "### 3) Teamwork",
        "### 3) Courage\n\n### 4) Teamwork",
        "### 3)",
        "no level descriptions",
    ),
    "a dimension without a name": ("### 3) Teamwork", "### 3)", "### 3)", "no name"),
    "a last dimension without levels": (
        "- 1 - Initial: Each for himself.\n- 3 - Defined: Regular meetings.\n- 5 - Optimized: Shared goals.\n",
        "People work together.\n",
        "### 3)",
        "no level descriptions",
    ),
    "dimensions under a second scorecard": (
        "### 3) Teamwork",
        "## Scorecard (continued)\n\n### 3) Teamwork",
        "## Scorecard (continued)",
        "more dimensions stand outside",
    ),
    "bands that overlap": ("2.0-2.9: D", "1.9-2.9: D", "1.9-2.9", "both hold 1.9"),
    "bands that share an edge": ("1.0-1.9: I", "1.0-2.0: I", "2.0-2.9", "overlap"),
    "bands with a gap": ("3.0-3.9: D", "3.2-3.9: D", "3.2-3.9", "none holds 3.0 to 3.1"),
    "a band missing": ("- 3.0-3.9: Defined (as a rule)\n", "", "4.0-4.9", "none holds 3.0 to 3.9"),
    "the lowest band missing": ("- 1.0-1.9: Initial (by chance)\n", "", "2.0-2.9", "none holds 1.0 to 1.9"),
    "the highest band missing": ("- 5.0: Optimized (ahead)\n", "", "4.0-4.9", "none holds 5.0"),
    "a band turned round": ("2.0-2.9: D", "2.9-2.0: D", "2.9-2.0", "turn it round"),
    "a band without a name": ("2.0-2.9: Developing (in parts)", "2.0-2.9:", "2.0-2.9", "no name"),
    "bands in percent": ("1.0-1.9: I", "0-20%: I", "0-20%", "percent"),
    "a maturity scale without bands": (BANDS, "To be written.\n", "## Maturity Scale", "has no bands"),
    "an example with a wrong overall": ("Overall: 2.3", "Overall: 2.4", "Overall", "its scores give 2.3"),
    "an example with a wrong band": ("2.3 (Developing)", "2.3 (Defined)", "Overall", "fall into 'Developing'"),
    "an example with an unknown band": ("2.3 (Developing)", "2.3 (Devloping)", "Overall", "fall into 'Developing'"),
    "an example with a wrong sum": ("Overall: 2.3 (Developing)", "Total: 8", "Total", "its scores give 7"),
    "an example that rounds down": (
        "Overall: 2.3 (Developing)",
        "Average: 2.33 or so\n- Mean: 2.2",
        "Mean",
        "give 2.3",
    ),
    "an example that scores too few": ("; Teamwork 2", "", "Scores", "scores 2 of the 3 dimensions"),
    "an example off the scale": ("Listening 3", "Listening 6", "Scores", "runs from 1 to 5"),
    "an example on another scale": ("Scores (1-5)", "Scores (1-4)", "Scores", "scores from 1 to 4"),
    "an example out of the wrong number": ("Overall: 2.3", "Overall: 2.3/10", "Overall", "out of 10"),
    "a version of several values": ("version: 1.2", "version: [1, 2]", "version", "several values"),
    "a version that is an object": ("version: 1.2", "version: !!python/name [id]", "version", "several values"),
    "front matter never closed": ("version: 1.2\n---\n", "version: 1.2\n", "---", "never closed"),
    "front matter that is no YAML": ("title: Loyalty", "title: [Loyalty", "slug", "not valid YAML"),
    "front matter with a stray colon": ("title: Loyalty", "title: Loyalty: a", "title", "not valid YAML"),
    "front matter that is a list": (
        "title: Loyalty Readiness\nslug: loyalty\nversion: 1.2",
        "- loyalty",
        "- loyalty",
        "key: value",
    ),
    "front matter with aliases": ("version: 1.2", "a: &x 1\nversion: *x", "title", "aliases"),
    "a key twice": ("version: 1.2", "title: Other", "title: Other", "twice"),
    "a misspelt key": ("version: 1.2", "scal: 1-5", "scal:", "Did you mean 'scale'?"),
    "another misspelt key": ("version: 1.2", "agregate: sum", "agregate", "Did you mean 'aggregate'?"),
    "an unknown aggregate": ("version: 1.2", "aggregate: median", "aggregate", "neither `mean` nor `sum`"),
    "a scale of words": ("version: 1.2", "scale: good", "scale:", "no range of levels"),
    "a scale turned round": ("version: 1.2", "scale: 5-1", "scale:", "no range of levels"),
    "a scale too long": ("version: 1.2", "scale: 1-100", "scale:", "within 0 to 10"),
    "two scales": ("version: 1.2", "scale: 1-4", "## Readiness", "says 1 to 5, but the front matter"),
    "a prompt with another scale": ("readiness (1-5) across", "readiness (1-4) across", "> Assess", "the prompt says"),
    "a target off the scale": ("version: 1.2", "targets: 6", "targets", "no level of the scale"),
    "a target for nobody": ("version: 1.2", "targets:\n  Listning: 4", "Listning", "Did you mean 'Listening'?"),
    "a weight of nothing": ("version: 1.2", "weights:\n  Listening: 0", "Listening: 0", "above 0"),
    "an evidence level off the scale": ("version: 1.2", "evidence_from: 9", "evidence_from", "no level"),
    "some weights only": ("### 1) Listening", "### 1) Listening (weight 2)", "### 2)", "has no weight"),
    "a variable described twice": (
        "- [BUSINESS]: The shop",
        "- [BUSINESS]: The shop\n- [BUSINESS]: The street",
        "The street",
        "described differently",
    ),
    "a code block never closed": ("## Deliverables", "```\n## Deliverables", "```", "never closed"),
    "a comment never closed": ("## Deliverables", "<!-- ## Deliverables", "<!--", "never closed"),
    "text of a wrong encoding": ("Nobody asks.", "Nobody\xe2\u20ac\u2122s asked.", "- 1 - Initial: Nobody", "encoding"),
    "a lost character": ("Nobody asks.", "Nobody \ufffd asks.", "- 1 - Initial: Nobody", "encoding"),
    "a next step off the scale": (
        "- 5 - Optimized: Shared goals.",
        "- 5 - Optimized: Shared goals.\n- Next step 7: x",
        "Next step",
        "off the scale",
    ),
    "a second question": ("### 1) Listening", "### 1) Listening\n- Ask: One?\n- Ask: Two?", "Two?", "second `Ask:`"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_document_is_refused_at_its_line(name: str) -> None:
    old, new, part, reason = REFUSED[name]
    text = edited((old, new))
    result = read(text)
    assert result.framework is None
    assert [each for each in result.problems if each.line == line_of(text, part) and reason in each.message], (
        result.problems
    )


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b" \n\t\n", 1, "empty"),
        (b"one\ntwo \x00", 2, "zero byte"),
        (b"one\r\ntwo\r\nthr\xe9e", 3, "not UTF-8"),
        (b"\xef\xbb\xbfone\n\xff", 2, "not UTF-8"),
        ("text".encode("utf-16"), 1, "UTF-16"),
        (b"x" * 300_000, 1, "longer than 256 kB"),
        (b"a\n" + b"x" * 9_000, 2, "longer than 4000 characters"),
        (b"a\n" * 6_000, 5_000, "more than 5000 lines"),
        (b"# A shopping list\n\n- 1 - eggs\n- 2 - milk\n", 1, "not a rubric"),
        (b"+++\ntitle = 'x'\n+++\n", 1, "TOML"),
    ],
)
def test_bytes_that_are_no_rubric_are_refused_at_their_line(content: bytes, line: int, reason: str) -> None:
    result = read(content)
    assert result.framework is None
    assert [each for each in result.problems if each.line == line and reason in each.message], result.problems


@pytest.mark.parametrize(
    ("text", "part", "reason"),
    [
        (f"```markdown\n{BASE}```\n", "```markdown", "stands inside a code block"),
        (edited(("- 1.0-1.9: Initial (by chance)", "| 1.0-1.9 | Initial |")), "| 1.0-1.9", "no line of dashes"),
        (
            "# T\n\n## Scorecard (1-3)\n\n| D | 1 | 2 | 3 |\n|---|---|---|---|\n| A | a | b | c | d |\n",
            "| A |",
            "more cells",
        ),
    ],
)
def test_what_was_once_guessed_is_refused_with_the_right_spelling(text: str, part: str, reason: str) -> None:
    result = read(text)
    assert result.framework is None
    assert [each for each in result.problems if each.line == line_of(text, part) and reason in each.message], result


def test_all_problems_of_a_file_are_told_at_once() -> None:
    text = edited(("One system.", ""), ("2.0-2.9", "2.2-2.9"), ("- 5 - Optimized: Shared", "- 7 - Optimized: Shared"))
    lines = {each.line for each in read(text).problems}
    assert {line_of(text, "- 3 - Defined:", nth=2), line_of(text, "2.2-2.9"), line_of(text, "- 7 -")} <= lines


def test_a_missing_file_and_a_folder_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    reports = check([tmp_path / "none.md", tmp_path / "empty"])
    assert [each.file for each in reports] == [str(tmp_path / "none.md"), str(tmp_path / "empty")]
    assert "cannot be read" in reports[0].problems[0].message
    assert "no Markdown files" in reports[1].problems[0].message
    assert exit_code(reports) == 1


def test_all_problems_of_all_files_are_raised_together(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(edited(("One system.", "")))
    (tmp_path / "b.md").write_text(edited(("Overall: 2.3", "Overall: 2.9"), ("slug: loyalty", "slug: other")))
    with pytest.raises(BadInputError) as raised:
        load_library(tmp_path)
    told = "\n".join(str(each) for each in raised.value.problems)
    assert re.search(r"a\.md:\d+: .*empty description", told)
    assert re.search(r"b\.md:\d+: .*its scores give 2\.3", told)


def test_two_installed_files_with_one_slug_are_both_refused(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(BASE)
    with pytest.raises(BadInputError) as raised:
        load_library(tmp_path)
    told = [str(each) for each in raised.value.problems]
    assert len(told) == 2
    assert "a.md:1:" in told[0]
    assert "b.md" in told[0]
    assert "'loyalty'" in told[0]


def test_two_files_with_one_slug_can_be_checked_side_by_side(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(BASE)
    reports = check([tmp_path])
    assert exit_code(reports) == 0
    assert all("only one of them can be installed" in each.notes[0].message for each in reports)


def test_a_folder_without_frameworks_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Frameworks\n")
    with pytest.raises(BadInputError, match="holds no framework files"):
        load_library(tmp_path)


def test_an_article_on_customer_experience_does_not_pass_for_a_rubric() -> None:
    article = "A CX maturity model\n\nPurpose\n\nIt is the foundation.\n\nMetrics\n\nMeasure it.\n"
    assert "not a rubric" in " ".join(each.message for each in read(article).problems)
