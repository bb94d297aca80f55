"""Receipts: how a respondent proves later that their answers are in a reveal unchanged, and that none was added.

A receipt is what one person answered, with a salt of their own; its digest says nothing to anybody who lacks the salt.
At the close all digests are put under one root, and the root is said in the thread before anything is revealed.
The two formulas are part of the format (``docs/teams.md``): whoever has an export can compute them without this code.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.assessment import Assessment, Rating, verdict_word
from bot.core.json_values import NAME, TEXT, Codec, Json, Node, if_any, list_of, or_null, record, whole, word
from bot.core.team import Ballot, Evidence

RECEIPT_FORMAT = "cxbot-receipt"
RECEIPT_VERSION = 1
WITH_WORDS_OUT = 2
"""The version of a receipt out of which words were taken since it was sealed."""
_HIGHEST = 1_000_000
_HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class SealedAnswer:
    """One dimension of a receipt. ``level`` is None where the verdict is another than ``rated``."""

    dimension: str
    level: int | None
    verdict: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one person answered in a sitting, in the framework's order; what was left open is not in it.

    ``sealed`` is the digest with which it was sealed, where words of somebody who was removed went out of it since;
    then it has another digest by now. It is empty for one that is as it was sealed.
    """

    assessment: str
    sitting: int
    answers: tuple[SealedAnswer, ...]
    salt: str
    sealed: str = ""


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
    return Receipt(own.of, own.sitting, tuple(_answer(each) for each in answered), own.salt, own.sealed)


def sealed_digest(ballot: Assessment) -> str:
    """Give the digest with which a ballot was sealed, or will be if it stays as it is."""
    return part(ballot).sealed or digest(receipt(ballot))


def last_of(ratings: Sequence[Rating]) -> dict[str, Rating]:
    """Give the last of a person's ratings of each dimension."""
    return {each.dimension: each for each in ratings}


def digest(receipt: Receipt) -> str:
    """Give the digest of a receipt: SHA-256, in hexadecimal digits."""
    return _sha256("cxbot receipt 1", receipt_to_dict(receipt))


def root(assessment_id: str, sitting: int, digests: Sequence[str]) -> str:
    """Give the one digest over all receipts of a sitting, in whatever order they come."""
    return _sha256("cxbot root 1", [assessment_id, sitting, len(digests), sorted(digests)])


def receipt_to_dict(receipt: Receipt) -> Json:
    """Give a receipt as the JSON file that its owner keeps."""
    version = WITH_WORDS_OUT if receipt.sealed else RECEIPT_VERSION
    return {"format": RECEIPT_FORMAT, "format_version": version, **_RECEIPT.write(receipt)}


def receipt_from_node(node: Node) -> Receipt:
    """Read a receipt; MalformedError names every fault by its key path."""
    fields = node.fields(("format", "format_version", "assessment", "sitting", "answers", "salt"), ("sealed",))
    fields["format"].choice(RECEIPT_FORMAT)
    version = fields["format_version"].integer(RECEIPT_VERSION, WITH_WORDS_OUT)
    if ("sealed" in fields) is not (version == WITH_WORDS_OUT):
        raise fields["format_version"].refuse(f'{WITH_WORDS_OUT} where there is "sealed", and only there')
    own = {name: at.value for name, at in fields.items() if name not in ("format", "format_version")}
    return _RECEIPT.read(Node(node.path, own))


def _digits(number: int) -> Codec[str]:
    def read(node: Node) -> str:
        if not isinstance(node.value, str) or len(node.value) != number or not _HEXADECIMAL.issuperset(node.value):
            raise node.refuse(f"{number} hexadecimal digits in small letters")
        return node.value

    return Codec(str, read)


def _level_as_said(node: Node, answer: SealedAnswer) -> None:
    level = node.entries()["level"]
    if answer.verdict != "rated" and level.value is not None:
        raise level.refuse("null, as no level was given")
    if answer.verdict == "rated":
        _LEVEL.read(level)


_LEVEL = whole(-_HIGHEST, _HIGHEST)
DIGEST = _digits(64)
"""A digest or a root."""
EVIDENCE_KIND = word("words", "link", "message")
EVIDENCE = record(Evidence, kind=EVIDENCE_KIND, text=TEXT)
_ANSWER = record(
    SealedAnswer,
    dimension=NAME,
    level=or_null(_LEVEL),
    verdict=word("rated", "not_applicable", "not_rated"),
    evidence=list_of(EVIDENCE),
).checked(_level_as_said)
_RECEIPT = record(
    Receipt,
    assessment=NAME,
    sitting=whole(1, _HIGHEST),
    answers=list_of(_ANSWER),
    salt=_digits(32),
    sealed=if_any(DIGEST, ""),
)


def _answer(rating: Rating) -> SealedAnswer:
    level = rating.verdict if isinstance(rating.verdict, int) else None
    return SealedAnswer(rating.dimension, level, verdict_word(rating.verdict), rating.evidence)


def _sha256(kind: str, value: object) -> str:
    """Hash a JSON value in its one spelling, with a first line that no other kind of value has."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{kind}\n{text}".encode("ascii")).hexdigest()
