"""Every command that the README and the pages name is there, and does something for whoever types it."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import pencil
from handlers import COMMANDS, SUBCOMMANDS
from tests.conftest import ROOT
from tests.docs.site import make
from tests.world import World

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = "\n".join([README, *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))])
TEXT = PAGES + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")  # whose examples of what to add are not there yet
CODE = re.compile(r"`([^`\n]+)`|^    ((?:make|python) [^\n]+)$", re.MULTILINE)

SHELL = re.compile(r"\$\([^)]*\)")  # what a shell puts in


def commands(text: str, begins: str) -> list[str]:
    """What is to be typed and begins so; what a line says behind `#` is for the reader."""
    shown = [(quoted or line).partition(" #")[0].strip() for quoted, line in CODE.findall(text)]
    return sorted({typed for typed in shown if typed == begins.strip() or typed.startswith(begins)})


def _typed(text: str) -> Iterator[tuple[str, str]]:
    """What is typed to Pencil: the command, and the rest."""
    for typed in commands(text, "/"):
        command, _, rest = typed.partition(" ")
        if command.removeprefix("/") in COMMANDS:
            yield command, rest


@pytest.mark.parametrize("typed", commands(TEXT, "make "))
def test_make_knows_what_the_pages_tell_people_to_make(typed: str) -> None:
    assert make(*typed.split()[1:], "VENV=not-there-yet")


@pytest.mark.parametrize("typed", commands(TEXT, "python -m bot "))
def test_python_m_bot_knows_what_the_pages_tell_people_to_type(typed: str, tmp_path: Path) -> None:
    filled = {"FOLDER": str(tmp_path), "ID": "1", "…": "", "DATABASE_URL": "sqlite:///a.db"}
    words = [filled.get(word, word) for word in SHELL.sub("today", typed).split()[3:]]
    if not words:  # it is only spoken of
        return
    if words[0].startswith("-"):
        with contextlib.suppress(click.exceptions.Exit):  # which --version ends with
            pencil.make_context("python -m bot", words)
        return
    context, command = click.Context(pencil), pencil.commands[words[0]]
    while isinstance(command, click.Group) and len(words) > 1:
        words = words[1:]
        command = command.commands[words[0]]
    if len(words) > 1:  # else it is only spoken of
        command.make_context(words[0], list(filter(None, words[1:])), parent=context)


def test_every_word_the_pages_tell_people_to_type_is_one_of_ours() -> None:
    words = {rest.split()[0] for command, rest in _typed(PAGES) if command == "/partnership" and rest}
    assert len(words) > 40
    assert words - {*SUBCOMMANDS} == set()


async def test_whoever_types_what_the_readme_says_is_answered(world: World) -> None:
    host = await world.begins()
    answered = 0
    for command, rest in _typed(README):
        answer = await host.types(f"{command} {rest}".strip())
        assert answer is not None or host.form is not None, (command, rest)
        assert answer is None or "I don’t know" not in answer.plain, (command, rest)
        await host.closes(everything=True)
        answered += 1
    assert answered > 10
