"""What may be decided about a draft, as it stands among all the drafts of its assessment."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.assessment import Assessment
from bot.core.drafts.brief import SAID, Brief, Fact, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for, drafted_in, pieces_of
from bot.core.drafts.draft import Content, Draft, Made, Prose, Verb, newest
from bot.core.drafts.phrases import PHRASES
from bot.core.plan.plan import ActionStanding, Plan
from bot.core.scoring.scorecard import Scorecard

NUMBER = r"(?<![\d.,])(\d+(?:[.,]\d+)?)"
_LEVELS = "|".join(each["level"].split()[0] for each in PHRASES.values())
_LEVEL = re.compile(rf"\b(?:{_LEVELS})\s+{NUMBER}", re.IGNORECASE)
_OF = tuple(each["overall"].split()[1] for each in PHRASES.values())


@dataclass(frozen=True, slots=True)
class AcceptedText:
    """A note or narrative that is part of the record. ``name`` is its dimension's.

    ``editor`` is the person in whose words it is, empty where nobody changed it; ``stale`` says that what it rests on
    has changed since.
    """

    piece: Piece
    name: str
    text: str
    by: str
    at: datetime
    editor: str
    stale: bool


@dataclass(frozen=True, slots=True)
class Accepted:
    """What people have accepted about an assessment: texts in the framework's order, the actions of its plan today."""

    texts: tuple[AcceptedText, ...] = ()
    actions: tuple[ActionStanding, ...] = ()

    @property
    def current(self) -> "Accepted":
        """Return what may be shared: the texts that rest on the facts of today, and the actions."""
        return replace(self, texts=tuple(each for each in self.texts if not each.stale))


NOTHING_ACCEPTED = Accepted()


def piece_name(assessment: Assessment, piece: Piece) -> str:
    """Give the name of the dimension that a piece is about; empty for the plan."""
    return assessment.framework.dimension(piece.dimension).name if piece.dimension else ""


def is_stale(assessment: Assessment, card: Scorecard, draft: Draft) -> bool:
    """Whether a text rests on other facts than those of today: one that it names is gone or is another by now.

    A text that had no evidence to go by is stale with the first; a plan when other gaps are the largest.
    """
    if draft.made is None:
        return False
    today = brief_today(assessment, card, draft)
    if today is None:
        return True
    before, known = draft.made.brief, {fact.said for fact in today.facts}
    given = (*SAID, FactKind.LINK)
    return (
        any(fact.said not in known for fact in _rested_on(draft.made))
        or (bool(today.of_kind(*given)) and not before.of_kind(*given))
        or {each.dimension for each in today.standings} != {each.dimension for each in before.standings}
    )


def brief_today(assessment: Assessment, card: Scorecard, draft: Draft) -> Brief | None:
    """Return the brief of a finished draft as the facts stand, in its language; None where nothing can be said."""
    if draft.made is None or (draft.piece.kind is Kind.PLAN and not card.gaps):
        return None
    try:
        return brief_for(assessment, card, draft.piece, language=draft.made.brief.language)
    except ValueError:  # its dimension has no level any more
        return None


def _rested_on(made: Made) -> tuple[Fact, ...]:
    """Return the facts that a text names; of one that names none, as older plans do, all of its dimensions.

    How a gap ranks changes with the others: a text rests on that only where its words say so.
    """
    parts = made.content.actions if isinstance(made.content, Plan) else made.content.sentences
    named = {name for part in parts for name in part.facts}
    facts = [fact for fact in made.brief.facts if (fact.id in named if named else fact.dimension)]
    said = "" if isinstance(made.content, Plan) else made.content.text
    return tuple(fact for fact in facts if fact.kind is not FactKind.GAP or fact.text in said)


def contradicting(text: str, brief: Brief, dimension: str) -> tuple[str, ...]:
    """Return the levels that a person's wording names and the scorecard does not have for a dimension, as written.

    A narrative may name the target too; a note is about today. Nothing is found where the brief does not know it.
    """
    standing = brief.standing(dimension)
    if standing is None:
        return ()
    known = {standing.value, standing.evidenced, *([] if brief.kind is Kind.NOTE else [str(standing.target)])}
    top = re.compile(rf"{NUMBER} ?(?:/|{'|'.join(_OF)}) ?{brief.scale.high}(?![\d.,]*\d)", re.IGNORECASE)
    found = [match for pattern in (_LEVEL, top) for match in pattern.finditer(text)]
    wrong = [each for each in found if each[1].replace(",", ".").removesuffix(".0") not in known]
    return tuple(dict.fromkeys(each[0] for each in sorted(wrong, key=lambda each: each.start())))


def wanted_pieces(assessment: Assessment, card: Scorecard, drafts: tuple[Draft, ...]) -> tuple[Piece, ...]:
    """Give the pieces that need a new draft: those that have none, a discarded one, or one that is stale.

    So do those in another language than the one chosen since. What is being written takes the newest facts anyway; what
    people have accepted stays until they reopen it, and what they are rewording is theirs.
    """
    last = {each.piece.key: each for each in newest(drafts)}
    return tuple(each for each in pieces_of(card) if _is_wanted(assessment, card, last.get(each.key)))


def _is_wanted(assessment: Assessment, card: Scorecard, draft: Draft | None) -> bool:
    if draft is None:
        return True
    if draft.made is None or draft.accepted or (draft.decision is None and draft.editor):
        return False
    is_other = bool(assessment.language) and draft.made.brief.language != drafted_in(assessment)
    return draft.decision is not None or is_other or is_stale(assessment, card, draft)


def changed_pieces(assessment: Assessment, card: Scorecard, drafts: tuple[Draft, ...]) -> tuple[Piece, ...]:
    """Give the pieces whose newest draft is stale and is drafted anew without losing what people did with it."""
    pieces = pieces_of(card)
    changed = (each for each in newest(drafts) if _is_renewable(assessment, card, each))
    return tuple(each.piece for each in changed if each.piece in pieces)


def _is_renewable(assessment: Assessment, card: Scorecard, draft: Draft) -> bool:
    """Whether a draft is stale, and neither discarded nor, once accepted, in a person's own words or a plan under way.

    Those are changed by the people whose they are: they edit or reopen them.
    """
    is_kept = draft.accepted and (draft.piece.kind is Kind.PLAN or bool(draft.editor))
    is_discarded = draft.decision is not None and not draft.accepted
    return not is_kept and not is_discarded and is_stale(assessment, card, draft)


def standing(card: Scorecard, drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Give the newest draft of each piece, without those still to be written whose piece is gone by now."""
    pieces = pieces_of(card)
    return tuple(each for each in newest(drafts) if each.made is not None or each.piece in pieces)


def is_newest(drafts: tuple[Draft, ...], draft: Draft) -> bool:
    """Say whether a draft is the one of its piece that counts."""
    return any(each.id == draft.id for each in newest(drafts))


def shown(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Give the newest finished draft of each piece, in the order in which they were finished."""
    last = newest(tuple(each for each in drafts if each.made is not None))
    return tuple(sorted(last, key=lambda each: each.made.at if each.made is not None else each.asked_at))


def accepted_texts(assessment: Assessment, card: Scorecard, drafts: tuple[Draft, ...]) -> tuple[AcceptedText, ...]:
    """Give the accepted notes and narratives, in the framework's order, of each dimension the note first."""
    places = {each.key: place for place, each in enumerate(assessment.framework.dimensions)}
    found = [_accepted(assessment, card, each) for each in newest(drafts) if each.accepted]
    texts = [each for each in found if each is not None]
    return tuple(sorted(texts, key=lambda each: (places[each.piece.dimension], each.piece.kind != "note")))


def _accepted(assessment: Assessment, card: Scorecard, draft: Draft) -> AcceptedText | None:
    decision, content = draft.decision, draft.content
    if decision is None or decision.verb is not Verb.ACCEPT or not isinstance(content, Prose):
        return None
    return AcceptedText(
        piece=draft.piece,
        name=piece_name(assessment, draft.piece),
        text=content.text,
        by=decision.by,
        at=decision.at,
        editor=draft.editor,
        stale=is_stale(assessment, card, draft),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """A draft to be decided about; ``drafts`` are all of its assessment."""

    assessment: Assessment
    drafts: tuple[Draft, ...]
    draft: Draft

    @property
    def counting(self) -> Draft:
        """Give the draft of its piece that counts."""
        return next(each for each in newest(self.drafts) if each.piece == self.draft.piece)

    @property
    def is_open(self) -> bool:
        """Say whether anything can be decided about the draft: it is written, and no newer one was asked for."""
        return self.draft.made is not None and is_newest(self.drafts, self.draft)

    def takes(self, verb: Verb) -> bool:
        """Say whether a decision may follow the one that stands: between accepted and discarded lies a reopening.

        The decision that stands may be made again; it changes nothing.
        """
        standing = self.draft.decision
        return self.is_open and (standing is None or verb in (Verb.REOPEN, standing.verb))

    def takes_edit(self, words: Content) -> bool:
        """Say whether a person's wording may be accepted: never of what was discarded, nor a text for a plan."""
        made = self.draft.made
        return (
            self.takes(Verb.ACCEPT) and made is not None and isinstance(words, Plan) is isinstance(made.content, Plan)
        )

    @property
    def takes_redraft(self) -> bool:
        """Say whether another draft may take its place; what people have accepted they reopen first."""
        return self.is_open and not self.draft.accepted
