"""Each handler module's tables are merged, rightly named, and answer what no other answers."""

import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest

import handlers
from handlers.tables import merged
from tests.conftest import ROOT

TABLES = {
    "ACTIONS",
    "CHANNELS",
    "COMMANDS",
    "FORMS",
    "MOVES",
    "OPTIONS",
    "REACTIONS",
    "REFUSALS",
    "REMOVALS",
    "RENAMES",
    "SHORTCUTS",
    "SUBCOMMANDS",
}
NOT_MERGED = {"handlers.refusals"}  # what any module may refuse


def _modules() -> list[ModuleType]:
    paths = [path for path in (ROOT / "handlers").glob("*.py") if path.name != "__init__.py"]
    return [importlib.import_module(f"handlers.{path.stem}") for path in sorted(paths)]


def _own_tables(module: ModuleType) -> set[str]:
    """The tables it has, other than those that are merged already."""
    return {
        name
        for name, value in vars(module).items()
        if name in TABLES and isinstance(value, dict) and value is not getattr(handlers, name, None)
    }


def _left_out(modules: Iterable[ModuleType]) -> list[str]:
    merged_here = set(handlers.MODULES)
    return [module.__name__ for module in modules if _own_tables(module) and module not in merged_here]


def _misspelt(module: ModuleType) -> list[str]:
    """A dictionary of handlers, or of the words for refusals, whose name is not one that is merged."""
    tables = {name: value for name, value in vars(module).items() if isinstance(value, dict) and value}
    return [
        name
        for name, table in tables.items()
        if name.isupper() and name not in TABLES and (_of_handlers(table, module) or _of_refusals(name, table))
    ]


def _of_handlers(table: dict[Any, Any], module: ModuleType) -> bool:
    return all(callable(value) and getattr(value, "__module__", "") == module.__name__ for value in table.values())


def _of_refusals(name: str, table: dict[Any, Any]) -> bool:
    """What a module keeps for itself, which its name says, is for its own forms."""
    return not name.startswith("_") and all(isinstance(key, type) and issubclass(key, Exception) for key in table)


def test_every_module_with_a_table_is_merged() -> None:
    assert len(handlers.MODULES) > 20
    assert set(_left_out(_modules())) <= NOT_MERGED


def test_no_table_is_misspelt() -> None:
    assert [f"{module.__name__}.{name}" for module in _modules() for name in _misspelt(module)] == []


def test_a_module_that_is_not_merged_is_noticed() -> None:
    forgotten = ModuleType("handlers.forgotten")
    vars(forgotten)["ACTIONS"] = {"thanks.say": print}
    assert _left_out([forgotten]) == ["handlers.forgotten"]


def test_a_misspelt_table_is_noticed() -> None:
    async def say() -> None: ...

    misspelt = ModuleType(say.__module__)
    vars(misspelt)["ACTION"] = {"thanks.say": say}
    assert _misspelt(misspelt) == ["ACTION"]


def test_misspelt_words_for_refusals_are_noticed() -> None:
    misspelt = ModuleType("handlers.forgotten")
    vars(misspelt)["REFUSAL"] = {LookupError: "That is not here."}
    assert _misspelt(misspelt) == ["REFUSAL"]


def test_two_modules_cannot_answer_the_same_name() -> None:
    with pytest.raises(ValueError, match=r"handlers\.wins and handlers\.thanks both answer 'win\.tell'"):
        merged({"handlers.wins": {"win.tell": 1}, "handlers.thanks": {"win.tell": 2}})
