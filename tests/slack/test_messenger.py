"""What is made of Slack's answers about people and their time zones, over real HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import ZONE_KEPT, Gateway, Zones
from bot.slack.messenger import worded
from bot.use_cases.ports import PersonFacts, Showable
from tests.slack.stand_in import Reply, StandIn


@pytest.mark.parametrize("code", ["user_not_found", "user_not_visible"])
def test_whoever_slack_does_not_know_is_not_active(slack: StandIn, gateway: Gateway, code: str) -> None:
    slack.will("users.info", {"ok": False, "error": code})
    assert gateway.person("U1") == PersonFacts("", active=False)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("missing_scope", SlackRefusedError),
        ("account_inactive", SlackUnavailableError),
        ("token_revoked", SlackUnavailableError),
    ],
)
def test_that_the_bot_may_not_ask_says_nothing_about_the_person(
    slack: StandIn, gateway: Gateway, code: str, error: type[Exception]
) -> None:
    slack.will("users.info", {"ok": False, "error": code})
    with pytest.raises(error):
        gateway.person("U1")


def test_whoever_was_deactivated_is_not_active(slack: StandIn, gateway: Gateway) -> None:
    user = {"id": "U1", "tz": "Asia/Kolkata"}
    slack.will("users.info", {"ok": True, "user": user | {"deleted": True}}, {"ok": True, "user": user})
    assert gateway.person("U1") == PersonFacts("Asia/Kolkata", active=False)
    assert gateway.person("U1") == PersonFacts("Asia/Kolkata", active=True)


def test_everything_that_can_be_shown_has_a_view() -> None:
    nothing = worded.dispatch(object)
    assert [kind for kind in get_args(Showable) if worded.dispatch(kind) is nothing] == []


NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FAILED = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})


def user(tz: Any) -> dict[str, Any]:
    return {"ok": True, "user": {"id": "U1", "name": "dana", "tz": tz}}


def test_a_zone_is_asked_once_and_again_after_a_while(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", user("Europe/Berlin"), user("Asia/Kolkata"))
    zones = Zones()
    assert zones.of(gateway, "T1", "U1", NOW) == "Europe/Berlin"
    assert zones.of(gateway, "T1", "U1", NOW + ZONE_KEPT - timedelta(seconds=1)) == "Europe/Berlin"
    assert len(slack.calls("users.info")) == 1
    assert zones.of(gateway, "T1", "U1", NOW + ZONE_KEPT) == "Asia/Kolkata"


def test_a_zone_is_known_for_one_workspace_and_person_only(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", user("Europe/Berlin"), user("Asia/Kolkata"), user("America/New_York"))
    zones = Zones()
    found = [zones.of(gateway, *who, NOW) for who in (("T1", "U1"), ("T2", "U1"), ("T1", "U2"))]
    assert found == ["Europe/Berlin", "Asia/Kolkata", "America/New_York"]


@pytest.mark.parametrize("tz", [None, "", "Mars/Olympus", "localtime", "../../etc/passwd"])
def test_a_zone_that_the_database_does_not_have_is_none(slack: StandIn, gateway: Gateway, tz: str | None) -> None:
    slack.will("users.info", user(tz))
    assert Zones().of(gateway, "T1", "U1", NOW) == ""


@pytest.mark.parametrize("reply", [FAILED, {"ok": False, "error": "user_not_found"}, Reply(raw=b"no JSON")])
def test_where_slack_does_not_say_it_is_asked_again_the_next_time(
    slack: StandIn, gateway: Gateway, reply: Reply | dict[str, Any]
) -> None:
    slack.will("users.info", reply, user("Europe/Berlin"))
    zones = Zones()
    assert zones.of(gateway, "T1", "U1", NOW) == ""
    assert zones.of(gateway, "T1", "U1", NOW) == "Europe/Berlin"


def test_a_slack_that_does_not_answer_holds_nobody_up_for_long(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", Reply(deed="stall"), user("Europe/Berlin"))
    zones = Zones()
    assert zones.of(gateway, "T1", "U1", NOW) == ""
    assert zones.of(gateway, "T1", "U1", NOW) == "Europe/Berlin"
