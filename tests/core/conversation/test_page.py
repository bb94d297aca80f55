"""A page of all dimensions says what was changed in it, and never takes back what was said meanwhile."""

from dataclasses import replace

import pytest

from bot.core.assessment import NotApplicable, NotRated, Status, Verdict
from bot.core.conversation.moves import fill_in
from bot.core.conversation.page import PageDraft, PageEntry, Slip, Wrong, page_now, said_on_page
from bot.core.conversation.talk import Because, Ended, Hint, Said, Step, Talk, Wants
from bot.core.team import Evidence
from tests.core.conversation.test_turns_pressed import asking
from tests.core.examples import KEYS, OPTIMIZATION
from tests.core.talks import asked, talk_of

LINK = Evidence("link", "https://wiki.example/defects")
GIVEN: tuple[Verdict, ...] = (3, NotApplicable("none"), NotRated())


def said(talk: Talk, entry: PageEntry, seen: int = 0) -> tuple[Said, ...] | tuple[Wrong, ...]:
    return said_on_page(talk, PageDraft(seen, {KEYS[0]: entry}))


@pytest.mark.parametrize(
    ("entry", "verdict", "evidence"),
    [
        (PageEntry("2"), 2, ()),
        (PageEntry("4"), 4, ()),
        (PageEntry("4", "owners\nand a list"), 4, (Evidence("words", "owners"), Evidence("words", "and a list"))),
        (PageEntry("4", "owners", LINK.text), 4, (Evidence("words", "owners"), LINK)),
        (PageEntry("4", "", f" {LINK.text}  https://b.example/ "), 4, (LINK, Evidence("link", "https://b.example/"))),
        (PageEntry("4", "see " + LINK.text), 4, (Evidence("words", "see " + LINK.text), LINK)),
        (PageEntry("5", "no idea"), 5, ()),
        (PageEntry("n/a", "no stores"), NotApplicable("no stores"), ()),
        (PageEntry("unknown", "hm"), NotRated(), ()),
    ],
)
def test_a_page_says_what_was_filled_in(entry: PageEntry, verdict: Verdict, evidence: tuple[Evidence, ...]) -> None:
    assert said(talk_of(asked(1, 1)), entry) == (Said(KEYS[0], verdict, evidence),)


@pytest.mark.parametrize(
    ("entry", "field", "slip"),
    [
        (PageEntry("", "words only"), "level", Slip.NO_LEVEL),
        (PageEntry("", "", LINK.text), "level", Slip.NO_LEVEL),
        (PageEntry("6"), "level", Slip.NO_LEVEL),
        (PageEntry("two"), "level", Slip.NO_LEVEL),
        (PageEntry("n/a", " "), "words", Slip.NO_REASON),
        (PageEntry("3", "", "our wiki"), "link", Slip.NO_LINK),
        (PageEntry("3", "", f"{LINK.text} javascript:alert(1)"), "link", Slip.NO_LINK),
        (PageEntry("3", "", "https://me@bank.example"), "link", Slip.NO_LINK),
    ],
)
def test_what_is_wrong_is_said_at_its_field(entry: PageEntry, field: str, slip: Slip) -> None:
    assert said(talk_of(asked(1, 1)), entry) == (Wrong(KEYS[0], field, slip),)


def test_all_that_is_wrong_is_said_at_once_and_nothing_else_is_taken() -> None:
    page = PageDraft(0, {KEYS[0]: PageEntry("2"), KEYS[1]: PageEntry("", "x"), KEYS[2]: PageEntry("n/a")})
    found = said_on_page(talk_of(asked(1, 1)), page)
    assert found == (Wrong(KEYS[1], "level", Slip.NO_LEVEL), Wrong(KEYS[2], "words", Slip.NO_REASON))


def test_a_field_that_was_left_alone_says_nothing() -> None:
    talk = talk_of(asked(1, 1), given=dict(zip(KEYS, GIVEN, strict=False)))
    shown = page_now(talk, None)
    assert [shown[key].level for key in KEYS] == ["3", "n/a", "unknown", "", "", ""]
    assert said_on_page(talk, PageDraft(3, shown)) == ()


def test_what_was_said_meanwhile_goes_on_counting() -> None:
    """The page was opened when nothing was said; the first dimension was answered in the thread since."""
    talk = talk_of(asked(1, 1), given={KEYS[0]: 3})
    assert said(talk, PageEntry(), seen=0) == ()
    draft = PageDraft(0, {KEYS[0]: PageEntry("2"), KEYS[1]: PageEntry("4", "half a")})
    now = page_now(talk, draft)
    assert (now[KEYS[0]].level, now[KEYS[1]]) == ("3", PageEntry("4", "half a"))


def test_a_level_that_is_changed_alone_keeps_evidence_that_no_field_can_hold() -> None:
    talk = talk_of(asked(1, 1), given={KEYS[0]: 3})
    pieces = (Evidence("words", "w" * 3_000), Evidence("words", "v" * 3_000))
    rated = replace(talk.assessment.ratings[0], evidence=pieces)
    talk = replace(talk, assessment=replace(talk.assessment, ratings=(rated,)))
    shown = page_now(talk, None)[KEYS[0]]
    assert said(talk, replace(shown, level="2"), seen=1) == (Said(KEYS[0], 2, pieces),)
    assert said(talk, replace(shown, level="2", words=""), seen=1) == (Said(KEYS[0], 2),)


# --- the step that a page makes


def test_the_open_question_answered_on_the_page_leads_to_the_next_and_asks_for_no_evidence() -> None:
    says = (Said(KEYS[0], 5), Said(KEYS[2], 1))
    assert fill_in(talk_of(asked(1, 1)), says) == Step(says, Ended.ANSWERED, asking(2, Because.NEXT))


def test_an_open_question_that_the_page_leaves_out_follows_its_lines() -> None:
    says = (Said(KEYS[1], 2),)
    step = fill_in(talk_of(asked(1, 1, because=Because.START)), says)
    assert step == Step(says, Ended.LEFT, asking(1, Because.START))
    owed = asked(1, 1, wants=Wants.EVIDENCE)
    step = fill_in(talk_of(owed, given={KEYS[0]: 4}), says)
    assert step.asks == asking(1, Because.NEXT, Wants.EVIDENCE, owed.detail)


def test_a_full_page_completes_and_one_that_rests_goes_on() -> None:
    says = tuple(Said(key, 2) for key in KEYS)
    assert fill_in(talk_of(asked(1, 3)), says) == Step(says, Ended.ANSWERED, status=Status.COMPLETE)
    paused = fill_in(talk_of(asked(1, 1), status=Status.PAUSED), says[1:2])
    assert (paused.status, paused.asks) == (Status.OPEN, asking(1, Because.NEXT))


def test_a_page_after_completion_changes_and_says_so() -> None:
    talk = talk_of(asked(1, 1, Ended.ANSWERED), given=[2] * len(OPTIMIZATION.dimensions), status=Status.COMPLETE)
    assert fill_in(talk, (Said(KEYS[0], 3),)).hint is Hint.CHANGED
    assert fill_in(talk, ()) == Step()
