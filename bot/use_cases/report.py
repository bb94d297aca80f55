"""A report to hand on: the facts of one assessment, gathered for whoever sets them as a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.core.assessment import Assessment, Status
from bot.core.cadence.times import is_zone
from bot.core.drafts.draft import Draft
from bot.core.drafts.standing import AcceptedText, accepted_texts
from bot.core.errors import SlackRefusedError
from bot.core.metric import MetricTrack
from bot.core.plan.plan import ActionStanding
from bot.core.scoring.portfolio import Peers
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.trend import Trend
from bot.core.text import mentioned_in
from bot.use_cases.files import ask_for_file, send_asked
from bot.use_cases.notified import Upload
from bot.use_cases.portfolio import peers_of
from bot.use_cases.ports import Clock, Deed, Job, Messenger, PersonFacts, Reads, Store
from bot.use_cases.scorecards import (
    Answer,
    Card,
    NoMatch,
    channels_of,
    course_of,
    find_scorecard,
    finished_along,
    line_upto,
    scorecard_now,
    standing_plan,
    tracks_of,
)


class FileKind(StrEnum):
    """As what a report is written; the value is the ending of its file."""

    HTML = "html"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything that a report is made of.

    ``texts`` are the accepted notes and narratives, ``drafts`` what they came from. ``course`` is the line up to this
    assessment, None for its first; ``done`` are the moments at which actions were finished along it, ``peers`` is the
    median of the other subjects that the reader may see. ``people`` are names, where Slack was asked for them;
    ``channel`` is its name: empty for a private one, None where it is not known. ``at`` is when the report is made,
    ``zone`` that of its reader.
    """

    assessment: Assessment
    card: Scorecard
    texts: tuple[AcceptedText, ...]
    drafts: tuple[Draft, ...]
    plan: tuple[ActionStanding, ...]
    course: Trend | None
    done: tuple[datetime, ...]
    metrics: tuple[MetricTrack, ...]
    peers: Peers | None
    at: datetime
    channel: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def facts_of(view: Reads, assessment: Assessment, channels: Sequence[str], at: datetime) -> ReportFacts:
    """Gather the facts of a report as they are now, without the names of people.

    ``channels`` are those whose other subjects its reader may see.
    """
    card, where = scorecard_now(view, assessment), (assessment.workspace, assessment.id)
    drafts = view.drafts(*where)
    texts = accepted_texts(assessment, card, drafts)
    course, done = course_of(view, assessment), tuple[datetime, ...]()
    metrics = tracks_of(view, assessment.workspace, assessment.channel, assessment.subject.name)
    if course is not None:
        course, done = replace(course, metrics=metrics), finished_along(view, line_upto(view, assessment))
    return ReportFacts(
        assessment,
        card,
        texts,
        drafts,
        standing_plan(view, *where),
        course,
        done,
        metrics,
        peers_of(view, assessment, channels, at.date()),
        at,
    )


class Reporter(Protocol):
    """Sets reports."""

    def report(self, facts: ReportFacts) -> Upload:
        """Give the report as a file to hand on, with a word on it."""


def account(facts: ReportFacts) -> Mapping[str, object]:
    """Return in short what a report says, for programs."""
    card = facts.card
    return {
        "assessment": card.assessment,
        "subject": card.subject,
        "framework": card.framework.slug,
        "version": card.framework.version,
        "digest": card.framework.digest,
        "overall": card.overall.text if card.overall is not None else None,
        "band": card.overall.band.name if card.overall is not None and card.overall.band is not None else None,
        "provisional": card.provisional or facts.assessment.status is not Status.COMPLETE,
        "language": facts.assessment.language or facts.assessment.framework.language,
    }


REPORT = "report"
MOST_PEOPLE = 60
"""People whose names Slack is asked for; of a larger crowd the others stand by their ids."""


def find_report(store: Store, workspace: str, channel: str, words: str) -> Answer | None:
    """Find the scorecard whose report `/cx-scorecard` asks for; None where it asks for no report.

    Where only all the words fit, as for a subject called "Annual Report", they name a scorecard.
    """
    typed = words.casefold().split() or [""]
    if REPORT not in (typed[0], typed[-1]):
        return None
    found = find_scorecard(store, workspace, channel, " ".join(typed[1:] if typed[0] == REPORT else typed[:-1]))
    if isinstance(found, NoMatch) and isinstance(find_scorecard(store, workspace, channel, words), Card):
        return None
    return found


def ask_report(store: Store, clock: Clock, deed: Deed, assessment_id: str, channel_name: str) -> bool:
    """Have a report written for whoever asks; False when the assessment is of another channel, or that was taken."""
    return ask_for_file(store, clock, deed, REPORT, assessment_id, {"channel_name": channel_name})


def send_report(store: Store, clock: Clock, messenger: Messenger, reporter: Reporter, job: Job) -> None:
    """Send a report to whoever asked, once: the job behind *Report*. Where Slack takes no file the person is told."""
    workspace, person = job.payload["workspace"], job.payload["person"]
    channels = channels_of(store, messenger, workspace, person)
    with store.reading() as view:
        assessment = view.assessment(workspace, job.payload["assessment"])
        if assessment is None:
            return
        facts = facts_of(view, assessment, channels, clock.now())
    upload = reporter.report(named(messenger, facts, person, job.payload["channel_name"]))
    send_asked(store, messenger, job, upload, assessment)


def named(messenger: Messenger, facts: ReportFacts, reader: str, channel: str) -> ReportFacts:
    """Put the names of people into the facts, and the zone of the reader."""
    people = {each: known(messenger, each) for each in (reader, *_people(facts))}
    zone = people[reader].zone
    names = {person: each.name for person, each in people.items()}
    return replace(facts, channel=channel, people=names, zone=ZoneInfo(zone) if is_zone(zone) else UTC)


def known(messenger: Messenger, person: str) -> PersonFacts:
    """Return what Slack says about a person; nothing where it says nothing: the id stands in the report then."""
    try:
        return messenger.person(person)
    except SlackRefusedError:
        return PersonFacts("", active=False)


def _people(facts: ReportFacts) -> tuple[str, ...]:
    """Give the people whom the report names, and those whom its words mention."""
    owners = (each.accepted.owner for each in facts.plan)
    deciders = (decision.by for each in facts.drafts for decision in each.decisions)
    mentioned = mentioned_in((tuple(row.evidence for row in facts.card.rows), facts.texts, facts.plan))
    named = (*facts.card.answered, *(each.by for each in facts.assessment.agreed), *owners, *deciders, *mentioned)
    found = dict.fromkeys(each for each in named if each is not None)
    return tuple(found)[:MOST_PEOPLE]
