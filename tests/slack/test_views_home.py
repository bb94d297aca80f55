"""The Home tab: its parts in their order, never more than Slack takes, and drawn over real HTTP when it changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.core.assessment import Assessment, Member, Role, Status
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.conversation.talk import Because, Question, Wants
from bot.core.errors import SlackUnavailableError
from bot.core.plan.plan import Progress
from bot.core.scoring.portfolio import portfolio
from bot.core.scoring.scorecard import scorecard
from bot.slack.app import one_workspace
from bot.slack.gateway import Gateway
from bot.slack.listeners.home import HomeTab
from bot.slack.messenger import messenger_of
from bot.slack.routes import Parts
from bot.slack.views.home import FROM_OUTSIDE, home
from bot.store.store import SqlStore, open_store
from bot.use_cases.home import (
    MOST_ACTIONS,
    MOST_BEGUN,
    MOST_CADENCES,
    MOST_CARDS,
    MOST_WAITING,
    Begun,
    Home,
    HomePart,
    OwnAction,
    Recent,
    Unanswered,
    Undecided,
)
from bot.use_cases.ports import Job
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.known import peek
from tests.slack.shown import AT, DANA, SAM, check_view, largest
from tests.slack.stand_in import ME, Reply, StandIn
from tests.slack.test_views_tracking import said_about, standing
from tests.use_cases.fakes import HandClock

SITE = "https://acme.slack.com/"


MORE = 7


DUE = AT.replace(year=2027, month=1, day=4, hour=8)


RULE = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def reminder(assessment: Assessment, *, paused: bool = False) -> SetCadence:
    return SetCadence(
        "cadence001",
        assessment.workspace,
        assessment.channel,
        assessment.framework.slug,
        assessment.framework.title,
        assessment.subject.name,
        RULE,
        DANA,
        AT,
        None if paused else DUE,
    )


def full_home(assessment: Assessment, words: str = "Name an owner", by: str = SAM) -> Home:
    """Give a Home tab with as many of everything as is shown; ``words`` are those of its actions, said ``by`` one."""
    keys = [each.key for each in assessment.framework.dimensions]
    wants = list(Wants)
    asked = [
        Question(place + 1, DANA, keys[place % len(keys)], wants[place % len(wants)], Because.NEXT)
        for place in range(MOST_WAITING)
    ]
    updates = (
        (),
        (said_about(Progress.STUCK, note=words, by=by),),
        (said_about(Progress.ON_TRACK, note=words, by=by),),
    )
    actions = [standing(*updates[place % 3], what=words, due_day=place + 1) for place in range(MOST_ACTIONS)]
    paused = replace(assessment, status=Status.PAUSED, thread=None)
    begun = tuple(Begun(assessment if place % 2 else paused, None) for place in range(MOST_BEGUN))
    cards = tuple(Recent(assessment, scorecard(assessment), bool(place % 2)) for place in range(MOST_CARDS))
    cadences = tuple(reminder(assessment, paused=place == MOST_CADENCES - 1) for place in range(MOST_CADENCES))
    return Home(
        date(2026, 11, 26),
        waits=HomePart(tuple(Begun(assessment, each) for each in asked), MORE),
        begun=HomePart(begun, MORE),
        actions=HomePart(tuple(OwnAction(assessment, each) for each in actions), MORE),
        cards=HomePart(cards, MORE),
        cadences=HomePart(cadences, MORE),
        drafts=HomePart((Undecided(assessment, 7),) * MOST_WAITING),
        reminders=HomePart((Unanswered(reminder(assessment), DUE, "1792390300.000100"),) * MOST_WAITING),
        overdue=2,
        soon=1,
        portfolio=portfolio([(assessment, None)] * 2, {}, date(2026, 11, 26)),
    )


PARTS = ["Waits for you", "Your open assessments", "Your actions", "Recent scorecards", "Next reminders"]
TODAY = AT.date()
NOBODYS = Home(TODAY)


def words(view: dict[str, Any]) -> str:
    """Give what is to be read, block after block."""
    found = []
    for block in view["blocks"]:
        texts = block.get("elements", []) if block["type"] == "context" else [block.get("text", {})]
        found += [each["text"] for each in texts if "text" in each]
    return "\n".join(found)


def buttons(view: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]
    beside = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    return [(each["text"]["text"], each["action_id"]) for each in (*rows, *beside)]


def acme() -> Assessment:
    return replace(assessment_of(example_framework(), [2] * 6), channel="C0CXTEAM01", thread="1792390200.000100")


def test_somebody_from_outside_gets_no_button_and_no_word_of_anything() -> None:
    shown = check_view(home(replace(full_home(acme()), outside=True), (example_framework(),), SITE))
    assert buttons(shown) == []
    assert words(shown).endswith(FROM_OUTSIDE)
    assert "Acme" not in words(shown)


@pytest.mark.parametrize("part", ["waits", "begun", "actions", "cards", "cadences"])
def test_a_part_without_anything_is_left_out(part: str) -> None:
    full = full_home(acme())
    only = replace(NOBODYS, **{part: replace(getattr(full, part), more=0)})
    text = words(check_view(home(only, (example_framework(),), SITE)))
    shown = [each for each in PARTS if f"*{each}*" in text]
    assert len(shown) == 1
    assert "more" not in text.splitlines()[-2]


def test_drafts_reminders_and_actions_wait_below_the_questions_and_lead_to_their_place() -> None:
    full = full_home(acme())
    text = words(check_view(home(replace(full, waits=HomePart(), actions=HomePart()), (), SITE)))
    begin, *_ = text.partition("Your open assessments")
    assert "7 drafts wait to be accepted, edited or discarded" in begin
    assert "Due again since" in begin
    assert "<https://acme.slack.com/archives/C0CXTEAM01/p1792390300000100|Answer the reminder>" in begin
    assert "Your actions: 2 overdue, 1 due within a week" in begin


def test_a_scorecard_has_a_small_bar_with_what_moved_and_how_the_plan_stands() -> None:
    before = replace(acme(), id="before", started_at=AT - timedelta(days=90), completed_at=AT - timedelta(days=89))
    now = assessment_of(example_framework(), [3, 3, 3, 3, 2, 2])
    for card, line in (
        (Recent(acme(), scorecard(acme()), reminds=True), "`▰▰▱▱▱`"),
        (
            Recent(now, scorecard(now, before), reminds=True, open=3, overdue=1),
            "`▰▰▰▱▱` · up 0.7 · 3 actions open, 1 overdue",
        ),
    ):
        shown = words(check_view(home(replace(NOBODYS, cards=HomePart((card,))), (), SITE)))
        assert line in shown.splitlines()


@pytest.mark.parametrize(("thread", "site"), [(None, SITE), ("1.1", "")])
def test_without_a_thread_or_an_address_of_the_workspace_only_the_channel_is_named(
    thread: str | None, site: str
) -> None:
    begun = HomePart((Begun(replace(acme(), thread=thread), None),))
    text = words(check_view(home(replace(NOBODYS, begun=begun), (), site)))
    assert "6 of 6 answered · <#C0CXTEAM01>" in text
    assert "|" not in text


@pytest.mark.parametrize("sign", ["&", "x", "<"])
@pytest.mark.parametrize("levels", [5, 10])
def test_the_largest_fits(levels: int, sign: str) -> None:
    view = check_view(home(full_home(largest(levels, sign), sign * 4_000), (), SITE))
    assert len(view["blocks"]) <= 100
    assert "Next reminders" in words(view)


HERE = ME | {"url": "https://acme.slack.com/"}
DANA_SAYS = {"ok": True, "user": {"id": "U1", "team_id": "T1", "tz": "Europe/Berlin"}}
IN_IT, NOT_IN_IT = {"ok": True, "members": ["U1"]}, {"ok": True, "members": ["U9"]}
SHOWN = {"ok": True, "view": {"id": "V1", "hash": "h"}}
SLOW = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "7"})
JOB = Job(1, "home", "home:T1:U1", {"workspace": "T1", "person": "U1"}, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """Give a store with three assessments under way, each in a channel of its own, and one Home tab."""
    store = open_store(f"sqlite:///{tmp_path / 'cxbot.db'}")
    members = (Member("U1", Role.FACILITATOR), Member("U1", Role.RESPONDENT))
    with store.writing("T0ACME0001") as tx:
        tx.add_home("T1", "U1")
        for place in (1, 2, 3):
            made = assessment_of(example_framework(), {})
            begun = replace(made, id=f"a{place}", channel=f"C{place}", thread=None, members=members, status=Status.OPEN)
            tx.add_assessment(replace(begun, completed_at=None))
    yield store
    store.close()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def tab(slack: StandIn, gateway: Gateway, store: SqlStore, clock: HandClock) -> Callable[[Job], None]:
    slack.will("auth.test", HERE)
    slack.will("users.info", DANA_SAYS)
    slack.will("views.publish", SHOWN)
    gateway_of = one_workspace(gateway)
    parts = Parts(store, clock, lambda: (example_framework(),), gateway_of, lambda _event, _error: "7f3a")
    return partial(HomeTab().draw, parts, messenger_of(gateway_of, "T1"))


def asked_for(slack: StandIn) -> list[str]:
    return [each["channel"] for each in slack.calls("conversations.members")]


def published(slack: StandIn) -> list[Any]:
    return [str(each["view"]) for each in slack.calls("views.publish")]


def has_home(store: SqlStore) -> bool:
    return peek(store).has_home("T1", "U1")


def test_a_drawing_that_slack_made_wait_goes_on_where_it_was(slack: StandIn, tab: Callable[[Job], None]) -> None:
    slack.will("conversations.members", IN_IT, SLOW, NOT_IN_IT)
    with pytest.raises(SlackUnavailableError):
        tab(JOB)
    assert published(slack) == []
    tab(JOB)
    assert asked_for(slack) == ["C3", "C2", "C2", "C1"]
    assert ["<#C3>" in view for view in published(slack)] == [True]
    assert "<#C1>" not in published(slack)[0]


def test_what_was_found_out_serves_one_drawing_only(slack: StandIn, tab: Callable[[Job], None]) -> None:
    slack.will("conversations.members", IN_IT)
    tab(JOB)
    slack.will("conversations.members", NOT_IN_IT)
    tab(JOB)
    assert len(asked_for(slack)) == 6
    assert ["<#C1>" in view for view in published(slack)] == [True, False]


def test_what_was_found_out_long_ago_is_asked_again(
    slack: StandIn, tab: Callable[[Job], None], clock: HandClock
) -> None:
    slack.will("conversations.members", IN_IT, SLOW, NOT_IN_IT)
    with pytest.raises(SlackUnavailableError):
        tab(JOB)
    clock.moment += timedelta(minutes=6)
    tab(JOB)
    assert "<#C3>" not in published(slack)[0]


def test_a_home_that_slack_refuses_for_good_is_kept_up_to_date_no_more(
    slack: StandIn, tab: Callable[[Job], None], store: SqlStore
) -> None:
    slack.will("users.info", {"ok": False, "error": "user_not_found"})
    assert has_home(store)
    tab(JOB)
    assert not has_home(store)


def test_while_slack_is_away_a_home_stays_to_be_drawn(
    slack: StandIn, tab: Callable[[Job], None], store: SqlStore
) -> None:
    slack.will("conversations.members", IN_IT)
    slack.will("views.publish", Reply({"ok": False, "error": "internal_error"}, 500))
    with pytest.raises(SlackUnavailableError):
        tab(JOB)
    assert has_home(store)


@pytest.mark.parametrize("stranger", [{"team_id": "T9"}, {"team_id": "T1", "is_stranger": True}, {}])
def test_a_person_of_another_organisation_is_shown_nothing(
    slack: StandIn, tab: Callable[[Job], None], stranger: dict[str, Any]
) -> None:
    slack.will("users.info", {"ok": True, "user": {"id": "U1", **stranger}})
    slack.will("conversations.members", IN_IT)
    tab(JOB)
    assert asked_for(slack) == []
    assert "guest from another organisation" in published(slack)[0]
    assert "Acme Retail" not in published(slack)[0]


def test_a_channel_that_the_bot_cannot_see_is_left_out(slack: StandIn, tab: Callable[[Job], None]) -> None:
    slack.will("conversations.members", {"ok": False, "error": "channel_not_found"}, IN_IT)
    tab(JOB)
    assert "<#C3>" not in published(slack)[0]
    assert "<#C1>" in published(slack)[0]
