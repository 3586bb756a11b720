"""No room too large to be read, none that is entered by an import, and no handler that holds a session."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import ROOT

MOST_MODULES, MOST_LINES = 15, 400
TOP = {"__init__.py", "__main__.py", "settings.py", "app.py"}


def modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def crowded(bot: Path) -> list[str]:
    """Packages of more modules than one can keep in mind; views are not counted, nor are migrations."""
    packages = {path.parent for path in modules(bot) if path.parent.name not in {"views", "versions"}}
    counts = {
        package: len([path for path in package.glob("*.py") if path.stem not in {"__init__", "views"}])
        for package in packages
    }
    return [f"{package.name}: {number}" for package, number in counts.items() if number > MOST_MODULES]


def long(root: Path) -> list[str]:
    files = [path for folder in ("bot", "handlers", "jobs", "sandbox") for path in modules(root / folder)]
    return [str(path.relative_to(root)) for path in files if len(path.read_text().splitlines()) > MOST_LINES]


def busy_inits(bot: Path) -> list[str]:
    """Packages whose `__init__` does not say in one sentence what lives there, or says more."""
    busy = []
    for path in modules(bot):
        if path.name != "__init__.py" or path.parent in {bot, bot / "models"}:
            continue
        module = ast.parse(path.read_text())
        sentence = ast.get_docstring(module) or ""
        if len(module.body) != 1 or not sentence.endswith(".") or len(sentence.split()) < 3 or "\n\n" in sentence:
            busy.append(str(path.relative_to(bot)))
    return busy


def sessions(handlers: Path) -> Iterator[str]:
    """Functions of handlers that take a `Session`."""
    for path in modules(handlers):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                if any("Session" in ast.unparse(argument.annotation) for argument in arguments if argument.annotation):
                    yield f"{path.stem}.{node.name}"


def test_no_package_is_crowded() -> None:
    assert len({path.parent for path in modules(ROOT / "bot")}) > 20
    assert crowded(ROOT / "bot") == []


def test_no_module_is_long() -> None:
    assert len(modules(ROOT / "bot")) > 150
    assert long(ROOT) == []


def test_at_the_top_of_the_bot_there_are_four_files() -> None:
    assert {path.name for path in (ROOT / "bot").glob("*.py")} == TOP


def test_a_package_says_in_a_sentence_what_lives_there_and_imports_nothing() -> None:
    assert busy_inits(ROOT / "bot") == []


def test_no_handler_holds_a_session() -> None:
    assert modules(ROOT / "handlers")
    assert list(sessions(ROOT / "handlers")) == []


def test_what_breaks_the_shape_of_a_room_is_noticed(tmp_path: Path) -> None:
    room = tmp_path / "bot" / "thanks"
    room.mkdir(parents=True)
    (room / "__init__.py").write_text('"""Thanks, said and counted."""\n\nfrom bot.thanks import acts\n')
    for place in range(MOST_MODULES + 1):
        (room / f"module_{place}.py").write_text("x = 1\n" * (MOST_LINES + (place == 0)))
    for folder in ("handlers", "jobs", "sandbox"):
        (tmp_path / folder).mkdir()
    (tmp_path / "handlers" / "thanks.py").write_text("def say(session: Session) -> None: ...\n")
    assert crowded(tmp_path / "bot") == ["thanks: 16"]
    assert long(tmp_path) == ["bot/thanks/module_0.py"]
    assert busy_inits(tmp_path / "bot") == ["thanks/__init__.py"]
    assert list(sessions(tmp_path / "handlers")) == ["thanks.say"]
