"""The sittings of a team assessment: who answers, the contract, the close with its seal, and what is revealed.

A close and a reveal are one transaction each, decided anew by whoever makes it: done twice they are done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.assessment import Assessment, Member, Role, Status
from bot.core.privacy import Right, may, visible
from bot.core.reveal import FEWEST, late_picture, picture
from bot.core.sealing import digest, part, receipt, root, sealed_digest
from bot.core.team import Closed, Closing, Participant, PictureKind, Sitting, TeamPicture
from bot.core.thread_of_team import seal_key
from bot.use_cases.announcing import announce_completed
from bot.use_cases.ballots import enqueue_ballots, put_ballots_right
from bot.use_cases.conversation import SEAL, enqueue_headline, enqueue_homes, enqueue_thread, sitting_job
from bot.use_cases.notices import tell_once
from bot.use_cases.ports import Clock, Deed, Done, Later, Messenger, PrivateWord, Reads, Store, Transaction

REVEAL, TOO_FEW = "reveal", "too_few"
SEAL_SECONDS = 2.0
"""How long a reveal waits before it looks again whether its seal stands."""
MOST_PEOPLE = 50


@dataclass(frozen=True, slots=True)
class NotConducted:
    """Only the facilitator may do that, or there is no such team assessment."""

    facilitator: str = ""


@dataclass(frozen=True, slots=True)
class IsOver:
    """The sitting is closed, or the assessment was ended."""


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than three have given anything; nothing of it can be shown."""

    handed_in: int


@dataclass(frozen=True, slots=True)
class TooManyPeople:
    """More people than can answer one assessment."""

    people: int


def conducted(view: Reads, deed: Deed, assessment_id: str) -> Assessment | NotConducted | IsOver:
    """Give a team assessment whose newest sitting is open to the person who conducts it."""
    team = view.assessment(deed.workspace, assessment_id)
    if team is None or team.team is None:
        return NotConducted()
    if not may(Right.CONDUCT, team, deed.person):
        return NotConducted(team.facilitator)
    if team.status is Status.STOPPED or team.team.sittings[-1].closed is not None:
        return IsOver()
    return team


def newest(team: Assessment) -> Sitting:
    """Give the newest sitting of a team assessment; ValueError for any other."""
    if team.team is None:
        raise ValueError(f"{team.id} is no team assessment")
    return team.team.sittings[-1]


def add_people(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, people: Mapping[str, tuple[str, str]]
) -> Done | NotConducted | IsOver | TooManyPeople:
    """Ask more people, each with a role and a department; whoever answers already gets what is said here anew."""
    with store.writing(deed.workspace) as tx:
        team = conducted(tx, deed, assessment_id)
        if not isinstance(team, Assessment):
            return team
        known = {each.person: each for each in team.team.people()} if team.team is not None else {}
        if (count := len(known.keys() | people.keys())) > MOST_PEOPLE:
            return TooManyPeople(count)
        if tx.is_new(deed.workspace, f"form:{deed.event}", clock.now()):
            for person, (role, department) in people.items():
                was = known.get(person, Participant(person, "", "", clock.now()))
                if person not in known:
                    tx.add_member(deed.workspace, team.id, Member(person, Role.RESPONDENT))
                told = replace(was, role=role or was.role, department=department or was.department, at=clock.now())
                if person not in known or (team.team is not None and not team.team.is_settled(person)):
                    tx.add_participant(deed.workspace, team.id, told)
            enqueue_ballots(tx, deed.workspace, team.id)
            enqueue_thread(tx, deed.workspace, team.id)
        return Done()


def change_contract(
    store: Store, clock: Clock, deed: Deed, assessment_id: str, quorum: int | None, deadline: datetime | None
) -> Done | NotConducted | IsOver:
    """Agree on another moment of the reveal; the thread says so, and every ballot."""
    with store.writing(deed.workspace) as tx:
        team = conducted(tx, deed, assessment_id)
        if not isinstance(team, Assessment):
            return team
        sitting = newest(team)
        is_same = (sitting.closing.quorum, sitting.closing.deadline) == (quorum, deadline)
        if not is_same and tx.is_new(deed.workspace, f"form:{deed.event}", clock.now()):
            closing = Closing(quorum, deadline, deed.person, clock.now())
            tx.add_closing(deed.workspace, team.id, sitting.number, closing)
            tx.enqueue(sitting_job(SEAL, deed.workspace, team.id, sitting.number))
            _tell(tx, team)
        return Done()


def close_by_hand(store: Store, clock: Clock, deed: Deed, assessment_id: str) -> Done | NotConducted | IsOver | TooFew:
    """Close the newest sitting now: what is given counts, and is sealed and revealed."""
    with store.writing(deed.workspace) as tx:
        team = conducted(tx, deed, assessment_id)
        if not isinstance(team, Assessment):
            return team
        return _close(tx, team, newest(team).number, deed.person, clock.now())


def end_without_reveal(store: Store, clock: Clock, deed: Deed, assessment_id: str) -> Done | NotConducted | IsOver:
    """End the open sitting: nothing of it is ever shown, and nobody is asked any more.

    With the first one the assessment ends; of one that is rated again everything that was revealed stays.
    """
    with store.writing(deed.workspace) as tx:
        team = conducted(tx, deed, assessment_id)
        if not isinstance(team, Assessment):
            return team
        if team.status is Status.COMPLETE:
            number, now = newest(team).number, clock.now()
            _freeze(tx, team, number, deed.person, now)
            tx.add_picture(team.workspace, team.id, number, TeamPicture(PictureKind.REVEAL, now, 0, ()), ())
        else:
            tx.set_status(deed.workspace, team.id, Status.STOPPED, clock.now())
        enqueue_homes(tx, deed.workspace, (each.person for each in team.members))
        _tell(tx, team)
        return Done()


def close_when_agreed(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Close a sitting when its contract says so: the job behind ``SEAL``; Later with the deadline until then.

    Where fewer than three have given anything the facilitator is told, once for a contract, and it stays open.
    """
    workspace, number = payload["workspace"], int(payload["sitting"])
    with store.writing(workspace) as tx:
        team = tx.assessment(workspace, payload["assessment"])
        if team is None or team.team is None or team.status is Status.STOPPED:
            return
        sitting, now = team.team.sittings[number - 1], clock.now()
        if sitting.closed is not None:
            return
        waited_for = [each.person for each in team.waited_for()]
        handed_in = tx.handed_in(workspace, team.id, number)
        is_met = sitting.closing.is_met(waited_for, handed_in, now)
        if is_met and isinstance(_close(tx, team, number, "", now), Done):
            return
    deadline = sitting.closing.deadline
    leads = not team.has_left(team.facilitator)  # who left can do nothing about it; the thread asks for somebody else
    if leads and (is_met or len(handed_in.union(waited_for)) < FEWEST):
        detail = {"subject": team.subject.name, "channel": team.channel, "assessment": team.id}
        key = f"told:{team.id}:{TOO_FEW}:{number}.{len(sitting.closings)}:{team.facilitator}"
        tell_once(store, messenger, workspace, key, PrivateWord(TOO_FEW, team.facilitator, detail))
    if deadline is not None and deadline > now:
        raise Later(at=deadline)


def _given(tx: Transaction, team: Assessment, number: int) -> list[Assessment]:
    return [each for each in tx.ballots(team.workspace, team.id, number) if each.ratings]


def _freeze(tx: Transaction, team: Assessment, number: int, by: str, now: datetime) -> None:
    """Record the end of a sitting with the receipts of all that was given, and the root over them."""
    digests = tuple(sorted(digest(receipt(each)) for each in _given(tx, team, number)))
    tx.close_sitting(team.workspace, team.id, number, Closed(now, by, root(team.id, number, digests), digests))


def _close(tx: Transaction, team: Assessment, number: int, by: str, now: datetime) -> Done | TooFew:
    """Freeze what counts and seal it, in the transaction at hand; what is revealed follows once the seal stands."""
    if len(given := _given(tx, team, number)) < FEWEST:
        return TooFew(len(given))
    _freeze(tx, team, number, by, now)
    enqueue_thread(tx, team.workspace, team.id)
    tx.enqueue(sitting_job(REVEAL, team.workspace, team.id, number))
    return Done()


def reveal(store: Store, clock: Clock, payload: Mapping[str, str]) -> None:
    """Make the picture of a closed sitting, once its seal stands in Slack: the job behind ``REVEAL``.

    Later while the seal is not known to stand. A picture that was made is left alone.
    """
    workspace, number = payload["workspace"], int(payload["sitting"])
    with store.writing(workspace) as tx:
        team = tx.assessment(workspace, payload["assessment"])
        if team is None or team.team is None:
            return
        sitting = team.team.sittings[number - 1]
        if sitting.closed is None or sitting.revealed is not None:
            return
        seal = seal_key(number)
        if not any(each.key == seal and each.sent and each.ts is not None for each in tx.posts(workspace, team.id)):
            enqueue_thread(tx, workspace, team.id)
            is_sealed = False
        else:
            _reveal(tx, team, sitting, clock.now())
            is_sealed = True
    if not is_sealed:
        raise Later(seconds=SEAL_SECONDS)


def _reveal(tx: Transaction, team: Assessment, sitting: Sitting, now: datetime) -> None:
    if team.team is None:
        return
    ballots = tx.ballots(team.workspace, team.id, sitting.number)
    before = [each for earlier in team.team.sittings[: sitting.number - 1] for each in earlier.pictures]
    shown, authors = picture(team.framework, ballots, team.team.people(), named=team.team.named, at=now, before=before)
    tx.add_picture(team.workspace, team.id, sitting.number, shown, authors)
    if team.status is not Status.COMPLETE:
        tx.set_status(team.workspace, team.id, Status.COMPLETE, now)
        announce_completed(tx, team.workspace, team.id, now)
    enqueue_homes(tx, team.workspace, (each.person for each in team.members))
    _tell(tx, team)


def show_late(store: Store, clock: Clock, payload: Mapping[str, str]) -> None:
    """Make a picture of late answers where three more wait in a dimension: the job behind ``LATE``."""
    workspace, number = payload["workspace"], int(payload["sitting"])
    with store.writing(workspace) as tx:
        team = tx.assessment(workspace, payload["assessment"])
        if team is None or team.team is None or team.team.sittings[number - 1].revealed is None:
            return
        ballots = tx.ballots(workspace, team.id, number)
        made = late_picture(team.framework, ballots, at=clock.now())
        if made is not None:
            picture, authors, dimensions = made
            tx.add_picture(workspace, team.id, number, picture, authors)
            for ballot in (each for each in ballots if each.id in dimensions):
                tx.mark_late(workspace, ballot.id, (*part(ballot).late_shown, *dimensions[ballot.id]))
            enqueue_thread(tx, workspace, team.id)


def _tell(tx: Transaction, team: Assessment) -> None:
    enqueue_thread(tx, team.workspace, team.id)
    enqueue_headline(tx, team.workspace, team.id, None)
    put_ballots_right(tx, team)


@dataclass(frozen=True, slots=True)
class InSeal:
    """The answers of the person are in the seal; ``digest`` is that of their receipt.

    They are unchanged, but where words of somebody who was removed were taken out of them since (``words_out``).
    """

    digest: str
    words_out: bool = False


@dataclass(frozen=True, slots=True)
class NotInSeal:
    """Nothing of the person was given by the close; ``differs`` where what is kept is not what was sealed."""

    differs: bool = False


def check_seal(store: Store, deed: Deed, assessment_id: str, number: int) -> InSeal | NotInSeal | NotConducted:
    """Check for a person, privately, that what they gave is in the seal, and the seal that of the receipts."""
    with store.reading() as view:
        team = visible(Right.SEE, view.assessment(deed.workspace, assessment_id), deed.channel)
        sittings = team.team.sittings if team is not None and team.team is not None else ()
        closed = sittings[number - 1].closed if 0 < number <= len(sittings) else None
        if closed is None:
            return NotConducted()
        ballot_id = view.ballot_of(deed.workspace, assessment_id, number, deed.person)
        ballot = view.assessment_or_ballot(deed.workspace, ballot_id) if ballot_id is not None else None
    if ballot is None or ballot.ballot is None or not ballot.ballot.counted:
        return NotInSeal()
    own = sealed_digest(ballot)
    stands = own in closed.receipts and root(assessment_id, number, closed.receipts) == closed.root
    return InSeal(own, bool(ballot.ballot.sealed)) if stands else NotInSeal(differs=True)
