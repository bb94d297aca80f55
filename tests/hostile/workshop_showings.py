"""Everything that is shown of workshops, with hostile words wherever people or the database have a say."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.core.scoring.scorecard import scorecard
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
from bot.slack.views import workshop
from tests.hostile.made import FACILITATOR, NOW
from tests.hostile.metric_showings import track_of
from tests.hostile.saved_showings import LINK, message_of

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]
READER = "U0PRIYA001"
LINKS = (LINK, *(f"{LINK}?n={place}&b={'c' * 300}"[:LINK_LENGTH] for place in range(MOST_LINKS - 2)))


def _workshop(given: "Cast", writers: int, stage: Stage, *, anonymous: bool) -> Workshop:
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


def _links(given: "Cast") -> tuple[str, ...]:
    """Give addresses as the bot keeps them, as long and as many as they may be, and hostile words in place of one."""
    return (*LINKS, f"https://acme.example/ {given.maker.text(300, 1)}"[:LINK_LENGTH])


def _packs(given: "Cast") -> Iterator[Shown]:
    card = scorecard(given.before, None)
    for count, last, readers in ((0, None, 0), (1, card, 1), (12, card, 50)):
        metrics = tuple(track_of(given, 3) for _ in range(count))
        saved = tuple(message_of(given, number) for number in range(count))
        links = _links(given) if count else ()
        pack = PreRead("i" * 10, links, last, metrics, saved, (FACILITATOR, READER)[:readers] * max(readers, 1), 50)
        yield workshop.pre_read(pack)
        yield from (workshop.pack_form(pack, person) for person in (FACILITATOR, "U0SAM00001"))


def _steps(_: "Cast") -> Iterator[Shown]:
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


def _notes(given: "Cast") -> Iterator[Shown]:
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


def _all(given: "Cast") -> Iterator[Shown]:
    for each in (_packs, _steps, _notes):
        yield from each(given)
    yield from (workshop.links_form("i" * 10, each) for each in ((), _links(given)))


WORKSHOPS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = dict.fromkeys(
    (
        workshop.pre_read,
        workshop.pack_form,
        workshop.steps,
        workshop.note_board,
        workshop.links_input,  # in the form that changes them
        workshop.links_form,
        workshop.notes_form,
        workshop.group_form,
        workshop.vote_form,
        workshop.minutes_form,
        workshop.all_notes,
    ),
    _all,
)
