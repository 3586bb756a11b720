"""Every view there is, found by looking, and what it shows when called with samples made from its annotations."""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

from bot.drawing.columns import Chart
from bot.drawing.lines import Picture
from bot.drawing.pairs import Pairs
from bot.report.views.learned import Changed
from bot.slack.blocks import actions
from bot.slack.forms import form
from bot.slack.messages import Message, message
from bot.slack.rich_text import Piece, bullets, say
from tests.conftest import ROOT
from tests.guards.samples import Samples

SHOWN = [Message, dict[str, Any], list[dict[str, Any]], list[Piece], list[list[Piece]], list[str]]
ELSEWHERE: list[Any] = [
    str,
    str | None,
    Picture,
    list[tuple[str, str]],
    list[tuple[Any, int]],
    list[tuple[str, str, int]],
    dict[str, Chart | Pairs],
    Pairs | None,
    bytes,
    dict[str, bytes],
]
ELSEWHERE += [list[Changed], int, tuple[list[dict[str, Any]], int]]
SHAPES = {"rich_text_section", "rich_text_quote", "rich_text_list"}
ELEMENTS = {"button", "static_select", "checkboxes", "overflow"}

PART = "part"  # of a view, shown in a form of its own


class UnknownViewError(AssertionError):
    """A function of a views module of which it cannot be told what it shows."""


def paths(root: Path = ROOT) -> list[Path]:
    """The modules in which the sentences stand that people read."""
    views = [path for path in root.glob("bot/**/*.py") if path.stem == "views" or path.parent.name == "views"]
    return sorted(path for path in views if path.name != "__init__.py")


def modules() -> list[ModuleType]:
    return [importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in paths()]


@dataclass(frozen=True)
class View:
    """A public function of a views module."""

    function: Callable[..., Any]

    @property
    def name(self) -> str:
        """`wins.win.receipt`: its room, its module and itself."""
        parts = [part for part in self.function.__module__.split(".") if part not in {"bot", "views"}]
        return ".".join([*parts, self.function.__name__])

    @cached_property
    def hints(self) -> dict[str, Any]:
        return get_type_hints(self.function)

    @cached_property
    def signature(self) -> inspect.Signature:
        return inspect.signature(self.function)

    @property
    def is_shown(self) -> bool:
        """Whether Slack shows what it returns; a text, a page or a drawing is tested where it is used."""
        returned = self.hints.get("return", Any)
        if returned not in SHOWN and returned not in ELSEWHERE:
            raise UnknownViewError(f"{self.name} returns {returned}: say in gallery.py whether Slack shows that")
        return returned in SHOWN

    def returned(self, samples: Samples) -> Iterator[Any]:
        """What it returns for each row of samples, where that is anything."""
        for given, named in samples.rows(self.name, self.signature, self.hints):
            try:
                returned = self.function(*given, **named)
            except Exception as error:
                error.add_note(f"{self.name} with {str((given, named))[:1_000]}")
                raise
            if returned:
                yield returned

    def __repr__(self) -> str:
        return self.name


@cache
def views(module: ModuleType) -> list[View]:
    """What of a module Slack shows; what their annotations say is read once."""
    public = [function for name, function in vars(module).items() if not name.startswith("_")]
    own = [
        View(function) for function in public if inspect.isfunction(function) and function.__module__ == module.__name__
    ]
    return [view for view in own if view.is_shown]


def as_shown(returned: Any) -> Message | dict[str, Any]:
    """A message or a form as it is; blocks, elements and pieces in a message that holds them."""
    if isinstance(returned, Message):
        return returned
    if isinstance(returned, dict):
        if returned["type"] in {"modal", "home"}:
            return returned
        return message(actions(returned) if returned["type"] in ELEMENTS else returned)
    kinds = {item["type"] if isinstance(item, dict) else type(item) for item in returned}
    if list in kinds:
        return message(say(bullets(*returned)))
    if kinds <= {*SHAPES, str, "text", "user", "channel", "date"}:
        return message(say(*returned))
    return message(actions(*returned)) if kinds <= ELEMENTS else form(PART, "Part of one", returned, submit="Send")
