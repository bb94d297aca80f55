"""The synopsis of a workshop: what it found and decided, as a document that a canvas, a page and a PDF can show.

It rests on what was revealed, on the notes once they are shown, and on the plan: nothing in it is of fewer than three
people, and no anonymous note has an author.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.core.assessment import Assessment, NotApplicable
from bot.core.plan.standing import ActionStanding
from bot.core.reveal import FEWEST
from bot.core.scoring.agenda import agenda
from bot.core.scoring.rounds import GroupGap, Rounds, group_gap, mean_level, rounds_of
from bot.core.scoring.scorecard import Scorecard
from bot.core.scoring.scoring import format_figure, format_level
from bot.core.text import said_day
from bot.core.workshop import Theme, Topic, Workshop, themes

FIRST_STEPS, TOP_GAPS = 6, 3
QUESTIONS: Mapping[Topic, str] = {
    Topic.CUSTOMERS: "Who are our customers?",
    Topic.PERFECT: "What is the perfect experience for them?",
    Topic.OTHERS: "Do some of them need a different one?",
    Topic.INFORMATION: "Where do we need more information?",
}


@dataclass(frozen=True, slots=True)
class SynopsisTable:
    """Rows below their headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SynopsisPart:
    """A heading with paragraphs, a table, points of a list, and parts of the next level."""

    title: str
    texts: tuple[str, ...] = ()
    table: SynopsisTable | None = None
    points: tuple[str, ...] = ()
    parts: tuple["SynopsisPart", ...] = ()


@dataclass(frozen=True, slots=True)
class SynopsisPage:
    """A synopsis for a canvas; ``made`` says of what it was made, and when."""

    heading: str
    result: str
    parts: tuple[SynopsisPart, ...]
    made: str


def synopsis_page(card: Scorecard, parts: tuple[SynopsisPart, ...], today: date) -> SynopsisPage:
    """Return the synopsis with its heading and its figure."""
    overall = card.overall
    figure = f"{overall.text} of {format_figure(card.framework.top, 'sum')}" if overall is not None else "not rated"
    band = f", {overall.band.name}" if overall is not None and overall.band is not None else ""
    framework = card.framework
    return SynopsisPage(
        heading=f"{card.subject}: workshop synopsis",
        result=f"{framework.title}: {figure}{band}",
        parts=parts,
        made=f"Made by cxbot on {said_day(today)} from assessment {card.assessment}, framework {framework.version}.",
    )


def synopsis(
    assessment: Assessment,
    card: Scorecard,
    workshop: Workshop,
    plan: Sequence[ActionStanding],
    names: Mapping[str, str],
) -> tuple[SynopsisPart, ...]:
    """Return the parts of the synopsis; ``names`` are those of people, where they are known."""
    found = rounds_of(assessment)
    return (
        _standing(card, found),
        _differences(assessment, card, group_gap(found)),
        _themes(workshop, names),
        _gaps(card),
        _decisions(card, found),
        _next_steps(plan, names),
        _people(assessment),
    )


def _standing(card: Scorecard, found: Sequence[Rounds]) -> SynopsisPart:
    rows = tuple(
        (row.name, _level(row.value), _spread(each), str(row.target))
        for row, each in zip(card.rows, found, strict=True)
    )
    table = SynopsisTable(("Dimension", "Level", "How answers are spread", "Target"), rows)
    return SynopsisPart("Where we stand", table=table)


def _level(value: object) -> str:
    if isinstance(value, Fraction):
        return format_level(value)
    return "not applicable" if isinstance(value, NotApplicable) else "not rated"


def _spread(rounds: Rounds) -> str:
    """Say how many chose each level; of two rounds both."""
    if rounds.not_applicable:
        return "all who answered said that it does not apply"
    if not rounds.shown:
        return "fewer than three gave a level, so it is not shown"
    return "; second round: ".join(_counts(each.tally.levels) for each in rounds.shown)


def _counts(levels: Mapping[int, int]) -> str:
    return ", ".join(f"{count} chose {level}" for level, count in sorted(levels.items()))


def _differences(assessment: Assessment, card: Scorecard, gap: GroupGap | None) -> SynopsisPart:
    newest = ((each.rounds.dimension, each.rounds.newest) for each in agenda(assessment, card))
    points = [
        f"{card.row(key).name}: from {min(shown.tally.levels)} to {max(shown.tally.levels)}, {shown.raters} people"
        for key, shown in newest
        if shown is not None and shown.is_split
    ]
    texts = [] if points else ["Nowhere were the answers two levels or more apart."]
    if gap is not None:
        lower, higher = (
            f"{each.name or 'the others'} ({format_level(mean_level(each.levels))})" for each in (gap.lower, gap.higher)
        )
        texts.append(f"By {gap.by}, {lower} and {higher} differ most, in {card.row(gap.dimension).name}.")
    return SynopsisPart("Where we differed", tuple(texts), points=tuple(points))


def _themes(workshop: Workshop, names: Mapping[str, str]) -> SynopsisPart:
    parts = []
    for topic, question in QUESTIONS.items():
        if found := themes(workshop, topic):
            parts.append(SynopsisPart(question, points=tuple(_theme(each, names) for each in found)))
    texts = () if parts else ("No notes were shown.",)
    return SynopsisPart("What we discussed", texts, parts=tuple(parts))


def _theme(theme: Theme, names: Mapping[str, str]) -> str:
    votes = f" ({theme.votes} {'vote' if theme.votes == 1 else 'votes'})" if theme.votes else ""
    notes = [f"{each.text}{f' ({names.get(each.author, each.author)})' if each.author else ''}" for each in theme.notes]
    return f"{theme.label}{votes}: {'; '.join(notes)}" if theme.label else f"{notes[0]}{votes}"


def _gaps(card: Scorecard) -> SynopsisPart:
    rows = tuple(
        (
            card.row(each.dimension).name,
            f"{format_level(each.value)} → {each.target}",
            each.next_step,
        )
        for each in card.gaps[:TOP_GAPS]
    )
    if not rows:
        return SynopsisPart("Largest gaps", ("No dimension is below its target.",))
    return SynopsisPart("Largest gaps", table=SynopsisTable(("Dimension", "Level and target", "Next step"), rows))


def _decisions(card: Scorecard, found: Iterable[Rounds]) -> SynopsisPart:
    points = []
    for each in found:
        if each.agreed is not None:
            reason = f" Reason: {each.agreed.reason}" if each.agreed.reason else ""
            dissent = f" Dissent: {each.agreed.dissent}" if each.agreed.dissent else ""
            points.append(f"{card.row(each.dimension).name}: level {each.agreed.level} agreed.{reason}{dissent}")
    texts = () if points else ("No levels were agreed on; those above are the means of what people said.",)
    return SynopsisPart("What we decided", texts, points=tuple(points))


def _next_steps(plan: Sequence[ActionStanding], names: Mapping[str, str]) -> SynopsisPart:
    first = sorted(plan, key=lambda each: each.due)[:FIRST_STEPS]
    if not first:
        return SynopsisPart("Next steps", ("No plan is accepted yet. Draft one below the scorecard.",))
    rows = tuple((each.accepted.action.what, _owner(each, names), said_day(each.due)) for each in first)
    more = (f"The plan has {len(plan)} actions; these come first.",) if len(plan) > len(first) else ()
    return SynopsisPart("Next steps", more, SynopsisTable(("Action", "Owner", "Due"), rows))


def _owner(action: ActionStanding, names: Mapping[str, str]) -> str:
    owner = action.accepted.owner
    return names.get(owner, owner) if owner is not None else action.accepted.action.owner_role or "nobody yet"


def _people(assessment: Assessment) -> SynopsisPart:
    """Count who took part by role; roles of fewer than three are put together, and left out where these are fewer."""
    people = assessment.team.people() if assessment.team is not None else ()
    roles = Counter(each.role or "without a role" for each in people)
    large = {role: count for role, count in roles.items() if count >= FEWEST}
    others = len(people) - sum(large.values())
    points = [f"{count} {role}" for role, count in sorted(large.items(), key=lambda each: (-each[1], each[0]))]
    if large and (others == 0 or others >= FEWEST):
        points += [f"{others} others"] if others else []
    else:
        points = []
    return SynopsisPart("Who took part", (f"{len(people)} people were asked, each in private.",), points=tuple(points))
