"""Makes tampered drafts of the honest ones: ``python -m tests.drafts.tampering --write``.

Each category takes an honest draft and gives it back false or forbidden in several ways. Of all that come about, a
fixed choice is kept: the same one on every run, spread evenly over the ways and over the honest drafts.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random
from string import Template
from typing import Any

from bot.core.drafts.draft import Prose, Sentence
from tests.drafts import tamper_form as form
from tests.drafts import tamper_levels as levels
from tests.drafts import tamper_numbers as numbers
from tests.drafts import tamper_plans as plans
from tests.drafts import tamper_quotations as quotations
from tests.drafts import tamper_shape as shape
from tests.drafts.corpus import HERE, TAMPERED, Honest, Tampered, brief_with, honest_drafts, line_of
from tests.drafts.edits import WHERE, Lie, Tamper, added

MOST = 12
"""Cases of one category; more only where there are more reasons than that, so that each of them occurs."""
MORE = {"instruction_obeyed": 32}

MADE: dict[str, Tamper] = {
    "number_changed": numbers.numbers_changed,
    "number_off_by_one": numbers.numbers_off_by_one,
    "decimal_moved": numbers.decimals_moved,
    "percent_added": numbers.percents_added,
    "unit_changed": numbers.units_changed,
    "number_word_changed": numbers.number_words_changed,
    "numbers_swapped": numbers.numbers_swapped,
    "date_changed": numbers.dates_changed,
    "levels_swapped": levels.levels_swapped,
    "level_changed": levels.levels_changed,
    "target_changed": levels.targets_changed,
    "level_name_swapped": levels.level_names_swapped,
    "gap_changed": levels.gaps_changed,
    "evidence_changed": levels.evidence_changed,
    "band_changed": levels.bands_changed,
    "overall_changed": levels.overalls_changed,
    "quotation_made_up": quotations.quotations_made_up,
    "quotation_altered": quotations.quotations_altered,
    "quotation_from_elsewhere": quotations.quotations_from_elsewhere,
    "quotation_of_the_rubric": quotations.quotations_of_the_rubric,
    "quotation_cited_wrongly": quotations.quotations_cited_wrongly,
    "day_outside": plans.days_outside,
    "day_contradicted": plans.days_contradicted,
    "time_outside": plans.times_outside,
    "owner_missing": plans.owners_missing,
    "owner_mistaken": plans.owners_mistaken,
    "measure_missing": plans.measures_missing,
    "words_missing": plans.words_missing,
    "gap_forgotten": plans.gaps_forgotten,
    "dimension_unknown": plans.dimensions_unknown,
    "deliverable_made_up": plans.deliverables_made_up,
    "markup": form.marked_up,
    "hidden_character": form.hidden_characters,
    "line_break": form.line_breaks,
    "lookalike_letters": form.lookalike_letters,
    "empty": shape.emptied,
    "blank": shape.blanked,
    "too_long": shape.lengthened,
    "repeated": shape.repeated,
    "loop": shape.looped,
    "broken_off": shape.broken_off,
    "fact_unknown": shape.facts_unknown,
    "kind_mistaken": shape.kind_mistaken,
}


def tampers() -> Mapping[str, Tamper]:
    """Give every category's way of tampering, by name."""
    tables = tomllib.loads((HERE / "added.toml").read_text("utf-8"))
    said = {name: _adding(table) for name, table in tables.items()}
    return {**MADE, **said, "instruction_obeyed": _obeying()}


def corpus() -> Iterator[Tampered]:
    """Yield the chosen cases, by category in their order."""
    for category, tamper in tampers().items():
        made = [(each, lie) for each in honest_drafts().values() for lie in tamper(each)]
        for number, (honest, lie) in enumerate(_chosen(category, made), start=1):
            name = f"{category}-{number:02}"
            yield Tampered(name, honest.name, category, lie.reason, lie.content, lie.heard)


def _chosen(category: str, made: list[tuple[Honest, Lie]]) -> Iterator[tuple[Honest, Lie]]:
    """Choose up to MOST, each time one whose reason and whose honest draft were chosen least often."""
    left = list(made)
    Random(category).shuffle(left)
    reasons: Counter[str] = Counter()
    drafts: Counter[str] = Counter()
    seen: set[str] = set()
    variants: Counter[str] = Counter()
    most = max(MORE.get(category, MOST), len({lie.reason for _, lie in made}))
    while left and len(seen) < most:
        honest, lie = min(
            left, key=lambda pair: (reasons[pair[1].reason], variants[pair[1].variant], drafts[pair[0].name])
        )
        left.remove((honest, lie))
        if (text := f"{honest.name} {lie.content}") not in seen:
            seen.add(text)
            reasons[lie.reason] += 1
            variants[lie.variant] += 1
            drafts[honest.name] += 1
            yield honest, lie


def _adding(table: Mapping[str, list[str]]) -> Tamper:
    """Make a way of tampering that adds each of the sentences, at one place after the other."""

    def add(honest: Honest) -> Iterator[Lie]:
        number = len(honest.name)
        for reason, sentences in table.items():
            for sentence in sentences:
                number += 1
                yield Lie(reason, added(honest.content, _filled(sentence, honest), WHERE[number % 3]), variant=sentence)

    return add


def _obeying() -> Tamper:
    """Make a way of tampering that obeys what the evidence commands."""
    table: list[dict[str, Any]] = tomllib.loads((HERE / "hostile.toml").read_text("utf-8"))["instruction"]

    def obey(honest: Honest) -> Iterator[Lie]:
        for number, each in enumerate(table):
            heard, obeyed = _filled(each["heard"], honest), _filled(each["obeyed"], honest)
            facts = (brief_with(honest.brief, heard).facts[-1].id,)
            whole = each.get("whole") and isinstance(honest.content, Prose)
            content = (
                Prose((Sentence(obeyed, facts),)) if whole else added(honest.content, obeyed, WHERE[number % 3], facts)
            )
            yield Lie(f"obeys the evidence: {each['heard']}", content, heard)

    return obey


def _filled(sentence: str, honest: Honest) -> str:
    standing = honest.brief.standings[0]
    return Template(sentence).substitute(name=standing.name, subject=honest.assessment.subject.name)


def main() -> None:
    """Write the corpus, or say how many cases of each category there would be."""
    reader = argparse.ArgumentParser(prog="python -m tests.drafts.tampering", description=main.__doc__)
    reader.add_argument("--write", action="store_true", help="write tampered.jsonl anew")
    cases = list(corpus())
    if reader.parse_args().write:
        TAMPERED.write_text("".join(map(line_of, cases)), "utf-8")
    for category, count in Counter(each.category for each in cases).items():
        print(f"{category}: {count}")  # noqa: T201  # printing is what the command is for


if __name__ == "__main__":
    main()
