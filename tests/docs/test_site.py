"""The site is whole: built without a warning, each page reached, and nothing on it from anywhere else."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from tests.conftest import ROOT
from tests.docs.site import DOCS, Built, is_elsewhere, loaded_by_css

pytestmark = pytest.mark.slow
NAMED = re.compile(r"(?:`|(?<![\w/.])(?=docs/))((?:docs|[A-Z]+)[\w/-]*\.md)\b")


def _reached(site: Path) -> Iterator[Path]:
    """Every page that can be come to from the first by links."""
    waiting, seen = [site / "index.html"], {site / "index.html"}
    while waiting:
        page = waiting.pop()
        yield page
        for link in Built(page).links:
            place = unquote(urldefrag(link).url)
            leads_to = (page.parent / place).resolve() if place and "://" not in place else page
            if leads_to.suffix == ".html" and leads_to not in seen:
                seen.add(leads_to)
                waiting.append(leads_to)


def test_every_page_is_there_and_reached_and_loads_only_what_is_beside_it(site: Path) -> None:
    pages = set(_reached(site))
    sources = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert sources - {page.relative_to(site) for page in pages} == {Path("decisions/README.html")}

    assert len(pages) > 100
    for page in pages:
        for place in Built(page).loads:
            assert not is_elsewhere(place), (page, place)
            assert (page.parent / unquote(urldefrag(place).url.partition("?")[0])).exists(), (page, place)


def test_its_style_sheets_and_scripts_fetch_nothing_from_elsewhere(site: Path) -> None:
    sheets = list(site.rglob("*.css"))
    assert len(sheets) > 3
    assert {place for sheet in sheets for place in loaded_by_css(sheet.read_text()) if is_elsewhere(place)} == set()
    assert is_elsewhere(*loaded_by_css("@import 'https://fonts.example/a.css'"))  # as it would be found
    for script in site.rglob("*.js"):
        assert not re.search(r"""(?:fetch|import|src\s*=)\s*\(?\s*["'`]https?:""", script.read_text()), script


def _written() -> Iterator[Path]:
    """Pages and code of ours, from here on."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in {"build", "dist"}]
        for name in names:
            if name.endswith((".md", ".py", ".example")):
                yield Path(folder, name).relative_to(ROOT)


def test_every_page_that_is_named_anywhere_is_there() -> None:
    named = [(path, place) for path in _written() for place in NAMED.findall((ROOT / path).read_text(encoding="utf-8"))]
    assert len(named) > 10
    from_here = ((path, place, {ROOT / place, (ROOT / path).parent / place}) for path, place in named)
    assert [(path, place) for path, place, places in from_here if not any(map(Path.exists, places))] == []
