"""What the report of an assessment says, in order: pure, from the facts to a document."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from bot.core.assessment import NotApplicable, NotRated, Status, is_gone
from bot.core.drafts.brief import Kind
from bot.core.drafts.draft import Draft, Prose, newest
from bot.core.drafts.labels import facts_behind, label
from bot.core.drafts.standing import AcceptedText
from bot.core.framework import Band, Descriptor, Dimension
from bot.core.plan.plan import PHASES, ActionStanding, counted, plan_start
from bot.core.report_words import Wording
from bot.core.scoring.scorecard import Row, Scorecard
from bot.core.scoring.scoring import Overall, Value
from bot.core.team import Evidence
from bot.core.text import capital, with_names
from bot.reports.paper import Block, Chapter, Facts, Meter, Paper, Quotes, ResultBlock, Span, Table, TableCell, Text
from bot.reports.scorecard_picture import radar_picture
from bot.reports.team_chapter import team_chapter
from bot.reports.trend_picture import trend_picture
from bot.use_cases.notified import Picture
from bot.use_cases.report import ReportFacts

MOST_STEPS = 10
"""Levels that are drawn apart in a bar."""
MOST_TERMS = 30
"""Dimensions up to which the sum is written out."""
MOST_DAYS = 5
"""Assessments beside each other in the table over time."""
TOP_GAPS = 3


@dataclass(frozen=True, slots=True)
class _Told:
    """The facts with the words to tell them in."""

    facts: ReportFacts
    words: Wording

    @property
    def card(self) -> Scorecard:
        return self.facts.card

    def day(self, moment: datetime) -> str:
        return self.words.day(moment.astimezone(self.facts.zone))

    @property
    def today(self) -> date:
        return self.facts.at.astimezone(self.facts.zone).date()

    def who(self, person: str) -> str:
        """Name a person; by the part they have where Slack was not asked for the name, never by Slack's id."""
        own = self.facts.assessment
        if is_gone(person):
            return self.words("removed")
        if name := self.facts.people.get(person):
            return name
        if person == own.facilitator:
            return self.words("facilitator")
        place = next((place for place, seat in enumerate(own.seats(), start=1) if person in seat.holders), None)
        return self.words("respondent", number=place) if place is not None else self.words("other")

    def names(self, keys: Iterable[str]) -> str:
        return ", ".join(self.card.row(key).name for key in keys)


def words_for(facts: ReportFacts) -> Wording:
    """Return the words of a report: in the language chosen for its drafts, else that of its framework."""
    return Wording(facts.assessment.language or facts.assessment.framework.language)


def report_of(facts: ReportFacts) -> Paper:
    """Return the report as a document in the language of the assessment."""
    card, told = facts.card, _Told(facts, words_for(facts))
    sections = (
        _dimensions(told),
        *team_chapter(facts, told.words),
        _gaps(told),
        *_evidence(told),
        *_plan(told),
        *_over_time(told),
        *_metrics(told),
        _rules(told),
        _source(told),
    )
    paper = Paper(
        language=told.words.language,
        kind=told.words("report"),
        title=card.subject,
        subtitle=card.framework.title,
        cover=_cover(told),
        notices=tuple(_notices(told)),
        result=_result(told),
        sections=sections,
    )
    named: Paper = with_names(paper, lambda person: facts.people.get(person) or told.words("somebody"))
    return named


def _cover(told: _Told) -> Facts:
    card, words = told.card, told.words
    done = card.completed_at
    when = (words("assessed"), told.day(done)) if done is not None else (words("begun"), told.day(card.started_at))
    channel = told.facts.channel
    where = [(words("channel"), channel or words("private"))] if channel is not None else []
    who = ", ".join(dict.fromkeys(map(told.who, card.answered))) or words("nobody")
    who = words("people_in_private", count=card.handed_in) if card.of_team else who
    return Facts((when, *where, (words("scored_by"), who)))


def _notices(told: _Told) -> Iterator[str]:
    card = told.card
    if card.provisional:
        rated, applicable = card.coverage.rated, card.coverage.applicable
        yield told.words("notice", rated=rated, applicable=applicable, names=told.names(card.missing))
    elif told.facts.assessment.status is not Status.COMPLETE:
        yield told.words("under_way")
    if gone := [key for key in card.missing if key in card.withdrawn]:
        yield told.words("withdrawn", names=told.names(gone))


def _result(told: _Told) -> ResultBlock:
    card, words = told.card, told.words
    if card.overall is None:
        return ResultBlock(words("result"), "–", "", "", (words("unrated"),))
    of = words("of", top=words.figure(card.framework.top, "sum"))
    of += f" ({words('projected')})" if card.overall.projected else ""
    band = card.overall.band
    means = (capital(band.text), words("focus", text=band.focus) if band.focus else "") if band is not None else ()
    others = told.facts.peers
    middle = words.figure(others.overall, card.framework.aggregate) if others is not None else ""
    median = words("median", count=others.count, figure=middle) if others is not None else ""
    held = card.held_back
    held_back = words("held_back", level=held.level, names=told.names(held.dimensions)) if held is not None else ""
    lines = (*means, _since(told), median, _backed(told), held_back)
    name = band.name if band is not None else words("provisional") if card.provisional else ""
    figure = words.figure(card.overall.exact, card.framework.aggregate)
    return ResultBlock(words("result"), figure, of, name, tuple(each for each in lines if each), _radar(told))


def _radar(told: _Told) -> Picture | None:
    card, words = told.card, told.words
    before = words("before", day=told.day(card.before.at)) if card.before is not None else ""
    rows = (f"{row.name} {_level(told, row.value)} ({words('target', level=row.target)})" for row in card.rows)
    return radar_picture(card, (words("today").lower(), before, words("aim_line")), "; ".join(rows))


def _since(told: _Told) -> str:
    card, words = told.card, told.words
    if card.before is None:
        return words("first")
    day = told.day(card.before.at)
    if card.change is None:
        return words("uncompared", day=day)
    far = card.change.difference
    if not far:
        return words("same", day=day) + "."
    return words("up" if far > 0 else "down", far=words.figure(abs(far), card.framework.aggregate), day=day) + "."


def _backed(told: _Told) -> str:
    """Say for how many dimensions evidence was given, and the evidenced figure where it differs."""
    card, words = told.card, told.words
    line = words("given", given=card.with_evidence, rated=card.coverage.rated)
    if card.lower_evidenced is None:
        return line
    figure = words.figure(card.lower_evidenced.exact, card.framework.aggregate)
    return f"{line} {words('evidenced', figure=figure)}"


# The dimensions


def _dimensions(told: _Told) -> Chapter:
    card, words = told.card, told.words
    same = card.target
    rows = tuple(_row(told, row, own_target=same is None) for row in card.rows)
    head = (words("dimension"), words("level"), words("today"), words("next_level"))
    table = Table(words("dimensions"), head, rows, (22, 14, 32, 32))
    line = (Text(words("targets", level=same)),) if same is not None else ()
    return Chapter(words("dimensions"), (*line, table))


def _row(told: _Told, row: Row, *, own_target: bool) -> tuple[TableCell, ...]:
    words, dimension = told.words, told.facts.assessment.framework.dimension(row.key)
    match row.value:
        case NotApplicable(reason=reason):
            return (TableCell(strong=row.name), TableCell(words("not_applicable")), TableCell(reason), TableCell())
        case NotRated():
            return (TableCell(strong=row.name), TableCell(words("not_rated")), TableCell(), TableCell())
        case value:
            small = " · ".join(_marks(told, row, own_target=own_target))
            level = TableCell(strong=words.level(value), small=small, meter=_meter(told, value, row.target))
            here = math.floor(value)
            top = told.card.framework.scale.high
            ahead = _described(told, dimension, here + 1) if here < top else TableCell(words("top"))
            return (TableCell(strong=row.name), level, _described(told, dimension, here), ahead)


def _marks(told: _Told, row: Row, *, own_target: bool) -> Iterator[str]:
    words = told.words
    if own_target:
        yield words("target", level=row.target)
    if row.change is not None and row.change.difference:
        far = words.level(abs(row.change.difference))
        yield words("rose" if row.change.difference > 0 else "fell", far=far)
        if row.change.unexplained:
            yield words("unexplained")
    if isinstance(row.evidenced, Fraction) and row.evidenced != row.value:
        yield words("evidenced_level", level=words.level(row.evidenced))
    if row.split:
        yield words("split")
    if told.facts.peers is not None and row.key in told.facts.peers.dimensions:
        yield words("median_level", level=words.level(told.facts.peers.dimensions[row.key]))


def _meter(told: _Told, value: Fraction, target: int) -> Meter:
    scale = told.card.framework.scale
    levels = len(scale.levels())
    full, aim = (Fraction(each - scale.low + 1, levels) for each in (value, target))
    return Meter(full, min(max(aim, Fraction(0)), Fraction(1)), levels if levels <= MOST_STEPS else 0)


def _described(told: _Told, dimension: Dimension, level: int) -> TableCell:
    """Say what a level looks like; one that is left undescribed by the levels between which it lies."""
    framework, words = told.facts.assessment.framework, told.words
    found = dimension.descriptor(level)
    if found is not None:
        name = found.name or framework.level_name(level)
        return TableCell(found.text, strong=f"{words('at', level=level)} {name}".strip())
    below = max((each.level for each in dimension.descriptors if each.level < level), default=level - 1)
    above = min((each.level for each in dimension.descriptors if each.level > level), default=level + 1)
    near = dimension.descriptor(above) or dimension.descriptor(below)
    return TableCell(_at(told, near), strong=f"{words('at', level=level)}, {words('between', low=below, high=above)}")


def _at(told: _Told, level: Descriptor | None) -> str:
    return f"{told.words('at', level=level.level)}: {level.text}" if level is not None else ""


def _gaps(told: _Told) -> Chapter:
    card, words = told.card, told.words
    rows = tuple(
        (
            TableCell(strong=card.row(gap.dimension).name),
            TableCell(f"{words.level(gap.value)} → {gap.target}"),
            TableCell(gap.next_step or _at(told, gap.aim)),
        )
        for gap in card.gaps[:TOP_GAPS]
    )
    head = (words("dimension"), words("aim"), words("step"))
    if rows:
        return Chapter(words("gaps"), (Table(words("gaps"), head, rows, (26, 16, 58)),))
    return Chapter(words("gaps"), (Text(words("no_gaps" if card.overall is not None else "unrated")),))


# What shows it


def _evidence(told: _Told) -> Iterator[Chapter]:
    """Tell what was said and what was accepted about each dimension; those with neither in a line."""
    parts, bare = [], []
    for row in told.card.rows:
        quotes = tuple(_pieces(row.evidence))
        texts = [each for each in told.facts.texts if each.piece.dimension == row.key and not each.stale]
        blocks = [*([Quotes(quotes)] if quotes else []), *(block for each in texts for block in _text(told, each))]
        if blocks:
            parts.append(Chapter(row.name, tuple(blocks)))
        if not quotes and isinstance(row.value, Fraction):
            bare.append(row.key)
    stale = dict.fromkeys(each.piece.dimension for each in told.facts.texts if each.stale)
    last = [told.words("nothing", names=told.names(bare))] if bare else []
    last += [told.words("stale", names=told.names(stale))] if stale else []
    if parts or last:
        yield Chapter(told.words("evidence"), tuple(Text(each, small=True) for each in last), tuple(parts))


def _pieces(evidence: tuple[Evidence, ...]) -> Iterator[tuple[Span, ...]]:
    """Give people's words as they were typed, an address in them as a link; then the links that stand alone."""
    links = dict.fromkeys(each.text.strip() for each in evidence if each.kind != "words" and each.text.strip())
    said = [each.text for each in evidence if each.kind == "words" and each.text.strip()]
    for words in said:
        yield tuple(_linked(words, tuple(links)))
    for link in links:
        if not any(link in words for words in said):
            yield (Span(link, is_link=True),)


def _linked(words: str, links: tuple[str, ...]) -> Iterator[Span]:
    place = min(((words.find(each), -len(each), each) for each in links if each in words), default=None)
    if place is None:
        yield Span(words)
        return
    at, _, link = place
    if at:
        yield Span(words[:at])
    yield Span(link, is_link=True)
    if rest := words[at + len(link) :]:
        yield from _linked(rest, links)


def _text(told: _Told, text: AcceptedText) -> tuple[Block, ...]:
    kind = told.words("narrative" if text.piece.kind is Kind.NARRATIVE else "note")
    draft = next((each for each in newest(told.facts.drafts) if each.piece == text.piece), None)
    source = "; ".join(_origin(told, text, draft))
    return Text(text.text, label=kind), Text(capital(source), small=True)


def _origin(told: _Told, text: AcceptedText, draft: Draft | None) -> Iterator[str]:
    """Say what a text rests on, who wrote it, and who accepted it; the first of it in the language of the text."""
    words, made = told.words, draft.made if draft is not None else None
    if text.editor:
        language = made.brief.language if made is not None else words.language
        yield label(language, "in_words", who=told.who(text.editor))
    elif draft is not None and made is not None and isinstance(made.content, Prose):
        behind = dict.fromkeys(one for each in made.content.sentences for one, _ in facts_behind(each.facts, made))
        if behind:
            yield label(made.brief.language, "rests_on", names=", ".join(behind))
        model = draft.replies[-1].model if draft.replies else ""
        yield words("by_model", model=model or words("a_model")) if made.by_model else words("built")
    yield words("accepted", who=told.who(text.by), day=told.day(text.at))


# The plan


def _plan(told: _Told) -> Iterator[Chapter]:
    plan, words = told.facts.plan, told.words
    start = plan_start(tuple(each.accepted for each in plan))
    if start is None:
        return
    span = words("plan_days", first=words.day(start), last=words.day(start + timedelta(days=PHASES[-1])))
    counts = ", ".join(f"{count} {words(group.value)}" for group, count in counted(plan, told.today).items())
    rows = tuple(_action(told, each) for each in plan)
    head = (words("action"), words("owner"), words("due"), words("state"))
    yield Chapter(words("plan"), (Text(f"{span} {counts}."), Table(words("plan"), head, rows, (46, 20, 16, 18))))


def _action(told: _Told, each: ActionStanding) -> tuple[TableCell, ...]:
    words, action = told.words, each.accepted.action
    owner = told.who(each.accepted.owner) if each.accepted.owner is not None else ""
    measure = words("measure", text=action.measure) if action.measure else ""
    said = (each.last.note, each.last.value) if each.last is not None else ()
    earlier = ", ".join(words.day(day) for day in each.days[:-1])
    aim = f"{action.aim.metric}: {action.aim.baseline} → {action.aim.target}" if action.aim is not None else ""
    return (
        TableCell(measure, strong=action.what, small=aim),
        TableCell(owner or action.owner_role, small=action.owner_role if owner else ""),
        TableCell(words.day(each.due), small=words("was_due", days=earlier) if earlier else ""),
        TableCell(words(each.group(told.today).value), small=" · ".join(filter(None, said))),
    )


# Over time


def _over_time(told: _Told) -> Iterator[Chapter]:
    course, words = told.facts.course, told.words
    if course is None:
        return
    first = max(len(course.points) - MOST_DAYS, 0)
    shown = course.points[first:]
    days = [told.day(each.card.at) for each in shown]
    figures = [
        words.figure(each.card.overall.exact, each.card.framework.aggregate) if each.card.overall else "–"
        for each in shown
    ]
    rows = [(TableCell(strong=words("overall")), *(TableCell(strong=each) for each in figures))]
    rows += [
        (TableCell(each.name), *(TableCell(_level(told, one.value)) for one in each.levels[first:]))
        for each in course.tracks
    ]
    rows += [
        (TableCell(each.name), *(TableCell(one or "–") for one in each.values[first:])) for each in course.measures
    ]
    shares = (100 - 16 * len(days), *(16 for _ in days))
    table = Table(words("trend"), (words("dimension"), *days), tuple(rows), shares, marked=0, figures=True)
    breaks = (day for day, each in zip(days[1:], shown[1:], strict=True) if each.broken is not None)
    picture = trend_picture(course, told.facts.done, words)
    notes = (Text(words("breaks", day=day), small=True) for day in breaks)
    yield Chapter(words("trend"), (picture, table, *notes))


def _metrics(told: _Told) -> Iterator[Chapter]:
    """Tell the subject's metrics, and which went another way than the score, without a word about causes."""
    words, course = told.words, told.facts.course
    if not told.facts.metrics:
        return
    head = tuple(words(each) for each in ("metric", "value", "as_of", "earlier", "aimed"))
    rows = tuple(
        (
            TableCell(strong=each.last.name),
            TableCell(each.last.value.text),
            TableCell(words.day(each.last.day)),
            TableCell(f"{each.before.value.text}, {words.day(each.before.day)}" if each.before is not None else "–"),
            TableCell(each.target.text if each.target is not None else "–"),
        )
        for each in told.facts.metrics
    )
    table = Table(words("metrics"), head, rows, (26, 16, 20, 24, 14))
    moves = [f"{each.name} {each.old.text} → {each.new.text}" for each in (course.against if course else ())]
    yield Chapter(words("metrics"), (table, *([Text(words("against", names=", ".join(moves)))] if moves else [])))


def _level(told: _Told, value: Value | None) -> str:
    return told.words.level(value) if isinstance(value, Fraction) else "–"


# How it was scored


def _rules(told: _Told) -> Chapter:
    words = told.words
    bands = told.facts.assessment.framework.bands
    blocks: list[Block] = [Text(each) for each in _sentences(told)]
    if bands:
        head = (words("band"), words("range"), words("meaning"))
        own = told.card.overall.band if told.card.overall is not None else None
        marked = bands.index(own) if own in bands else None
        rows = tuple(_band(told, each) for each in bands)
        blocks.append(Table(words("bands"), head, rows, (26, 16, 58), marked))
    return Chapter(words("rules"), tuple(blocks))


def _band(told: _Told, band: Band) -> tuple[TableCell, ...]:
    words, aggregate = told.words, told.card.framework.aggregate
    edges = " – ".join(dict.fromkeys(words.figure(each, aggregate) for each in (band.low, band.high)))
    return (
        TableCell(strong=band.name),
        TableCell(edges),
        TableCell(band.text, small=words("focus", text=band.focus) if band.focus else ""),
    )


def _sentences(told: _Told) -> Iterator[str]:
    card, words, framework = told.card, told.words, told.facts.assessment.framework
    yield words("rule_people")
    if len(told.facts.assessment.respondents()) > 1 or card.of_team:
        yield words("rule_several")
    is_sum = framework.aggregate == "sum"
    yield words("rule_sum" if is_sum else "rule_mean")
    weights = {each.weight for each in framework.dimensions}
    if len(weights) > 1:
        listed = ", ".join(f"{each.name} {words.number(each.weight)}" for each in framework.dimensions)
        yield words("rule_ranked" if is_sum else "rule_weighted", weights=listed)
    if card.overall is not None and card.overall.projected:
        yield words("rule_projected")
    if card.overall is not None and len(card.rows) <= MOST_TERMS:
        yield words("working", sum=_working(told, card.overall))
    left_out = [row.key for row in card.rows if isinstance(row.value, NotApplicable)]
    if left_out:
        yield words("rule_left_out", names=told.names(left_out))
    if framework.evidence_from > framework.scale.low:
        yield words("rule_evidence", level=framework.evidence_from, below=framework.evidence_from - 1)
    yield words("rule_gaps")
    if card.before is not None:
        yield f"{words('rule_change')} {words('rule_unexplained')}"


def _working(told: _Told, overall: Overall) -> str:
    """Write the sum out: ``(3 + 2 + 2) ÷ 3 ≈ 2.33, shown as 2.3``."""
    words, framework = told.words, told.facts.assessment.framework
    rated = [(framework.dimension(row.key), row.value) for row in told.card.rows if isinstance(row.value, Fraction)]
    is_sum = framework.aggregate == "sum"
    is_weighted = not is_sum and len({each.weight for each, _ in rated}) > 1
    terms = [
        f"{words.number(each.weight)} × {words.number(value)}" if is_weighted else words.number(value)
        for each, value in rated
    ]
    divisor = sum((each.weight for each, _ in rated), Fraction(0)) if is_weighted else Fraction(len(rated))
    total = " + ".join(terms)
    if not is_sum:
        total = f"({total}) ÷ {words.number(divisor)}"
    elif overall.projected:
        total = f"({total}) ÷ {len(rated)} × {len(framework.dimensions)}"
    precise = all((value * 100).denominator == 1 for value in (overall.exact, divisor, *(one for _, one in rated)))
    worked = f"{total} {'=' if precise else '≈'} {words.number(overall.exact)}"
    if overall.exact == overall.rounded:
        return f"{worked}."
    return f"{worked}, {words('shown_as', figure=words.figure(overall.exact, framework.aggregate))}."


def _source(told: _Told) -> Chapter:
    framework, words, facts = told.card.framework, told.words, told.facts
    made = facts.at.astimezone(facts.zone)
    pairs = (
        (words("framework"), f"{framework.title}, {words('version')} {framework.version}"),
        (words("id"), told.card.assessment),
        (words("made"), f"{told.day(made)}, {made:%H:%M} ({facts.zone})"),
        (words("digest"), framework.digest),
    )
    return Chapter(words("source"), (Facts(pairs), Text(words("by"), small=True)))
