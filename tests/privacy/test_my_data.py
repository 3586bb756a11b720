"""What is held on a person, shown and sent."""

import html
import json
import re

import pytest
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Session

from bot.models import (
    Base,
    Blocker,
    FileRequest,
    Member,
    PulseInvitation,
    PulseParticipation,
)
from bot.privacy import my_data, traces
from bot.privacy.views import my_data as view
from bot.privacy.views import my_data_page as page
from bot.privacy.views import my_data_sentences as sentences
from jobs.files import send_files
from sandbox.actors.person import Person
from tests.conftest import ROOT
from tests.privacy.pasts import STUCK, WON, has_a_past, kept_elsewhere, says, traces_of
from tests.world import MONDAY, World


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_what_is_held_is_shown_at_once_and_sent(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await has_a_past(world, person)

    reply = await says(person, "my-data")

    for words in ("1 win you shared", "1 win in which you are thanked", "2 skills you offered", "1 cheer"):
        assert words in reply
    assert "I note that you’ve answered an open one" in reply  # which whoever copies the database sees
    await send_files(world.bot)
    files = _files(person)
    content = json.loads(files["my-data.json"])
    assert [row["text"] for row in content["held"]["wins"]] == [WON]
    assert {row["name"] for row in content["held"]["skills"]} == {"bookkeeping", "cartography"}
    read = html.unescape(files["my-data.html"])
    partner = "Tideway Foodbank" if person.may_command else "Quayside Surgery"
    for sentence in (
        f"You’re from {partner}.",
        f"You shared on 2 March 2026 at 10:00: “{WON}”. Only people here may hear of it.",
        f"You raised on 2 March 2026 at 10:00: “{STUCK}”.",
        "You offered bookkeeping on 2 March 2026",
        "You’re thanked in a win.",
        "You cheered on 6 March 2026 at 15:00.",
    ):
        assert sentence in read
    assert not re.search(r"\b[UT]0\w{3,}\b|_id\b|_at\b", read)
    assert content["messages_that_name_you"]


def _files(person: Person) -> dict[str, str]:
    """What the newest message to them brought, by name."""
    [*_, last] = [message for message in person.dms() if message.files]
    return {file.title: file.content.decode() for file in last.files}


async def test_of_others_things_only_that_they_name_me_is_told(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await has_a_past(world, marek)
    kept_elsewhere(world, marek)

    with Session(world.bot.database.engine) as session:
        me = session.scalars(select(Member).where(Member.user_id == marek.user_id)).one()
        parcel = session.scalars(select(FileRequest).where(FileRequest.member_id == me.id)).one()
        made = my_data.files(session, parcel, world.bot.settings, MONDAY)
        content = json.loads(made[0].content)
        fixed = session.scalars(select(Blocker).where(Blocker.member_id != me.id)).one()

    assert fixed.text not in json.dumps(content["held"]["revisions"])
    assert "helped" not in json.dumps(content["held"]["revisions"])
    assert content["held"]["proposals"][0]["reason"] == "Too many rooms to heat"


async def test_whoever_is_not_known_here_is_told_so_and_does_not_become_known(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")

    assert "I keep nothing about you" in await says(marek, "my-data")
    assert "I keep nothing about you here" in await says(marek, "forget-me")
    assert traces_of(world, marek.user_id) == []


async def test_my_pencil_and_home_show_it_too(world: World) -> None:
    amina = await world.begins()
    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None

    await amina.presses(amina.form, "mydata.show")

    assert "entry with your Slack id" in amina.form.plain
    await send_files(world.bot)
    assert "my-data.json" in _files(amina)


def test_everything_that_names_a_person_is_known() -> None:
    """A new table or column that holds a person is told of in my data and cleared by forget-me, or fails here."""
    sealed = {PulseInvitation.__tablename__, PulseParticipation.__tablename__}
    not_people = {
        ("partnerships", "team_id"),
        ("partnerships", "channel_id"),
        ("posts", "file_id"),
        ("aims", "origin_id"),
        ("partnerships", "former_channel_id"),
        ("posts", "team_id"),  # a workspace
        ("installations", "team_id"),
        ("installations", "bot_user_id"),
        ("installations", "bot_id"),
    }
    for table in Base.metadata.sorted_tables:
        if table.name in traces.SEALED:
            continue
        known = {column.name for column in traces.by_member(table)} | {
            column.name for pair in traces.by_id(table) for column in pair
        }
        for column in table.columns:
            if (table.name, column.name) in not_people or column.name in known:
                continue
            foreign = bool(column.foreign_keys)
            assert "member" not in column.name, f"{table.name}.{column.name}"
            texts = isinstance(column.type, String | JSON)
            assert not (texts and not foreign and column.name.endswith(("_id", "_team"))), f"{table.name}.{column.name}"
        named = bool(known) or table.name == "posts"
        assert not named or table.name in view.NAMES, table.name
    assert set(sentences.SENTENCES) == set(page.TITLES) == set(view.NAMES)
    assert sealed <= traces.SEALED


def test_revisions_are_made_in_one_place_which_knows_their_nouns() -> None:
    import ast

    makers = {
        str(path.relative_to(ROOT))
        for folder in ("bot", "handlers", "jobs")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Revision"
    }
    assert makers == {"bot/partnership/revisions.py"}
