"""Plans that are built without a model make sense: of every framework, at all levels, on any day of acceptance."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, reduce
from itertools import product

import pytest

from bot.core.assessment import Assessment, Subject
from bot.core.cadence.times import SATURDAY
from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.briefs import brief_for
from bot.core.drafts.built_plans import days_taken, hangs_on, items_of, points_elsewhere
from bot.core.drafts.built_texts import built
from bot.core.framework import Framework
from bot.core.languages import LANGUAGES
from bot.core.plan.plan import PHASES, Action, Plan
from bot.core.scoring.scorecard import Scorecard, scorecard
from bot.files.check import check
from bot.files.frameworks import files_of, load_frameworks
from bot.files.places import frameworks_folder
from tests.core.rated import assessment_of
from tests.drafts.corpus import assessments
from tests.effort import effort, thirds
from tests.known import as_a

LAST = PHASES[-1]
NOW = re.compile(r"this week|diese woche|cette semaine|esta semana", re.IGNORECASE)
DAYS = re.compile(r"(\d+)[\s-](?:days?|tagen?|jours|días)\b")
GOAL = {"NPS_BASELINE": "31", "NPS_TARGET": "45"}


@cache
def frameworks() -> tuple[Framework, ...]:
    """Give the frameworks of the house, and those of the fixed assessments, whose lines are of an earlier wording."""
    own = [each.framework for each in load_frameworks(files_of(frameworks_folder())) if each.framework is not None]
    older = {each.framework.slug: each.framework for each in assessments().values()}
    return (*own, *older.values())


def rated(framework: Framework) -> Iterator[Assessment]:
    """Give assessments of a framework with one gap, two and more, at every level, alike and unlike."""
    levels, count = framework.scale.levels(), len(framework.dimensions)
    for number, (first, rest) in enumerate(list(product(levels, levels))[:: effort(3, 1)]):
        for start in range(number % count, count, effort(count, 1)):
            given = [rest] * count
            given[start] = first
            given[(start + 1) % count] = levels[(levels.index(first) + 1) % len(levels)]
            yield assessment_of(framework, given)


@cache
def plans(language: str) -> tuple[tuple[str, Scorecard, Assessment, tuple[Action, ...]], ...]:
    """Return the plan of each of them that has a gap."""
    return tuple(_plans(language))


def _plans(language: str) -> Iterator[tuple[str, Scorecard, Assessment, tuple[Action, ...]]]:
    for framework in frameworks():
        for assessment in rated(framework):
            card = scorecard(assessment)
            if card.gaps:
                content = as_a(Plan, built(brief_for(assessment, card, Piece(Kind.PLAN), language=language)))
                yield f"{framework.slug} {[str(row.value) for row in card.rows]}", card, assessment, content.actions


@pytest.mark.parametrize("language", thirds(sorted(LANGUAGES)))
def test_no_plan_says_what_makes_no_sense(language: str) -> None:
    for name, card, assessment, actions in plans(language):
        assert 3 <= len(actions) <= 6, name
        *steps, review = actions
        assert review.due_day == LAST, name
        assert {each.dimension for each in steps} == {each.dimension for each in card.gaps[:3]}, name
        assert [each.due_day for each in actions] == sorted(each.due_day for each in actions), name
        for each in actions:
            words = (each.what, each.measure, each.first_step)
            assert all(words), (name, each)
            assert each.due_day <= PHASES[0] or not NOW.search(" ".join(words)), (name, each)
            assert all(int(found) <= each.due_day for found in DAYS.findall(each.what)), (name, each)
            items = items_of(assessment.framework.dimension(each.dimension).look_for)
            own = reduce(lambda line, item: line.replace(item, ""), items, each.what)  # not what is collected
            assert days_taken(own) <= each.due_day, (name, each)
            assert not points_elsewhere(each.what), (name, each)
            assert not any(item in " ".join(words) for item in items if hangs_on(item)), (name, each)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_review_says_what_it_is_for_and_names_the_goal(language: str) -> None:
    for framework in frameworks():
        assessment = assessment_of(framework, [framework.scale.low] * len(framework.dimensions))
        card = scorecard(assessment)
        bare = built(brief_for(assessment, card, Piece(Kind.PLAN), language=language))
        subject = Subject("Acme", {**assessment.subject.variables, **GOAL})
        aimed = built(brief_for(replace(assessment, subject=subject), card, Piece(Kind.PLAN), language=language))
        assert isinstance(bare, Plan)
        assert isinstance(aimed, Plan)
        names = [card.row(each.dimension).name for each in card.gaps[:3]]
        assert all(each in bare.actions[-1].what for each in names)
        assert ("45" in aimed.actions[-1].measure, "31" in aimed.actions[-1].measure) == (True, True), framework.slug


def test_no_action_of_an_accepted_plan_falls_on_a_weekend_whatever_the_day_of_acceptance() -> None:
    for actions in {actions for _, _, _, actions in plans("en")}:
        for day in range(7):
            start = date(2026, 11, 22) + timedelta(days=day)
            moved = Plan(actions).on_working_days(start, lambda each: each.weekday() < SATURDAY).actions
            assert all((start + timedelta(days=each.due_day)).weekday() < SATURDAY for each in moved)
            assert [each.phase for each in moved] == [each.phase for each in actions]


# --- lines that cannot stand alone


POINTING = (
    ("Let that decision maker set a monthly meeting.", "that decision"),
    ("Let the research owner check these personas with ten interviews.", "these personas"),
    ("Let the CX lead turn that sentence into two goals.", "that sentence"),
    ("Let the analytics lead put these figures on one page and note each.", "these figures"),
    ("Have the product manager interview five customers this month and write it down.", "this month"),
    ("Repeat it with the second team.", "Repeat it"),
    ("Ask their managers to agree on a date.", "their managers"),
    ("Give those teams a budget.", "those teams"),
    ("Use such interviews for the next launch.", "such interviews"),
    ("Diese Personas mit zehn Interviews prüfen.", "Diese Personas"),
    ("Die Leitung legt dieses Treffen fest.", "dieses Treffen"),
    ("Vérifier ces personas avec dix entretiens.", "ces personas"),
    ("Comprobar estas personas con diez entrevistas.", "estas personas"),
)
ALONE = (
    "Have the managing director name one person who decides on customer issues that touch several teams.",
    "Ask the chair of the meeting to log each open decision and to close those older than two weeks.",
    "Let each team set one promise, such as an answer within a day, and report how often it is kept.",
    "Have the CX lead draw one journey with three teams and mark its three worst moments.",
    "Check that it works for every customer.",
    "Ensure that customers are called back.",
    "Den Auftrag aufschreiben und an die Teams geben.",
    "Nommer un responsable pour chaque parcours.",
    "Nombrar a una persona responsable de cada etapa.",
)


@pytest.mark.parametrize(("line", "pointing"), POINTING)
def test_a_line_that_points_to_its_neighbours_is_found(line: str, pointing: str) -> None:
    assert points_elsewhere(line) == pointing


@pytest.mark.parametrize("line", ALONE)
def test_a_line_that_stands_alone_is_left_alone(line: str) -> None:
    assert points_elsewhere(line) == ""


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("check every fix again after 60 days", 60),
        ("collect a month of complaints", 30),
        ("tag every contact of two weeks with a reason", 0),
        ("watch it for three months", 90),
        ("nach 60 Tagen erneut prüfen", 60),
        ("drei Monate lang messen", 90),
        ("mesurer pendant trois mois", 90),
        ("medir durante tres meses", 90),
        ("review it after a year", 365),
        ("hold a review every two weeks", 0),
        ("answer within a day", 0),
        ("open one meeting a month", 0),
        ("a 20-minute review", 0),
    ],
)
def test_how_long_a_step_takes_is_read_from_its_line(line: str, days: int) -> None:
    assert days_taken(line) == days


def test_our_own_frameworks_stand_alone_line_by_line_and_check_says_so() -> None:
    reports = check()
    assert len(reports) == len(files_of(frameworks_folder()))
    assert [note for each in reports for note in each.notes if "not named beside it" in note.message] == []
    for each in load_frameworks(files_of(frameworks_folder())):
        assert each.framework is not None
        for dimension in each.framework.dimensions:
            assert not any(map(points_elsewhere, dimension.next_steps.values())), dimension.key
            assert not any(map(hangs_on, items_of(dimension.look_for))), dimension.key
            assert all(item in dimension.look_for for item in items_of(dimension.look_for)), dimension.key
