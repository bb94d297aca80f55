"""Who may answer: respondents alone; everybody else gets at most a friendly private word."""

from dataclasses import replace

import pytest

from bot.core.assessment import Role
from bot.core.conversation.talk import Hint
from bot.use_cases.conversation import Ignored, Kept, tell, tell_in_thread
from tests.use_cases.talking import CHANNEL, OLGA, TEAM, Talking


@pytest.mark.parametrize("text", ["3", "n/a", "back", "change 1 to 3", "stop", "3 or 4"])
def test_an_answer_of_somebody_else_is_not_taken_and_gets_one_friendly_word(talking: Talking, text: str) -> None:
    talking.say(text, text, by=OLGA)
    assert talking.hints(OLGA) == [Hint.NOT_FOR_YOU]
    assert talking.verdicts() == [None] * 6


def test_an_observer_is_no_respondent(talking: Talking) -> None:
    talking.add(OLGA, Role.OBSERVER)
    talking.say("3", by=OLGA)
    assert talking.hints(OLGA) == [Hint.NOT_FOR_YOU]


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
