"""All dimensions on one page: a form with level, words and link for each, and how it is read back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields

from bot.core.conversation.page import NOT_APPLICABLE, NOT_RATED, PageDraft, PageEntry, Slip, Wrong
from bot.core.framework import Dimension, Framework
from bot.slack import blocks as kit
from bot.slack import ids
from bot.slack.blocks import Block, Element, Mistakes, View
from bot.slack.limits import BLOCKS, SECTION_TEXT
from bot.slack.text import said
from bot.slack.values import OfPart, OfTwo
from bot.slack.views.levels import LABEL_LENGTH, first_words, level_line, level_select
from bot.use_cases.page import AllOnOnePage

_BLOCKS_EACH = 5
MOST_ON_PAGE = (BLOCKS["modal"] - 1) // _BLOCKS_EACH
"""Dimensions that one form has room for; the others of a longer framework follow when it is submitted."""
_NAME_LENGTH, _ASK_LENGTH = 150, 600
_SLIPS: Mapping[Slip, str] = {
    Slip.NO_LEVEL: "Choose the level that your words show, or take them away.",
    Slip.NO_REASON: "Say in a few words why it does not apply.",
    Slip.NO_LINK: "That is no web address. It begins with https:// and names a site; two stand apart by a blank.",
}
_GUIDE = (
    "What you type is kept while you type it: close this, and open it again later. Leave out what you cannot say yet."
    " Only what you change is saved."
)


def open_all(assessment: str) -> Element:
    """Return the button that opens the page."""
    return kit.button("All on one page", ids.OPEN_ALL, value=OfTwo(assessment))


def page_form(page: AllOnOnePage, part: int = 0) -> View:
    """Build one part of the page, the first for a part that it does not have."""
    framework = page.assessment.framework
    parts = -(-len(framework.dimensions) // MOST_ON_PAGE)
    part = part if part < parts else 0
    where = f"*Part {part + 1} of {parts}.* " if parts > 1 else ""
    blocks: list[Block] = [kit.context(where + _GUIDE)]
    for place, dimension in _on(framework, part):
        blocks += _fields(page, place, dimension)
    submit = "Save" if part + 1 == parts else "Save and go on"
    metadata = OfPart(page.assessment.id, part, page.seen)
    return kit.modal("All on one page", blocks, callback_id=ids.ALL_FORM, submit=submit, close="Close", about=metadata)


def has_part(framework: Framework, part: int) -> bool:
    """Whether the page of a framework has such a part."""
    return part * MOST_ON_PAGE < len(framework.dimensions)


def _on(framework: Framework, part: int) -> list[tuple[int, Dimension]]:
    first = part * MOST_ON_PAGE
    return list(enumerate(framework.dimensions, start=1))[first : first + MOST_ON_PAGE]


def _fields(page: AllOnOnePage, place: int, dimension: Dimension) -> Iterable[Block]:
    framework, entry = page.assessment.framework, page.entries[dimension.key]
    title = f"*{place} of {len(framework.dimensions)} · {said(dimension.name, _NAME_LENGTH)}*"
    asks = "\n".join(filter(None, (said(dimension.ask, _ASK_LENGTH), first_words(page.first.get(dimension.key)))))
    levels = list(framework.scale.levels())
    room = (SECTION_TEXT - len(title) - len(asks) - 2) // len(levels) - LABEL_LENGTH - len("**  \n")
    lines = [level_line(framework, dimension, each, max(room, 1)) for each in levels]
    if place > 1:
        yield kit.divider()
    yield kit.section("\n".join(each for each in (title, asks, *lines) if each))
    without = kit.option("Not applicable", NOT_APPLICABLE), kit.option("Don't know", NOT_RATED)
    menu = level_select(f"{ids.ALL_TYPED}level", framework, dimension, entry.level, *without)
    yield _input("Level", menu, "level", place)
    words = kit.text_input(
        f"{ids.ALL_TYPED}words",
        initial=entry.words,
        placeholder="A sentence, or why it does not apply",
        lines="many",
        at_each_key=True,
    )
    yield _input("What shows it", words, "words", place, hint=dimension.look_for)
    link = kit.text_input(f"{ids.ALL_TYPED}link", initial=entry.link, placeholder="https://", at_each_key=True)
    yield _input("Link", link, "link", place)


def _input(label: str, element: Element, field: str, place: int, hint: str = "") -> Block:
    block = f"{field}.{place}"
    shown = f"Look for: {hint}" if hint else None
    return kit.input_block(label, element, block_id=block, hint=shown, optional=True, acts=True)


def read_page(framework: Framework, part: int, seen: int, state: Mapping[str, str]) -> PageDraft:
    """Read what stands in the fields of a part; a dimension without fields is left out."""
    names = [each.name for each in fields(PageEntry)]
    entries = {
        dimension.key: PageEntry(*(state.get(f"{name}.{place}", "") for name in names))
        for place, dimension in _on(framework, part)
        if any(f"{name}.{place}" in state for name in names)
    }
    return PageDraft(seen, entries)


def mistakes(framework: Framework, wrong: Iterable[Wrong]) -> Mistakes:
    """Say at each field what is wrong in it."""
    places = {each.key: place for place, each in enumerate(framework.dimensions, start=1)}
    return Mistakes({f"{each.field}.{places[each.dimension]}": _SLIPS[each.slip] for each in wrong})
