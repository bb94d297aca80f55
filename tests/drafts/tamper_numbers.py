"""Wrong numbers, units and dates: what an honest draft says, with another figure in it."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations

from bot.core.drafts.draft import Content
from bot.core.plan.plan import PHASES, Plan
from tests.drafts.corpus import Honest
from tests.drafts.edits import Lie, Place, always, edited, places, put, replaced, said

Found = tuple[Place, re.Match[str]]
NUMBER = r"(?<![\w.,])\d+(?:[.,]\d+)*(?!\w)"
YEAR = r"\b20\d\d\b"
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WORDS = {"two": "five", "three": "seven", "four": "nine", "five": "eleven", "six": "twelve", "ten": "thirty"}
UNITS = {
    r"(\d) weeks": r"\1 days",
    r"(\d) minutes": r"\1 hours",
    r"EUR (\d)": r"USD \1",
    r"(\d) jobs": r"\1 shops",
    r"within (\w+) days": r"within \1 months",
    r"first (\d+) days": r"first \1 hours",
    r"in a year": "in a month",
    r"a year": "a day",
    r"(\d|ten|five) (cases|interviews)": r"\1 thousand \2",
}


def numbers_changed(honest: Honest) -> Iterator[Lie]:
    """Change a digit."""
    yield from _figures_changed(honest, "a digit of a figure is another one", lambda text: _digit(text, 0, 3))
    yield from _figures_changed(honest, "the last digit of a figure is another one", lambda text: _digit(text, -1, 4))
    yield from _figures_changed(honest, "a figure has one digit more", lambda text: f"{text}7")


def numbers_off_by_one(honest: Honest) -> Iterator[Lie]:
    """Count one too many or too few."""
    yield from _figures_changed(honest, "a figure is one too high", lambda text: _stepped(text, 1))
    yield from _figures_changed(honest, "a figure is one too low", lambda text: _stepped(text, -1))


def decimals_moved(honest: Honest) -> Iterator[Lie]:
    """Make a figure ten times larger or smaller."""
    yield from _figures_changed(honest, "a figure is ten times too high", _tenfold)
    yield from _figures_changed(honest, "a figure is ten times too low", _tenth)


def percents_added(honest: Honest) -> Iterator[Lie]:
    """Make a share of a count."""
    for sign in (" %", "%", " per cent", " percent"):
        edit = replaced(NUMBER + r"(?! ?%)(?! in\b)", partial(_share, honest, sign))
        yield from edited(honest, f"a count has become a share:{sign}", edit)


def units_changed(honest: Honest) -> Iterator[Lie]:
    """Keep the figure and change what it counts."""
    for pattern, other in UNITS.items():
        yield from edited(honest, "a figure has another unit", replaced(pattern, partial(_expanded, other)))
    edit = replaced(r"(\d+) %", partial(_in_points, honest))
    yield from edited(honest, "a figure in percent is one of points", edit)


def number_words_changed(honest: Honest) -> Iterator[Lie]:
    """Write another number in words."""
    for word, other in WORDS.items():
        if other not in said(honest):
            edit = replaced(rf"\b{word}\b(?! level)", always(other))
            yield from edited(honest, "a number in words is another one", edit)
    edit = replaced(NUMBER, partial(_in_words, honest))
    yield from edited(honest, "a figure has become another one, in words", edit)


def numbers_swapped(honest: Honest) -> Iterator[Lie]:
    """Exchange two figures that both stand in the brief."""
    found = [(place, match) for place in places(honest.content) for match in re.finditer(NUMBER, place.text)]
    years_too = [pair for pair in found if _is_figure(honest, pair[1][0]) or re.fullmatch(YEAR, pair[1][0])]
    for one, other in combinations(years_too, 2):
        if one[1][0] != other[1][0]:
            yield Lie("two figures have changed places", _exchanged(honest.content, one, other))


def dates_changed(honest: Honest) -> Iterator[Lie]:
    """Name another year, month or day of the week."""
    for years in (-1, 1, 7):
        yield from edited(honest, "a year is another one", replaced(YEAR, partial(_other_year, honest, years)))
    for names, reason in ((MONTHS, "a month is another one"), (DAYS, "a day of the week is another one")):
        edit = replaced(rf"\b({'|'.join(names)})\b", partial(_other_name, honest, names))
        yield from edited(honest, reason, edit)


def _figures_changed(honest: Honest, reason: str, change: Callable[[str], str | None]) -> Iterator[Lie]:
    """Change figures into ones that do not stand in the brief."""

    def other(found: re.Match[str]) -> str | None:
        changed = change(found[0]) if _is_figure(honest, found[0]) else None
        return None if changed is None else _new(honest, changed)

    yield from edited(honest, reason, replaced(NUMBER, other))


def _is_figure(honest: Honest, text: str) -> bool:
    """Tell whether a number is neither a year nor one that could be a level."""
    return not re.fullmatch(YEAR, text) and float(text.replace(",", "")) > honest.brief.scale.high


def _new(honest: Honest, figure: str) -> str | None:
    """Give a figure unless it might be true: it stands in the brief, or is the last day of a plan's phase."""
    ends = {str(each) for each in PHASES} if isinstance(honest.content, Plan) else set()
    return None if figure in ends or figure in re.findall(NUMBER, said(honest)) else figure


def _digit(figure: str, place: int, step: int) -> str:
    digits = [index for index, char in enumerate(figure) if char.isdigit()]
    index = digits[place]
    other = (int(figure[index]) + step) % 10 or 9
    return figure[:index] + str(other) + figure[index + 1 :]


def _stepped(figure: str, step: int) -> str | None:
    return str(int(figure) + step) if figure.isdigit() else None


def _tenfold(figure: str) -> str:
    if "." in figure:
        return figure.replace(".", "")
    return f"{int(figure.replace(',', '')) * 10:,}" if "," in figure else f"{figure}0"


def _tenth(figure: str) -> str | None:
    return f"{figure[:-1] or '0'}.{figure[-1]}" if figure.isdigit() else None


def _share(honest: Honest, sign: str, found: re.Match[str]) -> str | None:
    return found[0] + sign if _is_figure(honest, found[0]) else None


def _expanded(template: str, found: re.Match[str]) -> str:
    return found.expand(template)


def _in_points(honest: Honest, found: re.Match[str]) -> str | None:
    """Give points for percent; not where the brief has the bare figure, which says no unit."""
    return f"{found[1]} points" if found[0] in said(honest) else None


def _in_words(honest: Honest, found: re.Match[str]) -> str | None:
    return "nineteen" if _is_figure(honest, found[0]) else None


def _other_year(honest: Honest, years: int, found: re.Match[str]) -> str | None:
    return _new(honest, str(int(found[0]) + years))


def _exchanged(content: Content, one: Found, other: Found) -> Content:
    """Exchange two figures, the later place first, so that the earlier one stays where it was found."""
    for (place, found), (_, by) in ((other, one), (one, other)):
        now = next(each for each in places(content) if (each.number, each.field) == (place.number, place.field))
        content = put(content, now, now.text[: found.start()] + by[0] + now.text[found.end() :])
    return content


def _other_name(honest: Honest, names: Sequence[str], found: re.Match[str]) -> str | None:
    other = names[(names.index(found[0]) + 3) % len(names)]
    return None if other in said(honest) else other
