"""What people write over a draft: theirs to say, made safe to keep; nothing of it is checked against the facts."""

from dataclasses import replace

from bot.core.draft import Content, Prose, Sentence
from bot.core.framework import Framework
from bot.core.plain_text import cleaned, one_line
from bot.core.plan import MOST_ACTIONS, PHASES, Action, Plan

LONGEST_TEXT = 3_000
"""Characters of a text: as many as a field of a Slack form holds."""
LONGEST_FIELD = 300
LONGEST_HINT = 500


def own_words(content: Content, framework: Framework) -> Content | None:
    """Give a person's wording cleaned and within bounds; None when nothing is left of it.

    A text becomes one sentence that rests on no facts. An action needs to say what is done, in a dimension of the
    framework; its due day is brought into the 90 days.
    """
    match content:
        case Prose():
            text = _bounded(cleaned(content.text).strip(), LONGEST_TEXT)
            return Prose((Sentence(text),)) if text else None
        case Plan():
            known = {each.key for each in framework.dimensions}
            actions = tuple(_own_action(each) for each in content.actions[:MOST_ACTIONS] if each.dimension in known)
            kept = tuple(each for each in actions if each.what)
            return Plan(kept) if kept else None


def own_hint(text: str) -> str:
    """Give what a person asks of the next draft, on one line."""
    return _line(text, LONGEST_HINT)


def _own_action(action: Action) -> Action:
    return replace(
        action,
        what=_line(action.what),
        owner_role=_line(action.owner_role),
        due_day=min(max(action.due_day, 1), PHASES[-1]),
        measure=_line(action.measure),
        first_step=_line(action.first_step),
        deliverable=_line(action.deliverable),
    )


def _line(text: str, most: int = LONGEST_FIELD) -> str:
    return _bounded(one_line(cleaned(text)), most)


def _bounded(text: str, most: int) -> str:
    return text[:most].rstrip()
