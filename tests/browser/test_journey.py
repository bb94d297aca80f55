"""One assessment played on the sandbox's page in a real browser: from the first look or from Home to the scorecard."""

import re

import pytest
from playwright.sync_api import Page, expect

from bot.main import Play
from tests.browser.conftest import come
from tests.effort import more

pytestmark = pytest.mark.browser


def start(page: Page) -> None:
    """Start an assessment from the welcome that a newcomer sees."""
    page.get_by_test_id("welcome").get_by_role("button", name="Start an assessment").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("What are we assessing?").fill("Acme Retail")
    modal.get_by_label("Framework").select_option(label="CX optimization readiness")
    expect(modal.get_by_label("NPS (or CSAT) today")).to_be_visible()
    expect(modal.get_by_label("What are we assessing?")).to_have_value("Acme Retail")
    modal.get_by_label("NPS (or CSAT) today").fill("31")
    modal.get_by_test_id("modal-submit").click()


def test_a_newcomer_plays_an_assessment_to_its_scorecard(page: Page) -> None:
    start(page)
    thread = page.get_by_test_id("thread-pane")
    expect(thread).to_contain_text("1 of 6")
    thread.get_by_role("button", name="3", exact=True).click()
    expect(thread).to_contain_text("2 of 6")
    for place, words in enumerate(("2, we fix tickets but not causes", "3 or 4"), start=2):
        expect(thread).to_contain_text(f"{place} of 6")
        page.get_by_test_id("thread-input").fill(words)
        page.get_by_test_id("thread-input").press("Enter")
    expect(thread).to_contain_text("Which level do you mean?")
    thread.get_by_role("button", name="4", exact=True).click()
    expect(thread).to_contain_text("wants something that shows it")
    thread.get_by_role("button", name="Leave it as claimed").click()
    for place in (4, 5, 6):
        expect(thread).to_contain_text(f"{place} of 6")
        thread.get_by_role("button", name="2", exact=True).click()
    expect(thread).to_contain_text("2.5 of 5")
    expect(thread.locator("img")).to_be_visible()  # the card is drawn anew with its picture
    expect(thread.get_by_role("row").filter(has_text="Root-Cause")).to_contain_text("2")
    expect(page.get_by_test_id("channel-pane")).to_contain_text("complete")

    thread.locator("[data-action-id=more]").click()
    page.get_by_role("menuitem", name="Change an answer").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Level").select_option(label="5 Optimized")
    modal.get_by_label("What shows it").fill("a weekly view of all signals")
    modal.get_by_test_id("modal-submit").click()
    expect(thread).to_contain_text("2.8 of 5")


@pytest.mark.parametrize("width", ["page", pytest.param("phone", marks=more)])
def test_a_newcomer_is_shown_a_finished_quarter_and_goes_on_from_there(
    width: str, request: pytest.FixtureRequest
) -> None:
    page: Page = request.getfixturevalue(width)
    welcome, thread = page.get_by_test_id("welcome"), page.get_by_test_id("thread-pane")
    expect(welcome).to_contain_text("for people who lead customer experience")
    welcome.get_by_role("button", name="Show me a finished one").click()
    expect(thread).to_contain_text("2.7 of 5")
    expect(thread).to_contain_text("up 0.7 since")
    expect(page.get_by_test_id("modal")).to_have_count(0)
    if width == "phone":
        page.get_by_test_id("thread-back").click()
    channel = page.get_by_test_id("channel-pane")
    expect(page.get_by_test_id("coach")).to_contain_text("played all of this itself")
    expect(channel).to_contain_text("Day 60 of the plan for Acme Retail: 3 of 6 done")
    page.get_by_test_id("clock").click()
    page.get_by_test_id("clock-next-due").click()
    expect(page.get_by_test_id("toasts")).to_contain_text("Due now: the next reminder of Acme Retail")
    expect(page.get_by_test_id("clock")).to_contain_text(re.compile("8 Mar"))
    page.get_by_test_id("clock-30-days").click()
    expect(page.get_by_test_id("clock")).to_contain_text(re.compile("7 Apr"))


def rate(page: Page) -> None:
    """Give every dimension a 2."""
    thread = page.get_by_test_id("thread-pane")
    for place in range(1, 7):
        expect(thread).to_contain_text(f"{place} of 6")
        thread.get_by_role("button", name="2", exact=True).click()
    expect(thread).to_contain_text("2.0 of 5")
    expect(thread.locator("img")).to_be_visible()  # the card is drawn anew with its picture


@more
def test_the_scorecard_is_seen_by_the_asker_only_until_it_is_shared(page: Page) -> None:
    start(page)
    rate(page)
    page.get_by_test_id("composer-input").fill("/cx-scorecard")
    page.get_by_test_id("composer-input").press("Enter")
    channel = page.get_by_test_id("channel-pane")
    expect(channel.get_by_test_id("only-you")).to_be_visible()
    page.get_by_test_id("person-switch").click()
    page.get_by_role("menuitem", name=re.compile("Riley")).or_(
        page.get_by_role("menuitemradio", name=re.compile("Riley"))
    ).click()
    expect(channel.get_by_test_id("only-you")).to_have_count(0)


@more
def test_drafts_are_accepted_and_the_plan_is_given_to_people(page: Page) -> None:
    start(page)
    rate(page)
    thread, modal = page.get_by_test_id("thread-pane"), page.get_by_test_id("modal")
    thread.get_by_role("button", name="Draft notes and plan").click()
    expect(thread).to_contain_text("10 drafts are below")
    expect(thread).to_contain_text("without a language model")
    note = thread.get_by_test_id("message").filter(has_text="evidence note · Root-Cause Analysis")
    note.get_by_role("button", name="Edit").click()
    expect(modal.get_by_label("Text")).to_have_value(re.compile("Root-Cause Analysis is at level 2"))
    modal.get_by_label("Text").fill("Nobody owns a cause yet.")
    modal.get_by_test_id("modal-submit").click()
    expect(thread).to_contain_text("Nobody owns a cause yet.")
    thread.get_by_role("button", name="Accept all").click()
    expect(thread).to_contain_text("All 10 drafts are decided")
    thread.get_by_role("button", name="Assign owners").click()
    picks = modal.get_by_test_id("pick-person")
    picks.nth(0).select_option(label="Sam Iyer")
    picks.nth(1).focus()
    page.keyboard.type("Priya")
    page.keyboard.press("Enter")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_have_count(0)
    plan = thread.get_by_test_id("message").filter(has_text="By day 30")
    expect(plan).to_contain_text("@sam")
    expect(plan).to_contain_text("@priya")


@more
def test_a_mistake_is_shown_at_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    page.get_by_test_id("coach-try").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_label("Framework").select_option(label="CX optimization readiness")
    modal.get_by_label("What are we assessing?").fill("Acme Retail")
    modal.get_by_label("NPS (or CSAT) today").fill("quite good")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text("number")
    expect(modal.get_by_label("What are we assessing?")).to_have_value("Acme Retail")
    modal.get_by_test_id("modal-close").click()
    expect(modal).to_have_count(0)


def test_on_a_phone_one_pane_is_shown_at_a_time_and_the_way_back_is_there(phone: Page) -> None:
    start(phone)
    thread = phone.get_by_test_id("thread-pane")
    expect(thread).to_contain_text("1 of 6")
    expect(phone.get_by_test_id("composer-input")).not_to_be_visible()
    thread.get_by_role("button", name="3", exact=True).click()
    expect(thread).to_contain_text("2 of 6")
    phone.get_by_test_id("thread-back").click()
    expect(phone.get_by_test_id("channel-pane")).to_contain_text("of 6 answered")


@more
def test_on_a_phone_the_whole_table_of_six_dimensions_is_seen_without_scrolling_sideways(phone: Page) -> None:
    start(phone)
    rate(phone)
    phone.get_by_test_id("thread-pane").get_by_role("table").first.wait_for()
    sizes = phone.evaluate(
        "() => [...document.querySelectorAll('.table-wrap')].map((each) => [each.scrollWidth, each.clientWidth])"
    )
    assert sizes
    assert all(whole <= seen for whole, seen in sizes), sizes


@more
def test_the_traffic_shows_what_went_over_the_wire_without_its_secrets(page: Page, played: Play) -> None:
    start(page)
    expect(page.get_by_test_id("thread-pane")).to_contain_text("1 of 6")
    page.get_by_test_id("inspector-toggle").click()
    inspector = page.get_by_test_id("inspector")
    expect(inspector).to_contain_text("chat.postMessage")
    expect(inspector).to_contain_text("/cx-assess")
    assert "xoxb-" not in page.content()
    assert played.url in page.url


@more
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


LATE = """
const ask = fetch, late = (url) => new Promise((go) => setTimeout(go, String(url).includes("/_page/state") ? 1000 : 0));
window.fetch = (url, ...more) => late(url).then(() => ask(url, ...more));
"""


@more
@pytest.mark.parametrize("script", ["", LATE], ids=["at once", "before the page has its first state"])
def test_slack_is_made_to_refuse_from_the_panel_and_back(page: Page, script: str) -> None:
    page.add_init_script(script)
    page.reload()
    page.get_by_test_id("inspector-toggle").click()
    panel = page.get_by_test_id("switches")
    panel.locator("summary").click()
    panel.get_by_test_id("switch-answer_500").click()
    expect(panel).to_contain_text("1 on")
    panel.get_by_test_id("switch-off").click()
    expect(panel).to_contain_text("as it always does")


@more
def test_eight_tabs_of_one_browser_all_follow_and_go_on_when_the_first_is_closed(page: Page, played: Play) -> None:
    tabs = [page.context.new_page() for _ in range(7)]
    for tab in tabs:
        come(tab, played.url)
        expect(tab.get_by_test_id("composer-input")).to_be_visible()

    def say(where: Page, words: str) -> None:
        where.get_by_test_id("composer-input").fill(words)
        where.get_by_test_id("composer-input").press("Enter")
        expect(tabs[-1].get_by_test_id("channel-pane")).to_contain_text(words)

    say(page, "Good morning")
    page.goto("about:blank")  # it held the stream
    say(tabs[0], "Good evening")
