"""A direct message to a respondent whose answers an assessment still waits for."""

from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.cadence_values import nudge_value
from bot.slack.text import channel_mention, mention, said
from bot.slack.values import NOT_NOW
from bot.use_cases.reminding import Nudge

NAME_LENGTH = 120
TITLE_LENGTH = 150
LATER = "All right. I ask once more in a week, and not again after that."
NOTHING_TO_PUT_OFF = "There is nothing to put off any more."
LAST_TIME = "I do not ask again."


def nudge(shows: Nudge) -> Message:
    """Say what waits, how far it is and where to answer; the first one can be put off."""
    assessment = shows.assessment
    left = shows.total - shows.answered
    text = (
        f"*{said(assessment.subject.name, NAME_LENGTH)}* · {said(assessment.framework.title, TITLE_LENGTH)}"
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
