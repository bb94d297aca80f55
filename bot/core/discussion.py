"""What stands in the thread of a team assessment after its reveal: the agenda, and what the group agreed on."""

from dataclasses import dataclass
from math import ceil

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.framework import Framework
from bot.core.scoring.agenda import AgendaItem, agenda
from bot.core.scoring.rounds import GroupGap, group_gap, rounds_of
from bot.core.scoring.scorecard import Scorecard

MOST_ITEMS = 6
"""Dimensions in one message: more have no room with their distributions, words and buttons."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """A part of the agenda: ``items`` from the place ``first`` on (counted from 1), of ``total``.

    The first part also says where groups differ most (``gap``) and shows the picture ``file``, which says ``alt``; both
    are empty until Slack has it. ``people`` are asked when something is
    rated again; ``is_open`` says that something is, and one round goes on at a time.
    """

    assessment: str
    framework: Framework
    items: tuple[AgendaItem, ...]
    first: int
    total: int
    minutes: int
    facilitator: str
    named: bool
    handed_in: int
    people: int
    is_open: bool = False
    gap: GroupGap | None = None
    file: str = ""
    alt: str = ""

    @property
    def opens(self) -> bool:
        """Whether it is the first part."""
        return self.first == 1


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the group agreed on for a dimension; ``number`` is its place among all that it did, counted from 0.

    ``taken_back`` is who took it back and when. Only one that ``stands`` can be: no other came after it.
    """

    assessment: str
    number: int
    name: str
    agreed: AgreedLevel
    taken_back: AgreedLevel | None
    stands: bool


def discussion_key(part: int) -> str:
    """Give the key of the message that shows a part of the agenda."""
    return f"discussion:{part}"


def discussions(assessment: Assessment, card: Scorecard) -> list[tuple[str, Discussion]]:
    """Give the agenda of a team assessment that was revealed, in parts as long as each other."""
    team, items = assessment.team, agenda(assessment, card)
    if team is None or not items:
        return []
    parts = ceil(len(items) / MOST_ITEMS)
    size = ceil(len(items) / parts)
    return [
        (
            discussion_key(part),
            Discussion(
                assessment=assessment.id,
                framework=assessment.framework,
                items=items[part * size : (part + 1) * size],
                first=part * size + 1,
                total=len(items),
                minutes=team.minutes,
                facilitator=assessment.facilitator,
                named=team.named,
                handed_in=card.handed_in,
                people=len(assessment.waited_for()),
                is_open=team.sittings[-1].revealed is None,
                gap=group_gap(rounds_of(assessment)) if part == 0 else None,
            ),
        )
        for part in range(parts)
    ]


def agreements(assessment: Assessment) -> list[tuple[str, Agreement]]:
    """Give everything that the group agreed on, in its order; what was taken back says so in its place."""
    if assessment.team is None:
        return []
    found = []
    for number, each in enumerate(assessment.agreed):
        after = next((one for one in assessment.agreed[number + 1 :] if one.dimension == each.dimension), None)
        back = after if after is not None and after.withdrawn else None
        if not each.withdrawn:
            name = assessment.framework.dimension(each.dimension).name
            shows = Agreement(assessment.id, number, name, each, back, stands=after is None)
            found.append((f"agreed:{number}", shows))
    return found
