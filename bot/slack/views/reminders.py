"""What comes by itself: the reminder in the channel, the check-in with an owner, the digest and the nudge."""

from functools import partial

from bot.core.cadence.rule import SetCadence
from bot.core.plan.plan import ActionStanding, Progress
from bot.core.text import capital, sentence
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import channel_mention, joined, mention, said, when
from bot.slack.values import OfAction, OfCadence, OfNumber, say_id
from bot.slack.views import plans
from bot.slack.views.cadences import moment_words, span_words
from bot.slack.views.levels import overall_words
from bot.use_cases.notified import CheckIn, Digest, Nudge, Reminder

SUBJECT_LENGTH = 120
TITLE_LENGTH = 150
PAUSED = "Reminders for it are paused."
OUTCOMES = {
    "started": "{by} started the next assessment.",
    "started_other": "{by} started an assessment with another framework.",
    "snoozed": "{by} put it off for a week.",
    "skipped": "{by} skipped it this time.",
}


def reminder(shows: Reminder) -> Message:
    """Show a reminder: with its buttons while it waits, then with what became of it and what comes next."""
    plan = f"Its plan: {', '.join(plans.figures(shows.actions, shows.due.date()))}" if shows.actions else ""
    since = sentence("; ".join(each for each in (plan, _evidence(shows)) if each))
    text = f"{_opening(shows)} {since}".strip()
    stuck = [kit.section(_stuck(each)) for each in shows.actions if each.progress is Progress.STUCK]
    change = kit.button("Change", ids.CHANGE_DUE, value=OfCadence(shows.cadence.id, shows.due))
    if shows.settled:
        who = capital(mention(shows.by)) if shows.by else "Somebody"
        following = shows.cadence.next_due
        then = (
            f"Next reminder: {moment_words(following, shows.cadence.cadence.zone)}."
            if following is not None
            else PAUSED
        )
        outcome = f"{OUTCOMES.get(shows.settled, 'It was answered.').format(by=who)} {then}"
        return Message(f"{text}\n{outcome}", (kit.section(text), *stuck, kit.section(outcome), kit.actions(change)))
    value = OfCadence(shows.cadence.id, shows.due)
    skip = kit.button("Skip this time", ids.SKIP_DUE, value=value)
    if not shows.offered:
        told = not_offered_words(shows.cadence)
        row = kit.actions(*_instead(shows.cadence, value), skip, change)
        return Message(f"{text}\n{told}", (kit.section(text), *stuck, kit.section(told), row))
    start = kit.button("Start now", ids.START_DUE, value=value, style="primary")
    row = kit.actions(start, kit.button("In a week", ids.SNOOZE_DUE, value=value), skip, change)
    return Message(text, (kit.section(text), *stuck, row))


def not_offered(cadence: SetCadence, value: OfCadence) -> Message:
    """Tell the person who starts anew that the framework is not offered any more; ``value`` says of which."""
    text = not_offered_words(cadence)
    return kit.paragraph(text, *_instead(cadence, value))


def not_offered_words(cadence: SetCadence) -> str:
    """Say that nothing new can be started with the framework of a reminder, and what can be done."""
    return (
        f"{said(cadence.title, TITLE_LENGTH)} is not offered any more. Choose another framework, which begins a line of"
        " its own, or stop this reminder. What was assessed stays."
    )


def _instead(cadence: SetCadence, value: OfCadence) -> tuple[Element, Element]:
    choose = kit.button("Choose another framework", ids.CHOOSE_DUE, value=value, style="primary")
    return choose, kit.button("Stop this reminder", ids.REMOVE_CADENCE, value=OfCadence(cadence.id))


def _opening(shows: Reminder) -> str:
    card, cadence = shows.last, shows.cadence
    if card is None:
        line = f"{said(cadence.title, TITLE_LENGTH)} is due for *{said(cadence.subject, SUBJECT_LENGTH)}*."
        return f"{line} It has no complete assessment in this channel yet."
    at = card.completed_at or card.started_at
    line = f"It has been {span_words(at, shows.due)} since *{said(card.subject, SUBJECT_LENGTH)}* was last assessed"
    result = f"*{overall_words(card.overall, card)}*" if card.overall is not None else "without a figure"
    return f"{line} with {said(cadence.title, TITLE_LENGTH)}: {result} on {when(at)}."


def _evidence(shows: Reminder) -> str:
    """Name the dimensions whose evidence is oldest."""
    if shows.last is None or not shows.oldest:
        return ""
    if shows.oldest[0][1] >= shows.last.started_at:
        return "all evidence is from then"
    age = span_words(shows.oldest[0][1], shows.due)
    names = [said(name, SUBJECT_LENGTH) for name, at in shows.oldest if span_words(at, shows.due) == age]
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    return f"evidence for {listed} is {age} old"


NAME_LENGTH = 100
ASKED = "How do your actions stand?"
ANSWERED = "You have answered. *Change* says it anew."
NOBODY = "*These actions have no owner yet.* Whoever gets one is told so at once."
NOTHING_LEFT = "Nothing of it waits for you any more. `/cx-plan` in the channel shows the plan."
LABELS = (
    (Progress.DONE, "Done"),
    (Progress.ON_TRACK, "On track"),
    (Progress.STUCK, "Stuck"),
    (Progress.DROPPED, "Drop"),
)
LATE_LABELS = {Progress.ON_TRACK: "New date"}
"""Of an action whose day has passed: on track it can only be until another one."""


def check_in(shows: CheckIn) -> Message:
    """Ask a person how their actions stand; of those they spoke about since they were asked, say what they said."""
    room = plans.PLAN_LENGTH - len(shows.actions) * _BUTTONS
    return kit.message(plans.fitting(partial(_check_in, shows), room))


_BUTTONS = 140
"""Characters of the buttons of an action."""


def _check_in(shows: CheckIn, longest: int) -> list[Block]:
    framework = shows.assessment.framework
    about = f"{said(shows.assessment.subject.name, NAME_LENGTH)} · {said(framework.title, NAME_LENGTH)}"
    title = f"*Plan check-in, day {shows.day} · {about}*"
    if not shows.actions and not shows.unowned:
        return [kit.section(f"{title}\n{NOTHING_LEFT}")]
    waits = any(_is_asked(shows, each) for each in shows.actions)
    blocks = [kit.section(f"{title}\n{ASKED if waits else ANSWERED}" if shows.actions else title)]
    for each in shows.actions:
        blocks += _asked(shows, each, longest)
    link = plans.thread_link(shows.assessment, shows.site, "Open the plan")
    blocks += [kit.context(joined(channel_mention(shows.assessment.channel), link))] if shows.actions else []
    blocks += [kit.section(NOBODY)] if shows.unowned else []
    for each in shows.unowned:
        give = kit.button("Give to somebody", ids.OPEN_GIVE, value=_value(shows, each))
        who = f"{plans.who_words(each.accepted)}{' is gone' if each.accepted.owner is not None else ''}"
        blocks.append(kit.section(_action(shows, each, longest, who), accessory=give))
    return blocks


def _is_asked(shows: CheckIn, each: ActionStanding) -> bool:
    return each.is_open and not each.was_heard_since(shows.day)


def _asked(shows: CheckIn, each: ActionStanding, longest: int) -> list[Block]:
    text = _action(shows, each, longest)
    if not _is_asked(shows, each):
        change = kit.button("Change", ids.OPEN_UPDATE, value=_value(shows, each))
        return [kit.section(f"{text}\n{plans.progress_words(each, longest)}", accessory=change)]
    before = f"\n_Before:_ {plans.progress_words(each, longest)}" if each.last is not None else ""
    late, value = LATE_LABELS if each.is_overdue(each.date_of(shows.day)) else {}, _value(shows, each)
    answers = (kit.button(late.get(progress, label), say_id(progress), value=value) for progress, label in LABELS)
    return [kit.section(f"{text}{before}"), kit.actions(*answers)]


def _action(shows: CheckIn, each: ActionStanding, longest: int, who: str = "") -> str:
    due = plans.due_words(each, each.date_of(shows.day))
    details = joined(plans.dimension_words(shows.assessment.framework, each), who, due)
    return f"*{said(each.accepted.action.what, longest)}*\n{details}"


def _value(shows: CheckIn, each: ActionStanding) -> OfAction:
    return OfAction(shows.assessment.id, each.accepted.id)


def digest(shows: Digest) -> Message:
    """Say how a plan does: figures in one line, then what is stuck and why."""
    subject = said(shows.assessment.subject.name, NAME_LENGTH)
    line = f"Day {shows.day} of the plan for *{subject}*: {', '.join(plans.figures(shows.actions, shows.today))}."
    stuck = [kit.section(_stuck(each)) for each in shows.actions if each.progress is Progress.STUCK]
    source = f"{said(shows.assessment.framework.title, NAME_LENGTH)} · `/cx-plan` shows every action"
    button = kit.button("Show the plan", ids.SHOW_PLAN, value=shows.assessment.id)
    return kit.message([kit.section(line, accessory=button), *stuck], kit.context(source))


def _stuck(each: ActionStanding) -> str:
    why = f": “{said(each.last.note, plans.SHORT_LENGTH)}”" if each.last is not None and each.last.note.strip() else ""
    what = f"{plans.MARKS[Progress.STUCK]} stuck: *{plans.what_words(each, plans.SHORT_LENGTH)}*{why}"
    return joined(what, plans.who_words(each.accepted))


LATER = "All right. I ask once more in a week, and not again after that."
NOTHING_TO_PUT_OFF = "There is nothing to put off any more."
LAST_TIME = "I do not ask again."


def nudge(shows: Nudge) -> Message:
    """Say what waits, how far it is and where to answer; the first one can be put off."""
    assessment = shows.assessment
    left, starter = shows.total - shows.answered, assessment.facilitator
    where = f"Answer in the thread in {channel_mention(assessment.channel)}"
    if assessment.ballot is not None:
        where = "Answer here, in the thread of the message that asked you"
    text = (
        f"*{said(assessment.subject.name, SUBJECT_LENGTH)}* · {said(assessment.framework.title, TITLE_LENGTH)}"
        f" waits for you: {shows.answered} of {shows.total} answered,"
        f" {'one' if left == 1 else left} left. {where}; what you said so far is kept."
    )
    text += f" Started by {mention(starter)}." if starter != shows.person else ""
    if shows.later or shows.number > 1:
        return kit.message([kit.section(text), kit.context(LATER if shows.later else LAST_TIME)])
    button = kit.button("Not now", ids.NOT_NOW, value=OfNumber(assessment.id, shows.number))
    return kit.paragraph(text, button)
