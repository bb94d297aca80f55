"""The table of Slack's errors: every row is met once through the sandbox, and means what the table says."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.core.errors import Meaning, SlackRefusedError, SlackUnavailableError
from bot.sandbox.app import Sandbox
from bot.sandbox.model import Thrown
from bot.sandbox.serving import serve_in_thread
from bot.slack import blocks as kit
from bot.slack.blocks import Message
from bot.slack.gateway import Gateway
from bot.slack.manifest import manifest
from bot.slack.pacing import METHOD_TIERS
from bot.slack.refusals import ACCESS, DELETE, DELETE_FILE, METHODS, RESPONSE_URL, TABLE, documented, row_of
from bot.slack.scopes import SCOPES
from tests.direct import answering

TOKEN, CX, DANA = "xoxb-of-the-table", "C0CXTEAM01", "U0DANA0001"
WORDS = Message("words", (kit.section("words"),))
VIEW = kit.modal("Title", [kit.section("words")], callback_id="c")
CALLS: dict[str, Callable[[Gateway], Any]] = {
    "auth.test": lambda gate: gate._ask("auth.test"),
    "canvases.create": lambda gate: gate.create_canvas(channel=CX, title="t", markdown="# t"),
    "canvases.edit": lambda gate: gate.edit_canvas(canvas="F1", markdown="# t"),
    "chat.delete": lambda gate: gate.delete(channel=CX, ts="1.000001"),
    "chat.postEphemeral": lambda gate: gate.whisper(channel=CX, person=DANA, thread=None, message=WORDS),
    "chat.postMessage": lambda gate: gate.post(channel=CX, thread=None, key="k", message=WORDS),
    "chat.update": lambda gate: gate.update(channel=CX, ts="1.000001", key="k", message=WORDS),
    "conversations.history": lambda gate: gate._ask("conversations.history", channel=CX),
    "conversations.info": lambda gate: gate._ask("conversations.info", channel=CX),
    "conversations.join": lambda gate: gate.join(channel=CX),
    "conversations.members": lambda gate: gate._ask("conversations.members", channel=CX),
    "conversations.open": lambda gate: gate.open_direct(person=DANA),
    "conversations.replies": lambda gate: gate._ask("conversations.replies", channel=CX, ts="1.000001"),
    "files.completeUploadExternal": lambda gate: gate.complete(file="F1", title="t", channel=CX),
    "files.delete": lambda gate: gate.delete_file(file="F1"),
    "files.info": lambda gate: gate.file(file="F1"),
    "files.getUploadURLExternal": lambda gate: gate.upload(name="a.png", data=b"1"),
    "oauth.v2.access": lambda gate: gate._ask("oauth.v2.access", client_id="1.2", client_secret="s"),
    "usergroups.list": lambda gate: gate.user_groups(),
    "usergroups.users.list": lambda gate: gate.group_people(group="S0LEADS001"),
    "users.info": lambda gate: gate.person(person=DANA),
    "views.open": lambda gate: gate.open_view(trigger="1.2", view=VIEW),
    "views.publish": lambda gate: gate.publish_home(person=DANA, view=kit.home([kit.section("words")])),
    "views.update": lambda gate: gate.update_view(view_id="V1", hash=None, view=VIEW),
}


@pytest.fixture(scope="module")
def slack() -> Iterator[tuple[Sandbox, str]]:
    sandbox = Sandbox(manifest(None, socket_mode=True), None, "secret", TOKEN, limits="off")
    running = serve_in_thread(sandbox.asgi)
    with answering(running.url, sandbox.asgi):
        yield sandbox, running.url
    sandbox.close()
    running.close()


def test_every_method_that_is_called_has_its_rows() -> None:
    called = {*METHOD_TIERS, "chat.postMessage", ACCESS}
    assert called == set(CALLS) == set(METHODS) - {RESPONSE_URL}
    assert {method for scope in SCOPES for method in scope.methods} < called


def test_no_error_has_two_rows() -> None:
    rows = [(method, code) for row in TABLE for method in row.methods for code in row.codes.split()]
    assert len(rows) == len(set(rows)) == len(list(documented()))


def test_every_row_means_what_it_says(slack: tuple[Sandbox, str]) -> None:
    """Each is met through the client: what means to wait is raised as such, all else keeps its code and its meaning."""
    sandbox, url = slack
    gateway, wrong = Gateway(token=TOKEN, base_url=f"{url}/api/"), []
    for method, code, row in documented():
        if method == RESPONSE_URL or (method in (DELETE, DELETE_FILE) and row.meaning is Meaning.GONE):
            continue  # an address of the moment; and deleting what is gone is no error
        sandbox._world.thrown = [Thrown("S", "refuse_method", {"method": method, "error": code, "channel": "*"})]
        try:
            CALLS[method](gateway)
            met = None
        except SlackUnavailableError as failure:
            met = (failure.code or code, Meaning.WAIT)
        except SlackRefusedError as refusal:
            met = (refusal.code, refusal.meaning)
        if met != (code, row.meaning):
            wrong.append((method, code, row.meaning, met))
    assert wrong == []


def test_people_read_why_and_what_to_do_wherever_they_are_needed() -> None:
    for row in TABLE:
        if row.meaning in (Meaning.TELL, Meaning.INVITE):
            assert row.why, row
            assert row.what_to_do, row
        assert not row.what_to_do.endswith(".")


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("posting_is_paused_by_an_admin", Meaning.TELL),
        ("restricted_action_of_tomorrow", Meaning.TELL),
        ("http_403", Meaning.TELL),
        ("upstream_timeout", Meaning.WAIT),
        ("channel_migrating_to_org", Meaning.WAIT),
        ("token_was_revoked", Meaning.WAIT),
        ("invalid_emoji", Meaning.BUG),
        ("text_too_long", Meaning.BUG),
    ],
)
def test_an_error_that_nobody_documents_is_read_by_its_name_and_never_silent(code: str, meaning: Meaning) -> None:
    row = row_of("chat.postMessage", code)
    assert row.meaning is meaning
    assert code in row.why
