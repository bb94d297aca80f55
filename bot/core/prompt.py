"""A prompt: what a model is told, with placeholders for the facts; and how it is filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.draft import PromptStamp

INPUTS = ("brief", "wish", "problems")
"""What a prompt may ask for: the facts as JSON lines, a person's wish, what was wrong with the last try."""

PLACEHOLDER = re.compile(r"\{\{ *([a-z_]+) *\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. ``system`` and ``body`` hold ``{{ input }}`` placeholders, each one declared in ``inputs``.

    ``output`` names the schema that the model fills: "note", "narrative" or "plan".
    """

    stamp: PromptStamp
    inputs: tuple[str, ...]
    output: str
    system: str
    body: str


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the placeholders, in one pass, so that a value is never read as a placeholder itself.

    KeyError for a placeholder without a value; loading the prompt has made sure that there is none.
    """
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)
