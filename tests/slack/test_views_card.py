"""The card is read in ten seconds; change over time stands in words and charts, and only what compares in one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.core.assessment import Assessment, NotRated, Rating, Subject, Verdict
from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted, AcceptedText
from bot.core.framework import Band, Framework, Scale
from bot.core.plan.plan import ActionUpdate, Progress, standing_of
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.scoring.trend import Break, compare
from bot.core.scoring.trend import trend as trend_of
from bot.core.team import Evidence
from bot.core.text import has_substance
from bot.core.thread import Headline, layout
from bot.core.thread_of_team import ShownPicture
from bot.files.frameworks import load_library
from bot.slack.blocks import Message
from bot.slack.views.scorecard import BREVITIES, for_asker, headline, in_thread, notes, shared
from bot.slack.views.trend import REASONS, comparison, trend, under_way, unlike
from bot.use_cases.scorecards import MOST_POINTS, UnderWay, Unlike
from tests.core.examples import example_framework, matrix_framework
from tests.core.rated import NO_STORES, assessment_of, said
from tests.drafts.corpus import assessments
from tests.hostile.made import Maker, cast
from tests.hostile.showings import every_text_accepted
from tests.known import as_a, sure
from tests.slack.drafts import NARRATIVE, NOTE, accepted_actions, action, assessed, plan
from tests.slack.shown import AT, DANA, SAM, check_message, check_view, largest

NOTE_TEXT = AcceptedText(NOTE, "Root-cause analysis", "Causes have no owner.", DANA, AT, editor="", stale=False)
NARRATIVE_TEXT = replace(NOTE_TEXT, piece=NARRATIVE, text="An owner comes first.", editor=SAM, stale=True)
FULL = Accepted((NOTE_TEXT, NARRATIVE_TEXT), standing_of(accepted_actions(plan(action(60, "Later"), action(14))), ()))
TEN_SECONDS = 150


def read_aloud(message: Message) -> str:
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    small = next(
        block for block in reversed(message.blocks) if block["type"] == "context"
    )  # a row of buttons may follow
    return "\n".join(texts + [each["text"] for each in small["elements"]])


def counted(message: Message) -> int:
    return sum(map(has_substance, read_aloud(message).split()))


def cells(card: Scorecard) -> list[list[str]]:
    table = next(each for each in in_thread(card).blocks if each["type"] == "table")
    return [[cell["text"] for cell in row] for row in table["rows"]]


def with_levels(found: Assessment, levels: dict[str, int], *, proven: bool = False) -> Assessment:
    shows = (Evidence("words", "seen"),) if proven else ()
    ratings = [
        replace(each, verdict=levels.get(each.dimension, each.verdict), evidence=shows or each.evidence)
        for each in found.ratings
    ]
    return replace(found, ratings=tuple(ratings))


def with_scale(found: Assessment, high: int, level: int) -> Assessment:
    framework = replace(found.framework, scale=Scale(1, high))
    return replace(found, framework=framework, ratings=tuple(replace(each, verdict=level) for each in found.ratings))


def hostile_cards() -> Iterator[tuple[Scorecard, Accepted]]:
    for seed in range(6):
        given = cast(Maker(Random(f"card {seed}"), loud=(5, 60, 200)[seed % 3]))
        card = scorecard(given.assessment, given.before)
        yield card, every_text_accepted(given, card)
    for levels in (5, 10):
        card = scorecard(largest(levels))
        yield card, FULL


def test_it_is_read_in_ten_seconds_whatever_it_is_about_and_whatever_was_accepted() -> None:
    normal = [(scorecard(each), FULL) for each in assessments().values()]
    for card, accepted in [*normal, *hostile_cards()]:
        for message in (for_asker(card, accepted), shared(card, DANA, accepted)):
            assert counted(message) <= TEN_SECONDS, read_aloud(message)
            assert (
                read_aloud(message).count("▱") + read_aloud(message).count("▰")
                <= card.framework.scale.high * BREVITIES[0].rows
            )


def test_it_says_for_how_many_levels_evidence_was_given_and_what_that_backs_only_where_it_is_less() -> None:
    low, high = with_levels(assessed(), {}), with_levels(assessed(), dict.fromkeys(("root-cause-analysis",), 5))
    bare = replace(high, ratings=tuple(replace(each, evidence=()) for each in high.ratings))
    for found, words in (
        (low, "evidence for 1 of 6"),
        (replace(low, ratings=tuple(replace(each, evidence=()) for each in low.ratings)), "evidence for 0 of 6"),
        (with_levels(assessed(), {}, proven=True), "evidence for 6 of 6"),
        (bare, "evidence for 0 of 6 (evidenced: 3.0)"),
    ):
        card = scorecard(found)
        for message in (for_asker(card), shared(card, DANA), in_thread(card), headline(headline_of(found))):
            assert f"{words}\n" in message.text, message.text
            assert "evidenced" not in message.text.replace(words, "").replace("evidenced 3", "")


def headline_of(found: Assessment) -> Headline:
    return as_a(Headline, layout(found, (), None)[0].shows)


@pytest.mark.parametrize(
    "slug", ["customer-engagement", "cx-maturity-matrix", "cx-nine-capabilities", "cx-optimization"]
)
def test_it_says_what_the_band_means_in_the_words_of_each_framework(slug: str) -> None:
    framework = next(each for each in load_library(Path("frameworks")) if each.slug == slug)
    band = framework.bands[0]
    card = scorecard(assessed())
    assert card.overall is not None
    card = replace(card, overall=replace(card.overall, band=band))
    shows = replace(headline_of(assessed()), result=card)
    for message in (for_asker(card), shared(card, DANA), in_thread(card), headline(shows)):
        lines = message.text.splitlines()
        meant = f"_{band.text[:1].upper()}{band.text[1:].rstrip('.')}._"
        assert meant in lines
        assert (f"_Focus: {band.focus}_" in lines) is bool(band.focus)


def test_a_band_without_a_sentence_of_its_own_shows_nothing() -> None:
    card = scorecard(assessed())
    assert card.overall is not None
    for band in (None, Band("Developing", Fraction(2), Fraction(3)), Band("Developing", Fraction(2), Fraction(3), " ")):
        assert "__" not in for_asker(replace(card, overall=replace(card.overall, band=band))).text


def test_a_change_is_shown_from_level_to_level_and_the_target_once_where_it_is_the_same() -> None:
    before = replace(assessed(), id="before", completed_at=AT - timedelta(days=90))
    now = with_levels(replace(assessed(), completed_at=AT), {"root-cause-analysis": 3})
    card = scorecard(now, before)
    assert for_asker(card).text.count("_Target: level 4 everywhere_") == 1
    assert "*2 → 3* Root-cause analysis" in for_asker(card).text
    rows = {row[0]: row[1:] for row in cells(card)}
    assert rows["Root-cause analysis · unexplained"] == ["▰▰▰▱▱ 2 → 3", "3 given"]
    assert rows["Dimension"] == ["Level", "Evidence"]
    other = scorecard(replace(now, targets={**now.targets, "root-cause-analysis": 5}), before)
    assert "everywhere" not in for_asker(other).text
    assert "*2 → 3* Root-cause analysis · target 5" in for_asker(other).text
    assert "Root-cause analysis · target 5 · unexplained" in {row[0] for row in cells(other)}
    assert "▰▰▰▱▱ 6" in {row[1] for row in cells(scorecard(with_scale(assessed(), 10, 6)))}


def test_no_level_reads_like_a_score_and_nothing_provisional_is_called_complete() -> None:
    found = assessed()
    missing = tuple(
        replace(each, verdict=NotRated()) if each.dimension == "root-cause-analysis" else each for each in found.ratings
    )
    for one in (found, replace(found, ratings=missing)):
        card = scorecard(one)
        for message in (for_asker(card), shared(card, DANA), in_thread(card), headline(headline_of(one))):
            words = message.text
            assert " of 4" not in words.replace("of 40", "")
            assert "(level 3, target 4)" in words
            assert "(not given)" not in words
            assert not ("provisional" in words and "complete" in words)


def test_a_card_without_a_gap_says_what_comes_next_and_names_no_lowest() -> None:
    top = with_levels(assessed(), {each.key: 5 for each in assessed().framework.dimensions}, proven=True)
    words = for_asker(scorecard(top)).text
    assert "Every rated dimension is at 5." in words
    assert "Lowest" not in words
    assert "*No gaps:* every rated dimension has reached its target.\n*Next* Type `/cx-remind`" in words


def test_it_ends_with_the_next_action_of_an_accepted_plan() -> None:
    card, actions = scorecard(assessed()), accepted_actions(plan(action(60, "Later"), action(14, "Name owners")), SAM)
    said_done = ActionUpdate(actions[1].id, Progress.DONE, "", "", SAM, AT)
    for standing, line in (
        (standing_of(actions, ()), f"*Plan* 0 of 2 done · next by 6 December 2026: Name owners · <@{SAM}>"),
        (standing_of(actions, (said_done,)), f"*Plan* 1 of 2 done · next by 21 January 2027: Later · <@{SAM}>"),
        (standing_of(actions[1:], (said_done,)), "*Plan* 1 of 1 done"),
        (standing_of(actions[1:], (replace(said_done, progress=Progress.DROPPED),)), "*Plan* 0 of 1 done, 1 dropped"),
        ((), ""),
    ):
        accepted = Accepted(actions=standing)
        for message in (for_asker(card, accepted), shared(card, DANA, accepted), in_thread(card, None, accepted)):
            assert [each for each in message.text.splitlines() if "Plan" in each] == ([line] if line else [])
            assert ("*Next*" in message.text, "Top gaps: " in message.text) == (not line, bool(line))


def test_accepted_texts_stand_in_a_window_of_their_own_and_on_no_card() -> None:
    card = scorecard(assessed())
    for message in (for_asker(card, FULL), shared(card, DANA, FULL), in_thread(card, None, FULL)):
        assert "Causes have no owner." not in str(check_message(message)["blocks"])
    shown = [each["text"]["text"] for each in check_view(notes(card, FULL))["blocks"]]
    assert shown[1].startswith("*Root-cause analysis* · evidence note\nCauses have no owner.\n_Accepted by <@U0DANA")
    assert shown[2].startswith(
        "*Root-cause analysis* · gap narrative\nAn owner comes first.\n_In the words of <@U0SAM00001> · Accepted"
    )
    assert shown[2].endswith("· answers changed since_")
    assert "No note is accepted yet." in str(notes(card, NOTHING_ACCEPTED))


def test_drafts_are_offered_for_a_complete_assessment_with_a_level_only() -> None:
    card = scorecard(assessed())
    assert pieces_of(card)
    assert "Draft notes and plan" in str(in_thread(card).blocks)
    assert "Draft notes and plan" in str(for_asker(card).blocks)
    for other in (replace(card, completed_at=None), replace(card, overall=None)):
        assert "Draft notes and plan" not in str(in_thread(other).blocks)
        assert "Draft notes and plan" not in str(for_asker(other).blocks)


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
