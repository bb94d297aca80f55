"""What the messenger makes of Slack's answers about people, over real HTTP."""

from typing import get_args

import pytest

from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.gateway import Gateway
from bot.slack.messenger import SlackMessenger, worded
from bot.use_cases.ports import PersonFacts, Showable
from tests.slack.stand_in import StandIn


@pytest.fixture
def messenger(gateway: Gateway) -> SlackMessenger:
    return SlackMessenger(lambda _workspace: gateway)


@pytest.mark.parametrize("code", ["user_not_found", "user_not_visible"])
def test_whoever_slack_does_not_know_is_not_active(slack: StandIn, messenger: SlackMessenger, code: str) -> None:
    slack.will("users.info", {"ok": False, "error": code})
    assert messenger.person("T1", "U1") == PersonFacts("", active=False)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("missing_scope", SlackRefusedError),
        ("account_inactive", SlackUnavailableError),
        ("token_revoked", SlackUnavailableError),
    ],
)
def test_that_the_bot_may_not_ask_says_nothing_about_the_person(
    slack: StandIn, messenger: SlackMessenger, code: str, error: type[Exception]
) -> None:
    slack.will("users.info", {"ok": False, "error": code})
    with pytest.raises(error):
        messenger.person("T1", "U1")


def test_whoever_was_deactivated_is_not_active(slack: StandIn, messenger: SlackMessenger) -> None:
    user = {"id": "U1", "tz": "Asia/Kolkata"}
    slack.will("users.info", {"ok": True, "user": user | {"deleted": True}}, {"ok": True, "user": user})
    assert messenger.person("T1", "U1") == PersonFacts("Asia/Kolkata", active=False)
    assert messenger.person("T1", "U1") == PersonFacts("Asia/Kolkata", active=True)


def test_a_conversation_is_opened_with_one_person(slack: StandIn, messenger: SlackMessenger) -> None:
    slack.will("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    assert messenger.direct_channel("T1", "U1") == "D1"
    assert slack.calls("conversations.open") == [{"users": "U1"}]


def test_an_answer_without_a_conversation_is_asked_for_again_later(slack: StandIn, messenger: SlackMessenger) -> None:
    slack.will("conversations.open", {"ok": True})
    with pytest.raises(SlackUnavailableError):
        messenger.direct_channel("T1", "U1")


def test_a_person_who_is_gone_cannot_be_written_to(slack: StandIn, messenger: SlackMessenger) -> None:
    slack.will("conversations.open", {"ok": False, "error": "user_disabled"})
    with pytest.raises(SlackRefusedError, match="user_disabled"):
        messenger.direct_channel("T1", "U1")


def test_everything_that_can_be_shown_has_a_view() -> None:
    nothing = worded.dispatch(object)
    assert [kind for kind in get_args(Showable) if worded.dispatch(kind) is nothing] == []
