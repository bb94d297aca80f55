"""What stands in Slack of a team assessment and of its ballots, beside what any assessment shows.

What is shown of the channel's thread rests on the terms of the team alone, never on a ballot.
"""

from dataclasses import dataclass
from math import ceil

from bot.core.assessment import AgreedLevel, Assessment, Status
from bot.core.framework import Framework
from bot.core.scoring.agenda import AgendaItem, agenda
from bot.core.scoring.rounds import GroupGap, group_gap, rounds_of
from bot.core.scoring.scorecard import Scorecard
from bot.core.sealing import part, sealed_digest
from bot.core.team import Closed, Closing, Leave, Mode, Participant, Sitting, Team

MOST_ITEMS = 6
"""Dimensions in one message: more have no room with their distributions, words and buttons."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that Slack has: its file there, and the same in words."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Discussion:
    """A part of the agenda: ``items`` from the place ``first`` on (counted from 1), of ``total``.

    The first part also says where groups differ most (``gap``) and shows the ``picture``, None until Slack has it.
    ``people`` are asked when something is rated again; ``is_open`` says that something is, and one round goes on at a
    time.
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
    picture: ShownPicture | None = None

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


def discussions(assessment: Assessment, card: Scorecard) -> list[tuple[str, Discussion]]:
    """Give the agenda of a team assessment that was revealed, in parts as long as each other."""
    team, items = assessment.team, agenda(assessment, card)
    if team is None or not items:
        return []
    parts = ceil(len(items) / MOST_ITEMS)
    size = ceil(len(items) / parts)
    return [
        (
            f"discussion:{part}",
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


@dataclass(frozen=True, slots=True)
class Terms:
    """Who sees what of an answer, and when: ``people`` answer in the sitting of that number.

    ``assessment`` is the team's, and ``channel`` where it is revealed. ``is_over`` says that what is answered from now
    on is late; ``is_stopped`` that nothing will be revealed.
    """

    assessment: str
    channel: str
    facilitator: str
    mode: Mode
    named: bool
    people: int
    sitting: int
    closing: Closing
    is_over: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class BallotHeadline:
    """What opens a ballot: what is asked, under which terms, and what the person says of themselves.

    ``part`` is the role and department by which answers are grouped, for good where that ``is_settled``; ``leave`` what
    may become of the words.
    """

    assessment: str
    title: str
    subject: str
    prompt: str
    total: int
    terms: Terms
    part: Participant
    is_settled: bool
    leave: Leave | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """Stands under a ballot that was handed in, in place of a scorecard. ``digest`` is that of its receipt.

    ``leave`` is what the person allows with the words, None before they said so. ``is_late`` says that something of it
    came after the end; ``counts`` that something came before it.
    """

    assessment: str
    terms: Terms
    digest: str
    leave: Leave | None
    is_complete: bool
    counts: bool = True
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Seal:
    """Stands in the thread of the team before anything is revealed: one root over all receipts."""

    assessment: str
    sitting: int
    closed: Closed
    people: int


@dataclass(frozen=True, slots=True)
class MovedReveal:
    """The contract of a sitting was changed: said in the thread, so that it is not changed silently."""

    before: Closing
    now: Closing
    people: int


@dataclass(frozen=True, slots=True)
class JoinedLater:
    """More people were asked after the start; ``people`` are asked in all."""

    number: int
    people: int


ShownOfTeam = BallotHeadline | Sealed | Seal | MovedReveal | JoinedLater
SEALED_KEY = "sealed"


def seal_key(sitting: int) -> str:
    """Give the key of the message that holds the root of a sitting."""
    return f"seal:{sitting}"


def terms(team: Assessment, number: int = 0) -> Terms | None:
    """Give the terms of a sitting of a team assessment, of the newest where none is named; None for any other."""
    if team.team is None:
        return None
    sitting = team.team.sittings[number - 1]
    return Terms(
        assessment=team.id,
        channel=team.channel,
        facilitator=team.facilitator,
        mode=team.team.mode,
        named=team.team.named,
        people=max(len(team.waited_for()), sitting.handed_in),
        sitting=sitting.number,
        closing=sitting.closing,
        is_over=sitting.closed is not None,
        is_stopped=team.status is Status.STOPPED,
    )


def ballot_headline(ballot: Assessment, team: Team, under: Terms, prompt: str) -> BallotHeadline:
    """Give what opens a ballot."""
    return BallotHeadline(
        ballot.id,
        ballot.framework.title,
        ballot.subject.name,
        prompt,
        len(ballot.framework.dimensions),
        under,
        next(each for each in team.people() if each.person == ballot.starter),
        team.is_settled(ballot.starter),
        part(ballot).leave,
    )


def sealed(ballot: Assessment, under: Terms) -> Sealed | None:
    """Give what stands under a ballot that was handed in or closed; None while it is neither."""
    counted, is_complete = part(ballot).counted, ballot.status is Status.COMPLETE
    if not ballot.ratings or (counted is None and (not is_complete or under.is_stopped)):
        return None
    return Sealed(
        assessment=ballot.id,
        terms=under,
        digest=sealed_digest(ballot),
        leave=part(ballot).leave,
        is_complete=is_complete,
        counts=counted != 0,
        is_late=counted is not None and len(ballot.ratings) > counted,
    )


def said_of_sittings(team: Assessment) -> list[tuple[str, Seal | MovedReveal | JoinedLater]]:
    """Give what the thread of a team says of its people, its contracts and the ends of its sittings, in its order."""
    if team.team is None:
        return []
    placed: list[tuple[str, Seal | MovedReveal | JoinedLater]] = [*_joined(team.team.participants)]
    for sitting in team.team.sittings:
        placed += _moved(sitting, len(team.team.people()))
        if sitting.closed is not None:
            people = max(len(team.waited_for(sitting.closed.at)), len(sitting.closed.receipts))
            placed.append((seal_key(sitting.number), Seal(team.id, sitting.number, sitting.closed, people)))
    return placed


def _joined(participants: tuple[Participant, ...]) -> list[tuple[str, JoinedLater]]:
    """Give each moment after the start at which people were added; who is described anew is none of them."""
    placed, known = [], {each.person for each in participants if each.at == participants[0].at}
    for place, each in enumerate(participants):
        if each.person in known:
            continue
        more = {one.person for one in participants if one.at == each.at} - known
        known |= more
        placed.append((f"joined:{place}", JoinedLater(len(more), len(known))))
    return placed


def _moved(sitting: Sitting, people: int) -> list[tuple[str, MovedReveal]]:
    pairs = zip(sitting.closings, sitting.closings[1:], strict=False)
    return [
        (f"moved:{sitting.number}.{place}", MovedReveal(before, now, people))
        for place, (before, now) in enumerate(pairs, start=1)
    ]
