"""The tables of the first migrations, and how a table is written in short.

What was released is never changed: a new step changes it.
"""

import re

_SHORT = re.compile(r"(\w+)([#!]?)(\??)(=?)")
_TYPES = {"": "TEXT", "#": "INTEGER", "!": "INTEGER"}


def table(name: str, columns: str, key: str, *rules: str) -> str:
    """Write the statement that makes a table with a primary key.

    ``columns`` are words: a text, `number#` a whole number, `named!` 0 or 1. `thread?` may be null; what is not given
    of `label=` is empty, of `shown#=` 0.
    """
    parts = (*map(column, columns.split()), f"PRIMARY KEY ({_listed(key)})", *rules)
    return f"CREATE TABLE {name} ({', '.join(parts)}) STRICT"


def of_assessment(name: str, columns: str, key: str = "", *rules: str, whole: str = "assessments") -> str:
    """Write the statement that makes a table of what belongs to assessments; ``key`` tells its rows of one apart."""
    refers = f"FOREIGN KEY (workspace, assessment) REFERENCES {whole} (workspace, id)"
    return table(name, f"workspace assessment {columns}", f"workspace assessment {key}", *rules, refers)


def column(short: str) -> str:
    """Write a column as it stands in a statement."""
    found = _SHORT.fullmatch(short)
    if found is None:
        raise ValueError(f"{short!r} is no column")
    name, kind, null, default = found.groups()
    parts = [name, _TYPES[kind], "" if null else "NOT NULL", f"CHECK ({name} IN (0, 1))" if kind == "!" else ""]
    parts += [f"DEFAULT {0 if kind else repr('')}" if default else ""]
    return " ".join(filter(None, parts))


def _listed(names: str) -> str:
    return ", ".join(names.split())


# Words with a list of their own in the core (status, role, ...) are checked when they are read, not by the table:
# a new one then needs no rebuilding of it.
FACTS = (
    # A framework's wording as one workspace used it; `id` is the SHA-256 of `wording`, `digest` that of its file.
    table("frameworks", "workspace id digest slug wording", "workspace id"),
    # `number` is the order of recording within the workspace; `subject_key` the name as it is compared.
    table(
        "assessments",
        "workspace id number# channel thread? framework slug title subject subject_key variables targets status"
        " started_at completed_at?",
        "workspace id",
        "UNIQUE (workspace, number)",
        "UNIQUE (workspace, channel, thread)",
        "FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)",
    ),
    "CREATE INDEX assessments_by_start ON assessments (workspace, started_at, number)",
    "CREATE INDEX assessments_by_channel ON assessments (workspace, channel, started_at, number)",
    """CREATE INDEX assessments_by_subject
        ON assessments (workspace, channel, subject_key, status, completed_at, number)""",
    of_assessment("members", "number# person role", "number", "UNIQUE (workspace, assessment, person, role)"),
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
    of_assessment("agreed_levels", "number# dimension level# agreed_by agreed_at", "number"),
)
CONVERSATION = (
    of_assessment("questions", "number# respondent dimension wants because detail said_in said_at? ended?", "number"),
    of_assessment("posts", "key number# channel ts? digest state", "key", "UNIQUE (workspace, assessment, number)"),
    of_assessment("hints", "person kind", "person kind"),
    table("deliveries", "workspace event taken_at", "workspace event"),
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
_OF_ACTION = "FOREIGN KEY (workspace, assessment, action) REFERENCES actions (workspace, assessment, id)"
_IN_ORDER = "workspace assessment number"
# Texts (`content`, `edited`), what they rest on (`brief`) and what checks found (`findings`) are JSON.
DRAFTS = (
    # `dimension` is empty for the plan.
    of_assessment(
        "drafts", "number# id kind dimension asked_by asked_at hint", "number", "UNIQUE (workspace, assessment, id)"
    ),
    # `number` is the order of recording within the draft: two processes may have made the same attempt, and paid.
    table(
        "draft_replies",
        "workspace assessment draft number# attempt# content? trouble? findings model prompt prompt_version"
        " prompt_digest tokens_in# tokens_out# milliseconds# at",
        "workspace assessment draft number",
        _OF_DRAFT,
    ),
    table(
        "draft_texts",
        "workspace assessment draft content by_model! brief trouble? findings at",
        "workspace assessment draft",
        _OF_DRAFT,
    ),
    # `number` runs through all drafts of the assessment: of two accepted plans the one accepted last counts.
    table(
        "draft_decisions", "workspace assessment number# draft verb decided_by decided_at edited?", _IN_ORDER, _OF_DRAFT
    ),
    # `acceptance` counts how often the draft was accepted; the actions of the last time count.
    table(
        "actions",
        "workspace assessment number# id draft acceptance# dimension what owner_role due_day# due measure first_step"
        " deliverable",
        _IN_ORDER,
        "UNIQUE (workspace, assessment, id)",
        _OF_DRAFT,
    ),
    table("action_owners", "workspace assessment number# action owner given_by given_at", _IN_ORDER, _OF_ACTION),
)
DRAFT_INDICES = (
    "CREATE INDEX draft_decisions_by_draft ON draft_decisions (workspace, assessment, draft, number)",
    "CREATE INDEX actions_by_draft ON actions (workspace, assessment, draft, acceptance, number)",
)
FOLLOW_UP = (
    # `rule` is JSON. `next_due` is null while the cadence is paused. The unique key is what a channel is listed by.
    table(
        "cadences",
        "workspace id channel slug title subject subject_key rule owner set_at next_due?",
        "workspace id",
        "UNIQUE (workspace, channel, slug, subject_key)",
    ),
    table("due_moments", "workspace key due taken_at", "workspace key due"),
    table("due_answers", "workspace key due how said_by said_at", "workspace key due"),
    # `number` is the order of recording within the assessment: what was said last counts, whatever its time says.
    table(
        "action_updates",
        "workspace assessment number# action progress note value said_by said_at",
        _IN_ORDER,
        _OF_ACTION,
    ),
    table("notices", "workspace key channel ts? digest sent!", "workspace key"),
    # Whose Home tab is to be kept up to date: whoever opened it once.
    table("homes", "workspace person", "workspace person"),
    # What waits for one person is found by that person, however many assessments others have.
    "CREATE INDEX action_updates_by_action ON action_updates (workspace, assessment, action, number)",
    "CREATE INDEX action_owners_by_action ON action_owners (workspace, assessment, action, number)",
    "CREATE INDEX action_owners_by_owner ON action_owners (workspace, owner, assessment, action, number)",
    "CREATE INDEX members_by_person ON members (workspace, person, role, assessment)",
)
HEARD = (
    # What people typed and cannot be taken yet: its question does not stand, or what came before is still to be read.
    table("kept_messages", "workspace channel thread ts person text said_at late!", "workspace channel thread ts"),
    # Threads to be read after a gap in deliveries: `since` is the ts of the last message that is known to be taken.
    of_assessment("unread_threads", "since"),
    of_assessment("late_messages", "ts", "ts"),
)
