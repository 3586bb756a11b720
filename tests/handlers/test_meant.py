"""What people type is recorded as they mean it; where that is not plain they are asked, and answer with one press."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.home.acts_on_words import Doubt, Noun
from bot.home.views.questions import doubt
from bot.lib.language.intents import Intent
from bot.models import Blocker, Credit, Draft, Member, Partner, Skill, Thanks, Win
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.world import MONDAY, World, as_it_was

WHICH = "Shall I record this as a win, a blocker, a skill or an idea?"
GONE = "posted or dropped already"


async def _number(world: World, table: type) -> int:
    def count(session: Session) -> int:
        rows = select(func.count()).select_from(table)
        return session.scalars(rows.where(table.undone_at.is_(None)) if hasattr(table, "undone_at") else rows).one()

    return await world.bot.database.read(count)


async def _wins(world: World) -> list[str]:
    def texts(session: Session) -> list[str]:
        return list(session.scalars(select(Win.text).where(Win.undone_at.is_(None)).order_by(Win.id)))

    return await world.bot.database.read(texts)


async def _says(person: Person, command: str, words: str) -> Message:
    """The answer, whichever side the person is on."""
    await person.types(f"/{command} {words}" if person.may_command else f"@Pencil {command} {words}")
    return person.private()[-1]


def _labels(message: Message) -> list[str]:
    return [label for label, _, _ in message.buttons]


# To be recorded, or to do something


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_win_that_says_undo_or_edit_is_asked_about_first(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    nothing = await _says(person, "win", "undo")
    assert "You have no win here to undo" in nothing.plain
    await person.presses(nothing, "blocker.drop")
    assert "Dropped" in person.private()[-1].plain
    await _says(person, "win", "We opened the hub")

    question = await _says(person, "win", "edit my last win")
    assert "Do you want to edit your last win, or share this as one?" in question.plain
    await person.presses(question, "win.edit")
    assert person.form is not None
    await person.submits({"text": "We opened the whole hub"})

    question = await _says(person, "win", "undo")
    assert "Do you want to undo your last win, or share this as one?" in question.plain
    assert "We opened the whole hub" in question.plain
    assert _labels(question) == ["Undo my last win", "Share it as a win"]
    assert await _wins(world) == ["We opened the whole hub"]
    await person.presses(question, "win.undo")
    assert await _wins(world) == []

    await _says(person, "win", "Undo of the tangled rota: every shift has two names")
    await person.presses(await _says(person, "win", "delete"), "words.win")
    assert await _wins(world) == ["Undo of the tangled rota: every shift has two names", "delete"]


async def test_lists_help_one_word_and_emoji_are_asked_about_too(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    await amina.presses(await _says(amina, "win", "list all"), "words.instead")
    assert "The newest wins first" in amina.private()[-1].plain
    await amina.presses(await _says(amina, "win", "help me"), "words.instead")
    assert "/win" in amina.private()[-1].plain
    assert await _wins(world) == ["We opened the hub"]
    assert await _number(world, Draft) == 0

    question = await _says(amina, "win", "🎉🎉")
    assert "A sentence tells people more" in question.plain
    assert _labels(question) == ["Share it as a win", "Write a sentence"]
    await amina.presses(question, "win.share")
    assert amina.form is not None
    await amina.presses(await _says(amina, "win", "Funded!"), "words.win")
    assert await _wins(world) == ["We opened the hub", "Funded!"]


@pytest.mark.parametrize(
    ("noun", "sentence", "form"),
    [
        (Noun.WIN, "Shall I share just this as a win?", "win.share"),
        (Noun.BLOCKER, "Shall I raise just this as a blocker?", "blocker.raise"),
        (Noun.SKILL, "Shall I offer just this as a skill?", "skill.offer"),
    ],
)
def test_what_is_asked_of_one_word_is_asked_of_what_it_would_be(noun: Noun, sentence: str, form: str) -> None:
    question = doubt(Doubt("key", "Keys", noun, Intent.SHORT))
    assert sentence in question.text
    assert question.blocks[-1]["elements"][1]["action_id"] == form


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_blockers_and_skills_are_asked_about_likewise(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    await person.presses(await _says(person, "blocker", "Nobody has the key"), "blocker.post")
    question = await _says(person, "blocker", "cancel that")
    assert "Do you want to undo your last blocker, or raise this as one?" in question.plain
    before_it_is_pressed = as_it_was(question)
    await person.presses(question, "words.blocker")
    assert "Post without my name" in _labels(person.private()[-1])
    await person.presses(before_it_is_pressed, "blocker.undo")
    assert await _number(world, Blocker) == 0

    await _says(person, "skill", "sailing, bookkeeping")
    question = await _says(person, "skill", "delete my last skill")
    assert _labels(question) == ["Undo my last skill", "Offer it as a skill"]
    await person.presses(question, "skill.remove")
    await _says(person, "skill", "delete sailing")
    assert "Removed: sailing" in person.private()[-1].plain
    await person.presses(await _says(person, "skill", "show"), "words.skill")
    assert await world.bot.database.read(_offered) == ["show"]


def _offered(session: Session) -> list[str]:
    return list(session.scalars(select(Skill.name).where(Skill.removed_at.is_(None)).order_by(Skill.id)))


# Said to Pencil


@pytest.mark.parametrize(
    "words",
    ["Win: We opened the hub", "win - We opened the hub", "*Win*: We opened the hub", "WIN. We opened the hub"],
)
@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_win_may_be_said_as_people_write(world: World, words: str, name: str) -> None:
    await world.begins()
    await world.person(name).types(f"@Pencil {words}")
    assert await _wins(world) == ["We opened the hub"]


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_words_that_are_no_command_are_kept_until_their_author_says_what_they_are(
    world: World, name: str
) -> None:
    await world.begins()
    person, amina, ben = world.person(name), world.person("Amina Okafor"), world.person("Ben Carter")
    before = await _number(world, Member)
    words = "The hall & the <garden> are open, thanks to @Amina Okafor and @Ben Carter"

    await person.types(f"@Pencil {words}")
    question = person.private()[-1]
    before_it_is_pressed = as_it_was(question)
    assert WHICH in question.plain
    assert _labels(question) == ["A win", "A blocker", "A skill", "An idea"]
    assert await _number(world, Draft) == 1
    assert await _number(world, Member) == before  # and nothing of who said it
    await person.presses(question, "words.win")

    receipt = person.private()[-1]
    assert "Recorded" in receipt.plain
    assert "The hall & the <garden> are open, thanks to @Amina Okafor and @Ben Carter" in receipt.plain
    assert await _number(world, Draft) == 0
    assert await world.bot.database.read(_thanked) == sorted([amina.user_id, ben.user_id])
    await person.presses(before_it_is_pressed, "words.win")  # in another window
    assert GONE in person.private()[-1].plain
    assert await _number(world, Win) == 1


def _thanked(session: Session) -> list[str]:
    return sorted(session.scalars(select(Thanks.user_id)))


async def test_they_may_be_a_blocker_without_a_name_or_a_skill(world: World) -> None:
    await world.begins()
    marek, priya = world.person("Marek Nowak"), world.person("Dr Priya Raman")
    stuck = "Nobody answers at the parking office. " * 80
    await priya.types(f"@Pencil {stuck}")
    await priya.presses(priya.private()[-1], "words.blocker")
    preview = priya.private()[-1]
    assert "people can read it there with your name" in preview.plain
    await priya.presses(preview, "blocker.nameless")
    assert "Posted without your name" in priya.private()[-1].plain
    await marek.types("@Pencil bookkeeping")
    await marek.presses(marek.private()[-1], "words.skill")
    assert await world.bot.database.read(_offered) == ["bookkeeping"]
    assert await _number(world, Draft) == 0
    kept = await world.bot.database.read(lambda session: session.scalars(select(Blocker.text)).one())
    assert kept == stuck.strip()


async def test_one_press_that_comes_twice_is_one_act(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("@Pencil We opened the hub at last")
    question = as_it_was(marek.private()[-1])
    deliver = world.sandbox.app.deliver

    async def twice(kind: str, payload: object) -> object:
        await deliver(kind, payload)  # type: ignore[arg-type]
        world.bot.pressed._names.clear()  # as in another process
        return await deliver(kind, payload)  # type: ignore[arg-type]

    world.sandbox.app.deliver = twice  # type: ignore[method-assign]
    await marek.presses(question, "words.win")
    assert await _number(world, Win) == 1


async def test_after_two_days_the_words_are_gone(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")
    await marek.types("@Pencil We opened the hub at last")
    question = marek.private()[-1]
    await world.moves_to(MONDAY.replace(hour=23) + timedelta(days=1))
    assert await _number(world, Draft) == 1
    await world.moves_to(MONDAY + timedelta(days=2))
    await marek.presses(question, "words.win")
    assert "too old" in marek.private()[-1].plain
    assert await _number(world, Win) == 0


# Mistyped


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_a_command_with_a_slip_is_run_with_one_press(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    answer = await _says(person, "partnership", "vison") if person.may_command else await _said(person, "vison")
    assert answer.plain.splitlines()[0] == "vison: did you mean vision?"
    assert _labels(answer) == ["vision"]
    await person.presses(answer, "words.run")
    assert "no vision" in person.private()[-1].plain.lower()

    question = await _said(person, "wni We opened the hub with @Amina Okafor")
    assert "did you mean win? Or shall I record this" in question.plain
    await person.presses(question, "words.run")
    assert "Recorded" in person.private()[-1].plain
    assert await _number(world, Thanks) == 1
    assert await _number(world, Draft) == 0


async def _said(person: Person, words: str) -> Message:
    await person.types(f"@Pencil {words}")
    return person.private()[-1]


async def test_what_is_no_command_at_all_gets_a_short_answer(world: World) -> None:
    amina = await world.begins()
    unknown = await amina.types("/partnership frobnicate")
    assert unknown is not None
    assert unknown.plain.splitlines()[0] == "I don’t know frobnicate. /partnership help shows what I know."
    sentence = await amina.types("/partnership We opened the hub")
    assert sentence is not None
    assert WHICH in sentence.plain
    assert "Here I am" in (await _said(amina, "thank you")).plain
    assert "Do you want to undo your last win" not in (await _said(amina, "My data")).plain
    assert "delete" not in (await _said(amina, "*The end*")).plain
    assert "You have no win here to undo" in (await _said(amina, "undo")).plain
    recorded = await amina.types("/partnership win We opened the hub")
    assert recorded is not None
    assert "Recorded" in recorded.plain


# Organisations and groups


@pytest.mark.parametrize("name", ["Marek Nowak", "Grace Oyelaran"])
async def test_a_name_beside_a_mention_is_asked_about_before_somebody_is_from_there(world: World, name: str) -> None:
    await world.begins()
    person = world.person(name)
    before = await _number(world, Partner)
    question = await _said(person, "join @Ben Carter Lantern Trust, voluntary")
    assert "Is Lantern Trust your own organisation?" in question.plain
    for words in ("@Ben Carter", "#general", "https://lantern.example", "<!subteam^S1|@office>", "@somebody here"):
        assert "isn’t a name" in (await _said(person, f"join {words}")).plain
    assert await _number(world, Partner) == before

    question = await _said(person, "join @Ben Carter Lantern Trust, voluntary")
    await person.presses(question, "partner.is_mine")

    assert "You’re from Lantern Trust" in person.private()[-1].plain
    await person.presses(await _said(person, "join @Ben Carter"), "partner.add")
    assert await person.submits({"name": "#hosts"}) == {
        "name": "A mention, a link or a channel isn’t a name. Type the name itself, such as Lantern Trust."
    }


async def test_a_partner_in_the_words_is_offered_as_sharing_the_win(world: World) -> None:
    amina = await world.begins()
    ben = world.person("Ben Carter")
    await ben.types("/partnership join Lantern Trust")
    receipt = await amina.types("/win The Lantern Turst lent Exe Bay Council a van")
    assert receipt is not None
    before_it_is_pressed = as_it_was(receipt)
    assert "Should Lantern Trust share it?" in receipt.plain

    await amina.presses(receipt, "win.share_with")

    shared = amina.private()[-1]
    assert "Should Lantern Trust" not in shared.plain
    assert "Lantern Trust" in shared.plain
    await amina.presses(before_it_is_pressed, "win.share_with")  # in another window
    assert await world.bot.database.read(_shares) == ["Exe Bay Council", "Lantern Trust"]
    plain = await amina.types("/win We trust the lantern parade")
    assert plain is not None
    assert "share it?" not in plain.plain
    unknown = await world.person("Ruth Lacey").types("/win Lantern Trust lent us a van")
    assert unknown is not None
    assert "share it?" not in unknown.plain  # which organisation she is from comes first


def _shares(session: Session) -> list[str]:
    return sorted(session.scalars(select(Partner.name).join(Credit, Credit.partner_id == Partner.id)))


async def test_whoever_thanks_a_group_hears_that_nobody_can_see_who_is_in_it(world: World) -> None:
    amina = await world.begins()
    receipt = await amina.types("/win The office moved in a day, thanks to <!subteam^S0OFFICE|@office>")
    assert receipt is not None
    assert "I can’t see who’s in @office" in receipt.plain
    question = await _said(amina, "The office moved in a day, thanks to <!subteam^S0OFFICE|@office>")
    assert "I can’t see who’s in @office" in question.plain
    assert await _number(world, Thanks) == 0


# Days and hours


@pytest.mark.parametrize("name", ["Marek Nowak", "Dr Priya Raman"])
async def test_days_and_hours_are_read_as_people_write_them_from_either_side(world: World, name: str) -> None:
    amina = await world.begins()
    person = world.person(name)
    for words, answer in {
        "snooze 2 weeks": "until Monday 16 March",
        "snooze until next friday": "until Friday 13 March",
        "snooze: until the 20th": "until Friday 20 March",
        "quiet 20-8": "20:00 to 08:00",
        "quiet between 20 and 8": "20:00 to 08:00",
        "snooze till the cows come home": "snooze until 5 January",
        "quiet evenings": "quiet 20:00-08:00",
    }.items():
        assert answer in (await _says(person, "partnership", words)).plain, words
    for words in ("/partnership pause over christmas", "@Pencil pause over Christmas", "@Pencil Pause: over Xmas"):
        await amina.types(words)
        assert "Paused until Saturday 2 January 2027" in amina.private()[-1].plain, words
