"""Shows what a model wrote: facts put into its slots, or what stands in the way; total, whatever the reply.

A model names facts, and code shows them: ``{F7}`` the whole of one, ``{F9|some words}`` a part of it, in the fact's own
letters. What a fact holds is never read for slots again. What the words outside slots may hold, ``own_words`` says.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from bot.core.drafts.brief import OF_THE_FRAMEWORK, Brief, Fact, FactKind, Kind
from bot.core.drafts.draft import SLOT, Finding, Proposal, Proposals, Prose, Sentence
from bot.core.drafts.own_words import (
    HOLE,
    MARKS,
    Ground,
    Lexicon,
    ground_of,
    is_number,
    is_other_language,
    smuggled,
    tells_of,
)
from bot.core.drafts.phrases import phrase
from bot.core.drafts.quoting import BORDER, LIVE, OPENING, is_border, is_joining, limited_by, turned_by
from bot.core.languages import LANGUAGES
from bot.core.plan.plan import PHASES, Action, Plan
from bot.core.text import cleaned, folded, has_substance

BLANKS = re.compile(r"[^\S\u00a0\u202f]+")  # French sets its quotation marks apart with blanks that do not break
LONGEST_SENTENCE, LONGEST_TEXT = 420, 1_400  # characters as shown
FEWEST_SENTENCES, MOST_SENTENCES = 2, 8
LONGEST_FIELD, LONGEST_ROLE, LONGEST_UNIT = 260, 60, 50
UNREAD = 4_000
"""Characters of one field beyond which it is refused unread."""
MOST_LIKE = 3
"""One word of so many that were wanted stands in a row in a fact, or the part is not like it at all."""
REACH = 20
"""Words on either side among which a longer part is looked for."""
SAME = 3
"""Words from which two sentences with the same own words say the same."""
SHOWS = {Kind.NOTE: (FactKind.LEVEL,), Kind.NARRATIVE: (FactKind.LEVEL, FactKind.TARGET), Kind.PLAN: ()}
FEWEST_ACTIONS, MOST_ACTIONS = 3, 6
LARGEST_TARGET = 1_000_000_000
UNIT_SIGNS = str.maketrans(dict.fromkeys("%€$£", " "))
ONES = frozenset().union(*(each.ones for each in LANGUAGES.values()))
STOPS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text as it is shown, and everything that stands in the way of showing it; empty when nothing does."""

    prose: Prose
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action as it is shown, and everything that stands in its way."""

    action: Action
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ShownPlan:
    """A plan judged action by action; ``findings`` are about the plan as a whole."""

    actions: tuple[ShownAction, ...]
    findings: tuple[Finding, ...]

    @property
    def accepted(self) -> tuple[Action, ...]:
        """Return the actions in whose way nothing stands."""
        return tuple(each.action for each in self.actions if not each.findings)

    @property
    def plan(self) -> Plan | None:
        """Return the plan of the accepted actions; None where they are no plan."""
        return None if self.findings else Plan(self.accepted)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return what stands in the way of its actions and of the whole."""
        return (*(finding for each in self.actions for finding in each.findings), *self.findings)


def show_text(lexicon: Lexicon, brief: Brief, dimension: str, written: Prose) -> ShownText:
    """Show an evidence note or a gap narrative about one of the brief's dimensions."""
    ground = _showing(ground_of(lexicon, brief.about(dimension)), *(each.text for each in written.sentences))
    read = [_sentence(ground, dimension, each.text, each.facts) for each in written.sentences]
    findings = [finding for each in read for finding in each.findings]
    for sentence, one in zip(written.sentences, read, strict=True):
        findings += _loose(ground, dimension, sentence, one)
    prose = Prose(tuple(each.line for each in read))
    slotted = {fact.kind for each in read for fact in each.slotted}
    size = len(prose.text)
    if not FEWEST_SENTENCES <= len(read) <= MOST_SENTENCES or size > LONGEST_TEXT:
        findings.append(
            Finding(
                "shape",
                "",
                f"It has {len(read)} sentences and {size} characters; {FEWEST_SENTENCES} to {MOST_SENTENCES} sentences"
                f" within {LONGEST_TEXT} characters were asked for.",
            )
        )
    if again := _said_again(written, prose):
        findings.append(Finding("shape", again, "It says the same twice. Leave one of the sentences out."))
    if not findings and is_other_language(ground, " ".join(SLOT.sub(" ", each.text) for each in written.sentences)):
        findings.append(_left(ground, ""))
    for kind in SHOWS[brief.kind]:
        if kind not in slotted:
            fact = next((each.id for each in ground.facts.values() if each.kind is kind), "")
            findings.append(Finding("shape", "", f"It does not show the {kind}: use the slot {{{fact}}}."))
    return ShownText(prose, tuple(dict.fromkeys(findings)))


def show_plan(lexicon: Lexicon, brief: Brief, proposals: Proposals, before: tuple[Action, ...] = ()) -> ShownPlan:
    """Show a plan action by action; ``before`` are actions of an earlier try that were accepted, and come first."""
    shown = [ShownAction(action, ()) for action in before]
    for proposal in proposals.actions:
        each = _action(ground_of(lexicon, brief), brief, proposal)
        others = [other.action for other in shown if not other.findings]
        shown.append(each if each.findings else ShownAction(each.action, _beside(brief, each.action, others)))
    accepted = [each.action for each in shown if not each.findings]
    planned = {action.dimension for action in accepted}
    findings = [
        Finding("plan", "", f"There is no accepted action for {each.name}; write one.")
        for each in brief.standings
        if each.dimension not in planned
    ]
    if len(accepted) < FEWEST_ACTIONS:
        told = f"It has {len(accepted)} accepted actions; {FEWEST_ACTIONS} to {MOST_ACTIONS} were asked for."
        findings.append(Finding("plan", "", told))
    return ShownPlan(tuple(shown), tuple(findings))


def _beside(brief: Brief, action: Action, others: list[Action]) -> tuple[Finding, ...]:
    """Find what is wrong with an action beside those before it."""
    if any(folded(action.what) == folded(other.what) for other in others):
        return (
            Finding("plan", action.what, "Another action says the same. Leave this one out, or do something else."),
        )
    planned = {other.dimension for other in others}
    waiting = sum(each.dimension not in planned and each.dimension != action.dimension for each in brief.standings)
    if len(others) + waiting >= MOST_ACTIONS:
        return (
            Finding(
                "plan",
                action.what,
                f"A plan has {MOST_ACTIONS} actions at most, one for each gap among them. Leave this one out.",
            ),
        )
    return ()


# Slots


def _showing(ground: Ground, *texts: str) -> Ground:
    """Return the ground of what is written together: a part may leave out what another part shows."""
    parts: dict[str, tuple[str, ...]] = {}
    for found in (found for text in texts for found in SLOT.finditer(text) if found[2] is not None):
        parts[found[1]] = (*parts.get(found[1], ()), found[2])
    return replace(ground, shown=parts)


@dataclass(frozen=True, slots=True)
class _Read:
    """One sentence or field: the words as shown, the facts of its slots, and what stands in the way."""

    line: Sentence
    slotted: tuple[Fact, ...]
    findings: tuple[Finding, ...]


def _sentence(
    ground: Ground,
    about: str,
    text: str,
    cited: Iterable[str] = (),
    *,
    most: int = LONGEST_SENTENCE,
    rests: bool = True,
) -> _Read:
    """Show one sentence or field. ``rests``: it needs a fact behind it and ends as a sentence."""
    if len(text) > UNREAD:
        line = Sentence(f"{cleaned(text[:most])}…")
        return _Read(line, (), (Finding("shape", line.text, f"It has {len(text):,} characters; {most} are the most."),))
    text = unicodedata.normalize("NFC", text).replace(HOLE, "\ufffd")
    shown, slotted, problems = _with_facts(ground, about, text)
    listed = tuple(dict.fromkeys(cited))
    problems += [("facts", _no_fact(each)) for each in listed if not _may_use(ground, about, each)]
    if rests and not (slotted or listed):
        problems.append(
            ("facts", "Nothing stands behind it. Use a slot, or list in “facts” those that it says in other words.")
        )
    problems.extend(smuggled(ground, SLOT.sub(HOLE, text), is_prose=rests))
    if is_other_language(ground, SLOT.sub(" ", text)):
        problems.append(("language", _left(ground, "").message))
    if not has_substance(shown):
        problems.append(("shape", "It says nothing. Write a sentence."))
    if len(shown) > most:
        problems.append(("shape", f"It has {len(shown)} characters; {most} are the most. Say less, or take a part."))
    shown = shown[:1].upper() + shown[1:]
    if rests and shown and not shown.endswith(STOPS):
        shown += "."
    findings = (Finding(check, text, message) for check, message in dict.fromkeys(problems))
    facts = tuple(dict.fromkeys((*(fact.id for fact in slotted), *listed)))
    return _Read(Sentence(shown, facts), slotted, tuple(findings))


def _loose(ground: Ground, about: str, written: Sentence, read: _Read) -> Iterator[Finding]:
    """Find that a sentence without a slot tells neither of the facts that it lists nor of its dimension.

    What was said to be told in other words has none of its own there.
    """
    listed = [ground.facts[each] for each in written.facts if each in ground.facts]
    if read.slotted or not listed or any(each.kind is FactKind.HEARD for each in listed):
        return
    named = [each for each in ground.facts.values() if each.kind is FactKind.DIMENSION and each.dimension == about]
    if not tells_of(ground, " ".join(each.text for each in (*named, *listed)), written.text):
        ids = ", ".join(each.id for each in listed[:3])
        yield Finding("facts", written.text, f"It tells nothing of {ids}. Use a word that stands there, or a slot.")


def _with_facts(ground: Ground, about: str, text: str) -> tuple[str, tuple[Fact, ...], list[tuple[str, str]]]:
    """Put the facts into the slots of a text; give the words, the facts, and what is wrong with a slot."""
    problems: list[tuple[str, str]] = []
    slotted: list[Fact] = []

    def fill(found: re.Match[str]) -> str:
        fact = ground.facts.get(found[1])
        shown, problem = ("", _no_fact(found[1])) if fact is None else _filled(ground, about, fact, found)
        if fact is not None:
            slotted.append(fact)
        problems.extend([("slots", problem)] if problem else [])
        return shown

    shown = BLANKS.sub(" ", SLOT.sub(fill, text)).strip()
    return shown, tuple(slotted), problems


def _no_fact(fact_id: str) -> str:
    return f"{fact_id:.20} is no fact of this text. Use those of its dimension, and those before the first dimension."


def _left(ground: Ground, sentence: str) -> Finding:
    name = ground.language.name
    return Finding("language", sentence, f"It is not written in {name}. Write the words outside slots in {name}.")


def _may_use(ground: Ground, about: str, fact_id: str) -> bool:
    fact = ground.facts.get(fact_id)
    return fact is not None and fact.dimension in ("", about)


def _filled(ground: Ground, about: str, fact: Fact, slot: re.Match[str]) -> tuple[str, str]:
    """Return what a slot shows, and what is wrong with it."""
    if fact.dimension not in ("", about):
        return "", _no_fact(fact.id)
    if fact.kind is FactKind.HEARD:
        return "", f"{slot[0]} is to be told in other words only: write them, and list {fact.id} in facts."
    is_said = fact.kind is FactKind.EVIDENCE
    shown = fact.text.rstrip(" .")
    if (wanted := slot[2]) is not None:
        shown, problem, longer = excerpt(fact.text, wanted, is_said=is_said, beside=ground.shown.get(fact.id, ()))
        if problem:
            instead = f"{{{fact.id}|{longer}}}" if longer else f"the whole, {{{fact.id}}}"
            return "", f"{slot[0]} {problem}. Take {instead}."
        if not is_said and folded(shown[0]) == folded(wanted.strip()[0]):
            shown = (shown[0].upper() if wanted.strip()[0].isupper() else shown[0].lower()) + shown[1:]
    elif fact.kind in OF_THE_FRAMEWORK and slot.start() and _opens_small(ground, shown):
        shown = shown[:1].lower() + shown[1:]
    if live := LIVE.search(shown):
        return "", f"{slot[0]} holds an address, a mention or a tag, “{live[0]}”. Take a part without it."
    if is_said:
        opening, closing = ground.language.marks
        return f"{opening}{shown}{closing}", ""
    return shown, ""


def _opens_small(ground: Ground, text: str) -> bool:
    """Whether a line of the framework begins with a word that is large only because it begins a sentence."""
    first = text.split(" ", 1)[0]
    return first[1:].islower() and (not ground.language.nouns_large or ground.language.is_common(first))


def excerpt(text: str, wanted: str, *, is_said: bool, beside: Iterable[str] = ()) -> tuple[str, str, str]:
    """Find words in a fact, whatever their case, accents and marks: the fact's own letters; else what is wrong.

    A part may not cut a word, part a number from what belongs to it, or leave out what turns it round; of what people
    said (``is_said``) it is more than a single word of a clause. What is wrong comes with the nearest part that is
    right, which is empty where only the whole is.
    """
    kept = [at for at, char in enumerate(text) if not _is_mark(text, at, char)]
    hay = folded("".join(text[at] for at in kept))
    sought = " ".join(wanted.split()).strip(" .,;:")
    needle = folded("".join(char for at, char in enumerate(sought) if not _is_mark(sought, at, char)))
    found = [match.start() for match in re.finditer(f"(?={re.escape(needle)})", hay)] if needle else []
    places = [_with_marks(text, kept[at], kept[at + len(needle) - 1] + 1) for at in found]
    wrongs = [_wrong(text, *place, is_said=is_said, beside=beside) for place in places]
    if "" in wrongs:
        begin, end = places[wrongs.index("")]
        return text[begin:end], "", ""
    if not places:
        near = _nearest(text, needle)
        return (
            "",
            "stands nowhere in it word for word",
            _longer(text, *near, is_said=is_said, beside=beside) if near else "",
        )
    return "", wrongs[0], _longer(text, *places[0], is_said=is_said, beside=beside)


def _is_mark(text: str, at: int, char: str) -> bool:
    """Whether a character is a quotation mark and no apostrophe inside a word."""
    return char in MARKS or (char in "'’" and not (text[:at][-1:].isalnum() and text[at + 1 : at + 2].isalnum()))


def _with_marks(text: str, begin: int, end: int) -> tuple[int, int]:
    """Take a quotation mark along whose partner a part holds."""
    if sum(_is_mark(text, at, text[at]) for at in range(begin, end)) % 2:
        if end < len(text) and _is_mark(text, end, text[end]):
            return begin, end + 1
        if begin and _is_mark(text, begin - 1, text[begin - 1]):
            return begin - 1, end
    return begin, end


def _wrong(text: str, begin: int, end: int, *, is_said: bool, beside: Iterable[str]) -> str:
    """Say what is wrong with a part of a fact; empty when nothing is."""
    if _cuts(text, begin, end, is_said=is_said):
        return "is cut too short"
    turning = turned_by(text, begin, end) or (limited_by(text[end:], beside) if is_said else "")
    return f"leaves out “{turning}”, which turns it round" if turning else ""


def _nearest(text: str, needle: str) -> tuple[int, int] | None:
    """Return where the most words in a row of those that were wanted stand in a text; None where not one does."""
    words = list(re.finditer(r"\w+", text))
    sought = re.findall(r"\w+", needle)
    at, _, size = SequenceMatcher(None, [folded(each[0]) for each in words], sought, False).find_longest_match()  # noqa: FBT003  # autojunk
    return (words[at].start(), words[at + size - 1].end()) if size * MOST_LIKE >= len(sought) else None


def _longer(text: str, begin: int, end: int, *, is_said: bool, beside: Iterable[str]) -> str:
    """Return the shortest part of a text around what stands from ``begin`` to ``end`` with nothing wrong, or empty.

    It is whole clauses where there are such.
    """
    words = list(re.finditer(r"\S*\w\S*", text))
    begins = [each.start() for each in words if each.start() <= begin][-REACH:]
    ends = [each.start() + len(each[0].rstrip(" .,;:")) for each in words if each.end() >= end][:REACH]
    spans = [(at, to) for at in begins for to in ends if to >= end]
    spans.sort(key=lambda span: (_is_inside(text[: span[0]]) + _is_inside(text[span[1] :][::-1]), span[1] - span[0]))
    parts = (text[at:to] for at, to in spans if not _wrong(text, at, to, is_said=is_said, beside=beside))
    return next((part for part in parts if part != text.strip(" .") and not LIVE.search(part)), "")


def _cuts(text: str, begin: int, end: int, *, is_said: bool) -> bool:
    """Whether a part cuts a word, parts a number from its words, or (of what was said) is one word of a clause."""
    before, after, part = text[:begin], text[end:], text[begin:end].split()
    if not part or _glued(before[-2:], part[0]) or _glued(part[-1], after[:2]):
        return True
    left = "" if not before.strip() or is_border(before.rstrip()[-1]) else before.split()[-1]
    at_end = not after.strip() or (after[0] in BORDER and after[1:2] in ("", " ", *BORDER))
    right = "" if at_end else after.split()[0]
    parted = any(
        beside and (is_number(beside) or (is_number(edge) and not is_joining(beside)))
        for beside, edge in ((left, part[0]), (right, part[-1]))
    )
    rest = re.split(r"[.!?…;](?:\s|$)", after)[0].split()
    counts = any(map(is_number, part)) or (part[-1].casefold() in ONES and any(map(is_number, rest[:2])))
    between = bool(right) and counts and any(map(is_number, rest))
    opens = is_said and (not left or is_joining(left))
    is_open = bool(right) and not is_joining(right) and right[0] not in OPENING
    return parted or between or (opens and is_open) or (is_said and len(part) == 1 and bool(left or right))


def _glued(before: str, behind: str) -> bool:
    """Whether two neighbours belong to one word or one number: letters, digits, or a mark between two of them."""
    if not before or not behind:
        return False
    one, other = before[-1], behind[0]
    if one in ".," and other.isdigit():
        return before[-2:-1].isdigit()
    if other in ".," and one.isdigit():
        return behind[1:2].isdigit()
    return (one.isalnum() or one in "-'’%") and (other.isalnum() or other in "-'’%")


def _said_again(written: Prose, shown: Prose) -> str:
    """Return the first sentence that is one before it, as shown or in a model's own words; empty for none."""
    before: set[str] = set()
    for sentence, line in zip(written.sentences, shown.sentences, strict=True):
        own = folded(SLOT.sub(HOLE, sentence.text))
        same = {folded(line.text), own} if len(own.replace(HOLE, " ").split()) >= SAME else {folded(line.text)}
        if same & before:
            return sentence.text
        before |= same
    return ""


def _is_inside(before: str) -> bool:
    """Whether a clause goes on from what stands before a place; the same of what stands behind it, read backwards."""
    bare = before.rstrip()
    return bool(bare) and not is_border(bare[-1])


# Actions


def _action(ground: Ground, brief: Brief, proposal: Proposal) -> ShownAction:
    """Show one action; it may use the facts of its own dimension and those of none."""
    named = brief.fact(proposal.dimension)
    ground = _showing(ground, proposal.what, proposal.measure, proposal.first_step)
    about = named.dimension if named is not None and named.kind is FactKind.DIMENSION else ""
    fields = {
        "what": _sentence(ground, about, proposal.what, proposal.facts, most=LONGEST_FIELD),
        "measure": _sentence(ground, about, proposal.measure, most=LONGEST_FIELD, rests=False),
        "first_step": _sentence(ground, about, proposal.first_step, most=LONGEST_FIELD, rests=False),
        "owner_role": _sentence(ground, about, proposal.owner_role, most=LONGEST_ROLE, rests=False),
    }
    deliverable = brief.fact(proposal.deliverable)
    is_one = deliverable is not None and deliverable.kind is FactKind.DELIVERABLE
    problems = list(_wrong_fields(proposal, about))
    if proposal.deliverable and not is_one:
        problems.append(
            ("plan", f"{proposal.deliverable:.20} is no deliverable. Give the id of a fact of that kind, or null.")
        )
    figure, wrong = _figure(ground, about, proposal)
    findings = (
        *(finding for each in fields.values() for finding in each.findings),
        *(Finding(check, proposal.what[:LONGEST_FIELD], message) for check, message in problems),
        *wrong,
    )
    measure = fields["measure"].line.text
    used = (fact.id for each in fields.values() for fact in each.slotted)
    action = Action(
        dimension=about,
        what=fields["what"].line.text,
        owner_role=fields["owner_role"].line.text,
        due_day=proposal.due_day,
        measure=phrase(brief.language, "proposed", text=measure, figure=figure) if figure else measure,
        first_step=fields["first_step"].line.text,
        deliverable=deliverable.text if deliverable is not None and is_one else "",
        facts=tuple(dict.fromkeys((*used, *proposal.facts))),
    )
    return ShownAction(action, tuple(dict.fromkeys(findings)))


def _wrong_fields(proposal: Proposal, about: str) -> Iterable[tuple[str, str]]:
    if not about:
        yield "plan", f"{proposal.dimension!r:.20} is no dimension: give the id of a fact of that kind."
    if not proposal.due_day:
        yield "plan", f"It has no day that it is due on. Give one from 1 to {PHASES[-1]}."
    elif not 1 <= proposal.due_day <= PHASES[-1]:
        yield "plan", f"It is due on day {proposal.due_day}; a plan has the days 1 to {PHASES[-1]}. Take one of them."
    if SLOT.search(proposal.owner_role):
        yield "plan", "The owner holds a slot. Write a role in plain words."


def _figure(ground: Ground, about: str, proposal: Proposal) -> tuple[str, tuple[Finding, ...]]:
    """Return the figure that is proposed, in words, and what is wrong with it."""
    if proposal.target is None:
        return "", ()
    if not 0 <= proposal.target <= LARGEST_TARGET:
        return "", (
            Finding(
                "plan",
                proposal.what[:LONGEST_FIELD],
                "Its target value is no figure to aim for. Give another, or null.",
            ),
        )
    bare = proposal.unit.translate(UNIT_SIGNS)
    wrong = _sentence(ground, about, bare, most=LONGEST_UNIT, rests=False).findings if bare.strip() else ()
    if SLOT.search(bare):
        wrong = (*wrong, Finding("plan", bare, "The unit holds a slot. Write it in plain words."))
    whole, hundredths = divmod(round(proposal.target * 100), 100)
    shown = f"{whole}.{hundredths:02d}".rstrip("0").rstrip(".")
    shown = shown.replace(".", ",") if ground.language.comma else shown
    return f"{shown} {' '.join(proposal.unit.split())}".strip(), wrong
