"""A message is saved once, offered where its dimension is rated, used like own words, and taken back for good."""

from collections import deque
from dataclasses import replace

import pytest

from bot.core.conversation.talk import Because
from bot.core.conversation.turns import Button
from bot.core.errors import SlackUnavailableError
from bot.core.saved import Openness, SavedMessage, SourceMessage
from bot.core.team import Evidence
from bot.core.thread import Prompt
from bot.use_cases.conversation import TAKEN_BEFORE, Taken
from bot.use_cases.notices import NOTICE
from bot.use_cases.ports import Deed, NotHere
from bot.use_cases.saved import (
    NotSaved,
    SavedBefore,
    SaveOutcome,
    SaveWish,
    drop_deleted,
    save_message,
    saved_here,
    take_saved_back,
    use_saved,
)
from tests.known import as_a, peek, sure
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking

AUTHOR, LINK = "U7", "https://acme.slack.com/archives/C7/p1795341600000100"
SOURCE = SourceMessage("C7", Openness.PUBLIC, "1795341600.000100", "", AUTHOR, "we know\nno cause of it")


def save(
    talking: Talking, source: SourceMessage = SOURCE, words: str = "", *, by: str = OLGA, at: int = 1
) -> SaveOutcome:
    found = begin_to_save(talking, source, words, by=by, at=at)
    talking.settle()
    return found


def begin_to_save(
    talking: Talking, source: SourceMessage = SOURCE, words: str = "", *, by: str = OLGA, at: int = 1
) -> SaveOutcome:
    """Save a message; its author is still to be told."""
    deed = Deed(TEAM, CHANNEL, by, "save")
    wish = SaveWish(deed, talking.id, talking.key(at), source, words or source.text, LINK)
    return save_message(talking.kept, talking.clock, wish)


def saved(talking: Talking, source: SourceMessage = SOURCE, *, by: str = OLGA, at: int = 1) -> SavedMessage:
    return as_a(SavedMessage, save(talking, source, by=by, at=at))


def use(talking: Talking, message: SavedMessage, **other: str) -> object:
    found = use_saved(talking.kept, talking.clock, talking.pressed(Button.KEEP_WORDS, None, **other), message.id)
    talking.settle()
    return found


def take_back(talking: Talking, message: SavedMessage, by: str) -> object:
    found = take_saved_back(talking.kept, talking.clock, Deed(TEAM, "D1", by, "back"), message.id)
    talking.settle()
    return found


def told(talking: Talking) -> list[tuple[str, SavedMessage]]:
    return [(each.channel, each.shows) for each in talking.slack.messages if isinstance(each.shows, SavedMessage)]


def offered(talking: Talking) -> list[str]:
    return [each.id for each in as_a(Prompt, talking.wanted[-1].shows).saved]


def test_it_is_offered_in_the_thread_and_its_author_is_told_once(talking: Talking) -> None:
    message = saved(talking)
    assert message.quotation == "we know no cause of it"
    assert offered(talking) == [message.id]
    assert told(talking) == [(f"D{AUTHOR}", message)]
    assert save(talking, by=DANA) == SavedBefore(message)
    saved(talking, at=2)
    assert len(told(talking)) == 2


@pytest.mark.parametrize(
    ("source", "words", "outcome"),
    [
        (SOURCE, "we know every cause", NotSaved.OTHER_WORDS),
        (replace(SOURCE, openness=Openness.PRIVATE), "", NotSaved.FOR_ITS_CHANNEL),
        (replace(SOURCE, openness=Openness.DIRECT, channel="D7"), "", NotSaved.FOR_ITS_CHANNEL),
        (replace(SOURCE, text="!"), "", NotSaved.OTHER_WORDS),
    ],
)
def test_what_may_not_be_saved_is_not(
    talking: Talking, source: SourceMessage, words: str, outcome: SaveOutcome
) -> None:
    assert save(talking, source, words) == outcome
    assert told(talking) == []


def test_an_assessment_of_another_channel_or_workspace_takes_nothing(talking: Talking) -> None:
    for deed in (Deed(TEAM, "C9", OLGA, "e"), Deed("T9", CHANNEL, OLGA, "e")):
        wish = SaveWish(deed, talking.id, talking.key(1), SOURCE, SOURCE.text, LINK)
        assert save_message(talking.kept, talking.clock, wish) == NotHere()


def test_used_before_a_level_it_waits_for_it_and_becomes_words_and_a_message(talking: Talking) -> None:
    message = saved(talking)
    assert isinstance(use(talking, message), Taken)
    assert talking.asked() == (1, "level", Because.KEPT_WORDS)
    talking.press(Button.LEVEL, 4)
    rating = sure(talking.rating(1))
    assert (rating.verdict, rating.evidence) == (4, (Evidence("words", message.words), Evidence("message", LINK)))
    assert talking.asked()[0] == 2, "the level has what shows it"


def test_used_at_the_question_for_evidence_it_backs_the_level_that_was_given(talking: Talking) -> None:
    message = saved(talking)
    talking.say("4")
    assert talking.asked()[1] == "evidence"
    assert offered(talking) == [message.id]
    press = talking.pressed(Button.KEEP_WORDS)
    assert isinstance(use_saved(talking.kept, talking.clock, press, message.id), Taken)
    assert use_saved(talking.kept, talking.clock, press, message.id) == TAKEN_BEFORE
    assert talking.evidence(1) == [message.words, LINK]


@pytest.mark.parametrize("where", [{"channel": "C9"}, {"workspace": "T9"}, {"assessment": "nothing123"}])
def test_a_press_from_elsewhere_takes_nothing(talking: Talking, where: dict[str, str]) -> None:
    assert use(talking, saved(talking), **where) == NotHere()
    assert talking.asked() == (1, "level", Because.START)


def test_whoever_does_not_answer_here_uses_nothing(talking: Talking) -> None:
    message = saved(talking)
    use(talking, message, by=OLGA)
    assert sure(peek(talking.kept).saved(TEAM, message.id)).uses == ()
    assert talking.hints(OLGA) == ["not_for_you"]


@pytest.mark.parametrize("by", [OLGA, AUTHOR])
def test_taken_back_it_is_offered_and_kept_no_more_and_the_author_reads_so(talking: Talking, by: str) -> None:
    message = saved(talking)
    use(talking, message)
    gone = as_a(SavedMessage, take_back(talking, message, by))
    assert (gone.quotation, gone.taken_by, gone.uses) == ("", by, ())
    assert offered(talking) == []
    talking.press(Button.LEVEL, 2)
    assert talking.evidence(1) == []
    assert told(talking) == [(f"D{AUTHOR}", gone)], "the same message says so"
    assert use(talking, message) == NotHere()
    assert take_back(talking, message, by) == gone, "twice is as good as once"


def test_nobody_else_takes_it_back_and_what_its_author_took_back_nobody_saves_again(talking: Talking) -> None:
    message = saved(talking)
    assert take_back(talking, message, DANA) == NotHere()
    take_back(talking, message, AUTHOR)
    assert save(talking, at=2) == NotSaved.DECLINED
    assert isinstance(save(talking, by=AUTHOR), SavedMessage), "it is the author's own"


def test_what_was_deleted_in_slack_is_taken_back_for_its_author_and_nobody_saves_it_again(talking: Talking) -> None:
    message = saved(talking)
    for channel, ts in (("C9", SOURCE.ts), (SOURCE.channel, "1.2")):
        drop_deleted(talking.kept, talking.clock, TEAM, channel, ts)
    assert offered(talking) == [message.id]
    drop_deleted(talking.kept, talking.clock, TEAM, SOURCE.channel, SOURCE.ts)
    talking.settle()
    assert offered(talking) == []
    assert [save(talking, at=2, by=each) for each in (OLGA, DANA)] == [NotSaved.DECLINED] * 2
    assert isinstance(save(talking, by=AUTHOR), SavedMessage)


def test_a_channel_shows_what_was_saved_for_its_subjects_and_what_is_ones_own(talking: Talking) -> None:
    """Of the words of a channel, saved for a subject that is assessed elsewhere, nobody else learns there."""
    here = saved(talking)
    subject = "Secret merger"
    with talking.kept.writing("T0ACME0001") as tx:
        for name, channel in (("said_here", CHANNEL), ("said_there", "C7")):
            tx.add_saved(TEAM, replace(here, id=name, subject=subject, channel=channel, author="U7", by="U8"))
        tx.add_saved(TEAM, replace(here, id="private", openness=Openness.PRIVATE, channel="C7"))
    seen = {each: [one.id for one in saved_here(talking.kept, TEAM, CHANNEL, each)] for each in (DANA, "U8", "U7")}
    assert seen == {DANA: [here.id], "U8": ["said_here", here.id], "U7": ["said_here", here.id]}
    assert saved_here(talking.kept, TEAM, "C9", DANA) == ()
    assert saved_here(talking.kept, "T2", CHANNEL, DANA) == ()


def test_who_saved_it_may_save_it_again(talking: Talking) -> None:
    take_back(talking, saved(talking), OLGA)
    assert isinstance(save(talking), SavedMessage)


@pytest.mark.parametrize("author", [OLGA, "", "U_GONE", "U_CLOSED"])
def test_nobody_is_told_of_their_own_message_or_who_cannot_be_reached(talking: Talking, author: str) -> None:
    talking.slack.deactivated |= {"U_GONE"}
    talking.slack.refusals |= {"direct_channel": "cannot_dm_bot"} if author == "U_CLOSED" else {}
    message = saved(talking, replace(SOURCE, author=author))
    assert told(talking) == []
    assert offered(talking) == [message.id]


def test_taken_back_before_its_author_was_told_nothing_is_said(talking: Talking) -> None:
    take_back(talking, as_a(SavedMessage, begin_to_save(talking)), OLGA)
    assert told(talking) == []


@pytest.mark.parametrize(("fault", "told_of"), [(Fault.LOST, 0), (Fault.AFTER, 1), (Fault.LATE, 1)])
def test_taken_back_while_it_is_in_doubt_what_was_never_said_is_not_and_what_was_is_changed(
    talking: Talking, fault: Fault, told_of: int
) -> None:
    message = as_a(SavedMessage, begin_to_save(talking))
    while (job := sure(talking.kept.jobs.claim(talking.clock.now()))).kind != NOTICE:
        talking.run(job)
        talking.kept.jobs.finish(job)
    talking.slack.faults = deque([Fault.NONE] * 2 + [fault])
    with pytest.raises(SlackUnavailableError):
        talking.run(job)
    talking.kept.jobs.put_back(job)
    take_back(talking, message, OLGA)
    assert [each.taken_by for _, each in told(talking)] == [OLGA] * told_of
    assert (peek(talking.kept).notice(TEAM, f"saved:{message.id}") is not None) == bool(told_of)
