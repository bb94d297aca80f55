"""The worked example: the scores it gives, and whether they make what it says that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.core.assessment import NotApplicable
from bot.core.framework import Framework
from bot.core.scoring.scoring import Value, band_of, format_figure, overall, round_half_up
from bot.files.blocks import Line
from bot.files.problems import Remarks
from bot.files.scale import spans_of

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
class Claim:
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
    stated: list[Claim] = field(default_factory=list)


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
    if line.kind == "row":
        return f"{line.cells[0]}: {line.cells[1]}" if len(line.cells) > 1 and line.cells[0] else ""
    return line.text


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
        example.stated.append(Claim(line, "overall", figure, of or "", name.strip()))
        return True
    if found := OVERALL.search(words):
        kind, figure, of, out_of, tail = found.groups()
        name = TAIL_NAME.match(tail)
        if tail and not name and tail[0] not in ".,;:)|":
            return False
        band = (name.group(1) or name.group(2) or "").strip() if name else ""
        example.stated.append(Claim(line, kind.lower().rstrip("."), figure, of or out_of or "", band))
        return True
    if found := BAND.match(words):
        example.stated.append(Claim(line, "band", band=found.group(1).strip()))
        return True
    return False


WORDS = re.compile(r"[a-z0-9]+")
SHORT = 3  # letters by which an abbreviation is known: "Exper" for Experimentation
SUMS, MEANS = {"total", "sum"}, {"average", "avg", "mean"}
MAX_WORDS = 3  # of a band's name as an example states it


def check_examples(framework: Framework, lines: Sequence[Line], remarks: Remarks) -> None:
    """Compute each example with the bot's own arithmetic; what does not agree is a problem."""
    examples = read_examples(lines)
    if not any(each.scores for each in examples):
        named = _of_dimensions(framework, named_scores(lines))
        for each in examples[:1]:
            each.scores, each.line = named, named[0].line if named else 0
    for each in examples:
        _check(framework, each, remarks)


def _check(framework: Framework, example: Example, remarks: Remarks) -> None:
    if not example.scores:
        for each in example.stated:
            remarks.note(each.line, "the example states a result but gives no scores, so it cannot be checked.")
        return
    scale = framework.scale
    for low, high in spans_of(example.label):
        if (low, high) != (scale.low, scale.high):
            told = f"the example scores from {low} to {high}, but the scale runs from {scale.low} to {scale.high}."
            remarks.problem(example.line, f"{told} Correct one of them.")
            return
    sound = [_is_sound(framework, each, remarks) for each in example.scores]
    if not all(sound):
        return
    if len(example.scores) != len(framework.dimensions):
        told = f"the example scores {len(example.scores)} dimensions; the scorecard has {len(framework.dimensions)}."
        if example.stated:
            remarks.problem(example.line, f"{told} Its overall result cannot be right. Score each dimension once.")
        else:
            remarks.note(example.line, told)
        return
    values = _values(framework, example.scores)
    for each in example.stated:
        _check_stated(framework, values, each, remarks)


def _is_sound(framework: Framework, score: Score, remarks: Remarks) -> bool:
    if score.figure is None:
        return True
    figure, scale = _number(score.figure), framework.scale
    if not scale.low <= figure <= scale.high:
        told = f"the example scores {score.name!r} {score.figure}; the scale runs from {scale.low} to {scale.high}."
        remarks.problem(score.line, f"{told} Correct the score.")
        return False
    if score.of and int(score.of) != scale.high:
        remarks.problem(
            score.line, f"the example scores {score.name!r} out of {score.of}; the scale ends at {scale.high}."
        )
        return False
    if figure.denominator != 1:
        remarks.note(score.line, f"the example scores {score.name!r} {score.figure}; people give whole levels.")
    return True


def _check_stated(framework: Framework, values: Mapping[str, Value], stated: Claim, remarks: Remarks) -> None:
    result = overall(framework, values)
    if result is None:
        return
    rated = [each for each in values.values() if isinstance(each, Fraction)]
    exact, aggregate = result.exact, framework.aggregate
    as_sum = stated.kind in SUMS or (
        bool(stated.of) and _number(stated.of) == framework.scale.high * len(values) != framework.scale.high
    )
    as_mean = stated.kind in MEANS or (bool(stated.of) and _number(stated.of) == framework.scale.high)
    if as_sum and aggregate == "mean":
        exact, aggregate = sum(rated, Fraction(0)), "sum"
    elif as_mean and not as_sum and aggregate == "sum":
        exact, aggregate = sum(rated, Fraction(0)) / len(rated), "mean"
    top = framework.scale.high * (len(values) if aggregate == "sum" else 1)
    if stated.of and _number(stated.of) != top:
        remarks.problem(stated.line, f"the example states a result out of {stated.of}; the highest possible is {top}.")
    if stated.figure and not _agrees(stated.figure, exact, aggregate == "sum"):
        told = (
            f"the example states {stated.kind} {stated.figure}, but its scores give {format_figure(exact, aggregate)}."
        )
        remarks.problem(stated.line, f"{told} Correct the scores or the figure.")
    if stated.band:
        _check_band(framework, result.rounded, stated, remarks)


def _agrees(figure: str, exact: Fraction, whole: bool) -> bool:  # noqa: FBT001 (one word at one place)
    """Tell whether a stated figure is the exact one, rounded half up to the decimals stated, or to the usual one."""
    said, places = _number(figure), len(re.split("[.,]", figure)[1]) if re.search("[.,]", figure) else 0
    return said == round_half_up(exact, 0 if whole else 1) or (places > 0 and said == round_half_up(exact, places))


def _check_band(framework: Framework, rounded: Fraction, stated: Claim, remarks: Remarks) -> None:
    band = band_of(framework, rounded)
    if band is None:
        return
    words = re.sub(r"^level\s*[0-9]+\s*[:\u2013\u2014-]?\s*", "", stated.band.strip(), flags=re.IGNORECASE).lower()
    named = [each for each in framework.bands if re.match(rf"{re.escape(each.name.lower())}(?!\w)", words)]
    if any(each is band for each in named):
        return
    looks_named = stated.band[:1].isupper() and len(words.split()) <= MAX_WORDS
    if named or looks_named:
        told = f"the example states the band {stated.band!r}, but its scores fall into {band.name!r}."
        remarks.problem(stated.line, f"{told} Correct the scores or the band.")


def _values(framework: Framework, scores: Sequence[Score]) -> dict[str, Value]:
    """Give each score to its dimension: by words in common where that settles all of them, else in their order."""
    keys = [each.key for each in framework.dimensions]
    matched = [_best(framework, each.name) for each in scores]
    chosen = [each for each in matched if each is not None]
    order = chosen if len(set(chosen)) == len(keys) == len(chosen) else keys
    return {
        key: NotApplicable("n/a") if score.figure is None else _number(score.figure)
        for key, score in zip(order, scores, strict=True)
    }


def _best(framework: Framework, name: str) -> str | None:
    """Give the one dimension whose name shares most words with an abbreviation, or None."""
    said = WORDS.findall(name.lower())
    points = {each.key: _in_common(said, WORDS.findall(each.name.lower())) for each in framework.dimensions}
    most = max(points.values(), default=0)
    best = [key for key, count in points.items() if count == most]
    return best[0] if most and len(best) == 1 else None


def _in_common(said: Sequence[str], words: Sequence[str]) -> int:
    return sum(
        any(each == word or (len(each) >= SHORT and (word.startswith(each) or each.startswith(word))) for word in words)
        for each in said
    )


def _of_dimensions(framework: Framework, scores: Sequence[Score]) -> list[Score]:
    """Keep the scores that are each of another dimension, when they are all of them."""
    matched = {key: score for score in scores if (key := _best(framework, score.name))}
    return list(matched.values()) if len(matched) == len(framework.dimensions) else []


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", "."))
