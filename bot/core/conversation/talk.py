"""The conversation with one respondent: the questions put so far, the open one, and which one comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum, StrEnum
from itertools import takewhile

from bot.core.assessment import Assessment, NotRated, Rating, Status, Verdict
from bot.core.team import Evidence


class Wants(Enum):
    """What a question waits for."""

    LEVEL = "level"
    EVIDENCE = "evidence"
    REASON = "reason"
    STOP = "stop"


class Ended(Enum):
    """How a question ended: it got its answer, was put off to the end, or the conversation went elsewhere."""

    ANSWERED = "answered"
    SKIPPED = "skipped"
    LEFT = "left"


class Because(StrEnum):
    """What led to a question; the views word it above the question."""

    START = "start"
    NEXT = "next"
    AMBIGUOUS = "ambiguous"
    OFF_SCALE = "off_scale"
    NO_LEVEL = "no_level"
    KEPT_WORDS = "kept_words"
    BACK = "back"
    SKIPPED = "skipped"
    SKIPPED_BEFORE = "skipped_before"
    CHANGE = "change"
    CHANGED = "changed"
    EVIDENCE = "evidence"
    REASON = "reason"
    STOP = "stop"
    GOES_ON = "goes_on"
    LATE = "late"
    EARLY = "early"
    EDITED = "edited"
    MISSING = "missing"


class Hint(StrEnum):
    """A private word to one person; the views word it."""

    HELP = "help"
    WHY = "why"
    STATUS = "status"
    CHAT = "chat"
    WORDS = "words"
    NOT_FOR_YOU = "not_for_you"
    EXTERNAL = "external"
    STOPPED = "stopped"
    COMPLETE = "complete"
    PAUSED = "paused"
    FIRST = "first"
    STALE = "stale"
    WHICH_DIMENSION = "which_dimension"
    CHANGED = "changed"
    DELETED = "deleted"
    OLD_EDIT = "old_edit"
    NOT_SAVED = "not_saved"
    CATCHING_UP = "catching_up"


@dataclass(frozen=True, slots=True)
class Detail:
    """What led to a question, beside its ``Because``; a field that does not apply is empty.

    ``words`` are an answer as typed (several that came early, one a line), ``more`` what of them could be evidence,
    ``candidates`` the levels that they may mean. ``kept`` is evidence for the level to come, ``level`` the level that
    evidence is asked for. ``changed`` is the dimension that was changed just now, ``meant`` the one that was asked when
    late words were said.
    ``after_completion`` says that the scorecard stood already when the question was put.
    """

    words: str = ""
    more: str = ""
    candidates: tuple[int, ...] = ()
    kept: str = ""
    level: int | None = None
    changed: str = ""
    meant: str = ""
    after_completion: bool = False


NO_DETAIL = Detail()


@dataclass(frozen=True, slots=True)
class Question:
    """One question put to one respondent. ``number`` counts from 1 within the assessment.

    ``because`` and ``detail`` say what led to it (an ambiguous answer, a changed level); the views word it.
    ``said_in`` names the answer that led to it, ``said_at`` when that was said: a message said earlier arrived late.
    """

    number: int
    respondent: str
    dimension: str
    wants: Wants
    because: Because
    detail: Detail = NO_DETAIL
    said_in: str = ""
    said_at: datetime | None = None
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict that an answer gives for a dimension; it becomes a rating when it is recorded.

    ``as_claimed``: the person has said that nothing shows it, and is not asked for evidence.
    """

    dimension: str
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    as_claimed: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question to put next."""

    dimension: str
    wants: Wants
    because: Because
    detail: Detail = NO_DETAIL


@dataclass(frozen=True, slots=True)
class Step:
    """What an answer changes. An empty step leaves the conversation as it stands."""

    says: tuple[Said, ...] = ()
    ends: Ended | None = None
    asks: Ask | None = None
    status: Status | None = None
    hint: Hint | None = None
    hint_detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Talk:
    """An assessment as one respondent stands in it; ``questions`` are all that were put in this respondent's seat.

    ``first`` is what the respondent said in the rounds before, by dimension: its evidence is there already.
    """

    assessment: Assessment
    respondent: str
    questions: tuple[Question, ...]
    first: Mapping[str, Rating] = field(default_factory=dict)

    @property
    def open(self) -> Question | None:
        """Give the question that waits for an answer."""
        last = self.questions[-1] if self.questions else None
        return last if last is not None and last.ended is None else None

    @property
    def put_since(self) -> tuple[Question, ...]:
        """Give the newest questions that want the same of the same dimension, the first of them first."""
        last = self.questions[-1:]
        same = takewhile(
            lambda each: (each.dimension, each.wants) == (last[0].dimension, last[0].wants), self.questions[::-1]
        )
        return tuple(same)[::-1]

    def rating(self, dimension: str) -> Rating | None:
        """Give the respondent's rating that counts."""
        return self.assessment.last_rating(dimension, self.respondent)

    def skipped(self, dimension: str) -> int:
        """Count how often the dimension was put off."""
        return sum(each.dimension == dimension and each.ended is Ended.SKIPPED for each in self.questions)

    def has_line(self, dimension: str) -> bool:
        """Tell whether an answered question stands in the thread as the dimension's line."""
        return any(
            each.dimension == dimension and each.ended is Ended.ANSWERED and each.wants is not Wants.EVIDENCE
            for each in self.questions
        )

    def kept(self, dimension: str) -> str:
        """Give the words that the person keeps as evidence for the level to come; empty once one was given."""
        for each in reversed(self.questions):
            if each.dimension == dimension and each.ended is Ended.ANSWERED:
                return ""
            if each.dimension == dimension and each.detail.kept:
                return each.detail.kept
        return ""

    def wants_evidence(self, dimension: str, verdict: Verdict, evidence: tuple[Evidence, ...]) -> bool:
        """Tell whether a level still has to be backed: high, with nothing to show for it, and not left so before."""
        asked = [each for each in self.questions if each.dimension == dimension and each.wants is Wants.EVIDENCE]
        high = isinstance(verdict, int) and verdict >= self.assessment.framework.evidence_from
        return high and not evidence and all(each.ended is not Ended.ANSWERED for each in asked)

    def owes_evidence(self, dimension: str) -> bool:
        """Tell whether the question for evidence was put and the conversation left it for something else."""
        asked = [each for each in self.questions if each.dimension == dimension and each.wants is Wants.EVIDENCE]
        if not asked or asked[-1].ended is not Ended.LEFT:
            return False
        last = self.rating(dimension)
        return last is not None and self.wants_evidence(dimension, last.verdict, last.evidence)

    @property
    def heard_until(self) -> datetime | None:
        """Give when the newest answer was said that led to a question; what was said earlier arrives late."""
        return max((each.said_at for each in self.questions if each.said_at is not None), default=None)

    @property
    def trail(self) -> tuple[str, ...]:
        """Give the dimensions on the way to here, each step back taken off."""
        steps: list[str] = []
        for each in self.questions:
            if each.because is Because.BACK and each.dimension in steps:
                while steps[-1] != each.dimension:
                    steps.pop()
            elif not steps or steps[-1] != each.dimension:
                steps.append(each.dimension)
        return tuple(steps)

    @property
    def missing(self) -> tuple[str, ...]:
        """Give the dimensions that the respondent could not rate, in the framework's order."""
        ratings = ((each.key, self.rating(each.key)) for each in self.assessment.framework.dimensions)
        return tuple(key for key, rating in ratings if rating is not None and isinstance(rating.verdict, NotRated))


def talk_with(assessment: Assessment, respondent: str, questions: tuple[Question, ...]) -> Talk:
    """Give the conversation with a respondent, which goes on where those who held the seat before left it."""
    holders = assessment.holders(respondent)
    return Talk(assessment, respondent, tuple(each for each in questions if each.respondent in holders))


def first_question(assessment: Assessment, respondent: str) -> Ask:
    """Give the question that opens the conversation."""
    ask = next_question(Talk(assessment, respondent, ()), because=Because.START)
    if ask is None:
        raise ValueError("a framework has at least one dimension")
    return ask


def next_question(
    talk: Talk, *, rated: frozenset[str] = frozenset(), skipping: str = "", because: Because = Because.NEXT
) -> Ask | None:
    """Give what is to be asked next; None when every dimension has a rating.

    Evidence that was asked for and left comes first, then the dimensions without a rating, those put off last.
    ``rated`` are dimensions that the answer at hand rates, ``skipping`` the one that it puts off.
    """
    keys = [each.key for each in talk.assessment.framework.dimensions if each.key not in rated]
    owed = next((key for key in keys if key != skipping and talk.owes_evidence(key)), None)
    if owed is not None:
        return evidence_ask(talk, owed)
    left = [key for key in keys if talk.rating(key) is None]
    fresh = [key for key in left if key != skipping and not talk.skipped(key)]
    if fresh:
        return _unrated_ask(talk, fresh[0], because)
    put_off = sorted(left, key=lambda key: (talk.skipped(key) + (key == skipping), left.index(key)))
    return _unrated_ask(talk, put_off[0], Because.SKIPPED_BEFORE) if put_off else None


def _unrated_ask(talk: Talk, dimension: str, because: Because) -> Ask:
    """Ask for the level; or for the reason, where the person said "not applicable" and was called away."""
    last = next((each for each in reversed(talk.questions) if each.dimension == dimension), None)
    if last is not None and last.wants is Wants.REASON and last.ended is Ended.LEFT:
        return Ask(dimension, Wants.REASON, Because.REASON)
    return level_ask(talk, dimension, because)


def level_ask(talk: Talk, dimension: str, because: Because, detail: Detail = NO_DETAIL) -> Ask:
    """Ask for a level, with the words that were kept for it."""
    return Ask(dimension, Wants.LEVEL, because, replace(detail, kept=detail.kept or talk.kept(dimension)))


def evidence_ask(talk: Talk, dimension: str, verdict: Verdict | None = None) -> Ask:
    """Ask what shows the level just given, or the one that stands."""
    last = talk.rating(dimension)
    given = verdict if verdict is not None or last is None else last.verdict
    level = given if isinstance(given, int) else None
    return Ask(dimension, Wants.EVIDENCE, Because.EVIDENCE, Detail(level=level))
