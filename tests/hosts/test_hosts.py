"""The host's role goes round: added to, handed over, offered across partners, never lost."""

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from bot.models import AuditEntry, Member
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import people
from tests.world import MONDAY, World


async def _hosts(world: World) -> set[str]:
    rows = await world.bot.database.read(
        lambda session: session.scalars(select(Member.user_id).where(Member.host)).all()
    )
    return {world.slack.people[user_id].name for user_id in rows}


_DEEDS = select(AuditEntry.deed).where(AuditEntry.deed != "partnership.started").order_by(AuditEntry.id)


async def _deeds(world: World) -> list[str]:
    return await world.bot.database.read(lambda session: list(session.scalars(_DEEDS)))


async def _known(world: World, name: str, organisation: str) -> Person:
    person = world.person(name)
    await person.types(f"@Pencil join {organisation}")
    return person


def _last(person: Person) -> Message:
    return person.private()[-1]


async def test_a_host_adds_another_by_text_and_by_form(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    ben = await _known(world, "Ben Carter", "Exe Bay Council")

    await amina.types("/partnership host @Dr Priya Raman")
    await world.settle()
    assert "is a host now too" in _last(amina).plain
    assert "has made you a host of Exe Bay Together" in priya.dms()[-1].plain
    assert await _hosts(world) == {"Amina Okafor", "Dr Priya Raman"}

    await priya.types("@Pencil hosts")
    listing = _last(priya)
    assert "2 hosts of this partnership" in listing.plain
    await priya.presses(listing, "host.add")
    await priya.submits(people(priya, "who", ben))
    assert await _hosts(world) == {"Amina Okafor", "Dr Priya Raman", "Ben Carter"}
    assert await _deeds(world) == ["host.added", "host.added"]

    await priya.presses(priya.dms()[-1], "host.open")
    assert "3 hosts of this partnership" in priya.dms()[-1].plain


async def test_the_role_passes_from_one_to_the_other(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership hosts")
    await amina.presses(_last(amina), "host.hand")
    await amina.submits(people(amina, "who", priya))
    assert "hosts instead of you now" in _last(amina).plain
    assert await _hosts(world) == {"Dr Priya Raman"}

    await amina.types("/partnership hand-over @Dr Priya Raman")
    assert "Only a host can do that" in _last(amina).plain
    await priya.types("@Pencil hand-over @Amina Okafor")
    assert await _hosts(world) == {"Amina Okafor"}


async def test_a_form_is_one_press_away_where_none_can_open(world: World) -> None:
    await world.begins()
    amina = world.person("Amina Okafor")
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership host @Dr Priya Raman")
    await priya.types("@Pencil hand-over")
    await priya.presses(_last(priya), "host.hand")
    assert priya.form is not None
    assert "Who should host instead of you?" in priya.form.plain
    await amina.types("/partnership ask-to-host")
    assert amina.form is not None
    assert "Who shall I ask?" in amina.form.plain


async def test_the_last_host_may_hand_over_but_not_drop_the_role(world: World) -> None:
    amina = await world.begins()
    await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership host @Dr Priya Raman")
    await amina.types("/partnership hosts")
    listing = _last(amina)
    await amina.presses(listing, "host.stop")
    assert await _hosts(world) == {"Dr Priya Raman"}

    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil host @Amina Okafor")
    await amina.types("/partnership hosts")
    stale = _last(amina)
    await priya.types("@Pencil hand-over @Amina Okafor")
    await amina.presses(stale, "host.stop")
    assert "You’re the only host" in _last(amina).plain
    assert await _hosts(world) == {"Amina Okafor"}


async def test_two_hosts_who_stop_at_once_leave_one(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership host @Dr Priya Raman")
    await amina.types("/partnership hosts")
    await priya.types("@Pencil hosts")
    await asyncio.gather(amina.presses(_last(amina), "host.stop"), priya.presses(_last(priya), "host.stop"))
    assert len(await _hosts(world)) == 1


async def test_somebody_of_another_partner_is_asked_and_says_yes(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    assert "I’ve asked" in _last(amina).plain
    question = priya.dms()[-1]
    assert [label for label, _, _ in question.buttons] == ["Yes, I’ll host", "Not now"]

    world.sandbox.app.retries = True
    await priya.presses(question, "host.yes")
    await world.settle()
    assert await _hosts(world) == {"Amina Okafor", "Dr Priya Raman"}
    told = amina.dms()[-1]
    assert "has said yes and is a host now too" in told.plain
    assert len(world.room) == 1  # the standing post: nothing is said of it there
    await amina.presses(told, "host.pass")
    assert await _hosts(world) == {"Dr Priya Raman"}


async def test_not_now_is_heard_by_the_asker_alone(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    ben = await _known(world, "Ben Carter", "Exe Bay Council")
    await amina.types("/partnership host @Ben Carter")
    room = len(world.room)
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    question = priya.dms()[-1]
    await priya.presses(question, "host.not_now")
    await priya.presses(question, "host.yes")  # from a screen that has not been drawn anew
    await world.settle()

    assert "You’d rather not host" in next(message.plain for message in priya.dms() if message.ts == question.ts)
    assert "would rather not host now" in amina.dms()[-1].plain
    assert not any("rather not" in message.plain for message in ben.dms())
    assert len(world.room) == room
    assert await _hosts(world) == {"Amina Okafor", "Ben Carter"}
    assert "host.asked" in await _deeds(world)

    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    assert "You’ve already asked them this week" in _last(amina).plain


async def test_near_misses_get_words_and_change_nothing(world: World) -> None:
    amina = await world.begins()
    await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await _known(world, "Ben Carter", "Exe Bay Council")
    await world.person("Chloe Penhale").types("/win We met")
    await world.person("Dan Whitlock").leaves()
    answers = {
        "host Priya": "I need a name",
        "host @Ben Carter @Dr Priya Raman": "One at a time",
        "host @Pencil": "that’s an app",
        "host <@U0NOBODY1>": "Slack doesn’t tell me who that is",
        "host @Dan Whitlock": "a host has to be in this channel, and they aren’t",
        "host @Amina Okafor": "you host already",
        "hand-over @Amina Okafor": "you host already",
        "ask-to-host @Ben Carter": "from your own organisation",
        "ask-to-host @Chloe Penhale": "haven’t said yet which organisation",
    }
    for typed, words in answers.items():
        await amina.types(f"/partnership {typed}")
        assert words in _last(amina).plain, typed
    assert await _hosts(world) == {"Amina Okafor"}

    await amina.types("/partnership host @Ben Carter")
    await amina.types("/partnership host @Ben Carter")
    assert "They host already" in _last(amina).plain
    await amina.types("/partnership host")
    assert await amina.submits({"who": world.person("Dan Whitlock")}) == {
        "who": "Nothing has changed: a host has to be in this channel, and they aren’t. Type /invite and their name, "
        "then try again."
    }


async def test_nobody_is_asked_whose_week_is_full(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await world.bot.database.run(
        lambda session: session.execute(update(Member).where(Member.user_id == priya.user_id).values(asks=0))
    )
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    assert "I can’t ask them anything more this week" in _last(amina).plain
    await world.settle()
    assert priya.dms() == []


async def test_a_question_answered_by_somebody_else_is_not_answered(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    await world.person("Ben Carter").presses(priya.dms()[-1], "host.yes")
    assert await _hosts(world) == {"Amina Okafor"}


async def test_only_hosts_pass_the_role_round(world: World) -> None:
    await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await priya.types("@Pencil host @Amina Okafor")
    assert "Only a host" in _last(priya).plain
    await priya.types("@Pencil hosts")
    assert _last(priya).buttons == []
    assert "1 host of this partnership" in _last(priya).plain


async def test_without_a_host_anybody_may_take_the_role_and_the_room_hears_who(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.leaves()
    await world.settle()
    assert not any("no host" in message.plain for message in world.room)  # it may have been a slip

    await world.moves_to(MONDAY + timedelta(hours=2))
    (post,) = [message for message in world.room if "has no host." in message.plain]
    await priya.presses(post, "host.take")
    await world.settle()
    assert "You host this partnership now" in _last(priya).plain
    (post,) = [message for message in world.room if "hosts this partnership now" in message.plain]
    assert post.buttons == []
    await world.person("Ben Carter").types("/partnership host")
    assert "Only a host" in _last(world.person("Ben Carter")).plain

    await amina.joins()
    assert await _hosts(world) == {"Dr Priya Raman"}
    await priya.types("@Pencil host @Amina Okafor")
    ben = await _known(world, "Ben Carter", "Tideway Foodbank")
    await amina.types("/partnership ask-to-host @Ben Carter")
    await world.settle()
    await ben.presses(ben.dms()[-1], "host.yes")
    await world.settle()
    assert post.plain in [message.plain for message in world.room]  # what was said then stays as it was said


async def test_a_host_who_is_back_within_the_hour_may_take_the_role_again_unheard(world: World) -> None:
    amina = await world.begins()
    await amina.leaves()
    await amina.joins()
    assert await _hosts(world) == set()
    await amina.types("/partnership host")
    assert await _hosts(world) == {"Amina Okafor"}
    await world.moves_to(MONDAY + timedelta(hours=2))
    assert not any("no host" in message.plain for message in world.room)


async def test_the_role_is_also_taken_by_text(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.leaves()
    await priya.types("@Pencil hosts")
    assert "Nobody hosts this partnership." in _last(priya).plain
    await priya.types("@Pencil host")
    assert await _hosts(world) == {"Dr Priya Raman"}


async def test_the_role_does_not_pass_to_somebody_who_has_been_forgotten(world: World) -> None:
    amina = await world.begins()
    priya = await _known(world, "Dr Priya Raman", "Quayside Surgery, public")
    await amina.types("/partnership ask-to-host @Dr Priya Raman")
    await world.settle()
    await priya.presses(priya.dms()[-1], "host.yes")
    await world.settle()
    await priya.types("@Pencil forget-me")
    await priya.presses(_last(priya), "forget.open")
    assert await priya.submits({}) is None
    await world.settle()

    await amina.presses(amina.dms()[-1], "host.pass")

    assert "That’s gone" in amina.dms()[-1].plain
    await amina.types("/partnership hosts")
    assert "1 host of this partnership" in _last(amina).plain
    assert f"<@{amina.user_id}>" in _last(amina).plain
