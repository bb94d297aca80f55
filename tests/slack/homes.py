"""A Home tab that is as full as it can be, made of one assessment."""

from dataclasses import replace
from datetime import date, time

from bot.core.assessment import Assessment, Status
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.core.conversation.talk import Because, Question, Wants
from bot.core.plan.standing import Progress
from bot.core.scoring.portfolio import portfolio
from bot.core.scoring.scorecard import scorecard
from bot.use_cases.home import (
    MOST_ACTIONS,
    MOST_BEGUN,
    MOST_CADENCES,
    MOST_CARDS,
    MOST_WAITING,
    Begun,
    Home,
    HomePart,
    OwnAction,
    Recent,
    Unanswered,
    Undecided,
)
from tests.slack.shown import AT, DANA, SAM
from tests.slack.tracked import said_about, standing

SITE = "https://acme.slack.com/"
MORE = 7
DUE = AT.replace(year=2027, month=1, day=4, hour=8)
RULE = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def reminder(assessment: Assessment, *, paused: bool = False) -> SetCadence:
    return SetCadence(
        "cadence001",
        assessment.workspace,
        assessment.channel,
        assessment.framework.slug,
        assessment.framework.title,
        assessment.subject.name,
        RULE,
        DANA,
        AT,
        None if paused else DUE,
    )


def full_home(assessment: Assessment, words: str = "Name an owner", by: str = SAM) -> Home:
    """Give a Home tab with as many of everything as is shown; ``words`` are those of its actions, said ``by`` one."""
    keys = [each.key for each in assessment.framework.dimensions]
    wants = list(Wants)
    asked = [
        Question(place + 1, DANA, keys[place % len(keys)], wants[place % len(wants)], Because.NEXT)
        for place in range(MOST_WAITING)
    ]
    updates = (
        (),
        (said_about(Progress.STUCK, note=words, by=by),),
        (said_about(Progress.ON_TRACK, note=words, by=by),),
    )
    actions = [standing(*updates[place % 3], what=words, due_day=place + 1) for place in range(MOST_ACTIONS)]
    paused = replace(assessment, status=Status.PAUSED, thread=None)
    begun = tuple(Begun(assessment if place % 2 else paused, None) for place in range(MOST_BEGUN))
    cards = tuple(Recent(assessment, scorecard(assessment), bool(place % 2)) for place in range(MOST_CARDS))
    cadences = tuple(reminder(assessment, paused=place == MOST_CADENCES - 1) for place in range(MOST_CADENCES))
    return Home(
        date(2026, 11, 26),
        waits=HomePart(tuple(Begun(assessment, each) for each in asked), MORE),
        begun=HomePart(begun, MORE),
        actions=HomePart(tuple(OwnAction(assessment, each) for each in actions), MORE),
        cards=HomePart(cards, MORE),
        cadences=HomePart(cadences, MORE),
        drafts=HomePart((Undecided(assessment, 7),) * MOST_WAITING),
        reminders=HomePart((Unanswered(reminder(assessment), DUE, "1792390300.000100"),) * MOST_WAITING),
        overdue=2,
        soon=1,
        portfolio=portfolio([(assessment, None)] * 2, {}, date(2026, 11, 26)),
    )
