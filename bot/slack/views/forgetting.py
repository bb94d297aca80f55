"""Forgetting a person: the form of *Delete my words*, what the person is told, and what the command prints."""

from collections.abc import Mapping

from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import View
from bot.use_cases.forget import ForgetOutcome, ForgetReport
from bot.use_cases.store_ports import Leftover

GOES = (
    "*This goes:* what you wrote in assessments (reasons, evidence, links, notes, wishes), messages of yours that"
    " others saved, your answers, your name in scorecards, plans, reminders and metrics, drafts that repeat your words,"
    " files about what you took part in, and the direct messages that cxbot sent you. Where fewer than three people"
    " rated a dimension, your level goes with you, and the scorecard says that an answer was withdrawn."
)
STAYS = (
    "*This stays:* your own messages in Slack, which only you can delete; what is assessed, and its metrics; figures"
    " that three or more people share, without your name and words; plans that others work on, without your words;"
    " files that somebody has saved, and backups that whoever runs cxbot keeps elsewhere."
)
NO_WAY_BACK = "*It cannot be undone.* What you still answer in is offered to the others of its channel."
ELSEWHERE = (
    "Exports, reports and data files that were written before, and copies of them",
    "Backups of the database: delete those that are older than now, or forget the person again after putting one back",
    "The person's own messages in Slack, and Slack's own exports of them",
    "What a webhook's receiver and a language model's server were sent before",
    "Logs kept elsewhere: cxbot's own name nobody and hold no words, a web server's in front of it may",
)
"""What no removal reaches; whoever runs the bot knows where it lies."""


def delete_words() -> View:
    """Build the form that asks once more before a person is forgotten."""
    parts = [kit.section(each) for each in (GOES, STAYS, NO_WAY_BACK)]
    return kit.modal("Delete my words", parts, callback_id=ids.FORGET_FORM, submit="Delete", close="Keep it")


def asked_to_forget() -> View:
    """Say that it is being done."""
    words = "Your words are being deleted. cxbot tells you in a direct message when everything in Slack has followed."
    return kit.window("Delete my words", [kit.section(words)])


def forgotten(detail: Mapping[str, str]) -> str:
    """Tell a person what came of it."""
    refused = int(detail.get("refused", "0"))
    kept = _counted(refused, "message or file", "messages or files")
    left = f" Slack did not let go of {kept} of mine." if refused else ""
    return (
        f"Your words and your name are out of my records, and out of what I posted.{left} Your own messages in Slack"
        " are yours to delete. Files that somebody saved, and backups kept elsewhere, I cannot reach: ask whoever runs"
        " cxbot."
    )


def as_lines(report: ForgetReport, person: str, workspace: str) -> list[str]:
    """Say what became of the wish to forget a person, a line for each thing."""
    again = f"Run it again: cxbot forget {person} --workspace {workspace}"
    lines = [_OUTCOMES[report.outcome].format(person=person, workspace=workspace)]
    if report.outcome is ForgetOutcome.UNKNOWN:
        return lines
    if report.removed is not None:
        lines += [f"  {table}: {_counted(count, 'row', 'rows')}" for table, count in report.removed.rows.items()]
        gone = _counted(report.removed.withdrawn, "rating was", "ratings were")
        lines += [f"{gone} withdrawn, which the scorecards say."] if report.removed.withdrawn else []
    if report.enqueued:
        work = ", ".join(_counted(count, *_WORK[kind]) for kind, count in report.enqueued.items())
        lines.append(f"For the running bot, to bring Slack in line: {work}. It waits while none runs: `cxbot jobs`.")
    lines += [f"Slack did not let go of {place(each)}: {each.refused}." for each in report.refused]
    lines.append("Not reached by this:")
    lines += [f"  {each}" for each in ELSEWHERE]
    if report.outcome is not ForgetOutcome.WOULD_BE:
        done = "The file and its log were written anew: nothing of it is left in free pages."
        lines.append(done if report.wiped else f"Free pages may still hold it, since another program reads. {again}")
    return lines


_WORK = {
    "thread": ("thread", "threads"),
    "home": ("Home tab", "Home tabs"),
    "notice": ("message outside threads", "messages outside threads"),
    "synopsis": ("synopsis", "synopses"),
    "forget": ("round of deletions", "rounds of deletions"),
}
_WHO = "{person} in workspace {workspace}"
_OUTCOMES = {
    ForgetOutcome.FORGOTTEN: f"{_WHO} is forgotten. Changed or taken out:",
    ForgetOutcome.WOULD_BE: f"{_WHO} would be forgotten. Nothing was changed. Counted:",
    ForgetOutcome.GONE_BEFORE: f"Nothing is known of {_WHO}. An earlier removal was gone on with.",
    ForgetOutcome.UNKNOWN: f"Nothing is known of {_WHO}. Check both ids. Nothing was changed.",
}


def as_fields(report: ForgetReport, person: str, workspace: str) -> Mapping[str, object]:
    """Give the same as the fields that docs/privacy.md describes."""
    removed = report.removed
    return {
        "outcome": report.outcome.value,
        "person": person,
        "workspace": workspace,
        "rows": dict(removed.rows) if removed is not None else {},
        "assessments": list(removed.assessments) if removed is not None else [],
        "withdrawn": removed.withdrawn if removed is not None else 0,
        "enqueued": dict(report.enqueued),
        "waits_for_a_running_bot": bool(report.enqueued) and report.outcome is not ForgetOutcome.WOULD_BE,
        "refused": [{"what": place(each), "code": each.refused} for each in report.refused],
        "wiped": report.wiped,
        "elsewhere": list(ELSEWHERE),
    }


def place(left: Leftover) -> str:
    """Name a message, file or canvas as somebody finds it in Slack."""
    if left.about:
        return f"canvas {left.file}, the synopsis of assessment {left.about}"
    return f"file {left.file}" if left.file else f"message {left.ts} in {left.channel}"


def _counted(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
