"""What an import adds to the tables as it was elsewhere, with its own ids, and what its file says besides."""

from dataclasses import replace

from bot.core.assessment import Assessment
from bot.core.drafts.draft import Draft
from bot.core.framework import Framework
from bot.core.plan.plan import AcceptedAction
from bot.store.assessments import SqlAssessmentReads, SqlAssessmentWrites
from bot.store.drafts import ACTIONS, SqlDraftWrites
from bot.store.rows import NAMES, Column, SqlTable, row_of, whose
from bot.use_cases.store_ports import ImportedFrom

_KEYS: Column[frozenset[str]] = Column(
    lambda keys: NAMES.write(tuple(sorted(keys))), lambda text: frozenset(NAMES.read(text))
)
_IMPORTED = SqlTable("imported", ("workspace", "assessment"), row_of(ImportedFrom, explained=_KEYS))


class SqlIntakeReads(SqlAssessmentReads):
    """Answers about what was imported."""

    def workspaces(self) -> tuple[str, ...]:
        return self._session.distinct("assessments", "workspace")

    def imported(self, workspace: str, assessment_id: str) -> ImportedFrom | None:
        return _IMPORTED.one(self._session, **whose(workspace, assessment_id))

    def frameworks_of(self, workspace: str, digest: str) -> tuple[Framework, ...]:
        found = self._session.column("frameworks", "id", "id", workspace=workspace, digest=digest)
        return tuple(self._framework(workspace, each) for each in found)


class SqlIntakeWrites(SqlIntakeReads, SqlAssessmentWrites, SqlDraftWrites):
    """Adds what was recorded elsewhere."""

    def keep_assessment(self, assessment: Assessment) -> None:
        where = (assessment.workspace, assessment.id)
        self.add_assessment(replace(assessment, ratings=(), agreed=(), departures=()))
        for rating in assessment.ratings:
            self.add_rating(*where, rating)
        for agreed in assessment.agreed:
            self.add_agreed(*where, agreed)
        for departure in assessment.departures:
            self.add_departure(*where, departure)
        for dimension in assessment.withdrawn:
            self._session.append("withdrawn", whose(*where), {"dimension": dimension})
        for sitting in assessment.team.sittings if assessment.team is not None else ():
            if sitting.closed is not None:
                self.close_sitting(*where, sitting.number, sitting.closed)
            for picture in sitting.pictures:  # whose words they are, no file says
                self.add_picture(*where, sitting.number, picture, [""] * len(picture.quotes))

    def add_restored(self, workspace: str, assessment_id: str) -> None:
        self._session.add("restored", {**whose(workspace, assessment_id), "since": ""})

    def keep_draft(self, workspace: str, assessment_id: str, draft: Draft) -> None:
        self.add_draft(workspace, assessment_id, replace(draft, replies=(), made=None, decisions=()))
        for reply in draft.replies:
            self.add_reply(workspace, assessment_id, draft.id, reply)
        if draft.made is not None:
            self.add_made(workspace, assessment_id, draft.id, draft.made)

    def keep_action(self, workspace: str, assessment_id: str, accepted: AcceptedAction) -> None:
        ACTIONS.append(self._session, accepted, **whose(workspace, assessment_id), acceptance=1)

    def put_imported(self, workspace: str, assessment_id: str, imported: ImportedFrom) -> None:
        _IMPORTED.put(self._session, imported, **whose(workspace, assessment_id))
