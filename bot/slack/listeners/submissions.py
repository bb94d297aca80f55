"""Submitted forms: mistakes come back at their fields, the rest is recorded before the form closes."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.conversation.talk import Said
from bot.core.conversation.turns import Button, Press
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.slack.parts import Parts
from bot.slack.payloads import Sender, submission
from bot.slack.values import read_change
from bot.slack.views.prompt import DIMENSION
from bot.slack.views.prompt import read_change as read_change_form
from bot.slack.views.start import CHANNEL, SUBJECT, Mistakes, channel_of, picked_channel, read_form
from bot.use_cases.conversation import Pressed, correct_rating
from bot.use_cases.start import Start, start_assessment

OLD_FORM = "This form is of an earlier version. Close it and open it anew."
NO_CHANNEL = "This form has lost its channel. Close it and type /cx-assess again."
FROM_OUTSIDE = (
    "You are a guest from another organisation here, so cxbot takes nothing from you. Ask a member of the team."
)
NOT_IN_CHANNEL = "You are not in that channel any more. Close the form and type /cx-assess where you want to start."
PICKED = {
    NO_CHANNEL: "Choose the channel of the team.",
    NOT_IN_CHANNEL: "You are not in that channel. Choose one that you are in, or join that one first.",
}
"""The same refusals where the channel is picked in the form."""
SLACK_IS_SLOW = "Slack did not answer in time. Nothing is lost: press Start again."
GONE = "This assessment is not here any more. Close the form."


def start(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Start the assessment that was filled in."""
    submitted = submission(body)
    filled = read_form(parts.frameworks, submitted.view.state)
    opened_in = channel_of(submitted.view.metadata)
    channel = opened_in or picked_channel(submitted.view.state)
    if isinstance(filled, Mistakes):
        ack(response_action="errors", errors=dict(filled.errors))
        return
    if refusal := _why_not_there(parts, submitted.sender, channel):
        is_picked = CHANNEL in submitted.view.state and not opened_in
        errors = {CHANNEL: PICKED.get(refusal, refusal)} if is_picked else {SUBJECT: refusal}
        ack(response_action="errors", errors=errors)
        return
    start_assessment(
        parts.store,
        parts.clock,
        Start(
            workspace=submitted.sender.workspace,
            channel=channel,
            person=submitted.sender.person,
            framework=filled.framework,
            subject=filled.subject,
            targets=filled.targets,
            event=submitted.event,
        ),
    )
    ack()


def _why_not_there(parts: Parts, sender: Sender, channel: str) -> str:
    """Say why nothing can be started in a channel by somebody; the form may have been open for days.

    A channel that the bot cannot see is taken on trust: nothing is posted there before somebody of it invites the bot.
    """
    if not channel:
        return NO_CHANNEL
    if sender.outside:
        return FROM_OUTSIDE
    try:
        there = parts.gateway_of(sender.workspace).has_member(channel=channel, person=sender.person)
    except SlackRefusedError:
        there = True
    except SlackUnavailableError:
        return SLACK_IS_SLOW
    return "" if there else NOT_IN_CHANNEL


def change(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Record the answer that was changed."""
    submitted = submission(body)
    assessment_id, key = read_change(submitted.view.metadata)
    with parts.store.reading() as view:
        assessment = view.assessment(submitted.sender.workspace, assessment_id)
    if submitted.sender.outside or assessment is None or submitted.sender.person not in assessment.respondents():
        ack(response_action="errors", errors={DIMENSION: GONE})
        return
    said = read_change_form(assessment, key, submitted.view.state)
    if not isinstance(said, Said):
        ack(response_action="errors", errors=dict(said))
        return
    pressed = Pressed(
        workspace=submitted.sender.workspace,
        channel=assessment.channel,
        assessment=assessment_id,
        person=submitted.sender.person,
        press=Press(Button.KEEP, 0, said.dimension),
        event=submitted.event,
        said_at=parts.clock.now(),
    )
    correct_rating(parts.store, parts.clock, pressed, said)
    ack()


def unknown(_parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Say at the first field of a form that is not ours (any more); what was typed stays to be copied."""
    first = next(iter(submission(body).view.state), None)
    if first is None:
        ack()
        return
    ack(response_action="errors", errors={first: OLD_FORM})
