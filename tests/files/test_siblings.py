"""What is no rubric is refused for what it is, and natural hands of the family are read, kind by kind."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadInputError
from bot.files.check import as_text, check, exit_code
from bot.files.frameworks import load_library
from tests.files import hands, siblings
from tests.files.documents import BASE, found, read
from tests.files.pages import markdown

SAME = found(BASE)


def told(text: str | bytes, file: str = "loyalty.md") -> str:
    """Return the problems of a file that must give no framework."""
    result = read(text, file)
    assert result.framework is None
    assert result.problems
    return "\n".join(f"{each.line}: {each.message}" for each in result.problems)


@pytest.mark.parametrize("name", siblings.NUMBERED)
def test_an_ordinary_numbered_list_is_no_rubric(name: str) -> None:
    assert "is not a rubric" in told(siblings.NUMBERED[name])


@pytest.mark.parametrize("name", siblings.NOTHING)
def test_a_file_that_gives_no_framework_never_passes(name: str, tmp_path: Path) -> None:
    assert told(siblings.NOTHING[name])
    (tmp_path / "nothing.md").write_text(siblings.NOTHING[name])
    (tmp_path / "sound.md").write_text(BASE)
    reports = check([tmp_path])
    assert exit_code(reports) == 1
    assert any("nothing.md:" in line and "note:" not in line for line in as_text(reports))
    with pytest.raises(BadInputError, match=r"nothing\.md"):
        load_library(tmp_path)


@pytest.mark.parametrize("name", siblings.OTHER)
def test_a_file_of_another_kind_is_named_for_what_it_is(name: str) -> None:
    content, kind = siblings.OTHER[name]
    problems = told(content, name)
    assert kind.lower() in problems.lower()
    assert "cxbot reads Markdown, see docs/frameworks.md" in problems
    assert "\n" not in problems


@pytest.mark.parametrize("name", siblings.SURVEYS)
def test_a_survey_is_not_told_of_a_scale_of_its_questions(name: str) -> None:
    problems = told(siblings.SURVEYS[name])
    assert "scale runs from" not in problems
    assert problems.count("\n") < 3


@pytest.mark.parametrize("name", siblings.UNNUMBERED)
def test_a_matrix_without_numbers_is_told_to_number_its_columns(name: str) -> None:
    assert "Number the columns" in told(siblings.UNNUMBERED[name])


@pytest.mark.parametrize("name", siblings.FOREIGN)
def test_a_key_of_a_site_generator_is_one_note(name: str) -> None:
    result = read(siblings.FOREIGN[name])
    assert result.problems == ()
    assert ["front matter keys that the bot does not use" in each.message for each in result.notes] == [True]
    assert found(siblings.FOREIGN[name]) == found(BASE)


@pytest.mark.parametrize("name", siblings.MISSPELT)
def test_a_misspelt_key_is_refused_with_the_right_spelling(name: str) -> None:
    text, right = siblings.MISSPELT[name]
    assert f"Did you mean {right!r}?" in told(text)


@pytest.mark.parametrize("part", siblings.HANDS)
def test_each_hand_alone_gives_the_same_framework(part: str) -> None:
    texts = [re.sub(*way, BASE, flags=re.MULTILINE) for way in siblings.HANDS[part]]
    assert [text for text in texts if found(text) != SAME] == []


@given(st.fixed_dictionaries({part: st.sampled_from(ways) for part, ways in siblings.HANDS.items()}))
def test_a_hand_that_differs_in_every_part_gives_the_same_framework(ways: dict[str, tuple[str, str]]) -> None:
    text = BASE
    for part in siblings.HANDS:  # in their order: white space comes last
        text = re.sub(*ways[part], text, flags=re.MULTILINE)
    assert found(text) == SAME, text


def test_documents_that_are_no_markdown_files_are_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "matrix.docx").write_bytes(siblings.OTHER["n.docx"][0])
    (tmp_path / "rubric.txt").write_text(BASE)
    (tmp_path / "shops").mkdir()
    (tmp_path / "shops" / "inner.md").write_text(BASE)
    with pytest.raises(BadInputError, match=r"holds no framework files.*`matrix\.docx`, `rubric\.txt`, `shops`"):
        load_library(tmp_path)
    assert exit_code(check([tmp_path])) == 1
    (tmp_path / "sound.md").write_text(BASE)
    reports = check([tmp_path])
    assert exit_code(reports) == 0
    assert ["matrix.docx" in each.message for each in reports[0].notes] == [True]


@pytest.mark.parametrize("name", hands.READ)
def test_what_another_hand_wrote_is_read_as_it_means_it(name: str) -> None:
    hand, result = hands.READ[name], read(hands.READ[name].content)
    framework = result.framework
    assert framework, result.problems
    first, second = framework.dimensions
    low, high = (first.descriptor(level) for level in hand.scale)
    assert (framework.scale.low, framework.scale.high) == hand.scale
    assert (first.name, second.name) == hand.dimensions
    assert low
    assert high
    assert (low.text, high.text) == hand.ends
    assert not hand.names or tuple(each.name for each in first.descriptors) == hand.names
    assert hand.bands in {None, len(framework.bands)}
    assert framework.aggregate == hand.aggregate
    if hand.further:
        share = first.weight / second.weight
        steps = first.next_steps[hand.scale[0]]
        assert hand.further == f"{first.ask}/{first.look_for}/{steps}/{share.numerator}:{share.denominator}"


@pytest.mark.parametrize("name", hands.REFUSED)
def test_what_is_no_framework_is_refused_with_what_to_do(name: str) -> None:
    result = read(hands.REFUSED[name].content)
    assert result.framework is None
    assert re.search(hands.REFUSED[name].refused, "\n".join(each.message for each in result.problems))


@pytest.mark.parametrize("name", siblings.TABLES)
def test_a_table_of_a_scorecard_is_read_whichever_way_it_lies_or_refused(name: str) -> None:
    rows, wanted = siblings.TABLES[name]
    text = f"# Shop\n\n## Scorecard\n\n{markdown(*(row.split('|') for row in rows.split('/')))}"
    if wanted.startswith("?"):
        assert wanted[1:] in told(text)
        return
    framework = read(text).framework
    assert framework is not None
    assert [each.name for each in framework.dimensions] == wanted.split()
    assert [each.text for each in framework.dimensions[0].descriptors] == ["a b", "b c", "c d"]
