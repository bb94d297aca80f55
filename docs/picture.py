"""Remake docs/thread.png: a real thread on the sandbox's page, played by the script itself."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bot.main import Play, start_play
from bot.sandbox.person import Person

PICTURE = Path(__file__).with_name("thread.png")
FIELDS = {
    "Framework": "CX optimization readiness",
    "What are we assessing?": "Acme Retail",
    "NPS (or CSAT) today": "31",
    "NPS (or CSAT) goal": "45",
}
ANSWERS = ("3, we map the main journeys and count contact reasons", "2, we fix tickets but not causes")


def main() -> None:
    """Play the first answers and take the picture."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if chromium is None:
        sys.exit("The picture needs Chromium: apt install chromium, or Chrome on macOS.")
    played = start_play(0, limits="off")
    try:
        _play(played)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": 1280, "height": 860}, device_scale_factor=1.5)
            _picture(page, played.url)
            browser.close()
    finally:
        played.close()
    print(f"{PICTURE.name} is made")


def _play(played: Play) -> None:
    """Start an assessment as Dana and answer its first questions."""
    dana = Person(played.url, "dana")
    dana.command("/cx-assess Acme Retail optimization")
    dana.wait_for(lambda person: person.modal())
    dana.fill_and_submit(FIELDS)
    _settle(played)
    thread = str(dana.sees()[-1]["ts"])
    for answer in ANSWERS:
        dana.say(answer, thread)
        _settle(played)
    dana.close()


def _settle(played: Play) -> None:
    played.sandbox.settle()
    played.service.workers.idle()


def _picture(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_test_id("open-thread").first.click()
    page.get_by_test_id("thread-pane").get_by_text("3 of 6").wait_for()
    page.get_by_test_id("thread-input").focus()
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    main()
