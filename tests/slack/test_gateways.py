"""Each workspace speaks with its own token: picked at each call, renewed by one, and gone with the installation."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.cipher import FernetCipher, new_key
from bot.core.errors import NotInstalledError, SlackUnavailableError
from bot.main import _naming
from bot.slack.arrivals import InstallLook, look_whether_installed
from bot.slack.gateway import Gateway
from bot.slack.gateways import EARLY, RENEWING, Gateways
from bot.slack.intake import membership
from bot.slack.oauth import Grants
from bot.slack.wire import Granted, Identity
from bot.store.store import SqlStore
from bot.use_cases.install import rekey
from bot.use_cases.jobs import QueuedJob
from bot.use_cases.ports import Later
from bot.use_cases.stays import Stays
from bot.use_cases.store_ports import Installation, Tokens, UnreadableTokenError
from bot.web.readiness import NotReadyError
from tests.databases import file_of
from tests.known import peek, sure, write
from tests.slack.stand_in import ME, POSTED, WORDED, Reply, StandIn
from tests.slack.test_who_gets_in import Door, command, press
from tests.use_cases.fakes import HandClock

EXPIRED = {"ok": False, "error": "token_expired"}
FRESH = {"ok": True, "access_token": "xoxe.xoxb-new", "refresh_token": "xoxe-new", "expires_in": 43_200}


FAILS = [Reply(deed="reset"), Reply("oh dear", 500), {"ok": False, "error": "invalid_refresh_token"}]


class Town:
    """Workspaces with the bot, and a Slack that takes down which token was used."""

    def __init__(self, slack: StandIn, store: SqlStore, *, own: str = "") -> None:
        self.slack, self.clock, self.key, self.store = slack, HandClock(), new_key(), store
        self.cipher = FernetCipher([self.key])
        self.own = Gateway(token=own, base_url=slack.url) if own else None
        self.gateways = self.process()
        slack.will("chat.postMessage", POSTED)
        slack.will("auth.test", ME)
        slack.will("oauth.v2.access", FRESH)

    def process(self, *keys: str) -> Gateways:
        """Give what another process has beside this one."""

        def make(_workspace: str, token: str, me: Identity | None, expired: Callable[[], None]) -> Gateway:
            return Gateway(token=token, base_url=self.slack.url, granted=Granted(me, expired, Counter()))

        grants = Grants(client_id="1.2", client_secret="client-secret", base_url=self.slack.url)
        cipher = FernetCipher(keys or [self.key])
        return Gateways(self.store, self.clock, cipher, grants, make, self.own)

    def install(self, workspace: str, token: str, refresh: str = "", hours: int = 12, organisation: str = "") -> None:
        end = self.clock.now() + timedelta(hours=hours) if refresh else None
        sealed = Tokens(self.cipher.seal(workspace, token), refresh and self.cipher.seal(workspace, refresh), end)
        found = Installation(workspace, self.clock.now(), organisation=organisation, tokens=sealed)
        self.put(replace(found, bot_user="UBOT", bot_id="BBOT", url="https://any.slack.com/"))

    def put(self, installation: Installation) -> None:
        write(self.store, installation.workspace).put_installation(installation)

    def uninstall(self, workspace: str) -> None:
        write(self.store, workspace).end_installation(workspace, self.clock.now())

    def spoken(self, workspace: str, gateways: Gateways | None = None) -> str:
        """Post there, and give the token that it was posted with."""
        (gateways or self.gateways).for_work(workspace).post("C1", None, "k", WORDED)
        return self.spoke()

    def spoke(self) -> str:
        return self.slack.heard[-1].authorization.removeprefix("Bearer ")

    def tokens(self, workspace: str) -> tuple[str, str]:
        found = sure(peek(self.store).installation(workspace))
        return tuple(self.cipher.open(workspace, each) for each in (found.tokens.access, found.tokens.refresh))  # type: ignore[return-value]  # two of them

    def queued(self) -> list[QueuedJob]:
        return list(self.store.jobs.queued(self.clock.now()))

    def renewals(self) -> list[str]:
        return [each["refresh_token"] for each in self.slack.calls("oauth.v2.access")]


@pytest.fixture
def town(slack: StandIn, store: SqlStore) -> Town:
    return Town(slack, store)


def test_each_workspace_speaks_with_its_own_token_and_one_without_with_none(town: Town) -> None:
    town.install("T1", "xoxb-acme")
    town.install("T2", "xoxb-globex")
    assert [town.spoken(each) for each in ("T1", "T2", "T1")] == ["xoxb-acme", "xoxb-globex", "xoxb-acme"]
    assert town.gateways.of("T1") is town.gateways.of("T1")
    for nobody in ("T3", "", "E1"):
        with pytest.raises(NotInstalledError):
            town.gateways.of(nobody)


def test_what_another_process_installs_changes_or_removes_is_noticed_at_the_next_call(town: Town) -> None:
    town.install("T1", "xoxb-acme")
    assert town.spoken("T1") == "xoxb-acme"
    town.install("T1", "xoxb-anew")
    assert town.spoken("T1") == "xoxb-anew"
    town.uninstall("T1")
    with pytest.raises(NotInstalledError):
        town.gateways.of("T1")


def test_the_token_of_the_settings_goes_on_for_its_own_workspace_alone(slack: StandIn, store: SqlStore) -> None:
    town = Town(slack, store, own="xoxb-settings")
    town.install("T2", "xoxb-globex")
    assert [town.spoken(each) for each in ("T1", "T2")] == ["xoxb-settings", "xoxb-globex"]
    with pytest.raises(NotInstalledError):
        town.gateways.of("T3")
    town.install("T1", "xoxb-installed")
    assert town.spoken("T1") == "xoxb-installed"
    town.uninstall("T1")
    assert town.spoken("T1") == "xoxb-settings"


def test_a_token_of_the_settings_that_is_an_organisations_serves_that_one(slack: StandIn, store: SqlStore) -> None:
    town = Town(slack, store, own="xoxb-settings")
    slack.will("auth.test", ME | {"team_id": "E1", "enterprise_id": "E1", "is_enterprise_install": True})
    town.gateways.meet("T1", "E1")
    town.gateways.meet("T9", "E9")
    assert town.spoken("T1") == "xoxb-settings"
    Stays(town.store, town.clock).leave("E1", "app_uninstalled")
    for nobody in ("T1", "T9"):
        with pytest.raises(NotInstalledError):
            town.gateways.of(nobody)


def test_an_organisation_serves_the_workspaces_that_are_met_and_no_others(town: Town) -> None:
    town.install("E1", "xoxb-wide", organisation="E1")
    with pytest.raises(NotInstalledError):
        town.gateways.of("T1")
    town.gateways.meet("T1", "E1")
    town.gateways.meet("T9", "E9")
    assert town.spoken("T1") == "xoxb-wide"
    assert town.spoken("E1") == "xoxb-wide"
    town.install("T3", "xoxb-acme")
    town.gateways.meet("T3", "E1")  # beside a workspace that shares a channel with it
    assert town.gateways.of("T3").auth_test().organisation == ""
    with pytest.raises(NotInstalledError):
        town.gateways.of("T9")
    town.uninstall("E1")
    with pytest.raises(NotInstalledError):
        town.gateways.of("T1")


def test_a_token_that_ends_soon_is_renewed_once_by_work_and_by_whoever_waits_only_when_it_has_ended(town: Town) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old")
    town.clock.moment += timedelta(hours=12) - EARLY
    town.gateways.of("T1")
    assert town.renewals() == []
    assert town.spoken("T1") == "xoxe.xoxb-new"
    assert town.spoken("T1", town.process()) == "xoxe.xoxb-new"
    assert (town.renewals(), town.tokens("T1")) == (["xoxe-old"], ("xoxe.xoxb-new", "xoxe-new"))
    town.clock.moment += timedelta(hours=12)
    town.slack.will("oauth.v2.access", FRESH | {"access_token": "xoxe.xoxb-third"})
    town.gateways.of("T1").post("C1", None, "k", WORDED)
    assert town.renewals() == ["xoxe-old", "xoxe-new"]


def test_of_many_at_once_one_renews_and_the_others_go_on(town: Town) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    inside, go = threading.Event(), threading.Event()

    def slowly(_: dict[str, Any]) -> Reply:
        inside.set()
        go.wait(60)
        return Reply(FRESH)

    town.slack.will_answer("oauth.v2.access", slowly)
    town.clock.moment += timedelta(hours=1, seconds=-30)
    renewing = threading.Thread(target=town.process().for_work, args=("T1",))
    renewing.start()
    assert inside.wait(60)
    assert town.spoken("T1") == "xoxe.xoxb-old"  # it is good for half a minute
    town.clock.moment += timedelta(seconds=30)
    with pytest.raises(SlackUnavailableError, match="not renewed yet") as late:
        town.spoken("T1")
    assert late.value.retry_after is not None
    go.set()
    renewing.join()
    assert town.spoken("T1") == "xoxe.xoxb-new"
    assert town.renewals() == ["xoxe-old"]


def test_of_one_process_who_needs_a_token_that_has_ended_waits_for_the_one_that_renews_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.gateways.PATIENCE_SECONDS", 60.0)
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    town.clock.moment += timedelta(hours=1)
    spoken: list[str] = []
    other = threading.Thread(target=lambda: spoken.append(town.spoken("T1")))

    def slowly(_: dict[str, Any]) -> Reply:
        other.start()
        other.join(0.2)  # who does not wait is told in this time that nothing is renewed yet
        return Reply(FRESH)

    town.slack.will_answer("oauth.v2.access", slowly)
    assert town.spoken("T1") == "xoxe.xoxb-new"
    other.join()
    assert spoken == ["xoxe.xoxb-new"]
    assert town.renewals() == ["xoxe-old"]


@pytest.mark.parametrize("answer", FAILS, ids=str)
def test_a_renewal_that_fails_costs_nothing_while_the_token_is_good_and_is_tried_again(town: Town, answer: Any) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    town.slack.will("oauth.v2.access", answer)
    assert [town.spoken("T1"), town.spoken("T1")] == ["xoxe.xoxb-old"] * 2
    assert len(town.renewals()) == 1  # as after a crash, the right to it has to lapse
    town.slack.will("oauth.v2.access", FRESH)
    town.clock.moment += RENEWING
    assert town.spoken("T1") == "xoxe.xoxb-new"


def test_what_a_renewal_brought_is_kept_though_it_took_longer_than_it_may(town: Town) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    gone = {"ok": False, "error": "invalid_refresh_token"}  # Slack takes each once

    def slowly(_: dict[str, Any]) -> Reply:
        if len(town.renewals()) > 1:
            return Reply(gone)
        town.clock.moment += 2 * RENEWING
        assert town.spoken("T1", town.process()) == "xoxe.xoxb-old"
        return Reply(FRESH)

    town.slack.will_answer("oauth.v2.access", slowly)
    assert town.spoken("T1") == "xoxe.xoxb-new"
    assert (town.renewals(), town.tokens("T1")) == (["xoxe-old"] * 2, ("xoxe.xoxb-new", "xoxe-new"))


@pytest.mark.parametrize("seconds", [10**18, -(10**18)])
def test_a_new_token_may_live_for_as_long_as_slack_likes(town: Town, seconds: int) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    town.slack.will("oauth.v2.access", FRESH | {"expires_in": seconds})
    assert town.spoken("T1") == "xoxe.xoxb-new"


def test_slacks_word_that_a_token_has_expired_leads_to_a_new_one(town: Town) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old")
    town.slack.will("chat.postMessage", EXPIRED, POSTED)
    with pytest.raises(SlackUnavailableError) as refused:
        town.spoken("T1")
    assert refused.value.code == "token_expired"
    assert town.spoken("T1") == "xoxe.xoxb-new"
    town.install("T2", "xoxb-for-good")
    town.slack.will("chat.postMessage", EXPIRED)
    for _ in range(2):
        with pytest.raises(SlackUnavailableError):
            town.spoken("T2")
    assert town.renewals() == ["xoxe-old"]


def test_a_token_that_was_renewed_or_encrypted_anew_under_a_job_is_not_spoilt_by_what_slack_says_of_the_old(
    town: Town,
) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old")
    in_hand = town.gateways.for_work("T1")
    town.clock.moment += timedelta(hours=11)
    assert town.spoken("T1", town.process()) == "xoxe.xoxb-new"
    town.slack.will("chat.postMessage", EXPIRED, POSTED)
    with pytest.raises(SlackUnavailableError):
        in_hand.post("C1", None, "k", WORDED)
    assert (town.spoken("T1"), town.renewals()) == ("xoxe.xoxb-new", ["xoxe-old"])

    def meanwhile(_: dict[str, Any]) -> Reply:
        rekey(town.store, FernetCipher([town.key]))
        return Reply(FRESH | {"access_token": "xoxe.xoxb-third"})

    town.slack.will_answer("oauth.v2.access", meanwhile)
    town.clock.moment += timedelta(hours=11)
    assert (town.spoken("T1"), town.tokens("T1")[0]) == ("xoxe.xoxb-third", "xoxe.xoxb-third")


REVOKED = {"ok": False, "error": "token_revoked"}
DOWN, OUT = Reply(deed="reset"), {"ok": False, "error": "fatal_error"}
READY: list[tuple[str, str, Any, str, int]] = [
    ("nobody has installed it yet", "", DOWN, "ok", 0),
    ("it works", "T1", ME, "ok", 1),
    ("the only one has revoked its token unheard", "T1", REVOKED, "ok", 1),
    ("all have", "T1 T2 T3", REVOKED, "ok", 1),
    ("the only organisation has", "E1", REVOKED, "ok", 1),
    ("the only one is suspended", "T1", {"ok": False, "error": "account_inactive"}, "ok", 1),
    ("the only one moves into an organisation", "T1", {"ok": False, "error": "team_added_to_org"}, "ok", 1),
    ("the only one has called too often", "T1", Reply({"ok": False, "error": "ratelimited"}, 429), "ok", 1),
    ("its rules let the bot ask nothing", "T1", {"ok": False, "error": "access_denied"}, "ok", 1),
    ("Slack is not reached", "T1 T2", DOWN, "unreachable", 2),
    ("Slack's own service is down", "T1 T2", OUT, "refused", 2),
    ("Slack's own service is down in other words", "T1", Reply("oh dear", 503), "refused", 1),
    ("the token of the settings is revoked beside none", "settings", REVOKED, "ok", 1),
    ("the only one was removed", "T1 removed:T1", DOWN, "ok", 0),
    ("the only one has removed it, and not said so", "T1 away:T1", DOWN, "ok", 0),
    ("one is away and the other one is not", "T1 T2 away:T1", ME, "ok", 1),
    ("no key opens the token", "T1 key", DOWN, "ok", 0),
]


@pytest.mark.parametrize(
    ("story", "answer", "word", "asked"), [each[1:] for each in READY], ids=[each[0] for each in READY]
)
def test_a_process_is_ready_where_slack_answers_it_whatever_one_workspace_has_done(
    slack: StandIn, store: SqlStore, story: str, answer: Any, word: str, asked: int
) -> None:
    town = Town(slack, store, own="xoxb-settings" if "settings" in story else "")
    for step in story.replace("settings", "").split():
        kind, _, workspace = step.rpartition(":")
        if kind == "removed":
            town.uninstall(workspace)
        elif kind == "away":
            Stays(town.store, town.clock).leave(workspace, "token_revoked")
        elif step != "key":
            town.install(step, f"xoxb-{step}", organisation=step if step[0] == "E" else "")
    town.slack.will("auth.test", answer)
    found = town.process(new_key()) if "key" in story else town.gateways
    assert (said(found.check), len(town.slack.calls("auth.test"))) == (word, asked)


def said(check: Callable[[], object]) -> str:
    try:
        _naming(check)()
    except NotReadyError as trouble:
        return trouble.word
    return "ok"


def test_a_token_that_cannot_be_renewed_does_not_take_the_process_away_unless_slack_is_not_reached(town: Town) -> None:
    town.install("T1", "xoxe.xoxb-old", "xoxe-old", hours=1)
    town.slack.will("oauth.v2.access", {"ok": False, "error": "invalid_refresh_token"})
    town.clock.moment += timedelta(hours=2)
    town.slack.will("auth.test", EXPIRED)
    assert said(town.gateways.check) == "ok"
    town.slack.will("auth.test", DOWN)
    assert said(town.gateways.check) == "unreachable"
    assert town.renewals() == []  # whoever looks in renews nothing


def test_a_token_that_is_refused_is_logged_once_and_looked_after_though_no_event_said_so(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.install("T1", "xoxb-acme")
    town.slack.will("auth.test", REVOKED)
    stays = Stays(town.store, town.clock)
    look = InstallLook(town.gateways.for_work, town.store, stays, town.clock)
    for _ in range(3):
        town.gateways.check()
    assert capsys.readouterr().out.count("token_refused") == 1
    (queued,) = town.queued()
    for away in (False, True):
        with pytest.raises(Later):
            look_whether_installed(look, queued.job)
        assert stays.is_away("T1") is away
        town.clock.moment += timedelta(hours=1)
    heard = len(town.slack.heard)
    town.gateways.check()
    assert len(town.slack.heard) == heard
    town.slack.will("auth.test", ME)  # an administrator has let it in again
    look_whether_installed(look, queued.job)
    assert not stays.is_away("T1")
    town.gateways.check()
    assert len(town.slack.heard) == heard + 2


def test_a_key_that_only_one_that_is_away_had_is_not_missed(town: Town) -> None:
    town.install("T1", "xoxb-acme")
    Stays(town.store, town.clock).leave("T1", "token_revoked")
    town.process(new_key()).check_keys()


def test_a_key_that_fits_nothing_is_said_and_work_waits_for_the_right_one(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.gateways.check_keys()
    town.install("T1", "xoxb-acme")
    town.gateways.check_keys()
    stranger = town.process(new_key())
    with pytest.raises(UnreadableTokenError, match="CXBOT_SECRET_KEY opens no token"):
        stranger.check_keys()
    stranger.look_at_keys()  # as the bot does when it starts
    assert "CXBOT_SECRET_KEY does not open" in capsys.readouterr().out
    stranger.check()  # Slack was not asked, so it is not what is wrong
    assert town.slack.calls("auth.test") == []
    with pytest.raises(SlackUnavailableError, match="CXBOT_SECRET_KEY") as waits:
        stranger.of("T1")
    assert "xoxb" not in str(waits.value)
    assert town.spoken("T1", town.process(new_key(), town.key)) == "xoxb-acme"


def test_a_token_that_was_copied_to_another_workspace_opens_nothing(town: Town) -> None:
    town.install("T1", "xoxb-acme")
    (acme,) = peek(town.store).installations()
    town.put(replace(acme, workspace="T2"))
    with pytest.raises(SlackUnavailableError, match="cannot be read"):
        town.gateways.of("T2")


def test_no_token_stands_in_the_database_or_in_what_is_shown_of_it(town: Town) -> None:
    town.install("T1", "xoxb-acme-never-in-plain", "xoxe-refresh-never-in-plain")
    held = b"".join(each.read_bytes() for each in file_of(town.store).parent.iterdir())
    assert b"never-in-plain" not in held
    assert "never-in-plain" not in repr(peek(town.store).installations())


@pytest.fixture
def door(town: Town) -> Door:
    """Give the whole way in, through Bolt, in front of these workspaces."""
    door = Door(town.slack, town.gateways.of, town.store, town.gateways.meet, town.clock)
    town.slack.will("auth.test", ME)
    return door


OF_E1 = {"enterprise_id": "E1", "is_enterprise_install": "true"}


def test_an_organisations_workspaces_get_in_from_their_first_delivery_on_by_the_organisations_token(
    town: Town, door: Door
) -> None:
    town.install("E1", "xoxb-wide", organisation="E1")
    assert door.deliver(command(team_id="T1", **OF_E1)) == (200, {})
    assert [each["view"]["callback_id"] for each in town.slack.calls("views.open")] == ["start"]
    assert town.spoken("T1") == "xoxb-wide"
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    authorized = {"authorizations": [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]}
    body = {"type": "event_callback", "team_id": "T2", "enterprise_id": "E1", "event_id": "Ev1", "event": event}
    assert door.deliver({**body, **authorized}) == (200, {})
    assert town.spoken("T2") == "xoxb-wide"
    assert (door.logged, [each.job.payload["workspace"] for each in town.queued()]) == ([], ["T2"])
    town.uninstall("E1")
    for team in ("T1", "T2"):
        assert "not installed for you" in door.deliver(command(team_id=team, **OF_E1))[1]["text"]


def test_what_ends_for_an_organisation_ends_nothing_for_a_workspace_with_a_token_of_its_own(
    town: Town, door: Door
) -> None:
    town.install("E1", "xoxb-wide", organisation="E1")
    town.install("T1", "xoxb-acme", organisation="E1")
    town.gateways.meet("T2", "E1")
    town.clock.moment += timedelta(hours=1)
    at = int(town.clock.moment.timestamp())
    body = {"type": "event_callback", "event_id": "Ev1", "event_time": at, "event": {"type": "app_uninstalled"}}
    wide = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    # Slack may name a workspace beside the organisation whose installation it is
    assert door.deliver({**body, "team_id": "T2", "enterprise_id": "E1", "authorizations": [wide]}) == (200, {})
    assert town.spoken("T1") == "xoxb-acme"
    for gone in ("E1", "T2"):
        assert door.stays.is_away(gone)
        with pytest.raises(NotInstalledError):
            town.gateways.of(gone)


def test_what_ended_before_an_organisation_installed_anew_ends_nothing_for_its_workspaces(
    town: Town, door: Door
) -> None:
    town.install("E1", "xoxb-wide", organisation="E1")
    town.gateways.meet("T1", "E1")
    for each in ("E1", "T1"):
        door.stays.arrive(each)
    ended = town.clock.moment + timedelta(hours=1)
    town.clock.moment += timedelta(hours=2)
    town.install("E1", "xoxb-wide", organisation="E1")
    body = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_uninstalled"}, "enterprise_id": "E1"}
    assert door.deliver({**body, "team_id": None, "event_time": int(ended.timestamp())}) == (200, {})
    assert (door.logged, town.spoken("T1")) == ([], "xoxb-wide")


def test_a_workspace_that_removes_its_own_goes_on_by_the_organisations_once_that_delivers_there(
    town: Town, door: Door
) -> None:
    town.install("E1", "xoxb-wide", organisation="E1")
    town.install("T1", "xoxb-acme", organisation="E1")
    door.stays.arrive("T1")
    town.clock.moment += timedelta(hours=1)
    at = int(town.clock.moment.timestamp())
    own = {"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": False}
    body = {"type": "event_callback", "team_id": "T1", "enterprise_id": "E1", "event_time": at}
    for number, kind in enumerate(("tokens_revoked", "app_uninstalled", "app_uninstalled")):
        event = {"event": {"type": kind, "tokens": {"bot": ["UBOT"]}}, "event_id": f"Ev{number}"}
        assert door.deliver({**body, **event, "authorizations": [own]}) == (200, {})
        assert door.stays.is_away("T1")
    assert door.deliver(command(team_id="T1", **OF_E1)) == (200, {})
    assert (door.stays.is_away("T1"), town.spoken("T1")) == (False, "xoxb-wide")


def test_who_is_not_installed_is_told_so_and_no_token_is_used_for_them(town: Town, door: Door) -> None:
    town.install("T2", "xoxb-globex")
    town.install("E1", "xoxb-wide", organisation="E1")
    heard = len(town.slack.heard)
    assert "not installed for you" in door.deliver(command(team_id="T9", enterprise_id="E9"))[1]["text"]
    assert door.deliver(press(town.slack, home="T9", team={"id": "T9"}))[0] == 200
    assert "not installed for you" in door.heard()
    event = {"type": "member_joined_channel", "user": "U1", "channel": "C1"}
    assert door.deliver({"type": "event_callback", "team_id": "T9", "event_id": "Ev1", "event": event}) == (200, {})
    assert {(each.method, each.authorization) for each in town.slack.heard[heard:]} == {("hook", "")}
    assert door.logged == ["request_failed"] * 3


def test_in_a_channel_that_two_workspaces_share_the_one_that_slack_names_hears(town: Town, door: Door) -> None:
    town.install("T1", "xoxb-acme")
    town.install("T2", "xoxb-globex")
    event = {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"}
    named = {"team_id": "T1", "authorizations": [{"team_id": "T2", "user_id": "UBOT2"}]}
    assert door.deliver({"type": "event_callback", "event_id": "Ev1", "event": event, **named}) == (200, {})
    assert [each.job.payload["workspace"] for each in town.queued()] == ["T2"]


E1 = {"id": "E1"}
WIDELY, IN_ACME = ([{"team_id": each, "enterprise_id": "E1"}] for each in (None, "T1"))
MEMBERS: list[tuple[dict[str, Any], tuple[str, str] | None]] = [
    ({"team_id": "T1", "enterprise_id": "E1", "command": "/cx-assess"}, ("T1", "E1")),
    ({"team_id": "T1", "enterprise_id": None}, None),
    ({"team_id": "E1", "enterprise_id": "E1"}, None),
    ({"team": {"id": "T1"}, "enterprise": E1, "user": {"id": "U1", "team_id": "T7"}}, ("T1", "E1")),
    ({"team": {"id": "T1", "enterprise_id": "E2"}, "enterprise": E1}, ("T1", "E2")),
    ({"team": None, "enterprise": E1, "user": {"id": "U1", "team_id": "T1"}}, ("T1", "E1")),
    ({"team": None, "enterprise": E1, "message": {"team": "T2"}, "user": {"id": "U1", "team_id": "T1"}}, ("T2", "E1")),
    ({"team": {"id": "T9"}, "enterprise": {"id": "E9"}, "view": {"app_installed_team_id": "T1"}}, None),
    (
        {"team_id": "T1", "enterprise_id": "E1", "authorizations": WIDELY},
        ("T1", "E1"),
    ),
    (
        {"team_id": "T9", "enterprise_id": "E9", "authorizations": IN_ACME},
        ("T1", "E1"),
    ),
    ({"team_id": "T9", "enterprise_id": "E9", "authorizations": WIDELY}, None),
    (
        {
            "team_id": "T1",
            "enterprise_id": "E1",
            "is_ext_shared_channel": True,
            "authorizations": WIDELY,
        },
        None,
    ),
    ({"team_id": 7, "enterprise_id": "E1"}, None),
    ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "false"}, None),
    ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true"}, ("T1", "E1")),
    ({"team": {"id": "T1"}, "enterprise": E1, "is_enterprise_install": False}, None),
]


@pytest.mark.parametrize(("body", "belongs"), MEMBERS, ids=str)
def test_whose_workspace_it_is_is_taken_from_what_names_one_and_the_same(body: Any, belongs: Any) -> None:
    assert membership(body) == belongs
