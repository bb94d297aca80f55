"""What a person is told alone about a press under a draft: why nothing came of it, and what stands instead."""

from bot.core.assessment import Assessment
from bot.core.draft import Draft, Verb
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.text import mention

ASKED = "The texts are being drafted; they appear in the thread of the assessment."
ALREADY_THERE = (
    "Every text has its draft already: you find them in the thread. To get another one, press *Redraft* under it."
)
NOT_COMPLETE = "There is nothing to draft yet: the drafts follow from a complete scorecard with at least one level."
NOTHING_WAITS = (
    "There is nothing left to accept at once. Where answers have changed after a draft was written, look at it first:"
    " *Redraft* brings it up to date."
)
NOTHING_LEFT = "Nothing is left of this text. Write a few words."
CLOSE = "Close the form."


def not_yours(assessment: Assessment) -> Message:
    """Say whose word counts about the drafts of an assessment."""
    people = dict.fromkeys((assessment.facilitator, *assessment.respondents()))
    verb = "decides" if len(people) == 1 else "decide"
    named = " and ".join(mention(each) for each in people)
    text = f"{named} {verb} about these drafts. Tell them in the thread what should be different."
    return Message(text, (kit.section(text),))


def too_late(stands: Draft, pressed: str) -> Message:
    """Say what stands by now in place of what a person pressed."""
    text = too_late_words(stands, pressed, live=True)
    return Message(text, (kit.section(text),))


def too_late_words(stands: Draft, pressed: str, *, live: bool = False) -> str:
    """Say the same; ``live`` names people by mention, which a form does not show."""
    decision = stands.decision
    if stands.id != pressed:
        state = "is being written" if stands.made is None else "is in the thread"
        return f"A newer draft of this text {state}; it takes the place of this one."
    who = mention(decision.by) if decision is not None and live else "Somebody"
    if decision is None:
        return "This draft has changed since you opened it. Look at it in the thread, then try again."
    if decision.verb is Verb.ACCEPT:
        return f"{who} has accepted this text by now. It can be undone, or edited, in the thread."
    return f"{who} has discarded this draft by now. It can be undone in the thread."


def too_many(most: int) -> str:
    """Say that enough drafts of a text were asked for."""
    return f"This text was drafted {most} times, which is as often as it goes. Close the form and press Edit."
