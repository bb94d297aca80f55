"""A discussion as it is shown, with hostile words wherever people have a say: roles, evidence, reasons, names."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.assessment import AgreedLevel, Assessment, Member, Role, Status
from bot.core.discussion import agreements, discussions
from bot.core.framework import Framework
from bot.core.scoring.agenda import agenda
from bot.core.scoring.scorecard import scorecard
from bot.core.team import (
    Closed,
    Closing,
    Evidence,
    Leave,
    Mode,
    Participant,
    PictureKind,
    Quote,
    Sitting,
    Split,
    SplitGroup,
    Tally,
    Team,
    TeamPicture,
)
from bot.slack.blocks import Message
from bot.slack.views.discussion import (
    again_form,
    agree_form,
    agreement,
    discussion,
    lead_offered,
    minutes_form,
    said_window,
    who_window,
)
from bot.slack.views.scorecard import for_asker, in_thread
from tests.hostile.made import FACILITATOR, NOW, Maker

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]
SHARER = "U0PRIYA001"
PEOPLE = tuple(f"U0PERSON{number:02}" for number in range(25))
CONTRACT = Closing(20, NOW, FACILITATOR, NOW)


def revealed_team(maker: Maker, given: Assessment, *, named: bool = False) -> Assessment:
    """Give a team assessment of 25 people with two rounds, late answers, groups, quotations and agreed levels.

    What was said is what shows the levels of the one that is given.
    """
    framework = given.framework
    said = [piece for each in given.ratings for piece in each.evidence]
    keys = [each.key for each in framework.dimensions]
    closed = Closed(NOW, "", "f" * 64, ("a", "b", "c"))
    first = (_picture(maker, said, framework, keys[1:] or keys, PictureKind.REVEAL, named=named),)
    late = (_picture(maker, said, framework, keys[:2], PictureKind.LATE, named=named),)
    again = (_picture(maker, said, framework, keys[1:3], PictureKind.REVEAL, named=named),)
    sittings = (
        Sitting(1, tuple(keys), FACILITATOR, NOW, (CONTRACT,), closed, (*first, *late), 25),
        Sitting(2, tuple(keys[1:4]), FACILITATOR, NOW, (CONTRACT,), closed, again, 4),
        Sitting(3, tuple(keys[4:5]), FACILITATOR, NOW, (CONTRACT,), None, (), 3),
    )
    people = tuple(Participant(each, maker.name(60), maker.name(60), NOW) for each in PEOPLE)
    level = framework.scale.high
    agreed = [
        AgreedLevel(keys[0], level, FACILITATOR, NOW, maker.text(1_000, 1), maker.text(1_000)),
        AgreedLevel(keys[-1], level, FACILITATOR, NOW, maker.text(1_000, 1)),
    ]
    agreed.append(replace(agreed[-1], withdrawn=True))
    made = maker.assessment(framework, Status.COMPLETE)
    roles = [Member(FACILITATOR, Role.FACILITATOR), *(Member(each, Role.RESPONDENT) for each in PEOPLE)]
    team = Team(maker.rng.choice((*Mode,)), named, people, sittings)
    return replace(made, ratings=(), team=team, agreed=tuple(agreed), members=tuple(roles), departures=())


def _picture(
    maker: Maker, said: list[Evidence], framework: Framework, keys: list[str], kind: PictureKind, *, named: bool
) -> TeamPicture:
    levels = {key: [maker.rng.choice(framework.scale.levels()) for _ in PEOPLE] for key in keys}
    return TeamPicture(
        kind=kind,
        at=NOW,
        handed_in=25,
        tallies=tuple(Tally(key, counted(own), counted(own), 1) for key, own in levels.items()),
        splits=tuple(
            Split(key, "role", (SplitGroup(maker.name(60), counted(own[:9])), SplitGroup("", counted(own[9:]))))
            for key, own in levels.items()
        ),
        quotes=tuple(Quote(key, piece, leave) for key in keys[:3] for leave in Leave for piece in said),
        named=tuple(
            (key, who, level)
            for key, own in levels.items()
            for who, level in zip((FACILITATOR, SHARER) * 12, own, strict=False)
        )
        if named
        else (),
    )


def counted(levels: list[int]) -> dict[int, int]:
    return {each: levels.count(each) for each in sorted(set(levels))}


def _discussions(given: "Cast") -> Iterator[Shown]:
    for named in (False, True):
        found = revealed_team(given.maker, given.assessment, named=named)
        card = scorecard(found)
        for _, each in discussions(found, card):
            yield discussion(each)
            yield discussion(replace(each, file="F0PICTURE1", alt=given.maker.text(2_000, 1)))
        yield lead_offered(found.id, FACILITATOR)
        yield from (agreement(each) for _, each in agreements(found))
        yield from (in_thread(card), for_asker(card), who_window(found), minutes_form(found))
        items = agenda(found, card)
        for item in (items[0], items[-1]):
            yield agree_form(found, item)
            yield again_form(found, item.row.key, [one for one in items if one is not item], NOW)
            yield said_window(found, item)


DISCUSSIONS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = dict.fromkeys(
    (discussion, agreement, lead_offered, agree_form, again_form, minutes_form, said_window, who_window), _discussions
)
