"""Modals: when they open, what a submission carries, and what an app may answer to it."""

from typing import Any

import httpx
import pytest

from bot.sandbox.limits import most
from bot.sandbox.view_state import REQUIRED
from tests.sandbox.conftest import TOKEN
from tests.sandbox.forms import BUTTONS, FIELDS, OPTIONS, answer_forms_with, field, modal, open_modal, trigger

DANA, SAM = "U0DANA0001", "U0SAM00001"


def test_a_trigger_opens_one_view_as_long_as_it_lives(slack: Any) -> None:
    dana = slack.person("dana")
    used, late = trigger(slack, dana), trigger(slack, dana)
    assert slack.call("views.open", trigger_id=used, view=modal())["ok"]
    assert slack.call("views.open", trigger_id=used, view=modal())["error"] == "exchanged_trigger_id"
    slack.sandbox.clock.advance(most("trigger.seconds") + 1)
    assert slack.call("views.open", trigger_id=late, view=modal())["error"] == "expired_trigger_id"


def test_a_modal_is_seen_by_its_person_only(slack: Any) -> None:
    dana, sam = slack.person("dana"), slack.person("sam")
    open_modal(slack, dana)
    assert dana.modal()["title"]["text"] == "Assess"
    assert sam.modal() is None


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Subject": "Acme"}, {"Framework": REQUIRED}),
        ({"Framework": "Maturity", "Subject": ""}, {"Subject": REQUIRED}),
        ({"Framework": "Maturity", "Subject": "x" * 21}, {"Subject": "This must be at most 20 characters."}),
        ({"Framework": "Maturity", "Subject": "a", "NPS": "many"}, {"NPS": "Please enter a number."}),
        ({"Framework": "Maturity", "Subject": "a", "NPS": "NaN"}, {"NPS": "Please enter a number."}),
        ({"Framework": "Maturity", "Subject": "a", "NPS": "3.5"}, {"NPS": "Please enter a whole number."}),
        ({"Framework": "Maturity", "Subject": "a", "NPS": "101"}, {"NPS": "Please enter a number of at most 100."}),
        ({"Framework": "Maturity", "Subject": "a", "Day": "tomorrow"}, {"Day": "Please enter a date."}),
        ({"Framework": "Maturity", "Subject": "a", "Mail": "me"}, {"Mail": "Please enter a valid email address."}),
    ],
)
def test_a_field_that_slack_itself_refuses_never_reaches_the_app(
    slack: Any, fields: dict[str, Any], complaint: dict[str, str]
) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana)
    assert dana.fill_and_submit(fields) == complaint
    assert slack.app.payloads("view_submission") == []
    assert dana.modal() is not None


def test_a_submission_carries_every_value(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana, private_metadata="kept", callback_id="start")
    assert dana.fill_and_submit({"Framework": "Maturity", "Subject": "Acme", "NPS": "31"}) == {}
    view = slack.app.payloads("view_submission")[0]["view"]
    assert (view["private_metadata"], view["callback_id"]) == ("kept", "start")
    assert view["state"]["values"] == {
        "Framework": {"f": {"type": "static_select", "selected_option": OPTIONS[1]}},
        "Subject": {"s": {"type": "plain_text_input", "value": "Acme"}},
        "NPS": {"n": {"type": "number_input", "value": "31"}},
        "Day": {"d": {"type": "datepicker", "selected_date": "2026-11-22"}},
        "Mail": {"m": {"type": "email_text_input", "value": None}},
    }
    assert dana.modal() is None


def test_errors_of_the_app_stand_at_their_fields(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana)
    answer_forms_with(slack, response_action="errors", errors={"Subject": "Already running"})
    assert dana.fill_and_submit({"Framework": "Maturity", "Subject": "Acme"}) == {"Subject": "Already running"}
    assert dana.modal() is not None


def test_a_submission_can_replace_push_and_clear(slack: Any) -> None:
    dana = slack.person("dana")
    first = open_modal(slack, dana)
    filled = {"Framework": "Maturity", "Subject": "Acme"}
    answer_forms_with(slack, response_action="update", view=modal("Updated"))
    dana.fill_and_submit(filled)
    assert (dana.modal()["id"], dana.modal()["title"]["text"]) == (first["id"], "Updated")
    answer_forms_with(slack, response_action="push", view=modal("Pushed"))
    dana.fill_and_submit(filled)
    assert (dana.modal()["previous_view_id"], dana.modal()["root_view_id"]) == (first["id"], first["id"])
    answer_forms_with(slack, response_action="clear")
    dana.fill_and_submit(filled)
    assert dana.state()["views"] == []


def test_a_broken_view_in_an_answer_is_told_to_the_person(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana)
    answer_forms_with(slack, response_action="update", view={"type": "modal"})
    assert dana.fill_and_submit({"Framework": "Maturity", "Subject": "Acme"}) != {}
    assert "trouble" in dana.notices()[-1]


def test_a_fourth_modal_on_the_stack_is_refused(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana, blocks=[BUTTONS])
    for expected in (None, None, "push_limit_reached"):
        dana.click("1")
        slack.settle()
        trigger_id = slack.app.payloads("block_actions")[-1]["trigger_id"]
        assert slack.call("views.push", trigger_id=trigger_id, view=modal(blocks=[BUTTONS])).get("error") == expected


def test_an_update_from_an_older_view_is_a_conflict(slack: Any) -> None:
    dana = slack.person("dana")
    view = open_modal(slack, dana)
    assert slack.call("views.update", view_id=view["id"], hash=view["hash"], view=modal("Second"))["ok"]
    answer = slack.call("views.update", view_id=view["id"], hash=view["hash"], view=modal("Third"))
    assert answer["error"] == "hash_conflict"


def test_changing_the_framework_keeps_what_was_typed(slack: Any) -> None:
    dana = slack.person("dana")
    view = open_modal(slack, dana)
    state = {"Subject": {"s": {"type": "plain_text_input", "value": "Acme"}}}
    dana.do("act", where={"view_id": view["id"]}, block_id="Framework", action_id="f", value="maturity", state=state)
    slack.settle()
    [payload] = slack.app.payloads("block_actions")
    assert payload["actions"][0]["selected_option"] == OPTIONS[1]
    assert payload["view"]["state"]["values"]["Subject"]["s"]["value"] == "Acme"
    slack.call("views.update", view_id=view["id"], view=modal("Other fields", blocks=FIELDS[:2]))
    assert dana.modal()["state"]["values"]["Subject"]["s"]["value"] == "Acme"


def test_an_external_id_is_used_once(slack: Any) -> None:
    dana, sam = slack.person("dana"), slack.person("sam")
    open_modal(slack, dana, external_id="one")
    answer = slack.call("views.open", trigger_id=trigger(slack, sam), view=modal(external_id="one"))
    assert answer["error"] == "duplicate_external_id"


def test_a_dismissed_modal_is_told_only_when_asked_for(slack: Any) -> None:
    dana = slack.person("dana")
    for asked in (False, True):
        open_modal(slack, dana, notify_on_close=asked)
        dana.dismiss()
        slack.settle()
        assert len(slack.app.payloads("view_closed")) == asked
        assert dana.modal() is None


def person_field(**more: Any) -> dict[str, Any]:
    return field("Owner", {"type": "users_select", "action_id": "o", **more}, optional=True)


def test_a_person_is_picked_by_name_and_sent_by_id(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana, blocks=[person_field()])
    assert dana.fill_and_submit({"Owner": "sam"}) == {}
    view = slack.app.payloads("view_submission")[0]["view"]
    assert view["state"]["values"] == {"Owner": {"o": {"type": "users_select", "selected_user": SAM}}}


def test_a_person_who_stands_in_a_form_is_sent_unless_another_is_picked(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana, blocks=[person_field(initial_user=DANA)])
    assert dana.fill_and_submit({}) == {}
    view = slack.app.payloads("view_submission")[0]["view"]
    assert view["state"]["values"]["Owner"]["o"]["selected_user"] == DANA


def test_nobody_picked_is_sent_as_null(slack: Any) -> None:
    dana = slack.person("dana")
    open_modal(slack, dana, blocks=[person_field()])
    assert dana.fill_and_submit({}) == {}
    view = slack.app.payloads("view_submission")[0]["view"]
    assert view["state"]["values"]["Owner"]["o"]["selected_user"] is None


def test_a_channel_is_picked_by_name_and_sent_by_id(slack: Any) -> None:
    dana = slack.person("dana")
    element = {"type": "conversations_select", "action_id": "c", "filter": {"include": ["public", "private"]}}
    open_modal(slack, dana, blocks=[field("Where", element)])
    assert dana.fill_and_submit({}) == {"Where": "Please complete this required field."}
    assert dana.fill_and_submit({"Where": "#cx-team"}) == {}
    view = slack.app.payloads("view_submission")[0]["view"]
    picked = {"type": "conversations_select", "selected_conversation": "C0CXTEAM01"}
    assert view["state"]["values"] == {"Where": {"c": picked}}


def test_a_file_in_a_form_is_read_by_the_app_alone_and_by_nobody_elses_word(slack: Any) -> None:
    dana, sam = slack.person("dana"), slack.person("sam")
    element = {"type": "file_input", "action_id": "f", "filetypes": ["md"], "max_files": 1}
    open_modal(slack, dana, blocks=[field("File", element)])
    assert dana.fill_and_submit({"File": []}) == {"File": REQUIRED}
    other = sam.upload("theirs.md", b"# theirs")
    dana.do("submit", view_id=dana.modal()["id"], state={"File": {"f": {"files": [other]}}})
    first = slack.app.payloads("view_submission")[0]["view"]
    assert first["state"]["values"]["File"]["f"] == {"type": "file_input", "files": []}
    open_modal(slack, dana, blocks=[field("File", element)])
    assert dana.fill_and_submit({"File": [("../own.md", b"# own")]}) == {}
    (file,) = slack.app.payloads("view_submission")[1]["view"]["state"]["values"]["File"]["f"]["files"]
    assert (file["name"], file["size"], file["user"]) == (".._own.md", 5, DANA)
    assert slack.call("files.info", file=file["id"])["file"]["url_private"] == file["url_private"]
    reply = httpx.get(file["url_private"], headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60)
    assert (reply.status_code, reply.content) == (200, b"# own")
    assert httpx.get(file["url_private"], timeout=60).status_code == 302
    assert httpx.get(file["url_private"], headers={"Authorization": "Bearer xoxb-other"}, timeout=60).status_code == 302
