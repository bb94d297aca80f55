"""The worked example: the scores it gives, and what it says that they make."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.files.plain import plain, unbulleted, unquoted
from bot.files.source import Line
from bot.files.tables import is_row

N = r"([0-9]{1,4}(?:[.,][0-9]{1,3})?)"
SCORES = re.compile(
    r"^(?:example |sample |dimension |readiness |maturity )?(?:scores?|scoring|ratings?|scorecard)\b([^:=]{0,40})"
    r"[:=]\s*(.*)$",
    re.IGNORECASE,
)
GLUE = r"\s*(?:[:=(]|--|[-\u2010-\u2015])?\s*"
ITEM = re.compile(rf"^([^\W\d_].*?){GLUE}{N}(?:\s*/\s*([0-9]{{1,3}}))?\s*\)?\s*[.,]?$")
NAMED_ITEM = re.compile(
    rf"^([^\W\d_][^:|]{{0,120}}?)\s*(?::|=|--|[\u2010-\u2015]|\s-\s)\s*{N}(?:\s*/\s*([0-9]{{1,3}}))?(?=$|[\s;,.])"
)
NOT_APPLICABLE = re.compile(rf"^([^\W\d_].*?){GLUE}(?:n/?a|not applicable)\s*\)?\.?$", re.IGNORECASE)
KIND = r"(overall|average|avg\.?|mean|composite|total|sum|(?:readiness|maturity)(?=(?:\s+(?:score|level))?\s*[:=]))"
QUALIFIED = r"(?:\s+(?:weighted|readiness|maturity|score|rating|level|points|figure|result|average|mean|sum|total))*"
OVERALL = re.compile(
    rf"(?:^(?:the\s+)?|(?<!target )(?<!goal )(?<!previous )(?<!last )(?<!expected )\b(?=overall)){KIND}{QUALIFIED}"
    rf"\s*(?:\([^()]{{0,30}}\)\s*)?(?::|=|--|[-\u2010-\u2015]|\(|\bis\b|\bof\b)?\s*(?:about\s+|~\s*|\u2248\s*)?{N}(?![0-9A-Za-z%])"
    rf"(?:\s*/\s*{N}|\s+(?:out\s+)?of\s+{N})?(?:\s*(?:points?|pts))?\s*\)?\s*(.*)$",
    re.IGNORECASE,
)
NAME_THEN_FIGURE = re.compile(
    rf"^(?:overall{QUALIFIED}|band|maturity(?:\s+(?:level|band))?)\s*(?::|=|[\u2010-\u2015]|\bis\b)\s*([^\W\d_][^():;,.]{{0,40}}?)\s*\(\s*{N}\s*(?:/\s*{N})?\s*\)",
    re.IGNORECASE,
)
BAND = re.compile(
    rf"^(?:overall{QUALIFIED}|(?:overall\s+|maturity\s+|readiness\s+)*band|(?:overall\s+)?maturity(?:\s+(?:level|band))?)"
    r"\s*(?::|=|[\u2010-\u2015]|\bis\b)\s*([^\W\d_].*)$",
    re.IGNORECASE,
)
TAIL_NAME = re.compile(r"^(?:\(\s*([^()]{1,60})\s*\)|(?:[:,]|--|[-\u2010-\u2015])\s*([^\W\d_][^:;,.()]{0,60}))")
ELSEWHEN = re.compile(
    r"^(?:goal|target|aim|previous|last|next|after|before|by|expected|[0-9]+[- ]days?)\b", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[\w)])\.\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Score:
    """One score of the example: a dimension's name as abbreviated there, and the figure as written, or None for n/a."""

    line: int
    name: str
    figure: str | None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the example says the scores make: a figure, the highest it could be, and the band; empty where unsaid."""

    line: int
    kind: str
    figure: str = ""
    of: str = ""
    band: str = ""


@dataclass(slots=True)
class Example:
    """One set of scores with what is said of it. ``label`` is what stands between ``Scores`` and the colon."""

    line: int = 0
    label: str = ""
    scores: list[Score] = field(default_factory=list)
    stated: list[Stated] = field(default_factory=list)


def read_examples(lines: Sequence[Line]) -> list[Example]:
    """Read the example section; a section with several sets of scores gives several examples."""
    examples = [Example()]
    listing = False
    for line in lines:
        body = _words(line)
        found = SCORES.match(body)
        if found:
            if examples[-1].label or examples[-1].scores:
                examples.append(Example())
            current = examples[-1]
            current.line, current.label = line.number, f"scores {found.group(1)}"
            rest = SENTENCE.split(found.group(2))
            listing = not rest[0].strip()
            _take_items(line.number, rest[0], current)
            for sentence in rest[1:]:
                _take_statement(line.number, sentence, current)
        elif listing and body and (score := _score(line.number, body)) and not OVERALL.match(body):
            examples[-1].scores.append(score)
        elif body:
            listing = False
            for sentence in SENTENCE.split(body):
                for clause in sentence.split(";"):
                    _take_statement(line.number, clause.strip(), examples[-1])
    return [each for each in examples if each.scores or each.stated]


def named_scores(lines: Sequence[Line]) -> list[Score]:
    """Read lines such as ``Journey mapping: 2/5 - maps are old`` from an example without a ``Scores:`` line."""
    found: list[Score] = []
    for line in lines:
        item = NAMED_ITEM.match(_words(line))
        if item and not OVERALL.match(item.group()):
            found.append(Score(line.number, item.group(1).strip(), item.group(2), item.group(3) or ""))
    return found


def _words(line: Line) -> str:
    if is_row(line):
        cells = [plain(cell) for cell in line.body.strip("|").split("|")]
        return f"{cells[0]}: {cells[1]}" if len(cells) > 1 and cells[0] else ""
    return plain(unbulleted(unquoted(line.text))[0])


def _take_items(line: int, text: str, example: Example) -> None:
    parts = re.split(r";|\|", text) if re.search(r"[;|]", text) else re.split(r",\s+", text)
    for part in parts:
        words = part.strip()
        if words and not _take_statement(line, words, example) and (score := _score(line, words)):
            example.scores.append(score)


def _score(line: int, words: str) -> Score | None:
    if absent := NOT_APPLICABLE.match(words):
        return Score(line, absent.group(1).strip(), None)
    found = ITEM.match(words) or NAMED_ITEM.match(words)
    return Score(line, found.group(1).strip(), found.group(2), found.group(3) or "") if found else None


def _take_statement(line: int, words: str, example: Example) -> bool:
    """Note what a clause says of the overall figure or the band; False when it says neither."""
    if ELSEWHEN.match(words):
        return False
    if found := NAME_THEN_FIGURE.match(words):
        name, figure, of = found.groups()
        example.stated.append(Stated(line, "overall", figure, of or "", name.strip()))
        return True
    if found := OVERALL.search(words):
        kind, figure, of, out_of, tail = found.groups()
        name = TAIL_NAME.match(tail)
        if tail and not name and tail[0] not in ".,;:)|":
            return False
        band = (name.group(1) or name.group(2) or "").strip() if name else ""
        example.stated.append(Stated(line, kind.lower().rstrip("."), figure, of or out_of or "", band))
        return True
    if found := BAND.match(words):
        example.stated.append(Stated(line, "band", band=found.group(1).strip()))
        return True
    return False
