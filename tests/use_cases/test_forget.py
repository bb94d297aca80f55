"""What Slack has of a person who is forgotten goes by durable work: whatever it refuses, and wherever that crashes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import SlackUnavailableError
from bot.core.synopsis import SynopsisPart
from bot.slack.views.forgetting import place
from bot.store.store import SqlStore, open_store
from bot.use_cases.forget import FORGET, FORGOTTEN, ForgetOutcome, ask_to_forget, forget, forget_asked
from bot.use_cases.notified import Upload
from bot.use_cases.ports import Job, Later, PrivateWord
from bot.use_cases.report import ReportFacts
from bot.use_cases.workshop import SYNOPSIS, send_synopsis
from tests.databases import ON_POSTGRESQL, file_of
from tests.effort import thirds
from tests.known import peek, sure
from tests.store.left_behind import GONE, OPEN, TEAM, leave_behind
from tests.store.test_forgetting import traces
from tests.use_cases.fakes import FakeSlack, Fault, HandClock, Kept, let_pass

LEFT = ("180.1", "180.2", "180.7", "180.8", "190.1")


class NoFiles:
    """Nobody asked for a synopsis, so none is sent."""

    def synopsis(self, _facts: ReportFacts, _parts: tuple[SynopsisPart, ...], why: str) -> tuple[Upload, ...]:
        raise AssertionError(why)


class Removal:
    """A bot that removes the person whom the population leaves behind, job by job."""

    def __init__(self, store: SqlStore) -> None:
        self.store, self.clock, self.drawn = store, HandClock(), list[str]()
        self.slack = FakeSlack(self.clock)
        self.slack.messages = [Kept(ts, None, channel="D0GONE") for ts in LEFT]
        self.slack.files = dict.fromkeys(("F0REPORT", "F0TREND", "F0RECEIPT", "F0OTHER"), Upload("x", "x", b""))

    def run(self) -> None:
        """Do the work there is, that of the removal last; what is to be drawn anew counts as drawn."""
        while (job := self.store.jobs.claim(self.clock.now())) is not None:
            if job.kind == SYNOPSIS:
                send_synopsis(self.store.held(job), self.clock, self.slack, NoFiles(), job)
            if job.kind != FORGET:
                self.store.jobs.finish(job)
                continue
            try:
                forget_asked(self.store.held(job), self.store, self.clock, self.slack, job, self._draw)
            except Later as later:
                self.store.jobs.put_back(job, at=later.at, seconds=later.seconds)
                self.clock.moment = later.at or self.clock.moment
                let_pass(self.store, later.seconds)
                self.slack.let_pass(later.seconds)
            except BaseException:
                self.store.jobs.put_back(job)
                raise
            else:
                self.store.jobs.finish(job)

    def _draw(self, job: Job) -> None:
        self.drawn.append(job.payload["person"])

    @property
    def told(self) -> list[PrivateWord]:
        return [each for each in self.slack.directs if each.hint == FORGOTTEN]


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("left") / "x.db"
    store = open_store(f"sqlite:///{path}")
    leave_behind(store)
    store.close()
    return path


@pytest.fixture
def removal(population: Path, tmp_path: Path) -> Iterator[Removal]:
    if not ON_POSTGRESQL:  # a copy takes less time
        (tmp_path / "x.db").write_bytes(population.read_bytes())
    store = open_store(f"sqlite:///{tmp_path / 'x.db'}")
    if ON_POSTGRESQL:
        leave_behind(store)
    yield Removal(store)
    store.close()


def test_who_asks_is_gone_from_slack_and_from_the_file_and_is_told_once(removal: Removal) -> None:
    ask_to_forget(removal.store, "T1", GONE)
    removal.run()
    assert removal.drawn == [GONE]
    assert [each.ts for each in removal.slack.messages if each.ts in LEFT] == []
    assert set(removal.slack.files) == {"F0OTHER"}
    assert [(each.person, each.detail) for each in removal.told] == [("", {"refused": "0"})]
    assert peek(removal.store).pending_removals("T1") == ()
    removal.store.wipe()
    assert traces(file_of(removal.store), (GONE, "gone person", "DU0GONE0001", "D0GONE")) == set()


@pytest.mark.parametrize("crash", thirds(range(8)))
def test_a_crash_anywhere_is_gone_on_with_and_nobody_is_told_twice(removal: Removal, crash: int) -> None:
    ask_to_forget(removal.store, "T1", GONE)
    removal.slack.faults.extend([*[Fault.NONE] * crash, Fault.LOST if crash % 2 else Fault.BEFORE])
    for _ in range(3):
        try:
            removal.run()
        except SlackUnavailableError:
            continue
    removal.slack.let_pass(60)
    assert [each.ts for each in removal.slack.messages if each.ts in LEFT] == []
    assert set(removal.slack.files) == {"F0OTHER"}
    assert len(removal.told) <= 1


def test_what_slack_does_not_let_go_is_told_and_asked_for_again_when_the_command_is_run_again(removal: Removal) -> None:
    removal.slack.refusals = {"delete D0GONE": "cant_delete_message", "drop_file": "not_allowed_token_type"}
    report = forget(removal.store, removal.clock, "T1", GONE)
    removal.run()
    again = forget(removal.store, removal.clock, "T1", GONE)
    assert (report.refused, again.outcome, again.exit_code) == ((), ForgetOutcome.GONE_BEFORE, 0)
    codes = {(each.ts or each.file): each.refused for each in again.refused}
    assert codes == {
        **dict.fromkeys(LEFT[:3], "cant_delete_message"),
        **dict.fromkeys(("F0REPORT", "F0TREND", "F0RECEIPT"), "not_allowed_token_type"),
    }
    removal.slack.refusals = {}
    removal.run()
    assert forget(removal.store, removal.clock, "T1", GONE).outcome is ForgetOutcome.UNKNOWN
    assert removal.told == []


@pytest.mark.parametrize("code", ["canvas_editing_failed", "missing_scope", "canvas_deleted", ""])
def test_a_synopsis_that_slack_does_not_let_change_is_said_and_one_that_is_gone_stays_gone(
    removal: Removal, code: str
) -> None:
    removal.slack.refusals = {"put_canvas": code} if code else {}
    forget(removal.store, removal.clock, "T1", GONE)
    removal.run()
    again = forget(removal.store, removal.clock, "T1", GONE)
    stands = code not in ("canvas_deleted", "")
    assert [(place(each), each.refused) for each in again.refused] == [
        (f"canvas F0CANVAS, the synopsis of assessment {TEAM}", code)
    ] * stands
    assert (again.outcome is ForgetOutcome.GONE_BEFORE, dict(again.enqueued)) == (
        stands,
        {"synopsis": 1, "forget": 1} if stands else {},
    )
    removal.slack.refusals = {}
    removal.run()
    assert forget(removal.store, removal.clock, "T1", GONE).outcome is ForgetOutcome.UNKNOWN
    workshop = sure(peek(removal.store).workshop("T1", TEAM))
    assert (workshop.canvas, len(removal.slack.canvases)) == ("F0CANVAS", 0 if code == "canvas_deleted" else 1)


def test_who_asks_is_told_how_much_slack_did_not_let_go(removal: Removal) -> None:
    removal.slack.refusals = {
        "delete D0GONE": "cant_delete_message",
        "drop_file": "not_allowed_token_type",
        "put_canvas": "canvas_editing_failed",
    }
    ask_to_forget(removal.store, "T1", GONE)
    removal.run()
    assert [each.detail for each in removal.told] == [{"refused": str(3 + 3 + 1)}]  # messages, files, a canvas


def test_a_message_that_cannot_be_changed_while_a_person_is_removed_is_deleted(removal: Removal) -> None:
    forget(removal.store, removal.clock, "T1", GONE)
    with removal.store.writing("T0ACME0001") as tx:
        shared = next(each for each in tx.posts("T1", OPEN) if each.key.startswith("share:"))
        tx.put_post(
            "T1", OPEN, shared.__class__(shared.key, "C1", shared.ts, "d", sent=True, refused="edit_window_closed")
        )
    removal.slack.messages.append(Kept(shared.ts or "", None, channel="C1"))
    removal.run()
    assert [each.ts for each in removal.slack.messages if each.ts == shared.ts] == []


def test_who_asks_and_has_nothing_here_is_not_kept_by_the_asking(removal: Removal) -> None:
    ask_to_forget(removal.store, "T1", "U0NOBODY01")
    removal.run()
    assert [each.detail for each in removal.told] == [{"refused": "0"}]
    removal.store.wipe()
    assert traces(file_of(removal.store), ("U0NOBODY01",)) == set()
