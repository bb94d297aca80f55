"""The measuring code runs through; what it measures is no test's business."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.effort import effort, more
from tests.programs.bench.__main__ import main
from tests.programs.bench.functions import Lengths, measure
from tests.programs.bench.load import quantile
from tests.programs.bench.page import BY_HAND, SECTIONS, USUAL, write

ROOT = Path(__file__).parents[3]


def test_an_unknown_part_is_refused_with_the_names_of_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["speed"])
    assert "there is no part 'speed'; there are turns, slow" in capsys.readouterr().err


@more
@pytest.mark.parametrize("parts", [["drafts", "functions"], effort(["slow"], list(USUAL))])
def test_every_part_runs_through(parts: list[str]) -> None:
    ran = _bench("--tiny", *parts)
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert [line for line in ran.stdout.splitlines() if line.startswith("## ")] == [
        SECTIONS[each].splitlines()[0] for each in parts
    ]


def test_the_lines_of_a_function_are_counted_with_its_docstring_and_what_stands_inside(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text(
        'def outer():\n    """Tell."""\n    def inner():\n        return 1\n    return inner\n'
    )
    (tmp_path / "two.py").write_text("class A:\n    async def short(self): ...\n")
    assert measure(tmp_path) == Lengths(functions=3, median=2, p90=5, longest=5)


def test_writing_again_keeps_what_people_wrote_below_and_what_was_not_measured(tmp_path: Path) -> None:
    page = tmp_path / "figures.md"
    everything = {each: [f"first {each}"] for each in SECTIONS}
    write(page, ["2 cores", "load 0.1"], everything, 3)
    page.write_text(page.read_text() + "\n---\nWhy it is so.\n## Not a part\n")
    write(page, ["4 cores", "load 0.2"], {each: [f"second {each}"] for each in USUAL}, 3)
    text = page.read_text()
    assert [each for each in SECTIONS if f"first {each}\n" in text] == list(BY_HAND)
    assert ("2 cores" in text, text.endswith("\n---\nWhy it is so.\n## Not a part\n")) == (False, True)
    write(page, ["8 cores", "load 9.9"], {"storm": ["third"], "stores": ["third"]}, 3)
    again = page.read_text()
    alone = "third\n\n*Measured alone, on 8 cores; load 9.9.*\n"
    assert (again.count(alone), "Measured on:\n\n- 4 cores" in again) == (2, True)
    assert again.replace(alone, "") == text.replace("second stores\n", "").replace("first storm\n", "")
    heads = [line for line in again.partition("\n---\n")[0].splitlines() if line.startswith("## ")]
    assert heads == [each.splitlines()[0] for each in SECTIONS.values()]


def test_a_quantile_is_a_value_that_occurred() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([float(number) for number in range(1, 101)], 0.99) == 100.0
    assert quantile([4.0], 0.99) == 4.0


def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.programs.bench", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
