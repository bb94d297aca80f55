"""What `make test` leaves out is run by `make more`, and CI runs both."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def recipe(target: str) -> str:
    """Return how a target of the Makefile calls pytest, and what it needs before."""
    found = re.search(rf"^{target}:(.*?)(?=^\S)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, f"there is no target {target}"
    return found[1]


def test_each_test_is_in_one_of_two_targets_and_both_are_in_ci() -> None:
    assert '-m "not more"' in recipe("suite")
    assert "-m more" in recipe("more")
    assert re.match(r"[^#\n]*\bdialogs\b", recipe("more"))
    assert re.match(r"[^#\n]*\bpostgresql\b", recipe("soak"))
    assert all("CXBOT_TEST_STORE=postgresql" in recipe(each) for each in ("dialogs", "postgresql"))
    assert recipe("JOURNEYS ").split()[1:] == [
        f"tests/{each}" for each in ("dialogs", "use_cases", "access", "commands")
    ]
    assert "pytest" in recipe("soak")
    assert "more" not in recipe("soak")
    steps = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [each for each in steps if each.startswith("make ")] == ["make test", "make more"]
