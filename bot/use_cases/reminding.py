"""What reminders, nudges and check-ins ask of the outside: a store of cadences and notices, and facts of people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.assessment import Assessment
from bot.core.cadence.rule import SetCadence
from bot.core.plan import AcceptedAction
from bot.core.plan_standing import ActionStanding, ActionUpdate
from bot.core.scorecard import Scorecard

HolidaysOf = Callable[[str, int], frozenset[date]]
"""Gives the public holidays of a country (ISO 3166) in a year; empty for a country or year that is not known."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message of the bot that stands in no thread of an assessment: a reminder, nudge, check-in or digest.

    ``key`` is unique within the workspace; the rest is as in ``Post``.
    """

    key: str
    channel: str
    ts: str | None
    digest: str
    sent: bool


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What Slack says about a person: a zone of the IANA database, empty when unknown; and whether they are there."""

    zone: str
    active: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person made of a due moment: ``how`` is ``started``, ``snoozed`` or ``skipped``, ``later`` of a nudge."""

    how: str
    by: str
    at: datetime


class CadenceReads(Protocol):
    """Questions about cadences and notices, each asked within a workspace."""

    def cadences(self, workspace: str, channel: str) -> tuple[SetCadence, ...]:
        """List the cadences of a channel, the next due first and paused ones last."""

    def cadence(self, workspace: str, cadence_id: str) -> SetCadence | None:
        """Give a cadence; None when it was removed."""

    def cadence_of(self, workspace: str, channel: str, slug: str, subject: str) -> SetCadence | None:
        """Give the cadence of a framework and subject; subjects compare without case and outer spaces."""

    def notice(self, workspace: str, key: str) -> Notice | None:
        """Give a message by its key; None when none was ever sent."""

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

    def open_for(self, workspace: str, person: str) -> tuple[str, ...]:
        """Give the ids of the open and paused assessments in which a person answers, the newest first."""

    def has_home(self, workspace: str, person: str) -> bool:
        """Tell whether a person has opened the Home tab before, so that it is kept up to date."""


class CadenceWrites(Protocol):
    """Changes of cadences, and facts about due moments, actions and notices."""

    def put_cadence(self, cadence: SetCadence) -> None:
        """Record a cadence under its id, in place of what stood there. One a channel, framework and subject."""

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

    def put_notice(self, workspace: str, notice: Notice) -> None:
        """Record a message under its key, in place of what stood there."""

    def drop_notice(self, workspace: str, key: str) -> None:
        """Forget a message that was never sent."""

    def add_home(self, workspace: str, person: str) -> None:
        """Record that a person has opened the Home tab; doing it twice changes nothing."""

    def drop_home(self, workspace: str, person: str) -> None:
        """Forget a Home tab that can no longer be shown."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder in the channel. ``last`` is the newest complete scorecard, None where there was none yet.

    ``oldest`` names the dimensions whose evidence is oldest, with when it was given. ``settled`` is empty while the
    reminder waits; else who answered it, how (``started``, ``snoozed``, ``skipped``) and what comes next.
    """

    cadence: SetCadence
    due: datetime
    last: Scorecard | None
    actions: tuple[ActionStanding, ...] = ()
    oldest: tuple[tuple[str, datetime], ...] = ()
    settled: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Nudge:
    """A direct message to a respondent of an unfinished assessment; ``number`` is 1 or 2, ``later`` after *Not now*."""

    assessment: Assessment
    person: str
    number: int
    answered: int
    total: int
    later: bool = False


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A direct message that asks an owner how their actions stand, on day 30, 60 or 90 of a plan.

    ``unowned`` are actions nobody has, shown to the facilitator alone.
    """

    assessment: Assessment
    person: str
    day: int
    actions: tuple[ActionStanding, ...]
    unowned: tuple[ActionStanding, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """How a plan stands on day 30, 60 or 90, for the channel; updated while owners answer."""

    assessment: Assessment
    day: int
    actions: tuple[ActionStanding, ...]
    today: date


Notified = Reminder | Nudge | CheckIn | Digest


class People(Protocol):
    """What Slack knows about people. Raises SlackUnavailableError (later) or SlackRefusedError (never)."""

    def direct_channel(self, workspace: str, person: str) -> str:
        """Give the id of the bot's conversation with a person; SlackRefusedError for one who is gone."""

    def person(self, workspace: str, person: str) -> PersonFacts:
        """Ask about a person; whoever is unknown to Slack is not active."""
