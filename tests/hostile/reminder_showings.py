"""Everything that is shown of reminders, with hostile words wherever people, files or the database have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.plan.plan import AcceptedAction, Action
from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from bot.core.scoring.scorecard import scorecard
from bot.slack.blocks import Message, paragraph
from bot.slack.values import OfCadence, OfForm
from bot.slack.views import cadences
from bot.slack.views.cadence_form import OWN_WORDS, Form, cadence_form, is_set_view
from bot.slack.views.handover import ownerless
from bot.slack.views.reminders import not_offered, nudge, reminder
from bot.use_cases.cadences import CadenceVerb, NoneSet, Overview, WhichOne
from bot.use_cases.notified import Nudge, Ownerless, Reminder
from bot.use_cases.ports import AssessmentLine, Settled
from bot.use_cases.scorecards import NoMatch
from tests.hostile.made import CHANNEL, FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]
SOON = NOW + timedelta(days=44)


def _cadence(given: "Cast", *, paused: bool = False) -> SetCadence:
    name, rng = given.maker.name, given.maker.rng
    rule = Cadence(
        rng.choice((1, 3, 12, 24)),
        rng.choice(tuple(Unit)),
        date(2027, 1, 31),
        time(9, 30),
        rng.choice(("Europe/Berlin", "America/Port-au-Prince", name(200))),
        rng.choice((None, 0, 6)),
        workdays=rng.random() < 0.5,
        country=rng.choice(("", "DE", name(40))),
    )
    subject, title = name(100), name(300)
    due = None if paused else SOON
    return SetCadence("k" * 10, "T1", CHANNEL, "s" * 80, title, subject, rule, FACILITATOR, NOW, due)


def _owners(given: "Cast") -> Iterator[Shown]:
    for person, owner in ((FACILITATOR, ""), (given.maker.name(40), ""), (FACILITATOR, given.maker.name(40))):
        yield ownerless(Ownerless(_cadence(given), person, owner))


def _lists(given: "Cast") -> Iterator[Shown]:
    several = tuple(replace(_cadence(given, paused=number % 3 == 0), id=f"k{number}") for number in range(20))
    lines = (_line(given, 1),)
    yield cadences.listed(Overview(several, lines), news=cadences.news_words(CadenceVerb.SKIP, several[1]))
    yield cadences.listed(Overview((), lines))
    yield cadences.listed(Overview((), ()))
    for each in several[:2]:
        yield cadences.was_set(each, news=cadences.SET, note=cadences.UTC_ASSUMED)
        yield from (paragraph(cadences.news_words(deed, each)) for deed in CadenceVerb)
        yield paragraph(cadences.nothing_due(each))
        settled = (Settled(how, FACILITATOR, NOW) for how in ("started", "snoozed", "skipped", "later"))
        yield from (paragraph(cadences.faster(how, each)) for how in settled)
    yield from (cadences.which_one(WhichOne(deed, several)) for deed in CadenceVerb)
    yield from (cadences.none_set(NoneSet(deed)) for deed in CadenceVerb)
    names = tuple(given.maker.said(300) for _ in range(40))
    yield cadences.no_match(NoMatch(given.maker.said(3_000), names[0], names))
    yield cadences.no_match(NoMatch(given.maker.said(3_000), "", ()))
    yield cadences.unclear(given.maker.said(3_000))
    yield cadences.past("Monday 4 January 2021, 09:30 Europe/Berlin", "Monday 3 January 2022, 09:30 Europe/Berlin")
    yield paragraph(cadences.HELP)


def _line(given: "Cast", number: int) -> AssessmentLine:
    own, name = given.assessment, given.maker.name
    status, title, subject = own.status, name(300), name(100)
    return AssessmentLine(f"id{number}", "T1", CHANNEL, None, "s" * 80, title, subject, status, NOW, NOW)


def _forms(given: "Cast") -> Iterator[Shown]:
    lines = tuple(_line(given, number) for number in range(60))
    address = "https://hooks.slack.com/" + "a" * 300
    of = OfForm(CHANNEL, respond_at=address)
    yield cadence_form(Form(of, lines, zone="Europe/Berlin"))
    yield cadence_form(Form(of, lines[:1], often=OWN_WORDS))
    yield cadence_form(Form(of._replace(assessment="id7"), lines))
    for _ in range(2):
        stands = _cadence(given)
        yield cadence_form(Form(OfForm(CHANNEL, stands.id, "", address), changed=stands))
        yield cadence_form(Form(OfForm(CHANNEL, stands.id), changed=stands, often=OWN_WORDS))
        yield is_set_view(stands)
    said, stands = given.maker.said, _cadence(given)
    typed = {"often": OWN_WORDS, "own": said(300), "zone": said(300), "free": said(40)}
    yield cadence_form(Form(of, lines, question=said(600), entries=typed))
    yield cadence_form(Form(OfForm(CHANNEL, stands.id), changed=stands, question=said(600), entries=typed))


def _reminders(given: "Cast") -> Iterator[Shown]:
    card = scorecard(given.assessment, given.before)
    names = tuple((given.maker.name(150), NOW - timedelta(days=90 * number)) for number in (9, 9, 3))
    words = given.maker.name(300)
    action = Action("key", words, words, 30, words, words)
    accepted = AcceptedAction("a1", "d1", action, date(2027, 1, 1), None)
    update = ActionUpdate("a1", Progress.DONE, words, words, FACILITATOR, NOW)
    for standing in ((), (ActionStanding(accepted),), (ActionStanding(accepted, (update,)), ActionStanding(accepted))):
        for settled in ("", "started", "snoozed", "skipped", "of a later version"):
            for last in (card, None):
                stands = _cadence(given, paused=given.maker.rng.random() < 0.5)
                yield reminder(Reminder(stands, SOON, last, standing, names, settled, FACILITATOR if settled else ""))
    yield reminder(Reminder(_cadence(given), SOON, card, (), names, offered=False))
    yield not_offered(_cadence(given), OfCadence("c1"))


def _nudges(given: "Cast") -> Iterator[Shown]:
    own = replace(given.assessment, channel=CHANNEL)
    for number, later in ((1, False), (1, True), (2, False)):
        yield nudge(Nudge(own, FACILITATOR, number, 5, 6, later))
        yield nudge(Nudge(own, "U0PRIYA001", number, 0, 6, later))


REMINDERS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = {
    ownerless: _owners,
    cadences.listed: _lists,
    cadences.was_set: _lists,
    cadences.which_one: _lists,
    cadences.none_set: _lists,
    cadences.no_match: _lists,
    cadences.unclear: _lists,
    cadences.past: _lists,
    cadence_form: _forms,
    is_set_view: _forms,
    reminder: _reminders,
    not_offered: _reminders,
    nudge: _nudges,
}
