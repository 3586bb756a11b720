"""How a page is looked at: what bars anybody's way, what sticks out, and what the keyboard reaches."""

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

# What stands beside the window, and what has to be scrolled sideways in its frame; what is for ears only is neither.
_STICKS_OUT = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && !node.closest("svg *, .unseen:not(:focus-within), option, optgroup"))
  .filter((node) => getComputedStyle(node).clipPath === "none")
  .filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    const boxed = getComputedStyle(node).display !== "inline" && !node.matches("select, input, textarea");
    return width && (left < -0.5 || right > innerWidth + 0.5 || (boxed && node.scrollWidth > node.clientWidth + 1));
  })
  .map((node) => `${node.outerHTML.slice(0, 120)} ${JSON.stringify(node.getBoundingClientRect())}`)"""


async def violations(page: Page) -> list[str]:
    """What axe finds wrong, by any of its rules: each with the piece of the page it is about."""
    rules = (await Axe().run(page)).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in rules for node in rule["nodes"]]


async def sticking_out(page: Page) -> list[str]:
    """What does not fit the window's width."""
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*([f"the page, by {wide}"] if wide > 0 else []), *await page.evaluate(_STICKS_OUT)]
