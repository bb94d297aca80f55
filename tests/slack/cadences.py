"""Rules and reminders as they are set in the tests of the views."""

from datetime import UTC, date, datetime, time
from typing import Any

from bot.core.assessment import Status
from bot.core.cadence.rule import Cadence, SetCadence, Unit
from bot.slack.blocks import Message
from bot.use_cases.ports import AssessmentLine
from tests.slack.shown import DANA

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
DUE = datetime(2027, 1, 4, 8, 30, tzinfo=UTC)
QUARTERLY = Cadence(3, Unit.MONTH, date(2027, 1, 4), time(9, 30), "Europe/Berlin", weekday=0)


def set_cadence(rule: Cadence = QUARTERLY, *, due: datetime | None = DUE, name: str = "Acme Retail") -> SetCadence:
    """Give a rule as it is set for a subject."""
    key = name.casefold()[:4]
    return SetCadence(key, "T1", "C1", "cx-matrix", "CX maturity matrix", name, rule, DANA, NOW, due)


def line(key: str = "a1", name: str = "Acme Retail") -> AssessmentLine:
    """Give a line of assessments."""
    return AssessmentLine(key, "T1", "C1", None, "cx-matrix", "CX maturity matrix", name, Status.COMPLETE, NOW, NOW)


def buttons(shown: Message | dict[str, Any]) -> list[str]:
    """Give what stands on the buttons of a message or form, in reading order."""
    blocks = shown.blocks if isinstance(shown, Message) else shown["blocks"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [str(each["text"]["text"]) for row in rows for each in row]


def initials(view: dict[str, Any]) -> dict[str, str]:
    """Give what stands in each field of a form at first, as it comes back when the form is submitted."""
    found = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            option = element.get("initial_option", {}).get("value")
            other = (element.get(f"initial_{each}") for each in ("value", "date", "time"))
            found[block["block_id"]] = option or next((each for each in other if each), "")
    return found
