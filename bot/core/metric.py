"""The metrics of a subject: NPS, CSAT, churn and own ones, each a value with its unit, its day and who said it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.core.assessment import Assessment
from bot.core.plan.plan import Aim
from bot.core.text import cleaned, folded, has_substance, one_line
from bot.core.variables import UNKNOWN, WhyNot, plain_digits, read_number

LONGEST_NAME = 60
LONGEST_UNIT = 20


class Good(StrEnum):
    """The direction in which a metric is better."""

    UP = "up"
    DOWN = "down"
    UNSAID = ""


class MetricOrigin(StrEnum):
    """Where a reading comes from."""

    TYPED = "typed"
    FILE = "file"
    CHECK_IN = "check-in"
    ASSESSMENT = "assessment"


class Counted(StrEnum):
    """What a value of a known metric is counted in."""

    POINTS = "points"
    PERCENT = "percent"
    SCALE = "scale"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class MetricKind:
    """A metric that everybody knows by its name. Values of a percentage or of points lie from ``low`` to ``high``.

    ``scale`` is the usual top of a scale, on which a value that names no other is; 0: it has to be named.
    """

    key: str
    name: str
    good: Good
    unit: Counted
    low: int = 0
    high: int = 100
    scale: int = 0


KINDS: Final = (
    MetricKind("nps", "NPS", Good.UP, Counted.POINTS, low=-100),
    MetricKind("csat", "CSAT", Good.UP, Counted.PERCENT),
    MetricKind("ces", "CES", Good.UP, Counted.SCALE, low=1, scale=7),
    MetricKind("churn", "Churn", Good.DOWN, Counted.PERCENT),
    MetricKind("retention", "Retention", Good.UP, Counted.PERCENT),
    MetricKind("nrr", "NRR", Good.UP, Counted.PERCENT, low=-100, high=1000),
    MetricKind("grr", "GRR", Good.UP, Counted.PERCENT),
    MetricKind("clv", "CLV", Good.UP, Counted.MONEY),
    MetricKind("contact rate", "Contact rate", Good.DOWN, Counted.PERCENT),
)
# What else people call them, in four languages.
_CALLED: Final = {
    "nps": "net promoter score",
    "csat": "customer satisfaction|kundenzufriedenheit|satisfaction client|satisfaccion del cliente",
    "ces": "customer effort score",
    "churn": "churn rate|abwanderung|abwanderungsrate|attrition|tasa de abandono",
    "retention": "retention rate|kundenbindungsrate|taux de retention|tasa de retencion",
    "nrr": "net revenue retention",
    "grr": "gross revenue retention",
    "clv": "cltv|ltv|customer lifetime value|lifetime value|kundenwert|valeur vie client",
    "contact rate": "kontaktrate|taux de contact",
}
BY_NAME: Final[Mapping[str, MetricKind]] = {
    name: kind for kind in KINDS for name in (kind.key, *_CALLED[kind.key].split("|"))
}
SCALED: Final = frozenset({"csat", "ces"})
"""Metrics that people also give as a mean on a scale: 4.2 of 5."""

SURE_PERCENT = 10
"""A CSAT up to here may be a percentage or a mean on a scale."""

CURRENCIES: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR"}
# A code that has three letters as any word may have: people write these before or behind an amount.
CODES: Final = frozenset(
    "EUR USD GBP CHF JPY CNY INR SEK NOK DKK PLN CZK HUF RON BGN CAD AUD NZD SGD HKD MXN BRL ARS CLP COP ZAR TRY ILS"
    " AED SAR KRW THB IDR MYR PHP VND TWD UAH NGN KES EGP MAD".split()
)
_SIGNS = re.escape("".join(CURRENCIES))
_AMOUNT = re.compile(
    rf"(?P<before>[{_SIGNS}]|[a-z]{{3}}\s)?\s*(?P<number>[+-]?\s?(?P<inside>[{_SIGNS}])?\d[\d.,]*)\s*(?P<rest>.*)\Z"
)
_SCALE = re.compile(r"(?:/|of|out of|von|sur|de|auf)\s*(\d{1,3})\Z")
_PERCENT = frozenset({"%", "percent", "per cent", "pct", "prozent", "pour cent", "por ciento"})
_OTHER_WAY = "Write it as for example {}."
EXAMPLES: Final = {Counted.POINTS: "31 or -12", Counted.PERCENT: "12 % or 12.5 %", Counted.MONEY: "1200 EUR"}


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A value as it was read. ``unit`` is "%", "of 5", a currency, or the unit of an own metric; empty for points."""

    amount: Decimal
    unit: str = ""

    @property
    def text(self) -> str:
        """Write it as people do: "41", "12.5 %", "4.2 of 5", "1,250 EUR"."""
        return f"{self.digits} {self.unit}".rstrip()

    @property
    def digits(self) -> str:
        """Write it without its unit."""
        return f"{self.amount:,f}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody said a metric of a subject was on a day; a fact. ``target`` is what was aimed for, if it was said.

    ``by`` is empty for what a file brought. ``taken_back`` marks one that is kept, and does not count.
    """

    id: str
    channel: str
    subject: str
    metric: str
    name: str
    value: MetricValue
    good: Good
    day: date
    by: str
    at: datetime
    source: MetricOrigin
    target: MetricValue | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class MetricTrack:
    """A metric over time: the readings that count, the oldest first, at least one; one for each day."""

    readings: tuple[Reading, ...]

    @property
    def last(self) -> Reading:
        """Return the newest reading."""
        return self.readings[-1]

    @property
    def before(self) -> Reading | None:
        """Return the reading before the newest, where the two compare."""
        found = self.readings[-2] if len(self.readings) > 1 else None
        return found if found is not None and found.value.unit == self.last.value.unit else None

    @property
    def good(self) -> Good:
        """Return the direction that was said last, or that the name has."""
        return next((each.good for each in reversed(self.readings) if each.good), Good.UNSAID)

    @property
    def target(self) -> MetricValue | None:
        """Return the target that was said last."""
        return next((each.target for each in reversed(self.readings) if each.target is not None), None)

    def on(self, day: date) -> Reading | None:
        """Return the newest reading of a day or before it."""
        return next((each for each in reversed(self.readings) if each.day <= day), None)


def metric_key(name: str) -> str:
    """Return the key under which a name is kept: that of a known metric, else the name as names are compared."""
    plain = folded(one_line(cleaned(name))).strip(" .:=")
    kind = BY_NAME.get(plain)
    return kind.key if kind is not None else plain


def kind_of(key: str) -> MetricKind | None:
    """Return the known metric of a key; None for an own one."""
    return next((each for each in KINDS if each.key == key), None)


def metric_name(name: str) -> str | WhyNot:
    """Return the name under which a metric is shown: that of a known one, or people's own within bounds."""
    kind = kind_of(metric_key(name))
    own = one_line(cleaned(name)).strip(" .:=")
    if kind is not None:
        return kind.name
    if not has_substance(own) or not any(letter.isalpha() for letter in own):
        return WhyNot("Name the metric, for example NPS, CSAT or Refund time.")
    if len(own) > LONGEST_NAME:
        return WhyNot(f"The name has {len(own)} characters; at most {LONGEST_NAME} fit. Say it in fewer words.")
    return own


def read_value(key: str, text: str) -> MetricValue | WhyNot:
    """Read the value of a metric; why not says how to write it. What could be read in two ways is asked."""
    typed = one_line(cleaned(text))
    found = _AMOUNT.match(plain_digits(typed))
    kind = kind_of(key)
    if found is None:
        return WhyNot(f"There is no number in “{typed[:40]}”. {_OTHER_WAY.format(_example(kind))}")
    number = read_number(found["number"].replace(found["inside"] or "\0", "").replace(" ", "").rstrip(".,"))
    if isinstance(number, WhyNot):
        return number
    rest = found["rest"]
    unit = typed[len(typed) - len(rest) :] if rest else ""
    before = (found["before"] or found["inside"] or "").strip()
    if kind is None:
        return _own_value(number, before, unit)
    match kind.unit:
        case Counted.MONEY:
            return _money(number, before or unit)
        case _ if before:
            return WhyNot(f"{kind.name} is no amount of money. {_OTHER_WAY.format(_example(kind))}")
        case Counted.SCALE:
            return _on_scale(kind, number, unit)
        case _:
            return _of_percent_or_points(kind, number, unit)


def _example(kind: MetricKind | None) -> str:
    if kind is None:
        return "3.5 days"
    return EXAMPLES.get(kind.unit, "5.4 of 7")


def _of_percent_or_points(kind: MetricKind, number: Decimal, unit: str) -> MetricValue | WhyNot:
    share = folded(unit) in _PERCENT
    if kind.key in SCALED and not share:
        if unit:
            return _on_scale(kind, number, unit)
        if number <= SURE_PERCENT:
            return WhyNot(f"Is {number} a percentage or a mean? Write {number} % or, for example, {number} of 5.")
    if kind.unit is Counted.POINTS and share:
        return WhyNot(f"{kind.name} is a plain number. Leave the % sign out, for example 31.")
    if unit and not share:
        return WhyNot(f"I cannot read “{unit[:40]}” behind the number. {_OTHER_WAY.format(_example(kind))}")
    if not kind.low <= number <= kind.high:
        sign = " %" if kind.unit is Counted.PERCENT else ""
        return WhyNot(
            f"{kind.name} runs from {kind.low} to {kind.high}{sign}, so {number} cannot be one."
            f" {_OTHER_WAY.format(_example(kind))}"
        )
    return MetricValue(number, "%" if kind.unit is Counted.PERCENT else "")


def _on_scale(kind: MetricKind, number: Decimal, unit: str) -> MetricValue | WhyNot:
    named = _SCALE.fullmatch(folded(unit))
    top = int(named[1]) if named is not None else kind.scale
    if (unit and named is None) or top <= 1:
        return WhyNot(f"I cannot read “{unit[:40]}” behind the number. {_OTHER_WAY.format('4.2 of 5')}")
    low = 1 if top <= SURE_PERCENT else 0
    if not low <= number <= top:
        usual = "" if named is not None else f" unless the scale is named: {number} of 10"
        return WhyNot(f"{kind.name} runs from {low} to {top}{usual}. {_OTHER_WAY.format(f'4.2 of {top}')}")
    return MetricValue(number, f"of {top}")


def _money(number: Decimal, unit: str) -> MetricValue | WhyNot:
    code = CURRENCIES.get(unit, unit.upper())
    if code not in CODES and code not in CURRENCIES.values():
        return WhyNot(f"In which currency? {_OTHER_WAY.format(f'{number} EUR')}")
    if number < 0:
        return WhyNot("An amount per customer cannot be less than nothing.")
    return MetricValue(number, code)


def _own_value(number: Decimal, before: str, unit: str) -> MetricValue | WhyNot:
    code = CURRENCIES.get(before, before.upper())
    if before and (unit or code not in CODES):
        return WhyNot(f"I cannot read “{before}” before the number. {_OTHER_WAY.format('3.5 days')}")
    unit = "%" if folded(unit) in _PERCENT else code or CURRENCIES.get(unit, unit)
    if len(unit) > LONGEST_UNIT or re.search(r"\d", unit.removeprefix("of ")):
        return WhyNot(f"Write one number with its unit, for example 3.5 days; “{unit[:40]}” is no unit.")
    return MetricValue(number, unit)


def read_target(key: str, text: str, value: MetricValue) -> MetricValue | WhyNot:
    """Read what is aimed for: in the unit of the value, where it names none."""
    target = read_value(key, text)
    if isinstance(target, WhyNot) or target.unit != value.unit:
        with_unit = read_value(key, f"{one_line(cleaned(text))} {value.unit}")
        target = target if isinstance(with_unit, WhyNot) else with_unit
    if not isinstance(target, WhyNot) and target.unit != value.unit:
        return WhyNot(f"The value is in “{value.unit or 'points'}”: write the target in it, too.")
    return target


_FROM_TO = re.compile(r"(?P<metric>.+)\s+from\s+(?P<old>.*?\d.*?)\s+to\s+(?P<new>.*\d.*)", re.IGNORECASE)
_TO = re.compile(r"(?P<metric>.*?[^\s\d])\s+(?P<old>\S*\d.*?)\s+to\s+(?P<new>\S*\d.*)", re.IGNORECASE)


def read_aim(text: str) -> Aim | WhyNot:
    """Read which metric an action should move, and how far: "NPS from 31 to 45"."""
    typed = one_line(cleaned(text))
    found = _FROM_TO.fullmatch(typed) or _TO.fullmatch(typed)
    if found is None:
        return WhyNot("Write the metric with its value today and its target, for example: NPS from 31 to 45.")
    name, key = metric_name(found["metric"]), metric_key(found["metric"])
    if isinstance(name, WhyNot):
        return name
    target = read_value(key, found["new"])
    old = target if isinstance(target, WhyNot) else read_target(key, found["old"], target)
    if isinstance(old, WhyNot):
        return old
    return Aim(name, old.text, target.text) if isinstance(target, MetricValue) else target


def tracks(readings: Iterable[Reading]) -> tuple[MetricTrack, ...]:
    """Set the readings of one subject beside each other, by metric: those in the table of names first, in its order.

    Of one day what was recorded last counts, and what people said goes before what an assessment began with.
    """
    days: dict[str, dict[date, Reading]] = {}
    for each in sorted(readings, key=lambda one: (one.source is not MetricOrigin.ASSESSMENT, one.at)):
        if not each.taken_back:
            days.setdefault(each.metric, {})[each.day] = each
    known = [kind.key for kind in KINDS]
    ranked = sorted(days, key=lambda key: (known.index(key) if key in known else len(known), key))
    return tuple(MetricTrack(tuple(days[key][day] for day in sorted(days[key]))) for key in ranked)


_AIMED = frozenset({"TARGET", "GOAL"})


def stated(assessment: Assessment) -> tuple[Reading, ...]:
    """Return the metrics among the variables of an assessment, on the day on which it began.

    A name says which: NPS_BASELINE is an NPS, NPS_TARGET its target. What does not read as one is left as it was typed.
    """
    values: dict[str, str] = {}
    targets: dict[str, str] = {}
    for variable in assessment.framework.variables:
        typed = assessment.subject.variables.get(variable.key, "").strip()
        words = variable.key.upper().replace("_", " ").split()
        key = _named(words, typed)
        if key and typed and typed != UNKNOWN:
            where = values if _AIMED.isdisjoint(words) else targets
            where.setdefault(key, f"{typed} %" if variable.kind == "percent" and typed[-1].isdigit() else typed)
    found = (_stated(assessment, key, text, targets.get(key, "")) for key, text in values.items())
    return tuple(each for each in found if each is not None)


def variable_metric(key: str) -> str:
    """Return the key of the metric that a variable's name says, or whose target it is; empty for any other."""
    return _named(key.upper().replace("_", " ").split(), "")


def _named(words: Sequence[str], typed: str) -> str:
    """Return the metric that the key of a variable names; a percentage under NPS is the CSAT that forms offer, too."""
    text = " ".join(each for each in words if each not in _AIMED | {"BASELINE", "TODAY", "CURRENT", "NOW"}).lower()
    kind = BY_NAME.get(text)
    if kind is not None and kind.key == "nps" and typed.endswith("%"):
        return "csat"
    return kind.key if kind is not None else ""


def _stated(assessment: Assessment, key: str, text: str, aimed: str) -> Reading | None:
    value, kind = read_value(key, text), kind_of(key)
    if isinstance(value, WhyNot) or kind is None:
        return None
    target = read_target(key, aimed, value) if aimed else None
    return Reading(
        id=f"{assessment.id}.{key}",
        channel=assessment.channel,
        subject=assessment.subject.name,
        metric=key,
        name=kind.name,
        value=value,
        good=kind.good,
        day=assessment.started_at.date(),
        by=assessment.starter,
        at=assessment.started_at,
        source=MetricOrigin.ASSESSMENT,
        target=None if isinstance(target, WhyNot) else target,
    )


@dataclass(frozen=True, slots=True)
class Against:
    """A metric that went the other way than the score in the same time; what caused either is not known."""

    name: str
    old: MetricValue
    new: MetricValue


def against(track: MetricTrack, since: date, until: date, *, rose: bool) -> Against | None:
    """Return a metric that became worse while the score rose, or better while it fell; None where that is not sure."""
    old, new = track.on(since), track.on(until)
    if old is None or new is None or old is new or old.value.unit != new.value.unit or not track.good:
        return None
    moved = new.value.amount - old.value.amount
    better = (moved > 0) == (track.good is Good.UP)
    return Against(new.name, old.value, new.value) if moved != 0 and better != rose else None
