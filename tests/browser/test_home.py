"""The Home tab on the sandbox's page: an assessment is started there in a channel that is picked from a menu."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_an_assessment_is_started_from_home(page: Page) -> None:
    page.get_by_test_id("app-home").click()
    page.get_by_role("button", name="Start an assessment").click()
    modal = page.get_by_test_id("modal")
    menu = modal.get_by_label("In which channel?")
    expect(menu).to_be_visible()
    offered = menu.locator("option").all_text_contents()
    assert "#cx-team" in offered
    assert not [each for each in offered if "partners" in each or "cxbot" in each]
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text("Please fill in this field.")
    menu.select_option(label="#cx-team")
    modal.get_by_label("What are we assessing?").fill("Acme Retail")
    modal.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("home-pane")).to_contain_text("Waits for you")
    expect(page.get_by_test_id("home-pane")).to_contain_text("Answer in the thread")
