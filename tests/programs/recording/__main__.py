"""Record the cassettes, or serve their model: ``python -m tests.programs.recording [record | serve]``."""

import argparse
import json
import shutil
import signal
import sys
import threading

from bot.core.drafts.draft import Draft
from bot.log import configure_log
from tests.programs.recording.fetching import MissingError
from tests.programs.recording.recorded import (
    CASSETTES,
    RECORDED,
    cassette,
    drafted_once,
    drafter_of,
    models,
    verdict,
    verdicts,
)
from tests.programs.recording.serving import model_server
from tests.programs.recording.tape import ADDRESS, StaleError, recording, replaying

PORT = 8091


def record() -> None:
    """Record every text anew with one model, and keep what became of each."""
    with model_server() as served:
        _say(f"recording {served.name} {served.digest}".rstrip())
        drafter = drafter_of(served.name, served.address)
        shutil.rmtree(CASSETTES / served.name, ignore_errors=True)
        found = {}
        for each in RECORDED:
            with recording(cassette(served.name, each)):
                draft = drafted_once(each, drafter)
            found[each.name] = verdict(draft)
            told = "the last one passes" if _passes(draft) else "none passes"
            _say(f"{each.name}: {len(draft.replies)} replies, {told}")
    text = json.dumps({"sha256": served.digest, "texts": found}, indent=1, ensure_ascii=False)
    verdicts(served.name).write_text(f"{text}\n", encoding="utf-8")
    for model in models():
        if model != served.name:
            _drop_if_stale(model)


def _passes(draft: Draft) -> bool:
    return draft.made is not None and draft.made.by_model


def _drop_if_stale(model: str) -> None:
    """Remove the cassettes of another model if it is asked something else by now: not everybody has each model."""
    try:
        for each in RECORDED:
            with replaying(cassette(model, each)):
                drafted_once(each, drafter_of(model, ADDRESS))
    except StaleError as error:
        shutil.rmtree(CASSETTES / model)
        _say(f"removed the cassettes of {model}, to be recorded with MODEL_FILE: {error}")


def serve(port: int) -> None:
    """Serve the model until Ctrl+C, and say how the bot is told of it."""
    with model_server(port=port, at_once=2) as served:
        _say(f"{served.name} answers; stop it with Ctrl+C. For the bot, in another window:")
        _say(f"OPENAI_BASE_URL={served.address} CXBOT_MODEL=openai:{served.name} CXBOT_MODEL_SECONDS=600 make demo")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            _say("stopped")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Do what is asked; what is missing is said in words."""
    reader = argparse.ArgumentParser(prog="python -m tests.programs.recording", description=__doc__)
    reader.add_argument("what", nargs="?", choices=("record", "serve"), default="record")
    reader.add_argument("--port", type=int, default=PORT, help="where to serve")
    asked = reader.parse_args(arguments)
    configure_log("error")
    signal.signal(signal.SIGTERM, _interrupt)  # or the server would outlive us
    try:
        serve(asked.port) if asked.what == "serve" else record()
    except MissingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
