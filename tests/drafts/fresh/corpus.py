"""Drafts that a model could have written, honest ones and tampered ones, made before the renderer was seen.

A draft names a fact by its kind, "{evidence|some words}", and a fact of another dimension as "{level@key}", so that the
corpus outlives a change in the order of a brief's facts; ``reply`` turns the names into the ids of a brief.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es")
LATER = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth-de-en",
    "sixth-fr-es",
    "seventh-de-en",
    "seventh-fr-es",
    "ninth-de-en",
    "ninth-fr-es",
    "eleventh-fr-es",
    "twelfth-fr-es",
    "twelfth-de-en",
    "thirteenth",
)
"""The batches that were written later, each before the renderer was changed for what it showed."""
TAMPERED_LATER = ("eighth", "tenth", "thirteenth")
"""The batches of tampering alone: their cases change honest drafts of other batches and are counted apart."""
SLOT = re.compile(r"\{(?P<name>[a-z_]+(?:@[\w-]+)?)(?:\|(?P<part>[^{}]*))?\}")
LISTED = re.compile(r"\s*\[(?P<names>[A-Za-z0-9_@, -]*)\]\Z")
EMPTY = frozenset(("", " ", "."))
"""Sentences that say nothing, as some cases want them: they list no fact."""


class Named(Protocol):
    """What the corpus needs to know of a fact."""

    @property
    def id(self) -> str:
        """Return its id, such as F7."""

    @property
    def kind(self) -> str:
        """Return its kind, such as evidence."""

    @property
    def text(self) -> str:
        """Return its words."""

    @property
    def dimension(self) -> str:
        """Return the key of the dimension that it belongs to, or empty."""


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as a model wrote it, with names in place of ids.

    ``kind`` is note, narrative or plan; ``dimension`` is empty for a plan. ``sentences`` are those of a text, each with
    the facts that it lists in brackets at its end; ``actions`` are those of a plan.
    """

    id: str
    language: str
    assessment: str
    kind: str
    dimension: str
    sentences: tuple[str, ...] = ()
    actions: tuple[Mapping[str, Any], ...] = ()
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Tampered:
    """An honest draft that was changed in one way.

    ``covered`` is whether the promise covers it: code then has to catch it. ``action`` is the place from 1 of the
    action that was changed; 0 for a text, and for a change of a plan as a whole.
    """

    id: str
    kind: str
    covered: bool
    why: str
    honest: str
    written: Written
    action: int = 0


class NoFactError(LookupError):
    """A draft names a fact that the brief does not hold."""


@lru_cache
def honest() -> Mapping[str, Written]:
    """Return the honest drafts by their ids."""
    found: dict[str, Written] = {}
    for name in (*LANGUAGES, *LATER):
        table = tomllib.loads((HERE / "honest" / f"{name}.toml").read_text("utf-8"))
        for entry in table["draft"]:
            each = Written(
                id=entry["id"],
                language=entry.get("language", name),
                assessment=entry["assessment"],
                kind=entry["kind"],
                dimension=entry.get("dimension", ""),
                sentences=tuple(entry.get("text", "").splitlines()),
                actions=tuple(entry.get("action", ())),
                batch=name if name in LATER else "",
            )
            if each.id in found:
                raise ValueError(f"{each.id} stands there twice")
            found[each.id] = each
    return found


@lru_cache
def tampered() -> tuple[Tampered, ...]:
    """Return the tampered drafts, in the order of their files."""
    return tuple(each for path in sorted((HERE / "tampered").glob("*.toml")) for each in _tampered_in(path))


def _tampered_in(path: Path) -> Iterator[Tampered]:
    for entry in tomllib.loads(path.read_text("utf-8"))["kind"]:
        for number, case in enumerate(entry["cases"], start=1):
            before = honest()[case["of"]]
            batch = path.stem if path.stem in TAMPERED_LATER else before.batch
            yield Tampered(
                id=" ".join(part for part in (batch, entry["name"], str(number)) if part),
                kind=" ".join(part for part in (batch, entry["name"]) if part),
                covered=entry["covered"],
                why=entry["why"],
                honest=before.id,
                written=_changed(before, case),
                action=case.get("action", 0),
            )


def _changed(before: Written, case: Mapping[str, Any]) -> Written:
    """Apply one change; ValueError for a case that names none."""
    sentences, actions = list(before.sentences), list(before.actions)
    match case:
        case {"add": str(text)}:
            sentences.append(_sourced(text))
        case {"at": int(place), "text": str(text)}:
            longer = f"{', '.join([text] * case['times'])}." if "times" in case else text
            sentences[place - 1] = _sourced(longer)
        case {"only": list(texts)}:
            sentences = [each if each in EMPTY else _sourced(each) for each in texts]
        case {"repeat": int(place)}:
            sentences.append(sentences[place - 1])
        case {"action": int(place), "set": dict(fields)}:
            actions[place - 1] = {**actions[place - 1], **fields}
        case {"copy": int(place)}:
            actions.append(actions[place - 1])
        case {"drop": int(place)}:
            gone = actions[place - 1]["dimension"]
            actions = [each for each in actions if each["dimension"] != gone]
        case _:
            raise ValueError(f"{case} says nothing of what to change")
    return replace(before, sentences=tuple(sentences), actions=tuple(actions))


def _sourced(text: str) -> str:
    """Let a sentence rest on the level where it names no fact: so it is caught for its words, if it is caught."""
    return text if SLOT.search(text) or LISTED.search(text) or "{F" in text else f"{text} [level]"


def reply(written: Written, facts: Iterable[Named]) -> str:
    """Return the draft as the JSON that a model answers with; NoFactError for a name that no fact has."""
    names = _Names(tuple(facts))
    if written.kind == "plan":
        answer: dict[str, Any] = {"actions": [_action(each, names) for each in written.actions]}
    else:
        sentences = [_sentence(each, written.dimension, names) for each in written.sentences]
        about = names.found("dimension", written.dimension)
        answer = {"texts": [{"about": about, "sentences": sentences}]}
    return json.dumps(answer, ensure_ascii=False)


def parts(written: Written) -> Iterator[tuple[str, str, str]]:
    """Give each slot of a draft: the name in it, the part asked for or empty, and the dimension it is used in."""
    for action in written.actions:
        for field in ("what", "step", "measure"):
            for found in SLOT.finditer(action[field]):
                yield found["name"], found["part"] or "", action["dimension"]
    for sentence in written.sentences:
        for found in SLOT.finditer(sentence):
            yield found["name"], found["part"] or "", written.dimension


def holds(text: str, part: str) -> bool:
    """Whether the part stands in the text, whatever its case; an apostrophe stands for a quotation mark too."""
    return part.casefold() in text.casefold() or part.casefold() in text.casefold().replace('"', "'")


def _sentence(text: str, dimension: str, names: "_Names") -> dict[str, Any]:
    listed = LISTED.search(text)
    shown = text[: listed.start()] if listed else text
    return {"text": names.put(shown, dimension), "facts": names.listed(listed["names"] if listed else "", dimension)}


def _action(entry: Mapping[str, Any], names: "_Names") -> dict[str, Any]:
    dimension = entry["dimension"]
    deliverable = entry.get("deliverable", "")
    if deliverable and not deliverable.startswith("#"):
        deliverable = names.found("deliverable", "", deliverable)
    return {
        "dimension": _marked(dimension, "", names) or names.found("dimension", dimension),
        "what": names.put(entry["what"], dimension),
        "owner_role": entry["owner"],
        "first_step": names.put(entry["step"], dimension),
        "due_day": entry["day"],
        "measure": names.put(entry["measure"], dimension),
        "target_value": entry.get("target"),
        "unit": entry.get("unit", ""),
        "deliverable": _marked(deliverable, dimension, names) or deliverable or None,
        # An action for no dimension of the plan has no facts of its own to rest on.
        "facts": [] if dimension.startswith("#") else names.listed(entry["facts"], dimension),
    }


def _marked(value: str, dimension: str, names: "_Names") -> str:
    """Return the id that a name behind "#" stands for, or empty where there is no "#"."""
    return names.id_of(value[1:], dimension) if value.startswith("#") else ""


@dataclass(frozen=True, slots=True)
class _Names:
    """Turns names into ids; an id itself, such as F999, stays what it is."""

    facts: tuple[Named, ...]

    def put(self, text: str, dimension: str) -> str:
        return SLOT.sub(lambda found: self._slot(found, dimension), text)

    def listed(self, names: str, dimension: str) -> list[str]:
        wanted = [each.strip() for each in names.split(",")]
        return list(dict.fromkeys(self.id_of(each, dimension) for each in wanted if each))

    def id_of(self, name: str, dimension: str, part: str = "") -> str:
        if name.startswith("F"):
            return name
        kind, _, other = name.partition("@")
        return self.found(kind, other or dimension, part)

    def found(self, kind: str, dimension: str, part: str = "") -> str:
        """Return the id of the fact that holds the part; of the first of its kind where none does."""
        fitting = [each for each in self.facts if each.kind == kind and each.dimension in ("", dimension)]
        holding = [each for each in fitting if holds(each.text, part)]
        if not fitting:
            raise NoFactError(f"no {kind} for {dimension or 'the whole'}")
        return (holding or fitting)[0].id

    def _slot(self, found: re.Match[str], dimension: str) -> str:
        fact_id = self.id_of(found["name"], dimension, found["part"] or "")
        return f"{{{fact_id}}}" if found["part"] is None else f"{{{fact_id}|{found['part']}}}"
