"""What the listeners work with; passed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.core.cadence.times import no_holidays
from bot.core.framework import Framework
from bot.slack.messenger import GatewayOf
from bot.slack.zones import Zones
from bot.use_cases.ports import Clock, HolidaysOf, Store

Report = Callable[[str, Exception], str]
"""Logs an error under an event name and gives the short reference that a person is told."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The store, the clock, the frameworks on offer and the ways to Slack."""

    store: Store
    clock: Clock
    frameworks: tuple[Framework, ...]
    gateway_of: GatewayOf
    report: Report
    holidays: HolidaysOf = no_holidays
    zones: Zones = field(default_factory=Zones)
