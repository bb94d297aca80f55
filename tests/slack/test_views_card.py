"""The card is read in ten seconds: what it says, in how many words, and what of the accepted texts stands on it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest

from bot.core.assessment import Assessment, NotRated
from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted, AcceptedText
from bot.core.framework import Band, Scale
from bot.core.plan.standing import ActionUpdate, Progress, standing_of
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.team import Evidence
from bot.core.text import has_substance
from bot.core.thread import Headline, layout
from bot.files.frameworks import load_library
from bot.slack.blocks import Message
from bot.slack.views.scorecard import BREVITIES, for_asker, headline, in_thread, notes, shared
from tests.drafts.corpus import assessments
from tests.hostile.made import Maker
from tests.hostile.showings import cast, every_text_accepted
from tests.known import as_a
from tests.slack.drafts import NARRATIVE, NOTE, accepted_actions, action, assessed, plan
from tests.slack.shown import AT, DANA, SAM, check_message, check_view, largest

NOTE_TEXT = AcceptedText(NOTE, "Root-cause analysis", "Causes have no owner.", DANA, AT, editor="", stale=False)
NARRATIVE_TEXT = replace(NOTE_TEXT, piece=NARRATIVE, text="An owner comes first.", editor=SAM, stale=True)
FULL = Accepted((NOTE_TEXT, NARRATIVE_TEXT), standing_of(accepted_actions(plan(action(60, "Later"), action(14))), ()))
TEN_SECONDS = 150


def said(message: Message) -> str:
    texts = [block["text"]["text"] for block in message.blocks if block["type"] == "section"]
    return "\n".join(texts + [each["text"] for each in message.blocks[-2]["elements"]])


def counted(message: Message) -> int:
    return sum(map(has_substance, said(message).split()))


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
            assert counted(message) <= TEN_SECONDS, said(message)
            assert said(message).count("▱") + said(message).count("▰") <= card.framework.scale.high * BREVITIES[0].rows


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
