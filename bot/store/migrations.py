"""The schema as append-only named steps. A step that was released is never changed: what follows is a new one.

They are written for SQLite, and ``postgres_schema`` translates them. Machines are upgraded one after the other: a step
that the version before can go on with, because it only adds tables and columns with defaults, says so by
``@version_before_goes_on``. Beside one that does not, a process of an older version is refused.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import StoreError
from bot.store.first_tables import (
    CONVERSATION,
    DRAFT_INDICES,
    DRAFTS,
    FACTS,
    FOLLOW_UP,
    HEARD,
    JOBS,
    column,
    of_assessment,
    table,
)

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x63786274  # "cxbt": tells our files from those of other programs

_NEVER_CHANGED = ("ratings", "agreed_levels")

Step = Callable[["Database"], None]
_RELEASED = "m022_late_answers"
"""The newest step of the version before this one; it changes with each release, for the steps that follow."""
_GO_ON: dict[str, str] = {}


def version_before_goes_on(step: Step) -> Step:
    """Say of a step that processes of the version before can go on beside it."""
    _GO_ON[step.__name__] = _RELEASED
    return step


_of_whole = partial(of_assessment, whole="all_assessments")


def m001_facts_conversation_jobs(db: "Database") -> None:
    """Create every table of the first release; what people said is guarded against any change."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in (*FACTS, *CONVERSATION, *JOBS):
        db.execute(statement)
    for name in _NEVER_CHANGED:
        _guard(db, name)


def m002_restored(db: "Database") -> None:
    """Remember which assessments came back from a backup: Slack has gone on since it was taken.

    `since` is empty until the thread was looked at, then the ts before which a message belongs to what was lost.
    """
    db.execute(of_assessment("restored", "since"))


def m003_drafts(db: "Database") -> None:
    """Keep what was drafted, what people decided about it, and the actions of accepted plans; none of it is changed."""
    for statement in DRAFTS:
        _guard(db, _made(db, statement))
    for statement in DRAFT_INDICES:
        db.execute(statement)


def m004_follow_up(db: "Database") -> None:
    """Keep when assessments are due again, what was sent and answered, and what people say about their actions."""
    for statement in FOLLOW_UP:
        db.execute(statement)
    for name in ("due_moments", "due_answers", "action_updates"):
        _guard(db, name)


def m005_work_since(db: "Database") -> None:
    """Remember since when work is in the queue, in real milliseconds since 1970; 0 is before that was recorded."""
    _widen(db, "jobs", "since#=")
    db.execute(
        "CREATE TRIGGER jobs_since AFTER INSERT ON jobs"
        " BEGIN UPDATE jobs SET since = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE id = NEW.id; END"
    )


def m006_heard(db: "Database") -> None:
    """Keep what was typed and cannot be taken yet, and which threads are to be read after a gap in deliveries."""
    for statement in HEARD:
        db.execute(statement)


def m007_real_time(db: "Database") -> None:
    """Measure leases, rests and messages under way by the time of a boot, which no change of a clock moves.

    `boot` names the boot to which a moment belongs: what an older version stored is of none. `begun` marks a job whose
    one call may have been made. `asked_ms` is when Slack was asked to post, under the `lease` of which job.
    """
    _widen(db, "jobs", "boot= begun#=")
    for name in ("posts", "notices"):
        _widen(db, name, "lease= boot= asked_ms#=")


def m008_departures(db: "Database") -> None:
    """Keep which facilitators and respondents went away, came back, and who took over from them."""
    db.execute(of_assessment("departures", "number# person fate said_by at", "number"))
    db.execute("CREATE INDEX departures_by_follower ON departures (workspace, said_by, assessment)")
    db.execute("CREATE INDEX cadences_by_owner ON cadences (workspace, owner)")
    _guard(db, "departures")


def m009_refused_blocks(db: "Database") -> None:
    """Remember which types of block Slack refused in a workspace, and until when that is believed."""
    db.execute(table("refused_blocks", "workspace kind until", "workspace kind"))


def m010_moved_channels(db: "Database") -> None:
    """Remember under which ids channels were known before, so that what names an old one is still understood."""
    db.execute(table("moved_channels", "workspace old channel", "workspace old"))
    db.execute("CREATE INDEX assessments_by_thread ON assessments (workspace, thread)")


def m011_languages(db: "Database") -> None:
    """Keep the languages chosen for the drafts of an assessment; the last one counts, the framework's without any."""
    _guard(db, _made(db, of_assessment("languages", "number# language at", "number")))


def m012_imported(db: "Database") -> None:
    """Remember which assessments were imported, and what their file says that no other row does.

    `explained` is a JSON list: the dimensions for which an action was finished since the assessment before it. `whole`
    is 0 for one that came along as the one before another, without its drafts and actions.
    """
    db.execute(of_assessment("imported", "explained whole!"))


def m013_metrics(db: "Database") -> None:
    """Keep what the metrics of subjects were, day by day, and which readings were taken back.

    `number` is the order of recording within the workspace. A channel's id may change, and nothing else.
    """
    columns = (
        "workspace number# id channel subject subject_key metric name amount unit good target? day said_by said_at"
        " source"
    )
    db.execute(table("metrics", columns, "workspace number", "UNIQUE (workspace, id)"))
    db.execute("CREATE INDEX metrics_by_subject ON metrics (workspace, channel, subject_key, number)")
    refers = "FOREIGN KEY (workspace, reading) REFERENCES metrics (workspace, id)"
    db.execute(table("metrics_taken_back", "workspace reading said_by said_at", "workspace reading", refers))
    facts = "workspace, number, id, subject, subject_key, metric, name, amount, unit, good, target, day, said_by"
    _guard(db, "metrics", f"UPDATE OF {facts}, said_at, source")
    _guard(db, "metrics_taken_back")


def m014_aims(db: "Database") -> None:
    """Keep the metric that an action should move, as JSON; null where none was named."""
    _widen(db, "actions", "aim?")


def m015_put_off_actions(db: "Database") -> None:
    """Keep the day to which an action was put off; nothing for what was said without a new day."""
    _widen(db, "action_updates", "due?")


_TEAMS = (
    _of_whole("teams", "named!"),
    _of_whole("participants", "number# person role department at", "number"),
    # `number` 1 is the first round; `dimensions` is a JSON list of keys.
    _of_whole("sittings", "number# dimensions opened_by opened_at", "number"),
    _of_whole("closings", "sitting# number# quorum#? deadline? said_by at", "sitting number"),
    # `receipts` is a JSON list of digests.
    _of_whole("closes", "sitting# at said_by root receipts", "sitting"),
    # `content` is JSON: counts only, and names only in an assessment that was opened with names.
    _of_whole("pictures", "sitting# number# kind at handed_in# content", "sitting number"),
    # `person` is never read but to delete what that person said.
    _of_whole("quotes", "sitting# picture# number# dimension kind text leave person", "sitting picture number"),
    # `assessment` is the ballot; `counted` its ratings that count, null while its sitting is open.
    _of_whole("ballots", "part_of sitting# person salt counted#?", "", "UNIQUE (workspace, part_of, sitting, person)"),
    _of_whole("leaves", "number# leave at", "number"),
)


def m016_teams(db: "Database") -> None:
    """Keep assessments by several people, whose ballots no question about assessments finds: that is a view now."""
    db.execute("ALTER TABLE assessments RENAME TO all_assessments")
    _widen(db, "all_assessments", "mode=")
    db.execute("CREATE VIEW assessments AS SELECT * FROM all_assessments WHERE mode <> 'ballot'")
    _widen(db, "agreed_levels", "reason= dissent=")
    for statement in _TEAMS:
        name = _made(db, statement)
        update = "UPDATE OF workspace, assessment, part_of, sitting, person, salt" if name == "ballots" else "UPDATE"
        _guard(db, name, update)
    db.execute("CREATE INDEX ballots_by_person ON ballots (workspace, person, part_of, sitting)")


def m017_discussion(db: "Database") -> None:
    """Let a group take back what it agreed on, and keep how long it wants to talk about what was revealed."""
    _widen(db, "agreed_levels", "withdrawn#=")
    _guard(db, _made(db, _of_whole("discussion_minutes", "number# minutes# said_by at", "number")))


def m018_saved_messages(db: "Database") -> None:
    """Keep the Slack messages that people saved as evidence, and in which assessments they became that.

    `openness` is who could read the conversation. Of one that was taken back quotation and link are empty.
    """
    columns = (
        "workspace number# id channel openness ts author quotation link subject subject_key slug title dimension name"
        " saved_by saved_at taken_by= taken_at?"
    )
    db.execute(table("saved_messages", columns, "workspace number", "UNIQUE (workspace, id)"))
    db.execute("CREATE INDEX saved_messages_by_subject ON saved_messages (workspace, subject_key, number)")
    db.execute("CREATE INDEX saved_messages_by_message ON saved_messages (workspace, channel, ts)")
    rules = (
        "FOREIGN KEY (workspace, saved) REFERENCES saved_messages (workspace, id)",
        "FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)",
    )
    db.execute(table("saved_uses", "workspace saved assessment used_at", "workspace saved assessment", *rules))


def m019_page_drafts(db: "Database") -> None:
    """Keep what people typed on the page of all dimensions and have not submitted; it goes with that."""
    db.execute(_of_whole("page_drafts", "person content at", "person"))


def m020_removal(db: "Database") -> None:
    """Let a transaction that removes a person change facts, and no other one; keep what of a removal is still to do.

    `forgetting` marks such a transaction: its row refers to one that can never be, so that nothing is committed while
    it stands. `withdrawn` has the dimension of each rating that went. `leftovers` are messages and files in Slack that
    are to go, or that it did not let go (`refused`). `about` is the assessment whose file a message brings.
    """
    db.execute(
        "CREATE TABLE forgetting (workspace TEXT NOT NULL, mark INTEGER NOT NULL CHECK (mark = 0),"
        " ends INTEGER NOT NULL CHECK (ends = 1), PRIMARY KEY (workspace, mark),"
        " FOREIGN KEY (workspace, ends) REFERENCES forgetting (workspace, mark) DEFERRABLE INITIALLY DEFERRED) STRICT"
    )
    db.execute(_of_whole("withdrawn", "number# dimension", "number"))
    db.execute(table("removals", "workspace gone wiped#", "workspace gone"))
    db.execute(table("leftovers", "workspace gone number# channel ts file refused", "workspace gone number"))
    _widen(db, "notices", "about=")
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%are only ever added to%'"
    for name, sql in db.execute(guards).fetchall():
        db.execute(f"DROP TRIGGER {name}")
        db.execute(str(sql).replace(" BEGIN ", f"{_UNLESS_FORGETTING} BEGIN ", 1))
    _guard(db, "withdrawn")


_UNLESS_FORGETTING = " WHEN NOT EXISTS (SELECT 1 FROM forgetting)"


# `links` is a JSON list; `canvas` is the synopsis as Slack has it, empty for none. Notes have no number and no moment:
# of anonymous ones neither order nor time may tell whose they are.
_WORKSHOPS = (
    _of_whole("workshops", "anonymous# links canvas="),
    _of_whole("workshop_turns", "number# kind stage minutes# said_by at", "number"),
    table(
        "workshop_notes",
        "workspace assessment id topic text person shown#= label=",
        "workspace id",
        "FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)",
    ),
    _of_whole("workshop_votes", "person choice", "person choice"),
    _of_whole("workshop_readers", "person at", "person"),
)


def m021_workshops(db: "Database") -> None:
    """Keep workshops: what is read before, the steps and their timer, and the notes with their groups and votes."""
    for statement in _WORKSHOPS:
        db.execute(statement)
    _guard(db, "workshop_turns")


def m022_late_answers(db: "Database") -> None:
    """Keep on each ballot which of its dimensions were shown late, as a JSON list."""
    db.execute("ALTER TABLE ballots ADD COLUMN late_shown TEXT NOT NULL DEFAULT '[]'")


@version_before_goes_on
def m023_removals_in_order(db: "Database") -> None:
    """Keep in which order people were removed: the last removal takes what is found to be left."""
    _widen(db, "removals", "number#=")
    db.execute("UPDATE removals SET number = rowid")


@version_before_goes_on
def m024_sealed_ballots(db: "Database") -> None:
    """Keep on a ballot the digest with which it was sealed, once words of somebody who was removed went out of it.

    Empty while it stands as it was sealed. `about` is the assessment whose canvas is left over from a removal.
    """
    _widen(db, "ballots", "sealed=")
    _widen(db, "leftovers", "about=")


@version_before_goes_on
def m025_installations(db: "Database") -> None:
    """Keep where the bot is installed, with the encrypted tokens of each workspace and organisation."""
    texts = "organisation name url app bot_user bot_id scopes installed_by token refresh_token".split()
    columns = ", ".join(f"{each} TEXT NOT NULL DEFAULT ''" for each in texts)
    db.execute(
        f"CREATE TABLE installations (workspace TEXT NOT NULL PRIMARY KEY, {columns}, installed_at TEXT NOT NULL,"
        " uninstalled_at TEXT, expires_at TEXT, renewing_until TEXT) STRICT"
    )


@version_before_goes_on
def m026_own_frameworks(db: "Database") -> None:
    """Keep the frameworks that workspaces upload: each version as it was, and which of them was on offer when."""
    columns = "workspace slug number# framework content uploaded_by uploaded_at"
    refers = "FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)"
    db.execute(table("own_frameworks", columns, "workspace slug number", refers))
    db.execute(table("framework_offers", "workspace number# slug version#? said_by at", "workspace number"))


@version_before_goes_on
def m027_shares(db: "Database") -> None:
    """Find the next job of each workspace at once, however many others wait; a rest that is not over is passed by.

    `workspace` is the payload's, empty for work that is for all. `resting` is 0 once a rest was found to be over.
    """
    _widen(db, "jobs", "workspace= resting#=")
    for job_id, payload in db.execute("SELECT id, payload FROM jobs").fetchall():
        with suppress(ValueError, AttributeError):  # a payload that cannot be read is buried when its turn comes
            workspace = json.loads(payload).get("workspace")
            if isinstance(workspace, str):
                db.execute("UPDATE jobs SET workspace = ? WHERE id = ?", (workspace, job_id))
    db.execute("UPDATE jobs SET resting = 1 WHERE state = 'waiting' AND rest_until > 0")
    db.execute("DROP INDEX jobs_due")
    waits = "WHERE state = 'waiting' AND resting = 0"
    db.execute(f"CREATE INDEX jobs_due ON jobs (run_at, id, kind) {waits}")
    db.execute(f"CREATE INDEX jobs_due_by_workspace ON jobs (workspace, run_at, id, kind) {waits}")
    db.execute("CREATE INDEX jobs_resting ON jobs (boot, rest_until) WHERE state = 'waiting' AND resting = 1")


@version_before_goes_on
def m028_stays(db: "Database") -> None:
    """Remember since when the bot is in a workspace, when it was removed from it, and which permissions it lacks there.

    `digest` is that of a token. `heard_at` is when the event happened that said last that the bot was removed.
    """
    db.execute(table("stays", "workspace since digest left_at? why heard_at? lacks", "workspace"))


@version_before_goes_on
def m029_pace(db: "Database") -> None:
    """Keep how fast Slack is called, where several processes share that."""
    columns = "workspace budget boot free_at# promised# closed_until#"
    db.execute(table("pace", columns, "workspace budget"))


def _made(db: "Database", statement: str) -> str:
    """Make a table and give its name."""
    db.execute(statement)
    return statement.split()[2]


def _widen(db: "Database", name: str, columns: str) -> None:
    """Add columns to a table."""
    for each in columns.split():
        db.execute(f"ALTER TABLE {name} ADD COLUMN {column(each)}")


def _guard(db: "Database", table: str, update: str = "UPDATE") -> None:
    """Have the table refuse every change of what stands in it, but for the removal of a person."""
    known = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'forgetting'").fetchone()
    unless = _UNLESS_FORGETTING if known is not None else ""
    for change in (update, "DELETE"):
        db.execute(
            f"CREATE TRIGGER {table}_no_{change.split()[0].lower()} BEFORE {change} ON {table}"
            f"{unless} BEGIN SELECT RAISE(ABORT, '{table} are only ever added to'); END"
        )


_SET = "cxbot"
STEPS: tuple[Step, ...] = tuple(step for name, step in globals().items() if re.fullmatch(r"m\d{3}_\w+", name))


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring the file to the newest schema, or raise StoreError for one that is not ours or newer than this code.

    The write lock is taken first, so that of several processes that start at once one migrates and the others wait.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refuse_what_is_not_ours(connection, path)
        steps = following(_applied(connection), f"The database {path!r}")
        if steps:
            _apply(connection, steps)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def following(had: Mapping[str, str], where: str) -> tuple[Step, ...]:
    """Return the steps that a database has not had; StoreError where it had one that this code cannot go on with.

    ``had`` gives for each step that it had the newest one that a process must know to go on beside it.
    """
    known = {step.__name__ for step in STEPS}
    newer = had.keys() - known
    if barred := sorted(name for name in newer if had[name] not in known):
        raise StoreError(
            f"{where} was written by a newer version of the bot (it has {', '.join(barred)}):"
            " install that version, or restore a backup made before the upgrade."
        )
    return () if newer else tuple(step for step in STEPS if step.__name__ not in had)


def needed_by(step: Step) -> str:
    """Return the newest step that a process must know to go on beside this one."""
    return _GO_ON.get(step.__name__, step.__name__)


def _applied(connection: sqlite3.Connection) -> dict[str, str]:
    """Give the steps that the file has had, as sqlite-utils records them, each with what is needed beside it."""
    tables = {str(row[0]) for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    had: dict[str, str] = {}
    if "_sqlite_migrations" in tables:
        found = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,))
        had = {str(name): str(name) for (name,) in found}
    if "schema_steps" in tables:
        had |= connection.execute("SELECT name, needs FROM schema_steps").fetchall()
    return had


def _apply(connection: sqlite3.Connection, steps: tuple[Step, ...]) -> None:
    """Apply the steps that the file has not had. The library takes a tenth of a second to load, so only then."""
    from sqlite_utils import Database  # noqa: PLC0415  # see above
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415  # see above

    migrations = Migrations(_SET)
    for step in STEPS:
        migrations()(step)
    migrations.apply(Database(connection, execute_plugins=False))
    connection.execute(
        "CREATE TABLE IF NOT EXISTS schema_steps (name TEXT NOT NULL, needs TEXT NOT NULL, PRIMARY KEY (name)) STRICT"
    )
    needs = [(step.__name__, needed_by(step)) for step in steps]
    connection.executemany("INSERT INTO schema_steps (name, needs) VALUES (?, ?)", needs)


def _refuse_what_is_not_ours(connection: sqlite3.Connection, path: str) -> None:
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    if not marked and not empty:
        raise StoreError(f"The database {path!r} belongs to another program: name a file of the bot's own.")
