"""What a person types, encoded as Slack encodes it before an app sees it."""

import re
from collections.abc import Iterable

from bot.sandbox.model import Channel, User

_URL = re.compile(r"\bhttps?://[^\s<>]+[^\s<>.,;:!?)'\"\]]")
_MENTION = re.compile(r"(?<![\w@])@([A-Za-z][\w.-]*)")
_CHANNEL = re.compile(r"(?<![\w#&])#([a-z0-9][\w-]*)")
_BROADCASTS = ("channel", "here", "everyone")


def escape(text: str) -> str:
    """Escape the three characters that have a meaning in Slack's markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def encode(text: str, people: Iterable[User], channels: Iterable[Channel]) -> str:
    """Return typed text in Slack's markup: escaped, with live mentions, channels and links.

    `@Dana` becomes `<@U...>` when there is such a person, `#general` `<#C...|general>`, a bare address `<https://...>`.
    A person cannot type markup itself: his `<` arrives as `&lt;`.
    """
    names = {name.lower(): person.id for person in people for name in (person.name, person.real_name.split()[0])}
    rooms = {channel.name: channel.id for channel in channels if channel.name}
    parts: list[str] = []
    end = 0
    for match in _URL.finditer(text):
        parts += [_mentions(escape(text[end : match.start()]), names, rooms), f"<{escape(match.group())}>"]
        end = match.end()
    return "".join([*parts, _mentions(escape(text[end:]), names, rooms)])


def _mentions(escaped: str, names: dict[str, str], rooms: dict[str, str]) -> str:
    def person(match: re.Match[str]) -> str:
        name = match.group(1)
        if name in _BROADCASTS:
            return f"<!{name}>"
        tail = name[len(name.rstrip(".-")) :]
        found = names.get(name.lower().rstrip(".-"))
        return f"<@{found}>{tail}" if found else match.group()

    def room(match: re.Match[str]) -> str:
        found = rooms.get(match.group(1))
        return f"<#{found}|{match.group(1)}>" if found else match.group()

    return _CHANNEL.sub(room, _MENTION.sub(person, escaped))
