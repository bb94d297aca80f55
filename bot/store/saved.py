"""Saved messages: what is asked and recorded about them, and their rows."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from bot.core.assessment import Status, subject_key
from bot.core.saved import EvidenceUse, SavedMessage
from bot.store.conversation import QUESTIONS
from bot.store.rows import SqlTable, as_text, row_of, time_text, whose
from bot.store.session import InTransaction, Value

_SELECT = "SELECT * FROM saved_messages WHERE workspace = ?"
# What a ballot has as evidence is known once its sitting is closed, and then as of the assessment that it is part of.
_USES = (
    "SELECT uses.saved, whole.id AS assessment, whole.channel, whole.status FROM saved_uses AS uses"
    " JOIN saved_messages AS saved ON saved.workspace = uses.workspace AND saved.id = uses.saved"
    " LEFT JOIN ballots ON ballots.workspace = uses.workspace AND ballots.assessment = uses.assessment"
    " JOIN assessments AS whole ON whole.workspace = uses.workspace"
    " AND whole.id = COALESCE(ballots.part_of, uses.assessment)"
    " WHERE uses.workspace = ? AND (ballots.assessment IS NULL OR ballots.counted IS NOT NULL)"
)


# Without what became of a message.
_MESSAGES = SqlTable(
    "saved_messages",
    ("workspace", "number"),
    row_of(SavedMessage, by="saved_by", at="saved_at", uses=None),
)


class SqlSavedReads(InTransaction):
    """Answers from the tables of saved messages; implements a part of ``Reads``."""

    def saved(self, workspace: str, saved_id: str) -> SavedMessage | None:
        return next(iter(self._saved(workspace, " AND {0}id = ?", saved_id)), None)

    def saved_about(self, workspace: str, subject: str) -> tuple[SavedMessage, ...]:
        return self._saved(workspace, " AND {0}subject_key = ? AND {0}taken_by = ''", subject_key(subject))

    def saved_of(self, workspace: str, channel: str, ts: str) -> tuple[SavedMessage, ...]:
        return self._saved(workspace, " AND {0}channel = ? AND {0}ts = ?", channel, ts)

    def saved_in(self, workspace: str, channel: str) -> tuple[SavedMessage, ...]:
        which = (
            " AND {0}taken_by = '' AND ({0}channel = ? OR {0}subject_key IN"
            " (SELECT subject_key FROM assessments WHERE workspace = ? AND channel = ?))"
        )
        return self._saved(workspace, which, channel, workspace, channel)

    def rated_now(self, workspace: str, subject: str) -> tuple[tuple[str, str], ...]:
        sql = (
            "SELECT own.id, whole.channel FROM all_assessments AS own LEFT JOIN ballots"
            " ON ballots.workspace = own.workspace AND ballots.assessment = own.id"
            " JOIN assessments AS whole ON whole.workspace = own.workspace"
            " AND whole.id = COALESCE(ballots.part_of, own.id)"
            " WHERE own.workspace = ? AND own.subject_key = ? AND own.status = ? ORDER BY own.number"
        )
        found = self._session.all(sql, workspace, subject_key(subject), Status.OPEN.value)
        return tuple((as_text(row["id"]), as_text(row["channel"])) for row in found)

    def _saved(self, workspace: str, which: str, *values: Value) -> tuple[SavedMessage, ...]:
        """Give some messages with what they were used for, in two questions however many they are."""
        own = f"{_SELECT}{which.format('')} ORDER BY number"
        found = _MESSAGES.read(self._session.all(own, workspace, *values))
        uses: dict[str, dict[EvidenceUse, None]] = defaultdict(dict)
        used = f"{_USES}{which.format('saved.')} ORDER BY uses.used_at"
        for row in self._session.all(used, workspace, *values) if found else ():
            is_complete = Status(row["status"]) is Status.COMPLETE
            use = EvidenceUse(as_text(row["assessment"]), as_text(row["channel"]), is_complete)
            uses[as_text(row["saved"])][use] = None
        return tuple(replace(each, uses=tuple(uses[each.id])) for each in found)


class SqlSavedWrites(SqlSavedReads):
    """Writes to the tables of saved messages; implements a part of ``Transaction``."""

    def add_saved(self, workspace: str, saved: SavedMessage) -> None:
        _MESSAGES.append(self._session, saved, workspace=workspace, subject_key=subject_key(saved.subject))

    def add_evidence_use(self, workspace: str, saved_id: str, assessment_id: str, at: datetime) -> None:
        row = {"workspace": workspace, "saved": saved_id, "assessment": assessment_id, "used_at": time_text(at)}
        self._session.add("saved_uses", row, unique=("workspace", "saved", "assessment"))

    def remove_words(self, workspace: str, saved: SavedMessage, by: str, at: datetime) -> None:
        """Empty a message, also where it was kept for a level to come; it was used then where a rating still has it.

        Where one has, the address stays: by it the words are found in answers when their author wants them gone.
        """
        own = (workspace, saved.id)
        for assessment_id in self._session.column("saved_uses", "assessment", workspace=workspace, saved=saved.id):
            self._drop_kept(workspace, assessment_id, saved)
        self._session.all(
            "DELETE FROM saved_uses WHERE workspace = ? AND saved = ? AND NOT EXISTS (SELECT 1 FROM ratings"
            " WHERE ratings.workspace = saved_uses.workspace AND ratings.assessment = saved_uses.assessment"
            " AND replace(ratings.evidence, ?, '') <> ratings.evidence)",
            *(*own, saved.link),
        )
        self._session.all(
            "UPDATE saved_messages SET quotation = '', taken_by = ?, taken_at = ?, link = CASE WHEN EXISTS"
            " (SELECT 1 FROM saved_uses WHERE workspace = saved_messages.workspace AND saved = saved_messages.id)"
            " THEN link ELSE '' END WHERE workspace = ? AND id = ?",
            *(by, time_text(at), *own),
        )

    def _drop_kept(self, workspace: str, assessment_id: str, saved: SavedMessage) -> None:
        for question in QUESTIONS.all(self._session, **whose(workspace, assessment_id)):
            kept = [each for each in question.detail.kept.split("\n") if each != saved.words]
            without = replace(question, detail=replace(question.detail, kept="\n".join(kept)))
            if without != question:
                detail = {"detail": QUESTIONS.row.write(without)["detail"]}
                self._session.change("questions", detail, **whose(workspace, assessment_id), number=question.number)
