"""The contract on crashes: processes that are killed in the middle, and processes that start at the same moment."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.use_cases.ports import NewJob
from tests import postgres
from tests.store.conftest import Backend
from tests.store.made import claimed, counts, enqueue, keep, made, on_day, whole

ROOT = Path(__file__).parents[2]
OPEN = """
import sys
from bot.store.elapsed import Elapsed
from bot.store.store import open_store
from bot.use_cases.ports import NewJob
from tests.store.made import asked, claimed, rated
"""
WRITE_UNTIL_KILLED = """
store = open_store(sys.argv[1])
number = 0
while True:
    number += 1
    with store.writing("T0ACME0001") as tx:
        tx.add_rating("T1", "a1", rated(f"r{number}"))
        tx.add_question("T1", "a1", asked(number))
        tx.is_new("T1", f"e{number}", asked(number).said_at)
        tx.enqueue(NewJob("thread", f"thread:{number}"))
    print(number, flush=True)
"""
CLAIM_AND_HANG = """
store = open_store(sys.argv[1], real_time=Elapsed(lambda: 1_800_000_000.0, "this boot"), lease_seconds=20)
print(claimed(store).id, flush=True)
sys.stdin.readline()
"""
OPEN_WHAT_IS_NAMED = """
print("ready", flush=True)
for line in sys.stdin:
    open_store(line.strip()).close()
    print("opened", flush=True)
"""


@contextmanager
def process(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a script; at the end of the block it is killed with no chance to tidy up."""
    command = [sys.executable, "-c", OPEN + script, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) as child:
        try:
            yield child
        finally:
            child.kill()


def line_of(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


def test_a_writer_that_is_killed_leaves_whole_transactions_and_all_that_it_reported(backend: Backend) -> None:
    store = backend.open()
    keep(store, made())
    with process(WRITE_UNTIL_KILLED, backend.url) as child:
        reported = [line_of(child.stdout) for _ in range(30)]
    assert reported[-1] == "30"
    facts = whole(store)
    with store.writing("T0ACME0001") as tx:
        questions = tx.questions("T1", "a1")
        assert not tx.is_new("T1", f"e{len(questions)}", on_day(0))
        assert tx.is_new("T1", f"e{len(questions) + 1}", on_day(0))
    assert len(facts.ratings) == len(questions) == counts(store.jobs)["waiting"] >= 30
    assert [each.id for each in facts.ratings] == [f"r{number}" for number in range(1, len(questions) + 1)]


def test_work_of_a_process_that_was_killed_is_claimed_again_when_its_lease_ran_out(backend: Backend) -> None:
    store = backend.open()
    enqueue(store, NewJob("thread", "thread:T1:a1"))
    with process(CLAIM_AND_HANG, backend.url) as child:
        lost = int(line_of(child.stdout))
        assert store.jobs.claim(on_day(0)) is None
    backend.real_time.seconds += 19
    assert store.jobs.claim(on_day(0)) is None
    backend.real_time.seconds += 2
    assert claimed(store).id == lost


def test_two_processes_that_start_at_once_migrate_one_after_the_other(backend: Backend) -> None:
    with process(OPEN_WHAT_IS_NAMED) as one, process(OPEN_WHAT_IS_NAMED) as two:
        children = (one, two)
        assert [line_of(child.stdout) for child in children] == ["ready", "ready"]
        is_file = backend.url.startswith("sqlite")
        for number in range(6 if is_file else 3):
            url = f"{backend.url}{number}" if is_file else postgres.new_database("template0")
            for child in children:
                assert child.stdin is not None
                child.stdin.write(f"{url}\n")
                child.stdin.flush()
            assert [line_of(child.stdout) for child in children] == ["opened", "opened"]
