"""The schema as append-only named steps. A step that was released is never changed: what follows is a new one."""

import sqlite3
from typing import TYPE_CHECKING

from bot.core.errors import StoreError

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x63786274  # "cxbt": tells our files from those of other programs

# Words with a list of their own in the core (status, role, ...) are checked when they are read, not by the table:
# a new one then needs no rebuilding of it.
_FACTS = (
    # A framework's wording as one workspace used it; `id` is the SHA-256 of `wording`, `digest` that of its file.
    """CREATE TABLE frameworks (
        workspace TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, slug TEXT NOT NULL, wording TEXT NOT NULL,
        PRIMARY KEY (workspace, id)) STRICT""",
    # `number` is the order of recording within the workspace; `subject_key` the name as it is compared.
    """CREATE TABLE assessments (
        workspace TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, channel TEXT NOT NULL, thread TEXT,
        framework TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, subject TEXT NOT NULL,
        subject_key TEXT NOT NULL, variables TEXT NOT NULL, targets TEXT NOT NULL,
        status TEXT NOT NULL, started_at TEXT NOT NULL, completed_at TEXT,
        PRIMARY KEY (workspace, id), UNIQUE (workspace, number), UNIQUE (workspace, channel, thread),
        FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)) STRICT""",
    "CREATE INDEX assessments_by_start ON assessments (workspace, started_at, number)",
    "CREATE INDEX assessments_by_channel ON assessments (workspace, channel, started_at, number)",
    """CREATE INDEX assessments_by_subject
        ON assessments (workspace, channel, subject_key, status, completed_at, number)""",
    """CREATE TABLE members (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL,
        role TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, person, role),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE ratings (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        dimension TEXT NOT NULL, respondent TEXT NOT NULL, round INTEGER NOT NULL CHECK (round IN (1, 2)),
        verdict TEXT NOT NULL, level INTEGER, reason TEXT, evidence TEXT NOT NULL,
        said_at TEXT NOT NULL, said_in TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id),
        CHECK ((verdict = 'level' AND level IS NOT NULL AND reason IS NULL)
            OR (verdict = 'not_applicable' AND level IS NULL AND reason IS NOT NULL)
            OR (verdict = 'not_rated' AND level IS NULL AND reason IS NULL)),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE agreed_levels (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, dimension TEXT NOT NULL,
        level INTEGER NOT NULL, agreed_by TEXT NOT NULL, agreed_at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
)
_CONVERSATION = (
    """CREATE TABLE questions (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, respondent TEXT NOT NULL,
        dimension TEXT NOT NULL, wants TEXT NOT NULL, because TEXT NOT NULL, detail TEXT NOT NULL,
        said_in TEXT NOT NULL, said_at TEXT, ended TEXT,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE posts (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL,
        channel TEXT NOT NULL, ts TEXT, digest TEXT NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, key), UNIQUE (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE hints (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, person, kind),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE deliveries (
        workspace TEXT NOT NULL, event TEXT NOT NULL, taken_at TEXT NOT NULL, PRIMARY KEY (workspace, event)) STRICT""",
    "CREATE INDEX deliveries_by_age ON deliveries (taken_at)",
)
_JOBS = (
    # The queue serves every workspace: a job's key and payload name its own. `rest_until` and `lease_until` are real
    # time in milliseconds since 1970, `run_at` is the Clock's. AUTOINCREMENT: an id never comes back.
    """CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'buried')), run_at TEXT NOT NULL,
        rest_until INTEGER NOT NULL DEFAULT 0, lease TEXT NOT NULL DEFAULT '', lease_until INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '', buried_at TEXT) STRICT""",
    "CREATE UNIQUE INDEX jobs_one_waits ON jobs (key) WHERE state = 'waiting'",
    "CREATE UNIQUE INDEX jobs_one_runs ON jobs (key) WHERE state = 'running'",
    "CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state = 'waiting'",
    "CREATE INDEX jobs_leased ON jobs (lease_until, id) WHERE state = 'running'",
    "CREATE INDEX jobs_buried ON jobs (id) WHERE state = 'buried'",
)
_NEVER_CHANGED = ("ratings", "agreed_levels")
_OF_DRAFT = "FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)"
# Texts (`content`, `edited`), what they rest on (`brief`) and what checks found (`findings`) are JSON.
_DRAFTS = {
    # `dimension` is empty for the plan.
    "drafts": """
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        kind TEXT NOT NULL, dimension TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL,
        hint TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)""",
    # `number` is the order of recording within the draft: two processes may have made the same attempt, and paid.
    "draft_replies": f"""
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, draft TEXT NOT NULL, number INTEGER NOT NULL,
        attempt INTEGER NOT NULL, content TEXT, trouble TEXT, findings TEXT NOT NULL, model TEXT NOT NULL,
        prompt TEXT NOT NULL, prompt_version TEXT NOT NULL, prompt_digest TEXT NOT NULL,
        tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, milliseconds INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, draft, number), {_OF_DRAFT}""",
    "draft_texts": f"""
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, draft TEXT NOT NULL, content TEXT NOT NULL,
        by_model INTEGER NOT NULL CHECK (by_model IN (0, 1)), brief TEXT NOT NULL, trouble TEXT,
        findings TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, draft), {_OF_DRAFT}""",
    # `number` runs through all drafts of the assessment: of two accepted plans the one accepted last counts.
    "draft_decisions": f"""
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, draft TEXT NOT NULL,
        verb TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL, edited TEXT,
        PRIMARY KEY (workspace, assessment, number), {_OF_DRAFT}""",
    # `acceptance` counts how often the draft was accepted; the actions of the last time count.
    "actions": f"""
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        draft TEXT NOT NULL, acceptance INTEGER NOT NULL, dimension TEXT NOT NULL, what TEXT NOT NULL,
        owner_role TEXT NOT NULL, due_day INTEGER NOT NULL, due TEXT NOT NULL, measure TEXT NOT NULL,
        first_step TEXT NOT NULL, deliverable TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id), {_OF_DRAFT}""",
    "action_owners": """
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL,
        owner TEXT NOT NULL, given_by TEXT NOT NULL, given_at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment, action) REFERENCES actions (workspace, assessment, id)""",
}
_DRAFT_INDICES = (
    "CREATE INDEX draft_decisions_by_draft ON draft_decisions (workspace, assessment, draft, number)",
    "CREATE INDEX actions_by_draft ON actions (workspace, assessment, draft, acceptance, number)",
)
_FOLLOW_UP = (
    # `rule` is JSON. `next_due` is null while the cadence is paused. The unique key is what a channel is listed by.
    """CREATE TABLE cadences (
        workspace TEXT NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL,
        subject TEXT NOT NULL, subject_key TEXT NOT NULL, rule TEXT NOT NULL, owner TEXT NOT NULL,
        set_at TEXT NOT NULL, next_due TEXT,
        PRIMARY KEY (workspace, id), UNIQUE (workspace, channel, slug, subject_key)) STRICT""",
    """CREATE TABLE due_moments (
        workspace TEXT NOT NULL, key TEXT NOT NULL, due TEXT NOT NULL, taken_at TEXT NOT NULL,
        PRIMARY KEY (workspace, key, due)) STRICT""",
    """CREATE TABLE due_answers (
        workspace TEXT NOT NULL, key TEXT NOT NULL, due TEXT NOT NULL, how TEXT NOT NULL, said_by TEXT NOT NULL,
        said_at TEXT NOT NULL,
        PRIMARY KEY (workspace, key, due)) STRICT""",
    # `number` is the order of recording within the assessment: what was said last counts, whatever its time says.
    """CREATE TABLE action_updates (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL,
        progress TEXT NOT NULL, note TEXT NOT NULL, value TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment, action) REFERENCES actions (workspace, assessment, id)) STRICT""",
    """CREATE TABLE notices (
        workspace TEXT NOT NULL, key TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT, digest TEXT NOT NULL,
        sent INTEGER NOT NULL CHECK (sent IN (0, 1)),
        PRIMARY KEY (workspace, key)) STRICT""",
    # Whose Home tab is to be kept up to date: whoever opened it once.
    """CREATE TABLE homes (
        workspace TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (workspace, person)) STRICT""",
    # What waits for one person is found by that person, however many assessments others have.
    "CREATE INDEX action_updates_by_action ON action_updates (workspace, assessment, action, number)",
    "CREATE INDEX action_owners_by_action ON action_owners (workspace, assessment, action, number)",
    "CREATE INDEX action_owners_by_owner ON action_owners (workspace, owner, assessment, action, number)",
    "CREATE INDEX members_by_person ON members (workspace, person, role, assessment)",
)


_HEARD = (
    # What people typed and cannot be taken yet: its question does not stand, or what came before is still to be read.
    """CREATE TABLE kept_messages (
        workspace TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL, ts TEXT NOT NULL, person TEXT NOT NULL,
        text TEXT NOT NULL, said_at TEXT NOT NULL, late INTEGER NOT NULL CHECK (late IN (0, 1)),
        PRIMARY KEY (workspace, channel, thread, ts)) STRICT""",
    # Threads to be read after a gap in deliveries: `since` is the ts of the last message that is known to be taken.
    """CREATE TABLE unread_threads (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (workspace, assessment),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
    """CREATE TABLE late_messages (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (workspace, assessment, ts),
        FOREIGN KEY (workspace, assessment) REFERENCES assessments (workspace, id)) STRICT""",
)


def m001_facts_conversation_jobs(db: "Database") -> None:
    """Create every table of the first release; what people said is guarded against any change."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in (*_FACTS, *_CONVERSATION, *_JOBS):
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
    for table, columns in _DRAFTS.items():
        db.execute(f"CREATE TABLE {table} ({columns}) STRICT")
        _guard(db, table)
    for statement in _DRAFT_INDICES:
        db.execute(statement)


def m004_follow_up(db: "Database") -> None:
    """Keep when assessments are due again, what was sent and answered, and what people say about their actions."""
    for statement in _FOLLOW_UP:
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
    for statement in _HEARD:
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
)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring the file to the newest schema, or raise StoreError for one that is not ours or newer than this code.

    The write lock is taken first, so that of several processes that start at once one migrates and the others wait.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refuse_what_is_not_ours(connection, path)
        applied = _applied(connection)
        _refuse_what_is_newer(applied, path)
        if applied != {step.__name__ for step in STEPS}:
            _apply(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _applied(connection: sqlite3.Connection) -> set[str]:
    """Give the names of the steps that the file has had, as sqlite-utils records them."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return set()
    found = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,))
    return {str(row[0]) for row in found}


def _apply(connection: sqlite3.Connection) -> None:
    """Apply the steps that the file has not had. The library takes a tenth of a second to load, so only then."""
    from sqlite_utils import Database  # noqa: PLC0415  # see above
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415  # see above

    migrations = Migrations(_SET)
    for step in STEPS:
        migrations()(step)
    migrations.apply(Database(connection, execute_plugins=False))


def _refuse_what_is_not_ours(connection: sqlite3.Connection, path: str) -> None:
    marked = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    if not marked and not empty:
        raise StoreError(f"The database {path!r} belongs to another program: name a file of the bot's own.")


def _refuse_what_is_newer(applied: set[str], path: str) -> None:
    unknown = sorted(applied - {step.__name__ for step in STEPS})
    if unknown:
        raise StoreError(
            f"The database {path!r} was written by a newer version of the bot (it has {', '.join(unknown)}):"
            " install that version, or restore a backup made before the upgrade."
        )
