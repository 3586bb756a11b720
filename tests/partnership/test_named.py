"""Nobody becomes a member by being named: who is in the channel belongs, and the others are thanked and left alone."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Help, Member, Movement, Proof, Thanks
from bot.partnership import members
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import GENERAL, HOME
from tests.choosing import people
from tests.world import World

ABSENT = "isn’t in this channel"


def _known(world: World) -> set[str]:
    with Session(world.bot.database.engine) as session:
        rows = session.scalars(select(Member.user_id)).all()
    return {world.slack.people[user_id].name for user_id in rows}


def _out(world: World, name: str) -> Person:
    """A colleague who has never been in the channel."""
    person = world.person(name)
    world.slack.channels[HOME].members.discard(person.user_id)
    return person


async def _stuck(world: World, amina: Person) -> None:
    await amina.types("/blocker We have no room for twelve")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()


async def _fixed(world: World, amina: Person, *helped: Person, as_win: bool = True) -> str:
    """Amina says that it is fixed, and who helped; what she reads then."""
    card = next(
        message for message in reversed(world.room) if "blocker.fixed" in [action for _, action, _ in message.buttons]
    )
    await amina.presses(card, "blocker.fixed")
    answers = {"how": "There is a room", "as_win": ["as_win"] if as_win else [], **people(amina, "who", *helped)}
    assert await amina.submits(answers) is None
    await world.settle()
    return amina.private()[-1].plain


@pytest.mark.parametrize("as_win", [True, False])
async def test_who_helped_from_outside_is_thanked_and_no_member(world: World, *, as_win: bool) -> None:
    amina, marek = await world.begins(), _out(world, "Marek Nowak")
    await _stuck(world, amina)

    read = await _fixed(world, amina, marek, as_win=as_win)

    assert f"<@{marek.user_id}> {ABSENT}" in read
    assert "/invite" in read
    assert _known(world) == {"Amina Okafor"}
    assert marek.dms() == []
    assert any(f"<@{marek.user_id}>" in message.plain for message in world.room)
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Help.user_id).where(Help.helped)).all() == [marek.user_id]
        assert session.scalars(select(Proof.id)).all() == []
    await marek.opens_home()
    await world.settle()
    assert "Exe Bay" not in str(marek.home and marek.home.payload)


async def test_who_helped_and_is_in_the_channel_belongs_and_is_asked(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await _stuck(world, amina)

    assert ABSENT not in await _fixed(world, amina, marek)

    assert _known(world) == {"Amina Okafor", "Marek Nowak"}
    asked, told = [message.plain for message in marek.dms()]
    assert "thanked you" not in asked
    assert "thanked you in a win" in told


async def test_so_does_somebody_of_another_partnership(world: World) -> None:
    amina, leila = await world.begins(), _out(world, "Leila Haddad")
    await leila.types("/partnership start Elsewhere Together", GENERAL)
    await _stuck(world, amina)

    await _fixed(world, amina, leila)

    with Session(world.bot.database.engine) as session:
        rows = session.scalars(select(Member.partnership_id).where(Member.user_id == leila.user_id)).all()
    assert rows == [2]
    assert leila.dms() == []


async def test_nothing_is_said_of_whom_slack_says_nothing(world: World) -> None:
    amina, marek = await world.begins(), _out(world, "Marek Nowak")
    await _stuck(world, amina)
    world.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", error="fetch_members_failed"))

    assert ABSENT not in await _fixed(world, amina, marek)

    assert _known(world) == {"Amina Okafor"}
    assert marek.dms() == []


@pytest.mark.parametrize("by", ["text", "form", "edit"])
async def test_a_win_thanks_them_all_the_same(world: World, by: str) -> None:
    amina, marek = await world.begins(), _out(world, "Marek Nowak")
    ben = world.person("Ben Carter")
    if by == "text":
        await amina.types("/win @Marek Nowak and @Ben Carter lent us a hall")
    else:
        await amina.types("/win We have a hall" if by == "edit" else "/win")
        if by == "edit":
            await amina.presses(amina.private()[-1], "win.edit")
        assert await amina.submits({"text": "We have a hall", **people(amina, "with", marek, ben)}) is None

    assert f"<@{marek.user_id}> {ABSENT}" in amina.private()[-1].plain
    assert _known(world) == {"Amina Okafor", "Ben Carter"}
    with Session(world.bot.database.engine) as session:
        assert set(session.scalars(select(Thanks.user_id))) == {marek.user_id, ben.user_id}


async def test_a_host_is_found_in_the_channel_in_the_first_week(world: World) -> None:
    amina, owen = await world.begins(), world.person("Owen Blake")
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")

    await amina.types("/partnership ask-to-host @Owen Blake")
    await world.settle()
    assert "I’ve asked" in amina.private()[-1].plain
    assert "asks if you’d host" in owen.dms()[-1].plain

    marek = _out(world, "Marek Nowak")
    world.bot.people.forget(HOME)
    await amina.types("/partnership host @Marek Nowak")
    assert "a host has to be in this channel, and they aren’t" in amina.private()[-1].plain
    assert "Marek Nowak" not in _known(world)
    await marek.joins()
    await amina.types("/partnership host @Marek Nowak")
    assert "is a host now too" in amina.private()[-1].plain


async def test_who_is_in_the_channel_is_asked_of_slack_once_a_minute(world: World) -> None:
    amina = await world.begins()
    asked = 0

    async def counted(_: object) -> None:
        nonlocal asked
        asked += 1

    world.sandbox.faults.before["conversations.members"] = counted
    _out(world, "Marek Nowak")
    for _ in range(3):
        await amina.types("/win @Marek Nowak lent us a hall")
    assert asked == 1
    await amina.types("/win @Amina Okafor is here, and nobody has to ask")
    assert asked == 1


def _only_named(session: Session, person: Person) -> Member:
    """A row from before, of somebody who was named and never seen."""
    host = session.scalars(select(Member).where(Member.host)).one()
    row = Member(
        partnership_id=1, team_id=person.about.team_id, user_id=person.user_id, joined_at=host.joined_at, host=False
    )
    session.add(row)
    session.flush()
    session.add(Movement(partnership_id=1, member_id=row.id, what="joined", at=host.joined_at))
    return row


async def test_who_was_only_named_is_nobody_here_until_they_come(world: World) -> None:
    amina, marek = await world.begins(), _out(world, "Marek Nowak")
    await world.bot.database.run(lambda session: _only_named(session, marek) and None)
    await _stuck(world, amina)

    assert await world.bot.database.read(members.count, 1) == 1
    await marek.opens_home()
    await world.settle()
    assert "Exe Bay" not in str(marek.home and marek.home.payload)
    assert ABSENT in await _fixed(world, amina, marek)
    assert marek.dms() == []

    await marek.joins()
    await world.settle()
    assert "Welcome" in marek.dms()[-1].plain
    assert await world.bot.database.read(members.count, 1) == 2
    assert _known(world) == {"Amina Okafor", "Marek Nowak"}


async def test_who_has_just_left_is_not_back_by_being_named(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/win We opened the hub")
    await amina.types("/win @Ben Carter lent us a hall")  # by which it is known for a minute who is there

    await marek.leaves()
    await amina.types("/win @Marek Nowak lent us a van")

    assert f"<@{marek.user_id}> {ABSENT}" in amina.private()[-1].plain
    with Session(world.bot.database.engine) as session:
        assert session.scalars(select(Member.left_at).where(Member.user_id == marek.user_id)).one() is not None


async def test_the_organisation_of_somebody_outside_shares_if_their_workspace_has_one(world: World) -> None:
    amina, owen = await world.begins(), _out(world, "Owen Blake")
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")

    await amina.types("/win @Owen Blake lent us a hall")

    assert "Quayside Surgery" in amina.private()[-1].plain
    assert f"<@{owen.user_id}> {ABSENT}" in amina.private()[-1].plain


async def test_nobody_outside_belongs_by_a_host_saying_where_they_are_from(world: World) -> None:
    amina = await world.begins()
    _out(world, "Marek Nowak")

    await amina.types("/partnership from @Marek Nowak Tideway Foodbank, voluntary")

    assert _known(world) == {"Amina Okafor"}
