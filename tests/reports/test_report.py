"""The report of an assessment: what it says in order, as a page without anything live, and as a PDF."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
import typst
from hypothesis import given, settings

from bot import reports
from bot.core.assessment import Assessment, NotApplicable, Status
from bot.core.report_words import CODES, WORDS, Wording
from bot.core.scoring.portfolio import Peers
from bot.core.team import Evidence
from bot.core.text import cleaned
from bot.reports.html import html_of
from bot.reports.paper import Span
from bot.reports.pdf import as_json, pdf_of
from bot.reports.report import report_of
from bot.reports.reporter import report_name
from bot.use_cases.report import FileKind
from tests.core.examples import example_framework, matrix_framework
from tests.core.hostile import hostile_assessments
from tests.core.rated import UNKNOWN, assessment_of, weighted
from tests.core.strategies import SMALL
from tests.effort import effort, thirds
from tests.reports.told import AT, LINK, PERMALINK, acme, told

CLOSED = frozenset("!doctype meta br col path rect circle".split())
TAGS = CLOSED | frozenset(
    "html head title style body main header section h1 h2 h3 p strong span small div dl dt dd a blockquote figure"
    " table caption colgroup thead tbody tr th td svg g text rect circle".split()
)
HOSTILE = (
    '</style><script>alert(1)</script>" onmouseover="x',
    '#eval("1 + 1") #import "x.typ" $x^2$ *b* _i_ @ref \\ `r` <l> = h // c',
    "javascript:alert(1)",
    "\u202egnp.exe\x00 {names} {{ brief }} %s",
    "\u9867\u5ba2 \u0639\u0645\u064a\u0644 \U0001f600",
    "x" * 400,
)


class Page(HTMLParser):
    """A page as a browser's parser reads it: its tags, its attributes, its text; each tag closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in CLOSED:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    def of(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def page_of(*given: object, **more: str) -> Page:
    return Page(html_of(report_of(acme(*given, **more))))  # type: ignore[arg-type]  # as acme takes them


def assert_inert(page: Page) -> None:
    assert set(page.tags) <= TAGS
    names = {name for _, name, _ in page.attributes}
    assert not {name for name in names if name.startswith("on")} | (
        names & {"src", "srcset", "action", "data", "background"}
    )
    assert all(value.startswith(("https://", "http://")) for value in page.of("href"))
    assert not any("url(" in value for value in page.of("style"))


ORDER = f"""
Acme Retail|CX optimization readiness|Assessed|20 February 2027|cx-team|Scored by|Dana Weber
2.5|of 5|Up 0.5 since 22 November 2026|Evidence was given for 1 of 6 dimensions|2.3
Dimensions|Level 3 Defined|Level 4, between 3 and 5|Next steps
What shows it|{LINK}|page 3|{PERMALINK}|Note|Rests on: |accepted by Dana Weber, 22 November 2026
Plan|1 stuck|Sam O'Neil|was |stuck|no <b>time</b>|Over time
How it was scored|(3 + 2 + 4 + 2 + 2 + 2) ÷ 6 = 2.5|From level 4 up|Bands|Developing
About this report|version 1.0|a90|1 April 2027, 09:00 (UTC)|{example_framework().digest}
"""


def test_a_report_says_everything_in_order() -> None:
    text, last = page_of().text, 0
    for each in ORDER.strip().replace("\n", "|").split("|"):
        assert each in text[last:], each
        last = text.index(each, last)


def test_the_page_is_whole_and_can_be_read_without_seeing_it() -> None:
    page = page_of()
    assert_inert(page)
    assert ("html", "lang", "en") in page.attributes
    assert sum(tag == "h1" for tag in page.tags) == 1
    headings = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in pairwise(headings))
    assert page.tags.count("table") == page.tags.count("caption") >= 5
    assert set(page.of("scope")) == {"row", "col"}
    assert "default-src 'none'" in " ".join(page.of("content"))
    assert set(page.of("aria-labelledby")) <= set(page.of("id"))


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ((3, 2, UNKNOWN, 2, 2, 2), "Provisional: 5 of 6 dimensions are rated, so there is no band yet."),
        ((UNKNOWN,) * 6, "Nothing is rated yet"),
        ((3, 2, NotApplicable("no <stores>"), 2, 2, 2), "Not applicable, and left out of the figure: "),
        ((5, 5, 5, 5, 5, 5), "Every rated dimension has reached its target."),
        ((2, 2, 2, 2, 2, 3), "(2 + 2 + 2 + 2 + 2 + 3) ÷ 6 ≈ 2.17, shown as 2.2."),
    ],
)
def test_what_is_missing_or_left_out_is_said(verdicts: object, said: str) -> None:
    assert said in page_of(verdicts).text


def test_an_assessment_that_is_not_closed_is_provisional() -> None:
    facts = acme()
    open_again = replace(facts, assessment=replace(facts.assessment, status=Status.OPEN))
    assert report_of(open_again).notices == (Wording("en")("under_way"),)
    assert report_of(facts).notices == ()


def test_weights_sums_and_levels_between_are_worded() -> None:
    framework = weighted(example_framework(), *(Fraction(each) for each in (2, 1, 1, 1, 1, 1)))
    text = Page(html_of(report_of(told(assessment_of(framework, (3, 2, 2, 2, 2, 2)))))).text
    assert "(2 × 3 + 1 × 2 + 1 × 2 + 1 × 2 + 1 × 2 + 1 × 2) ÷ 7 ≈ 2.29, shown as 2.3." in text
    assert "The first assessment of its line" in text
    matrix = matrix_framework()
    verdicts = [2] * len(matrix.dimensions)
    assert " + ".join("2" for _ in verdicts) in Page(html_of(report_of(told(assessment_of(matrix, verdicts))))).text


def test_a_text_whose_answers_changed_is_left_out_and_said_to_be() -> None:
    facts = acme()
    stale = tuple(replace(each, stale=True) for each in facts.texts)
    text = Page(html_of(report_of(replace(facts, texts=stale)))).text
    assert "Left out, since answers have changed after it was accepted" in text
    assert "Rests on" not in text


def test_metrics_and_the_median_of_others_stand_beside_the_scores() -> None:
    key = example_framework().dimensions[0].key
    others = Peers(Fraction(12, 5), 6, {key: Fraction(7, 2)})
    text = Page(html_of(report_of(replace(acme(), peers=others)))).text
    assert "The median of 6 other subjects is 2.4." in text
    assert "others 3.5" in text
    assert "Metrics Metric Value On Before Target NPS 31 20 February 2027 – 45" in text.replace("  ", " ")


@pytest.mark.parametrize("code", CODES)
def test_a_report_speaks_the_language_of_its_assessment(code: str) -> None:
    page, words = page_of(language=code), Wording(code)
    assert ("html", "lang", code) in page.attributes
    assert words("rules") in page.text
    assert words.figure(Fraction(5, 2)) in page.text
    assert words.day(AT.date()) in page.text


def test_every_wording_has_the_same_places_in_every_language() -> None:
    for key, texts in WORDS.items():
        places = {frozenset(name for _, name, _, _ in Formatter().parse(each) if name) for each in texts}
        assert len(places) == 1, key


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        (LINK, True),
        ("http://intranet/x", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a b", False),
        ("//evil.example", False),
        ("https://x\u202e.example", False),
        ("data:text/html,x", False),
        ("https://[", False),
    ],
)
def test_only_plain_addresses_become_links(address: str, leads: bool) -> None:  # noqa: FBT001  # a row of the table
    assert bool(Span(address, is_link=True).address) is leads
    assert Span(address).address == ""


@given(hostile_assessments())
@settings(SMALL, max_examples=effort(5, 600))
def test_nothing_that_people_typed_is_live_on_the_page(assessment: Assessment) -> None:
    page = Page(html_of(report_of(told(assessment))))
    assert_inert(page)
    assert " ".join(cleaned(assessment.subject.name).split()) in page.text


def _spoilt(hostile: str) -> Assessment:
    framework = example_framework()
    dimensions = tuple(replace(each, name=f"{place} {hostile}") for place, each in enumerate(framework.dimensions))
    given = assessment_of(replace(framework, title=hostile, dimensions=dimensions), (3, 2, 2, 2, 2, 2), subject=hostile)
    said = (Evidence("words", f"{hostile}\n\n{hostile}"), Evidence("link", hostile))
    return replace(given, ratings=tuple(replace(each, evidence=said) for each in given.ratings))


@pytest.mark.parametrize("hostile", thirds(HOSTILE))
def test_a_pdf_prints_what_was_typed(hostile: str) -> None:
    paper = report_of(told(_spoilt(hostile)))
    made = pdf_of(paper, AT)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    layout = str(Path(reports.__file__).with_name("report.typ"))
    titles = json.loads(typst.query(layout, "heading.where(level: 1)", sys_inputs={"report": as_json(paper)}))
    assert _words(titles[0]["body"]) == cleaned(hostile)


def _words(content: object) -> str:
    return "".join(_texts(content)).replace("\u200b", "")


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, dict):
        if content.get("func") == "text":
            yield content["text"]
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)


def test_the_same_facts_give_the_same_files() -> None:
    paper = report_of(acme())
    assert html_of(paper) == html_of(report_of(acme()))
    assert pdf_of(paper, AT) == pdf_of(report_of(acme()), AT)


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Acme Retail", "acme-retail"),
        ("Café \u00dcber", "cafe-uber"),
        ("../../etc/passwd", "etc-passwd"),
        ("\u9867\u5ba2", "report"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(subject: str, name: str) -> None:
    facts = told(assessment_of(example_framework(), (2,) * 6, subject=subject))
    assert report_name(facts, FileKind.PDF) == f"{name}-2026-11-22.pdf"
