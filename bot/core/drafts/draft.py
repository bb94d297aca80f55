"""A draft: a text or a plan that is proposed, the prompt behind it, how it came about, and what people decided."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from itertools import takewhile

from bot.core.drafts.brief import Brief, FactKind, Piece
from bot.core.framework import Framework
from bot.core.plan.plan import MOST_ACTIONS, PHASES, Action, Plan
from bot.core.text import cleaned, one_line

SLOT = re.compile(r"\{ ?([A-Z]\d{1,3}) ?(?:\|([^{}|]+))?\}")
"""Where a model names a fact: its id, and the part of it that is asked for."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text; ``facts`` are the ids of the facts in the brief that it rests on.

    As a model wrote it, it holds slots ("{F7}") in place of facts; as it is shown, the facts' own words.
    """

    text: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """An evidence note or a gap narrative. ``sentences`` are as they came; people's own edits are one sentence."""

    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """Give the sentences as one text."""
        return " ".join(each.text for each in self.sentences)


Content = Prose | Plan


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action as a model proposes it: words with slots, and figures in fields of their own.

    ``dimension`` and ``deliverable`` (or empty) are ids of facts, as ``facts`` are; ``target`` and ``unit`` are the
    figure that is proposed for the measure, None and empty for none.
    """

    dimension: str
    what: str
    owner_role: str
    first_step: str
    due_day: int
    measure: str
    target: Fraction | None
    unit: str
    deliverable: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """A plan as a model proposes it."""

    actions: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts as a model wrote them, each by the id of the fact that names its dimension."""

    texts: tuple[tuple[str, Prose], ...]


Answered = Texts | Proposals
"""What a model answered to one request."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found wrong: the check's name, the sentence (or the field of an action), and the reason in words."""

    check: str
    sentence: str
    message: str


class Trouble(StrEnum):
    """Why there is no text of a model to check."""

    NO_MODEL = "no_model"
    CEILING = "ceiling"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    TOO_SLOW = "too_slow"
    MALFORMED = "malformed"
    CUT_OFF = "cut_off"


@dataclass(frozen=True, slots=True)
class PromptStamp:
    """Which prompt was used: its name, its version, and the SHA-256 (hex) of its file's bytes."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One paid answer of a model: what it wrote, or why there is nothing to check. ``attempt`` counts from 1.

    A model that wrote several texts at once has a reply in the draft of each, with the same ``at`` and its share of the
    tokens: ``tokens_in`` and ``tokens_out`` are what the model says it used, 0 where it does not say.
    """

    attempt: int
    content: Content | Proposals | None
    trouble: Trouble | None
    findings: tuple[Finding, ...]
    model: str
    prompt: PromptStamp
    tokens_in: int
    tokens_out: int
    milliseconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """The finished text of a draft.

    ``by_model`` is False for the text that is built from the facts; ``trouble`` or ``findings`` then say why the
    model's was not used. ``brief`` holds the facts that it rests on.
    """

    content: Content
    by_model: bool
    brief: Brief
    trouble: Trouble | None
    findings: tuple[Finding, ...]
    at: datetime


class Verb(StrEnum):
    """What a person does with a draft."""

    ACCEPT = "accept"
    DISCARD = "discard"
    REOPEN = "reopen"
    EDIT = "edit"
    """An action of a plan is worded otherwise, and nothing is decided by that."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided; the last one counts. ``edited`` is the person's own wording, where it was changed."""

    verb: Verb
    by: str
    at: datetime
    edited: Content | None = None


def _keeps_accepted(decision: Decision) -> bool:
    return decision.verb is Verb.ACCEPT


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft of a piece, with everything that happened to it. The newest draft of a piece is the one that counts.

    ``hint`` is what a person asked for with *Redraft*. ``made`` is None while it is being written.
    """

    id: str
    piece: Piece
    asked_by: str
    asked_at: datetime
    hint: str = ""
    replies: tuple[Reply, ...] = ()
    made: Made | None = None
    decisions: tuple[Decision, ...] = ()

    @property
    def unheard(self) -> "Draft":
        """Return it as anybody may read it: no words of what is to be told in other words only, of a model either."""
        if self.made is None or not self.made.brief.of_kind(FactKind.HEARD):
            return self
        findings = tuple(replace(each, sentence="") for each in self.made.findings)
        made = replace(self.made, brief=self.made.brief.unheard, findings=findings)
        return replace(
            self, made=made, replies=tuple(replace(each, content=None, findings=()) for each in self.replies)
        )

    @property
    def decision(self) -> Decision | None:
        """Give the decision that stands; None while nobody has decided, or after it was reopened."""
        last = self.decisions[-1] if self.decisions else None
        return None if last is None or last.verb in (Verb.REOPEN, Verb.EDIT) else last

    @property
    def accepted(self) -> bool:
        """Whether the draft is part of the record."""
        return self.decision is not None and self.decision.verb is Verb.ACCEPT

    @property
    def accepted_from(self) -> datetime | None:
        """Give when what stands accepted was accepted first; rewording it since changes nothing. None while it is not.

        Undone and accepted again, it counts from then.
        """
        kept = [each.at for each in takewhile(_keeps_accepted, reversed(self.decisions))]
        return kept[-1] if kept else None

    @property
    def editor(self) -> str:
        """Give who reworded the text last; empty for nobody."""
        return next((each.by for each in reversed(self.decisions) if each.edited is not None), "")

    @property
    def content(self) -> Content | None:
        """Give the text as it stands: people's own wording where they edited it, last edit first."""
        return self.content_after(len(self.decisions))

    def content_after(self, decisions: int) -> Content | None:
        """Give the text as it stood after so many decisions."""
        edits = [each.edited for each in self.decisions[:decisions] if each.edited is not None]
        if edits:
            return edits[-1]
        return self.made.content if self.made is not None else None

    def with_action(self, place: int, action: Action | None, seen: int) -> Plan | None:
        """Give its plan with one action in other words, without it (``action`` is None), or with one more (place 0).

        ``place`` is that of the action as the plan was shown after ``seen`` decisions. None where the plan has no such
        action any more, since somebody else has reworded it.
        """
        plan, before, new = self.content, self.action_at(place, seen), () if action is None else (action,)
        if not isinstance(plan, Plan) or (place and before not in plan.actions):
            return None
        at = plan.actions.index(before) if before is not None else len(plan.actions)
        return Plan((*plan.actions[:at], *new, *plan.actions[at + 1 :]))

    def action_at(self, place: int, seen: int) -> Action | None:
        """Give the action of its plan at a place, from 1, as it was shown after ``seen`` decisions."""
        shown = self.content_after(seen)
        is_there = isinstance(shown, Plan) and 1 <= place <= len(shown.actions)
        return shown.in_order[place - 1] if isinstance(shown, Plan) and is_there else None


def newest(drafts: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Give the draft that counts for each piece, in the order in which the pieces were first asked for."""
    last: dict[str, Draft] = {}
    for each in drafts:
        last[each.piece.key] = each
    return tuple(last.values())


LONGEST_TEXT = 3_000
"""Characters of a text: as many as a field of a Slack form holds."""
LONGEST_FIELD = 300
LONGEST_HINT = 500


def own_words(content: Content, framework: Framework) -> Content | None:
    """Give a person's wording cleaned and within bounds; None when nothing is left of it.

    A text becomes one sentence that rests on no facts. An action needs to say what is done, in a dimension of the
    framework; its due day is brought into the 90 days.
    """
    match content:
        case Prose():
            text = _bounded(cleaned(content.text).strip(), LONGEST_TEXT)
            return Prose((Sentence(text),)) if text else None
        case Plan():
            known = {each.key for each in framework.dimensions}
            actions = tuple(_own_action(each) for each in content.actions[:MOST_ACTIONS] if each.dimension in known)
            kept = tuple(each for each in actions if each.what)
            return Plan(kept) if kept else None


def own_hint(text: str) -> str:
    """Give what a person asks of the next draft, on one line."""
    return _line(text, LONGEST_HINT)


def _own_action(action: Action) -> Action:
    return replace(
        action,
        what=_line(action.what),
        owner_role=_line(action.owner_role),
        due_day=min(max(action.due_day, 1), PHASES[-1]),
        measure=_line(action.measure),
        first_step=_line(action.first_step),
        deliverable=_line(action.deliverable),
    )


def _line(text: str, most: int = LONGEST_FIELD) -> str:
    return _bounded(one_line(cleaned(text)), most)


def _bounded(text: str, most: int) -> str:
    return text[:most].rstrip()


INPUTS = ("language", "brief", "wish", "problems")
"""What a prompt may ask for: the name of the text's language, the facts as JSON lines, a person's wish, what was wrong
with the last try."""

PLACEHOLDER = re.compile(r"\{\{ *([a-z_]+) *\}\}")


@dataclass(frozen=True, slots=True)
class PromptFile:
    """One prompt file. ``system`` and ``body`` hold ``{{ input }}`` placeholders, each one declared in ``inputs``.

    ``output`` names the schema that the model fills: "note", "narrative" or "plan".
    """

    stamp: PromptStamp
    inputs: tuple[str, ...]
    output: str
    system: str
    body: str


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the placeholders, in one pass, so that a value is never read as a placeholder itself.

    KeyError for a placeholder without a value; loading the prompt has made sure that there is none.
    """
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
