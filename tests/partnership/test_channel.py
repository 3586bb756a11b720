"""The channel a partnership is at home in: Slack gives it another id when it is shared, and it may be lost."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.clock import wall
from bot.models import Pace, Partnership
from bot.outbox import claims
from bot.partnership.views import moving
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.app import payloads
from sandbox.slack.people import HUB
from sandbox.slack.state import Call, Channel, Message
from tests.world import FRIDAY, World, as_it_was

CORE, OLD = "core-group", "G0CORE001"
NEW_HOME = "C0NEWHOME"


def _room(world: World, channel: str) -> list[Message]:
    return [message for message in world.slack.messages(channel) if message.by_app and message.only_for is None]


async def _begins(world: World) -> Person:
    """A partnership in a private channel, with two people of the hub in it."""
    amina, marek = world.person("Amina Okafor"), world.person("Marek Nowak")
    members = {amina.user_id, marek.user_id, world.slack.bot_user}
    world.slack.channels[OLD] = Channel(OLD, CORE, members, HUB, private=True)
    await amina.types("/partnership start The Core Group", CORE)
    await amina.types("/partnership join Exe Bay Council, public", CORE)
    await marek.types("/partnership join Tideway Foodbank, voluntary", CORE)
    await world.settle()
    return amina


async def test_a_private_channel_that_is_shared_stays_the_home_under_its_new_id(world: World) -> None:
    amina = await _begins(world)
    grace = world.person("Grace Oyelaran")

    new = await amina.shares(CORE)
    world.slack.channels[new].members.add(grace.user_id)
    await grace.types("@Pencil win We opened the hub", CORE)

    assert new != OLD
    assert "Recorded" in grace.private(CORE)[-1].plain
    assert await world.moves_to(FRIDAY)
    assert any("We opened the hub" in message.plain for message in _room(world, new))
    listed = await amina.types("/partnership partners", CORE)
    assert listed is not None
    assert "Tideway Foodbank" in listed.plain


async def test_buttons_and_what_stood_there_before_follow(world: World) -> None:
    amina = await _begins(world)
    await amina.types("/blocker The hall is full", CORE)
    await amina.presses(amina.private(CORE)[-1], "blocker.post")
    await world.settle()
    new = await amina.shares(CORE)

    card = next(message for message in _room(world, new) if "The hall is full" in message.plain)
    await world.person("Marek Nowak").presses(card, "blocker.help")
    await world.settle()

    assert "Marek" in str(card.blocks) or world.person("Marek Nowak").user_id in str(card.blocks)
    assert not [call for call in world.slack.calls if call.outcome == "channel_not_found"]


async def test_a_form_that_was_open_is_taken(world: World) -> None:
    amina = await _begins(world)
    ruth = world.person("Ruth Lacey")
    world.slack.channels[OLD].members.add(ruth.user_id)
    for person in (amina, ruth):  # one who belongs, and one who does so by this
        await person.types("/win", CORE)
        assert person.form is not None
    new = await amina.shares(CORE)

    for person in (amina, ruth):
        assert await person.submits({"text": f"We opened the hub, says {person.about.name}"}) is None
        assert "Recorded" in str(person.form.plain if person.form else person.private(CORE)[-1].plain)

    await world.moves_to(FRIDAY)
    told = "\n".join(message.plain for message in _room(world, new))
    assert "says Amina" in told
    assert "says Ruth" in told


async def test_what_is_on_its_way_goes_to_the_new_id(world: World) -> None:
    amina = await _begins(world)
    await amina.types("/win We opened the hub", CORE)
    shared: list[str] = []

    async def meanwhile(call: Call) -> None:
        if call.args.get("channel") == OLD and not shared:
            shared.append(await amina.shares(CORE))

    world.sandbox.faults.before["chat.postMessage"] = meanwhile
    await world.moves_to(FRIDAY)
    await world.settle()

    [new] = shared
    assert len([message for message in _room(world, new) if "We opened the hub" in message.plain]) == 1


async def test_what_was_taken_under_the_old_id_is_changed_under_the_new_one(world: World) -> None:
    amina = await _begins(world)
    await amina.types("/win We opened the hub", CORE)
    shared: list[str] = []

    async def meanwhile(call: Call) -> None:
        if call.args.get("channel") == OLD and not shared:
            shared.append(await amina.shares(CORE))

    world.sandbox.faults.after["chat.postMessage"] = meanwhile
    await world.moves_to(FRIDAY)
    [new] = shared
    celebration = next(message for message in _room(world, new) if "We opened the hub" in message.plain)
    await world.person("Marek Nowak").presses(celebration, "celebration.cheer")
    await world.settle()

    assert world.person("Marek Nowak").user_id in str(celebration.blocks) or "1" in celebration.plain
    assert not [call for call in world.slack.calls if call.outcome == "channel_not_found"]


async def test_what_slack_refused_before_we_heard_is_posted_once_we_have(world: World) -> None:
    amina = await _begins(world)
    await amina.types("/win We opened the hub", CORE)
    world.sandbox.app.events.discard("channel_id_changed")
    new = await amina.shares(CORE)
    await world.moves_to(FRIDAY)
    assert not [message for message in _room(world, new) if "We opened the hub" in message.plain]

    body = payloads.id_changed(world.slack, OLD, new)
    for _ in range(2):
        await world.sandbox.app.deliver("events_api", body)
        await world.settle()

    assert len([message for message in _room(world, new) if "We opened the hub" in message.plain]) == 1


@pytest.mark.paced
async def test_the_pace_follows(world: World) -> None:
    await _begins(world)
    amina = world.person("Amina Okafor")
    held = wall() + claims.FURTHEST / 2

    def hold(session: Session) -> None:
        session.merge(Pace(key=OLD, free_at=held))

    await world.bot.database.run(hold)
    new = await amina.shares(CORE)

    assert await world.bot.database.read(
        lambda session: dict(session.execute(select(Pace.key, Pace.free_at)).all())
    ) | {new: held} == await world.bot.database.read(
        lambda session: dict(session.execute(select(Pace.key, Pace.free_at)).all())
    )


async def test_a_channel_that_is_nobodys_home_and_one_that_is_taken_are_left_alone(world: World) -> None:
    amina = await _begins(world)
    await world.begins()
    for old, new in (("C0NOBODYS", "C0OTHER"), (OLD, "C0EXEBAYX")):
        await world.sandbox.app.deliver("events_api", payloads.id_changed(world.slack, old, new))
    listed = await amina.types("/partnership partners", CORE)
    assert listed is not None
    assert "Tideway Foodbank" in listed.plain


# Should it be missed


async def _missed(world: World) -> tuple[Person, str]:
    amina = await _begins(world)
    await amina.types("/win We opened the hub", CORE)
    world.sandbox.app.events.discard("channel_id_changed")
    new = await amina.shares(CORE)
    world.slack.channels[new].members.add(world.person("Grace Oyelaran").user_id)
    return amina, new


@pytest.mark.parametrize("typed", ["/partnership start", "/partnership start Another", "@Pencil start"])
async def test_a_host_is_offered_to_bring_the_partnership_where_its_home_went(world: World, typed: str) -> None:
    amina, new = await _missed(world)

    await amina.types(typed, CORE)

    offer = amina.private(CORE)[-1]
    assert "The Core Group has lost its channel" in offer.plain
    assert f"<@{world.person('Grace Oyelaran').user_id}>" in offer.plain
    assert f"<@{world.person('Marek Nowak').user_id}>" not in offer.plain
    assert world.slack.bot_user not in offer.plain

    await amina.presses(offer, "partnership.bring")
    await amina.presses(as_it_was(offer), "partnership.bring") if offer.buttons else None
    await world.moves_to(FRIDAY)

    assert any("We opened the hub" in message.plain for message in _room(world, new))
    assert (
        len([message for message in _room(world, new) if "I’m Pencil" in message.plain]) == 2
    )  # the old one, and one that says so
    log = await amina.types("/partnership log", CORE)
    assert log is not None
    assert "moved the partnership to another channel" in log.plain


async def test_another_can_be_started_there_all_the_same(world: World) -> None:
    amina, _ = await _missed(world)
    await amina.types("/partnership start Another", CORE)
    await amina.presses(amina.private(CORE)[-1], "partnership.start")
    assert amina.form is not None
    assert await amina.submits() is None
    listed = await amina.types("/partnership help", CORE)
    assert listed is not None
    again = await amina.types("/partnership start Third", CORE)
    assert again is not None
    assert "Another already lives in this channel" in again.plain


async def test_nobody_is_offered_what_they_do_not_host(world: World) -> None:
    await _missed(world)
    marek = world.person("Marek Nowak")
    reply = await marek.types("/partnership start Ours", CORE)
    assert reply is not None
    assert "first host" in reply.plain


async def test_while_the_old_home_is_there_nothing_is_offered(world: World) -> None:
    amina = await _begins(world)
    world.slack.channels[NEW_HOME] = Channel(NEW_HOME, "other", {amina.user_id, world.slack.bot_user}, HUB)
    reply = await amina.types("/partnership start Another", NEW_HOME)
    assert reply is not None
    assert "first host" in reply.plain


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.HANG, Kind.ERROR])
async def test_where_slack_does_not_say_that_it_is_gone_it_is_not(world: World, kind: Kind) -> None:
    amina, _ = await _missed(world)
    world.sandbox.faults.add(Fault(kind, "conversations.info", error="ratelimited", seconds=3))
    reply = await amina.types("/partnership start Another", CORE)
    assert reply is not None
    assert "first host" in reply.plain


async def test_where_slack_does_not_say_who_is_here_nothing_is_brought(world: World) -> None:
    amina, _ = await _missed(world)
    world.sandbox.faults.add(Fault(Kind.ERROR, "conversations.members", error="fetch_members_failed"))
    reply = await amina.types("/partnership start Another", CORE)
    assert reply is not None
    assert reply.plain == moving.UNANSWERED


async def test_an_old_button_does_not_move_what_is_at_home(world: World) -> None:
    amina, new = await _missed(world)
    await amina.types("/partnership start", CORE)
    offer = as_it_was(amina.private(CORE)[-1])
    await amina.presses(amina.private(CORE)[-1], "partnership.bring")
    world.slack.channels[NEW_HOME] = Channel(NEW_HOME, "other", {amina.user_id, world.slack.bot_user}, HUB)
    offer.channel_id = NEW_HOME

    await amina.presses(offer, "partnership.bring")

    def home(session: Session) -> str:
        return session.scalars(select(Partnership.channel_id)).one()

    assert await world.bot.database.read(home) == new


async def test_only_a_host_brings_it(world: World) -> None:
    amina, _ = await _missed(world)
    await amina.types("/partnership start", CORE)
    offer = as_it_was(amina.private(CORE)[-1])
    for name in ("Marek Nowak", "Grace Oyelaran"):
        await world.person(name).presses(offer, "partnership.bring")

    def home(session: Session) -> str:
        return session.scalars(select(Partnership.channel_id)).one()

    assert await world.bot.database.read(home) == OLD
