"""Frameworks of a workspace's own: uploaded, published, withdrawn, each taken back again, by admins alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.framework import Framework
from bot.core.own_frameworks import CheckedFile, FileFinding, FrameworkVersion, Offer, OwnFramework, named
from bot.core.privacy import Relation, Right, has
from bot.use_cases.conversation import enqueue_homes
from bot.use_cases.ports import Clock, Deed, NotForYou, NotHere, Store, Transaction

MOST_OWN = 50
"""Frameworks of one workspace; a list to choose from takes a hundred."""
MOST_UPLOADS = 20
"""Uploads of one framework: as many as its page shows. Assessments keep their wording without them."""


@dataclass(frozen=True, slots=True)
class AdminDeed:
    """What a person does, and what they are to the workspace by Slack's word at this moment."""

    deed: Deed
    relation: Relation


@dataclass(frozen=True, slots=True)
class FileRefused:
    """The file is no framework; nothing was kept."""

    problems: tuple[FileFinding, ...]
    notes: tuple[FileFinding, ...]


class SlugTaken(Enum):
    """Whose framework had the slug of an uploaded one before."""

    BY_NOBODY = "new"
    BY_OURS = "one that comes with the bot"
    BY_OWN = "another of the workspace"


@dataclass(frozen=True, slots=True)
class FileKept:
    """The file was kept as the newest version of its slug; nobody is offered it yet."""

    own: OwnFramework
    notes: tuple[FileFinding, ...]
    taken: SlugTaken
    same_title: str = ""
    """The slug of another framework that has the same title, where there is one."""
    gone: tuple[FrameworkVersion, ...] = ()
    """The older uploads that made room for it."""


@dataclass(frozen=True, slots=True)
class FileKnown:
    """The same file was uploaded before, as this version."""

    own: OwnFramework
    version: FrameworkVersion


@dataclass(frozen=True, slots=True)
class TooManyFrameworks:
    """The workspace has as many frameworks as one can have; nothing was kept."""


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Another version is on offer now, or none; ``before`` is which one was."""

    own: OwnFramework
    before: int | None


UploadAnswer = FileKept | FileKnown | FileRefused | TooManyFrameworks | NotForYou
OfferAnswer = OfferChanged | OwnFramework | NotHere | NotForYou
DeletionAnswer = Framework | OwnFramework | NotHere | NotForYou
"""Where a framework is returned as it stands nothing was changed: it is so already, or others have decided since."""


def may_offer(who: AdminDeed) -> bool:
    """Whether the person may do all this."""
    return has(Right.OFFER, who.relation)


def keep_upload(
    store: Store, clock: Clock, who: AdminDeed, checked: CheckedFile, markdown: str, ours: tuple[Framework, ...]
) -> UploadAnswer:
    """Keep a checked file as the newest version of its slug; ``ours`` are those that come with the bot."""
    if not may_offer(who):
        return NotForYou()
    framework, workspace = checked.framework, who.deed.workspace
    if framework is None:
        return FileRefused(checked.problems, checked.notes)
    with store.writing(workspace) as tx:
        known = tx.own_frameworks(workspace)
        own = next((each for each in known if each.slug == framework.slug), None)
        if own is not None and own.newest.framework.digest == framework.digest:
            return FileKnown(own, own.newest)
        if own is None and len(known) >= MOST_OWN:
            return TooManyFrameworks()
        number = own.newest.number + 1 if own is not None else 1
        tx.add_own_framework(workspace, FrameworkVersion(framework, number, who.deed.person, clock.now()), markdown)
        kept = _own(tx, workspace, framework.slug)
        gone = kept.surplus(MOST_UPLOADS) if kept is not None else ()
        for each in gone:
            tx.drop_own_framework(workspace, framework.slug, each.number)
        kept = _own(tx, workspace, framework.slug) if gone else kept
    assert kept is not None  # noqa: S101 -- it was added just now
    taken = SlugTaken.BY_OURS if any(each.slug == framework.slug for each in ours) else SlugTaken.BY_NOBODY
    titles = {each.title.casefold(): each.slug for each in (*(one.newest.framework for one in known), *ours)}
    same = titles.get(framework.title.casefold(), "")
    return FileKept(
        kept,
        checked.notes,
        SlugTaken.BY_OWN if own is not None else taken,
        same_title="" if same == framework.slug else same,
        gone=gone,
    )


def change_offer(
    store: Store, clock: Clock, who: AdminDeed, slug: str, version: int | None, digest: str = ""
) -> OfferAnswer:
    """Publish a version of a framework in place of the one on offer, or withdraw it: None.

    ``digest`` is the beginning of that of the file which the person was shown under this number.
    """
    if not may_offer(who):
        return NotForYou()
    workspace = who.deed.workspace
    with store.writing(workspace) as tx:
        own = _own(tx, workspace, slug)
        if own is None or (version is not None and own.version(version, digest) is None):
            return NotHere()
        if _number(own.offered) == version:
            return own
        return _decide(tx, who.deed, own, version, clock.now())


def undo_offer(store: Store, clock: Clock, who: AdminDeed, slug: str, number: int) -> OfferAnswer:
    """Take the last decision about a framework back; one that others have followed stands."""
    if not may_offer(who):
        return NotForYou()
    workspace = who.deed.workspace
    with store.writing(workspace) as tx:
        own = _own(tx, workspace, slug)
        if own is None:
            return NotHere()
        if not own.offers or own.offers[-1].number != number:
            return own
        return _decide(tx, who.deed, own, own.before(own.offers[-1]), clock.now())


def delete_upload(store: Store, who: AdminDeed, slug: str, number: int, digest: str = "") -> DeletionAnswer:
    """Delete a version and return it; one that was ever on offer stays, for assessments may have begun with it."""
    if not may_offer(who):
        return NotForYou()
    workspace = who.deed.workspace
    with store.writing(workspace) as tx:
        own = _own(tx, workspace, slug)
        version = own.version(number, digest) if own is not None else None
        if own is None or version is None:
            return NotHere()
        if own.was_offered(number):
            return own
        tx.drop_own_framework(workspace, slug, number)
    return version.framework


def find_own(store: Store, workspace: str, words: str = "") -> tuple[OwnFramework, ...]:
    """Give the frameworks of a workspace that words name; all of them without any."""
    with store.reading() as view:
        return named(view.own_frameworks(workspace), words)


def own_as_fields(own: Iterable[OwnFramework]) -> list[dict[str, object]]:
    """Give frameworks with all their uploads and decisions as plain values."""
    return [
        {
            "slug": each.slug,
            "title": each.newest.framework.title,
            "offered": _number(each.offered),
            "uploads": [
                {
                    "number": one.number,
                    "version": one.framework.version,
                    "digest": one.framework.digest,
                    "uploaded_by": one.by,
                    "uploaded_at": one.at.isoformat(),
                }
                for one in each.versions
            ],
            "decisions": [{"offered": one.version, "by": one.by, "at": one.at.isoformat()} for one in each.offers],
        }
        for each in own
    ]


def _decide(tx: Transaction, deed: Deed, own: OwnFramework, version: int | None, now: datetime) -> OfferAnswer:
    before = _number(own.offered)
    tx.add_offer(deed.workspace, Offer(0, own.slug, version, deed.person, now))
    enqueue_homes(tx, deed.workspace, (deed.person,))
    found = _own(tx, deed.workspace, own.slug)
    return OfferChanged(found or own, before)


def _own(tx: Transaction, workspace: str, slug: str) -> OwnFramework | None:
    return next((each for each in tx.own_frameworks(workspace) if each.slug == slug), None)


def _number(version: FrameworkVersion | None) -> int | None:
    return version.number if version is not None else None
