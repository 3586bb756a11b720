"""The open door: who comes is welcomed once, who goes may come back, and partners too."""

import asyncio
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Member, Movement, Partner, Partnership, Vision, Why
from bot.partnership import ask_budget
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.app import payloads
from sandbox.slack.people import GENERAL, HOME, HUB, Someone
from sandbox.slack.state import Message
from tests.polling import OPENING, opened, peopled
from tests.world import DIGEST, MONDAY, World


async def _newcomer(world: World, name: str) -> Person:
    """Somebody who is not in the channel yet."""
    person = world.person(name)
    await person.leaves()
    return person


def _welcomes(person: Person) -> list[Message]:
    return [message for message in person.dms() if "Welcome to" in message.plain]


async def _member(world: World, person: Person) -> Member | None:
    return await world.bot.database.read(
        lambda session: session.scalar(select(Member).where(Member.user_id == person.user_id))
    )


async def _moves(world: World, person: Person) -> list[str]:
    member = await _member(world, person)
    assert member is not None
    return await world.bot.database.read(
        lambda session: list(
            session.scalars(select(Movement.what).where(Movement.member_id == member.id).order_by(Movement.id))
        )
    )


async def test_who_joins_is_welcomed_privately_and_finds_a_way_in(world: World) -> None:
    priya = await _newcomer(world, "Dr Priya Raman")
    amina = await world.begins()
    await amina.types("/blocker We need a room for twelve on Thursdays")
    await amina.presses(amina.private()[-1], "blocker.post")

    await priya.joins()
    await world.settle()

    (welcome,) = _welcomes(priya)
    assert "Welcome to Exe Bay Together" in welcome.plain
    assert "Which organisation are you from?" in welcome.plain
    assert "We need a room for twelve on Thursdays" in welcome.plain
    labels = [label for label, _, _ in welcome.buttons]
    assert labels == [
        "Exe Bay Council",
        "Add mine",
        "Offer a skill",
        "I can help",
        "The last month here",
    ]
    assert not any(priya.user_id in message.plain for message in world.room)

    await priya.presses(welcome, "partner.add")
    await priya.submits({"name": "Quayside Surgery", "sector": "public"})
    await priya.presses(welcome, "blocker.help")
    await world.settle()
    assert any("On it: " in message.plain for message in world.room)
    await amina.types("/partnership partners")
    assert "Quayside Surgery" in amina.private()[-1].plain


async def test_a_welcome_says_why_now_and_what_for(world: World) -> None:
    priya = await _newcomer(world, "Dr Priya Raman")
    amina = await world.begins()
    host = await _member(world, amina)
    assert host is not None

    def say(session: Session) -> None:
        session.add(Why(partnership_id=1, text="Waiting lists double by spring.", member_id=host.id, said_at=MONDAY))
        session.add(
            Vision(partnership_id=1, number=1, text="Help within a week.\nFor all.", member_id=host.id, since=MONDAY)
        )

    await world.bot.database.run(say)
    await priya.joins()
    await world.settle()

    (welcome,) = _welcomes(priya)
    assert "Waiting lists double by spring." in welcome.plain
    assert "Help within a week. …" in welcome.plain
    assert "For all." not in welcome.plain


async def test_leaving_and_joining_again_at_once_is_one_welcome(world: World) -> None:
    sian = await _newcomer(world, "Siân Prosser")
    await world.begins()

    world.sandbox.app.retries = True  # every event is delivered twice
    for _ in range(3):
        await sian.joins()
        await sian.leaves()
    await sian.joins()
    await world.settle()

    assert len(_welcomes(sian)) == 1
    assert len(sian.dms()) == 1
    assert await _moves(world, sian) == ["joined", *["left", "returned"] * 3]


async def test_two_deliveries_at_once_are_one_welcome(world: World) -> None:
    sian = await _newcomer(world, "Siân Prosser")
    await world.begins()
    channel = world.slack.channels[HOME]
    event = payloads.moved(world.slack, sian.about, channel, "member_joined_channel")
    await asyncio.gather(*(world.sandbox.app.deliver("events_api", event) for _ in range(4)))
    await world.settle()
    assert len(_welcomes(sian)) == 1
    assert await _moves(world, sian) == ["joined"]


async def test_quiet_hours_and_the_week_do_not_hold_a_welcome_back(world: World) -> None:
    sian = await _newcomer(world, "Siân Prosser")
    await world.begins()
    world.sandbox.clock.move_to(datetime(2026, 3, 2, 23, tzinfo=UTC))
    await sian.joins()
    await world.settle()
    assert len(_welcomes(sian)) == 1


async def test_who_was_a_member_before_is_not_welcomed(world: World) -> None:
    amina = await world.begins()
    ben = world.person("Ben Carter")
    await ben.types("/win We opened the hub")
    await world.moves_to(MONDAY + timedelta(days=3))
    await ben.leaves()
    await ben.joins()
    await amina.leaves()
    await amina.joins()
    await world.settle()
    assert not _welcomes(ben)
    assert not _welcomes(amina)


async def test_who_comes_back_after_long_is_offered_to_catch_up(world: World) -> None:
    sian = await _newcomer(world, "Siân Prosser")
    amina = await world.begins()
    await sian.joins()
    await sian.leaves()
    await world.moves_to(MONDAY + timedelta(days=40))
    await amina.types("/win The hub has a roof")
    await sian.joins()
    await world.settle()

    assert len(_welcomes(sian)) == 1
    back = sian.dms()[-1]
    assert "Everything you shared before Monday 2 March 2026 is still here" in back.plain
    await sian.presses(back, "catch_up.open")
    assert "The hub has a roof" in sian.dms()[-1].plain


async def test_whoever_acts_is_here_again_and_has_lost_nothing(world: World) -> None:
    await world.begins()
    ben = world.person("Ben Carter")
    await ben.types("/win We opened the hub")
    await ben.leaves()
    gone = await _member(world, ben)
    assert gone is not None
    assert gone.left_at is not None

    world.slack.channels[HOME].members.add(ben.user_id)  # and the event never came
    await ben.types("/win list")
    assert "We opened the hub" in ben.private()[-1].plain
    await ben.types("/win And painted it")
    back = await _member(world, ben)
    assert back is not None
    assert back.left_at is None
    assert await _moves(world, ben) == ["joined", "left", "returned"]


async def test_elsewhere_and_for_apps_there_is_silence(world: World) -> None:
    await world.begins()
    sian = world.person("Siân Prosser")
    await sian.leaves(GENERAL)
    await sian.joins(GENERAL)
    pencil = Someone(world.slack.bot_user, HUB, "Pencil", "", "public")
    for kind in ("member_joined_channel", "member_left_channel"):
        event = payloads.moved(world.slack, pencil, world.slack.channels[HOME], kind)
        await world.sandbox.app.deliver("events_api", event)
    await world.settle()
    assert sian.dms() == []
    known = await world.bot.database.read(lambda session: session.scalars(select(Member.user_id)).all())
    assert list(known) == [world.person("Amina Okafor").user_id]


async def test_a_stranger_whose_profile_is_withheld_is_welcomed_and_known_later(world: World) -> None:
    priya = await _newcomer(world, "Dr Priya Raman")
    await world.begins()
    world.sandbox.faults.add(Fault(Kind.ERROR, method="users.info", times=1, error="user_not_visible"))
    await priya.joins()
    await world.settle()
    assert len(_welcomes(priya)) == 1
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.leaves()
    world.sandbox.faults.add(Fault(Kind.ERROR, method="users.info", times=1, error="user_not_visible"))
    await priya.joins()
    await world.settle()
    assert len(_welcomes(priya)) == 1
    number = await world.bot.database.read(
        lambda session: len(session.scalars(select(Member.id).where(Member.user_id == priya.user_id)).all())
    )
    assert number == 1


async def test_colleagues_are_taken_to_be_of_one_organisation_until_they_say(world: World) -> None:
    owen = await _newcomer(world, "Owen Blake")
    await world.begins()
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")
    await owen.joins()
    await world.settle()
    (welcome,) = _welcomes(owen)
    assert "I think you’re from Quayside Surgery" in welcome.plain


async def test_many_partners_are_found_in_a_list_that_is_searched(world: World) -> None:
    sian = await _newcomer(world, "Siân Prosser")
    await world.begins()

    def crowd(session: Session) -> None:
        for place in range(40):
            name = f"Neighbours of Street {place:02}"
            session.add(Partner(partnership_id=1, name=name, key=name.lower(), joined_at=MONDAY))

    await world.bot.database.run(crowd)
    await sian.joins()
    await world.settle()
    (welcome,) = _welcomes(sian)
    await sian.presses(welcome, "partner.choose", choose=f"{2 + 30}.p1")
    assert "You’re from Neighbours of Street 30" in sian.dms()[-1].plain


# Partners


async def _stands(world: World, name: str) -> tuple[str | None, list[str]]:
    """Since which day it has stepped back, and how it moved."""

    def look(session: Session) -> tuple[str | None, list[str]]:
        partner = session.scalars(select(Partner).where(Partner.name == name)).one()
        moves = session.scalars(select(Movement.what).where(Movement.partner_id == partner.id).order_by(Movement.id))
        return f"{partner.left_at:%d %B}" if partner.left_at else None, list(moves)

    return await world.bot.database.read(look)


async def test_a_partner_steps_back_and_returns_with_everything(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil win The clinic came to the hub")

    await priya.types("@Pencil step-back")
    await world.settle()
    receipt = priya.private()[-1]
    assert "Quayside Surgery has stepped back. All it has done stays" in receipt.plain
    await amina.types("/partnership partners")
    listing = amina.private()[-1].plain
    assert "1 partner in this partnership, and 1 that stepped back" in listing
    assert (
        "Quayside Surgery, public; 1 person here, since Monday 2 March 2026; stepped back on Monday 2 March" in listing
    )
    assert await _stands(world, "Quayside Surgery") == ("02 March", ["joined", "left"])

    await priya.types("@Pencil step-back")
    assert "already stepped back on Monday 2 March 2026" in priya.private()[-1].plain
    await priya.types("@Pencil return")
    assert "is back, with all it did before" in priya.private()[-1].plain
    assert await _stands(world, "Quayside Surgery") == (None, ["joined", "left", "returned"])
    await priya.types("@Pencil win list")
    assert "The clinic came to the hub" in priya.private()[-1].plain
    await priya.types("@Pencil step-back")
    await world.moves_to(DIGEST)
    assert "Quayside Surgery has stepped back." in amina.dms()[-1].plain


async def test_a_step_can_be_undone_once(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    await world.settle()
    receipt = priya.private()[-1]
    await priya.presses(receipt, "partner.take_back")
    await world.settle()
    assert "Undone. Quayside Surgery is here, as before." in priya.private()[-1].plain
    assert await _stands(world, "Quayside Surgery") == (None, ["joined"])
    assert amina.dms() == []

    await amina.types("/partnership step-back Quayside Surgery")
    receipt = amina.private()[-1]
    await world.moves_to(MONDAY + timedelta(days=1))
    await amina.types("/partnership return quayside surgery")
    returned = amina.private()[-1]
    await amina.presses(returned, "partner.take_back")
    assert "Quayside Surgery has stepped back, as before" in amina.private()[-1].plain
    left_at, moves = await _stands(world, "Quayside Surgery")
    assert left_at == "02 March"
    assert moves == ["joined", "left"]


async def test_only_hosts_speak_for_other_partners(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil step-back")
    assert "You haven’t said yet where you’re from" in priya.private()[-1].plain
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back Exe Bay Council")
    assert "only a host, or somebody from that organisation" in priya.private()[-1].plain
    assert (await _stands(world, "Exe Bay Council"))[0] is None


async def test_an_unknown_partner_gets_the_nearest_names(world: World) -> None:
    amina = await world.begins()
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")
    await amina.types("/partnership step-back Quay Surgry")
    words = amina.private()[-1]
    assert "No partner here is called Quay Surgry, so nothing has changed" in words.plain
    await amina.presses(words, "partner.step_back")
    assert "Quayside Surgery has stepped back" in amina.private()[-1].plain
    await amina.types("/partnership return Zzzzzz")
    assert "/partnership partners" in amina.private()[-1].plain
    assert amina.private()[-1].buttons == []


async def test_joining_a_partner_that_stepped_back_says_so_and_offers_its_return(world: World) -> None:
    owen = await _newcomer(world, "Owen Blake")
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    await owen.joins()
    await world.settle()
    (welcome,) = _welcomes(owen)
    assert "It stepped back on Monday 2 March 2026." in welcome.plain

    await owen.types("@Pencil join Quayside Surgery")
    reply = owen.private()[-1]
    assert "Is it taking part again?" in reply.plain
    assert (await _stands(world, "Quayside Surgery"))[0] == "02 March"
    await owen.presses(reply, "partner.return")
    assert (await _stands(world, "Quayside Surgery"))[0] is None
    await owen.presses(welcome, "partner.return")
    assert "Quayside Surgery is here already, so nothing has changed" in owen.dms()[-1].plain


async def test_nobody_of_a_partner_that_stepped_back_is_asked(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")

    def room(session: Session) -> set[str]:
        return ask_budget.may_be_asked(session, [session.get_one(Partnership, 1)], MONDAY)[1]

    assert priya.user_id in await world.bot.database.read(room)
    await priya.types("@Pencil step-back")
    assert priya.user_id not in await world.bot.database.read(room)


async def test_buttons_of_one_partnership_are_nothing_to_people_of_none(world: World) -> None:
    await world.begins()
    priya, ben = world.person("Dr Priya Raman"), world.person("Ben Carter")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    receipt = priya.private()[-1]
    await ben.presses(receipt, "partner.take_back")
    assert (await _stands(world, "Quayside Surgery"))[0] == "02 March"


async def test_an_open_pulse_is_for_those_who_were_here_and_the_newcomer_hears_so(world: World) -> None:
    newcomer = await _newcomer(world, "Sunita Patel")
    await opened(world, 30)
    await newcomer.joins()
    await world.settle()
    (welcome,) = _welcomes(newcomer)
    assert "The open pulse began before you came. The next one asks you too." in welcome.plain
    assert "Take the pulse" not in [label for label, _, _ in welcome.buttons]
    assert "Offer a skill" in [label for label, _, _ in welcome.buttons]


async def test_who_is_new_and_invited_finds_the_pulse_in_the_welcome(world: World) -> None:
    await peopled(world, 30)
    await world.moves_to(OPENING - timedelta(hours=12))
    sunita = world.person("Sunita Patel")
    await sunita.types("@Pencil win We opened on a Sunday")
    await world.moves_to(OPENING)
    await world.moves_to(OPENING + timedelta(minutes=1))
    await sunita.leaves()
    await sunita.joins()
    await world.settle()
    (welcome,) = _welcomes(sunita)
    await sunita.presses(welcome, "pulse.take")
    assert sunita.form is not None
