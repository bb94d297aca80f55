"""The plan that is being carried out, with its progress: for whoever asks, and above a reassessment."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date

from bot.core.assessment import Assessment
from bot.core.draft_standing import may_speak
from bot.core.plan import PHASES
from bot.core.plan_standing import ActionStanding
from bot.core.thread import OpenActions
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import channel_mention, said, when
from bot.slack.tracking_values import IN_OWN, IN_PLAN, OfAction, action_value
from bot.slack.values import OPEN_GIVE, OPEN_UPDATE
from bot.slack.views.plan import LINE_LENGTH, PLAN_LENGTH, SHORT_LENGTH, words_of
from bot.slack.views.progress import due_words, figures, measure_words, progress_words, who_words
from bot.use_cases.track_plan import PlanShown

NAME_LENGTH = 100
MOST_OWN = 10
"""Actions in the list of one's own, so that a message holds them; nobody sees to more at a time."""
NOTHING_OWN = (
    "No open action is yours. `/cx-plan` in a channel shows its plan; *Assign owners* under that in the thread gives"
    " actions to people."
)


def plan_status(shows: PlanShown, today: date, person: str) -> Message:
    """Show an accepted plan phase by phase; beside an action about which the person may speak stands a button."""
    assessment, actions = shows.assessment, shows.standing
    names = {each.key: each.name for each in assessment.framework.dimensions}
    title = f"*90-day plan · {_about(assessment)}*\n{', '.join(figures(actions, today))}"

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section(title)]
        for phase in PHASES:
            due = [each for each in actions if each.accepted.action.phase == phase]
            blocks += [kit.section(f"*By day {phase}*")] if due else []
            for each in due:
                buttons = _buttons(assessment, each) if may_speak(assessment, each, person) else []
                blocks += _action(each, _details(each, names, today), longest, buttons)
        return blocks

    return _fitting(shown)


def own_actions(own: Sequence[tuple[Assessment, ActionStanding]], today: date, hidden: int = 0) -> Message:
    """List a person's open actions, the first due first; ``hidden`` are those of channels in which they may not be."""
    if not own:
        text = NOTHING_OWN if not hidden else _hidden(hidden)
        return Message(text, (kit.section(text),))
    ordered = sorted(own, key=lambda each: each[1].accepted.due)

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section("*Your open actions*, the first due first")]
        for assessment, each in ordered[:MOST_OWN]:
            where = f"{said(assessment.subject.name, NAME_LENGTH)} · {channel_mention(assessment.channel)}"
            details = f"{where} · {due_words(each, today)}"
            blocks += _action(each, details, longest, [_update(assessment, each, IN_OWN)])
        more = len(ordered) - MOST_OWN
        notes = [f"and {more} more, due later"] if more > 0 else []
        notes += [_hidden(hidden)] if hidden else []
        return [*blocks, *map(kit.context, notes)]

    return _fitting(shown)


def _hidden(number: int) -> str:
    """Say that there is more, and nothing of it."""
    them = "One action of yours is" if number == 1 else f"{number} actions of yours are"
    return f"{them} of a channel that I cannot see you in just now."


def _about(assessment: Assessment) -> str:
    return f"{said(assessment.subject.name, NAME_LENGTH)} · {said(assessment.framework.title, NAME_LENGTH)}"


def _fitting(shown: Callable[[int], list[Block]]) -> Message:
    """Show lines in full, or shorter where one message does not hold them."""
    blocks = shown(LINE_LENGTH)
    if sum(map(len, _words(blocks))) > PLAN_LENGTH:
        blocks = shown(SHORT_LENGTH)
    return Message("\n".join(_words(blocks)), tuple(blocks))


def _words(blocks: Sequence[Block]) -> list[str]:
    return words_of([each for each in blocks if each["type"] != "actions"])


def _details(each: ActionStanding, names: Mapping[str, str], today: date | None) -> str:
    name = said(names.get(each.accepted.action.dimension, ""), NAME_LENGTH)
    return " · ".join(part for part in (name, who_words(each.accepted), due_words(each, today)) if part)


def _update(assessment: Assessment, each: ActionStanding, shown_in: str = "") -> Element:
    value = action_value(OfAction(assessment.id, each.accepted.id, shown_in=shown_in))
    return kit.button("Update" if each.is_open else "Change", OPEN_UPDATE, value=value)


def _buttons(assessment: Assessment, each: ActionStanding) -> list[Element]:
    """Offer to say how an action stands and, while it is nobody's, to give it to somebody."""
    update = _update(assessment, each, IN_PLAN)
    if each.accepted.owner is not None or not each.is_open:
        return [update]
    value = action_value(OfAction(assessment.id, each.accepted.id, shown_in=IN_PLAN))
    return [update, kit.button("Give to somebody", OPEN_GIVE, value=value)]


def _action(each: ActionStanding, details: str, longest: int, buttons: Sequence[Element]) -> list[Block]:
    """Show an action; one button stands beside it, several below it."""
    what = said(each.accepted.action.what, longest)
    measure = measure_words(each, longest)
    text = f"*{what}*\n{progress_words(each, longest, beside_owner=True)} · {details}"
    blocks = [kit.section(text, accessory=buttons[0] if len(buttons) == 1 else None)]
    blocks += [kit.context(measure)] if measure else []
    return [*blocks, kit.actions(*buttons)] if len(buttons) > 1 else blocks


def open_actions(shows: OpenActions) -> Message:
    """Show above a reassessment what of the last plan is still to be done, briefly: the first question follows."""
    last = shows.last
    since = f", {when(last.completed_at, UTC)}" if last.completed_at is not None else ""
    names = {each.key: each.name for each in last.framework.dimensions}
    title = f"*Open actions of the last assessment*{since}"

    def shown(longest: int) -> list[Block]:
        blocks = [kit.section(title)]
        for each in shows.actions:
            what, details = said(each.accepted.action.what, longest), _details(each, names, None)
            text = f"{what}\n{progress_words(each, longest, beside_owner=True)} · {details}"
            blocks.append(kit.section(text, accessory=_update(last, each)))
        return blocks

    return _fitting(shown)
