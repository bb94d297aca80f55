CREATE INDEX action_owners_by_action ON action_owners (workspace, assessment, action, number);
CREATE INDEX action_owners_by_owner ON action_owners (workspace, owner, assessment, action, number);
CREATE INDEX action_updates_by_action ON action_updates (workspace, assessment, action, number);
CREATE INDEX actions_by_draft ON actions (workspace, assessment, draft, acceptance, number);
CREATE INDEX assessments_by_channel ON "all_assessments" (workspace, channel, started_at, number);
CREATE INDEX assessments_by_start ON "all_assessments" (workspace, started_at, number);
CREATE INDEX assessments_by_subject
        ON "all_assessments" (workspace, channel, subject_key, status, completed_at, number);
CREATE INDEX assessments_by_thread ON "all_assessments" (workspace, thread);
CREATE INDEX ballots_by_person ON ballots (workspace, person, part_of, sitting);
CREATE INDEX cadences_by_owner ON cadences (workspace, owner);
CREATE INDEX deliveries_by_age ON deliveries (taken_at);
CREATE INDEX departures_by_follower ON departures (workspace, said_by, assessment);
CREATE INDEX draft_decisions_by_draft ON draft_decisions (workspace, assessment, draft, number);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX jobs_buried ON jobs (id) WHERE state = 'buried';
CREATE INDEX jobs_due ON jobs (run_at, id, kind) WHERE state = 'waiting' AND resting = 0;
CREATE INDEX jobs_due_by_workspace ON jobs (workspace, run_at, id, kind) WHERE state = 'waiting' AND resting = 0;
CREATE INDEX jobs_leased ON jobs (lease_until, id) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_one_runs ON jobs (key) WHERE state = 'running';
CREATE UNIQUE INDEX jobs_one_waits ON jobs (key) WHERE state = 'waiting';
CREATE INDEX jobs_resting ON jobs (boot, rest_until) WHERE state = 'waiting' AND resting = 1;
CREATE INDEX members_by_person ON members (workspace, person, role, assessment);
CREATE INDEX metrics_by_subject ON metrics (workspace, channel, subject_key, number);
CREATE INDEX saved_messages_by_message ON saved_messages (workspace, channel, ts);
CREATE INDEX saved_messages_by_subject ON saved_messages (workspace, subject_key, number);
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE TABLE action_owners (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL,
        owner TEXT NOT NULL, given_by TEXT NOT NULL, given_at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment, action) REFERENCES actions (workspace, assessment, id)) STRICT;
CREATE TABLE action_updates (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, action TEXT NOT NULL,
        progress TEXT NOT NULL, note TEXT NOT NULL, value TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, due TEXT,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment, action) REFERENCES actions (workspace, assessment, id)) STRICT;
CREATE TABLE actions (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        draft TEXT NOT NULL, acceptance INTEGER NOT NULL, dimension TEXT NOT NULL, what TEXT NOT NULL,
        owner_role TEXT NOT NULL, due_day INTEGER NOT NULL, due TEXT NOT NULL, measure TEXT NOT NULL,
        first_step TEXT NOT NULL, deliverable TEXT NOT NULL, aim TEXT,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id), FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)) STRICT;
CREATE TABLE agreed_levels (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, dimension TEXT NOT NULL,
        level INTEGER NOT NULL, agreed_by TEXT NOT NULL, agreed_at TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', dissent TEXT NOT NULL DEFAULT '', withdrawn INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE "all_assessments" (
        workspace TEXT NOT NULL, id TEXT NOT NULL, number INTEGER NOT NULL, channel TEXT NOT NULL, thread TEXT,
        framework TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, subject TEXT NOT NULL,
        subject_key TEXT NOT NULL, variables TEXT NOT NULL, targets TEXT NOT NULL,
        status TEXT NOT NULL, started_at TEXT NOT NULL, completed_at TEXT, mode TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (workspace, id), UNIQUE (workspace, number), UNIQUE (workspace, channel, thread),
        FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)) STRICT;
CREATE TABLE ballots (workspace TEXT NOT NULL, assessment TEXT NOT NULL, part_of TEXT NOT NULL, sitting INTEGER NOT NULL, person TEXT NOT NULL, salt TEXT NOT NULL,
        counted INTEGER, late_shown TEXT NOT NULL DEFAULT '[]', sealed TEXT NOT NULL DEFAULT '', PRIMARY KEY (workspace, assessment), UNIQUE (workspace, part_of, sitting, person), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE cadences (
        workspace TEXT NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL,
        subject TEXT NOT NULL, subject_key TEXT NOT NULL, rule TEXT NOT NULL, owner TEXT NOT NULL,
        set_at TEXT NOT NULL, next_due TEXT,
        PRIMARY KEY (workspace, id), UNIQUE (workspace, channel, slug, subject_key)) STRICT;
CREATE TABLE closes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, sitting INTEGER NOT NULL, at TEXT NOT NULL, said_by TEXT NOT NULL, root TEXT NOT NULL,
        receipts TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE closings (workspace TEXT NOT NULL, assessment TEXT NOT NULL, sitting INTEGER NOT NULL, number INTEGER NOT NULL, quorum INTEGER, deadline TEXT,
        said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE deliveries (
        workspace TEXT NOT NULL, event TEXT NOT NULL, taken_at TEXT NOT NULL, PRIMARY KEY (workspace, event)) STRICT;
CREATE TABLE departures (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL, fate TEXT NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE discussion_minutes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, minutes INTEGER NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE draft_decisions (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, draft TEXT NOT NULL,
        verb TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL, edited TEXT,
        PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)) STRICT;
CREATE TABLE draft_replies (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, draft TEXT NOT NULL, number INTEGER NOT NULL,
        attempt INTEGER NOT NULL, content TEXT, trouble TEXT, findings TEXT NOT NULL, model TEXT NOT NULL,
        prompt TEXT NOT NULL, prompt_version TEXT NOT NULL, prompt_digest TEXT NOT NULL,
        tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, milliseconds INTEGER NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, draft, number), FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)) STRICT;
CREATE TABLE draft_texts (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, draft TEXT NOT NULL, content TEXT NOT NULL,
        by_model INTEGER NOT NULL CHECK (by_model IN (0, 1)), brief TEXT NOT NULL, trouble TEXT,
        findings TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, draft), FOREIGN KEY (workspace, assessment, draft) REFERENCES drafts (workspace, assessment, id)) STRICT;
CREATE TABLE drafts (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        kind TEXT NOT NULL, dimension TEXT NOT NULL, asked_by TEXT NOT NULL, asked_at TEXT NOT NULL,
        hint TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE due_answers (
        workspace TEXT NOT NULL, key TEXT NOT NULL, due TEXT NOT NULL, how TEXT NOT NULL, said_by TEXT NOT NULL,
        said_at TEXT NOT NULL,
        PRIMARY KEY (workspace, key, due)) STRICT;
CREATE TABLE due_moments (
        workspace TEXT NOT NULL, key TEXT NOT NULL, due TEXT NOT NULL, taken_at TEXT NOT NULL,
        PRIMARY KEY (workspace, key, due)) STRICT;
CREATE TABLE forgetting (workspace TEXT NOT NULL, mark INTEGER NOT NULL CHECK (mark = 0), ends INTEGER NOT NULL CHECK (ends = 1), PRIMARY KEY (workspace, mark), FOREIGN KEY (workspace, ends) REFERENCES forgetting (workspace, mark) DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TABLE framework_offers (workspace TEXT NOT NULL, number INTEGER NOT NULL, slug TEXT NOT NULL, version INTEGER, said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, number)) STRICT;
CREATE TABLE frameworks (
        workspace TEXT NOT NULL, id TEXT NOT NULL, digest TEXT NOT NULL, slug TEXT NOT NULL, wording TEXT NOT NULL,
        PRIMARY KEY (workspace, id)) STRICT;
CREATE TABLE hints (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, person, kind),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE homes (
        workspace TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (workspace, person)) STRICT;
CREATE TABLE imported (workspace TEXT NOT NULL, assessment TEXT NOT NULL, explained TEXT NOT NULL, whole INTEGER NOT NULL CHECK (whole IN (0, 1)), PRIMARY KEY (workspace, assessment), FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE installations (workspace TEXT NOT NULL PRIMARY KEY, organisation TEXT NOT NULL DEFAULT '', name TEXT NOT NULL DEFAULT '', url TEXT NOT NULL DEFAULT '', app TEXT NOT NULL DEFAULT '', bot_user TEXT NOT NULL DEFAULT '', bot_id TEXT NOT NULL DEFAULT '', scopes TEXT NOT NULL DEFAULT '', installed_by TEXT NOT NULL DEFAULT '', token TEXT NOT NULL DEFAULT '', refresh_token TEXT NOT NULL DEFAULT '', installed_at TEXT NOT NULL, uninstalled_at TEXT, expires_at TEXT, renewing_until TEXT) STRICT;
CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'buried')), run_at TEXT NOT NULL,
        rest_until INTEGER NOT NULL DEFAULT 0, lease TEXT NOT NULL DEFAULT '', lease_until INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
        reason TEXT NOT NULL DEFAULT '', buried_at TEXT, since INTEGER NOT NULL DEFAULT 0, boot TEXT NOT NULL DEFAULT '', begun INTEGER NOT NULL DEFAULT 0, workspace TEXT NOT NULL DEFAULT '', resting INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE kept_messages (
        workspace TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL, ts TEXT NOT NULL, person TEXT NOT NULL,
        text TEXT NOT NULL, said_at TEXT NOT NULL, late INTEGER NOT NULL CHECK (late IN (0, 1)),
        PRIMARY KEY (workspace, channel, thread, ts)) STRICT;
CREATE TABLE languages (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, language TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE late_messages (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, ts TEXT NOT NULL, PRIMARY KEY (workspace, assessment, ts),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE leaves (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, leave TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE leftovers (workspace TEXT NOT NULL, gone TEXT NOT NULL, number INTEGER NOT NULL, channel TEXT NOT NULL, ts TEXT NOT NULL, file TEXT NOT NULL, refused TEXT NOT NULL, about TEXT NOT NULL DEFAULT '', PRIMARY KEY (workspace, gone, number)) STRICT;
CREATE TABLE members (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL,
        role TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, person, role),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE metrics (workspace TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL, metric TEXT NOT NULL, name TEXT NOT NULL, amount TEXT NOT NULL, unit TEXT NOT NULL, good TEXT NOT NULL, target TEXT, day TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (workspace, number), UNIQUE (workspace, id)) STRICT;
CREATE TABLE metrics_taken_back (workspace TEXT NOT NULL, reading TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, PRIMARY KEY (workspace, reading), FOREIGN KEY (workspace, reading) REFERENCES metrics (workspace, id)) STRICT;
CREATE TABLE moved_channels (workspace TEXT NOT NULL, old TEXT NOT NULL, channel TEXT NOT NULL, PRIMARY KEY (workspace, old)) STRICT;
CREATE TABLE notices (
        workspace TEXT NOT NULL, key TEXT NOT NULL, channel TEXT NOT NULL, ts TEXT, digest TEXT NOT NULL,
        sent INTEGER NOT NULL CHECK (sent IN (0, 1)), lease TEXT NOT NULL DEFAULT '', boot TEXT NOT NULL DEFAULT '', asked_ms INTEGER NOT NULL DEFAULT 0, about TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (workspace, key)) STRICT;
CREATE TABLE own_frameworks (workspace TEXT NOT NULL, slug TEXT NOT NULL, number INTEGER NOT NULL, framework TEXT NOT NULL, content TEXT NOT NULL, uploaded_by TEXT NOT NULL, uploaded_at TEXT NOT NULL, PRIMARY KEY (workspace, slug, number), FOREIGN KEY (workspace, framework) REFERENCES frameworks (workspace, id)) STRICT;
CREATE TABLE pace (workspace TEXT NOT NULL, budget TEXT NOT NULL, boot TEXT NOT NULL, free_at INTEGER NOT NULL, promised INTEGER NOT NULL, closed_until INTEGER NOT NULL, PRIMARY KEY (workspace, budget)) STRICT;
CREATE TABLE page_drafts (workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL, content TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE participants (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, person TEXT NOT NULL, role TEXT NOT NULL, department TEXT NOT NULL,
        at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE pictures (workspace TEXT NOT NULL, assessment TEXT NOT NULL, sitting INTEGER NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
        handed_in INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (workspace, assessment, sitting, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE posts (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL,
        channel TEXT NOT NULL, ts TEXT, digest TEXT NOT NULL, state TEXT NOT NULL, lease TEXT NOT NULL DEFAULT '', boot TEXT NOT NULL DEFAULT '', asked_ms INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (workspace, assessment, key), UNIQUE (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE questions (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, respondent TEXT NOT NULL,
        dimension TEXT NOT NULL, wants TEXT NOT NULL, because TEXT NOT NULL, detail TEXT NOT NULL,
        said_in TEXT NOT NULL, said_at TEXT, ended TEXT,
        PRIMARY KEY (workspace, assessment, number),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE quotes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, sitting INTEGER NOT NULL, picture INTEGER NOT NULL, number INTEGER NOT NULL,
        dimension TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, leave TEXT NOT NULL, person TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, sitting, picture, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE ratings (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL,
        dimension TEXT NOT NULL, respondent TEXT NOT NULL, round INTEGER NOT NULL CHECK (round IN (1, 2)),
        verdict TEXT NOT NULL, level INTEGER, reason TEXT, evidence TEXT NOT NULL,
        said_at TEXT NOT NULL, said_in TEXT NOT NULL,
        PRIMARY KEY (workspace, assessment, number), UNIQUE (workspace, assessment, id),
        CHECK ((verdict = 'level' AND level IS NOT NULL AND reason IS NULL)
            OR (verdict = 'not_applicable' AND level IS NULL AND reason IS NOT NULL)
            OR (verdict = 'not_rated' AND level IS NULL AND reason IS NULL)),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE refused_blocks (
        workspace TEXT NOT NULL, kind TEXT NOT NULL, until TEXT NOT NULL,
        PRIMARY KEY (workspace, kind)) STRICT;
CREATE TABLE removals (workspace TEXT NOT NULL, gone TEXT NOT NULL, wiped INTEGER NOT NULL, number INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (workspace, gone)) STRICT;
CREATE TABLE restored (workspace TEXT NOT NULL, assessment TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (workspace, assessment), FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE saved_messages (workspace TEXT NOT NULL, number INTEGER NOT NULL, id TEXT NOT NULL, channel TEXT NOT NULL, openness TEXT NOT NULL, ts TEXT NOT NULL, author TEXT NOT NULL, quotation TEXT NOT NULL, link TEXT NOT NULL, subject TEXT NOT NULL, subject_key TEXT NOT NULL, slug TEXT NOT NULL, title TEXT NOT NULL, dimension TEXT NOT NULL, name TEXT NOT NULL, saved_by TEXT NOT NULL, saved_at TEXT NOT NULL, taken_by TEXT NOT NULL DEFAULT '', taken_at TEXT, PRIMARY KEY (workspace, number), UNIQUE (workspace, id)) STRICT;
CREATE TABLE saved_uses (workspace TEXT NOT NULL, saved TEXT NOT NULL, assessment TEXT NOT NULL, used_at TEXT NOT NULL, PRIMARY KEY (workspace, saved, assessment), FOREIGN KEY (workspace, saved) REFERENCES saved_messages (workspace, id), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE schema_steps (name TEXT NOT NULL, needs TEXT NOT NULL, PRIMARY KEY (name)) STRICT;
CREATE TABLE sittings (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, dimensions TEXT NOT NULL, opened_by TEXT NOT NULL,
        opened_at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE sqlite_sequence(name,seq);
CREATE TABLE stays (workspace TEXT NOT NULL, since TEXT NOT NULL, digest TEXT NOT NULL, left_at TEXT, why TEXT NOT NULL, heard_at TEXT, lacks TEXT NOT NULL, PRIMARY KEY (workspace)) STRICT;
CREATE TABLE teams (workspace TEXT NOT NULL, assessment TEXT NOT NULL, named INTEGER NOT NULL CHECK (named IN (0, 1)), PRIMARY KEY (workspace, assessment), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE unread_threads (
        workspace TEXT NOT NULL, assessment TEXT NOT NULL, since TEXT NOT NULL, PRIMARY KEY (workspace, assessment),
        FOREIGN KEY (workspace, assessment) REFERENCES "all_assessments" (workspace, id)) STRICT;
CREATE TABLE withdrawn (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, dimension TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE workshop_notes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, id TEXT NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL, person TEXT NOT NULL, shown INTEGER NOT NULL DEFAULT 0, label TEXT NOT NULL DEFAULT '', PRIMARY KEY (workspace, id), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE workshop_readers (workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE workshop_turns (workspace TEXT NOT NULL, assessment TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, stage TEXT NOT NULL, minutes INTEGER NOT NULL, said_by TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (workspace, assessment, number), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE workshop_votes (workspace TEXT NOT NULL, assessment TEXT NOT NULL, person TEXT NOT NULL, choice TEXT NOT NULL, PRIMARY KEY (workspace, assessment, person, choice), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TABLE workshops (workspace TEXT NOT NULL, assessment TEXT NOT NULL, anonymous INTEGER NOT NULL, links TEXT NOT NULL, canvas TEXT NOT NULL DEFAULT '', PRIMARY KEY (workspace, assessment), FOREIGN KEY (workspace, assessment) REFERENCES all_assessments (workspace, id)) STRICT;
CREATE TRIGGER action_owners_no_delete BEFORE DELETE ON action_owners WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'action_owners are only ever added to'); END;
CREATE TRIGGER action_owners_no_update BEFORE UPDATE ON action_owners WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'action_owners are only ever added to'); END;
CREATE TRIGGER action_updates_no_delete BEFORE DELETE ON action_updates WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'action_updates are only ever added to'); END;
CREATE TRIGGER action_updates_no_update BEFORE UPDATE ON action_updates WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'action_updates are only ever added to'); END;
CREATE TRIGGER actions_no_delete BEFORE DELETE ON actions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'actions are only ever added to'); END;
CREATE TRIGGER actions_no_update BEFORE UPDATE ON actions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'actions are only ever added to'); END;
CREATE TRIGGER agreed_levels_no_delete BEFORE DELETE ON agreed_levels WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'agreed_levels are only ever added to'); END;
CREATE TRIGGER agreed_levels_no_update BEFORE UPDATE ON agreed_levels WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'agreed_levels are only ever added to'); END;
CREATE TRIGGER ballots_no_delete BEFORE DELETE ON ballots WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'ballots are only ever added to'); END;
CREATE TRIGGER ballots_no_update BEFORE UPDATE OF workspace, assessment, part_of, sitting, person, salt ON ballots WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'ballots are only ever added to'); END;
CREATE TRIGGER closes_no_delete BEFORE DELETE ON closes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'closes are only ever added to'); END;
CREATE TRIGGER closes_no_update BEFORE UPDATE ON closes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'closes are only ever added to'); END;
CREATE TRIGGER closings_no_delete BEFORE DELETE ON closings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'closings are only ever added to'); END;
CREATE TRIGGER closings_no_update BEFORE UPDATE ON closings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'closings are only ever added to'); END;
CREATE TRIGGER departures_no_delete BEFORE DELETE ON departures WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'departures are only ever added to'); END;
CREATE TRIGGER departures_no_update BEFORE UPDATE ON departures WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'departures are only ever added to'); END;
CREATE TRIGGER discussion_minutes_no_delete BEFORE DELETE ON discussion_minutes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'discussion_minutes are only ever added to'); END;
CREATE TRIGGER discussion_minutes_no_update BEFORE UPDATE ON discussion_minutes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'discussion_minutes are only ever added to'); END;
CREATE TRIGGER draft_decisions_no_delete BEFORE DELETE ON draft_decisions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_decisions are only ever added to'); END;
CREATE TRIGGER draft_decisions_no_update BEFORE UPDATE ON draft_decisions WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_decisions are only ever added to'); END;
CREATE TRIGGER draft_replies_no_delete BEFORE DELETE ON draft_replies WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_replies are only ever added to'); END;
CREATE TRIGGER draft_replies_no_update BEFORE UPDATE ON draft_replies WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_replies are only ever added to'); END;
CREATE TRIGGER draft_texts_no_delete BEFORE DELETE ON draft_texts WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_texts are only ever added to'); END;
CREATE TRIGGER draft_texts_no_update BEFORE UPDATE ON draft_texts WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'draft_texts are only ever added to'); END;
CREATE TRIGGER drafts_no_delete BEFORE DELETE ON drafts WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'drafts are only ever added to'); END;
CREATE TRIGGER drafts_no_update BEFORE UPDATE ON drafts WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'drafts are only ever added to'); END;
CREATE TRIGGER due_answers_no_delete BEFORE DELETE ON due_answers WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'due_answers are only ever added to'); END;
CREATE TRIGGER due_answers_no_update BEFORE UPDATE ON due_answers WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'due_answers are only ever added to'); END;
CREATE TRIGGER due_moments_no_delete BEFORE DELETE ON due_moments WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'due_moments are only ever added to'); END;
CREATE TRIGGER due_moments_no_update BEFORE UPDATE ON due_moments WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'due_moments are only ever added to'); END;
CREATE TRIGGER jobs_since AFTER INSERT ON jobs BEGIN UPDATE jobs SET since = CAST(strftime('%s', 'now') AS INTEGER) * 1000 WHERE id = NEW.id; END;
CREATE TRIGGER languages_no_delete BEFORE DELETE ON languages WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'languages are only ever added to'); END;
CREATE TRIGGER languages_no_update BEFORE UPDATE ON languages WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'languages are only ever added to'); END;
CREATE TRIGGER leaves_no_delete BEFORE DELETE ON leaves WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'leaves are only ever added to'); END;
CREATE TRIGGER leaves_no_update BEFORE UPDATE ON leaves WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'leaves are only ever added to'); END;
CREATE TRIGGER metrics_no_delete BEFORE DELETE ON metrics WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'metrics are only ever added to'); END;
CREATE TRIGGER metrics_no_update BEFORE UPDATE OF workspace, number, id, subject, subject_key, metric, name, amount, unit, good, target, day, said_by, said_at, source ON metrics WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'metrics are only ever added to'); END;
CREATE TRIGGER metrics_taken_back_no_delete BEFORE DELETE ON metrics_taken_back WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'metrics_taken_back are only ever added to'); END;
CREATE TRIGGER metrics_taken_back_no_update BEFORE UPDATE ON metrics_taken_back WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'metrics_taken_back are only ever added to'); END;
CREATE TRIGGER participants_no_delete BEFORE DELETE ON participants WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'participants are only ever added to'); END;
CREATE TRIGGER participants_no_update BEFORE UPDATE ON participants WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'participants are only ever added to'); END;
CREATE TRIGGER pictures_no_delete BEFORE DELETE ON pictures WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'pictures are only ever added to'); END;
CREATE TRIGGER pictures_no_update BEFORE UPDATE ON pictures WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'pictures are only ever added to'); END;
CREATE TRIGGER quotes_no_delete BEFORE DELETE ON quotes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'quotes are only ever added to'); END;
CREATE TRIGGER quotes_no_update BEFORE UPDATE ON quotes WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'quotes are only ever added to'); END;
CREATE TRIGGER ratings_no_delete BEFORE DELETE ON ratings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'ratings are only ever added to'); END;
CREATE TRIGGER ratings_no_update BEFORE UPDATE ON ratings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'ratings are only ever added to'); END;
CREATE TRIGGER sittings_no_delete BEFORE DELETE ON sittings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'sittings are only ever added to'); END;
CREATE TRIGGER sittings_no_update BEFORE UPDATE ON sittings WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'sittings are only ever added to'); END;
CREATE TRIGGER teams_no_delete BEFORE DELETE ON teams WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'teams are only ever added to'); END;
CREATE TRIGGER teams_no_update BEFORE UPDATE ON teams WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'teams are only ever added to'); END;
CREATE TRIGGER withdrawn_no_delete BEFORE DELETE ON withdrawn WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'withdrawn are only ever added to'); END;
CREATE TRIGGER withdrawn_no_update BEFORE UPDATE ON withdrawn WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'withdrawn are only ever added to'); END;
CREATE TRIGGER workshop_turns_no_delete BEFORE DELETE ON workshop_turns WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'workshop_turns are only ever added to'); END;
CREATE TRIGGER workshop_turns_no_update BEFORE UPDATE ON workshop_turns WHEN NOT EXISTS (SELECT 1 FROM forgetting) BEGIN SELECT RAISE(ABORT, 'workshop_turns are only ever added to'); END;
CREATE VIEW assessments AS SELECT * FROM all_assessments WHERE mode <> 'ballot';
