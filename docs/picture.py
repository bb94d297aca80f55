"""Remake the pictures of the documents: the scorecard of a finished quarter in its thread.

The sandbox's own example is played for them, as its page plays it for a newcomer.
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.main import Play, start_play

FOLDER = Path(__file__).parent
SCORECARD = "scorecard.png"
LARGEST = 150_000


def main() -> None:
    """Have the quarter played and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
    if chromium is None:
        sys.exit("The pictures need Chromium: apt install chromium, or Chrome on macOS.")
    played = start_play(0, limits="off")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            _scorecard(browser, played)
            browser.close()
    finally:
        played.close()


def _scorecard(browser: Browser, played: Play) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1240})
    page.goto(played.url)
    page.get_by_test_id("welcome-show").click()
    thread = page.get_by_test_id("thread-pane")
    card = thread.get_by_test_id("message").filter(has_text="up 0.7 since").last
    card.wait_for(timeout=60_000)
    card.locator("img").wait_for()
    page.wait_for_timeout(1_000)  # it is drawn by then
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    _taken(thread.screenshot(), SCORECARD)
    page.close()


def _taken(picture: bytes, name: str) -> None:
    if len(picture) > LARGEST:
        sys.exit(f"{name} would have {len(picture):,} bytes, more than {LARGEST:,}: make it smaller.")
    (FOLDER / name).write_bytes(picture)
    print(f"{name} is made, {len(picture):,} bytes")


if __name__ == "__main__":
    main()
