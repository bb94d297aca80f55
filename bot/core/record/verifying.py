"""Whether what was revealed of a team rests on the answers that were sealed, and on no other."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.errors import Problem
from bot.core.json_values import Json, MalformedError, Node
from bot.core.record.rescoring import parsed, read_export
from bot.core.sealing import Receipt, digest, receipt_from_node, root
from bot.core.team import Closed, PictureKind, Sitting, Team, TeamPicture


@dataclass(frozen=True, slots=True)
class SealedSitting:
    """A sitting that is closed: its root as the file says it, which must be the one that was said in the thread."""

    number: int
    root: str
    receipts: int
    faults: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class VerifiedReceipt:
    """A receipt, and what keeps it from being one of those that were sealed."""

    digest: str
    sitting: int
    faults: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of an export: problems (it cannot be used), or each sitting that was closed, and the receipt."""

    problems: tuple[Problem, ...] = ()
    assessment: str = ""
    sittings: tuple[SealedSitting, ...] = ()
    receipt: VerifiedReceipt | None = None

    @property
    def faults(self) -> tuple[Problem, ...]:
        """Give everything that is not as it was sealed."""
        own = self.receipt.faults if self.receipt is not None else ()
        return (*(fault for each in self.sittings for fault in each.faults), *own)

    @property
    def exit_code(self) -> int:
        """Give 0 where all is as it was sealed, 1 where something is not, 2 for files of no use."""
        if self.problems:
            return 2
        return 1 if self.faults else 0

    def lines(self) -> tuple[str, ...]:
        """Say it for people, one line each."""
        if self.problems:
            return (*map(str, self.problems), "Nothing was verified.")
        said = [
            f"Sitting {each.number}: {each.receipts} receipts, root {each.root}"
            + ("" if not each.faults else ", not as it was sealed")
            for each in self.sittings
        ]
        if self.receipt is not None and not self.receipt.faults:
            said.append(f"The receipt {self.receipt.digest} is among those of sitting {self.receipt.sitting}.")
        end = (
            "All is as it was sealed. The root in the thread must be the same." if not self.faults else "Not verified."
        )
        return (*said, *map(str, self.faults), end)

    def as_json(self) -> Json:
        """Say it for programs."""
        outcomes = ("verified", "not_verified", "unusable")
        return {
            "outcome": outcomes[self.exit_code],
            "assessment": self.assessment or None,
            "sittings": [
                {"number": each.number, "root": each.root, "receipts": each.receipts, "as_sealed": not each.faults}
                for each in self.sittings
            ],
            "receipt": None
            if self.receipt is None
            else {
                "digest": self.receipt.digest,
                "sitting": self.receipt.sitting,
                "as_sealed": not self.receipt.faults,
            },
            "problems": [{"path": each.source, "message": each.message} for each in (*self.problems, *self.faults)],
        }


def verify_files(export: str, receipt: str | None) -> Verification:
    """Verify the text of an export, and of a receipt. Raises nothing, whatever the texts."""
    try:
        own = receipt_from_node(Node("", parsed(receipt))) if receipt is not None else None
    except MalformedError as error:
        return Verification(tuple(Problem(f"receipt: {each.source}", each.message) for each in error.problems))
    try:
        assessment = read_export(parsed(export)).assessment
    except MalformedError as error:
        return Verification(error.problems)
    team = assessment.team
    if team is None:
        return Verification((Problem("team", "is missing: only the answers of a team are sealed"),))
    sealed = tuple(_sealed(assessment.id, each, each.closed) for each in team.sittings if each.closed is not None)
    if not sealed:
        return Verification((Problem("team.sittings", "has none that is closed: nothing is sealed yet"),))
    found = None
    if own is not None:
        found = VerifiedReceipt(own.sealed or digest(own), own.sitting, tuple(_faults_of(own, assessment.id, team)))
    return Verification((), assessment.id, sealed, found)


def _sealed(assessment_id: str, sitting: Sitting, closed: Closed) -> SealedSitting:
    """Find a root that is not of the receipts, and people in what was revealed who have none."""
    faults, count, path = [], len(closed.receipts), f"team.sittings[{sitting.number - 1}]"
    if root(assessment_id, sitting.number, closed.receipts) != closed.root:
        told = "is not that of the receipts: one was added, taken away or changed"
        faults.append(Problem(f"{path}.closed.root", told))
    for place, picture in enumerate(sitting.pictures):
        if picture.kind is PictureKind.REVEAL and picture.handed_in > count:
            faults.append(Problem(f"{path}.pictures[{place}].handed_in", f"is more than the {count} receipts"))
    return SealedSitting(sitting.number, closed.root, count, tuple(faults))


def _faults_of(receipt: Receipt, assessment_id: str, team: Team) -> Iterator[Problem]:
    """Find why a receipt is none of this export, or why what was revealed cannot hold its answers."""
    if receipt.assessment != assessment_id:
        yield Problem("receipt: assessment", f"is another one than that of the export, {assessment_id}")
        return
    sitting = next((each for each in team.sittings if each.number == receipt.sitting), None)
    if sitting is None or sitting.closed is None:
        yield Problem("receipt: sitting", "is none that is closed in the export")
        return
    if receipt.sealed:
        among = "is" if receipt.sealed in sitting.closed.receipts else "is not"
        yield Problem(
            "receipt: sealed",
            f"is the digest with which it was sealed, and {among} among those of the sitting. Words of somebody who was"
            " removed were taken out of this receipt since, so that its answers cannot be compared with that digest;"
            " a receipt that was downloaded before can",
        )
        return
    if digest(receipt) not in sitting.closed.receipts:
        yield Problem(
            "receipt", "is not among those that were sealed: its answers were changed, or given after the close"
        )
        return
    if sitting.revealed is not None:
        yield from _contradictions(receipt, sitting.revealed)


def _contradictions(receipt: Receipt, shown: TeamPicture) -> Iterator[Problem]:
    """Find the answers that are sealed and cannot be among those that were revealed."""
    for place, answer in enumerate(receipt.answers):
        path, tally = f"receipt: answers[{place}]", shown.tally(answer.dimension)
        if tally is not None and answer.level is not None and not tally.levels.get(answer.level):
            yield Problem(f"{path}.level", "is sealed, and nobody's in what was revealed")
        if tally is not None and answer.level is None and sum(tally.levels.values()) == shown.handed_in:
            yield Problem(f"{path}.level", "is sealed as none, and everybody gave one in what was revealed")
        if answer.dimension in shown.not_applicable and answer.verdict != "not_applicable":
            yield Problem(f"{path}.verdict", "is sealed, and all said that it does not apply in what was revealed")
