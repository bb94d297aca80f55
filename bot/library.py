"""The frameworks on offer, for commands: those of the folder, which all are offered, and those of each workspace."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.core.framework import Framework
from bot.files.frameworks import load_library
from bot.files.places import frameworks_folder
from bot.settings import read_database_url, read_frameworks_folder
from bot.store.store import open_store
from bot.store.transaction import SqlReads
from bot.use_cases.own_frameworks import own_as_fields


def offered_to_all() -> tuple[Framework, ...]:
    """Read the frameworks of the folder that the settings name, else those that come with cxbot."""
    return load_library(read_frameworks_folder() or frameworks_folder())


def all_frameworks(workspace: str) -> Mapping[str, Any]:
    """Give the frameworks that are offered to all, and those of one workspace or of each, as plain values."""
    with _reading() as view:
        spaces = (workspace,) if workspace else view.workspaces_with_frameworks()
        own = {each: own_as_fields(view.own_frameworks(each)) for each in spaces}
    ours = offered_to_all()
    to_all = [{"slug": each.slug, "title": each.title, "version": each.version, "digest": each.digest} for each in ours]
    return {"offered_to_all": to_all, "workspaces": own}


def as_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Say the same on a line for each framework."""
    for each in found["offered_to_all"]:
        yield f"all workspaces: {each['slug']} {each['version']}, {each['title']}"
    for workspace, own in found["workspaces"].items():
        for each in own:
            uploads = f"{len(each['uploads'])} {'upload' if len(each['uploads']) == 1 else 'uploads'}"
            offered = "none is offered" if each["offered"] is None else f"upload {each['offered']} is offered"
            yield f"{workspace}: {each['slug']}, {each['title']}: {uploads}, {offered}"


def markdown_of(workspace: str, slug: str) -> str | None:
    """Give the Markdown of a workspace's framework: of the upload on offer, else of the newest; None for none."""
    with _reading() as view:
        own = next((each for each in view.own_frameworks(workspace) if each.slug == slug), None)
        return None if own is None else view.own_markdown(workspace, slug, (own.offered or own.newest).number)


@contextmanager
def _reading() -> Iterator[SqlReads]:
    """Lend a view of the bot's own database, which must be there."""
    store = open_store(read_database_url(), exists=True)
    try:
        with store.reading() as view:
            yield view
    finally:
        store.close()
