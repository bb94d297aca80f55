"""Drawing Home tabs over real HTTP: calls that were made are not made again, and who is gone is left alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.core.assessment import Member, Role, Status
from bot.core.errors import SlackUnavailableError
from bot.slack.app import one_workspace
from bot.slack.gateway import Gateway
from bot.slack.listeners.home import HomeTab
from bot.slack.messenger import SlackMessenger
from bot.slack.routes import Parts
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import Job
from tests.core.examples import example_framework
from tests.core.rated import assessment_of
from tests.known import peek
from tests.slack.stand_in import ME, Reply, StandIn
from tests.use_cases.fakes import HandClock

HERE = ME | {"url": "https://acme.slack.com/"}
DANA = {"ok": True, "user": {"id": "U1", "team_id": "T1", "tz": "Europe/Berlin"}}
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
    slack.will("users.info", DANA)
    slack.will("views.publish", SHOWN)
    gateway_of = one_workspace(gateway)
    parts = Parts(store, clock, lambda: (example_framework(),), gateway_of, lambda _event, _error: "7f3a")
    return partial(HomeTab().draw, parts, SlackMessenger(gateway_of))


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
