"""Changes to one place of a draft: a sentence of a text, or a field of a plan's action."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, assert_never

from bot.core.drafts.draft import Content, Prose, Sentence
from bot.core.plan.plan import Action, Plan
from tests.drafts.corpus import Honest

Where = Literal["first", "middle", "last"]
FIELDS = ("what", "first_step", "measure")
WHERE: tuple[Where, ...] = ("first", "middle", "last")


@dataclass(frozen=True, slots=True)
class Place:
    """One text of a draft: the number of the sentence or action, and the action's field."""

    number: int
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Lie:
    """A draft made false or forbidden, with the reason; ``heard`` is evidence that stands in the brief besides.

    ``variant`` tells apart what is done for the same reason, so that the choice is even.
    """

    reason: str
    content: Content
    heard: str = ""
    variant: str = ""


Tamper = Callable[[Honest], Iterator[Lie]]


def places(content: Content) -> list[Place]:
    """Give every text of a draft in its order; of a plan the texts of each action, without its owner."""
    match content:
        case Prose(sentences):
            return [Place(number, "text", each.text) for number, each in enumerate(sentences)]
        case Plan(actions):
            return [
                Place(number, field, str(getattr(each, field)))
                for number, each in enumerate(actions)
                for field in FIELDS
            ]
        case _:
            assert_never(content)


def put(content: Content, place: Place, text: str) -> Content:
    """Give the draft with another text at a place."""
    match content:
        case Prose(sentences):
            changed = replace(sentences[place.number], text=text)
            return Prose((*sentences[: place.number], changed, *sentences[place.number + 1 :]))
        case Plan():
            return with_action(content, place.number, **{place.field: text})
        case _:
            assert_never(content)


def with_action(plan: Plan, number: int, **changes: str | int) -> Plan:
    """Give the plan with some fields of an action changed."""
    action: Action = replace(plan.actions[number], **changes)  # type: ignore[arg-type]  # the fields' names are data here
    return Plan((*plan.actions[:number], action, *plan.actions[number + 1 :]))


def added(content: Content, sentence: str, where: Where, facts: tuple[str, ...] | None = None) -> Content:
    """Give the draft with one more sentence; in a plan it follows one of the texts of an action."""
    match content:
        case Prose(sentences):
            at = {"first": 0, "middle": len(sentences) // 2, "last": len(sentences)}[where]
            new = Sentence(sentence, sentences[0].facts if facts is None else facts)
            return Prose((*sentences[:at], new, *sentences[at:]))
        case Plan(actions):
            number = {"first": 0, "middle": len(actions) // 2, "last": len(actions) - 1}[where]
            field = FIELDS[WHERE.index(where)]
            return with_action(content, number, **{field: f"{getattr(actions[number], field)}. {sentence}"})
        case _:
            assert_never(content)


def edited(honest: Honest, reason: str, edit: Callable[[str], str | None]) -> Iterator[Lie]:
    """Yield a draft for each of its texts that an edit changes; None leaves a text alone."""
    for place in places(honest.content):
        text = edit(place.text)
        if text is not None and text != place.text:
            yield Lie(reason, put(honest.content, place, text))


def replaced(pattern: str, by: Callable[[re.Match[str]], str | None]) -> Callable[[str], str | None]:
    """Make an edit that changes the first match for which ``by`` has something else."""

    def edit(text: str) -> str | None:
        for found in re.finditer(pattern, text):
            other = by(found)
            if other is not None and other != found[0]:
                return text[: found.start()] + other + text[found.end() :]
        return None

    return edit


def always(text: str) -> Callable[[object], str]:
    """Make an edit that gives the same text whatever stood there."""
    return lambda _before: text


def said(honest: Honest) -> str:
    """Give everything that stands in the brief, as one text."""
    return "\n".join(each.text for each in honest.brief.facts)
