"""Somebody who conducts or answers an assessment goes away: the channel is told, and one of its members takes over.

Events say only that it may be so. What counts is what Slack says when it is asked, so an event that comes twice, late
or in another order changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.assessment import AWAY, Assessment, Departure, Fate, Status
from bot.core.conversation import moves
from bot.core.conversation.talk import Ended, Step
from bot.core.errors import SlackRefusedError
from bot.core.privacy import Right, visible
from bot.use_cases.ballots import enqueue_ballots, look_again, put_ballots_right
from bot.use_cases.cadences import CadencePress, record_cadence
from bot.use_cases.conversation import Origin, enqueue_homes, enqueue_thread, record, talk_of
from bot.use_cases.notices import OwnerKey, is_sent, notice_job, show_notice
from bot.use_cases.notified import Ownerless
from bot.use_cases.nudges import enqueue_nudge
from bot.use_cases.ports import Clock, Deed, Done, Messenger, NotHere, Presence, Store, Transaction

_FATES: Mapping[Presence, Fate] = {Presence.IN: Fate.BACK, Presence.OUT: Fate.LEFT}


@dataclass(frozen=True, slots=True)
class SettledBefore:
    """Somebody was faster: how it was settled, and by whom; whoever came back is named, too."""

    fate: Fate
    by: str


def find_out(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Ask Slack whether a person is there, and record it where that is news: the job behind ``look_after``."""
    workspace, person = payload["workspace"], payload["person"]
    with store.reading() as view:
        assessment = view.assessment(workspace, payload["assessment"])
    if assessment is None or not _matters(assessment, person):
        return
    fate: Fate | None = Fate.DEACTIVATED
    if messenger.person(person).active:
        fate = _FATES.get(messenger.presence(assessment.channel, person))
    with store.writing(workspace) as tx:
        now = tx.assessment(workspace, assessment.id)
        if now is None or fate is None or not _matters(now, person):
            return
        # in a team also one whom somebody followed is away: a ballot is no seat
        is_away = now.has_left(person) if now.team else now.away(person) is not None
        if (fate in AWAY) == is_away:
            return
        tx.add_departure(workspace, now.id, Departure(person, fate, "", clock.now()))
        _tell(tx, now, person)
        look_again(tx, clock, now)
        if fate is Fate.BACK:
            enqueue_nudge(tx, now, clock.now())
            enqueue_ballots(tx, workspace, now.id)


def _matters(assessment: Assessment, person: str) -> bool:
    """Tell whether something waits for a person: one who conducts or answers an assessment under way."""
    answer = [each.person for each in assessment.team.people()] if assessment.team else assessment.respondents()
    return assessment.is_under_way and person in (assessment.facilitator, *answer)


def _tell(tx: Transaction, assessment: Assessment, *people: str) -> None:
    enqueue_thread(tx, assessment.workspace, assessment.id)
    enqueue_homes(tx, assessment.workspace, people)


def is_anybodys(store: Store, deed: Deed, assessment_id: str) -> bool:
    """Whether an assessment was stopped because somebody was gone: any other member may take over and reopen it."""
    with store.reading() as view:
        assessment = visible(Right.TAKE_OVER, view.assessment(deed.workspace, assessment_id), deed.channel)
    return assessment is not None and assessment.stopped_without not in ("", deed.person)


def reopen(store: Store, clock: Clock, deed: Deed, assessment_id: str) -> Done | NotHere:
    """Reopen what was stopped because somebody was gone, with whoever does in their place."""
    with store.writing(deed.workspace) as tx:
        stands = visible(Right.TAKE_OVER, tx.assessment(deed.workspace, assessment_id), deed.channel)
        gone = stands.stopped_without if stands is not None else ""
        if not gone:
            return NotHere()
        now = clock.now()
        tx.add_departure(deed.workspace, assessment_id, Departure(gone, Fate.FOLLOWED, deed.person, now))
        assessment = tx.assessment(deed.workspace, assessment_id)
        if assessment is None:
            return NotHere()
        answers = assessment.respondents()
        talk = talk_of(tx, assessment, deed.person if deed.person in answers else answers[0])
        goes_on = moves.reopen(talk) if assessment.team is None else Step(status=Status.OPEN)
        record(tx, talk, goes_on, Origin(deed.event, now, now))
        enqueue_nudge(tx, assessment, now)
        enqueue_ballots(tx, deed.workspace, assessment_id)
        put_ballots_right(tx, assessment)
        look_again(tx, clock, assessment)
        _tell(tx, assessment, gone, deed.person)
        return Done()


def settle_departure(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, number: int, fate: Fate
) -> Done | SettledBefore | NotHere:
    """Take a press under the message that says who is gone: follow them, or have the assessment stopped.

    ``number`` names the departure, counted from 0. Whoever follows is the facilitator or respondent in their place:
    what that one rated stays, and the question that was open is put to the new person. Everything said is kept.
    """
    with store.writing(deed.workspace) as tx:
        assessment = visible(Right.TAKE_OVER, tx.assessment(deed.workspace, assessment_id), deed.channel)
        departures = dict(enumerate(assessment.departures)) if assessment is not None else {}
        departure = departures.get(number)
        if assessment is None or departure is None or departure.fate not in AWAY:
            return NotHere()
        before = assessment.settled(number)
        if before is not None:
            is_own = (before.fate, before.by) == (fate, deed.person)
            return Done() if is_own else SettledBefore(before.fate, before.by or before.person)
        if not assessment.is_under_way:
            return NotHere()
        if deed.person == departure.person:  # whoever presses here is here
            fate = Fate.BACK
        by = "" if fate is Fate.BACK else deed.person
        tx.add_departure(deed.workspace, assessment.id, Departure(departure.person, fate, by, clock.now()))
        _go_on(tx, clock, deed, assessment.id, fate, departure.person)
        _tell(tx, assessment, departure.person, deed.person)
        return Done()


def _go_on(tx: Transaction, clock: Clock, deed: Deed, assessment_id: str, fate: Fate, gone: str) -> None:
    """Stop the assessment, or put the open question of the seat that changed hands to who holds it now."""
    workspace, now = deed.workspace, clock.now()
    assessment = tx.assessment(workspace, assessment_id)
    if assessment is None:
        return
    origin = Origin(deed.event, now, now)
    if fate is Fate.STOPPED:
        record(tx, talk_of(tx, assessment, gone), Step(ends=Ended.LEFT, status=Status.STOPPED), origin)
        put_ballots_right(tx, assessment)
        return
    holder = assessment.holders(gone)[-1]
    talk = talk_of(tx, assessment, holder)
    question = talk.open
    if fate is Fate.FOLLOWED and question is not None:
        if holder == gone:  # who follows answers from a seat of their own: nobody is asked for this one any more
            record(tx, talk, Step(ends=Ended.LEFT), origin)
        else:
            record(tx, talk, moves.resumed(talk, moves.resume(talk, question)), origin)
    enqueue_nudge(tx, assessment, now)
    look_again(tx, clock, assessment)  # who leads from now on is told what holds the reveal up


def take_cadence(store: Store, press: CadencePress, former: str) -> Done | SettledBefore | NotHere:
    """Make a person the owner of a reminder in place of one who is gone."""
    deed = press.deed
    with store.writing(deed.workspace) as tx:
        stands = visible(Right.REMIND, tx.cadence(deed.workspace, press.cadence), deed.channel)
        if stands is None:
            return NotHere()
        if stands.owner != former:
            return Done() if stands.owner == deed.person else SettledBefore(Fate.FOLLOWED, stands.owner)
        record_cadence(tx, replace(stands, owner=deed.person), former)
        tx.enqueue(notice_job(deed.workspace, str(OwnerKey(stands.id, former))))
        return Done()


def show_ownerless(store: Store, messenger: Messenger, workspace: str, key: OwnerKey) -> None:
    """Tell the channel once that the owner of a reminder is gone, or how that was settled: the job behind its key."""
    with store.reading() as view:
        cadence, notice = view.cadence(workspace, key.cadence), view.notice(workspace, str(key))
    if cadence is None:
        return
    is_settled = cadence.owner != key.person
    is_back = not is_settled and messenger.person(key.person).active
    if (is_settled or is_back or cadence.paused) and not is_sent(store, messenger, workspace, notice):
        return
    shows = Ownerless(cadence, key.person, cadence.owner if is_settled or is_back else "")
    try:
        show_notice(store, messenger, workspace, cadence.channel, str(key), shows)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
