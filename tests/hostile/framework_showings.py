"""Everything that is shown of a workspace's own frameworks, with hostile words wherever files and people have a say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.own_frameworks import FileFinding, FrameworkVersion, Offer, OwnFramework
from bot.slack.blocks import Message
from bot.slack.views import frameworks
from bot.use_cases.own_frameworks import FileKept, FileRefused, OfferChanged, SlugTaken
from tests.hostile.made import FACILITATOR, NOW

if TYPE_CHECKING:  # showings.py has these shown: it imports this module
    from tests.hostile.showings import Cast

Shown = Message | dict[str, Any]


def own_of(given: "Cast", uploads: int, offered: tuple[int | None, ...] = ()) -> OwnFramework:
    named = replace(given.frameworks[0], title=given.maker.name(300), version=given.maker.name(300))
    versions = tuple(FrameworkVersion(named, number, FACILITATOR, NOW) for number in range(1, uploads + 1))
    offers = (Offer(number, named.slug, each, FACILITATOR, NOW) for number, each in enumerate(offered, start=1))
    return OwnFramework(versions, tuple(offers))


def findings_of(given: "Cast", number: int) -> tuple[FileFinding, ...]:
    said = given.maker.said
    return tuple(FileFinding(line, said(2_000), said(4_000) if line % 3 else "") for line in range(1, number + 1))


def _pages(given: "Cast") -> Iterator[Shown]:
    fresh, offered, withdrawn = own_of(given, 1), own_of(given, 40, (1, 39)), own_of(given, 3, (3, None))
    for several in ((), (fresh,), (fresh, offered, withdrawn), (offered,) * 50):
        yield frameworks.listed(several, given.frameworks, top="words" if several else "")
    for own in (fresh, offered, withdrawn):
        yield frameworks.one(own, top=["words"], notes=[])
        yield from (frameworks.preview(own, replace(own.newest, framework=each)) for each in given.frameworks[:3])
        for taken, number in zip(SlugTaken, (0, 1, 300), strict=True):
            yield frameworks.kept(FileKept(own, findings_of(given, number), taken, "other" if number else ""))
    for own in (offered, withdrawn):
        yield frameworks.changed(OfferChanged(own, 1))
        yield frameworks.changed_message(OfferChanged(own, None))


def _forms(given: "Cast") -> Iterator[Shown]:
    yield frameworks.upload_form()
    for problems, notes in ((1, 0), (20, 3), (500, 500)):
        yield frameworks.upload_form(1, FileRefused(findings_of(given, problems), findings_of(given, notes)))


def _all(given: "Cast") -> Iterator[Shown]:
    yield from _pages(given)
    yield from _forms(given)


FRAMEWORKS: Mapping[Callable[..., Any], Callable[["Cast"], Iterator[Shown]]] = dict.fromkeys(
    (
        frameworks.listed,
        frameworks.one,
        frameworks.preview,
        frameworks.kept,
        frameworks.changed,
        frameworks.changed_message,
        frameworks.upload_form,
    ),
    _all,
)
