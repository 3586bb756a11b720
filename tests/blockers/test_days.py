"""Blockers with a day by which they have to be fixed, as the people involved see them."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.cards import drafts
from bot.cards.days_needed import Typed
from bot.cards.drafts import DraftKey
from bot.models import Base, Blocker, Draft, Partnership, Revision
from jobs.tick import tick
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.blockers.coalition import coalition, digest, joins
from tests.world import MONDAY, World, as_it_was

STUCK = "Nobody can give our patients a lift to the clinic"
DAY = timedelta(days=1)


async def _offers(person: Person, what: str = "driving a minibus") -> None:
    await person.types(f"/skill {what}" if person.may_command else f"@Pencil skill {what}")


async def _previewed(person: Person, what: str) -> Message:
    await person.types(f"/blocker {what}" if person.may_command else f"@Pencil blocker {what}")
    return person.private()[-1]


async def _raises(world: World, person: Person, what: str, action: str = "blocker.post") -> Message:
    await person.presses(await _previewed(person, what), action)
    await world.moves_to(world.sandbox.clock.now())
    return _card(world)


def _preview(person: Person) -> Message:
    return [message for message in person.private() if "blocker.post" in str(message.blocks)][-1]


def _card(world: World) -> Message:
    return [message for message in world.room if "blocker.fixed" in str(message.blocks)][-1]


def _labels(message: Message) -> list[str]:
    return [label for label, _, _ in message.buttons]


def _questions(person: Person) -> list[Message]:
    return [message for message in person.dms() if "help.yes" in str(message.blocks)]


def _news(host: Person) -> list[Message]:
    words = ("nobody has taken it on", "On it now", "nobody is needed any more")
    return [message for message in host.dms() if any(word in message.plain for word in words)]


def _kept(world: World) -> dict[str, Any]:
    with world.bot.database.engine.connect() as connection:
        rows = connection.execute(Base.metadata.tables["blockers"].select().order_by(Blocker.id)).all()
    return dict(rows[-1]._mapping)


# Reading and choosing it


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_day_in_the_words_is_shown_first_and_stands_on_the_card(world: World, name: str) -> None:
    await coalition(world)
    person = world.person(name)

    preview = await _previewed(person, f"{STUCK} by Friday")

    assert "Needed by Friday 6 March." in preview.plain
    assert _labels(preview) == ["Post it", "Post without my name", "Edit", "Remove the day", "Drop it"]
    await person.presses(preview, "blocker.post")
    assert "Needed by Friday 6 March." in person.private()[-1].plain
    await world.settle()
    assert "Needed by Friday 6 March." in _card(world).plain
    assert _kept(world)["needed_on"] == date(2026, 3, 6)
    await person.types("@Pencil blocker list")
    assert "needed by Friday 6 March" in person.private()[-1].plain
    await world.moves_to(MONDAY + 5 * DAY)
    await person.types("@Pencil blocker list")
    assert "was needed by Friday 6 March" in person.private()[-1].plain


async def test_the_day_can_be_taken_off_and_does_not_come_back_with_the_words(world: World) -> None:
    _, marek, _ = await coalition(world)
    await marek.presses(await _previewed(marek, f"{STUCK} by Friday"), "blocker.no_day")
    preview = marek.private()[-1]

    assert "Needed by" not in preview.plain
    assert "Remove the day" not in _labels(preview)
    await marek.presses(preview, "blocker.redraft")
    assert await marek.submits({"text": f"{STUCK}, not even by Friday"}) is None
    assert "Needed by" not in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "blocker.redraft")
    assert await marek.submits({"text": f"{STUCK} by Thursday"}) is None
    assert "Needed by Thursday 5 March" in marek.private()[-1].plain


async def test_a_day_can_be_chosen_in_the_form_and_another_later(world: World) -> None:
    _, marek, _ = await coalition(world)
    await marek.types("/blocker")
    assert await marek.submits({"text": STUCK, "day": "2026-03-12"}) is None
    assert "Needed by Thursday 12 March" in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "blocker.redraft")
    assert await marek.submits({"text": STUCK, "day": "2026-03-13"}) is None
    await marek.presses(marek.private()[-1], "blocker.post")
    receipt = marek.private()[-1]
    await world.settle()
    assert "Needed by Friday 13 March" in _card(world).plain

    await marek.presses(receipt, "blocker.edit")
    assert await marek.submits({"text": STUCK, "day": "2026-03-16"}) is None
    await world.settle()
    assert "Needed by Monday 16 March" in _card(world).plain
    await marek.presses(receipt, "blocker.edit")
    assert await marek.submits({"text": f"{STUCK}, needed by 17 March"}) is None
    await world.settle()
    assert "Needed by Tuesday 17 March" in _card(world).plain
    await marek.presses(marek.private()[-1], "blocker.undo")
    await marek.presses(marek.private()[-1], "blocker.restore")
    await world.settle()
    assert "Needed by Tuesday 17 March" in _card(world).plain

    await marek.presses(marek.private()[-1], "blocker.edit")
    assert await marek.submits({"text": STUCK, "off": ["off"]}) is None
    await world.settle()
    assert "Needed by" not in _card(world).plain
    with Session(world.bot.database.engine) as session:
        revisions = session.scalars(select(Revision.before).order_by(Revision.id)).all()
    assert [row["needed_on"] for row in revisions] == ["2026-03-13", "2026-03-16", *["2026-03-17"] * 3]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("by 3 March 2025", "has gone by"),
        ("before today", "has gone by"),
        ("by 12 May 2027", "over a year away"),
        ("by 30 February", "couldn’t read the day"),
    ],
)
async def test_a_day_in_the_words_that_cannot_be_is_said_to_be_left_out(world: World, words: str, reason: str) -> None:
    _, marek, _ = await coalition(world)

    preview = await _previewed(marek, f"{STUCK} {words}")

    assert f"{STUCK} {words}" in preview.plain
    assert reason in preview.plain
    assert "Needed by" not in preview.plain
    await marek.presses(preview, "blocker.post")
    await world.settle()
    assert _kept(world)["needed_on"] is None


async def test_a_day_chosen_that_cannot_be_is_said_beside_the_field(world: World) -> None:
    _, marek, _ = await coalition(world)
    await marek.types("/blocker")

    for day, reason in (("2026-03-01", "has gone by"), ("2027-03-04", "more than a year away")):
        errors = await marek.submits({"text": STUCK, "day": day})
        assert errors is not None
        assert reason in errors["day"]
    assert await marek.submits({"text": STUCK, "day": "2026-03-02"}) is None
    assert "Needed by Monday 2 March" in marek.private()[-1].plain
    await marek.presses(marek.private()[-1], "blocker.post")
    await marek.presses(marek.private()[-1], "blocker.edit")
    errors = await marek.submits({"text": STUCK, "day": "2026-02-27"})
    assert errors is not None
    assert "has gone by" in errors["day"]


async def test_a_draft_whose_day_has_gone_by_is_not_posted_and_not_lost(world: World) -> None:
    _, marek, _ = await coalition(world)
    preview = await _previewed(marek, f"{STUCK}, needed today")
    await world.moves_to(MONDAY + DAY)

    await marek.presses(preview, "blocker.post")

    assert "has gone by, so nothing was posted" in marek.private()[-1].plain
    await marek.presses(preview, "blocker.no_day")
    await marek.presses(_preview(marek), "blocker.post")
    await world.settle()
    assert STUCK in _card(world).plain


async def test_words_that_were_asked_about_first_bring_their_day_along(world: World) -> None:
    _, _, priya = await coalition(world)
    await priya.types(f"@Pencil {STUCK} by Friday")

    await priya.presses(priya.private()[-1], "words.blocker")

    assert "Needed by Friday 6 March" in priya.private()[-1].plain


async def test_a_sealed_draft_is_no_longer_for_its_day_and_one_sealed_before_still_opens(world: World) -> None:
    await coalition(world)
    with Session(world.bot.database.engine) as session, session.begin():
        place = session.get_one(Partnership, 1)
        with_, kept = drafts.make(session, place, Typed(STUCK, date(2026, 3, 6)), MONDAY)
        without, _ = drafts.make(session, place, Typed(STUCK), MONDAY)
        sealed = [session.get_one(Draft, key.number).sealed for key in (with_, without)]
        old = DraftKey.new()
        row = Draft(number=old.number, partnership_id=1, sealed=b"", drafted_on=MONDAY.date())
        row.sealed = _as_before(old)
        session.add(row)
        session.flush()

        assert kept == Typed(STUCK, date(2026, 3, 6))
        assert len(sealed[0]) == len(sealed[1])
        assert b"2026" not in sealed[0]
        assert drafts._unseal(with_, session.get_one(Draft, with_.number)) == kept
        assert drafts._unseal(old, row) == Typed(STUCK)


def _as_before(key: DraftKey) -> bytes:
    """Sealed as drafts were that had no room for a day."""
    nonce = bytes(12)
    return nonce + AESGCM(key.secret).encrypt(nonce, STUCK.encode(), drafts._about(key.number, 1))


# The sooner


async def test_hosts_hear_a_working_day_before_once_while_nobody_is_on_it(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya)
    await _raises(world, marek, f"{STUCK} by Monday")  # the 9th: the working day before is Friday
    assert "Needed by Monday 9 March" in _questions(priya)[0].plain

    await world.moves_to(MONDAY + 4 * DAY - timedelta(minutes=1))
    assert _news(amina) == []
    await world.moves_to(MONDAY + 4 * DAY)
    assert len(_news(amina)) == 1
    assert "nobody has taken it on yet" in _news(amina)[-1].plain
    assert "Needed by Monday 9 March" in _news(amina)[-1].plain
    assert priya.user_id not in _news(amina)[-1].plain
    for days in (5, 7, 8, 20):
        await world.moves_to(MONDAY + days * DAY)
    assert len(_news(amina)) == 1


async def test_hosts_hear_then_even_if_somebody_could_only_be_asked_then(world: World) -> None:
    amina, marek, priya = await coalition(world)
    hana = await joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    for person in (priya, hana):
        await _offers(person)
    await hana.types("@Pencil asks 0")
    await _raises(world, marek, f"{STUCK} by Wednesday")
    await hana.types("@Pencil asks 2")
    assert _questions(hana) == []

    await world.moves_to(MONDAY + DAY)

    assert ["nobody has taken it on yet" in message.plain for message in _news(amina)] == [True]
    assert len(_questions(hana)) == 1


async def test_hosts_hear_nothing_of_a_day_while_somebody_is_on_it(world: World) -> None:
    amina, marek, priya = await coalition(world)
    card = await _raises(world, marek, f"{STUCK} by Friday")
    assert "haven’t found anybody" in await digest(amina)
    await priya.presses(card, "blocker.help")
    assert "haven’t found anybody" not in await digest(amina)
    await world.moves_to(MONDAY + 3 * DAY)
    assert _news(amina) == []

    mine = [message for message in priya.private() if "blocker.step_back" in str(message.blocks)][-1]
    await priya.presses(mine, "blocker.step_back")
    await world.moves_to(MONDAY + 3 * DAY + timedelta(minutes=1))

    assert "nobody has taken it on yet" in _news(amina)[-1].plain


async def test_what_is_needed_tomorrow_is_told_once_and_soon(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya)

    await _raises(world, marek, f"{STUCK} by tomorrow")

    assert len(_questions(priya)) == 1
    assert _news(amina) == []
    await world.moves_to(MONDAY + timedelta(hours=2, minutes=1))
    assert ["nobody has taken it on yet" in message.plain for message in _news(amina)] == [True]
    await world.moves_to(MONDAY + 3 * DAY)
    assert len(_news(amina)) == 1


async def test_another_day_is_told_of_again_and_a_day_gone_by_is_not(world: World) -> None:
    amina, marek, _ = await coalition(world)
    await _raises(world, marek, f"{STUCK} by Friday")
    receipt = marek.private()[-1]
    await world.moves_to(MONDAY + 3 * DAY)
    before = len(_news(amina))
    await marek.presses(receipt, "blocker.edit")
    assert await marek.submits({"text": STUCK, "day": "2026-03-11"}) is None

    await world.moves_to(MONDAY + 8 * DAY - timedelta(minutes=1))
    assert len(_news(amina)) == before
    await world.moves_to(MONDAY + 8 * DAY)
    assert len(_news(amina)) == before + 1

    await marek.presses(receipt, "blocker.edit")
    assert await marek.submits({"text": STUCK, "day": "2026-03-13"}) is None
    await world.moves_to(MONDAY + 20 * DAY)  # nothing ran meanwhile
    assert len(_news(amina)) == before + 1


async def test_of_two_blockers_the_one_with_a_day_is_asked_about(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya)
    for what in ("No lift for the day trip either", f"{STUCK} by Friday"):
        await marek.presses(await _previewed(marek, what), "blocker.post")

    await world.moves_to(world.sandbox.clock.now())

    [question] = _questions(priya)
    assert STUCK in question.plain


async def test_nobody_is_asked_who_would_hear_of_it_too_late(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _offers(priya)
    await priya.types("@Pencil quiet 09:00-08:00")

    await _raises(world, marek, f"{STUCK}, needed today")

    assert _questions(priya) == []
    assert "nobody has taken it on" in _news(amina)[-1].plain
    await world.moves_to(MONDAY + 2 * DAY)
    assert _questions(priya) == []


async def test_where_its_author_is_from_is_not_waited_for_until_it_is_too_late(world: World) -> None:
    amina, _, priya = await coalition(world)
    ben = world.person("Ben Carter")
    await _offers(priya)
    await _raises(world, ben, f"{STUCK} by tomorrow")
    assert len(_news(amina)) == 1
    assert _questions(priya) == []

    await ben.types("/partnership join Exe Bay Council")
    await world.moves_to(MONDAY + timedelta(minutes=1))

    assert len(_questions(priya)) == 1


# A skill offered later


async def test_a_skill_offered_later_is_matched_once_to_what_is_open(world: World) -> None:
    amina, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    assert "haven’t found anybody" in await digest(amina)
    await _offers(priya, "driving a minibus, watercolour")
    await world.moves_to(MONDAY + timedelta(minutes=5))
    assert _questions(priya) == []

    await world.moves_to(MONDAY + timedelta(minutes=11))

    assert len(_questions(priya)) == 1
    await priya.presses(_questions(priya)[0], "help.not_now")
    await priya.types("@Pencil skill remove driving a minibus")
    await priya.presses(priya.private()[-1], "skill.put_back")
    await _offers(priya, "driving a van")
    await world.moves_to(MONDAY + 9 * DAY)
    assert _questions(priya) == []
    assert priya.user_id not in await digest(amina)


async def test_a_skill_offered_later_is_within_the_same_limits(world: World) -> None:
    _, marek, priya = await coalition(world)
    owen = await joins(world, "Owen Blake", "Tideway Foodbank")
    await _raises(world, marek, STUCK)
    await _offers(owen)  # a colleague
    await _offers(priya)
    await priya.types("@Pencil asks 0")
    await world.moves_to(MONDAY + timedelta(minutes=11))
    assert (_questions(owen), _questions(priya)) == ([], [])

    await priya.types("@Pencil asks 2")
    hana = await joins(world, "Hana Kobayashi", "Wharf Pharmacy, private")
    await _offers(hana, "watercolour")
    await world.moves_to(MONDAY + timedelta(minutes=30))

    assert (len(_questions(priya)), _questions(hana)) == (1, [])


async def test_a_skill_that_nobody_is_to_ask_for_asks_nothing(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    await _offers(priya)
    await priya.presses(priya.private()[-1], "skill.settle", choose=["announce"])
    await world.moves_to(MONDAY + timedelta(minutes=20))
    assert _questions(priya) == []

    await priya.presses(priya.private()[-1], "skill.settle", choose=["announce", "askable"])
    await world.moves_to(MONDAY + timedelta(minutes=40))

    assert len(_questions(priya)) == 1


async def test_two_ticks_at_once_ask_about_a_later_skill_once(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    await asyncio.gather(_offers(priya), _offers(priya, "driving a van"))
    world.sandbox.clock.move_to(MONDAY + timedelta(minutes=11))

    await asyncio.gather(*(tick(world.bot) for _ in range(3)))
    await world.settle()

    assert len(_questions(priya)) == 1


async def test_nobody_who_has_left_is_asked_for_a_skill(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _raises(world, marek, STUCK)
    await _offers(priya)
    await priya.leaves()

    await world.moves_to(MONDAY + timedelta(minutes=11))

    assert _questions(priya) == []


# What hosts were told


async def test_what_hosts_were_told_says_what_has_become_of_it(world: World) -> None:
    amina, marek, priya = await coalition(world)
    card = await _raises(world, marek, f"{STUCK} by Friday")
    await world.moves_to(MONDAY + 3 * DAY)
    [news] = _news(amina)
    await priya.presses(card, "blocker.help")
    await world.settle()
    assert f"On it now: <@{priya.user_id}>" in _news(amina)[0].plain
    assert _labels(_news(amina)[0]) == []

    await marek.presses(_card(world), "blocker.fixed")
    assert await marek.submits({"how": "The bus runs again"}) is None
    await world.settle()
    assert "has been fixed" in _news(amina)[0].plain
    await marek.presses(as_it_was(_fixed(world)), "blocker.reopen")
    step_back = [message for message in priya.private() if "blocker.step_back" in str(message.blocks)][-1]
    await priya.presses(step_back, "blocker.step_back")
    await world.moves_to(MONDAY + 3 * DAY + timedelta(minutes=1))
    assert "nobody has taken it on" in _news(amina)[0].plain
    assert [message.ts for message in _news(amina)] == [news.ts]

    receipt = [message for message in marek.private() if "blocker.undo" in str(message.blocks)][-1]
    await marek.presses(receipt, "blocker.undo")
    await world.settle()
    assert "taken back" in _news(amina)[0].plain


def _fixed(world: World) -> Message:
    return [message for message in world.room if "blocker.reopen" in str(message.blocks)][-1]


async def test_what_hosts_were_told_of_a_nameless_blocker_names_nobody(world: World) -> None:
    amina, _, priya = await coalition(world)
    card = await _raises(world, priya, f"{STUCK} by Friday", "blocker.nameless")
    assert "Needed by Friday 6 March" in card.plain
    assert _kept(world)["member_id"] is None
    await world.moves_to(MONDAY + 3 * DAY)
    [news] = _news(amina)
    assert priya.user_id not in str(news.blocks)

    await priya.presses(priya.private()[-1], "blocker.edit")
    assert await priya.submits({"text": f"{STUCK} by Thursday"}) is None
    await world.settle()

    assert "Needed by Thursday 12 March" in _news(amina)[0].plain
    assert priya.user_id not in str(_news(amina)[0].blocks)


# The order of a week


async def test_help_with_a_day_that_is_to_come_keeps_its_place_before_other_help(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya)
    await priya.types("@Pencil asks 1")
    ben = world.person("Ben Carter")
    await _raises(world, ben, f"{STUCK} by Friday")  # he may still say where he is from

    await _raises(world, marek, "No lift for the day trip either")
    assert _questions(priya) == []

    await ben.types("/partnership join Exe Bay Council")
    await world.moves_to(MONDAY + timedelta(minutes=1))
    [question] = _questions(priya)
    assert "Needed by Friday" in question.plain


async def test_thanks_leave_room_for_help_that_is_to_come(world: World) -> None:
    _, marek, priya = await coalition(world)
    await _offers(priya)
    await priya.types("@Pencil asks 1")
    ben = world.person("Ben Carter")
    await _raises(world, ben, STUCK)
    told = len(priya.dms())

    await marek.types("/win The ramp is in, thank you @Dr Priya Raman")
    await world.settle()
    assert len(priya.dms()) == told
    with Session(world.bot.database.engine) as session, session.begin():
        session.execute(update(Blocker).values(seek_at=None))
    await marek.types("/win The bench is there too, thank you @Dr Priya Raman")
    await world.settle()
    assert len(priya.dms()) == told + 1
