"""All that is shown of teams, workshops and discussions, with hostile words wherever people have a say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product

from bot.core.assessment import AgreedLevel, Assessment, Member, Role, Status
from bot.core.conversation.page import NOT_APPLICABLE, PageEntry
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
from bot.core.thread import Headline, layout
from bot.core.thread_of_team import (
    BallotHeadline,
    JoinedLater,
    MovedReveal,
    Seal,
    Sealed,
    ShownPicture,
    Terms,
    agreements,
    discussions,
)
from bot.core.workshop import (
    LABEL_LENGTH,
    LINK_LENGTH,
    MINUTES,
    MOST_LINKS,
    MOST_NOTES,
    NOTE_LENGTH,
    Note,
    NoteBoard,
    PreRead,
    Stage,
    Timer,
    Topic,
    Turn,
    TurnKind,
    Workshop,
    WorkshopSteps,
    labelled,
    noted,
    themes,
)
from bot.slack.blocks import Message
from bot.slack.views import conversation, forgetting, team, workshop
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
from bot.slack.views.scorecard import for_asker, headline, in_thread
from bot.slack.views.start import StartForm, start_form
from bot.use_cases.page import AllOnOnePage
from bot.use_cases.sittings import InSeal, IsOver, NotConducted, NotInSeal, TooFew, TooManyPeople
from tests.hostile.made import CHANNEL, FACILITATOR, NOW, Cast, Maker, Shown
from tests.hostile.plan_showings import track_of
from tests.hostile.saved_showings import LINK, message_of

DIGEST = "d" * 64
CLOSINGS = tuple(
    Closing(quorum, deadline, FACILITATOR, NOW)
    for quorum, deadline in product((None, 0, 3), (None, NOW + timedelta(days=3)))
)
OPEN = Terms("i" * 10, CHANNEL, FACILITATOR, Mode.TEAM, named=False, people=50, sitting=1, closing=CLOSINGS[1])
CLOSED, ENDED = replace(OPEN, sitting=2, is_over=True), replace(OPEN, is_stopped=True)
TERMS = (
    *(replace(OPEN, mode=mode, named=mode is Mode.WORKSHOP, closing=each) for mode in Mode for each in CLOSINGS),
    *(CLOSED, replace(CLOSED, named=True), ENDED),
)


def _part(given: Cast, most: int = team.PART_LENGTH) -> Participant:
    said, rng = given.maker.said, given.maker.rng
    return Participant(FACILITATOR, rng.choice(("", said(most))), rng.choice(("", said(most))), NOW)


def _messages(given: Cast) -> Iterator[Shown]:
    own, name, said = given.assessment, given.maker.name, given.maker.said
    headlines = [each.shows for each in layout(own, (), None) if isinstance(each.shows, Headline)]
    for terms in TERMS:
        for leave, total in ((None, 1), (Leave.QUOTE, 30)):
            what = (own.id, name(300), name(100), said(4_000), total, terms, _part(given, 600))
            yield from (team.ballot_headline(BallotHeadline(*what, settled, leave)) for settled in (True, False))
        yield from (headline(replace(each, terms=terms)) for each in headlines)
    for terms in (CLOSED, ENDED, OPEN):
        for leave, counts, is_late in product((None, *Leave), (True, False), (True, False)):
            yield team.sealed(Sealed(own.id, terms, DIGEST, leave, is_complete=True, counts=counts, is_late=is_late))
    for by, sitting in (("", 1), (FACILITATOR, 2)):
        yield team.seal(Seal(own.id, sitting, Closed(NOW, by, DIGEST, (DIGEST,) * 50), 50))
    yield from (team.moved_reveal(MovedReveal(CLOSINGS[0], each, 50)) for each in CLOSINGS)
    yield from (team.joined_later(JoinedLater(number, 50)) for number in (1, 47))


def _answers(_: Cast) -> Iterator[Shown]:
    undone = (NotConducted(), NotConducted(FACILITATOR), IsOver(), TooFew(0), TooFew(1), TooManyPeople(60))
    yield from (Message(team.not_done(each)) for each in undone)
    checked = (InSeal(DIGEST), NotInSeal(), NotInSeal(differs=True), NotConducted())
    yield from (Message(team.seal_checked(each)) for each in checked)


def _forms(given: Cast) -> Iterator[Shown]:
    own = given.assessment
    yield team.add_form(own)
    yield team.part_form(own, _part(given))
    yield from (team.contract_form(own, each) for each in CLOSINGS)
    for ends, handed_in in product((False, True), (0, 1, 50)):
        yield team.sure_form(own, ends=ends, handed_in=handed_in, people=50)
    for mode, count in product((*team.MODES, "gone"), (0, 1, 130)):
        groups = tuple(team.OfferedGroup(f"S{number}", given.maker.name(300)) for number in range(count))
        yield start_form(StartForm(given.frameworks, own.framework, CHANNEL, own.subject, mode=mode, groups=groups))


def _pages(given: Cast) -> Iterator[Shown]:
    own, said = given.assessment, given.maker.said
    for length in (0, 3_000):
        levels = ("", NOT_APPLICABLE, str(own.framework.scale.high), said(20))
        entries = {
            each.key: PageEntry(given.maker.rng.choice(levels), said(length), said(length)) if length else PageEntry()
            for each in own.framework.dimensions
        }
        for part in range(4):
            yield conversation.page_form(AllOnOnePage(own, len(own.ratings), entries), part)


def _forgettings(_: Cast) -> Iterator[Shown]:
    yield forgetting.delete_words()
    yield forgetting.asked_to_forget()
    yield from (Message(forgetting.forgotten(each)) for each in ({}, {"refused": "1"}, {"refused": "7"}))


def show_teams(given: Cast) -> Iterator[Shown]:
    for each in (_messages, _answers, _forms, _pages, _forgettings):
        yield from each(given)


READER = "U0PRIYA001"
LINKS = (LINK, *(f"{LINK}?n={place}&b={'c' * 300}"[:LINK_LENGTH] for place in range(MOST_LINKS - 2)))


def _workshop(given: Cast, writers: int, stage: Stage, *, anonymous: bool) -> Workshop:
    """Give a workshop with as many notes as ``writers`` may write: all but one are shown and partly grouped."""
    rng, said = given.maker.rng, given.maker.said
    labels = ("", *(labelled(given.maker.name(LABEL_LENGTH)) for _ in range(3)))
    notes = tuple(
        Note(
            id=f"n{topic}{writer:03}{number}",
            topic=topic,
            text=(noted(said(NOTE_LENGTH)) or ("x",))[0][:NOTE_LENGTH],
            author=rng.choice((FACILITATOR, READER)),
            is_shown=writer > 0,
            label=rng.choice(labels) if writer else "",
        )
        for topic in Topic
        for writer in range(writers)
        for number in range(MOST_NOTES)
    )
    votes = {FACILITATOR: tuple(each.id for each in notes[-3:]), READER: ()}
    return Workshop(anonymous, _links(given), (Turn(TurnKind.BEGIN, stage, FACILITATOR, NOW),), notes, votes)


def _links(given: Cast) -> tuple[str, ...]:
    """Give addresses as the bot keeps them, as long and as many as they may be, and hostile words in place of one."""
    return (*LINKS, f"https://acme.example/ {given.maker.text(300, 1)}"[:LINK_LENGTH])


def _packs(given: Cast) -> Iterator[Shown]:
    card = scorecard(given.before, None)
    for count, last, readers in ((0, None, 0), (1, card, 1), (12, card, 50)):
        metrics = tuple(track_of(given, 3) for _ in range(count))
        saved = tuple(message_of(given, number) for number in range(count))
        links = _links(given) if count else ()
        pack = PreRead("i" * 10, links, last, metrics, saved, (FACILITATOR, READER)[:readers] * max(readers, 1), 50)
        yield workshop.pre_read(pack)
        yield from (workshop.pack_form(pack, person) for person in (FACILITATOR, "U0SAM00001"))


def _steps(_: Cast) -> Iterator[Shown]:
    ends, left = NOW + timedelta(minutes=9), timedelta(minutes=4)
    timers = [Timer(None, MINUTES)]
    for stage in Stage:
        timers += [Timer(stage, MINUTES, ends, told=told) for told in (None, TurnKind.NEARLY, TurnKind.OVER)]
        timers.append(Timer(stage, dict.fromkeys(Stage, 480), left=left))
    for now in timers:
        for anonymous, count in ((True, 0), (False, 1), (True, 50)):
            canvas = "F0CANVAS01" if count else ""
            yield workshop.steps(WorkshopSteps("i" * 10, FACILITATOR, now, anonymous, count, count, 50, canvas))
        yield workshop.minutes_form("i" * 10, now)


def _notes(given: Cast) -> Iterator[Shown]:
    for writers, anonymous, stage in ((1, True, Stage.VOTE), (2, False, Stage.GROUP), (8, True, Stage.DECIDE)):
        held = _workshop(given, writers, stage, anonymous=anonymous)
        yield workshop.notes_form("i" * 10, held, FACILITATOR)
        if vote := workshop.vote_form("i" * 10, held, FACILITATOR):
            yield vote
        for topic in Topic:
            if found := themes(held, topic):
                yield workshop.note_board(NoteBoard("i" * 10, topic, found, stage))
                yield workshop.group_form("i" * 10, topic, found)
                yield workshop.all_notes(topic, found)


def show_workshops(given: Cast) -> Iterator[Shown]:
    for each in (_packs, _steps, _notes):
        yield from each(given)
    yield from (workshop.links_form("i" * 10, each) for each in ((), _links(given)))


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


def show_discussions(given: Cast) -> Iterator[Shown]:
    for named in (False, True):
        found = revealed_team(given.maker, given.assessment, named=named)
        card = scorecard(found)
        for _, each in discussions(found, card):
            yield discussion(each)
            yield discussion(replace(each, picture=ShownPicture("F0PICTURE1", given.maker.text(2_000, 1))))
        yield lead_offered(found.id, FACILITATOR)
        yield from (agreement(each) for _, each in agreements(found))
        yield from (in_thread(card), for_asker(card), who_window(found), minutes_form(found))
        items = agenda(found, card)
        for item in (items[0], items[-1]):
            yield agree_form(found, item)
            yield again_form(found, item.row.key, [one for one in items if one is not item], NOW)
            yield said_window(found, item)
