"""A real model's recorded replies go through the drafter, the checks and the job, and end as they ended then."""

import json
import re
from pathlib import Path

import pytest

from tests.programs.recording.recorded import (
    CASSETTES,
    RECORDED,
    Recorded,
    cassette,
    drafted_once,
    drafter_of,
    kept,
    models,
    verdict,
)
from tests.programs.recording.tape import ADDRESS, StaleError, replaying

MOST_BYTES = 60_000
SECRETS = re.compile(r"authorization|api[-_]?key|bearer|x-stainless|user-agent|cookie|organization", re.IGNORECASE)
EVERY = [(model, each) for model in models() for each in RECORDED]
IDS = [f"{model}-{each.name}" for model, each in EVERY]


@pytest.mark.parametrize("model", models())
def test_another_question_is_never_sent_anywhere_and_says_what_to_do(model: str) -> None:
    contents = []
    with pytest.raises(StaleError, match="Run `make record`"), replaying(cassette(model, RECORDED[0])):
        contents += [each.content for each in drafted_once(RECORDED[0], drafter_of("another", ADDRESS)).replies]
    assert set(contents) == {None}


def test_a_missing_cassette_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StaleError, match="run `make record`"), replaying(tmp_path / "note.yaml"):
        pytest.fail("there is nothing to replay")


@pytest.mark.parametrize(("model", "recorded"), EVERY, ids=IDS)
def test_a_real_reply_ends_as_it_ended_when_it_was_recorded(model: str, recorded: Recorded) -> None:
    with replaying(cassette(model, recorded)):
        draft = drafted_once(recorded, drafter_of(model, ADDRESS))
    now = json.loads(json.dumps(verdict(draft)))
    assert now == kept(model)["texts"][recorded.name], "the checks or the reading of replies changed: `make record`"


@pytest.mark.parametrize("model", models())
def test_there_is_a_cassette_for_each_text_and_no_other(model: str) -> None:
    names = [each.name for each in RECORDED]
    assert sorted(path.stem for path in (CASSETTES / model).glob("*.yaml")) == sorted(names)
    assert list(kept(model)["texts"]) == names


@pytest.mark.parametrize(("model", "recorded"), EVERY, ids=IDS)
def test_a_cassette_is_small_and_names_no_secret_and_no_other_machine(model: str, recorded: Recorded) -> None:
    text = cassette(model, recorded).read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert SECRETS.findall(text) == []
    assert set(re.findall(r"^ *uri: (.*)$", text, re.MULTILINE)) == {f"{ADDRESS}/chat/completions"}
