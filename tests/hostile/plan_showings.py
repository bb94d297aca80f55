"""All that is shown of plans, metrics, reminders and portfolios, with hostile words wherever people have a say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from bot.core.assessment import Status, Subject
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.metric import Good, MetricOrigin, MetricTrack, MetricValue, Reading
from bot.core.plan.plan import MOST_ACTIONS, AcceptedAction, Action, ActionStanding, ActionUpdate, Progress
from bot.core.scoring.portfolio import PortfolioPage
from bot.core.scoring.portfolio import portfolio as portfolio_of
from bot.core.scoring.scorecard import scorecard
from bot.core.thread import OpenActions
from bot.slack.blocks import paragraph
from bot.slack.values import OfAction, OfCadence, OfForm
from bot.slack.views import cadences, metrics
from bot.slack.views import plans as tracking_answers
from bot.slack.views.cadence_form import OWN_WORDS, Form, cadence_form, is_set_view
from bot.slack.views.handover import ownerless
from bot.slack.views.plans import give_form, handed, open_actions, own_actions, plan_status, taken_away, update_form
from bot.slack.views.portfolio import portfolio
from bot.slack.views.reminders import check_in, digest, not_offered, nudge, reminder
from bot.slack.views.scorecard import no_match
from bot.use_cases.cadences import CadenceVerb, NoneSet, Overview, WhichOne
from bot.use_cases.metrics import FormWanted, Measured, MetricHistory, MetricsListed, TakenBack, WhichSubject
from bot.use_cases.notified import CheckIn, Digest, Handed, Nudge, Ownerless, Reminder, TakenAway
from bot.use_cases.plans import NoPlanYet, PlanShown
from bot.use_cases.ports import AssessmentLine, NotHere, Settled
from bot.use_cases.scorecards import NoMatch
from tests.hostile.made import CHANNEL, FACILITATOR, NOW, Cast, Shown

SITE = "https://acme.slack.com/"
OWNER, TODAY = "U0PRIYA001", date(2026, 12, 30)


def _standing(given: Cast, number: int) -> ActionStanding:
    said, rng = given.maker.said, given.maker.rng
    key = rng.choice(given.assessment.framework.dimensions).key
    action = Action(key, said(4_000), said(1_000), rng.randrange(1, 91), said(4_000), said(4_000), said(4_000))
    due = NOW.date() + timedelta(days=action.due_day)
    accepted = AcceptedAction(f"a{number}", "d1", action, due, rng.choice((None, OWNER, FACILITATOR)))
    return ActionStanding(accepted, tuple(_update(given, number) for _ in range(rng.choice((0, 1, 2, 5)))))


def _update(given: Cast, number: int) -> ActionUpdate:
    said, rng = given.maker.said, given.maker.rng
    at = NOW + timedelta(days=rng.randrange(90))
    due = rng.choice((None, at.date()))
    return ActionUpdate(f"a{number}", rng.choice(tuple(Progress)), said(500), said(100), OWNER, at, due)


def show_plans(given: Cast) -> Iterator[Shown]:
    own = replace(given.assessment, channel=CHANNEL)
    actions = tuple(_standing(given, number) for number in range(given.maker.rng.choice((1, 3, MOST_ACTIONS))))
    for person in (OWNER, FACILITATOR, "U0SAM00001"):
        yield plan_status(PlanShown(own, actions), TODAY, person)
    yield own_actions([(own, each) for each in actions * 3], TODAY, hidden=2)
    yield own_actions([], TODAY, hidden=1)
    yield own_actions([], TODAY)
    yield open_actions(OpenActions(own.id, own, actions))
    for day in (30, 60, 90):
        for split in (0, 1, len(actions)):
            yield check_in(CheckIn(own, FACILITATOR, day, actions[:split], actions[split:], SITE))
        yield digest(Digest(own, day, actions, TODAY))
    for shown in (actions, actions[:1], ()):
        yield handed(Handed(own, OWNER, shown, by=FACILITATOR, site=SITE))
        yield handed(Handed(own, OWNER, shown, due=TODAY))
        yield taken_away(TakenAway(own, OWNER, shown, FACILITATOR))
        yield taken_away(TakenAway(own, OWNER, shown))


def show_plan_forms(given: Cast) -> Iterator[Shown]:
    for number, progress in enumerate((None, *Progress)):
        standing = _standing(given, number)
        of = OfAction("i" * 10, standing.accepted.id, progress, "plan", "https://hooks.slack.com/" + "a" * 300)
        yield update_form(of, standing)
        yield give_form(of, standing.accepted)


def show_plan_answers(given: Cast) -> Iterator[Shown]:
    own, name = given.assessment, given.maker.name
    line = AssessmentLine("id1", "T1", CHANNEL, None, "s" * 80, name(300), name(100), own.status, NOW, NOW)
    yield tracking_answers.no_plan(NoPlanYet())
    yield tracking_answers.no_plan(NoPlanYet(line))
    names = tuple(given.maker.said(300) for _ in range(40))
    yield no_match(NoMatch(given.maker.said(3_000), names[0], names), *tracking_answers.NO_MATCH)
    yield no_match(NoMatch(given.maker.said(3_000), "", ()), *tracking_answers.NO_MATCH)
    yield tracking_answers.not_yours(own, _standing(given, 1).accepted)
    yield paragraph(tracking_answers.HELP)


def _reading(given: Cast, number: int) -> Reading:
    rng, name = given.maker.rng, given.maker.name
    unit = rng.choice(("", "%", name(20)))
    value = MetricValue(Decimal(rng.randrange(-1_000_000, 1_000_000)) / 100, unit)
    return Reading(
        id=f"r{number}",
        channel=CHANNEL,
        subject=name(100),
        metric=name(60),
        name=name(60),
        value=value,
        good=rng.choice(tuple(Good)),
        day=NOW.date() - timedelta(days=400 - number),
        by=rng.choice(("", FACILITATOR)),
        at=NOW,
        source=rng.choice(tuple(MetricOrigin)),
        target=rng.choice((None, replace(value, amount=Decimal(45)))),
        taken_back=rng.random() < 0.3,
    )


def track_of(given: Cast, length: int) -> MetricTrack:
    return MetricTrack(tuple(_reading(given, number) for number in range(length)))


def _metric_answers(given: Cast) -> Iterator[Shown]:
    for length in (1, 2, 40):
        track = track_of(given, length)
        yield metrics.measured(Measured(track.last, track))
        yield metrics.saved_view(Measured(track.last, track, track.readings[0]))
        yield metrics.taken_back(TakenBack(track.last, None if length == 1 else track.readings[0]))
        yield metrics.history(MetricHistory(given.maker.name(100), track.readings, frozenset({track.last.id})))
    yield metrics.taken_back(NotHere())
    yield metrics.not_saved(given.maker.said(3_000))
    yield metrics.which_subject(WhichSubject(tuple(given.maker.name(100) for _ in range(60)), given.maker.said(300)))


def _lists(given: Cast) -> Iterator[Shown]:
    for subjects, length in ((1, 0), (3, 9), (60, 40)):
        tracks = tuple(track_of(given, 2) for _ in range(length))
        yield metrics.listed(MetricsListed(tuple((given.maker.name(100), tracks) for _ in range(subjects))))


def _metric_forms(given: Cast) -> Iterator[Shown]:
    for subjects in (1, 3, 150):
        lines = tuple(line_of(given, number) for number in range(subjects))
        own = tuple(given.maker.name(60) for _ in range(subjects))
        yield metrics.metric_form(FormWanted(lines, own), CHANNEL, NOW.date())


def line_of(given: Cast, number: int) -> AssessmentLine:
    status, title, subject = given.assessment.status, given.maker.name(300), given.maker.name(100)
    return AssessmentLine(f"id{number}", "T1", CHANNEL, None, "s" * 80, title, subject, status, NOW, NOW)


def show_metrics(given: Cast) -> Iterator[Shown]:
    yield from _metric_answers(given)
    yield from _lists(given)
    yield from _metric_forms(given)


SOON = NOW + timedelta(days=44)


def _cadence(given: Cast, *, paused: bool = False) -> SetCadence:
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


def show_reminder_owners(given: Cast) -> Iterator[Shown]:
    for person, owner in ((FACILITATOR, ""), (given.maker.name(40), ""), (FACILITATOR, given.maker.name(40))):
        yield ownerless(Ownerless(_cadence(given), person, owner))


def show_reminder_lists(given: Cast) -> Iterator[Shown]:
    several = tuple(replace(_cadence(given, paused=number % 3 == 0), id=f"k{number}") for number in range(20))
    lines = (line_of(given, 1),)
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


def show_reminder_forms(given: Cast) -> Iterator[Shown]:
    lines = tuple(line_of(given, number) for number in range(60))
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


def show_reminders(given: Cast) -> Iterator[Shown]:
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


def show_nudges(given: Cast) -> Iterator[Shown]:
    own = replace(given.assessment, channel=CHANNEL)
    for number, later in ((1, False), (1, True), (2, False)):
        yield nudge(Nudge(own, FACILITATOR, number, 5, 6, later))
        yield nudge(Nudge(own, "U0PRIYA001", number, 0, 6, later))


def show_portfolios(given: Cast) -> Iterator[Shown]:
    maker, frameworks = given.maker, given.frameworks[:3]
    made = [
        replace(
            maker.assessment(frameworks[number % len(frameworks)], Status.COMPLETE if number % 5 else Status.OPEN, NOW),
            id=f"id{number:08}",
            channel=CHANNEL,
            subject=Subject(maker.name(100)),
        )
        for number in range(26)
    ]
    whole = portfolio_of([(each, None) for each in made], {}, NOW.date() + timedelta(days=400))
    for page in range(3):
        yield portfolio(PortfolioPage(FACILITATOR, whole, page))
    yield portfolio(
        PortfolioPage(FACILITATOR, whole, words=maker.said(300), near=tuple(maker.name(100) for _ in "abc"))
    )
    yield portfolio(PortfolioPage(FACILITATOR, replace(whole, groups=())))
    named = [(replace(each, subject=Subject(f"S{place}")), None) for place, each in enumerate(made)]
    yield portfolio(PortfolioPage(FACILITATOR, portfolio_of(named, {}, NOW.date()), words="s7"))
