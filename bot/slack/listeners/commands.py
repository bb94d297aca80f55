"""The slash commands: `/cx-assess` opens the form at once, `/cx-scorecard` answers the person who asks."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack

from bot.core.assessment import Subject
from bot.core.errors import SlackRefusedError, SlackUnavailableError
from bot.core.framework import Framework
from bot.core.scoring.trend import Comparison, Trend
from bot.slack.blocks import Message
from bot.slack.parts import Parts
from bot.slack.payloads import Command, command
from bot.slack.views import lists, trend
from bot.slack.views import lists as comparison
from bot.slack.views.scorecard import for_asker
from bot.slack.views.start import Form, start_form
from bot.use_cases.ports import NewJob
from bot.use_cases.scorecards import (
    Answer,
    Card,
    HelpWanted,
    Listed,
    NoMatch,
    NoneYet,
    OverTime,
    UnderWay,
    Unlike,
    find_answer,
)

IN_A_CHANNEL = (
    "Type `/cx-assess` in the channel of the team that you want to assess: the questions come in a thread there."
)
TOO_LATE = "Slack took too long to open the form. Nothing is lost: type `/cx-assess` again."
LOOKING = "I look up what your channels have, and write it to you in a direct message."
NONE_HERE = "Nothing has been assessed in this channel yet. Type `/cx-assess` to start."


def assess(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Open the form with what is known already: the words of the command, and the subject assessed last here."""
    asked = command(body)
    if asked.direct:
        ack(response_type="ephemeral", text=IN_A_CHANNEL)
        return
    form = _form(parts, asked)
    try:
        parts.gateway_of(asked.sender.workspace).open_view(trigger=asked.trigger, view=start_form(form))
    except (SlackRefusedError, SlackUnavailableError) as error:
        parts.report("form_not_opened", error)
        ack(response_type="ephemeral", text=TOO_LATE)
        return
    ack()


def _form(parts: Parts, asked: Command) -> Form:
    """Prefill: words that name a framework choose it (else the one used last here), the rest is the subject."""
    with parts.store.reading() as view:
        last = view.last_subject(asked.sender.workspace, asked.sender.channel)
        lines = view.lines(asked.sender.workspace, asked.sender.channel, limit=1)
    used = [each for line in lines for each in parts.frameworks if each.slug == line.framework]
    framework, name = choose((*used, *parts.frameworks), asked.words)
    subject = last or Subject("")
    if name and (last is None or not last.name.casefold().startswith(name.casefold())):
        subject = Subject(name)
    return Form(parts.frameworks, framework, asked.sender.channel, subject)


def choose(frameworks: tuple[Framework, ...], words: str) -> tuple[Framework, str]:
    """Split the words of the command into the framework that they name (the first one where none) and the subject."""
    rest = words.split()
    fits = list(frameworks)
    for word in reversed(words.split()):
        narrowed = [each for each in fits if _names(each, word)]
        if not narrowed or len(rest) == 0:
            break
        fits, rest = narrowed, rest[:-1]
    named = fits[0] if len(rest) < len(words.split()) else frameworks[0]
    return named, " ".join(rest)


def _names(framework: Framework, word: str) -> bool:
    parts = f"{framework.slug} {framework.title}".casefold().replace("-", " ").split()
    return word.casefold() == framework.slug or any(part.startswith(word.casefold()) for part in parts)


def scorecard(parts: Parts, ack: Ack, body: Mapping[str, Any]) -> None:
    """Answer with the scorecard asked for; outside a channel with assessments, list what the person may see."""
    asked = command(body)
    answer = find_answer(parts.store, asked.sender.workspace, asked.sender.channel, asked.words)
    if isinstance(answer, NoneYet) and _is_any_elsewhere(parts, asked):
        _look_elsewhere(parts, asked)
        ack(response_type="ephemeral", text=LOOKING if asked.direct else f"{NONE_HERE} {LOOKING}")
        return
    message = parts.gateway_of(asked.sender.workspace).gate.message(_worded(answer))
    ack(response_type="ephemeral", text=message["text"], blocks=message["blocks"])


def _is_any_elsewhere(parts: Parts, asked: Command) -> bool:
    with parts.store.reading() as view:
        return asked.direct or bool(view.channels(asked.sender.workspace))


def _look_elsewhere(parts: Parts, asked: Command) -> None:
    """Asking Slack for the members of each channel can take longer than Slack waits, so a job does it."""
    payload = {"workspace": asked.sender.workspace, "person": asked.sender.person}
    with parts.store.writing() as tx:
        tx.enqueue(NewJob("elsewhere", f"elsewhere:{asked.sender.workspace}:{asked.sender.person}", payload))


def _worded(answer: Answer | OverTime) -> Message:
    match answer:
        case Trend():
            return trend.trend(answer)
        case Comparison():
            return comparison.comparison(answer)
        case UnderWay():
            return trend.under_way(answer)
        case Unlike():
            return comparison.unlike(answer)
        case Card(card=card, accepted=accepted):
            return for_asker(card, accepted)
        case Listed():
            return lists.listed(answer)
        case NoMatch():
            return lists.no_match(answer)
        case NoneYet():
            return lists.none_yet(answer)
        case HelpWanted():
            return lists.help_message(answer)
