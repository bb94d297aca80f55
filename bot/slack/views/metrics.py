"""Metrics of a subject: what was recorded, lists, history, and the form of `/cx-metric`."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from bot.core.metric import KINDS, Good, MetricOrigin, MetricTrack, MetricValue, Reading
from bot.core.text import cleaned, one_line, said_day
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Message, Mistakes, View
from bot.slack.text import joined, said, someone
from bot.slack.values import OfTwo
from bot.slack.views.levels import moved
from bot.use_cases import metrics as use
from bot.use_cases.ports import NotHere

NAME_LENGTH = 80
MOST_WHY = 600
SHOWN_READINGS = 6
SHOWN_METRICS = 30
SHOWN_HISTORY = 30
ROOM = 11_000
SUBJECT, METRIC, OWN, VALUE, DAY, TARGET, GOOD = "subject", "metric", "own", "value", "day", "target", "good"
OWN_METRIC, BY_NAME = "own:", "by name"
MOST_OPTIONS = 90
OLD_FORM = "This form is of an earlier version. Close it and type /cx-metric again."

HELP = (
    "*How to say what a metric is*\n"
    "• `/cx-metric NPS 41` of today; `/cx-metric churn 3.5 % on 14 August` of a day before\n"
    "• `/cx-metric acme NPS 41` where the channel has several subjects\n"
    "• `/cx-metric CSAT 4.2 of 5`, `/cx-metric CLV 1250 EUR`, `/cx-metric Refund time 3.5 days, lower is better`\n"
    "• `/cx-metric NPS 41 target 45` with what you aim for\n"
    "• `/cx-metric` opens a form\n"
    "• `/cx-metric list` shows them all, `/cx-metric list NPS` everything that was said about one\n"
    "• `/cx-metric undo` takes back what you said last; a second value for one day takes the place of the first\n"
    "Known by name: NPS, CSAT, CES, churn, retention, NRR, GRR, CLV and contact rate; any other name is your own."
    " The people of this channel see its metrics, and nobody else does."
)


def moved_words(old: MetricValue, new: MetricValue, good: Good) -> str:
    """Say how far a metric moved, and whether that is better where its direction is known."""
    far = new.amount - old.amount
    words = moved(far, MetricValue(abs(far)).text)
    return words if not (good and far) else f"{words}, {'better' if (far > 0) == (good is Good.UP) else 'worse'}"


def _value(reading: Reading) -> str:
    return said(reading.value.text, NAME_LENGTH)


def _target_words(track: MetricTrack) -> str:
    target = track.target
    if target is None:
        return ""
    if target.unit != track.last.value.unit:
        return f"target {said(target.text, NAME_LENGTH)}"
    left: Decimal = target.amount - track.last.value.amount
    reached = (left <= 0 and track.good is Good.UP) or (left >= 0 and track.good is Good.DOWN)
    reached = reached or left == 0
    how = "reached" if reached else f"{MetricValue(abs(left)).text} to go"
    return f"target {said(target.text, NAME_LENGTH)}, {how}"


def measured(found: use.Measured) -> Message:
    """Confirm what was recorded, with a way to take it back."""
    reading, track = found.reading, found.track
    name, subject = said(reading.name, NAME_LENGTH), said(reading.subject, NAME_LENGTH)
    parts = [f"Saved: *{subject} · {name}* was *{_value(reading)}* on {said_day(reading.day)}"]
    if track.last.id == reading.id and track.before is not None:
        parts.append(f"{moved_words(track.before.value, reading.value, track.good)} since {said_day(track.before.day)}")
    if track.last.id == reading.id and (aimed := _target_words(track)):
        parts.append(aimed)
    text = f"{' · '.join(parts)}."
    if found.replaced is not None:
        before = found.replaced
        whose = f"that {someone(before.by)} said" if before.by and before.by != reading.by else "said before"
        text += f"\nIt takes the place of {_value(before)}, {whose} of that day; that is kept, and does not count."
    undo = kit.button("Take it back", ids.METRIC_UNDO, value=reading.id)
    return kit.message([kit.section(text, accessory=undo)])


def not_saved(why: str) -> Message:
    """Say why nothing was saved; the words may repeat what people typed."""
    return kit.paragraph(f"{said(why, MOST_WHY)} Nothing was saved. `/cx-metric help` shows how to write it.")


def taken_back(found: use.TakenBack | NotHere) -> Message:
    """Say what does not count any more, and what counts in its place."""
    if isinstance(found, NotHere):
        return kit.paragraph(
            "There is nothing of yours to take back here, or it was taken back before. `/cx-metric list` shows what"
            " counts; to correct a value, say it again with its day."
        )
    reading, counts = found.reading, found.counts
    name, subject = said(reading.name, NAME_LENGTH), said(reading.subject, NAME_LENGTH)
    now = f"It is {_value(counts)} on {said_day(counts.day)} now." if counts is not None else "Nothing else is known."
    return kit.paragraph(
        f"Taken back: *{subject} · {name}* {_value(reading)} on {said_day(reading.day)}. {now} What was taken back is"
        f" kept in the history: `/cx-metric list {name}`."
    )


def which_subject(found: use.WhichSubject) -> Message:
    """Ask which of several subjects is meant."""
    *others, last = (f"*{said(each, NAME_LENGTH)}*" for each in found.names[:SHOWN_METRICS])
    names = " or ".join(filter(None, [", ".join(others), last]))
    example = said(f"{found.names[0]} {found.typed}", 2 * NAME_LENGTH)
    return kit.paragraph(
        f"Which one is meant: {names}? Begin with its name, for example `/cx-metric {example} …`. Nothing was saved."
    )


def track_line(track: MetricTrack) -> str:
    """Return a metric as one line: what it is, how it moved, its target, its newest readings."""
    last = track.last
    parts = [f"*{said(last.name, NAME_LENGTH)}* *{_value(last)}*, {said_day(last.day)}"]
    if track.before is not None:
        parts.append(f"{moved_words(track.before.value, last.value, track.good)} since {said_day(track.before.day)}")
    if aimed := _target_words(track):
        parts.append(aimed)
    shown = track.readings[-SHOWN_READINGS:]
    course = " → ".join(_value(each) for each in shown)
    cut = "… → " if len(shown) < len(track.readings) else ""
    return " · ".join([*parts, *([f"{cut}{course}"] if len(track.readings) > 2 else [])])  # noqa: PLR2004  # two stand in the line already


def listed(found: use.MetricsListed) -> Message:
    """List the metrics of the subjects."""
    rows: list[str] = []
    for subject, tracks in found.subjects:
        rows.append(f"*{said(subject, NAME_LENGTH)}*")
        rows += [f"• {track_line(each)}" for each in tracks[:SHOWN_METRICS]]
        if not tracks:
            name = f"{said(subject, NAME_LENGTH)} " if len(found.subjects) > 1 else ""
            rows.append(f"• nothing known yet: `/cx-metric {name}NPS 41` says what it is")
    kept = kit.within(rows, ROOM)
    more = [f"and {len(rows) - len(kept)} more lines: name the subject to see them"] if len(kept) < len(rows) else []
    small = "`/cx-metric list NPS` shows who said what; `/cx-metric help` how to add one"
    return kit.message(kit.sections(["*Metrics of this channel*", *kept, *more]), kit.context(small))


SOURCES: Mapping[MetricOrigin, str] = {
    MetricOrigin.TYPED: "",
    MetricOrigin.FILE: "from a file",
    MetricOrigin.CHECK_IN: "in a check-in",
    MetricOrigin.ASSESSMENT: "as an assessment began",
}


def history(found: use.MetricHistory) -> Message:
    """List everything that was said about one metric, with what does not count struck out."""
    readings = found.readings[:SHOWN_HISTORY]
    title = f"*{said(found.subject, NAME_LENGTH)} · {said(readings[0].name, NAME_LENGTH)}*, the newest first"
    rows = []
    for each in readings:
        counts = each.id in found.counting
        why = "" if counts else "taken back" if each.taken_back else "corrected later"
        aimed = f"target {said(each.target.text, NAME_LENGTH)}" if each.target is not None else ""
        by = someone(each.by) if each.by else ""
        value = _value(each) if counts else f"~{_value(each)}~"
        rows.append(joined(f"• {said_day(each.day)}: {value}", by, SOURCES[each.source], aimed, why))
    if len(found.readings) > len(readings):
        rows.append(f"and {len(found.readings) - len(readings)} earlier ones")
    return kit.message(kit.sections([title, *rows]))


def metric_form(found: use.FormWanted, channel: str, today: date) -> View:
    """Build the form: the subject where there are several, the metric, its value, day, target and direction."""
    subjects = [kit.option(each.subject, each.id) for each in found.subjects[:MOST_OPTIONS]]
    known = [kit.option(each.name, each.key) for each in KINDS]
    own = [
        kit.option(each, f"{OWN_METRIC}{one_line(cleaned(each))}"[:150])
        for each in found.metrics[: MOST_OPTIONS - len(known)]
    ]
    options = [*known, *own, kit.option("Another one, named below", OWN_METRIC)]
    good = [
        kit.option("As its name has it", BY_NAME),
        kit.option("Higher is better", str(Good.UP)),
        kit.option("Lower is better", str(Good.DOWN)),
    ]
    blocks: list[Block] = []
    if len(subjects) > 1:
        blocks.append(kit.input_block("Of what", kit.select(SUBJECT, subjects), block_id=SUBJECT))
    blocks += [
        kit.input_block("Metric", kit.select(METRIC, options, initial=options[0]["value"]), block_id=METRIC),
        kit.input_block(
            "Its name, where it is another one",
            kit.text_input(OWN, placeholder="Refund time", max_length=60),
            block_id=OWN,
            optional=True,
        ),
        kit.input_block(
            "Value",
            kit.text_input(VALUE, placeholder="41, 3.5 %, 4.2 of 5, 1250 EUR", max_length=80),
            block_id=VALUE,
        ),
        kit.input_block("Day", kit.day_input(DAY, initial=today), block_id=DAY),
        kit.input_block("Target", kit.text_input(TARGET, max_length=80), block_id=TARGET, optional=True),
        kit.input_block("Which way is good", kit.select(GOOD, good, initial=BY_NAME), block_id=GOOD, optional=True),
    ]
    about = OfTwo(channel, found.subjects[0].id if len(subjects) == 1 else "")
    return kit.modal("Say what a metric is", blocks, callback_id=ids.METRIC_FORM, submit="Save", about=about)


def read_form(state: Mapping[str, str], subject: str) -> use.MetricWish | Mistakes:
    """Read what was filled in about a subject, which is empty where none was chosen; mistakes come by their field."""
    if not subject:
        return Mistakes({SUBJECT if SUBJECT in state else VALUE: "Choose what it is a metric of."})
    picked = state.get(METRIC, "")
    name = state.get(OWN, "") if picked == OWN_METRIC else picked.removeprefix(OWN_METRIC)
    if not name.strip():
        return Mistakes({OWN: "Name the metric, for example Refund time."})
    try:
        day = date.fromisoformat(state.get(DAY, ""))
    except ValueError:
        return Mistakes({DAY: "Choose the day on which it was so."})
    good = next((each for each in (Good.UP, Good.DOWN) if each == state.get(GOOD, "")), Good.UNSAID)
    return use.MetricWish(subject, name, state.get(VALUE, ""), day, state.get(TARGET, ""), good)


def saved_view(found: use.Measured) -> View:
    """Say in place of the form what was saved."""
    return kit.modal("Saved", [kit.section(measured(found).text)], callback_id=ids.METRIC_FORM, close="Close")
