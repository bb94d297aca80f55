"""The Home tab: what waits for a person, what they have under way, and what their channels have; or how to begin."""

from collections.abc import Callable
from typing import TypeVar

from bot.core.assessment import Assessment, Status
from bot.core.cadence.rule import SetCadence
from bot.core.conversation.talk import Wants
from bot.core.framework import Framework
from bot.core.text import counted
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, View
from bot.slack.text import channel_mention, joined, own_link, said, when
from bot.slack.values import OfAction, OfCadence
from bot.slack.views.cadences import moment_words, rule_words
from bot.slack.views.levels import bar, change_words, overall_words
from bot.slack.views.plans import due_words, message_address, progress_words, thread_link
from bot.slack.views.portfolio import portfolio_summary
from bot.slack.views.private import COMMANDS, help_text
from bot.slack.views.team import done_words
from bot.use_cases.home import Begun, Home, HomePart, OwnAction, Recent, Unanswered, Undecided

NAME_LENGTH = 150
ASK_LENGTH = 300
WHAT_LENGTH = 300
PURPOSE_LENGTH = 300
MOST_FRAMEWORKS = 20
TITLE = "Assess your customer experience"
BEGIN = (
    "Press *Start an assessment*, or type `/cx-assess` in the channel of the team that you want to assess: the"
    " questions come in a thread there, one at a time, and the scorecard at the end.\n"
    "Type `/cx-scorecard` there to see the latest scorecard."
)
FROM_OUTSIDE = (
    "You are a guest from another organisation here, so cxbot has nothing to show you. What it posts in a channel that"
    " you share you can read there."
)
GONE = (
    "This is not here any more, or you are not in its channel any more. Open the Home tab again to see what there is."
)
IN_PRIVATE = "in your messages with me, seen by you alone"
ASKS = {
    Wants.EVIDENCE: "What shows it?",
    Wants.REASON: "Why does it not apply?",
    Wants.STOP: "Stop here, or go on?",
}
T = TypeVar("T")


def home(shows: Home, frameworks: tuple[Framework, ...], site: str = "", *, is_admin: bool = False) -> View:
    """Build the tab; ``site`` is the workspace's own address, under which its messages are found, if that is known.

    An admin has the frameworks of the workspace there, too.
    """
    if shows.outside:
        return kit.home([kit.header(TITLE), kit.section(FROM_OUTSIDE)])
    start = kit.button("Start an assessment", ids.HOME_START, style="primary")
    more = [kit.button("Frameworks of this workspace", ids.ALL_FRAMEWORKS)] if is_admin else []
    blocks: list[Block] = [kit.header(TITLE), kit.actions(start, *more)]
    own = [kit.divider(), kit.actions(kit.button("Delete my words", ids.HOME_FORGET))]
    if shows.is_empty:
        titles = frameworks[:MOST_FRAMEWORKS]
        lines = [f"• *{said(each.title)}* {said(each.purpose, PURPOSE_LENGTH)}" for each in titles]
        parts = (BEGIN, "\n".join(["*What you can assess with*", *lines]), help_text())
        for part in parts:
            blocks += [kit.section(part), kit.divider()]
        return kit.home([*blocks[:-1], *own], callback_id=ids.HOME)
    blocks += _waits(shows, site)
    blocks += _part("Your open assessments", shows.begun, lambda each: _begun(each, site))
    blocks += _part("Your actions", shows.actions, lambda each: _action(each, shows))
    blocks += _part("Recent scorecards", shows.cards, lambda each: _card(each, site))
    together = portfolio_summary(shows.portfolio) if shows.portfolio is not None else []
    blocks += [kit.divider(), *together] if together else []
    blocks += _part("Next reminders", shows.cadences, _cadence)
    return kit.home([*blocks, kit.divider(), kit.context(COMMANDS), *own[1:]], callback_id=ids.HOME)


def _part(title: str, part: HomePart[T], shown: Callable[[T], Block]) -> list[Block]:
    """Show a list under its title, and how many more there are; nothing where it is empty."""
    if not part.items:
        return []
    more = [kit.context(f"and {part.more} more")] if part.more else []
    return [kit.divider(), kit.section(f"*{title}*"), *(shown(each) for each in part.items), *more]


def _waits(shows: Home, site: str) -> list[Block]:
    """Show what waits for the person: questions, drafts, reminders and actions; nothing where nothing does."""
    rows = [_waiting(each, site) for each in shows.waits.items]
    rows += [_undecided(each, site) for each in shows.drafts.items]
    rows += [_unanswered(each, site) for each in shows.reminders.items]
    due = [f"{shows.overdue} overdue"] if shows.overdue else []
    due += [f"{shows.soon} due within a week"] if shows.soon else []
    rows += [kit.section(f"Your actions: {', '.join(due)}")] if due else []
    more = sum(part.more for part in (shows.waits, shows.drafts, shows.reminders))
    return _part("Waits for you", HomePart(tuple(rows), more), lambda each: each)


def _undecided(each: Undecided, site: str) -> Block:
    """Say how many drafts wait for a decision, and where."""
    assessment = each.assessment
    count = "A draft waits" if each.number == 1 else f"{each.number} drafts wait"
    where = _place(assessment, site, "Read in the thread")
    about = _about(assessment.subject.name, assessment.framework.title)
    return kit.section(f"{about}\n{count} to be accepted, edited or discarded\n{where}")


def _unanswered(each: Unanswered, site: str) -> Block:
    """Say since when a reminder waits, with a link to its buttons."""
    cadence = each.cadence
    link = own_link(message_address(site, cadence.channel, each.ts), "Answer the reminder") if site else ""
    since = f"Due again since {when(each.due)}"
    where = joined(channel_mention(cadence.channel), link)
    return kit.section(f"{_about(cadence.subject, cadence.title)}\n{since}\n{where}")


def _about(subject: str, title: str) -> str:
    return f"*{said(subject, NAME_LENGTH)}* · {said(title, NAME_LENGTH)}"


def _place(assessment: Assessment, site: str, label: str) -> str:
    """Name the channel, with a link to the thread once that is posted."""
    where = channel_mention(assessment.channel) if assessment.ballot is None else IN_PRIVATE
    return joined(where, thread_link(assessment, site, label))


def _waiting(each: Begun, site: str) -> Block:
    """Show the question that waits, and where it is answered."""
    assessment, question = each.assessment, each.asks
    framework = assessment.framework
    lines = [_about(assessment.subject.name, framework.title)]
    place, dimension = next(
        (pair for pair in enumerate(framework.dimensions, start=1) if question and pair[1].key == question.dimension),
        (0, None),
    )
    if question is not None and dimension is not None:
        asks = ASKS.get(question.wants) or said(dimension.ask, ASK_LENGTH)
        lines.append(f"{place} of {len(framework.dimensions)} · {said(dimension.name, NAME_LENGTH)}\n{asks}".rstrip())
    return kit.section("\n".join((*lines, _place(assessment, site, "Answer in the thread"))))


def _begun(each: Begun, site: str) -> Block:
    one = each.assessment
    about, state = _about(one.subject.name, one.framework.title), "paused" if one.status is Status.PAUSED else ""
    return kit.section(joined(about, done_words(one), state, _place(one, site, "Open the thread")))


def _action(each: OwnAction, shows: Home) -> Block:
    """Show an action, when it is due and how it stands, with the button that says how."""
    standing = each.standing
    value = OfAction(each.assessment.id, standing.accepted.id)
    details = joined(
        said(each.assessment.subject.name, NAME_LENGTH),
        due_words(standing, shows.today),
        progress_words(standing, WHAT_LENGTH),
        channel_mention(each.assessment.channel),
    )
    text = f"*{said(standing.accepted.action.what, WHAT_LENGTH)}*\n{details}"
    return kit.section(text, accessory=kit.button("Update", ids.OPEN_UPDATE, value=value))


def _card(each: Recent, site: str) -> Block:
    """Show overall and band, a bar and what has moved, with a button to be reminded where no reminder is set."""
    card = each.card
    figure = overall_words(card.overall, card) if card.overall is not None else "no figure"
    if card.provisional:
        figure += f" · {card.coverage.rated} of {card.coverage.applicable} rated, provisional"
    ended = when(card.completed_at or card.started_at)
    where = _place(each.assessment, site, "Open the thread")
    lines = [_about(card.subject, card.framework.title), joined(f"*{figure}*", ended, where), _standing(each)]
    text = "\n".join(filter(None, lines))
    remind: Element | None = None
    if not each.reminds:
        remind = kit.button("Remind us", ids.HOME_REMIND, value=each.assessment.id)
    return kit.section(text, accessory=remind)


def _standing(each: Recent) -> str:
    """Draw the figure as a small bar, with its change and how the plan stands."""
    card, high = each.card, each.card.framework.scale.high
    parts = [change_words(card)]
    if card.overall is not None:
        parts.insert(0, f"`{bar(card.overall.exact * high / card.framework.top, high)}`")
    if each.open:
        late = f", {each.overdue} overdue" if each.overdue else ""
        parts.append(f"{counted(each.open, 'action')} open{late}")
    return joined(*parts)


def _cadence(each: SetCadence) -> Block:
    """Show when an assessment is due again and by which rule."""
    due = f"*{moment_words(each.next_due, each.cadence.zone)}*" if each.next_due is not None else "paused"
    about = joined(_about(each.subject, each.title), channel_mention(each.channel))
    change = kit.button("Change", ids.HOME_CHANGE, value=OfCadence(each.id))
    return kit.section(f"{about}\n{due} · {rule_words(each.cadence)}", accessory=change)
