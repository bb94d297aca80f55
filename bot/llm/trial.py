"""Tries a model without Slack: what would be sent for an exported assessment, and what becomes of replies."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from bot.core.assessment import Assessment
from bot.core.drafts.brief import Brief, FactKind, Kind, Piece
from bot.core.drafts.briefs import brief_for, fact_entry, pieces_of
from bot.core.drafts.draft import Finding, PromptFile, Prose, Sentence, Texts
from bot.core.drafts.render import ShownPlan, ShownText, show_plan, show_text
from bot.core.drafts.steps import NO_TEXT
from bot.core.errors import BadInputError, Problem
from bot.core.json_values import MalformedError
from bot.core.languages import DEFAULT, LANGUAGES, code_of
from bot.core.record.rescoring import read_export
from bot.core.scoring.scorecard import scorecard
from bot.core.text import counted, folded
from bot.llm import lexicon
from bot.llm.drafter import question_for
from bot.llm.schemas import Malformed, answer_to

Json = dict[str, Any]
GROUPS = {"notes": Kind.NOTE, "narratives": Kind.NARRATIVE, "plan": Kind.PLAN}
"""What is asked for in one request each, as the bot does it."""
LONGEST_SHOWN = 60


def requests(export: str, prompts: Mapping[str, PromptFile], *, piece: str = "", language: str = "") -> list[Json]:
    """Return what would be sent for a piece, or for all of them; BadInputError for what cannot be drafted."""
    assessment = _assessment(export)
    names = [piece] if piece else [name for name in GROUPS if _pieces(assessment, name)]
    found = []
    for name in names:
        brief = _brief(assessment, name, language)
        asked = question_for(prompts[brief.kind], brief, wish="", problems=(), bounded=True)
        found.append(
            {
                "piece": name,
                "language": brief.language,
                "facts": [fact_entry(fact) for fact in brief.facts],
                "prompt": {"system": asked.system, "task": asked.task},
                "schema": asked.schema,
            }
        )
    return found


def verdicts(export: str, replies: str) -> list[Json]:
    """Return what becomes of each reply, a line of JSON each; BadInputError names every line that is none."""
    assessment = _assessment(export)
    found, problems = [], []
    for number, entry in _entries(replies):
        try:
            piece, language, reply = _reply(entry)
            found.append({"piece": piece, "texts": _judged(_brief(assessment, piece, language), reply)})
        except BadInputError as error:
            problems += [Problem(f"line {number}", each.message) for each in error.problems]
    if problems or not found:
        raise BadInputError(tuple(problems) or (Problem("the replies", "hold no line. Write one for each reply."),))
    return found


def all_accepted(found: list[Json]) -> bool:
    """Whether every text of every reply is accepted."""
    return all(text["accepted"] for each in found for text in each["texts"])


def as_lines(found: list[Json]) -> Iterator[str]:
    """Give the verdicts as lines: each text or action as it would be shown, or what is wrong with it; then how many."""
    texts = [(each["piece"], text) for each in found for text in each["texts"]]
    actions = [action for _, text in texts for action in text.get("actions", ())]
    for piece, text in texts:
        yield f"{piece}, {text['about']}: {_said(text)}"
        told = [one for action in text.get("actions", ()) for one in action["findings"]]
        for place, action in enumerate(text.get("actions", ()), start=1):
            yield f"  action {place}: {_said(action)}"
            shown = f"day {action['due_day']}, {action['owner_role']}: {action['what']} {action['measure']}"
            yield from (f"    {line}" for line in _why(action["findings"]) or [shown])
        rest = [one for one in text["findings"] if one not in told]
        lines = _why(rest) or ([] if "actions" in text else [text["text"]])
        yield from (f"  {line}" for line in lines)
    counts = (("text", [text for _, text in texts]), ("action", actions))
    sums = [f"{sum(each['accepted'] for each in of)} of {counted(len(of), noun)}" for noun, of in counts if of]
    yield f"{', '.join(sums)} accepted."


def _said(verdict: Json) -> str:
    return "accepted" if verdict["accepted"] else "refused"


def _why(findings: list[Json]) -> list[str]:
    return [f"[{one['check']}] {one['message']} {one['sentence']}".rstrip() for one in findings]


def _assessment(export: str) -> Assessment:
    try:
        return read_export(json.loads(export)).assessment
    except (ValueError, RecursionError) as error:
        problems = error.problems if isinstance(error, MalformedError) else ()
        raise BadInputError(
            problems or (Problem("the export", "is no JSON. Give a file that `cxbot export` wrote."),)
        ) from None


def _pieces(assessment: Assessment, name: str) -> tuple[Piece, ...]:
    """Return the pieces that a name stands for; none for an unknown one. A dimension has its key or its name."""
    card, low = scorecard(assessment), folded(name.strip())
    pieces = pieces_of(card)
    if low in GROUPS:
        return tuple(each for each in pieces if each.kind is GROUPS[low])
    named = [
        (each, {each.key, f"{each.kind}:{card.row(each.dimension).name}"} if each.dimension else {each.key})
        for each in pieces
    ]
    return tuple(each for each, names in named if low in map(folded, names))


def _brief(assessment: Assessment, name: str, language: str) -> Brief:
    pieces = _pieces(assessment, name)
    if not pieces:
        known = ", ".join((*GROUPS, *(each.key for each in pieces_of(scorecard(assessment)))))
        told = f"{name[:LONGEST_SHOWN]!r} is nothing that is drafted of this assessment; there are {known}"
        raise BadInputError((Problem("the piece", told),))
    code = code_of(language)
    if language and code == DEFAULT and not language.casefold().startswith(DEFAULT):
        told = f"{language[:LONGEST_SHOWN]!r} is not offered; there are {', '.join(LANGUAGES)}"
        raise BadInputError((Problem("the language", told),))
    return brief_for(assessment, scorecard(assessment), *pieces, language=code if language else "")


def _entries(replies: str) -> Iterator[tuple[int, object]]:
    """Give each line with its number, or each entry of a file that is JSON as a whole; None for what is no JSON."""
    whole = _json(replies)
    if whole is not None:
        yield from enumerate(whole if isinstance(whole, list) and whole else [whole], start=1)
        return
    for number, line in enumerate(replies.split("\n"), start=1):  # a reply may hold other ends of lines
        if line.strip():
            yield number, _json(line)


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _reply(entry: object) -> tuple[str, str, str]:
    """Read an entry: the piece, the language or empty, and the reply as it came, of whatever size."""
    match entry:
        case {"piece": str(piece), "reply": str() | dict() | list() as reply, **rest} if isinstance(
            language := rest.get("language") or "", str
        ):
            return piece, language, _raw(reply)
        case _:
            told = "is no JSON" if entry is None else "has another form"
            problem = (
                f'{told}. Write {{"piece": "notes", "language": "en", "reply": "<the model\'s raw text>"}}, on a line.'
            )
            raise BadInputError((Problem("the line", problem),))


def _raw(reply: object) -> str:
    """Return the raw text of a reply: given as it is, as the JSON that it holds, or as all that the server answered."""
    match _json(reply) if isinstance(reply, str) else reply:
        case (
            {"choices": [{"message": {"content": str(content)}}, *_]}
            | {"content": [*_, {"text": str(content)}]}
            | {"message": {"content": str(content)}}
            | {"response": str(content)}
        ):
            return content
        case _:
            return reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False)


def _judged(brief: Brief, reply: str) -> list[Json]:
    try:
        answer = answer_to(brief, reply)
    except Malformed as error:
        lost = Finding("malformed", "", f"It cannot be read as the schema has it: {error}.")
        names = ["plan"] if brief.kind is Kind.PLAN else [each.dimension for each in brief.standings]
        return [_text(name, (), (lost,)) for name in names]
    if not isinstance(answer, Texts):
        return [_plan(show_plan(lexicon, brief, answer))]
    about: dict[str, ShownText] = {}
    strays = []
    for name, prose in answer.texts:
        fact = brief.fact(name)
        if fact is None or fact.kind is not FactKind.DIMENSION:
            told = f"{name[:LONGEST_SHOWN]!r} is no dimension: give the id of a fact of that kind."
            strays.append(_text(name[:LONGEST_SHOWN], (), (Finding("facts", "", told),)))
        elif fact.dimension not in about:
            about[fact.dimension] = show_text(lexicon, brief, fact.dimension, prose)
    missing = ShownText(Prose(()), (NO_TEXT,))
    shown = [(each.dimension, about.get(each.dimension, missing)) for each in brief.standings]
    return [*(_text(name, text.prose.sentences, text.findings) for name, text in shown), *strays]


def _text(about: str, lines: tuple[Sentence, ...], findings: tuple[Finding, ...]) -> Json:
    """Return what becomes of a text: its words are given when they would be shown."""
    kept = () if findings else lines
    return {
        "about": about,
        "accepted": not findings,
        "text": " ".join(each.text for each in kept),
        "lines": [{"text": each.text, "facts": list(each.facts)} for each in kept],
        "findings": [asdict(each) for each in findings],
    }


def _plan(shown: ShownPlan) -> Json:
    actions = [
        {
            "accepted": not each.findings,
            **asdict(each.action),
            "facts": list(each.action.facts),
            "findings": [asdict(finding) for finding in each.findings],
        }
        for each in shown.actions
    ]
    lines = tuple(Sentence(each.what, each.facts) for each in (shown.plan.actions if shown.plan is not None else ()))
    whole = _text("plan", lines, shown.findings)
    return {**whole, "actions": actions, "findings": [asdict(each) for each in shown.all_findings]}
