"""Typed, edited, deleted and pressed answers as tables of what stands then; who may answer; stopped and complete."""

from dataclasses import replace

import pytest

from bot.core.assessment import NotApplicable, NotRated, Role, Status, Verdict
from bot.core.conversation.talk import Hint, Said
from bot.core.conversation.turns import Button
from bot.use_cases.conversation import Ignored, Kept, Taken, correct_rating, hear_edit, tell, tell_in_thread
from tests.core.examples import example_framework
from tests.known import sure
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, Talking, played

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
    (["skip"] * 6, [], (1, "level", "skipped_before")),
    (["skip", *["2"] * 5], [None, 2, 2, 2, 2, 2], (1, "level", "skipped_before")),
    (["skip", *["2"] * 5, "back"], [None, 2, 2, 2, 2, 2], (6, "level", "back")),
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


EVIDENCE: list[tuple[list[str], int, list[str]]] = [
    (
        ["4", "a map of journeys", "change 1 to 4, https://x.example/map"],
        4,
        ["a map of journeys", "https://x.example/map"],
    ),
    (["4, a map", "change 1 to 4"], 4, ["a map"]),
    (["4, a map", "change 1 to 3"], 3, ["a map"]),
    (["4, a map", "change 1 to 2, a plan"], 2, ["a plan"]),
    (["we had 3 outages in 2025", "2"], 2, []),  # words become evidence only when the person says so
]


@pytest.mark.parametrize(("typed", "level", "evidence"), EVIDENCE, ids=[" / ".join(each[0]) for each in EVIDENCE])
def test_what_stands_beside_a_level_stays_until_new_words_come(
    talking: Talking, typed: list[str], level: int, evidence: list[str]
) -> None:
    talking.say(*typed)
    assert (talking.verdicts()[0], talking.evidence(1)) == (level, evidence)


def test_every_rating_stays_in_the_history(talking: Talking) -> None:
    talking.say("2", "change 1 to 3", "change 1 to 1")
    assert [each.verdict for each in talking.assessment.history(talking.key(1))] == [2, 3, 1]


def test_skipping_everything_twice_ends_with_nothing_rated(talking: Talking) -> None:
    talking.say(*["skip"] * 12)
    assert talking.verdicts() == [DUNNO] * 6
    assert talking.status is Status.COMPLETE


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


@pytest.mark.parametrize("watches", [False, True])
@pytest.mark.parametrize("text", ["3", "n/a", "back", "change 1 to 3", "stop", "3 or 4"])
def test_an_answer_of_somebody_else_is_not_taken_and_gets_one_friendly_word(
    talking: Talking, text: str, *, watches: bool
) -> None:
    if watches:
        talking.add(OLGA, Role.OBSERVER)
    talking.say(text, text, by=OLGA)
    assert talking.hints(OLGA) == [Hint.NOT_FOR_YOU]
    assert talking.verdicts() == [None] * 6


def test_a_message_in_another_thread_channel_or_workspace_is_none_of_ours(talking: Talking) -> None:
    message = talking.message("3")
    for other in ({"thread": "1.000001"}, {"workspace": "T9"}):
        fields = {name: getattr(message, name) for name in message.__slots__} | other
        assert isinstance(talking.hear(type(message)(**fields)), Ignored)
    assert talking.verdicts() == [None] * 6


def test_a_thread_of_ours_in_an_unknown_channel_is_kept_until_slack_says_that_its_channel_moved(
    talking: Talking,
) -> None:
    message = replace(talking.message("3"), channel="C9")
    assert isinstance(talking.hear(message), Kept)
    assert talking.verdicts() == [None] * 6


def test_an_outsider_is_told_once(talking: Talking) -> None:
    for _ in range(2):
        tell_in_thread(talking.kept, talking.message("3", by="U9"), Hint.EXTERNAL)
    talking.settle()
    assert talking.hints("U9") == [Hint.EXTERNAL]


def test_a_word_to_whoever_presses_needs_the_assessments_own_channel(talking: Talking) -> None:
    tell(talking.kept, TEAM, "C9", talking.id, OLGA, Hint.EXTERNAL, "e1")
    tell(talking.kept, TEAM, CHANNEL, "unknown", OLGA, Hint.EXTERNAL, "e2")
    tell(talking.kept, TEAM, CHANNEL, talking.id, OLGA, Hint.EXTERNAL, "e3")
    talking.settle()
    assert talking.hints(OLGA) == [Hint.EXTERNAL]


# --- nothing happens


def test_an_edit_by_somebody_else_is_no_answer(talking: Talking) -> None:
    assert isinstance(talking.edit(talking.say("2", by=OLGA), "3"), Ignored)
    assert talking.verdicts()[0] is None


def test_the_same_edit_twice_is_taken_once(talking: Talking) -> None:
    message = talking.say("2")
    edited = talking.edited(message, "3")
    assert isinstance(hear_edit(talking.kept, talking.clock, edited), Taken)
    assert isinstance(hear_edit(talking.kept, talking.clock, edited), Ignored)
    assert [each.verdict for each in talking.assessment.history(talking.key(1))] == [2, 3]


def test_edits_that_arrive_in_the_wrong_order_leave_the_newest(talking: Talking) -> None:
    message = talking.say("2")
    edits = [talking.edited(message, text) for text in ("3", "1")]
    for edit in reversed(edits):
        hear_edit(talking.kept, talking.clock, edit)
    assert talking.verdicts()[0] == 1


def test_an_edit_while_paused_corrects_and_does_not_resume(talking: Talking) -> None:
    message = talking.say("2")
    talking.say("pause")
    talking.edit(message, "3")
    assert (talking.verdicts()[0], talking.status) == (3, Status.PAUSED)


# --- the answer is corrected


EDITS: list[tuple[str, str, Verdict, list[str], tuple[int, str, str]]] = [
    ("2", "3", 3, [], (2, "level", "next")),
    ("2, some maps", "3, all maps", 3, ["all maps"], (2, "level", "next")),
    ("4, a map", "4", 4, [], (1, "evidence", "evidence")),
    ("2", "4", 4, [], (1, "evidence", "evidence")),
    ("2", "don't know", NotRated(), [], (2, "level", "next")),
    ("2", "n/a, no stores", NotApplicable("no stores"), [], (2, "level", "next")),
    ("2", "n/a", 2, [], (1, "reason", "reason")),
    ("2", "3 or 4", 2, [], (1, "level", "edited")),
    ("2", "hm", 2, [], (1, "level", "edited")),
    ("4", "3", 3, [], (2, "level", "next")),
    ("4", "4, a map", 4, ["a map"], (2, "level", "next")),
    ("3 or 4", "3", 3, [], (2, "level", "next")),
    ("skip", "3", 3, [], (2, "level", "changed")),
    ("change 1 to 2", "change 1 to 3", 3, [], (2, "level", "next")),
    ("#3!?", "3", 3, [], (2, "level", "next")),
]


@pytest.mark.parametrize(
    ("typed", "edited", "verdict", "evidence", "asked"), EDITS, ids=[f"{e[0]} - {e[1]}" for e in EDITS]
)
def test_an_edit_corrects_the_answer_of_its_message(
    talking: Talking, typed: str, edited: str, verdict: Verdict, evidence: list[str], asked: tuple[int, str, str]
) -> None:
    message = talking.say(typed)
    talking.edit(message, edited)
    assert (talking.verdicts()[0], talking.evidence(1), talking.asked()) == (verdict, evidence, asked)
    assert talking.slack.own() == [(f"{talking.id}:{each.key}", each.shows) for each in talking.wanted]


@pytest.mark.parametrize(
    ("first", "then", "ratings", "calls"), [("2", "3", 2, ["update"]), ("2, maps", "2: maps", 1, [])]
)
def test_an_edit_leaves_the_open_question_where_it_is_and_costs_one_call_where_it_says_something_else(
    talking: Talking, first: str, then: str, ratings: int, calls: list[str]
) -> None:
    message = talking.say(first)
    before = len(talking.slack.calls)
    talking.edit(message, then)
    assert (len(talking.assessment.ratings), talking.slack.calls[before:]) == (ratings, calls)


def test_an_edit_is_said_when_it_was_made(talking: Talking) -> None:
    message = talking.say("2")
    talking.say("3")
    talking.edit(message, "1")
    assert sure(talking.rating(1)).said_at > message.said_at


def test_a_change_edited_to_name_another_dimension_takes_that_and_asks_the_first_anew(talking: Talking) -> None:
    talking.say("2", "2")
    message = talking.say("change 1 to 3")
    talking.edit(message, "change 2 to 3")
    assert talking.verdicts()[:2] == [3, 3]
    assert talking.asked() == (1, "level", "edited")


def test_an_edit_that_comes_before_its_message_is_heard_and_the_message_is_not(talking: Talking) -> None:
    message = talking.message("2")
    talking.edit(message, "3")
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[:2] == [3, None]


def test_talk_edited_into_an_answer_after_the_question_went_on_is_late(talking: Talking) -> None:
    message = talking.say("what do you think?")
    talking.say("2")
    talking.edit(message, "3")
    assert (talking.verdicts()[:2], talking.asked()) == ([2, None], (2, "level", "late"))


# --- deletion


def test_a_deleted_message_that_was_no_answer_says_nothing(talking: Talking) -> None:
    assert isinstance(talking.delete(talking.say("what do you think?")), Ignored)


def test_a_deleted_answer_stays_and_its_author_is_told_once(talking: Talking) -> None:
    messages = [talking.say("2"), talking.say("3")]
    for message in messages:
        talking.delete(message)
        talking.delete(message)
    assert talking.hints() == [Hint.DELETED]
    assert talking.verdicts()[:2] == [2, 3]


def test_a_message_deleted_before_it_arrived_is_not_heard(talking: Talking) -> None:
    message = talking.message("2")
    talking.delete(message)
    assert isinstance(talking.hear(message), Ignored)
    assert talking.verdicts()[0] is None


# --- buttons and the form: forged, doubled, old, and as they are meant

FORGED = [
    {"assessment": "nobody"},
    {"channel": "C9"},
    {"workspace": "T9"},
]


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_a_press_that_names_what_is_not_here_is_ignored(talking: Talking, forged: dict[str, str]) -> None:
    assert isinstance(talking.press(Button.LEVEL, 3, **forged), Ignored)
    assert talking.verdicts() == [None] * 6


STALE: list[tuple[Button, int | None, dict[str, str | int]]] = [
    (Button.LEVEL, 6, {}),
    (Button.LEVEL, 0, {}),
    (Button.LEVEL, 999_999, {}),
    (Button.LEVEL, None, {}),
    (Button.LEVEL, 3, {"dimension": "made-up"}),
    (Button.LEVEL, 3, {"dimension": "root-cause-analysis"}),
    (Button.LEVEL, 3, {"question": 999_999}),
    (Button.SKIP, None, {"question": 0}),
    (Button.STOP, None, {}),
    (Button.AS_CLAIMED, None, {}),
    (Button.KEEP_WORDS, None, {}),
    (Button.RATE_MISSING, None, {}),
]


@pytest.mark.parametrize(("button", "level", "other"), STALE, ids=str)
def test_a_press_that_fits_no_question_changes_nothing_and_says_so(
    talking: Talking, button: Button, level: int | None, other: dict[str, str | int]
) -> None:
    talking.press(button, level, **other)
    assert talking.verdicts() == [None] * 6
    assert talking.asked() == (1, "level", "start")
    assert talking.hints() == [Hint.STALE]


def test_a_press_of_somebody_else_gets_a_word_every_time(talking: Talking) -> None:
    for _ in range(2):
        talking.press(Button.LEVEL, 3, by=OLGA)
    assert talking.hints(OLGA) == [Hint.NOT_FOR_YOU] * 2
    assert talking.verdicts() == [None] * 6


def test_the_same_press_twice_is_taken_once(talking: Talking) -> None:
    talking.press(Button.LEVEL, 3, event="same")
    assert isinstance(talking.press(Button.LEVEL, 2, event="same"), Ignored)
    assert talking.verdicts()[:2] == [3, None]


DOUBLED = [
    ([], Button.LEVEL, 3),
    ([], Button.SKIP, None),
    ([], Button.DONT_KNOW, None),
    ([], Button.NOT_APPLICABLE, None),
    (["2"], Button.BACK, None),
    (["2", "back"], Button.KEEP, None),
    (["4"], Button.AS_CLAIMED, None),
    (["we map some, 3 or 4"], Button.KEEP_WORDS, None),
    (["3 or 4"], Button.ALL_LEVELS, None),
    (["stop"], Button.GO_ON, None),
    (["stop"], Button.STOP, None),
    (["pause"], Button.RESUME, None),
]


@pytest.mark.parametrize(("typed", "button", "level"), DOUBLED, ids=str)
def test_a_button_pressed_twice_does_once_what_it_says(
    talking: Talking, typed: list[str], button: Button, level: int | None
) -> None:
    if typed:
        talking.say(*typed)
    question = talking.questions[-1]
    place: dict[str, str | int] = {"question": question.number, "dimension": question.dimension}
    talking.press(button, level, **place)
    after = (talking.questions, talking.verdicts(), talking.status)
    talking.press(button, level, **place)
    assert (talking.questions, talking.verdicts(), talking.status) == after
    assert talking.hints() == []


@pytest.mark.parametrize("button", [Button.LEVEL, Button.SKIP, Button.BACK, Button.RATE_MISSING])
def test_a_stopped_assessment_takes_no_press_but_reopen(talking: Talking, button: Button) -> None:
    talking.say("2", "stop", "yes")
    talking.press(button, 3)
    assert (talking.status, talking.hints()) == (Status.STOPPED, [Hint.STOPPED])
    talking.press(Button.RESUME)
    assert (talking.status, talking.asked()) == (Status.OPEN, (2, "level", "goes_on"))


def test_a_press_ends_a_pause(talking: Talking) -> None:
    talking.say("pause")
    talking.press(Button.LEVEL, 2)
    assert (talking.status, talking.asked()) == (Status.OPEN, (2, "level", "next"))


def test_kept_words_are_evidence_for_the_level_to_come_however_long_that_takes(talking: Talking) -> None:
    talking.say("we map 3 journeys")
    talking.press(Button.KEEP_WORDS, words="we map 3 journeys")
    talking.say("change 2 to 3", "change 3", "2", "4")
    assert (talking.verdicts()[0], talking.evidence(1)) == (4, ["we map 3 journeys"])
    assert talking.asked() == (4, "level", "next")


# --- the form


def test_the_form_is_for_respondents_of_this_workspace(talking: Talking) -> None:
    said = Said(talking.key(1), 3)
    for other in ({"by": OLGA}, {"workspace": "T9"}, {"assessment": "nobody"}):
        pressed = talking.pressed(Button.KEEP, None, **other)
        assert isinstance(correct_rating(talking.kept, talking.clock, pressed, said), Ignored)


def test_the_form_corrects_without_touching_the_open_question(talking: Talking) -> None:
    talking.say("2")
    calls = len(talking.slack.calls)
    talking.form(1, 3)
    assert (talking.verdicts()[0], talking.asked()) == (3, (2, "level", "next"))
    assert talking.slack.calls[calls:] == ["update"]


def test_the_form_gives_a_dimension_that_was_not_asked_yet_its_line(talking: Talking) -> None:
    talking.form(5, 3)
    assert talking.verdicts()[4] == 3
    assert [(key, shows) for key, shows in talking.slack.own()] == [
        (f"{talking.id}:{each.key}", each.shows) for each in talking.wanted
    ]
    assert len(talking.wanted) == 3


def test_the_form_waits_while_stopped(talking: Talking) -> None:
    talking.say("2", "stop", "yes")
    talking.form(1, 3)
    assert (talking.verdicts()[0], talking.hints()) == (2, [Hint.STOPPED])
