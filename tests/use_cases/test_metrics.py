"""What people of a channel say about its metrics is kept, corrected and taken back; nobody else learns of it."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from bot.core.metric import MetricOrigin, Reading
from bot.core.plan.plan import Action, ActionUpdate, Aim, Progress
from bot.core.variables import WhyNot
from bot.slack.views.metrics import history as history_words
from bot.slack.views.metrics import measured
from bot.store.store import SqlStore
from bot.use_cases.metrics import (
    FormWanted,
    Measured,
    MetricAnswer,
    MetricHistory,
    MetricsListed,
    TakenBack,
    WhichSubject,
    answer_metric,
    take_back,
    take_check_in,
)
from bot.use_cases.ports import Deed, NotHere
from bot.use_cases.scorecards import NoMatch, NoneYet, tracks_of
from tests.known import as_a, peek, write
from tests.store.made import START, keep, made
from tests.use_cases.fakes import HandClock

TODAY = date(2026, 11, 29)
EVENTS = count()


def say(store: SqlStore, words: str, *, channel: str = "C1", by: str = "U1", workspace: str = "T1") -> MetricAnswer:
    deed = Deed(workspace, channel, by, f"event-{next(EVENTS)}")
    return answer_metric(store, HandClock(), deed, words, TODAY)


def saved(store: SqlStore, words: str, **where: str) -> Reading:
    found = as_a(Measured, say(store, words, **where))
    return found.reading


@pytest.fixture(autouse=True)
def _assessed(store: SqlStore) -> None:
    keep(store, made("a1", channel="C1"))
    keep(store, made("b1", channel="C2", subject="Acme Retail"), made("b2", channel="C2", subject="Globex", day=1))


@pytest.mark.parametrize(
    ("words", "name", "value", "day"),
    [
        ("NPS 41", "NPS", "41", TODAY),
        ("nps: –12", "NPS", "-12", TODAY),
        ("NPS 41 for acme retail", "NPS", "41", TODAY),
        ("NPS of Acme Retail is 41 on 14 August", "NPS", "41", date(2026, 8, 14)),
        ("NPS 41 on 14 August für Acme Retail", "NPS", "41", date(2026, 8, 14)),
        ("CSAT 4,2 von 5 Acme Retail, Ziel 4,5", "CSAT", "4.2 of 5", TODAY),
        ("Acme Retail NPS 41", "NPS", "41", TODAY),
        ("acme retail nps = 41 on 14 August", "NPS", "41", date(2026, 8, 14)),
        ("acme churn rate 3,5 % on 14.8.2026", "Churn", "3.5 %", date(2026, 8, 14)),
        ("CSAT is 82 % on yesterday", "CSAT", "82 %", date(2026, 11, 28)),
        ("CLV €1,250", "CLV", "1,250 EUR", TODAY),
        ("CLV EUR 1250", "CLV", "1,250 EUR", TODAY),
        ("Time on hold 3.5 min", "Time on hold", "3.5 min", TODAY),
        ("Time on hold 3.5 min on 2026-08-14", "Time on hold", "3.5 min", date(2026, 8, 14)),
        ("B2B orders 5%", "B2B orders", "5 %", TODAY),
        ("customer effort score 5.4/7", "CES", "5.4 of 7", TODAY),
    ],
)
def test_words_say_a_metric(store: SqlStore, words: str, name: str, value: str, day: date) -> None:
    reading = saved(store, words)
    assert (reading.subject, reading.name, reading.value.text, reading.day) == ("Acme Retail", name, value, day)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("patience", "no metric with a number"),
        ("41 NPS Acme Retail", "no metric with a number"),
        ("41", "no metric with a number"),
        ("NPS 1.234", "not clear which mark"),
        ("NPS 141", "from -100 to 100"),
        ("NPS 41 on 3 March 2027", "still to come"),
        ("NPS 41 on 03/04/2026", "Write the month as a word"),
        ("NPS 41 on 31 June", "There is no 31 June"),
        ("NPS 41 target lots", "The target: There is no number"),
        ("CSAT 4.2", "a percentage or a mean"),
        ("CLV 1250", "In which currency"),
    ],
)
def test_what_is_unclear_is_asked_and_nothing_is_saved(store: SqlStore, words: str, why: str) -> None:
    assert why in as_a(WhyNot, say(store, words)).message
    assert peek(store).metrics("T1", "C1") == ()


def test_target_and_direction_are_said_behind_the_value(store: SqlStore) -> None:
    reading = saved(store, "Refund time 3.5 days, target 2, lower is better on 14 August")
    assert (reading.target and reading.target.text, reading.good.value) == ("2 days", "down")
    assert saved(store, "NPS 41 goal 45").good.value == "up"


def test_of_several_subjects_the_one_that_is_meant_is_asked(store: SqlStore) -> None:
    assert say(store, "NPS 41", channel="C2") == WhichSubject(("Globex", "Acme Retail"), "NPS")
    unknown = as_a(WhyNot, say(store, "initech NPS 41", channel="C2"))
    assert "“initech” is no subject of this channel, which has Globex, Acme Retail" in unknown.message
    assert saved(store, "glob NPS 41", channel="C2").subject == "Globex"
    assert isinstance(say(store, "NPS 41", channel="C3"), NoneYet)
    assert isinstance(say(store, ""), FormWanted)


def test_a_correction_takes_the_place_and_the_old_value_is_kept(store: SqlStore) -> None:
    first = saved(store, "NPS 14 on 14 August")
    found = as_a(Measured, say(store, "NPS 41 on 14 August", by="U2"))
    assert (found.replaced, found.track.last.value.text) == (first, "31")  # the assessment began later, in November
    history = as_a(MetricHistory, say(store, "list NPS"))
    assert history == say(store, "Acme Retail NPS") == say(store, "show NPS for Acme Retail")
    assert [(each.value.text, each.id in history.counting) for each in history.readings] == [
        *(("31", True), ("41", True), ("14", False)),
    ]


def test_undo_takes_back_what_this_person_said_last_and_only_once(store: SqlStore) -> None:
    first, _ = saved(store, "NPS 14"), saved(store, "churn 3 %")
    saved(store, "NPS 40", by="U2")
    assert as_a(TakenBack, say(store, "undo NPS")).reading.id == first.id
    assert isinstance(say(store, "undo NPS"), NotHere)
    assert isinstance(say(store, "undo"), TakenBack)
    assert [each.taken_back for each in peek(store).metrics("T1", "C1")] == [True, True, False]


def test_an_undo_that_comes_twice_takes_one_value_back(store: SqlStore) -> None:
    saved(store, "NPS 14")
    saved(store, "churn 3 %")
    for _ in range(2):
        answer_metric(store, HandClock(), Deed("T1", "C1", "U1", "twice"), "undo", TODAY)
    assert [each.taken_back for each in peek(store).metrics("T1", "C1")] == [False, True]


def test_whoever_a_record_of_elsewhere_names_stands_in_words(store: SqlStore) -> None:
    first = saved(store, "NPS 14")
    write(store).add_reading("T1", replace(first, id="other", by="Dana Smith"))
    assert "that Dana Smith said" in measured(as_a(Measured, say(store, "NPS 15"))).text
    assert "~14~ · Dana Smith" in history_words(as_a(MetricHistory, say(store, "list NPS"))).text


def test_nobody_learns_of_or_changes_a_metric_of_another_channel_or_workspace(store: SqlStore) -> None:
    theirs = saved(store, "globex NPS 77", channel="C2")
    assert "77" not in repr(as_a(MetricsListed, say(store, "list")))
    assert isinstance(say(store, "list globex"), NoMatch)
    for where in (Deed("T1", "C1", "U1", "e1"), Deed("T2", "C2", "U1", "e2")):
        assert isinstance(take_back(store, HandClock(), where, theirs.id), NotHere)
    assert isinstance(say(store, "NPS 3", workspace="T2"), NoneYet)
    with store.reading() as view:
        assert [one.source for each in tracks_of(view, "T1", "C1", "Acme Retail") for one in each.readings] == [
            MetricOrigin.ASSESSMENT
        ]
        assert (view.metrics("T2", "C2"), view.reading_of("T2", theirs.id)) == ((), None)


def test_a_channel_that_got_another_id_keeps_its_metrics(store: SqlStore) -> None:
    saved(store, "NPS 41")
    write(store).move_channel("T1", "C1", "C9")
    assert [each.value.text for each in peek(store).metrics("T1", "C9")] == ["41"]


@pytest.mark.parametrize(
    ("aim", "value", "kept"),
    [
        (None, "NPS 38", ["38"]),
        (None, "nps: 38", ["38"]),
        (None, "38", []),
        (None, "NPS 1.234", []),
        (None, "calls 38", []),
        (None, "", []),
        (Aim("NPS", "31", "45"), "38", ["38"]),
        (Aim("NPS", "31", "45"), "NPS 38", ["38"]),
        (Aim("NPS", "31", "45"), "churn 3 %", ["3 %"]),
        (Aim("Refund time", "5 days", "2 days"), "4 days", ["4 days"]),
        (Aim("NPS", "31", "45"), "better", []),
    ],
)
def test_a_check_in_says_the_metric_of_its_action(
    store: SqlStore, aim: Aim | None, value: str, kept: list[str]
) -> None:
    action = Action("first", "Call ten customers", "CX lead", 30, "calls", "call one", aim=aim)
    update = ActionUpdate("x1", Progress.ON_TRACK, "", value, "U2", START)
    with store.writing("T0ACME0001") as tx:
        take_check_in(tx, made("a1"), action, update)
        found = tx.metrics("T1", "C1")
    assert [(each.value.text, each.by, each.source) for each in found] == [
        (each, "U2", MetricOrigin.CHECK_IN) for each in kept
    ]


def test_a_word_that_slack_delivers_twice_gives_the_reading_on_record(store: SqlStore) -> None:
    deed = Deed("T1", "C1", "U1", "twice")
    first, again = (answer_metric(store, HandClock(), deed, "NPS 41", TODAY) for _ in range(2))
    assert isinstance(first, Measured)
    assert isinstance(again, Measured)
    assert (again.reading, again.track) == (first.reading, first.track)
    assert isinstance(take_back(store, HandClock(), replace(deed, event="else"), again.reading.id), TakenBack)
    assert answer_metric(store, HandClock(), deed, "NPS 41", TODAY) == WhyNot("That was taken back by now.")
