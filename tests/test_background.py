"""What durable work needs, in the hands of its job: every call to Slack and every write asks for the lease."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from inspect import signature

import pytest

from bot.background import handlers, in_hand
from bot.core.errors import SlackUnavailableError
from bot.settings import ModelSettings
from bot.slack.app import one_workspace
from bot.slack.gateway import Gateway
from bot.slack.messenger import messenger_of
from bot.slack.routes import Parts
from bot.store.store import SqlStore, open_store
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Job, LeaseLost, Messages, Messenger, NewJob
from tests.core.examples import example_framework
from tests.known import sure, write
from tests.slack.stand_in import ME, TOKEN, WORDED, StandIn
from tests.use_cases.fakes import HandClock
from tests.use_cases.talking import Talking

NOW = datetime(2026, 11, 22, tzinfo=UTC)
GIVEN = {
    "message": WORDED,
    "page": WORDED,
    "person": "U1",
    "upload": Upload("a.png", "a", b"1"),
}
CALLS = sorted(name for name in vars(Messages) if not name.startswith("_"))
ONLY_READS = {"find", "standing", "person", "presence", "read_thread", "site", "upload"}
"""Nobody sees an upload: an address is asked for it, and a guard of its own stands before its bytes."""


@pytest.fixture
def slack() -> Iterator[StandIn]:
    with StandIn() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def seconds() -> list[float]:
    return [1_000.0]


@pytest.fixture
def store(seconds: list[float]) -> Iterator[SqlStore]:
    store = open_store("sqlite://", real_time=lambda: seconds[0])
    yield store
    store.close()


@pytest.fixture
def parts(slack: StandIn, store: SqlStore) -> Parts:
    gateway = Gateway(token=TOKEN, base_url=slack.url)
    return Parts(store, HandClock(), lambda: (example_framework(),), one_workspace(gateway), lambda _event, _error: "")


def claimed(store: SqlStore, kind: str = "thread", **payload: str) -> Job:
    write(store).enqueue(NewJob(kind, kind, payload))
    return sure(store.jobs.claim(NOW))


def call(messenger: Messenger, name: str) -> None:
    given = {each: GIVEN.get(each, "1.0") for each in signature(getattr(Gateway, name)).parameters if each != "self"}
    getattr(messenger, name)(**given)


@pytest.mark.parametrize("name", CALLS)
def test_a_run_that_lost_its_lease_calls_slack_no_more(
    slack: StandIn, store: SqlStore, parts: Parts, seconds: list[float], name: str
) -> None:
    own = in_hand(parts, store, claimed(store))
    seconds[0] += 21
    assert store.jobs.claim(NOW) is not None
    with pytest.raises(LeaseLost):
        call(messenger_of(own.gateway_of, "T1"), name)
    assert slack.heard == []


@pytest.mark.parametrize("name", sorted(set(CALLS) - ONLY_READS))
def test_a_run_that_stood_still_before_the_call_was_written_changes_nothing(
    slack: StandIn, store: SqlStore, parts: Parts, seconds: list[float], name: str
) -> None:
    guarded = in_hand(parts, store, claimed(store)).gateway_of("T1")
    seconds[0] += 24
    with pytest.raises(SlackUnavailableError, match="stood still") as stopped:
        call(messenger_of(lambda _workspace: guarded, "T1"), name)
    assert not stopped.value.maybe_done
    assert slack.heard == []


def test_a_read_takes_the_time_that_it_takes(
    slack: StandIn, store: SqlStore, parts: Parts, seconds: list[float]
) -> None:
    slack.will("auth.test", ME)
    slack.will("conversations.history", {"ok": True, "messages": []})
    guarded = in_hand(parts, store, claimed(store)).gateway_of("T1")
    seconds[0] += 24
    assert guarded.find(channel="C1", thread=None, key="q1") is None


def test_no_kind_of_work_changes_anything_under_a_lease_that_is_lost(
    store: SqlStore, parts: Parts, slack: StandIn
) -> None:
    talking = Talking(store)
    talking.start()
    with store.writing("T1") as tx:
        tx.set_thread("T1", talking.id, "1.0")  # words are said in a thread alone
    payload = {"workspace": "T1", "assessment": talking.id, "person": "U1", "hint": "help", "at": "1.0", "ts": "1.0"}
    payload |= {"key": f"nudge:{talking.id}:U1:1", "cadence": "c1", "draft": "d1", "day": "30", "start": "2026-11-22"}
    work = handlers(parts, store, ModelSettings())
    ended = {kind: ran(each, Job(1, kind, kind, payload, 1, lease="lost")) for kind, each in work.items()}
    assert slack.heard == []
    lost = {kind for kind, end in ended.items() if end == "LeaseLost"}
    assert lost >= {
        "thread",
        "whisper",
        "share",
        "unshare",
        "elsewhere",
        "home",
        "checkin",
    }  # the others find nothing to do


def ran(work: Callable[[Job], None], job: Job) -> str:
    try:
        work(job)
    except Exception as error:  # noqa: BLE001  # that is the question
        return type(error).__name__
    return ""
