"""A direct message to a respondent whose answers an assessment still waits for."""

from collections.abc import Sequence

from bot.core.plan.standing import ActionStanding, Progress
from bot.slack import blocks as kit
from bot.slack.blocks import Block, Element, Message
from bot.slack.text import channel_mention, mention, said
from bot.slack.values import NOT_NOW, OPEN_GIVE, OPEN_UPDATE, OfAction, action_value, nudge_value, say_id
from bot.slack.views.plans import (
    LINE_LENGTH,
    MARKS,
    PLAN_LENGTH,
    SHORT_LENGTH,
    due_words,
    figures,
    progress_words,
    what_words,
    who_words,
    words_of,
)
from bot.use_cases.ports import CheckIn, Digest, Nudge

NAME_LENGTH = 100
ASKED = "How do your actions stand?"
ANSWERED = "You have answered. *Change* says it anew."
NOBODY = "*Nobody sees to these actions.* Whoever gets one is asked about it from then on."
NOTHING_LEFT = "Nothing of it waits for you any more. `/cx-plan` in the channel shows the plan."
DROPS = kit.confirmation(
    "Drop this action?", "It stays on record as dropped, and nobody is asked about it.", confirm="Drop", deny="Keep it"
)
LABELS = ((Progress.DONE, "Done"), (Progress.ON_TRACK, "On track"), (Progress.STUCK, "Stuck"))


def check_in(shows: CheckIn) -> Message:
    """Ask a person how their actions stand; of those they spoke about since they were asked, say what they said."""
    blocks = _check_in(shows, LINE_LENGTH)
    if sum(map(len, words_of(_texts(blocks)))) > PLAN_LENGTH - len(shows.actions) * _BUTTONS:
        blocks = _check_in(shows, SHORT_LENGTH)
    return Message("\n".join(words_of(_texts(blocks))), tuple(blocks))


_BUTTONS = 140
"""Characters of the buttons of an action and of the question that Slack asks before one is dropped."""


def _texts(blocks: Sequence[Block]) -> list[Block]:
    return [each for each in blocks if each["type"] in ("section", "context")]


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
    blocks += [kit.section(NOBODY)] if shows.unowned else []
    for each in shows.unowned:
        give = kit.button("Give to somebody", OPEN_GIVE, value=_value(shows, each))
        who = f"{who_words(each.accepted)}{' is gone' if each.accepted.owner is not None else ''}"
        blocks.append(kit.section(_action(shows, each, longest, who), accessory=give))
    return blocks


def _is_asked(shows: CheckIn, each: ActionStanding) -> bool:
    return each.is_open and not each.was_heard_since(shows.day)


def _asked(shows: CheckIn, each: ActionStanding, longest: int) -> list[Block]:
    text = _action(shows, each, longest)
    if not _is_asked(shows, each):
        change = kit.button("Change", OPEN_UPDATE, value=_value(shows, each))
        return [kit.section(f"{text}\n{_said(each, longest)}", accessory=change)]
    before = f"\n_Before:_ {_said(each, longest)}" if each.last is not None else ""
    return [kit.section(f"{text}{before}"), kit.actions(*_answers(_value(shows, each)))]


def _said(each: ActionStanding, longest: int) -> str:
    """Say how an action stands to its owner, who is named only where somebody else has said so."""
    return progress_words(each, longest, beside_owner=True)


def _answers(value: str) -> list[Element]:
    buttons = [kit.button(label, say_id(progress), value=value) for progress, label in LABELS]
    return [*buttons, kit.button("Drop", say_id(Progress.DROPPED), value=value, confirm=DROPS)]


def _action(shows: CheckIn, each: ActionStanding, longest: int, who: str = "") -> str:
    name = next((one.name for one in shows.assessment.framework.dimensions if one.key == _key(each)), "")
    due = due_words(each, each.date_of(shows.day))
    details = " · ".join(part for part in (said(name, NAME_LENGTH), who, due) if part)
    return f"*{said(each.accepted.action.what, longest)}*\n{details}"


def _key(each: ActionStanding) -> str:
    return each.accepted.action.dimension


def _value(shows: CheckIn, each: ActionStanding) -> str:
    return action_value(OfAction(shows.assessment.id, each.accepted.id))


def digest(shows: Digest) -> Message:
    """Say how a plan does: figures in one line, then what is stuck and why."""
    subject = said(shows.assessment.subject.name, NAME_LENGTH)
    line = f"Day {shows.day} of the plan for *{subject}*: {_figures(shows)}."
    stuck = [_stuck(each) for each in shows.actions if each.progress is Progress.STUCK]
    source = f"{said(shows.assessment.framework.title, NAME_LENGTH)} · `/cx-plan` shows every action"
    blocks = [kit.section(each) for each in (line, *stuck)]
    return Message("\n".join((line, *stuck)), (*blocks, kit.context(source)))


def _figures(shows: Digest) -> str:
    silent = sum(each.is_open and not each.was_heard_since(shows.day) for each in shows.actions)
    counts = figures(shows.actions, shows.today) + ([f"{silent} without an update"] if silent else [])
    return ", ".join(counts)


def _stuck(each: ActionStanding) -> str:
    why = f": “{said(each.last.note, SHORT_LENGTH)}”" if each.last is not None and each.last.note.strip() else ""
    what = f"{MARKS[Progress.STUCK]} stuck: *{what_words(each, SHORT_LENGTH)}*{why}"
    return " · ".join(part for part in (what, who_words(each.accepted)) if part)


LINE_NAME_LENGTH = 120
TITLE_LENGTH = 150
LATER = "All right. I ask once more in a week, and not again after that."
NOTHING_TO_PUT_OFF = "There is nothing to put off any more."
LAST_TIME = "I do not ask again."


def nudge(shows: Nudge) -> Message:
    """Say what waits, how far it is and where to answer; the first one can be put off."""
    assessment = shows.assessment
    left = shows.total - shows.answered
    text = (
        f"*{said(assessment.subject.name, LINE_NAME_LENGTH)}* · {said(assessment.framework.title, TITLE_LENGTH)}"
        f" waits for you: {shows.answered} of {shows.total} answered,"
        f" {'one' if left == 1 else left} left. Answer in the thread in {channel_mention(assessment.channel)};"
        f" what you said so far is kept.{_who(shows)}"
    )
    if shows.later:
        return Message(f"{text}\n{LATER}", (kit.section(text), kit.context(LATER)))
    if shows.number > 1:
        return Message(f"{text}\n{LAST_TIME}", (kit.section(text), kit.context(LAST_TIME)))
    button = kit.button("Not now", NOT_NOW, value=nudge_value(assessment.id, shows.number))
    return Message(text, (kit.section(text), kit.actions(button)))


def _who(shows: Nudge) -> str:
    """Name who started it, to somebody else."""
    starter = shows.assessment.facilitator
    return f" Started by {mention(starter)}." if starter != shows.person else ""
