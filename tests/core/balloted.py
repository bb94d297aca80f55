"""Ballots as the tests of team assessments make them, in one line each."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.assessment import Assessment, Member, NotApplicable, NotRated, Rating, Role, Status, Subject, Verdict
from bot.core.framework import Framework
from bot.core.sealing import part
from bot.core.team import (
    Ballot,
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    Sitting,
    Team,
    TeamPicture,
)
from tests.core.examples import example_framework

START = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FRAMEWORK = example_framework()
KEYS = tuple(each.key for each in FRAMEWORK.dimensions)
FIRST, SECOND = KEYS[:2]

Given = Verdict | tuple[int, str] | str
"""A verdict, a level with its evidence, "n/a" or "?"."""


def marked(ballots: Sequence[Assessment], dimensions: Mapping[str, tuple[str, ...]]) -> list[Assessment]:
    """Return ballots as they stand once some of their dimensions were shown late."""
    return [
        replace(each, ballot=replace(part(each), late_shown=(*part(each).late_shown, *dimensions.get(each.id, ()))))
        for each in ballots
    ]


def ballot(
    person: str,
    given: Mapping[str, Given],
    *,
    late: Mapping[str, Given] | None = None,
    leave: Leave | None = Leave.QUOTE,
    sitting: int = 1,
    framework: Framework = FRAMEWORK,
) -> Assessment:
    """Make the ballot of a person in a sitting that is closed: what was given in time, and what came later."""
    in_time = [_rating(person, place, key, each) for place, (key, each) in enumerate(given.items())]
    later = [_rating(person, 100 + place, key, each) for place, (key, each) in enumerate((late or {}).items())]
    return Assessment(
        id=f"ballot-{person}-{sitting}",
        workspace="T1",
        channel=f"D{person}",
        thread=None,
        framework=framework,
        subject=Subject("Acme Retail", {}),
        targets={},
        members=(Member(person, Role.FACILITATOR), Member(person, Role.RESPONDENT)),
        status=Status.COMPLETE,
        started_at=START,
        completed_at=START,
        ratings=(*in_time, *later),
        ballot=Ballot("a1", sitting, hashlib.sha256(person.encode()).hexdigest()[:32], leave, counted=len(in_time)),
    )


def one(*given: Given, key: str = FIRST, leave: Leave | None = Leave.QUOTE) -> list[Assessment]:
    """Make the ballots of people A, B, C, ... who each gave one thing for one dimension."""
    return [ballot(_name(place), {key: each}, leave=leave) for place, each in enumerate(given)]


def people(*roles: str, departments: Sequence[str] = ()) -> tuple[Participant, ...]:
    """Describe the people A, B, C, ..."""
    places = zip(roles, departments or [""] * len(roles), strict=True)
    return tuple(Participant(_name(place), role, where, START) for place, (role, where) in enumerate(places))


def team(
    *pictures: Sequence[TeamPicture], named: bool = False, participants: Sequence[Participant] = (), **facts: object
) -> Assessment:
    """Make a team assessment whose sittings, the first over everything, were closed and showed these pictures."""
    sittings = tuple(
        Sitting(
            number=number,
            dimensions=KEYS if number == 1 else tuple(each.dimension for shown in those for each in shown.tallies),
            opened_by="Dana",
            opened_at=START + timedelta(days=number - 1),
            closings=(Closing(None, None, "Dana", START + timedelta(days=number - 1)),),
            closed=Closed(START + timedelta(days=number), "", "0" * 64, ()),
            pictures=tuple(those),
        )
        for number, those in enumerate(pictures, start=1)
    )
    whole = Assessment(
        id="a1",
        workspace="T1",
        channel="C1",
        thread="173.1",
        framework=FRAMEWORK,
        subject=Subject("Acme Retail", {}),
        targets={},
        members=(Member("Dana", Role.FACILITATOR), *(Member(each.person, Role.RESPONDENT) for each in participants)),
        status=Status.COMPLETE,
        started_at=START,
        completed_at=START + timedelta(days=1),
        team=Team(Mode.TEAM, named, tuple(participants), sittings),
    )
    return replace(whole, **facts)  # type: ignore[arg-type]  # names of fields


def _name(place: int) -> str:
    return chr(ord("A") + place)


def _rating(person: str, place: int, key: str, given: Given) -> Rating:
    said, words = given if isinstance(given, tuple) else (given, "")
    verdict: Verdict
    match said:
        case "n/a":
            verdict = NotApplicable("no stores")
        case "?":
            verdict = NotRated()
        case str():
            raise ValueError(said)
        case _:
            verdict = said
    evidence = (Evidence("words", words),) if words else ()
    at = START + timedelta(minutes=place)
    return Rating(f"{person}-{place}", key, person, verdict, evidence, at, f"173.{place}")
