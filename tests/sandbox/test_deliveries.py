"""What the app is sent, when it is sent again, and when it is not told at all."""

import threading
from typing import Any

import pytest

from bot.sandbox.limits import EVENT_RETRIES


def test_no_event_reaches_an_app_whose_bot_is_not_in_the_channel(slack: Any) -> None:
    slack.person("riley", "C0LEADS001").say("only among leads")
    slack.person("sam", "C0GENERAL1").say("hello <everybody>, @cxbot too")
    slack.settle()
    assert slack.app.deliveries == []


def test_no_event_is_sent_that_the_manifest_does_not_ask_for(slack: Any) -> None:
    slack.sandbox._world.manifest = {**slack.sandbox._world.manifest, "settings": {}}
    slack.person("dana").say("hello")
    slack.settle()
    assert slack.app.deliveries == []


def test_a_message_arrives_signed_with_its_text_encoded(slack: Any) -> None:
    slack.person("dana").say("@Sam & #general <b> see https://example.org/a?b=1&c=2.")
    slack.settle()
    assert slack.app.deliveries[0]["path"] == "/slack/events"
    [event] = slack.app.events("message")
    assert event["text"] == (
        "<@U0SAM00001> &amp; <#C0GENERAL1|general> &lt;b&gt; see <https://example.org/a?b=1&amp;c=2>."
    )
    assert (event["channel"], event["channel_type"], event["user"]) == ("C0CXTEAM01", "channel", "U0DANA0001")


def test_typed_markup_is_text_and_no_mention(slack: Any) -> None:
    slack.person("dana").say("<!channel> <@U0SAM00001>")
    slack.settle()
    assert slack.app.events("message")[0]["text"] == "&lt;!channel&gt; &lt;@U0SAM00001&gt;"


def test_a_mention_is_told_twice_as_slack_does(slack: Any) -> None:
    ts = slack.person("dana").say("@cxbot help")
    slack.settle()
    assert [event["ts"] for event in (*slack.app.events("message"), *slack.app.events("app_mention"))] == [ts, ts]


def test_a_reply_names_its_thread(slack: Any) -> None:
    dana = slack.person("dana")
    parent = dana.say("top")
    reply = slack.person("sam").say("3, because", thread=parent)
    slack.settle()
    event = next(event for event in slack.app.events("message") if event["ts"] == reply)
    assert (event["thread_ts"], event["parent_user_id"]) == (parent, dana.id)
    assert [message["ts"] for message in dana.thread(parent)] == [parent, reply]
    assert dana.sees()[-1]["reply_count"] == 1


def test_an_edit_and_a_deletion_are_told_with_the_message_as_it_was(slack: Any) -> None:
    dana = slack.person("dana")
    ts = dana.say("2")
    dana.edit(ts, "3")
    dana.delete(ts)
    slack.settle()
    [changed], [deleted] = slack.app.events("message_changed"), slack.app.events("message_deleted")
    assert (changed["previous_message"]["text"], changed["message"]["text"], changed["message"]["ts"]) == ("2", "3", ts)
    assert (deleted["deleted_ts"], deleted["previous_message"]["text"]) == (ts, "3")


def test_the_bots_own_update_comes_back_to_it(slack: Any) -> None:
    ts = slack.call("chat.postMessage", channel="C0CXTEAM01", text="one")["ts"]
    slack.call("chat.update", channel="C0CXTEAM01", ts=ts, text="two")
    slack.settle()
    [changed] = slack.app.events("message_changed")
    assert changed["message"]["text"] == "two"
    assert changed["message"]["bot_id"] == "B0CXBOT001"


def test_a_shared_channel_tells_whose_team_a_stranger_is_of(slack: Any) -> None:
    slack.person("ellis", "C0PARTNER1").say("hello from outside")
    slack.settle()
    payload = slack.app.deliveries[0]["payload"]
    assert payload["is_ext_shared_channel"] is True
    assert (payload["team_id"], payload["event"]["team"]) == ("T0ACME0001", "T0PARTNER1")


def test_an_event_that_fails_is_sent_again_three_times_with_the_same_id(slack: Any) -> None:
    slack.app.answer = lambda _delivery: (500, "")
    slack.person("dana").say("hello")
    for seconds in (0, *EVENT_RETRIES[1:]):
        slack.settle()
        slack.sandbox.clock.advance(seconds + 1)
    slack.settle()
    slack.sandbox.clock.advance(3600)
    slack.settle()
    assert len({delivery["payload"]["event_id"] for delivery in slack.app.deliveries}) == 1
    assert [delivery["headers"].get("x-slack-retry-num") for delivery in slack.app.deliveries] == [None, "1", "2", "3"]
    assert slack.app.deliveries[1]["headers"]["x-slack-retry-reason"] == "http_error"


def test_a_retry_waits_for_its_minute(slack: Any) -> None:
    slack.app.answer = lambda _delivery: (500, "")
    slack.person("dana").say("hello")
    slack.settle()
    assert len(slack.app.deliveries) == 2
    slack.sandbox.clock.advance(50)
    slack.settle()
    assert len(slack.app.deliveries) == 2


def test_an_app_that_is_too_slow_did_not_answer(slack: Any) -> None:
    slack.sandbox._delivery.seconds = 0.2
    released = threading.Event()
    slack.app.answer = lambda _delivery: (200, str(released.wait(60)))
    dana = slack.person("dana")
    dana.command("/cx-assess")
    [notice] = dana.wait_for(lambda person: person.notices())
    released.set()
    assert notice.startswith("/cx-assess did not answer in 3 seconds")


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_command_that_fails_is_not_sent_again(slack: Any, status: int) -> None:
    slack.app.answer = lambda _delivery: (status, "")
    dana = slack.person("dana")
    dana.command("/cx-assess acme")
    assert f"HTTP status {status}" in dana.wait_for(lambda person: person.notices())[0]
    slack.sandbox.clock.advance(3600)
    slack.settle()
    assert len(slack.app.deliveries) == 1


def test_the_answer_to_a_command_is_seen_by_the_asker_only(slack: Any) -> None:
    slack.app.answer = lambda _delivery: (200, '{"text": "only for you"}')
    dana, sam = slack.person("dana"), slack.person("sam")
    dana.command("/cx-assess")
    [message] = dana.wait_for(lambda person: person.sees())
    assert (message["text"], message["ephemeral"], sam.sees()) == ("only for you", True, [])


def test_command_text_is_encoded_as_the_manifest_says(slack: Any) -> None:
    dana = slack.person("dana")
    dana.command("/cx-assess @Sam a&b")
    dana.command("/cx-raw @Sam a&b")
    slack.settle()
    texts = {d["payload"]["command"]: d["payload"]["text"] for d in slack.app.deliveries}
    assert texts == {"/cx-assess": "<@U0SAM00001> a&amp;b", "/cx-raw": "@Sam a&amp;b"}


def test_a_command_in_a_thread_is_refused_by_slack(slack: Any) -> None:
    dana = slack.person("dana")
    dana.say("/cx-assess", thread=dana.say("top"))
    slack.settle()
    assert slack.app.payloads("/cx-assess") == []
    assert "not supported in threads" in dana.notices()[0]


@pytest.mark.parametrize(
    ("who", "channel", "line"), [("dana", "C0CXTEAM01", "/nothing"), ("ellis", "C0PARTNER1", "/cx-assess")]
)
def test_a_command_that_is_not_there_for_a_person_is_refused(slack: Any, who: str, channel: str, line: str) -> None:
    person = slack.person(who, channel)
    person.command(line)
    slack.settle()
    assert slack.app.deliveries == []
    assert "is not a valid command" in person.notices()[0]


def test_inviting_and_removing_the_bot_is_told(slack: Any) -> None:
    riley = slack.person("riley", "C0LEADS001")
    riley.command("/invite @cxbot")
    riley.say("now you hear me")
    slack.settle()
    assert slack.app.events("member_joined_channel")[0]["user"] == "U0CXBOT001"
    assert slack.app.events("message")[0]["channel_type"] == "group"
    riley.command("/remove @cxbot")
    riley.say("and now no more")
    slack.settle()
    assert len(slack.app.events("message")) == 1


def test_an_archived_channel_is_told_and_closed(slack: Any) -> None:
    dana = slack.person("dana")
    dana.command("/archive")
    slack.settle()
    assert slack.app.events("channel_archive")[0]["channel"] == "C0CXTEAM01"
    assert slack.call("chat.postMessage", channel="C0CXTEAM01", text="x")["error"] == "is_archived"


def test_an_address_is_verified_by_its_echo_of_the_challenge(slack: Any) -> None:
    assert slack.sandbox.verify_url() is False
    slack.app.answer = lambda delivery: (200, delivery["payload"]["challenge"])
    assert slack.sandbox.verify_url() is True


def test_without_an_app_an_event_is_lost_and_a_command_is_complained_of(slack: Any) -> None:
    slack.sandbox.app_url = None
    dana = slack.person("dana")
    dana.command("/cx-assess")
    assert "could not be reached" in dana.wait_for(lambda person: person.notices())[0]
    assert dana.state()["app"]["connected"] is False
