"""What the browser tests stand on: the system's Chromium, the sandbox with the bot, and its page at two widths."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from bot.main import Play, start_play

LAPTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
PATIENCE_MS = 60_000
"""A busy machine is no failure; what is waited for comes long before."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--disable-background-networking",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Start the system's Chromium once for a file: it holds a loop in this thread, where other tests want their own."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield running
        running.close()


@pytest.fixture
def played() -> Iterator[Play]:
    """Start the sandbox and the bot."""
    play = start_play(0, limits="off")
    yield play
    play.close()


@pytest.fixture
def page(browser: Browser, played: Play) -> Iterator[Page]:
    """Open the page on a laptop; anything that the browser complains of fails the test."""
    yield from _opened(browser, played, LAPTOP)


@pytest.fixture
def phone(browser: Browser, played: Play) -> Iterator[Page]:
    """Open the page on a phone."""
    yield from _opened(browser, played, PHONE)


def come(page: Page, url: str) -> None:
    """Go to the page and wait for its first state: before it no control can be used."""
    page.goto(url)
    expect(page.locator("[inert]")).to_have_count(0)


def _opened(browser: Browser, played: Play, size: dict[str, int]) -> Iterator[Page]:
    viewport: ViewportSize = {"width": size["width"], "height": size["height"]}
    context = browser.new_context(viewport=viewport, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda asked: complaints.append(asked.url) if played.url not in asked.url else None)
    come(opened, played.url)
    yield opened
    context.close()
    assert complaints == []
