"""A 90-day plan in words: its phases, and each action with who, until when, what shows it and how to begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from bot.core.plan import PHASES, AcceptedAction, Action, Plan
from bot.slack import blocks as kit
from bot.slack.blocks import Block
from bot.slack.text import day_in_words, mention, said

LINE_LENGTH = 300
SHORT_LENGTH = 170
"""Characters of a line where the actions are so many and so long that one message does not hold them in full."""
ROLE_LENGTH = 160
NAME_LENGTH = 100
PLAN_LENGTH = 11_000
"""Characters of a whole plan as Slack counts them; a message takes about 13,000."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One action as it is shown: its number, and its day and owner once the plan is accepted."""

    place: int
    action: Action
    accepted: AcceptedAction | None


def plan_blocks(plan: Plan, names: Mapping[str, str], accepted: tuple[AcceptedAction, ...] = ()) -> list[Block]:
    """Build a heading for each phase that has actions, and below it each action with its details in small print.

    ``accepted`` are the same actions with their days and owners.
    """
    pairs: list[tuple[Action, AcceptedAction | None]] = [(each, None) for each in in_order(plan)]
    if accepted:
        pairs = [(each.action, each) for each in sorted(accepted, key=lambda each: each.action.phase)]
    lines = [_Line(place, action, given) for place, (action, given) in enumerate(pairs, start=1)]
    if not lines:
        return [kit.section("This plan has no actions.")]
    blocks = _phases(lines, names, LINE_LENGTH)
    return blocks if sum(map(len, words_of(blocks))) <= PLAN_LENGTH else _phases(lines, names, SHORT_LENGTH)


def _phases(lines: Sequence[_Line], names: Mapping[str, str], longest: int) -> list[Block]:
    blocks: list[Block] = []
    for phase in PHASES:
        due = [each for each in lines if each.action.phase == phase]
        blocks += [kit.section(f"*By day {phase}*")] if due else []
        for each in due:
            details = _details(each.action, longest)
            blocks += [kit.section(_action(each, names, longest)), *([kit.context(details)] if details else [])]
    return blocks


def words_of(blocks: Sequence[Block]) -> list[str]:
    """Give the texts of sections and small print, for the plain text of a message."""
    found = []
    for block in blocks:
        parts = block["elements"] if block["type"] == "context" else [block["text"]]
        found += [str(part["text"]) for part in parts]
    return found


def in_order(plan: Plan) -> list[Action]:
    """Give the actions as they are shown and numbered: phase after phase."""
    return sorted(plan.actions, key=lambda each: each.phase)


def _action(line: _Line, names: Mapping[str, str], longest: int) -> str:
    """Say what is done, by whom and until when."""
    action, accepted = line.action, line.accepted
    who = [said(action.owner_role, ROLE_LENGTH)] if action.owner_role.strip() else []
    if accepted is not None and accepted.owner is not None:
        who.insert(0, mention(accepted.owner))
    due = f"by {day_words(accepted.due)}" if accepted is not None else f"by day {action.due_day}"
    parts = (said(names.get(action.dimension, ""), NAME_LENGTH), ", ".join(who), due)
    return f"{line.place}. *{said(action.what, longest)}*\n{' · '.join(part for part in parts if part)}"


def _details(action: Action, longest: int) -> str:
    """Say what shows that it is done, how it begins and what it brings about."""
    lines = (("Measure", action.measure), ("First step", action.first_step), ("Delivers", action.deliverable))
    return "\n".join(f"_{label}:_ {said(words, longest)}" for label, words in lines if words.strip())


def day_words(day: date) -> str:
    """Give a day as people write it; it is the same day for every reader."""
    return day_in_words(datetime(day.year, day.month, day.day, tzinfo=UTC), UTC)
