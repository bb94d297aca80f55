"""The discussion after a reveal: its buttons and its forms."""

from dataclasses import replace

from bot.core.assessment import Assessment
from bot.core.privacy import Right
from bot.core.scoring.agenda import AgendaItem
from bot.slack import ids
from bot.slack.blocks import Message, Mistakes
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, NotDone, Parts, Reply, Route, presence_of
from bot.slack.values import OfNumber, OfTwo
from bot.slack.views import discussion as forms
from bot.slack.views.discussion import lead_offered, refusal
from bot.slack.views.private import FORM_GONE
from bot.use_cases import discussion as use
from bot.use_cases.ports import Deed, Presence


def _find(parts: Parts, pressed: BlockAction, assessment_id: str, right: Right) -> use.Discussed:
    """Return the discussion to a person who has the right; NotDone says to any other why not."""
    with parts.store.reading() as view:
        found = use.find_discussion(view, pressed.deed, assessment_id, right=right)
    if isinstance(found, use.Refused):
        raise NotDone(_why_not(parts, pressed, assessment_id, found))
    return found


def _why_not(parts: Parts, pressed: BlockAction, assessment_id: str, refused: use.Refused) -> Message:
    """Say why something is not done; where the facilitator is gone, offer the lead."""
    if refused.why is use.Hindrance.NOT_YOURS and _is_gone(parts, pressed, refused.facilitator):
        return lead_offered(assessment_id, refused.facilitator)
    return Message(refusal(refused))


def _is_gone(parts: Parts, pressed: BlockAction, person: str) -> bool:
    sender = pressed.sender
    return presence_of(parts, replace(sender, person=person), sender.channel) is Presence.OUT


def lead(parts: Parts, pressed: BlockAction) -> str:
    """Take the lead of a discussion whose facilitator is gone; Slack is asked again whether that is so."""
    assessment_id, former = pressed.of(OfTwo)
    if not _is_gone(parts, pressed, former):
        return STILL_THERE
    done = use.take_lead(parts.store, parts.clock, pressed.deed, assessment_id, former)
    return refusal(done) if isinstance(done, use.Refused) else YOU_LEAD


def _item(parts: Parts, pressed: BlockAction, right: Right) -> tuple[use.Discussed, AgendaItem]:
    """Return the dimension that a button is about; NotDone where there is none, or it is not the person's."""
    assessment_id, key = pressed.of(OfTwo)
    found = _find(parts, pressed, assessment_id, right)
    if (item := found.item(key)) is None:
        raise NotDone(refusal(use.Refused(use.Hindrance.NOT_HERE)))
    return found, item


def open_agree(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that records what the group agreed on."""
    discussed, item = _item(parts, pressed, Right.SETTLE)
    is_open = item.rounds.open is not None
    return refusal(use.Refused(use.Hindrance.UNDER_WAY)) if is_open else forms.agree_form(discussed.assessment, item)


def open_again(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that has a dimension rated again."""
    discussed, item = _item(parts, pressed, Right.SETTLE)
    if (why := use.why_not_again(discussed, item)) is not None:
        return refusal(use.Refused(why))
    others = [each for each in discussed.items if each.rounds.can_be_rated_again and each.row.key != item.row.key]
    return forms.again_form(discussed.assessment, item.row.key, others, parts.clock.now())


def show_said(parts: Parts, pressed: BlockAction) -> Reply:
    """Show a person everything that was said about a dimension."""
    discussed, item = _item(parts, pressed, Right.SEE)
    return forms.said_window(discussed.assessment, item)


def show_who(parts: Parts, pressed: BlockAction) -> Reply:
    """Show a person of the channel who said what, in an assessment that was opened with names; in no other."""
    return forms.who_window(_find(parts, pressed, pressed.value, Right.SEE).assessment)


def open_minutes(parts: Parts, pressed: BlockAction) -> Reply:
    """Open the form that changes how long the discussion takes."""
    return forms.minutes_form(_find(parts, pressed, pressed.value, Right.SETTLE).assessment)


def take_agreement_back(parts: Parts, pressed: BlockAction) -> Reply:
    """Take back what was agreed on."""
    assessment_id, number = pressed.of(OfNumber)
    done = use.take_back(parts.store, parts.clock, pressed.deed, assessment_id, number)
    return _why_not(parts, pressed, assessment_id, done) if isinstance(done, use.Refused) else None


def _of_form(parts: Parts, submitted: Submission, assessment_id: str) -> tuple[Deed, Assessment]:
    """Return what a form is about and who submits it, in the channel of the assessment: a form names none."""
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, assessment_id)
    if assessment is None:
        raise NotDone(FORM_GONE)
    return submitted.sender.deed(submitted.event, channel=assessment.channel), assessment


def agreed(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Record what the group agreed on."""
    assessment_id, key = submitted.of(OfTwo)
    deed, assessment = _of_form(parts, submitted, assessment_id)
    level = forms.read_agree(assessment, key, deed.person, parts.clock.now(), submitted.view.state)
    if isinstance(level, Mistakes):
        return level
    return _refused(use.agree(parts.store, parts.clock, deed, assessment_id, level))


def again(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Have some dimensions rated again."""
    assessment_id, key = submitted.of(OfTwo)
    deed, assessment = _of_form(parts, submitted, assessment_id)
    filled = forms.read_again(assessment, key, submitted.view.state, parts.clock.now())
    if isinstance(filled, Mistakes):
        return filled
    return _refused(use.rate_again(parts.store, parts.clock, deed, assessment_id, filled))


def minutes(parts: Parts, submitted: Submission) -> Mistakes | str:
    """Record how long the discussion takes."""
    assessment_id = submitted.view.metadata
    (deed, _), filled = _of_form(parts, submitted, assessment_id), forms.read_minutes(submitted.view.state)
    if isinstance(filled, Mistakes):
        return filled
    return _refused(use.set_minutes(parts.store, parts.clock, deed, assessment_id, filled))


def _refused(done: use.Discussed | use.Refused) -> str:
    return refusal(done) if isinstance(done, use.Refused) else ""


STILL_THERE = "Slack does not say that this person is gone, so the lead stays where it is."
YOU_LEAD = "You lead this discussion now. Press the button again that you wanted."
ROUTES: tuple[Route, ...] = (
    ActionRoute(ids.AGREE_ON, open_agree),
    ActionRoute(ids.AGREE_TAKE_BACK, take_agreement_back),
    ActionRoute(ids.RATE_AGAIN, open_again),
    ActionRoute(ids.SHOW_SAID, show_said),
    ActionRoute(ids.SHOW_WHO, show_who),
    ActionRoute(ids.OPEN_SHARING, open_minutes),
    ActionRoute(ids.TAKE_LEAD, lead),
    FormRoute(ids.AGREE_FORM, agreed),
    FormRoute(ids.RATE_AGAIN_FORM, again),
    FormRoute(ids.SHARING_FORM, minutes, at=(forms.MINUTES,)),
)
