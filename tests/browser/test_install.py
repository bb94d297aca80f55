"""A second workspace installs the bot from the sandbox's page, and begins an assessment there."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.main import Play
from tests.effort import more

pytestmark = [pytest.mark.browser, more]


def test_another_workspace_is_added_in_a_browser_and_somebody_there_begins(page: Page, played: Play) -> None:
    page.get_by_test_id("composer-input").fill("Good morning, Acme")
    page.get_by_test_id("composer-input").press("Enter")
    expect(page.locator("#live")).to_contain_text("Good morning, Acme")
    with page.context.expect_page() as opened:
        page.get_by_test_id("app-install").click()
    tab, complaints = opened.value, list[str]()
    tab.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    expect(tab.get_by_role("heading", name="Add cxbot to Slack")).to_be_visible()
    expect(tab.get_by_role("link", name="Add to Slack")).to_have_css("color", "rgb(255, 255, 255)")
    (mark,) = tab.context.cookies(played._bot.url)
    assert (mark["httpOnly"], mark["sameSite"]) == (True, "Lax")
    tab.get_by_role("link", name="Add to Slack").click()
    tab.get_by_label("Where").select_option("Globex")
    tab.get_by_role("button", name="Allow").click()
    expect(tab.get_by_role("heading", name="cxbot is in Globex")).to_be_visible()
    tab.reload()
    expect(tab.locator("main")).to_contain_text("It works once. If cxbot is in your workspace by now, all is well")
    tab.close()
    assert complaints == []
    page.get_by_test_id("person-switch").click()
    page.get_by_role("menuitemradio", name=re.compile("Greta")).click()
    expect(page.locator("#workspace-name")).to_have_text("Globex")
    expect(page.locator("#live")).to_be_empty()  # what a screen reader was told is not told to the next person
    page.get_by_test_id("composer-input").fill("/cx-assess Globex matrix")
    page.get_by_test_id("composer-input").press("Enter")
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("thread-pane")).to_contain_text("1 of 5 · ")
