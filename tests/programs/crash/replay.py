"""What the facts must be: the deliveries that the bot took, given in their order to another that is never killed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

from slack_bolt import Ack

from bot.core.assessment import Assessment, Status
from bot.core.conversation.talk import Question, first_question
from bot.core.errors import SlackUnavailableError
from bot.core.framework import Framework
from bot.slack import ids
from bot.slack.gateway import Gateway
from bot.slack.journeys import ROUTES
from bot.slack.listeners import conversation, messages, scorecard
from bot.slack.routes import Parts
from bot.store.store import SqlStore, open_store
from bot.use_cases import conversation as answering
from tests.programs.crash.post_office import Json, Tried


@dataclass(frozen=True, slots=True)
class Facts:
    """What was said in one assessment, without the ids and moments that differ from run to run."""

    ratings: tuple[tuple[Any, ...], ...]
    questions: tuple[tuple[Any, ...], ...]
    status: Status


class _LongAgo:
    def now(self) -> datetime:
        return datetime(2001, 1, 1, tzinfo=UTC)  # before everything that was said, as real time is behind the sandbox's


def facts_of(store: SqlStore, assessment: Assessment) -> Facts:
    """Give what stands in a store of an assessment."""
    with store.reading() as view:
        held = view.assessment(assessment.workspace, assessment.id)
        questions = view.questions(assessment.workspace, assessment.id)
    if held is None:
        raise LookupError(f"assessment {assessment.id} is not in the store")
    return Facts(
        tuple((each.dimension, each.respondent, each.verdict, each.evidence, each.said_in) for each in held.ratings),
        tuple(_question(each) for each in questions),
        held.status,
    )


def _question(each: Question) -> tuple[Any, ...]:
    said = (each.dimension, each.wants, each.because, each.detail, each.said_in, each.ended)
    return each.number, each.respondent, *said


class Replay:
    """A store of its own and the listeners over it, with no Slack behind them."""

    def __init__(self, frameworks: tuple[Framework, ...]) -> None:
        self.store = open_store("sqlite://")
        self.early: frozenset[str] = frozenset()
        self._parts = Parts(self.store, _LongAgo(), lambda: frameworks, _no_gateway, _reraised)

    def begin(self, assessment: Assessment) -> None:
        """Put an assessment in place as it was when it started."""
        fresh = replace(assessment, ratings=(), status=Status.OPEN, completed_at=None)
        respondent = fresh.respondents()[0]
        ask = first_question(fresh, respondent)
        with self.store.writing("T0ACME0001") as tx:
            tx.add_assessment(fresh)
            first = Question(1, respondent, ask.dimension, ask.wants, ask.because, ask.detail)
            tx.add_question(fresh.workspace, fresh.id, first)

    def give(self, kind: str, payload: Json) -> None:
        """Deliver something once."""
        listener: Callable[..., object] = conversation.press
        if kind == "event":
            listener = messages.heard
        elif kind == "view":
            listener = conversation.change
        elif payload["actions"][0]["action_id"] == ids.SHARE:
            listener = scorecard.share
        route = next(each for each in ROUTES if each.listener == listener)
        with patch.object(answering, "_stood", lambda _tx, _talk, _question, ts: ts not in self.early):
            route.take(self._parts, Ack(), payload)  # type: ignore[no-untyped-call]  # Bolt's

    def is_complete(self, tried: Tried) -> bool:
        """Tell whether nothing is left to answer in the thread of a message."""
        event = tried.payload.get("event", {})
        thread, channel = event.get("thread_ts"), event.get("channel")
        if not isinstance(thread, str) or not isinstance(channel, str):
            return False
        with self.store.reading() as view:
            found = view.assessment_in_thread(tried.payload["team_id"], channel, thread)
        return found is not None and found.status is Status.COMPLETE

    def close(self) -> None:
        """Throw the store away."""
        self.store.close()


def replayed(
    taken: Iterable[str], said: Mapping[str, Tried], started: Mapping[str, Assessment], replay: Replay
) -> set[str]:
    """Replay what was taken, by its keys in order. ``started`` gives the assessment of each form that was taken.

    Give the keys of what was said when all was answered: that is no answer, and its person is told so.
    """
    too_late: set[str] = set()
    edits: dict[str, str] = {}
    seen: set[str] = set()
    for each in taken:
        seen.add(each)
        message = f"message:{each.removeprefix('edit:').rpartition(':')[0]}"
        if each.startswith("edit:") and message not in seen:
            edits[message] = each  # of a message that is still kept: it is taken later, as it reads then
            continue
        key = edits.pop(each, each)
        if key in started:
            replay.begin(started[key])
        elif key in said and not key.startswith("start:"):
            if replay.is_complete(said[key]):
                too_late.add(key)
            replay.give(said[key].kind, said[key].payload)
    return too_late


def _no_gateway(_workspace: str) -> Gateway:
    raise SlackUnavailableError("what is replayed needs no Slack")


def _reraised(_event: str, error: Exception) -> str:
    raise error
