"""What people mean with the words after `/cx-remind`: which reminder, which line of assessments, what to do."""

import pytest

from bot.use_cases import cadences as set_cadence
from bot.use_cases.cadences import (
    CadenceVerb,
    NoneSet,
    Overview,
    Rule,
    Wanted,
    WhichOne,
    Wish,
    line_of,
    overview,
    read_wish,
)
from bot.use_cases.scorecards import HelpWanted, NoMatch, NoneYet
from tests.core.examples import matrix_framework
from tests.known import as_a, sure
from tests.use_cases.reminders import QUARTERLY, SUBJECT, Reminders
from tests.use_cases.talking import CHANNEL, TEAM


def wish(scene: Reminders, words: str, channel: str = CHANNEL) -> Wish:
    return read_wish(scene.kept, TEAM, channel, words)


@pytest.mark.parametrize("words", ["", "list", "pause", "every 3 months", "every 3 months for acme"])
def test_where_nothing_was_assessed_nothing_can_be_set(scene: Reminders, words: str) -> None:
    assert wish(scene, words, channel="C9") == NoneYet()


@pytest.mark.parametrize("deed", [each for each in CadenceVerb if each is not CadenceVerb.CHANGE])
def test_without_a_reminder_nothing_can_be_done_with_one(scene: Reminders, deed: CadenceVerb) -> None:
    assert wish(scene, deed) == NoneSet(deed)


@pytest.mark.parametrize("words", ["help", "?", "HELP"])
def test_help_is_given_anywhere(scene: Reminders, words: str) -> None:
    assert wish(scene, words, channel="C9") == HelpWanted()


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


@pytest.mark.parametrize(
    "words", ['"every 3 months for Acme"', "\u201cevery 3 months for Acme\u201d", "every 3 months for \u00abAcme\u00bb"]
)
def test_a_rule_and_a_name_may_stand_in_quotation_marks(scene: Reminders, words: str) -> None:
    found = wish(scene, words)
    assert isinstance(found, Rule), found
    assert found.line.subject == SUBJECT


@pytest.mark.parametrize("words", ["skip weekends, every 3 months", "Skip public holidays in Germany, quarterly"])
def test_a_rule_may_begin_with_what_it_passes_over(scene: Reminders, words: str) -> None:
    scene.remind_us()
    found = wish(scene, words)
    assert isinstance(found, Rule), found
    assert found.words == words


def test_another_line_is_named_at_the_end(scene: Reminders) -> None:
    scene.start_another(matrix_framework())
    found = as_a(Rule, wish(scene, "Every 3 months FOR Acme optimization"))
    assert found.words == "Every 3 months"
    assert found.line.framework == "cx-optimization"


@pytest.mark.parametrize(
    "words",
    [
        "every 3 months on Monday 9:30 for acme",
        "every 3 months on Monday 9:30 acme",
        "acme every 3 months on Monday 9:30",
        "acme: every 3 months on Monday 9:30",
        "for acme every 3 months on Monday 9:30",
        "\u00abacme\u00bb, every 3 months on Monday 9:30",
        "every 3 months on Monday 9:30 f\u00fcr acme",
        "acme optimization every 3 months on Monday 9:30",
    ],
)
def test_the_subject_of_a_rule_stands_first_or_last(scene: Reminders, words: str) -> None:
    found = wish(scene, words)
    assert isinstance(found, Rule), found
    assert (found.line.subject, found.words) == (SUBJECT, "every 3 months on Monday 9:30")


@pytest.mark.parametrize("words", ["on the 15th of every month", "on Mondays", "every Monday", "on Monday every month"])
def test_a_day_is_no_verb_and_no_name(scene: Reminders, words: str) -> None:
    scene.remind_us()
    found = wish(scene, words)
    assert isinstance(found, Rule), found
    assert found.words == words


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
    set_cadence.act(scene.kept, scene.clock, CadenceVerb.PAUSE, scene.cadence_press(other))
    paused = sure(scene.standing(other))
    assert wish(scene, "resume") == Wanted(CadenceVerb.RESUME, paused)
    assert wish(scene, "skip") == Wanted(CadenceVerb.SKIP, one)
    assert wish(scene, "remove") == WhichOne(CadenceVerb.REMOVE, (one, paused))


def test_where_none_of_several_can_be_resumed_it_is_said(scene: Reminders) -> None:
    scene.remind_us()
    scene.remind_us(subject="Globex")
    assert wish(scene, "resume") == NoneSet(CadenceVerb.RESUME)


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
