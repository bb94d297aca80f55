"""What tables hold of people and what becomes of that; who may ask for ballots: lists that grow openly."""

import ast
import re
from contextlib import closing
from itertools import takewhile
from pathlib import Path

from bot.slack.views.forgetting import as_fields
from bot.store.people import NOBODY, PEOPLE
from bot.store.store import open_store
from bot.use_cases.forget import ForgetOutcome, ForgetReport

COLUMNS = "SELECT m.name AS holder, c.name AS col FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
TABLES = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'sqlite_sequence'"
GUARDS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%only ever added to%'"


def asked(sql: str) -> list[tuple[str, str]]:
    with closing(open_store("sqlite://")) as store, store.reading() as view:
        return [(str(one), str(other)) for one, other in (dict(row).values() for row in view._session.all(sql))]


def test_each_column_of_text_says_what_becomes_of_people_in_it() -> None:
    known = asked(f"{COLUMNS} WHERE m.type = 'table' AND c.type = 'TEXT'")
    silent = [f"{table}.{name}" for table, name in known if name not in PEOPLE.get(table, {}) and name not in NOBODY]
    assert silent == [], "say in bot/store/people.py what becomes of these when a person is removed"
    declared = [(table, name) for table, held in PEOPLE.items() for name in held]
    assert [each for each in declared if each not in known] == []
    assert set(NOBODY) <= {name for _, name in known}


def test_every_guard_lets_the_removal_of_a_person_pass() -> None:
    guards = asked(GUARDS)
    assert guards
    assert [name for name, sql in guards if "WHEN NOT EXISTS (SELECT 1 FROM forgetting)" not in sql] == []


def test_the_privacy_page_names_every_table_and_every_field_of_a_removal() -> None:
    page = (Path(__file__).parents[2] / "docs/privacy.md").read_text("utf-8")
    tables = {name for name, _ in asked(TABLES)}
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells(page, "| tables | hold of people |")))) == tables
    fields = as_fields(ForgetReport(ForgetOutcome.UNKNOWN), "U1", "T1")
    assert set(re.findall(r"`(\w+)`", " ".join(first_cells(page, "| field | is |")))) == set(fields)
    assert [each for each in ForgetOutcome if f"`{each}`" not in page] == []


def first_cells(page: str, heading: str) -> list[str]:
    """Give the first cells of the table that begins with a heading."""
    rows = page[page.index(heading) :].splitlines()[2:]
    return [each.split("|")[1] for each in takewhile(lambda row: row.startswith("|"), rows)]


BOT = Path(__file__).parents[2] / "bot"
QUESTIONS = frozenset(
    {"assessment_or_ballot", "ballots", "ballot_of", "own_ballots", "handed_in", "unopened", "assessment_in_thread"}
)
MAY_ASK = {
    "store": "answers",
    "use_cases/ballots.py": "opens a ballot, and shows one to whose it is",
    "use_cases/sittings.py": "closes and reveals, and checks a receipt for whose it is",
    "use_cases/conversation.py": "takes what is typed and pressed, from the respondent alone",
    "use_cases/page.py": "shows and takes the page of the respondent alone",
    "use_cases/thread.py": "puts the thread of a ballot right, in the person's direct messages",
    "use_cases/nudges.py": "reminds whose ballot waits",
    "use_cases/notices.py": "says a private word in the thread of a ballot",
    "use_cases/catch_up.py": "reads what was typed during an outage",
    "use_cases/lost_threads.py": "lets a ballot go on in a new thread",
    "use_cases/home.py": "shows a person that their own ballot waits",
    "use_cases/greeting.py": "leads a person to their own ballot",
    "use_cases/saved.py": "offers saved messages at a question",
    "use_cases/jobs.py": "tells whose ballot it is that work for it was given up",
    "use_cases/intake.py": "looks whether a thread is taken",
    "slack/listeners/conversation.py": "opens the page and the form that changes an answer, to the respondent alone",
}


def askers() -> set[str]:
    """Find the modules that call one of the questions."""
    found = set()
    for path in BOT.rglob("*.py"):
        source = path.read_text("utf-8")
        if not any(each in source for each in QUESTIONS):
            continue  # to parse it takes a hundred times as long
        called = {
            each.func.attr
            for each in ast.walk(ast.parse(source))
            if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute)
        }
        if called & QUESTIONS:
            name = path.relative_to(BOT).as_posix()
            found.add("store" if name.startswith("store/") else name)
    return found


def test_ballots_are_asked_for_only_where_it_is_said_why() -> None:
    assert askers() == MAY_ASK.keys()
