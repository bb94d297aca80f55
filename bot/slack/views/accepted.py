"""The accepted texts and the accepted plan, as they stand below a scorecard."""

from collections.abc import Sequence

from bot.core.brief import Kind
from bot.core.draft_standing import Accepted, AcceptedText
from bot.core.plan import AcceptedAction
from bot.slack import blocks as kit
from bot.slack.blocks import Block
from bot.slack.text import mention, said
from bot.slack.views.plan import LINE_LENGTH
from bot.slack.views.progress import day_words

NAME_LENGTH = 120
LEAST = 200
"""Characters below which a shortened text says nothing any more."""
MOST = 1_200
"""Characters of a text here; the thread has all of it."""


def accepted_blocks(accepted: Accepted, room: int) -> list[Block]:
    """Build what stands below a scorecard in at most ``room`` characters; what is left out is said to be."""
    plan = _plan_line(accepted.actions)
    heading, *texts = _texts(accepted.texts, room - len(plan)) or [""]
    blocks: list[Block] = [kit.section(heading)] if heading else []
    blocks += [kit.context(each) for each in texts]  # small print, so that the figures stay what is seen first
    return [*blocks, kit.section(plan)] if plan else blocks


def _texts(texts: Sequence[AcceptedText], room: int) -> list[str]:
    """Give each text an equal share of the room, so that none is split; of too many the first ones are shown."""
    if not texts:
        return []
    count = min(len(texts), max(room, 0) // (LEAST + NAME_LENGTH))
    share = min(room // count - NAME_LENGTH, MOST) if count else 0
    parts = ["*Accepted notes*", *(_text(each, share) for each in texts[:count])]
    return [*parts, f"_{len(texts) - count} more in the thread_"] if len(texts) > count else parts


def _text(each: AcceptedText, share: int) -> str:
    about = " · gap" if each.piece.kind is Kind.NARRATIVE else ""
    text = f"*{said(each.name, NAME_LENGTH // 2)}{about}*\n{said(each.text, share)}"
    return f"{text} _Answers changed since._" if each.stale else text


def _plan_line(actions: Sequence[AcceptedAction]) -> str:
    """Say in a line how many actions the plan has and which is due first."""
    if not actions:
        return ""
    first = min(actions, key=lambda each: each.due)
    who = mention(first.owner) if first.owner is not None else said(first.action.owner_role, NAME_LENGTH)
    count = "one action" if len(actions) == 1 else f"{len(actions)} actions"
    words = said(first.action.what, LINE_LENGTH)
    return f"*90-day plan*  {count}, the first due {day_words(first.due)}: {words}{f' · {who}' if who else ''}"
