"""A workshop: its steps and their timer, what is read before, and the notes of four questions with groups and votes.

Notes are private until they are shown together. Of anonymous ones the author is kept for nothing but to change and to
delete them: what is shown here has none, and stands in an order that tells nothing, for an id is a matter of chance.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.assessment import Assessment
from bot.core.metric import MetricTrack
from bot.core.saved import SavedMessage
from bot.core.scoring.scorecard import Scorecard
from bot.core.text import cleaned, has_substance, one_line

NOTE_LENGTH, MOST_NOTES, LABEL_LENGTH, DOTS = 300, 10, 60, 3
"""Characters of a note, notes of a person for a question, characters of a group's name, votes for each question."""
MOST_MINUTES = 480
FEWEST_WRITERS = FEWEST_VOTERS = 3
"""Anonymous notes and votes of fewer people are not shown: as everywhere, everybody could tell whose they are."""
MOST_LINKS, LINK_LENGTH = 10, 400


class Topic(StrEnum):
    """The questions that a workshop discusses."""

    CUSTOMERS = "customers"
    PERFECT = "perfect"
    OTHERS = "others"
    INFORMATION = "information"


class Stage(StrEnum):
    """The steps of a workshop, in their order."""

    READ = "read"
    RATE = "rate"
    DISCUSS = "discuss"
    NOTES = "notes"
    GROUP = "group"
    VOTE = "vote"
    DECIDE = "decide"


STAGES = tuple(Stage)
MINUTES: Mapping[Stage, int] = dict(zip(STAGES, (10, 15, 30, 15, 15, 5, 30), strict=True))
"""How long each step takes, unless the facilitator says otherwise."""


class TurnKind(StrEnum):
    """What happens to the steps and their timer."""

    BEGIN = "begin"
    PAUSE = "pause"
    GO_ON = "go_on"
    MINUTES = "minutes"
    NEARLY = "nearly"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that happened to a step; ``minutes`` is how long it is to take, of ``MINUTES`` alone.

    ``by`` is empty where the timer did it.
    """

    kind: TurnKind
    stage: Stage
    by: str
    at: datetime
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Timer:
    """Where a workshop stands. ``stage`` is None before it begins; ``ends_at`` is None then, and while it rests.

    ``left`` is what is left of the step while it rests. ``told`` is whether its end was said to be near, or past.
    """

    stage: Stage | None
    minutes: Mapping[Stage, int]
    ends_at: datetime | None = None
    left: timedelta | None = None
    told: TurnKind | None = None

    @property
    def next_moment(self) -> tuple[datetime, TurnKind] | None:
        """Return when the timer has something to say next, and what; None while nothing is to come."""
        if self.stage is None or self.ends_at is None or self.told is TurnKind.OVER:
            return None
        if self.told is TurnKind.NEARLY:
            return self.ends_at, TurnKind.OVER
        early = min(timedelta(minutes=2), timedelta(minutes=self.minutes[self.stage]) / 4)
        return self.ends_at - early, TurnKind.NEARLY


def timer(turns: Iterable[Turn]) -> Timer:
    """Return where the steps stand after what happened to them."""
    now = Timer(None, MINUTES)
    for each in turns:
        whole = timedelta(minutes=now.minutes[each.stage])
        match each.kind:
            case TurnKind.BEGIN:
                now = Timer(each.stage, now.minutes, each.at + whole)
            case TurnKind.PAUSE if now.ends_at is not None:
                now = replace(now, ends_at=None, left=now.ends_at - each.at)
            case TurnKind.GO_ON if now.left is not None:
                now = replace(now, ends_at=each.at + now.left, left=None)
            case TurnKind.MINUTES:
                now = _lasting(now, each)
            case TurnKind.NEARLY | TurnKind.OVER:
                now = replace(now, told=each.kind)
            case _:
                pass
    return now


def _lasting(now: Timer, turn: Turn) -> Timer:
    """Return the timer with another length of a step; the end of the one under way moves with it."""
    more = timedelta(minutes=turn.minutes - now.minutes[turn.stage])
    minutes = {**now.minutes, turn.stage: turn.minutes}
    if now.stage is not turn.stage:
        return replace(now, minutes=minutes)
    ends_at = now.ends_at + more if now.ends_at is not None else None
    left = now.left + more if now.left is not None else None
    told = now.told if more <= timedelta(0) else None
    return replace(now, minutes=minutes, ends_at=ends_at, left=left, told=told)


OF_NOTES, _AROUND_NOTES = (Stage.GROUP, Stage.VOTE), (Stage.NOTES, Stage.DECIDE)
"""The steps that need notes which are shown, and the steps before and after them."""


def step_from(stage: Stage | None, by: int) -> Stage | None:
    """Return the step after (1) or before (-1) another; the first one of a workshop that has not begun."""
    if stage is None:
        return STAGES[0] if by > 0 else None
    place = STAGES.index(stage) + by
    return STAGES[place] if 0 <= place < len(STAGES) else None


@dataclass(frozen=True, slots=True)
class Note:
    """What a person noted about a question. ``label`` is the group that people put it into, empty for none."""

    id: str
    topic: Topic
    text: str
    author: str
    is_shown: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What belongs to a workshop beside the assessment itself.

    ``votes`` are, by person, the choices of all questions together; ``read_by`` who has read what is read before.
    ``canvas`` is the synopsis as Slack has it, empty for none.
    """

    anonymous: bool
    links: tuple[str, ...]
    turns: tuple[Turn, ...] = ()
    notes: tuple[Note, ...] = ()
    votes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_by: tuple[str, ...] = ()
    canvas: str = ""

    @property
    def timer(self) -> Timer:
        """Return where the steps stand."""
        return timer(self.turns)

    def own(self, topic: Topic, person: str) -> tuple[Note, ...]:
        """Return the notes of a person that can still be changed."""
        return tuple(each for each in self.notes if each.topic is topic and each.author == person and not each.is_shown)

    def writers(self) -> int:
        """Count the people who have written something."""
        return len({each.author for each in self.notes})

    def voters(self) -> int:
        """Count the people who have voted."""
        return sum(bool(each) for each in self.votes.values())

    @property
    def shows_votes(self) -> bool:
        """Whether the votes are counted for all to see. From then on nobody votes, so that no difference tells."""
        stage = self.timer.stage
        is_over = stage is not None and STAGES.index(stage) > STAGES.index(Stage.VOTE)
        return is_over and self.voters() >= FEWEST_VOTERS

    def missing(self) -> int:
        """Count the people who still have to write something before the notes that wait can be shown."""
        authors = {each.author for each in self.notes if not each.is_shown}
        return max(0, (FEWEST_WRITERS if self.anonymous else 1) - len(authors))

    @property
    def waits_for(self) -> int:
        """Count the people who still have to write before there are notes to group; 0 where some are shown."""
        return 0 if any(each.is_shown for each in self.notes) else self.missing()

    def step(self, by: int, *, is_revealed: bool = False) -> Stage | None:
        """Return the step after (1) or before (-1) the one under way, without those that need notes where none show.

        One that begins after the reveal begins with the talk: everybody has read and scored.
        """
        if self.timer.stage is None and by > 0 and is_revealed:
            return Stage.DISCUSS
        target = step_from(self.timer.stage, by)
        if self.timer.stage in _AROUND_NOTES and target in OF_NOTES and self.waits_for:
            return Stage.DECIDE if by > 0 else Stage.NOTES
        return target

    def to_show(self) -> tuple[Note, ...]:
        """Return the notes that are to be shown next."""
        return () if self.missing() else tuple(each for each in self.notes if not each.is_shown)


@dataclass(frozen=True, slots=True)
class Theme:
    """Notes that belong together; ``votes`` is None until these are shown.

    Without a ``label`` it is a single note, or several people noted the same. ``choice`` is how a vote names it.
    """

    choice: str
    label: str
    notes: tuple[Note, ...]
    votes: int | None = None

    @property
    def choices(self) -> frozenset[str]:
        """Return what votes for it may name: of equal notes each, since another may have come later."""
        return frozenset(choice_of(each) for each in self.notes)

    @property
    def worded(self) -> tuple[Note, ...]:
        """Return the notes that say something: of a person who was removed nothing but the votes is left."""
        return tuple(each for each in self.notes if has_substance(each.text))


def themes(workshop: Workshop, topic: Topic) -> tuple[Theme, ...]:
    """Return what was noted about a question, grouped, those with the most votes first once these are shown."""
    shown = sorted((each for each in workshop.notes if each.topic is topic and each.is_shown), key=lambda each: each.id)
    if workshop.anonymous:
        shown = [replace(each, author="") for each in shown]
    groups: dict[str, list[Note]] = defaultdict(list)
    for each in shown:
        alone = each.text.casefold() if has_substance(each.text) else each.id
        groups[choice_of(each) if each.label else f":{alone}"].append(each)
    found = [Theme(choice_of(notes[0]), notes[0].label, tuple(notes)) for notes in groups.values()]
    if workshop.shows_votes:
        voted = workshop.votes.values()
        found = [replace(each, votes=sum(not each.choices.isdisjoint(own) for own in voted)) for each in found]
    return tuple(sorted(found, key=lambda each: (-(each.votes or 0), not each.label, -len(each.notes), each.choice)))


def votes_after(workshop: Workshop, notes: Iterable[str], label: str) -> Mapping[str, tuple[str, ...]]:
    """Return the votes once some notes are put into a group: a vote for what is no more goes to where its notes are."""
    moved, shown = set(notes), [each for each in workshop.notes if each.is_shown]
    was = {each.id: choice_of(each) for each in shown}
    now = was | {each.id: choice_of(replace(each, label=label)) for each in shown if each.id in moved}
    gone = set(was.values()).difference(now.values())
    goes = {choice: next(now[key] for key in was if was[key] == choice) for choice in gone}
    return {who: tuple(dict.fromkeys(goes.get(each, each) for each in own)) for who, own in workshop.votes.items()}


def choice_of(note: Note) -> str:
    """Name what a vote for a note goes to: its group, else the note."""
    if not note.label:
        return note.id
    return "g" + hashlib.sha256(f"{note.topic}:{note.label.casefold()}".encode()).hexdigest()[:16]


def noted(text: str) -> tuple[str, ...]:
    """Return the notes in a text, one a line, each once; a mark of a list before them is none of their words."""
    lines = (one_line(cleaned(each)).lstrip("-*•· ") for each in text.splitlines())
    return tuple(dict.fromkeys(each for each in lines if has_substance(each)))


def labelled(text: str) -> str:
    """Return the name of a group as it is kept."""
    return one_line(cleaned(text))[:LABEL_LENGTH].strip()


@dataclass(frozen=True, slots=True)
class PreRead:
    """What everybody has read before: the same for all. ``last`` is the last scorecard of the subject."""

    assessment: str
    links: tuple[str, ...]
    last: Scorecard | None
    metrics: tuple[MetricTrack, ...]
    saved: tuple[SavedMessage, ...]
    read_by: tuple[str, ...]
    people: int


@dataclass(frozen=True, slots=True)
class WorkshopSteps:
    """The steps of a workshop with their timer, and what can be done in the one under way.

    ``writers`` and ``voters`` are counts of people, of the ``people`` who take part; ``waits_for`` is how many more
    have to write before there are notes to show.
    """

    assessment: str
    facilitator: str
    timer: Timer
    anonymous: bool
    writers: int
    voters: int
    people: int
    canvas: str = ""
    waits_for: int = 0


@dataclass(frozen=True, slots=True)
class NoteBoard:
    """What was noted about a question; ``stage`` says whether it is grouped or voted on."""

    assessment: str
    topic: Topic
    themes: tuple[Theme, ...]
    stage: Stage


ShownOfWorkshop = PreRead | WorkshopSteps | NoteBoard
PREREAD_KEY, STEPS_KEY = "preread", "steps"


def said_of_workshop(
    assessment: Assessment,
    workshop: Workshop,
    last: Scorecard | None,
    metrics: Sequence[MetricTrack],
    saved: Sequence[SavedMessage],
) -> list[tuple[str, ShownOfWorkshop]]:
    """Return what the thread of a workshop shows of it: what is read before, the steps, and the notes once shown."""
    people = max(len(assessment.waited_for()), workshop.voters())  # who left may have voted before
    links, now = workshop.links, workshop.timer
    pack = PreRead(assessment.id, links, last, tuple(metrics), tuple(saved), workshop.read_by, people)
    steps = WorkshopSteps(
        assessment.id,
        assessment.facilitator,
        now,
        workshop.anonymous,
        workshop.writers(),
        workshop.voters(),
        people,
        workshop.canvas,
        workshop.waits_for,
    )
    boards = [
        (f"notes:{topic}", NoteBoard(assessment.id, topic, found, now.stage))
        for topic in Topic
        if now.stage is not None and (found := themes(workshop, topic))
    ]
    return [(PREREAD_KEY, pack), (STEPS_KEY, steps), *boards]
