"""Typed answers, as a table of (typed, what stands then); then questions to the bot, a stop, and after completion."""

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status, Verdict
from bot.core.conversation.talk import Hint
from tests.core.examples import example_framework
from tests.use_cases.talking import Talking, played

NA, DUNNO = NotApplicable("no stores"), NotRated()

DIALOGS: list[tuple[list[str], list[Verdict | None], tuple[int, str, str]]] = [
    # what is refused or unclear leaves no rating and is asked again
    (["7"], [], (1, "level", "off_scale")),
    (["3 or 4"], [], (1, "level", "ambiguous")),
    (["not 3"], [], (1, "level", "start")),
    (["we had 3 outages in 2025"], [], (1, "level", "start")),
    (["what do you think?"], [], (1, "level", "start")),
    (["ok"], [], (1, "level", "start")),
    (["n/a"], [], (1, "reason", "reason")),
    (["n/a", "7"], [], (1, "level", "off_scale")),
    (["n/a", "who knows?"], [], (1, "reason", "reason")),
    (["change 9 to 3"], [], (1, "level", "start")),
    (["back"], [], (1, "level", "start")),
    (["stop"], [], (1, "stop", "stop")),
    (["stop", "no"], [], (1, "level", "goes_on")),
    (["stop", "go on"], [], (1, "level", "goes_on")),
    (["stop", "back"], [], (1, "level", "back")),
    # one answer, the next question
    (["2"], [2], (2, "level", "next")),
    (["2", "3"], [2, 3], (3, "level", "next")),
    (["n/a - no stores"], [NA], (2, "level", "next")),
    (["n/a", "no stores"], [NA], (2, "level", "next")),
    (["n/a", "3"], [3], (2, "level", "next")),
    (["n/a", "back"], [], (1, "level", "back")),
    (["n/a", "no"], [], (1, "level", "goes_on")),
    (["don't know"], [DUNNO], (2, "level", "next")),
    (["skip"], [], (2, "level", "skipped")),
    (["stop", "2"], [2], (2, "level", "next")),
    (["3 or 4", "3"], [3], (2, "level", "next")),
    # evidence
    (["4"], [4], (1, "evidence", "evidence")),
    (["4, we map all journeys"], [4], (2, "level", "next")),
    (["4", "we map all journeys"], [4], (2, "level", "next")),
    (["4", "leave it"], [4], (2, "level", "next")),
    (["4", "go on"], [4], (2, "level", "next")),
    (["4", "4"], [4], (2, "level", "next")),
    (["4", "5"], [5], (1, "evidence", "evidence")),
    (["4", "5", "5"], [5], (2, "level", "next")),
    (["4", "3"], [3], (2, "level", "next")),
    (["4", "7"], [4], (1, "level", "off_scale")),
    (["4", "back", "keep it"], [4], (1, "evidence", "evidence")),
    (["4", "leave it", "back", "5"], [5], (2, "level", "next")),
    (["4", "change 2", "3"], [4, 3], (1, "evidence", "evidence")),
    (["4", "change 2 to 3"], [4, 3], (1, "evidence", "changed")),
    (["4", "stop", "yes", "resume"], [4], (1, "evidence", "evidence")),
    # going back and changing
    (["2", "back"], [2], (1, "level", "back")),
    (["2", "back", "keep it"], [2], (2, "level", "next")),
    (["2", "3", "back", "back"], [2, 3], (1, "level", "back")),
    (["2", "3", "back", "back", "back"], [2, 3], (1, "level", "back")),
    (["2", "back", "3"], [3], (2, "level", "next")),
    (["2", "change 1 to 3"], [3], (2, "level", "changed")),
    (["2", "change 1 to 4"], [4], (1, "evidence", "evidence")),
    (["2", "change 1 to 4", "a map"], [4], (2, "level", "next")),
    (["2", "change 1 to 4, we have a map"], [4], (2, "level", "changed")),
    (["2", "change 1 to n/a"], [2], (1, "reason", "reason")),
    (["2", "change 1 to n/a", "no stores"], [NA], (2, "level", "next")),
    (["2", "change 1 to 3 or 4"], [2], (1, "level", "ambiguous")),
    (["2", "change 1 to 9"], [2], (1, "level", "off_scale")),
    (["2", "change 1"], [2], (1, "level", "change")),
    (["2", "change 1", "back"], [2], (2, "level", "back")),
    (["n/a", "change 2 to 3"], [None, 3], (1, "reason", "changed")),
    (["n/a", "change 2", "3"], [None, 3], (1, "reason", "reason")),
    (["stop", "change 2 to 3"], [None, 3], (1, "stop", "changed")),
    # a pause ends with the next thing said, and nothing is hidden by it
    (["pause", "2"], [2], (2, "level", "next")),
    (["pause", "3 or 4"], [], (1, "level", "ambiguous")),
    (["2", "pause", "back"], [2], (1, "level", "back")),
    (["pause", "stop"], [], (1, "stop", "stop")),
    (["pause", "resume"], [], (1, "level", "goes_on")),
    (["stop", "pause", "resume"], [], (1, "level", "goes_on")),
    (["4", "pause", "resume", "a map"], [4], (2, "level", "next")),
    (["2", "pause", "change 1 to 3"], [3], (2, "level", "changed")),
]


@pytest.mark.parametrize(("typed", "verdicts", "asked"), DIALOGS, ids=[" / ".join(each[0]) for each in DIALOGS])
def test_what_is_typed_leads_where_the_table_says(
    talking: Talking, typed: list[str], verdicts: list[Verdict | None], asked: tuple[int, str, str]
) -> None:
    talking.say(*typed)
    assert talking.verdicts() == verdicts + [None] * (6 - len(verdicts))
    assert talking.asked() == asked
    assert talking.status is Status.OPEN
    assert talking.slack.own() == [(f"{talking.id}:{each.key}", each.shows) for each in talking.wanted]


def test_evidence_given_in_pieces_keeps_the_level_and_every_piece(talking: Talking) -> None:
    talking.say("4", "a map of journeys", "change 1 to 4, https://x.example/map")
    assert talking.rating(1) is not None
    assert talking.evidence(1) == ["a map of journeys", "https://x.example/map"]
    assert talking.asked() == (2, "level", "changed")


def test_a_level_said_again_or_anew_keeps_what_stands_beside_it_unless_new_words_come(talking: Talking) -> None:
    talking.say("4, a map", "change 1 to 4")
    assert (talking.verdicts()[0], talking.evidence(1)) == (4, ["a map"])
    talking.say("change 1 to 3")
    assert (talking.verdicts()[0], talking.evidence(1)) == (3, ["a map"])
    talking.say("change 1 to 2, a plan")
    assert (talking.verdicts()[0], talking.evidence(1)) == (2, ["a plan"])


def test_words_become_evidence_only_when_the_person_says_so(talking: Talking) -> None:
    talking.say("we had 3 outages in 2025", "2")
    assert talking.evidence(1) == []


def test_every_rating_stays_in_the_history(talking: Talking) -> None:
    talking.say("2", "change 1 to 3", "change 1 to 1")
    assert [each.verdict for each in talking.assessment.history(talking.key(1))] == [2, 3, 1]


def test_skipping_everything_twice_ends_with_nothing_rated(talking: Talking) -> None:
    talking.say(*["skip"] * 6)
    assert talking.asked() == (1, "level", "skipped_before")
    assert talking.verdicts() == [None] * 6
    talking.say(*["skip"] * 6)
    assert talking.verdicts() == [DUNNO] * 6
    assert talking.status is Status.COMPLETE


def test_what_was_put_off_goes_back_to_the_question_before(talking: Talking) -> None:
    talking.say("skip", "2", "2", "2", "2", "2")
    assert talking.asked() == (1, "level", "skipped_before")
    talking.say("back")
    assert talking.asked() == (6, "level", "back")


@pytest.mark.parametrize("verb", ["why", "help", "status"])
def test_a_question_to_the_bot_is_answered_privately_and_moves_nothing(talking: Talking, verb: str) -> None:
    talking.say("2")
    calls = len(talking.slack.calls)
    talking.say(verb)
    assert talking.hints() == [verb]
    assert talking.slack.calls[calls:] == ["whisper"]
    assert talking.asked() == (2, "level", "next")


def test_talk_between_people_gets_one_private_hint_and_is_left_alone_from_then_on(talking: Talking) -> None:
    talking.say("what do you think?", "and you?", "ok", "@Tom is that so?")
    assert talking.hints() == [Hint.CHAT]
    assert talking.asked() == (1, "level", "start")


# --- stopped, complete


def stopped(talking: Talking) -> None:
    talking.say("2", "stop", "yes")
    assert talking.status is Status.STOPPED


def test_a_stopped_assessment_takes_no_answer_and_says_so(talking: Talking) -> None:
    stopped(talking)
    talking.say("3", "change 1 to 3", "back", "skip")
    assert talking.verdicts()[:2] == [2, None]
    assert talking.hints() == [Hint.STOPPED] * 4


def complete(talking: Talking) -> None:
    played(talking, "all but one rated", lambda: talking.say("2", "2", "2", "2", "don't know", "2"))
    assert talking.status is Status.COMPLETE
    assert talking.open is None


def test_a_change_after_completion_updates_scorecard_and_headline_and_posts_nothing(talking: Talking) -> None:
    complete(talking)
    calls = len(talking.slack.calls)
    talking.say("change 2 to 3")
    picture = ["drop_file", "keep", "upload"]
    assert sorted(talking.slack.calls[calls:]) == sorted([*picture, *["update"] * 4, "whisper"])
    assert talking.last_word() == (Hint.CHANGED, {"dimension": talking.key(2)})


def test_completion_happens_once(talking: Talking) -> None:
    complete(talking)
    at = talking.assessment.completed_at
    talking.say("change 2", "3", "back", "3")
    assert talking.assessment.completed_at == at
    assert [key for key, _ in talking.slack.own()].count(f"{talking.id}:scorecard") == 1


def test_the_framework_of_the_tables_has_six_dimensions_and_wants_evidence_from_four() -> None:
    assert (len(example_framework().dimensions), example_framework().evidence_from) == (6, 4)
