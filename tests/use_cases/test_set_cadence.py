"""What is meant with the words after `/cx-remind`; setting reminders, and which moment comes next after each press."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.cadence.times import no_holidays
from bot.store.store import SqlStore
from bot.use_cases import cadences
from bot.use_cases.cadences import (
    CadencePress,
    CadenceVerb,
    Faster,
    NoneSet,
    NothingDue,
    Overview,
    Past,
    Rule,
    Set,
    Wanted,
    WhichOne,
    Wish,
    line_of,
    overview,
    read_wish,
)
from bot.use_cases.ports import NotHere, Settled
from bot.use_cases.scorecards import HelpWanted, NoMatch, NoneYet
from tests.core.examples import matrix_framework
from tests.known import as_a, peek, sure
from tests.store.made import counts
from tests.use_cases.reminders import MONDAY, QUARTERLY, SUBJECT, WEEKLY, Reminders
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM

Press = Callable[[Reminders, CadencePress], object]
SECOND = datetime(2027, 4, 5, 7, 30, tzinfo=UTC)
THIRD = datetime(2027, 7, 5, 7, 30, tzinfo=UTC)


def change(scene: Reminders, press: CadencePress) -> object:
    return cadences.change(scene.kept, scene.clock, press, WEEKLY, no_holidays)


def pressing(verb: CadenceVerb) -> Press:
    return lambda scene, press: cadences.act(scene.kept, scene.clock, verb, press, no_holidays)


pause, resume, snooze, skip_once, remove = (
    pressing(CadenceVerb(each)) for each in ("pause", "resume", "snooze", "skip", "remove")
)
EVERY: tuple[Press, ...] = (change, pause, resume, snooze, skip_once, remove)


@pytest.fixture
def reminded(scene: Reminders, cadence: SetCadence) -> tuple[Reminders, SetCadence]:
    """Give a channel in which the reminder of the first Monday stands."""
    scene.wait_until(MONDAY)
    return scene, cadence


# --- what is refused


def test_today_is_past_once_its_time_has_gone_by_and_not_before(store: SqlStore) -> None:
    scene = Reminders(store)
    today = Cadence(1, Unit.WEEK, date(2026, 11, 22), time(10, 30), "Europe/Berlin", workdays=False)
    outcome = cadences.set_cadence(scene.kept, scene.clock, scene.wish_of(today), no_holidays)
    now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert outcome == Past(now, now + timedelta(weeks=1)), "it is 10:30 now"
    assert peek(scene.kept).cadences(TEAM, "C1") == ()
    assert counts(scene.kept.jobs)["waiting"] == 0
    later = replace(today, at=time(10, 31))
    assert scene.remind_us(later).next_due == datetime(2026, 11, 22, 9, 31, tzinfo=UTC)


def test_a_first_day_that_has_passed_may_lead_to_a_first_moment_that_has_not(scene: Reminders) -> None:
    rule = replace(WEEKLY, first=date(2026, 11, 21))
    assert scene.remind_us(rule).next_due == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_a_rule_that_counts_from_a_day_before_today_begins_after_today(scene: Reminders) -> None:
    last_day = Cadence(1, Unit.MONTH, date(2026, 10, 31), time(9, 30), "Europe/Berlin")
    assert scene.remind_us(last_day).next_due == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
    today_too = Cadence(3, Unit.MONTH, date(2026, 8, 22), time(23), "Europe/Berlin", workdays=False)
    assert scene.remind_us(today_too).next_due == datetime(2027, 2, 22, 22, tzinfo=UTC)


@pytest.mark.parametrize("press", EVERY)
@pytest.mark.parametrize("where", [{"channel": "C9"}, {"workspace": "T9"}])
def test_nothing_is_done_from_elsewhere(
    scene: Reminders, cadence: SetCadence, press: Press, where: dict[str, str]
) -> None:
    assert press(scene, scene.cadence_press(cadence, None, **where)) == NotHere()
    assert scene.standing(cadence) == cadence


@pytest.mark.parametrize("press", EVERY)
def test_nothing_is_done_about_one_that_was_removed(scene: Reminders, cadence: SetCadence, press: Press) -> None:
    remove(scene, scene.cadence_press(cadence))
    assert press(scene, scene.cadence_press(cadence)) == NotHere()


@pytest.mark.parametrize("press", [snooze, skip_once])
def test_while_it_is_paused_nothing_can_be_put_off(scene: Reminders, cadence: SetCadence, press: Press) -> None:
    pause(scene, scene.cadence_press(cadence))
    assert press(scene, scene.cadence_press(cadence)) == NothingDue(replace(cadence, next_due=None))


def test_a_change_to_a_rule_that_begins_in_the_past_is_refused(scene: Reminders, cadence: SetCadence) -> None:
    rule = replace(WEEKLY, first=date(2026, 11, 22), weekday=None, workdays=False)
    assert isinstance(cadences.change(scene.kept, scene.clock, scene.cadence_press(cadence), rule, no_holidays), Past)
    assert scene.standing(cadence) == cadence


@pytest.mark.parametrize("press", [change, pause, snooze, skip_once])
def test_a_press_that_is_delivered_again_changes_nothing_more(
    scene: Reminders, cadence: SetCadence, press: Press
) -> None:
    first = as_a(SetCadence, press(scene, scene.cadence_press(cadence, event="once")))
    assert press(scene, scene.cadence_press(cadence, event="once")) == first


@pytest.mark.parametrize("press", [snooze, skip_once])
def test_a_press_in_a_list_that_shows_an_older_moment_changes_nothing(
    scene: Reminders, cadence: SetCadence, press: Press
) -> None:
    first = as_a(SetCadence, press(scene, scene.cadence_press(cadence, MONDAY)))
    assert first.next_due != MONDAY
    assert press(scene, scene.cadence_press(cadence, MONDAY, by=OLGA)) == first


# --- setting


def test_a_wish_is_set_with_its_next_moment_and_the_work_that_waits_for_it(store: SqlStore) -> None:
    scene = Reminders(store)
    cadence = scene.remind_us()
    assert cadence.next_due == MONDAY
    assert (cadence.owner, cadence.subject, cadence.cadence) == (DANA, SUBJECT, QUARTERLY)
    assert scene.standing(cadence) == cadence
    assert scene.kept.jobs.claim(MONDAY - timedelta(seconds=1)) is None
    job = sure(scene.kept.jobs.claim(MONDAY))
    assert (job.kind, job.payload["cadence"]) == ("remind", cadence.id)


def test_setting_it_again_replaces_the_rule_of_the_line_however_its_subject_is_written(scene: Reminders) -> None:
    first = scene.remind_us()
    wish = scene.wish_of(WEEKLY, subject=" ACME retail ", by=OLGA)
    outcome = as_a(Set, cadences.set_cadence(scene.kept, scene.clock, wish, no_holidays))
    assert outcome.replaced
    assert (outcome.cadence.id, outcome.cadence.cadence, outcome.cadence.owner) == (first.id, WEEKLY, OLGA)
    assert peek(scene.kept).cadences(TEAM, "C1") == (outcome.cadence,)


def test_a_submission_that_is_delivered_again_sets_nothing_anew(scene: Reminders) -> None:
    wish = scene.wish_of()
    first = cadences.set_cadence(scene.kept, scene.clock, wish, no_holidays)
    scene.clock.moment += timedelta(minutes=1)
    assert cadences.set_cadence(scene.kept, scene.clock, wish, no_holidays) == first


def test_another_subject_and_another_channel_have_rules_of_their_own(scene: Reminders) -> None:
    ids = {scene.remind_us().id, scene.remind_us(subject="Globex").id, scene.remind_us(channel="C2").id}
    assert len(ids) == 3


# --- changing


def test_a_changed_rule_counts_from_now_on_and_belongs_to_whoever_changed_it(
    scene: Reminders, cadence: SetCadence
) -> None:
    outcome = as_a(SetCadence, change(scene, scene.cadence_press(cadence, by=OLGA)))
    assert (outcome.cadence, outcome.owner, outcome.next_due) == (WEEKLY, OLGA, MONDAY)


def test_a_rule_that_keeps_its_first_day_may_be_changed_after_it(reminded: tuple[Reminders, SetCadence]) -> None:
    scene, cadence = reminded
    outcome = as_a(SetCadence, change(scene, scene.cadence_press(cadence)))
    assert outcome.next_due == MONDAY + timedelta(days=7)


def test_a_paused_rule_comes_back_with_its_next_moment(scene: Reminders, cadence: SetCadence) -> None:
    assert pause(scene, scene.cadence_press(cadence)) == replace(cadence, next_due=None)
    scene.wait_until(MONDAY + timedelta(days=1))
    assert resume(scene, scene.cadence_press(cadence, by=OLGA)) == replace(cadence, owner=OLGA, next_due=SECOND)


def test_resuming_what_is_not_paused_changes_nothing(scene: Reminders, cadence: SetCadence) -> None:
    assert resume(scene, scene.cadence_press(cadence, by=OLGA)) == cadence


def test_the_next_reminder_is_put_off_by_a_week_of_local_time(scene: Reminders) -> None:
    before_summer = replace(WEEKLY, first=date(2027, 3, 22), every=26)
    cadence = scene.remind_us(before_summer)
    assert cadence.next_due == datetime(2027, 3, 22, 8, 30, tzinfo=UTC)
    snooze(scene, scene.cadence_press(cadence))
    assert scene.next_of(cadence) == datetime(2027, 3, 29, 7, 30, tzinfo=UTC)


def test_what_is_removed_is_gone(scene: Reminders, cadence: SetCadence) -> None:
    assert remove(scene, scene.cadence_press(cadence)) == cadence
    assert scene.standing(cadence) is None


# --- under a reminder that stands in the channel


@pytest.mark.parametrize("press", [snooze, skip_once])
def test_a_reminder_is_answered_once_and_whoever_comes_later_is_told_who_was_faster(
    reminded: tuple[Reminders, SetCadence], press: Press
) -> None:
    scene, cadence = reminded
    first = as_a(SetCadence, press(scene, scene.cadence_press(cadence, MONDAY, by=OLGA, event="olga")))
    assert as_a(Faster, skip_once(scene, scene.cadence_press(cadence, MONDAY))).settled.by == OLGA
    assert press(scene, scene.cadence_press(cadence, MONDAY, by=OLGA, event="olga")) == first, "delivered again"
    assert scene.next_of(cadence) == first.next_due


HOUR = timedelta(hours=1)
NEXT: list[tuple[timedelta, Press, datetime | None, datetime]] = [
    (timedelta(days=2), snooze, MONDAY, MONDAY + timedelta(days=9)),  # a week from today
    (HOUR, skip_once, MONDAY, SECOND),  # the next one stays as it is
    (HOUR, skip_once, None, THIRD),  # in a list
    (HOUR, skip_once, SECOND, THIRD),
    (HOUR, snooze, MONDAY + timedelta(days=1), SECOND),  # a moment that never came due
]


@pytest.mark.parametrize(("later", "press", "due", "following"), NEXT)
def test_what_comes_next_after_a_press_under_a_reminder_or_in_a_list(
    reminded: tuple[Reminders, SetCadence], later: timedelta, press: Press, due: datetime | None, following: datetime
) -> None:
    scene, cadence = reminded
    scene.wait_until(MONDAY + later)
    assert press(scene, scene.cadence_press(cadence, due)) == scene.standing(cadence)
    assert scene.next_of(cadence) == following


@pytest.mark.parametrize(("press", "how"), [(snooze, "snoozed"), (skip_once, "skipped")])
def test_the_reminder_says_what_became_of_it(reminded: tuple[Reminders, SetCadence], press: Press, how: str) -> None:
    scene, cadence = reminded
    press(scene, scene.cadence_press(cadence, MONDAY, by=OLGA))
    scene.settle()
    (shown,) = scene.reminders()
    assert (shown.settled, shown.by, shown.cadence) == (how, OLGA, scene.standing(cadence))
    assert peek(scene.kept).settled(TEAM, f"remind:{cadence.id}", MONDAY) == Settled(how, OLGA, scene.clock.now())


def wish(scene: Reminders, words: str, channel: str = CHANNEL) -> Wish:
    return read_wish(scene.kept, TEAM, channel, words)


BARE = [
    *(("C9", words, NoneYet()) for words in ("", "list", "pause", "every 3 months", "every 3 months for acme")),
    *(("C9", words, HelpWanted()) for words in ("help", "?", "HELP")),
    *((CHANNEL, deed, NoneSet(deed)) for deed in CadenceVerb if deed is not CadenceVerb.CHANGE),
]


@pytest.mark.parametrize(("channel", "words", "found"), BARE, ids=str)
def test_without_an_assessment_or_a_reminder_nothing_is_set_or_done_and_help_is_given_anywhere(
    scene: Reminders, channel: str, words: str, found: Wish
) -> None:
    assert wish(scene, words, channel) == found


@pytest.mark.parametrize("words", ["", "list", "show", " List "])
def test_without_a_wish_everything_is_listed(scene: Reminders, words: str) -> None:
    cadence = scene.remind_us()
    found = as_a(Overview, wish(scene, words))
    assert found.cadences == (cadence,)
    assert [each.subject for each in found.lines] == [SUBJECT]


def test_a_rule_is_for_the_newest_assessment(scene: Reminders) -> None:
    scene.start_another(matrix_framework())
    found = as_a(Rule, wish(scene, "every 3 months on Monday 9:30"))
    assert found.words == "every 3 months on Monday 9:30"
    assert found.line.framework == matrix_framework().slug


def test_another_line_is_named_at_the_end(scene: Reminders) -> None:
    scene.start_another(matrix_framework())
    found = as_a(Rule, wish(scene, "Every 3 months FOR Acme optimization"))
    assert found.words == "Every 3 months"
    assert found.line.framework == "cx-optimization"


MONDAYS = "every 3 months on Monday 9:30"
NAMED = [
    *(f"{MONDAYS} for acme", f"{MONDAYS} acme", f"acme {MONDAYS}", f"acme: {MONDAYS}", f"for acme {MONDAYS}"),
    *(f"\u00abacme\u00bb, {MONDAYS}", f"{MONDAYS} f\u00fcr acme", f"acme optimization {MONDAYS}"),
    f"{MONDAYS} for \u00abAcme\u00bb",
]
BARE_RULES = [
    *("on the 15th of every month", "on Mondays", "every Monday", "on Monday every month"),
    *("skip weekends, every 3 months", "Skip public holidays in Germany, quarterly"),
]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        *((each, MONDAYS) for each in NAMED),
        *((f"{mark}{MONDAYS} for Acme{end}", f"{mark}{MONDAYS}") for mark, end in ('""', "\u201c\u201d")),
        *((each, each) for each in BARE_RULES),
    ],
)
def test_the_subject_of_a_rule_stands_first_or_last_and_what_the_rule_says_is_no_verb_and_no_name(
    scene: Reminders, words: str, rule: str
) -> None:
    scene.remind_us()
    found = as_a(Rule, wish(scene, words))
    assert (found.line.subject, found.words) == (SUBJECT, rule)


def test_a_line_that_is_not_here_is_said_with_those_that_are(scene: Reminders) -> None:
    found = as_a(NoMatch, wish(scene, "every 3 months for globex"))
    assert found.said == "globex"
    assert SUBJECT in found.names


@pytest.mark.parametrize(
    ("words", "deed"),
    [
        ("pause", CadenceVerb.PAUSE),
        ("stop", CadenceVerb.PAUSE),
        ("off", CadenceVerb.PAUSE),
        ("turn it off", CadenceVerb.PAUSE),
        ("Acme off", CadenceVerb.PAUSE),
        ("acme pause", CadenceVerb.PAUSE),
        ("stop acme", CadenceVerb.PAUSE),
        ("stop the reminder for acme", CadenceVerb.PAUSE),
        ("acme remove", CadenceVerb.REMOVE),
        ("cancel acme", CadenceVerb.REMOVE),
        ("skip", CadenceVerb.SKIP),
        ("skip once", CadenceVerb.SKIP),
        ("snooze a week", CadenceVerb.SNOOZE),
        ("later", CadenceVerb.SNOOZE),
        ("remove", CadenceVerb.REMOVE),
        ("delete the reminder for acme", CadenceVerb.REMOVE),
        ("change", CadenceVerb.CHANGE),
        ("Resume acme", CadenceVerb.RESUME),
        ("\u201cpause\u201d", CadenceVerb.PAUSE),
        ('pause "Acme"', CadenceVerb.PAUSE),
    ],
)
def test_with_one_reminder_a_word_is_enough(scene: Reminders, words: str, deed: CadenceVerb) -> None:
    cadence = scene.remind_us()
    assert wish(scene, words) == Wanted(deed, cadence)


def test_with_several_the_one_that_is_meant_is_asked_or_named(scene: Reminders) -> None:
    one, other = scene.remind_us(), scene.remind_us(subject="Globex")
    assert wish(scene, "pause") == WhichOne(CadenceVerb.PAUSE, (one, other))
    assert wish(scene, "pause glob") == Wanted(CadenceVerb.PAUSE, other)
    assert wish(scene, "pause for acme optimization") == Wanted(CadenceVerb.PAUSE, one)
    assert as_a(NoMatch, wish(scene, "pause initech")).names == (SUBJECT, "cx-optimization", "Globex")


def test_of_several_the_only_one_with_which_it_can_be_done_is_meant(scene: Reminders) -> None:
    one, other = scene.remind_us(), scene.remind_us(subject="Globex")
    assert wish(scene, "resume") == NoneSet(CadenceVerb.RESUME)
    cadences.act(scene.kept, scene.clock, CadenceVerb.PAUSE, scene.cadence_press(other))
    paused = sure(scene.standing(other))
    assert wish(scene, "resume") == Wanted(CadenceVerb.RESUME, paused)
    assert wish(scene, "skip") == Wanted(CadenceVerb.SKIP, one)
    assert wish(scene, "remove") == WhichOne(CadenceVerb.REMOVE, (one, paused))


def test_a_line_is_listed_once_with_its_newest_assessment(scene: Reminders) -> None:
    scene.wait_until(scene.clock.moment.replace(day=28))
    scene.start_another()
    found = overview(scene.kept, TEAM, CHANNEL).lines
    assert len(found) == 1
    assert found[0].id == scene.id


@pytest.mark.parametrize(("workspace", "channel"), [(TEAM, "C9"), ("T9", CHANNEL)])
def test_a_line_is_found_by_an_assessment_of_its_own_channel_only(
    scene: Reminders, workspace: str, channel: str
) -> None:
    own = overview(scene.kept, TEAM, CHANNEL).lines[0]
    assert line_of(scene.kept, TEAM, CHANNEL, own.id) == own
    assert line_of(scene.kept, workspace, channel, own.id) is None


def test_a_reminder_stays_reachable_when_its_channel_has_no_assessment(scene: Reminders) -> None:
    cadence = scene.remind_us(QUARTERLY, channel="C9")
    assert wish(scene, "pause", channel="C9") == Wanted(CadenceVerb.PAUSE, cadence)
    assert wish(scene, "every 3 months", channel="C9") == NoneYet()
