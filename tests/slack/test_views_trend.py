"""Change over time in words and charts: marks stand beside words, and what does not compare is in no one picture."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.core.assessment import Assessment, NotRated, Rating, Subject, Verdict
from bot.core.framework import Framework
from bot.core.scoring.scorecard import scorecard
from bot.core.scoring.trend import Break, compare
from bot.core.scoring.trend import trend as trend_of
from bot.core.team import Evidence
from bot.core.thread import ShownPicture
from bot.slack.blocks import Message
from bot.slack.views.scorecard import in_thread
from bot.slack.views.trend import REASONS, comparison, trend, under_way, unlike
from bot.use_cases.scorecards import MOST_POINTS, UnderWay, Unlike
from tests.core.examples import example_framework, matrix_framework
from tests.core.rated import NO_STORES, assessment_of, said
from tests.known import sure
from tests.slack.shown import check_message

PLAIN = example_framework()
KEYS = [each.key for each in PLAIN.dimensions]
TWOS: list[Verdict] = [2] * 6


def anew(framework: Framework, place: int = 0) -> Framework:
    """Give version 2.0, which words one dimension anew."""
    dimensions = list(framework.dimensions)
    first, *rest = dimensions[place].descriptors
    dimensions[place] = replace(dimensions[place], descriptors=(replace(first, text="Other words."), *rest))
    return replace(framework, version="2.0", dimensions=tuple(dimensions))


def line(*rated: Sequence[Verdict], framework: Framework = PLAIN) -> list[Assessment]:
    return [assessment_of(framework, verdicts, days=90 * place) for place, verdicts in enumerate(rated)]


def charts(message: Message) -> list[dict[str, Any]]:
    return [each for each in check_message(message, None)["blocks"] if each["type"] == "data_visualization"]


def figures(chart: dict[str, Any]) -> dict[str, list[float]]:
    return {each["name"]: [point["value"] for point in each["data"]] for each in chart["chart"]["series"]}


def compared(now: Assessment, before: Assessment) -> Message:
    return comparison(sure(compare(now, before)))


def test_one_assessment_says_so_and_what_to_do() -> None:
    message = trend(trend_of(line(TWOS)))
    assert "*2.0 of 5 · Developing*" in message.text
    assert "the only complete assessment of it here" in message.text
    assert "`/cx-assess Acme Retail`" in message.text
    assert "Current NPS: 31" in message.text
    assert charts(message) == []


def test_the_text_alone_says_it_all() -> None:
    middle: list[Verdict] = [3, 2, 2, 2, NotRated(), NO_STORES]
    message = trend(trend_of(line(TWOS, middle, [3, 4, 2, 2, 2, 2])))
    assert [each.split(": ", 1)[1] for each in message.text.split("\n")[2:5]] == [
        "*2.0 of 5 · Developing*",
        "*2.3 of 5*, provisional · ‖ not compared with the one before: not every dimension is rated in both",
        "*2.5 of 5 · Developing* · ‖ not compared with the one before: not every dimension is rated in both",
    ]
    assert "*Journey visibility &amp; feedback*: 2 → 3 (unexplained) → 3\n" in message.text
    assert "*Root-cause analysis*: 2 → 2 → 4 (unexplained)\n" in message.text
    assert "*Cross-functional governance*: 2 → not rated → 2\n" in message.text
    assert "*Measurement &amp; outcomes*: 2 → n/a → 2\n" in message.text
    assert "Current NPS: 31, unchanged" in message.text


def test_a_scorecard_with_its_picture_needs_no_charts() -> None:
    course = line(TWOS, TWOS)
    card = scorecard(course[-1], course[0])
    plain, drawn = (in_thread(card, trend_of(course), picture=each) for each in (None, ShownPicture("F1", "as words")))
    assert (len(charts(plain)), len(charts(drawn))) == (2, 0)


def test_a_sum_moves_in_whole_points() -> None:
    message = trend(trend_of(line([2] * 5, [2, 2, 2, 1, 1], framework=matrix_framework())))
    assert "*8 of 20 · Ad-hoc* · down 2" in message.text


def test_what_is_explained_and_unbroken_carries_no_marks() -> None:
    assert "nexplained" not in str(trend(trend_of(line(TWOS, TWOS))).blocks)
    assert "‖" not in str(trend(trend_of(line(TWOS, [3] * 6))).blocks)
    assert "unchanged" in trend(trend_of(line(TWOS, TWOS))).text


def test_a_broken_line_says_where_and_why() -> None:
    before, now = assessment_of(PLAIN, TWOS), assessment_of(anew(PLAIN, 1), TWOS, days=90)
    message = trend(trend_of([before, now]))
    assert "*2.0 of 5 · Developing* · ‖ framework 2.0 words dimensions anew\n" in message.text
    assert "*Root-cause analysis*: 2 ‖ 2 · ‖ framework 2.0 words this dimension anew\n" in message.text
    assert "*Operational execution*: 2 → 2\n" in message.text
    assert "‖ stands where before and after do not compare" in str(message.blocks[-2])


@pytest.mark.parametrize(
    ("newer", "words"),
    [
        (replace(PLAIN, version="2.0", scale=replace(PLAIN.scale, high=6)), "framework 2.0 has another scale"),
        (replace(PLAIN, version="2.0", slug="new"), "made with another framework, CX optimization readiness 2.0"),
        (replace(PLAIN, version="2.0", aggregate="sum"), "framework 2.0 computes the overall figure in another way"),
        (replace(PLAIN, version="2.0", dimensions=PLAIN.dimensions[:5]), "framework 2.0 has other dimensions"),
        (replace(PLAIN, version="2.0", dimensions=PLAIN.dimensions[:5]), "none · ‖ no longer in framework 2.0"),
    ],
)
def test_each_break_has_its_reason(newer: Framework, words: str) -> None:
    line = [assessment_of(PLAIN, TWOS), assessment_of(newer, TWOS[: len(newer.dimensions)], days=90)]
    assert words in trend(trend_of(line)).text


def test_the_charts_show_the_overall_figure_and_each_dimension() -> None:
    bare, backed = [4, *TWOS[1:]], [said(4, words="a map"), *TWOS[1:]]
    whole = trend(trend_of([*line(TWOS, bare), assessment_of(PLAIN, dict(zip(KEYS, backed, strict=True)), days=180)]))
    overall, levels = charts(whole)
    assert (overall["title"], overall["chart"]["type"]) == ("Overall, of 5", "line")
    assert figures(overall) == {"Overall": [2.0, 2.3, 2.3], "Evidenced": [2.0, 2.2, 2.3]}
    assert overall["chart"]["axis_config"]["categories"] == ["22 Nov 2026", "20 Feb 2027", "21 May 2027"]
    assert levels["chart"]["type"] == "bar"
    assert [each[0] for each in figures(levels).values()] == [2.0, 4.0, 4.0]


def test_no_chart_joins_what_does_not_compare() -> None:
    old = line(TWOS, [3] * 6)
    now = assessment_of(anew(PLAIN), [4] * 6, days=180)
    overall, levels = charts(trend(trend_of([*old, now])))
    assert figures(overall)["Overall"] == [2.0, 3.0]
    assert overall["title"] == "Overall, of 5: 22 Nov 2026 to 20 Feb 2027"
    assert [len(each) for each in figures(levels).values()] == [5, 5, 5]
    assert levels["title"] == "Levels of the dimensions that compare"
    (only,) = charts(trend(trend_of([old[0], now])))
    assert only["chart"]["type"] == "bar"


def test_two_of_one_day_have_names_of_their_own() -> None:
    (overall, _) = charts(trend(trend_of([assessment_of(PLAIN, TWOS), assessment_of(PLAIN, TWOS)])))
    assert overall["chart"]["axis_config"]["categories"] == ["22 Nov", "22 Nov (2)"]


def test_a_long_line_is_the_newest_and_says_so() -> None:
    message = trend(trend_of(line(*[TWOS] * MOST_POINTS)))
    assert f"Change over the newest {MOST_POINTS} assessments" in message.text
    overall, levels = charts(message)
    assert len(figures(overall)["Overall"]) == MOST_POINTS
    assert len(figures(levels)) == 4


def test_the_way_to_compare_is_told() -> None:
    assert "`/cx-scorecard compare`" in str(trend(trend_of(line(TWOS, TWOS))).blocks[-2])
    assert "`/cx-scorecard compare a0`" in str(trend(trend_of(line(TWOS, TWOS, TWOS))).blocks[-2])


def test_a_comparison_goes_dimension_by_dimension_with_the_evidence_that_is_new() -> None:
    three = [said(2, words=f"words {place}", by=who) for place, who in enumerate(("dana", "priya", "sam"))]
    given: dict[str, Verdict | Rating | list[Rating]] = dict.fromkeys(KEYS, 2)
    given |= {KEYS[0]: said(3, words="a map"), KEYS[1]: 4, KEYS[2]: three}
    now = assessment_of(PLAIN, given, respondents=("dana", "priya", "sam"), days=90)
    message = compared(now, assessment_of(PLAIN, TWOS))
    assert "*2.0 of 5 · Developing* → *2.5 of 5 · Developing* · up 0.5\nEvidenced: 2.0 → 2.3\n" in message.text
    assert "feedback*: 2 → 3 · up 1 · new evidence: “a map”\n" in message.text
    assert "*Root-cause analysis*: 2 → 4 · up 2, unexplained\n" in message.text
    assert "2 → 2 · unchanged · new evidence: “words 0” · “words 1” and 1 more\n" in message.text
    assert "Current NPS: 31, unchanged" in message.text
    (levels,) = charts(message)
    assert list(figures(levels)) == ["22 Nov 2026", "20 Feb 2027"]


def test_a_comparison_says_what_does_not_compare_and_why() -> None:
    message = compared(assessment_of(anew(PLAIN), TWOS, days=90), assessment_of(PLAIN, TWOS))
    assert "*2.0 of 5 · Developing* ‖ *2.0 of 5 · Developing* · ‖ framework 2.0 words dimensions anew\n" in message.text
    assert "feedback*: 2 ‖ 2 · ‖ framework 2.0 words this dimension anew\n" in message.text


def test_evidence_that_leaves_no_room_is_counted_and_every_level_is_there() -> None:
    pieces = tuple(Evidence("words", f"{place} {'w' * 300}") for place in range(9))
    wide = replace(PLAIN, dimensions=tuple(replace(PLAIN.dimensions[0], key=f"k{place}") for place in range(30)))
    given = {each.key: replace(said(2), evidence=pieces) for each in wide.dimensions}
    message = compared(assessment_of(wide, given, days=90), assessment_of(wide, [2] * 30))
    check_message(message, None)
    assert message.text.count("2 → 2 · unchanged · 9 pieces of new evidence") == 30


def test_what_is_no_line_is_told_with_the_way_on() -> None:
    other = replace(assessment_of(matrix_framework(), [2] * 5), subject=Subject("Globex"))
    words = unlike(Unlike(other, assessment_of(PLAIN, TWOS))).text
    assert "*Globex* · CX maturity matrix, and *Acme Retail* · CX optimization readiness" in words
    assert "`/cx-scorecard Acme`" in under_way(UnderWay("Acme", "CX maturity matrix")).text


def test_every_break_has_a_reason_of_its_own_in_words() -> None:
    assert REASONS.keys() == set(Break)
    assert len(set(REASONS.values())) == len(Break)
