"""The settings of a partnership, the log of what hosts did, and how long things are kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bot.models import (
    Base,
    Blocker,
    Checkin,
    Credit,
    Help,
    Member,
    Movement,
    Partnership,
    Post,
    Revision,
    Schedule,
    Win,
)
from bot.privacy import retention
from bot.schedule.batches import Batch
from sandbox.actors.person import Person
from tests.world import FRIDAY, MONDAY, World


async def _says(person: Person, words: str) -> str:
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


def _partnership(world: World) -> Any:
    with Session(world.bot.database.engine) as session:
        return session.get_one(Partnership, 1)


def _count(world: World, table: type[Base]) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


async def _hosted_by(world: World, name: str) -> Person:
    """Somebody of the other workspace hosts too."""
    person = world.person(name)
    await person.types("@Pencil join Quayside Surgery, public")
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Member).where(Member.user_id == person.user_id)).one().host = True
    return person


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_a_host_changes_settings_in_a_line(world: World, name: str) -> None:
    await world.begins()
    await _hosted_by(world, "Dr Priya Raman")
    host = world.person(name)

    assert "Name: Exe Bay Together" in await _says(host, "settings")
    assert "Name: Warm Winters" in await _says(host, "settings name Warm  Winters")
    await world.settle()
    assert "Warm Winters" in world.room[0].plain
    assert "Time zone: Europe/Paris" in await _says(host, "settings zone Paris")
    assert "two organisations agree" in await _says(host, "settings assent on")
    assert "A pulse needs: at least 7 answers" in await _says(host, "settings floor 7")
    log = await _says(host, "log")
    for words in ("renamed the partnership", "time zone to Europe/Paris", "two partners assent", "needs to 7"):
        assert words in log


async def test_new_clocks_move_the_timetable(world: World) -> None:
    amina = await world.begins()
    with Session(world.bot.database.engine) as session:
        before = session.get_one(Schedule, (1, "celebrations")).next_at
    await _says(amina, "settings zone Europe/Paris")

    with Session(world.bot.database.engine) as session:
        after = session.get_one(Schedule, (1, "celebrations")).next_at
    assert before is not None
    assert after == before - timedelta(hours=1)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("settings name", "so nothing changed"),
        ("settings name " + "x" * 81, "needs a name"),
        ("settings zone Atlantis", "don’t know that time zone"),
        ("settings assent maybe", "so nothing changed"),
        ("settings floor 2", "no lower"),
        ("settings keep 3", "from 6 to 120"),
        ("settings keep forever", "from 6 to 120"),
        ("settings colour blue", "so nothing changed"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_changed(world: World, words: str, answer: str) -> None:
    amina = await world.begins()

    assert answer in await _says(amina, words)

    assert _partnership(world).name == "Exe Bay Together"
    assert "settings" not in (await _says(amina, "log")).lower()


async def test_only_hosts_change_settings_and_read_the_log(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")

    assert "Only a host" in await _says(marek, "settings name Mine")
    assert "Only a host" in await _says(marek, "settings keep 12")
    assert "Only a host" in await _says(marek, "log")
    reply = await _says(marek, "settings")
    assert "Exe Bay Together" in reply
    assert marek.private()[-1].buttons == []


async def test_the_form_sets_them_and_says_what_cannot_be_beside_the_field(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership settings")
    await amina.presses(amina.private()[-1], "house.open")

    assert await amina.submits({"zone": "Atlantis"}) is not None
    assert await amina.submits({"zone": "Europe/London", "months": "2"}) is not None
    assert await amina.submits({"months": "", "floor": "1"}) is not None
    assert await amina.submits({"name": "Warm Winters", "floor": "5", "assent": "assent"}) is None

    reply = amina.private()[-1].plain
    assert "Warm Winters" in reply
    assert "two organisations" in reply
    assert "renamed the partnership" in await _says(amina, "log")


async def test_what_hosts_did_before_stands_in_the_log(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win We opened the hub")
    await amina.types("/partnership timetable celebrations thu 14:00")
    await amina.types("/partnership stage culture")
    await amina.types("/partnership pulse skip")
    await amina.types("/partnership pause")
    await amina.types("/partnership resume")
    await amina.presses(marek.private()[-1], "win.undo")

    log = await _says(amina, "log")

    for words in (
        "started the partnership",
        "changed the timetable (Celebrations thu 14:00)",
        "next check-in (culture)",
        "skipped a pulse",
        "paused the posts",
        "ended the pause",
        "undid somebody’s win",
    ):
        assert words in log
    assert "hub" not in log


# How long things are kept


def _age(world: World, months: int = 20) -> None:
    """A history: old things and new ones, with all that hangs on them."""
    old, new = MONDAY - timedelta(days=30 * months), MONDAY - timedelta(days=2)
    with Session(world.bot.database.engine) as session, session.begin():
        me = session.scalars(select(Member.id)).first()
        for number, at in enumerate([old, new]):
            post = {
                "partnership_id": 1,
                "kind": "win",
                "occasion": f"o{number}",
                "lane": "C",
                "channel": "C0EXEBAYX",
                "token": f"t{number}",
                "text": "Old words",
                "blocks": [],
                "version": 1,
                "written_at": at,
                "attempts": 0,
                "owed_at": at,
                "fate": "sent",
            }
            post_id = session.scalars(insert(Post).returning(Post.id), post).one()
            asked = session.scalars(
                insert(Post).returning(Post.id), post | {"occasion": f"c{number}", "token": f"c{number}"}
            ).one()
            win = Win(partnership_id=1, member_id=me, text="Old words", origin=f"o{number}", recorded_at=at)
            win.post_id = post_id
            stuck = Blocker(partnership_id=1, member_id=me, text="Old words", raised_at=at, fixed_at=at, fixed_by=me)
            still = Blocker(partnership_id=1, member_id=me, text="Still stuck", raised_at=at)
            session.add_all([win, stuck, still])
            session.flush()
            session.add_all(
                [
                    Credit(win_id=win.id, partner_id=1, partnership_id=1),
                    Help(blocker_id=stuck.id, team_id="T", user_id="U", partnership_id=1, taken_at=at),
                    Revision(partnership_id=1, noun="win", row_id=win.id, before={"text": "Old words"}, revised_at=at),
                    Checkin(
                        partnership_id=1,
                        post_id=asked,
                        stage="wins",
                        round=number,
                        facts=[],
                        written_at=at,
                        closed_at=at,
                    ),
                    Movement(partnership_id=1, member_id=me, what="joined", at=at),
                ]
            )


def _begun(world: World, months: int) -> None:
    with Session(world.bot.database.engine) as session, session.begin():
        session.get_one(Partnership, 1).started_at = MONDAY - timedelta(days=30 * months)


async def test_a_new_partnership_keeps_things_for_two_years_and_says_so(world: World) -> None:
    amina = await world.begins()

    assert any("I delete things after 24 months" in message.plain for message in amina.private())
    assert "Kept: for 24 months, then deleted" in await _says(amina, "settings")


async def test_hosts_hear_a_month_before_the_first_goes_and_once(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    begins = datetime(2028, 3, 2, 10, tzinfo=UTC)
    await world.moves_to(FRIDAY)
    told = "From 2 March 2028 I’ll delete what is older than 24 months"

    await world.moves_to(begins - timedelta(days=32))
    assert not any(told in message.plain for message in amina.dms())
    await world.moves_to(begins - timedelta(days=31) + timedelta(minutes=1))
    await world.moves_to(begins - timedelta(days=30))
    assert sum(told in message.plain for message in amina.dms()) == 1
    assert _count(world, Win) == 1

    await world.moves_to(begins + timedelta(days=5))
    assert _count(world, Win) == 0
    assert sum(told in message.plain for message in amina.dms()) == 1


async def test_where_nobody_has_said_hosts_are_asked_once_and_nothing_goes(world: World) -> None:
    """As it is with partnerships from a time when everything was kept."""
    amina = await world.begins()
    _age(world, months=40)
    with Session(world.bot.database.engine) as session, session.begin():
        here = session.get_one(Partnership, 1)
        here.keep_months, here.clear_at = None, here.started_at

    await world.moves_to(MONDAY + timedelta(minutes=1))
    await world.moves_to(MONDAY + timedelta(days=1))

    asked = [message for message in amina.dms() if "I keep everything, until a host says otherwise" in message.plain]
    assert len(asked) == 1
    assert _count(world, Win) == 2
    await amina.presses(asked[0], "house.stake")
    assert "1 win\n" in amina.dms()[-1].plain
    await world.moves_to(MONDAY + timedelta(days=2))
    assert _count(world, Win) == 2
    await amina.presses(amina.dms()[-1], "house.keep")
    await world.moves_to(MONDAY + timedelta(days=3))
    assert _count(world, Win) == 1


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_what_would_go_is_shown_first_and_goes_after_a_second_yes(world: World, name: str) -> None:
    await world.begins()
    await _hosted_by(world, "Dr Priya Raman")
    host = world.person(name)
    _age(world)
    moved = _count(world, Movement)

    reply = await _says(host, "settings keep 12")
    assert "1 win\n" in reply
    assert "1 blocker that is closed" in reply
    await world.moves_to(MONDAY + timedelta(minutes=1))
    assert _count(world, Win) == 2

    await host.presses(host.private()[-1], "house.keep")
    await world.moves_to(MONDAY + timedelta(minutes=2))

    assert (_count(world, Win), _count(world, Blocker), _count(world, Checkin)) == (1, 3, 1)
    assert (_count(world, Credit), _count(world, Help), _count(world, Revision)) == (1, 1, 1)
    assert _count(world, Movement) == moved
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Post.occasion).where(Post.occasion.in_(["o0", "c0"]))).all() == []
    assert "12 months" in await _says(host, "log")


async def test_it_goes_on_daily_and_stops_when_everything_is_kept(world: World) -> None:
    amina = await world.begins()
    _age(world, months=11)
    _begun(world, months=11)
    await amina.types("/partnership settings keep 12")
    await amina.presses(amina.private()[-1], "house.keep")
    await world.moves_to(MONDAY + timedelta(minutes=1))
    assert _count(world, Win) == 2

    await world.moves_to(MONDAY + timedelta(days=45))
    assert _count(world, Win) == 1

    assert "Kept: everything" in await _says(amina, "settings keep off")
    assert _partnership(world).clear_at is None


async def test_more_than_a_batch_goes_in_one_turn(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "ROWS", 7)
    amina = await world.begins()
    old = datetime(2024, 1, 1, tzinfo=UTC)
    with Session(world.bot.database.engine) as session, session.begin():
        rows = [
            {
                "partnership_id": 1,
                "member_id": 1,
                "text": "x",
                "origin": f"{n}",
                "recorded_at": old,
                "consent": "inside",
            }
            for n in range(50)
        ]
        session.execute(insert(Win), rows)
    await amina.types("/partnership settings")
    await amina.presses(amina.private()[-1], "house.open")
    assert await amina.submits({"months": "18"}) is None
    assert amina.form is not None
    assert "50 wins" in amina.form.plain
    assert await amina.submits() is None

    await world.moves_to(MONDAY + timedelta(minutes=1))

    assert _count(world, Win) == 0


async def test_a_post_that_others_need_is_emptied_of_its_words(world: World) -> None:
    amina = await world.begins()
    _age(world)
    with Session(world.bot.database.engine) as session, session.begin():
        session.scalars(select(Checkin).where(Checkin.round == 0)).one().closed_at = None
    await amina.types("/partnership settings keep 12")
    await amina.presses(amina.private()[-1], "house.keep")

    await world.moves_to(MONDAY + timedelta(minutes=1))

    with Session(world.bot.database.engine) as session:
        [kept] = session.scalars(select(Post.text).where(Post.occasion == "c0")).all()
    assert kept == ""


async def test_two_turns_at_once_delete_once(world: World) -> None:
    amina = await world.begins()
    _age(world)
    await amina.types("/partnership settings keep 12")
    await amina.presses(amina.private()[-1], "house.keep")
    now = MONDAY + timedelta(minutes=1)

    await asyncio.gather(*(world.bot.database.run(retention.clear, now, Batch(50)) for _ in range(3)))
    await asyncio.gather(*(world.bot.database.run(retention.clear, now, Batch(50)) for _ in range(3)))

    assert _count(world, Win) == 1


async def test_a_home_nobody_looks_at_keeps_no_old_words(world: World) -> None:
    amina = await world.begins()
    _age(world)
    await amina.opens_home()
    await world.settle()
    await amina.types("/partnership settings keep 12")
    await amina.presses(amina.private()[-1], "house.keep")
    await world.moves_to(MONDAY + timedelta(minutes=1))

    with Session(world.bot.database.engine) as session:
        [blocks] = session.scalars(select(Post.blocks).where(Post.kind == "home")).all()
    assert blocks == [{"private_metadata": ""}]
    await amina.opens_home()
    await world.settle()
    assert amina.home is not None
    assert "Still stuck" in amina.home.plain


async def test_where_the_clock_leaps_a_month_is_left(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    years_later = datetime(2031, 3, 3, 10, tzinfo=UTC)

    await world.moves_to(years_later)
    await world.moves_to(years_later + timedelta(days=30))

    assert _count(world, Win) == 1
    assert any("From 3 April 2031 I’ll delete" in message.plain for message in amina.dms())
    await world.moves_to(years_later + timedelta(days=32))
    assert _count(world, Win) == 0
