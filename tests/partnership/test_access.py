"""Who may is asked before how things stand: whoever is not let in hears nothing of a row, in whatever state it is."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Draft, Member, Skill
from bot.slack.views.errors import GONE
from handlers import presence
from sandbox.actors.person import Person
from sandbox.api.faults import Fault, Kind
from sandbox.slack.people import HOME
from tests import polling
from tests.world import FRIDAY, World

LEFT = "You’ve left this partnership’s channel"


async def _presses(world: World, person: Person, action: str, value: str) -> str:
    """What the person reads who presses this in their messages with Pencil."""
    place = world.slack.direct(person.user_id).id
    button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "x"}}
    row = {"type": "actions", "block_id": "b", "elements": [button]}
    message = world.slack.add(place, world.slack.bot_user, "a button", [row])
    before = len(person.dms())
    await person.presses(message, action)
    return "\n".join(
        [*(message.plain for message in person.dms()[before:]), *([person.form.plain] if person.form else [])]
    )


async def _fixed(world: World) -> tuple[Person, Person, Person]:
    """Marek has fixed what Amina raised, and left. Leila is in another partnership, Ruth in none."""
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await amina.types("/blocker Nobody has the key to the hall")
    await amina.presses(amina.private()[-1], "blocker.post")
    await world.settle()
    await marek.presses(world.room[-1], "blocker.fixed")
    assert await marek.submits({"how": "The caretaker had it all along"}) is None
    await marek.leaves()
    leila = world.person("Leila Haddad")
    await leila.types("/partnership start Elsewhere Together", channel="general")
    return marek, leila, world.person("Ruth Lacey")


@pytest.mark.parametrize("action", ["blocker.help", "blocker.fixed", "blocker.win", "blocker.reopen", "blocker.edit"])
async def test_a_fixed_blocker_tells_nobody_else_how_it_was_fixed(world: World, action: str) -> None:
    marek, *strangers = await _fixed(world)
    for stranger in strangers:
        assert await _presses(world, stranger, action, "1") == GONE
    told = await _presses(world, marek, action, "1")
    assert told.startswith(LEFT)
    assert "caretaker" not in told


async def test_a_pulse_tells_those_who_were_not_invited_nothing(world: World) -> None:
    people, post = await polling.opened(world, 20)
    token = next(value for _, action, value in post.buttons if action == "pulse.take")
    assert token is not None
    stranger = polling.everybody(world)[30]
    open_to_strangers = await _presses(world, stranger, "pulse.take", token)
    await people[5].leaves()
    await world.moves_to(polling.CLOSE)
    await world.moves_to(polling.EXTENDED)

    assert await _presses(world, stranger, "pulse.take", token) == open_to_strangers
    assert "closed" not in open_to_strangers
    assert (await _presses(world, people[5], "pulse.take", token)).startswith(LEFT)


async def test_who_has_left_makes_no_draft_in_a_form_that_is_still_open(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win We opened the hall")
    await marek.types("/blocker")
    await marek.leaves()

    assert await marek.submits({"text": "Nobody has the key"}) is None

    assert marek.form is not None
    assert marek.form.plain.splitlines()[1].startswith(LEFT)
    assert "Nobody has the key" in marek.form.plain
    assert await world.bot.database.read(_drafts) == 0


def _drafts(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(Draft)).one()


def _offered(session: Session) -> list[str]:
    return list(session.scalars(select(Skill.name)))


def _known(session: Session, user_id: str) -> int:
    return session.scalars(select(func.count()).select_from(Member).where(Member.user_id == user_id)).one()


async def _with_a_form(world: World) -> Person:
    """Somebody whose first act in the channel is to open a form."""
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/skill")
    assert marek.form is not None
    return marek


async def test_a_first_form_is_taken_from_who_is_in_the_channel(world: World) -> None:
    marek = await _with_a_form(world)
    assert await marek.submits({"names": "bookkeeping"}) is None
    assert await world.bot.database.read(_offered) == ["bookkeeping"]


async def test_a_first_form_lets_in_nobody_who_has_gone_meanwhile(world: World) -> None:
    marek = await _with_a_form(world)
    world.slack.channels[HOME].members.discard(marek.user_id)
    assert await marek.submits({"names": "bookkeeping"}) is None
    assert await world.bot.database.read(_offered) == []
    assert await world.bot.database.read(_known, marek.user_id) == 0
    assert marek.form is not None
    assert "bookkeeping" in marek.form.plain


async def test_nor_anybody_of_whom_slack_does_not_say_where_they_are(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "SECONDS", 0.05)
    marek = await _with_a_form(world)
    world.sandbox.faults.add(Fault(Kind.HANG, "conversations.members", seconds=0.3))
    assert await marek.submits({"names": "bookkeeping"}) is None
    assert "Slack didn’t tell me in time" in marek.private()[-1].plain
    assert "bookkeeping" in marek.private()[-1].plain
    assert await world.bot.database.read(_known, marek.user_id) == 0


async def test_a_form_to_start_with_tells_nobody_who_has_gone_what_was_started(world: World) -> None:
    marek = world.person("Marek Nowak")
    message = world.slack.add(HOME, world.slack.bot_user, "x", [], only_for=marek.user_id)
    button = {"type": "button", "action_id": "partnership.start", "text": {"type": "plain_text", "text": "x"}}
    message.blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    await marek.presses(message, "partnership.start")
    await world.begins()
    world.slack.channels[HOME].members.discard(marek.user_id)

    await marek.submits({"name": "Ours"})

    assert marek.form is not None
    assert "Exe Bay Together" not in marek.form.plain


async def test_who_has_left_cheers_nothing_from_an_old_message(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("/win We opened the hall")
    await world.moves_to(FRIDAY)
    token = next(value for _, action, value in world.celebrations[0].buttons if action == "celebration.cheer")
    assert token is not None
    await marek.leaves()

    assert (await _presses(world, marek, "celebration.cheer", token)).startswith(LEFT)


def _left(session: Session, user_id: str) -> bool:
    return session.scalars(select(Member.left_at.is_not(None)).where(Member.user_id == user_id)).one()


async def test_of_a_host_who_slack_says_has_gone_it_is_known_that_they_have_left(world: World) -> None:
    amina = await world.begins()
    world.slack.channels[HOME].members.discard(amina.user_id)
    assert not await world.bot.database.read(_left, amina.user_id)
    await _presses(world, amina, "end.export", "1")
    assert await world.bot.database.read(_left, amina.user_id)
