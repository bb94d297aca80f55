"""The words of a rule while they are read: each part is taken out, and what is left over was not understood."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, partial
from typing import Generic, TypeVar

from bot.core.cadence.rule import Part, Unclear
from bot.core.conversation.levels import NUMBER_WORDS, SPOKEN
from bot.core.text import MONTH_NAMES, MONTHS, cleaned, folded, one_line

Meaning = TypeVar("Meaning")
Reader = TypeVar("Reader", bound=Callable[..., object])

LONGEST = 300
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBER_NAMES = "|".join(NUMBER_WORDS)
_ALSO = {"once": 1, "twice": 2, "thrice": 3, "other": 2, "first": 1, "second": 2, "third": 3, "fourth": 4}
NUMBERS = {name: Fraction(number) for name, number in (NUMBER_WORDS | _ALSO).items()} | {"half": Fraction(1, 2)}
NTH = "first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th"
VOCABULARY = {
    "weekday": r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?",
    "name": r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)",
    "count": rf"-?\d+(?:[.,]\d+)?(?:st|nd|rd|th)?|{NUMBER_NAMES}|other|second|third|fourth|half|few|several|couple",
    "nth": NTH,
}
# How the words of a rule are said in German, French and Spanish, without accents; what is not here is asked about.
ABROAD: Mapping[str, str] = {
    "every": "alle jede jeden jeder jedes tous toutes chaque cada todos todas",
    "day": "tag tage tagen jour jours dia dias",
    "workday": "werktag werktage werktagen arbeitstag arbeitstage arbeitstagen",
    "week": "woche wochen semaine semana",
    "month": "monat monate monaten mois mes meses",
    "quarter": "quartal quartale trimestre",
    "year": "jahr jahre jahren jahres ans annee ano",
    "half": "halbe halbes medio",
    "weekly": "wochentlich hebdomadaire semanal",
    "fortnightly": "zweiwochentlich vierzehntagig quincenal",
    "monthly": "monatlich mensuel mensuelle mensual",
    "quarterly": "vierteljahrlich quartalsweise trimestriel trimestrielle trimestral",
    "half-yearly": "halbjahrlich semestriel semestrielle semestral",
    "yearly": "jahrlich annuel annuelle anual",
    "first": "erste ersten erster erstes premier premiere primer primero primera",
    "second": "zweite zweiten zweiter zweites deuxieme segundo segunda",
    "third": "dritte dritten dritter drittes troisieme tercer tercero tercera",
    "fourth": "vierte vierten vierter viertes quatrieme cuarto cuarta",
    "last": "letzte letzten letzter letztes dernier derniere ultimo ultima",
    "one": "ein eine einen une una uno",
    "once": "einmal",
    "twice": "zweimal",
    "times": "fois vez veces mal",
    "in": "en",
    "from": "ab desde",
    "o'clock": "uhr",
    "noon": "mittag mittags midi mediodia",
    "end": "ende fin final finales",
    "beginning": "anfang beginn debut principio inicio comienzo",
    "also": "auch aussi tambien",
    "weekends": "wochenende wochenenden",
}
CALENDARS = {
    WEEKDAYS: (
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "lunes martes miercoles jueves viernes sabado domingo",
    ),
    MONTHS: tuple(map(folded, MONTH_NAMES[1:])),
}
TRANSLATED = {word: str(number) for word, number in SPOKEN.items() if word not in NUMBER_WORDS and word != "sept"}
TRANSLATED |= {word: english for english, words in ABROAD.items() for word in words.split()}
for _names, _lines in CALENDARS.items():
    TRANSLATED |= {word: name.lower() for line in _lines for word, name in zip(line.split(), _names, strict=True)}
WORD = re.compile(r"(?<!\S)[^\W\d_]+(?!\S)")
# They are words of other things too ("Los Angeles", "9 am", the country "DE"), so they count before a part of a rule.
SMALL = {
    "par an": "per year",
    "a partir du": "from",
    "a partir de": "from",
    "a partir del": "from",
    "a las": "at",
    "um": "at",
    "a la": "at",
    "am": "on",
    "zum": "on",
    "im": "in a",
    "al": "a",
}
SMALL |= dict.fromkeys(("de", "du", "del", "des"), "of") | dict.fromkeys(("par", "por", "pro"), "per")
SMALL |= dict.fromkeys(("le", "la", "les", "el", "los", "las", "der", "die", "das", "den", "dem"), "the")
SMALL_WORDS = (
    rf"par an|(?!(?<=\d )am)(?:{'|'.join(sorted(SMALL, key=len, reverse=True))})(?= (?:\d|<weekday>|<nth>|<name>|"
    rf"(?:the|day|workday|fortnight|week|weekends|month|quarter|year|every|of|end|beginning|noon|{NUMBER_NAMES})(?!\S)))"
)
# What a few words mean together.
TOGETHER = {
    "(?:quince|quinze) days?": "fortnight",
    "days? (?:ouvres?|ouvrables?|laborables?|habil(?:es)?)": "workday",
    "(?:los fines|el end) de week|(?:les? )?week-ends?": "weekends",
    r"(?<!a )las(?= \d)": "at",
}
ENDS = re.compile(r"(?<!\S)(quartal|monat|jahr|jahre)(?:s|es)?(ende|anfang|beginn)s?(?!\S)")
"""Such compounds are two words: "Quartalsende"."""
# What says nothing: quotation marks, brackets, marks of Markdown and the ends of sentences. A dot after a digit may
# belong to a date, a comma between digits to a number, and the blank in America/New_York is no mark.
NOISE = re.compile(
    r"[;!?()\[\]{}<>\"\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u300c\u300d`*~\u2026\u2013\u2014]|(?<!\d),|,(?!\d)"
    r"|(?<!\w)['_]+|['_]+(?!\w)|(?<!\d)\.(?!\S)|(?<=:\d\d)\.(?!\S)|(?<=\d{4})\.(?!\S)|:(?!\S)|(?<!\S)-(?!\S)"
)
TAKEN = {part: chr(number) for number, part in enumerate(Part, start=1)}
"""Stands where a part was taken out; cleaned text has no control characters."""
TURNING = re.compile(
    r"(?<!\S)(?:no|not|never|nor|but|without|except|excluding|unless|skip|avoid|until|till|before|after|by|through|kein"
    r"|keine|nicht|ohne|bis|pas|sauf|sans|jusqu'au|jamais|nunca|sin|excepto|hasta)(?: (?:on|at|in|the))* ([\x01-\x06])"
)


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Compile a pattern over whole words; ``<weekday>`` and the like are the groups of ``VOCABULARY``.

    Rules are compiled when words are first read, not when the bot starts: together they take some 40 ms.
    """
    words = re.sub(r"(?<!\?P)<(\w+)>", lambda name: f"(?P{name[0]}{VOCABULARY[name[1]]})", words)
    return re.compile(rf"(?<!\S)(?:{words})(?!\S)")


class RuleWords:
    """What a person typed, in lower case, with plain digits and single blanks, without marks that say nothing.

    ``question`` is the first that came up while parts were taken out, and ``unclear`` are the parts of all of them.
    """

    def __init__(self, typed: str) -> None:
        text = folded(cleaned(typed)).replace("@", " at ")
        self.left = one_line(NOISE.sub(" ", text))
        self.left = re.sub(r"(\d)(?:er|e|eme|ten?)(?!\S)", r"\1th", self.left)
        self.left = WORD.sub(lambda word: in_english(word[0]), ENDS.sub(r"\1 \2", self.left))
        for words, meant in TOGETHER.items():
            self.rewrite(pattern(words), meant)
        self.rewrite(pattern(SMALL_WORDS), lambda word: SMALL[word[0]])
        self.rewrite(pattern("every the"), "every")
        self.question = ""
        self.unclear: set[Part] = set()

    def ask(self, question: str, *parts: Part) -> None:
        """Note that some parts are unclear; the first question is the one that the person gets."""
        self.question = self.question or question
        self.unclear.update(parts)

    def rewrite(self, pattern: re.Pattern[str], instead: str | Callable[[re.Match[str]], str]) -> None:
        """Put other words in the place of some, before parts are taken out."""
        self.left = one_line(pattern.sub(instead, self.left))

    def pieces(self) -> list[str]:
        """Return what is left between the parts that were taken out."""
        pieces = (each.strip(" .:-") for each in re.split(f"[{''.join(TAKEN.values())}]", self.left))
        return [each for each in pieces if each]

    def doubted(self) -> frozenset[Part]:
        """Return the parts before which a word is left that may turn their meaning around: "not", "until"."""
        marks = {match[1] for match in TURNING.finditer(self.left)}
        return frozenset(part for part, mark in TAKEN.items() if mark in marks)


class Grammar(Generic[Meaning]):
    """The rules of one part, in the order in which they are tried.

    A rule is a pattern and the function that says what its match means: a value, ``Unclear`` with a question, or None
    where it is no such part after all. ``several`` is the question where a part is said twice, and differently.
    """

    def __init__(self, part: Part, several: str) -> None:
        self._part, self._several = part, several
        self._rules: list[tuple[str, Callable[..., Meaning | Unclear | None]]] = []

    def rule(self, words: str) -> Callable[[Reader], Reader]:
        """Add a rule: what the function under this line makes of the match of a pattern."""

        def added(meaning: Reader) -> Reader:
            self._rules.append((words, meaning))  # type: ignore[arg-type]  # its arguments vary by grammar
            return meaning

        return added

    def take(self, words: RuleWords, *context: object) -> Meaning | None:
        """Take out what the rules match and return the one thing that it means; None for nothing, and if unclear."""
        found: list[Meaning] = []

        def taken(match: re.Match[str], meaning: Callable[..., Meaning | Unclear | None]) -> str:
            meant = meaning(match, *context)
            if isinstance(meant, Unclear):
                words.ask(meant.question, self._part)
            elif meant is not None:
                found.append(meant)
            return match[0] if meant is None else TAKEN[self._part]

        for rule, meaning in self._rules:
            words.left = pattern(rule).sub(partial(taken, meaning=meaning), words.left)
        if any(each != found[0] for each in found):
            words.ask(self._several, self._part)
        return found[0] if found and self._part not in words.unclear else None


def in_english(word: str) -> str:
    """Return a folded word of a rule in English, "montags" as "mondays"; any other word as it is."""
    stems = (word, word.removesuffix("s"), re.sub("mente?$", "", word))  # "mondays", "trimestralmente"
    english = next((TRANSLATED[stem] for stem in stems if stem in TRANSLATED), word)
    return f"{english}s" if english.endswith("day") and english != word not in TRANSLATED else english


def weekday_of(word: str) -> int:
    """Return the number of a weekday as ``<weekday>`` matched it; Monday is 0."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.lower().startswith(word[:3]))


def month_of(word: str) -> int:
    """Return the number of a month as ``<name>`` matched it; January is 1."""
    return next(number for number, name in enumerate(MONTHS, start=1) if name.lower().startswith(word[:3]))


def number_of(word: str) -> Fraction | None:
    """Read a number in digits or as a word: "3", "3rd", "1.5", "three", "third", "half"; None for any other."""
    if word in NUMBERS:
        return NUMBERS[word]
    digits = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)(?:st|nd|rd|th|x)?", word)
    return Fraction(digits[1].replace(",", ".")) if digits else None
