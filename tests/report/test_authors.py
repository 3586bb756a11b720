"""Authors are asked whether reports may quote their wins: in private, once for each, and hosts hear of nobody."""

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Member, Post, Win
from bot.report.views.authors import AuthorsAsked, asked
from bot.wins.consent import Audience
from sandbox.actors.person import Person
from sandbox.slack.blocks import walk
from sandbox.slack.state import Message
from tests.report.stories import asks, consents, told
from tests.world import MONDAY, World

WORDS = "quoted in reports that anybody may read?"


def _asked(person: Person) -> list[Message]:
    return [message for message in person.dms() if WORDS in message.plain]


def _boxes(person: Person) -> dict[str, str]:
    """The form's boxes by what is written beside them."""
    assert person.form is not None
    options = [option for part in walk(person.form.payload["blocks"]) for option in part.get("options", [])]
    return {option["text"]["text"]: option["value"] for option in options}


def _asked_in_the_log(session: Session) -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).where(AuditEntry.deed == "authors.asked")))


def _consents(session: Session) -> list[str]:
    return list(session.scalars(select(Win.consent).order_by(Win.id)))


async def test_the_preview_says_how_many_and_an_author_ticks_and_sends(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await amina.types("/partnership report")
    preview = amina.private()[-1]
    assert "It counts 4 wins and quotes 0. 4 more could be quoted if the authors agree." in preview.plain

    await amina.presses(preview, "authors.ask")
    heard = amina.private()[-1].plain
    assert "I asked 3 people whether their wins may be quoted" in heard
    assert not [name for name in ("Marek", "Carla") if name in heard]
    await world.settle()

    [question] = _asked(marek)
    await marek.types("/partnership mine")
    assert marek.form is not None
    assert "May reports quote these wins of yours?" in marek.form.plain
    await marek.closes(everything=True)
    await marek.presses(question, "authors.choose")
    boxes = _boxes(marek)
    [library] = [value for label, value in boxes.items() if "The library" in label]
    assert await marek.submits({"wins": [library]}) is None
    await world.settle()
    await marek.types("/partnership mine")
    assert "May reports quote" not in marek.form.plain
    await marek.closes(everything=True)
    assert "may be quoted" in _asked(marek)[0].plain
    page = (await asks(world, "Amina Okafor"))["report.html"]
    assert "The library lent us a room" in page
    assert "The ramp is in" not in page

    await marek.presses(_asked(marek)[0], "authors.choose")  # and as the author likes, back again
    await marek.submits({"wins": []})
    assert "The library" not in (await asks(world, "Amina Okafor"))["report.html"]


async def test_who_wants_nothing_now_or_has_had_enough_is_not_asked_and_the_host_hears_how_many_are(
    world: World,
) -> None:
    amina, marek, carla = await told(world), world.person("Marek Nowak"), world.person("Carla Bright")
    await marek.types("/partnership snooze until 1 June")
    await carla.types("/partnership asks 1")

    def has_had_one(session: Session) -> None:
        post = session.scalars(select(Post).where(Post.kind == "thanked")).first()
        assert post is not None
        carlas = session.scalars(select(Member).where(Member.user_id == carla.user_id)).one()
        post.channel, post.written_at = carlas.user_id, world.bot.clock()

    await world.bot.database.run(has_had_one)
    await amina.types("/partnership report ask")
    assert "I asked one or two people" in amina.private()[-1].plain
    await amina.types("/partnership report ask")
    assert "Nobody can be asked this week, so I asked nobody." in amina.private()[-1].plain
    await world.settle()
    assert len(await world.bot.database.read(_asked_in_the_log)) == 1
    assert [len(_asked(person)) for person in (amina, marek, carla)] == [1, 0, 0]

    world.sandbox.clock.move_to(MONDAY + timedelta(days=15))  # a week later Carla's has room, and she is asked
    await amina.types("/partnership report ask")
    assert "I asked one or two people" in amina.private()[-1].plain
    await world.settle()
    assert [len(_asked(person)) for person in (amina, marek, carla)] == [1, 0, 1]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "Nobody can be asked this week"), (1, "one or two people"), (2, "one or two people"), (3, "I asked 3 people")],
)
def test_a_host_hears_how_many_are_asked_and_less_exactly_where_that_could_be_somebody(number: int, words: str) -> None:
    assert words in asked(AuthorsAsked(Audience.PUBLIC, 9, number)).text


async def test_at_most_five_wins_a_message_and_each_once(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    for number in range(6):
        await marek.types(f"/win Number {number} is done")
    for _ in range(2):
        await amina.types("/partnership report ask")
    await world.settle()
    [question] = _asked(marek)
    assert question.plain.count("is done") == 5
    await marek.presses(question, "authors.choose")
    assert len(_boxes(marek)) == 5
    await marek.submits({"wins": []})

    world.sandbox.clock.move_to(MONDAY + timedelta(days=40))
    await amina.types("/partnership report ask")
    await world.settle()
    assert [asked.plain.count("is done") for asked in _asked(marek)][-1] == 1
    world.sandbox.clock.move_to(MONDAY + timedelta(days=80))
    await amina.types("/partnership report ask")
    await world.settle()
    assert len(_asked(marek)) == 2


async def test_each_author_is_asked_about_five_of_their_own_the_newest_first(world: World) -> None:
    amina, people = await told(world), [world.person("Marek Nowak"), world.person("Carla Bright")]
    for number in range(1, 7):
        for person in people:
            await person.types(f"/win Number {number} of {person.about.name} is done")
    await amina.types("/partnership report ask")
    await world.settle()
    for person in people:
        [question] = _asked(person)
        numbers = re.findall(rf"Number (\d) of {person.about.name}", question.plain)
        assert numbers == ["6", "5", "4", "3", "2"]


async def test_an_author_is_asked_once_in_four_weeks(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await amina.types("/partnership report ask")
    await world.settle()
    for days, times in ((21, 1), (40, 2)):
        world.sandbox.clock.move_to(MONDAY + timedelta(days=days))
        await marek.types(f"/win It is done by day {days}")
        await amina.types("/partnership report ask")
        await world.settle()
        assert len(_asked(marek)) == times


async def test_a_host_who_asks_in_an_authors_quiet_hours_wakes_nobody(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await marek.types("/partnership quiet 8pm to 8am")
    world.sandbox.clock.move_to(MONDAY + timedelta(days=9, hours=13))  # eleven at night
    await amina.types("/partnership report ask")
    await world.settle()
    assert _asked(marek) == []
    await world.moves_to(MONDAY + timedelta(days=10))
    assert len(_asked(marek)) == 1


async def test_a_win_that_our_organisations_may_read_waits_until_its_author_has_said_more(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await consents(world, "Marek Nowak", "partners")
    await amina.types("/partnership report ask")
    waits = []
    for far in ("partners", "public"):
        await consents(world, "Marek Nowak", far)
        await marek.types("/partnership mine")
        assert marek.form is not None
        waits.append("May reports quote these wins of yours?" in marek.form.plain)
        await marek.closes(everything=True)
    assert waits == [True, False]


@pytest.mark.parametrize("typed", ["report ask the authors", "report ask partners", "ask the authors"])
async def test_two_hosts_at_once_ask_an_author_once(world: World, typed: str) -> None:
    amina, priya = await told(world), world.person("Dr Priya Raman")
    await amina.types("/partnership host @Dr Priya Raman")
    await asyncio.gather(amina.types("/partnership report ask"), priya.types(f"@Pencil {typed}"))
    await world.settle()
    heard = [person.private()[-1].plain for person in (amina, priya)]
    assert sorted("Nobody can be asked" in words for words in heard) == [False, True]
    for name in ("Marek Nowak", "Carla Bright"):
        assert sum("be quoted in reports" in message.plain for message in world.person(name).dms()) == 1


@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        ("Marek Nowak", "/partnership report ask", "host"),
        ("Amina Okafor", "/partnership report ask inside", "quotes every win"),
        ("Amina Okafor", "/partnership report ask some time ago", "I didn’t understand these days"),
        ("Amina Okafor", "/partnership report ask 2024", "I asked nobody"),
    ],
)
async def test_nobody_is_asked_where_that_cannot_be(world: World, who: str, typed: str, answer: str) -> None:
    await told(world)
    person = world.person(who)
    await person.types(typed)
    assert answer in person.private()[-1].plain
    assert await world.bot.database.read(lambda session: session.scalars(select(Win.asked_id)).all()) == [None] * 4
    assert await world.bot.database.read(_asked_in_the_log) == []
    await world.person("Marek Nowak").types("/partnership report")
    assert "They can do that when they edit a win." in world.person("Marek Nowak").private()[-1].plain


async def test_in_a_pause_nobody_is_asked(world: World) -> None:
    amina = await told(world)
    await amina.types("/partnership pause until 1 June")
    if amina.form is not None:
        await amina.submits()
    await amina.types("/partnership report ask")
    assert "paused, so I asked nobody" in amina.private()[-1].plain


async def test_who_has_left_is_neither_asked_nor_heard(world: World) -> None:
    amina, marek, carla = await told(world), world.person("Marek Nowak"), world.person("Carla Bright")
    await carla.leaves()
    await amina.types("/partnership report ask")
    assert "I asked one or two people" in amina.private()[-1].plain
    await world.settle()
    assert _asked(carla) == []

    [question] = _asked(marek)
    await marek.presses(question, "authors.choose")
    boxes = _boxes(marek)
    await marek.leaves()
    await marek.submits({"wins": list(boxes.values())})
    assert set(await world.bot.database.read(_consents)) == {"inside"}


async def test_another_cannot_answer_for_an_author(world: World) -> None:
    amina, marek, carla = await told(world), world.person("Marek Nowak"), world.person("Carla Bright")
    await amina.types("/partnership report ask")
    await world.settle()
    [question] = _asked(marek)
    await carla.presses(question, "authors.choose")
    assert carla.form is None
    assert set(await world.bot.database.read(_consents)) == {"inside"}


async def test_what_is_undone_since_is_not_asked_about_any_more(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await amina.types("/partnership report ask")
    await world.settle()

    def undo(session: Session) -> None:
        for win in session.scalars(select(Win)):
            win.undone_at = MONDAY

    await world.bot.database.run(undo)
    await marek.presses(_asked(marek)[0], "authors.choose")
    assert marek.form is None


async def test_the_author_reads_a_long_win_to_its_end_before_ticking(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await marek.types(f"/win We cooked {'and cooked ' * 300}and ate")
    await amina.types("/partnership report ask")
    await world.settle()
    await marek.presses(_asked(marek)[0], "authors.choose")
    assert marek.form is not None
    assert "cooked and ate" in marek.form.plain


async def test_plain_names_are_pointed_out_before_the_author_ticks(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await marek.types("/win Carla swept the hall")
    await amina.types("/partnership report ask")
    await world.settle()
    await marek.presses(_asked(marek)[0], "authors.choose")
    assert marek.form is not None
    assert "Carla Bright may be named in it. If you tick it, the name stays in." in marek.form.plain


async def test_words_that_changed_while_the_form_was_open_are_not_quoted(world: World) -> None:
    amina, marek = await told(world), world.person("Marek Nowak")
    await marek.types("/win The boiler is mended")
    await amina.types("/partnership report ask")
    await world.settle()
    await marek.presses(_asked(marek)[0], "authors.choose")
    read = _boxes(marek)
    assert len(read) == 2

    def reword(session: Session) -> None:
        win = session.scalars(select(Win).where(Win.text.contains("lent us"))).one()
        win.text = "The library threw us out"

    await world.bot.database.run(reword)
    await marek.submits({"wins": list(read.values())})
    await world.settle()

    heard = marek.private()[-1].plain
    assert "1 win was reworded while you were choosing, so it isn’t quoted." in heard
    assert (await world.bot.database.read(_consents)).count("public") == 1
    await marek.types("/partnership mine")
    assert marek.form is not None
    assert "May reports quote these wins of yours?" in marek.form.plain
    await marek.closes(everything=True)
    await marek.presses(_asked(marek)[0], "authors.choose")
    assert marek.form is not None
    assert "threw us out" in marek.form.plain
    await marek.submits({"wins": list(_boxes(marek).values())})
    assert (await world.bot.database.read(_consents)).count("public") == 2
