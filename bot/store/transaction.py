"""One read-decide-write: facts are appended, and what follows from them is enqueued with them."""

from datetime import datetime

from bot.core.assessment import AgreedLevel, Assessment, Member, Rating, Status, subject_key
from bot.core.conversation.talk import Ended, Question
from bot.core.errors import StoreError
from bot.store import rows
from bot.store import session as ids
from bot.store.drafts import SqlDraftWrites
from bot.store.follow_up import SqlCadenceWrites
from bot.store.jobs import enqueue
from bot.store.reads import SqlReads
from bot.use_cases.ports import NewJob, Post


class SqlTransaction(SqlReads, SqlDraftWrites, SqlCadenceWrites):
    """Writes to the tables; implements the port ``Transaction``."""

    def is_new(self, workspace: str, event: str, at: datetime) -> bool:
        """Record that a delivery was taken; False when it had been taken before."""
        taken = self._session.one(
            "INSERT INTO deliveries (workspace, event, taken_at) VALUES (?, ?, ?)"
            " ON CONFLICT (workspace, event) DO NOTHING RETURNING event",
            workspace,
            event,
            rows.time_text(at),
        )
        return taken is not None

    def new_id(self) -> str:
        """Give an unguessable id of 10 lower-case letters and digits."""
        return ids.new_id()

    def add_assessment(self, assessment: Assessment) -> None:
        """Record a new assessment with its members and its framework's wording."""
        if assessment.ratings or assessment.agreed:
            raise StoreError(
                f"Assessment {assessment.id!r} is new and has ratings: add them one by one, in their order."
            )
        self._session.all(
            "INSERT INTO assessments (workspace, id, number, channel, thread, framework, slug, title, subject,"
            " subject_key, variables, targets, status, started_at, completed_at) VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM assessments WHERE workspace = ?),"
            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            assessment.workspace,
            assessment.id,
            assessment.workspace,
            assessment.channel,
            assessment.thread,
            self._keep_wording(assessment),
            assessment.framework.slug,
            assessment.framework.title,
            assessment.subject.name,
            subject_key(assessment.subject.name),
            rows.json_text(dict(assessment.subject.variables)),
            rows.json_text(dict(assessment.targets)),
            assessment.status.value,
            rows.time_text(assessment.started_at),
            rows.optional_time_text(assessment.completed_at),
        )
        for member in assessment.members:
            self.add_member(assessment.workspace, assessment.id, member)

    def add_rating(self, workspace: str, assessment_id: str, rating: Rating) -> None:
        """Add one rating after all others."""
        self._session.all(
            "INSERT INTO ratings (workspace, assessment, number, id, dimension, respondent, round, verdict, level,"
            " reason, evidence, said_at, said_in) VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM ratings WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id),
            *rows.rating_values(rating),
        )

    def add_agreed(self, workspace: str, assessment_id: str, agreed: AgreedLevel) -> None:
        """Add one agreed level after all others."""
        self._session.all(
            "INSERT INTO agreed_levels (workspace, assessment, number, dimension, level, agreed_by, agreed_at)"
            " VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM agreed_levels WHERE workspace = ? AND assessment = ?),"
            " ?, ?, ?, ?)",
            *(workspace, assessment_id, workspace, assessment_id),
            *(agreed.dimension, agreed.level, agreed.by, rows.time_text(agreed.at)),
        )

    def add_member(self, workspace: str, assessment_id: str, member: Member) -> None:
        """Add a person's part; adding it twice changes nothing."""
        self._session.all(
            "INSERT INTO members (workspace, assessment, number, person, role) VALUES (?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM members WHERE workspace = ? AND assessment = ?), ?, ?)"
            " ON CONFLICT (workspace, assessment, person, role) DO NOTHING",
            *(workspace, assessment_id, workspace, assessment_id),
            *(member.person, member.role.value),
        )

    def set_status(self, workspace: str, assessment_id: str, status: Status, at: datetime) -> None:
        """Record where the assessment stands; ``completed_at`` becomes ``at`` the first time it is complete."""
        completed_at = rows.time_text(at) if status is Status.COMPLETE else None
        self._must_change(
            f"assessment {assessment_id!r}",
            "UPDATE assessments SET status = ?, completed_at = COALESCE(completed_at, ?)"
            " WHERE workspace = ? AND id = ? RETURNING id",
            *(status.value, completed_at, workspace, assessment_id),
        )

    def set_thread(self, workspace: str, assessment_id: str, thread: str) -> None:
        """Record the ts of the headline."""
        self._must_change(
            f"assessment {assessment_id!r}",
            "UPDATE assessments SET thread = ? WHERE workspace = ? AND id = ? RETURNING id",
            *(thread, workspace, assessment_id),
        )

    def add_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        """Add a question after all others; StoreError for a number that exists."""
        self._session.all(
            "INSERT INTO questions (workspace, assessment, number, respondent, dimension, wants, because, detail,"
            " said_in, said_at, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(workspace, assessment_id, question.number, question.respondent, question.dimension),
            *(question.wants.value, str(question.because), rows.detail_text(question.detail), question.said_in),
            rows.optional_time_text(question.said_at),
            question.ended.value if question.ended is not None else None,
        )

    def end_question(self, workspace: str, assessment_id: str, number: int, ended: Ended) -> None:
        """Record how a question ended; StoreError when no such question is open."""
        self._must_change(
            f"open question {assessment_id!r}/{number}",
            "UPDATE questions SET ended = ? WHERE workspace = ? AND assessment = ? AND number = ? AND ended IS NULL"
            " RETURNING number",
            *(ended.value, workspace, assessment_id, number),
        )

    def put_post(self, workspace: str, assessment_id: str, post: Post) -> None:
        """Record a message under its key; one that is sent anew goes to the end of the order."""
        stands = self._session.one(
            "SELECT number, ts FROM posts WHERE workspace = ? AND assessment = ? AND key = ?",
            *(workspace, assessment_id, post.key),
        )
        number = None if stands is None or stands["ts"] not in (None, post.ts) else stands["number"]
        self.drop_post(workspace, assessment_id, post.key)
        self._session.all(
            "INSERT INTO posts (workspace, assessment, key, number, channel, ts, digest, state) VALUES (?, ?, ?,"
            " COALESCE(?, (SELECT COALESCE(MAX(number), 0) + 1 FROM posts WHERE workspace = ? AND assessment = ?)),"
            " ?, ?, ?, ?)",
            *(workspace, assessment_id, post.key, number, workspace, assessment_id),
            *(post.channel, post.ts, post.digest, "sent" if post.sent else "sending"),
        )

    def drop_post(self, workspace: str, assessment_id: str, key: str) -> None:
        """Forget a message that was deleted in Slack."""
        self._session.all(
            "DELETE FROM posts WHERE workspace = ? AND assessment = ? AND key = ?", workspace, assessment_id, key
        )

    def restored_threads(self) -> tuple[tuple[str, str], ...]:
        """List the assessments under way, by workspace and id, that came back from a backup and were not looked at."""
        found = self._session.all(
            "SELECT restored.workspace, assessment FROM restored JOIN assessments"
            " ON assessments.workspace = restored.workspace AND assessments.id = assessment"
            " WHERE since = '' AND status <> 'complete' ORDER BY restored.workspace, number"
        )
        return tuple((str(row["workspace"]), str(row["assessment"])) for row in found)

    def set_restored(self, workspace: str, assessment_id: str, since: str) -> None:
        """Record that the thread is in line again since a message's ts."""
        self._session.all(
            "UPDATE restored SET since = ? WHERE workspace = ? AND assessment = ?", since, workspace, assessment_id
        )

    def add_hint(self, workspace: str, assessment_id: str, person: str, kind: str) -> None:
        """Record that a person had a kind of private hint."""
        self._session.all(
            "INSERT INTO hints (workspace, assessment, person, kind) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (workspace, assessment, person, kind) DO NOTHING",
            *(workspace, assessment_id, person, kind),
        )

    def enqueue(self, job: NewJob) -> None:
        """Enqueue work that runs once the transaction is durable."""
        enqueue(self._session, job)

    def _keep_wording(self, assessment: Assessment) -> str:
        name, wording = rows.wording_of(assessment.framework)
        self._session.all(
            "INSERT INTO frameworks (workspace, id, digest, slug, wording) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (workspace, id) DO NOTHING",
            *(assessment.workspace, name, assessment.framework.digest, assessment.framework.slug, wording),
        )
        return name

    def _must_change(self, what: str, sql: str, *values: str | int | None) -> None:
        if self._session.one(sql, *values) is None:
            raise StoreError(f"There is no {what} in this workspace; nothing was saved.")
