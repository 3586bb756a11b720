"""The hosts' digest: one private message a week, with what is worth a look and all the news that could wait."""

import asyncio
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.models import AuditEntry, DigestEntry, Member, Partner, Partnership
from jobs.tick import tick
from sandbox.slack.state import Message
from tests.checkins.test_checkin import FIRST, _checkins
from tests.world import DIGEST, FRIDAY, World

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
QUARTER = 13 * WEEK
MADE_UP = ("4711", "9" * 30, "everything")  # what entries are about, of which there is nothing


def _digests(world: World, name: str = "Amina Okafor") -> list[Message]:
    return [message for message in world.person(name).dms() if "For hosts of" in message.plain]


def _labels(message: Message) -> list[str]:
    return [label for label, _, _ in message.buttons]


async def _quarter_ago(world: World) -> None:
    """The partnership, its partners and its log are a quarter older."""

    def age(session: Session) -> None:
        for partnership in session.scalars(select(Partnership)):
            partnership.started_at -= QUARTER
        for entry in session.scalars(select(AuditEntry)):
            entry.done_at -= QUARTER
        for partner in session.scalars(select(Partner)):
            partner.joined_at -= QUARTER

    await world.bot.database.run(age)


async def test_with_nothing_to_say_there_is_no_digest(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)
    await world.moves_to(DIGEST)
    assert amina.dms() == []
    await amina.types("/partnership digest")
    assert "Nothing needs a look just now." in amina.private()[-1].plain
    assert "The next digest comes on Monday 16 March" in amina.private()[-1].plain


async def test_news_of_the_week_comes_in_one_message_once_and_to_hosts_alone(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    await world.moves_to(FRIDAY)  # with nothing to celebrate
    assert world.person("Amina Okafor").dms() == []

    for _ in range(2):
        await world.moves_to(DIGEST)
    [digest] = _digests(world)
    assert "Quayside Surgery has stepped back." in digest.plain
    assert "There was nothing to celebrate." in digest.plain
    assert _labels(digest) == ["Share a win"]
    assert _digests(world, "Dr Priya Raman") == []

    await world.moves_to(DIGEST + WEEK)
    assert "Quayside Surgery" not in _digests(world)[-1].plain
    assert "There was nothing to celebrate." in _digests(world)[-1].plain
    await world.moves_to(DIGEST + 2 * WEEK)
    assert len(_digests(world)) == 2


async def test_what_holds_for_a_quarter_is_said_twice_each_with_one_press(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await _quarter_ago(world)
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)  # so Exe Bay Council is seen

    for week in range(3):
        await world.moves_to(DIGEST + week * WEEK)
    [first, second] = _digests(world)[:2]
    for digest in (first, second):
        assert "Quayside Surgery hasn’t been in a celebration for three months." in digest.plain
        assert "You’re the only host." in digest.plain
        assert "Exe Bay Council" not in digest.plain
        assert {"Offer the spotlight", "Ask somebody to host"} <= set(_labels(digest))
    assert not any("the only host" in digest.plain for digest in _digests(world)[2:])

    await asyncio.gather(*(amina.presses(second, "spotlight.offer") for _ in range(2)))
    await world.settle()
    answers = sorted(message.plain for message in amina.dms()[-2:])
    assert "I’m asking somebody from Quayside Surgery privately" in answers[0]
    assert "Somebody has the next spotlight already" in answers[1]
    assert sum("spotlight" in message.plain for message in priya.dms()) == 1
    await amina.presses(second, "host.ask")
    assert amina.form is not None


async def test_a_channel_in_which_nobody_tells_anything_is_a_line_and_a_reflection_or_a_pause_a_press_away(
    world: World,
) -> None:
    amina = await world.begins()
    await world.moves_to(DIGEST + 3 * WEEK)  # an hour too early
    assert not any("heard nothing" in digest.plain for digest in _digests(world))
    await world.moves_to(DIGEST + 4 * WEEK + DAY)  # Easter Monday is between
    [digest] = [
        digest for digest in _digests(world) if "I’ve heard nothing from anybody for four weeks." in digest.plain
    ]

    assert {"Begin a reflection", "Pause the posts …"} <= set(_labels(digest))
    await amina.presses(digest, "reflection.begin")
    assert "The reflection has begun." in amina.dms()[-1].plain
    await amina.types("/partnership digest")
    assert "heard nothing" not in amina.private()[-1].plain
    await amina.presses(digest, "partnership.pause")
    assert await amina.submits({"until": "2026-06-01"}) is None
    assert "Paused until Monday 1 June 2026" in amina.private()[-1].plain


async def test_a_step_nobody_took_is_said_until_somebody_has_it(world: World) -> None:
    amina = await world.begins()
    await world.moves_to(FIRST)
    assert _checkins(world)
    await world.moves_to(FIRST + 2 * DAY)
    await world.moves_to(FIRST + WEEK)
    assert not any("the last step" in digest.plain for digest in _digests(world))  # it is five days old
    await world.moves_to(FIRST + 2 * WEEK - timedelta(hours=2))
    digest = _digests(world)[-1]
    assert "Nobody has taken on the last step: " in digest.plain
    await amina.presses(digest, "step.take")
    assert "It’s yours" in amina.dms()[-1].plain
    await amina.types("/partnership digest")
    assert "the last step" not in amina.private()[-1].plain


async def test_four_lines_at_most_and_what_is_left_comes_a_week_later(world: World) -> None:
    amina = await world.begins()
    names = ["Quayside Surgery", "Harbour Trust", "Lantern Arts", "Tidal Energy", "Moor Railway"]
    for name in names:
        await amina.types(f"/partnership join {name}, public")
    await amina.types("/partnership join Exe Bay Council, public")
    await amina.types("/win We opened the hub")
    await world.bot.database.run(_noted_of_partners)

    await world.moves_to(DIGEST)
    [digest] = _digests(world)
    assert _back(digest) == names[:0:-1]  # what was noted first
    assert "… and 2 more in My Pencil." in digest.plain
    assert _labels(digest) == ["My Pencil"]
    await world.moves_to(DIGEST + WEEK)
    assert _back(_digests(world)[-1]) == ["Quayside Surgery", "Exe Bay Council"]

    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None
    await amina.presses(amina.form, "mine.part", "1.hosts")
    assert amina.form is not None
    assert "Worth a look" in amina.form.plain
    assert amina.form.plain.count("is back.") == 6


def _noted_of_partners(session: Session) -> None:
    """Of the newest first."""
    here = {"partnership_id": 1, "kind": "partner-moved", "times": 0}
    for partner_id in session.scalars(select(Partner.id)).all():
        noted = {**here, "about": str(partner_id), "noted_at": DIGEST - DAY - timedelta(minutes=partner_id)}
        session.execute(insert(DigestEntry), noted)


def _back(digest: Message) -> list[str]:
    return [line.removesuffix(" is back.") for line in digest.plain.splitlines() if line.endswith(" is back.")]


async def test_none_comes_in_a_pause_and_what_waited_comes_after_it(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    await amina.types("/partnership pause")
    for week in range(2):
        await world.moves_to(DIGEST + week * WEEK)
    assert amina.dms() == []
    await amina.types("/partnership resume")
    await world.moves_to(DIGEST + 2 * WEEK - DAY)
    assert amina.dms() == []
    await world.moves_to(DIGEST + 2 * WEEK)
    assert "Quayside Surgery has stepped back." in _digests(world)[-1].plain


async def test_only_hosts_see_it_and_without_one_nothing_is_used_up(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await priya.types("@Pencil step-back")
    await priya.types("@Pencil digest")
    assert "Only a host" in priya.private()[-1].plain

    await world.bot.database.run(_no_host)
    await world.moves_to(DIGEST)
    assert await world.bot.database.read(_times) == [0]
    await amina.types("/partnership host")
    await world.moves_to(DIGEST + WEEK)
    assert "Quayside Surgery has stepped back." in _digests(world)[-1].plain
    assert await world.bot.database.read(_times) == [1]


def _no_host(session: Session) -> None:
    session.execute(update(Member).values(host=False))


def _times(session: Session) -> list[int]:
    return list(session.scalars(select(DigestEntry.times).where(DigestEntry.kind == "partner-moved")))


async def test_what_is_gone_meanwhile_makes_no_line(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY)

    def note(session: Session) -> None:
        here = {"partnership_id": 1, "noted_at": DIGEST - DAY, "times": 0}
        other = Partnership(team_id="T", channel_id="C0OTHER", name="Other", zone="UTC", started_at=DIGEST)
        session.add(other)
        session.flush()
        theirs = Partner(partnership_id=other.id, name="Theirs", key="theirs", joined_at=DIGEST)
        session.add(theirs)
        session.flush()
        session.execute(insert(DigestEntry), [{**here, "kind": "partner-moved", "about": str(theirs.id)}])
        kinds = ("pulse-action", "checkin-stuck", "partner-moved", "wish", "quiet-week")
        session.execute(
            insert(DigestEntry), [{**here, "kind": kind, "about": about} for kind in kinds for about in MADE_UP]
        )

    await world.bot.database.run(note)
    await world.moves_to(DIGEST)
    assert amina.dms() == []


async def test_two_ticks_at_once_write_one_digest_and_count_its_lines_once(world: World) -> None:
    await world.begins()
    await world.moves_to(FRIDAY)
    world.sandbox.clock.move_to(DIGEST)
    await asyncio.gather(tick(world.bot), tick(world.bot))
    await world.settle()
    assert len(_digests(world)) == 1
    assert await world.bot.database.read(lambda session: session.scalars(select(DigestEntry.times)).all()) == [1]
