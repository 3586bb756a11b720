"""The page as it is used: by keyboard and by pointer, on a wide screen and a small phone, by day and by night."""

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.sandbox.small_app import (
    FINDING,
    LAST,
    MANIFEST,
    QUESTIONS,
    TOO_SHORT,
    SmallApp,
    actions,
    button,
    drawing,
    kept,
    mrkdwn,
    opens,
    picture,
    plain,
    section,
)

pytestmark = pytest.mark.browser
AMINA, PRIYA = "U0001HUB", "U0013EST"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

# Every text the reader sees, with the contrast of its colour against the ground it really stands on.
FAINT = """() => {
  const rgb = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const colour = rgb(getComputedStyle(one).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !node.checkVisibility() || node.closest(".more")) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(`${texts.currentNode.data.trim()}: ${(a + 0.05) / (b + 0.05)}`);
  }
  return faint;
}"""
NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, summary")]
  .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
  .filter((one) => !(one.labels?.length || one.ariaLabel || one.textContent.trim()))
  .map((one) => one.outerHTML)"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if path is None and not Path(playwright.chromium.executable_path).exists():
            if os.environ.get("PENCIL_BROWSER_REQUIRED") == "1":
                pytest.fail("no browser, and PENCIL_BROWSER_REQUIRED=1 says there has to be one")
            pytest.skip("no Chromium here: playwright install chromium, or the system's own")
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with with_page(Sandbox(MANIFEST)) as made:
        app = SmallApp(made)
        app.replies["questions"] = {"response_action": "push", "view": LAST}
        await app.start()
        yield made
        await app.stop()


async def opened(browser: Browser, sandbox: Sandbox, who: str = AMINA, place: str = HOME, **how: Any) -> Page:
    page = await browser.new_page(**{"viewport": {"width": 1280, "height": 900}, **how})
    page.set_default_timeout(5000)
    await page.goto(f"{sandbox.url}/?as={who}&in={place}")
    return page


def tell(sandbox: Sandbox, lines: int = 2) -> None:
    """A little of everything, to look at."""
    slack = sandbox.slack
    for number in range(lines):
        slack.add(
            HOME, PRIYA, f"Line {number}: the new desk is *busy*, thank you <@{AMINA}>, see <https://example.org|it>"
        )
    confirm = {
        "title": plain("Take it back?"),
        "text": plain("It goes."),
        "confirm": plain("Yes, back"),
        "deny": plain("Keep it"),
    }
    presses = actions(
        button("Edit", "win.edit", style="primary"), button("Take it back", "win.undo", style="danger", confirm=confirm)
    )
    blocks = [{"type": "header", "text": plain("A win")}, section("`code` and\n> words"), presses]
    slack.add(HOME, slack.bot_user, "A win", [*blocks, {"type": "context", "elements": [mrkdwn("With _two_ others")]}])
    slack.add(HOME, slack.bot_user, "A preview, for you alone", only_for=AMINA)


async def test_a_command_is_found_and_its_form_filled_by_keyboard_alone(browser: Browser, sandbox: Sandbox) -> None:
    page = await opened(browser, sandbox)
    await page.focus("#composer")
    await page.keyboard.type("/")
    await expect(page.locator("#suggestions [role=option]:visible")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#suggestions [aria-selected=true]")).to_contain_text("/skill")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_have_value("/win ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Share a win")).to_be_visible()
    await expect(page.get_by_label("What went well?")).to_be_focused()

    await page.keyboard.type("Too few")
    await page.get_by_label("A real shift").focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Enter")
    field = page.get_by_label("What went well?")
    await expect(page.get_by_text(TOO_SHORT)).to_be_in_viewport()
    await expect(field).to_be_focused()
    await expect(field).to_have_value("Too few")
    await expect(field).to_have_accessible_description(TOO_SHORT)
    await expect(page.get_by_label("A real shift")).to_be_checked()

    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#composer")).to_be_focused()
    assert sandbox.person(AMINA).form is None


async def test_a_name_is_completed_as_it_is_typed(browser: Browser, sandbox: Sandbox) -> None:
    page = await opened(browser, sandbox)
    await page.focus("#composer")
    await page.keyboard.type("Thank you @raman")
    await page.keyboard.press("Tab")
    await expect(page.locator("#composer")).to_have_value("Thank you @Dr Priya Raman ")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .mention")).to_have_text("@Dr Priya Raman")
    assert sandbox.slack.messages(HOME)[-1].text == f"Thank you <@{PRIYA}>"


async def test_what_others_say_arrives_and_nothing_half_typed_is_lost(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox)
    await page.focus("#composer")
    await page.keyboard.type("half a thou")
    await sandbox.person(PRIYA).types("Meanwhile, from Priya")
    await expect(page.get_by_text("Meanwhile, from Priya")).to_be_in_viewport()
    await expect(page.locator("#composer")).to_be_focused()
    await expect(page.locator("#composer")).to_have_value("half a thou")


async def test_an_open_form_keeps_what_was_typed_when_the_world_moves(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox)
    await page.get_by_role("button", name="Edit").click()
    await page.get_by_label("What went well?").fill("half a win")
    await page.get_by_role("searchbox").fill("nowak")
    await expect(page.locator(".option:visible")).to_have_count(4)
    await page.get_by_role("checkbox", name="Marek Nowak").check()
    await sandbox.person(PRIYA).types("Meanwhile, from Priya")
    await expect(page.get_by_text("Meanwhile, from Priya")).to_have_count(1)
    await expect(page.get_by_label("What went well?")).to_have_value("half a win")
    await expect(page.get_by_role("checkbox", name="Marek Nowak")).to_be_checked()


async def test_what_cannot_be_undone_is_asked_twice(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox)
    await page.get_by_text("Take it back", exact=True).click()
    await expect(page.get_by_text("It goes.")).to_be_visible()
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_text("It goes.")).to_be_hidden()
    await page.get_by_text("Take it back", exact=True).click()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("It goes.")).to_be_hidden()


async def test_somebody_else_is_chosen_and_sees_with_their_own_eyes(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox)
    await expect(page.get_by_text("A preview, for you alone")).to_be_visible()
    await page.get_by_label("Acting as").select_option(label="Dr Priya Raman")
    await expect(page.get_by_text("Estuary Health, without Pencil")).to_be_visible()
    await expect(page.get_by_text("A preview, for you alone")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_everything_can_be_read_and_has_a_name(
    browser: Browser, sandbox: Sandbox, scheme: Literal["light", "dark"]
) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox, color_scheme=scheme)
    assert await page.evaluate(FAINT) == []
    assert await page.evaluate(NAMELESS) == []
    await page.get_by_role("button", name="Edit").click()
    await page.get_by_role("button", name="Record it").wait_for()
    assert await page.evaluate(FAINT) == []
    assert await page.evaluate(NAMELESS) == []


@pytest.mark.parametrize("height", [700, 256])
async def test_a_small_phone_and_a_fourfold_zoom_are_enough(browser: Browser, sandbox: Sandbox, height: int) -> None:
    tell(sandbox, lines=12)
    page = await opened(browser, sandbox, viewport={"width": 320, "height": height})
    await expect(page.get_by_text("A preview, for you alone")).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    await page.locator(".desk > summary").click()
    await expect(page.get_by_role("button", name="A day on")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    await page.locator(".desk > summary").click()
    await page.fill("#composer", "/win")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Record it").scroll_into_view_if_needed()
    assert await page.evaluate("document.querySelector('dialog').scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_picture_is_drawn_and_fits_a_small_phone(
    browser: Browser, sandbox: Sandbox, scheme: Literal["light", "dark"]
) -> None:
    blocks = [picture(kept(sandbox, drawing()), title=plain("This spring"))]
    sandbox.slack.add(HOME, sandbox.slack.bot_user, "This spring", blocks)
    page = await opened(browser, sandbox, viewport={"width": 320, "height": 700}, color_scheme=scheme)
    image = page.get_by_role("img", name="A chart of the spring")
    await expect(image).to_be_in_viewport(ratio=1)
    assert await image.evaluate("async (img) => { await img.decode(); return img.naturalWidth; }") == 640
    box = await image.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 2) < 0.05
    assert await page.evaluate("document.documentElement.scrollWidth") == 320
    assert await page.evaluate(FAINT) == []


async def test_going_back_from_a_form_finds_everything_still_chosen(browser: Browser, sandbox: Sandbox) -> None:
    opens(sandbox, AMINA, QUESTIONS)
    page = await opened(browser, sandbox)
    for number in range(1, 6):
        await page.get_by_role("group", name=f"Question {number}").get_by_label("A real shift").check()
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_role("dialog", name="One more thing").get_by_role("button", name="Back").click()
    await expect(page.get_by_role("dialog", name="Five questions").locator(":checked")).to_have_count(5)
    await page.get_by_role("button", name="Go on").click()
    await expect(page.get_by_role("dialog", name="One more thing")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Five questions").locator(":checked")).to_have_count(5)
    await page.get_by_role("button", name="Go on").click()
    await page.get_by_role("dialog", name="One more thing").get_by_role("button", name="Close this form").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
async def test_people_the_app_finds_are_chosen_with_and_without_script(
    browser: Browser, sandbox: Sandbox, *, script: bool
) -> None:
    opens(sandbox, AMINA, FINDING)
    page = await opened(browser, sandbox, java_script_enabled=script)

    assert not script or await page.evaluate(NAMELESS) == []
    await page.get_by_label("Who most?").select_option("Bram")
    await page.get_by_role("group", name="Who else?").get_by_label("Cleo").check()
    await page.get_by_role("button", name="Thank them").click()

    form = sandbox.person(AMINA).form
    assert form is not None
    assert form.filled == {"one": "B", "some": ["C"]}
