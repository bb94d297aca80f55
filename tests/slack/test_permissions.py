"""What a workspace granted less than is used by now is told once, with what does not work and what to do."""

import pytest

from bot.slack.arrivals import InstallLook, look_whether_installed
from bot.slack.gateway import Gateway
from bot.slack.messenger import worded
from bot.slack.scopes import SCOPES, lacking
from bot.store.store import SqlStore
from bot.use_cases.install import PERMISSIONS, note_lacks, tell_lacks
from bot.use_cases.ports import Job, PrivateWord
from bot.use_cases.stays import Stays
from bot.use_cases.store_ports import Installation, Tokens
from tests.known import peek, sure
from tests.slack.stand_in import Reply, StandIn
from tests.store.made import keep, made
from tests.use_cases.fakes import FakeSlack, HandClock

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
