"""Everything that is shown of team assessments, pages and forgetting, with hostile words wherever people have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from bot.core.conversation.page import NOT_APPLICABLE, PageEntry
from bot.core.team import Closed, Closing, Leave, Mode, Participant
from bot.core.thread import Headline, layout
from bot.core.thread_of_team import BallotHeadline, JoinedLater, MovedReveal, Seal, Sealed, Terms
from bot.slack.blocks import Message
from bot.slack.views import forgetting, page, team, team_form
from bot.slack.views.scorecard import headline
from bot.slack.views.start import StartForm, start_form
from bot.use_cases.page import AllOnOnePage
from bot.use_cases.sittings import InSeal, IsOver, NotConducted, NotInSeal, TooFew, TooManyPeople
from tests.hostile.made import CHANNEL, FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]
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


def _part(given: "Cast", most: int = team.PART_LENGTH) -> Participant:
    said, rng = given.maker.said, given.maker.rng
    return Participant(FACILITATOR, rng.choice(("", said(most))), rng.choice(("", said(most))), NOW)


def _messages(given: "Cast") -> Iterator[Shown]:
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


def _answers(_: "Cast") -> Iterator[Shown]:
    undone = (NotConducted(), NotConducted(FACILITATOR), IsOver(), TooFew(0), TooFew(1), TooManyPeople(60))
    yield from (Message(team.not_done(each)) for each in undone)
    checked = (InSeal(DIGEST), NotInSeal(), NotInSeal(differs=True), NotConducted())
    yield from (Message(team.seal_checked(each)) for each in checked)


def _forms(given: "Cast") -> Iterator[Shown]:
    own = given.assessment
    yield team_form.add_form(own)
    yield team_form.part_form(own, _part(given))
    yield from (team_form.contract_form(own, each) for each in CLOSINGS)
    for ends, handed_in in product((False, True), (0, 1, 50)):
        yield team_form.sure_form(own, ends=ends, handed_in=handed_in, people=50)
    for mode, count in product((*team_form.MODES, "gone"), (0, 1, 130)):
        groups = tuple(team_form.OfferedGroup(f"S{number}", given.maker.name(300)) for number in range(count))
        yield start_form(StartForm(given.frameworks, own.framework, CHANNEL, own.subject, mode=mode, groups=groups))


def _pages(given: "Cast") -> Iterator[Shown]:
    own, said = given.assessment, given.maker.said
    for length in (0, 3_000):
        levels = ("", NOT_APPLICABLE, str(own.framework.scale.high), said(20))
        entries = {
            each.key: PageEntry(given.maker.rng.choice(levels), said(length), said(length)) if length else PageEntry()
            for each in own.framework.dimensions
        }
        for part in range(4):
            yield page.page_form(AllOnOnePage(own, len(own.ratings), entries), part)


def _forgettings(_: "Cast") -> Iterator[Shown]:
    yield forgetting.delete_words()
    yield forgetting.asked_to_forget()
    yield from (Message(forgetting.forgotten(each)) for each in ({}, {"refused": "1"}, {"refused": "7"}))


def _all(given: "Cast") -> Iterator[Shown]:
    for each in (_messages, _answers, _forms, _pages, _forgettings):
        yield from each(given)


TEAMS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = dict.fromkeys(
    (
        team.ballot_headline,
        team.sealed,
        team.seal,
        team.moved_reveal,
        team.joined_later,
        team_form.mode_input,  # in the form that starts it
        team_form.add_form,
        team_form.part_form,
        team_form.contract_form,
        team_form.sure_form,
        page.open_all,  # under what opens a ballot
        page.page_form,
        forgetting.delete_words,
        forgetting.asked_to_forget,
    ),
    _all,
)
