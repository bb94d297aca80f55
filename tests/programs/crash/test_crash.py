"""A short crash run (`make crash` makes the long one), and one over a bot with a bug put in, which it must find."""

from pathlib import Path

import pytest

from tests.effort import effort, more
from tests.programs.crash.ground import Kind
from tests.programs.crash.oracle import mishaps
from tests.programs.crash.post_office import Moment
from tests.programs.crash.scene import CASTS
from tests.programs.crash.storm import Plan, run

SEED = "ci"
SEEDS = (SEED, *(f"{SEED} {number}" for number in range(2, 13)))
KILLS = effort(12, 300)


BUGS = [
    # what was typed is found in its thread after the next start, so that it is "stuck" rather than lost
    ("commit_after_acknowledgement", "acknowledged", {"lost", "stuck"}),
    ("post_without_key", "called", {"twice"}),
]


@more
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("break_name", "aim", "found"),
    effort(
        BUGS[:1],
        BUGS,
    ),
)
def test_a_bug_that_is_put_in_is_found(tmp_path: Path, break_name: str, aim: Moment, found: set[str]) -> None:
    # a seed repeats the choices, not the moments: what one run does not hit the next one does
    reports = []
    for seed in SEEDS:
        folder = tmp_path / seed
        folder.mkdir()
        reports.append(run(Plan(seed, 8, break_name, aims=(aim,), life=0.2), folder))
        if found & reports[-1].kinds():
            return
    raise AssertionError(reports)


def test_a_fault_is_found_in_the_log_where_a_killed_process_left_no_end_of_its_line(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(
        '{"event": "serving"}{"event": "job_failed"}\n{"event": "job_fai{"event": "job_failed"}\n'
        '{"event": "job_faiTraceback (most recent call last):\n'
    )
    assert [each.kind for each in mishaps(tmp_path / "log")] == ["failed", "failed", "failed"]


@more
@pytest.mark.timeout(effort(300, 1_800))
@pytest.mark.parametrize("store", effort(["sqlite"], ["sqlite", "postgresql"]))
def test_after_many_crashes_nothing_is_lost_and_nothing_stands_twice(tmp_path: Path, store: Kind) -> None:
    processes = 1 if store == "sqlite" else len(CASTS[store].roles)
    report = run(Plan(SEED, KILLS, bots=processes, store=store), tmp_path)
    assert report.findings == ()
    assert report.figures["frozen between the last look and the write, and twice"] == 0, "nothing was frozen"
    assert report.figures["of these acknowledged"] > KILLS, report.figures
    assert report.figures["of these only after a repetition"] > 0, report.figures
    assert report.figures["ratings"] > KILLS // 2, report.figures
