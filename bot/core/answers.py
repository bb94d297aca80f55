"""How an answer is read: deterministic, and asked again rather than guessed.

The order of the questions put to a text: is it talk between people; one of the verbs; a change; "n/a" or "don't know";
a level said clearly (``statements``) without second thoughts (``doubts``); levels that may be meant; else words.
"""

import re

from bot.core.changes import Command, commands_in
from bot.core.doubts import candidates, ends_in_levels, says_more, second_thoughts
from bot.core.evidence import evidence_in
from bot.core.framework import Dimension, Framework
from bot.core.ladder import Ladder, ladder_of
from bot.core.numerals import Token, tokens_of
from bot.core.plain_text import cleaned, folded, has_substance, one_line, unwrapped
from bot.core.reading import (
    Ambiguous,
    Back,
    Change,
    Chat,
    Empty,
    Help,
    Inapplicable,
    No,
    OffScale,
    Pause,
    Rated,
    Reading,
    Resume,
    ShowStatus,
    Skip,
    Stop,
    Unknown,
    Verb,
    Why,
    Words,
    Yes,
)
from bot.core.refusals import inapplicable_at, unknown_at
from bot.core.statements import Statement, stated
from bot.core.verbs import verb_in

__all__ = [
    "Ambiguous",
    "Back",
    "Change",
    "Chat",
    "Empty",
    "Help",
    "Inapplicable",
    "No",
    "OffScale",
    "Pause",
    "Rated",
    "Reading",
    "Resume",
    "ShowStatus",
    "Skip",
    "Stop",
    "Unknown",
    "Verb",
    "Why",
    "Words",
    "Yes",
    "evidence_in",
    "read",
]

# Levels are looked for this far into an answer, so that the longest message is read in a moment. Words are kept whole.
READ_AHEAD = 8000
MENTION = re.compile(r"<[@!#][^>]*>|@[^\W\d_]\w*")
ASKS_WHY = re.compile(r"(?:so |and |but )?(?:what|which|how|explain|describe)(?:'?s)?\b(?! about\b)")


def read(text: str, framework: Framework, dimension: Dimension) -> Reading:
    """Read what a person typed at the question about ``dimension``; never raises, whatever the text.

    ``text`` is plain: Slack's encoding undone, addresses bare, the bot's own mention taken off.
    """
    plain = unwrapped(cleaned(text))
    if not plain:
        return Empty()
    if MENTION.match(plain):
        return Chat()
    ladder = ladder_of(framework, dimension)
    tokens = _tokens(plain)
    return (
        _plain_verb(plain, tokens, ladder)
        or _change(plain, framework, dimension)
        or _verdict(plain, tokens, ladder)
        or _unclear(plain, tokens, ladder)
    )


def _tokens(text: str) -> list[Token]:
    return tokens_of(text[:READ_AHEAD])


def _plain_verb(text: str, tokens: list[Token], ladder: Ladder) -> Reading | None:
    """Read a message that is a verb; where a level bears the same name, the person is asked which is meant."""
    verb = verb_in(text)
    named = ladder.named_at(tokens, 0)
    if verb is None or named is None or any(each.kind == "word" for each in tokens[named.after :]):
        return verb
    return Ambiguous(tuple(sorted(named.levels)))


def _change(text: str, framework: Framework, dimension: Dimension) -> Reading | None:
    """Read a change: a known dimension with a clear verdict first, then a known dimension, then whatever was said."""
    found: list[Reading] = []
    for command in commands_in(text, framework, dimension):
        reading = _new_verdict(command, framework, dimension)
        clear = reading if isinstance(reading, Rated | Inapplicable | Unknown) else None
        if clear is None and command.current and command.verdict:
            found += [] if reading is None else [reading]
            continue
        change = Change(command.targets, command.said, clear)
        if command.targets and clear is not None:
            return change
        found.insert(0 if command.targets and not command.verdict else len(found), change)
    return found[0] if found else None


def _new_verdict(command: Command, framework: Framework, dimension: Dimension) -> Reading | None:
    """Read the new verdict against the dimension it is meant for."""
    verdict = unwrapped(command.verdict)
    if not verdict:
        return None
    meant = framework.dimension(command.targets[0]) if len(command.targets) == 1 else dimension
    return _verdict(verdict, _tokens(verdict), ladder_of(framework, meant))


def _verdict(text: str, tokens: list[Token], ladder: Ladder) -> Reading | None:
    """Read a clear level, "n/a" or "don't know"; one of them with second thoughts is ambiguous."""
    statement = stated(text, tokens, ladder)
    if statement is not None:
        return _level(text, statement, ladder)
    named = ladder.named_at(tokens, 0)
    for words_at, kind in ((inapplicable_at(text), Inapplicable), (unknown_at(text), Unknown)):
        if words_at is None:
            continue
        doubts = second_thoughts(_tokens(text[words_at:]), ladder, None)
        if doubts:
            return Ambiguous(tuple(sorted(doubts)))
        if kind is Inapplicable and _asks(text):
            return Words(one_line(text))
        if named is None and doubts is None:
            return kind(_spoken(text[words_at:]))
    return None


def _level(text: str, statement: Statement, ladder: Ladder) -> Reading | None:
    """Turn a statement into a rating, unless what follows takes it back or asks."""
    rest = text[statement.rest :]
    if not statement.levels:
        return OffScale(one_line(statement.said), _spoken(rest))
    verb, spoken = verb_in(rest), _spoken(rest)
    doubts = _doubts_about(statement, text, ladder, taken_back=not isinstance(verb, Yes | No | Resume | None))
    if statement.sure and doubts is None and statement.value is not None and not _asks(text):
        return Rated(statement.value, () if isinstance(verb, Yes | No | Resume) else evidence_in(spoken))
    return Ambiguous(tuple(sorted(statement.levels | (doubts or set()))), _more(text, ladder))


def _doubts_about(statement: Statement, text: str, ladder: Ladder, *, taken_back: bool) -> set[int] | None:
    """Give the other levels that the words behind a level raise, an empty set for a doubt without one, else None."""
    rest = text[statement.rest :]
    tokens = _tokens(rest)
    doubts = second_thoughts(tokens, ladder, statement.value)
    listed = text[: statement.rest].rstrip().endswith((")", "."))
    others = ends_in_levels(tokens, ladder.scale) - statement.levels if listed else set()
    if doubts is not None or others:
        return (doubts or set()) | others
    spoken = _spoken(rest)
    refused = bool(spoken) and (inapplicable_at(spoken) is not None or unknown_at(spoken) is not None)
    return set() if taken_back or refused else None


def _unclear(text: str, tokens: list[Token], ladder: Ladder) -> Reading:
    """Read a text that says nothing clearly: levels that may be meant, a question, or words."""
    asks = _asks(text)
    meant = candidates(tokens, ladder)
    if asks and meant and ASKS_WHY.match(folded(text)):
        return Why()
    if meant:
        return Ambiguous(tuple(sorted(meant)), _more(text, ladder))
    if asks:
        return Chat()
    if _is_numbers_only(tokens):
        return OffScale(one_line(text))
    if not has_substance(text):
        return Empty()
    return Words(one_line(text), evidence_in(text))


def _asks(text: str) -> bool:
    """Tell whether a text ends in a question mark that is not the end of an address."""
    return text.endswith(("?", "\uff1f")) and "://" not in text[text.rfind(" ") + 1 :]


def _is_numbers_only(tokens: list[Token]) -> bool:
    """Tell whether a text is numbers that the scale does not have, as in "7 or 8" and "5.5"."""
    numbers = [each for each in tokens if each.numeral is not None]
    joining = {"or", "to", "-", "\u2013", "/", ",", "and", "."}
    return bool(numbers) and all(
        each.numeral.spans if each.numeral is not None else each.text in joining for each in tokens
    )


def _more(text: str, ladder: Ladder) -> str:
    """Give the text on one line if it says more than levels, else nothing."""
    return one_line(text) if says_more(_tokens(text), ladder) else ""


def _spoken(rest: str) -> str:
    """Give the words behind a level on one line, without the brackets around them; nothing if no word is left."""
    words = one_line(rest).strip(" *_`")
    if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
        words = words[1:-1].strip()
    if words.endswith('"') and words.count('"') == 1:
        words = words[:-1].strip()
    return words if has_substance(words) else ""
