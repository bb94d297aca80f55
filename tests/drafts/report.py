"""How the renderer does on the fresh corpus: honest drafts accepted by language, tampered ones caught by kind."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.core.drafts.brief import Brief, Kind
from bot.core.drafts.briefs import brief_for, pieces_of
from bot.core.drafts.draft import Finding, Texts
from bot.core.drafts.render import show_plan, show_text
from bot.core.record.rescoring import read_export
from bot.core.scoring.scorecard import scorecard
from bot.llm import lexicon
from bot.llm.schemas import Malformed, answer_from
from tests.drafts.fresh.corpus import HERE, LANGUAGES, Written, honest, reply, tampered


@dataclass(frozen=True, slots=True)
class Judged:
    """What becomes of a draft: its findings, and those of each action of a plan; ``accepted`` is whether it is used."""

    accepted: bool
    findings: tuple[Finding, ...]
    actions: tuple[tuple[Finding, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many drafts of a group there are, and how many of them were accepted, or caught."""

    drafts: int
    counted: int

    @property
    def share(self) -> float:
        """Return the share in percent."""
        return 100 * self.counted / self.drafts


@cache
def brief_of(assessment: str, kind: str, language: str) -> Brief:
    """Return the brief of all texts of a kind, as one request has it."""
    own = HERE / "assessments" / f"{assessment}.json"
    file = own if own.exists() else HERE.parent / "assessments" / f"{assessment}.json"
    held = read_export(json.loads(file.read_text("utf-8"))).assessment
    card = scorecard(held)
    pieces = [each for each in pieces_of(card) if each.kind is Kind(kind)]
    return brief_for(held, card, *pieces, language=language)


def judged(written: Written) -> Judged:
    """Judge a draft as a model's reply to the request for all texts of its kind."""
    brief = brief_of(written.assessment, written.kind, written.language)
    try:
        answer = answer_from(reply(written, brief.facts), brief.kind)
    except Malformed as error:
        return Judged(accepted=False, findings=(Finding("malformed", "", str(error)),))
    if isinstance(answer, Texts):
        findings = show_text(lexicon, brief, written.dimension, answer.texts[0][1]).findings
        return Judged(not findings, findings)
    plan = show_plan(lexicon, brief, answer)
    return Judged(plan.plan is not None, plan.all_findings, tuple(each.findings for each in plan.actions))


def accepted_by_language() -> Mapping[str, Mapping[str, Tally]]:
    """Count the honest drafts that are accepted, by language and kind; "all" are all of a language."""
    found: dict[str, dict[str, Tally]] = {}
    for language in LANGUAGES:
        own = [(each.kind, _judged_honest(each.id).accepted) for each in honest().values() if each.language == language]
        groups = {kind: [taken for name, taken in own if kind in (name, "all")] for kind in (*map(str, Kind), "all")}
        found[language] = {kind: Tally(len(taken), sum(taken)) for kind, taken in groups.items()}
    return found


def missed() -> Iterator[str]:
    """Yield the ids of the tampered drafts that the promise covers and that pass."""
    return (each.id for each in tampered() if each.covered and not _is_caught(each.id))


def caught_by_kind(*, covered: bool) -> Mapping[str, Tally]:
    """Count the tampered drafts that are caught, by kind: those that the promise covers, or the others."""
    kinds = dict.fromkeys(each.kind for each in tampered() if each.covered is covered)
    found = {}
    for kind in kinds:
        own = [_is_caught(each.id) for each in tampered() if each.kind == kind]
        found[kind] = Tally(len(own), sum(own))
    return found


@cache
def _judged_honest(name: str) -> Judged:
    return judged(honest()[name])


@cache
def _is_caught(name: str) -> bool:
    """Whether a tampered draft has a finding that its honest one lacks; of one changed action, about that action."""
    case = next(each for each in tampered() if each.id == name)
    before, now = _judged_honest(case.honest), judged(case.written)
    if case.action and now.actions:
        known = before.actions[case.action - 1] if before.actions else ()
        return any(each not in known for each in now.actions[case.action - 1])
    return any(each not in before.findings for each in now.findings)


def report() -> str:
    """Write both rates as Markdown."""
    lines = ["| honest drafts accepted | note | narrative | plan | all |", "|---|---:|---:|---:|---:|"]
    for language, groups in accepted_by_language().items():
        cells = (f"{each.counted} of {each.drafts}" for each in groups.values())
        lines.append(f"| {language} | {' | '.join(cells)} |")
    for covered, title in ((True, "tampered drafts that the promise covers"), (False, "tampered drafts beyond it")):
        tallies = caught_by_kind(covered=covered)
        whole = Tally(sum(each.drafts for each in tallies.values()), sum(each.counted for each in tallies.values()))
        lines += ["", f"| {title} | caught | of | share |", "|---|---:|---:|---:|"]
        for kind, each in {**tallies, "**all**": whole}.items():
            lines.append(f"| {kind} | {each.counted} | {each.drafts} | {each.share:.1f} % |")
    return "\n".join(lines)
