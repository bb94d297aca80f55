"""Ballots: each respondent of a team assessment is asked in private, and says what may become of the answers.

A ballot is an assessment of its own, in the person's conversation with the bot: the questions, answers and changes are
those of any other. Nothing here tells anybody else what it holds.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core.assessment import Assessment, Departure, Fate, Member, Role, Status
from bot.core.errors import SlackRefusedError
from bot.core.privacy import Right, may
from bot.core.sealing import part, receipt, receipt_to_dict
from bot.core.team import Ballot, Leave, Participant
from bot.use_cases.conversation import SEAL, enqueue_headline, enqueue_thread, sitting_job
from bot.use_cases.files import send_file
from bot.use_cases.notices import tell_once
from bot.use_cases.notified import Upload
from bot.use_cases.nudges import enqueue_nudge, is_asked
from bot.use_cases.ports import (
    Clock,
    Deed,
    Done,
    Job,
    Messenger,
    NewJob,
    NotHere,
    PrivateWord,
    Reads,
    Store,
    Transaction,
)
from bot.use_cases.start import put_first_question
from bot.use_cases.workshop import written_anew

BALLOT, UNREACHABLE = "ballot", "unreachable"
RECEIPT, RECEIPT_FAILED = "receipt", "receipt_failed"


def enqueue_ballots(tx: Transaction, workspace: str, assessment_id: str) -> None:
    """Have everybody asked who is to be in the newest sitting of a team assessment; of any other it does nothing."""
    team = tx.assessment(workspace, assessment_id)
    if team is None or team.team is None:
        return
    sitting = team.team.sittings[-1].number
    for each in team.waited_for():
        if is_asked(team, sitting, each.person):
            asked = {"sitting": str(sitting), "person": each.person}
            tx.enqueue(NewJob.about(BALLOT, {"workspace": workspace, "assessment": assessment_id, **asked}))


def open_ballot(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Ask a respondent in a direct message, once; whoever cannot be reached is not waited for: safe to repeat."""
    workspace, person, number = payload["workspace"], payload["person"], int(payload["sitting"])
    with store.reading() as view:
        team = view.assessment(workspace, payload["assessment"])
        if team is None or not _is_missing(view, team, number, person):
            return
    channel = _channel_of(store, clock, messenger, team, person)
    if not channel:
        return
    with store.writing(workspace) as tx:
        now = tx.assessment(workspace, team.id)
        if now is not None and _is_missing(tx, now, number, person):
            _add(tx, clock, now, number, person, channel)


def _is_missing(view: Reads, team: Assessment, number: int, person: str) -> bool:
    is_new = view.ballot_of(team.workspace, team.id, number, person) is None
    return team.thread is not None and is_asked(team, number, person) and is_new


def _channel_of(store: Store, clock: Clock, messenger: Messenger, team: Assessment, person: str) -> str:
    """Return where a person is asked; empty for one who is gone, which is recorded and told the facilitator once."""
    facts = messenger.person(person)
    try:
        if facts.active:
            return messenger.direct_channel(person)
    except SlackRefusedError as refusal:
        if refusal.is_ours or refusal.needs_people:
            raise
    with store.writing(team.workspace) as tx:
        now = tx.assessment(team.workspace, team.id)
        if now is not None and not now.has_left(person):
            tx.add_departure(team.workspace, team.id, Departure(person, Fate.DEACTIVATED, "", clock.now()))
            look_again(tx, clock, now)
    if not facts.is_app and person != team.facilitator:
        detail = {"person": person, "subject": team.subject.name, "channel": team.channel}
        key = f"told:{team.id}:{UNREACHABLE}:{person}"
        tell_once(store, messenger, team.workspace, key, PrivateWord(UNREACHABLE, team.facilitator, detail))
    return ""


def look_again(tx: Transaction, clock: Clock, team: Assessment) -> None:
    """Have the headline show who is waited for, and have it looked at whether that is everybody who handed in."""
    if team.team is not None:
        enqueue_headline(tx, team.workspace, team.id, clock.now())
        tx.enqueue(sitting_job(SEAL, team.workspace, team.id, team.team.sittings[-1].number))


def each_ballot(view: Reads, team: Assessment) -> Iterator[str]:
    """Give the ids of all ballots of a team assessment: each says who conducts it."""
    for sitting in team.team.sittings if team.team is not None else ():
        found = (view.ballot_of(team.workspace, team.id, sitting.number, each) for each in team.respondents())
        yield from (each for each in found if each is not None)


def put_ballots_right(tx: Transaction, team: Assessment) -> None:
    """Have the ballots of the newest sitting of a team assessment put right: who sees what and when has changed."""
    if team.team is None:
        return
    number = team.team.sittings[-1].number
    for each in team.team.people():
        ballot = tx.ballot_of(team.workspace, team.id, number, each.person)
        if ballot is not None:
            enqueue_thread(tx, team.workspace, ballot)


def _add(tx: Transaction, clock: Clock, team: Assessment, number: int, person: str, channel: str) -> None:
    keys = team.team.sittings[number - 1].dimensions if team.team is not None else ()
    asked = tuple(each for each in team.framework.dimensions if each.key in keys)
    ballot = replace(
        team,
        id=tx.new_id(),
        channel=channel,
        thread=None,
        framework=replace(team.framework, dimensions=asked),
        members=(Member(person, Role.FACILITATOR), Member(person, Role.RESPONDENT)),
        status=Status.OPEN,
        started_at=clock.now(),
        completed_at=None,
        agreed=(),
        departures=(),
        team=None,
        ballot=Ballot(team.id, number, tx.new_salt()),
    )
    tx.add_assessment(ballot)
    put_first_question(tx, ballot)
    enqueue_thread(tx, ballot.workspace, ballot.id)
    enqueue_nudge(tx, ballot, clock.now())


def own_ballot(view: Reads, deed: Deed, ballot_id: str) -> tuple[Assessment, Assessment] | None:
    """Give a ballot of the person who asks, and the team assessment that it belongs to; None for anything else."""
    ballot = view.assessment_or_ballot(deed.workspace, ballot_id)
    if ballot is None or ballot.ballot is None or not may(Right.ANSWER, ballot, deed.person):
        return None
    team = view.assessment(deed.workspace, ballot.ballot.of)
    return (ballot, team) if team is not None else None


def give_leave(store: Store, clock: Clock, deed: Deed, ballot_id: str, leave: Leave) -> Done | NotHere:
    """Record what a person allows with the words of a ballot; what is not allowed now goes out of what was revealed.

    It goes out of drafts and the canvas made of it, too.
    """
    with store.writing(deed.workspace) as tx:
        own = own_ballot(tx, deed, ballot_id)
        if own is None:
            return NotHere()
        if tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            ballot, team = part(own[0]), own[1]
            tx.add_leave(deed.workspace, ballot_id, leave, clock.now())
            enqueue_thread(tx, deed.workspace, ballot_id)
            if ballot.counted is not None:
                if leave not in (Leave.QUOTE, ballot.leave):
                    tx.take_words_out(deed.workspace, ballot_id)
                if (canvas := written_anew(tx, team)) is not None:
                    tx.enqueue(canvas)
                enqueue_thread(tx, deed.workspace, team.id)
        return Done()


def describe(
    store: Store, clock: Clock, deed: Deed, ballot_id: str, role: str, department: str | None
) -> Done | NotHere:
    """Record the role and the department of a respondent as they say it; None leaves the department as it is.

    Who was in a sitting that is closed stays described as then (``Team.people``).
    """
    with store.writing(deed.workspace) as tx:
        own = own_ballot(tx, deed, ballot_id)
        if own is None or own[0].ballot is None or not is_asked(own[1], own[0].ballot.sitting, deed.person):
            return NotHere()
        if own[1].team is None or own[1].team.is_settled(deed.person):
            return NotHere()
        if tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            before = next(each for each in own[1].team.people() if each.person == deed.person)
            kept = before.department if department is None else department
            tx.add_participant(deed.workspace, own[1].id, Participant(deed.person, role, kept, clock.now()))
            enqueue_thread(tx, deed.workspace, ballot_id)
        return Done()


def ask_receipt(store: Store, clock: Clock, deed: Deed, ballot_id: str) -> Done | NotHere:
    """Have the receipt of a ballot sent to whose it is, as a file in the conversation with the bot."""
    with store.writing(deed.workspace) as tx:
        own = own_ballot(tx, deed, ballot_id)
        if own is None or not own[0].ratings:
            return NotHere()
        if tx.is_new(deed.workspace, f"press:{deed.event}", clock.now()):
            event = {"event": deed.event}
            tx.enqueue(NewJob.about(RECEIPT, {"workspace": deed.workspace, "assessment": ballot_id}, event))
        return Done()


_RECEIPT = "Your receipt. Keep it: it holds what you answered."
_WORDS_OUT = (
    "Your receipt, as it stands by now. Words of somebody who was removed were taken out of it after it was sealed, so"
    " it has another digest; `sealed` in it is the one with which it was sealed. If you downloaded it before, keep that"
    " one: it still verifies."
)


def send_receipt(store: Store, messenger: Messenger, job: Job) -> None:
    """Send a receipt into the thread of its ballot: the job behind ``ask_receipt``."""
    workspace, event = job.payload["workspace"], job.payload["event"]
    with store.reading() as view:
        ballot = view.assessment_or_ballot(workspace, job.payload["assessment"])
    if ballot is None or ballot.ballot is None or not ballot.ratings:
        return
    text = json.dumps(receipt_to_dict(receipt(ballot)), indent=2, ensure_ascii=False)
    name = f"cxbot-receipt-{ballot.ballot.of}-{ballot.ballot.sitting}.json"
    upload = Upload(name, "Receipt", text.encode(), says=_WORDS_OUT if ballot.ballot.sealed else _RECEIPT)
    try:
        send_file(store, messenger, ballot, f"told:{RECEIPT}:{event}", upload)
    except SlackRefusedError as refusal:
        if not refusal.needs_people:
            raise
        detail = {"subject": ballot.subject.name, "method": refusal.method, "code": refusal.code}
        word = PrivateWord(RECEIPT_FAILED, ballot.starter, detail)
        tell_once(store, messenger, workspace, f"told:{RECEIPT_FAILED}:{event}", word)
