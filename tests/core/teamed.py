"""Team assessments that were really closed and revealed: made of ballots by the rules, with receipts and a root."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.core.assessment import AgreedLevel, Assessment
from bot.core.reveal import late_picture, picture
from bot.core.sealing import digest, receipt, root
from bot.core.team import Closed, Closing, Leave, Participant, Sitting, TeamPicture
from tests.core.balloted import FRAMEWORK, KEYS, START, Given, ballot, team

ROLES = ("front line", "manager", "executive", "")
DEPARTMENTS = ("shop", "desk", "")


def sitting(
    number: int,
    ballots: Sequence[Assessment],
    people: Sequence[Participant] = (),
    before: Sequence[TeamPicture] = (),
    *,
    named: bool = False,
    dimensions: tuple[str, ...] = KEYS,
) -> Sitting:
    """Close and reveal a sitting, and show those who came late."""
    at = START + timedelta(days=number)
    digests = sorted(digest(receipt(each)) for each in ballots if each.ballot and each.ballot.counted)
    shown, _ = picture(FRAMEWORK, ballots, people, named=named, at=at, before=before)
    late = late_picture(FRAMEWORK, ballots, at=at + timedelta(hours=1))
    return Sitting(
        number=number,
        dimensions=dimensions,
        opened_by="Dana",
        opened_at=at - timedelta(hours=2),
        closings=(Closing(3, at, "Dana", START), Closing(None, None, "Dana", START)),
        closed=Closed(at, "Dana", root("a1", number, digests), tuple(digests)),
        pictures=(shown, *((late[0],) if late else ())),
    )


def team_with(
    *sittings: Sitting, named: bool = False, people: Sequence[Participant] = (), **facts: object
) -> Assessment:
    """Make a team assessment of sittings."""
    whole = team(named=named, participants=people, **facts)
    assert whole.team is not None
    return replace(whole, team=replace(whole.team, sittings=sittings))


def seven(*, named: bool = False) -> tuple[Assessment, list[Assessment]]:
    """Make the team of the page: seven people of two roles, one dimension of which too few know anything."""
    people = tuple(
        Participant(f"U{place}", "front line" if place <= 4 else "manager", "", START) for place in range(1, 8)
    )
    rows: dict[str, Sequence[Given]] = {
        KEYS[0]: (2, 2, 1, 2, (4, "journeys are mapped"), (4, "<@U2> has the map"), (5, "we track them")),
        KEYS[1]: (2, 3, 2, 2, 2, 3, 2),
        KEYS[2]: ("?", "?", "?", "?", "?", 3, 4),
        KEYS[3]: ("n/a",) * 7,
        KEYS[4]: (1, 1, 1, 1, 1, 1, 1),
        KEYS[5]: (3, 3, 3, 3, 4, 4, "?"),
    }
    given: list[Mapping[str, Given]] = [{key: row[place] for key, row in rows.items()} for place in range(7)]
    ballots = [ballot(each.person, own) for each, own in zip(people, given, strict=True)]
    first = sitting(1, ballots, people, named=named)
    again = [ballot(f"U{place}", {KEYS[0]: 3}, sitting=2) for place in range(1, 5)]
    second = sitting(2, again, people, first.pictures, named=named, dimensions=(KEYS[0],))
    agreed = AgreedLevel(KEYS[1], 2, "Dana", START + timedelta(days=3), "No list of causes yet.", "U6 sees a 3.")
    return team_with(first, second, named=named, people=people, agreed=(agreed,)), [*ballots, *again]


@st.composite
def balloted(draw: st.DrawFn, sitting: int = 1, most: int = 9) -> tuple[list[Assessment], tuple[Participant, ...]]:
    """Draw the ballots of some people, a few of whom came late with some of it."""
    number = draw(st.integers(0, most))
    keys = KEYS[: draw(st.integers(1, 2))]
    said: list[Given] = [1, 2, 3, 4, 5, (4, "we have a list"), (5, "a chart"), "?", "n/a"]
    verdict: st.SearchStrategy[Given] = st.sampled_from(said)
    given: st.SearchStrategy[dict[str, Given]] = st.dictionaries(st.sampled_from(keys), verdict)
    ballots = [
        ballot(f"U{place}", draw(given), late=draw(given), leave=draw(st.sampled_from([None, *Leave])), sitting=sitting)
        for place in range(number)
    ]
    people = tuple(
        Participant(f"U{place}", draw(st.sampled_from(ROLES)), draw(st.sampled_from(DEPARTMENTS)), START)
        for place in range(number)
    )
    return ballots, people


@st.composite
def teams(draw: st.DrawFn) -> Assessment:
    """Draw a team assessment with a first round, and perhaps a second one and levels that were agreed on."""
    named = draw(st.booleans())
    ballots, people = draw(balloted())
    first = sitting(1, ballots, people, named=named)
    sittings = [first]
    if draw(st.booleans()):
        again, _ = draw(balloted(sitting=2))
        sittings.append(sitting(2, again, people, first.pictures, named=named, dimensions=KEYS[:2]))
    words = st.sampled_from(["", "because we said so"])
    agreed = [
        AgreedLevel(KEYS[0], draw(st.integers(1, 5)), "Dana", START, draw(words), draw(words), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 2)))
    ]
    return team_with(*sittings, named=named, people=people, agreed=tuple(agreed))
