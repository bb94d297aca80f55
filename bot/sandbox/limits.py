"""Every limit of Slack that the sandbox enforces, with its source, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_BLOCKS = "docs.slack.dev/reference/block-kit/blocks"
_ELEMENTS = "docs.slack.dev/reference/block-kit/block-elements"
_OBJECTS = "docs.slack.dev/reference/block-kit/composition-objects"
_VIEWS = "docs.slack.dev/reference/views"
_METHODS = "docs.slack.dev/reference/methods"
_INTERACTIVITY = "docs.slack.dev/interactivity/handling-user-interaction"
_RATES = "docs.slack.dev/apis/web-api/rate-limits"
_REPORTED = "users' reports, not in Slack's documentation"
_SANDBOX = "chosen for the sandbox: Slack tolerates short bursts without giving a figure"


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest value that is still accepted, and where that figure comes from."""

    most: int
    source: str


LIMITS: Final[Mapping[str, Limit]] = {
    "message.blocks": Limit(50, _BLOCKS),
    "message.block_characters": Limit(13_000, _REPORTED),
    "message.text": Limit(40_000, f"{_METHODS}/chat.postMessage"),
    "message.attachments": Limit(100, f"{_METHODS}/chat.postMessage"),
    "message.metadata": Limit(8_000, "docs.slack.dev/messaging/message-metadata"),
    "message.markdown": Limit(12_000, f"{_BLOCKS}/markdown-block"),
    "message.charts": Limit(2, f"{_BLOCKS}/data-visualization-block"),
    "message.tables": Limit(1, f"{_BLOCKS}/table-block"),
    "message.table_characters": Limit(10_000, f"{_BLOCKS}/table-block"),
    "view.blocks": Limit(100, _VIEWS),
    "view.title": Limit(24, _VIEWS),
    "view.submit": Limit(24, _VIEWS),
    "view.close": Limit(24, _VIEWS),
    "view.private_metadata": Limit(3_000, _VIEWS),
    "view.callback_id": Limit(255, _VIEWS),
    "view.external_id": Limit(255, _VIEWS),
    "view.size": Limit(250_000, f"{_METHODS}/views.open"),
    "view.stack": Limit(3, "docs.slack.dev/surfaces/modals"),
    "block_id": Limit(255, _BLOCKS),
    "action_id": Limit(255, _ELEMENTS),
    "section.text": Limit(3_000, f"{_BLOCKS}/section-block"),
    "section.fields": Limit(10, f"{_BLOCKS}/section-block"),
    "section.field": Limit(2_000, f"{_BLOCKS}/section-block"),
    "header.text": Limit(150, f"{_BLOCKS}/header-block"),
    "context.elements": Limit(10, f"{_BLOCKS}/context-block"),
    "context.text": Limit(3_000, f"{_OBJECTS}/text-object"),
    "actions.elements": Limit(25, f"{_BLOCKS}/actions-block"),
    "context_actions.elements": Limit(5, f"{_BLOCKS}/context-actions-block"),
    "input.label": Limit(2_000, f"{_BLOCKS}/input-block"),
    "input.hint": Limit(2_000, f"{_BLOCKS}/input-block"),
    "image.alt_text": Limit(2_000, f"{_BLOCKS}/image-block"),
    "image.title": Limit(2_000, f"{_BLOCKS}/image-block"),
    "image.url": Limit(3_000, f"{_BLOCKS}/image-block"),
    "button.text": Limit(75, f"{_ELEMENTS}/button-element"),
    "button.value": Limit(2_000, f"{_ELEMENTS}/button-element"),
    "button.url": Limit(3_000, f"{_ELEMENTS}/button-element"),
    "button.accessibility_label": Limit(75, f"{_ELEMENTS}/button-element"),
    "placeholder": Limit(150, _ELEMENTS),
    "option.text": Limit(75, f"{_OBJECTS}/option-object"),
    "option.value": Limit(150, f"{_OBJECTS}/option-object"),
    "option.description": Limit(75, f"{_OBJECTS}/option-object"),
    "option_group.label": Limit(75, f"{_OBJECTS}/option-group-object"),
    "select.options": Limit(100, f"{_ELEMENTS}/select-menu-element"),
    "select.option_groups": Limit(100, f"{_ELEMENTS}/select-menu-element"),
    "choices.options": Limit(10, f"{_ELEMENTS}/radio-button-group-element"),
    "overflow.options": Limit(5, f"{_ELEMENTS}/overflow-menu-element"),
    "plain_text_input.max_length": Limit(3_000, f"{_ELEMENTS}/plain-text-input-element"),
    "confirm.title": Limit(100, f"{_OBJECTS}/confirmation-dialog-object"),
    "confirm.text": Limit(300, f"{_OBJECTS}/confirmation-dialog-object"),
    "confirm.button": Limit(30, f"{_OBJECTS}/confirmation-dialog-object"),
    "table.rows": Limit(100, f"{_BLOCKS}/table-block"),
    "table.columns": Limit(20, f"{_BLOCKS}/table-block"),
    "chart.title": Limit(50, f"{_BLOCKS}/data-visualization-block"),
    "chart.series": Limit(6, f"{_BLOCKS}/data-visualization-block"),
    "chart.segments": Limit(6, f"{_BLOCKS}/data-visualization-block"),
    "chart.points": Limit(20, f"{_BLOCKS}/data-visualization-block"),
    "chart.name": Limit(20, f"{_BLOCKS}/data-visualization-block"),
    "chart.axis_label": Limit(50, f"{_BLOCKS}/data-visualization-block"),
    "markdown.text": Limit(12_000, f"{_BLOCKS}/markdown-block"),
    "canvas.markdown": Limit(1_048_576, f"{_METHODS}/canvases.create"),
    "file.alt_txt": Limit(1_000, f"{_METHODS}/files.getUploadURLExternal"),
    "acknowledgement.seconds": Limit(3, _INTERACTIVITY),
    "trigger.seconds": Limit(3, _INTERACTIVITY),
    "response_url.uses": Limit(5, _INTERACTIVITY),
    "response_url.seconds": Limit(1_800, _INTERACTIVITY),
    "rate.tier1": Limit(1, _RATES),
    "rate.tier2": Limit(20, _RATES),
    "rate.tier3": Limit(50, _RATES),
    "rate.tier4": Limit(100, _RATES),
    "rate.posts_per_minute": Limit(300, f"{_RATES} ('several hundred' a minute and workspace)"),
    "rate.posts_per_channel_minute": Limit(60, f"{_RATES} (one a second and channel)"),
    "rate.channel_burst": Limit(10, _SANDBOX),
}

EVENT_RETRIES: Final = (0.0, 60.0, 300.0)
"""Seconds after a failed delivery at which an event is sent again; source: docs.slack.dev/apis/events-api."""


def most(name: str) -> int:
    """Return the largest accepted value of a limit of the table; KeyError when there is none of that name."""
    return LIMITS[name].most
