"""My Pencil and Home: mine, ours and for hosts, whatever the size of the history."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select
from sqlalchemy.orm import Session

from bot.home import app_home
from bot.home.views import waiting as waiting_view
from bot.home.views.mine import Part
from bot.home.waiting import Waiting
from bot.lib.refusals import GoneError
from bot.models import (
    Aim,
    AuditEntry,
    Blocker,
    Member,
    Partner,
    Partnership,
    Post,
    Proof,
    Proposal,
    Request,
    Spotlight,
    Vision,
    Why,
    Win,
)
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.wins.views import spotlight
from jobs.delivery import deliver
from sandbox.actors.person import Person
from sandbox.slack.people import HOME
from sandbox.slack.state import View
from tests.world import FRIDAY, MONDAY, World


async def _opens(world: World, person: Person) -> View:
    await person.presses(world.room[0], "mine.open")
    assert person.form is not None
    return person.form


async def _home(world: World, person: Person) -> View:
    await person.opens_home()
    await world.settle()
    assert person.home is not None
    return person.home


def _write(world: World, rows: Sequence[Any]) -> None:
    with Session(world.bot.database.engine) as session, session.begin():
        for row in rows:
            session.add(row)
            session.flush()


def _member_id(world: World, person: Person) -> int:
    with Session(world.bot.database.engine) as session:
        return session.scalars(select(Member.id).where(Member.user_id == person.user_id)).one()


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_my_pencil_turns_from_mine_to_ours(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)

    form = await _opens(world, person)

    assert "Mine" in form.plain
    assert "What waits for you" in form.plain
    assert "Quiet hours: none" in form.plain
    await person.presses(form, "mine.part", "1.ours")
    assert person.form is form  # it has turned, and no other was laid over it
    assert "The eight stages" in form.plain
    assert "Timetable" in form.plain
    assert "For hosts" not in form.plain
    await person.presses(form, "mine.part", "1.mine")
    assert "What waits for you" in form.plain


async def test_a_partner_that_stepped_back_is_not_counted_among_ours(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    form = await _opens(world, marek)
    await marek.presses(form, "mine.part", "1.ours")
    assert "2 organisations" in form.plain
    await marek.closes()

    await marek.types("/partnership step-back")

    form = await _opens(world, marek)
    await marek.presses(form, "mine.part", "1.ours")
    assert "1 organisation," in form.plain


async def test_what_is_for_hosts_is_shown_to_hosts_alone(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership pause until 6 March")
    form = await _opens(world, amina)

    await amina.presses(form, "mine.part", "1.hosts")

    assert "Settings" in form.plain
    assert "My standing post" in form.plain
    assert "paused the posts" in form.plain
    marek = world.person("Marek Nowak")
    other = await _opens(world, marek)
    with pytest.raises(Exception, match="nothing to press"):
        await marek.presses(other, "mine.part", "1.hosts")


async def test_home_turns_too_and_stays_where_it_was(world: World) -> None:
    amina = await world.begins()
    await _home(world, amina)

    await amina.presses(amina.home, "mine.part", "1.ours")  # type: ignore[arg-type]
    await world.settle()
    assert amina.home is not None
    assert "The eight stages" in amina.home.plain

    await amina.types("/win We opened the hub")  # brings Home up to date
    await world.settle()
    assert "The eight stages" in amina.home.plain
    await amina.presses(amina.home, "mine.part", "1.mine")
    await world.settle()
    assert "We opened the hub" in amina.home.plain


async def test_the_same_stands_at_home_and_in_my_pencil(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    home, form = await _home(world, amina), await _opens(world, amina)

    for part in (Part.MINE, Part.OURS, Part.HOSTS):
        if part is not Part.MINE:
            await amina.presses(form, "mine.part", f"1.{part}")
            await amina.presses(home, "mine.part", f"1.{part}")
            await world.settle()
        assert amina.home is not None
        home = amina.home
        assert f"My Pencil\n{home.plain}" == form.plain


async def test_my_pencil_comes_when_it_is_asked_for(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership mine")
    assert amina.form is not None
    assert "My Pencil" in str(amina.form.payload["title"])
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil mine")

    await priya.presses(priya.private()[-1], "mine.open")

    assert priya.form is not None
    assert "What waits for you" in priya.form.plain


async def test_ours_shows_why_vision_and_aims(world: World) -> None:
    amina = await world.begins()
    me = _member_id(world, amina)
    now = world.bot.clock()
    _write(
        world,
        [
            Why(partnership_id=1, text="Winter is harder every year", member_id=me, said_at=now),
            Vision(partnership_id=1, number=1, text="Nobody sits alone", member_id=me, since=now),
            Aim(partnership_id=1, vision_id=1, number=1, text="A warm room in every ward"),
        ],
    )
    form = await _opens(world, amina)
    order = ("Our vision: Nobody sits alone", "What waits for you", "Your wins")
    places = [form.plain.index(words) for words in order]
    assert places == sorted(places)
    await amina.presses(form, "mine.part", "1.ours")

    assert "Winter is harder every year" in form.plain
    assert "Nobody sits alone" in form.plain
    assert "1. A warm room in every ward" in form.plain
    assert "Urgency." in form.plain


async def test_what_waits_is_shown_to_whom_it_waits_for(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    me, other = _member_id(world, amina), _member_id(world, marek)
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session:
        partner = session.scalars(select(Partner.id)).first()
    _write(
        world,
        [
            Blocker(partnership_id=1, member_id=other, text="No van on Fridays", raised_at=now),
            Blocker(partnership_id=1, member_id=other, text="No van on Mondays", raised_at=now, fixed_at=now),
            Request(partnership_id=1, blocker_id=1, member_id=me, asked_at=now),
            Proof(partnership_id=1, blocker_id=1, member_id=me, text="It is stuck again", asked_at=now),
            Proof(partnership_id=1, blocker_id=2, member_id=me, text="Found a van", asked_at=now),
            Spotlight(
                partnership_id=1, occasion="2026-03-06", turn=1, partner_id=partner, member_id=me, offered_at=now
            ),
            Proposal(
                partnership_id=1, text="Fewer, warmer rooms", aims=[], origin="x", member_id=other, proposed_at=now
            ),
        ],
    )

    form = await _opens(world, amina)

    for words in ("No van on Fridays", "Found a van", "turn in the spotlight", "Fewer, warmer rooms"):
        assert words in form.plain
    assert "It is stuck again" not in form.plain
    theirs = await _opens(world, marek)
    assert "What waits for you\nNothing just now." in theirs.plain


def test_what_waits_of_the_spotlight_can_be_answered_as_its_offer_can() -> None:
    [_, _, row] = waiting_view.blocks([Waiting("spotlight", "7", "Tideway Foodbank")], 0, [], 3)
    offered = spotlight.offer("Tideway Foodbank", "C1", 3, 7).blocks[-1]
    assert row == offered


async def test_what_was_answered_from_home_waits_there_no_more(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/partnership join Tideway Foodbank")
    me, other, now = _member_id(world, marek), _member_id(world, amina), world.bot.clock()
    _write(
        world,
        [
            *(
                Blocker(partnership_id=1, member_id=other, text=f"No van {number}", raised_at=now)
                for number in range(2)
            ),
            *(Request(partnership_id=1, blocker_id=blocker_id, member_id=me, asked_at=now) for blocker_id in (1, 2)),
            Blocker(partnership_id=1, member_id=other, text="No key", raised_at=now, fixed_at=now),
            Proof(partnership_id=1, blocker_id=3, member_id=me, text="Found the key", asked_at=now),
            Spotlight(partnership_id=1, occasion="2026-03-06", turn=1, partner_id=2, member_id=me, offered_at=now),
        ],
    )
    home = await _home(world, marek)
    for words, action, value in (
        ("No van 0", "help.not_now", "1"),
        ("No van 1", "help.yes", "2"),
        ("Found the key", "proof.yes", "1"),
        ("turn in the spotlight", "spotlight.pass", "1"),
    ):
        assert words in home.plain
        await marek.presses(home, action, value)
        await world.settle()
        assert marek.home is not None
        home = marek.home
        assert words not in home.plain
        await marek.closes(everything=True)
    assert "What waits for you\nNothing just now." in home.plain


async def test_where_organisations_assent_a_proposal_waits_for_each_that_has_not(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, private")
    await amina.types("/partnership settings assent on")
    await amina.types("/partnership vision propose Nobody waits alone")
    waits = "Does your organisation agree to this change"
    assert waits in (await _opens(world, amina)).plain
    form = await _opens(world, priya)
    assert waits in form.plain
    await priya.presses(form, "proposal.pencil", "1")
    assert "organisation agrees" in priya.form.plain  # type: ignore[union-attr]
    await priya.closes(everything=True)
    assert waits not in (await _opens(world, priya)).plain
    assert waits in (await _opens(world, amina)).plain


@pytest.mark.parametrize("yes", [True, False])
async def test_being_asked_to_host_waits_until_it_is_answered(world: World, yes: bool) -> None:  # noqa: FBT001
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, private")
    await amina.types(f"/partnership ask-to-host <@{priya.user_id}>")
    form = await _opens(world, priya)
    assert "Would you host this partnership?" in form.plain
    value = next(value for _, action, value in form.buttons if action == "host.yes")
    await priya.presses(form, "host.yes" if yes else "host.not_now", value)
    await priya.closes(everything=True)
    assert "Would you host this partnership?" not in (await _opens(world, priya)).plain
    await amina.types("/partnership log")
    assert ("became host when asked" in amina.private()[-1].plain) is yes


async def test_of_several_partnerships_home_shows_one_and_the_way_to_the_others(world: World) -> None:
    amina = await world.begins()
    now = world.bot.clock()
    with Session(world.bot.database.engine) as session, session.begin():
        for number in range(2, 9):
            session.execute(
                insert(Partnership).values(
                    id=number,
                    team_id="T",
                    channel_id=f"C{number}",
                    name=f"Other {number}",
                    zone="Europe/London",
                    started_at=now,
                    pulse_floor=5,
                    by_assent=False,
                    reflecting=False,
                )
            )
            session.add(
                Member(
                    partnership_id=number,
                    team_id=amina.about.team_id,
                    user_id=amina.user_id,
                    joined_at=now,
                    seen_at=now,
                    host=number == 2,
                )
            )
        session.flush()
        session.add(Proposal(partnership_id=2, text="x", aims=[], origin="x", member_id=1, proposed_at=now))
    home = await _home(world, amina)
    assert "Exe Bay Together" in home.plain
    assert [label for label, action, _ in home.buttons if "Other" in label] == [
        "Other 2 (1 waiting)",
        "Other 3",
        "Other 4",
        "Other 5",
        "Other 6",
    ]

    await amina.presses(home, "mine.part", "2.mine")
    await world.settle()
    assert amina.home is not None
    assert amina.home.plain.startswith("Other 2")
    await amina.presses(amina.home, "mine.part", choose="8.mine")
    await world.settle()
    assert amina.home.plain.startswith("Other 8")


async def test_a_button_of_a_partnership_one_is_not_in_shows_nothing_of_it(world: World) -> None:
    amina = await world.begins()
    await _home(world, amina)
    marek = world.person("Marek Nowak")
    who = Who(marek.about.team_id, marek.user_id)

    with pytest.raises(GoneError):
        await world.bot.database.run(partnerships.resolve, "1", "", who)
    assert await world.bot.database.run(app_home.show, who, world.bot.clock(), "1.ours") is False


async def _statements(world: World, person: Person, part: Part) -> int:
    """How many statements it takes to make the person's Home show a part."""
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")):
            ran.append(statement)

    engine: Engine = world.bot.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        who = Who(person.about.team_id, person.user_id)
        await world.bot.database.run(app_home.show, who, world.bot.clock(), f"1.{part}")
        await world.bot.database.run(app_home.content, 1, person.user_id, world.bot.clock())
    finally:
        event.remove(engine, "before_cursor_execute", note)
    await world.settle()
    return len(ran)


@pytest.mark.parametrize("part", list(Part))
async def test_a_long_history_takes_no_more_statements_than_a_short_one(world: World, part: Part) -> None:
    amina = await world.begins()
    await _home(world, amina)
    me = _member_id(world, amina)
    _fill(world, me, 0, 10)
    few = await _statements(world, amina, part)

    _fill(world, me, 10, 3_000)

    assert await _statements(world, amina, part) == few
    assert amina.home is not None
    assert len(amina.home.payload["blocks"]) < 100
    print(f"\n{part}: {few} statements")  # noqa: T201


def _fill(world: World, me: int, first: int, last: int) -> None:
    at = MONDAY - timedelta(days=1)
    numbers = range(first, last)
    with Session(world.bot.database.engine) as session, session.begin():
        session.execute(
            insert(Win),
            [
                {
                    "partnership_id": 1,
                    "member_id": me,
                    "text": f"Win {n}",
                    "origin": f"w{n}",
                    "recorded_at": at,
                    "consent": "inside",
                }
                for n in numbers
            ],
        )
        session.execute(
            insert(Blocker),
            [{"partnership_id": 1, "member_id": me, "text": f"Stuck {n}", "raised_at": at} for n in numbers],
        )
        session.execute(
            insert(AuditEntry),
            [{"partnership_id": 1, "member_id": me, "deed": "post.again", "done_at": at} for n in numbers],
        )
        session.execute(
            insert(Post),
            [
                {
                    "partnership_id": 1,
                    "kind": "win",
                    "occasion": f"o{n}",
                    "lane": "C",
                    "channel": HOME,
                    "token": f"t{n}",
                    "text": "x",
                    "blocks": [],
                    "version": 1,
                    "written_at": at,
                    "attempts": 0,
                    "owed_at": at,
                    "fate": "sent",
                }
                for n in numbers
            ],
        )
        stuck = select(Blocker.id).where(Blocker.text.in_([f"Stuck {n}" for n in numbers]))
        session.execute(
            insert(Proof),
            [
                {"partnership_id": 1, "member_id": me, "blocker_id": blocker, "text": "x", "asked_at": at}
                for blocker in session.scalars(stuck)
            ],
        )


async def test_hosts_post_again_from_my_pencil_what_did_not_arrive(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    channel = world.slack.channels[HOME]
    channel.members.remove(world.slack.bot_user)
    await world.moves_to(FRIDAY)
    form = await _opens(world, amina)
    await amina.presses(form, "mine.part", "1.hosts")
    assert "What didn’t arrive as it should" in form.plain
    assert "The celebration, Friday 6 March at 15:00: refused by Slack" in form.plain

    channel.members.add(world.slack.bot_user)
    await amina.presses(form, "post.again")
    await world.settle()

    assert len(world.celebrations) == 1
    await amina.types("/partnership log")
    assert "had a post sent again (Celebrations)" in amina.private()[-1].plain


async def test_hosts_settle_what_was_refused_and_it_is_spoken_of_no_more(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    world.slack.channels[HOME].members.remove(world.slack.bot_user)
    await world.moves_to(FRIDAY)
    await world.tells_of_trouble()
    [told] = [message for message in amina.dms() if "refused by Slack" in message.plain]

    await amina.presses(told, "post.leave")

    assert "I won’t bring it up again" in amina.dms()[-1].plain
    form = await _opens(world, amina)
    await amina.presses(form, "mine.part", "1.hosts")
    assert "What didn’t arrive as it should" not in form.plain
    assert "settled a post that may not have arrived (Celebrations)" in form.plain
    world.slack.channels[HOME].members.add(world.slack.bot_user)
    await amina.presses(told, "post.again")
    await world.settle()
    assert world.celebrations == []


@pytest.mark.paced
async def test_many_acts_in_a_row_are_one_home_and_whoever_looks_has_it_at_once(world: World) -> None:
    def made() -> int:
        return len([call for call in world.slack.calls if call.method == "views.publish"])

    amina = await world.begins()
    await _home(world, amina)
    before = made()
    for number in range(3):
        await amina.types(f"/win Number {number}")
        await deliver(world.bot)
    assert made() == before
    await amina.opens_home()
    await deliver(world.bot)

    assert made() == before + 1
    assert amina.home is not None
    assert all(f"Number {number}" in amina.home.plain for number in range(3))
