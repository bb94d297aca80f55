"""The portfolio as it is shown, with hostile words wherever people and files have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.assessment import Status, Subject
from bot.core.scoring.portfolio import PortfolioPage
from bot.core.scoring.portfolio import portfolio as portfolio_of
from bot.slack.blocks import Message
from bot.slack.views.portfolio import portfolio
from tests.hostile.made import CHANNEL, FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]


def _portfolios(given: "Cast") -> Iterator[Shown]:
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


PORTFOLIOS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = {portfolio: _portfolios}
