"""What a reminder says: the last scorecard of its line, what has happened since, and how it was answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.assessment import Status, Subject
from bot.core.cadence.rule import SetCadence
from bot.core.cadence.times import no_holidays
from bot.core.plan.standing import ActionUpdate, Progress
from bot.slack.views import reminders as words
from bot.store.store import SqlStore
from bot.use_cases import cadences
from bot.use_cases.cadences import CadenceVerb, reminder_key
from bot.use_cases.notices import notice_job
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework
from tests.known import write
from tests.use_cases.drafting import plan
from tests.use_cases.reminders import MONDAY, Reminders
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM


def test_a_line_without_a_complete_assessment_is_reminded_too(store: SqlStore) -> None:
    scene = Reminders(store)
    scene.remind_us()
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert (shown.last, shown.actions, shown.oldest) == (None, (), ())


def test_it_shows_the_last_scorecard_of_its_line_and_how_the_plan_stands(scene: Reminders) -> None:
    cadence = scene.remind_us(by=OLGA)
    scene.draft_all()
    scene.accept(plan(scene))
    first = scene.actions[0]
    with scene.kept.writing("T0ACME0001") as tx:
        done = ActionUpdate(first.id, Progress.DONE, "", "", DANA, scene.clock.now())
        tx.add_action_update(TEAM, scene.id, done)
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (shown.last.assessment, shown.cadence, shown.settled) == (scene.id, scene.standing(cadence), "")
    assert [each.accepted for each in shown.actions] == list(scene.actions)
    assert [each.is_open for each in shown.actions] == [False] + [True] * (len(scene.actions) - 1)


def test_of_another_subject_or_channel_it_shows_nothing(scene: Reminders) -> None:
    scene.remind_us(subject="Globex")
    scene.remind_us(channel="C2")
    scene.wait_until(MONDAY)
    assert [each.last for each in scene.reminders()] == [None, None]


def test_it_names_the_dimensions_whose_evidence_is_oldest_even_where_it_was_repeated(store: SqlStore) -> None:
    scene = Reminders(store)
    first, again = "2, {} were counted", "3, {} were counted"
    scene.complete(*(first.format(each) for each in ("tills", "queues", "calls", "visits", "orders", "stores")))
    scene.remind_us()
    old = {scene.key(place): scene.assessment.history(scene.key(place))[0].said_at for place in range(1, 7)}
    scene.clock.moment += timedelta(days=30)
    scene.start_another()
    scene.say("2, a new map", again.format("queues"), "2, new calls", again.format("visits"), "2", "n/a, no stores")
    assert scene.status is Status.COMPLETE
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    names = {each.key: each.name for each in scene.assessment.framework.dimensions}
    assert list(shown.oldest) == [(names[scene.key(place)], old[scene.key(place)]) for place in (2, 4, 5)]


def test_an_assessment_that_starts_answers_the_reminder_however_it_was_started(
    scene: Reminders, cadence: SetCadence
) -> None:
    scene.wait_until(MONDAY)
    scene.start_another()
    (shown,) = scene.reminders()
    assert (shown.settled, shown.by) == ("started", DANA)
    late = cadences.act(
        scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY, by=OLGA), no_holidays
    )
    assert isinstance(late, cadences.Faster)


@pytest.mark.parametrize(
    ("given", "settled"),
    [
        ({}, "started_other"),
        ({"subject": " acme RETAIL "}, "started_other"),
        ({"framework": example_framework()}, "started"),
        ({"subject": "Globex"}, ""),  # what is due is still due
        ({"channel": "C0ELSEWHERE"}, ""),
        ({"workspace": "T0OTHER"}, ""),
        ({"cadence": "unknown"}, ""),
        ({"due": MONDAY + timedelta(days=7)}, ""),
    ],
    ids=str,
)
def test_what_is_started_from_a_reminder_answers_it_though_with_another_framework(
    scene: Reminders, cadence: SetCadence, given: dict[str, Any], settled: str
) -> None:
    scene.wait_until(MONDAY)
    other = replace(example_framework(), slug="loyalty", title="Loyalty")
    start = Start(
        Deed(given.get("workspace", TEAM), given.get("channel", CHANNEL), OLGA, "from the reminder"),
        given.get("framework", other),
        Subject(given.get("subject", "Acme Retail")),
        {},
        answers=(given.get("cadence", cadence.id), given.get("due", MONDAY)),
    )
    start_assessment(scene.kept, scene.clock, start)
    scene.settle()
    (shown,) = scene.reminders()
    assert (shown.settled, shown.by) == (settled, OLGA if settled else "")
    skipped = cadences.act(scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY))
    assert isinstance(skipped, cadences.Faster) is bool(settled)
    if settled:
        text = words.reminder(shown).text
        assert f"<@{OLGA}> started" in text
        assert ("with another framework. Next reminder" in text) is (settled == "started_other")


def test_a_reminder_that_somebody_skipped_meanwhile_stays_skipped(scene: Reminders, cadence: SetCadence) -> None:
    scene.wait_until(MONDAY)
    cadences.act(scene.kept, scene.clock, CadenceVerb.SKIP, scene.cadence_press(cadence, MONDAY, by=OLGA))
    other = replace(example_framework(), slug="loyalty", title="Loyalty")
    deed = Deed(TEAM, CHANNEL, DANA, "from the reminder")
    start_assessment(
        scene.kept, scene.clock, Start(deed, other, Subject("Acme Retail"), {}, answers=(cadence.id, MONDAY))
    )
    scene.settle()
    assert [(each.settled, each.by) for each in scene.reminders()] == [("skipped", OLGA)]


def test_a_framework_in_the_place_of_the_one_reminded_of_goes_on_with_its_line(
    scene: Reminders, cadence: SetCadence
) -> None:
    successor = replace(example_framework(), slug="cx-optimization-2", supersedes=("cx-optimization",))
    scene.start_another(successor)
    scene.say(*["3"] * 6)
    scene.wait_until(MONDAY)
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (shown.last.assessment, shown.last.framework.slug) == (scene.id, successor.slug)
    scene.start_another(successor)
    assert [each.settled for each in scene.reminders()] == ["started"]
    assert scene.next_of(cadence) is not None


def test_what_was_found_after_a_reminder_does_not_change_what_it_says(scene: Reminders, cadence: SetCadence) -> None:
    last = scene.id
    scene.wait_until(MONDAY)
    scene.start_another()
    scene.say(*["3"] * 6)
    write(scene.kept).enqueue(notice_job(TEAM, reminder_key(cadence.id, MONDAY)))
    scene.settle()
    (shown,) = scene.reminders()
    assert shown.last is not None
    assert (scene.status, shown.last.assessment) == (Status.COMPLETE, last)
