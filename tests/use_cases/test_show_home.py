"""What a Home tab shows, to whom and how much of it; and whose is drawn anew when something changes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.assessment import Role, Status
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.cadence.times import no_holidays
from bot.core.conversation.turns import Button
from bot.core.drafts.draft import Verb
from bot.core.errors import SlackUnavailableError
from bot.core.plan.plan import ActionUpdate, Progress
from bot.use_cases import cadences
from bot.use_cases import conversation as answer
from bot.use_cases.cadences import CadencePress, CadenceVerb, CadenceWish
from bot.use_cases.drafts import decide, set_owners
from bot.use_cases.home import MOST_BEGUN, MOST_CARDS, MOST_CHANNELS, MOST_WAITING, Home, Viewer, find_home
from bot.use_cases.notices import REMIND
from bot.use_cases.plans import ActionPress, say_progress
from bot.use_cases.ports import Deed, NewJob
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import matrix_framework
from tests.known import as_a, sure, write
from tests.use_cases.drafting import Drafts, plan
from tests.use_cases.fakes import START, Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking

RULE = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def start_in(talking: Talking, channel: str, number: int, by: str = DANA) -> None:
    wish = Start(Deed(TEAM, channel, by, f"more{number}"), matrix_framework(), talking.assessment.subject, {})
    start_assessment(talking.kept, talking.clock, wish)


def give_all(drafted: Drafts, owner: str, actions: Iterable[str] = ()) -> None:
    keys = tuple(actions) or tuple(each.id for each in drafted.actions)
    set_owners(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), dict.fromkeys(keys, owner))


def open_homes(talking: Talking, *people: str) -> None:
    with talking.kept.writing("T0ACME0001") as tx:
        for person in people:
            tx.add_home(TEAM, person)


def to_be_drawn(talking: Talking) -> list[str]:
    """Give the people whose Home tabs wait to be drawn, and run the other work."""
    found = []
    while (job := talking.kept.jobs.claim(talking.clock.now())) is not None:
        if job.kind == "home":
            assert job.key == f"home:{TEAM}:{job.payload['person']}"
            found.append(job.payload["person"])
        else:
            talking.run(job)
        talking.kept.jobs.finish(job)
    return sorted(set(found))


@pytest.fixture
def talking(talking: Talking) -> Talking:
    talking.slack.members = {(CHANNEL, DANA), (CHANNEL, OLGA)}
    return talking


@pytest.fixture
def drafted(drafted: Drafts) -> Drafts:
    drafted.slack.members = {(CHANNEL, DANA), (CHANNEL, OLGA)}
    return drafted


def home_of(talking: Talking, person: str = DANA, **more: str) -> Home:
    viewer = Viewer(more.get("workspace", TEAM), person, more.get("zone", "Europe/Berlin"))
    return find_home(talking.kept, talking.slack, talking.clock, viewer, {})


def set_cadence(talking: Talking, channel: str = CHANNEL, **more: str) -> SetCadence:
    made = SetCadence(
        more.get("id", "cadence001"),
        more.get("workspace", TEAM),
        channel,
        "cx-optimization",
        "CX optimization readiness",
        "Acme Retail",
        RULE,
        DANA,
        START,
        START + timedelta(days=40),
    )
    write(talking.kept).put_cadence(made)
    return made


# What must not be seen


def test_whoever_is_in_none_of_the_channels_sees_nothing(talking: Talking) -> None:
    talking.slack.members = {(CHANNEL, DANA)}
    talking.say(*["2"] * 6)
    set_cadence(talking)
    assert home_of(talking, OLGA).is_empty


def test_whoever_has_left_the_channel_sees_nothing_of_it_not_even_the_own(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, DANA)
    drafted.start(matrix_framework(), event="again")
    set_cadence(drafted)
    assert home_of(drafted).actions.items
    drafted.slack.members = set()
    assert home_of(drafted).is_empty


def test_another_workspace_sees_nothing(talking: Talking) -> None:
    talking.say(*["2"] * 6)
    set_cadence(talking)
    assert home_of(talking, workspace="T9").is_empty


def test_a_person_of_another_organisation_sees_nothing_and_no_channel_is_asked_for(talking: Talking) -> None:
    talking.say(*["2"] * 6)
    talking.slack.calls.clear()
    found = find_home(talking.kept, talking.slack, talking.clock, Viewer(TEAM, DANA, outside=True), {})
    assert (found.is_empty, found.outside, talking.slack.calls) == (True, True, [])


def test_open_questions_and_actions_of_others_are_not_seen(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, DANA)
    drafted.start(matrix_framework(), event="again")
    found = home_of(drafted, OLGA)
    assert (found.waits.items, found.begun.items, found.actions.items) == ((), (), ())
    assert len(found.cards.items) == 1


def test_actions_of_a_plan_that_nobody_accepted_are_not_seen(drafted: Drafts) -> None:
    assert home_of(drafted).actions.items == ()
    drafted.accept(plan(drafted))
    give_all(drafted, DANA)
    assert home_of(drafted).actions.items
    drafted.reopen(plan(drafted))
    assert home_of(drafted).actions.items == ()


def test_drafts_and_reminders_of_others_wait_for_nobody_else(drafted: Drafts) -> None:
    let_come_due(drafted, set_cadence(drafted))
    assert (home_of(drafted).drafts.items, home_of(drafted).reminders.items) != ((), ())
    found = home_of(drafted, OLGA)
    assert (found.drafts.items, found.reminders.items, found.portfolio is None) == ((), (), False)
    drafted.slack.members = set()
    hidden = home_of(drafted)
    assert (hidden.drafts.items, hidden.reminders.items, hidden.portfolio and hidden.portfolio.rows) == ((), (), ())


# What is seen


def let_come_due(talking: Talking, cadence: SetCadence) -> None:
    """Have the reminder of a cadence be posted."""
    talking.clock.moment = cadence.next_due or talking.clock.moment
    due = NewJob(REMIND, "due", {"workspace": TEAM, "cadence": cadence.id, "due": talking.clock.moment.isoformat()})
    write(talking.kept).enqueue(due)
    talking.settle()


def test_drafts_wait_for_those_who_decide_about_them_until_all_are_decided(drafted: Drafts) -> None:
    (waits,) = home_of(drafted).drafts.items
    assert (waits.assessment.id, waits.number) == (drafted.id, len(drafted.drafts))
    drafted.accept(plan(drafted))
    assert home_of(drafted).drafts.items[0].number == waits.number - 1


def test_a_reminder_waits_for_the_owner_of_its_cadence_until_it_is_answered(talking: Talking) -> None:
    talking.say(*["2"] * 6)
    cadence = set_cadence(talking)
    assert home_of(talking).reminders.items == ()
    let_come_due(talking, cadence)
    (waits,) = home_of(talking).reminders.items
    assert (waits.cadence.id, waits.due, bool(waits.ts)) == (cadence.id, cadence.next_due, True)
    talking.start(event="again")
    talking.settle()
    assert home_of(talking).reminders.items == ()


def test_actions_are_counted_that_are_late_or_due_within_a_week(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, OLGA)
    days = sorted(each.due for each in drafted.actions)
    drafted.clock.moment = datetime.combine(days[1], time(12), UTC)
    found = home_of(drafted, OLGA)
    late = sum(each < days[1] for each in days)
    assert (found.overdue, found.soon) == (late, sum(days[1] <= each <= days[1] + timedelta(days=7) for each in days))


def test_an_open_question_waits_for_whoever_answers(talking: Talking) -> None:
    talking.say("2")
    found = home_of(talking)
    (waits,), (begun,) = found.waits.items, found.begun.items
    assert waits.assessment.id == begun.assessment.id == talking.id
    assert sure(waits.asks).dimension == talking.key(2)


def test_a_paused_assessment_is_open_and_asks_nothing(talking: Talking) -> None:
    talking.say("pause")
    assert talking.status is Status.PAUSED
    found = home_of(talking)
    assert (found.waits.items, len(found.begun.items)) == ((), 1)


def test_what_is_complete_or_stopped_is_open_no_more(talking: Talking) -> None:
    talking.say("stop")
    talking.press(Button.STOP)
    assert talking.status is Status.STOPPED
    assert home_of(talking).is_empty


def test_each_line_shows_its_newest_complete_scorecard_only(talking: Talking) -> None:
    talking.say(*["2"] * 6)
    first = talking.id
    talking.start(event="second")
    talking.settle()
    (shown,) = home_of(talking).cards.items
    assert shown.assessment.id == first
    talking.say(*["3"] * 6)
    (shown,) = home_of(talking).cards.items
    assert (shown.assessment.id, shown.card.overall is not None, shown.reminds) == (talking.id, True, False)


def test_reminders_of_ones_channels_are_listed_and_known_at_their_scorecards(talking: Talking) -> None:
    talking.say(*["2"] * 6)
    mine = set_cadence(talking)
    set_cadence(talking, "C2", id="cadence002")
    set_cadence(talking, workspace="T9", id="cadence003")
    found = home_of(talking, OLGA)
    assert found.cadences.items == (mine,)
    assert [each.reminds for each in found.cards.items] == [True]


def test_actions_come_by_their_day_with_what_was_said_about_them(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, OLGA)
    done, stuck = drafted.actions[:2]
    with drafted.kept.writing("T0ACME0001") as tx:
        for action, progress in ((done, Progress.DONE), (stuck, Progress.STUCK)):
            tx.add_action_update(TEAM, drafted.id, ActionUpdate(action.id, progress, "no time", "", OLGA, START))
    shown = home_of(drafted, OLGA).actions
    assert done.id not in {each.standing.accepted.id for each in shown.items}
    assert {each.standing.accepted.id: each.standing.progress for each in shown.items}[stuck.id] is Progress.STUCK
    days = [each.standing.accepted.due for each in shown.items]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Pacific/Kiritimati", 22), ("Pacific/Apia", 22), ("America/Los_Angeles", 22), ("Pacific/Auckland", 22)],
)
def test_today_is_the_persons_own_day(talking: Talking, zone: str, day: int) -> None:
    assert home_of(talking, zone=zone).today == date(2026, 11, day)
    talking.clock.moment = START.replace(hour=2)
    assert home_of(talking, zone=zone).today.day == (21 if zone.startswith("America") else 22)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../etc", "\x00"])
def test_without_a_known_zone_today_is_that_of_utc(talking: Talking, zone: str) -> None:
    assert home_of(talking, zone=zone).today == date(2026, 11, 22)


# How much


def test_lists_are_cut_and_say_how_many_more_there_are(talking: Talking) -> None:
    for number in range(MOST_BEGUN + 3):
        start_in(talking, CHANNEL, number)
    found = home_of(talking)
    assert (len(found.begun.items), found.begun.more) == (MOST_BEGUN, 4)
    assert (len(found.waits.items), found.waits.more) == (MOST_WAITING, MOST_BEGUN + 4 - MOST_WAITING)


def test_scorecards_are_cut_to_a_few(talking: Talking) -> None:
    for number in range(MOST_CARDS + 2):
        talking.start(replace(matrix_framework(), slug=f"own-{number}"), event=f"own{number}")
        talking.settle()
        talking.say(*["2"] * 5)
    shown = home_of(talking).cards
    assert (len(shown.items), shown.more) == (MOST_CARDS, 2)


def test_at_most_so_many_channels_are_asked_for_each_once_and_ones_own_first(talking: Talking) -> None:
    for number in range(MOST_CHANNELS + 10):
        start_in(talking, f"C9{number}", number, by=OLGA)
    talking.slack.members = {(CHANNEL, DANA)}
    talking.slack.calls.clear()
    talking.slack.places.clear()
    assert home_of(talking).begun.items
    assert talking.slack.calls == ["presence"] * MOST_CHANNELS
    assert len(talking.slack.places) == MOST_CHANNELS


def test_a_drawing_that_slack_made_wait_asks_for_no_channel_twice(talking: Talking) -> None:
    start_in(talking, "C2", 1)
    start_in(talking, "C3", 2)
    talking.slack.calls.clear()
    talking.slack.faults.extend([Fault.NONE, Fault.BEFORE])
    known: dict[str, bool] = {}
    viewer = Viewer(TEAM, DANA)
    with pytest.raises(SlackUnavailableError):
        find_home(talking.kept, talking.slack, talking.clock, viewer, known)
    assert find_home(talking.kept, talking.slack, talking.clock, viewer, known).begun.items
    assert len(talking.slack.calls) == 4


def test_whoever_never_opened_home_has_none_drawn(talking: Talking) -> None:
    talking.start(event="again")
    assert to_be_drawn(talking) == []


def test_a_start_draws_the_home_of_whoever_started(talking: Talking) -> None:
    open_homes(talking, DANA, OLGA)
    talking.start(event="again")
    assert to_be_drawn(talking) == [DANA]


def test_home_leads_to_the_thread_as_soon_as_it_stands(talking: Talking) -> None:
    talking.start(event="again")
    open_homes(talking, DANA)
    assert to_be_drawn(talking) == [DANA]
    assert talking.assessment.thread is not None


def test_an_answer_draws_none_and_the_last_one_that_of_everybody_concerned(talking: Talking) -> None:
    open_homes(talking, DANA, OLGA, "U3")
    talking.add(OLGA, Role.OBSERVER)
    for _ in range(5):
        talking.hear(talking.message("2"))
        assert to_be_drawn(talking) == []
    talking.hear(talking.message("2"))
    assert to_be_drawn(talking) == [DANA, OLGA]


def test_a_stop_draws_it(talking: Talking) -> None:
    open_homes(talking, DANA)
    talking.say("stop")
    answer.press_button(talking.kept, talking.clock, talking.pressed(Button.STOP))
    assert to_be_drawn(talking) == [DANA]


def test_a_draft_that_is_decided_about_draws_the_homes_that_say_it_waits(drafted: Drafts) -> None:
    drafted.add(OLGA, Role.OBSERVER)
    open_homes(drafted, DANA, OLGA)
    decide(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), Verb.ACCEPT)
    assert to_be_drawn(drafted) == [DANA]


def test_an_action_that_changes_hands_draws_both_homes(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    open_homes(drafted, OLGA, "U3", "U4")
    give_all(drafted, OLGA)
    assert to_be_drawn(drafted) == [OLGA]
    give_all(drafted, "U3", [drafted.actions[0].id])
    assert to_be_drawn(drafted) == [OLGA, "U3"]


def test_a_plan_that_is_reopened_and_accepted_again_draws_the_homes_of_its_owners(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, OLGA)
    drafted.settle()
    open_homes(drafted, OLGA, "U3")
    decide(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), Verb.REOPEN)
    assert to_be_drawn(drafted) == [OLGA]
    decide(drafted.kept, drafted.clock, drafted.press_of(plan(drafted)), Verb.ACCEPT)
    assert to_be_drawn(drafted) == [OLGA]


def test_whoever_says_how_an_action_stands_sees_it_on_home(drafted: Drafts) -> None:
    drafted.accept(plan(drafted))
    give_all(drafted, OLGA)
    drafted.settle()
    open_homes(drafted, OLGA, "U3")
    press = ActionPress(Deed(TEAM, CHANNEL, OLGA, "done"), drafted.id, drafted.actions[0].id)
    say_progress(drafted.kept, drafted.clock, press, Progress.DONE)
    assert to_be_drawn(drafted) == [OLGA]


def test_a_reminder_that_is_set_moved_or_removed_draws_the_homes_of_its_owner_and_of_whoever_did_it(
    talking: Talking,
) -> None:
    open_homes(talking, DANA, OLGA, "U3")
    line = ("cx-optimization", "CX optimization readiness", "Acme Retail")
    wish = CadenceWish(Deed(TEAM, CHANNEL, DANA, "set"), *line, RULE)
    made = as_a(cadences.Set, cadences.set_cadence(talking.kept, talking.clock, wish, no_holidays))
    assert to_be_drawn(talking) == [DANA]

    def press(event: str) -> CadencePress:
        return CadencePress(Deed(TEAM, CHANNEL, OLGA, event), made.cadence.id)

    cadences.act(talking.kept, talking.clock, CadenceVerb.SNOOZE, press("later"), no_holidays)
    assert to_be_drawn(talking) == [DANA, OLGA]
    cadences.act(talking.kept, talking.clock, CadenceVerb.PAUSE, press("pause"))
    assert to_be_drawn(talking) == [DANA, OLGA]
    cadences.act(talking.kept, talking.clock, CadenceVerb.RESUME, press("resume"), no_holidays)
    assert to_be_drawn(talking) == [DANA, OLGA]
    cadences.act(talking.kept, talking.clock, CadenceVerb.REMOVE, press("remove"))
    assert to_be_drawn(talking) == [OLGA]


def test_many_changes_are_one_drawing(talking: Talking) -> None:
    open_homes(talking, DANA)
    for number in range(3):
        start_in(talking, CHANNEL, number)
    kinds = []
    while (job := talking.kept.jobs.claim(talking.clock.now())) is not None:
        kinds.append(job.kind)
        talking.kept.jobs.finish(job)
    assert (kinds.count("thread"), kinds.count("home")) == (3, 1)
