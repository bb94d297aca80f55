"""Whose Home tabs are drawn anew when something changes."""

from bot.core.assessment import Role
from bot.core.cadence.times import no_holidays
from bot.core.conversation.turns import Button
from bot.core.drafts.draft import Verb
from bot.core.plan.standing import Progress
from bot.use_cases import cadences
from bot.use_cases import conversation as answer
from bot.use_cases.cadences import CadencePress, CadenceVerb, CadenceWish
from bot.use_cases.drafts import decide
from bot.use_cases.plans import ActionPress, say_progress
from bot.use_cases.ports import Deed
from tests.use_cases.drafting import Drafts, plan
from tests.use_cases.homes import RULE, give_all, open_homes, start_in, to_be_drawn
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking


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
    made = cadences.set_cadence(talking.kept, talking.clock, wish, no_holidays)
    assert isinstance(made, cadences.Set)
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
