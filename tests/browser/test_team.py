"""A workshop of seven people on the page, each in a browser of their own: what each sees, and must not see."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.main import Play
from tests.effort import more

pytestmark = [pytest.mark.browser, more]
ROLES = {
    "dana": "Manager",
    "sam": "Front line",
    "aiko": "Front line",
    "mo": "Front line",
    "jonas": "Manager",
    "priya": "Executive",
    "riley": "Executive",
}
IDS = {
    "dana": "U0DANA0001",
    "sam": "U0SAM00001",
    "aiko": "U0AIKO0001",
    "mo": "U0MO000001",
    "jonas": "U0JONAS001",
    "priya": "U0PRIYA001",
    "riley": "U0RILEY001",
}
LEVELS = {
    "dana": "32222",
    "sam": "11212",
    "aiko": "21211",
    "mo": "11222",
    "jonas": "32223",
    "priya": "32222",
    "riley": "43223",
}
TYPES, ON_A_PAGE = ("sam", "jonas", "dana"), ("riley", "priya")
WORDS = {
    "sam": "nobody leads it",
    "jonas": "a leader is named",
    "dana": "a goal is set",
    "riley": "a charter is signed",
}
FIRST = "1 ▪▪  2 ▪  3 ▪▪▪  4 ▪"
"""How the levels of the first dimension are spread."""
Crowd = dict[str, Page]


@pytest.fixture
def crowd(browser: Browser, played: Play) -> Iterator[Crowd]:
    """Open the page for seven people at once; anything that a browser complains of fails the test."""
    complaints: list[str] = []
    pages: Crowd = {}
    for who, person in IDS.items():
        page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{played.url}#as={person}", wait_until="commit")
        pages[who] = page
    for page in pages.values():
        expect(page.locator("[inert]")).to_have_count(0)
    yield pages
    for page in pages.values():
        page.context.close()
    assert complaints == []


def press(where: Locator | Page, label: str) -> None:
    """Press the first button of that name."""
    where.get_by_role("button", name=label, exact=True).first.click()


def thread(page: Page) -> Locator:
    """Find the thread that is open."""
    return page.get_by_test_id("thread-pane")


def open_thread(page: Page, place: str, words: str) -> Locator:
    """Go to a channel or the messages with the bot, and open the thread of the newest message with these words."""
    page.get_by_test_id("sidebar").get_by_role("button", name=re.compile(place)).click()
    opens = page.get_by_test_id("channel-pane").get_by_test_id("message").filter(has_text=words).last
    opens.get_by_test_id("open-thread").last.click()
    return thread(page)


def submit(page: Page) -> None:
    """Submit the form that is open and see it go."""
    page.get_by_test_id("modal-submit").click()
    expect(page.get_by_test_id("modal")).to_have_count(0)


def start(page: Page) -> None:
    """Start a workshop from the form: six people by their roles, and whoever starts it."""
    page.get_by_test_id("channel-cx-team").click()
    page.get_by_test_id("composer-input").fill("/cx-assess acme matrix")
    page.get_by_test_id("composer-input").press("Enter")
    modal = page.get_by_test_id("modal")
    modal.get_by_role("radio", name=re.compile("Workshop")).check()
    for who, role in ROLES.items():
        if who != "dana":
            modal.get_by_role("group", name=re.compile(role)).locator(f"input[value={IDS[who]}]").check()
    modal.get_by_label("I answer, too").check()
    submit(page)


def answer_on_a_page(page: Page, who: str) -> None:
    """Answer every question in one form; levels that want evidence get some."""
    press(thread(page), "All on one page")
    modal = page.get_by_test_id("modal")
    for place, level in enumerate(LEVELS[who]):
        modal.get_by_label("Level").nth(place).select_option(value=level)
    if who in WORDS:
        modal.get_by_label("What shows it").first.fill(WORDS[who])
    submit(page)
    expect(thread(page)).to_contain_text("Handed in")


def answer(page: Page, who: str, place: int) -> None:
    """Answer one question by typing or by pressing."""
    level, opened = LEVELS[who][place], thread(page)
    expect(opened).to_contain_text(f"{place + 1} of 5")
    if who in TYPES:
        page.get_by_test_id("thread-input").fill(f"{level}, {WORDS[who]}")
        page.get_by_test_id("thread-input").press("Enter")
    else:
        press(opened, level)


def everything(page: Page) -> str:
    """Return all that a person's page shows."""
    return page.locator("body").inner_text()


def answer_in_private(crowd: Crowd) -> None:
    """Have all seven answer side by side, and see before the last has done so that counts are all that is shown."""
    for page in crowd.values():
        expect(open_thread(page, "Messages", "Who sees what")).to_contain_text("1 of 5")
    press(thread(crowd["dana"]), "Manager")
    for who in ON_A_PAGE:
        answer_on_a_page(crowd[who], who)
    for place in range(5):
        for who, page in crowd.items():
            if who not in ON_A_PAGE and (who, place) != ("mo", 4):
                answer(page, who, place)
    for who, page in crowd.items():
        others = [words for each, words in WORDS.items() if each != who]
        if who != "mo":
            expect(thread(page)).to_contain_text("Handed in")
        assert not [words for words in others if words in everything(page)], who
    press(thread(crowd["sam"]), "Yes, as I typed them")
    press(thread(crowd["jonas"]), "No")
    expect(thread(crowd["sam"])).to_contain_text("Your words may be quoted")
    expect(thread(crowd["jonas"])).to_contain_text("are not used")
    before = open_thread(crowd["dana"], "cx-team", "Workshop")
    expect(before).to_contain_text("6 of 7 have handed in")
    assert not re.search("▪|of 4|of 20|nobody leads", before.inner_text())
    answer(crowd["mo"], "mo", 4)


def see_the_reveal(crowd: Crowd) -> None:
    """See how the levels are spread in every browser, and no level beside a name in any."""
    for who, page in crowd.items():
        shown = open_thread(page, "cx-team", "Workshop")
        expect(shown).to_contain_text(FIRST)
        expect(shown).to_contain_text("7 of 7 answered")
        expect(shown.locator("img")).to_have_count(2)  # the page refuses a press on a message that is changed just then
        expect(shown).to_contain_text("By role: front line 1.3 (3 people) · all other roles 3.3 (4 people)")
        text = shown.inner_text()
        assert "nobody leads it" in text  # by leave
        assert "a leader is named" not in text
        assert "a charter" not in text
        named = {each for each in re.findall(r"@(\w+)", text) if each in IDS}
        assert named == {"dana"}, who  # who leads the discussion


def test_seven_people_hold_a_workshop_and_nobody_sees_what_another_answered(crowd: Crowd) -> None:
    dana = crowd["dana"]
    start(dana)
    answer_in_private(crowd)
    see_the_reveal(crowd)
    press(thread(crowd["sam"]), "Is mine in it?")
    expect(thread(crowd["sam"])).to_contain_text("Yes: your receipt")
    expect(thread(crowd["mo"])).not_to_contain_text("Yes: your receipt")
    press(thread(crowd["mo"]), "Rate again")
    expect(thread(crowd["mo"])).to_contain_text("Only @dana")

    agenda = thread(dana).get_by_test_id("message").filter(has_text="What to talk about").last
    press(agenda, "Rate again")
    submit(dana)
    for page in crowd.values():
        expect(open_thread(page, "Messages", "for a second round")).to_contain_text("1 of 1")
        press(thread(page), "2")
        expect(thread(page)).to_contain_text(re.compile("Handed in|Closed"))
    shown = open_thread(dana, "cx-team", "Workshop")
    expect(shown).to_contain_text("Second round: 2 of 4, up 0.3 · 7 rated · spread 0")
    expect(agenda.get_by_role("img", name=re.compile("second round"))).to_be_visible()

    press(agenda, "Agree on a level")
    modal = dana.get_by_test_id("modal")
    modal.get_by_label("Level", exact=True).select_option(value="3")
    modal.get_by_label("Why this level?").fill("A leader was named in May.")
    submit(dana)
    press(thread(dana), "Synopsis")
    for who in ("dana", "riley"):
        shown = open_thread(crowd[who], "cx-team", "Workshop")
        expect(shown).to_contain_text("the group agreed on level 3, recorded by @dana")
        expect(shown.get_by_role("row").filter(has_text="agreed")).to_contain_text("3")
        expect(shown).to_contain_text("The synopsis stands in a canvas")
