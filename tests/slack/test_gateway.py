"""What the gateway sends and reads, and what is made of Slack's answers about people, over real HTTP."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.saved import Openness
from bot.slack import blocks as b
from bot.slack.gate import UnsendableError
from bot.slack.gateway import ZONE_KEPT, Gateway, Zones
from bot.slack.messenger import worded
from bot.slack.pacing import Pacer
from bot.slack.text import JOINER
from bot.use_cases.ports import PersonFacts, Presence, Showable, Worded
from tests.slack.stand_in import ME, MESSAGE, POSTED, SECRET, TOKEN, VIEW, WORDED, Reply, StandIn, post


def test_a_post_carries_its_key_and_nothing_that_unfurls_or_links(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.postMessage", POSTED)
    assert post(gateway) == "1792390200.000100"
    (sent,) = slack.calls("chat.postMessage")
    assert sent["blocks"][0]["block_id"] == "q:7"
    assert sent | {"blocks": []} == {
        "channel": "C1",
        "thread_ts": "1.0",
        "text": SECRET,
        "blocks": [],
        "unfurl_links": False,
        "unfurl_media": False,
        "link_names": False,
        "parse": "none",
    }  # fmt: skip - one payload
    assert slack.heard[0].authorization == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    "send",
    [
        lambda g, m: g.post("C1", None, "k", Worded("d1", m)),
        lambda g, m: g.update("C1", "1.0", "k", Worded("d1", m)),
        lambda g, m: g.whisper("C1", None, "U1", Worded("d1", m)),
        lambda g, m: g.respond(response_url="http://127.0.0.1:1/x", message=m),
        lambda g, m: g.open_view(trigger="t", view=b.modal("T", list(m.blocks), callback_id="c")),
        lambda g, m: g.update_view(view_id="V1", hash="h", view=b.modal("T", list(m.blocks), callback_id="c")),
        lambda g, m: g.publish_home(person="U1", view=b.home(list(m.blocks))),
    ],
)
def test_no_way_out_goes_around_the_gate(
    slack: StandIn, gateway: Gateway, send: Callable[[Gateway, b.Message], None]
) -> None:
    with pytest.raises(UnsendableError):
        send(gateway, b.Message("words", (b.section("<!channel>"),)))
    assert slack.heard == []


def test_a_message_is_updated_under_its_key_and_deleted_once(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.update", POSTED)
    slack.will(
        "chat.delete", POSTED, {"ok": False, "error": "message_not_found"}, {"ok": False, "error": "is_archived"}
    )
    gateway.update("C1", "1.0", "q:7", WORDED)
    assert slack.calls("chat.update")[0]["blocks"][0]["block_id"] == "q:7"
    gateway.delete(channel="C1", ts="1.0")
    gateway.delete(channel="C1", ts="1.0")
    with pytest.raises(SlackRefusedError, match="is_archived"):
        gateway.delete(channel="C1", ts="1.0")


def keyed(ts: str, key: str, **fields: Any) -> dict[str, Any]:
    return {"ts": ts, "user": "UBOT", "blocks": [{"type": "section", "block_id": key}, {"block_id": "q:8"}]} | fields


@pytest.mark.parametrize("told", [{}, {"thread_ts": "2.0"}, {"thread_ts": None}])
def test_what_was_sent_to_a_thread_that_is_gone_does_not_stay_in_the_channel(
    slack: StandIn, gateway: Gateway, told: dict[str, Any]
) -> None:
    slack.will("chat.postMessage", POSTED | {"message": {"text": SECRET, "ts": POSTED["ts"], **told}})
    slack.will("chat.delete", POSTED)
    with pytest.raises(SlackRefusedError) as refusal:
        post(gateway)
    assert (refusal.value.code, refusal.value.needs_people) == ("thread_not_found", True)
    assert [each["ts"] for each in slack.calls("chat.delete")] == [POSTED["ts"]]


@pytest.mark.parametrize(
    "ask",
    [
        lambda g: g.read_thread("T1", "C1", "1.0", "1.5"),
        lambda g: g.standing("C1", "1.0", ""),
    ],
)
def test_a_thread_whose_first_message_was_deleted_is_gone(
    slack: StandIn, gateway: Gateway, ask: Callable[[Gateway], object]
) -> None:
    root = {"ts": "1.0", "thread_ts": "1.0", "subtype": "tombstone", "user": "USLACKBOT"}
    slack.will("auth.test", ME)
    slack.will("conversations.replies", {"ok": True, "messages": [root, keyed("2.0", "q:7")]})
    with pytest.raises(SlackRefusedError) as refusal:
        ask(gateway)
    assert refusal.value.code == "thread_not_found"


def test_where_it_cannot_be_taken_back_at_once_it_is_looked_for_again(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.postMessage", POSTED | {"message": {"text": SECRET, "ts": POSTED["ts"]}})
    slack.will("chat.delete", Reply({}, status=500))
    with pytest.raises(SlackUnavailableError) as failed:
        post(gateway)
    assert failed.value.maybe_done


def test_what_stands_in_its_thread_stays(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.postMessage", POSTED | {"message": {"thread_ts": "1.0", "ts": POSTED["ts"]}})
    assert post(gateway) == POSTED["ts"]
    assert slack.calls("chat.delete") == []


def test_a_message_is_found_by_its_key_on_a_later_page(slack: StandIn, gateway: Gateway) -> None:
    odd = [None, {}, {"user": "UBOT"}, {"user": "UBOT", "blocks": []}, {"user": "UBOT", "blocks": [1]}]
    foreign = keyed("3.0", "q:7", user="U1")
    first = {"ok": True, "messages": [*odd, foreign, keyed("4.0", "q:6")], "response_metadata": {"next_cursor": "more"}}
    second = {"ok": True, "messages": [keyed("5.0", "q:7", user=None, bot_id="BBOT")]}
    slack.will("auth.test", ME)
    slack.will("conversations.replies", first, second)
    assert gateway.find(channel="C1", thread="1.0", key="q:7") == "5.0"
    one, two = slack.calls("conversations.replies")
    assert (one["ts"], "cursor" in one, two["cursor"]) == ("1.0", False, "more")


def test_a_key_in_another_block_or_of_another_person_is_not_found(slack: StandIn, gateway: Gateway) -> None:
    slack.will("auth.test", ME)
    slack.will("conversations.history", {"ok": True, "messages": [keyed("4.0", "q:6"), keyed("3.0", "q:7", user="U1")]})
    assert gateway.find(channel="C1", thread=None, key="q:7") is None
    assert gateway.find(channel="C1", thread=None, key="q:8") is None
    assert len(slack.calls("auth.test")) == 1


def test_a_search_ends_even_when_pages_do_not(slack: StandIn, gateway: Gateway) -> None:
    slack.will("auth.test", ME)
    slack.will("conversations.history", {"ok": True, "messages": [], "response_metadata": {"next_cursor": "again"}})
    assert gateway.find(channel="C1", thread=None, key="q:7") is None
    assert len(slack.calls("conversations.history")) == 10


def test_private_words_reach_one_person(slack: StandIn, gateway: Gateway) -> None:
    slack.will("chat.postEphemeral", {"ok": True, "message_ts": "1.0"})
    slack.will("conversations.open", {"ok": True, "channel": {"id": "D1"}}, {"ok": True, "channel": None}, {"ok": True})
    gateway.whisper("C1", "1.0", "U1", WORDED)
    assert slack.calls("chat.postEphemeral")[0]["user"] == "U1"
    assert gateway.direct_channel("U1") == "D1"
    assert slack.calls("conversations.open") == [{"users": "U1"}]
    for _ in range(2):
        with pytest.raises(SlackUnavailableError, match="no direct message"):
            gateway.direct_channel("U1")


def test_a_response_url_is_answered_or_replaced(slack: StandIn, gateway: Gateway) -> None:
    slack.will("answer", Reply(raw=b"ok"))
    url = slack.url + "answer"
    gateway.respond(response_url=url, message=MESSAGE)
    gateway.respond(response_url=url, message=MESSAGE, replaces=True)
    first, second = slack.calls("answer")
    assert (first["response_type"], first["replace_original"], first["text"]) == ("ephemeral", False, SECRET)
    assert second["replace_original"] is True
    assert {heard.authorization for heard in slack.heard} == {""}


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=404, raw=b"used_url"), SlackRefusedError),
        (Reply(status=429, raw=b"", headers={"Retry-After": "3"}), SlackUnavailableError),
        (Reply(status=500, raw=b""), SlackUnavailableError),
        (Reply(deed="reset"), SlackUnavailableError),
    ],
)
def test_a_response_url_that_fails_is_explained(
    slack: StandIn, gateway: Gateway, reply: Reply, error: type[Exception]
) -> None:
    slack.will("answer", reply)
    with pytest.raises(error):
        gateway.respond(response_url=slack.url + "answer", message=MESSAGE)
    assert len(slack.calls("answer")) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_response_url_leads_nowhere_else(slack: StandIn, gateway: Gateway, status: int) -> None:
    slack.will("answer", Reply(status=status, raw=b"", headers={"Location": f"{slack.url}elsewhere"}))
    slack.will("elsewhere", Reply(raw=b"ok"))
    with pytest.raises(SlackRefusedError, match=f"http_{status}"):
        gateway.respond(response_url=slack.url + "answer", message=MESSAGE)
    assert slack.calls("elsewhere") == []


def test_views_are_opened_updated_and_published(slack: StandIn, gateway: Gateway) -> None:
    for method in ("views.open", "views.update", "views.publish"):
        slack.will(method, {"ok": True, "view": {"id": "V1", "hash": "h1", "blocks": []}})
    opened = gateway.open_view(trigger="t1", view=VIEW)
    assert (opened.id, opened.hash) == ("V1", "h1")
    gateway.update_view(view_id="V1", hash="h1", view=VIEW)
    gateway.update_view(view_id="V1", hash=None, view=VIEW)
    gateway.publish_home(person="U1", view=b.home([b.divider()]))
    assert slack.calls("views.open")[0]["trigger_id"] == "t1"
    assert [call.get("hash") for call in slack.calls("views.update")] == ["h1", None]
    assert slack.calls("views.publish")[0]["user_id"] == "U1"


def test_members_are_read_page_by_page(slack: StandIn, gateway: Gateway) -> None:
    first = {"ok": True, "members": ["U1", "U2", 3], "response_metadata": {"next_cursor": "more"}}
    last = {"ok": True, "members": ["U4"], "response_metadata": {"next_cursor": ""}}
    slack.will("conversations.members", first, last, first, first, last)
    asked = [gateway.presence(channel="C1", person=each) for each in ("U4", "U2", "U9")]
    assert asked == [Presence.IN, Presence.IN, Presence.OUT]
    assert [call.get("cursor") for call in slack.calls("conversations.members")] == [None, "more", None, None, "more"]


@pytest.mark.parametrize(
    ("code", "means"),
    [
        ("channel_not_found", Presence.UNSEEN),
        ("not_in_channel", Presence.UNSEEN),
        ("no_permission", Presence.UNKNOWN),
        ("missing_scope", Presence.UNKNOWN),
        ("a_word_of_the_future", Presence.UNKNOWN),
    ],
)
def test_no_refusal_says_that_a_person_is_in_a_channel(
    slack: StandIn, gateway: Gateway, code: str, means: Presence
) -> None:
    slack.will("conversations.members", {"ok": False, "error": code})
    assert gateway.presence(channel="C1", person="U1") is means


PUBLIC = {"id": "C1", "is_channel": True, "is_private": False, "is_shared": False, "is_ext_shared": False}


@pytest.mark.parametrize(
    ("found", "openness"),
    [
        (PUBLIC, Openness.PUBLIC),
        ({"id": "C1", "is_channel": True, "is_private": False}, Openness.PUBLIC),
        *(
            (PUBLIC | {name: True}, Openness.PRIVATE)
            for name in ("is_private", "is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared", "is_im")
        ),
        (PUBLIC | {"is_private": None}, Openness.PRIVATE),
        (PUBLIC | {"is_ext_shared": "yes"}, Openness.PRIVATE),
        ({"id": "C1"}, Openness.PRIVATE),
        (["C1"], Openness.PRIVATE),
        (None, Openness.PRIVATE),
    ],
)
def test_a_channel_is_public_only_where_slack_says_so_clearly(
    slack: StandIn, gateway: Gateway, found: object, openness: Openness
) -> None:
    slack.will("conversations.info", {"ok": True, "channel": found})
    assert gateway.openness(channel="C1") is openness


@pytest.mark.parametrize("code", ["channel_not_found", "missing_scope", "internal_error", "a_word_of_the_future"])
def test_no_refusal_makes_a_channel_public(slack: StandIn, gateway: Gateway, code: str) -> None:
    slack.will("conversations.info", {"ok": False, "error": code})
    assert gateway.openness(channel="C1") is Openness.PRIVATE


def test_a_person_is_read_with_care(slack: StandIn, gateway: Gateway) -> None:
    user = {"id": "U1", "team_id": "T1", "tz": "Europe/Berlin", "name": "dana", "real_name": "Dana Diaz"}
    bare = {"id": "U1", "name": "dana", "profile": None, "tz": None, "deleted": True}
    slack.will("users.info", {"ok": True, "user": user}, {"ok": True, "user": bare}, {"ok": True, "user": ["U1"]})
    full, little = gateway.info(person="U1"), gateway.info(person="U1")
    assert (full.tz, full.team_id, full.deleted, full.is_stranger) == ("Europe/Berlin", "T1", False, False)
    assert (little.tz, little.team_id, little.deleted, little.is_bot) == ("", "", True, False)
    with pytest.raises(SlackUnavailableError, match="PersonInfo"):
        gateway.info(person="U1")


def test_a_message_waits_for_no_name_and_asks_for_each_once(slack: StandIn, gateway: Gateway) -> None:
    named = {"ok": True, "user": {"id": "U0DANA0001", "profile": {"display_name": "dana"}}}
    slack.will("users.info", Reply(status=500), named, {"ok": False, "error": "user_not_found"})
    slack.will("chat.postMessage", POSTED)
    for _ in range(3):
        words = "@U0DANA0001 and @U0GONE0001 look at it"
        gateway.post("C1", "1.0", "q:7", Worded("d1", b.Message(words, (b.section(words),))))
    assert [each["user"] for each in slack.calls("users.info")] == ["U0DANA0001", "U0DANA0001", "U0GONE0001"]
    texts = [each["text"].replace(JOINER, "") for each in slack.calls("chat.postMessage")]
    assert texts == ["@somebody and @somebody look at it", *["@dana and @somebody look at it"] * 2]


def test_a_channel_is_joined(slack: StandIn, gateway: Gateway) -> None:
    slack.will("conversations.join", {"ok": True, "channel": {"id": "C1"}})
    gateway.join(channel="C1")
    assert slack.calls("conversations.join") == [{"channel": "C1"}]


def test_a_post_that_would_be_too_fast_is_not_sent(slack: StandIn) -> None:
    slack.will("chat.postMessage", POSTED)
    gateway = Gateway(token=TOKEN, base_url=slack.url, pacer=Pacer(lambda: 5.0))
    for _ in range(3):
        post(gateway)
    with pytest.raises(SlackUnavailableError, match="too fast") as failure:
        post(gateway)
    assert (failure.value.retry_after, failure.value.maybe_done) == (1.0, False)
    assert len(slack.calls("chat.postMessage")) == 3


def test_after_a_429_the_channel_is_left_alone_as_long_as_slack_asked(slack: StandIn) -> None:
    slack.will("chat.postMessage", Reply({"ok": False}, 429, {"Retry-After": "40"}), POSTED)
    pacer = Pacer(lambda: 5.0)
    gateway = Gateway(token=TOKEN, base_url=slack.url, pacer=pacer)
    for _ in range(2):
        with pytest.raises(SlackUnavailableError) as failure:
            post(gateway)
        assert failure.value.retry_after == 40.0
    assert len(slack.calls("chat.postMessage")) == 1
    gateway.post("C2", None, "k", WORDED)


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
