"""`cxbot metrics import` takes all rows of a file or none, and `cxbot portfolio` prints what the database has."""

import json
from pathlib import Path

import pytest
from click.testing import Result

from bot.core.assessment import Status
from bot.core.metric import Reading
from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.known import peek, write
from tests.store.made import keep, made, on_day

HEAD = "subject,metric,value,date,target,direction,channel\n"


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path / 'cxbot.db'}"
    monkeypatch.setenv("DATABASE_URL", found)
    store = open_store(found)
    keep(store, made("a1"), made("b1", channel="C2", subject="Globex"), made("b2", channel="C3", subject="Globex"))
    write(store).set_status("T1", "a1", Status.COMPLETE, on_day(1))
    store.close()
    return found


def run(tmp_path: Path, text: str | bytes, *options: str) -> Result:
    file = tmp_path / "metrics.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return cxbot("metrics", "import", str(file), *options)


def kept(url: str, channel: str = "C1") -> tuple[Reading, ...]:
    store = open_store(url)
    found = peek(store).metrics("T1", channel)
    store.close()
    return found


def test_a_file_is_taken_once_and_again_adds_nothing(tmp_path: Path, url: str) -> None:
    rows = "acme retail,NPS,41,2026-08-14,45,,\nAcme Retail,churn,3.5 %,14 August 2026,,,\n\n"
    rows += "Globex,Refund time,3 days,2026-08-14,,down,C3\n"
    dry = run(tmp_path, HEAD + rows, "--dry-run")
    assert (dry.exit_code, dry.output, kept(url)) == (0, "3 would be added, 0 there before.\n", ())
    assert run(tmp_path, HEAD + rows).output == "3 added, 0 there before.\n"
    assert [(each.subject, each.name, each.value.text, each.by) for each in kept(url)] == [
        *(("Acme Retail", "NPS", "41", ""), ("Acme Retail", "Churn", "3.5 %", "")),
    ]
    assert [each.good.value for each in kept(url, "C3")] == ["down"]
    again = run(tmp_path, HEAD + rows, "--json")
    assert json.loads(again.output) == {"outcome": "done", "dry_run": False, "added": 0, "known": 3, "problems": []}


def test_semicolons_a_byte_order_mark_and_decimal_commas_are_read(tmp_path: Path, url: str) -> None:
    text = "Subject;Metric;Value;Date\nAcme Retail;Churn;3,5 %;2026-08-14\n"
    assert run(tmp_path, b"\xef\xbb\xbf" + text.encode()).exit_code == 0
    assert [each.value.text for each in kept(url)] == ["3.5 %"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("Acme Retail,NPS,141,2026-08-14,,,", "line 3: NPS runs from -100 to 100"),
        ("Acme Retail,NPS,1.234,2026-08-14,,,", "line 3: It is not clear which mark"),
        ("Acme Retail,NPS,41,14/15/2026,,,", "line 3: "),
        ("Acme Retail,NPS,41,03/04/2026,,,", "line 3: '03/04' may be"),
        ("Acme Retail,NPS,41,2099-01-01,,,", "line 3: "),
        ("Acme Retail,NPS,41,soon,,,", "line 3: 'soon' is no day"),
        ("Acme Retail,,41,2026-08-14,,,", "line 3: Name the metric"),
        ("Initech,NPS,41,2026-08-14,,,", "line 3: 'Initech' was never assessed there"),
        ("Globex,NPS,41,2026-08-14,,,", "line 3: 'Globex' is assessed in C2, C3: name the channel"),
        ("Globex,NPS,41,2026-08-14,,,C1", "line 3: 'Globex' was never assessed there"),
        ("Acme Retail,NPS,41,2026-08-14,,sideways,", "line 3: 'sideways' is no direction"),
        ("acme retail,NPS,40,2026-07-01,,,", "line 3: says what line 2 says of that day"),
        ("Acme Retail,NPS,41,2026-08-14,many,,", "line 3: The target: There is no number"),
    ],
)
def test_one_wrong_row_keeps_the_whole_file_out(tmp_path: Path, url: str, row: str, why: str) -> None:
    found = run(tmp_path, f"{HEAD}Acme Retail,NPS,41,2026-07-01,,,\n{row}\n")
    assert found.exit_code == 1
    assert why in found.output
    assert kept(url) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("subject,metric,value\n", "needs the column 'date'"),
        ("subject,metric,value,date,mood\n", "has the column 'mood'"),
        ("subject,metric,value,date,date\n", "twice"),
        (HEAD + "Acme Retail,NPS,41\n", "line 2: has 3 cells where the head has 7"),
        (HEAD + '"Acme,NPS\n', "is not sound CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, url: str, text: str, why: str) -> None:
    found = run(tmp_path, text)
    assert found.exit_code == 2
    assert why in found.output
    assert kept(url) == ()


def test_of_several_workspaces_one_is_to_be_named(tmp_path: Path, url: str) -> None:
    store = open_store(url)
    keep(store, made("z1", workspace="T2"))
    store.close()
    row = HEAD + "Acme Retail,NPS,41,2026-08-14,,,\n"
    assert "has 2 workspaces: T1, T2; name one" in run(tmp_path, row).output
    assert run(tmp_path, row, "--workspace", "T1").exit_code == 0
    assert run(tmp_path, row, "--workspace", "T9").exit_code == 1
    assert cxbot("portfolio").exit_code == 2


@pytest.mark.usefixtures("url")
def test_the_portfolio_is_printed_for_people_and_for_programs() -> None:
    told = cxbot("portfolio")
    assert told.exit_code == 0
    assert "Acme Retail in C1: 0 open, 0 overdue" in told.output
    fields = json.loads(cxbot("portfolio", "--json").output)
    assert [each["subject"] for each in fields["frameworks"][0]["subjects"]] == ["Acme Retail", "Globex", "Globex"]
    page = Path("docs/portfolio.md").read_text("utf-8")
    assert [each for each in fields["frameworks"][0]["subjects"][0] if f"`{each}`" not in page] == []
    empty = cxbot("portfolio", "--workspace", "T9")
    assert (empty.exit_code, empty.output) == (1, "Nothing was assessed in this workspace.\n")
