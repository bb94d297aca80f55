"""`cxbot jobs` as somebody scripts against it, while the bot serves: list, retry, drop; nothing is made by mistake."""

import json
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.store.store import SqlStore, open_store
from bot.use_cases.ports import NewJob
from tests.commands.running import cxbot
from tests.store.made import claimed, enqueue, keep, made, on_day

run = partial(cxbot, "jobs")

FIELDS = ["id", "kind", "workspace", "about", "state", "tries", "reason", "since", "due"]
THREAD = NewJob("thread", "thread:T1:a1", {"workspace": "T1", "assessment": "a1"})
REASON = "SlackRefusedError invalid_blocks in gateway.py:180 post, reference 7f3a"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SqlStore]:
    """Keep one job that was buried, one that runs and one that waits for its day."""
    url = f"sqlite:///{tmp_path}/cx.db"
    monkeypatch.setenv("DATABASE_URL", url)
    store = open_store(url)
    keep(store, made(thread="1.0", subject="Acme\x1b[31m <@U9>"))
    enqueue(store, THREAD)
    store.jobs.bury(claimed(store), reason=REASON, at=on_day(0))
    enqueue(store, NewJob("tidy", "tidy"), NewJob("remind", "remind:T1:c1:0", {"workspace": "T1"}, on_day(36_500)))
    claimed(store)
    yield store
    store.close()


@pytest.mark.usefixtures("store")
def test_the_list_says_of_each_job_what_it_is_about_how_it_stands_and_why() -> None:
    listed = json.loads(run("--json").output)
    assert run("list", "--json").output == run("--json").output
    assert [list(each) for each in listed] == [FIELDS] * 3
    assert listed[0] == {
        "id": 1,
        "kind": "thread",
        "workspace": "T1",
        "state": "buried",
        "tries": 1,
        "reason": REASON,
        "about": "the thread of Acme[31m <@U9> (CX optimization readiness) in C1",
        "since": "2026-11-22T09:30:00Z",
        "due": None,
    }
    assert [each["state"] for each in listed] == ["buried", "running", "waiting"]
    text = run()
    assert (text.exit_code, text.output) == (0, run("list").output)
    assert text.output.splitlines()[-1] == "1 buried, 1 running, 1 waiting"
    assert REASON in text.output
    assert "\x1b" not in text.output


def test_what_was_given_up_is_done_again_or_dropped(store: SqlStore) -> None:
    done = run("retry", "1")
    assert (done.exit_code, done.output) == (
        0,
        "Job 1 is done again: the thread of Acme[31m <@U9> (CX optimization readiness) in C1.\n",
    )
    assert claimed(store).attempts == 1
    assert json.loads(run("drop", "3", "--json").output)["outcome"] == "done"
    assert [each["id"] for each in json.loads(run("--json").output)] == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("retry", "99"), 1, "There is no job 99"),
        (("drop", "99"), 1, "There is no job 99"),
        (("retry", "2"), 1, "runs at this moment"),
        (("drop", "2"), 1, "runs at this moment"),
        (("retry", "3"), 1, "did not fail"),
        (("retry",), 2, "Missing argument"),
        (("retry", "one"), 2, "not a valid integer"),
        (("drop", "9" * 30), 2, "not in the range"),
        (("bury", "1"), 2, "No such command"),
        (("list", "--yaml"), 2, "No such option"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_cannot_be_done_is_said_and_changes_nothing(arguments: tuple[str, ...], code: int, said: str) -> None:
    before = run("--json").output
    result = run(*arguments)
    assert (result.exit_code, said in result.output) == (code, True)
    assert run("--json").output == before


@pytest.mark.parametrize("line", ["jobs", "jobs retry 1", "export --assessment a", "backup b.db"])
@pytest.mark.parametrize("url", ["sqlite:///{}/deta/cx.db", "sqlite:///{}/", "sqlite://", "sqlite:///{}/empty.db"])
def test_a_mistyped_address_makes_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, url: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.db").touch()
    monkeypatch.setenv("DATABASE_URL", url.format(tmp_path))
    result = cxbot(*line.split())
    assert (result.exit_code, "Traceback" in result.output) == (2, False)
    assert "DATABASE_URL" in result.output
    assert [(each.name, each.stat().st_size) for each in tmp_path.iterdir()] == [("empty.db", 0)]


@pytest.mark.usefixtures("store")
def test_an_export_is_written_for_its_user_alone(tmp_path: Path) -> None:
    file = tmp_path / "a1.json"
    assert cxbot("export", "--assessment", "a1", "--output", file).exit_code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_work_of_each_workspace_is_counted_that_with_most_due_first(store: SqlStore) -> None:
    enqueue(store, *(NewJob("thread", f"thread:T2:{each}", {"workspace": "T2"}) for each in range(3)))
    told = json.loads(run("workspaces", "--json").output)
    assert told == [
        {"workspace": "T2", "due": 3, "waiting": 0, "running": 0, "buried": 0},
        {"workspace": "", "due": 0, "waiting": 0, "running": 1, "buried": 0},
        {"workspace": "T1", "due": 0, "waiting": 1, "running": 0, "buried": 1},
    ]
    assert run("--json", "workspaces").output == run("workspaces", "--json").output
    assert run("workspaces").output.splitlines()[0] == "T2: 3 due, 0 waiting, 0 running, 0 given up"
    assert store.jobs.standing(on_day(1)).due == {"T2": 3}
