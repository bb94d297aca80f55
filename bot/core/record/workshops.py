"""A workshop in a file: its steps, and what was noted and voted on, once everybody has seen it.

Of anonymous notes a file has the words alone, in the order of the alphabet: neither author, time nor the order in which
they came. Nobody's votes are in a file, but how many each group has.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core import json_values as js
from bot.core.json_values import Codec
from bot.core.workshop import MOST_MINUTES, Stage, Theme, Topic, Turn, TurnKind, Workshop, themes

_MOST_VOTES, _MOST_NOTES = 10_000, 10_000


@dataclass(frozen=True, slots=True)
class RecordedNote:
    """A note; ``by`` is empty in a workshop whose notes have no names."""

    text: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class RecordedTheme:
    """Notes that were put together, or that are equal; ``votes`` is None before the vote is over."""

    topic: Topic
    label: str
    votes: int | None
    notes: tuple[RecordedNote, ...]


@dataclass(frozen=True, slots=True)
class RecordedWorkshop:
    """What a file has of a workshop."""

    anonymous: bool
    links: tuple[str, ...]
    turns: tuple[Turn, ...]
    themes: tuple[RecordedTheme, ...]


def recorded(workshop: Workshop) -> RecordedWorkshop:
    """Give what of a workshop goes into a file: nothing that not everybody has seen."""
    found = (_theme(topic, each) for topic in Topic for each in themes(workshop, topic))
    places = {topic: place for place, topic in enumerate(Topic)}
    ordered = sorted(
        found, key=lambda each: (places[each.topic], not each.label, each.label.casefold(), each.notes[0].text)
    )
    return RecordedWorkshop(workshop.anonymous, workshop.links, workshop.turns, tuple(ordered))


def _theme(topic: Topic, theme: Theme) -> RecordedTheme:
    notes = sorted(
        (RecordedNote(each.text, each.author) for each in theme.notes), key=lambda each: (each.text, each.by)
    )
    return RecordedTheme(topic, theme.label, theme.votes, tuple(notes))


def _workshop(*, anonymous: bool) -> Codec[RecordedWorkshop]:
    """Return the codec of a workshop whose notes have the names of their authors, or have none."""
    named = {} if anonymous else {"by": js.if_any(js.TEXT, "")}
    note = js.record(RecordedNote, text=js.TEXT, **named)
    theme = js.record(
        RecordedTheme,
        topic=js.member_of(Topic).as_key("question"),
        label=js.if_any(js.NAME, ""),
        votes=js.or_null(js.whole(0, _MOST_VOTES)),
        notes=js.list_of(note, _MOST_NOTES, least="one note at least"),
    )
    return js.record(
        RecordedWorkshop,
        anonymous=js.FLAG,
        links=js.list_of(js.TEXT),
        turns=js.list_of(_TURN).as_key("steps"),
        themes=js.list_of(theme, _MOST_NOTES),
    )


_TURN = js.record(
    Turn,
    stage=js.member_of(Stage).as_key("step"),
    kind=js.member_of(TurnKind).as_key("what"),
    by=js.TEXT,
    at=js.MOMENT,
    minutes=js.if_any(js.whole(1, MOST_MINUTES), 0),
)
WORKSHOP: Codec[RecordedWorkshop] = Codec(
    lambda workshop: _workshop(anonymous=workshop.anonymous).write(workshop),
    lambda node: _workshop(anonymous="anonymous" in (own := node.entries()) and own["anonymous"].flag()).read(node),
)


def people_in(workshop: RecordedWorkshop) -> Iterator[str]:
    """Give the people whom a workshop names."""
    yield from (each.by for each in workshop.turns if each.by)
    yield from (note.by for theme in workshop.themes for note in theme.notes if note.by)
