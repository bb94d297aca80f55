"""Receipts: how a respondent proves later that their answers are in a reveal unchanged, and that none was added.

A receipt is what one person answered, with a salt of their own; its digest says nothing to anybody who lacks the salt.
At the close all digests are put under one root, and the root is said in the thread before anything is revealed.
The two formulas are part of the format (``docs/teams.md``): whoever has an export can compute them without this code.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assessment import Assessment, NotApplicable, NotRated, Rating, Verdict
from bot.core.json_values import Node, read_all
from bot.core.team import Ballot, Evidence

RECEIPT_FORMAT = "cxbot-receipt"
RECEIPT_VERSION = 1
_HIGHEST = 1_000_000
_VERDICTS = ("rated", "not_applicable", "not_rated")
_KINDS = ("words", "link", "message")
_HEXADECIMAL = frozenset("0123456789abcdef")
_SALT_DIGITS, _DIGEST_DIGITS = 32, 64


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """One dimension of a receipt. ``level`` is None where the verdict is another than ``rated``."""

    dimension: str
    level: int | None
    verdict: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one person answered in a sitting, in the framework's order; what was left open is not in it."""

    assessment: str
    sitting: int
    answers: tuple[SealedAnswer, ...]
    salt: str


def part(ballot: Assessment) -> Ballot:
    """Give what makes it a ballot; ValueError for an assessment that is none."""
    if ballot.ballot is None:
        raise ValueError(f"{ballot.id} is no ballot")
    return ballot.ballot


def receipt(ballot: Assessment) -> Receipt:
    """Give the receipt of a ballot: of what counts once the sitting is closed, of everything while it is open."""
    own = part(ballot)
    last = last_of(ballot.ratings[: own.counted])
    answered = (last[each.key] for each in ballot.framework.dimensions if each.key in last)
    return Receipt(own.of, own.sitting, tuple(_answer(each) for each in answered), own.salt)


def last_of(ratings: Sequence[Rating]) -> dict[str, Rating]:
    """Give the last of a person's ratings of each dimension."""
    return {each.dimension: each for each in ratings}


def digest(receipt: Receipt) -> str:
    """Give the digest of a receipt: SHA-256, in hexadecimal digits."""
    return _sha256("cxbot receipt 1", receipt_to_dict(receipt))


def root(assessment_id: str, sitting: int, digests: Sequence[str]) -> str:
    """Give the one digest over all receipts of a sitting, in whatever order they come."""
    return _sha256("cxbot root 1", [assessment_id, sitting, len(digests), sorted(digests)])


def receipt_to_dict(receipt: Receipt) -> dict[str, object]:
    """Give a receipt as the JSON file that its owner keeps."""
    return {
        "format": RECEIPT_FORMAT,
        "format_version": RECEIPT_VERSION,
        "assessment": receipt.assessment,
        "sitting": receipt.sitting,
        "answers": [
            {
                "dimension": each.dimension,
                "level": each.level,
                "verdict": each.verdict,
                "evidence": [{"kind": piece.kind, "text": piece.text} for piece in each.evidence],
            }
            for each in receipt.answers
        ],
        "salt": receipt.salt,
    }


def receipt_from_node(node: Node) -> Receipt:
    """Read a receipt; MalformedError names every fault by its key path."""
    fields = node.fields(("format", "format_version", "assessment", "sitting", "answers", "salt"))
    fields["format"].choice(RECEIPT_FORMAT)
    fields["format_version"].integer(RECEIPT_VERSION, RECEIPT_VERSION)
    return Receipt(
        assessment=fields["assessment"].name(),
        sitting=fields["sitting"].integer(1, _HIGHEST),
        answers=read_all(fields["answers"].items(), _answer_from),
        salt=_digits(fields["salt"], _SALT_DIGITS),
    )


def digest_from_node(node: Node) -> str:
    """Read a digest or a root."""
    return _digits(node, _DIGEST_DIGITS)


def evidence_from_node(node: Node) -> Evidence:
    """Read a piece of evidence."""
    fields = node.fields(("kind", "text"))
    kind = fields["kind"].choice(*_KINDS)
    return Evidence(kind, fields["text"].text())  # type: ignore[arg-type]  # one of the kinds


def _answer(rating: Rating) -> SealedAnswer:
    level = rating.verdict if isinstance(rating.verdict, int) else None
    return SealedAnswer(rating.dimension, level, _verdict(rating.verdict), rating.evidence)


def _verdict(verdict: Verdict) -> str:
    match verdict:
        case int():
            return "rated"
        case NotApplicable():
            return "not_applicable"
        case NotRated():
            return "not_rated"


def _answer_from(node: Node) -> SealedAnswer:
    fields = node.fields(("dimension", "level", "verdict", "evidence"))
    verdict = fields["verdict"].choice(*_VERDICTS)
    level = fields["level"]
    if verdict != "rated" and level.value is not None:
        raise level.refuse("null, as no level was given")
    return SealedAnswer(
        dimension=fields["dimension"].name(),
        level=level.integer(-_HIGHEST, _HIGHEST) if verdict == "rated" else None,
        verdict=verdict,
        evidence=read_all(fields["evidence"].items(), evidence_from_node),
    )


def _digits(node: Node, number: int) -> str:
    if not isinstance(node.value, str) or len(node.value) != number or not _HEXADECIMAL.issuperset(node.value):
        raise node.refuse(f"{number} hexadecimal digits in small letters")
    return node.value


def _sha256(kind: str, value: object) -> str:
    """Hash a JSON value in its one spelling, with a first line that no other kind of value has."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{kind}\n{text}".encode("ascii")).hexdigest()
