"""The bot is removed and comes back: by events in any order, by what Slack answers, after days; what it lacks."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.core.errors import NotInstalledError, SlackUnavailableError
from bot.slack.arrivals import InstallLook, digest_of, heeding, look_whether_installed, where_installed
from bot.slack.gateway import Gateway
from bot.slack.messenger import worded
from bot.slack.refusals import TOKEN_CODES
from bot.slack.scopes import SCOPES, lacking
from bot.store.store import SqlStore
from bot.use_cases.housekeeping import TIDY
from bot.use_cases.install import PERMISSIONS, note_lacks, tell_lacks
from bot.use_cases.ports import Job, Later, NewJob, PrivateWord
from bot.use_cases.stays import NOT_INSTALLED, PATIENCE, RETURN, Stays, come_back
from bot.use_cases.store_ports import Installation, Tokens
from tests.known import peek, sure
from tests.slack.stand_in import Reply, StandIn
from tests.store.made import enqueue, keep, made
from tests.use_cases.fakes import FakeSlack, HandClock

DEAD, ALIVE = "xoxb-first", "xoxb-second"


class Life:
    """A workspace with an assessment under way, and what is known of the bot's stay in it."""

    def __init__(self, store: SqlStore, keeps: int = 30) -> None:
        self.store, self.clock = store, HandClock()
        self.slack = FakeSlack(self.clock)
        self.stays = Stays(store, self.clock, timedelta(days=keeps))
        keep(store, made(thread="173.1"), made(workspace="T2", thread="173.1"))
        self.stays.arrive("T1", digest_of(DEAD))
        self.done: list[str] = []
        self.works = False

    def after(self, seconds: float = 0, days: float = 0) -> datetime:
        self.clock.moment += timedelta(seconds=seconds, days=days)
        return self.clock.moment

    def hears(self, at: datetime, why: str = "app_uninstalled") -> None:
        """Take an event as the listener does; Slack gives its moment in whole seconds."""
        at = at.replace(microsecond=0)
        if not self.stays.is_old("T1", at, lambda: self.works):
            self.stays.leave("T1", why, at)

    def run(self) -> list[str]:
        """Do all work that is due; give the kinds that were done."""
        self.done.clear()
        work = heeding(self.stays, lambda _workspace: pytest.fail("nothing is called"), self.clock, self._work)
        while (job := self.store.jobs.claim(self.clock.now())) is not None:
            try:
                work(job)
            except Later as later:
                self.store.jobs.put_back(job, at=later.at, reason=later.reason)
            else:
                self.store.jobs.finish(job)
        return sorted(self.done)

    def _work(self, job: Job) -> None:
        self.done.append(job.kind + job.payload.get("workspace", ""))
        if job.kind == RETURN:
            come_back(self.store, self.clock, self.slack, job.payload)
        if job.kind == TIDY:
            self.stays.delete_left(self.store)

    def is_there(self) -> bool:
        return peek(self.store).assessment("T1", "a1") is not None


@pytest.fixture
def life(store: SqlStore) -> Life:
    return Life(store)


def come(life: Life) -> None:
    life.stays.arrive("T1", digest_of(ALIVE))
    life.works = True


def test_work_of_the_workspace_rests_and_that_of_others_goes_on(life: Life) -> None:
    for workspace in ("T1", "T2", ""):
        enqueue(life.store, NewJob("share", f"share:{workspace}", {"workspace": workspace}))
    life.hears(life.after(5))
    assert life.run() == ["share", "shareT2", "tidy"]
    life.after(days=3)
    assert life.run() == []
    assert {each.reason for each in life.store.jobs.queued(life.clock.now())} == {NOT_INSTALLED, ""}
    come(life)
    assert life.run() == ["returnT1", "shareT1", "threadT1"]
    assert life.slack.calls == ["join", "read_thread"]


@pytest.mark.parametrize(
    ("story", "is_away"),
    [
        ("leaves hears hears", True),
        ("leaves revokes hears", True),
        ("leaves comes", False),
        ("leaves hears comes hears", False),  # Slack repeats it, or it comes late
        ("leaves comes hears", False),
        ("leaves hears comes revokes hears", False),
        ("leaves hears comes leaves hears", True),
        ("leaves hears comes leaves hears hears comes hears", False),
    ],
)
@pytest.mark.parametrize("apart", [0.0, 0.2, 90.0], ids=["at once", "within a second", "minutes apart"])
def test_an_old_event_ends_no_new_stay_in_whatever_order_they_come(
    life: Life, story: str, *, is_away: bool, apart: float
) -> None:
    left = life.after(3)
    for step in story.split():
        now = life.after(apart)
        if step == "leaves":
            left, life.works = now, False
        elif step == "comes":
            if not life.stays.is_away("T1"):
                life.hears(left)  # the first copy; without any the token tells, below
            come(life)
        else:
            life.hears(left, "app_uninstalled" if step == "hears" else "tokens_revoked")
    assert life.stays.is_away("T1") is is_away


def test_an_event_from_before_the_first_stay_that_is_known_ends_nothing(life: Life) -> None:
    life.hears(life.clock.moment - timedelta(minutes=5))
    assert not life.stays.is_away("T1")


@pytest.mark.parametrize("code", sorted(TOKEN_CODES))
def test_a_token_that_is_refused_for_minutes_only_ends_nothing_and_for_good_everything(life: Life, code: str) -> None:
    life.stays.refused("T1", code, lambda: False)
    life.after(60)
    life.stays.refused("T1", code, lambda: False)
    assert not life.stays.is_away("T1")
    life.after(PATIENCE.total_seconds())
    life.stays.refused("T1", code, lambda: True)  # one method alone was refused
    life.stays.refused("T1", code, lambda: False)
    assert not life.stays.is_away("T1")
    life.after(PATIENCE.total_seconds())
    life.stays.refused("T1", code, lambda: False)
    assert life.stays.is_away("T1")
    assert "arrival:T1" in {each.job.key for each in life.store.jobs.queued(life.clock.now())}


@pytest.mark.parametrize(("keeps", "days"), [(30, 30), (1, 1), (0, 0)])
def test_data_goes_after_so_many_days_and_not_before(store: SqlStore, keeps: int, days: int) -> None:
    life = Life(store, keeps)
    life.hears(life.after(5))
    if days:
        assert life.run() == ["tidy"]
        life.after(days=days - 0.001)
        assert life.run() == []
        assert life.is_there()
        life.after(days=0.002)
    life.run()
    assert not life.is_there()
    with store.reading() as view:
        assert (view.stay("T1"), view.unwiped()) == (None, ())
        assert view.assessment("T2", "a1") is not None
    life.hears(life.clock.moment, "tokens_revoked")  # the second event comes after everything is gone
    life.after(days=days + 0.001)
    life.run()
    assert peek(store).stays() == ()


def test_a_process_that_starts_after_the_days_gives_a_new_token_a_moment(life: Life) -> None:
    life.hears(life.after(5))
    life.after(days=40)
    life.stays = Stays(life.store, life.clock)
    life.run()
    assert life.is_there()
    come(life)
    life.after(120)
    life.run()
    assert life.is_there()
    assert not life.stays.is_away("T1")


def looked(life: Life, slack: StandIn, token: str) -> Callable[[str], None]:
    gateway = Gateway(token=token, base_url=slack.url)
    clock, stays = life.clock, life.stays

    def look(workspace: str) -> None:
        job = Job(1, "arrival", "arrival", {"workspace": workspace}, 1)
        own = InstallLook(lambda _workspace: gateway, life.store, stays, clock, digest_of(token))
        look_whether_installed(own, job)

    return look


def test_a_start_with_a_new_token_goes_on_and_one_with_the_old_one_asks_once(life: Life, slack: StandIn) -> None:
    life.hears(life.after(5))
    slack.will("auth.test", {"ok": False, "error": "account_inactive"})
    looked(life, slack, DEAD)("")
    assert life.stays.is_away("T1")
    with pytest.raises(Later):
        looked(life, slack, ALIVE)("")
    slack.will("auth.test", {"ok": True, "user_id": "UBOT", "team_id": "T1"})
    looked(life, slack, ALIVE)("")
    assert not life.stays.is_away("T1")


def test_one_token_of_an_organisation_brings_all_its_workspaces_back(life: Life, slack: StandIn) -> None:
    for workspace in ("T1", "T2"):
        life.stays.leave(workspace, "account_inactive")
    me = {"user_id": "UBOT", "team_id": "E1", "enterprise_id": "E1", "is_enterprise_install": True}
    slack.will("auth.test", {"ok": True, **me})
    looked(life, slack, DEAD)("T1")
    assert [life.stays.is_away(each) for each in ("T1", "T2")] == [False, False]


def test_nothing_is_called_where_the_bot_is_not(life: Life) -> None:
    gateway_of = where_installed(lambda _workspace: pytest.fail("called"), life.stays)
    life.hears(life.after(5))
    with pytest.raises(NotInstalledError):
        gateway_of("T1")


def test_a_call_that_says_so_is_noted_and_the_job_waits_as_before(life: Life) -> None:
    def refuse(_job: Job) -> None:
        raise SlackUnavailableError("no", code="account_inactive")

    def gateway_of(_workspace: str) -> Gateway:
        raise NotInstalledError("T1")

    work = heeding(life.stays, gateway_of, life.clock, refuse)
    job = Job(1, "thread", "thread", {"workspace": "T1"}, 1)
    for seconds in (0, 60, 600):
        life.after(seconds)
        with pytest.raises(SlackUnavailableError):
            work(job)
    with pytest.raises(Later):
        work(job)


def test_a_bot_that_is_removed_again_while_it_comes_back_is_away(life: Life) -> None:
    life.hears(life.after(5))
    life.after(60)
    come(life)
    join = life.slack.join

    def leaves_meanwhile(channel: str) -> None:
        join(channel)
        life.hears(life.after(5))

    life.slack.join = leaves_meanwhile  # type: ignore[method-assign]  # only for this test
    life.works = False
    life.run()
    assert life.stays.is_away("T1")


def test_an_old_event_that_is_looked_at_beside_a_new_installation_ends_nothing(life: Life) -> None:
    left = life.after(5).replace(microsecond=0)
    assert not life.stays.is_old("T1", left, lambda: False)
    life.after(60)
    life.stays.leave("T1", "token_revoked")  # found out otherwise, and installed again, before that is recorded
    come(life)
    assert not life.stays.leave("T1", "app_uninstalled", left)
    assert not life.stays.is_away("T1")


EVERY = tuple(each.name for each in SCOPES)
ME = {"ok": True, "user_id": "UBOT", "team_id": "T1"}


class Desk:
    """A workspace, what it granted, and who is told."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock = store, HandClock()
        self.slack = FakeSlack(self.clock)

    def looks(self, slack: StandIn, address: str = "") -> None:
        gateway = Gateway(token="xoxb-one", base_url=slack.url)
        look = InstallLook(
            lambda _workspace: gateway, self.store, Stays(self.store, self.clock), self.clock, "d", address
        )
        look_whether_installed(look, Job(1, "arrival", "arrival", {}, 1))

    def told(self) -> list[PrivateWord]:
        while (job := self.store.jobs.claim(self.clock.now())) is not None:
            if job.kind == PERMISSIONS:
                tell_lacks(self.store, self.clock, self.slack, job.payload)
            self.store.jobs.finish(job)
        said = [each.shows for each in self.slack.messages] + [word for _, word in self.slack.whispers]
        self.slack.messages.clear()
        self.slack.whispers.clear()
        return [each for each in said if isinstance(each, PrivateWord)]


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store)


@pytest.mark.parametrize("lacks", [*((each,) for each in EVERY), ("files:read", "canvases:write"), EVERY])
def test_each_permission_is_named_with_what_does_not_work_without_it(lacks: tuple[str, ...]) -> None:
    for address in ("", "https://cxbot.example/slack/install"):
        detail = {"scopes": " ".join(lacks), "address": address}
        text = worded(PrivateWord(PERMISSIONS, "U1", detail)).text
        for each in SCOPES:
            assert (f"`{each.name}`: without it {each.without}." in text) is (each.name in lacks)
        assert (address or "Reinstall to Workspace") in text


def test_nothing_is_lacking_where_all_was_granted_and_more() -> None:
    assert lacking((*EVERY, "reactions:write")) == ()
    assert lacking(()) == EVERY


def granting(slack: StandIn, *names: str) -> None:
    slack.will("auth.test", Reply(ME, headers={"X-OAuth-Scopes": ",".join(names)}))


def test_one_message_for_each_set_to_the_first_conductor_whatever_is_started_anew(desk: Desk, slack: StandIn) -> None:
    granting(slack, *EVERY[1:])
    desk.looks(slack)
    assert desk.told() == []  # nobody is known yet
    keep(desk.store, made(thread="173.1"))
    for times in (1, 0):
        desk.looks(slack)
        assert [(each.person, each.detail["scopes"]) for each in desk.told()] == [("U1", EVERY[0])] * times
    granting(slack, *EVERY[2:])
    desk.looks(slack)
    assert [each.detail["scopes"] for each in desk.told()] == [" ".join(EVERY[:2])]
    granting(slack, *EVERY)
    desk.looks(slack)
    assert desk.told() == []
    assert sure(peek(desk.store).stay("T1")).lacks == ""


def test_where_slack_names_no_permissions_nothing_is_said(desk: Desk, slack: StandIn) -> None:
    keep(desk.store, made(thread="173.1"))
    slack.will("auth.test", ME)
    desk.looks(slack)
    assert desk.told() == []


def test_whoever_installed_the_bot_is_told_by_what_the_installation_grants_without_a_call(
    desk: Desk, slack: StandIn
) -> None:
    keep(desk.store, made(workspace="T2", thread="173.1"))
    granting(slack, *EVERY)
    with desk.store.writing("T2") as tx:
        own = Installation("T2", desk.clock.now(), scopes=EVERY[:-1], installed_by="UADMIN", tokens=Tokens("x"))
        tx.put_installation(own)
    desk.looks(slack, "https://cxbot.example/slack/install")
    assert [(each.person, each.detail["scopes"]) for each in desk.told()] == [("UADMIN", EVERY[-1])]


def test_without_direct_messages_it_is_said_in_the_channel(desk: Desk) -> None:
    keep(desk.store, made(thread="173.1"))
    desk.slack.refusals["direct_channel"] = "missing_scope"
    note_lacks(desk.store, desk.clock, "T1", ("im:write",), "")
    assert [each.person for each in desk.told()] == ["U1"]
    note_lacks(desk.store, desk.clock, "T1", ("im:write",), "")
    assert desk.told() == []
