"""Short crash runs (`make crash` makes the long ones), and runs over bots with a bug put in, which they must find."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.assessment import Subject
from bot.use_cases.ports import Deed
from bot.use_cases.start import Start, start_assessment
from tests.core.examples import example_framework
from tests.effort import effort, more
from tests.programs.crash import blind_scores, due_moments
from tests.programs.crash.blind_scores import PEOPLE, Scores
from tests.programs.crash.due_moments import Season
from tests.programs.crash.falling_due import PLAN_AGES
from tests.programs.crash.ground import Kind
from tests.programs.crash.oracle import WORKSPACE, mishaps
from tests.programs.crash.place import CHANNEL, key_of
from tests.programs.crash.post_office import Moment
from tests.programs.crash.scene import CASTS
from tests.programs.crash.storm import Plan, Stage, calm_down, run, staged
from tests.programs.crash.threads import FROZEN_SECONDS

SEED = "ci"
SEEDS = (SEED, *(f"{SEED} {number}" for number in range(2, 13)))
KILLS = effort(12, 300)
BUGS = [
    # what was typed is found in its thread after the next start, so that it is "stuck" rather than lost
    ("commit_after_acknowledgement", "acknowledged", {"lost", "stuck"}),
    ("post_without_key", "called", {"twice"}),
]


def tries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give seeds with folders: each repeats choices, not moments, so that what one does not hit the next one does."""
    for seed in SEEDS:
        (folder / seed).mkdir()
        yield seed, folder / seed


@more
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("break_name", "aim", "found"), effort(BUGS[:1], BUGS))
def test_a_bug_that_is_put_in_is_found(tmp_path: Path, break_name: str, aim: Moment, found: set[str]) -> None:
    def is_found(seed: str, folder: Path) -> bool:
        return bool(found & run(Plan(seed, 8, break_name, aims=(aim,), life=0.2), folder).kinds())

    assert any(is_found(*each) for each in tries(tmp_path))


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


# --- due moments

DUE_BUGS = [
    ("post_without_looking", "called", 0.1, {"twice"}),
    ("forget_work_at_once", "call", 0.5, {"lost", "thread"}),  # never sent, or sent and not recorded
]
KEYS = ("remind:", "checkin:", "digest:", "nudge:")
"""How the keys of such messages begin; a finding names the message."""


@more
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("break_name", "aim", "calm", "found"), effort(DUE_BUGS[:1], DUE_BUGS))
def test_a_bug_about_due_moments_is_found(
    tmp_path: Path, break_name: str, aim: Moment, calm: float, found: set[str]
) -> None:
    def is_found(seed: str, folder: Path) -> bool:
        report = due_moments.run(Season(seed, 16, break_name, aims=(aim,), calm=calm, tuesdays=0), folder)
        return any(each.kind in found and any(key in each.words for key in KEYS) for each in report.findings)

    assert any(is_found(*each) for each in tries(tmp_path))


@more
@pytest.mark.timeout(effort(300, 900))
def test_after_many_crashes_each_due_moment_was_told_once(tmp_path: Path) -> None:
    report = due_moments.run(Season(SEED, effort(18, 60)), tmp_path)
    assert report.findings == ()
    assert report.figures["kills"] > 3, report.figures
    assert min(report.figures[each] for each in ("reminders", "check-ins", "answers pressed")) > 0, report
    assert report.figures["digests"] >= len(PLAN_AGES), report.figures


# --- processes that stand still for longer than their lease

PLAN = Plan("ci", 0, bots=2, lease=effort(2.5, 20.0), connect=0.1)
ASSESSMENTS = 24
FREEZES = effort(1, 5)
DANA = "U0DANA0001"


def posted(plan: Plan, folder: Path) -> tuple[Counter[str], set[str]]:
    """Have headlines and first questions posted while a process stands still; count the messages by their keys.

    Beside them the keys of those whose process stood still between its last look at the lease and the write, which
    nothing can rule out: these may stand twice.
    """
    folder.mkdir(exist_ok=True)
    with staged(plan, folder) as stage:
        stage.scene.processes[0].start()
        with closing(stage.scene.ground.store()) as store:
            for number in range(ASSESSMENTS):
                subject = Subject(f"shop {number}")
                start = Start(Deed(WORKSPACE, CHANNEL, DANA, f"start{number}"), example_framework(), subject, {})
                start_assessment(store, stage.scene.place.sandbox.clock, start)
            freeze(stage, plan.lease * 2)
            assert [*calm_down(stage, store)] == []
        found = Counter(key_of(each) for each in stage.scene.place.messages() if stage.scene.place.is_bot(each))
        within = {key for key, seconds in stage.scene.moments.stood_still.items() if seconds > FROZEN_SECONDS}
        return found, within


def freeze(stage: Stage, seconds: float) -> None:
    """Freeze the one that is about to post, again and again; the other one comes up meanwhile."""
    assert stage.scene.moments.wait_for("call", 60)
    stage.scene.processes[1].start()
    for _ in range(FREEZES):
        stage.scene.processes[0].freeze(seconds)


def test_a_process_that_stood_still_for_longer_than_its_lease_posts_nothing_twice(tmp_path: Path) -> None:
    found, within = posted(PLAN, tmp_path)
    assert {key: number for key, number in found.items() if number > 1 and key not in within} == {}
    assert len(found) == 2 * ASSESSMENTS


@more
@pytest.mark.timeout(600)
def test_a_bug_about_leases_is_found(tmp_path: Path) -> None:
    buggy = replace(PLAN, break_name="send_under_a_lost_lease")
    # a busy machine may freeze the process where it would have done no harm
    assert any(max(posted(buggy, folder)[0].values()) > 1 for _, folder in tries(tmp_path))


# --- blind scores


@more
@pytest.mark.timeout(effort(300, 900))
def test_after_many_crashes_each_ballot_is_sealed_and_revealed_once(tmp_path: Path) -> None:
    report = blind_scores.run(Scores("ci", effort(1, 6), effort(2, 6)), tmp_path)
    assert report.findings == ()
    assert report.figures["kills"] > 3, report.figures
    assert report.figures["ballots"] == len(PEOPLE) * report.figures["teams"]
