"""Pictures for the documentation: what somebody sees, and in words what it shows, so that a change is noticed."""

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.async_api import Locator, Page

from tests.conftest import ROOT

PICTURES = ROOT / "docs" / "pictures"
CHANGED = "what these pictures show has changed: type `make pictures`, look at them, and see to their alt texts"
SCALE = 1.5  # dots a pixel: sharp on most screens, and small
_COLOURS = 48
_DIGEST = "picture: "

# What can be seen of it, a line for each piece of text, field and picture, with the kind of element it stands in: not
# what is for ears only, the hour, or what has to be scrolled to.
_OUTLINE = """(root) => {
  const lines = [];
  const scrolls = (node) => getComputedStyle(node).overflowY !== "visible";
  const outside = (node) => {
    const { top, bottom } = node.getBoundingClientRect();
    if (root === document.body) return top >= innerHeight || bottom <= 0;
    for (let box = node.parentElement; box && root.contains(box); box = box.parentElement) {
      const frame = box.getBoundingClientRect();
      if (scrolls(box) && (top >= frame.bottom || bottom <= frame.top)) return true;
    }
    return false;
  };
  const unseen = (node) => !node.checkVisibility() || node.closest(".unseen, .tools, time") || outside(node);
  const say = (node, text) => {
    const words = text.replace(/\\s+/g, " ").trim();
    if (words) lines.push(`${node.tagName.toLowerCase()}: ${words}`);
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return say(node.parentElement, node.textContent);
    if (node.nodeType !== Node.ELEMENT_NODE || unseen(node)) return;
    if (node.matches("img")) return say(node, node.alt);
    if (node.matches("select")) return say(node, node.selectedOptions[0]?.textContent ?? "");
    if (node.matches("[type=checkbox], [type=radio]")) return say(node, node.checked ? "chosen" : "not chosen");
    if (node.matches("input, textarea")) return node.type === "hidden" || say(node, node.value || node.placeholder);
    node.childNodes.forEach(walk);
  };
  walk(root);
  return lines;
}"""


@dataclass
class Camera:
    """Takes pictures, or compares what they would show with what was kept beside each when it was taken."""

    takes: bool
    changed: list[str] = field(default_factory=list)

    async def sees(self, name: str, what: Locator | Page) -> None:
        """The picture of this name is of this piece of a page, or of as much of a page as fits the window."""
        root = what.locator("body") if isinstance(what, Page) else what
        if root is what:
            await root.scroll_into_view_if_needed()
        shown = "\n".join(await root.evaluate(_OUTLINE)) + "\n"
        if self.takes:
            png = _small(await what.screenshot(animations="disabled", caret="hide"))
            (PICTURES / f"{name}.png").write_bytes(png)
            (PICTURES / f"{name}.txt").write_text(f"{shown}{_DIGEST}{_digest(png)}\n", encoding="utf-8")
        elif shown != described(name):
            self.changed.append(name)


def described(name: str) -> str:
    """What the picture showed when it was taken."""
    note = PICTURES / f"{name}.txt"
    return note.read_text(encoding="utf-8").rpartition(_DIGEST)[0] if note.exists() else ""


def taken(path: Path) -> bool:
    """Whether the picture is the one that its description was written for."""
    note = path.with_suffix(".txt")
    return note.exists() and note.read_text(encoding="utf-8").endswith(f"\n{_DIGEST}{_digest(path.read_bytes())}\n")


def _digest(png: bytes) -> str:
    return hashlib.sha256(png).hexdigest()


def _small(png: bytes) -> bytes:
    """The same in a palette, which is a third of the bytes."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
