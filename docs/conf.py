"""The site: `make docs` builds it from these pages. Nothing on it comes from anywhere else."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "Pencil"
language = "en_GB"
extensions = ["myst_parser"]
exclude_patterns = ["decisions/README.md"]
myst_heading_anchors = 3
# Decisions are listed on a page of their own, and not beside every other page.
suppress_warnings = ["toc.not_included"]

html_theme = "furo"
html_title = "Pencil"
html_favicon = html_logo = "_static/pencil.svg"
html_static_path = ["_static"]
templates_path = ["_templates"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_show_copyright = False


def setup(app: "Sphinx") -> None:
    app.connect("source-read", _lists_decisions)


def _lists_decisions(_app: "Sphinx", name: str, source: list[str]) -> None:
    """The page of decisions names each one, by room."""
    if name == "engineers/decisions":
        paths = sorted((Path(__file__).parent / "decisions").glob("*/*.md"))
        for room, decisions in groupby(paths, lambda path: path.parent.name):
            source[0] += f"\n## {room}\n\n" + "".join(map(_line, decisions))


def _line(path: Path) -> str:
    title = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    return f"- [{title}](../decisions/{path.parent.name}/{path.name})\n"
