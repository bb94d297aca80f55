"""The questions that one consistent view answers, each within one workspace and each through an index."""

from bot.core.assessment import AgreedLevel, Assessment, Member, Rating, Subject, subject_key
from bot.core.conversation.talk import Question
from bot.core.framework import Framework
from bot.store import rows
from bot.store.drafts import SqlDraftReads
from bot.store.follow_up import SqlCadenceReads
from bot.store.session import Row, Session
from bot.use_cases.ports import AssessmentLine, Post

_MOST_FRAMEWORKS = 64
_OF_ASSESSMENT = "WHERE workspace = ? AND assessment = ? ORDER BY number"
_LINE = "id, workspace, channel, thread, slug, title, subject, status, started_at, completed_at"


class SqlReads(SqlDraftReads, SqlCadenceReads):
    """Answers from the tables; implements the port ``Reads``.

    ``frameworks`` keeps, by workspace and id, wordings that were read before: an id names one wording for good.
    """

    def __init__(self, session: Session, frameworks: dict[tuple[str, str], Framework]) -> None:
        self._session = session
        self._frameworks = frameworks

    def assessment(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment with all its facts."""
        row = self._session.one("SELECT * FROM assessments WHERE workspace = ? AND id = ?", workspace, assessment_id)
        return self._whole(row) if row is not None else None

    def workspaces_of(self, assessment_id: str) -> tuple[str, ...]:
        """Give the workspaces that have an assessment of this id: for who runs the bot, never for a person in Slack."""
        found = self._session.all("SELECT workspace FROM assessments WHERE id = ?", assessment_id)
        return tuple(row["workspace"] for row in found)

    def assessment_in_thread(self, workspace: str, channel: str, thread: str) -> Assessment | None:
        """Give the assessment whose headline is ``thread``."""
        row = self._session.one(
            "SELECT * FROM assessments WHERE workspace = ? AND channel = ? AND thread = ?", workspace, channel, thread
        )
        return self._whole(row) if row is not None else None

    def is_thread(self, workspace: str, channel: str, thread: str) -> bool:
        """Tell whether ``thread`` is the headline of an assessment."""
        found = self._session.one(
            "SELECT 1 FROM assessments WHERE workspace = ? AND channel = ? AND thread = ?", workspace, channel, thread
        )
        return found is not None

    def lines(self, workspace: str, channel: str, *, limit: int = 50) -> tuple[AssessmentLine, ...]:
        """List the assessments of a channel, the newest first."""
        found = self._session.all(
            f"SELECT {_LINE} FROM assessments WHERE workspace = ? AND channel = ?"  # noqa: S608 -- a constant of ours
            " ORDER BY started_at DESC, number DESC LIMIT ?",
            workspace,
            channel,
            max(limit, 0),
        )
        return rows.read_rows("assessments", found, _id, rows.line_from)

    def channels(self, workspace: str) -> tuple[str, ...]:
        """List the channels of a workspace that have an assessment, that of the newest one first."""
        found = self._session.all(
            "SELECT channel, MAX(started_at) AS started_at, MAX(number) AS number FROM assessments"
            " WHERE workspace = ? GROUP BY channel",
            workspace,
        )
        newest = sorted(found, key=lambda row: (row["started_at"], row["number"]), reverse=True)
        return tuple(row["channel"] for row in newest)

    def before(self, assessment: Assessment) -> Assessment | None:
        """Give the last complete assessment of the same channel, framework and subject before this one started."""
        last = self._earlier(assessment, 1)
        return self.assessment(assessment.workspace, last[0]) if last else None

    def reported(self, assessment: Assessment, *, limit: int) -> tuple[str, ...]:
        """Give, by id, those of the complete assessments before it on its line of whose plan anything was reported.

        The newest ``limit`` are looked at, so that a long line costs no more than a short one.
        """
        earlier = self._earlier(assessment, limit)
        marks = ", ".join("?" for _ in earlier)
        found = self._session.all(
            f"SELECT DISTINCT assessment FROM action_updates WHERE workspace = ? AND assessment IN ({marks})",  # noqa: S608 -- marks
            assessment.workspace,
            *earlier,
        )
        known = {row["assessment"] for row in found}
        return tuple(each for each in earlier if each in known)

    def _earlier(self, assessment: Assessment, limit: int) -> tuple[str, ...]:
        slugs = (assessment.framework.slug, *assessment.framework.supersedes)
        marks = ", ".join("?" for _ in slugs)
        found = self._session.all(
            "SELECT id FROM assessments WHERE workspace = ? AND channel = ? AND subject_key = ?"  # noqa: S608 -- marks
            f" AND status = 'complete' AND completed_at < ? AND id <> ? AND slug IN ({marks})"
            " ORDER BY completed_at DESC, number DESC LIMIT ?",
            assessment.workspace,
            assessment.channel,
            subject_key(assessment.subject.name),
            rows.time_text(assessment.started_at),
            assessment.id,
            *slugs,
            max(limit, 0),
        )
        return tuple(str(row["id"]) for row in found)

    def line_of(self, assessment: Assessment, *, limit: int) -> tuple[Assessment, ...]:
        """Give the newest complete assessments of its channel, framework and subject by their end, oldest first."""
        slugs = (assessment.framework.slug, *assessment.framework.supersedes)
        marks = ", ".join("?" for _ in slugs)
        found = self._session.all(
            "SELECT * FROM assessments WHERE workspace = ? AND channel = ? AND subject_key = ?"  # noqa: S608 -- marks
            f" AND status = 'complete' AND slug IN ({marks}) ORDER BY completed_at DESC, number DESC LIMIT ?",
            assessment.workspace,
            assessment.channel,
            subject_key(assessment.subject.name),
            *slugs,
            max(limit, 0),
        )
        return tuple(self._whole(row) for row in reversed(found))

    def last_subject(self, workspace: str, channel: str) -> Subject | None:
        """Give the subject assessed last in a channel."""
        row = self._session.one(
            "SELECT id, subject, variables FROM assessments WHERE workspace = ? AND channel = ?"
            " ORDER BY started_at DESC, number DESC LIMIT 1",
            workspace,
            channel,
        )
        if row is None:
            return None
        with rows.reading_row("assessments", _id(row)):
            return rows.subject_from(row)

    def questions(self, workspace: str, assessment_id: str) -> tuple[Question, ...]:
        """Give every question of an assessment by number."""
        found = self._of("questions", workspace, assessment_id)
        return rows.read_rows("questions", found, _place, rows.question_from)

    def last_number(self, workspace: str, assessment_id: str) -> int:
        """Give the number of the last question of an assessment, 0 before the first."""
        found = self._session.all(
            "SELECT COALESCE(MAX(number), 0) AS last FROM questions WHERE workspace = ? AND assessment = ?",
            workspace,
            assessment_id,
        )
        return int(found[0]["last"])

    def posts(self, workspace: str, assessment_id: str) -> tuple[Post, ...]:
        """Give the messages that stand in Slack for an assessment, in the order in which they were sent."""
        return rows.read_rows("posts", self._of("posts", workspace, assessment_id), _place, rows.post_from)

    def restored(self, workspace: str, assessment_id: str) -> str | None:
        """Give since when the thread is in line again after a restore; empty when it is not, None without a restore."""
        row = self._session.one(
            "SELECT since FROM restored WHERE workspace = ? AND assessment = ?", workspace, assessment_id
        )
        return str(row["since"]) if row is not None else None

    def hints(self, workspace: str, assessment_id: str, person: str) -> frozenset[str]:
        """Give the kinds of private hint a person already had in an assessment."""
        found = self._session.all(
            "SELECT kind FROM hints WHERE workspace = ? AND assessment = ? AND person = ?",
            workspace,
            assessment_id,
            person,
        )
        return frozenset(row["kind"] for row in found)

    def _of(self, table: str, workspace: str, assessment_id: str) -> list[Row]:
        return self._session.all(f"SELECT * FROM {table} {_OF_ASSESSMENT}", workspace, assessment_id)  # noqa: S608 -- own table names

    def _whole(self, row: Row) -> Assessment:
        workspace, assessment_id = row["workspace"], row["id"]
        framework = self._framework(workspace, row["framework"])
        members = self._members(workspace, assessment_id)
        ratings = self._ratings(workspace, assessment_id)
        agreed = self._agreed(workspace, assessment_id)
        with rows.reading_row("assessments", assessment_id):
            return Assessment(
                id=assessment_id,
                workspace=workspace,
                channel=row["channel"],
                thread=row["thread"],
                framework=framework,
                subject=rows.subject_from(row),
                targets=rows.targets_from(row["targets"]),
                members=members,
                status=rows.status_from(row["status"]),
                started_at=rows.time_from(row["started_at"]),
                completed_at=rows.optional_time_from(row["completed_at"]),
                ratings=ratings,
                agreed=agreed,
            )

    def _framework(self, workspace: str, name: str) -> Framework:
        known = self._frameworks.get((workspace, name))
        if known is not None:
            return known
        row = self._session.all("SELECT wording FROM frameworks WHERE workspace = ? AND id = ?", workspace, name)[0]
        with rows.reading_row("frameworks", name):
            framework = rows.framework_from_wording(row["wording"])
        if len(self._frameworks) >= _MOST_FRAMEWORKS:
            self._frameworks.clear()
        self._frameworks[workspace, name] = framework
        return framework

    def _members(self, workspace: str, assessment_id: str) -> tuple[Member, ...]:
        return rows.read_rows("members", self._of("members", workspace, assessment_id), _place, rows.member_from)

    def _ratings(self, workspace: str, assessment_id: str) -> tuple[Rating, ...]:
        return rows.read_rows("ratings", self._of("ratings", workspace, assessment_id), _place, rows.rating_from)

    def _agreed(self, workspace: str, assessment_id: str) -> tuple[AgreedLevel, ...]:
        found = self._of("agreed_levels", workspace, assessment_id)
        return rows.read_rows("agreed_levels", found, _place, rows.agreed_from)


def _id(row: Row) -> str:
    return str(row["id"])


def _place(row: Row) -> str:
    """Name a row of a table of facts: its assessment and its number there."""
    return f"{row['assessment']}/{row['number']}"
