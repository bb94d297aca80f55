"""The worked example: the scores it gives, and whether they make what it says that they make."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.core.assessment import NotApplicable
from bot.core.framework import Band, Framework, Scale
from bot.core.scoring.scoring import Value, band_of, format_figure, overall, round_half_up
from bot.files.bands import figure_of
from bot.files.blocks import Line
from bot.files.scale import spans_of
from bot.files.source import Remarks

N = r"([0-9]{1,4}(?:[.,][0-9]{1,3})?)"
SCORES = re.compile(
    r"^(?:example |sample |dimension |readiness |maturity )?(?:scores?|scoring|ratings?|scorecard)\b([^:=]{0,40})"
    r"[:=]\s*(.*)$",
    re.IGNORECASE,
)
NAME = r"^(?:[^\w\s()|]{1,8}\s*)?([^\W\d_]"
"""The beginning of a name, a picture before it or not."""
GLUE = r"\s*(?:[:=(]|--|[-\u2010-\u2015])?\s*"
ITEM = re.compile(rf"{NAME}.*?){GLUE}{N}(?:\s*/\s*([0-9]{{1,3}}))?\s*\)?\s*[.,]?$")
NAMED_ITEM = re.compile(
    rf"{NAME}[^:|]{{0,120}}?)\s*(?::|=|--|[\u2010-\u2015]|\s-\s)\s*{N}(?:\s*/\s*([0-9]{{1,3}}))?(?=$|[\s;,.])"
)
NOT_APPLICABLE = re.compile(rf"{NAME}.*?){GLUE}(?:n/?a|not applicable)\s*\)?\.?$", re.IGNORECASE)
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
    claims: list[Claim] = field(default_factory=list)


def read_examples(lines: Sequence[Line]) -> list[Example]:
    """Read the example section; a section with several sets of scores gives several examples."""
    examples = [Example()]
    listing = False
    for line in lines:
        body = line.text
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
    return [each for each in examples if each.scores or each.claims]


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
        example.claims.append(Claim(line, "overall", figure, of or "", name.strip()))
        return True
    if found := OVERALL.search(words):
        kind, figure, of, out_of, tail = found.groups()
        name = TAIL_NAME.match(tail)
        if tail and not name and tail[0] not in ".,;:)|":
            return False
        band = (name.group(1) or name.group(2) or "").strip() if name else ""
        example.claims.append(Claim(line, kind.lower().rstrip("."), figure, of or out_of or "", band))
        return True
    if found := BAND.match(words):
        example.claims.append(Claim(line, "band", band=found.group(1).strip()))
        return True
    return False


WORDS = re.compile(r"[a-z0-9]+")
SHORT = 3  # letters by which an abbreviation is known: "Exper" for Experimentation
SUMS, MEANS = {"total", "sum"}, {"average", "avg", "mean"}
MAX_WORDS = 3  # of a band's name as an example states it


def check_examples(framework: Framework, lines: Sequence[Line], remarks: Remarks) -> None:
    """Compute each example with the bot's own arithmetic; what does not agree is a problem."""
    for each in read_examples(lines):
        _check(framework, each, remarks)


def _check(framework: Framework, example: Example, remarks: Remarks) -> None:
    scale, count = framework.scale, len(framework.dimensions)
    if not example.scores:
        for claim in example.claims:
            remarks.note(claim.line, "the example states a result but gives no scores, so it cannot be checked.")
        return
    line = example.line or example.scores[0].line
    other = [span for span in spans_of(example.label) if span != (scale.low, scale.high)]
    if other:
        told = f"the example scores from {other[0][0]} to {other[0][1]}, but the scale runs from {scale.low} to"
        remarks.problem(line, f"{told} {scale.high}. Correct one of them.")
    elif [each for each in example.scores if not _is_sound(scale, each, remarks)]:
        return
    elif len(example.scores) != count:
        told = f"the example scores {len(example.scores)} of the {count} dimensions of the scorecard."
        if example.claims:
            remarks.problem(line, f"{told} Its overall result cannot be right. Score each dimension once.")
        else:
            remarks.note(line, told)
    else:
        values = _values(framework, example.scores)
        for claim in example.claims:
            _check_claim(framework, values, claim, remarks)


def _is_sound(scale: Scale, score: Score, remarks: Remarks) -> bool:
    """Whether a score lies on the scale; half a level is a note."""
    if score.figure is None:
        return True
    figure, told = figure_of(score.figure), f"the example scores {score.name!r}"
    if not scale.low <= figure <= scale.high:
        runs = f"the scale runs from {scale.low} to {scale.high}."
        remarks.problem(score.line, f"{told} {score.figure}; {runs} Correct the score.")
        return False
    if score.of and int(score.of) != scale.high:
        remarks.problem(score.line, f"{told} out of {score.of}; the scale ends at {scale.high}.")
        return False
    if figure.denominator != 1:
        remarks.note(score.line, f"{told} {score.figure}; people give whole levels.")
    return True


def _check_claim(framework: Framework, values: Mapping[str, Value], claim: Claim, remarks: Remarks) -> None:
    result = overall(framework, values)
    if result is None:
        return
    rated = [value for value in values.values() if isinstance(value, Fraction)]
    top, of = framework.scale.high, figure_of(claim.of) if claim.of else None
    exact, aggregate = result.exact, framework.aggregate
    if aggregate == "mean" and (claim.kind in SUMS or of == top * len(values) != top):
        exact, aggregate = sum(rated, Fraction(0)), "sum"
    elif aggregate == "sum" and claim.kind not in SUMS and (claim.kind in MEANS or of == top != top * len(values)):
        exact, aggregate = sum(rated, Fraction(0)) / len(rated), "mean"
    highest = top * (len(values) if aggregate == "sum" else 1)
    if of is not None and of != highest:
        told = f"the example states a result out of {claim.of}; the highest possible is {highest}."
        remarks.problem(claim.line, told)
    if claim.figure and not _agrees(claim.figure, exact, whole=aggregate == "sum"):
        right = format_figure(exact, aggregate)
        told = f"the example states {claim.kind} {claim.figure}, but its scores give {right}."
        remarks.problem(claim.line, f"{told} Correct the scores or the figure.")
    band = band_of(framework, result.rounded)
    if claim.band and band is not None and _names_another(framework, band, claim.band):
        told = f"the example states the band {claim.band!r}, but its scores fall into {band.name!r}."
        remarks.problem(claim.line, f"{told} Correct the scores or the band.")


def _agrees(figure: str, exact: Fraction, *, whole: bool) -> bool:
    """Whether a stated figure is the exact one, rounded half up to the decimals stated, or to the usual one."""
    said, places = figure_of(figure), len(re.split("[.,]", figure)[1]) if re.search("[.,]", figure) else 0
    return said == round_half_up(exact, 0 if whole else 1) or (places > 0 and said == round_half_up(exact, places))


def _names_another(framework: Framework, band: Band, stated: str) -> bool:
    """Whether words name a band, or look like the name of one, that is not ``band``."""
    words = re.sub(r"^level\s*[0-9]+\s*[:\u2013\u2014-]?\s*", "", stated.strip(), flags=re.IGNORECASE).lower()
    named = [each for each in framework.bands if re.match(rf"{re.escape(each.name.lower())}(?!\w)", words)]
    return band not in named and bool(named or (stated[:1].isupper() and len(words.split()) <= MAX_WORDS))


def _values(framework: Framework, scores: Sequence[Score]) -> dict[str, Value]:
    """Return the scores by dimension: by words in common where that settles all of them, else in their order."""
    keys = [each.key for each in framework.dimensions]
    matched = {_best(framework, each.name) for each in scores} - {None}
    order = [_best(framework, each.name) or "" for each in scores] if len(matched) == len(keys) else keys
    return {
        key: NotApplicable("n/a") if score.figure is None else figure_of(score.figure)
        for key, score in zip(order, scores, strict=True)
    }


def _best(framework: Framework, name: str) -> str | None:
    """Return the one dimension whose name shares most words with an abbreviation, or None."""
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
