"""Where a person stands behind a request that cannot be done, the person gets a plain word."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest

from tests.hostile.house import CX_TEAM, DANA, ELLIS, FORM, OTHER_TEAM, PARTNER, RILEY, TEAM, Answer, House, genuine

START = {"framework": "cx-optimization", "subject": "Acme", "target.cx-optimization": "own"}
HIDDEN = "C0GENERAL1"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.close()


def send(house: House, payload: dict[str, Any]) -> Answer:
    request = genuine(b"payload=" + quote_plus(json.dumps(payload)).encode(), FORM)
    return house.post(request.body, request.headers)


def submitted(form: str, metadata: str, values: dict[str, str], **more: Any) -> dict[str, Any]:
    state = {block: {"value": {"type": "x", "value": value}} for block, value in values.items()}
    view = {"id": "V1", "type": "modal", "callback_id": form, "private_metadata": metadata, "state": {"values": state}}
    user = {"id": DANA, "team_id": TEAM}
    return {"type": "view_submission", "team": {"id": TEAM}, "user": user, "view": view, **more}


def errors(answer: Answer) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.body)["errors"]
    return found


def test_a_command_without_its_fields_is_answered(house: House) -> None:
    form = urlencode({"command": "/cx-scorecard", "team_id": TEAM, "user_id": DANA}).encode()
    request = genuine(form, FORM)
    answer = house.post(request.body, request.headers)
    assert answer.status == 200
    assert "not saved" in json.loads(answer.body)["text"]


def test_a_form_of_another_version_says_so_at_its_first_field(house: House) -> None:
    assert "Close" in errors(send(house, submitted("gone", "", {"field": "words"})))["field"]


def test_a_form_without_its_channel_says_so(house: House) -> None:
    for metadata in ("", "{}", "[]", '{"channel": 5}', "x" * 3_000):
        assert errors(send(house, submitted("start", metadata, START)))["subject"]
    assert house.facts() == {}


def test_a_form_from_another_organisation_is_refused_in_words(house: House) -> None:
    metadata = CX_TEAM
    guest = {"id": ELLIS, "team_id": PARTNER}
    inside = submitted("start", metadata, START, user=guest)
    abroad = submitted("start", metadata, START, user=guest, team={"id": PARTNER})
    abroad["view"]["app_installed_team_id"] = TEAM
    for payload in (inside, abroad):
        assert "another organisation" in errors(send(house, payload))["subject"]
    assert house.facts() == {}


def test_a_form_for_a_channel_that_one_is_not_in_is_refused_in_words(house: House) -> None:
    with house.sandbox._world.lock:
        house.sandbox._world.channels[HIDDEN].members.remove(DANA)
    before = house.facts()
    answer = send(house, submitted("start", HIDDEN, START))
    assert "not in that channel" in errors(answer)["subject"]
    assert house.facts() == before


def test_the_change_form_of_somebody_else_is_refused_in_words(house: House) -> None:
    name = house.start(TEAM, CX_TEAM, RILEY, "Of Riley")
    before = house.facts()
    for target in (name, "aaaaaaaaaa", ""):
        answer = send(house, submitted("change", f"{target}|root-cause-analysis", {"level.2": "3"}))
        assert errors(answer)["dimension"]
    assert house.facts() == before


@pytest.mark.parametrize(
    ("form", "field"), [("edit_draft", "text"), ("edit_action", "what"), ("redraft", "hint"), ("owners", "owner.x")]
)
def test_a_form_of_drafts_that_are_not_ones_own_is_refused_in_words(house: House, form: str, field: str) -> None:
    name = house.start(TEAM, CX_TEAM, RILEY, "Of Riley")
    before = house.facts()
    for metadata in (f"{name}|draft00001|0", "aaaaaaaaaa|draft00001", "", "|", "x" * 3_000):
        assert "not here for you" in errors(send(house, submitted(form, metadata, {field: ""})))[field]
    assert house.facts() == before


def test_a_workspace_without_the_bot_gets_nothing(house: House) -> None:
    before = house.facts()
    answer = send(house, submitted("start", json.dumps({"channel": CX_TEAM}), START, team={"id": OTHER_TEAM}))
    assert answer.status == 200
    assert answer.body == b""
    assert house.facts() == before
