"""A second workspace installs the bot by OAuth on this Slack, over real HTTP, and plays beside the first."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.main import Play, start_play
from bot.sandbox.person import Person
from bot.sandbox.seed import ACME, GLOBEX, ORGANISATION
from bot.use_cases.stays import Stays

SERVICE = "C0GLOBEX01"


@pytest.fixture
def play() -> Iterator[Play]:
    running = start_play(0, limits="off")
    yield running
    running.close()


@pytest.fixture
def dana(play: Play) -> Iterator[Person]:
    person = Person(play.url, "dana")
    yield person
    person.close()


@pytest.fixture
def greta(play: Play) -> Iterator[Person]:
    person = Person(play.url, "U0GRETA001", SERVICE)
    yield person
    person.close()


def install(play: Play, team: str = GLOBEX, decision: str = "allow") -> str:
    """Go through the pages as a browser does, and give the words of the last one."""
    with httpx.Client(trust_env=False, timeout=60) as browser:
        first = browser.get(f"{play._bot.url}/slack/install").text
        (address,) = re.findall(r'class="go" href="([^"]+)"', first)
        consent = browser.get(html.unescape(address))
        assert "wants to join a workspace" in consent.text
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html.unescape(consent.text)))
        sent = browser.post(f"{play.url}/oauth/v2/authorize", data={**fields, "team": team, "decision": decision})
        last = browser.get(sent.headers["location"])
        return html.unescape(re.sub("<style>.*</style>|<[^>]+>", " ", last.text, flags=re.DOTALL))


def assess(play: Play, person: Person, subject: str) -> str:
    """Begin an assessment and give the text of its first question."""
    person.command(f"/cx-assess {subject} matrix")
    person.wait_for(lambda one: one.modal())
    assert person.fill_and_submit({"What are we assessing?": subject}) == {}
    headline = person.wait_for(lambda one: [each for each in one.sees() if subject in str(each)])[-1]
    play._settle()
    return str(person.thread(headline["ts"]))


def leave_by_another_process(play: Play, workspace: str) -> None:
    """Have a workspace left by another process than the one that serves; that one hears of it within a second."""
    Stays(play.service.store, play.clock).leave(workspace, "app_uninstalled", play.clock.now())
    play.clock.advance(2)


def token_of(play: Play, team: str) -> str:
    return play.sandbox._world.workspaces[team].bot_token


def spoken(play: Play) -> dict[str, set[str]]:
    """Give the channels in which the bot posted, by the workspace of each."""
    channels = play.sandbox._world.channels.values()
    bots = {space.bot_user for space in play.sandbox._world.workspaces.values()}
    found: dict[str, set[str]] = {}
    for each in channels:
        for message in each.messages:
            if message.user in bots:
                found.setdefault(each.team_id, set()).add(message.user)
    return found


def test_a_second_workspace_plays_an_assessment_beside_the_first(
    play: Play, dana: Person, greta: Person, tmp_path: Path
) -> None:
    assert "You cancelled it" in install(play, decision="cancel")
    assert "cxbot is in Globex" in install(play)
    for person, subject in ((dana, "Acme Retail"), (greta, "Globex Care")):
        assert "1 of 5" in assess(play, person, subject)
    greta.click("3", thread=greta.sees()[-1]["ts"])
    play._settle()
    with play.service.store.reading() as view:
        assert [each.subject for each in view.lines(GLOBEX, SERVICE)] == ["Globex Care"]
        assert [each.subject for each in view.lines(ACME, "C0CXTEAM01")] == ["Acme Retail"]
        (line,) = view.lines(GLOBEX, SERVICE)
        found = view.assessment(GLOBEX, line.id)
    assert found is not None
    assert [each.verdict for each in found.ratings] == [3]
    assert spoken(play) == {ACME: {"U0CXBOT001"}, GLOBEX: {"U0CXBOT002"}}
    play.service.store.backup(tmp_path / "copy.db")
    served = httpx.get(f"{play._bot.url}/metrics", trust_env=False, timeout=60).text
    for secret in (token_of(play, GLOBEX), play._key):
        assert secret.encode() not in (tmp_path / "copy.db").read_bytes()
        assert secret not in served
    ready: dict[str, Any] = httpx.get(f"{play._bot.url}/readyz", trust_env=False, timeout=60).json()
    assert (ready["ready"], ready["checks"]["keys"], ready["checks"]["slack"]) == (True, "ok", "ok")


def test_what_is_uninstalled_is_told_so_and_a_reinstall_goes_on_where_it_was(
    play: Play, dana: Person, greta: Person
) -> None:
    install(play)
    assess(play, greta, "Globex Care")
    leave_by_another_process(play, GLOBEX)
    greta.command("/cx-scorecard")
    greta.wait_for(lambda one: "not installed for you" in str(one.sees()))
    before = spoken(play)
    assert "1 of 5" in assess(play, dana, "Acme Retail")
    assert before[GLOBEX] == {"U0CXBOT002"}
    assert "cxbot is in Globex" in install(play)
    thread = next(each["ts"] for each in greta.sees() if "Globex Care" in str(each))
    greta.click("2", thread=thread)
    play._settle()
    assert "2 of 5" in str(greta.thread(thread))


def test_a_token_that_is_rotated_is_renewed_before_and_after_its_end(play: Play, greta: Person) -> None:
    play.sandbox._world.manifest["settings"]["token_rotation_enabled"] = True
    install(play)
    assess(play, greta, "Globex Care")
    seen = {token for token, _ in play.sandbox._world.ends.items()}
    assert len(seen) == 1
    for hours in (11, 30):
        play.clock.move_to(play.clock.now() + timedelta(hours=hours))
        greta.click("2", thread=next(each["ts"] for each in greta.sees() if "Globex Care" in str(each)))
        play._settle()
    assert "3 of 5" in str(greta.thread(next(each["ts"] for each in greta.sees() if "Globex Care" in str(each))))
    assert len(play.sandbox._world.ends) == 3


def test_a_refresh_token_works_once(play: Play) -> None:
    play.sandbox._world.manifest["settings"]["token_rotation_enabled"] = True
    install(play)
    app = {"client_id": "sandbox-client", "client_secret": "sandbox-client-secret", "grant_type": "refresh_token"}
    ask = f"{play.url}/api/oauth.v2.access"
    (refresh,) = play.sandbox._web_api._parts.oauth._refreshes
    first = httpx.post(ask, data={**app, "refresh_token": refresh}, trust_env=False, timeout=60).json()
    assert (first["ok"], first["expires_in"], first["access_token"].startswith("xoxe.xoxb-")) == (True, 43_200, True)
    again = httpx.post(ask, data={**app, "refresh_token": refresh}, trust_env=False, timeout=60).json()
    assert again["error"] == "invalid_refresh_token"


def test_one_token_of_an_organisation_serves_both_of_its_workspaces(play: Play, dana: Person, greta: Person) -> None:
    said = install(play, ORGANISATION)
    assert ("cxbot is in Acme" in said, "for the whole organisation" in said) == (True, True)
    for person, subject in ((greta, "Globex Care"), (dana, "Acme Retail")):
        assert "1 of 5" in assess(play, person, subject)
    greta.click("2", thread=greta.sees()[-1]["ts"])
    play._settle()
    assert "2 of 5" in str(greta.thread(next(each["ts"] for each in greta.sees() if "Globex Care" in str(each))))
    assert spoken(play) == {ACME: {"U0CXBOT001"}, GLOBEX: {"U0CXBOT001"}}
    with play.service.store.reading() as view:
        found = {each.workspace: (each.speaks, each.is_wide, each.organisation) for each in view.installations()}
        assert [each.subject for each in view.lines(GLOBEX, SERVICE)] == ["Globex Care"]
        assert [each.subject for each in view.lines(ACME, "C0CXTEAM01")] == ["Acme Retail"]
    assert found[ORGANISATION] == (True, True, ORGANISATION)
    assert found[GLOBEX] == (False, False, ORGANISATION)
    leave_by_another_process(play, ORGANISATION)
    greta.command("/cx-scorecard")
    greta.wait_for(lambda one: "not installed for you" in str(one.sees()))
