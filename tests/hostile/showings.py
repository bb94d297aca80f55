"""Every function of the views that builds a message or a view, and what it is shown here."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

from bot.core.assessment import Assessment, Status, Subject
from bot.core.conversation import Because, Hint, Wants
from bot.core.framework import Framework
from bot.core.scorecard import scorecard
from bot.core.thread import Confirmation, Headline, Placed, Resting, layout
from bot.core.thread import prompt as prompt_of
from bot.slack import views
from bot.slack.blocks import Message
from bot.slack.views.change import change_form
from bot.slack.views.headline import headline
from bot.slack.views.home import home
from bot.slack.views.lists import elsewhere, help_message, listed, no_match, none_yet
from bot.slack.views.private import private_word
from bot.slack.views.prompt import confirmation, prompt, resting
from bot.slack.views.scorecard import for_asker, in_thread, shared
from bot.slack.views.start import Form, start_form
from bot.use_cases.ports import AssessmentLine, PrivateWord
from bot.use_cases.show_scorecard import ELSEWHERE, HelpWanted, Listed, NoMatch, NoneYet
from tests.hostile.made import CHANNEL, FACILITATOR, LAST, NOW, Maker

Shown = Message | dict[str, Any]
SHARER = "U0PRIYA001"


@dataclass(frozen=True, slots=True)
class Cast:
    """One example: several frameworks, an assessment, the one before it, and the maker of more words."""

    maker: Maker
    frameworks: tuple[Framework, ...]
    assessment: Assessment
    before: Assessment


def cast(maker: Maker) -> Cast:
    frameworks = tuple(maker.framework(number) for number in range(maker.rng.choice((1, 4, 25))))
    chosen = frameworks[0]
    before = replace(maker.assessment(chosen, Status.COMPLETE, NOW - timedelta(days=90)), id="before0000")
    found = maker.assessment(chosen, maker.rng.choice((*Status, Status.COMPLETE)))
    same = maker.rng.random() < 0.7
    return Cast(maker, frameworks, found, replace(before, subject=found.subject) if same else before)


def _headlines(given: Cast) -> Iterator[Shown]:
    placed: tuple[Placed, ...] = layout(given.assessment, (), given.before)
    for each in placed:
        if isinstance(each.shows, Headline):
            yield headline(each.shows)
            yield from (headline(replace(each.shows, status=status)) for status in Status)


def _prompts(given: Cast) -> Iterator[Shown]:
    framework = given.assessment.framework
    for wants in Wants:
        for because in Because:
            asked = tuple(given.maker.question(framework, number, wants, because) for number in range(1, LAST + 1))
            yield prompt(prompt_of(given.assessment, asked, asked[-1]))


def _confirmations(given: Cast) -> Iterator[Shown]:
    for rating in given.assessment.ratings[:8]:
        framework = given.assessment.framework
        dimension = framework.dimension(rating.dimension)
        before = given.maker.rating(framework, dimension, NOW)
        yield confirmation(Confirmation(given.assessment.id, framework, dimension, rating, None))
        yield confirmation(Confirmation(given.assessment.id, framework, dimension, rating, before))


def _restings(given: Cast) -> Iterator[Shown]:
    for status in (Status.PAUSED, Status.STOPPED):
        yield resting(Resting(given.assessment.id, status, FACILITATOR, 1, 6))


def _cards(given: Cast) -> Iterator[Shown]:
    for before in (None, given.before):
        card = scorecard(given.assessment, before)
        yield in_thread(card)
        yield for_asker(card)
        yield shared(card, SHARER)


def _lists(given: Cast) -> Iterator[Shown]:
    lines = tuple(_line(given, number) for number in range(given.maker.rng.choice((1, 14, 50))))
    yield listed(Listed(lines))
    yield elsewhere(lines)
    yield elsewhere(())
    names = tuple(given.maker.name(150) for _ in range(given.maker.rng.choice((1, 40))))
    yield no_match(NoMatch(given.maker.said(8_000), given.maker.rng.choice(("", names[0])), names))
    yield none_yet(NoneYet())
    yield help_message(HelpWanted())


def _line(given: Cast, number: int) -> AssessmentLine:
    shown = given.assessment
    status = given.maker.rng.choice(tuple(Status))
    title, subject = given.maker.name(150), given.maker.name(100)
    return AssessmentLine(
        f"id{number:08}", shown.workspace, CHANNEL, "1.1", "slug", title, subject, status, NOW, shown.completed_at
    )


def _words(given: Cast) -> Iterator[Shown]:
    hints = (*Hint, ELSEWHERE, "invite_me", "cannot_post", "share_failed", "a hint of a later version")
    keys = [each.key for each in given.assessment.framework.dimensions]
    for hint in hints:
        words = given.maker.said(4_000)
        detail = {
            "dimension": given.maker.rng.choice((*keys, "gone")),
            "said": words,
            "words": words,
            "channel": CHANNEL,
        }
        detail |= {"found": ",".join(keys[: given.maker.rng.choice((0, 1, 2, 30))]), "assessment": given.assessment.id}
        yield private_word(PrivateWord(hint, FACILITATOR, detail, given.assessment))
        yield private_word(PrivateWord(hint, FACILITATOR, detail))


def _start_forms(given: Cast) -> Iterator[Shown]:
    for chosen in given.frameworks[:3]:
        for target in ("own", "each", str(chosen.scale.high)):
            yield start_form(Form(given.frameworks, chosen, CHANNEL, given.assessment.subject, target))
        yield start_form(Form(given.frameworks, chosen, CHANNEL, Subject(""), "own"))


def _change_forms(given: Cast) -> Iterator[Shown]:
    for key in (*(each.key for each in given.assessment.framework.dimensions[:3]), "", given.maker.text(200)):
        yield change_form(given.assessment, FACILITATOR, key)


def _homes(given: Cast) -> Iterator[Shown]:
    yield home(given.frameworks)


SHOWINGS: Mapping[Callable[..., Any], Callable[[Cast], Iterator[Shown]]] = {
    headline: _headlines,
    prompt: _prompts,
    confirmation: _confirmations,
    resting: _restings,
    in_thread: _cards,
    for_asker: _cards,
    shared: _cards,
    listed: _lists,
    elsewhere: _lists,
    no_match: _lists,
    none_yet: _lists,
    help_message: _lists,
    private_word: _words,
    start_form: _start_forms,
    change_form: _change_forms,
    home: _homes,
}


def builders() -> set[Callable[..., Any]]:
    """Give every public function of the views whose result goes out: a message, or a modal or Home tab."""
    found: set[Callable[..., Any]] = set()
    for module in modules(views):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                found |= {function} if get_type_hints(function).get("return") in (Message, dict[str, Any]) else set()
    return found


def modules(package: ModuleType) -> list[ModuleType]:
    return [import_module(f"{package.__name__}.{each.name}") for each in pkgutil.iter_modules(package.__path__)]
