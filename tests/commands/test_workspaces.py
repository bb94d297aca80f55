"""`cxbot export-workspace` and `cxbot forget-workspace` on the database of an older version."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.commands.test_forget import DANA, WORKSPACE, content, database
from tests.store.made import keep, made

__all__ = ["database"]


def test_everything_is_written_out_and_each_file_can_be_scored(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    told = cxbot("export-workspace", WORKSPACE, "--to", str(folder), "--json")
    fields = json.loads(told.output)
    assert (told.exit_code, fields["outcome"]) == (0, "done")
    assert sorted(fields["files"]) == sorted(each.name for each in folder.iterdir())
    assert fields["assessments"] == len(fields["files"]) - 1
    exports = list(folder.glob("*.json"))
    assert {cxbot("score", str(each)).exit_code for each in exports} == {0}
    assert any(DANA in each.read_text("utf-8") for each in exports)
    again = cxbot("export-workspace", WORKSPACE, "--to", str(folder))
    assert (again.exit_code, "has something in it" in again.output) == (2, True)
    nameless = tmp_path / "nameless"
    assert cxbot("export-workspace", WORKSPACE, "--to", str(nameless), "--no-names").exit_code == 0
    assert not any(DANA in each.read_text("utf-8") for each in nameless.glob("*.json"))
    assert DANA.encode() in content(database)


def test_a_dry_run_counts_what_goes_and_then_no_byte_is_left(database: Path) -> None:
    dry = json.loads(cxbot("forget-workspace", WORKSPACE, "--dry-run", "--json").output)
    assert (dry["outcome"], dry["wiped"]) == ("would_be_forgotten", False)
    assert DANA.encode() in content(database)
    told = cxbot("forget-workspace", WORKSPACE, "--json")
    fields = json.loads(told.output)
    assert (told.exit_code, fields["outcome"], fields["wiped"], fields["rows"]) == (0, "forgotten", True, dry["rows"])
    assert DANA.encode() not in content(database)
    assert cxbot("forget-workspace", WORKSPACE).exit_code == 1


def test_an_id_that_stands_in_several_workspaces_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'two.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    with closing(open_store(url)) as store:
        keep(store, made(), made(workspace="T2"))
    told = cxbot("export", "a1")
    assert (told.exit_code, "several workspaces" in told.output) == (2, True)


@pytest.mark.usefixtures("database")
def test_a_workspace_that_is_not_known_is_said(tmp_path: Path) -> None:
    for command in (
        ("export-workspace", "T0NOWHERE1", "--to", str(tmp_path / "x")),
        ("forget-workspace", "T0NOWHERE1"),
    ):
        told = cxbot(*command)
        assert told.exit_code == 1
        assert "T0NOWHERE1" in told.output
    assert not (tmp_path / "x").exists()
