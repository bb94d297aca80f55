"""Frameworks of one's own: what a workspace has uploaded, and which version of each is on offer there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.framework import Framework

FrameworksOf = Callable[[str], tuple[Framework, ...]]
"""Gives the frameworks on offer in a workspace, in the order of their titles."""


@dataclass(frozen=True, slots=True)
class FileFinding:
    """One sentence about one line of a file, and the line as it stands there; empty where there is none."""

    line: int
    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What the check of an uploaded file gave. There is a framework exactly when there are no problems."""

    framework: Framework | None
    problems: tuple[FileFinding, ...] = ()
    notes: tuple[FileFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class FrameworkVersion:
    """One upload of a framework. ``number`` counts the uploads of its slug from 1."""

    framework: Framework
    number: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """What an admin decided about a slug: which version is on offer from now on, None for none.

    ``number`` counts all decisions of the workspace.
    """

    number: int
    slug: str
    version: int | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnFramework:
    """All versions of one slug, and all that was decided about it, both in their order."""

    versions: tuple[FrameworkVersion, ...]
    offers: tuple[Offer, ...] = ()

    @property
    def slug(self) -> str:
        """Return the name under which all versions stand."""
        return self.newest.framework.slug

    @property
    def newest(self) -> FrameworkVersion:
        """Return what was uploaded last."""
        return self.versions[-1]

    @property
    def offered(self) -> FrameworkVersion | None:
        """Return the version on offer."""
        return self.version(self.offers[-1].version) if self.offers else None

    def version(self, number: int | None, digest: str = "") -> FrameworkVersion | None:
        """Return a version by its number, and the beginning of its digest: a deleted upload's number comes again."""
        found = (each for each in self.versions if each.number == number)
        return next((each for each in found if each.framework.digest.startswith(digest)), None)

    def was_offered(self, number: int) -> bool:
        """Whether a version was ever on offer: assessments may have begun with it."""
        return any(each.version == number for each in self.offers)

    def surplus(self, most: int) -> tuple[FrameworkVersion, ...]:
        """Return what is to go so that so many versions are left: first what nobody was ever offered, then the oldest.

        The newest stays, what is on offer, and what would be if the last decision were taken back.
        """
        stays = {self.newest.number, *((self.offers[-1].version, self.before(self.offers[-1])) if self.offers else ())}
        loose = [each for each in self.versions if each.number not in stays]
        loose.sort(key=lambda each: (self.was_offered(each.number), each.number))
        return tuple(loose[: max(len(self.versions) - most, 0)])

    def before(self, offer: Offer) -> int | None:
        """Return which version was on offer before a decision."""
        earlier = [each.version for each in self.offers if each.number < offer.number]
        return earlier[-1] if earlier else None


def on_offer(ours: Iterable[Framework], own: Iterable[Framework]) -> tuple[Framework, ...]:
    """Return what a workspace can choose from: its own, and those of whoever runs the bot.

    Of two with the same slug its own one is taken.
    """
    by_slug = {each.slug: each for each in (*ours, *own)}
    return tuple(sorted(by_slug.values(), key=lambda each: (each.title.casefold(), each.slug)))


def newest_on_offer(frameworks: Sequence[Framework], slug: str) -> Framework | None:
    """Return the framework of that name, else the one that has taken its place."""
    own = next((each for each in frameworks if each.slug == slug), None)
    return own or next((each for each in frameworks if slug in each.supersedes), None)


def named(own: Iterable[OwnFramework], words: str) -> tuple[OwnFramework, ...]:
    """Return those that typed words name: the one with that slug, else all whose title or slug has the words."""
    wanted = words.strip().casefold()
    known = tuple(own)
    exact = tuple(each for each in known if each.slug == wanted)
    return exact or tuple(each for each in known if wanted in f"{each.newest.framework.title} {each.slug}".casefold())
