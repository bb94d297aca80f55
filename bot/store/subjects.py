"""Metrics, saved messages and uploaded frameworks, and many assessments at once: what is asked and recorded of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.core.assessment import Status, subject_key
from bot.core.framework import Framework
from bot.core.metric import MetricValue, Reading
from bot.core.own_frameworks import FrameworkVersion, Offer, OwnFramework
from bot.core.plan.plan import ActionStanding, standing_of
from bot.core.saved import EvidenceUse, SavedMessage
from bot.store.assessments import LINES, QUESTIONS, SqlAssessmentReads, keep_wording
from bot.store.drafts import SqlDraftReads
from bot.store.follow_up import UPDATES
from bot.store.rows import MOMENT, NUMBER, TEXT, Column, RowOf, SqlTable, as_text, row_of, time_text, whose
from bot.store.session import Row, Value
from bot.use_cases.ports import AssessmentLine

_READINGS = (
    "SELECT metrics.*, back.reading AS taken_back FROM metrics LEFT JOIN metrics_taken_back AS back"
    " ON back.workspace = metrics.workspace AND back.reading = metrics.id WHERE metrics.workspace = ?"
)


def _number(text: object) -> Decimal:
    """Read a number; ValueError for any other word, among them those that Decimal takes, such as "NaN"."""
    plain = as_text(text)
    if not plain.lstrip("-").replace(".", "", 1).isdecimal():
        raise ValueError("no number")
    return Decimal(plain)


def _target(values: Sequence[Any]) -> MetricValue | None:
    amount, unit = values
    return None if amount is None else MetricValue(_number(amount), as_text(unit))


_AMOUNT = Column("{:f}".format, _number)
_METRICS = SqlTable(
    "metrics",
    ("workspace", "number"),
    row_of(
        Reading,
        value=row_of(MetricValue, amount=_AMOUNT),
        by="said_by",
        at="said_at",
        # in the unit of the value
        target=RowOf(
            ("target", "unit"), lambda aim: {"target": None if aim is None else _AMOUNT.write(aim.amount)}, _target
        ),
        taken_back=None,
    ),
)

_SAVED = "SELECT * FROM saved_messages WHERE workspace = ?"
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
# The last decision about a slug says which version is on offer.
_ON_OFFER = (
    "SELECT own.framework FROM framework_offers AS offer JOIN own_frameworks AS own ON own.workspace = offer.workspace"
    " AND own.slug = offer.slug AND own.number = offer.version WHERE offer.workspace = ? AND NOT EXISTS"
    " (SELECT 1 FROM framework_offers AS later WHERE later.workspace = offer.workspace AND later.slug = offer.slug"
    " AND later.number > offer.number) ORDER BY own.slug"
)
_UNUSED = (
    "DELETE FROM frameworks WHERE workspace = ? AND id = ? AND NOT EXISTS (SELECT 1 FROM own_frameworks AS own"
    " WHERE own.workspace = frameworks.workspace AND own.framework = frameworks.id) AND NOT EXISTS"
    " (SELECT 1 FROM all_assessments AS one WHERE one.workspace = frameworks.workspace"
    " AND one.framework = frameworks.id)"
)


_OFFERS = SqlTable(
    "framework_offers",
    ("workspace", "number"),
    row_of(Offer, by="said_by"),
)
# Of a version without its wording and its text, which are long.
_VERSIONS: SqlTable[Any] = SqlTable(
    "own_frameworks",
    ("workspace", "slug", "number"),
    row_of(dict, framework=TEXT, number=NUMBER, by=TEXT.called("uploaded_by"), at=MOMENT.called("uploaded_at")),
)


class SqlSubjectReads(SqlAssessmentReads, SqlDraftReads):
    """Implements a part of ``Reads``."""

    def metrics(self, workspace: str, channel: str, subject: str | None = None) -> tuple[Reading, ...]:
        of = () if subject is None else (subject_key(subject),)
        which = " AND metrics.subject_key = ?" * len(of)
        sql = f"{_READINGS} AND metrics.channel = ?{which} ORDER BY metrics.number"
        return _readings(self._session.all(sql, workspace, channel, *of))

    def reading_of(self, workspace: str, reading_id: str) -> Reading | None:
        found = self._session.all(f"{_READINGS} AND metrics.id = ?", workspace, reading_id)
        return next(iter(_readings(found)), None)

    def lines_in(self, workspace: str, channels: Sequence[str]) -> tuple[AssessmentLine, ...]:
        return LINES.all(self._session, workspace=workspace, channel=tuple(channels))

    def standing_plans(self, workspace: str, ids: Sequence[str]) -> Mapping[str, tuple[ActionStanding, ...]]:
        accepted = self._actions_of(workspace, self._accepted_plans(workspace, ids))
        updates = UPDATES.grouped(self._session, "assessment", workspace=workspace, assessment=tuple(accepted))
        return {key: standing_of(actions, tuple(updates[key])) for key, actions in accepted.items()}

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
        own = f"{_SAVED}{which.format('')} ORDER BY number"
        found = _MESSAGES.read(self._session.all(own, workspace, *values))
        uses: dict[str, dict[EvidenceUse, None]] = defaultdict(dict)
        used = f"{_USES}{which.format('saved.')} ORDER BY uses.used_at"
        for row in self._session.all(used, workspace, *values) if found else ():
            is_complete = Status(row["status"]) is Status.COMPLETE
            use = EvidenceUse(as_text(row["assessment"]), as_text(row["channel"]), is_complete)
            uses[as_text(row["saved"])][use] = None
        return tuple(replace(each, uses=tuple(uses[each.id])) for each in found)

    def own_frameworks(self, workspace: str) -> tuple[OwnFramework, ...]:
        offers = _OFFERS.grouped(self._session, "slug", workspace=workspace)
        versions = defaultdict[str, list[FrameworkVersion]](list)
        for each in _VERSIONS.all(self._session, workspace=workspace):
            framework = self._framework(workspace, each["framework"])
            versions[framework.slug].append(FrameworkVersion(**each | {"framework": framework}))
        return tuple(OwnFramework(tuple(several), tuple(offers[slug])) for slug, several in versions.items())

    def offered_frameworks(self, workspace: str) -> tuple[Framework, ...]:
        found = self._session.all(_ON_OFFER, workspace)
        return tuple(self._framework(workspace, as_text(row["framework"])) for row in found)

    def workspaces_with_frameworks(self) -> tuple[str, ...]:
        """Give every workspace that has uploaded one: for who runs the bot."""
        return self._session.distinct("own_frameworks", "workspace")

    def own_markdown(self, workspace: str, slug: str, number: int) -> str | None:
        text: str | None = self._session.value(
            "own_frameworks", "content", workspace=workspace, slug=slug, number=number
        )
        return text


def _readings(found: list[Row]) -> tuple[Reading, ...]:
    read = zip(found, _METRICS.read(found), strict=True)
    return tuple(replace(each, taken_back=row["taken_back"] is not None) for row, each in read)


class SqlSubjectWrites(SqlSubjectReads):
    """Implements a part of ``Transaction``."""

    def add_reading(self, workspace: str, reading: Reading) -> None:
        _METRICS.append(self._session, reading, workspace=workspace, subject_key=subject_key(reading.subject))

    def take_back(self, workspace: str, reading_id: str, by: str, at: datetime) -> bool:
        row = {"workspace": workspace, "reading": reading_id, "said_by": by, "said_at": time_text(at)}
        return self._session.add("metrics_taken_back", row, unique=("workspace", "reading"))

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

    def add_own_framework(self, workspace: str, version: FrameworkVersion, markdown: str) -> None:
        framework = keep_wording(self._session, workspace, version.framework)
        row: dict[str, Value] = {"slug": version.framework.slug, "number": version.number, "framework": framework}
        row |= {"content": markdown, "uploaded_by": version.by, "uploaded_at": time_text(version.at)}
        self._session.add("own_frameworks", {"workspace": workspace, **row})

    def drop_own_framework(self, workspace: str, slug: str, number: int) -> None:
        found = self._session.all(
            "DELETE FROM own_frameworks WHERE workspace = ? AND slug = ? AND number = ? RETURNING framework",
            *(workspace, slug, number),
        )
        for row in found:
            self._session.all(_UNUSED, workspace, as_text(row["framework"]))

    def add_offer(self, workspace: str, offer: Offer) -> None:
        _OFFERS.append(self._session, offer, workspace=workspace)
