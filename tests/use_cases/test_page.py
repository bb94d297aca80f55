"""The page of all dimensions and the conversation in turn: neither contradicts the other, nothing typed is lost."""

from bot.core.assessment import NotApplicable, Status
from bot.core.conversation.page import PageDraft
from bot.core.conversation.page import PageEntry as Entry
from bot.core.conversation.talk import Hint
from bot.use_cases.conversation import TAKEN_BEFORE, UNKNOWN_HERE, Taken
from bot.use_cases.page import AllOnOnePage, keep_typed, open_page, submit_page
from bot.use_cases.ports import Deed, NotHere
from tests.known import as_a, peek
from tests.use_cases.talking import CHANNEL, DANA, OLGA, TEAM, Talking, shows_the_layout


def opened(talking: Talking, person: str = DANA) -> AllOnOnePage | Hint | NotHere:
    with talking.kept.reading() as view:
        return open_page(view, TEAM, talking.id, person)


def page_of(talking: Talking) -> AllOnOnePage:
    return as_a(AllOnOnePage, opened(talking))


def filled(talking: Talking) -> list[Entry]:
    """Give what stands in the fields of the page, in the order of the dimensions."""
    return [page_of(talking).entries[talking.key(place)] for place in range(1, 7)]


def typed(talking: Talking, entries: dict[int, Entry], seen: int) -> PageDraft:
    return PageDraft(seen, {talking.key(place): entry for place, entry in entries.items()})


def submit(talking: Talking, entries: dict[int, Entry], *, seen: int, event: str = "v1", by: str = DANA) -> object:
    deed = Deed(TEAM, CHANNEL, by, event)
    done = submit_page(talking.kept, talking.clock, deed, talking.id, typed(talking, entries, seen))
    talking.settle()
    return done


def test_a_page_and_a_conversation_go_on_from_each_other(talking: Talking) -> None:
    talking.say("2, we map some")
    page = page_of(talking)
    assert page.entries[talking.key(1)] == Entry("2", "we map some")
    talking.say("3, causes have owners")  # while the page is open
    shown = {place: page.entries[talking.key(place)] for place in range(1, 7)}
    assert isinstance(submit(talking, shown | {4: Entry("5"), 5: Entry("n/a", "one team")}, seen=page.seen), Taken)
    assert talking.verdicts() == [2, 3, None, 5, NotApplicable("one team"), None]
    assert talking.asked() == (3, "level", "next")  # the open question follows what is new, and 5 stands as claimed
    assert shows_the_layout(talking)
    assert submit(talking, {3: Entry("1"), 6: Entry("1")}, seen=page_of(talking).seen, event="v2") != TAKEN_BEFORE
    assert talking.status is Status.COMPLETE
    assert shows_the_layout(talking)


def test_what_is_typed_survives_closing_the_page_until_it_is_submitted(talking: Talking) -> None:
    deed, early = Deed(TEAM, CHANNEL, DANA, "k1"), talking.clock.now()
    late = talking.clock.moment_of(talking.slack.next_ts())
    keep_typed(talking.kept, deed, talking.id, typed(talking, {1: Entry("2", "we m"), 2: Entry("", "half")}, 0), late)
    keep_typed(talking.kept, deed, talking.id, typed(talking, {1: Entry("", "w")}, 0), early)  # comes after it
    keep_typed(talking.kept, Deed(TEAM, CHANNEL, OLGA, "k2"), talking.id, typed(talking, {1: Entry("5")}, 0), late)
    assert filled(talking)[:2] == [Entry("2", "we m"), Entry("", "half")]
    assert isinstance(submit(talking, {1: Entry("2", "we map")}, seen=page_of(talking).seen), Taken)
    assert filled(talking)[:2] == [Entry("2", "we map"), Entry("", "half")]
    rest = {place: entry for place, entry in enumerate(filled(talking), 1) if place > 2} | {2: Entry()}
    submit(talking, rest, seen=page_of(talking).seen, event="v2")
    assert peek(talking.kept).page_draft(TEAM, talking.id, DANA) is None


def test_a_page_is_its_respondents_own_and_is_taken_once(talking: Talking) -> None:
    assert opened(talking, OLGA) is Hint.NOT_FOR_YOU
    assert submit(talking, {1: Entry("5")}, seen=0, by=OLGA) == UNKNOWN_HERE
    submit(talking, {1: Entry("2")}, seen=0)
    assert submit(talking, {1: Entry("3")}, seen=0) == TAKEN_BEFORE
    talking.say("stop", "yes")
    assert talking.status is Status.STOPPED
    assert opened(talking) is Hint.STOPPED
    submit(talking, {2: Entry("2")}, seen=1, event="v2")
    assert talking.verdicts()[:2] == [2, None]
