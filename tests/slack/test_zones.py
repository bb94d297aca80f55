"""Whose time zone is asked of Slack, how long it is known, and what is done when Slack does not say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.slack.gateway import Gateway
from bot.slack.zones import KEPT, Zones
from tests.slack.stand_in import Reply, StandIn

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
FAILED = Reply({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})


def user(tz: Any) -> dict[str, Any]:
    return {"ok": True, "user": {"id": "U1", "name": "dana", "tz": tz}}


def test_a_zone_is_asked_once_and_again_after_a_while(slack: StandIn, gateway: Gateway) -> None:
    slack.will("users.info", user("Europe/Berlin"), user("Asia/Kolkata"))
    zones = Zones()
    assert zones.of(gateway, "T1", "U1", NOW) == "Europe/Berlin"
    assert zones.of(gateway, "T1", "U1", NOW + KEPT - timedelta(seconds=1)) == "Europe/Berlin"
    assert len(slack.calls("users.info")) == 1
    assert zones.of(gateway, "T1", "U1", NOW + KEPT) == "Asia/Kolkata"


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
