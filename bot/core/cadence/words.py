"""The words of a cadence while they are read: what was understood is taken out, what stays was not."""

import re

from bot.core.conversation.levels import NUMBER_WORDS
from bot.core.text import cleaned, folded, one_line

LONGEST = 300
TAKEN = "\n"  # stands where something was taken out, so that its neighbours do not run together
NOISE = re.compile(
    r",(?!\d)|[;!?()\[\]\"]|(?<!\w)'|'(?!\w)|(?<!\d)\.(?!\S)"
    r"|(?<!\S)[*_`]+|[*_`]+(?![^\s,;.!?])"  # marks of Markdown, but not the blank in America/New_York
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTHS = tuple("January February March April May June July August September October November December".split())
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
NUMBER = rf"-?\d+(?:[.,]\d+)?|{'|'.join(NUMBER_WORDS)}"


class Words:
    """What a person typed, in lower case, with plain digits and single blanks, without marks that say nothing."""

    def __init__(self, typed: str) -> None:
        text = folded(cleaned(typed)).replace("\n", " ")
        self.left = f" {one_line(NOISE.sub(' ', text))} "

    def take(self, pattern: re.Pattern[str], instead: str = TAKEN) -> list[re.Match[str]]:
        """Take every match out and give them in their order."""
        found = list(pattern.finditer(self.left))
        self.left = pattern.sub(instead, self.left)
        return found

    def pieces(self) -> list[str]:
        """Give what is left between the parts that were taken out."""
        pieces = (one_line(each).strip(" .:-\u2013\u2014") for each in self.left.split(TAKEN))
        return [each for each in pieces if each]


def weekday_of(word: str) -> int:
    """Give the number of a weekday by a name that ``WEEKDAY`` matches; Monday is 0."""
    return next(number for number, name in enumerate(WEEKDAYS) if name.lower().startswith(word[:3]))


def month_of(word: str) -> int:
    """Give the number of a month by a name that ``MONTH`` matches; January is 1."""
    return next(number for number, name in enumerate(MONTHS, start=1) if name.lower().startswith(word[:3]))


def whole_number(word: str) -> int | None:
    """Read a whole number in digits or as a word; None for any other."""
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    return int(word) if re.fullmatch(r"-?\d{1,6}", word) else None
