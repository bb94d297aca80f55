"""What falls due in a run: cadences of many kinds, plans accepted some time ago, and assessments nobody answers."""

import random
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.core.assessment import Assessment, Member, Rating, Role, Status, Subject
from bot.core.cadence.rule import Cadence, Unit
from bot.core.plan.plan import Plan
from bot.store.store import SqlStore
from bot.use_cases.cadences import CadenceWish, set_cadence
from bot.use_cases.plan_rounds import enqueue_rounds
from bot.use_cases.ports import Clock, Deed, Transaction
from bot.use_cases.start import Start, start_assessment
from tests.core.drafted import ACTION, accepted_plan
from tests.core.examples import example_framework
from tests.programs.crash.oracle import WORKSPACE
from tests.programs.crash.place import CHANNEL

FACILITATOR = "U0DANA0001"
ZONES = {
    FACILITATOR: "Europe/Berlin",
    "U0SAM00001": "Asia/Kolkata",
    "U0PRIYA001": "Asia/Kolkata",
    "U0RILEY001": "America/New_York",
}
OWNERS = tuple(each for each in ZONES if each != FACILITATOR)
UNANSWERED = (FACILITATOR, "U0SAM00001")
PLAN_AGES = (8, 39, 44, 70)
"""How many days ago the plans were accepted, so that days 30, 60 and 90 all come within the next weeks."""

_CADENCES = 10
_PLACES = ("Europe/Berlin", "Asia/Kolkata", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "UTC")
_RULES = ((1, Unit.WEEK), (1, Unit.WEEK), (2, Unit.WEEK), (3, Unit.WEEK), (1, Unit.MONTH), (3, Unit.MONTH))


def fill(store: SqlStore, clock: Clock, rng: random.Random) -> None:
    """Put everything in place as the bot would have recorded it."""
    for number in range(_CADENCES):
        wish = _wish(number, clock.now(), rng)
        set_cadence(store, clock, wish, lambda _country, _year: frozenset())
    for age in PLAN_AGES:
        with store.writing("T0ACME0001") as tx:
            _accept(tx, f"plan{age}", clock.now(), age, rng)
    for number, person in enumerate(UNANSWERED):
        subject = Subject(f"nobody answers {number}")
        start_assessment(
            store, clock, Start(Deed(WORKSPACE, CHANNEL, person, f"started{number}"), example_framework(), subject, {})
        )


def _wish(number: int, now: datetime, rng: random.Random) -> CadenceWish:
    every, unit = rng.choice(_RULES)
    rule = Cadence(
        every=every,
        unit=unit,
        first=now.date() + timedelta(days=rng.randint(1, 7)),
        at=time(rng.randint(0, 23), rng.choice((0, 30))),
        zone=rng.choice(_PLACES),
        weekday=rng.choice((None, None, 0, 4)),
        workdays=rng.random() < 0.5,
    )
    framework = example_framework()
    about = (framework.slug, framework.title, f"shop {number}")
    return CadenceWish(Deed(WORKSPACE, CHANNEL, rng.choice(tuple(ZONES)), f"set{number}"), *about, rule)


def _accept(tx: Transaction, name: str, now: datetime, age: int, rng: random.Random) -> None:
    """Record a complete assessment whose plan was accepted ``age`` days ago: three actions, each somebody's."""
    then = now - timedelta(days=age)
    framework = example_framework()
    people = (Member(FACILITATOR, Role.FACILITATOR), Member(FACILITATOR, Role.RESPONDENT))
    where = (WORKSPACE, name)
    assessment = Assessment(
        name, WORKSPACE, CHANNEL, None, framework, Subject(name), {}, people, Status.OPEN, then, completed_at=None
    )
    tx.add_assessment(assessment)
    for each in framework.dimensions:
        tx.add_rating(*where, Rating(tx.new_id(), each.key, FACILITATOR, 2, (), then, f"said.{each.key}"))
    tx.set_status(*where, Status.COMPLETE, then)
    draft = accepted_plan()
    tx.add_draft(*where, replace(draft, replies=(), made=None, decisions=()))
    if draft.made is not None:
        tx.add_made(*where, draft.id, draft.made)
    for decision in draft.decisions:
        tx.add_decision(*where, draft.id, decision)
    actions = Plan(tuple(replace(ACTION, what=f"Do part {number} of {name}") for number in range(3)))
    tx.add_actions(*where, draft.id, actions, then.date())
    for action in tx.actions(*where):
        tx.set_owner(*where, action.id, owner=rng.choice(OWNERS), by=FACILITATOR, at=then)
    enqueue_rounds(tx, assessment, now)
