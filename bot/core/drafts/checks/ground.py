"""What a brief gives a text to stand on: its plain words, numbers and names; the orders hidden in it give nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.core.drafts.brief import Brief, Fact, FactKind
from bot.core.drafts.checks.company import Held, held_in
from bot.core.drafts.checks.foreign_words import languages_of, scripts_of
from bot.core.drafts.checks.orders import OrderWords, without_orders
from bot.core.drafts.checks.parts import Word, sentences_of, words_of

PEOPLES = frozenset({FactKind.SUBJECT, FactKind.VARIABLE, FactKind.EVIDENCE})
FIGURES = frozenset({FactKind.LEVEL, FactKind.TARGET, FactKind.OVERALL})
"""Their numbers are levels, gaps and the overall figure: the standings say them, and ``levels`` checks them."""
LEVEL_OPENING = re.compile(r"\s*(?:From level|Level) (\d{1,3}):\s*")
TOKEN = re.compile(r"[^\W_](?:[\w.&+#'\u2019-]*\w)?")
RATES = re.compile(r"\b(?:rate|retention|churn|nrr|grr|growth|turnover|share)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainFact:
    """A fact without the orders in it: ``text`` has them hidden, and ``sentences`` are what is left, one by one.

    ``level`` is the level that a line of the framework describes or leads on from, None where it names none.
    """

    fact: Fact
    text: str
    sentences: tuple[str, ...]
    level: int | None


@dataclass(frozen=True)
class Ground:
    """A brief, read once for all checks. ``orders`` are the sentences of people that command the writer."""

    brief: Brief
    plain: tuple[PlainFact, ...]
    orders: tuple[str, ...]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Give every plain word of the facts and of the names that come with them."""
        names = " . ".join(names_of(self.brief))
        return tuple(word for text in (*(each.text for each in self.plain), names) for word in words_of(text))

    @cached_property
    def stems(self) -> frozenset[str]:
        """Give the stems of all plain words."""
        return frozenset(each.stem for each in self.words)

    @cached_property
    def roots(self) -> frozenset[str]:
        """Give the first letters of the stems: what words of one family share."""
        return frozenset(each[:5] for each in self.stems if len(each) >= 4)  # noqa: PLR2004  # a family's shared letters

    @cached_property
    def scripts(self) -> frozenset[str]:
        """Give the scripts that the facts are written in."""
        return scripts_of("".join(each.text for each in self.plain))

    @cached_property
    def languages(self) -> frozenset[str]:
        """Give the languages other than English that the facts are written in."""
        framework = [word.plain for each in self.plain if each.fact.kind not in PEOPLES for word in words_of(each.text)]
        said = [word.plain for each in self.said(FactKind.EVIDENCE) for word in words_of(each.text)]
        return languages_of(framework, said)

    @cached_property
    def order_words(self) -> OrderWords:
        """Give the words that only the orders have."""
        return OrderWords(self.orders, (*(each.text for each in self.plain), *names_of(self.brief)))

    @cached_property
    def families(self) -> tuple[frozenset[str], ...]:
        """Give for each fact, and for all names together, its stems and what those share with their families."""
        texts = (*(each.text for each in self.plain), " . ".join(names_of(self.brief)))
        stems = ({word.stem for word in words_of(text)} for text in texts)
        return tuple(frozenset(each | {one[:5] for one in each if len(one) >= 4}) for each in stems)  # noqa: PLR2004  # as in roots

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Give every plain word in lower case."""
        return frozenset(each.plain for each in self.words)

    @cached_property
    def written(self) -> frozenset[str]:
        """Give every plain word as it is written."""
        return frozenset(each.text for each in self.words)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """Give everything between blanks, in lower case, without the marks around it: words, codes, dates, names."""
        texts = (*(each.text for each in self.plain), *names_of(self.brief))
        return frozenset(found.group().lower() for text in texts for found in TOKEN.finditer(text))

    @cached_property
    def held(self) -> tuple[Held, ...]:
        """Give every number of the facts with the words that it stands beside."""
        return tuple(
            held
            for each in self.plain
            if each.fact.kind not in FIGURES
            for sentence in each.sentences
            for held in held_in(
                sentence, each.text, yearly=each.fact.kind is FactKind.VARIABLE and bool(RATES.search(sentence))
            )
        )

    def said(self, *kinds: FactKind) -> tuple[PlainFact, ...]:
        """Give the plain facts of some kinds."""
        return tuple(each for each in self.plain if each.fact.kind in kinds)

    def cited(self, ids: Iterable[str]) -> tuple[PlainFact, ...]:
        """Give the plain facts of some ids; unknown ones are left out."""
        wanted = frozenset(ids)
        return tuple(each for each in self.plain if each.fact.id in wanted)


def ground_of(brief: Brief) -> Ground:
    """Read a brief: orders are looked for in what people wrote, and in nothing else."""
    plain: list[PlainFact] = []
    orders: list[str] = []
    for fact in brief.facts:
        text, found = without_orders(fact.text) if fact.kind in PEOPLES else (fact.text, ())
        orders.extend(found)
        opening = None if fact.kind in PEOPLES else LEVEL_OPENING.match(text)
        body = text[opening.end() :] if opening else text
        sentences = tuple(body[start:end] for start, end in sentences_of(body))
        plain.append(PlainFact(fact, body, sentences, int(opening[1]) if opening else None))
    return Ground(brief, tuple(plain), tuple(orders))


def names_of(brief: Brief) -> tuple[str, ...]:
    """Give the names that come with a brief: of dimensions, levels and bands."""
    return (
        *(each.name for each in brief.standings),
        *(each.level_name for each in brief.standings if each.level_name),
        *(name for _, name in brief.level_names),
        *brief.bands,
    )
