"""What a job of the queue is about, in words: for the list on the command line, and for who is told of a failure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from bot.core.assessment import REMOVED, is_gone
from bot.slack.text import channel_mention, is_person, mention, plain, said
from bot.use_cases.jobs import JobSubject, ListedJob, WorkspaceWork

NAME_LENGTH = 150
GONE = "something that is not there any more"
_WORK: Mapping[str, tuple[str, str]] = {
    "thread": ("the thread of {line}", "Go on in the thread: your next answer has me try again."),
    "headline": ("how far {line} is, in its headline", "The thread itself goes on: `status` there says it too."),
    "whisper": ("a private word to {person} in the thread of {line}", "Type `status` or `help` there to ask again."),
    "greeting": ("what I do, told to {person}", "Type `/cx-assess help` instead."),
    "share": ("the scorecard that {person} shared of {line}", "Press *Share in channel* again."),
    "unshare": ("taking away a scorecard that {person} shared of {line}", "Press *Remove* under it again."),
    "elsewhere": ("the list of scorecards that {person} asked for", "Type `/cx-scorecard` again."),
    "report": ("the report on {line} that {person} asked for", "Type `/cx-scorecard report` there again."),
    "export": ("the data of {line} that {person} asked for", "Press *Export* under the scorecard again."),
    "remind": (
        "the next reminder of {line}",
        "The reminders after it do not come either: set them again there with `/cx-remind`.",
    ),
    "reminder": ("the reminder of {line}", "It is due: start it there with `/cx-assess`. Later reminders come as set."),
    "nudge": ("asking those who have not answered in {line}", "Ask them in the thread."),
    "ballot": (
        "asking {person} for their part of {line}",
        "Ask them in the thread; `/cx-assess add` there asks them again.",
    ),
    "seal": ("closing {line} when it was agreed to", "Press *Close and reveal now* in the menu of its headline."),
    "reveal": (
        "showing how the answers to {line} are spread",
        "Nothing is lost. Ask whoever runs cxbot to try it again.",
    ),
    "late": ("showing late answers to {line}", "They are kept, and shown with the next ones."),
    "receipt": ("the receipt of a ballot about {line}", "Press *Download receipt* again."),
    "workshop": ("the next step of the workshop on {line}", "Go on in its thread."),
    "synopsis": ("the synopsis of the workshop on {line}", "Ask for it again in its thread."),
    "checkin": ("the check-in on the plan of {line}", "`/cx-plan` shows there how it stands: ask the owners yourself."),
    "given": ("telling {person} of their actions in the plan of {line}", "Tell them in the thread."),
    "soon": ("telling {person} that actions in the plan of {line} are due", "Tell them in the thread."),
    "saved": ("telling {person} that a message of theirs was saved as evidence", "Tell them yourself."),
    "digest": ("how the plan of {line} stands, for the channel", "Type `/cx-plan` there to see it."),
    "moved": ("finding out whether a channel has another id", ""),
    "closed": ("telling {person} that a channel is gone", ""),
    "whereabouts": (
        "finding out whether {person} is still there to go on with {line}",
        "Where they are gone, start it anew there with `/cx-assess`.",
    ),
    "catch_up": (
        "reading the threads for what was said while nothing reached me, such as that of {line}",
        "What you said there and I did not answer, say again.",
    ),
    "picture": ("the picture of the scorecard of {line}", "Its figures stand in the thread: nothing is missing."),
    "trend_picture": ("the picture of the trend of {line} for {person}", "Type `/cx-scorecard trend` there again."),
    "portfolio": ("the scorecards of all channels for {person}", "Type `/cx-scorecard all` again."),
    "home": ("the Home tab of {person}", "Open it again."),
    "forget": (
        "deleting what {person} said, with the messages of mine that go with it",
        "Press *Delete* in Home again.",
    ),
    "draft": ("the drafts of {line}", "Press *Draft notes and plan* under the scorecard again."),
    "webhook": ("telling the webhook of an event of {line}", ""),
    "permissions": ("telling which permissions the bot lacks", ""),
    "arrival": ("finding out whether the bot is installed", ""),
    "return": ("going on in a workspace where the bot is installed again", ""),
    "tidy": ("the daily tidying up of the database", ""),
    "given_up": ("telling somebody that a job was given up", ""),
}
"""What the work is, and what the person who is told can do; by ``JobSubject.work``."""


def in_plain_words(about: JobSubject) -> str:
    """Say what a job is about, for a terminal."""
    subject, title, channel = (plain(each, NAME_LENGTH) for each in (about.subject, about.title, about.channel))
    line = f"{subject} ({title}) in {channel}" if subject else GONE
    person = REMOVED if is_gone(about.person) else plain(about.person, NAME_LENGTH)
    return _what(about.work, line, person or "somebody")


def as_fields(job: ListedJob) -> dict[str, object]:
    """Return a job as the fields that docs/operating.md describes."""
    queued = job.queued
    return {
        "id": queued.job.id,
        "kind": queued.job.kind,
        "workspace": job.about.workspace,
        "about": in_plain_words(job.about),
        "state": queued.state.value,
        "tries": queued.job.attempts,
        "reason": queued.reason,
        "since": _moment(queued.since),
        "due": _moment(queued.due),
    }


def as_lines(jobs: Iterable[ListedJob]) -> Iterator[str]:
    """Return the list for a terminal: two lines for each job, and a sum."""
    states: Counter[str] = Counter()
    for each in jobs:
        states[each.queued.state.value] += 1
        fields = {name: plain(str(value or "-"), NAME_LENGTH * 4) for name, value in as_fields(each).items()}
        yield "{id}  {state}  {kind}  {workspace}  {about}".format_map(fields)
        yield "    {tries} tries, since {since}, due {due}, last reason: {reason}".format_map(fields)
    yield (
        ", ".join(f"{number} {state}" for state, number in states.items()) or "Nothing waits and nothing was given up."
    )


def _moment(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment is not None else None


def given_up(detail: Mapping[str, str]) -> str:
    """Tell a person that something was given up: what, what is safe, what to do, and the reference in the log."""
    work, who = detail.get("work", ""), detail.get("person", "")
    subject, title = (said(detail.get(name, ""), NAME_LENGTH) for name in ("subject", "title"))
    line = f"*{subject}* ({title}) in {channel_mention(detail.get('channel', ''))}" if subject else GONE
    what = _what(work, line, mention(who) if is_person(who) else "somebody")
    advice = _WORK.get(work, ("", ""))[1]
    return (
        f"I tried this several times and gave it up: {what}. Nothing that was said is lost. {advice}".strip()
        + f" If that does not help, tell whoever runs cxbot the reference `{detail.get('reference', '')}`:"
        f" `cxbot jobs retry {detail.get('job', '')}` has it done again."
    )


def _what(work: str, line: str, person: str) -> str:
    known = _WORK.get(work)
    return known[0].format(line=line, person=person) if known else f"work of the kind {plain(work, 40)} for {line}"


def workspace_fields(found: Iterable[WorkspaceWork]) -> list[Mapping[str, object]]:
    """Return the work of each workspace for a program."""
    return [asdict(each) for each in found]


def workspace_lines(found: Iterable[WorkspaceWork]) -> Iterator[str]:
    """Return a line for each workspace."""
    for each in found:
        counts = f"{each.due} due, {each.waiting} waiting, {each.running} running, {each.buried} given up"
        yield f"{each.workspace or 'for all'}: {counts}"
