"""The site as it is read: on a wide screen and a small one, by day and by night, by anybody, and on paper."""

import re
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from tests.sandbox.eyes import violations

pytestmark = pytest.mark.browser
PAGES = ("index", "hosts/first-week", "members/one-page", "privacy/impact-assessment")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody is told who asked for what."""


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_bars_anybodys_way_and_nobody_else_is_asked(
    browser: Browser, served: str, scheme: Literal["light", "dark"]
) -> None:
    page = await browser.new_page(color_scheme=scheme, reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        for width in (1280, 360):
            await page.set_viewport_size({"width": width, "height": 740})
            await page.goto(f"{served}/{name}.html")
            assert await violations(page) == [], (name, width)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    await page.goto(f"{served}/search.html?q=forget")
    await expect(page.locator(".search li").first).to_be_visible()
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith((f"{served}/", "data:"))] == []


async def test_the_page_to_print_is_one_page(browser: Browser, served: str, tmp_path: Path) -> None:
    page = await browser.new_page()
    await page.goto(f"{served}/members/one-page.html")
    paper = await page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
