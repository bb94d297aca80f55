"""Who speaks: a text speaks of the assessment, never of its writer, its orders or itself, and obeys nobody."""

import re
from collections.abc import Iterator

from bot.core.drafts.checks.ground import Ground
from bot.core.drafts.checks.orders import ORDER
from bot.core.drafts.checks.parts import phrases, words_of
from bot.core.drafts.checks.passages import Passage, Statement
from bot.core.drafts.draft import Finding

CHECK = "instructions"
_I_DO = (
    "(?:am|have|will|can|cannot|hope|would|could|think|believe|recommend|suggest|do|was|need|must|shall|should|may"
    "|apologi[sz]e|understand)"
)
_MINE = "(?:instructions?|task|training|knowledge|role|answer|response|recommendation|apologies|prompt|draft)"
_DOES = "(?:was|is|were|has been|should|must|can|may|needs?|uses?|contains?|follows?|avoids?|has)"
_TELLS = "(?:is|was|has|describes|summari[sz]es|explains|provides|covers|should|must|contains)"
_PIECE = "(?:note|narrative|summary|paragraph|sentence|section|plan|draft|text|version|response|answer|output|reply)"
_APPROVE = "(?:accept|approve|sign off|publish|post|share|forward|click|discard|do not (?:edit|change|discard))"
_ALL_OF_IT = "(?:it|this|the draft|the plan|the note|the text|all|without|here|now|accept|immediately)"
SELF = re.compile(
    phrases(
        rf"""
        \bas an? (?:\w+ )?(?:ai|a\.i\.|assistant|language model|llm|chatbot|bot|model)\b
        \b(?:language model|llm|chatgpt|openai)\b
        \bi(?:['\u2019](?:m|ve|ll|d)| {_I_DO})\b
        \bmy {_MINE}\b
        \b(?:sorry|apologies|unfortunately),? (?:but )?i\b
        \blet me (?:know|explain|summari[sz]e)\b
        \bfeel free\b|\bhope this\b
        ^\W*(?:sure|certainly|absolutely|of course|okay|ok|great|here you go|understood)\b\s*[,!.:]
        \b(?:here is|here's|here are|below is|below are|the following is|attached is|find below)\b[^.!?]{{0,60}}(?::|\b{_PIECE}\b)
        \b(?:would|do|should) you (?:like|want)\b
        \bif you (?:have|need|would|want)\b[^.]{{0,40}}\b(?:questions?|else|more|further|me)\b
        \bas (?:requested|instructed|asked|you asked|per your)\b|\byou (?:asked|requested) (?:for|me)\b|\byou asked\b
        \b(?:system|user|this|the|your|my) prompt\b|\bprompts? (?:asks?|says?|requires?|tells?)\b
        \b(?:previous|prior|above) instructions?\b
        \b(?:the|my|these|those|your) instructions? (?:do|does|did|is|are|say|says|ask|forbid|allow|require|were|was|from)\b
        \b(?:json|schema|token limit|placeholder|knowledge cut-?off)\b
        \b(?:the|this|that|a) (?:draft|text|output|response|reply)\b[^.!?]{{0,30}}\b{_DOES}\b
        \b(?:this|the above|the following) (?:note|narrative|summary|paragraph|sentence|section) {_TELLS}\b
        \bin this (?:note|narrative|text|draft|summary)\b|\bthis draft\b
        \b(?:revised|corrected|updated|final|new|improved|second) (?:version|draft|text|note)\b(?=\s*(?:[:,.]|of the|with|below))
        \bnote (?:to|for) (?:the |whoever )?(?:\w+ )?(?:reviewers?|readers?|editors?|facilitators?|approvers?|model|writers?|user)\b
        \b(?:please|just|simply|now|must|should|to|can|may|kindly) {_APPROVE} (?:on )?{_ALL_OF_IT}\b
        ^\W*(?:please |kindly |just )?(?:accept|approve|sign off|click|press)\b[^.!?]{{0,40}}\b(?:this|it|{_PIECE}|here|button|all|as is)\b
        ^\W*(?:please |kindly |just )?(?:disregard|ignore)\b[^.!?]{{0,40}}\b(?:above|previous|instructions?|rules?|checks?|everything)\b
        \b(?:no|without|needs no|skip(?:ping)? the|not need) (?:further |any |more )?(?:review|checks?|checking|approval|edits?)\b(?=[.!?]|\s*$| (?:is |are )?(?:needed|required|necessary))
        \b(?:ready to (?:accept|publish|be accepted|be published)|approved (?:by|as)|safe to accept)\b
        \b(?:insert|enter|add|fill in|your) (?:\w+ ){{0,2}}(?:name|date|text|number|here)\s*(?:here)?\s*[\])}}>]
        \bto be (?:filled in|completed later)\b
        \b(?:tbd|tba|tbc|todo|to-do:|fixme|xxx+|lorem ipsum|n/a|asdf|foo bar)\b
        """  # noqa: E501  # an alternative stands on one line
    ),
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"(?<![\w\u2019'.-])I(?![\w.-])(?!\s*[:)&/])")
COUNTING = re.compile(r"\b(?i:level|stage|phase|part|type|tier|class|category)\s+I\b")
ID = re.compile(r"\bF\d{1,3}\b|\bfacts? f\d{1,3}\b")


def check_speaking(ground: Ground, passage: Passage) -> Iterator[Finding]:
    """Yield a finding for each sentence that speaks of its writer or to its reader, or repeats an order."""
    for statement in passage.statements:
        for message in _faults(ground, statement):
            yield passage.finding(CHECK, message, statement.text)


def _faults(ground: Ground, statement: Statement) -> Iterator[str]:
    own = statement.own
    if found := SELF.search(own):
        yield f"It speaks of itself or to its reader: \u201c{' '.join(found.group().split())}\u201d."
    elif FIRST_PERSON.search(own) and not COUNTING.search(own):
        yield "It says I; a text speaks of the assessment only."
    elif (found := ORDER.search(own)) is not None:
        yield f"It commands its reader: \u201c{' '.join(found.group().split())}\u201d."
    if (code := ID.search(own)) is not None and code.group().lower() not in ground.tokens:
        yield f"It shows the id of a fact, {code.group()}."
    if message := ground.order_words.repeated(words_of(statement.text)):
        yield message
