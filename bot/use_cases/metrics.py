"""The metrics of a channel's subjects: what people say they are, corrected, taken back, listed, and read from a file.

Who may see the metrics of a subject are the people of its channel: a metric is looked for within one channel only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count

from bot.core.assessment import Assessment, subject_key
from bot.core.cadence.dates import read_past_day
from bot.core.errors import Problem
from bot.core.metric import (
    BY_NAME,
    CODES,
    CURRENCIES,
    Good,
    MetricOrigin,
    MetricTrack,
    Reading,
    kind_of,
    metric_key,
    metric_name,
    read_target,
    read_value,
    stated,
    tracks,
)
from bot.core.plan.plan import Action, ActionUpdate
from bot.core.privacy import Right, visible
from bot.core.text import cleaned, folded, one_line, said_day
from bot.core.variables import WhyNot
from bot.use_cases.ports import MOST_LINES, AssessmentLine, Clock, Deed, NotHere, Reads, Store, Transaction
from bot.use_cases.scorecards import FOR, HelpWanted, NoMatch, NoneYet, is_named, no_match, tracks_of

SHOWN_NAMES = 10


@dataclass(frozen=True, slots=True)
class MetricWish:
    """What a person says about a metric, as it was typed. An empty ``name`` or ``subject`` was not said."""

    subject: str
    name: str
    value: str
    day: date
    target: str = ""
    good: Good = Good.UNSAID


@dataclass(frozen=True, slots=True)
class FormWanted:
    """The person wants to fill in a form: the newest assessment of each subject, and the channel's own metrics."""

    subjects: tuple[AssessmentLine, ...]
    metrics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """It is on record. ``replaced`` is what was said of that day before; it is kept, and does not count."""

    reading: Reading
    track: MetricTrack
    replaced: Reading | None = None


@dataclass(frozen=True, slots=True)
class WhichSubject:
    """The channel has several subjects, and it was not said which one is meant; ``typed`` is what was said beside."""

    names: tuple[str, ...]
    typed: str


@dataclass(frozen=True, slots=True)
class MetricsListed:
    """The metrics of subjects, by their name; those of an empty tuple have none yet."""

    subjects: tuple[tuple[str, tuple[MetricTrack, ...]], ...]


@dataclass(frozen=True, slots=True)
class MetricHistory:
    """Everything that was said about one metric of a subject, the newest day first, with what does not count."""

    subject: str
    readings: tuple[Reading, ...]
    counting: frozenset[str]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A reading does not count any more; ``counts`` is what the metric is now, None where nothing is left."""

    reading: Reading
    counts: Reading | None


MetricAnswer = (
    FormWanted
    | Measured
    | WhyNot
    | WhichSubject
    | MetricsListed
    | MetricHistory
    | TakenBack
    | NotHere
    | NoMatch
    | NoneYet
    | HelpWanted
)


def answer_metric(store: Store, clock: Clock, deed: Deed, words: str, today: date) -> MetricAnswer:
    """Answer `/cx-metric`: record, list, take back or explain; ``today`` is the person's own day."""
    typed = one_line(cleaned(words))
    verb, _, rest = typed.partition(" ")
    if typed.casefold() in ("help", "?"):
        return HelpWanted()
    with store.reading() as view:
        lines = view.lines(deed.workspace, deed.channel, limit=MOST_LINES)
        readings = view.metrics(deed.workspace, deed.channel)
        if not lines:
            return NoneYet()
        if verb.casefold() == "list":
            return _listed(view, lines, readings, rest)
        asked = "" if any(map(str.isdigit, typed)) else _subject_first(typed, subjects_of(lines))
        listed = _listed(view, lines, readings, asked) if asked else None
    if not typed:
        own = {each.metric: each.name for each in readings if kind_of(each.metric) is None}
        newest = {subject_key(each.subject): each for each in reversed(lines)}
        return FormWanted(tuple(newest.values())[::-1], tuple(own.values()))
    if listed is not None and not isinstance(listed, NoMatch):  # "acme", "acme NPS"
        return listed
    if verb.casefold() == "undo":
        return _undo(store, clock, deed, readings, rest)
    wish = read_wish(typed, lines, readings, today)
    return measure(store, clock, deed, wish, today) if isinstance(wish, MetricWish) else wish


def subjects_of(lines: Sequence[AssessmentLine]) -> tuple[str, ...]:
    """Return the subjects of a channel, the one assessed last first, each as it was written last."""
    return tuple({subject_key(each.subject): each.subject for each in reversed(lines)}.values())[::-1]


def subject_named(store: Store, deed: Deed, assessment_id: str) -> str:
    """Return the subject of an assessment of the channel; empty for any other, whether or not it exists."""
    with store.reading() as view:
        found = visible(Right.MEASURE, view.assessment(deed.workspace, assessment_id), deed.channel)
    return found.subject.name if found is not None else ""


_GOOD = re.compile(r"(?:,\s*|\s+)\(?(?P<word>lower|less|higher|more) is (?:better|good)\)?\Z", re.IGNORECASE)
_AIM = re.compile(r"(?:,\s*|\s+)(?:target|goal|ziel|objectif|objetivo)[\s:=]+(?P<target>[^\s].*)\Z", re.IGNORECASE)
_ON = re.compile(r"\s+on\s+", re.IGNORECASE)
_MONEY = "".join(CURRENCIES)
_VALUE = re.compile(
    r"(?P<name>.*?)(?:\s*[:=]\s*|\s+(?:(?:is|was)\s+)?)"
    rf"(?P<value>(?:(?:{'|'.join(sorted(CODES))})\s?)?[{_MONEY}]?\s?[+\-\u2010-\u2015\u2212]?\s?[{_MONEY}]?\d.*)",
    re.IGNORECASE,
)


def read_wish(
    typed: str, lines: Sequence[AssessmentLine], readings: Sequence[Reading], today: date
) -> MetricWish | WhyNot | WhichSubject:
    """Read ``[subject] NAME VALUE [target VALUE] [lower is better] [on DATE]``, each part from the end."""
    left, day = _day_of(_subject_first(typed, subjects_of(lines)), today)
    if isinstance(day, WhyNot):
        return day
    good, target = Good.UNSAID, ""
    if found := _GOOD.search(left):
        left, good = left[: found.start()], Good.DOWN if found["word"].lower() in ("lower", "less") else Good.UP
    if found := _AIM.search(left):
        left, target = left[: found.start()], found["target"]
    names = subjects_of(lines)
    parts = _VALUE.fullmatch(_subject_first(left, names))
    if parts is None or parts["name"] in names:
        return WhyNot("I found no metric with a number in that.")
    subject = _subject(_subject_first(parts["name"], names), lines, readings)
    if not isinstance(subject, tuple):
        return subject
    return MetricWish(*subject, parts["value"], day, target, good)


def _subject_first(words: str, names: Sequence[str]) -> str:
    """Return the words with a subject that stands behind them, after "for" or "of", before them: "NPS 41 for acme"."""
    for name in sorted(names, key=len, reverse=True):
        left = words[: len(words) - len(name)].split()
        if left and folded(words).endswith(f" {folded(name)}"):
            return " ".join([name, *left[left[0].casefold() in FOR : len(left) - (left[-1].casefold() in FOR)]])
    return words


def _day_of(typed: str, today: date) -> tuple[str, date | WhyNot]:
    """Split off the day that follows the last "on"; words that are no day belong to the name or the unit."""
    for found in reversed(list(_ON.finditer(typed))):
        day = read_past_day(typed[found.end() :], today)
        if day is not None:
            return typed[: found.start()], WhyNot(day) if isinstance(day, str) else day
    return typed, today


def _subject(
    words: str, lines: Sequence[AssessmentLine], readings: Sequence[Reading]
) -> tuple[str, str] | WhichSubject | WhyNot:
    """Split the words before a value into the subject and the name of the metric."""
    names = subjects_of(lines)
    plain = folded(words)
    for each in sorted(names, key=len, reverse=True):
        if plain.startswith(f"{folded(each)} "):
            return each, words[len(each) :].strip()
    known = {*BY_NAME, *(each.metric for each in readings)}
    metric = max((each for each in known if f" {plain}".endswith(f" {each}")), key=len, default="")
    before = words[: len(words) - len(metric)].strip() if metric else ""
    if not before:
        return (names[0], words) if len(names) == 1 else WhichSubject(names, words)
    fits = tuple(each for each in names if all(is_named(word, each) for word in folded(before).split()))
    if len(fits) == 1:
        return fits[0], words[len(before) :].strip()
    if fits:
        return WhichSubject(fits, words[len(before) :].strip())
    known_here = ", ".join(names[:SHOWN_NAMES])
    return WhyNot(
        f"“{before}” is no subject of this channel, which has {known_here}; and “{words}” is no metric that I know."
        " To add one of your own, type /cx-metric alone and choose “Another one”."
    )


def measure(store: Store, clock: Clock, deed: Deed, wish: MetricWish, today: date) -> Measured | WhyNot | NoneYet:
    """Record what a person of the channel says a metric is; a second word about one day takes the place of the first.

    The same deed is taken once.
    """
    with store.writing(deed.workspace) as tx:
        lines = tx.lines(deed.workspace, deed.channel, limit=MOST_LINES)
        names = {subject_key(each): each for each in subjects_of(lines)}
        subject = names.get(subject_key(wish.subject))
        if subject is None:
            return NoneYet()
        wish = replace(wish, subject=subject)
        read = read_metric(wish, today, channel=deed.channel, by=deed.person, at=clock.now())
        if isinstance(read, WhyNot):
            return read
        before = _track(tx, deed, subject, read.metric)
        if not tx.is_new(deed.workspace, f"metric:{deed.event}", clock.now()):
            own = [each for each in before.readings if (each.day, each.by) == (read.day, read.by)] if before else []
            return Measured(own[-1], before) if before and own else WhyNot("That was taken back by now.")
        replaced = next((each for each in before.readings if each.day == read.day), None) if before else None
        reading = replace(read, id=tx.new_id())
        tx.add_reading(deed.workspace, reading)
        return Measured(reading, _track(tx, deed, subject, read.metric) or MetricTrack((reading,)), replaced)


def _track(view: Reads, deed: Deed, subject: str, metric: str) -> MetricTrack | None:
    found = tracks_of(view, deed.workspace, deed.channel, subject)
    return next((each for each in found if each.last.metric == metric), None)


def read_metric(
    wish: MetricWish, today: date, *, channel: str, by: str, at: datetime, source: MetricOrigin = MetricOrigin.TYPED
) -> Reading | WhyNot:
    """Read the name, the value and the target of a wish; a day after ``today`` is refused. A reading has no id yet."""
    if wish.day > today:
        return WhyNot(f"{said_day(wish.day)} is still to come. A metric is of today or of a day before.")
    name, metric = metric_name(wish.name), metric_key(wish.name)
    if isinstance(name, WhyNot):
        return name
    value = read_value(metric, wish.value)
    if isinstance(value, WhyNot):
        return value
    target = read_target(metric, wish.target, value) if wish.target.strip() else None
    if isinstance(target, WhyNot):
        return WhyNot(f"The target: {target.message}")
    kind = kind_of(metric)
    good = wish.good or (kind.good if kind is not None else Good.UNSAID)
    return Reading("", channel, wish.subject, metric, name, value, good, wish.day, by, at, source, target)


def _days(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(one for track in tracks(readings) for one in track.readings)


def take_back(store: Store, clock: Clock, deed: Deed, reading_id: str) -> TakenBack | NotHere:
    """Have a reading of this channel count no more; it is kept, with who took it back. The same deed is taken once."""
    with store.writing(deed.workspace) as tx:
        reading = visible(Right.MEASURE, tx.reading_of(deed.workspace, reading_id), deed.channel)
        if reading is None or not tx.is_new(deed.workspace, f"metric:{deed.event}", clock.now()):
            return NotHere()
        if not tx.take_back(deed.workspace, reading_id, deed.person, clock.now()):
            return NotHere()
        left = _track(tx, deed, reading.subject, reading.metric)
    return TakenBack(reading, left.last if left is not None else None)


def _undo(store: Store, clock: Clock, deed: Deed, readings: Sequence[Reading], words: str) -> TakenBack | NotHere:
    """Take back what this person said last, of the metric that is named where one is."""
    metric = metric_key(words) if words else ""
    own = [each for each in readings if each.by == deed.person and not each.taken_back and metric in ("", each.metric)]
    return take_back(store, clock, deed, own[-1].id) if own else NotHere()


def _listed(
    view: Reads, lines: Sequence[AssessmentLine], readings: Sequence[Reading], words: str
) -> MetricsListed | MetricHistory | NoMatch:
    """List the metrics of the subjects that the words name, or everything said about one metric of one subject."""
    workspace = lines[0].workspace
    begun = [one for each in view.assessments(workspace, [line.id for line in lines]) for one in stated(each)]
    everything = [*readings, *begun]
    names, plain = subjects_of(lines), folded(words)
    metrics = {*BY_NAME, *(each.metric for each in everything)}
    metric = max((each for each in metrics if f" {plain}".endswith(f" {each}")), key=len, default="")
    before = plain[: len(plain) - len(metric)].split()
    fits = tuple(each for each in names if all(is_named(word, each) for word in before))
    if not fits:
        return no_match(tuple(lines), words)
    key = metric_key(metric) if metric else ""
    by_subject = {each: [one for one in everything if subject_key(one.subject) == subject_key(each)] for each in fits}
    if not key:
        return MetricsListed(tuple((name, tracks(found)) for name, found in by_subject.items()))
    having = {name: own for name, found in by_subject.items() if (own := [one for one in found if one.metric == key])}
    if len(having) != 1:
        return MetricsListed(tuple((name, tracks(having.get(name, []))) for name in fits))
    ((subject, own),) = having.items()
    newest = sorted(own, key=lambda each: (each.day, each.at))[::-1]
    return MetricHistory(subject, tuple(newest), frozenset(each.id for each in _days(own)))


def take_check_in(tx: Transaction, assessment: Assessment, action: Action, update: ActionUpdate) -> None:
    """Record the value of a check-in as a metric, where it is one: that of the action's aim, or one named by its name.

    Any other value stays as it was typed, beside the action alone.
    """
    typed = one_line(cleaned(update.value))
    parts = _VALUE.fullmatch(typed)
    named = metric_key(parts["name"]) if parts is not None else ""
    own = metric_key(action.aim.metric) if action.aim is not None else ""
    if parts is not None and named and (named == own or kind_of(named) is not None):
        key, value = named, parts["value"]
    elif own:
        key, value = own, typed
    else:
        return
    name = action.aim.metric if action.aim is not None and key == own else key
    wish = MetricWish(assessment.subject.name, name, value, update.at.date())
    said = read_metric(
        wish, wish.day, channel=assessment.channel, by=update.by, at=update.at, source=MetricOrigin.CHECK_IN
    )
    if isinstance(said, Reading):
        tx.add_reading(assessment.workspace, replace(said, id=tx.new_id()))


COLUMNS = ("subject", "metric", "value", "date", "target", "direction", "channel")
NEEDED = COLUMNS[:4]
DIRECTIONS: Mapping[str, Good] = {
    "": Good.UNSAID,
    "up": Good.UP,
    "higher": Good.UP,
    "down": Good.DOWN,
    "lower": Good.DOWN,
}


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A row of a file: the line on which it ends, and its cells by the name of their column."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MetricsTaken:
    """What became of a file: the rows that were added, and how many were there before; or why it was not taken."""

    workspace: str = ""
    added: tuple[Reading, ...] = ()
    known: int = 0
    problems: tuple[Problem, ...] = ()


def take_metrics(
    store: Store, clock: Clock, rows: Sequence[MetricRow], workspace: str, channel: str, *, dry_run: bool
) -> MetricsTaken:
    """Add the rows of a file that are not there yet; nothing where any of them cannot be read, or with ``dry_run``."""
    if dry_run:
        with store.reading() as view:
            return _look(view, clock, rows, workspace, channel, map(str, count(1)))
    with store.writing(workspace) as tx:
        taken = _look(tx, clock, rows, workspace, channel, iter(tx.new_id, ""))
        for each in taken.added:
            tx.add_reading(taken.workspace, each)
    return taken


def _look(
    view: Reads, clock: Clock, rows: Sequence[MetricRow], workspace: str, channel: str, ids: Iterator[str]
) -> MetricsTaken:
    workspaces = view.workspaces()
    if not workspace and len(workspaces) != 1:
        names = f": {', '.join(workspaces)}" if workspaces else ""
        return MetricsTaken(problems=(Problem("the database", f"has {len(workspaces)} workspaces{names}; name one"),))
    own = workspace or workspaces[0]
    found, problems = _read_all(rows, _places(view, own, channel), clock.now())
    if problems:
        return MetricsTaken(own, problems=tuple(problems))
    kept = {each: view.metrics(own, each) for each in {one.channel for one in found}}
    added = tuple(replace(each, id=next(ids)) for each in found if not _is_there(each, kept[each.channel]))
    return MetricsTaken(own, added, len(found) - len(added))


def _places(view: Reads, workspace: str, channel: str) -> dict[str, dict[str, str]]:
    """Return by the key of a subject its name in each channel in which it was assessed."""
    channels = (channel,) if channel else view.channels(workspace)
    found: dict[str, dict[str, str]] = {}
    lines: Sequence[AssessmentLine] = view.lines_in(workspace, channels)
    for each in sorted(lines, key=lambda line: line.started_at):
        found.setdefault(subject_key(each.subject), {})[each.channel] = each.subject
    return found


def _read_all(
    rows: Sequence[MetricRow], places: Mapping[str, Mapping[str, str]], now: datetime
) -> tuple[list[Reading], list[Problem]]:
    found: list[Reading] = []
    problems: list[Problem] = []
    said: dict[tuple[str, str, str, date], int] = {}
    for row in rows:
        one = _read(row, places, now)
        if isinstance(one, str):
            problems.append(Problem(f"line {row.line}", one))
            continue
        key = (one.channel, subject_key(one.subject), one.metric, one.day)
        if key in said:
            problems.append(
                Problem(f"line {row.line}", f"says what line {said[key]} says of that day: keep one of them")
            )
        said[key] = row.line
        found.append(one)
    return found, problems


def _read(row: MetricRow, places: Mapping[str, Mapping[str, str]], now: datetime) -> Reading | str:
    cells = row.cells
    names = places.get(subject_key(cells["subject"]), {})
    asked = cells.get("channel", "")
    here = {asked: names[asked]} if asked in names else names if not asked else {}
    if not here:
        return f"{cells['subject']!r} was never assessed there: a metric is of a subject that was"
    if len(here) > 1:
        return f"{cells['subject']!r} is assessed in {', '.join(sorted(here))}: name the channel"
    good = DIRECTIONS.get(cells.get("direction", "").casefold())
    if good is None:
        return f"{cells['direction']!r} is no direction: write up or down"
    day = read_past_day(cells["date"], now.date())
    if not isinstance(day, date):
        return day or f"{cells['date']!r} is no day: write it as 2026-08-14"
    ((channel, subject),) = here.items()
    wish = MetricWish(subject, cells["metric"], cells["value"], day, cells.get("target", ""), good)
    read = read_metric(wish, now.date(), channel=channel, by="", at=now, source=MetricOrigin.FILE)
    return read.message if isinstance(read, WhyNot) else read


def _is_there(read: Reading, readings: Sequence[Reading]) -> bool:
    own = [each for each in readings if subject_key(each.subject) == subject_key(read.subject)]
    said = (read.metric, read.day, read.value, read.target)
    return any((each.metric, each.day, each.value, each.target) == said for each in _days(own))
