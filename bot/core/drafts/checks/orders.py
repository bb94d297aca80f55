"""Sentences of people's answers that address the writer of a draft: they are orders, and no facts."""

import re
from collections.abc import Iterable, Iterator

from bot.core.drafts.checks.english import CONNECTING_STEMS, ORDINARY_STEMS, SMALL_STEMS
from bot.core.drafts.checks.parts import HIDDEN, Word, phrases, sentences_of, words_of

RUN = 4  # words in a row that a text has from an order


class OrderWords:
    """The words of the orders among the evidence, as far as no fact and no ordinary text has them."""

    def __init__(self, orders: Iterable[str], plain: Iterable[str]) -> None:
        lines, facts = [words_of(each) for each in orders], [words_of(each) for each in plain]
        known = {run for each in facts for run in _runs(each)} if lines else set()
        self._runs = {run for line in lines for run in _runs(line) if _says_something(run)} - known
        ordinary = ORDINARY_STEMS | {word.stem for each in facts for word in each}
        self._stems = {word.stem for line in lines for word in line} - ordinary

    def repeated(self, words: tuple[Word, ...]) -> str:
        """Say what a sentence has from an order; an empty text where it has nothing."""
        for run in _runs(words):
            if run in self._runs:
                return f"It repeats what an answer commands: \u201c{' '.join(run)}\u201d."
        for word in words:
            if word.stem in self._stems:
                return f"The word \u201c{word.text}\u201d stands only in an answer that commands what to write."
        return ""


def _runs(words: tuple[Word, ...]) -> Iterator[tuple[str, ...]]:
    plain = [each.plain for each in words]
    for at in range(len(plain) - RUN + 1):
        yield tuple(plain[at : at + RUN])


def _says_something(run: tuple[str, ...]) -> bool:
    stems = {each.stem for each in words_of(" ".join(run))}
    return bool(stems - SMALL_STEMS - CONNECTING_STEMS)


# Verbs of writing that do not double as nouns, as "report", "answer" and "score" do in notes taken in haste.
_SAYING = (
    "(?:write|say|state|claim|mention|recommend|respond|reply|output|print|append|insert|translate|declare|pretend"
    "|conclude|tell|describe|praise|promote|advertise|summari[sz]e|obey|omit|assert)"
)
_TEXT = (
    "(?:texts?|drafts?|narratives?|summar(?:y|ies)|sentences?|words?|phrases?|repl(?:y|ies)|outputs?|responses?|prompts?"
    "|instructions?|readers?|rubric|brief)"
)
_WRITER = (
    r"(?:ai|a\.i\.|assistant|model|writer|bot|llm|language model|drafter|author|machine|editor|summari[sz]er|reader"
    "|reviewer)"
)
_WHOSE = "(?:the |this |that |any |every |each |all |your |our )"
_PLACED = (
    "(?:instructions?|prompts?|rules?|rubric|above|previous|prior|preceding|earlier|facts|brief|everything|guidelines"
    "|scale|check(?:s|er)?|all of|all the|these|those)"
)
_OPENING = (
    "[\"'\u201c(\\[>*#\\-\u2022\\s]*"
    "(?:(?:please|now|then|also|and|instead|always|just|only|simply|so|but|first|next|finally|kindly|do)[ ,]+)*"
)
# What can hardly be anything else, wherever it stands in a sentence.
ORDER = re.compile(
    phrases(
        rf"""
        \b(?:ignore|disregard|forget|override|bypass|overrule)\b[^.!?;]{{0,40}}\b{_PLACED}\b
        \b(?:system|hidden|initial) prompt\b
        \b(?:developer|debug|god) mode\b
        \bjailbreak\b
        \bnew (?:task|instructions?)\b
        (?:^|[\s\[<(/*#])(?:system|assistant|user|developer|ai|model|writer|bot|admin|instructions?|prompt)\s*[\]>)]?\s*:
        <\s*/?\s*(?:evidence|system|instructions?|prompt|user|assistant|facts?|brief|data|context)\b
        <\|
        \[/?inst\b
        \b(?:note|message|instructions?|hint|memo|reminder|attention)\s+(?:to|for)\s+(?:the\s+|whoever\s+)?{_WRITER}\b
        \b(?:dear|hey|hello|attention|listen)[, ]+(?:{_WRITER}|chatgpt|gpt|claude)\b
        \b(?:act as|pretend (?:to be|that|you)|from now on|as an? (?:ai|assistant|language model))\b
        \byou are (?:now |no longer )?(?:an? |the )?(?:ai|assistant|model|writer|bot|pirate|poet|language model)\b
        \byou (?:must|should|shall|will|have to|need to|are to|may not|can only|cannot)\b(?: \w+){{0,3}} (?:{_SAYING}|rate|score|ignore|follow|give us|set the|include)\b
        \byour (?:\w+ )?(?:{_TEXT}|task|training)\b
        \b{_WHOSE}(?:\w+ )?{_TEXT} (?:must|should|shall|has to|have to|needs? to|ought to|is to|are to|will) (?:\w+ )?(?:{_SAYING}|be|include|end|begin)\b
        \b{_WHOSE}(?:\w+ )?(?:notes?|reports?) (?:must|should|shall|has to|have to|needs? to|will) (?:\w+ )?(?:{_SAYING}|include|end|begin)\b
        \b(?:do not|don't|never)\s+(?:mention|write|say|state|include|cite|quote|reveal|output|use the word|tell the)\b
        \b(?:rate|score|mark|grade) (?:us|me|this|it|them|everything|all)\b(?=[^.!?;]*(?:\d|\b(?:level|top|high|highest|full|max|best|as)\b))
        \bset {_WHOSE}(?:\w+ )?(?:levels?|scores?|ratings?|targets?|bands?|values?)\b
        \bgive (?:us|me|this|everything) (?:an?|the|full|top|level)\b[^.!?;]*(?:\d|\b(?:level|score|marks?|rating|top|points?)\b)
        \b(?:present|portray|describe|show|call|mark|score|rate) us as\b
        \b(?:add|use|insert|include|append|repeat|write|put|say|print|output)\s+(?:only |just )?(?:the|this|these|that|an?)\s+(?:\w+\s+)?(?:words?|sentences?|phrases?|line|text|links?|address|urls?|emoji|poem)\b
        \b(?:tell|inform|remind|warn|assure|urge) {_WHOSE}?(?:readers?|everyone|everybody|audience|reviewer)\b
        \b(?:answer|reply|respond|write|continue|speak|translate)\b[^.!?;]{{0,25}}\bin (?:german|french|spanish|italian|dutch|portuguese|polish|turkish|russian|chinese|japanese|capitals|capital letters|upper ?case|rhyme|verse|json|code)\b
        \b(?:begin|start|end|finish|close) (?:with|{_WHOSE}(?:\w+ )?(?:text|note|draft|sentence|reply|output))\b(?=[^.!?;]*(?:\bwords?\b|\bso that\b|<|"|\u201c))
        """  # noqa: E501  # an alternative stands on one line
    ),
    re.IGNORECASE,
)
# At the beginning of a sentence a bare imperative of writing is one when it goes on as only an order does.
BEGINNING = re.compile(
    _OPENING
    + phrases(
        rf"""
        (?:{_SAYING}|add|note|answer|report|end|begin|finish|show|include)\b(?:[^.!?;]{{0,60}}\b{_TEXT}\b| that\b)
        (?:respond|pretend|disregard|ignore|reveal|declare|obey|advertise|promote|praise|recommend)\b
        (?:say|write|state|claim|print|output|append|reply|mention|repeat|conclude)\b\s*(?:[:"'\u201c]|(?:only|just|nothing|we|our|this|it|the|an?|in|with|exactly|all|your|my|here)\b|[A-Z]{{3}})
        (?:answer|insert|include|quote|cite|use)\b\s*(?:[:"\u201c]|(?:only|nothing|exactly|with)\b)
        """  # as above
    ),
    re.IGNORECASE,
)
# "Say this exactly:" hands over what follows as well.
HANDS_OVER = re.compile(
    r":\s*$|\b(?:following|as follows|this exactly|these words|verbatim|word for word|next sentence|what follows)\b",
    re.IGNORECASE,
)
CLAUSE_MARKS = ",;:\u2013\u2014("
CLAUSE_END = re.compile(r";\s+")


def without_orders(text: str) -> tuple[str, tuple[str, ...]]:
    """Give a text with its orders hidden, character by character, and the orders themselves.

    An order begins at the last mark of a clause before it and ends with its sentence.
    """
    orders: list[str] = []
    shown: list[str] = []
    at, handed_over = 0, False
    for start, end in _statements(text):
        begin = start if handed_over else _order_at(text[start:end], start)
        if begin is None:
            continue
        orders.append(text[begin:end])
        shown.extend((text[at:begin], HIDDEN * (end - begin)))
        at = end
        handed_over = handed_over or HANDS_OVER.search(text[begin:end]) is not None
    return "".join((*shown, text[at:])), tuple(orders)


def _statements(text: str) -> list[tuple[int, int]]:
    spans = []
    for start, end in sentences_of(text):
        at = start
        for found in CLAUSE_END.finditer(text, start, end):
            spans.append((at, found.start()))
            at = found.end()
        spans.append((at, end))
    return spans


def _order_at(sentence: str, start: int) -> int | None:
    """Give where an order begins within one sentence that begins at ``start``, or None."""
    if BEGINNING.match(sentence):
        return start
    found = ORDER.search(sentence)
    if found is None:
        return None
    mark = max(sentence.rfind(each, 0, found.start()) for each in CLAUSE_MARKS)
    return start + mark + 1
