"""What a person is told alone about a plan: that there is none yet, how to ask, whose word counts about an action."""

from bot.core.assessment import Assessment
from bot.core.plan import AcceptedAction
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.text import mention, said
from bot.slack.values import ASK_DRAFTS
from bot.use_cases.show_scorecard import NoMatch
from bot.use_cases.track_plan import NoPlanYet

SHOWN = 15
NAME_LENGTH = 100
HELP = (
    "*How to ask*\n"
    "• `/cx-plan` shows the accepted plan of this channel's newest assessment that has one\n"
    "• `/cx-plan acme` that of a subject, `/cx-plan maturity` of a framework, or both\n"
    "• `/cx-plan mine` your own open actions, of every channel\n"
    "*Update* beside an action says how it stands. Only you see the answer."
)
NONE_YET = "No plan has been accepted in this channel yet."
ASSESS_FIRST = "A plan follows from a complete assessment: type `/cx-assess` to start one."
GONE = "This action is not part of a plan that counts any more. Type /cx-plan in its channel to see what does."
FROM_OUTSIDE = (
    "You are a guest from another organisation here, so cxbot takes nothing from you. Ask a member of the team."
)
NOT_YOURS = "Its owner says how this action stands, and those who assess. Tell them what you know."


def no_plan(answer: NoPlanYet) -> Message:
    """Say that no plan is accepted yet, and how one comes about."""
    newest = answer.newest
    if newest is None:
        text = f"{NONE_YET} {ASSESS_FIRST}"
        return Message(text, (kit.section(text),))
    about = f"*{said(newest.subject, NAME_LENGTH)}* · {said(newest.title, NAME_LENGTH)}"
    text = (
        f"{NONE_YET} {about} is complete: have its plan drafted, then press *Accept* under the 90-day plan in its"
        " thread."
    )
    draft = kit.button("Draft notes and plan", ASK_DRAFTS, value=newest.id)
    return Message(text, (kit.section(text), kit.actions(draft)))


def no_match(answer: NoMatch) -> Message:
    """Name the nearest match and the valid ones."""
    near = f" Did you mean `{said(answer.nearest)}`?" if answer.nearest else ""
    names = ", ".join(f"`{said(each, 80)}`" for each in answer.names[:SHOWN])
    text = (
        f"No plan here is of anything called “{said(answer.said, 80)}”.{near}\n"
        f"You can ask for {names}; also `previous`, `mine` and `help`."
    )
    return Message(text, (kit.section(text),))


def help_message() -> Message:
    """Say how to ask."""
    return Message(HELP, (kit.section(HELP),))


def not_yours(assessment: Assessment, action: AcceptedAction) -> Message:
    """Say whose word counts about an action."""
    owner = action.owner
    people = dict.fromkeys((*([owner] if owner is not None else []), assessment.facilitator, *assessment.respondents()))
    named = " and ".join(mention(each) for each in people)
    verb = "says" if len(people) == 1 else "say"
    text = f"{named} {verb} how this action stands. Tell them in the thread what you know."
    return Message(text, (kit.section(text),))
