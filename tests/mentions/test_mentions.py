"""A mention is a mark where words are kept and a name where they are read, so that it can be forgotten or change."""

import asyncio
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib import marks
from bot.models import Base, Blocker, Name, Partnership, Post, Skill, Win
from jobs.files import send_files
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import GENERAL
from tests.attacks import copies
from tests.vision.visions import SENTENCE, pencilled
from tests.world import FRIDAY, World

GONE = "somebody who was here"


def _kept(world: World) -> str:
    """Every row of every table, but for the names."""
    with Session(world.bot.database.engine) as session:
        return "\n".join(
            json.dumps([*row], default=str, ensure_ascii=False)
            for table in Base.metadata.sorted_tables
            if table.name != "names"
            for row in session.execute(select(table))
        )


def _shown(world: World) -> str:
    return "\n".join(message.plain + json.dumps(message.blocks, ensure_ascii=False) for message in world.room)


async def _forgets(person: Person, world: World) -> str:
    await person.types("/partnership forget-me")
    assert await person.submits() is None
    await world.settle()
    return person.private()[-1].plain


async def _thanked(world: World, name: str = "Marek Nowak") -> Person:
    """Amina thanks somebody in a win, which is celebrated, and asks for them in a blocker and a skill."""
    amina = await world.begins()
    person = world.person(name)
    await amina.types(f"/win @{name} lent us the van")
    await amina.types(f"/blocker Only @{name} has the key")
    await amina.presses(amina.private()[-1], "blocker.post")
    await amina.types(f"/skill driving with @{name}")
    await world.moves_to(FRIDAY)
    await world.settle()
    return person


async def test_a_name_is_read_everywhere_and_kept_in_one_place(world: World) -> None:
    await _thanked(world)
    amina = world.person("Amina Okafor")

    assert "@Marek Nowak lent us the van" in world.celebrations[-1].plain
    assert "Only @Marek Nowak has the key" in _shown(world)
    listed = await amina.types("/win list")
    assert listed is not None
    assert "@Marek Nowak lent us the van" in listed.plain
    assert "Marek Nowak" not in _kept(world)
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Name.name)).all() == ["Marek Nowak"]


@pytest.mark.database
async def test_after_forget_me_the_name_is_gone_from_rows_files_and_the_channel(world: World) -> None:
    marek = await _thanked(world)

    reply = await _forgets(marek, world)

    assert "mentioned you in 3 places" in reply
    shown = _shown(world)
    assert "Marek Nowak" not in shown
    assert f"{GONE} lent us the van" in shown
    assert f"Only {GONE} has the key" in shown
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Name.name)).all() == [None]
    await _swept(world, b"Marek Nowak")


def _on_the_disk(world: World, name: bytes) -> bool:
    url = world.bot.database.url
    if not copies.on_sqlite(url):
        copies.execute(url, "CHECKPOINT")
    return bool(copies.present([name], copies.files_of(url)))


async def _swept(world: World, name: bytes) -> None:
    """Ticks go by until nothing of it is in the files: somebody on the same server may hold it up."""
    async with asyncio.timeout(60):
        while _on_the_disk(world, name):
            await tick(world.bot)


@pytest.mark.database
async def test_what_could_not_be_swept_from_the_disk_at_once_is_later(world: World) -> None:
    marek = await _thanked(world)
    assert _on_the_disk(world, b"Marek Nowak")
    await marek.is_called("Mark Newman")
    await _swept(world, b"Marek Nowak")  # which is nobody's name any more
    with _looking(world):
        await _forgets(marek, world)
        for _ in range(2):
            await tick(world.bot)
        assert _on_the_disk(world, b"Mark Newman")
    await _swept(world, b"Mark Newman")


@contextmanager
def _looking(world: World) -> Iterator[None]:
    """Somebody sees the database as it is now for as long as this takes."""
    with world.bot.database.engine.connect() as other:
        if other.dialect.name == "postgresql":
            other.execution_options(isolation_level="REPEATABLE READ")
        else:
            other.exec_driver_sql("COMMIT")  # a reader, not the writer that our engine begins
            other.exec_driver_sql("BEGIN")
        other.exec_driver_sql("SELECT count(*) FROM ballots")  # another table, which they hold
        yield


async def test_whoever_is_called_otherwise_is_so_in_what_was_said_before(world: World) -> None:
    marek = await _thanked(world)

    await marek.is_called("Mark Newman")
    await world.settle()

    assert "Marek Nowak" not in _shown(world)
    assert "@Mark Newman lent us the van" in world.celebrations[-1].plain
    # Whatever else is new about them draws nothing anew.
    calls = len(world.slack.calls)
    await marek.is_called("Mark Newman")
    await world.settle()
    assert len(world.slack.calls) == calls


async def test_a_missed_change_of_name_is_found_at_the_next_mention(world: World) -> None:
    marek = await _thanked(world)
    amina = world.person("Amina Okafor")
    world.sandbox.app.events.discard("user_change")
    await marek.is_called("Mark Newman")
    world.bot.slack.forget(marek.user_id)

    await amina.types("/win @Mark Newman did it again")
    await world.settle()

    assert "@Mark Newman lent us the van" in world.celebrations[-1].plain


async def test_somebody_of_the_other_workspace_is_named_and_forgotten_alike(world: World) -> None:
    priya = await _thanked(world, "Dr Priya Raman")
    assert "@Dr Priya Raman lent us the van" in world.celebrations[-1].plain

    await priya.types("@Pencil forget-me")
    await priya.presses(priya.private()[-1], "forget.open")
    assert await priya.submits() is None
    await world.settle()

    assert "Dr Priya Raman" not in _shown(world)
    assert "Dr Priya Raman" not in _kept(world)


async def test_hosts_hear_where_slack_does_not_take_the_change(world: World) -> None:
    marek = await _thanked(world)
    await world.tells_of_trouble()
    before = len(world.person("Amina Okafor").dms())
    world.sandbox.faults.add(Fault(Kind.ERROR, method="chat.update", error="edit_window_closed", times=9))

    await _forgets(marek, world)
    await world.tells_of_trouble()

    assert len(world.person("Amina Okafor").dms()) > before


async def test_of_a_private_message_that_slack_does_not_let_change_hosts_hear_nothing(world: World) -> None:
    priya = world.person("Dr Priya Raman")
    await priya.leaves()
    marek, amina = await _thanked(world), world.person("Amina Okafor")
    await priya.joins()
    await world.settle()
    assert "@Marek Nowak has the key" in priya.dms()[-1].plain
    before = len(amina.dms())
    world.sandbox.faults.add(Fault(Kind.ERROR, method="chat.update", error="edit_window_closed", times=99))

    reply = await _forgets(marek, world)
    await world.tells_of_trouble()

    assert "private messages that Slack won’t let me change" in reply
    assert "@Marek Nowak has the key" in priya.dms()[-1].plain
    heard = sorted(message.plain for message in amina.dms()[before:])
    assert len(heard) == 2
    assert all("was refused by Slack (edit_window_closed)" in each for each in heard)
    assert "The card of a blocker for" in heard[0]
    assert "The celebration for" in heard[1]


# Nobody types a mark


@pytest.mark.parametrize(
    "typed",
    [
        "\x021:12\x03",
        "\x02\x021:12\x03\x03",
        "\x02<@U0010HUB>\x03",
        "&#2;1:12&#3;",
        "\\u00021:12\\u0003",
        "\x02 1:12 \x03 \x031:12\x02",
    ],
)
async def test_a_mark_that_is_typed_is_none(world: World, typed: str) -> None:
    await _thanked(world)
    amina = world.person("Amina Okafor")

    await amina.types(f"/win Look {typed} here")
    await amina.presses(amina.private()[-1], "win.edit")
    assert amina.form is not None
    assert await amina.submits({"text": f"Look {typed} there"}) is None

    with Session(world.bot.database.engine) as session:
        text = session.scalars(select(Win.text).order_by(Win.id.desc()).limit(1)).one()
    assert marks.numbers(text) == []
    assert "Marek" not in amina.private()[-1].plain


async def test_a_name_with_signs_of_markup_does_nothing(world: World) -> None:
    await world.begins()
    amina, marek = world.person("Amina Okafor"), world.person("Marek Nowak")
    await marek.is_called("\x021:9\x03<!channel> *M* &amp; @here")

    await amina.types(f"/win Thanks to <@{marek.user_id}>")
    await world.moves_to(FRIDAY)
    await world.settle()

    [celebration] = world.celebrations
    assert "1:9<!channel> *M* &amp; @here" in celebration.plain
    assert celebration.notifies == {amina.user_id, marek.user_id}  # who told it, and who is thanked


# Lengths, forms, search


async def test_a_sentence_is_as_long_as_it_is_read(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    name = "@Marek Nowak"

    await amina.types("/partnership why " + "x" * (300 - len(name) - 1) + f" {name}")
    assert "301" not in amina.private()[-1].plain
    assert name in amina.private()[-1].plain
    await amina.types("/partnership why " + "x" * (301 - len(name) - 1) + f" {name}")
    assert "301" in amina.private()[-1].plain


@pytest.mark.parametrize("at", range(580, 604))
def test_words_are_cut_beside_a_name_and_never_within(at: int) -> None:
    from bot.slack.text import cut

    text = "x" * at + marks.mark(17, "@Marek Nowak") + "y" * 40
    shown = marks.written(cut(text, 600), {17: "@Marek Nowak"})

    assert len(shown) <= 600
    assert "\x02" not in shown
    assert shown.endswith("…")
    assert "@" not in shown or "@Marek Nowak" in shown


async def test_what_is_changed_in_a_form_still_mentions_them(world: World) -> None:
    marek = await _thanked(world)
    amina = world.person("Amina Okafor")
    await amina.types("/win list")
    await amina.presses(amina.private()[-1], "win.edit")
    assert amina.form is not None
    assert "@Marek Nowak lent us the van" in json.dumps(amina.form.payload)

    assert await amina.submits({"text": "@Marek Nowak lent us the big van, and @Marek Nowaks"}) is None
    await world.settle()

    with Session(world.bot.database.engine) as session:
        text = session.scalars(select(Win.text)).one()
        assert len(marks.numbers(text)) == 1
        assert text.endswith("lent us the big van, and @Marek Nowaks")
    await _forgets(marek, world)
    assert f"{GONE} lent us the big van" in world.celebrations[-1].plain


@pytest.mark.parametrize("what", ["is forgotten", "is called otherwise"])
async def test_a_form_that_was_open_when_somebody_is_forgotten_or_renamed_brings_no_name_back(
    world: World, what: str
) -> None:
    marek = await _thanked(world)
    amina = world.person("Amina Okafor")
    await amina.types("/win list")
    await amina.presses(amina.private()[-1], "win.edit")
    if what == "is forgotten":
        await _forgets(marek, world)
    else:
        await marek.is_called("Mark Newman")

    assert await amina.submits({"text": "@Marek Nowak lent us the big van, and @Marek Nowaks"}) is None
    await world.settle()

    name = GONE if what == "is forgotten" else "@Mark Newman"
    assert f"{name} lent us the big van, and @Marek Nowaks" in world.celebrations[-1].plain
    assert "Marek Nowak " not in _kept(world)


async def test_a_skill_is_found_by_whom_it_mentions(world: World) -> None:
    await _thanked(world)
    amina = world.person("Amina Okafor")

    await amina.types("/skill find nowak driving")

    assert "driving with @Marek Nowak" in amina.private()[-1].plain


# Files


async def test_copies_show_names(world: World) -> None:
    await _thanked(world)
    amina = world.person("Amina Okafor")
    await amina.types("/partnership export")
    await send_files(world.bot)

    archive = zipfile.ZipFile(io.BytesIO(amina.dms()[-1].files[0].content))
    wins = archive.read("wins.csv").decode()
    assert "@Marek Nowak lent us the van" in wins
    assert "\x02" not in "".join(archive.read(name).decode() for name in archive.namelist())


async def test_names_that_nothing_mentions_go_with_what_is_old(world: World) -> None:
    from bot.privacy import retention

    await _thanked(world)
    with Session(world.bot.database.engine) as session, session.begin():
        here = session.scalars(select(Partnership)).one()
        later = world.bot.clock().replace(month=9)
        retention.drop_unused_names(session, here, later)
        assert len(session.scalars(select(Name)).all()) == 1
        for table, column in ((Win, "text"), (Skill, "name")):
            for row in session.scalars(select(table)):
                setattr(row, column, "Nobody")
        for post in session.scalars(select(Post)):
            post.text, post.blocks = "", []
        session.execute(Base.metadata.tables["blockers"].update().values(text="Nobody"))
        session.flush()
        retention.drop_unused_names(session, here, world.bot.clock())
        assert len(session.scalars(select(Name)).all()) == 1
        retention.drop_unused_names(session, here, later)
        assert session.scalars(select(Name)).all() == []


async def test_homes_show_names_and_what_became_of_them(world: World) -> None:
    marek = await _thanked(world)
    amina = world.person("Amina Okafor")
    await amina.opens_home()
    await world.settle()
    assert amina.home is not None
    assert "@Marek Nowak lent us the van" in amina.home.plain

    await _forgets(marek, world)

    assert f"{GONE} lent us the van" in amina.home.plain


async def test_whoever_is_chosen_and_written_is_mentioned(world: World) -> None:
    await world.begins()
    amina, marek = world.person("Amina Okafor"), world.person("Marek Nowak")
    await amina.types("/win")

    assert await amina.submits({"text": "@Marek Nowak lent us the van", "with": [marek]}) is None

    with Session(world.bot.database.engine) as session:
        assert len(marks.numbers(session.scalars(select(Win.text)).one())) == 1


async def test_a_form_brings_in_no_mark_of_another_partnership(world: World) -> None:
    await _thanked(world)
    with Session(world.bot.database.engine) as session:
        number = session.scalars(select(Name.id)).one()
    leila, name = world.person("Leila Haddad"), "@Marek Nowak"
    await leila.types("/partnership start Elsewhere Together", GENERAL)
    await leila.types("/win", GENERAL)
    assert leila.form is not None
    leila.form.payload["private_metadata"] += "\n" + marks.as_shown(marks.mark(number, name), name)

    assert await leila.submits({"text": f"{name} lent us the van"}) is None

    with Session(world.bot.database.engine) as session:
        text = session.scalars(select(Win.text).order_by(Win.id.desc()).limit(1)).one()
    assert text == f"{name} lent us the van"


async def test_before_forgetting_it_says_that_plain_names_are_not_found(world: World) -> None:
    marek = await _thanked(world)
    await marek.types("/partnership forget-me")
    assert marek.form is not None
    assert "Your name where others typed it as plain words. I can’t find those." in marek.form.plain


async def test_what_is_old_is_cleared_with_names_that_nothing_mentions(world: World) -> None:
    await _thanked(world)
    with Session(world.bot.database.engine) as session, session.begin():
        here = session.scalars(select(Partnership)).one()
        here.warned_at = here.clear_at = world.bot.clock()
        session.execute(Base.metadata.tables["names"].update().values(kept_on=date(2025, 1, 1)))
        for table, column in ((Win, "text"), (Skill, "name"), (Blocker, "text")):
            for row in session.scalars(select(table)):
                setattr(row, column, "Nobody")
        for post in session.scalars(select(Post)):
            post.text, post.blocks = "", []

    await tick(world.bot)

    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Name)).all() == []


async def test_a_word_beside_a_field_shows_names(world: World) -> None:
    amina = await pencilled(world, f"{SENTENCE}\nA lift for @Marek Nowak")
    await amina.types("/partnership vision propose")

    errors = await amina.submits({"aims": "A lift for @Marek Nowak " + "x" * 200})

    assert errors is not None
    assert "“A lift for @Marek Nowak" in errors["aims"]


async def test_a_skill_is_found_by_the_name_alone(world: World) -> None:
    await _thanked(world)
    amina = world.person("Amina Okafor")

    await amina.types("/skill find Nowak")

    assert "driving with @Marek Nowak" in amina.private()[-1].plain


async def test_whoever_is_chosen_and_written_later_is_mentioned(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await amina.types("/win We have a van")
    await amina.presses(amina.private()[-1], "win.edit")
    assert await amina.submits({"text": "@Marek Nowak lent us the van", "with": [marek]}) is None

    await amina.types("/blocker Nobody has the key")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    await amina.presses(world.room[-1], "blocker.fixed")
    assert await amina.submits({"how": "@Marek Nowak had it", "who": [marek]}) is None

    with Session(world.bot.database.engine) as session:
        for words in (Win.text, Blocker.outcome):
            assert len(marks.numbers(session.scalars(select(words)).first() or "")) == 1
