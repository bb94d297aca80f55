"""Assessments as tables: what stands in them, that nobody is named in them, and that no cell is run."""

import csv
import io
import json
import re
import sqlite3
import stat
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.assessment import Departure, Fate, Member, NotApplicable, Rating, Role
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading
from bot.core.plan.plan import Plan, Progress
from bot.core.record.nameless import RoleNames
from bot.core.record.tables import ACTIONS, DIMENSIONS, METRICS, RATINGS, DataTable, DatumKind
from bot.core.team import Evidence
from bot.files.workbook import grids_of_workbook
from bot.reports.spreadsheets import csv_file, workbook
from bot.store.flat import VIEWS
from bot.store.store import open_store
from tests.commands.running import cxbot
from tests.core.drafted import ACTION, LATER, accepted_plan
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.exported import DOCS
from tests.core.rated import assessment_of, said
from tests.store.made import START, told

DANA, OLGA, EVE, GONE, STRANGER = "U0DANA0001", "U0OLGA0002", "U0EVE00003", "U0GONE0004", "U0FAR00005"
PEOPLE = (DANA, OLGA, EVE, GONE, STRANGER)
WORDS = f"as @{OLGA} says, ask <@{EVE}|eve.adams>, {STRANGER} or @Bob Miller (bob.miller@shop.example)"
NAMES = ("eve.adams", "Bob", "Miller", "bob.miller")
HOSTILE = "=HYPERLINK(1)"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep two assessments of one line, and one of another channel; the second has a plan."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/cx.db")
    store = open_store(f"sqlite:///{tmp_path}/cx.db")
    plan = replace(accepted_plan(), asked_by=DANA)
    with store.writing("T0ACME0001") as tx:
        for number, (channel, days) in enumerate((("C1", 0), ("C1", 90), ("C2", 0))):
            levels = {**dict.fromkeys(KEYS, said(2 + (days > 0), by=DANA)), KEYS[0]: said(2, by=GONE, words=WORDS)}
            levels[KEYS[1]] = said(NotApplicable(f"{OLGA} left"), by=DANA)
            made = assessment_of(OPTIMIZATION, levels, respondents=(GONE,), days=days, subject=f"=Acme of {DANA}")
            people = (Member(DANA, Role.FACILITATOR), Member(GONE, Role.RESPONDENT), Member(OLGA, Role.OBSERVER))
            gone = Departure(GONE, Fate.FOLLOWED, DANA, made.started_at)
            own = replace(made, id=f"n{number}", channel=channel, thread=f"1.{number}", members=people)
            tx.keep_assessment(replace(own, departures=(gone,)))
        tx.keep_draft("T1", "n1", plan)
        tx.add_decision("T1", "n1", plan.id, plan.decisions[0])
        tx.add_actions(
            "T1", "n1", plan.id, Plan((replace(ACTION, what=f"{HOSTILE} by {EVE}"), LATER)), date(2027, 2, 20)
        )
        first = tx.actions("T1", "n1")[0]
        tx.set_owner("T1", "n1", first.id, owner=EVE, by=DANA, at=START)
        update = told(first, Progress.STUCK, note=f"waits for {OLGA} <@{STRANGER}>", value="-3")
        tx.add_action_update("T1", "n1", replace(update, by=EVE))
        for number, (channel, by, day) in enumerate(
            (("C1", OLGA, 1), ("C1", STRANGER, 1), ("C2", DANA, 2), ("C1", DANA, 3))
        ):
            value = MetricValue(Decimal(f"{40 + number}.5"), HOSTILE if number == 0 else "")
            day_said = date(2026, 12, day)
            where = (f"m{number}", channel, f"=Acme of {DANA}", "nps", f"NPS of {EVE}", value, Good.UP, day_said)
            tx.add_reading("T1", Reading(*where, by, START, MetricOrigin.TYPED, MetricValue(Decimal(60))))
        assert tx.take_back("T1", "m3", DANA, START)
    store.close()
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def everything(path: Path) -> bytes:
    """Give every byte of a file, those of a workbook unpacked."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.db"])
@pytest.mark.parametrize("scope", [(), ("--assessment", "n1"), ("--channel", "C1"), ("--workspace", "T1")])
def test_no_byte_names_a_person(database: Path, name: str, scope: tuple[str, ...]) -> None:
    result = cxbot("data", *scope, "--to", str(database / name), "--json")
    assert result.exit_code == 0
    files = [Path(each["file"]) for each in json.loads(result.stdout)["files"]]
    assert len(files) == (4 if name == "x.csv" else 1)
    for file in files:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        content = everything(file)
        assert [
            each for each in (*PEOPLE, *NAMES) if each.encode() in content or each.encode("utf-16-le") in content
        ] == []
    assert b"facilitator" in b"".join(map(everything, files))


def test_the_rows_say_who_by_role_what_when_and_which_count(database: Path) -> None:
    assert cxbot("data", "--channel", "C1", "--to", str(database / "x.csv")).exit_code == 0
    ratings, rows, actions = (rows_of(database / f"x{each}.csv") for each in ("", "-dimensions", "-actions"))
    assert [len(each) for each in (ratings, rows, actions)] == [12, 12, 2]
    assert ratings[0]["evidence"] == "as (observer) says, ask (a person), (a person) or (a person) ((a person))"
    assert {each["respondent"] for each in ratings} == {"respondent 1", "facilitator and respondent 1"}
    assert (ratings[1]["verdict"], ratings[1]["level"], ratings[1]["reason"]) == (
        "not applicable",
        "",
        "(observer) left",
    )
    assert ratings[2]["said_at"] == "2026-11-22 09:03:00"
    assert rows[0]["subject"] == "'=Acme of (facilitator and respondent 1)"
    assert [(each["value"], each["gap"], each["change"]) for each in rows if each["dimension"] == KEYS[2]] == [
        ("2", "2", ""),
        ("3", "1", "1"),
    ]
    assert {each["overall"] for each in rows} == {"2", "2.8"}
    first = actions[0]
    assert (first["what"], first["owner"], first["measured"]) == (
        "'=HYPERLINK(1) by (a person)",
        "another person",
        "-3",
    )
    assert (first["due"], first["progress"]) == ("2027-03-22", "stuck")
    assert first["note"] == "waits for (observer) (a person)"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--assessment", "nosuchone1", "--to", "y.csv"), 1),
        (("--channel", "C9", "--to", "y.xlsx"), 1),
        (("--workspace", "T9", "--to", "y.db"), 1),
        (("--to", "y.pdf"), 2),
        (("--to", "y"), 2),
        ((), 2),
        (("--channel", "C1", "--workspace", "T1", "--to", "y.csv"), 2),
        (("--to", "no/such/folder/y.csv"), 2),
        (("--to", "old.csv"), 2),
        (("--to", "half.csv"), 2),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(database)
    for name in ("old.csv", "half-actions.csv"):
        (database / name).write_text("mine")
    before = sorted(database.iterdir())
    result = cxbot("data", *arguments)
    assert (result.exit_code, sorted(database.iterdir())) == (code, before)
    assert (database / "old.csv").read_text() == "mine"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30 1234", "'+49 30 1234"),
        ("-2+3", "'-2+3"),
        ("- a point", "'- a point"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff20x", "'\uff20x"),
        ('"=1+1"', '\'"=1+1"'),
        ("'=1", "''=1"),
        (" =1", "' =1"),
        ("\t=1", "'\t'=1"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a;=1+1", "a;'=1+1"),
        ('a;"=1+1', "a;\"'=1+1"),
        ("-3", "-3"),
        ("-3.5", "-3.5"),
        ("3,5", "3,5"),
        ("NPS fell, -3 points", "NPS fell, -3 points"),
        ("a=b", "a=b"),
        ('say "yes", twice', 'say "yes", twice'),
    ],
)
def test_a_text_is_never_run_by_a_spreadsheet(text: str, cell: str) -> None:
    table = DataTable("ratings", {"evidence": DatumKind.TEXT}, ((text,),))
    rows = csv.reader(io.StringIO(csv_file(table).decode("utf-8-sig"), newline=""))
    assert list(rows) == [["evidence"], [cell]]
    with zipfile.ZipFile(io.BytesIO(workbook((table,), START))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "<f" not in sheet.replace("<formula", "")
        assert not re.search(r"<hyperlink|externalLink", sheet)
    (grid,) = grids_of_workbook(workbook((table,), START))
    assert text.strip() in str(grid)


def test_a_workbook_has_typed_cells_filters_and_a_heading_that_stays(database: Path) -> None:
    assert cxbot("data", "--to", str(database / "x.xlsx")).exit_code == 0
    with zipfile.ZipFile(database / "x.xlsx") as archive:
        book = archive.read("xl/workbook.xml").decode()
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3, 4)]
    assert re.findall(r'<sheet name="(\w+)"', book) == ["Ratings", "Dimensions", "Actions", "Metrics"]
    for sheet in sheets:
        assert '<pane xSplit="1" ySplit="1"' in sheet
        assert "<autoFilter" in sheet
        assert "<f>" not in sheet


def test_a_flat_database_has_views_and_a_search(database: Path) -> None:
    assert cxbot("data", "--to", str(database / "x.db")).exit_code == 0
    with closing(sqlite3.connect(database / "x.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        views = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
        counted = {name: db.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in views}  # noqa: S608 -- its own names
        assert counted == {
            "scorecards": 3,
            "newest_scorecards": 2,
            "gaps": 15,
            "over_time": 18,
            "counting_ratings": 18,
            "open_actions": 2,
            "metrics_over_time": 5,  # three of them from variables
        }
        found = db.execute("SELECT count(*) FROM ratings_fts WHERE ratings_fts MATCH 'says'").fetchone()[0]
        assert found == 3
        kinds = db.execute("SELECT typeof(value), typeof(target), typeof(change) FROM dimensions WHERE value = 3")
        assert kinds.fetchone() == ("real", "integer", "real")
        one = db.execute("SELECT overall, rated, applicable FROM scorecards WHERE assessment = 'n1'")
        assert one.fetchone() == (2.8, 5, 5)


def test_the_page_has_every_column_and_view() -> None:
    page = (DOCS / "export.md").read_text("utf-8").partition("\n## Tables\n")[2]
    named = {*RATINGS, *DIMENSIONS, *ACTIONS, *METRICS, *VIEWS}
    assert sorted(each for each in named if f"`{each}`" not in page) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ask @U0OLGA0002", "ask (observer)"),
        ("ask U0OLGA0002.", "ask (observer)."),
        ("<@U0OLGA0002> did", "(observer) did"),
        ("<@U0OLGA0002|olga>", "(observer)"),
        ("<@W0XY|Jo>", "(a person)"),
        ("@dana.k knows", "(a person) knows"),
        ("@Dana Kim knows", "(a person) knows"),
        ("mail dana.k+cx@shop.example", "mail (a person)"),
        ("https://x.slack.com/team/U0FAR00005", "https://x.slack.com/team/(a person)"),
        ("@here and @channel hear it", "@here and @channel hear it"),
        ("UX and WWW are words", "UX and WWW are words"),
        ("5 @ 3 euros", "5 @ 3 euros"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_person_within_words_is_a_role(words: str, told: str) -> None:
    own = replace(assessment_of(OPTIMIZATION, [2] * 6), members=(Member(OLGA, Role.OBSERVER),))
    assert RoleNames(own, ()).words(words) == told


def test_who_is_named_by_another_id_is_a_role_too() -> None:
    own = assessment_of(OPTIMIZATION, {KEYS[0]: said(3, words="Dana and olga agreed")})
    rating: Rating = own.ratings[0]
    assert RoleNames(own, ()).words(rating.evidence[0].text) == "(facilitator and respondent 1) and (observer) agreed"
    assert RoleNames(own, ("a",)).words(Evidence("words", "a dananas").text) == "a dananas"


def test_metrics_are_a_table_of_their_own_in_which_what_was_taken_back_does_not_count(database: Path) -> None:
    assert cxbot("data", "--channel", "C1", "--to", str(database / "x.csv")).exit_code == 0
    rows = [each for each in rows_of(database / "x-metrics.csv") if each["source"] == "typed"]
    told = [(each["reading"], each["value"], each["target"], each["day"], each["by"], each["counts"]) for each in rows]
    assert told == [
        ("m0", "40.5", "60", "2026-12-01", "observer", "0"),
        ("m1", "41.5", "60", "2026-12-01", "another person", "1"),
        ("m3", "43.5", "60", "2026-12-03", "facilitator and respondent 1", "0"),
    ]
    assert {each["name"] for each in rows} == {"NPS of (a person)"}
    assert rows[0]["unit"] == f"'{HOSTILE}"
