"""A short run over team assessments (`make crash` makes more)."""

from pathlib import Path

import pytest

from tests.effort import effort, more
from tests.programs.crash.blind_scores import PEOPLE, Scores, run


@more
@pytest.mark.timeout(effort(300, 900))
def test_after_many_crashes_each_ballot_is_sealed_and_revealed_once(tmp_path: Path) -> None:
    report = run(Scores("ci", effort(1, 6), effort(2, 6)), tmp_path)
    assert report.findings == ()
    assert report.figures["kills"] > 3, report.figures
    assert report.figures["ballots"] == len(PEOPLE) * report.figures["teams"]
