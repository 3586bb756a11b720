"""What hosts read in a digest that was sent: it says what has become of it since."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.models import Post
from bot.slack.blocks import Block, actions, button
from bot.slack.parts import part, with_part
from bot.slack.rich_text import say
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.blockers.coalition import coalition
from tests.checkins.test_checkin import FIRST, _checkins
from tests.world import DIGEST, FRIDAY, World, as_it_was

WEEK = timedelta(weeks=1)
STUCK = "Nobody can give our patients a lift to the clinic"


async def _raises(world: World, person: Person, what: str) -> None:
    await person.types(f"/blocker {what}" if person.may_command else f"@Pencil blocker {what}")
    await person.presses(person.private()[-1], "blocker.post")
    await world.moves_to(world.sandbox.clock.now())


def _digests(host: Person) -> list[Message]:
    return [message for message in host.dms() if "For hosts of" in message.plain]


def _labels(message: Message) -> list[str]:
    return [label for label, _, _ in message.buttons]


def _card(world: World, action: str) -> Message:
    return [message for message in world.room if action in str(message.blocks)][-1]


def _latest(person: Person, action: str) -> Message:
    return [message for message in [*person.private(), *person.dms()] if action in str(message.blocks)][-1]


async def test_of_a_blocker_it_says_who_is_on_it_and_how_it_ended(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await amina.types("/partnership host @Dr Priya Raman")
    await _raises(world, marek, STUCK)
    await world.moves_to(FRIDAY)  # with nothing to celebrate
    await world.moves_to(DIGEST)
    hosts = [amina, priya]
    before = [digest for host in hosts for digest in _digests(host)]
    assert [_labels(digest) for digest in before] == [["I can help", "Share a win"]] * 2

    async def say_both(words: str, labels: list[str]) -> None:
        await world.settle()
        now = [digest for host in hosts for digest in _digests(host)]
        assert [digest.ts for digest in now] == [digest.ts for digest in before]
        assert all(words in digest.plain and STUCK in digest.plain for digest in now)
        assert all("There was nothing to celebrate." in digest.plain for digest in now)
        assert [_labels(digest) for digest in now] == [[*labels, "Share a win"]] * 2

    await priya.presses(_digests(priya)[0], "blocker.help")
    await say_both(f"On it now: <@{priya.user_id}>", [])
    await marek.presses(_card(world, "blocker.fixed"), "blocker.fixed")
    assert await marek.submits({"how": "The bus runs again"}) is None
    await say_both("This has been fixed", [])
    await marek.presses(as_it_was(_card(world, "blocker.reopen")), "blocker.reopen")
    await priya.presses(_latest(priya, "blocker.step_back"), "blocker.step_back")
    await say_both("I haven’t found anybody who can help", ["I can help"])
    await marek.presses(_latest(marek, "blocker.undo"), "blocker.undo")
    await say_both("This has been taken back", [])


async def test_lines_of_one_digest_that_settle_at_once_are_both_kept(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    first = _card(world, "blocker.help")
    await _raises(world, marek, "No key to the hall")
    second = _card(world, "blocker.help")
    await world.moves_to(DIGEST)
    [digest] = _digests(amina)
    assert digest.plain.count("I haven’t found anybody") == 2

    await asyncio.gather(*(priya.presses(card, "blocker.help") for card in (first, second)))
    await world.settle()

    assert _digests(amina)[0].plain.count(f"On it now: <@{priya.user_id}>") == 2
    assert "I can help" not in _labels(_digests(amina)[0])


async def test_one_that_waits_for_the_end_of_quiet_hours_arrives_as_it_is_by_then(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await amina.types("/partnership quiet 20:00-11:00")
    await _raises(world, marek, STUCK)
    await world.moves_to(DIGEST)
    assert _digests(amina) == []
    await priya.presses(_card(world, "blocker.help"), "blocker.help")
    await world.moves_to(DIGEST + timedelta(hours=2))
    assert f"On it now: <@{priya.user_id}>" in _digests(amina)[0].plain


async def test_of_a_step_it_says_who_has_it_until_they_drop_it(world: World) -> None:
    amina, priya, owen = await world.begins(), world.person("Dr Priya Raman"), world.person("Owen Blake")
    await world.moves_to(FIRST)
    await owen.presses(_checkins(world)[0], "checkin.moving")
    answered = owen.private()[-1]
    await world.moves_to(FIRST + timedelta(days=2))
    await world.moves_to(FIRST + WEEK)
    await world.moves_to(FIRST + 2 * WEEK - timedelta(hours=2))
    assert "Nobody has taken on the last step: " in _digests(amina)[-1].plain

    summary = [message for message in world.room if "step.take" in str(message.blocks)][-1]
    await owen.presses(answered, "step.take_own")  # which nobody else is to see
    await world.settle()
    assert "Nobody has taken on the last step: " in _digests(amina)[-1].plain
    await priya.presses(summary, "step.take")
    await world.settle()
    assert f"Taken on by <@{priya.user_id}>: " in _digests(amina)[-1].plain
    assert "I’ll take this on" not in _labels(_digests(amina)[-1])

    await priya.types("@Pencil step dropped")
    await world.settle()
    assert "Nobody has taken on the last step: " in _digests(amina)[-1].plain
    assert "I’ll take this on" in _labels(_digests(amina)[-1])


async def test_a_digest_is_sent_again_to_slack_only_where_a_line_of_it_has_changed(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    await world.moves_to(DIGEST)
    await _raises(world, marek, "No key to the hall")
    versions = select(Post.version).where(Post.kind == "digest")

    async def changes() -> list[int]:
        return await world.bot.database.read(lambda session: list(session.scalars(versions)))

    [before] = await changes()
    await priya.presses(_card(world, "blocker.help"), "blocker.help")  # that is in no digest
    assert await changes() == [before]
    first = next(message for message in world.room if STUCK in message.plain)
    await priya.presses(first, "blocker.help")
    await priya.presses(as_it_was(first), "blocker.help")
    assert await changes() == [before + 1]


def test_a_part_of_a_message_has_other_ids_each_time_it_changes() -> None:
    press = actions(button("I can help", "blocker.help", "1"))
    kept = [say("For hosts:"), *part("a.1", [say("One"), press]), *part("a.12", [say("Two")])]

    def ids(blocks: list[Block]) -> list[str]:
        return [block["block_id"] for block in blocks if "block_id" in block]

    changed = with_part(kept, "a.1", [say("Settled")])
    assert changed is not None
    assert [block["type"] for block in changed] == ["rich_text"] * 3
    assert not set(ids(kept)[:2]) & set(ids(changed))
    assert ids(changed)[-1] == ids(kept)[-1]
    back = with_part(changed, "a.1", [say("One"), press])
    assert back is not None
    assert not set(ids(kept)[:2]) & set(ids(back))
    assert with_part(back, "a.1", [say("One"), press]) is None
    assert with_part(kept, "a.2", [say("Of none")]) is None
