"""How an action of an accepted plan stands, in words: a mark, what was said about it and by whom, and its measure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.core.plan import AcceptedAction
from bot.core.plan_standing import ActionStanding, Progress
from bot.slack.text import day_in_words, mention, said

ROLE_LENGTH = 160
VALUE_LENGTH = 60
FINISHED_LENGTH, MOST_FINISHED = 170, 3
MARKS = {
    None: "○",
    Progress.ON_TRACK: "◐",
    Progress.STUCK: "▲",
    Progress.DONE: "✓",
    Progress.DROPPED: "✕",
}
"""They stand beside the words, never instead of them."""


def progress_words(each: ActionStanding, longest: int, *, beside_owner: bool = False) -> str:
    """Say with a mark how an action stands, why it is stuck or what was done, and who said so.

    ``beside_owner``: the owner is named in the same lines, and only somebody else is named again.
    """
    last = each.last
    if last is None:
        return f"{MARKS[None]} open"
    note = f": “{said(last.note, longest)}”" if last.note.strip() else ""
    by = "" if beside_owner and last.by == each.accepted.owner else f", says {mention(last.by)}"
    return f"{MARKS[last.progress]} {last.progress.value}{note}{by}"


def day_words(day: date) -> str:
    """Give a day as people write it; it is the same day for every reader."""
    return day_in_words(datetime(day.year, day.month, day.day, tzinfo=UTC), UTC)


def what_words(each: ActionStanding, longest: int) -> str:
    """Say what is to be done, for a line that goes on behind it: without a full stop at its end."""
    return said(each.accepted.action.what.rstrip(" ."), longest)


def who_words(accepted: AcceptedAction) -> str:
    """Name who sees to an action: the person it was given to, else the role; empty for neither."""
    if accepted.owner is not None:
        return mention(accepted.owner)
    return said(accepted.action.owner_role, ROLE_LENGTH)


def measure_words(each: ActionStanding, longest: int) -> str:
    """Say what shows that an action is done, with the first and the last value that were given; empty for none."""
    values = [said(update.value, VALUE_LENGTH) for update in each.updates if update.value.strip()]
    parts = [said(each.accepted.action.measure, longest)]
    parts += [f"at first {values[0]}"] if len(values) > 1 else []
    parts += [f"now {values[-1]}"] if values else []
    return f"_Measure:_ {' · '.join(part for part in parts if part)}" if any(parts) else ""


def due_words(each: ActionStanding, today: date | None) -> str:
    """Say until when an action is to be done; where ``today`` is given, of an open one whose day passed "overdue"."""
    late = today is not None and each.is_overdue(today)
    return f"{'overdue since' if late else 'by'} {day_words(each.accepted.due)}"


def figures(actions: Sequence[ActionStanding], today: date) -> list[str]:
    """Count how a plan does, done ones first; what there is none of is left out."""
    counts = {
        "stuck": _count(actions, Progress.STUCK),
        "overdue": sum(each.is_overdue(today) for each in actions),
        "dropped": _count(actions, Progress.DROPPED),
    }
    done = f"{_count(actions, Progress.DONE)} of {len(actions)} done"
    return [done, *(f"{number} {words}" for words, number in counts.items() if number)]


def _count(actions: Sequence[ActionStanding], progress: Progress) -> int:
    return sum(each.progress is progress for each in actions)


def finished_words(finished: Sequence[ActionStanding]) -> str:
    """Say which actions were finished since last time, each with what was done; empty for none."""
    if not finished:
        return ""
    named = [_finished(each) for each in finished[:MOST_FINISHED]]
    named += [f"and {len(finished) - MOST_FINISHED} more"] if len(finished) > MOST_FINISHED else []
    them = "it" if len(finished) == 1 else "them"
    return f"Finished since last time: {'; '.join(named)}. You may name {them} as evidence."


def _finished(each: ActionStanding) -> str:
    note = f" (“{said(each.last.note, FINISHED_LENGTH)}”)" if each.last is not None and each.last.note.strip() else ""
    return f"*{what_words(each, FINISHED_LENGTH)}*{note}"
