"""Rules of whole messages and views; what breaks one becomes the refusal that Slack gives."""

import json
from typing import Any

from bot.sandbox.block_rules import check_blocks, interactive_elements, size_of
from bot.sandbox.checks import Problems, anything, boolean, record, string
from bot.sandbox.element_rules import plain
from bot.sandbox.limits import most
from bot.sandbox.model import Json, Refusal, ShownView, Workspace
from bot.sandbox.world import World

_COMMON = {
    "type": anything,
    "blocks": anything,
}
_OPTIONAL = {
    "private_metadata": string(most("view.private_metadata")),
    "callback_id": string(most("view.callback_id")),
    "external_id": string(most("view.external_id")),
}
_MODAL = record(
    {**_COMMON, "title": plain(most("view.title"))},
    {
        **_OPTIONAL,
        "submit": plain(most("view.submit")),
        "close": plain(most("view.close")),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = record(_COMMON, _OPTIONAL)


def checked_message(text: str, blocks: Any, attachments: Any, metadata: Any) -> None:
    """Refuse a message that Slack would refuse; `blocks`, `attachments` and `metadata` are decoded JSON or None."""
    if len(text) > most("message.text"):
        raise Refusal("msg_too_long")
    if attachments is not None and not isinstance(attachments, list):
        raise Refusal("invalid_attachments")
    if attachments and len(attachments) > most("message.attachments"):
        raise Refusal("too_many_attachments")
    if blocks is not None:
        _check_message_blocks(blocks)
    if metadata is not None:
        _check_metadata(metadata)
    if not text.strip() and not blocks and not attachments:
        raise Refusal("no_text")


def _check_message_blocks(blocks: Any) -> None:
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refusal("invalid_blocks_format")
    problems = check_blocks(blocks, "message", "/blocks")
    if problems.found:
        raise _refusal("invalid_blocks", problems)
    if size_of(blocks) > most("message.block_characters"):
        raise Refusal("msg_blocks_too_long")


def _check_metadata(metadata: Any) -> None:
    well_formed = isinstance(metadata, dict) and isinstance(metadata.get("event_type"), str)
    if not well_formed or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > most("message.metadata"):
        raise Refusal("metadata_too_large")


def checked_view(view: Any, kind: str) -> Json:
    """Return the view (`kind` is modal or home) or refuse it with the pointers of what is wrong."""
    problems = Problems()
    if not isinstance(view, dict):
        problems.add("/view", "must provide an object")
    elif view.get("type") != kind:
        problems.add("/view/type", f"must be `{kind}` here")
    else:
        (_MODAL if kind == "modal" else _HOME)(view, "/view", problems)
        _check_view_blocks(view, kind, problems)
    if problems.found:
        raise _refusal("invalid_arguments", problems)
    if len(json.dumps(view)) > most("view.size"):
        raise Refusal("view_too_large")
    found: Json = view
    return found


def _check_view_blocks(view: Json, kind: str, problems: Problems) -> None:
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        problems.add("/view/blocks", "must provide an array")
        return
    surface = check_blocks(blocks, "modal" if kind == "modal" else "home", "/view/blocks")
    problems.found += surface.found
    has_input = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if kind == "modal" and has_input and "submit" not in view:
        problems.add("/view", "missing required field: submit")


def _refusal(error: str, problems: Problems) -> Refusal:
    messages = [f"[ERROR] {problem}" for problem in problems.found]
    listed: Json = {"errors": problems.found} if error == "invalid_blocks" else {}
    return Refusal(error, response_metadata={"messages": messages}, **listed)


def checked_files(world: World, workspace: Workspace, blocks: Any) -> None:
    """Refuse pictures of files that the bot does not have, or that Slack has not looked at yet; lock is held."""
    lag = max((float(each.given["seconds"]) for each in world.switched_on("lag_files")), default=0.0)
    problems = Problems()
    for place, block in enumerate(blocks if isinstance(blocks, list) else ()):
        named = block.get("slack_file") if isinstance(block, dict) else None
        held = world.files.get(str(named.get("id"))) if isinstance(named, dict) else None
        is_ready = held is not None and held.completed and world.now() >= held.completed_at + lag
        if named is not None and not (held and is_ready and held.team_id == workspace.id and held.is_picture):
            problems.add(f"/blocks/{place}/slack_file", "invalid slack file")
    if problems.found:
        raise _refusal("invalid_blocks", problems)


def with_ids(world: World, blocks: list[Json]) -> list[Json]:
    """Return a copy of blocks in which every block and interactive element has an id, as Slack gives them back."""
    copied: list[Json] = json.loads(json.dumps(blocks))
    for block in copied:
        block.setdefault("block_id", world.new_id("b")[:5])
        for element in interactive_elements(block):
            element.setdefault("action_id", world.new_id("a")[:5])
    return copied


def check_hash(view: ShownView, given: str | None) -> None:
    """Refuse an update that was made from an older version of the view."""
    if given and given != view.hash:
        raise Refusal("hash_conflict")
