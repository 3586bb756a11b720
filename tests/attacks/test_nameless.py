"""Somebody who reads the database's files, with the server's log, while Pencil is at work.

Whoever posted something without a name is nowhere in them, nor are the words of a draft that was not posted.
"""

import secrets
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.actors.person import Person
from sandbox.slack.people import HUB, Someone
from sandbox.slack.state import Message
from tests.attacks.copies import execute, files_of, kind, on_sqlite, present, server_files
from tests.conftest import MANIFEST
from tests.consultations.asking import OVER, answers, asked, cards
from tests.world import World

pytestmark = pytest.mark.database

NUMBER = 12


def _people() -> list[Someone]:
    """Somebody who starts, and others whom nothing else on this server knows."""
    ids = [f"U{secrets.token_hex(5).upper()}" for _ in range(NUMBER)]
    others = [Someone(user_id, HUB, f"Person {place}", "", "public") for place, user_id in enumerate(ids)]
    return [Someone("U00000HUB", HUB, "Amina Okafor", "Exe Bay Council", "public"), *others]


def _all_files(url: str) -> list[Path]:
    if on_sqlite(url):
        return files_of(url)
    execute(url, "CHECKPOINT")  # as the server does by itself sooner or later
    return [*files_of(url), *(path for path in server_files(url)[0].iterdir() if path.is_file())]


COMMANDS = {"blocker": "/blocker", "idea": "/partnership idea"}


async def _draft(person: Person, noun: str, words: str, *, way: int) -> Message:
    """The preview of what is typed after a command, or said to Pencil as one, or first without saying so."""
    await person.types(f"{(COMMANDS[noun], f'@Pencil {noun}', '@Pencil')[way % 3]} {words}")
    if way % 3 == 2:
        await person.presses(person.private()[-1], f"words.{noun}")
    return person.private()[-1]


@pytest.mark.parametrize("noun", COMMANDS)
async def test_no_file_names_whoever_posted_something_without_a_name(
    new_database: Callable[[], str], noun: str
) -> None:
    url, people = new_database(), _people()
    async with World(MANIFEST, url, people=people) as world:
        await world.begins()
        authors = [world.person(person.name) for person in people[1:]]
        before, after = ([f"{kept} {secrets.token_hex(8)}" for _ in authors] for kept in ("was", "is"))
        posted: set[bytes] = set()
        for place, person in enumerate(authors):
            preview = await _draft(person, noun, before[place], way=place // 2)
            await person.presses(preview, f"{noun}.redraft")
            assert await person.submits({"text": after[place]}) is None
            if place % 3 == 2:
                await person.presses(person.private()[-1], "blocker.drop")
                continue
            await person.presses(person.private()[-1], f"{noun}.nameless")
            posted.add(after[place].encode())
            receipt = person.private()[-1]
            await person.presses(receipt, f"{noun}.undo")
            await person.presses(person.private()[-1], f"{noun}.restore")
        left = await _draft(authors[0], noun, "left unposted", way=2)
        await world.settle()

        words = {word.encode() for word in [*before, *after]}
        files = _all_files(url)
        named = present([author.user_id.encode() for author in authors], files)
        on_disk = present(words, files)
        values = {str(value).encode() for _, action, value in left.buttons if action == f"{noun}.post"}
        print(f"\n{kind(url)}: {len(files)} files; authors named: {len(named)} of {len(authors)}")
        print(f"words that were posted: {len(on_disk & posted)} of {len(posted)}; others: {len(on_disk - posted)}")
        assert len(posted) == NUMBER * 2 // 3
        assert on_disk == posted  # so that they are the right files
        assert named == set()
        assert len(values) == 1
        assert present(values, files) == set()


async def test_no_file_names_whoever_answered_a_consultation_without_a_name(new_database: Callable[[], str]) -> None:
    url, people = new_database(), _people()
    async with World(MANIFEST, url, people=people) as world:
        await asked(world, await world.begins())
        authors = [world.person(person.name) for person in people[1:]]
        before, after = ([f"{kept} {secrets.token_hex(8)}" for _ in authors] for kept in ("was", "is"))
        for place, person in enumerate(authors):
            receipt = await answers(world, person, before[place], name="nameless", group="volunteers")
            await person.presses(receipt, "consultation.edit_answer")
            assert await person.submits({"text": after[place]}) is None
            await person.presses(receipt, "consultation.undo_answer")
            await person.presses(receipt, "consultation.restore_answer")
        await authors[0].presses(cards(world)[0], "consultation.answer")  # and is not sent
        assert authors[0].form is not None
        unsent = authors[0].form.payload["private_metadata"].rpartition(".")[2].encode()
        await world.moves_to(OVER)

        files = _all_files(url)
        assert present([words.encode() for words in after], files) == {words.encode() for words in after}
        assert present([author.user_id.encode() for author in authors], files) == set()
        assert present([unsent], files) == set()
