"""The tables of the first migrations, as statements. What was released is never changed: a new step changes it."""

# Words with a list of their own in the core (status, role, ...) are checked when they are read, not by the table:
# a new one then needs no rebuilding of it.
FACTS = (
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
CONVERSATION = (
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
JOBS = (
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
_OF_DRAFT = "FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)"
# Texts (`content`, `edited`), what they rest on (`brief`) and what checks found (`findings`) are JSON.
DRAFTS = {
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
DRAFT_INDICES = (
    "CREATE INDEX draft_decisions_by_draft ON draft_decisions (workspace, assessment, draft, number)",
    "CREATE INDEX actions_by_draft ON actions (workspace, assessment, draft, acceptance, number)",
)
FOLLOW_UP = (
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


HEARD = (
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
