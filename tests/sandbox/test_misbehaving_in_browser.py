"""Slack misbehaves at the page, in a real browser: begun by keyboard, seen, ended with one press, and posted once."""

import asyncio
import re
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, Route, expect

from sandbox.page.mishaps import GROUPS
from tests.sandbox.eyes import sticking_out, violations
from tests.world import World

pytestmark = pytest.mark.browser

MOST_WORDS, MOST_OF_IT = 40, 1 / 3
OPENS, REACHES = "Make Slack misbehave", "Pencil can’t reach Slack"


async def opened(browser: Browser, world: World, width: int = 1280, **how: str) -> Page:
    page = await browser.new_page(viewport={"width": width, "height": 740}, reduced_motion="reduce", **how)  # type: ignore[arg-type]
    page.set_default_timeout(30_000)
    await page.goto(f"{world.sandbox.url}/?as={world.person('Amina Okafor').user_id}")
    return page


async def types(page: Page, text: str) -> None:
    await page.locator("#composer").fill(text)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Enter")


async def test_from_no_slack_at_all_to_one_celebration(browser: Browser, page_world: World) -> None:
    world = page_world
    page = await opened(browser, world)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    opens = page.get_by_text(OPENS)
    await expect(page.get_by_label(REACHES)).to_be_hidden()
    await opens.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("radio", name="Slack is slow")).to_be_focused()
    for _ in range(3):
        await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name=REACHES)).to_be_checked()
    await page.keyboard.press("Enter")

    says = page.get_by_role("status").filter(has_text="nothing it sends reaches Slack")
    await expect(says).to_be_visible()
    await expect(page.get_by_label(REACHES)).to_be_hidden()
    await expect(page.locator("#composer")).to_be_focused()

    await types(page, "/win We opened the hub")
    await expect(page.get_by_text("Only visible to you").last).to_be_visible()
    await expect(page.locator("article.private").get_by_text("We opened the hub")).to_be_visible()
    await page.locator(".clock").get_by_role("button", name="To Friday’s celebration").click()
    await expect(page.get_by_text(re.compile(r"It has happened \d+ times"))).to_be_visible(timeout=20_000)
    assert world.celebrations == []

    await page.get_by_role("button", name="Back to normal").click()
    await expect(page.get_by_role("heading", name="This week’s celebration")).to_be_in_viewport(timeout=20_000)
    await expect(page.get_by_role("status").filter(has_text="Back to normal. What waited")).to_be_visible()
    await expect(page.get_by_role("button", name="Back to normal")).to_have_count(0)
    await expect(page.get_by_text("The clock is moving")).to_have_count(0)
    [celebration] = world.celebrations
    assert celebration.plain.count("We opened the hub") == 1
    assert troubles == []


async def test_it_is_put_away_by_escape_and_by_a_press_elsewhere(browser: Browser, page_world: World) -> None:
    page = await opened(browser, page_world)
    opens, chosen = page.get_by_text(OPENS), page.get_by_role("radio", name=REACHES)
    await opens.click()
    await chosen.check()
    await page.keyboard.press("Escape")
    await expect(chosen).to_be_hidden()
    await expect(opens).to_be_focused()
    await opens.click()
    await expect(chosen).to_be_checked()
    await page.locator("#composer").click()
    await expect(chosen).to_be_hidden()
    assert not page_world.sandbox.faults.any_left


async def test_what_is_open_stays_open_whatever_comes_late_or_ends_meanwhile(
    browser: Browser, page_world: World
) -> None:
    world = page_world
    page = await opened(browser, world)
    asked, begun = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        if answer.status == 200:
            asked.set()
            await begun.wait()
        await route.fulfill(response=answer)

    opens, chosen = page.get_by_text(OPENS), page.get_by_role("radio", name=REACHES)
    normal = page.get_by_role("button", name="Back to normal")
    await page.route("**/fragment?*", late)
    await world.person("Owen Blake").types("Good morning")
    await asked.wait()
    await opens.click()
    await page.get_by_label("Slack answers with an error").check()
    await page.get_by_label("For how long").select_option("once")
    await page.get_by_role("button", name="Begin").click()
    await expect(normal).to_be_visible()
    await opens.click()
    await chosen.check()
    async with page.expect_request("**/fragment?*"):
        begun.set()
    await page.unroute_all(behavior="wait")
    await expect(chosen).to_be_checked()
    assert await chosen.is_visible()
    await expect(normal).to_be_visible()

    amina = world.person("Amina Okafor")
    await amina.types("/win We opened the hub")
    await amina.presses(amina.private()[-1], "win.celebrate")
    await world.settle()
    await expect(normal).to_have_count(0)
    await expect(chosen).to_be_checked()
    assert await chosen.is_visible()


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_of_it_bars_anybodys_way_or_sticks_out(
    browser: Browser, page_world: World, width: int, scheme: Literal["light", "dark"]
) -> None:
    """While it is chosen, whatever goes wrong, and when it is over. Words are few, and the channel stays in sight."""
    page = await opened(browser, page_world, width, color_scheme=scheme)

    async def opens() -> None:
        if width < 1280:
            await page.locator(".desk > summary").click()
        await page.get_by_text(OPENS).click()

    await opens()
    assert (await violations(page), await sticking_out(page)) == ([], [])
    for mishap in (mishap for group in GROUPS for mishap in group.mishaps):
        await page.get_by_label(mishap.title).check()
        await page.get_by_role("button", name="Begin").click()
        await expect(page.get_by_role("button", name="Back to normal")).to_be_in_viewport(ratio=1)
        assert await sticking_out(page) == [], mishap.name
        assert await page.locator(".bar").evaluate("(bar) => bar.offsetHeight / innerHeight") < MOST_OF_IT, mishap.name
        assert len((await page.locator("#trouble").inner_text()).split()) <= MOST_WORDS, mishap.name
        if mishap.name != "away":
            await opens()
    assert await violations(page) == []
    await page.get_by_role("button", name="Back to normal").click()
    await expect(page.locator("#trouble")).to_contain_text("Back to normal.")
    assert (await violations(page), await sticking_out(page)) == ([], [])
