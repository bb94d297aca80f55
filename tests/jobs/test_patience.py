"""Work that waits without having failed."""

import pytest

from bot.core.errors import SlackUnavailableError
from bot.jobs.worker import patient
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
