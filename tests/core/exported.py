"""Two exports that tests share, and ways to walk and to spoil them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema

from bot.core.assessment import NotApplicable, Rating
from bot.core.record.export import export_assessment
from bot.core.record.rescoring import check_export
from bot.core.record.unscored import ACTIONS, DRAFTS
from tests.core.drafted import accepted_plan, tracked_action
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.rated import assessment_of, said
from tests.effort import effort

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA: Any = json.loads((DOCS / "export.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def _text() -> str:
    before = assessment_of(OPTIMIZATION, [2, 2, 2, 1, 2, 2])
    levels = {**dict.fromkeys(KEYS, said(2)), KEYS[0]: said(3), KEYS[1]: said(2, words="we fix tickets, not causes")}
    now = assessment_of(OPTIMIZATION, levels, days=90, targets={KEYS[0]: 5})
    return json.dumps(export_assessment(now, before, explained=frozenset({KEYS[3]})))


TEXT = _text()


def example_export() -> Any:
    return json.loads(TEXT)


def small_export() -> Any:
    """The example of the page: two dimensions of a readiness framework, one of them scored twice."""
    framework = replace(
        OPTIMIZATION,
        dimensions=(replace(OPTIMIZATION.dimensions[0], weight=Fraction(3, 2)), OPTIMIZATION.dimensions[1]),
        bands=OPTIMIZATION.bands[:3],
        variables=OPTIMIZATION.variables[:2],
        prompt="Assess CX optimization readiness for [BUSINESS], NPS [NPS_BASELINE] today.",
    )
    ratings: dict[str, Rating | list[Rating]] = {
        KEYS[0]: [said(4), said(3, words="journeys are mapped every quarter")],
        KEYS[1]: said(NotApplicable("a partner does this")),
    }
    return through_json(export_assessment(assessment_of(framework, ratings, targets={KEYS[0]: 5})))


def drafted_export() -> Any:
    """The small example with one plan: the first text was refused, a person shortened the other, and acts."""
    drafts, actions = (accepted_plan(),), (tracked_action(),)
    return {
        **small_export(),
        "drafts": through_json(DRAFTS.write(drafts)),
        "actions": through_json(ACTIONS.write(actions)),
    }


def through_json(value: object) -> Any:
    return json.loads(json.dumps(value))


def places(value: object) -> list[tuple[str | int, ...]]:
    """Return the places where one may put something else: one of each kind, or in the long form every one."""
    paths = [path for path, _ in leaves(value)]
    kinds = {tuple(step for step in path if isinstance(step, str)): path for path in paths}
    return effort(list(kinds.values()), paths)


WRONG: tuple[object, ...] = (None, True, -1, 2.5, "", "x", [], {})
_Path = tuple[str | int, ...]


def stricter(file: object, parts: tuple[str, ...] = ()) -> list[tuple[_Path, object]]:
    """Return where the schema refuses what is taken here: it may be laxer (it knows no scale), never stricter.

    One value is wrong at a time, in one place; in the short form a place meets every third kind of wrong.
    """
    text, found = json.dumps(file), []
    own = [path for path in places(file) if not parts or path[0] in parts]
    assert len(own) > 50
    for number, path in enumerate(own):
        for other in effort(WRONG[number % 3 :: 3], WRONG):
            spoiled = json.loads(text)
            put(spoiled, path, other)
            if check_export(spoiled).exit_code == 0 and not VALIDATOR.is_valid(spoiled):
                found.append((path, other))
    return found


def leaves(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def put(file: Any, path: tuple[str | int, ...], value: object) -> None:
    for step in path[:-1]:
        file = file[step]
    file[path[-1]] = value
