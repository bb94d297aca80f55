"""What every message and view passes on its way out: made to fit, and nothing live in it that we did not build.

The rule is by shape, so that it needs nobody's good behaviour: a ``<`` in text that Slack parses must begin a person's
or channel's id, a date with its words, an unlabelled plain address, or a labelled link to a host of our own. Anything
else (broadcasts, user groups, masked links, half a token) got there because a view forgot ``said``. In tests that is an
UnsendableError naming the place; in production the token is shown as words and the message still goes out.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import structlog

from bot.core.errors import SlackRefusedError
from bot.slack.blocks import Block, Message, View, section
from bot.slack.limits import FALLBACK_TEXT, SECTION_TEXT, Surface, broken
from bot.slack.text import JOINER, is_plain_address, shortened

SLACK_HOSTS: Final = frozenset({"slack.com", "slack-gov.com"})
NOTHING_TO_SHOW: Final = "This message could not be shown here. Nothing is lost: ask again with `status`."

_VISIBLE = re.compile(r"[!-~]+")
_PLAIN_PLACE = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?|\[[0-9A-Fa-f:]+\](?::[0-9]{1,5})?")
_TOKEN = re.compile(r"<([^<>]*)(>?)")
_BARE_BROADCAST = re.compile(r"(?<!\w)@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
_BUILT = re.compile(r"@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!date\^-?\d{1,12}\^[^|^]+\|[^|]+")
_PERSON = re.compile(rf"(?<!<)@{JOINER}?([UW][A-Z0-9]{{7,}})")
_MARKDOWN_LINK = re.compile(r"\](?=\s*\(\s*<?([^)\s>]*))|^(?=[ ]{0,3}\[[^\]\n]+\]:)", re.MULTILINE)
# Slack parses nothing in these, so people's words may stand there as they are.
_UNPARSED_KINDS = frozenset({"plain_text", "raw_text"})
_UNPARSED_KEYS = frozenset(
    {"action_id", "block_id", "callback_id", "external_id", "private_metadata", "value", "initial_value", "type"}
)
_VERBATIM = {"verbatim": True}
_LIVE_ELEMENTS = frozenset({"broadcast", "usergroup"})
_ADDRESS_KEYS = ("url", "image_url", "thumb_url", "video_url", "title_url")

_log = structlog.get_logger(__name__)


class UnsendableError(SlackRefusedError):
    """A view built something that must not go out; ``problems`` name the places as ``/json/pointer: what``."""

    def __init__(self, problems: list[str]) -> None:
        listed = "; ".join(problems)
        super().__init__("unsendable", f"Not sent to Slack: {listed}. Correct the view that built it.")
        self.problems = tuple(problems)


def people_in(value: Any) -> set[str]:
    """Return the ids of people that stand as words in what is to be shown, as where an answer mentioned somebody."""
    found: set[str] = set()
    held = [value]
    while held:
        match held.pop():
            case str() as words:
                found.update(_PERSON.findall(words) if "@" in words else ())
            case dict() as fields:
                held += (child for name, child in fields.items() if name not in _UNPARSED_KEYS)
            case list() | tuple() as children:
                held += children
            case _:
                pass
    return found


@dataclass(frozen=True, slots=True)
class Gate:
    """Clears what goes out. ``own_hosts`` may stand behind a label; ``strict`` raises where production degrades.

    ``name_of`` gives the name that is shown for a person's id in people's words: it is no mention, and pings nobody.
    """

    own_hosts: frozenset[str] = SLACK_HOSTS
    strict: bool = False
    name_of: Callable[[str], str] | None = None

    def message(self, message: Message, key: str | None = None) -> dict[str, Any]:
        """Return ``text`` and ``blocks`` to send; ``key`` becomes the first block's id, by which it is found again."""
        text = shortened(self._named(message.text.strip()), FALLBACK_TEXT)
        payload = _keyed({"text": text, "blocks": _fitted(self._named(message.blocks) or _sections(text))}, key)
        problems = self.problems(payload, "message")
        if not problems:
            return payload
        self._report(problems)
        payload = _mapped(payload, self._harmless)
        if self.problems(payload, "message"):
            text = payload["text"] or NOTHING_TO_SHOW
            payload = _keyed({"text": text, "blocks": _fitted(_sections(text))}, key)
        return payload

    def view(self, view: View) -> View:
        """Return a modal or Home tab to open; UnsendableError when it breaks a limit, since a view has no fallback."""
        surface: Surface = "home" if view.get("type") == "home" else "modal"
        payload = view | {"blocks": _fitted(self._named(view.get("blocks", ())))}
        if problems := self.problems(payload, surface):
            self._report(problems)
            payload = _mapped(payload, self._harmless)
            if problems := self.problems(payload, surface):
                raise UnsendableError(problems)
        return payload

    def _named(self, value: Any) -> Any:
        name_of = self.name_of
        if name_of is None or not people_in(value):
            return value
        if isinstance(value, dict):
            return {name: child if name in _UNPARSED_KEYS else self._named(child) for name, child in value.items()}
        if isinstance(value, list | tuple):
            return tuple(map(self._named, value))
        return _PERSON.sub(lambda found: f"@{JOINER}{name_of(found[1])}", value)

    def problems(self, payload: Mapping[str, Any], surface: Surface) -> list[str]:
        """Name what is live and what breaks a limit, each as ``/json/pointer: what``; never quotes the text."""
        live: list[str] = []
        self._look_into(payload, "", live)
        return live + broken(payload, surface)

    def _report(self, problems: list[str]) -> None:
        if self.strict:
            raise UnsendableError(problems)
        _log.error("outgoing_degraded", problems=problems)

    def _look_into(self, value: Any, pointer: str, live: list[str]) -> None:
        if isinstance(value, dict):
            if value.get("type") in _LIVE_ELEMENTS:
                live.append(f"{pointer}: a live {value['type']} element")
            harmless = self._harmless(value)
            for name, child in value.items():
                if harmless.get(name) != child:
                    live.append(f"{pointer}/{name}: a mention, broadcast or address that no builder of text.py made")
                if not isinstance(child, str):
                    self._look_into(child, f"{pointer}/{name}", live)
        elif isinstance(value, list | tuple):
            for index, child in enumerate(value):
                self._look_into(child, f"{pointer}/{index}", live)

    def _harmless(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object whose own strings hold nothing foreign that is live."""
        kind = value.get("type")
        parsed = {
            name: self._inert(child, kind)
            for name, child in value.items()
            if name not in _UNPARSED_KEYS and not (name == "text" and kind in _UNPARSED_KINDS)
        }
        return {
            name: parsed.get(name, child)
            for name, child in value.items()
            if name not in _ADDRESS_KEYS or self._may_lead_to(child, value)
        }

    def _inert(self, value: Any, kind: Any) -> Any:
        if isinstance(value, list):
            return [self._inert(item, kind) if isinstance(item, str) else item for item in value]
        if not isinstance(value, str) or (kind != "markdown" and "<" not in value and "@" not in value):
            return value
        text = _TOKEN.sub(self._token_as_words, value)
        text = _BARE_BROADCAST.sub(f"@{JOINER}", text)
        return _MARKDOWN_LINK.sub(self._markdown_as_words, text) if kind == "markdown" else text

    def _token_as_words(self, token: re.Match[str]) -> str:
        inside, end = token.groups()
        target, bar, label = inside.replace("&amp;", "&").partition("|")
        is_link = is_plain_address(target) and (not bar or (bool(label.strip()) and self._is_own(target)))
        if end and (is_link or _BUILT.fullmatch(inside)):
            return token[0]
        return f"&lt;{inside}&gt;" if end else f"&lt;{inside}"

    def _markdown_as_words(self, found: re.Match[str]) -> str:
        if found[1] is not None and self._is_own(found[1]):
            return found[0]
        return found[0] + JOINER

    def _may_lead_to(self, url: Any, where: Mapping[str, Any]) -> bool:
        shows_itself = where.get("type") == "link" and where.get("text", url) == url
        return isinstance(url, str) and is_plain_address(url) and (shows_itself or self._is_own(url))

    def _is_own(self, url: str) -> bool:
        host = urlsplit(url).hostname or "" if is_plain_address(url) else ""
        return any(host == own or host.endswith(f".{own}") for own in self.own_hosts)


def _keyed(payload: dict[str, Any], key: str | None) -> dict[str, Any]:
    if key is not None and payload["blocks"]:
        first, *rest = payload["blocks"]
        payload["blocks"] = [first | {"block_id": key}, *rest]
    return payload


def _fitted(blocks: Any) -> list[Block]:
    """Return copies of blocks with long sections split and every mrkdwn object ``verbatim``."""
    pieces = (piece for block in blocks for piece in _split(block))
    return [_mapped(each, lambda it: {**it, **_VERBATIM} if it.get("type") == "mrkdwn" else it) for each in pieces]


def _mapped(value: Any, change: Callable[[Mapping[str, Any]], Mapping[str, Any]]) -> Any:
    """Return a deep copy with each object changed."""
    if isinstance(value, str):  # most of what stands in blocks
        return value
    if isinstance(value, dict):
        return {name: _mapped(child, change) for name, child in change(value).items()}
    return [_mapped(child, change) for child in value] if isinstance(value, list | tuple) else value


def _sections(text: str) -> tuple[Block, ...]:
    return (section(text),) if text else ()


def _split(block: Block) -> Iterator[Block]:
    """Split a section whose text is too long; id and accessory stay with its first piece, fields with its last."""
    text = block.get("text")
    if block.get("type") != "section" or not isinstance(text, dict) or len(text.get("text", "")) <= SECTION_TEXT:
        yield block
        return
    pieces = list(_pieces(text["text"]))
    for index, piece in enumerate(pieces):
        dropped = ({"block_id", "accessory"} if index else set()) | ({"fields"} if index < len(pieces) - 1 else set())
        yield {name: child for name, child in block.items() if name not in dropped} | {"text": text | {"text": piece}}


def _pieces(text: str) -> Iterator[str]:
    rest = text
    while len(rest) > SECTION_TEXT:
        room = len(shortened(rest, SECTION_TEXT)) - 1  # where no entity and no token is cut
        at = max(rest.rfind("\n", room // 2, room), rest.rfind(" ", room - room // 8, room))
        end = at if at > 0 and not _cuts_a_token(rest, at) else room
        if piece := rest[:end].rstrip():
            yield piece
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _cuts_a_token(text: str, at: int) -> bool:
    return text.rfind("<", 0, at) > text.rfind(">", 0, at)


def is_slacks(address: str, base_url: str) -> bool:
    """Whether an address is Slack's own, or at the stand-in that is configured in its place."""
    try:
        parts, own = urlsplit(address), urlsplit(base_url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    # what holds other characters is read differently by different readers
    if not (_VISIBLE.fullmatch(address) and _PLAIN_PLACE.fullmatch(parts.netloc)):
        return False
    if (parts.scheme, parts.netloc.lower()) == (own.scheme, own.netloc.lower()):
        return True
    ours = any(host == each or host.endswith(f".{each}") for each in SLACK_HOSTS)
    return parts.scheme == "https" and ours and port in (None, 443)
