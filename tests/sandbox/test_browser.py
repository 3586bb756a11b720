"""The whole way in a real browser: wins told from each workspace, the clock moved, the celebration read."""

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.slack.people import HOME
from tests import polling
from tests.sandbox.eyes import sticking_out, violations
from tests.world import World

pytestmark = pytest.mark.browser

SCROLLED = """() => {
  const scroll = document.getElementById("scroll");
  const box = getComputedStyle(scroll).overflowY === "visible" ? document.scrollingElement : scroll;
  return [box.scrollTop, box.scrollHeight > box.clientHeight];
}"""


async def _as(page: Page, world: World, name: str) -> None:
    await page.goto(f"{world.sandbox.url}/?as={world.person(name).user_id}")


async def test_from_a_win_to_its_celebration(browser: Browser, page_world: World) -> None:
    world = page_world
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    await _as(page, world, "Amina Okafor")
    await page.locator("#composer").fill("/win")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Send", exact=True).last.click()
    await page.get_by_label("What went well?").fill("We opened the hub")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.get_by_text("Only visible to you").last).to_be_visible()
    await expect(page.get_by_text("We opened the hub").last).to_be_visible()

    await _as(page, world, "Dr Priya Raman")
    await expect(page.get_by_text("has not installed Pencil")).to_be_visible()
    await page.get_by_role("button", name="Share a win").first.click()
    await page.get_by_label("What went well?").fill("Two families came to us")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.get_by_text("Two families came to us").last).to_be_visible()

    await expect(page.get_by_text("Next: the spotlight is offered, Thursday 5 March, 15:00")).to_be_visible()
    await page.locator(".clock").get_by_role("button", name="To Friday’s celebration").click()
    await expect(page.get_by_role("heading", name="This week’s celebration")).to_be_in_viewport(timeout=20_000)
    await expect(page.get_by_text("It’s Friday 6 March, 15:00")).to_be_visible()
    [celebration] = world.celebrations
    assert "We opened the hub" in celebration.plain
    assert "Two families came to us" in celebration.plain
    assert troubles == []


async def test_from_a_blocker_to_its_fix_and_a_skill_to_its_boxes(browser: Browser, page_world: World) -> None:
    world = page_world
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))

    await _as(page, world, "Dr Priya Raman")
    await page.get_by_role("button", name="Raise a blocker").first.click()
    await page.get_by_label("What’s stuck?").fill("Nobody answers at the parking office")
    await page.get_by_role("button", name="Show me first").click()
    await page.get_by_role("button", name="Post without my name").click()
    await expect(page.get_by_text("Posted without your name")).to_be_visible()
    await world.settle()

    await _as(page, world, "Marek Nowak")
    await page.get_by_role("button", name="I can help").click()
    await expect(page.get_by_text("The card names you now")).to_be_visible()
    await page.get_by_role("button", name="It’s fixed").click()
    await page.get_by_label("What got it moving?").fill("They have a new number")
    await page.get_by_role("dialog").get_by_role("button", name="It’s fixed").click()
    await expect(page.get_by_text("and it’s a win too")).to_be_visible()
    await world.settle()
    await expect(page.get_by_text("A blocker, fixed")).to_be_visible()

    await page.locator("#composer").fill("/skill interior design")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Send", exact=True).last.click()
    hidden = page.get_by_label("My day job doesn’t ask for it")
    askable = page.get_by_label("People may ask me for help with it")
    await hidden.check()
    await expect(hidden).to_have_attribute("checked", "")  # the page has drawn it as Pencil keeps it
    await askable.uncheck()
    await expect(askable).not_to_have_attribute("checked", "")
    await page.locator("#composer").fill("/skill list")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Send", exact=True).last.click()
    holds = "your day job doesn’t ask for it; may be announced; you’d rather not be asked"
    await expect(page.get_by_text(holds)).to_be_visible()
    assert troubles == []


async def test_the_pulse_is_taken_in_at_most_nine_presses(browser: Browser, page_world: World) -> None:
    world = page_world
    await polling.joins(world, 12)
    await world.moves_to(polling.OPENING)
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    await _as(page, world, "Ben Carter")
    count = "window.presses = 0; document.addEventListener('pointerdown', () => { window.presses += 1 }, true)"
    await page.evaluate(count)

    await page.get_by_role("button", name="Take the pulse").last.click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    for question in await page.locator("dialog fieldset").all():
        await question.locator("label", has_text=re.compile("Often|Mostly")).click()
    await page.get_by_role("button", name="See what will count").click()
    await expect(page.get_by_text("Counted among everybody")).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="Send", exact=True).last.click()
    await expect(page.get_by_text("Your answers will be counted")).to_be_visible()

    assert await page.evaluate("window.presses") == 8
    assert await world.bot.database.read(polling.ballots_cast) == 1


async def test_a_word_to_pencil_in_a_thread_is_answered_there(browser: Browser, page_world: World) -> None:
    world = page_world
    priya = world.person("Dr Priya Raman")
    await world.person("Marek Nowak").types("The van is back on the road")
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    await _as(page, world, "Dr Priya Raman")
    message = page.locator("article", has_text="The van is back on the road").last
    await message.hover()
    await message.get_by_role("link", name="Reply in thread").click()
    await expect(page.get_by_label("Reply in the thread")).to_be_focused()
    await page.keyboard.type("@Pencil win The van is back on the road")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thread").get_by_text("Recorded:").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator(".thread")).to_have_count(0)
    assert priya.private()[-1].thread_ts


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_bars_anybodys_way_or_sticks_out(
    browser: Browser, page_world: World, scheme: Literal["light", "dark"]
) -> None:
    """By axe's rules, all of them, and by the boxes of what is shown: each place with what may be open there."""
    world, looked_at = page_world, list[str]()
    page = await browser.new_page(color_scheme=scheme, reduced_motion="reduce")

    async def fits(where: str) -> None:
        looked_at.append(where)
        for width in (1280, 360):
            await page.set_viewport_size({"width": width, "height": 740})
            assert await violations(page) == [], (where, width)
            assert await sticking_out(page) == [], (where, width)
        await page.set_viewport_size({"width": 1280, "height": 900})

    await _as(page, world, "Amina Okafor")
    await fits("the first page")
    await page.get_by_role("button", name="Share a win A form opens").click()
    await page.get_by_label("What went well?").fill("We opened the hub with Withy Library")
    await fits("a form")
    await page.get_by_role("button", name="Record it").click()
    await expect(page.get_by_text("Only visible to you").last).to_be_visible()
    await fits("a receipt")
    await page.get_by_role("button", name="Find somebody who can help").click()
    await expect(page.locator("article.private").get_by_text("grant forms").last).to_be_visible()
    await world.person("Marek Nowak").types("The van is back on the road")
    [asked] = [message for message in world.slack.messages(HOME) if message.text.startswith("The van")]
    await world.person("Dr Priya Raman").types("Good news, @Amina Okafor!", below=asked)
    await page.get_by_role("button", name="Go to Friday’s celebration").click()
    await expect(page.get_by_role("heading", name="This week’s celebration")).to_be_in_viewport(timeout=20_000)
    await page.locator("article", has_text="The van").hover()
    await page.locator("article", has_text="The van").locator("summary").click()
    await fits("a celebration, with a menu open")
    await page.get_by_role("link", name="1 reply").click()
    await expect(page.locator(".thread").get_by_text("Good news, ")).to_be_visible()
    await fits("a thread")
    await page.get_by_role("link", name="Close this thread").click()  # which covers all of a low window
    await page.set_viewport_size({"width": 1280, "height": 400})
    await page.get_by_role("link", name="Home", exact=True).first.click()
    await expect(page.get_by_role("heading", name=re.compile("Pencil ?: Home"))).to_be_visible()
    await world.settle()
    await expect(page.get_by_text("What I keep about you")).to_be_attached()
    assert await page.evaluate(SCROLLED) == [0, True]  # from its beginning, of which there is more below
    await fits("Home")
    await _as(page, world, "Dr Priya Raman")
    await fits("a workspace without Pencil")
    assert len(looked_at) == 7
