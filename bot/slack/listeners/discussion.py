"""The discussion after a reveal: its buttons and its forms."""

from dataclasses import replace

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.privacy import Right
from bot.core.scoring.agenda import AgendaItem
from bot.slack.blocks import Message, Mistakes
from bot.slack.payloads import BlockAction, Submission
from bot.slack.routes import ActionRoute, FormRoute, Parts, Route, answer, at_first_field, open_form, presence_of
from bot.slack.values import (
    AGREE_FORM,
    AGREE_ON,
    AGREE_TAKE_BACK,
    OPEN_SHARING,
    RATE_AGAIN,
    RATE_AGAIN_FORM,
    SHARING_FORM,
    SHOW_SAID,
    SHOW_WHO,
    TAKE_LEAD,
    read_change,
    read_departure,
    read_ownerless,
)
from bot.slack.views.discussion import lead_offered, refusal
from bot.slack.views.discussion_forms import (
    MINUTES,
    again_form,
    agree_form,
    minutes_form,
    read_again,
    read_agree,
    read_minutes,
    said_window,
    who_window,
)
from bot.use_cases.discussion import (
    Discussed,
    Hindrance,
    Refused,
    agree,
    find_discussion,
    rate_again,
    set_minutes,
    take_back,
    take_lead,
    why_not_again,
)
from bot.use_cases.ports import Deed, Presence


def _find(parts: Parts, pressed: BlockAction, assessment_id: str, right: Right) -> Discussed | None:
    """Return the discussion to a person who has the right; any other is told why not."""
    with parts.store.reading() as view:
        found = find_discussion(view, pressed.sender.deed(pressed.event), assessment_id, right=right)
    if isinstance(found, Discussed):
        return found
    _refuse(parts, pressed, assessment_id, found)
    return None


def _refuse(parts: Parts, pressed: BlockAction, assessment_id: str, refused: Refused) -> None:
    """Say why something is not done; where the facilitator is gone, offer the lead."""
    message = Message(refusal(refused))
    if refused.why is Hindrance.NOT_YOURS and _is_gone(parts, pressed, refused.facilitator):
        message = lead_offered(assessment_id, refused.facilitator)
    answer(parts, pressed, message)


def _is_gone(parts: Parts, pressed: BlockAction, person: str) -> bool:
    sender = pressed.sender
    return presence_of(parts, replace(sender, person=person), sender.channel) is Presence.OUT


def lead(parts: Parts, pressed: BlockAction) -> None:
    """Take the lead of a discussion whose facilitator is gone; Slack is asked again whether that is so."""
    assessment_id, former = read_ownerless(pressed.value)
    if not _is_gone(parts, pressed, former):
        answer(parts, pressed, Message(STILL_THERE))
        return
    done = take_lead(parts.store, parts.clock, pressed.sender.deed(pressed.event), assessment_id, former)
    answer(parts, pressed, Message(refusal(done) if isinstance(done, Refused) else YOU_LEAD))


def _item(parts: Parts, pressed: BlockAction, right: Right) -> tuple[Discussed, AgendaItem] | None:
    """Return the dimension that a button is about; where there is none the person is told so."""
    assessment_id, key = read_change(pressed.value)
    found = _find(parts, pressed, assessment_id, right)
    item = found.item(key) if found is not None else None
    if found is not None and item is None:
        answer(parts, pressed, Message(refusal(Refused(Hindrance.NOT_HERE))))
    return (found, item) if found is not None and item is not None else None


def open_agree(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that records what the group agreed on."""
    found = _item(parts, pressed, Right.SETTLE)
    if found is not None and found[1].rounds.open is not None:
        answer(parts, pressed, Message(refusal(Refused(Hindrance.UNDER_WAY))))
    elif found is not None:
        open_form(parts, pressed, agree_form(found[0].assessment, found[1]))


def open_again(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that has a dimension rated again."""
    found = _item(parts, pressed, Right.SETTLE)
    if found is None:
        return
    discussed, item = found
    if (why := why_not_again(discussed, item)) is not None:
        answer(parts, pressed, Message(refusal(Refused(why))))
        return
    others = [each for each in discussed.items if each.rounds.can_be_rated_again and each.row.key != item.row.key]
    open_form(parts, pressed, again_form(discussed.assessment, item.row.key, others, parts.clock.now()))


def show_said(parts: Parts, pressed: BlockAction) -> None:
    """Show a person everything that was said about a dimension."""
    found = _item(parts, pressed, Right.SEE)
    if found is not None:
        open_form(parts, pressed, said_window(found[0].assessment, found[1]))


def show_who(parts: Parts, pressed: BlockAction) -> None:
    """Show a person of the channel who said what, in an assessment that was opened with names; in no other."""
    found = _find(parts, pressed, pressed.value, Right.SEE)
    if found is not None:
        open_form(parts, pressed, who_window(found.assessment))


def open_minutes(parts: Parts, pressed: BlockAction) -> None:
    """Open the form that changes how long the discussion takes."""
    found = _find(parts, pressed, pressed.value, Right.SETTLE)
    if found is not None:
        open_form(parts, pressed, minutes_form(found.assessment))


def take_agreement_back(parts: Parts, pressed: BlockAction) -> None:
    """Take back what was agreed on."""
    assessment_id, number = read_departure(pressed.value)
    done = take_back(parts.store, parts.clock, pressed.sender.deed(pressed.event), assessment_id, number)
    if isinstance(done, Refused):
        _refuse(parts, pressed, assessment_id, done)


def _of_form(parts: Parts, submitted: Submission, assessment_id: str) -> tuple[Deed, Assessment] | None:
    """Return what a form is about and who submits it, in the channel of the assessment: a form names none."""
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, assessment_id)
    if assessment is None:
        return None
    return submitted.sender.deed(submitted.event, channel=assessment.channel), assessment


def agreed(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Record what the group agreed on."""
    assessment_id, key = read_change(submitted.view.metadata)
    found = _of_form(parts, submitted, assessment_id)
    if found is None:
        return at_first_field(submitted, GONE)
    deed, assessment = found
    filled = read_agree(assessment, submitted.view.state)
    if isinstance(filled, Mistakes):
        return filled
    level = AgreedLevel(key, filled.level, deed.person, parts.clock.now(), filled.reason, filled.dissent)
    return _done(submitted, agree(parts.store, parts.clock, deed, assessment_id, level))


def again(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Have some dimensions rated again."""
    assessment_id, key = read_change(submitted.view.metadata)
    found = _of_form(parts, submitted, assessment_id)
    if found is None:
        return at_first_field(submitted, GONE)
    deed, assessment = found
    filled = read_again(assessment, key, submitted.view.state, parts.clock.now())
    if isinstance(filled, Mistakes):
        return filled
    return _done(submitted, rate_again(parts.store, parts.clock, deed, assessment_id, filled))


def minutes(parts: Parts, submitted: Submission) -> Mistakes | None:
    """Record how long the discussion takes."""
    assessment_id = submitted.view.metadata
    found, filled = _of_form(parts, submitted, assessment_id), read_minutes(submitted.view.state)
    if found is None:
        return Mistakes({MINUTES: GONE})
    if isinstance(filled, Mistakes):
        return filled
    return _done(submitted, set_minutes(parts.store, parts.clock, found[0], assessment_id, filled))


def _done(submitted: Submission, done: Discussed | Refused) -> Mistakes | None:
    return at_first_field(submitted, refusal(done)) if isinstance(done, Refused) else None


STILL_THERE = "Slack does not say that this person is gone, so the lead stays where it is."
YOU_LEAD = "You lead this discussion now. Press the button again that you wanted."
GONE = "This assessment is not here any more. Close the form."
ROUTES: tuple[Route, ...] = (
    ActionRoute(AGREE_ON, open_agree),
    ActionRoute(AGREE_TAKE_BACK, take_agreement_back),
    ActionRoute(RATE_AGAIN, open_again),
    ActionRoute(SHOW_SAID, show_said),
    ActionRoute(SHOW_WHO, show_who),
    ActionRoute(OPEN_SHARING, open_minutes),
    ActionRoute(TAKE_LEAD, lead),
    FormRoute(AGREE_FORM, agreed),
    FormRoute(RATE_AGAIN_FORM, again),
    FormRoute(SHARING_FORM, minutes),
)
