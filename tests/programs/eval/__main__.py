"""Draft fixed assessments with the configured model, print how they fare: ``python -m tests.programs.eval``."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.core.assessment import Assessment
from bot.core.errors import BadInputError
from bot.log import configure_log
from bot.settings import ModelSettings, read_model_settings
from tests.drafts.corpus import assessments
from tests.programs.bench.machine import described_briefly
from tests.programs.eval.journey import drafted
from tests.programs.eval.page import put
from tests.programs.eval.tables import tables
from tests.programs.eval.tally import Outcome, outcome


def evaluated(chosen: Mapping[str, Assessment], settings: ModelSettings) -> Iterator[str]:
    """Draft each assessment, saying so, and give the lines of the page; Ctrl+C gives those of what is done by then."""
    began = time.monotonic()
    outcomes: dict[str, list[Outcome]] = {}
    for number, (name, assessment) in enumerate(chosen.items(), start=1):
        sys.stderr.write(f"{number} of {len(chosen)}: {name} ...\n")
        try:
            outcomes[name] = [outcome(each) for each in drafted(assessment, settings).drafts]
        except KeyboardInterrupt:
            break
    minutes = (time.monotonic() - began) / 60
    every = [each for found in outcomes.values() for each in found]
    yield (
        f"{len(every)} texts of {len(outcomes)} assessments ({', '.join(outcomes)}),"
        f" drafted with {settings.model or 'no model'} in {minutes:.1f} minutes on {described_briefly()}."
    )
    yield ""
    yield from tables(every)


def main(arguments: list[str]) -> int:
    """Print the page, or write it between its marks."""
    reader = argparse.ArgumentParser(prog="python -m tests.programs.eval", description=__doc__)
    reader.add_argument("--limit", type=int, metavar="N", help="draft the first N assessments only")
    reader.add_argument("--write", type=Path, metavar="FILE", help="write between the marks of that page")
    asked = reader.parse_args(arguments)
    try:
        settings = read_model_settings()
    except BadInputError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    configure_log("error")
    chosen = dict(list(assessments().items())[: asked.limit])
    text = "\n".join(evaluated(chosen, settings))
    if asked.write is None:
        sys.stdout.write(f"{text}\n")
    else:
        put(asked.write, text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
