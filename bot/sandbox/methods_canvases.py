"""The canvases.* methods, as far as an app writes one document into a tab of a channel and changes all of it."""

from collections.abc import Mapping
from typing import Final

from bot.sandbox.call import Call, Method
from bot.sandbox.limits import most
from bot.sandbox.model import Canvas, Json, Refusal


def create(call: Call) -> Json:
    """Make a canvas; with a channel it stands in a tab there."""
    channel = call.channel("channel_id") if call.text("channel_id") else None
    canvas = Canvas(
        call.world.new_id("F"),
        call.workspace.id,
        channel.id if channel is not None else "",
        call.text("title") or "Untitled",
        _markdown(call.json("document_content", "invalid_arguments")),
    )
    call.world.canvases[canvas.id] = canvas
    call.world.changed()
    return {"canvas_id": canvas.id}


def edit(call: Call) -> Json:
    """Replace all that stands in a canvas; other operations are not modelled."""
    canvas = call.world.canvases.get(call.text("canvas_id"))
    if canvas is None or canvas.team_id != call.workspace.id:
        raise Refusal("canvas_not_found")
    changes = call.json("changes", "invalid_arguments")
    only = changes[0] if isinstance(changes, list) and len(changes) == 1 else None
    if not isinstance(only, dict) or only.get("operation") != "replace" or "section_id" in only:
        raise Refusal("invalid_arguments", message="the sandbox replaces whole canvases only")
    canvas.markdown = _markdown(only.get("document_content"))
    call.world.changed()
    return {}


def _markdown(content: object) -> str:
    if content is None:
        return ""
    text = content.get("markdown") if isinstance(content, dict) and content.get("type") == "markdown" else None
    if not isinstance(text, str) or len(text) > most("canvas.markdown"):
        raise Refusal("invalid_arguments", message="document_content must be markdown of a length that Slack takes")
    return text


METHODS: Final[Mapping[str, Method]] = {
    "canvases.create": Method(create, (), ("title", "document_content", "channel_id"), ("canvases:write",), "tier2"),
    "canvases.edit": Method(edit, ("canvas_id", "changes"), (), ("canvases:write",), "tier3"),
}
