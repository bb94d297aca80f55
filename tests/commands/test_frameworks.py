"""`cxbot frameworks` lists what is on offer where, and prints the file of one workspace's framework."""

import json
from functools import partial
from pathlib import Path

import pytest

from bot.core.own_frameworks import FrameworkVersion, Offer
from bot.files.frameworks import framework_from
from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.known import sure
from tests.store.made import START

run = partial(cxbot, "frameworks")

UPLOADS = Path(__file__).parents[1] / "dialogs" / "uploads"


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep two uploads of one framework in T1, the first of them on offer, and one that is not in T2."""
    url = f"sqlite:///{tmp_path / 'cxbot.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    store = open_store(url)
    for workspace, number, file in (("T1", 1, "loyalty.md"), ("T1", 2, "loyalty-2.md"), ("T2", 1, "matrix.md")):
        content = (UPLOADS / file).read_bytes()
        framework = sure(framework_from(content, file).framework)
        with store.writing(workspace) as tx:
            tx.add_own_framework(workspace, FrameworkVersion(framework, number, "U1", START), content.decode())
            if file == "loyalty.md":
                tx.add_offer(workspace, Offer(0, "loyalty", 1, "U1", START))
    store.close()


def test_it_lists_what_is_offered_to_all_and_what_each_workspace_has() -> None:
    found = run()
    assert found.exit_code == 0
    assert "all workspaces: cx-maturity-matrix 1.0, CX maturity matrix\n" in found.output
    assert found.output.endswith(
        "T1: loyalty, Loyalty readiness: 2 uploads, upload 1 is offered\n"
        "T2: cx-matrix, Our own matrix: 1 upload, none is offered\n"
    )
    assert "T2" not in run("--workspace", "T1").output


def test_the_json_has_every_upload_and_decision() -> None:
    found = json.loads(run("--workspace", "T1", "--json").output)
    assert {each["slug"] for each in found["offered_to_all"]} >= {"cx-optimization", "customer-engagement"}
    ((own,),) = found["workspaces"].values()
    assert (own["slug"], own["title"], own["offered"]) == ("loyalty", "Loyalty readiness", 1)
    assert [(each["number"], each["version"], each["uploaded_by"]) for each in own["uploads"]] == [
        (1, "1.0", "U1"),
        (2, "2.0", "U1"),
    ]
    assert [(each["offered"], each["by"]) for each in own["decisions"]] == [(1, "U1")]


def test_a_name_prints_the_file_that_is_on_offer_else_the_newest_and_none_of_another_workspace() -> None:
    assert run("loyalty", "--workspace", "T1").output == (UPLOADS / "loyalty.md").read_text("utf-8")
    assert run("cx-matrix", "--workspace", "T2").output == (UPLOADS / "matrix.md").read_text("utf-8")
    for given in (("loyalty", "--workspace", "T2"), ("loyalty",), ("cx-matrix", "--workspace", "T1")):
        found = run(*given)
        assert (found.exit_code, found.stdout) == (1, "")
        assert "has no framework" in found.stderr


def test_a_folder_of_its_own_is_what_is_offered_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXBOT_FRAMEWORKS", str(UPLOADS.parent / "frameworks"))
    assert [each["slug"] for each in json.loads(run("--json").output)["offered_to_all"]] == [
        "cx-matrix",
        "cx-optimization",
    ]
    monkeypatch.setenv("CXBOT_FRAMEWORKS", "/nowhere")
    assert run().exit_code == 2
