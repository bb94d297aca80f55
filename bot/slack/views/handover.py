"""What the channel reads when somebody who conducts, answers or reminds is gone, and what a press leads to."""

from bot.core.assessment import REMOVED, Fate, is_gone
from bot.core.thread import Departed
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Message
from bot.slack.text import is_person, mention, said
from bot.slack.values import OfNumber, OfTwo
from bot.use_cases.handover import SettledBefore
from bot.use_cases.notified import Ownerless
from bot.use_cases.ports import Done, NotHere

NAME_LENGTH = 150
MEMBERS_ONLY = "Only members of this channel can take over or stop what somebody left. Join the channel first."
SLACK_IS_SLOW = "Slack did not say whether you are in this channel. Nothing is lost: press the button again."
NOTHING_THERE = "There is nothing to take over any more."
_STOPPED = "Everything said so far is kept, and the scorecard shows it as provisional."
_ENDED = "It ends without a reveal: nothing that anybody answered in private is shown."


def departed(shows: Departed) -> Message:
    """Say who is gone, and offer to take over; afterwards, who did."""
    person = shows.departure.person
    where = "is not in this workspace any more" if shows.departure.fate is Fate.DEACTIVATED else "has left this channel"
    gone, rest = f"{_name(person)} {where}.", " What was rated so far stays"
    if is_gone(person):
        gone, rest = "Somebody who took part here was removed, with what they said.", ""
    if shows.follower and shows.conducts:
        return kit.paragraph(f"{gone} {_name(shows.follower)} conducts this assessment now.")
    if shows.follower:
        return kit.paragraph(f"{gone} {_name(shows.follower)} took over.{rest and f'{rest}.'}")
    answers = f"{rest}, and whoever takes over answers the rest." if rest else " Whoever takes over answers it."
    text = f"{gone} This assessment waits for somebody of the channel to go on with it.{answers}"
    if shows.conducts:
        text = (
            f"{gone} Answers go on coming in, and are revealed as agreed. Somebody of the channel can take over, to add"
            " people, to move the reveal or to close."
        )
    value = OfNumber(shows.assessment, shows.number)
    take = kit.button("Take over", ids.TAKE_OVER, value=value, style="primary")
    sure = kit.confirmation("Stop this assessment?", _ENDED if shows.conducts else _STOPPED, confirm="Stop it")
    stop = kit.button("Stop it", ids.STOP_INSTEAD, value=value, confirm=sure)
    return kit.paragraph(text, take, stop)


def ownerless(shows: Ownerless) -> Message:
    """Say whose reminder it was, and offer to look after it; afterwards, who does."""
    cadence = shows.cadence
    what = f"of {said(cadence.title, NAME_LENGTH)} for *{said(cadence.subject, NAME_LENGTH)}*"
    if shows.owner:
        return kit.paragraph(f"{_name(shows.owner)} looks after the reminder {what}.")
    by = REMOVED if is_gone(shows.person) else f"{_name(shows.person)}, who is not in this workspace any more"
    text = (
        f"The reminder {what} was set by {by}. It goes on all"
        " the same; if it could not be posted, nobody would be told. Who looks after it?"
    )
    take = kit.button("Look after it", ids.TAKE_CADENCE, value=OfTwo(cadence.id, shows.person))
    return kit.paragraph(text, take)


def refusal(outcome: Done | SettledBefore | NotHere) -> str:
    """Word what a press could not do; empty where it is as the person wants it."""
    match outcome:
        case Done():
            return ""
        case SettledBefore(fate=Fate.STOPPED, by=by):
            return f"{_name(by)} was faster, and stopped this assessment."
        case SettledBefore(fate=Fate.FOLLOWED, by=by):
            return f"{_name(by)} was faster, and took over."
        case SettledBefore(by=by):
            return f"{_name(by)} is back, so there is nothing to take over."
        case NotHere():
            return NOTHING_THERE


def _name(user: str) -> str:
    return mention(user) if is_person(user) else "Somebody"
