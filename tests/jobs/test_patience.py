"""Work that waits without having failed."""

import threading

import pytest

from bot.core.errors import SlackUnavailableError
from bot.jobs.worker import at_most, patient
from bot.use_cases.ports import Job, Later

JOB = Job(1, "draft", "draft:1", {}, 1)


def test_what_slack_asks_to_wait_for_is_put_back_that_long() -> None:
    def work(_job: Job) -> None:
        raise SlackUnavailableError("slow down", retry_after=7)

    with pytest.raises(Later) as later:
        patient(work)(JOB)
    assert later.value.seconds == 7


def test_another_failure_stays_one() -> None:
    def work(_job: Job) -> None:
        raise SlackUnavailableError("no answer")

    with pytest.raises(SlackUnavailableError):
        patient(work)(JOB)


def test_more_of_a_kind_than_may_run_at_once_is_put_back_and_runs_when_there_is_room() -> None:
    begun, end, done = threading.Semaphore(0), threading.Event(), []

    def work(_job: Job) -> None:
        begun.release()
        end.wait(30)
        done.append(True)

    limited = at_most(2, work)
    threads = [threading.Thread(target=limited, args=(JOB,)) for _ in range(2)]
    for thread in threads:
        thread.start()
        assert begun.acquire(timeout=30)
    with pytest.raises(Later) as later:
        limited(JOB)
    assert later.value.seconds == 1
    end.set()
    for thread in threads:
        thread.join(30)
    limited(JOB)
    assert len(done) == 3


def test_work_that_fails_leaves_its_place_to_others() -> None:
    ran: list[int] = []

    def work(job: Job) -> None:
        ran.append(job.id)
        raise ValueError

    limited = at_most(1, work)
    for _ in range(3):
        with pytest.raises(ValueError):
            limited(JOB)
    assert len(ran) == 3
