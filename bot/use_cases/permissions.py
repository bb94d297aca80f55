"""Tell once which permissions the bot lacks in a workspace that installed an earlier version; all else goes on."""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.core.assessment import Assessment
from bot.core.errors import SlackRefusedError
from bot.use_cases.housekeeping import MOST_LINES
from bot.use_cases.notices import tell_once
from bot.use_cases.ports import Clock, Messenger, NewJob, PrivateWord, Reads, Store
from bot.use_cases.store_ports import Stay

PERMISSIONS: Final = "permissions"


def note_lacks(store: Store, clock: Clock, workspace: str, lacks: tuple[str, ...], address: str) -> None:
    """Have it told what the bot lacks, unless that was told; ``address`` is where people install it, if anywhere."""
    names = " ".join(lacks)
    with store.writing(workspace) as tx:
        stay = tx.stay(workspace) or Stay(workspace, clock.now())
        if names and names != stay.lacks:
            told = {"scopes": names, "address": address}
            tx.enqueue(NewJob.about(PERMISSIONS, {"workspace": workspace}, told))
        elif not names and stay.lacks:
            tx.put_stay(replace(stay, lacks=""))


def tell_lacks(store: Store, clock: Clock, messenger: Messenger, payload: Mapping[str, str]) -> None:
    """Tell whoever installed the bot, else whoever conducted first, once for each set of permissions: the job.

    Where nobody is known yet it is tried again at the next start. Without direct messages it is said in the channel.
    """
    workspace, names = payload["workspace"], payload["scopes"]
    with store.reading() as view:
        stay, installation = view.stay(workspace) or Stay(workspace, clock.now()), view.installation(workspace)
        first = _first(view, workspace)
    installer = installation.installed_by if installation is not None else ""
    person = installer or (first.facilitator if first is not None else "")
    if not person or stay.lacks == names:
        return
    word = PrivateWord(PERMISSIONS, person, {"scopes": names, "address": payload.get("address", "")})
    key = f"told:{PERMISSIONS}:{hashlib.sha256(names.encode()).hexdigest()[:16]}"
    if not tell_once(store, messenger, workspace, key, word) and first is not None:
        with suppress(SlackRefusedError):
            messenger.whisper(first.channel, None, first.facilitator, messenger.worded(word))
    with store.writing(workspace) as tx:
        tx.put_stay(replace(tx.stay(workspace) or stay, lacks=names))


def _first(view: Reads, workspace: str) -> Assessment | None:
    """Return the first assessment of a workspace that a person conducts."""
    lines = [each for channel in view.channels(workspace) for each in view.lines(workspace, channel, limit=MOST_LINES)]
    found = min(lines, key=lambda each: (each.started_at, each.id), default=None)
    return view.assessment(workspace, found.id) if found is not None else None
