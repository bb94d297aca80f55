"""Assessments as flat tables: a row for each rating, dimension, action and metric's reading; people by role alone."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction

from bot.core.assessment import Assessment, NotApplicable, Rating, verdict_word
from bot.core.metric import Reading, tracks
from bot.core.plan.plan import ActionStanding
from bot.core.record.nameless import RoleNames, people_of
from bot.core.record.workshops import RecordedWorkshop, people_in
from bot.core.scoring import scoring
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.team import Sitting, TeamPicture

Datum = str | int | Fraction | date | datetime | None
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,6})?")


class DatumKind(Enum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    FLAG = "1 for yes, 0 for no"
    DAY = "day"
    MOMENT = "moment in UTC"
    TYPED = "what a person typed: a number where it is one, else text"


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table. ``columns`` are names in lower case with underscores; each row has a datum for every one."""

    name: str
    columns: Mapping[str, DatumKind]
    rows: tuple[tuple[Datum, ...], ...]


@dataclass(frozen=True, slots=True)
class Tabled:
    """What the rows of one assessment are made of: its facts, scorecard, the plan that counts, and its workshop."""

    assessment: Assessment
    card: Scorecard
    plan: tuple[ActionStanding, ...]
    workshop: RecordedWorkshop | None = None


@dataclass(frozen=True, slots=True)
class TabledMetrics:
    """All that was said of the metrics of a subject. ``assessment`` is its newest one, whose roles name people."""

    assessment: Assessment
    readings: tuple[Reading, ...]


_KINDS = {
    DatumKind.MOMENT: "started_at completed_at said_at done_at",
    DatumKind.DAY: "due",
    DatumKind.WHOLE: "round level agreed_level target levels_given spread due_day people votes minutes",
    DatumKind.NUMBER: "value evidenced gap weight change overall overall_evidenced",
    DatumKind.FLAG: "counts split unexplained provisional",
    DatumKind.TYPED: "measured",
}
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_FIRST = "subject framework version status started_at completed_at dimension_name"
_LAST = "dimension assessment workspace channel"


def _of_the_whole(names: str) -> Mapping[str, DatumKind]:
    """Return the columns of a table that is about no single dimension."""
    return {name: kind for name, kind in _columns(names).items() if name not in ("dimension", "dimension_name")}


def _columns(names: str) -> Mapping[str, DatumKind]:
    """Return the columns of a table, each with what it holds: what a reader looks for first, and the keys last."""
    return {name: _KIND_OF.get(name, DatumKind.TEXT) for name in f"{_FIRST} {names} {_LAST}".split()}


RATINGS = _columns("respondent round verdict level level_name reason evidence links said_at counts")
DIMENSIONS = _columns(
    "verdict value evidenced agreed_level target gap weight levels_given spread split change unexplained"
    " overall overall_evidenced band provisional"
)
ACTIONS = _columns(
    "what owner_role owner due_day due measure aim first_step deliverable progress note measured said_at done_at action"
)
LEVELS = _columns("round picture split_by group level level_name people")
NOTES = _of_the_whole("question label note by votes")
STEPS = _of_the_whole("step what minutes by said_at")
_METRIC_KINDS = {"value": DatumKind.NUMBER, "target": DatumKind.NUMBER, "day": DatumKind.DAY}
_METRIC = "subject metric name value unit target good day source by said_at counts reading workspace channel"
METRICS: Mapping[str, DatumKind] = {
    name: _METRIC_KINDS.get(name) or _KIND_OF.get(name, DatumKind.TEXT) for name in _METRIC.split()
}


def data_tables(told: Iterable[Tabled], measured: Iterable[TabledMetrics] = ()) -> tuple[DataTable, ...]:
    """Return the ratings, dimensions and actions of some assessments, in their order, and metrics of their subjects.

    Where one of them is a team's, a further table has how the levels of its people are spread; where one is a workshop,
    two have its notes and its steps.
    """
    every, subjects = tuple(told), tuple(measured)
    everybody = frozenset(person for each in every for person in _people(each))
    everybody |= frozenset(reading.by for each in subjects for reading in each.readings if reading.by)
    rows = [_Rows(each, RoleNames(each.assessment, everybody)) for each in every]
    teams = [each for each in rows if each.told.assessment.team is not None]
    spread = [_table("levels", LEVELS, (row for each in teams for row in each.levels()))] if teams else []
    workshops = [each for each in rows if each.told.workshop is not None]
    if workshops:
        spread.append(_table("notes", NOTES, (row for each in workshops for row in each.notes())))
        spread.append(_table("steps", STEPS, (row for each in workshops for row in each.steps())))
    return (
        _table("ratings", RATINGS, (row for each in rows for row in each.ratings())),
        _table("dimensions", DIMENSIONS, (row for each in rows for row in each.dimensions())),
        _table("actions", ACTIONS, (row for each in rows for row in each.actions())),
        _table("metrics", METRICS, (row for each in subjects for row in _metrics(each, everybody))),
        *spread,
    )


def _metrics(told: TabledMetrics, everybody: frozenset[str]) -> Iterator[Mapping[str, Datum]]:
    """Give each reading; ``counts`` says which ones a line over time is drawn of."""
    names = RoleNames(told.assessment, everybody)
    counting = {reading.id for track in tracks(told.readings) for reading in track.readings}
    for each in sorted(told.readings, key=lambda one: (one.metric, one.day, one.at)):
        yield {
            "subject": names.words(told.assessment.subject.name),
            "metric": names.words(each.metric),
            "name": names.words(each.name),
            "value": Fraction(each.value.amount),
            "unit": names.words(each.value.unit),
            "target": Fraction(each.target.amount) if each.target is not None else None,
            "good": each.good.value,
            "day": each.day,
            "source": each.source.value,
            "by": names.of(each.by) if each.by else "",
            "said_at": each.at,
            "counts": int(each.id in counting),
            "reading": each.id,
            "workspace": told.assessment.workspace,
            "channel": told.assessment.channel,
        }


def _table(name: str, columns: Mapping[str, DatumKind], rows: Iterable[Mapping[str, Datum]]) -> DataTable:
    return DataTable(name, columns, tuple(tuple(row[column] for column in columns) for row in rows))


def _people(told: Tabled) -> Iterator[str]:
    yield from people_of(told.assessment)
    yield from people_in(told.workshop) if told.workshop is not None else ()
    for action in told.plan:
        yield from (each.by for each in action.updates)
        if action.accepted.owner is not None:
            yield action.accepted.owner


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one assessment."""

    told: Tabled
    names: RoleNames

    def ratings(self) -> Iterator[Mapping[str, Datum]]:
        """Give every rating ever given; ``counts`` says which ones a figure rests on."""
        own = self.told.assessment
        counting = {rating for row in self.told.card.rows for rating in scoring.counting_ratings(own, row.key)}
        for rating in own.ratings:
            yield self._whole(rating.dimension) | self._rating(rating) | {"counts": int(rating in counting)}

    def levels(self) -> Iterator[Mapping[str, Datum]]:
        """Give how many people of a team chose each level, in each picture: of everybody, and of each group."""
        team = self.told.assessment.team
        for sitting in team.sittings if team is not None else ():
            for picture in sitting.pictures:
                for tally in picture.tallies:
                    yield from self._people(tally.dimension, sitting, picture, "", "", tally.levels)
                for split in picture.splits:
                    for group in split.groups:
                        name = self.names.words(group.name) or "others"
                        yield from self._people(split.dimension, sitting, picture, split.by, name, group.levels)

    def _people(
        self, key: str, sitting: Sitting, picture: TeamPicture, by: str, group: str, levels: Mapping[int, int]
    ) -> Iterator[Mapping[str, Datum]]:
        for level in sorted(levels):
            yield self._whole(key) | {
                "round": min(sitting.number, 2),
                "picture": picture.kind.value,
                "split_by": by,
                "group": group,
                "level": level,
                "level_name": self.told.assessment.framework.level_name(level),
                "people": levels[level],
            }

    def notes(self) -> Iterator[Mapping[str, Datum]]:
        """Give each note of a workshop, with its group and the votes for that; neither in the order of their making."""
        for theme in self.told.workshop.themes if self.told.workshop is not None else ():
            for note in theme.notes:
                yield self._whole("") | {
                    "question": theme.topic.value,
                    "label": self.names.words(theme.label),
                    "note": self.names.words(note.text),
                    "by": self.names.of(note.by) if note.by else "",
                    "votes": theme.votes,
                }

    def steps(self) -> Iterator[Mapping[str, Datum]]:
        """Give what happened to the steps of a workshop and their timer, in its order."""
        for turn in self.told.workshop.turns if self.told.workshop is not None else ():
            yield self._whole("") | {
                "step": turn.stage.value,
                "what": turn.kind.value,
                "minutes": turn.minutes or None,
                "by": self.names.of(turn.by) if turn.by else "",
                "said_at": turn.at,
            }

    def dimensions(self) -> Iterator[Mapping[str, Datum]]:
        """Give each dimension with its figures, and the figures of the whole beside them."""
        card = self.told.card
        overall, evidenced = card.overall, card.evidenced
        whole: dict[str, Datum] = {
            "overall": overall.rounded if overall is not None else None,
            "overall_evidenced": evidenced.rounded if evidenced is not None else None,
            "band": overall.band.name if overall is not None and overall.band is not None else "",
            "provisional": int(card.provisional),
        }
        for row in card.rows:
            yield self._whole(row.key) | self._dimension(row) | whole

    def actions(self) -> Iterator[Mapping[str, Datum]]:
        """Give each action with what was said about it last."""
        for standing in self.told.plan:
            yield self._whole(standing.accepted.action.dimension) | self._action(standing)

    def _whole(self, key: str) -> dict[str, Datum]:
        own = self.told.assessment
        return {
            "assessment": own.id,
            "workspace": own.workspace,
            "channel": own.channel,
            "subject": self.names.words(own.subject.name),
            "framework": own.framework.title,
            "version": own.framework.version,
            "status": own.status.value,
            "started_at": own.started_at,
            "completed_at": own.completed_at,
            "dimension": key,
            "dimension_name": next((each.name for each in own.framework.dimensions if each.key == key), key),
        }

    def _rating(self, rating: Rating) -> dict[str, Datum]:
        verdict, evidence = rating.verdict, rating.evidence
        level = verdict if isinstance(verdict, int) else None
        return {
            "respondent": self.names.of(rating.respondent),
            "round": rating.round,
            "verdict": verdict_word(verdict).replace("_", " "),
            "level": level,
            "level_name": self.told.assessment.framework.level_name(level) if level is not None else "",
            "reason": self.names.words(verdict.reason) if isinstance(verdict, NotApplicable) else "",
            "evidence": self.names.words(" ".join(each.text for each in evidence if each.kind == "words")),
            "links": self.names.words(" ".join(each.text for each in evidence if each.kind != "words")),
            "said_at": rating.said_at,
        }

    def _dimension(self, row: Row) -> dict[str, Datum]:
        own = self.told.assessment
        agreed, change = scoring.agreed_level(own, row.key), row.change
        return {
            "verdict": verdict_word(row.value).replace("_", " "),
            "value": row.value if isinstance(row.value, Fraction) else None,
            "evidenced": row.evidenced if isinstance(row.evidenced, Fraction) else None,
            "agreed_level": agreed.level if agreed is not None else None,
            "target": row.target,
            "gap": row.gap,
            "weight": own.framework.dimension(row.key).weight,
            "levels_given": row.raters,
            "spread": row.spread,
            "split": int(row.split),
            "change": change.difference if change is not None else None,
            "unexplained": int(change.unexplained) if change is not None else None,
        }

    def _action(self, standing: ActionStanding) -> dict[str, Datum]:
        accepted, last = standing.accepted, standing.last
        action, words = accepted.action, self.names.words
        return {
            "action": accepted.id,
            "what": words(action.what),
            "owner_role": words(action.owner_role),
            "owner": self.names.of(accepted.owner) if accepted.owner is not None else "",
            "due_day": action.due_day,
            "due": standing.due,
            "measure": words(action.measure),
            "aim": words(action.aim.text) if action.aim is not None else "",
            "first_step": words(action.first_step),
            "deliverable": words(action.deliverable),
            "progress": last.progress.value if last is not None else "",
            "note": words(last.note) if last is not None else "",
            "measured": _typed(words(last.value)) if last is not None else "",
            "said_at": last.at if last is not None else None,
            "done_at": standing.done_at,
        }


def _typed(text: str) -> Datum:
    return Fraction(text) if _NUMBER.fullmatch(text) else text
