"""Any conversation with any faults of Slack and any crashes: the thread ends as the facts say."""

import tempfile
from collections import deque
from contextlib import closing
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.assessment import Status
from bot.core.conversation.talk import Said
from bot.core.conversation.turns import Button
from bot.core.thread import Confirmation
from bot.store.store import open_store
from bot.use_cases import conversation as answer
from tests.effort import effort
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import Talking, shows_the_layout

TEXTS = st.sampled_from(
    "1|2|3|4|5|7|3 or 4|not 3|we map some|4, a map|n/a|n/a - no stores|don't know|skip|back|keep it|leave it|no|yes"
    "|change 1|change 2 to 4|change 5 to 3|change 3 to n/a|pause|resume|stop|why|what do you think?|".split("|")
)
BUTTONS = st.tuples(st.sampled_from(Button), st.integers(0, 6), st.integers(0, 3))
FORMS = st.tuples(st.integers(1, 6), st.integers(1, 5))
STEPS = st.lists(st.one_of(TEXTS, TEXTS, BUTTONS, FORMS), min_size=1, max_size=14)
FAULTS = st.lists(st.sampled_from([Fault.NONE, Fault.NONE, Fault.NONE, *Fault]), max_size=30)
CRASHES = st.sets(st.integers(1, 60), max_size=8)


OPENINGS = st.sampled_from([[], ["2"] * 5, ["2", "don't know", "2", "2", "2", "2"]])


@settings(max_examples=effort(12, 400))
@given(
    opening=OPENINGS,
    steps=STEPS,
    seen=st.lists(st.booleans(), min_size=14, max_size=14),
    faults=FAULTS,
    before=CRASHES,
    after=CRASHES,
)
def test_whatever_is_said_and_whatever_fails_the_thread_ends_as_the_facts_say(
    opening: list[str],
    steps: list[str | tuple[Button, int, int] | tuple[int, int]],
    seen: list[bool],
    faults: list[Fault],
    before: set[int],
    after: set[int],
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(f"sqlite:///{Path(folder) / 'cxbot.db'}")) as store,
    ):
        talking = Talking(store)
        talking.start()
        talking.settle()
        for text in opening:
            talking.say(text)
        talking.store, talking.slack.faults = talking.crashing, deque(faults)
        talking.crashing.before, talking.crashing.after = before, after
        for step, settles in zip(steps, seen, strict=False):
            take(talking, step)
            if settles:
                talking.settle()
        talking.settle()
        assert shows_the_layout(talking)
        assert_questions_hold(talking)


def take(talking: Talking, step: str | tuple[Button, int, int] | tuple[int, int]) -> None:
    match step:
        case str(text):
            talking.hear(talking.message(text))
        case (Button() as button, level, back):
            asked = talking.questions[max(0, len(talking.questions) - 1 - back)]
            press_unsettled(talking, button, level, asked.number, asked.dimension)
        case (dimension, level):
            form_unsettled(talking, dimension, level)


def press_unsettled(talking: Talking, button: Button, level: int, number: int, dimension: str) -> None:
    pressed = talking.pressed(button, level if button is Button.LEVEL else None, question=number, dimension=dimension)
    answer.press_button(talking.kept, talking.clock, pressed)


def form_unsettled(talking: Talking, dimension: int, level: int) -> None:
    said = Said(talking.key(dimension), level)
    answer.correct_rating(talking.kept, talking.clock, talking.pressed(Button.KEEP), said)


def assert_questions_hold(talking: Talking) -> None:
    """At most the last question is open; one under way waits for something, a complete one is all rated."""
    *earlier, last = talking.questions
    assert all(each.ended is not None for each in earlier)
    match talking.status:
        case Status.COMPLETE:
            assert None not in talking.verdicts()
        case Status.STOPPED:
            assert last.ended is not None
        case _:
            assert last.ended is None
    placed = [each for each in talking.wanted if isinstance(each.shows, Confirmation)]
    assert len(placed) == sum(each is not None for each in talking.verdicts())
