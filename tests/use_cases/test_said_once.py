"""Every message of every kind stands once, whatever becomes of the call that sends it."""

from collections import Counter, deque
from collections.abc import Callable

import pytest

from bot.store.store import SqlStore
from bot.use_cases.ports import NewJob, Worded
from bot.use_cases.share import share_scorecard
from tests.effort import thirds
from tests.known import write
from tests.use_cases.fakes import Fault
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking


def strike(talking: Talking, fault: Fault, where: str) -> None:
    """Have the next post in a place suffer a fault."""
    post, left = talking.slack.post, [fault]

    def struck(workspace: str, channel: str, thread: str | None, key: str, message: Worded) -> str:
        if channel == where and left:
            talking.slack.faults = deque([left.pop()])
        return post(workspace, channel, thread, key, message)

    talking.slack.post = struck  # type: ignore[method-assign]  # only for this test


def open_assessment(talking: Talking) -> None:
    talking.start()
    talking.settle()


def answer(talking: Talking) -> None:
    talking.say("2")


def share(talking: Talking) -> None:
    share_scorecard(talking.kept, talking.clock, *talking.share_of(by=OLGA))
    talking.settle()


def share_in_vain(talking: Talking) -> None:
    talking.slack.refusals = {"post": "is_archived"}
    share(talking)


def answer_in_vain(talking: Talking) -> None:
    talking.slack.refusals = {"post": "is_archived"}
    talking.say("2")


def look_elsewhere(talking: Talking) -> None:
    write(talking.kept).enqueue(NewJob("elsewhere", f"elsewhere:{TEAM}:{DANA}", {"workspace": TEAM, "person": DANA}))
    talking.settle()


KINDS: list[tuple[Callable[[Talking], None], str]] = [
    (open_assessment, CHANNEL),
    (answer, CHANNEL),
    (share, CHANNEL),
    (share_in_vain, f"D{OLGA}"),
    (answer_in_vain, f"D{DANA}"),
    (look_elsewhere, f"D{DANA}"),
]


@pytest.mark.parametrize("fault", thirds([Fault.LOST, *(each for each in Fault if each is not Fault.LOST)]))
@pytest.mark.parametrize(("deed", "where"), KINDS, ids=lambda each: getattr(each, "__name__", each))
def test_a_message_stands_once(store: SqlStore, deed: Callable[[Talking], None], where: str, fault: Fault) -> None:
    talking = Talking(store)
    if deed is not open_assessment:
        open_assessment(talking)
    before = len(talking.slack.messages)
    strike(talking, fault, where)
    deed(talking)
    talking.slack.let_pass(60)
    found = Counter(each.key for each in talking.slack.messages if each.key)
    assert max(found.values()) == 1, found
    assert any(each.channel == where for each in talking.slack.messages[before:])
