"""Somebody goes away with an assessment under way: who is told, who may take over, and what counts afterwards."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.core.assessment import Departure, Fate, Member, Role, Status
from bot.core.cadence.times import no_holidays
from bot.core.conversation.turns import Button
from bot.core.record.export import export_assessment
from bot.core.record.rescoring import check_export, read_export
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import Departed, Headline, Prompt, Resting, Result
from bot.use_cases.cadences import CadencePress, CadenceWish, set_cadence
from bot.use_cases.handover import (
    SettledBefore,
    find_out,
    is_anybodys,
    reopen,
    settle_departure,
    take_cadence,
)
from bot.use_cases.notices import look_after
from bot.use_cases.notified import Ownerless
from bot.use_cases.ports import Deed, Done, NotHere, Presence
from tests.core.examples import example_framework
from tests.core.rated import assessment_of, said
from tests.known import peek, write
from tests.store.made import counts
from tests.use_cases.reminders import QUARTERLY
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, played, shows_the_layout

FAY = "U3"
T = TypeVar("T")
EVERYBODY = {(CHANNEL, each) for each in (DANA, OLGA, FAY)}


@pytest.fixture
def under_way(talking: Talking) -> Talking:
    """Two of six dimensions are rated, and all are in the channel."""
    talking.slack.members = set(EVERYBODY)
    played(talking, "two rated", lambda: talking.say("2, we map some", "4, here: https://a.example/b"))
    return talking


def goes(talking: Talking, person: str = DANA, *, to: str = "out of the channel") -> None:
    if to == "out of the channel":
        talking.slack.members.discard((CHANNEL, person))
    else:
        talking.slack.deactivated.add(person)
    look_after(talking.kept, TEAM, person)
    talking.settle()


def comes_back(talking: Talking, person: str = DANA) -> None:
    talking.slack.members.add((CHANNEL, person))
    talking.slack.deactivated.discard(person)
    look_after(talking.kept, TEAM, person, there=True)
    talking.settle()


def takes(
    talking: Talking,
    by: str,
    number: int = 0,
    *,
    fate: Fate = Fate.FOLLOWED,
    channel: str = CHANNEL,
    event: str = "h1",
) -> Done | SettledBefore | NotHere:
    deed = Deed(TEAM, channel, by, event)
    outcome = settle_departure(talking.kept, talking.clock, deed, talking.id, number, fate)
    talking.settle()
    return outcome


def stops(talking: Talking, by: str, number: int = 0, **more: str) -> Done | SettledBefore | NotHere:
    return takes(talking, by, number, fate=Fate.STOPPED, **more)


def shown(talking: Talking, kind: type[T]) -> list[T]:
    return [shows for _, shows in talking.slack.own() if isinstance(shows, kind)]


def headline(talking: Talking) -> Headline:
    (found,) = shown(talking, Headline)
    return found


# --- who is told, and what must not happen


@pytest.mark.parametrize("to", ["out of the channel", "nowhere"])
def test_the_channel_is_told_once_in_the_thread_and_nobody_is_asked(under_way: Talking, to: str) -> None:
    for _ in range(3):
        goes(under_way, to=to)
    (told,) = shown(under_way, Departed)
    assert (told.departure.person, told.follower) == (DANA, "")
    assert told.departure.fate is (Fate.LEFT if to == "out of the channel" else Fate.DEACTIVATED)
    assert shown(under_way, Prompt) == []
    assert shows_the_layout(under_way)


def test_a_private_word_that_slack_does_not_show_tells_that_somebody_left(under_way: Talking) -> None:
    under_way.slack.members.discard((CHANNEL, DANA))
    under_way.slack.refusals = {"whisper": "user_not_in_channel"}
    under_way.say("help")
    (told,) = shown(under_way, Departed)
    assert told.departure.fate is Fate.LEFT


@pytest.mark.parametrize("presence", [Presence.UNSEEN, Presence.UNKNOWN])
def test_nobody_is_gone_whom_slack_does_not_call_gone(under_way: Talking, presence: Presence) -> None:
    under_way.slack.unsure[CHANNEL] = presence
    look_after(under_way.kept, TEAM, DANA, CHANNEL)
    under_way.settle()
    assert under_way.assessment.departures == ()


def test_events_say_nothing_that_slack_does_not_say(under_way: Talking) -> None:
    """A word that she left comes after she is back: she is there."""
    look_after(under_way.kept, TEAM, DANA, CHANNEL)
    under_way.settle()
    assert (under_way.assessment.departures, len(shown(under_way, Prompt))) == ((), 1)


@pytest.mark.parametrize(("person", "channel", "workspace"), [(OLGA, "", TEAM), (DANA, "C2", TEAM), (DANA, "", "T2")])
def test_who_has_no_part_here_is_not_asked_about(under_way: Talking, person: str, channel: str, workspace: str) -> None:
    calls = len(under_way.slack.calls)
    assert look_after(under_way.kept, workspace, person, channel) == 0
    under_way.settle()
    assert len(under_way.slack.calls) == calls


def test_an_account_that_changes_and_is_there_costs_nothing(under_way: Talking) -> None:
    assert look_after(under_way.kept, TEAM, DANA, there=True) == 0


def test_whoever_comes_back_before_that_is_asked_again_and_the_notice_goes(under_way: Talking) -> None:
    goes(under_way)
    comes_back(under_way)
    assert (shown(under_way, Departed), len(shown(under_way, Prompt))) == ([], 1)
    assert takes(under_way, OLGA) == SettledBefore(Fate.BACK, DANA)
    assert under_way.assessment.facilitator == DANA
    under_way.say("3")
    assert under_way.verdicts()[:3] == [2, 4, 3]


def test_whoever_types_is_there_whatever_was_said_and_is_asked_again(under_way: Talking) -> None:
    goes(under_way)
    under_way.say("3")
    assert len(shown(under_way, Prompt)) == 1
    under_way.say("3")
    assert under_way.verdicts()[:3] == [2, 4, 3]
    assert (shown(under_way, Departed), under_way.assessment.away(DANA)) == ([], None)


def test_a_person_who_presses_under_their_own_notice_is_back(under_way: Talking) -> None:
    goes(under_way)
    assert takes(under_way, DANA) == Done()
    assert [each.fate for each in under_way.assessment.departures] == [Fate.LEFT, Fate.BACK]
    assert shown(under_way, Departed) == []


@pytest.mark.parametrize(("number", "channel"), [(0, "C2"), (1, CHANNEL), (-1, CHANNEL), (9, CHANNEL)])
def test_a_button_of_elsewhere_or_of_no_departure_takes_nothing(under_way: Talking, number: int, channel: str) -> None:
    goes(under_way)
    assert takes(under_way, OLGA, number, channel=channel) == NotHere()
    assert stops(under_way, OLGA, number, channel=channel) == NotHere()
    assert (under_way.assessment.facilitator, under_way.status) == (DANA, Status.OPEN)


def test_a_complete_assessment_is_nobodys_to_take(talking: Talking) -> None:
    talking.slack.members = set(EVERYBODY)
    talking.say(*["2"] * 6)
    goes(talking)
    assert (talking.assessment.departures, takes(talking, OLGA)) == ((), NotHere())


def test_the_first_who_presses_takes_over_and_the_next_is_told_who_was_faster(under_way: Talking) -> None:
    goes(under_way)
    assert [takes(under_way, each, event=each + "1") for each in (OLGA, OLGA, FAY)] == [
        Done(),
        Done(),
        SettledBefore(Fate.FOLLOWED, OLGA),
    ]
    assert (stops(under_way, FAY, event="s"), under_way.status) == (SettledBefore(Fate.FOLLOWED, OLGA), Status.OPEN)
    assert len([each for each in under_way.questions if each.respondent == OLGA]) == 1


# --- what a hand-over leads to


def test_whoever_takes_over_conducts_and_answers_and_what_was_rated_stays(under_way: Talking) -> None:
    goes(under_way)
    takes(under_way, OLGA)
    assessment = under_way.assessment
    assert (assessment.facilitator, assessment.respondents()) == (OLGA, (OLGA,))
    assert (headline(under_way).facilitator, headline(under_way).led_by) == (DANA, OLGA)
    assert under_way.asked()[0] == 3
    assert (under_way.open is not None and under_way.open.respondent) == OLGA
    under_way.say("5", by=DANA)
    assert under_way.hints(DANA) == ["not_for_you"]
    under_way.say("1", "2", "3", "3", by=OLGA)
    assert under_way.status is Status.COMPLETE
    said = [(DANA, [2, 4]), (OLGA, [1, 2, 3, 3])]
    ratings = [(person, level) for person, levels in said for level in levels]
    assert [(each.respondent, each.verdict) for each in under_way.assessment.ratings] == ratings
    card = scorecard(under_way.assessment)
    assert (card.overall and card.overall.text, card.answered) == ("2.5", (DANA, OLGA))
    assert len(shown(under_way, Result)) == 1
    assert shows_the_layout(under_way)


def test_a_change_by_the_new_respondent_counts_alone(under_way: Talking) -> None:
    goes(under_way)
    takes(under_way, OLGA)
    under_way.say("change 2 to 1", by=OLGA)
    assert under_way.assessment.last_rating(under_way.key(2), OLGA) == under_way.assessment.ratings[-1]
    assert scorecard(under_way.assessment).row(under_way.key(2)).value == 1
    assert shows_the_layout(under_way)
    under_way.press(Button.BACK, by=OLGA)
    assert under_way.asked()[0] == 2


@pytest.mark.parametrize("words", ["4", "n/a", "stop", "pause"])
def test_any_question_is_put_to_the_new_person_as_it_stood(under_way: Talking, words: str) -> None:
    under_way.say(words)
    goes(under_way)
    takes(under_way, OLGA)
    assert under_way.status is Status.OPEN
    assert under_way.asked()[:2] == {"4": (3, "evidence"), "n/a": (3, "reason")}.get(words, (3, "level"))
    assert len(shown(under_way, Prompt)) == 1
    assert shows_the_layout(under_way)


def test_stopping_keeps_everything_and_says_so(under_way: Talking) -> None:
    goes(under_way)
    assert stops(under_way, OLGA) == Done()
    assert (under_way.status, len(shown(under_way, Resting)), shown(under_way, Departed)) == (Status.STOPPED, 1, [])
    assert takes(under_way, FAY) == SettledBefore(Fate.STOPPED, OLGA)
    assert under_way.assessment.departures[-1].by == OLGA


def test_one_may_follow_the_other_and_the_first_may_come_back_and_follow(under_way: Talking) -> None:
    goes(under_way)
    takes(under_way, OLGA)
    comes_back(under_way)
    goes(under_way, OLGA)
    takes(under_way, DANA, 2)
    assert (under_way.assessment.facilitator, under_way.assessment.respondents()) == (DANA, (DANA,))
    assert len(shown(under_way, Departed)) == 2
    under_way.say("3")
    assert under_way.verdicts()[:3] == [2, 4, 3]
    assert shows_the_layout(under_way)


def test_it_survives_a_restart_and_a_crash_at_any_moment(under_way: Talking) -> None:
    goes(under_way)
    under_way.store = under_way.crashing
    for number in range(1, 30):
        under_way.crashing.after.add(number * 3)
        under_way.crashing.before.add(number * 5)
    takes(under_way, OLGA)
    under_way.say("3", by=OLGA)
    assert shows_the_layout(under_way)


def test_the_new_respondent_is_nudged_and_the_one_who_is_gone_is_not(under_way: Talking) -> None:
    goes(under_way, to="nowhere")
    takes(under_way, OLGA)
    with under_way.kept.reading() as view:
        assert (view.open_for(TEAM, OLGA), view.open_for(TEAM, FAY)) == ((under_way.id,), ())
    assert counts(under_way.kept.jobs)["waiting"] == 1


# --- a team: the rules are general, though an assessment has one respondent today


def test_a_respondent_of_a_team_is_followed_and_the_facilitator_stays(under_way: Talking) -> None:
    under_way.add(OLGA, Role.RESPONDENT)
    goes(under_way, OLGA)
    takes(under_way, FAY)
    assert (under_way.assessment.facilitator, under_way.assessment.respondents()) == (DANA, (DANA, FAY))


@pytest.mark.parametrize("order", [(DANA, OLGA), (OLGA, DANA)])
def test_who_answers_already_takes_no_second_seat_and_what_the_other_rated_counts(order: tuple[str, str]) -> None:
    gone, stays = order
    people = (Member(DANA, Role.FACILITATOR), Member(DANA, Role.RESPONDENT), Member(OLGA, Role.RESPONDENT))
    rated = assessment_of(
        example_framework(),
        {example_framework().dimensions[0].key: [said(2, by=DANA), said(4, by=OLGA)]},
        respondents=(DANA, OLGA),
    )
    base = export_assessment(replace(rated, members=people))
    after = replace(rated, members=people, departures=(Departure(gone, Fate.FOLLOWED, stays, rated.started_at),))
    assert (after.facilitator, after.respondents()) == (stays if gone == DANA else DANA, (stays,))
    assert export_assessment(after)["figures"] == base["figures"]


# --- the record


def test_the_export_gives_the_same_figures_again_and_older_readers_get_older_files(under_way: Talking) -> None:
    before = export_assessment(under_way.assessment)
    assert before["format_version"] == 2
    assert "departures" not in before
    goes(under_way)
    takes(under_way, OLGA)
    under_way.say("change 2 to 1", "3", "3", by=OLGA)
    file = json.loads(json.dumps(export_assessment(under_way.assessment)))
    assert (file["format_version"], len(file["departures"])) == (3, 2)
    assert check_export(file).exit_code == 0
    assert read_export(file).assessment.departures == under_way.assessment.departures
    without = {**file, "departures": []}
    assert check_export(without).exit_code == 1, "who follows whom decides what counts"


# --- reminders


@pytest.fixture
def reminded(under_way: Talking) -> Talking:
    wish = CadenceWish(
        Deed(TEAM, CHANNEL, DANA, "c1"), under_way.assessment.framework.slug, "T", "Acme Retail", QUARTERLY
    )
    set_cadence(under_way.kept, under_way.clock, wish, no_holidays)
    return under_way


def cadence_id(talking: Talking) -> str:
    (cadence,) = peek(talking.kept).cadences(TEAM, CHANNEL)
    return cadence.id


def test_the_channel_is_told_once_of_a_reminder_whose_owner_is_gone_and_somebody_looks_after_it(
    reminded: Talking,
) -> None:
    for _ in range(2):
        goes(reminded, to="nowhere")
    (told,) = shown(reminded, Ownerless)
    assert (told.person, told.owner) == (DANA, "")
    presses = [CadencePress(Deed(TEAM, CHANNEL, each, f"o{each}"), cadence_id(reminded)) for each in (OLGA, OLGA, FAY)]
    outcomes = [take_cadence(reminded.kept, each, DANA) for each in presses]
    assert outcomes == [Done(), Done(), SettledBefore(Fate.FOLLOWED, OLGA)]
    reminded.settle()
    (told,) = shown(reminded, Ownerless)
    assert told.owner == OLGA


def test_who_only_leaves_the_channel_keeps_the_reminder(reminded: Talking) -> None:
    goes(reminded)
    assert shown(reminded, Ownerless) == []


def test_a_reminder_of_another_channel_is_nobodys_to_take(reminded: Talking) -> None:
    press_elsewhere = CadencePress(Deed(TEAM, "C2", OLGA, "o1"), cadence_id(reminded))
    assert take_cadence(reminded.kept, press_elsewhere, DANA) == NotHere()


def test_of_what_is_not_there_nothing_is_found_out(under_way: Talking) -> None:
    find_out(under_way.kept, under_way.clock, under_way.slack, {"workspace": TEAM, "assessment": "x", "person": DANA})
    assert under_way.assessment.departures == ()


# --- where the thread is gone as well, and what whoever is back may do


@pytest.mark.parametrize("first", ["the thread", "the facilitator"])
def test_a_thread_and_its_facilitator_gone_lead_to_a_new_thread_where_others_take_over(
    under_way: Talking, first: str
) -> None:
    thread = under_way.assessment.thread or ""
    if first == "the thread":
        under_way.slack.delete_thread(thread)
        under_way.press(Button.LEVEL, 3)
    under_way.slack.deactivated.add(DANA)
    if first == "the facilitator":
        under_way.slack.delete_thread(thread)
    goes(under_way, to="nowhere")
    assert under_way.assessment.thread not in (None, thread)
    assert len(shown(under_way, Departed)) == 1
    assert takes(under_way, OLGA) == Done()
    assert under_way.assessment.facilitator == OLGA


def test_whoever_presses_an_answer_is_there(under_way: Talking) -> None:
    goes(under_way)
    under_way.slack.members.add((CHANNEL, DANA))
    under_way.press(Button.LEVEL, 3)
    assert under_way.assessment.away(DANA) is None
    assert shown(under_way, Departed) == []


def test_one_that_was_stopped_meanwhile_is_nobodys_to_take(under_way: Talking) -> None:
    goes(under_way)
    write(under_way.kept).set_status(TEAM, under_way.id, Status.STOPPED, under_way.clock.now())
    assert takes(under_way, OLGA) == NotHere()
    assert under_way.assessment.facilitator == DANA


@pytest.mark.parametrize("how", ["taken over", "back"])
def test_whoever_is_asked_anew_is_nudged_though_there_was_nobody_left_to_nudge(under_way: Talking, how: str) -> None:
    goes(under_way, to="nowhere")
    under_way.clock.moment += timedelta(days=30)
    under_way.settle()
    assert counts(under_way.kept.jobs)["waiting"] == 0
    if how == "back":
        comes_back(under_way)
    else:
        takes(under_way, OLGA)
    assert counts(under_way.kept.jobs)["waiting"] == 1


def test_what_was_stopped_without_somebody_is_reopened_by_any_member_in_their_place(under_way: Talking) -> None:
    reopen_by = {each: Deed(TEAM, CHANNEL, each, f"r{each}") for each in (OLGA, FAY, DANA)}
    assert not is_anybodys(under_way.kept, reopen_by[OLGA], under_way.id)
    goes(under_way)
    assert stops(under_way, OLGA) == Done()
    assert [is_anybodys(under_way.kept, each, under_way.id) for each in reopen_by.values()] == [True, True, False]
    elsewhere = replace(reopen_by[OLGA], channel="C2")
    assert not is_anybodys(under_way.kept, elsewhere, under_way.id)
    assert reopen(under_way.kept, under_way.clock, elsewhere, under_way.id) == NotHere()
    outcomes = [reopen(under_way.kept, under_way.clock, reopen_by[each], under_way.id) for each in (FAY, OLGA)]
    assert outcomes == [Done(), NotHere()]
    under_way.settle()
    assert (under_way.status, under_way.assessment.facilitator) == (Status.OPEN, FAY)
    assert shows_the_layout(under_way)
    under_way.hear(under_way.message("3", by=FAY))
    under_way.settle()
    assert [each.verdict for each in under_way.assessment.ratings] == [2, 4, 3]
