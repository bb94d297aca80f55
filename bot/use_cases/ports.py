"""What the journeys ask of the outside: a store, a messenger, a clock. Edges implement these; tests fake them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Protocol

from bot.core.assessment import AgreedLevel, Assessment, Departure, Member, Rating, Role, Status
from bot.core.cadence.rule import SetCadence
from bot.core.conversation.talk import Ended, Question
from bot.core.plan.plan import AcceptedAction, ActionUpdate
from bot.core.scoring.portfolio import PortfolioPage
from bot.core.synopsis import SynopsisPage
from bot.core.thread import Shown
from bot.use_cases.notified import Notified, Page, Shared, Upload
from bot.use_cases.store_ports import ReadPage, StoreReads, StoreWrites

DOUBTED = "?"
"""In place of a digest: what the message shows is not known, for a change of it got no answer."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message of the bot. ``key`` is unique in its assessment, or in the workspace for one outside any thread.

    ``digest`` is of what the message shows; ``sent`` is False from before Slack is asked to send it until it has
    answered, so that after a crash the message is looked for before it is sent again. Slack may act late: only after
    ``settles_in`` seconds a message that is not found will not come any more; infinite when it is not known how many.
    Of one whose digest is ``DOUBTED`` these are the seconds within which a change without an answer may come yet.
    ``refused`` is why Slack lets it be neither changed nor deleted, where it just said so.
    """

    key: str
    channel: str
    ts: str | None
    digest: str
    sent: bool
    settles_in: float = field(default=0.0, compare=False)
    refused: str = field(default="", compare=False)


MOST_LINES = 1_000
"""Assessments of a channel that are looked at, listed, and chosen by name."""
HolidaysOf = Callable[[str, int], frozenset[date]]
"""Gives the public holidays of a country (ISO 3166) in a year; empty for a country or year that is not known."""


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What Slack says about a person: a zone of the IANA database, whether they are there, and what they are called.

    The zone and the name are empty when unknown. An app is not active.
    """

    zone: str
    active: bool
    name: str = ""
    is_app: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person made of a due moment.

    ``how`` is ``started``, ``started_other`` (another framework), ``snoozed`` or ``skipped``; ``later`` of a nudge.
    """

    how: str
    by: str
    at: datetime


class Presence(Enum):
    """Whether a person is in a channel now, by Slack's word. Only ``IN`` lets anybody in."""

    IN = "in"
    OUT = "out"
    UNSEEN = "unseen"
    """The bot may not see the channel, so it cannot ask."""
    UNKNOWN = "unknown"
    """Slack refused to say."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What a person does in Slack, beside what it is about. ``event`` is unique to it, so that it is taken once."""

    workspace: str
    channel: str
    person: str
    event: str


@dataclass(frozen=True, slots=True)
class Done:
    """It is as the person wants it, by this deed or by an earlier one."""


@dataclass(frozen=True, slots=True)
class NotHere:
    """There is no such thing here, or not any more, or not for this person: whether it exists elsewhere is not told."""


@dataclass(frozen=True, slots=True)
class NotForYou:
    """It is there, and this person may not do that; nothing was done or shown."""


class Clock(Protocol):
    """Tells the time; the sandbox moves it."""

    def now(self) -> datetime:
        """Give the moment as an aware datetime in UTC."""


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """One line of a list of assessments: enough to name it, without its ratings."""

    id: str
    workspace: str
    channel: str
    thread: str | None
    framework: str
    title: str
    subject: str
    status: Status
    started_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Job:
    """Durable work. Of one ``key`` at most one waits and at most one runs, never two at once.

    ``attempts`` counts the runs, this one included; ``failures`` those that ended in a fault or crash of its own.
    ``lease`` names the claim: whoever lost it can change nothing any more.
    """

    id: int
    kind: str
    key: str
    payload: Mapping[str, str]
    attempts: int
    failures: int = 0
    lease: str = ""


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work enqueued with the facts it follows from, due at ``run_at`` or at once. One of its key waiting is enough."""

    kind: str
    key: str
    payload: Mapping[str, str] = field(default_factory=dict)
    run_at: datetime | None = None

    @classmethod
    def about(
        cls,
        kind: str,
        names: Mapping[str, str],
        beside: Mapping[str, str] | None = None,
        *,
        run_at: datetime | None = None,
    ) -> "NewJob":
        """Give work whose key is its kind with all that it is about; ``beside`` goes with it and is not in the key."""
        return cls(kind, ":".join((kind, *names.values())), {**names, **(beside or {})}, run_at)


class Later(Exception):
    """Raised by work that is to run again later: at a moment of the Clock, or after real seconds. No failure.

    With a ``reason`` of its own news end the rest, as after a failure; without one the work rests for so long.
    """

    def __init__(self, *, at: datetime | None = None, seconds: float = 0.0, reason: str = "") -> None:
        super().__init__(f"not before {at}" if at is not None else f"not within {seconds} s")
        self.at, self.seconds, self.reason = at, seconds, reason


class LeaseLost(Exception):
    """Raised to the run of a job that another has claimed meanwhile: it ends here, and is no failure."""


class Jobs(Protocol):
    """The queue of durable work for many threads and processes. Due times are the Clock's, leases in real time."""

    def claim(self, now: datetime, at_most: Mapping[str, int]) -> Job | None:
        """Take a job whose lease ran out, else a due one whose key does not run; None when there is none.

        Workspaces take turns, and each has its oldest job taken. ``at_most`` says how many of a kind may run at once in
        all processes; where several workspaces are served, one alone does not take the last of these places.
        """

    def heartbeat(self, job: Job) -> bool:
        """Renew the lease; False when it was lost, so that another may run the job by now."""

    def finish(self, job: Job) -> None:
        """Forget work that is done. Like every report on a job it changes nothing once the lease is lost."""

    def put_back(self, job: Job, *, at: datetime | None = None, seconds: float = 0.0, reason: str = "") -> None:
        """Have the job wait again, not before ``at`` and not within real ``seconds``, counted as ``job`` says.

        Where another of its key waits by now, the two become one: due as early as either, rested as long as this one
        unless that has a ``reason`` of its own, and free of failures, for there is news.
        """

    def bury(self, job: Job, *, reason: str, at: datetime, then: NewJob | None = None) -> None:
        """Keep the job for people to look at; it runs no more, and goes once the same work is done after all.

        ``then`` is enqueued in the same transaction.
        """

    def on_enqueue(self, callback: Callable[[], None]) -> None:
        """Call back after each commit of this process that enqueued work; the callback must be quick."""


@dataclass(frozen=True, slots=True)
class CallBudget:
    """Calls of which one is free in each interval, and so many at once after a pause."""

    name: str
    interval_ms: int
    burst: int


class Paces(Protocol):
    """Budgets that several processes share. What is kept of them is worth nothing after a restart of the machine."""

    def take(self, workspace: str, budgets: Sequence[CallBudget], whom: str) -> float:
        """Take one call of each of the budgets and return 0.0, or none and return the seconds until there is one.

        Each caller is sent to a moment of its own. Who asks again as the same ``whom``, if that is given, keeps it.
        """

    def give_back(self, workspace: str, budgets: Sequence[CallBudget]) -> None:
        """Have one call of each of the budgets back."""

    def close(self, workspace: str, budget: CallBudget, seconds: float) -> None:
        """Give no call of a budget for so long."""


class Reads(StoreReads, Protocol):
    """Questions that one consistent view of the store answers. Every one is asked within a workspace."""

    def assessment(self, workspace: str, assessment_id: str) -> Assessment | None:
        """Give an assessment with all its facts; None when this workspace has none of that id. A ballot is none."""

    def assessments(self, workspace: str, ids: Sequence[str]) -> tuple[Assessment, ...]:
        """Give those of several that there are with all their facts, in the order of their ids, in few questions."""

    def assessment_in_thread(self, workspace: str, channel: str, thread: str) -> Assessment | None:
        """Give the assessment or ballot whose headline is ``thread``."""

    def is_thread(self, workspace: str, channel: str, thread: str) -> bool:
        """Tell whether ``thread`` is the headline of an assessment or ballot, without reading that."""

    def channel_now(self, workspace: str, channel: str) -> str:
        """Give the id of a channel that may have been renamed by Slack; the same where it was not."""

    def thread_now(self, workspace: str, channel: str, thread: str) -> tuple[str, bool]:
        """Give what ``channel_now`` does, and whether ``thread`` is the headline of an assessment or ballot there."""

    def with_thread(self, workspace: str, thread: str) -> tuple[str, ...]:
        """Give the ids of the assessments and ballots that have this thread, in whichever channel of the workspace."""

    def lines(self, workspace: str, channel: str, *, limit: int = 50) -> tuple[AssessmentLine, ...]:
        """List the assessments of a channel, the newest first."""

    def channels(self, workspace: str) -> tuple[str, ...]:
        """List the channels of a workspace that have an assessment, that of the newest one first."""

    def before(self, assessment: Assessment) -> Assessment | None:
        """Give the last complete assessment of its line (channel, subject, framework or one superseded) before it."""

    def line_of(self, assessment: Assessment, *, limit: int) -> tuple[Assessment, ...]:
        """Give the newest complete assessments of its channel, framework and subject by their end, oldest first."""

    def questions(self, workspace: str, assessment_id: str) -> tuple[Question, ...]:
        """Give every question of an assessment by number."""

    def posted(self, workspace: str, assessment_id: str, keys: Sequence[str]) -> Mapping[str, str | None]:
        """Give the ts of those messages of an assessment that are on record; None while Slack has not said it."""

    def posts(self, workspace: str, assessment_id: str) -> tuple[Post, ...]:
        """Give the messages that stand in Slack for an assessment, in the order in which they were sent."""

    def hints(self, workspace: str, assessment_id: str, person: str) -> frozenset[str]:
        """Give the kinds of private hint a person already had in an assessment."""

    def cadences(self, workspace: str, channel: str) -> tuple[SetCadence, ...]:
        """List the cadences of a channel, the next due first and paused ones last."""

    def cadence(self, workspace: str, cadence_id: str) -> SetCadence | None:
        """Give a cadence; None when it was removed."""

    def owned_cadences(self, workspace: str, person: str) -> tuple[SetCadence, ...]:
        """List the cadences that a person owns and that remind."""

    def cadence_of(self, workspace: str, channel: str, slug: str, subject: str) -> SetCadence | None:
        """Give the cadence of a framework and subject; subjects compare without case and outer spaces."""

    def notice(self, workspace: str, key: str) -> Post | None:
        """Give a message outside any thread by its key; None when none was ever sent."""

    def dues_taken(self, workspace: str, key: str) -> tuple[datetime, ...]:
        """Give the due moments of a key that were seen to, the earliest first."""

    def settled(self, workspace: str, key: str, due: datetime) -> Settled | None:
        """Tell what became of a due moment; None while nobody has answered it."""

    def was_restored(self, workspace: str) -> bool:
        """Tell whether the database was put back from a backup: what is due may have been sent by the lost one."""

    def action_updates(self, workspace: str, assessment_id: str) -> tuple[ActionUpdate, ...]:
        """Give everything said about the actions of an assessment, in the order in which it was said."""

    def owned_actions(self, workspace: str, person: str) -> tuple[tuple[str, AcceptedAction], ...]:
        """Give the open actions that a person owns, of plans that count, with their assessment's id, by due day."""

    def open_for(self, workspace: str, person: str, role: Role = Role.RESPONDENT) -> tuple[str, ...]:
        """Give the ids of the assessments under way in which a person may have a role, the newest first.

        Whoever took over from somebody is counted in: the assessment tells which role that was.
        """

    def refused_blocks(self, workspace: str) -> Mapping[str, datetime]:
        """Give the types of block that Slack refused in a workspace, with the moment until which that is believed."""

    def has_home(self, workspace: str, person: str) -> bool:
        """Tell whether a person has opened the Home tab before, so that it is kept up to date."""


class Transaction(Reads, StoreWrites, Protocol):
    """One read-decide-write; all of it is durable when it ends without an exception, else none of it."""

    @property
    def announces(self) -> bool:
        """Whether other systems are told of what happens."""

    def new_id(self) -> str:
        """Give an unguessable id of 10 lower-case letters and digits."""

    def add_assessment(self, assessment: Assessment) -> None:
        """Record a new assessment with its members, its framework's wording and its language; it has no ratings yet."""

    def add_rating(self, workspace: str, assessment_id: str, rating: Rating) -> None:
        """Add one rating after all others."""

    def add_agreed(self, workspace: str, assessment_id: str, agreed: AgreedLevel) -> None:
        """Add one agreed level after all others."""

    def add_member(self, workspace: str, assessment_id: str, member: Member) -> None:
        """Add a person's part; adding it twice changes nothing."""

    def add_departure(self, workspace: str, assessment_id: str, departure: Departure) -> None:
        """Add what became of a facilitator or respondent after everything else."""

    def add_language(self, workspace: str, assessment_id: str, language: str, at: datetime) -> None:
        """Add the language that its drafts are to be written in from now on."""

    def set_status(self, workspace: str, assessment_id: str, status: Status, at: datetime) -> None:
        """Record where the assessment stands; ``completed_at`` becomes ``at`` the first time it is complete."""

    def move_channel(self, workspace: str, old: str, new: str) -> None:
        """Move everything of a channel to another id, for good; doing it twice changes nothing."""

    def set_thread(self, workspace: str, assessment_id: str, thread: str | None) -> None:
        """Record the ts of the headline; None: another one is to be sent."""

    def add_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        """Add a question under its number; StoreError for one that exists."""

    def append_question(self, workspace: str, assessment_id: str, question: Question) -> None:
        """Add a question after all others: whatever number it has, it gets the next one."""

    def end_question(self, workspace: str, assessment_id: str, number: int, ended: Ended) -> None:
        """Record how a question ended; StoreError when no such question is open."""

    def put_post(self, workspace: str, assessment_id: str, post: Post, *, changed: bool = False) -> None:
        """Record a message under its key, in place of what stood there; one that is only ``changed``, if any does."""

    def drop_post(self, workspace: str, assessment_id: str, key: str) -> None:
        """Forget a message that was deleted in Slack."""

    def restored_threads(self) -> tuple[tuple[str, str], ...]:
        """List the assessments under way, by workspace and id, that came back from a backup and were not looked at."""

    def set_restored(self, workspace: str, assessment_id: str, since: str) -> None:
        """Record that the thread is in line again since a message's ts."""

    def add_hint(self, workspace: str, assessment_id: str, person: str, kind: str) -> None:
        """Record that a person had a kind of private hint."""

    def enqueue(self, job: NewJob) -> None:
        """Enqueue work that runs once the transaction is durable."""

    def begin_once(self, job: Job) -> bool:
        """Record that the one call of a job is about to be made; False when that was recorded before.

        A job that is put back has not made it.
        """

    def put_cadence(self, cadence: SetCadence) -> None:
        """Record a cadence under its id, in place of what stood there; StoreError when its line has another one."""

    def drop_cadence(self, workspace: str, cadence_id: str) -> None:
        """Forget a cadence; the moments for which it reminded stay on record."""

    def take_due(self, workspace: str, key: str, due: datetime, at: datetime) -> bool:
        """Record that a due moment is being seen to; False when it was before: the unique row decides who sends.

        ``key`` names what is due: ``remind:<cadence>``, ``nudge:<assessment>:<person>``, ``checkin:<assessment>``.
        """

    def settle_due(self, workspace: str, key: str, due: datetime, settled: Settled) -> bool:
        """Record what became of a due moment, once; False when somebody was faster."""

    def add_action_update(self, workspace: str, assessment_id: str, update: ActionUpdate) -> None:
        """Add what a person said about an action, after everything else; StoreError for an unknown action."""

    def put_notice(self, workspace: str, notice: Post, *, about: str = "") -> None:
        """Record a message under its key, in place of what stood there; one with a file says which assessment's."""

    def drop_notice(self, workspace: str, key: str) -> None:
        """Forget a message that was never sent."""

    def add_home(self, workspace: str, person: str) -> None:
        """Record that a person has opened the Home tab; doing it twice changes nothing."""

    def put_refused_block(self, workspace: str, kind: str, until: datetime) -> None:
        """Record that Slack refused a type of block, in place of what stood there."""

    def drop_home(self, workspace: str, person: str) -> None:
        """Forget a Home tab that can no longer be shown."""


EVERY_WORKSPACE = ""  # of work that belongs to none


class Store(Protocol):
    """Keeps every fact. Safe to use from several threads and processes."""

    def reading(self) -> AbstractContextManager[Reads]:
        """Open one consistent view."""

    def writing(self, workspace: str) -> AbstractContextManager[Transaction]:
        """Open one read-decide-write; nobody else writes about the workspace meanwhile, so call nothing slow in it."""


@dataclass(frozen=True, slots=True)
class PrivateWord:
    """A word that one person alone sees. ``assessment`` or ``page`` are what it is about, where it is about any."""

    hint: str
    person: str
    detail: Mapping[str, str] = field(default_factory=dict)
    assessment: Assessment | None = None
    page: Page | None = None


Showable = Shown | Shared | Notified | PrivateWord | PortfolioPage | SynopsisPage


@dataclass(frozen=True, slots=True)
class Worded:
    """A message in words. Equal digests mean equal messages; only the messenger that made the content reads it."""

    digest: str
    content: object


class Messages(Protocol):
    """The way to Slack in a workspace. SlackUnavailableError: try again later; SlackRefusedError: it never will."""

    def post(self, channel: str, thread: str | None, key: str, message: Worded) -> str:
        """Send a message marked with its key and return its ts.

        Of an ``Upload`` in place of words the key is what ``upload`` gave for it, and no ts is known.
        """

    def upload(self, upload: Upload) -> str:
        """Give Slack a file, and give its id. Nobody sees it before it is posted or kept."""

    def keep(self, file: str, upload: Upload) -> None:
        """Have Slack keep a file that was uploaded, for messages of the bot that show it."""

    def drop_file(self, file: str) -> None:
        """Delete a file of the bot; one that is gone already is no error."""

    def put_canvas(self, channel: str, canvas: str, title: str, page: Worded) -> str:
        """Write into a canvas of the bot's, or, where that is empty, into a new one of a channel; return its id."""

    def update(self, channel: str, ts: str, key: str, message: Worded) -> None:
        """Put another content in place of a message's own, under the same key."""

    def delete(self, channel: str, ts: str) -> bool:
        """Take a message of the bot away; one that is gone already is no error. False for one that Slack keeps."""

    def find(self, channel: str, thread: str | None, key: str) -> str | None:
        """Look for a message of the bot by its key, in a thread or among the channel's newest."""

    def standing(self, channel: str, thread: str, prefix: str) -> Mapping[str, str]:
        """Give the ts of each message of the bot in a thread whose key begins so, by the rest of the key."""

    def read_thread(self, workspace: str, channel: str, thread: str, since: str) -> ReadPage:
        """Read what stands in a thread behind a message's ts, the oldest first; as much as Slack gives at once."""

    def join(self, channel: str) -> None:
        """Join a public channel; SlackRefusedError for one that needs an invitation."""

    def whisper(self, channel: str, thread: str | None, person: str, message: Worded) -> None:
        """Tell one person something in a channel or thread. Slack keeps none: when the client restarts it is gone."""

    def direct_channel(self, person: str) -> str:
        """Give the id of the bot's conversation with a person; SlackRefusedError for one who is gone."""

    def person(self, person: str) -> PersonFacts:
        """Ask about a person; one whom Slack does not know, or no longer lets in, is not active."""

    def site(self) -> str:
        """Give the address of the workspace, under which its messages are found; empty where it is not known."""

    def presence(self, channel: str, person: str) -> Presence:
        """Tell whether a person is in a channel now, so far as that can be found out."""


class Messenger(Messages, Protocol):
    """The way to Slack for those who have something to show."""

    def worded(self, shows: Showable) -> Worded:
        """Put what a message shows into words, once for all the calls that send it."""

    def left_out(self, message: Worded) -> frozenset[str]:
        """Give the types of block in a message that the workspace refused, as far as that is known."""
