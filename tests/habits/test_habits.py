"""How we do it here: said in the channel, shown beside the vision and to newcomers, and undone like everything."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.models import AuditEntry, Habit, Partnership, Post, Revision
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.checkins.test_checkin import FIRST, _checkins
from tests.report.stories import asks
from tests.world import MONDAY, World, as_it_was

RING = "We ring first, and write afterwards"
NAME = "Nobody leaves a meeting without a name to ask for"


async def _adds(world: World, person: Person, text: str = RING) -> Message:
    """The private answer."""
    await person.types(f"/partnership habit {text}" if person.may_command else f"@Pencil habit {text}")
    await world.settle()
    return person.private()[-1]


def _cards(world: World) -> list[Message]:
    return [message for message in world.room if message.plain.startswith("How we do it here")]


async def _texts(world: World) -> list[str]:
    """Of those that stand."""
    standing = select(Habit.text).where(Habit.undone_at.is_(None)).order_by(Habit.id)
    return list(await world.bot.database.read(lambda session: session.scalars(standing).all()))


async def _kept(world: World) -> tuple[int, list[str]]:
    """How many earlier wordings there are, and what hosts did to habits."""
    revisions = select(Revision.id).where(Revision.noun == "habit")
    done = select(AuditEntry.deed).where(AuditEntry.deed.startswith("habit.")).order_by(AuditEntry.id)
    return await world.bot.database.read(
        lambda session: (len(session.scalars(revisions).all()), list(session.scalars(done).all()))
    )


async def _listed(person: Person) -> Message:
    await person.types("/partnership habits" if person.may_command else "@Pencil habits")
    return person.private()[-1]


# Said


async def test_said_by_text_it_stands_in_the_channel_with_its_day_on_both_sides(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")

    receipt = await _adds(world, amina)
    await _adds(world, priya, NAME)

    assert "On its way to the channel" in receipt.plain
    assert "also for the public" in receipt.plain
    assert [label for label, _, _ in receipt.buttons] == ["Edit", "Undo"]
    first, second = _cards(world)
    assert RING in first.plain
    assert "on 2 March 2026." in first.plain
    assert NAME in second.plain
    assert priya.user_id in second.text
    shown = (await _listed(priya)).plain
    assert shown.index(NAME) < shown.index(RING)
    assert shown.count("2 March 2026") == 2


async def test_said_by_form_from_the_card_on_both_sides(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await amina.types("/partnership habit")
    assert await amina.submits({"text": f" {RING}\n"}) is None
    await world.settle()

    await priya.presses(_cards(world)[0], "habit.add")
    assert await priya.submits({"text": NAME}) is None
    await priya.types("@Pencil habit")
    await priya.presses(priya.private()[-1], "habit.add")

    assert priya.form is not None
    assert "without your name" in priya.form.plain
    assert await _texts(world) == [RING, NAME]


async def test_words_after_the_list_are_a_habit_too_and_help_is_there(world: World) -> None:
    amina = await world.begins()
    await amina.types(f"/partnership habits {RING}")
    for typed, told in (("habit list", RING), ("habit help", "For example:"), ("habit List.", RING)):
        await amina.types(f"/partnership {typed}")
        assert told in amina.private()[-1].plain

    assert await _texts(world) == [RING]


async def test_nobody_has_said_any_yet(world: World) -> None:
    amina = await world.begins()

    shown = await _listed(amina)

    assert "Nobody has said yet" in shown.plain
    await amina.presses(shown, "habit.add")
    assert amina.form is not None


async def test_of_many_the_newest_are_listed(world: World) -> None:
    amina = await world.begins()
    for number in range(22):
        await amina.types(f"/partnership habit We have done it {number} times")

    shown = (await _listed(amina)).plain

    assert "done it 2 times" in shown
    assert "done it 1 times" not in shown
    assert "and 2 more" in shown


# What may not be meant


@pytest.mark.parametrize("name", ["@Marek Nowak", "Joyce Amankwah", "Esi", "thank you @Marek Nowak", "Siân and Marek"])
async def test_a_name_alone_is_asked_about_and_kept_only_then(world: World, name: str) -> None:
    amina = await world.begins()

    question = await _adds(world, amina, name)
    still_shown = as_it_was(question)

    assert "That’s only a name, so I haven’t kept it." in question.plain
    assert await _texts(world) == []
    assert _cards(world) == []
    await amina.presses(question, "words.habit")
    await world.settle()
    assert "On its way to the channel" in amina.private()[-1].plain
    assert len(_cards(world)) == 1
    await amina.presses(still_shown, "words.habit")
    assert len(await _texts(world)) == 1


async def test_a_sentence_with_a_name_in_it_is_a_habit(world: World) -> None:
    amina = await world.begins()

    receipt = await _adds(world, amina, "We ask @Marek Nowak before we cook")

    assert "On its way" in receipt.plain
    assert "We ask @Marek Nowak before we cook" in _cards(world)[0].plain


async def test_a_form_says_so_beside_the_field(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership habit")
    told = await amina.submits({"text": "Joyce Amankwah"})
    assert told is not None
    assert "That’s only a name" in told["text"]
    assert await amina.submits({"text": RING}) is None

    await amina.presses(amina.private()[-1], "habit.edit")

    assert "That’s only a name" in str(await amina.submits({"text": "Thanks Marek"}))
    assert await _texts(world) == [RING]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("Kindness", "just this as a habit"), ("undo", "undo your last habit"), ("show all", "Do you want to see the")],
)
async def test_what_may_mean_something_else_is_asked_about(world: World, typed: str, asked: str) -> None:
    amina = await world.begins()
    await _adds(world, amina)

    question = await _adds(world, amina, typed)

    assert asked in question.plain
    assert await _texts(world) == [RING]


async def test_undo_takes_the_last_back(world: World) -> None:
    amina = await world.begins()
    await _adds(world, amina, NAME)
    await _adds(world, amina)

    await amina.presses(await _adds(world, amina, "undo"), "habit.undo")
    await world.settle()

    assert await _texts(world) == [NAME]


@pytest.mark.parametrize("typed", ["x" * 301, "why so long " * 40])
async def test_a_long_one_comes_back(world: World, typed: str) -> None:
    amina = await world.begins()

    told = (await _adds(world, amina, typed)).plain

    assert "at most 300" in told
    assert typed.strip()[:200] in told
    await amina.types("/partnership habit")
    assert "at most 300" in str(await amina.submits({"text": typed}))
    assert "no words" in str(await amina.submits({"text": " \u200b "}))
    assert await _texts(world) == []


# Changed, undone, put back


async def test_changed_undone_and_put_back_it_is_so_in_the_channel(world: World) -> None:
    amina = await world.begins()
    receipt = await _adds(world, amina)
    await amina.presses(receipt, "habit.edit")
    assert amina.form is not None
    assert RING in str(amina.form.payload)
    assert await amina.submits({"text": NAME}) is None
    await world.settle()
    [card] = _cards(world)
    assert NAME in card.plain
    assert "Changed, on its card too" in amina.private()[-1].plain

    await amina.presses(amina.private()[-1], "habit.undo")
    await world.settle()
    assert _cards(world) == []
    assert "Nobody has said yet" in (await _listed(amina)).plain
    await amina.presses(receipt, "habit.edit")
    assert "That’s gone" in amina.private()[-1].plain

    await amina.presses(next(each for each in amina.private() if "Undone" in each.plain), "habit.restore")
    await world.settle()
    [card] = _cards(world)
    assert NAME in card.plain
    assert await _kept(world) == (3, [])


async def test_what_changes_nothing_leaves_nothing(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    receipt = await _adds(world, marek)
    amina = world.person("Amina Okafor")
    await amina.presses(await _listed(amina), "habit.edit")
    assert await amina.submits({"text": f"{RING} "}) is None
    assert await _kept(world) == (0, [])
    for still_shown in [as_it_was(receipt) for _ in range(3)]:
        await marek.presses(still_shown, "habit.undo")

    assert await _kept(world) == (1, [])


async def test_hosts_change_what_others_added_and_all_hosts_see_that(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    receipt = await _adds(world, marek)
    assert [label for label, _, _ in (await _listed(amina)).buttons] == ["Edit", "Undo", "Add a habit"]
    assert [label for label, _, _ in (await _listed(world.person("Ben Carter"))).buttons] == ["Add a habit"]

    await world.person("Ben Carter").presses(receipt, "habit.undo")
    assert await _texts(world) == [RING]
    await amina.presses(await _listed(amina), "habit.edit")
    assert await amina.submits({"text": NAME}) is None
    await amina.presses(amina.private()[-1], "habit.undo")
    await amina.presses(amina.private()[-1], "habit.restore")

    assert await _kept(world) == (3, ["habit.changed", "habit.undone", "habit.restored"])
    await amina.types("/partnership log")
    assert "undid a habit that somebody added" in amina.private()[-1].plain


async def test_two_at_once_undo_it_once_and_a_form_sent_twice_is_one(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await marek.types("/partnership habit")
    form = marek.form
    assert form is not None
    world.sandbox.app.retries = True
    await asyncio.gather(marek.submits({"text": RING}), marek.submits({"text": RING}), return_exceptions=True)
    assert await _texts(world) == [RING]

    receipt = marek.private()[-1]
    await asyncio.gather(*(person.presses(receipt, "habit.undo") for person in (amina, marek)))

    assert await _texts(world) == []
    assert (await _kept(world))[0] == 1


async def test_of_somebody_who_leaves_it_stays(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await _adds(world, marek)

    await marek.leaves()
    await world.settle()

    assert RING in (await _listed(amina)).plain
    assert len(_cards(world)) == 1


# Where it shows


async def test_the_vision_shows_the_newest_three_and_the_way_to_the_rest(world: World) -> None:
    amina, priya = await world.begins(), world.person("Dr Priya Raman")
    await priya.types("@Pencil vision")
    assert "How we do it here" not in priya.private()[-1].plain
    assert "Add a habit" in [label for label, _, _ in priya.private()[-1].buttons]
    for number in range(4):
        await _adds(world, amina, f"We have done it {number} times")

    await priya.types("@Pencil vision")

    shown = priya.private()[-1]
    assert "We have done it 3 times (added 2 March 2026)" in shown.plain
    assert "done it 0 times" not in shown.plain
    await priya.presses(shown, "habit.list")
    assert "done it 0 times" in priya.private()[-1].plain


async def test_everybodys_home_shows_it_under_ours(world: World) -> None:
    amina, ben = await world.begins(), world.person("Ben Carter")
    await ben.types("/win We opened the hall")
    await ben.opens_home()
    await world.settle()
    assert ben.home is not None
    await ben.presses(ben.home, "mine.part", "1.ours")
    await world.settle()

    receipt = await _adds(world, amina)
    assert RING in ben.home.plain
    await amina.presses(receipt, "habit.undo")
    await world.settle()

    assert ben.home is not None
    assert RING not in ben.home.plain


async def test_newcomers_read_the_newest(world: World) -> None:
    priya = world.person("Dr Priya Raman")
    await priya.leaves()
    amina = await world.begins()
    await _adds(world, amina)
    taken_back = await _adds(world, amina, NAME)
    await amina.presses(taken_back, "habit.undo")

    await priya.joins()
    await world.settle()

    [welcome] = [message for message in priya.dms() if "Welcome to" in message.plain]
    assert f"How we do it here\n{RING}" in welcome.plain
    assert NAME not in welcome.plain


async def test_a_check_in_on_culture_asks_for_one_and_no_other_does(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership stage culture")
    await world.moves_to(FIRST)
    [post] = _checkins(world)
    assert "Add what’s become normal here." in post.plain

    priya = world.person("Dr Priya Raman")
    await priya.presses(post, "habit.add")
    assert await priya.submits({"text": RING}) is None
    await priya.presses(post, "checkin.moving")
    await world.settle()

    assert await _texts(world) == [RING]
    await world.moves_to(FIRST + timedelta(days=2))
    assert "become normal here" not in _checkins(world)[0].plain  # closed
    await world.moves_to(FIRST + timedelta(days=14))
    assert "become normal here" not in _checkins(world)[-1].plain


def _in_report(files: dict[str, str]) -> Sequence[str]:
    return [line for line in files["habits.csv"].splitlines()[1:] if line]


async def test_reports_quote_it_without_names(world: World) -> None:
    amina = await world.begins()
    await _adds(world, amina, "We ask @Marek Nowak before we cook")
    named = await _adds(world, amina, "We save the crusts for Marek, always")
    assert "Reports for the public leave it out" in named.plain
    receipt = await _adds(world, amina, NAME)
    await amina.presses(receipt, "habit.undo")
    await world.settle()

    inside = await asks(world, "Amina Okafor", "/partnership report inside")
    assert _in_report(inside) == [
        "We ask @Marek Nowak before we cook,2026-03-02",
        '"We save the crusts for Marek, always",2026-03-02',
    ]
    public = await asks(world, "Amina Okafor")
    assert _in_report(public) == ["We ask a colleague before we cook,2026-03-02"]
    assert "How we do it here" in public["report.html"]
    assert "2 March 2026" in public["report.html"]


async def test_a_report_of_an_earlier_time_does_not_know_it(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hall")
    world.sandbox.clock.move_to(MONDAY + timedelta(days=40))
    await _adds(world, amina)

    march = await asks(world, "Amina Okafor", "/partnership report 2026-03")
    assert _in_report(march) == []
    april = await asks(world, "Amina Okafor", "/partnership report 2026-04")
    assert _in_report(april) == [f'"{RING}",2026-04-11']


# What is kept


async def test_of_somebody_forgotten_it_stays_without_the_name_or_goes_everywhere(world: World) -> None:
    amina, marek, noor = await world.begins(), world.person("Marek Nowak"), world.person("Noor Iqbal")
    await _adds(world, marek)
    await _adds(world, noor, NAME)
    for person, chosen in ((marek, None), (noor, {"chosen": ["habits"]})):
        await person.types("/partnership forget-me")
        assert await person.submits(chosen) is None
    await world.settle()

    shown = (await _listed(amina)).plain
    assert f"{RING}\nAdded by somebody who was here on 2 March 2026." in shown
    assert NAME not in shown
    assert "taken back" not in shown
    assert NAME not in "".join(message.plain for message in world.room)
    assert len(_cards(world)) == 1


async def test_what_stands_does_not_grow_old_and_what_is_undone_does(world: World) -> None:
    amina = await world.begins()
    receipt = await _adds(world, amina)
    undone = await _adds(world, amina, NAME)
    await amina.presses(undone, "habit.undo")
    later = MONDAY + timedelta(days=90)
    old = update(Partnership).values(keep_months=1, warned_at=later, clear_at=later)
    await world.bot.database.run(lambda session: session.execute(old))

    await world.moves_to(later)

    rows = await world.bot.database.read(lambda session: session.scalars(select(Habit.text)).all())
    assert rows == [RING]
    emptied = select(Post.text).where(Post.kind == "habit", Post.text.is_not(None))
    assert await world.bot.database.read(lambda session: session.scalars(emptied).all()) == [""]
    await amina.presses(receipt, "habit.edit")
    assert await amina.submits({"text": NAME}) is None
    await world.settle()
    assert NAME in _cards(world)[0].plain
