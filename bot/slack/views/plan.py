"""A 90-day plan in words: its phases, and each action with who, until when, what shows it and how to begin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.plan import PHASES, Action, Plan
from bot.core.plan_standing import ActionStanding
from bot.slack import blocks as kit
from bot.slack.blocks import Block
from bot.slack.text import mention, said
from bot.slack.views.progress import ROLE_LENGTH, day_words, progress_words

LINE_LENGTH = 300
SHORT_LENGTH = 170
"""Characters of a line where the actions are so many and so long that one message does not hold them in full."""
NAME_LENGTH = 100
PLAN_LENGTH = 11_000
"""Characters of a whole plan as Slack counts them; a message takes about 13,000."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One action as it is shown: its number, and once the plan is accepted its day, its owner and how it stands."""

    place: int
    action: Action
    standing: ActionStanding | None


def plan_blocks(
    plan: Plan,
    names: Mapping[str, str],
    accepted: Sequence[ActionStanding] = (),
) -> list[Block]:
    """Build a heading for each phase that has actions, and below it each action with its details in small print.

    ``accepted`` are the same actions with their days, their owners and what was said about them since.
    """
    pairs: list[tuple[Action, ActionStanding | None]] = [(each, None) for each in in_order(plan)]
    if accepted:
        pairs = [(each.accepted.action, each) for each in sorted(accepted, key=lambda each: each.accepted.action.phase)]
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
    """Say what is done, by whom and until when; and how it stands, once somebody has said so."""
    action, standing = line.action, line.standing
    accepted = standing.accepted if standing is not None else None
    who = [said(action.owner_role, ROLE_LENGTH)] if action.owner_role.strip() else []
    if accepted is not None and accepted.owner is not None:
        who.insert(0, mention(accepted.owner))
    due = f"by {day_words(accepted.due)}" if accepted is not None else f"by day {action.due_day}"
    parts = (said(names.get(action.dimension, ""), NAME_LENGTH), ", ".join(who), due)
    heading = f"{line.place}. *{said(action.what, longest)}*\n{' · '.join(part for part in parts if part)}"
    return (
        f"{heading}\n{progress_words(standing, longest, beside_owner=True)}"
        if standing is not None and standing.updates
        else heading
    )


def _details(action: Action, longest: int) -> str:
    """Say what shows that it is done, how it begins and what it brings about."""
    lines = (("Measure", action.measure), ("First step", action.first_step), ("Delivers", action.deliverable))
    return "\n".join(f"_{label}:_ {said(words, longest)}" for label, words in lines if words.strip())
