"""The contract on whose work is next: workspaces take turns, and a kind with a ceiling leaves places to others."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import migrations
from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import Job, NewJob
from tests.databases import sqlite_of
from tests.known import as_a, peek
from tests.store.conftest import Backend
from tests.store.made import claimed, enqueue, keep, made, on_day

AT_MOST = {"draft": 3}


def work(workspace: str, name: object, kind: str = "thread", *, at: float = 0) -> NewJob:
    return NewJob(kind, f"{kind}:{workspace}:{name}", {"workspace": workspace}, on_day(0) + timedelta(seconds=at))


def owners(store: SqlStore, number: int, *, at_most: dict[str, int] | None = None) -> list[str]:
    """Claim that many jobs, and say whose they are."""
    found = [store.jobs.claim(on_day(1), at_most or {}) for _ in range(number)]
    return [job.payload["workspace"] if job is not None else "" for job in found]


def flood(store: SqlStore, workspace: str, number: int, kind: str = "thread") -> None:
    enqueue(store, *(work(workspace, each, kind) for each in range(number)))


def test_a_noisy_workspace_does_not_slow_another(store: SqlStore) -> None:
    flood(store, "NOISY", 500)
    assert owners(store, 3) == ["NOISY"] * 3
    enqueue(store, work("QUIET", 1, at=60))
    assert owners(store, 2) == ["QUIET", "NOISY"]


def test_workspaces_take_turns_and_each_has_its_oldest_job_taken(store: SqlStore) -> None:
    for place, workspace in enumerate("ABC"):
        enqueue(store, *(work(workspace, each, at=10 * place + each) for each in (2, 0, 1)))
    jobs = [claimed(store, day=1) for _ in range(9)]
    assert [job.payload["workspace"] for job in jobs] == [*"ABC"] * 3
    assert [int(job.key[-1]) for job in jobs] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert store.jobs.claim(on_day(1)) is None


def test_nobody_starves_whose_work_takes_long_while_many_others_come_and_go(store: SqlStore) -> None:
    enqueue(store, work("SLOW", "long"))
    claimed(store, day=1)
    for each in range(150):  # more than are looked at without a round
        flood(store, f"W{each:03}", 3)
    enqueue(store, work("SLOW", "short", at=60))
    seen: list[str] = []
    while not seen or seen[-1] != "SLOW":
        job = claimed(store, day=1)
        seen.append(job.payload["workspace"])
        store.jobs.finish(job)
    assert len(seen) == 151
    assert max(Counter(seen).values()) == 1


def test_one_at_a_time_takes_turns_too(store: SqlStore) -> None:
    flood(store, "NOISY", 200)
    flood(store, "QUIET", 2)
    seen = []
    for _ in range(4):
        job = claimed(store, day=1)
        seen.append(job.payload["workspace"])
        store.jobs.finish(job)
    assert sorted(seen) == ["NOISY", "NOISY", "QUIET", "QUIET"]


def test_no_more_of_a_kind_run_at_once_than_may(backend: Backend) -> None:
    first, second = backend.open(), backend.open()  # as two processes
    flood(first, "T1", 5, "draft")
    flood(first, "T1", 1)
    assert owners(first, 2, at_most=AT_MOST) == ["T1"] * 2
    assert owners(second, 3, at_most=AT_MOST) == ["T1", "T1", ""]  # the third draft, and work of another kind
    running = [each.job for each in first.jobs.queued(on_day(1)) if each.state == "running"]
    assert Counter(job.kind for job in running) == Counter(draft=3, thread=1)


def test_a_draft_that_ends_or_whose_process_died_leaves_its_place(backend: Backend) -> None:
    store = backend.open()
    flood(store, "T1", 5, "draft")
    jobs = [store.jobs.claim(on_day(1), AT_MOST) for _ in range(3)]
    assert store.jobs.claim(on_day(1), AT_MOST) is None
    store.jobs.finish(as_a(Job, jobs[0]))
    assert owners(store, 2, at_most=AT_MOST) == ["T1", ""]
    backend.real_time.seconds += 30
    again = [store.jobs.claim(on_day(1), AT_MOST) for _ in range(4)]
    assert [job.failures if job is not None else -1 for job in again] == [1, 1, 1, -1]


def test_one_workspace_cannot_hold_all_places_where_several_are_served(store: SqlStore) -> None:
    flood(store, "T1", 9, "draft")
    keep(store, made(workspace="T2"))
    assert owners(store, 3, at_most=AT_MOST) == ["T1", "T1", ""]
    flood(store, "T2", 2, "draft")
    assert owners(store, 2, at_most=AT_MOST) == ["T2", ""]


def test_what_rests_is_passed_by_and_takes_part_again(backend: Backend) -> None:
    store = backend.open()
    flood(store, "T1", 3)
    for seconds in (9, 5, 7):
        store.jobs.put_back(claimed(store, day=1), seconds=seconds)
    assert store.jobs.claim(on_day(1)) is None
    seen = []
    for passed in (4.9, 0.2, 2, 2):
        backend.real_time.seconds += passed
        job = store.jobs.claim(on_day(1))
        seen.append(job.key[-1] if job is not None else "")
    assert seen == ["", "1", "2", "0"]


def effort_with(path: Path, waiting: int) -> int:
    """Count what SQLite does (in steps of 50) to find jobs beside so many of a noisy workspace."""
    steps: list[int] = []
    with closing(open_store(f"sqlite:///{path}")) as store:
        flood(store, "NOISY", waiting)
        for each in range(30):
            flood(store, f"W{each}", 1)
        with sqlite_of(store).lent() as connection:
            connection.set_progress_handler(lambda: steps.append(1), 50)
        assert len(set(owners(store, 31))) == 31
        for _ in range(100):
            store.jobs.put_back(claimed(store, day=1), seconds=60)
        owners(store, 5)
    return len(steps)


def test_finding_the_next_job_takes_no_longer_where_more_wait(tmp_path: Path) -> None:
    assert 0 < effort_with(tmp_path / "many", 2_000) < 1.5 * effort_with(tmp_path / "few", 200)


def test_old_work_knows_its_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.db"
    before = [step.__name__ for step in migrations.STEPS].index("m027_shares")
    with monkeypatch.context() as older:
        older.setattr(migrations, "STEPS", migrations.STEPS[:before])
        open_store(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        for key, payload in (
            ("a", json.dumps({"workspace": "T1"})),
            ("b", "{}"),
            ("c", "[]"),
            ("d", "{"),
            ("e", '{"workspace": 5}'),
        ):
            connection.execute(
                "INSERT INTO jobs (kind, key, payload, state, run_at, rest_until)"
                " VALUES ('k', ?, ?, 'waiting', '0001', 5)",
                (key, payload),
            )
    with closing(open_store(f"sqlite:///{path}")) as store:
        found = peek(store._database).all("SELECT key, workspace, resting FROM jobs ORDER BY key")
        assert [tuple(dict(row).values()) for row in found] == [
            ("a", "T1", 1),
            ("b", "", 1),
            ("c", "", 1),
            ("d", "", 1),
            ("e", "", 1),
        ]
        assert claimed(store).key == "a"
