"""The metrics of an export as JSON values and back: what people said of the subject; no figure rests on them."""

from decimal import Decimal

from bot.core.json_values import Node, moment_text, read_all
from bot.core.metric import Good, MetricOrigin, MetricValue, Reading
from bot.core.record.actions import day_from_node
from bot.core.record.wording import no_duplicates

Json = dict[str, object]


def metrics_to_list(readings: tuple[Reading, ...]) -> list[Json]:
    """Give what was said of the metrics of a subject, in the order in which it was recorded."""
    return [_to_dict(each) for each in readings]


def metrics_from_node(node: Node, channel: str, subject: str) -> tuple[Reading, ...]:
    """Read the metrics of an export, which are of its channel and subject; MalformedError names every fault."""
    readings = read_all(node.items(), lambda at: _reading(at, channel, subject))
    no_duplicates(node, [each.id for each in readings])
    return readings


def _to_dict(reading: Reading) -> Json:
    aimed: Json = {"target": f"{reading.target.amount:f}"} if reading.target is not None else {}
    return {
        "id": reading.id,
        "metric": reading.metric,
        "name": reading.name,
        "amount": f"{reading.value.amount:f}",
        "unit": reading.value.unit,
        "good": reading.good.value,
        "day": reading.day.isoformat(),
        "by": reading.by,
        "at": moment_text(reading.at),
        "source": reading.source.value,
        **aimed,
        **({"taken_back": True} if reading.taken_back else {}),
    }


def _reading(node: Node, channel: str, subject: str) -> Reading:
    fields = node.fields(
        ("id", "metric", "name", "amount", "day", "at"), ("unit", "good", "by", "source", "target", "taken_back")
    )
    unit = fields.read("unit", Node.text, "")
    return Reading(
        id=fields["id"].name(),
        channel=channel,
        subject=subject,
        metric=fields["metric"].name(),
        name=fields["name"].name(),
        value=MetricValue(_decimal(fields["amount"]), unit),
        good=Good(fields.read("good", lambda at: at.choice(*Good), "")),
        day=day_from_node(fields["day"]),
        by=fields.read("by", Node.text, ""),
        at=fields["at"].moment(),
        source=fields.read("source", lambda at: MetricOrigin(at.choice(*MetricOrigin)), MetricOrigin.FILE),
        target=fields.read("target", lambda at: MetricValue(_decimal(at), unit), None),
        taken_back=fields.read("taken_back", Node.flag, False),  # noqa: FBT003  # the value of a missing field
    )


def _decimal(node: Node) -> Decimal:
    text = node.text()
    if not text.isascii() or not text.removeprefix("-").replace(".", "", 1).isdigit() or len(text) > 40:  # noqa: PLR2004  # as long as people type
        raise node.refuse('a number in quotes, such as "41" or "3.5"')
    return Decimal(text)
