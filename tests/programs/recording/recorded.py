"""What is recorded: a few texts of fixed assessments, drafted by the bot's own job, and what became of each."""

import json
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.drafts.brief import Kind, Piece
from bot.core.drafts.draft import Draft, Reply
from bot.core.drafts.draft_json import FINDING
from bot.files.places import prompts_folder
from bot.files.prompts import load_prompts
from bot.llm.drafter import ModelDrafter, Patience
from bot.main import SystemClock
from bot.store.store import open_store
from bot.use_cases.drafts import Drafter
from bot.use_cases.write_draft import write_draft
from tests.drafts.corpus import assessments
from tests.programs.eval.journey import keep

CASSETTES = Path(__file__).with_name("cassettes")
"""A folder for each model, with a cassette for each text and what became of it in ``verdicts.json``."""

CEILING = 10**9
SECONDS = 600.0
REPLY_TOKENS = 1_000
"""Room for one reply: a very small model runs on to the end of whatever it is given."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One text of a fixed assessment; ``name`` is the cassette's."""

    name: str
    assessment: str
    piece: Piece


RECORDED = (
    Recorded("note", "clinic", Piece(Kind.NOTE, "journey-visibility-feedback")),
    Recorded("note-from-orders", "shop", Piece(Kind.NOTE, "operational-execution")),
    Recorded("note-of-three-people", "insurer", Piece(Kind.NOTE, "voice-of-the-customer")),
    Recorded("narrative", "clinic", Piece(Kind.NARRATIVE, "root-cause-analysis")),
    Recorded("plan", "clinic", Piece(Kind.PLAN)),
)
"""The evidence of the second holds orders to the model."""


def drafted_once(recorded: Recorded, drafter: Drafter) -> Draft:
    """Have one text written by the bot's job, and give the finished draft."""
    assessment = assessments()[recorded.assessment]
    payload = {"workspace": assessment.workspace, "assessment": assessment.id, "draft": recorded.name}
    clock = SystemClock()
    with closing(open_store("sqlite://")) as store:
        keep(store, assessment)
        wanted = Draft(recorded.name, recorded.piece, assessment.facilitator, clock.now())
        with store.writing("T0ACME0001") as tx:
            tx.add_draft(assessment.workspace, assessment.id, wanted)
        write_draft(store, clock, drafter, payload, calls=CEILING, tokens=CEILING)
        with store.reading() as view:
            draft = view.draft(assessment.workspace, assessment.id, recorded.name)
    if draft is None or draft.made is None:
        raise RuntimeError(f"the job left the {recorded.name} unfinished")
    return draft


def verdict(draft: Draft) -> dict[str, object]:
    """Give what became of a draft, as JSON values: what was wrong with each reply, and whether one was taken."""
    return {
        "replies": [_reply(each) for each in draft.replies],
        "by_model": draft.made is not None and draft.made.by_model,
    }


def _reply(reply: Reply) -> dict[str, object]:
    return {
        "trouble": reply.trouble,
        "findings": [FINDING.write(each) for each in reply.findings],
        "tokens": [reply.tokens_in, reply.tokens_out],
    }


def models() -> tuple[str, ...]:
    """Name the models that were recorded."""
    return tuple(sorted(path.name for path in CASSETTES.glob("*") if path.is_dir()))


def cassette(model: str, recorded: Recorded) -> Path:
    """Give where a text of a model is recorded."""
    return CASSETTES / model / f"{recorded.name}.yaml"


def verdicts(model: str) -> Path:
    """Give where it stands which model that was, and what became of each of its texts."""
    return CASSETTES / model / "verdicts.json"


def kept(model: str) -> Any:
    """Read that."""
    return json.loads(verdicts(model).read_text(encoding="utf-8"))


def drafter_of(model: str, address: str) -> ModelDrafter:
    """Give the bot's own drafter for a model server on this machine; each question is asked once."""
    patience = Patience(seconds=SECONDS, seconds_a_try=SECONDS, tries=1)
    prompts = load_prompts(prompts_folder())
    return ModelDrafter(f"openai:{model}", prompts, base_url=address, reply_tokens=REPLY_TOKENS, patience=patience)
