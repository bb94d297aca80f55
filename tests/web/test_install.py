"""The pages on which a workspace installs the bot, against a Slack that answers as it is told."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from bot.cipher import FernetCipher, new_key
from bot.core.errors import StoreUnavailableError
from bot.slack.oauth import STATE_LIVES, Grants, Installing
from bot.slack.scopes import SCOPES
from bot.store.store import open_store
from bot.use_cases.install import rekey
from bot.use_cases.stays import Stays, delete_workspace
from bot.use_cases.store_ports import Installation
from bot.web.app import web_app
from tests.databases import file_of
from tests.known import peek, write
from tests.slack.conftest import slack as slack  # noqa: PLC0414  # the fixture
from tests.slack.stand_in import Reply, StandIn
from tests.use_cases.fakes import HandClock

OWN, CLIENT_SECRET, TOKEN, CODE = (
    "https://cx.example",
    "hush-never-in-plain",
    "xoxb-fresh-never-in-plain",
    "code-never-in-plain",
)
WHY = {each.name: each.why for each in SCOPES}
GRANT: dict[str, Any] = {
    "ok": True,
    "app_id": "A1",
    "access_token": TOKEN,
    "token_type": "bot",
    "scope": ",".join(WHY),
    "bot_user_id": "U0BOT",
    "team": {"id": "T1", "name": "Acme & <b>Sons</b>"},
    "enterprise": None,
    "authed_user": {"id": "U1"},
    "is_enterprise_install": False,
}
ME = {"ok": True, "user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1", "url": "https://acme.slack.com/"}
WIDE = GRANT | {"team": None, "enterprise": {"id": "E1", "name": "Acme Group"}, "is_enterprise_install": True}
ME_WIDE = ME | {"team_id": "E1", "enterprise_id": "E1", "url": "https://acme.enterprise.slack.com/"}
ME_WIDE |= {"is_enterprise_install": True}


class Front:
    """The pages of one machine, with the browser of whoever opens them."""

    def __init__(self, slack: StandIn) -> None:
        self.slack, self.clock, self.key = slack, HandClock(), new_key()
        self.store = open_store("sqlite://")
        self.browser = self.another()
        slack.will("oauth.v2.access", GRANT)
        slack.will("auth.test", ME)

    def another(self, key: str = "", own: str = OWN, base_url: str = OWN) -> TestClient:
        """Give another machine's pages in another browser."""
        grants = Grants(client_id="1.2", client_secret=CLIENT_SECRET, base_url=self.slack.url)
        cipher = FernetCipher([key or self.key])
        installing = Installing(self.store, self.clock, cipher, grants, lambda: tuple(WHY), own)
        app = web_app(None, dict, installs=(installing, lambda: WHY))
        return TestClient(app, base_url=base_url, follow_redirects=False, raise_server_exceptions=False)

    def state(self, browser: TestClient | None = None) -> str:
        return asked(browser or self.browser)["state"]

    def back(self, browser: TestClient | None = None, **query: str) -> tuple[int, str]:
        """Come back from Slack; give the status and the words of the page."""
        answer = (browser or self.browser).get("/slack/oauth_redirect", params=query)
        return answer.status_code, html.unescape(re.sub("<style>.*</style>|<[^>]+>", " ", answer.text, flags=re.DOTALL))

    def installed(self) -> tuple[Installation, ...]:
        return peek(self.store).installations()


def asked(browser: TestClient) -> dict[str, str]:
    """Open the first page, and give what Slack is asked for there."""
    page = browser.get("/slack/install")
    assert page.status_code == 200
    (address,) = re.findall(r'class="go" href="([^"]+)"', page.text)
    return {name: value[0] for name, value in parse_qs(urlsplit(html.unescape(address)).query).items()}


@pytest.fixture
def front(slack: StandIn) -> Iterator[Front]:
    found = Front(slack)
    yield found
    found.store.close()


def test_a_workspace_is_installed_and_its_token_is_nowhere_in_plain_text(
    front: Front, capsys: pytest.CaptureFixture[str]
) -> None:
    query = asked(front.browser)
    assert (query["client_id"], query["redirect_uri"]) == ("1.2", f"{OWN}/slack/oauth_redirect")
    assert query["scope"].split(",") == list(WHY)
    status, said = front.back(code=CODE, state=query["state"])
    assert (status, "cxbot is in Acme & <b>Sons</b>" in said, "/cx-assess" in said) == (200, True, True)
    (given,) = front.slack.calls("oauth.v2.access")
    assert given == {
        "client_id": "1.2",
        "client_secret": CLIENT_SECRET,
        "code": CODE,
        "redirect_uri": f"{OWN}/slack/oauth_redirect",
    }
    (found,) = front.installed()
    assert (found.workspace, found.name, found.installed_by, found.bot_id) == (
        "T1",
        "Acme & <b>Sons</b>",
        "U1",
        "B0BOT",
    )
    assert (set(found.scopes), found.url, found.speaks) == (set(WHY), "https://acme.slack.com/", True)
    assert FernetCipher([front.key]).open("T1", found.tokens.access) == TOKEN
    held = b"".join(each.read_bytes() for each in file_of(front.store).parent.iterdir())
    assert b"never-in-plain" not in held
    assert "never-in-plain" not in "".join(capsys.readouterr())


def test_where_tokens_are_rotated_the_refresh_token_and_the_end_are_kept(front: Front) -> None:
    front.slack.will("oauth.v2.access", GRANT | {"refresh_token": "xoxe-1", "expires_in": 43_200})
    front.back(code=CODE, state=front.state())
    (found,) = front.installed()
    assert FernetCipher([front.key]).open("T1", found.tokens.refresh) == "xoxe-1"
    assert found.tokens.expires_at == front.clock.now() + timedelta(hours=12)


def test_an_organisation_is_installed_and_an_admin_is_told_to_pick_workspaces(front: Front) -> None:
    front.slack.will("oauth.v2.access", WIDE)
    front.slack.will("auth.test", ME_WIDE)
    page = front.browser.get("/slack/oauth_redirect", params={"code": CODE, "state": front.state()})
    assert "cxbot is in Acme Group" in page.text
    assert 'href="https://acme.enterprise.slack.com/manage/organization/apps/profile/A1/workspaces/add"' in page.text
    (found,) = front.installed()
    assert (found.workspace, found.organisation, found.is_wide) == ("E1", "E1", True)


def test_a_workspace_that_comes_back_has_a_new_token_and_is_not_gone_any_more(front: Front) -> None:
    front.back(code=CODE, state=front.state())
    write(front.store, "T1").end_installation("T1", front.clock.now())
    front.slack.will("oauth.v2.access", GRANT | {"access_token": "xoxb-later"})
    front.back(code="another", state=front.state())
    (found,) = front.installed()
    assert (FernetCipher([front.key]).open("T1", found.tokens.access), found.uninstalled_at) == ("xoxb-later", None)


def test_an_event_from_before_a_workspace_installed_the_bot_anew_ends_nothing(front: Front) -> None:
    front.back(code=CODE, state=front.state())
    stays = Stays(front.store, front.clock)
    removed = front.clock.moment = front.clock.moment + timedelta(days=1)
    front.clock.moment += timedelta(minutes=5)
    front.back(code="another", state=front.state())
    front.clock.moment += timedelta(minutes=30)
    assert stays.is_old("T1", removed, lambda: pytest.fail("the moments tell"))
    assert not stays.is_old("T1", front.clock.moment, lambda: pytest.fail("the moments tell"))


def test_a_workspace_that_comes_back_at_the_last_moment_keeps_its_token_and_its_data(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.back(code=CODE, state=front.state())
    stays = Stays(front.store, front.clock, timedelta(0))
    stays.leave("T1", "app_uninstalled", front.clock.now())
    state, writing = front.state(), front.store.writing

    @contextmanager
    def between(workspace: str) -> Iterator[Any]:
        """Let another process delete what was left after each thing that this one does."""
        with writing(workspace) as tx:
            yield tx
        monkeypatch.undo()
        if front.installed()[0].speaks:
            delete_workspace(front.store, "T1", only_left=True)
        monkeypatch.setattr(front.store, "writing", between)

    monkeypatch.setattr(front.store, "writing", between)
    assert front.back(code="another", state=state)[0] == 200
    (found,) = front.installed()
    assert found.speaks


FAILS: list[tuple[dict[str, Any] | Reply, dict[str, Any] | Reply, int, str]] = [
    ({"ok": False, "error": "invalid_code"}, ME, 400, "takes each code once"),
    ({"ok": False, "error": "code_already_used"}, ME, 400, "takes each code once"),
    ({"ok": False, "error": "bad_client_secret"}, ME, 500, "SLACK_CLIENT_SECRET"),
    ({"ok": False, "error": "invalid_client_id"}, ME, 500, "SLACK_CLIENT_ID"),
    ({"ok": False, "error": "bad_redirect_uri"}, ME, 500, "redirect address"),
    ({"ok": False, "error": "access_denied"}, ME, 400, "the rules of your Slack do not let me"),
    ({"ok": False, "error": "org_login_required"}, ME, 503, "Try again in a minute"),
    ({"ok": False, "error": "internal_error"}, ME, 503, "Try again in a minute"),
    (Reply("oh dear", 502), ME, 503, "Try again in a minute"),
    (Reply(deed="reset"), ME, 503, "Try again in a minute"),
    (Reply(raw=b"<html>"), ME, 503, "Try again in a minute"),
    (Reply({"ok": False, "error": "ratelimited"}, 429), ME, 503, "Try again in a minute"),
    ({"ok": True}, ME, 503, "Try again in a minute"),
    (GRANT | {"token_type": "user"}, ME, 500, "another app"),
    (GRANT | {"team": None}, ME, 500, "another app"),
    (GRANT | {"team": {"id": "../../etc"}}, ME, 500, "another app"),
    (WIDE | {"enterprise": None}, ME_WIDE, 500, "another app"),
    (GRANT | {"scope": "chat:write"}, ME, 400, "Offer the slash commands"),
    (GRANT | {"scope": ""}, ME, 400, "channels:history"),
    (GRANT, ME | {"team_id": "T2"}, 500, "another app"),
    (WIDE, ME, 500, "another app"),
]


@pytest.mark.parametrize(("grant", "me", "status", "words"), FAILS, ids=str)
def test_what_slack_does_not_grant_is_said_with_what_to_do_and_nothing_is_kept(
    front: Front, grant: Any, me: Any, status: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    front.slack.will("oauth.v2.access", grant)
    front.slack.will("auth.test", me)
    got, said = front.back(code=CODE, state=front.state())
    assert (got, words in said, "Start again" in said) == (status, True, True), said
    assert "Nothing was installed" in said or "all is well" in said
    assert front.installed() == ()
    assert "never-in-plain" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("name", ["Acme\0", "Acme\ud800", "", "x" * 20_000, "A\nc\u202eme", "<!channel>"], ids=ascii)
def test_a_workspace_may_be_called_anything(front: Front, name: str) -> None:
    front.slack.will("oauth.v2.access", GRANT | {"team": {"id": "T1", "name": name}})
    assert front.back(code=CODE, state=front.state())[0] == 200
    (found,) = front.installed()
    assert not {"\0", "\n", "\u202e", "\ud800"} & set(found.name)


@pytest.mark.parametrize("seconds", [10**12, -1, 43_200])
def test_a_token_may_live_for_as_long_as_slack_likes(front: Front, seconds: int) -> None:
    front.slack.will("oauth.v2.access", GRANT | {"refresh_token": "xoxe-1", "expires_in": seconds})
    assert front.back(code=CODE, state=front.state())[0] == 200
    (found,) = front.installed()
    assert found.tokens.expires_at is not None


@pytest.mark.parametrize("me", [Reply("oh dear", 500), {"ok": False, "error": "internal_error"}], ids=str)
def test_while_slack_does_not_say_who_the_bot_is_it_is_installed_all_the_same(front: Front, me: Any) -> None:
    front.slack.will("auth.test", me)
    status, said = front.back(code=CODE, state=front.state())
    assert (status, "cxbot is in Acme" in said) == (200, True)
    (found,) = front.installed()
    assert (found.url, found.bot_id, found.speaks) == ("", "", True)


def test_only_a_state_of_ours_of_this_browser_that_is_young_and_unused_is_taken(front: Front) -> None:
    front.state()  # so that the browser has its cookie
    stranger, elsewhere = front.another(), front.another(new_key())
    sealed = FernetCipher([front.key])
    ends = int((front.clock.now() + STATE_LIVES).timestamp())
    refused = {
        "has to begin on this page": ("", front.browser),
        "did not begin here": ("forged", front.browser),
        "did not begin here ": (front.state(elsewhere), front.browser),
        " did not begin here": (sealed.seal("T1", f"{ends} 1 2"), front.browser),
        "did not  begin here": (sealed.seal("state", "no state"), front.browser),
        "in another browser": (front.state(), stranger),
        "In another browser": (front.state(stranger), front.browser),
    }
    for words, (state, browser) in refused.items():
        status, said = front.back(browser, code=CODE, state=state)
        assert (status, " ".join(words.lower().split()) in said.lower()) == (400, True), said
    late = front.state()
    front.clock.moment += STATE_LIVES + timedelta(seconds=1)
    assert "more than half an hour ago" in front.back(code=CODE, state=late)[1]
    assert "without a code" in front.back(state=front.state())[1]
    assert (front.installed(), front.slack.calls("oauth.v2.access")) == ((), [])


def test_a_state_works_once_on_whichever_machine_and_of_two_tabs_each_has_its_own(front: Front) -> None:
    first, second = front.state(), front.state()
    other = front.another()
    other.cookies.update(front.browser.cookies)
    assert front.back(other, code=CODE, state=first)[0] == 200
    for browser in (front.browser, other):
        status, said = front.back(browser, code=CODE, state=first)
        assert (status, "It works once" in said) == (400, True)
    assert len(front.slack.calls("oauth.v2.access")) == 1
    assert front.back(code="another", state=second)[0] == 200


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("access_denied", "You cancelled it"),
        ("invalid_scope", "invalid_scope"),
        ("call_this_number_evil", "that cxbot does not know"),
        ("<script>alert(1)</script>", "that cxbot does not know"),
        ("//evil.example/", "that cxbot does not know"),
    ],
)
def test_an_error_of_slacks_is_told_and_never_shown_as_it_is(front: Front, error: str, words: str) -> None:
    page = front.browser.get(
        "/slack/oauth_redirect", params={"error": error, "state": "x", "error_description": "evil"}
    )
    assert words in page.text
    assert "evil" not in page.text
    assert "<script" not in page.text


def test_the_pages_hold_nothing_of_the_request_send_nobody_elsewhere_and_are_kept_nowhere(front: Front) -> None:
    hostile = {
        "state": '"><img src=x onerror=alert(1)>',
        "code": "<x>",
        "redirect_uri": "https://evil.example",
        "team": "T9ELSEWHERE",
    }
    for path in ("/slack/install", "/slack/oauth_redirect"):
        page = front.browser.get(path, params=hostile, headers={"x-forwarded-host": "evil.example"})
        assert page.status_code in (200, 400)
        assert "location" not in page.headers
        assert not any(each in page.text for each in ("evil", "onerror", "<x>", "T9ELSEWHERE"))
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-frame-options"] == "DENY"
        policy = page.headers["content-security-policy"]
        assert ("default-src 'none'" in policy, "frame-ancestors 'none'" in policy) == (True, True)
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    "place", ["https://acme.slack.com.evil.example/", "javascript:alert(1)", "http://acme.slack.com/"]
)
def test_the_way_into_the_workspace_leads_to_slack_alone(front: Front, place: str) -> None:
    front.slack.will("auth.test", ME | {"url": place})
    page = front.browser.get("/slack/oauth_redirect", params={"code": CODE, "state": front.state()})
    assert re.findall(r'href="([^"]+)"', page.text) == ["https://app.slack.com/client/T1"]


def test_the_browsers_mark_is_for_this_host_over_https_and_for_no_script(front: Front) -> None:
    (mark,) = front.browser.get("/slack/install").headers.get_list("set-cookie")
    assert mark.startswith("__Host-cxbot-install=")
    assert all(each in mark for each in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age="))
    here = "http://127.0.0.1:8080"
    for own in (here, ""):
        (mark,) = front.another(own=own, base_url=here).get("/slack/install").headers.get_list("set-cookie")
        assert ("Secure" in mark, "HttpOnly" in mark, "SameSite=lax" in mark) == (False, True, True)


HERE, INNER = "http://127.0.0.1:8080", {"host": "127.0.0.1:8080"}
TOLD = {"x-forwarded-proto": "https", "x-forwarded-host": "cx.example"}
PROXIES: list[tuple[str, str, str, dict[str, str], dict[str, str], bool]] = [
    # the case, CXBOT_URL, where the browser is, what its two requests become on the way, whether the mark is secure
    ("the proxy keeps the name", OWN, OWN, {}, {}, True),
    ("it puts the bot's own machine in its place", OWN, OWN, INNER, INNER, True),
    ("it does so with one request only", OWN, OWN, INNER, {}, True),
    ("it does so with the other one", OWN, OWN, {}, {"host": "localhost:8080"}, True),
    ("it puts a name of its network there", OWN, OWN, {"host": "bot:8080"}, {"host": "bot:8080"}, True),
    ("it says that it was asked over HTTP", OWN, OWN, {"x-forwarded-proto": "http"}, INNER, True),
    ("it names the port and shouts", OWN, OWN, {"host": "CX.example:443"}, {}, True),
    ("it sends what is no name", OWN, OWN, {"host": "["}, {"host": "a b"}, True),
    ("the bot's own machine", HERE, HERE, {}, {}, False),
    ("the bot's own machine by another name", HERE, "http://localhost:8080", {}, {}, False),
    ("somebody opens the bot past the proxy", OWN, "http://127.0.0.1:8080", {}, {}, True),
    ("the address is not said, and the proxy keeps the name", "", OWN, {}, {}, True),
    ("the address is not said, and the proxy puts another one there", "", OWN, INNER, INNER, False),
    ("what a proxy says of itself is not believed", "", HERE, TOLD, {"x-forwarded-proto": "http"}, False),
]


@pytest.mark.parametrize(
    ("own", "at", "there", "back", "secure"), [each[1:] for each in PROXIES], ids=[each[0] for each in PROXIES]
)
def test_whatever_a_proxy_makes_of_the_requests_the_way_back_knows_the_browser(
    front: Front, own: str, at: str, there: dict[str, str], back: dict[str, str], *, secure: bool
) -> None:
    browser = front.another(own=own, base_url=at)
    page = browser.get("/slack/install", headers=there)
    if page.status_code == 307:
        assert page.headers["location"] == f"{own}/slack/install?sent=1"
        page = browser.get(page.headers["location"], headers=there if at == own else {})
    assert page.status_code == 200
    (mark,) = page.headers.get_list("set-cookie")
    assert ("Secure" in mark, mark.startswith("__Host-")) == (secure, secure)
    (address,) = re.findall(r'class="go" href="([^"]+)"', page.text)
    state = parse_qs(urlsplit(html.unescape(address)).query)["state"][0]
    sent = browser.get(f"{own or at}/slack/oauth_redirect", params={"code": CODE, "state": state}, headers=back)
    assert (sent.status_code, "cxbot is in Acme" in sent.text) == (200, True)


def test_whoever_only_looks_uses_nothing_up(front: Front) -> None:
    state = front.state()
    assert front.browser.head("/slack/oauth_redirect", params={"code": CODE, "state": state}).status_code == 200
    assert front.browser.post("/slack/oauth_redirect", params={"code": CODE, "state": state}).status_code == 405
    assert front.back(code=CODE, state=state)[0] == 200


def test_without_an_address_of_its_own_slack_takes_the_apps_first_one(front: Front) -> None:
    browser = front.another(own="")
    query = asked(browser)
    assert "redirect_uri" not in query
    assert front.back(browser, code=CODE, state=query["state"])[0] == 200
    assert "redirect_uri" not in front.slack.calls("oauth.v2.access")[0]


def test_a_database_that_takes_nothing_is_said_and_the_person_can_try_again(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = front.state()

    def refuse(_workspace: str) -> None:
        raise StoreUnavailableError("the disk is full")

    monkeypatch.setattr(front.store, "writing", refuse)
    status, said = front.back(code=CODE, state=state)
    assert (status, "could not save this" in said, "all is well" in said, "disk" in said) == (503, True, True, False)


def test_where_nobody_else_installs_the_bot_there_are_no_pages(front: Front) -> None:
    assert front.store is not None
    browser = TestClient(web_app(None, dict), base_url=OWN)
    assert [browser.get(path).status_code for path in ("/slack/install", "/slack/oauth_redirect")] == [404, 404]


def test_every_token_gets_the_first_key_and_what_no_key_opens_is_named(front: Front) -> None:
    front.slack.will("oauth.v2.access", GRANT | {"refresh_token": "xoxe-1", "expires_in": 43_200})
    front.back(code=CODE, state=front.state())
    (before,) = front.installed()
    lost, new = new_key(), new_key()
    with front.store.writing("T9") as tx:
        sealed = FernetCipher([lost]).seal("T9", "xoxb-lost")
        tx.put_installation(Installation("T9", front.clock.now(), tokens=type(before.tokens)(sealed)))
    for _ in range(2):
        found = rekey(front.store, FernetCipher([new, front.key]))
        assert (found.workspaces, found.unreadable) == (("T1",), ("T9",))
    after, _ = front.installed()
    only = FernetCipher([new])
    assert (only.open("T1", after.tokens.access), only.open("T1", after.tokens.refresh)) == (TOKEN, "xoxe-1")
    assert after.tokens.expires_at == before.tokens.expires_at
