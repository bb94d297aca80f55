"""Quotations that nobody said: made up, altered, or taken from somewhere else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bot.core.drafts.brief import FactKind
from bot.core.drafts.draft import Prose
from tests.drafts.corpus import Honest
from tests.drafts.edits import WHERE, Lie, added, edited, replaced, said

QUOTED = r'(?<=")[^"]{8,}(?=")'
MADE_UP = {
    "a quotation that nobody said, in straight marks": 'One answer says "we gave up on this long ago".',
    "a quotation that nobody said, in curly marks": "In the words of a colleague, \u201cnobody here reads it\u201d.",
    "a quotation that nobody said, in German marks": "One answer says \u201ewe gave up on this long ago\u201c.",
    "a quotation that nobody said, in angle marks": "One answer says \u00abwe gave up on this long ago\u00bb.",
    "a quotation that nobody said, in single marks": "One answer says 'we gave up on this long ago'.",
    "a quotation that nobody said, in curly single ones": "One answer says \u2018we gave up on this\u2019 and no more.",
}
"""By reason; none of the words stands in any brief."""
WORD_CHANGES: dict[str, Callable[[list[str]], list[str]]] = {
    "a word of a quotation is another one": lambda words: [*words[:-1], "wonderful"],
    "a word of a quotation is missing": lambda words: [*words[:1], *words[2:]],
    "a quotation has a word more": lambda words: [*words[:2], "always", *words[2:]],
    "two words of a quotation have changed places": lambda words: [words[1], words[0], *words[2:]],
}


def quotations_made_up(honest: Honest) -> Iterator[Lie]:
    """Quote what nobody said."""
    for number, (reason, sentence) in enumerate(MADE_UP.items()):
        yield Lie(reason, added(honest.content, sentence, WHERE[number % 3], _evidence(honest)))


def quotations_altered(honest: Honest) -> Iterator[Lie]:
    """Change a word within quotation marks."""
    for reason, change in WORD_CHANGES.items():
        yield from edited(honest, reason, replaced(QUOTED, partial(_with_words, honest, change)))


def quotations_from_elsewhere(honest: Honest) -> Iterator[Lie]:
    """Quote what was said about another dimension."""
    for rating in honest.assessment.ratings:
        for piece in rating.evidence:
            words = " ".join(piece.text.replace('"', "").split()[:6]).rstrip(".,:;?")
            if piece.kind == "words" and len(words.split()) >= 4 and words not in said(honest):
                sentence = f'As one answer says, "{words}".'
                where = WHERE[len(words) % 3]
                yield Lie(
                    "what is quoted was said about another dimension",
                    added(honest.content, sentence, where, _evidence(honest)),
                )


def quotations_of_the_rubric(honest: Honest) -> Iterator[Lie]:
    """Quote the framework's words as a respondent's."""
    for fact in honest.brief.of_kind(FactKind.DESCRIPTOR, FactKind.LOOK_FOR):
        words = fact.text.partition(": ")[2] or fact.text
        quoted = " ".join(words.split()[:7]).rstrip(".,:;")
        sentence = f'One respondent said "{quoted}".'
        yield Lie(
            "words of the framework are quoted as a respondent's",
            added(honest.content, sentence, "middle", _evidence(honest)),
        )


def quotations_cited_wrongly(honest: Honest) -> Iterator[Lie]:
    """Keep a true quotation and cite a fact in which it does not stand."""
    if not isinstance(honest.content, Prose):
        return
    subject = honest.brief.of_kind(FactKind.SUBJECT)[0].id
    sentences = honest.content.sentences
    for number, each in enumerate(sentences):
        if each.text.count('"') == 2:
            changed = replace(each, facts=(subject,))
            content = Prose((*sentences[:number], changed, *sentences[number + 1 :]))
            yield Lie("a quotation cites a fact in which it does not stand", content)


def _with_words(honest: Honest, change: Callable[[list[str]], list[str]], found: re.Match[str]) -> str | None:
    """Change a quotation, unless what comes out was said as well."""
    changed = " ".join(change(found[0].split()))
    return None if changed in said(honest) else changed


def _evidence(honest: Honest) -> tuple[str, ...]:
    """Give the ids of the evidence, or of the first fact where there is none."""
    return tuple(each.id for each in honest.brief.of_kind(FactKind.EVIDENCE)) or (honest.brief.facts[0].id,)
