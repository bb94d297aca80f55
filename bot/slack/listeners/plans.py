"""Plans that are being carried out: `/cx-plan`, and the buttons beside an action, some of which open a form."""

from datetime import UTC, date

from bot.core.assessment import Assessment
from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.core.plan.plan import WANT_WHY, ActionStanding, Progress, standing_of
from bot.core.privacy import Right, visible
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes, paragraph
from bot.slack.payloads import BlockAction, Command, Sender, Submission
from bot.slack.routes import ActionRoute, CommandRoute, FormRoute, Parts, Reply, Route, presence_of, replace_list
from bot.slack.values import IN_OWN, IN_PLAN, OfAction, said_by
from bot.slack.views import plans as words
from bot.slack.views.scorecard import no_match
from bot.use_cases import plans as use
from bot.use_cases.ports import NotForYou, NotHere, Presence, Reads
from bot.use_cases.scorecards import HelpWanted, NoMatch

NOT_THERE = "This person is not in the workspace any more. Choose somebody else."
NOT_A_PERSON = "An app cannot see to an action. Choose a person."
SLACK_IS_SLOW = "Slack did not say who this person is. Nothing is lost: press the button again."
OUTSIDE = "This person is of another organisation, so cxbot takes no answers from them. Choose somebody of the team."


def why_not_theirs(parts: Parts, workspace: str, person: str) -> str:
    """Say why a person cannot be given an action, empty where they can."""
    gateway = parts.gateway_of(workspace)
    try:
        found, me = gateway.info(person=person), gateway.auth_test()
    except SlackRefusedError as refusal:
        return NOT_THERE if refusal.meaning is Meaning.GONE else SLACK_IS_SLOW
    except SlackUnavailableError:
        return SLACK_IS_SLOW
    if found.deleted:
        return NOT_THERE
    if found.is_bot:
        return NOT_A_PERSON
    return "" if me.is_colleague(found, workspace) else OUTSIDE


MOST_ASKED = 5
"""Channels about which Slack is asked whether the person is in them, while that person waits for an answer."""

Own = list[tuple[Assessment, ActionStanding]]


def plan_list(parts: Parts, asked: Command) -> Message:
    """Return the plan that a command asks for in its channel."""
    answer = use.find_plan(parts.store, asked.sender.workspace, asked.sender.channel, asked.words)
    match answer:
        case use.PlanShown():
            return words.plan_status(answer, _today(parts), asked.sender.person)
        case use.NoPlanYet():
            return words.no_plan(answer)
        case NoMatch():
            return no_match(answer, *words.NO_MATCH)
        case HelpWanted():
            return paragraph(words.HELP)


def own_list(parts: Parts, sender: Sender) -> Message:
    """Return a person's open actions of the channels in which they are now, by Slack's word."""
    with parts.store.reading() as view:
        own = _own(view, sender)
    there = {sender.channel: True} if sender.channel else {}
    for channel in dict.fromkeys(each.channel for each, _ in own):
        if channel not in there and len(there) <= MOST_ASKED:
            there[channel] = presence_of(parts, sender, channel) is Presence.IN
    seen = [each for each in own if there.get(each[0].channel)]
    return words.own_actions(seen, _today(parts), hidden=len(own) - len(seen))


def _own(view: Reads, sender: Sender) -> Own:
    found: Own = []
    for key, accepted in view.owned_actions(sender.workspace, sender.person):
        assessment = view.assessment(sender.workspace, key)
        if assessment is not None:
            found += [
                (assessment, each) for each in standing_of((accepted,), view.action_updates(sender.workspace, key))
            ]
    return found


def draw_anew(parts: Parts, sender: Sender, of: OfAction) -> None:
    """Put the list in which an action was updated in its own place; where that is too late it stays as it was."""
    message = _list_of(parts, sender, of) if of.respond_at else None
    if message is not None:
        replace_list(parts, sender, of.respond_at, message)


def _list_of(parts: Parts, sender: Sender, of: OfAction) -> Message | None:
    if of.shown_in == IN_OWN:
        return own_list(parts, sender)
    with parts.store.reading() as view:
        assessment = view.assessment(sender.workspace, of.assessment)
    if of.shown_in != IN_PLAN or assessment is None:
        return None
    found = use.plan_of(parts.store, sender.workspace, assessment.channel, of.assessment)
    return words.plan_status(found, _today(parts), sender.person) if found is not None else None


def show_plan(parts: Parts, pressed: BlockAction) -> Message | str:
    """Return the plan of the assessment whose button was pressed, for the person alone."""
    found = use.plan_of(parts.store, pressed.sender.workspace, pressed.sender.channel, pressed.value)
    return words.plan_status(found, _today(parts), pressed.sender.person) if found is not None else words.GONE


def _today(parts: Parts) -> date:
    return parts.clock.now().astimezone(UTC).date()


def updated(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Record how far an action is."""
    of = submitted.of(OfAction)
    spoken = words.read_update(of, submitted.view.state, _today(parts))
    if not isinstance(spoken, words.Spoken):
        return Mistakes(spoken)
    said = {"note": spoken.note, "value": spoken.value}
    found = use.say_progress(parts.store, parts.clock, _press(submitted, of), spoken.progress, **said, due=spoken.due)
    return _kept(parts, submitted.sender, of, found)


def given(parts: Parts, submitted: Submission) -> str:
    """Return an action to the person who was chosen."""
    of, owner = submitted.of(OfAction), words.read_owner(submitted.view.state)
    refusal = why_not_theirs(parts, submitted.sender.workspace, owner) if owner else words.NO_PERSON
    if refusal:
        return refusal
    return _kept(parts, submitted.sender, of, use.give_action(parts.store, parts.clock, _press(submitted, of), owner))


def _kept(parts: Parts, sender: Sender, of: OfAction, found: use.ActionOutcome) -> str:
    """Draw the list anew in which an action was updated, or say why it was not."""
    match found:
        case ActionStanding():
            draw_anew(parts, sender, of)
            return ""
        case use.Unsaid.REASON:
            return words.WHY
        case use.Unsaid.OWNER:
            return words.NO_PERSON
        case NotForYou():
            return words.NOT_YOURS
        case NotHere():
            return words.GONE


ASKS_MORE = (Progress.DONE, *WANT_WHY)
"""What is said in a form, since there is more to say: what was done, or why it is stuck or dropped."""


MINE = frozenset({"mine", "me", "my"})


def plan(parts: Parts, asked: Command) -> Message:
    """Answer with the plan asked for, or with the asker's own actions: always those in a direct message."""
    typed = asked.words.casefold().split()
    own = not MINE.isdisjoint(typed[:1] + typed[-1:]) or (asked.direct and not typed)
    return own_list(parts, asked.sender) if own else plan_list(parts, asked)


def say(parts: Parts, pressed: BlockAction) -> Reply:
    """Take the progress that a button reports; a form asks for the rest where there is more to say."""
    of, progress = pressed.of(OfAction), said_by(pressed.action)
    if progress in ASKS_MORE or (progress is Progress.ON_TRACK and _is_late(parts, pressed, of)):
        return _update_form(parts, pressed, OfAction(of.assessment, of.action, progress))
    if progress is None:
        return None
    match use.say_progress(parts.store, parts.clock, _press(pressed, of), progress):
        case ActionStanding() | use.Unsaid():
            return None  # the messages that show the action are drawn anew
        case NotForYou() | NotHere() as refused:
            return _why_not(parts, pressed, of, refused)


def _is_late(parts: Parts, pressed: BlockAction, of: OfAction) -> bool:
    """Whether an action is overdue, so that a new day is to be said."""
    found = use.find_action(parts.store, _press(pressed, of))
    return isinstance(found, ActionStanding) and found.is_overdue(_today(parts))


def open_update(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form in which a person reports how far an action is."""
    return _update_form(parts, pressed, _listed(pressed))


def _listed(pressed: BlockAction) -> OfAction:
    """Remember the list in which it was pressed, so that it can be drawn anew."""
    of = pressed.of(OfAction)
    return OfAction(of.assessment, of.action, None, of.shown_in, pressed.respond_at if of.shown_in else "")


def _update_form(parts: Parts, pressed: BlockAction, of: OfAction) -> Reply:
    found = use.find_action(parts.store, _press(pressed, of))
    if isinstance(found, NotForYou | NotHere):
        return _why_not(parts, pressed, of, found)
    return words.update_form(of, found)


def open_give(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that gives an action to a person."""
    of = _listed(pressed)
    found = use.find_action(parts.store, _press(pressed, of))
    if isinstance(found, NotForYou | NotHere):
        return _why_not(parts, pressed, of, found)
    return words.give_form(of, found.accepted)


def _press(pressed: BlockAction | Submission, of: OfAction) -> use.ActionPress:
    """Return who does what with an action; a form is in no channel."""
    return use.ActionPress(pressed.deed, of.assessment, of.action)


def _why_not(parts: Parts, pressed: BlockAction, of: OfAction, refused: NotForYou | NotHere) -> Reply:
    """Say whose word counts, where the action is of the channel in which it was pressed."""
    if isinstance(refused, NotHere):
        return words.GONE
    sender = pressed.sender
    with parts.store.reading() as view:
        assessment = visible(Right.SEE, view.assessment(sender.workspace, of.assessment), sender.channel)
        actions = view.actions(sender.workspace, of.assessment)
    accepted = next((each for each in actions if each.id == of.action), None)
    if assessment is None or accepted is None:
        return words.NOT_YOURS
    return words.not_yours(assessment, accepted)


ROUTES: tuple[Route, ...] = (
    CommandRoute(
        "/cx-plan",
        plan,
        "Show the accepted plan of this channel and how it goes",
        "[framework or subject] | mine | help",
    ),
    ActionRoute(ids.SAY, say, family=True),
    ActionRoute(ids.OPEN_UPDATE, open_update),
    ActionRoute(ids.OPEN_GIVE, open_give),
    ActionRoute(ids.SHOW_PLAN, show_plan),
    FormRoute(ids.UPDATE_FORM, updated, at=(words.NOTE,)),
    FormRoute(ids.GIVE_FORM, given, at=(words.OWNER,)),
)
