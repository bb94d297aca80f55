"""A reminder in the channel: how long ago, what was found then, what has happened since; and how it was answered."""

from collections.abc import Sequence
from datetime import UTC

from bot.core.cadence.rule import SetCadence
from bot.core.plan.standing import ActionStanding, Progress
from bot.core.scoring.scorecard import Scorecard
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Message
from bot.slack.text import mention, said, when
from bot.slack.values import CHANGE_DUE, SKIP_DUE, SNOOZE_DUE, START_DUE, cadence_value
from bot.slack.views.cadence import moment_words, number_words, span_words
from bot.slack.views.levels import overall_words
from bot.use_cases.ports import Reminder

NAME_LENGTH = 120
TITLE_LENGTH = 150
PAUSED = "Reminders for it are paused."
ANSWERED = {
    "started": "{by} started the next assessment.",
    "snoozed": "{by} put it off for a week.",
    "skipped": "{by} skipped it this time.",
}


def reminder(shows: Reminder) -> Message:
    """Show a reminder: with its buttons while it waits, then with what became of it and what comes next."""
    text = " ".join([_opening(shows), _since(shows)]).strip()
    change = kit.button("Change", CHANGE_DUE, value=cadence_value(shows.cadence.id, shows.due))
    if shows.settled:
        outcome = settled_words(shows)
        return Message(f"{text}\n{outcome}", (kit.section(text), kit.section(outcome), kit.actions(change)))
    value = cadence_value(shows.cadence.id, shows.due)
    buttons = (
        kit.button("Start now", START_DUE, value=value, style="primary"),
        kit.button("In a week", SNOOZE_DUE, value=value),
        kit.button("Skip this time", SKIP_DUE, value=value),
        change,
    )
    blocks: list[Block] = [kit.section(text), kit.actions(*buttons)]
    return Message(text, tuple(blocks))


def _opening(shows: Reminder) -> str:
    card, cadence = shows.last, shows.cadence
    if card is None:
        line = f"{said(cadence.title, TITLE_LENGTH)} is due for *{said(cadence.subject, NAME_LENGTH)}*."
        return f"{line} It has no complete assessment in this channel yet."
    at = card.completed_at or card.started_at
    line = f"It has been {span_words(at, shows.due)} since *{said(card.subject, NAME_LENGTH)}* was last assessed"
    return f"{line} with {said(cadence.title, TITLE_LENGTH)}: {_result(card)} on {when(at, UTC)}."


def _result(card: Scorecard) -> str:
    return f"*{overall_words(card.overall, card)}*" if card.overall is not None else "without a figure"


def _since(shows: Reminder) -> str:
    """Say what has happened since: how far the plan is, and which evidence has grown old."""
    parts = [each for each in (_plan(shows.actions), _evidence(shows)) if each]
    line = "; ".join(parts)
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def _plan(actions: Sequence[ActionStanding]) -> str:
    kept = [each for each in actions if each.progress is not Progress.DROPPED]
    done = sum(each.progress is Progress.DONE for each in kept)
    if not kept:
        return ""
    if len(kept) == 1:
        return "the one action of the plan is done" if done else "the one action of the plan is not done yet"
    if done == len(kept):
        return f"all {number_words(done)} actions are done"
    return f"{done or 'none'} of {len(kept)} actions {'is' if done == 1 else 'are'} done"


def _evidence(shows: Reminder) -> str:
    """Name the dimensions whose evidence is oldest."""
    if shows.last is None or not shows.oldest:
        return ""
    if shows.oldest[0][1] >= shows.last.started_at:
        return "all evidence is from then"
    age = span_words(shows.oldest[0][1], shows.due)
    names = [said(name, NAME_LENGTH) for name, at in shows.oldest if span_words(at, shows.due) == age]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"evidence for {listed} is {age} old"


def settled_words(shows: Reminder) -> str:
    """Say how a reminder was answered, and what comes next."""
    how = ANSWERED.get(shows.settled, "It was answered.")
    who = mention(shows.by) if shows.by else "Somebody"
    return f"{how.format(by=who)} {next_words(shows.cadence)}"


def next_words(cadence: SetCadence) -> str:
    """Say when the next reminder comes, in words and date."""
    if cadence.next_due is None:
        return PAUSED
    return f"Next reminder: {moment_words(cadence.next_due, cadence.cadence.zone)}."
