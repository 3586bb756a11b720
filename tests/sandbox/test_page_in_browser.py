"""The page as it is used: by keyboard and by pointer, on a wide screen and a small phone, by day and by night."""

from collections.abc import AsyncIterator
from typing import Any, Literal

import pytest
from playwright.async_api import Browser, Page, expect

from sandbox.page.routes import with_page
from sandbox.server import Sandbox
from sandbox.slack.people import HOME
from tests.sandbox.eyes import sticking_out, violations
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
    option,
    picture,
    plain,
    section,
)

pytestmark = pytest.mark.browser
AMINA, PRIYA = "U0001HUB", "U0013EST"


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
    page.set_default_timeout(30_000)
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
    await expect(page.locator("#composer-suggestions [role=option]:visible")).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#composer-suggestions [aria-selected=true]")).to_contain_text("/skill")
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
    asked = page.get_by_text("Take it back", exact=True)
    await asked.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog", name="Take it back?")).to_be_visible()
    for _ in range(5):
        await page.keyboard.press("Tab")
        assert await page.evaluate("!document.activeElement.closest('.bar, .sidebar, .composer')")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text("It goes.")).to_be_hidden()
    await expect(asked).to_be_focused()
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Keep it").click()
    await expect(page.get_by_text("It goes.")).to_be_hidden()
    await expect(asked).to_be_focused()


async def test_a_menu_is_gone_through_with_the_arrow_keys(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    options = [option("First", "1"), option("Second", "2")]
    sandbox.slack.add(
        HOME, sandbox.slack.bot_user, "A menu", [actions({"type": "overflow", "action_id": "o", "options": options})]
    )
    page = await opened(browser, sandbox)
    more = page.locator("summary[aria-label='More']")
    await more.focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="First")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("button", name="Second")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await expect(page.get_by_role("button", name="Second")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Second")).to_be_hidden()
    await expect(more).to_be_focused()


async def test_pasted_lines_stay_lines_and_enter_sends_them(browser: Browser, sandbox: Sandbox) -> None:
    page = await opened(browser, sandbox)
    await page.focus("#composer")
    await page.keyboard.insert_text("/win We opened the hub\nand forty people came")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("all day")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Recorded: We opened the hub")).to_be_visible()
    assert "We opened the hub\nand forty people came\nall day" in sandbox.slack.messages(HOME)[-1].text


async def test_somebody_else_is_chosen_and_sees_with_their_own_eyes(browser: Browser, sandbox: Sandbox) -> None:
    tell(sandbox)
    page = await opened(browser, sandbox)
    await expect(page.get_by_text("A preview, for you alone")).to_be_visible()
    await page.get_by_label("You are").select_option(label="Dr Priya Raman")
    await expect(page.get_by_text("Quayside Surgery, whose Slack hasn’t installed Pencil")).to_be_visible()
    await expect(page.get_by_text("A preview, for you alone")).to_have_count(0)


@pytest.mark.parametrize("height", [700, 256])
async def test_a_small_phone_and_a_fourfold_zoom_are_enough(browser: Browser, sandbox: Sandbox, height: int) -> None:
    tell(sandbox, lines=12)
    page = await opened(browser, sandbox, viewport={"width": 320, "height": height})
    await expect(page.get_by_text("A preview, for you alone")).to_be_in_viewport()
    assert await sticking_out(page) == []
    await page.locator(".desk > summary").click()
    await expect(page.get_by_role("button", name="A day on")).to_be_visible()
    assert await sticking_out(page) == []
    await page.locator(".desk > summary").click()
    await page.fill("#composer", "/win")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Record it").scroll_into_view_if_needed()
    assert await sticking_out(page) == []


@pytest.mark.parametrize("size", [(360, 740), (780, 437), (1280, 900)])
async def test_the_last_message_is_read_and_what_is_scrolled_to_lies_under_nothing(
    browser: Browser, sandbox: Sandbox, size: tuple[int, int]
) -> None:
    tell(sandbox, lines=20)
    sandbox.slack.add(HOME, sandbox.slack.bot_user, "The last", [section("The last"), actions(button("Go on", "go"))])
    page = await opened(browser, sandbox, viewport={"width": size[0], "height": size[1]})
    last = page.get_by_role("button", name="Go on")
    await expect(last).to_be_in_viewport(ratio=1)
    assert await page.locator(".bar").evaluate("(bar) => bar.offsetHeight / innerHeight") < 1 / 8

    for place in ("start", "end"):
        await page.locator("article").nth(3 if place == "start" else -4).scroll_into_view_if_needed()
        await last.evaluate("(node) => node.scrollIntoView({ block: 'nearest' })")
        assert await last.evaluate(
            """(node) => {
              const box = node.getBoundingClientRect();
              return node.contains(document.elementFromPoint(box.x + box.width / 2, box.bottom - 2));
            }"""
        )


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
    assert await violations(page) == []
    assert await sticking_out(page) == []


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

    assert not script or await violations(page) == []
    await page.get_by_label("Who most?").select_option("Bram")
    await page.get_by_role("group", name="Who else?").get_by_label("Cleo").check()
    await page.get_by_role("button", name="Thank them").click()

    form = sandbox.person(AMINA).form
    assert form is not None
    await sandbox.until(lambda: form.filled, 30)
    assert form.filled == {"one": "B", "some": ["C"]}
