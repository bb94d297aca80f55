"""An assessment as a JSON file: its facts, the framework's wording, and the figures computed from them."""

from fractions import Fraction

from bot.core.assessment import Assessment, verdict_word
from bot.core.drafts.draft import Draft, Verb
from bot.core.json_values import Json, exact
from bot.core.metric import Reading
from bot.core.plan.plan import ActionStanding, Plan
from bot.core.record.facts import facts_to_dict
from bot.core.record.unscored import ACTIONS, DRAFTS, metrics_of
from bot.core.record.workshops import WORKSHOP, recorded
from bot.core.scoring.comparison import Change
from bot.core.scoring.rounds import GroupGap, Rounds, group_gap
from bot.core.scoring.scorecard import NO_KEYS, Row, Scorecard, scorecard
from bot.core.scoring.scoring import Gap, Overall, Value, format_level
from bot.core.team import Mode
from bot.core.text import pseudonym, with_names
from bot.core.workshop import Workshop

FORMAT = "cxbot-assessment"
FORMAT_VERSION = 7
WITHOUT_WORKSHOPS = 6
WITHOUT_TEAMS = 5
WITHOUT_CHANGED_PLANS = 4
WITHOUT_LANGUAGE = 3
WITHOUT_DEPARTURES = 2
OLDEST_VERSION = 1
"""Version 1 had the figures of a draft's facts in their words, and no facts beside the actions of a plan.

Version 3 has departures: who answered after somebody went. Version 4 has the language that was chosen for the drafts,
version 5 what people change of a plan, the metric that an action should move, the subject's metrics, and the actions of
plans that do not count, version 6 the terms of a team, what was revealed of it, the words beside an agreed level, and
what was withdrawn, version 7 the notes, votes and steps of a workshop. A file without them is written as version 2, 3,
4, 5 or 6, for whoever reads no later one.
"""


def export_assessment(
    assessment: Assessment,
    before: Assessment | None = None,
    *,
    explained: frozenset[str] = NO_KEYS,
    drafts: tuple[Draft, ...] = (),
    actions: tuple[ActionStanding, ...] = (),
    earlier: tuple[ActionStanding, ...] = (),
    metrics: tuple[Reading, ...] = (),
    workshop: Workshop | None = None,
) -> Json:
    """Give the whole export as JSON values, always in the same order for the same facts.

    ``before`` and ``explained`` are what the scorecard was compared with; their facts go into the file too, so that
    every figure can be computed again from the file alone. ``drafts`` and ``actions`` stand in it where there are any,
    and so do ``earlier`` ones, of plans that were accepted and do not count, the ``metrics`` of the subject and what
    of a ``workshop`` everybody has seen.
    Whom somebody mentioned stands by a pseudonym: words that differ by it alone differ in the file, too.
    """
    held = [each for each in (assessment, before) if each is not None]
    if assessment.team is None or assessment.team.mode is not Mode.WORKSHOP:
        workshop = None
    version = WITHOUT_LANGUAGE if any(each.departures for each in held) else WITHOUT_DEPARTURES
    version = WITHOUT_CHANGED_PLANS if any(each.language for each in held) else version
    is_new = earlier or metrics or _has_changed_plan(drafts, actions) or _has_aim(drafts, actions)
    version = WITHOUT_TEAMS if is_new else version
    version = WITHOUT_WORKSHOPS if any(map(_is_of_version_6, held)) else version
    version = FORMAT_VERSION if workshop is not None else version
    file: Json = {"format": FORMAT, "format_version": version, **facts_to_dict(assessment)}
    if before is not None:
        file["before"] = facts_to_dict(before)
        file["explained"] = sorted(explained)
    if drafts:
        file["drafts"] = DRAFTS.write(drafts)
    if actions:
        file["actions"] = ACTIONS.write(actions)
    if earlier:
        file["earlier_actions"] = ACTIONS.write(earlier)
    if metrics:
        file["metrics"] = metrics_of(assessment.channel, assessment.subject.name).write(metrics)
    if workshop is not None:
        file["workshop"] = WORKSHOP.write(recorded(workshop))
    file["figures"] = figures_to_dict(scorecard(assessment, before, explained=explained))
    named: Json = with_names(file, pseudonym)
    return named


def _is_of_version_6(assessment: Assessment) -> bool:
    """Whether it has terms of a team, words beside a level that was agreed on, or answers that were withdrawn."""
    worded = any(each.reason or each.dissent or each.withdrawn for each in assessment.agreed)
    return assessment.team is not None or worded or bool(assessment.withdrawn)


def _has_changed_plan(drafts: tuple[Draft, ...], actions: tuple[ActionStanding, ...]) -> bool:
    edited = any(decision.verb is Verb.EDIT for each in drafts for decision in each.decisions)
    return edited or any(len(each.days) > 1 for each in actions)


def _has_aim(drafts: tuple[Draft, ...], actions: tuple[ActionStanding, ...]) -> bool:
    """Whether an action names the metric that it should move."""
    plans = (decision.edited for each in drafts for decision in each.decisions if isinstance(decision.edited, Plan))
    worded = (action for plan in plans for action in plan.actions)
    return any(each.aim is not None for each in (*worded, *(each.accepted.action for each in actions)))


def figures_to_dict(card: Scorecard) -> Json:
    """Give every computed figure: exact numbers as texts ("2", "2.5", "13/6"), shown ones to the digit ("2.2")."""
    rounds = [row.rounds for row in card.rows if row.rounds is not None]
    team: Json = {"handed_in": card.handed_in, "group_gap": _group_gap(group_gap(rounds))} if rounds else {}
    return {
        "overall": _overall(card.overall),
        "evidenced_overall": _overall(card.evidenced),
        "coverage": {"rated": card.coverage.rated, "applicable": card.coverage.applicable},
        "provisional": card.provisional,
        "missing": list(card.missing),
        "floor": None
        if card.floor is None
        else {"value": exact(card.floor.value), "dimensions": list(card.floor.dimensions)},
        "held_back": None
        if card.held_back is None
        else {"level": card.held_back.level, "dimensions": list(card.held_back.dimensions)},
        "dimensions": {row.key: _row(row) for row in card.rows},
        "gaps": [_gap(each) for each in card.gaps],
        "change": _change(card.change),
        **team,
    }


def _overall(overall: Overall | None) -> Json | None:
    if overall is None:
        return None
    return {
        "exact": exact(overall.exact),
        "rounded": overall.text,
        "projected": overall.projected,
        "band": None if overall.band is None else overall.band.name,
    }


def _row(row: Row) -> Json:
    figures: Json = {
        "value": _value(row.value),
        "shown": format_level(row.value) if isinstance(row.value, Fraction) else None,
        "evidenced": _value(row.evidenced),
        "target": row.target,
        "gap": None if row.gap is None else exact(row.gap),
        "spread": row.spread,
        "split": row.split,
        "change": _change(row.change),
    }
    return figures | ({} if row.rounds is None else _rounds(row.raters, row.rounds))


def _rounds(raters: int, rounds: Rounds) -> Json:
    """Give what a dimension of a team has beside: its rounds, and why it has no value where nothing of it is shown."""
    first, second, agreed = rounds.first, rounds.second, rounds.agreed
    return {
        "raters": raters,
        "first_round": None if first is None else exact(first.value),
        "second_round": None if second is None else exact(second.value),
        "shift": None if rounds.shift is None else exact(rounds.shift),
        "agreed": None if agreed is None else agreed.level,
        "withheld": rounds.is_withheld,
        "late": sum(rounds.late.values()),
    }


def _group_gap(gap: GroupGap | None) -> Json | None:
    if gap is None:
        return None
    lower, higher = gap.lower.name, gap.higher.name
    between: Json = {"by": gap.by, "lower": lower, "higher": higher, "levels": exact(gap.levels)}
    return {"dimension": gap.dimension, **between}


def _value(value: Value) -> str:
    return exact(value) if isinstance(value, Fraction) else verdict_word(value)


def _gap(gap: Gap) -> Json:
    return {"dimension": gap.dimension, "gap": exact(gap.gap), "weighted": exact(gap.weighted)}


def _change(change: Change | None) -> Json | None:
    if change is None:
        return None
    return {
        "from": exact(change.old),
        "to": exact(change.new),
        "difference": exact(change.difference),
        "unexplained": change.unexplained,
    }
