"""The schema as append-only named steps. A step that was released is never changed: what follows is a new one.

They are written for SQLite, and ``postgres_schema`` translates them. Machines are upgraded one after the other: a step
that the version before can go on with, because it only adds tables and columns with defaults, says so by
``@version_before_goes_on``. Beside one that does not, a process of an older version is refused.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.core.errors import StoreError
from bot.store.first_tables import CONVERSATION, DRAFT_INDICES, DRAFTS, FACTS, FOLLOW_UP, HEARD, JOBS

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


def m001_facts_conversation_jobs(db: "Database") -> None:
    """Create every table of the first release; what people said is guarded against any change."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in (*FACTS, *CONVERSATION, *JOBS):
        db.execute(statement)
    for table in _NEVER_CHANGED:
        _guard(db, table)


def m002_restored(db: "Database") -> None:
    """Remember which assessments came back from a backup: Slack has gone on since it was taken.

    `since` is empty until the thread was looked at, then the ts before which a message belongs to what was lost.
    """
    db.execute(
        "CREATE TABLE restored (workspace TEXT NOT NULL, assessment TEXT NOT NULL, since TEXT NOT NULL,"
        " PRIMARY KEY (workspace, assessment),"
        " FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT"
    )


def m003_drafts(db: "Database") -> None:
    """Keep what was drafted, what people decided about it, and the actions of accepted plans; none of it is changed."""
    for table, columns in DRAFTS.items():
        db.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        _guard(db, table)
    for statement in DRAFT_INDICES:
        db.execute(statement)


def m004_follow_up(db: "Database") -> None:
    """Keep when assessments are due again, what was sent and answered, and what people say about their actions."""
    for statement in FOLLOW_UP:
        db.execute(statement)
    for table in ("due_moments", "due_answers", "action_updates"):
        _guard(db, table)


def m005_work_since(db: "Database") -> None:
    """Remember since when work is in the queue, in real milliseconds since 1970; 0 is before that was recorded."""
    db.execute("ALTER TABLE jobs ADD COLUMN since INTEGER NOT NULL DEFAULT 0")
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
    db.execute("ALTER TABLE jobs ADD COLUMN boot TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE jobs ADD COLUMN begun INTEGER NOT NULL DEFAULT 0")
    for table in ("posts", "notices"):
        db.execute(f"ALTER TABLE {table} ADD COLUMN lease TEXT NOT NULL DEFAULT ''")
        db.execute(f"ALTER TABLE {table} ADD COLUMN boot TEXT NOT NULL DEFAULT ''")
        db.execute(f"ALTER TABLE {table} ADD COLUMN asked_ms INTEGER NOT NULL DEFAULT 0")


def m008_departures(db: "Database") -> None:
    """Keep which facilitators and respondents went away, came back, and who took over from them."""
    db.execute(
        "CREATE TABLE departures (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL,"
        " person TEXT NOT NULL, fate TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (workspace, assessment, number),"
        " FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT"
    )
    db.execute("CREATE INDEX departures_by_follower ON departures (workspace, said_by, assessment)")
    db.execute("CREATE INDEX cadences_by_owner ON cadences (workspace, owner)")
    _guard(db, "departures")


def m009_refused_blocks(db: "Database") -> None:
    """Remember which types of block Slack refused in a workspace, and until when that is believed."""
    db.execute(
        """CREATE TABLE refused_blocks (
        workspace TEXT NOT NULL, kind TEXT NOT NULL, until TEXT NOT NULL,
        PRIMARY KEY (workspace, kind)) STRICT"""
    )


def m010_moved_channels(db: "Database") -> None:
    """Remember under which ids channels were known before, so that what names an old one is still understood."""
    db.execute(
        "CREATE TABLE moved_channels (workspace TEXT NOT NULL, old TEXT NOT NULL, channel TEXT NOT NULL,"
        " PRIMARY KEY (workspace, old)) STRICT"
    )
    db.execute("CREATE INDEX assessments_by_thread ON assessments (workspace, thread)")


def m011_languages(db: "Database") -> None:
    """Keep the languages chosen for the drafts of an assessment; the last one counts, the framework's without any."""
    db.execute(
        "CREATE TABLE languages (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL,"
        " language TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number),"
        " FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT"
    )
    _guard(db, "languages")


def m012_imported(db: "Database") -> None:
    """Remember which assessments were imported, and what their file says that no other row does.

    `explained` is a JSON list: the dimensions for which an action was finished since the assessment before it. `whole`
    is 0 for one that came along as the one before another, without its drafts and actions.
    """
    db.execute(
        "CREATE TABLE imported (workspace TEXT NOT NULL, assessment TEXT NOT NULL, explained TEXT NOT NULL,"
        " whole INTEGER NOT NULL CHECK (whole IN (0, 1)), PRIMARY KEY (workspace, assessment),"
        " FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT"
    )


def m013_metrics(db: "Database") -> None:
    """Keep what the metrics of subjects were, day by day, and which readings were taken back.

    `number` is the order of recording within the workspace. A channel's id may change, and nothing else.
    """
    db.execute(
        "CREATE TABLE metrics (workspace TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,"
        " channel TEXT NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL, metric TEXT NOT NULL,"
        " name TEXT NOT NULL, amount TEXT NOT NULL, unit TEXT NOT NULL, good TEXT NOT NULL, target TEXT,"
        " day TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, source TEXT NOT NULL,"
        " PRIMARY KEY (workspace, number), UNIQUE (workspace, id)) STRICT"
    )
    db.execute("CREATE INDEX metrics_by_subject ON metrics (workspace, channel, subject_key, number)")
    db.execute(
        "CREATE TABLE metrics_taken_back (workspace TEXT NOT NULL, reading TEXT NOT NULL, said_by TEXT NOT NULL,"
        " said_at TEXT NOT NULL, PRIMARY KEY (workspace, reading),"
        " FOREIGN KEY (workspace, reading) REFERENCES metrics (workspace, id)) STRICT"
    )
    facts = "workspace, number, id, subject, subject_key, metric, name, amount, unit, good, target, day, said_by"
    _guard(db, "metrics", f"UPDATE OF {facts}, said_at, source")
    _guard(db, "metrics_taken_back")


def m014_aims(db: "Database") -> None:
    """Keep the metric that an action should move, as JSON; null where none was named."""
    db.execute("ALTER TABLE actions ADD COLUMN aim TEXT")


def m015_put_off_actions(db: "Database") -> None:
    """Keep the day to which an action was put off; nothing for what was said without a new day."""
    db.execute("ALTER TABLE action_updates ADD COLUMN due TEXT")


_TEAMS = {
    "teams": "named INTEGER NOT NULL CHECK (named IN (0, 1)), PRIMARY KEY (workspace, assessment)",
    "participants": """number INTEGER NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, department TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number)""",
    # `number` 1 is the first round; `dimensions` is a JSON list of keys.
    "sittings": """number INTEGER NOT NULL, dimensions TEXT NOT NULL, opened_by TEXT NOT NULL,
        opened_at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number)""",
    "closings": """sitting INTEGER NOT NULL, number INTEGER NOT NULL, quorum INTEGER, deadline TEXT,
        said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting, number)""",
    # `receipts` is a JSON list of digests.
    "closes": """sitting INTEGER NOT NULL, at TEXT NOT NULL, said_by TEXT NOT NULL, root TEXT NOT NULL,
        receipts TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting)""",
    # `content` is JSON: counts only, and names only in an assessment that was opened with names.
    "pictures": """sitting INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
        handed_in INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting, number)""",
    # `person` is never read but to delete what that person said.
    "quotes": """sitting INTEGER NOT NULL, picture INTEGER NOT NULL, number INTEGER NOT NULL,
        dimension TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, leave TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, sitting, picture, number)""",
    # `assessment` is the ballot; `counted` its ratings that count, null while its sitting is open.
    "ballots": """part_of TEXT NOT NULL, sitting INTEGER NOT NULL, person TEXT NOT NULL, salt TEXT NOT NULL,
        counted INTEGER, PRIMARY KEY (workspace, assessment), UNIQUE (workspace, part_of, sitting, person)""",
    "leaves": """number INTEGER NOT NULL, leave TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number)""",
}


def m016_teams(db: "Database") -> None:
    """Keep assessments by several people, whose ballots no question about assessments finds: that is a view now."""
    db.execute("ALTER TABLE assessments RENAME TO all_assessments")
    db.execute("ALTER TABLE all_assessments ADD COLUMN mode TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE VIEW assessments AS SELECT * FROM all_assessments WHERE mode <> 'ballot'")
    for column in ("reason", "dissent"):
        db.execute(f"ALTER TABLE agreed_levels ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    for table, columns in _TEAMS.items():
        db.execute(
            f"CREATE TABLE {table} (workspace TEXT NOT NULL, assessment TEXT NOT NULL, {columns},"
            " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
        )
        _guard(
            db,
            table,
            "UPDATE OF workspace, assessment, part_of, sitting, person, salt" if table == "ballots" else "UPDATE",
        )
    db.execute("CREATE INDEX ballots_by_person ON ballots (workspace, person, part_of, sitting)")


def m017_discussion(db: "Database") -> None:
    """Let a group take back what it agreed on, and keep how long it wants to talk about what was revealed."""
    db.execute("ALTER TABLE agreed_levels ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "CREATE TABLE discussion_minutes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL,"
        " minutes INTEGER NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (workspace, assessment, number),"
        " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
    )
    _guard(db, "discussion_minutes")


def m018_saved_messages(db: "Database") -> None:
    """Keep the Slack messages that people saved as evidence, and in which assessments they became that.

    `openness` is who could read the conversation. Of one that was taken back quotation and link are empty.
    """
    db.execute(
        "CREATE TABLE saved_messages (workspace TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,"
        " channel TEXT NOT NULL, openness TEXT NOT NULL, ts TEXT NOT NULL, author TEXT NOT NULL,"
        " quotation TEXT NOT NULL, link TEXT NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL,"
        " slug TEXT NOT NULL, title TEXT NOT NULL, dimension TEXT NOT NULL, name TEXT NOT NULL,"
        " saved_by TEXT NOT NULL, saved_at TEXT NOT NULL, taken_by TEXT NOT NULL DEFAULT '', taken_at TEXT,"
        " PRIMARY KEY (workspace, number), UNIQUE (workspace, id)) STRICT"
    )
    db.execute("CREATE INDEX saved_messages_by_subject ON saved_messages (workspace, subject_key, number)")
    db.execute("CREATE INDEX saved_messages_by_message ON saved_messages (workspace, channel, ts)")
    db.execute(
        "CREATE TABLE saved_uses (workspace TEXT NOT NULL, saved TEXT NOT NULL, assessment TEXT NOT NULL,"
        " used_at TEXT NOT NULL, PRIMARY KEY (workspace, saved, assessment),"
        " FOREIGN KEY (workspace, saved) REFERENCES saved_messages (workspace, id),"
        " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
    )


def m019_page_drafts(db: "Database") -> None:
    """Keep what people typed on the page of all dimensions and have not submitted; it goes with that."""
    db.execute(
        "CREATE TABLE page_drafts (workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL,"
        " content TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person),"
        " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
    )


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
    db.execute(
        "CREATE TABLE withdrawn (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL,"
        " dimension TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number),"
        " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
    )
    db.execute(
        "CREATE TABLE removals (workspace TEXT NOT NULL, gone TEXT NOT NULL, wiped INTEGER NOT NULL,"
        " PRIMARY KEY (workspace, gone)) STRICT"
    )
    db.execute(
        "CREATE TABLE leftovers (workspace TEXT NOT NULL, gone TEXT NOT NULL, number INTEGER NOT NULL,"
        " channel TEXT NOT NULL, ts TEXT NOT NULL, file TEXT NOT NULL, refused TEXT NOT NULL,"
        " PRIMARY KEY (workspace, gone, number)) STRICT"
    )
    db.execute("ALTER TABLE notices ADD COLUMN about TEXT NOT NULL DEFAULT ''")
    guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%are only ever added to%'"
    for name, sql in db.execute(guards).fetchall():
        db.execute(f"DROP TRIGGER {name}")
        db.execute(str(sql).replace(" BEGIN ", f"{_UNLESS_FORGETTING} BEGIN ", 1))
    _guard(db, "withdrawn")


_UNLESS_FORGETTING = " WHEN NOT EXISTS (SELECT 1 FROM forgetting)"


# `links` is a JSON list; `canvas` is the synopsis as Slack has it, empty for none. Notes have no number and no moment:
# of anonymous ones neither order nor time may tell whose they are.
_WORKSHOPS = {
    "workshops": "anonymous INTEGER NOT NULL, links TEXT NOT NULL, canvas TEXT NOT NULL DEFAULT '',"
    " PRIMARY KEY (workspace, assessment)",
    "workshop_turns": "number INTEGER NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL, minutes INTEGER NOT NULL,"
    " said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number)",
    "workshop_notes": "id TEXT NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL, person TEXT NOT NULL,"
    " shown INTEGER NOT NULL DEFAULT 0, label TEXT NOT NULL DEFAULT '', PRIMARY KEY (workspace, id)",
    "workshop_votes": "person TEXT NOT NULL, choice TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person, choice)",
    "workshop_readers": "person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person)",
}


def m021_workshops(db: "Database") -> None:
    """Keep workshops: what is read before, the steps and their timer, and the notes with their groups and votes."""
    for table, columns in _WORKSHOPS.items():
        db.execute(
            f"CREATE TABLE {table} (workspace TEXT NOT NULL, assessment TEXT NOT NULL, {columns},"
            " FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT"
        )
    _guard(db, "workshop_turns")


def m022_late_answers(db: "Database") -> None:
    """Keep on each ballot which of its dimensions were shown late, as a JSON list."""
    db.execute("ALTER TABLE ballots ADD COLUMN late_shown TEXT NOT NULL DEFAULT '[]'")


@version_before_goes_on
def m023_removals_in_order(db: "Database") -> None:
    """Keep in which order people were removed: the last removal takes what is found to be left."""
    db.execute("ALTER TABLE removals ADD COLUMN number INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE removals SET number = rowid")


@version_before_goes_on
def m024_sealed_ballots(db: "Database") -> None:
    """Keep on a ballot the digest with which it was sealed, once words of somebody who was removed went out of it.

    Empty while it stands as it was sealed. `about` is the assessment whose canvas is left over from a removal.
    """
    db.execute("ALTER TABLE ballots ADD COLUMN sealed TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE leftovers ADD COLUMN about TEXT NOT NULL DEFAULT ''")


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
    db.execute(
        "CREATE TABLE own_frameworks (workspace TEXT NOT NULL, slug TEXT NOT NULL, number INTEGER NOT NULL,"
        " framework TEXT NOT NULL, content TEXT NOT NULL, uploaded_by TEXT NOT NULL, uploaded_at TEXT NOT NULL,"
        " PRIMARY KEY (workspace, slug, number),"
        " FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)) STRICT"
    )
    db.execute(
        "CREATE TABLE framework_offers (workspace TEXT NOT NULL, number INTEGER NOT NULL, slug TEXT NOT NULL,"
        " version INTEGER, said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, number)) STRICT"
    )


@version_before_goes_on
def m027_shares(db: "Database") -> None:
    """Find the next job of each workspace at once, however many others wait; a rest that is not over is passed by.

    `workspace` is the payload's, empty for work that is for all. `resting` is 0 once a rest was found to be over.
    """
    db.execute("ALTER TABLE jobs ADD COLUMN workspace TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE jobs ADD COLUMN resting INTEGER NOT NULL DEFAULT 0")
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
    db.execute(
        "CREATE TABLE stays (workspace TEXT NOT NULL, since TEXT NOT NULL, digest TEXT NOT NULL, left_at TEXT,"
        " why TEXT NOT NULL, heard_at TEXT, lacks TEXT NOT NULL, PRIMARY KEY (workspace)) STRICT"
    )


@version_before_goes_on
def m029_pace(db: "Database") -> None:
    """Keep how fast Slack is called, where several processes share that."""
    db.execute(
        "CREATE TABLE pace (workspace TEXT NOT NULL, budget TEXT NOT NULL, boot TEXT NOT NULL,"
        " free_at INTEGER NOT NULL, promised INTEGER NOT NULL, closed_until INTEGER NOT NULL,"
        " PRIMARY KEY (workspace, budget)) STRICT"
    )


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
STEPS = (
    m001_facts_conversation_jobs,
    m002_restored,
    m003_drafts,
    m004_follow_up,
    m005_work_since,
    m006_heard,
    m007_real_time,
    m008_departures,
    m009_refused_blocks,
    m010_moved_channels,
    m011_languages,
    m012_imported,
    m013_metrics,
    m014_aims,
    m015_put_off_actions,
    m016_teams,
    m017_discussion,
    m018_saved_messages,
    m019_page_drafts,
    m020_removal,
    m021_workshops,
    m022_late_answers,
    m023_removals_in_order,
    m024_sealed_ballots,
    m025_installations,
    m026_own_frameworks,
    m027_shares,
    m028_stays,
    m029_pace,
)


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
