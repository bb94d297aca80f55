"""A quarter played on the sandbox's page by moving its clock: scorecard, plan, check-in, reminder, trend, Home."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.effort import more

pytestmark = [pytest.mark.browser, more]
BEGIN, DAY_30, DUE = "2026-11-22T10:00", "2026-12-22T12:00", "2027-02-22T09:31"
FIRST_DUE, SECOND_DUE = (f"Monday {day} 2027, 09:30 Europe/Berlin" for day in ("22 February", "24 May"))


def move_clock(page: Page, moment: str) -> None:
    """Set the page's clock to a moment, in the zone of whoever acts."""
    page.get_by_test_id("clock").click()
    page.get_by_test_id("clock-input").fill(moment)
    page.get_by_test_id("clock-set").click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("clock-panel")).not_to_be_visible()
    day = str(int(moment[8:10]))
    expect(page.get_by_test_id("clock")).to_contain_text(re.compile(rf"\b{day} \w+ {moment[:4]}"))


def act_as(page: Page, name: str) -> None:
    """Act as another person."""
    switch = page.get_by_test_id("person-switch")
    switch.click()
    page.get_by_role("menuitemradio", name=re.compile(name)).click()
    expect(switch).to_contain_text(name)


def go_to(page: Page, place: str) -> None:
    """Go to a channel, the messages with the bot or its Home tab."""
    page.get_by_test_id("sidebar").get_by_role("button", name=re.compile(place)).click()


def type_command(page: Page, line: str) -> Locator:
    """Type a command in the channel and give the answer that only the person sees."""
    page.get_by_test_id("composer-input").fill(line)
    page.get_by_test_id("composer-input").press("Enter")
    expect(page.get_by_test_id("composer-input")).to_have_value("")
    return message(page, "channel").filter(has=page.get_by_test_id("only-you")).last


def message(page: Page, pane: str, words: str | re.Pattern[str] = "") -> Locator:
    """Find the messages of a pane that hold some words."""
    return page.get_by_test_id(f"{pane}-pane").get_by_test_id("message").filter(has_text=words)


def submit(page: Page) -> None:
    """Submit the form that is open and see it go."""
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)


def press(where: Locator, label: str) -> None:
    """Press the first button of that name."""
    where.get_by_role("button", name=label, exact=True).first.click()


def answer(page: Page, answers: dict[int, str]) -> None:
    """Type answers one after another, each once its question stands there."""
    for place, words in answers.items():
        expect(page.get_by_test_id("thread-pane")).to_contain_text(f"{place} of 5 · ")
        page.get_by_test_id("thread-input").fill(words)
        page.get_by_test_id("thread-input").press("Enter")


def assess(page: Page) -> None:
    """Assess Acme Retail up to its scorecard."""
    page.get_by_test_id("composer-input").fill("/cx-assess Acme Retail matrix")
    page.get_by_test_id("composer-input").press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("What are we assessing?")).to_have_value("Acme Retail")
    expect(modal.get_by_label("Framework").locator("option:checked")).to_have_text("CX maturity matrix")
    submit(page)
    answer(page, {1: "2, someone leads it", 2: "1", 3: "2", 4: "2", 5: "2"})
    expect(page.get_by_test_id("thread-pane")).to_contain_text("9 of 20 · Defined")
    expect(page.get_by_test_id("thread-pane").locator("img")).to_be_visible()  # drawn anew with its picture


def plan(page: Page) -> None:
    """Have the plan drafted, accept it and give its first two actions to Sam."""
    thread = page.get_by_test_id("thread-pane")
    press(thread, "Draft notes and plan")
    expect(thread).to_contain_text("9 drafts are below")
    drafted = message(page, "thread", "Draft · 90-day plan")
    press(drafted, "Accept")
    expect(drafted).to_have_count(0)
    press(thread, "Assign owners")
    people = page.get_by_test_id("modal").get_by_test_id("pick-person")
    for place in (0, 1):
        people.nth(place).select_option(label="Sam Iyer")
    submit(page)
    expect(message(page, "thread", "By day 30")).to_contain_text("@sam")


def ask_for_reminders(page: Page) -> None:
    """Have a reminder set from under the scorecard."""
    press(page.get_by_test_id("thread-pane"), "Remind us")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    modal.get_by_label("Weekday").select_option(label="Monday")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_contain_text("The reminder is set")
    expect(modal).to_contain_text(f"Next: {FIRST_DUE}")
    modal.get_by_test_id("modal-close").click()
    expect(modal).to_have_count(0)
    page.get_by_test_id("thread-close").click()


def check_in(page: Page) -> None:
    """Let day 30 come; Sam says of one action that it is done, of the other that it is stuck."""
    move_clock(page, DAY_30)
    channel, modal = page.get_by_test_id("channel-pane"), page.get_by_test_id("modal")
    expect(channel).to_contain_text("Day 30 of the plan for Acme Retail: 0 of 6 done")
    act_as(page, "Sam Iyer")
    go_to(page, "Messages")
    expect(channel).to_contain_text("How do your actions stand?")
    press(channel, "Done")
    modal.get_by_label("What was done?").fill("we read them on Mondays")
    submit(page)
    expect(channel).to_contain_text("✓ done: “we read them on Mondays”")
    press(channel, "Stuck")
    modal.get_by_label("Why is it stuck?").fill("nobody has the list")
    submit(page)
    expect(channel).to_contain_text("▲ stuck: “nobody has the list”")
    expect(channel).to_contain_text("You have answered.")
    go_to(page, "cx-team")
    digest = message(page, "channel", "Day 30 of the plan")
    expect(digest).to_contain_text("1 of 6 done, 1 stuck")
    expect(digest).to_contain_text("“nobody has the list” · @sam")


def start_again(page: Page) -> None:
    """Let the reminder come, and start the second assessment from it."""
    act_as(page, "Dana Keller")
    move_clock(page, DUE)
    reminder = message(page, "channel", "It has been three months since Acme Retail was last assessed")
    expect(reminder).to_contain_text("9 of 20 · Defined")
    expect(page.locator("#live")).to_contain_text("Defined on 22 Nov")  # a day is read out as it is shown
    expect(reminder).to_contain_text("Its plan: 1 of 6 done, 1 stuck")
    press(reminder, "Start now")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("What are we assessing?")).to_have_value("Acme Retail")
    submit(page)
    expect(reminder).to_contain_text(f"@dana started the next assessment. Next reminder: {SECOND_DUE}.")
    expect(reminder.get_by_role("button", name="Start now")).to_have_count(0)


def assess_again(page: Page) -> None:
    """Answer with a higher level where an action was finished, and nothing else that would show it."""
    thread = page.get_by_test_id("thread-pane")
    expect(thread).to_contain_text("Open actions of the last assessment")
    expect(message(page, "thread", "Open actions")).to_contain_text("▲ stuck: “nobody has the list”")
    answer(page, {1: "2"})
    asked = message(page, "thread", "2 of 5 · Voice of the Customer")
    expect(asked).to_contain_text("Finished since last time: Have the support lead ask every customer")
    expect(asked).to_contain_text("(“we read them on Mondays”)")
    answer(page, {2: "2", 3: "2", 4: "2", 5: "2"})
    card = message(page, "thread", "Next").filter(has=page.get_by_role("row"))
    expect(card).to_contain_text("10 of 20 · Defined")
    expect(card.get_by_role("row").filter(has_text="Voice of the Customer")).to_contain_text("1 → 2")
    expect(card).not_to_contain_text("unexplained")
    page.get_by_test_id("thread-close").click()


def see_the_trend(page: Page) -> None:
    """Ask how it went over both assessments."""
    type_command(page, "/cx-scorecard trend")
    private = message(page, "channel").filter(has=page.get_by_test_id("only-you"))
    trend = private.filter(has_text="9 of 20 · Defined").last
    expect(trend).to_contain_text("10 of 20 · Defined")
    expect(trend).not_to_contain_text("unexplained")
    expect(private.locator("img").last).to_have_attribute("alt", re.compile("over time"))


def see_home(page: Page) -> None:
    """Look at Home as each of the two: what is theirs, and what their channels have."""
    go_to(page, "Home")
    home = page.get_by_test_id("home-pane")
    for seen in ("Recent scorecards", "10 of 20 · Defined", "Next reminders", SECOND_DUE, "#cx-team"):
        expect(home).to_contain_text(seen)
    expect(home).to_contain_text("Your actions: 1 overdue")
    act_as(page, "Sam Iyer")
    expect(home).to_contain_text("Your actions")
    expect(home).to_contain_text("▲ stuck: “nobody has the list”")
    expect(home).not_to_contain_text("we read them on Mondays")


def test_a_quarter_goes_from_a_scorecard_over_its_plan_and_a_reminder_to_the_next_one(page: Page) -> None:
    move_clock(page, BEGIN)
    assess(page)
    plan(page)
    ask_for_reminders(page)
    check_in(page)
    start_again(page)
    assess_again(page)
    see_the_trend(page)
    see_home(page)
