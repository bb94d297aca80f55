"""What was accepted stands below the scorecard, as far as there is room; what was not stands nowhere."""

from dataclasses import replace

from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted, AcceptedText
from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import words_of
from bot.slack.views.drafts import accepted_blocks
from bot.slack.views.scorecard import for_asker, in_thread, shared
from tests.slack.drafts import NARRATIVE, NOTE, accepted_actions, action, assessed, plan
from tests.slack.shown import AT, DANA, SAM, check_message

NOTE_TEXT = AcceptedText(NOTE, "Root-cause analysis", "Causes have no owner.", DANA, AT, editor="", stale=False)
NARRATIVE_TEXT = replace(NOTE_TEXT, piece=NARRATIVE, text="An owner comes first.")


def words(accepted: Accepted, room: int = 5_000) -> list[str]:
    return words_of(accepted_blocks(accepted, room))


def test_where_nothing_was_accepted_nothing_is_added() -> None:
    assert accepted_blocks(NOTHING_ACCEPTED, 5_000) == []


def test_notes_and_narratives_stand_under_their_dimension() -> None:
    assert words(Accepted((NOTE_TEXT, NARRATIVE_TEXT))) == [
        "*Accepted notes*",
        "*Root-cause analysis*\nCauses have no owner.",
        "*Root-cause analysis · gap*\nAn owner comes first.",
    ]


def test_a_text_on_earlier_answers_says_so() -> None:
    assert words(Accepted((replace(NOTE_TEXT, stale=True),)))[-1].endswith("_Answers changed since._")


def test_a_plan_is_counted_and_its_first_action_named() -> None:
    actions = accepted_actions(plan(action(60, "Later"), action(14, "Name owners")))
    assert words(Accepted((), actions)) == [
        "*90-day plan*  2 actions, the first due 6 December 2026: Name owners · CX lead"
    ]
    assert words(Accepted((), accepted_actions(plan(action(14)), SAM)))[0].endswith(f"· <@{SAM}>")


def test_texts_without_room_are_counted() -> None:
    found = words(Accepted((replace(NOTE_TEXT, text="word " * 200),) * 5), room=1_000)
    assert sum(map(len, found)) <= 1_000
    assert [each.endswith("…") for each in found] == [False, True, True, True, False]
    assert found[-1] == "_2 more in the thread_"
    assert words(Accepted((NOTE_TEXT,)), room=0) == ["*Accepted notes*", "_1 more in the thread_"]


def test_the_asker_and_the_channel_see_it_and_the_thread_has_it_in_its_own_messages() -> None:
    card, accepted = scorecard(assessed()), Accepted((NOTE_TEXT,))
    for message in (for_asker(card, accepted), shared(card, DANA, accepted)):
        assert "Causes have no owner." in str(check_message(message)["blocks"])
    assert "Causes have no owner." not in str(in_thread(card).blocks)


def test_drafts_are_offered_for_a_complete_assessment_with_a_level_only() -> None:
    card = scorecard(assessed())
    assert pieces_of(card)
    assert "Draft notes and plan" in str(in_thread(card).blocks)
    assert "Draft notes and plan" in str(for_asker(card).blocks)
    for other in (replace(card, completed_at=None), replace(card, overall=None)):
        assert "Draft notes and plan" not in str(in_thread(other).blocks)
        assert "Draft notes and plan" not in str(for_asker(other).blocks)
