"""The site as it is built, and what its pages ask a browser for."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

from tests.conftest import ROOT

DOCS = ROOT / "docs"
_LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("use", "href")}
_LOADED_BY_CSS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


def make(*words: str) -> str:
    """What make would do, asked from outside of any make around us."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "-n", *words], cwd=ROOT, env=outside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def built(folder: Path) -> Path:
    """As `make docs` builds it, into this folder; a link that leads nowhere ends it."""
    [line] = [line for line in make("docs").splitlines() if "-m sphinx" in line]
    options = line.partition("-m ")[2].replace("build/", f"{folder}/").split()
    done = subprocess.run([sys.executable, "-m", *options], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


class Built(HTMLParser):
    """One page: what it loads, and where its links lead."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and (tag, name) in _LOADS:
                self.loads.append(value)
            if value and name == "srcset":
                self.loads += [part.split()[0] for part in value.split(",")]
            if value and name == "style":
                self.loads += loaded_by_css(value)
            if value and (tag, name) == ("a", "href"):
                self.links.append(value)


def loaded_by_css(text: str) -> list[str]:
    """What a style sheet fetches; data that stand in it are not fetched."""
    return [place for place in _LOADED_BY_CSS.findall(text) if not place.startswith("data:")]


def is_elsewhere(place: str) -> bool:
    """Whether this would be fetched from another server."""
    return re.match(r"(?:[a-z]+:)?//", place, re.IGNORECASE) is not None
