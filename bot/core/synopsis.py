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
from bot.core.plan.plan import ActionStanding
from bot.core.report_words import ENGLISH, Wording
from bot.core.reveal import FEWEST
from bot.core.scoring.agenda import agenda
from bot.core.scoring.rounds import GroupGap, Rounds, group_gap, mean_level, rounds_of
from bot.core.scoring.scorecard import Scorecard
from bot.core.text import sentence
from bot.core.workshop import Theme, Topic, Workshop, themes

FIRST_STEPS, TOP_GAPS = 6, 3
QUESTIONS: Mapping[Topic, str] = {topic: ENGLISH(f"question_{topic}") for topic in Topic}


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


def words_of(assessment: Assessment) -> Wording:
    """Return the words of a synopsis: in the language chosen for the drafts, else that of the framework."""
    return Wording(assessment.language or assessment.framework.language)


def synopsis_page(card: Scorecard, parts: tuple[SynopsisPart, ...], today: date, words: Wording) -> SynopsisPage:
    """Return the synopsis with its heading and its figure."""
    overall, framework = card.overall, card.framework
    figure, band = words("synopsis_unrated"), ""
    if overall is not None:
        top = words.figure(framework.top, "sum")
        figure = words("synopsis_figure", figure=words.shown(overall.text), top=top)
        band = f", {overall.band.name}" if overall.band is not None else ""
    made = words("synopsis_made", day=words.day(today), assessment=card.assessment, version=framework.version)
    return SynopsisPage(
        heading=words("synopsis_of", subject=card.subject),
        result=f"{framework.title}: {figure}{band}",
        parts=parts,
        made=made,
    )


def synopsis(
    assessment: Assessment,
    card: Scorecard,
    workshop: Workshop,
    plan: Sequence[ActionStanding],
    names: Mapping[str, str],
) -> tuple[SynopsisPart, ...]:
    """Return the parts of the synopsis; ``names`` are those of people, where they are known."""
    found, words = rounds_of(assessment), words_of(assessment)
    return (
        _standing(card, found, words),
        _differences(assessment, card, group_gap(found), words),
        _themes(workshop, names, words),
        _gaps(card, words),
        _decisions(card, found, words),
        _next_steps(plan, names, words),
        _people(assessment, words),
    )


def _standing(card: Scorecard, found: Sequence[Rounds], words: Wording) -> SynopsisPart:
    rows = tuple(
        (row.name, _level(row.value, words), _spread(each, words), str(row.target))
        for row, each in zip(card.rows, found, strict=True)
    )
    head = (words("dimension"), words("level"), words("how_spread"), words("aimed"))
    return SynopsisPart(words("standing"), table=SynopsisTable(head, rows))


def _level(value: object, words: Wording) -> str:
    if isinstance(value, Fraction):
        return words.level(value)
    return words("synopsis_not_applicable" if isinstance(value, NotApplicable) else "synopsis_unrated")


def _spread(rounds: Rounds, words: Wording) -> str:
    """Say how many chose each level; of two rounds both."""
    if rounds.not_applicable:
        return words("none_applies")
    if not rounds.shown:
        return words("withheld")
    return words("then_second").join(_counts(each.tally.levels, words) for each in rounds.shown)


def _counts(levels: Mapping[int, int], words: Wording) -> str:
    return ", ".join(words("chose", count=count, level=level) for level, count in sorted(levels.items()))


def _differences(assessment: Assessment, card: Scorecard, gap: GroupGap | None, words: Wording) -> SynopsisPart:
    newest = ((each.rounds.dimension, each.rounds.newest) for each in agenda(assessment, card))
    points = [
        words(
            "synopsis_range",
            name=card.row(key).name,
            low=min(shown.tally.levels),
            high=max(shown.tally.levels),
            count=shown.raters,
        )
        for key, shown in newest
        if shown is not None and shown.is_split
    ]
    texts = [] if points else [words("no_split")]
    if gap is not None:
        lower, higher = (
            f"{each.name or words('the_others')} ({words.level(mean_level(each.levels))})"
            for each in (gap.lower, gap.higher)
        )
        texts.append(words(f"differ_by_{gap.by}", lower=lower, higher=higher, name=card.row(gap.dimension).name))
    return SynopsisPart(words("differed"), tuple(texts), points=tuple(points))


def _themes(workshop: Workshop, names: Mapping[str, str], words: Wording) -> SynopsisPart:
    parts = []
    for topic in Topic:
        if found := themes(workshop, topic):
            points = tuple(_theme(each, names, words) for each in found if each.worded)
            parts += [SynopsisPart(words(f"question_{topic}"), points=points)] if points else []
    texts = () if parts else (words("no_notes"),)
    return SynopsisPart(words("discussed"), texts, parts=tuple(parts))


def _theme(theme: Theme, names: Mapping[str, str], words: Wording) -> str:
    notes = [
        f"{each.text}{f' ({names.get(each.author, each.author)})' if each.author else ''}" for each in theme.worded
    ]
    counts = [words("times", count=len(notes))] if not theme.label and len(notes) > 1 else []
    counts += [words("vote" if theme.votes == 1 else "votes", count=theme.votes)] if theme.votes else []
    told = f" ({', '.join(counts)})" if counts else ""
    return f"{theme.label}{told}: {'; '.join(notes)}" if theme.label else f"{notes[0]}{told}"


def _gaps(card: Scorecard, words: Wording) -> SynopsisPart:
    rows = tuple(
        (
            card.row(each.dimension).name,
            f"{words.level(each.value)} → {each.target}",
            each.next_step or (each.aim.text if each.aim is not None else ""),
        )
        for each in card.gaps[:TOP_GAPS]
    )
    title = words("largest_gaps")
    if not rows:
        return SynopsisPart(title, (words("synopsis_no_gaps"),))
    head = (words("dimension"), words("level_and_target"), words("next_step"))
    return SynopsisPart(title, table=SynopsisTable(head, rows))


def _decisions(card: Scorecard, found: Iterable[Rounds], words: Wording) -> SynopsisPart:
    points = []
    for each in found:
        if (agreed := each.agreed) is not None:
            reason = words("because", text=sentence(agreed.reason)) if agreed.reason else ""
            dissent = words("synopsis_dissent", text=sentence(agreed.dissent)) if agreed.dissent else ""
            name = card.row(each.dimension).name
            points.append(f"{words('agreed_on', name=name, level=agreed.level)}{reason}{dissent}")
    return SynopsisPart(words("decided"), () if points else (words("none_agreed"),), points=tuple(points))


def _next_steps(plan: Sequence[ActionStanding], names: Mapping[str, str], words: Wording) -> SynopsisPart:
    first, title = sorted(plan, key=lambda each: each.due)[:FIRST_STEPS], words("next_steps")
    if not first:
        return SynopsisPart(title, (words("no_plan"),))
    rows = tuple((each.accepted.action.what, _owner(each, names, words), words.day(each.due)) for each in first)
    more = (words("more_actions", count=len(plan)),) if len(plan) > len(first) else ()
    head = (words("action"), words("owner"), words("due"))
    return SynopsisPart(title, more, SynopsisTable(head, rows))


def _owner(action: ActionStanding, names: Mapping[str, str], words: Wording) -> str:
    owner = action.accepted.owner
    return names.get(owner, owner) if owner is not None else action.accepted.action.owner_role or words("nobody")


def _people(assessment: Assessment, words: Wording) -> SynopsisPart:
    """Count who took part by role; roles of fewer than three are put together, and left out where these are fewer."""
    people = assessment.team.people() if assessment.team is not None else ()
    roles = Counter(each.role or words("without_role") for each in people)
    large = {role: count for role, count in roles.items() if count >= FEWEST}
    others = len(people) - sum(large.values())
    points = [f"{count} {role}" for role, count in sorted(large.items(), key=lambda each: (-each[1], each[0]))]
    if large and (others == 0 or others >= FEWEST):
        points += [words("other_people", count=others)] if others else []
    else:
        points = []
    return SynopsisPart(words("took_part"), (words("were_asked", count=len(people)),), points=tuple(points))
