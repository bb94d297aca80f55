"""Every function of the views that builds a message or a view, and what it is shown here."""

import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from types import ModuleType
from typing import Any, get_type_hints

from bot.core.assessment import Departure, Fate, Status, Subject
from bot.core.conversation.talk import Because, Hint, Wants
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import pieces_of
from bot.core.drafts.draft import Verb
from bot.core.drafts.standing import NOTHING_ACCEPTED, Accepted, AcceptedText
from bot.core.plan.plan import AcceptedAction, Plan, standing_of
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.core.scoring.trend import compare
from bot.core.scoring.trend import trend as trend_of
from bot.core.thread import Confirmation, Departed, Drafting, DraftShown, Headline, Placed, Resting, layout
from bot.core.thread import prompt as prompt_of
from bot.slack import views
from bot.slack.blocks import Message, notice, paragraph
from bot.slack.values import OfDraft
from bot.slack.views.conversation import change_form, confirmation, prompt, resting
from bot.slack.views.drafts import (
    action_form,
    contradicted,
    draft,
    drafting,
    edit_form,
    language_form,
    not_yours,
    owners_form,
    redraft_form,
    sources_view,
    too_late,
)
from bot.slack.views.handover import departed
from bot.slack.views.home import FROM_OUTSIDE, home
from bot.slack.views.private import goes_on, private_word
from bot.slack.views.scorecard import (
    EXPORT_COMES,
    HELP,
    NONE_HERE,
    REPORT_COMES,
    elsewhere,
    file_comes,
    for_asker,
    headline,
    in_thread,
    listed,
    no_match,
    notes,
    shared,
)
from bot.slack.views.start import StartForm, start_form
from bot.slack.views.trend import comparison, shared_over_time, trend, under_way, unlike
from bot.use_cases.home import Home
from bot.use_cases.jobs import GIVEN_UP
from bot.use_cases.lost_threads import THREAD_GONE
from bot.use_cases.notified import PAGE_SIZE, ListedCard, Page
from bot.use_cases.plans import CANNOT_DIGEST, OWNER_GONE
from bot.use_cases.ports import PrivateWord
from bot.use_cases.reminders import CANNOT_REMIND
from bot.use_cases.scorecards import ELSEWHERE, MOST_POINTS, Listed, NoMatch, UnderWay, Unlike
from tests.hostile import plan_showings, saved_showings, team_showings
from tests.hostile.made import CHANNEL, FACILITATOR, LAST, NOW, Cast, Shown
from tests.slack.test_views_home import SITE, full_home

SHARER = "U0PRIYA001"
PLAN = Piece(Kind.PLAN)


def show_headlines(given: Cast) -> Iterator[Shown]:
    placed: tuple[Placed, ...] = layout(given.assessment, (), given.before)
    for each in placed:
        if isinstance(each.shows, Headline):
            yield headline(each.shows)
            yield from (headline(replace(each.shows, status=status)) for status in Status)


def show_prompts(given: Cast) -> Iterator[Shown]:
    framework = given.assessment.framework
    for wants in Wants:
        for because in Because:
            asked = tuple(given.maker.question(framework, number, wants, because) for number in range(1, LAST + 1))
            yield prompt(prompt_of(given.assessment, asked, asked[-1]))


def show_confirmations(given: Cast) -> Iterator[Shown]:
    for rating in given.assessment.ratings[:8]:
        framework = given.assessment.framework
        dimension = framework.dimension(rating.dimension)
        before = given.maker.rating(framework, dimension, NOW)
        yield confirmation(Confirmation(given.assessment.id, framework, dimension, rating, None))
        yield confirmation(Confirmation(given.assessment.id, framework, dimension, rating, before))


def show_restings(given: Cast) -> Iterator[Shown]:
    for status in (Status.PAUSED, Status.STOPPED):
        yield resting(Resting(given.assessment.id, status, FACILITATOR, 1, 6))


def show_departures(given: Cast) -> Iterator[Shown]:
    for fate, person in ((Fate.LEFT, FACILITATOR), (Fate.DEACTIVATED, given.maker.name(40))):
        gone = Departure(person, fate, "", NOW)
        yield departed(Departed(given.assessment.id, 0, gone))
        yield departed(Departed(given.assessment.id, 0, gone, given.maker.name(40)))


def show_scorecards(given: Cast) -> Iterator[Shown]:
    for before in (None, given.before):
        card = scorecard(given.assessment, before)
        yield in_thread(card)
        yield from (for_asker(card), file_comes(REPORT_COMES, card), file_comes(EXPORT_COMES, card))
        yield shared(card, SHARER)
        accepted = every_text_accepted(given, card)
        yield for_asker(card, accepted)
        yield shared(card, SHARER, accepted)
        yield from (notes(card, each) for each in (accepted, NOTHING_ACCEPTED))


def every_text_accepted(given: Cast, card: Scorecard) -> Accepted:
    texts = tuple(
        AcceptedText(each, given.maker.name(150), given.maker.text(3_000, 1), SHARER, NOW, editor=SHARER, stale=True)
        for each in pieces_of(card)
    )
    plan = given.maker.content(given.assessment.framework, PLAN)
    return Accepted(texts, standing_of(_actions(plan), ()) if isinstance(plan, Plan) else ())


def _actions(plan: Plan) -> tuple[AcceptedAction, ...]:
    owners = (None, SHARER)
    return tuple(
        AcceptedAction(f"action{place}", "draft00001", each, NOW.date(), owners[place % 2])
        for place, each in enumerate(plan.actions)
    )


def show_trends(given: Cast) -> Iterator[Shown]:
    """Show a line as long as it gets, with a framework that changes; what is compared has evidence that is allowed."""
    now, maker = given.assessment, given.maker
    frameworks = (now.framework, maker.framework(99))
    for places in ((0,), (0, 0, 1)):
        line = [
            replace(
                maker.assessment(frameworks[places[day % len(places)]], Status.COMPLETE, NOW + timedelta(days=day)),
                subject=now.subject,
            )
            for day in range(MOST_POINTS)
        ]
        for length in (1, 2, MOST_POINTS):
            yield trend(trend_of(line[:length]))
            yield shared_over_time(trend_of(line[:length]), SHARER)
    for before in (given.before, replace(now, ratings=())):
        if found := compare(now, before):
            yield comparison(found)
            yield shared_over_time(found, SHARER)
    yield under_way(UnderWay(maker.name(100), maker.name(150)))
    yield unlike(Unlike(given.before, now))


def _pieces(given: Cast) -> tuple[Piece, ...]:
    key = given.assessment.framework.dimensions[0].key
    return (Piece(Kind.NOTE, key), Piece(Kind.NARRATIVE, key), PLAN)


def show_drafting(given: Cast) -> Iterator[Shown]:
    for ready, built, waiting in ((0, 0, 0), (10, 0, 10), (10, 1, 10), (10, 10, 3), (10, 2, 0)):
        for model in ("", given.maker.text(60)):
            yield drafting(Drafting(given.assessment.id, 10, ready, built, model, waiting))


def show_drafts(given: Cast) -> Iterator[Shown]:
    for piece in _pieces(given):
        for verb in (None, *Verb):
            made = given.maker.draft(given.assessment, piece, decided=verb)
            own = standing_of(_actions(made.content), ()) if made.accepted and isinstance(made.content, Plan) else ()
            shows = DraftShown(given.assessment.id, made, given.maker.name(150), stale=True, actions=own)
            yield draft(shows)
            yield draft(replace(shows, replaced=True))
            yield draft(replace(shows, draft=replace(made, made=None)))


def show_draft_forms(given: Cast) -> Iterator[Shown]:
    for piece in _pieces(given):
        for verb in (None, Verb.ACCEPT):
            made, name = given.maker.draft(given.assessment, piece, decided=verb), given.maker.name(150)
            yield edit_form(given.assessment.id, made, name)
            yield redraft_form(given.assessment.id, made, name)
            yield sources_view(made, name)
            for standing in made.made.brief.standings if made.made is not None else ():
                note = contradicted((name, name), standing)
                yield edit_form(given.assessment.id, made, name, note=note)
            yield language_form(given.assessment.id, name)
            if isinstance(made.content, Plan):
                of = OfDraft(given.assessment.id, made.id, place=1)
                yield action_form(given.assessment, made, of, made.content.actions[0])
                yield action_form(given.assessment, made, of, None)
                yield owners_form(given.assessment.id, made, _actions(made.content))


def show_draft_answers(given: Cast) -> Iterator[Shown]:
    yield not_yours(given.assessment)
    for verb in (None, *Verb):
        made = given.maker.draft(given.assessment, PLAN, decided=verb)
        yield too_late(made, made.id)
        yield too_late(made, "another")
        yield too_late(replace(made, made=None), "another")


def show_lists(given: Cast) -> Iterator[Shown]:
    card = scorecard(given.assessment, given.before)
    cards = tuple(ListedCard(CHANNEL, given.maker.rng.choice(tuple(Status)), card) for _ in range(PAGE_SIZE))
    for page in (Page(cards[:1], 0, 1), Page(cards, 0, 50), Page(cards, 3, 50)):
        yield listed(Listed(page, given.maker.said(300)))
        yield elsewhere(page, "7")
    yield elsewhere(None, "")
    names = tuple(given.maker.name(150) for _ in range(given.maker.rng.choice((1, 40))))
    yield no_match(NoMatch(given.maker.said(8_000), given.maker.rng.choice(("", names[0])), names))
    yield paragraph(NONE_HERE)
    yield paragraph(HELP)


def show_private_words(given: Cast) -> Iterator[Shown]:
    outside = (
        "invite_me",
        "cannot_post",
        "share_failed",
        "report_failed",
        "export_failed",
        "not_a_member",
        "channel_deleted",
        CANNOT_REMIND,
        CANNOT_DIGEST,
        OWNER_GONE,
        GIVEN_UP,
        THREAD_GONE,
    )
    hints = (*Hint, ELSEWHERE, *outside, "a hint of a later version")
    keys = [each.key for each in given.assessment.framework.dimensions]
    for hint in hints:
        words = given.maker.said(4_000)
        detail = {
            "dimension": given.maker.rng.choice((*keys, "gone")),
            "said": words,
            "words": words,
            "channel": CHANNEL,
            "subject": words,
            "title": words,
            "respondent": FACILITATOR,
        }
        detail |= {"found": ",".join(keys[: given.maker.rng.choice((0, 1, 2, 30))]), "assessment": given.assessment.id}
        yield private_word(PrivateWord(hint, FACILITATOR, detail, given.assessment))
        yield private_word(PrivateWord(hint, FACILITATOR, detail))
    yield goes_on(given.assessment.channel)


def show_start_forms(given: Cast) -> Iterator[Shown]:
    for chosen in given.frameworks[:3]:
        for target in ("own", "each", str(chosen.scale.high)):
            yield start_form(StartForm(given.frameworks, chosen, CHANNEL, given.assessment.subject, target))
        yield start_form(StartForm(given.frameworks, chosen, CHANNEL, Subject(""), "own"))


def show_change_forms(given: Cast) -> Iterator[Shown]:
    for key in (*(each.key for each in given.assessment.framework.dimensions[:3]), "", given.maker.text(200)):
        yield change_form(given.assessment, FACILITATOR, key)


def show_homes(given: Cast) -> Iterator[Shown]:
    yield home(Home(NOW.date()), given.frameworks)
    words = given.maker.said(4_000)
    yield home(full_home(replace(given.assessment, channel=CHANNEL), words, FACILITATOR), given.frameworks, SITE)
    yield notice(FROM_OUTSIDE)


SHOWINGS: Mapping[str, Callable[[Cast], Iterator[Shown]]] = {
    name.removeprefix("show_").replace("_", "-"): show
    for module in (sys.modules[__name__], plan_showings, saved_showings, team_showings)
    for name, show in vars(module).items()
    if name.startswith("show_")
}
"""All that is shown, by what it is: so its golden record is called."""


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
