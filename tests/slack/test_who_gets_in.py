"""Who gets in, by whole deliveries: members and not, outsiders, an organisation's workspaces, and forms with gaps."""

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.core.assessment import Status
from bot.slack.app import one_workspace, slack_app
from bot.slack.arrivals import where_installed
from bot.slack.gateway import Gateway, GatewayOf
from bot.slack.intake import Intake
from bot.slack.routes import Parts
from bot.store.store import SqlStore
from bot.use_cases.lost_threads import THREAD_GONE
from bot.use_cases.stays import Stays
from tests.core.examples import example_framework
from tests.known import peek, sure, write
from tests.slack.stand_in import Reply, StandIn
from tests.use_cases.fakes import HandClock

SECRET = "the-secret-of-the-test"
HOOK = "/api/hook"
SLUG = example_framework().slug


def refused(code: str) -> dict[str, Any]:
    return {"ok": False, "error": code}


class Door:
    """The bot behind its door, and a Slack that answers as it is told."""

    def __init__(
        self,
        slack: StandIn,
        gateway_of: GatewayOf,
        store: SqlStore,
        meet: Callable[[str, str], None] | None = None,
        clock: HandClock | None = None,
    ) -> None:
        self.slack = slack
        self.store = store
        clock = clock or HandClock()
        self.stays = Stays(store, clock)
        found = where_installed(gateway_of, self.stays)
        parts = Parts(store, clock, lambda: (example_framework(),), found, self._report, known_stays=self.stays)
        app = slack_app(parts, signing_secret=SECRET, base_url=slack.url)
        self.logged: list[str] = []
        self.missed = 0
        self.intake = Intake(app, SECRET, self._report, self._miss, meet)
        slack.will("auth.test", {"ok": True, "user_id": "UBOT", "team_id": "T1"})
        slack.will("views.open", {"ok": True, "view": {"id": "V1"}})
        slack.will("views.update", {"ok": True, "view": {"id": "V1"}})
        slack.will("conversations.members", {"ok": True, "members": ["U1"]})
        slack.will("hook", Reply(raw=b"ok"))

    def _report(self, event: str, _error: Exception) -> str:
        self.logged.append(event)
        return "7f3a"

    def _miss(self) -> None:
        self.missed += 1

    def deliver(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Deliver it as Slack would; return the status and the JSON of the answer."""
        text, kind = json.dumps(body), "application/json"
        if "command" in body:
            text = "&".join(f"{name}={quote(str(value))}" for name, value in body.items() if value is not None)
            kind = "application/x-www-form-urlencoded"
        elif "event" not in body and "minute_rate_limited" not in body:
            text, kind = f"payload={quote(text)}", "application/x-www-form-urlencoded"
        stamp = str(int(time.time()))
        signed = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=text) or ""
        headers = {"content-type": kind, "x-slack-request-timestamp": stamp, "x-slack-signature": signed}
        status, _, answer = self.intake.answer(text, headers)
        return status, json.loads(answer) if answer.startswith("{") else {}

    def heard(self) -> str:
        """Return what was said at the address at which a press is answered."""
        return " ".join(each.get("text", "") for each in self.slack.calls("hook"))

    def started(self, workspace: str = "T1", channel: str = "C1") -> list[str]:
        return [each.subject for each in peek(self.store).lines(workspace, channel)]


@pytest.fixture
def door(slack: StandIn, gateway: Gateway, store: SqlStore) -> Door:
    return Door(slack, one_workspace(gateway), store)


def command(name: str = "/cx-assess", **more: Any) -> dict[str, Any]:
    return {
        "command": name,
        "team_id": "T1",
        "user_id": "U1",
        "channel_id": "C1",
        "channel_name": "team",
        "text": "acme",
        "trigger_id": "t",
        **more,
    }


def form(subject: str | None = "Acme", metadata: str = "C1", **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "framework": {"pick_framework": {"type": "static_select", "selected_option": {"value": SLUG}}},
        "subject": {"value": {"type": "plain_text_input", "value": subject}},
    }
    view = {
        "id": "V1",
        "hash": "1.a",
        "type": "modal",
        "callback_id": "start",
        "private_metadata": metadata,
        "state": {"values": values},
        "app_installed_team_id": "T1",
    }
    body = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}, "view": view}
    return {**body, **more}


def press(slack: StandIn, action_id: str = "share", home: str = "T1", **more: Any) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1", "team_id": home},
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C1"},
        "trigger_id": "t",
        "response_url": slack.url.removesuffix("/api/") + HOOK,
        "actions": [{"action_id": action_id, "value": "abcdefghij", "action_ts": "1700000000.000200"}],
        **more,
    }


@pytest.mark.parametrize(
    ("answer", "gets_in"),
    [
        ({"ok": True, "members": ["U1"]}, True),
        ({"ok": True, "members": ["U9"]}, False),
        ({"ok": True, "members": []}, False),
        (refused("fetch_members_failed"), False),
        (refused("missing_scope"), False),
        (refused("access_denied"), False),
        (refused("enterprise_is_restricted"), False),
        (refused("a_word_of_the_future"), False),
        (refused("ratelimited"), False),
        (refused("internal_error"), False),
        (Reply("oh dear", 500), False),
        (Reply(deed="reset"), False),
    ],
    ids=str,
)
def test_only_slacks_yes_lets_anybody_start(door: Door, answer: Any, *, gets_in: bool) -> None:
    door.slack.will("conversations.members", answer)
    status, said = door.deliver(form())
    assert status == 200
    assert door.started() == (["Acme"] if gets_in else [])
    assert gets_in is (said.get("response_action") != "errors")


def test_what_is_started_in_a_channel_that_the_bot_cannot_see_is_marked_to_be_checked(door: Door) -> None:
    door.slack.will("conversations.members", refused("channel_not_found"))
    assert door.deliver(form())[0] == 200
    (line,) = peek(door.store).lines("T1", "C1")
    assert peek(door.store).hints("T1", line.id, "U1") == {"unchecked"}


ORGANISATION = {"ok": True, "user_id": "UBOT", "team_id": "T1", "enterprise_id": "E1"}
STRANGER = {"ok": True, "user": {"id": "U1", "team_id": "T2", "is_stranger": True}}
ELSEWHERE = {"ok": True, "user": {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}}
COLLEAGUE = {"ok": True, "user": {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}}
ALONE = {"ok": True, "user_id": "UBOT", "team_id": "T1"}
OUTSIDERS = [
    (ALONE, STRANGER, False),
    (ALONE, COLLEAGUE, False),  # Slack has no say where the workspace is of no organisation
    (ORGANISATION, STRANGER, False),
    (ORGANISATION, ELSEWHERE, False),
    (ORGANISATION, refused("user_not_found"), False),
    (ORGANISATION, refused("missing_scope"), False),
    (ORGANISATION, COLLEAGUE, True),
]


@pytest.mark.parametrize(("me", "person", "gets_in"), OUTSIDERS)
def test_whoever_is_of_another_team_is_a_colleague_by_slacks_word_alone(
    door: Door, me: Any, person: Any, *, gets_in: bool
) -> None:
    door.slack.will("auth.test", me)
    door.slack.will("users.info", person)
    outside = {"id": "U1", "team_id": "T2"}
    assert door.deliver(press(door.slack, "draft.ask", "T2", enterprise={"id": "E1"}))[0] == 200
    assert ("guest from another organisation" in door.heard()) is not gets_in
    _, said = door.deliver(form(enterprise={"id": "E1"}, user=outside))
    assert (said.get("response_action") == "errors") is not gets_in
    assert door.started() == (["Acme"] if gets_in else [])


def test_while_slack_does_not_say_who_a_person_is_nothing_is_taken_and_they_can_try_again(door: Door) -> None:
    door.slack.will("auth.test", ORGANISATION)
    door.slack.will("users.info", Reply("oh dear", 500))
    _, said = door.deliver(form(enterprise={"id": "E1"}, user={"id": "U1", "team_id": "T2"}))
    assert "try it again" in json.dumps(said)
    assert door.started() == []


@pytest.mark.parametrize("action_id", ["share", "unshare", "show_card", "press.level.3", "draft.accept", "due.skip"])
def test_an_outsiders_press_gets_a_private_word_whatever_it_is(door: Door, action_id: str) -> None:
    assert door.deliver(press(door.slack, action_id, "T2"))[0] == 200
    assert "guest from another organisation" in door.heard()


WIDE = {"ok": True, "user_id": "UBOT", "team_id": "E1", "enterprise_id": "E1", "is_enterprise_install": True}
WIDE_BY_TEAM = {"ok": True, "user_id": "UBOT", "team_id": "E1"}
WIDE_OF_FIRST = WIDE | {"team_id": "T5"}


@pytest.mark.parametrize("me", [WIDE, WIDE_BY_TEAM, WIDE_OF_FIRST, WIDE | {"team_id": ""}], ids=str)
@pytest.mark.parametrize("team", ["T1", "T2"])
def test_one_token_of_an_organisation_serves_its_workspaces_each_by_itself(door: Door, me: Any, team: str) -> None:
    door.slack.will("auth.test", me)
    status, said = door.deliver(command(team_id=team, enterprise_id="E1", is_enterprise_install="true"))
    assert (status, said) == (200, {})
    assert len(door.slack.calls("views.open")) == 1
    body = form(team={"id": team}, enterprise={"id": "E1"}, user={"id": "U1", "team_id": team})
    body["view"]["app_installed_team_id"] = team
    assert door.deliver(body)[0] == 200
    assert (door.started(team), door.started("T3")) == (["Acme"], [])


def test_a_form_that_names_no_team_is_of_the_persons_own_where_slack_says_so(door: Door) -> None:
    door.slack.will("auth.test", WIDE)
    door.slack.will("users.info", {"ok": True, "user": {"id": "U1", "team_id": "T2"}})
    body = form(team=None, enterprise={"id": "E1"}, is_enterprise_install=True, user={"id": "U1", "team_id": "T2"})
    body["view"]["app_installed_team_id"] = "E1"
    assert door.deliver(body)[0] == 200
    assert door.started("T2") == ["Acme"]


@pytest.mark.parametrize("me", [ALONE, ORGANISATION, WIDE], ids=str)
def test_a_workspace_that_the_token_is_not_for_is_told_so(door: Door, me: Any) -> None:
    door.slack.will("auth.test", me)
    elsewhere = {"team_id": "T9", "enterprise_id": "E9"}
    status, said = door.deliver(command(**elsewhere))
    assert status == 200
    assert "not installed for you" in said["text"]
    assert door.deliver(press(door.slack, home="T9", team={"id": "T9"}, enterprise={"id": "E9"}))[0] == 200
    assert "not installed for you" in door.heard()
    body = form(team={"id": "T9"}, enterprise={"id": "E9"}, user={"id": "U1", "team_id": "T9"})
    del body["view"]["app_installed_team_id"]
    assert door.deliver(body) == (200, {})  # no form of ours can be open there
    event = {"type": "member_joined_channel", "user": "U1", "channel": "C1"}
    assert door.deliver({"type": "event_callback", **elsewhere, "event_id": "Ev1", "event": event}) == (200, {})
    assert door.started("T9") == []


@pytest.mark.parametrize("name", ["/cx-assess", "/cx-remind"])
@pytest.mark.parametrize("place", [{"channel_id": "D1"}, {"channel_name": "mpdm-dana--sam-1"}], ids=str)
def test_no_form_opens_in_a_message_among_people(door: Door, name: str, place: dict[str, str]) -> None:
    status, said = door.deliver(command(name, text="", **place))
    assert status == 200
    assert "in the channel" in said["text"]
    assert door.slack.calls("views.open") == []


def test_a_press_that_names_no_team_is_of_the_workspace_whose_message_it_is_under(door: Door) -> None:
    door.slack.will("auth.test", WIDE)
    door.slack.will("users.info", COLLEAGUE)
    named = {"team": None, "enterprise": {"id": "E1"}, "message": {"team": "T1"}}
    assert door.deliver(press(door.slack, "draft.ask", "T2", **named))[0] == 200
    assert "do not know this assessment" in door.heard()  # it was taken, and looked for


def event(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": kind, **more}}


@pytest.mark.parametrize(
    "body",
    [
        event("channel_id_changed", old_channel_id="C1", new_channel_id="C2", event_ts="1.0"),
        event("channel_unarchive", channel="C1", user="U1"),
        event("group_unarchive", channel="G1", user="U1"),
        event("channel_deleted", channel="C1"),
        event("group_deleted", channel="G1"),
        event("member_left_channel", channel="C1", user="U1"),
        event("user_change", user={"id": "U1", "team_id": "T1", "deleted": True}),
        event("app_uninstalled"),
        event("tokens_revoked", tokens={"bot": ["UBOT"]}),
        event("channel_rename", channel={"id": "C1", "name": "new"}),
        event("team_rename", name="New"),
    ],
    ids=lambda body: body["event"]["type"],
)
def test_what_slack_says_of_channels_people_and_the_app_is_taken(door: Door, body: dict[str, Any]) -> None:
    assert [door.deliver(body) for _ in range(2)] == [(200, {}), (200, {})]
    kind = body["event"]["type"]
    assert door.logged == (["app_uninstalled"] if kind in ("app_uninstalled", "tokens_revoked") else [])


def in_thread(door: Door) -> str:
    """Have an assessment in a thread of C1; give its id."""
    door.deliver(form())
    (line,) = peek(door.store).lines("T1", "C1")
    write(door.store).set_thread("T1", line.id, "1.000100")
    return line.id


def test_a_deleted_headline_has_its_thread_noted_as_gone_and_no_other_message_has(door: Door) -> None:
    key = in_thread(door)
    for ts, thread, gone in (("2.000100", "1.000100", False), ("3.000100", None, False), ("1.000100", None, True)):
        message = {"type": "message", "ts": ts, "user": "UBOT", "bot_id": "B1"}
        message |= {"thread_ts": thread} if thread else {}
        door.deliver(event("message", subtype="message_deleted", channel="C1", ts="9.0", previous_message=message))
        hints = peek(door.store).hints("T1", key, "U1")
        assert any(each.startswith(THREAD_GONE) for each in hints) is gone


def test_an_old_id_that_is_deleted_closes_nothing_under_the_new_one(door: Door) -> None:
    key = in_thread(door)
    door.deliver(event("channel_id_changed", old_channel_id="C1", new_channel_id="C9", event_ts="1.0"))
    for channel, status in (("C1", Status.OPEN), ("C9", Status.STOPPED)):
        door.deliver(event("channel_deleted", channel=channel))
        found = sure(peek(door.store).assessment("T1", key))
        assert (found.channel, found.status) == ("C9", status)


def test_that_events_were_held_back_is_logged_and_told_on(door: Door) -> None:
    body = {"type": "app_rate_limited", "team_id": "T1", "api_app_id": "A1", "minute_rate_limited": 1518467820}
    assert door.deliver(body) == (200, {})
    assert (door.logged, door.missed) == (["events_held_back"], 1)


def updated_metadata(door: Door, subject: str) -> str:
    """Pick a framework in the open form, and return the metadata of the form as the bot changed it."""
    view = form(subject)["view"]
    picked = press(door.slack, "pick_framework", view=view, channel=None, container={"type": "view", "view_id": "V1"})
    action = {"action_id": "pick_framework", "selected_option": {"value": SLUG}, "action_ts": "1700000000.000200"}
    assert door.deliver(picked | {"actions": [action]})[0] == 200
    (updated,) = door.slack.calls("views.update")
    sent = updated["view"] if isinstance(updated["view"], dict) else json.loads(updated["view"])
    return str(sent["private_metadata"])


@pytest.mark.parametrize(("typed", "means"), [(None, "Acme"), ("", "Acme"), ("Globex", "Globex")])
def test_a_field_that_comes_back_as_null_after_an_update_keeps_what_it_was_filled_in_with(
    door: Door, typed: str | None, means: str
) -> None:
    assert door.deliver(form(typed, updated_metadata(door, "Acme")))[0] == 200
    assert door.started() == [means]


def test_a_form_that_was_never_changed_asks_for_what_is_missing(door: Door) -> None:
    assert door.deliver(form(None))[1]["response_action"] == "errors"
