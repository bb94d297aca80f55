"""The metrics of an export as JSON values and back: what people said of the subject; no figure rests on them."""

from decimal import Decimal
from typing import Any

from bot.core import json_values as js
from bot.core.json_values import Codec, Node
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading


def _decimal(node: Node) -> Decimal:
    text = node.text()
    if not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit() or len(text) > 40:  # noqa: PLR2004  # as long as people type
        raise node.refuse('a number in quotes, such as "41" or "3.5"')
    return Decimal(text)


_AMOUNT: Codec[Decimal] = Codec(lambda amount: f"{amount:f}", _decimal)
_TARGET: Codec[Any] = Codec(lambda target: _AMOUNT.write(target.amount), _decimal)


def metrics_of(channel: str, subject: str) -> Codec[tuple[Reading, ...]]:
    """Return the codec of what was said of the metrics of a subject in a channel, in the order of recording."""

    def reading(*, amount: Decimal, unit: str, target: Decimal | None, **told: Any) -> Reading:
        aim = MetricValue(target, unit) if target is not None else None
        return Reading(channel=channel, subject=subject, value=MetricValue(amount, unit), target=aim, **told)

    codec = js.record(
        reading,
        id=js.NAME,
        metric=js.NAME,
        name=js.NAME,
        amount=_AMOUNT.as_key(of="value.amount"),
        unit=js.optional(js.TEXT, "", of="value.unit"),
        good=js.optional(js.member_of(Good), Good.UNSAID),
        day=js.DAY,
        by=js.optional(js.TEXT, ""),
        at=js.MOMENT,
        source=js.optional(js.member_of(MetricOrigin), MetricOrigin.FILE),
        target=js.if_any(_TARGET, None),
        taken_back=js.if_any(js.FLAG, absent=False),
    )
    return js.list_of(codec, by=lambda each: each.id)
