"""What a model has to fill in, as JSON Schema, and how its raw text becomes a reply."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from bot.core.drafts.brief import Brief, FactKind, Kind
from bot.core.drafts.draft import Answered, Proposal, Proposals, Prose, Sentence, Texts
from bot.core.plan.plan import PHASES

# Bounds on what is taken in at all, above what a prompt asks for: whether a text is any good, the core checks.
MOST_TEXTS, MOST_SENTENCES, MOST_FACTS, MOST_PROPOSALS = 40, 30, 30, 30
LONGEST = 20_000  # characters of one field
MOST_READ = 1_000_000  # characters of a whole reply
ASKED_SENTENCES, ASKED_ACTIONS = 6, 6
LARGEST_DAY = 999_999
LARGEST_FIGURE = 1e11
# For servers that hold a model to it: neither a digit nor a quotation mark nor markup outside a slot.
SLOTTED = r'^([^{}0-9"“”„«»<>@#*_`~|\\]|[{]F[0-9]{1,3}([|][^{}|"\\]+)?[}])+$'
PLAIN = r'^[^{}0-9"“”„«»<>@#*_`~|\\]+$'
# Marks around a model's thoughts: <think>, <thinking>, [THINK], <reasoning>, <thought>.
_MARK = r"[a-z_]{0,20}(?:think|thought|reason)[a-z_]{0,20}[>\]]"
THOUGHT_OPENS = re.compile(rf"[<\[]{_MARK}", re.IGNORECASE)
THOUGHT_CLOSES = re.compile(rf"[<\[]/{_MARK}", re.IGNORECASE)
OBJECT = re.compile(r'\{\s*"')
NUMBER = re.compile(r"-?[0-9]{1,11}(?:\.[0-9]{1,6})?")
NO_ID = frozenset(("", "null", "none"))
MOST_TRIED = 64  # places where an object could begin and does not


Read = TypeVar("Read")


class Malformed(Exception):  # named for what the reply is
    """The reply is not what was asked for; the message names the places and no words of the reply."""


def schema_for(brief: Brief, *, bounded: bool) -> dict[str, Any]:
    """Give the JSON Schema that a reply has to fit, with the ids that this brief offers as the only choices.

    ``bounded`` keeps patterns and the bounds on counts and days, which not every provider takes.
    """
    ids = [fact.id for fact in brief.facts]
    facts = {"type": "array", "items": {"type": "string", "enum": ids}}
    dimensions = [fact.id for fact in brief.of_kind(FactKind.DIMENSION)]
    slotted: dict[str, Any] = {"type": "string", **({"pattern": SLOTTED} if bounded else {})}
    if brief.kind is Kind.PLAN:
        return _plan_schema(brief, facts, dimensions, slotted, bounded=bounded)
    sentence = _object({"text": slotted, "facts": facts})
    sentences: dict[str, Any] = {"type": "array", "items": sentence}
    texts: dict[str, Any] = {
        "type": "array",
        "items": _object({"about": {"type": "string", "enum": dimensions}, "sentences": sentences}),
    }
    if bounded:
        sentences |= {"minItems": 2, "maxItems": ASKED_SENTENCES}
        texts |= {"minItems": len(dimensions), "maxItems": len(dimensions)}
    return {"title": "texts", **_object({"texts": texts})}


def _plan_schema(
    brief: Brief, facts: dict[str, Any], dimensions: list[str], slotted: dict[str, Any], *, bounded: bool
) -> dict[str, Any]:
    plain = {"type": "string", **({"pattern": PLAIN} if bounded else {})}
    day = {"type": "integer", **({"minimum": 1, "maximum": PHASES[-1]} if bounded else {})}
    deliverables = [fact.id for fact in brief.of_kind(FactKind.DELIVERABLE)]
    action = _object(
        {
            "dimension": {"type": "string", "enum": dimensions},
            "what": slotted,
            "owner_role": plain,
            "first_step": slotted,
            "due_day": day,
            "measure": slotted,
            "target_value": {"type": ["number", "null"]},
            "unit": {"type": "string"},
            "deliverable": {"type": ["string", "null"], "enum": [*deliverables, None]},
            "facts": facts,
        }
    )
    count = {"minItems": 3, "maxItems": ASKED_ACTIONS} if bounded else {}
    return {"title": "plan", **_object({"actions": {"type": "array", "items": action, **count}})}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def answer_to(brief: Brief, reply: str) -> Answered:
    """Read a reply to a brief; a dimension that is told by another fact of it, its name or its key gets its fact."""
    answer = answer_from(reply, brief.kind)
    if isinstance(answer, Texts):
        return Texts(tuple((brief.dimension_fact(about), prose) for about, prose in answer.texts))
    return Proposals(tuple(replace(each, dimension=brief.dimension_fact(each.dimension)) for each in answer.actions))


def answer_from(reply: str, kind: Kind) -> Answered:
    """Read a reply, the text as it came; Malformed for what does not fit.

    A byte order mark, quotation marks around all of it, thoughts, code fences and words around the JSON are taken off
    before it is judged, keys that nobody asked for are passed over; what is missing is not made up. What can mean one
    thing only is read in another form too: the list, or its only entry, without the object around it; "30" for 30; a
    sentence without an object of its own; an id in braces. Thoughts may hold drafts of the answer: what stands outside
    of them counts first, and of several answers the last.
    """
    value = _object_in(reply[:MOST_READ], *(("actions", "what") if kind is Kind.PLAN else ("texts", "sentences")))
    try:
        if kind is Kind.PLAN:
            return Proposals(_each("action", _list(value, "actions", MOST_PROPOSALS), _proposal))
        return Texts(_each("text", _list(value, "texts", MOST_TEXTS), lambda each: (_id(each, "about"), _prose(each))))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed(str(error)[:80]) from None


def _each(name: str, values: list[object], read: Callable[[object], Read]) -> tuple[Read, ...]:
    """Read each entry of a list; what is wrong with one is told with its place."""
    found = []
    for number, value in enumerate(values, start=1):
        try:
            found.append(read(value))
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"{name} {number}: {error}") from None
    return tuple(found)


def _object_in(reply: str, key: str, of_an_entry: str) -> dict[str, Any]:
    """Find the JSON object that holds a key, or else the entries that belong into its list."""
    reply = _unquoted(reply.strip().lstrip("\ufeff"))
    whole = _object_at(reply, 0)
    if whole is not None and whole[1] == len(reply) and key in whole[0]:
        return whole[0]
    texts = (*_without_thoughts(reply), reply)
    outer = list(map(_objects, texts))
    for objects in (*outer, *(_inside(each) for each in outer)):
        holder = next((each for each in reversed(objects) if key in each), None)
        entries = [each for each in objects if of_an_entry in each]
        if holder or entries:
            return holder or {key: entries}
    raise Malformed(next(filter(None, map(_broken, texts)), f"{key} is missing"))


def _inside(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the objects that are values of others, or stand in lists that are: some models wrap their answer."""
    values = [value for each in objects for value in each.values()]
    return [one for value in values for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _broken(text: str) -> str:
    """Say where the JSON of a text breaks, in none of its words; empty where it does not."""
    opens = OBJECT.search(text)
    if opens is None:
        return "no JSON object" if text.strip() else "it is empty"
    try:
        _DECODER.raw_decode(text, opens.start())
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
        told = "the JSON ends too early" if at_end else error.msg.rstrip(": ")
        return f"{told}, line {error.lineno}, column {error.colno}"
    except (ValueError, RecursionError):
        return "no JSON object"
    return ""


def _unquoted(reply: str) -> str:
    """Return what a reply says that is one JSON string as a whole: some servers write theirs so."""
    try:
        inner = json.loads(reply) if reply.startswith('"') else None
    except (ValueError, RecursionError):
        inner = None
    return inner.strip() if isinstance(inner, str) else reply


def _without_thoughts(reply: str) -> tuple[str, ...]:
    """Return what stands outside of thoughts; behind it what stands in thoughts that have no end."""
    kept, at = [], 0
    while (opens := THOUGHT_OPENS.search(reply, at)) and (closes := THOUGHT_CLOSES.search(reply, opens.end())):
        kept.append(reply[at : opens.start()])
        at = closes.end()
    # A server that takes the opening mark off leaves the closing one behind.
    *_, rest = THOUGHT_CLOSES.split("".join([*kept, reply[at:]]))
    return tuple(THOUGHT_OPENS.split(rest, maxsplit=1))


def _objects(text: str) -> list[dict[str, Any]]:
    """Return the JSON objects of a text, none of them inside another."""
    found: list[dict[str, Any]] = []
    at, tried = 0, 0
    while (opens := OBJECT.search(text, at)) and tried < MOST_TRIED:
        read = _object_at(text, opens.start())
        at, tried = (read[1], tried) if read else (opens.end(), tried + 1)
        found += [read[0]] if read else []
    return found


def _object_at(text: str, at: int) -> tuple[dict[str, Any], int] | None:
    """Return the JSON object that begins at a place, and where it ends."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None
    return (value, end) if isinstance(value, dict) else None


def _no_number(_name: str) -> float:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError("no number")


_DECODER = json.JSONDecoder(parse_constant=_no_number, strict=False)
"""A line end inside a text is left to the checks, which name it."""


def _prose(value: object) -> Prose:
    return Prose(_each("sentence", _list(value, "sentences", MOST_SENTENCES), _sentence))


def _sentence(value: object) -> Sentence:
    """Read a sentence; one without an object of its own lists no facts."""
    entry = {"text": value} if isinstance(value, str) else value
    return Sentence(_text(entry, "text"), _ids(entry, "facts"))


def _figure(value: object, key: str) -> Fraction | None:
    """Read a number, or one written as a text; None where there is none."""
    found = _entry(value).get(key)
    if isinstance(found, str):
        found = found.strip()
        found = None if not found else Fraction(found) if NUMBER.fullmatch(found) else found
    if found is None or isinstance(found, Fraction):
        return found
    if isinstance(found, bool) or not isinstance(found, int | float) or abs(found) > LARGEST_FIGURE:
        raise ValueError(key)
    return Fraction(str(found)).limit_denominator(1_000_000)


def _proposal(value: object) -> Proposal:
    """Read an action. What it leaves empty is judged with it, and costs no other action."""
    day, deliverable = _figure(value, "due_day") or Fraction(0), _id(value, "deliverable", needed=False)
    if day.denominator > 1 or abs(day) > LARGEST_DAY:
        raise ValueError("due_day")
    return Proposal(
        dimension=_id(value, "dimension", needed=False),
        what=_text(value, "what", needed=False),
        owner_role=_text(value, "owner_role", needed=False),
        first_step=_text(value, "first_step", needed=False),
        due_day=int(day),
        measure=_text(value, "measure", needed=False),
        target=_figure(value, "target_value"),
        unit=_text(value, "unit", needed=False),
        deliverable="" if deliverable.casefold() in NO_ID else deliverable,
        facts=_ids(value, "facts"),
    )


def _entry(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def _list(value: object, key: str, most: int) -> list[object]:
    found = _entry(value).get(key)
    if not isinstance(found, list) or not 1 <= len(found) <= most:
        raise ValueError(f"{key} is no list of 1 to {most}")
    return found


def _text(value: object, key: str, *, needed: bool = True) -> str:
    """Read a text; one that is not needed may be null or absent."""
    found = _entry(value).get(key)
    if found is None and not needed:
        return ""
    if not isinstance(found, str) or len(found) > LONGEST or (needed and not found.strip()):
        raise ValueError(key)
    if any("\ud800" <= char <= "\udfff" for char in found):
        raise ValueError(key)
    return found.strip()


def _id(value: object, key: str, *, needed: bool = True) -> str:
    """Read an id, which may stand in the braces of a slot."""
    return _text(value, key, needed=needed).strip("{} ")


def _ids(value: object, key: str) -> tuple[str, ...]:
    """Read ids of facts, or the only one; a model that names none may leave the list out."""
    found = _entry(value).get(key)
    found = [found] if isinstance(found, str) else found or []
    if not isinstance(found, list) or len(found) > MOST_FACTS or not all(isinstance(each, str) for each in found):
        raise ValueError(key)
    return tuple(dict.fromkeys(_id({key: each}, key) for each in found if each.strip()))
