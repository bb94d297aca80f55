"""Spreadsheets, tables and outlines become frameworks: to the letter, with an account of every part; refusals first."""

import io
import json
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import BadInputError
from bot.core.framework import Framework
from bot.files.check import check
from bot.files.convert import Conversion, converted
from bot.files.frameworks import framework_from
from bot.files.grids import one_line
from tests.commands.running import cxbot
from tests.effort import effort
from tests.files.pages import LISTS, MARKDOWN, OUTLINES, markdown, page
from tests.files.rubrics import CSV, HEAD, NO_RUBRIC, PLAIN, XLSX, Case, Sheet, table, workbook

CASES = {
    (form, name): case
    for form, cases in (("csv", CSV), ("xlsx", XLSX), ("table", MARKDOWN), ("outline", OUTLINES))
    for name, case in cases.items()
}
ENDINGS = {"csv": ".csv", "xlsx": ".xlsx", "table": ".md", "outline": ".md"}


def made(form: str, content: bytes) -> Conversion:
    return converted(content, f"my-rubric{ENDINGS[form]}")


@pytest.mark.parametrize("name", NO_RUBRIC)
def test_what_holds_no_rubric_is_refused(name: str) -> None:
    for ending in (".csv", ".md"):
        with pytest.raises(BadInputError):
            converted(NO_RUBRIC[name], f"x{ending}")


@pytest.mark.parametrize("name", LISTS)
def test_a_table_of_a_page_that_rates_nothing_is_no_rubric(name: str) -> None:
    with pytest.raises(BadInputError):
        made("table", page(markdown(*(row.split("|") for row in LISTS[name].split("/")))))


def test_a_numbered_list_that_nothing_calls_an_assessment_is_no_outline() -> None:
    promises = (
        b"# Shop\n\nRates on a scale of 1 to 5.\n\n## Promises\n\n1. **OPEN**\n- from nine\n\n2. **NEAR**\n- by foot\n"
    )
    assert made("outline", promises.replace(b"Promises", b"Assessment")).account.todo
    with pytest.raises(BadInputError):
        made("outline", promises)


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (30 * 1024 * 1024))
        archive.writestr("xl/_rels/workbook.xml.rels", b" " * (30 * 1024 * 1024))
    return file.getvalue()


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (_bomb(), "20 MB"),
        (workbook(Sheet([HEAD, *PLAIN]), prolog=ENTITIES), "document type"),
        (workbook(Sheet([HEAD, *PLAIN]))[:-200], "no workbook"),
        (workbook(Sheet([HEAD, *PLAIN])).replace(b"xl/worksheets", b"xl/worksheetz"), "no matrix"),
        (workbook(Sheet([HEAD, *PLAIN], state="hidden")), "no matrix"),
        (workbook(Sheet([[""] * 250 + ["x"]])), "200 columns"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old kind"),
        (b"%PDF-1.7", "PDF"),
        (b'{"a": 1}', "JSON"),
        (b"<!DOCTYPE html><html><table/></html>", "HTML"),
        (b"x" * (10 * 1024 * 1024 + 1), "10 MB"),
        (b"a,b,c,d\n" * 100_000, "512 kB"),
        (b"a,b,c,d\n" * 10_000, "2000 rows"),
        (b"- a\n" * 10_000, "5000 lines"),
    ],
)
def test_a_hostile_or_a_foreign_file_is_refused_in_words(content: bytes, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        converted(content, "x.xlsx")


@pytest.mark.parametrize(("form", "name"), CASES)
def test_a_rubric_as_people_have_it_becomes_a_framework(form: str, name: str) -> None:
    case = CASES[form, name]
    result = made(form, case.content)
    account = result.account
    for said, wanted in ((account.taken, case.taken), (account.todo, case.todo), (account.ignored, case.ignored)):
        assert [words for words in wanted if not any(words in each.what for each in said)] == [], result.lines()
    assert result.form == form
    assert result.is_complete == (not case.todo), result.lines()
    read = framework_from(result.markdown.encode(), "x.md")
    if case.todo:
        assert read.framework is None
        assert all("TODO" in each.message for each in read.problems), read.problems
    else:
        assert case.ignored or form == "outline" or not account.ignored, result.lines()
        _compare(case, read.framework)


def _compare(case: Case, framework: object) -> None:
    assert isinstance(framework, Framework)
    dimensions = framework.dimensions
    assert {each.name: {one.level: one.text for one in each.descriptors} for each in dimensions} == case.texts
    assert framework.level_names == case.names
    assert not case.title or framework.title == case.title
    by_name = {each.name: each for each in dimensions}
    assert {name: by_name[name].weight for name in case.weights} == {n: Fraction(w) for n, w in case.weights.items()}
    assert {name: by_name[name].target for name in case.targets} == case.targets
    assert {name: by_name[name].ask for name in case.asks} == case.asks
    assert {name: by_name[name].look_for for name in case.looks} == case.looks


SIGNS = "#*_`[]()<>|~&;:-\u2013+=.!?0123456789 \\\"'\n\u00e4\u3002\uff1aABab$@{}^%/,\U0001f642"
HARD = ["- 1 - Initial: ", "### 2) ", "<!-- ", "&amp;", "a\n\nb", "=1+1", "|---|", "Ask: ", "1. ", "<b>", "**", "](x)"]
AROUND = (
    st.text(alphabet=SIGNS, max_size=15)
    | st.text(st.characters(exclude_categories=["C"], exclude_characters="\u20e3\ufffd\u00c2\u00c3\u00e2"), max_size=9)
    | st.sampled_from(HARD)
)
TEXT = st.tuples(AROUND, st.sampled_from(["word", "of it", "R&D", "NPS_NOW"]), AROUND).map("".join)


@given(st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=3), st.sampled_from(["csv", "xlsx"]))
def test_every_text_of_a_cell_reads_back_to_the_letter(texts: list[list[str]], form: str) -> None:
    rows = [["Dimension", "Level 1", "Level 2", "Level 3"], *[[f"Name {at}x", *row] for at, row in enumerate(texts)]]
    content = table(*rows) if form == "csv" else workbook(Sheet([[f"\u200b{text}" for text in row] for row in rows]))
    result = made(form, content)
    framework = framework_from(result.markdown.encode(), "x.md").framework
    assert framework is not None, result.lines()
    assert [[each.text for each in one.descriptors] for one in framework.dimensions] == [
        [one_line(text) for text in row] for row in texts
    ]


@given(st.binary(max_size=effort(300, 3_000)) | st.text(alphabet=SIGNS + ",", max_size=300).map(str.encode))
def test_whatever_comes_is_converted_or_refused(content: bytes) -> None:
    for ending in (".csv", ".md", ".xlsx"):
        try:
            assert converted(content, f"x{ending}").markdown
        except BadInputError:
            continue


def test_the_command_writes_a_new_file_and_never_over_another(tmp_path: Path) -> None:
    file, to = tmp_path / "rubric.csv", tmp_path / "rubric.md"
    file.write_bytes(CSV["weights, targets, questions"].content)
    result = cxbot("convert", file, "--to", to)
    assert (result.exit_code, result.stderr) == (0, "")
    assert (
        f"{file}:A2: taken: the dimension 'Listening': levels 1, 2, 3; weight 40%; target 3; question" in result.stdout
    )
    assert cxbot("check", to).exit_code == 0
    again = cxbot("convert", file, "--to", to)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "nothing is overwritten" in again.stderr


def test_the_command_prints_the_framework_and_accounts_on_the_other_stream(tmp_path: Path) -> None:
    file = tmp_path / "rubric.csv"
    file.write_bytes(CSV["the lowest level empty"].content)
    result = cxbot("convert", file)
    assert result.exit_code == 1
    assert result.stdout.startswith("---\ntitle: rubric\nslug: rubric\n")
    assert f"{file}:A2: todo: level 1 of 'Listening'" in result.stderr
    (tmp_path / "made.md").write_text(result.stdout)
    checked = cxbot("check", tmp_path / "made.md")
    assert checked.exit_code == 1
    assert "is still to be written: `TODO: say what level 1 looks like`" in checked.stdout


def test_the_account_as_json_has_the_documented_shape(tmp_path: Path) -> None:
    file = tmp_path / "rubric.xlsx"
    file.write_bytes(XLSX["a hidden sheet"].content)
    value = json.loads(cxbot("convert", file, "--json").stdout)
    assert list(value) == ["file", "form", "to", "complete", "taken", "todo", "ignored", "markdown"]
    assert (value["form"], value["to"], value["complete"], value["todo"]) == ("xlsx", None, True, [])
    assert value["taken"][1] == {
        "file": str(file),
        "sheet": "Sheet1",
        "line": None,
        "row": 2,
        "column": "A",
        "what": "the dimension 'Listening': levels 1, 2, 3",
    }
    assert value["ignored"][0]["sheet"] == "Archive"


@pytest.mark.parametrize("name", ["none.csv", "a-framework.md", "."])
def test_what_cannot_be_converted_ends_with_two(name: str, tmp_path: Path) -> None:
    (tmp_path / "a-framework.md").write_text(
        (Path(__file__).parents[2] / "frameworks/customer-engagement.md").read_text()
    )
    result = cxbot("convert", tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(
    ("name", "content", "hinted"),
    [
        ("a.csv", CSV["plain"].content, True),
        ("b.xlsx", XLSX["plain"].content, True),
        ("c.md", MARKDOWN["a matrix in a page"].content, True),
        ("d.md", OUTLINES["headings"].content, True),
        ("e.csv", NO_RUBRIC["prices"], False),
        ("f.md", page("Nothing."), False),
    ],
)
def test_a_check_says_what_could_be_converted(name: str, content: bytes, hinted: bool, tmp_path: Path) -> None:  # noqa: FBT001  # a value of the table
    (tmp_path / name).write_bytes(content)
    (report,) = check([tmp_path / name])
    told = " ".join(each.message for each in (*report.problems, *report.notes))
    assert (f"`cxbot convert {tmp_path / name}` makes a framework of it" in told) == hinted


def test_weights_some_in_percent_and_some_not_are_not_taken() -> None:
    rows = "Dimension,1 - Initial,2 - Defined,3 - Optimized,Weight\nListening,a b,b c,c d,40%\nActing,d e,e f,f g,0.6\n"
    found = converted(rows.encode(), "x.csv")
    assert "weights:" not in found.markdown.replace("# TODO: weights:", "")
    assert any("some in percent and some not" in line for line in found.lines())


def test_a_band_that_holds_several_levels_is_named_where_it_names_none() -> None:
    page = b"# V\n## Maturity Scale\n- 1.0-1.9: Low\n- 2.0-2.9: Some\n- 3.0-5.0: Top (all)\n## Template\n"
    page += b"**1. ONE**\n- a\n\n**2. TWO**\n- b\n"
    account = converted(page, "v.md").account
    assert [each.what for each in account.ignored] == ["the band 'Top' holds several levels, and names none"]
    assert any("level 3 of 'ONE'" in each.what for each in account.todo)
