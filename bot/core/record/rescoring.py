"""Reads an export, every value checked, and computes its figures again: each that does not agree is named."""

import json
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import NoReturn

from bot.core.assessment import Assessment, NotApplicable
from bot.core.drafts.draft import Draft
from bot.core.errors import Problem
from bot.core.json_values import Json, MalformedError, Node, list_of, shown, under
from bot.core.metric import Reading
from bot.core.plan.plan import ActionStanding
from bot.core.record.export import FORMAT, FORMAT_VERSION, OLDEST_VERSION, figures_to_dict
from bot.core.record.facts import FACTS, MORE_FACTS, facts_from_node
from bot.core.record.teams import key_in
from bot.core.record.unscored import ACTIONS, DRAFTS, metrics_of
from bot.core.record.workshops import WORKSHOP, RecordedWorkshop
from bot.core.scoring.scorecard import Row, Scorecard, scorecard
from bot.core.scoring.scoring import format_level
from bot.core.team import Mode
from bot.core.text import counted, pseudonym, with_names

_BESIDE = ("before", "explained", "figures", "drafts", "actions", "earlier_actions", "metrics", "workshop")


@dataclass(frozen=True, slots=True)
class ExportFile:
    """What an export holds: the facts, those of the assessment it was compared with, and the figures as they stand.

    ``drafts``, ``actions``, those of ``earlier`` plans, the subject's ``metrics`` and what was noted in a ``workshop``
    are the record beside them; no figure rests on them.
    """

    assessment: Assessment
    before: Assessment | None
    explained: frozenset[str]
    figures: Node | None
    drafts: tuple[Draft, ...] = ()
    actions: tuple[ActionStanding, ...] = ()
    earlier: tuple[ActionStanding, ...] = ()
    metrics: tuple[Reading, ...] = ()
    workshop: RecordedWorkshop | None = None


def read_export(value: object) -> ExportFile:
    """Read an export; MalformedError names every fault that was found by its key path."""
    node = Node("", value)
    _own_format(node)
    fields = node.fields(("format", "format_version", *FACTS), (*MORE_FACTS, *_BESIDE))
    facts = Node("", {name: at.value for name, at in fields.items() if name in (*FACTS, *MORE_FACTS)})
    assessment = facts_from_node(facts)
    if "workshop" in fields and (assessment.team is None or assessment.team.mode is not Mode.WORKSHOP):
        raise fields["workshop"].refuse('no such key where no "team" has the "mode" of a workshop')
    metrics = metrics_of(assessment.channel, assessment.subject.name)
    return ExportFile(
        assessment=assessment,
        before=fields.read("before", lambda at: None if at.value is None else facts_from_node(at), None),
        explained=fields.read(
            "explained", lambda at: frozenset(list_of(key_in(assessment.framework)).read(at)), frozenset()
        ),
        figures=fields.get("figures"),
        drafts=fields.read("drafts", DRAFTS.read, ()),
        actions=fields.read("actions", ACTIONS.read, ()),
        earlier=fields.read("earlier_actions", ACTIONS.read, ()),
        metrics=fields.read("metrics", metrics.read, ()),
        workshop=fields.read("workshop", WORKSHOP.read, None),
    )


def _own_format(node: Node) -> None:
    """Refuse another format before anything else is judged by the rules of this one."""
    entries = node.entries()
    if "format" not in entries or "format_version" not in entries:
        raise MalformedError(Problem("the file", f'needs "format": "{FORMAT}" and "format_version": {FORMAT_VERSION}'))
    entries["format"].choice(FORMAT)
    entries["format_version"].integer(OLDEST_VERSION, FORMAT_VERSION)


LARGEST_FILE = 20_000_000  # characters; a hundred people rating a hundred dimensions stay far below
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure whose text in the file is not the one that the facts give. ``path`` is its key path."""

    path: str
    says: str
    gives: str

    def __str__(self) -> str:
        return f"{self.path}: file says {self.says}, facts give {self.gives}"


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What became of a file: problems (it cannot be used), or the scorecard of its facts and the differences to it."""

    problems: tuple[Problem, ...]
    differences: tuple[Difference, ...]
    card: Scorecard | None
    had_figures: bool

    @property
    def exit_code(self) -> int:
        """Give 0 where the figures agree or none stood in the file, 1 where one differs, 2 for a file of no use."""
        if self.card is None:
            return 2
        return 1 if self.differences else 0

    def lines(self) -> tuple[str, ...]:
        """Say it for people, one line each; text from the file is shown without its control characters."""
        if self.card is None:
            return (*map(str, self.problems), counted(len(self.problems), "problem") + ": the file was not scored.")
        if self.differences:
            told = counted(len(self.differences), "figure") + " in the file not as the facts give them."
            return (*map(str, self.differences), told)
        told = "The figures in the file agree with its facts." if self.had_figures else "The file holds no figures."
        return (*_summary(self.card), told)

    def as_json(self) -> Json:
        """Say it for programs: ``agrees`` is null where the file cannot be used or holds no figures."""
        agrees = None if self.card is None or not self.had_figures else not self.differences
        return {
            "agrees": agrees,
            "problems": [{"path": each.source, "message": each.message} for each in self.problems],
            "differences": [
                {"path": each.path, "file_says": each.says, "facts_give": each.gives} for each in self.differences
            ],
            "figures": None if self.card is None else figures_to_dict(self.card),
        }


def score_file(text: str) -> ScoreResult:
    """Score the text of an export file. Raises nothing, whatever the text."""
    try:
        return check_export(parsed(text))
    except MalformedError as error:
        return ScoreResult(error.problems, (), None, had_figures=False)


def parsed(text: str) -> object:
    """Return the JSON value of a file; MalformedError says why it has none."""
    if len(text) > LARGEST_FILE:
        raise _unusable("the file", f"is longer than {LARGEST_FILE} characters; export one assessment a file")
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_no_constant, object_pairs_hook=_no_key_twice)
    except RecursionError:
        raise _unusable("the file", "is nested too deeply to be an export") from None
    except json.JSONDecodeError as error:
        raise _unusable(f"line {error.lineno}, column {error.colno}", f"is not JSON: {error.msg}") from None
    except ValueError as error:
        raise _unusable("the file", f"is not usable JSON: {error}") from None


def check_export(value: object) -> ScoreResult:
    """Read the facts of a parsed export, compute every figure, compare. Raises nothing, whatever the value."""
    try:
        file = read_export(value)
    except MalformedError as error:
        return ScoreResult(error.problems, (), None, had_figures=False)
    card = scorecard(file.assessment, file.before, explained=file.explained)
    had_figures = file.figures is not None
    differences = differences_between(file.figures.value, figures_to_dict(card), "figures") if file.figures else ()
    return ScoreResult((), differences, card, had_figures=had_figures)


def differences_between(says: object, gives: object, path: str = "") -> tuple[Difference, ...]:
    """Return where two JSON values differ; ``gives`` is ours, and says how deep is looked.

    A person mentioned in words may stand by Slack's id in one of them and by the pseudonym of a file in the other.
    """
    found: list[Difference] = []
    _compare(path, with_names(says, pseudonym), with_names(gives, pseudonym), found)
    return tuple(found)


def _compare(path: str, says: object, gives: object, found: list[Difference]) -> None:
    """Walk along what the facts give, never along the file: its depth is bounded by our own format."""
    if isinstance(gives, dict) and isinstance(says, dict):
        for key in gives:
            _compare(under(path, key), says.get(key, _ABSENT), gives[key], found)
        more = [key for key in says if key not in gives]
        found.extend(Difference(under(path, str(key)), _quoted(says[key]), "no such figure") for key in more)
    elif isinstance(gives, list) and isinstance(says, list):
        for index, pair in enumerate(zip_longest(says, gives, fillvalue=_ABSENT)):
            _compare(f"{path}[{index}]", *pair, found)
    elif type(says) is not type(gives) or says != gives:
        found.append(Difference(path, _quoted(says), _quoted(gives)))


def _quoted(figure: object) -> str:
    """Show a figure as it stands in the file, so that the reader can search for it."""
    if figure is _ABSENT:
        return "nothing"
    if isinstance(figure, str):
        return json.dumps(figure[:60])
    return shown(figure)


def _summary(card: Scorecard) -> list[str]:
    lines = [
        f"{_printable(card.subject)}: {_printable(card.framework.title)}, version {_printable(card.framework.version)}"
    ]
    if card.overall is None:
        lines.append("No overall figure: no dimension is rated.")
    else:
        band = "no band" if card.overall.band is None else _printable(card.overall.band.name)
        projected = ", projected over the dimensions that do not apply" if card.overall.projected else ""
        evidenced = "" if card.lower_evidenced is None else f", evidenced {card.lower_evidenced.text}"
        given = f", evidence for {card.with_evidence} of {card.coverage.rated}"
        lines.append(f"Overall {card.overall.text}, {band}{given}{evidenced}{projected}")
    provisional = ", provisional" if card.provisional else ""
    lines.append(f"{card.coverage.rated} of {card.coverage.applicable} applicable dimensions rated{provisional}")
    return lines + [f"  {_printable(row.name)}: {_row(row)}" for row in card.rows]


def _row(row: Row) -> str:
    if row.rounds is not None and row.rounds.is_withheld:
        return "not rated, of fewer than three people"
    if isinstance(row.value, Fraction):
        agreed = row.rounds.agreed if row.rounds is not None else None
        return f"{format_level(row.value)}, target {row.target}{'' if agreed is None else ', agreed'}"
    return "not applicable" if isinstance(row.value, NotApplicable) else "not rated"


def _printable(text: str) -> str:
    """Keep a hostile file from moving the cursor of somebody's terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:200])


def _unusable(where: str, why: str) -> MalformedError:
    return MalformedError(Problem(where, why))


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise ValueError(f"the key {shown(key)} stands twice in one object")
            seen.add(key)
    return entries
