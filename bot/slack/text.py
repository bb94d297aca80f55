"""Text on its way to Slack and back: people's words made inert, Slack's markup made words again.

Words of people, of files and of a model go out through ``said`` (mrkdwn) or ``plain`` (plain_text) and nothing else.
What may be live is built here too, and only here: ``mention``, ``channel_mention``, ``when``, ``link``, ``own_link``.

How words are made inert, and what a reader who copies them gets:

- ``&``, ``<`` and ``>`` become entities: Slack shows and copies the character itself.
- A formatting mark (``*``, ``_``, ``~``, a backtick) stays as it is inside a word (``snake_case``), where Slack leaves
  it alone, and is shown as its twin elsewhere (see ``TWINS``). Slack has no escape for it, and clients disagree on
  whether an invisible neighbour stops it, so only another character is sure to leave our own formatting whole.
- Where Slack would look for a name or an address (``@here``, ``#general``, ``https://``, ``shop.example``) a word
  joiner (U+2060) stands in between. Every text object also says ``verbatim``; the joiner holds where that flag is not
  read, as in the fallback text. An address that should be clickable goes through ``link``, which hides nothing.
"""

import re
from datetime import UTC, datetime
from typing import Final, Literal
from unicodedata import category
from urllib.parse import urlsplit

from bot.core.assessment import REMOVED, is_gone
from bot.core.text import QUOTATION_MARKS, said_day
from bot.slack.limits import OPTION_TEXT, SECTION_TEXT

JOINER: Final = "\u2060"
ELLIPSIS: Final = "…"
LONGEST_WORD: Final = 24
"""Characters that are given up so that a text does not end within a word."""
OWN_NAME: Final = "@cxbot"
"""How the bot's own mention is written in what is heard."""
TWINS: Final = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb", ">": "\u203a"}
"""What is shown for a mark that would format; ``>`` only where it would begin a quotation."""

_BARE_TWINS: Final = {"<": "\u2039", ">": "\u203a", "@": "\uff20", "#": "\uff03", ":": "\uff1a", ".": "\u2024"}
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Letters and marks that show nothing, although Unicode does not call them format characters.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co"})
_JOINERS = "\u200c\u200d"
# A joiner makes one emoji of several, and shapes Persian and Indic words; beside plain letters it only hides.
_IDLE_JOINER = re.compile(f"(?<![^\\x00-\\x7f{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?![^\\x00-\\x7f{_JOINERS}])")
_JOINER_RUN = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")
_FOUND_BY_SLACK = re.compile(r"@(?=\w)|(?<![0-9A-Za-z])#(?=[\w-]*[^\W\d])|:(?=//)|(?<=\w)\.(?=[^\W\d_]{2})")
_SPACE, _ROUND_LINE_END = re.compile(r"[^\S\n]+"), re.compile(r" ?\n ?")
_LIVE = re.compile(r"[&<>*_~`]")
_BARE = re.compile(f"[<>]|{_FOUND_BY_SLACK.pattern}")
_UNIT = re.compile(r"<[^<>]*>|&(?:amp|lt|gt);|.", re.DOTALL)
_PERSON = re.compile(r"[UW][A-Z0-9]+")
_CHANNEL = re.compile(r"[CDG][A-Z0-9]+")
_ADDRESS = re.compile(r"""https?://[!#-;=?-\[\]^_a-z{}~]+""", re.IGNORECASE)
_BROADCAST = re.compile(r"(?<!\w)@(?:channel|here|everyone)\b", re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9.-]+")
_ADDRESS_LENGTH = 2_000
_MARKUP = re.compile(r"<([^<>]*)>|&(amp|lt|gt);")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_CHARACTERS = {"amp": "&", "lt": "<", "gt": ">"}
# Half a surrogate pair cannot be stored as UTF-8, a NUL not in every database; the rest of C0 shows nothing.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_ADDRESS_SCHEMES = ("mailto:", "tel:")
# No "<": people's own angle brackets name things, and Slack's are read before.
_MARKS = re.escape("".join(mark for mark in QUOTATION_MARKS if mark not in "<>"))
_OPENING_MARKS = re.compile(rf"(?<!\S)[{_MARKS}]+")
_CLOSING_MARKS = re.compile(rf"[{_MARKS}]+(?=[,.;:!?]*\Z)")
_HINT_BRACKETS = re.compile(r"(?<!\S)\[([^\[\]]*)\](?!\S)")
_HELP: Final = frozenset({"", "h", "help", "help me", "usage", "hilfe", "aide", "ayuda"})
_DATE_FORMS: Final = {"day": "{date_short}", "moment": "{date_short} {time}"}


def cleaned(text: str) -> str:
    r"""Return the visible text: no control, bidi, zero-width or private characters, lines ended by ``\n`` alone."""
    shown = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if not (shown.replace("\n", "").isprintable() and _BLANKS.isdisjoint(shown)):
        shown = "".join(
            char
            for char in shown
            if char == "\n" or char in _JOINERS or not (char in _BLANKS or category(char) in _INVISIBLE)
        )
        shown = _IDLE_JOINER.sub("", _JOINER_RUN.sub(r"\1", shown))
    return _ROUND_LINE_END.sub("\n", _SPACE.sub(" ", shown)).strip()


def said(text: str, limit: int = SECTION_TEXT, *, newline: str = " ") -> str:
    r"""Return words as inert mrkdwn of at most ``limit`` characters, entities counted as Slack counts them.

    Line ends become ``newline``; ``"\n"`` keeps the lines and at most one empty line between two. May return "".
    """
    words = _joined_lines(cleaned(text), newline)[: limit + 1]
    units = list(words)
    for found in _LIVE.finditer(words):
        units[found.start()] = _inert(words, found.start())
    for found in _FOUND_BY_SLACK.finditer(words):
        units[found.end() - 1] += JOINER
    return _cut(units, words, limit)


def plain(text: str, limit: int, *, newline: str = " ") -> str:
    """Return words for a plain_text object, where Slack parses nothing: cleaned and shortened only."""
    words = _joined_lines(cleaned(text), newline)
    return _cut(list(words), words, limit)


def bare(text: str, limit: int) -> str:
    """Return words for where Slack does not say whether it parses them: a mark that could be live is its twin."""
    return _BARE.sub(lambda found: _BARE_TWINS[found[0]], plain(text, limit))


def shortened(mrkdwn: str, limit: int) -> str:
    """Return composed mrkdwn of at most ``limit`` characters, never cut inside an entity or a token."""
    if len(mrkdwn) <= limit:
        return mrkdwn
    units = _UNIT.findall(mrkdwn)
    return _cut(units, [unit[0] for unit in units], limit)


def heard(text: str) -> str:
    """Return the words of inbound mrkdwn as a person would read them; never raises, whatever the text.

    A mention becomes ``@U024BE7LH``, a channel ``#name``, a broadcast ``@here``, a date its own words, a link its
    address; a label that says something else stands before it: ``label (address)``.
    """
    return _UNSTORABLE.sub("", _MARKUP.sub(_words, text))


def bare_words(text: str) -> str:
    """Return the words of a command without quotation marks round them, and without the brackets and bars of a hint."""
    plain = _HINT_BRACKETS.sub(r"\1", " ".join(text.split()))
    quoted = _OPENING_MARKS.search(plain) is not None
    bare = (_CLOSING_MARKS.sub("", _OPENING_MARKS.sub("", word)) if quoted else word for word in plain.split())
    return " ".join(word for word in bare if word not in ("", "|"))


def asks_for_help(words: str) -> bool:
    """Whether the words of a command ask how to use it, in any language that is read."""
    return words.casefold().strip(" -/!.?\u00bf\u2013\u2014") in _HELP and words != ""


def with_own_name(text: str, me: str) -> str:
    """Return heard words with the bot's own mention written by its name, as answers are read."""
    return re.sub(rf"@{re.escape(me)}\b", OWN_NAME, text) if me else text


def joined(*parts: str) -> str:
    """Return the parts that are not empty in one line, a raised dot between two."""
    return " · ".join(part for part in parts if part)


def is_channel(channel: str) -> bool:
    """Whether a text is the id of a channel, such as ``C024BE91L``, or of a conversation."""
    return bool(_CHANNEL.fullmatch(channel))


def is_person(user: str) -> bool:
    """Whether a text is the id of a person, such as ``U024BE7LH``."""
    return bool(_PERSON.fullmatch(user))


def mention(user: str) -> str:
    """Return the live mention of one person, words for one who was removed; ValueError when that is no user id."""
    if is_gone(user):
        return REMOVED
    if not is_person(user):
        raise ValueError(f"{user!r} is no Slack user id such as 'U024BE7LH'; a name is shown with said().")
    return f"<@{user}>"


def someone(user: str) -> str:
    """Return the live mention of a person; words where a record of elsewhere names somebody by no user id."""
    return mention(user) if is_person(user) or is_gone(user) else said(user, OPTION_TEXT)


def channel_mention(channel: str) -> str:
    """Return the live name of a channel, which Slack shows to those who may see it; ValueError when that is no id."""
    if not is_channel(channel):
        raise ValueError(f"{channel!r} is no Slack channel id such as 'C024BE91L'; a name is shown with said().")
    return f"<#{channel}>"


def when(moment: datetime, form: Literal["day", "moment"] = "day") -> str:
    """Return a moment that Slack shows to each reader in the reader's time zone; in words of UTC where it cannot."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone, so that it names no moment; give an aware datetime.")
    words = said_day(moment.astimezone(UTC))
    words = words if form == "day" else f"{words}, {moment.astimezone(UTC):%H:%M} UTC"
    return f"<!date^{int(moment.timestamp())}^{_DATE_FORMS[form]}|{words}>"


def link(url: str) -> str:
    """Return an address as a live link that shows where it leads; an address that could mislead stays inert words."""
    address = url.strip()
    return f"<{_escaped(address)}>" if is_plain_address(address) else said(address)


def own_link(url: str, label: str) -> str:
    """Return a labelled link to one of our own addresses (a permalink); the gate refuses it for any other host."""
    if not is_plain_address(url):
        raise ValueError("A labelled link needs a plain http or https address; show the address itself with link().")
    return f"<{_escaped(url)}|{said(label, OPTION_TEXT) or 'link'}>"


def is_plain_address(url: str) -> bool:
    """Whether an address is http(s), ASCII, without a user name and without an encoded foreign host."""
    if len(url) > _ADDRESS_LENGTH or not _ADDRESS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if _BROADCAST.search(url):
        return False  # the gate breaks it up wherever it stands, and the address with it
    return "@" not in parts.netloc and bool(_HOST.fullmatch(host)) and "xn--" not in host


def _joined_lines(text: str, newline: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text) if newline == "\n" else re.sub(r"\n+", lambda _: newline, text)


def _inert(words: str, place: int) -> str:
    char = words[place]
    if char == ">" and not words[:place].rpartition("\n")[2].strip():
        return TWINS[char]
    around = words[place - 1 : place] + words[place + 1 : place + 2]
    is_in_a_word = len(around) == 2 and around.isascii() and around.isalnum()  # noqa: PLR2004 - one neighbour on each side
    if char in "*_~`" and not (char != "`" and is_in_a_word):
        return TWINS[char]
    return _ENTITIES.get(char, char)


def _cut(units: list[str], visible: str | list[str], limit: int) -> str:
    """Join units up to ``limit`` characters, with an ellipsis for what is left out; ``visible`` has a char per unit."""
    if sum(map(len, units)) <= limit:
        return "".join(units)
    kept, room = 0, limit - len(ELLIPSIS)
    while kept < len(units) and len(units[kept]) <= room:
        room -= len(units[kept])
        kept += 1
    while kept and (_belongs_before(visible[kept]) or visible[kept - 1] in _JOINERS):
        kept -= 1  # an accent, a skin tone or half a family is not cut off its letter
    blanks = [at for at in range(kept - LONGEST_WORD, kept) if at > 0 and visible[at] == " "]
    if blanks and visible[kept] != " ":
        return "".join(units[: blanks[-1]]).rstrip() + ELLIPSIS
    return ("".join(units[:kept]).rstrip().rstrip(JOINER) + ELLIPSIS)[: max(limit, 0)]


def _belongs_before(char: str) -> bool:
    return category(char) in {"Mn", "Me"} or char in _JOINERS or "\U0001f3fb" <= char <= "\U0001f3ff"


def _escaped(text: str) -> str:
    return "".join(_ENTITIES.get(char, char) for char in text)


def _words(found: re.Match[str]) -> str:
    token, entity = found.groups()
    if token is None:
        return _CHARACTERS[entity]
    target, _, label = token.partition("|")
    return _token_in_words(_unescaped(target), _unescaped(label))


def _token_in_words(target: str, label: str) -> str:
    if target.startswith("@"):
        return target
    if target.startswith("#"):
        return f"#{label}" if label else target
    if target.startswith("!date^"):
        return label or target[1:]
    if target.startswith("!subteam^"):
        return label or f"@{target.removeprefix('!subteam^')}"
    return f"@{target[1:].partition('^')[0]}" if target.startswith("!") else _link_in_words(target, label)


def _link_in_words(target: str, label: str) -> str:
    address = target
    for scheme in _ADDRESS_SCHEMES:
        address = address.removeprefix(scheme)
    if not label or label in (address, target):
        return address
    bare = re.sub(r"^https?://", "", address)
    if label.rstrip("/") == bare.rstrip("/"):
        # Slack makes a link of any "word.word"; without a path it is more likely a word than an address.
        return target if "/" in label.rstrip("/") or label.startswith("www.") else label
    return f"{label} ({address})"


def _unescaped(text: str) -> str:
    return _ENTITY.sub(lambda entity: _CHARACTERS[entity[1]], text)
