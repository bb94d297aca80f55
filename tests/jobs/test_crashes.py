"""Work that was under way when the process went down, time after time: guilty or not, it is done in the end."""

from bot.jobs.worker import ASIDE_SECONDS
from bot.use_cases.ports import Job
from tests.jobs.conftest import SOON, START, Bench
from tests.store.made import given_up


def crash_with(bench: Bench, times: int) -> None:
    """Claim the one job that often, and report nothing, as a process that is killed each time."""
    for _ in range(times):
        assert bench.store.jobs.claim(START) is not None
        bench.rest(21)


def test_work_that_was_under_way_at_each_crash_is_put_aside_for_a_while_and_not_lost(bench: Bench) -> None:
    bench.enqueue("one")
    crash_with(bench, 4)
    seen: list[Job] = []
    workers = bench.workers({"k": seen.append})
    workers.start()
    assert workers.idle(SOON)
    bench.rest(ASIDE_SECONDS - 1)
    assert workers.idle(SOON)
    assert (seen, given_up(bench.store.jobs)) == ([], [])
    bench.rest(2)
    assert workers.idle(SOON)
    assert [job.key for job in seen] == ["one"]


def test_work_that_was_put_aside_is_done_at_once_when_there_is_news(bench: Bench) -> None:
    bench.enqueue("one")
    crash_with(bench, 4)
    seen: list[Job] = []
    workers = bench.workers({"k": seen.append})
    workers.start()
    assert workers.idle(SOON)
    bench.enqueue("one")
    assert workers.idle(SOON)
    assert [job.key for job in seen] == ["one"]
