"""All dimensions on one page: what stands in its fields, and what is said by what was changed in them.

A page remembers how many ratings there were when it was opened. A field that still shows what was said then says
nothing, so that an answer given in the thread meanwhile goes on counting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.assessment import NotApplicable, NotRated, Rating, Verdict
from bot.core.conversation.moves import backing
from bot.core.conversation.talk import Said, Talk
from bot.core.evidence import WORDS_LIMIT, evidence_in, links_in
from bot.core.team import Evidence
from bot.core.text import cleaned, one_line

NOT_APPLICABLE, NOT_RATED = "n/a", "unknown"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """The fields of one dimension, as text. ``level`` is a level, one of the words above, or nothing chosen."""

    level: str = ""
    words: str = ""
    link: str = ""


EMPTY = PageEntry()


@dataclass(frozen=True, slots=True)
class PageDraft:
    """What was typed and not submitted, by dimension; ``seen`` counts the ratings that the page was opened with."""

    seen: int
    entries: Mapping[str, PageEntry]


class Slip(StrEnum):
    """What is wrong in a field."""

    NO_LEVEL = "no_level"
    NO_REASON = "no_reason"
    NO_LINK = "no_link"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A field that cannot be taken as it is: ``field`` is the name of one of an entry's."""

    dimension: str
    field: str
    slip: Slip


def page_now(talk: Talk, draft: PageDraft | None) -> Mapping[str, PageEntry]:
    """Return what the page shows: what was typed before and not submitted, unless it was said otherwise since."""
    seen = len(talk.assessment.ratings)
    found = {each.key: _entry(talk, each.key, seen) for each in talk.assessment.framework.dimensions}
    if draft is None:
        return found
    for key, entry in draft.entries.items():
        if (
            key in found
            and entry != _entry(talk, key, draft.seen)
            and _last(talk, key, seen) == _last(talk, key, draft.seen)
        ):
            found[key] = entry
    return found


def said_on_page(talk: Talk, page: PageDraft) -> tuple[Said, ...] | tuple[Wrong, ...]:
    """Return what a submitted page says, of changed dimensions only; or everything that is wrong in it."""
    says: list[Said] = []
    wrong: list[Wrong] = []
    for dimension in talk.assessment.framework.dimensions:
        entry, stood = page.entries.get(dimension.key), _entry(talk, dimension.key, page.seen)
        if entry is None or _plain(entry) == _plain(stood):
            continue
        found = _said(talk, dimension.key, entry, stood, _last(talk, dimension.key, page.seen))
        if isinstance(found, Said):
            says.append(found)
        else:
            wrong += found
    return tuple(wrong) or tuple(says)


def _last(talk: Talk, key: str, seen: int) -> Rating | None:
    """Return the rating that counted when there were ``seen`` ratings."""
    holders = talk.assessment.holders(talk.respondent)
    early = talk.assessment.ratings[:seen]
    return next((each for each in reversed(early) if each.dimension == key and each.respondent in holders), None)


def _entry(talk: Talk, key: str, seen: int) -> PageEntry:
    last = _last(talk, key, seen)
    shown = _shown(talk, key, last)
    words = "\n".join(each.text for each in shown if each.kind == "words")
    links = (each.text for each in shown if each.kind != "words" and each.text not in words)
    beside = PageEntry(words=words[:WORDS_LIMIT], link=" ".join(links)[:WORDS_LIMIT])
    match last.verdict if last is not None else None:
        case NotApplicable(reason):
            return PageEntry(NOT_APPLICABLE, reason[:WORDS_LIMIT])
        case NotRated():
            return PageEntry(NOT_RATED)
        case level:
            return replace(beside, level="" if level is None else str(level))


def _shown(talk: Talk, key: str, last: Rating | None) -> tuple[Evidence, ...]:
    """Return the evidence that is there already: of the rating that counts, else what was kept or shown before."""
    said = last or talk.first.get(key)
    kept = evidence_in(talk.kept(key)) if last is None else ()
    return kept or (said.evidence if said is not None else ())


def _plain(entry: PageEntry) -> PageEntry:
    return PageEntry(entry.level, entry.words.strip(), " ".join(entry.link.split()))


def _said(talk: Talk, key: str, entry: PageEntry, stood: PageEntry, last: Rating | None) -> Said | list[Wrong]:
    words, links = entry.words.strip(), entry.link.split()
    if any(links_in(each) != (each,) for each in links):
        return [Wrong(key, "link", Slip.NO_LINK)]
    verdict = _verdict(talk, entry.level, words)
    if verdict is None:
        return [Wrong(key, "level", Slip.NO_LEVEL)]
    if isinstance(verdict, NotApplicable) and not verdict.reason:
        return [Wrong(key, "words", Slip.NO_REASON)]
    if not isinstance(verdict, int):
        return Said(key, verdict)
    # a long evidence does not stand in the fields as a whole: what was left alone stays as it was said
    same = _plain(stood) == _plain(PageEntry(stood.level, entry.words, entry.link))
    shown = (_shown(talk, key, last) if same else ()) or _evidence(words, entry.link)
    return Said(key, verdict, backing(talk, verdict, shown), as_claimed=True)


def _verdict(talk: Talk, level: str, words: str) -> Verdict | None:
    """Return what was chosen; None for nothing, or for what the page does not offer."""
    if level == NOT_APPLICABLE:
        return NotApplicable(one_line(cleaned(words)))
    if level == NOT_RATED:
        return NotRated()
    return next((each for each in talk.assessment.framework.scale.levels() if str(each) == level), None)


def _evidence(words: str, link: str) -> tuple[Evidence, ...]:
    """Return each line as a piece of its own, then the links."""
    pieces = (piece for line in (*words.splitlines(), link) for piece in evidence_in(line))
    return tuple(sorted(dict.fromkeys(pieces), key=lambda each: each.kind != "words"))
