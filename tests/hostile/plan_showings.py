"""Everything that is shown of a plan being carried out, with hostile words wherever people or a model have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.plan.plan import MOST_ACTIONS, AcceptedAction, Action
from bot.core.plan.standing import ActionStanding, ActionUpdate, Progress
from bot.core.thread import OpenActions
from bot.slack.blocks import Message
from bot.slack.values import OfAction
from bot.slack.views import plans as tracking_answers
from bot.slack.views.plans import give_form, handed, open_actions, own_actions, plan_status, taken_away, update_form
from bot.slack.views.reminders import check_in, digest
from bot.use_cases.notified import CheckIn, Digest, Handed, TakenAway
from bot.use_cases.plans import NoPlanYet, PlanShown
from bot.use_cases.ports import AssessmentLine
from bot.use_cases.scorecards import NoMatch
from tests.hostile.made import CHANNEL, FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]
SITE = "https://acme.slack.com/"
OWNER, TODAY = "U0PRIYA001", date(2026, 12, 30)


def _standing(given: "Cast", number: int) -> ActionStanding:
    said, rng = given.maker.said, given.maker.rng
    key = rng.choice(given.assessment.framework.dimensions).key
    action = Action(key, said(4_000), said(1_000), rng.randrange(1, 91), said(4_000), said(4_000), said(4_000))
    due = NOW.date() + timedelta(days=action.due_day)
    accepted = AcceptedAction(f"a{number}", "d1", action, due, rng.choice((None, OWNER, FACILITATOR)))
    return ActionStanding(accepted, tuple(_update(given, number) for _ in range(rng.choice((0, 1, 2, 5)))))


def _update(given: "Cast", number: int) -> ActionUpdate:
    said, rng = given.maker.said, given.maker.rng
    at = NOW + timedelta(days=rng.randrange(90))
    due = rng.choice((None, at.date()))
    return ActionUpdate(f"a{number}", rng.choice(tuple(Progress)), said(500), said(100), OWNER, at, due)


def _plans(given: "Cast") -> Iterator[Shown]:
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


def _forms(given: "Cast") -> Iterator[Shown]:
    for number, progress in enumerate((None, *Progress)):
        standing = _standing(given, number)
        of = OfAction("i" * 10, standing.accepted.id, progress, "plan", "https://hooks.slack.com/" + "a" * 300)
        yield update_form(of, standing)
        yield give_form(of, standing.accepted)


def _answers(given: "Cast") -> Iterator[Shown]:
    own, name = given.assessment, given.maker.name
    line = AssessmentLine("id1", "T1", CHANNEL, None, "s" * 80, name(300), name(100), own.status, NOW, NOW)
    yield tracking_answers.no_plan(NoPlanYet())
    yield tracking_answers.no_plan(NoPlanYet(line))
    names = tuple(given.maker.said(300) for _ in range(40))
    yield tracking_answers.no_match(NoMatch(given.maker.said(3_000), names[0], names))
    yield tracking_answers.no_match(NoMatch(given.maker.said(3_000), "", ()))
    yield tracking_answers.not_yours(own, _standing(given, 1).accepted)
    yield tracking_answers.help_message()


PLANS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = {
    plan_status: _plans,
    own_actions: _plans,
    open_actions: _plans,
    check_in: _plans,
    digest: _plans,
    handed: _plans,
    taken_away: _plans,
    update_form: _forms,
    give_form: _forms,
    tracking_answers.no_plan: _answers,
    tracking_answers.no_match: _answers,
    tracking_answers.not_yours: _answers,
    tracking_answers.help_message: _answers,
}
