"""Before anybody may read a win, its author hears which plain names stand in it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.mentions.plain_names import in_words
from bot.models import Win
from sandbox.actors.person import Person
from tests.choosing import says_more
from tests.world import World

KNOWN = ["Carla Bright", "Will Tanner", "Jo", "May"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("carla bright lent us her yard", ("Carla Bright",)),
        ("Carla’s yard has a roof", ("Carla Bright",)),
        ("It will rain, and the carla is a boat", ()),
        ("Will and Carla came", ("Carla Bright", "Will Tanner")),
        ("Jo came, and so did Johanna", ("Jo",)),
        ("Scarla Brightly", ()),
        ("May came; we may do it again", ("May",)),
        ("We may do it again", ()),
        ("\x021:13\x03 came", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_whole_or_by_its_first_with_a_capital(text: str, names: tuple[str, ...]) -> None:
    assert in_words(text, KNOWN) == names


def _consents(session: Session) -> list[str]:
    return list(session.scalars(select(Win.consent).order_by(Win.id)))


async def _tells(world: World, text: str) -> Person:
    """Marek, whose win has these words, once somebody has mentioned Carla."""
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await amina.types("/win @Carla Bright and @Marek Nowak moved the tables")
    await marek.types("/partnership join Tideway Foodbank, voluntary")
    await marek.types(f"/win {text}")
    return marek


async def test_the_win_waits_until_its_author_says_that_the_names_stay(world: World) -> None:
    marek = await _tells(world, "Carla lent us her yard, said Marek")

    await says_more(marek, marek.private()[-1], "consent", "public")

    asked = marek.private()[-1]
    assert "Carla Bright may be named here. Is that all right with them?" in asked.plain
    assert await world.bot.database.read(_consents) == ["inside", "inside"]
    await marek.presses(asked, "win.leave_names")
    assert await world.bot.database.read(_consents) == ["inside", "public"]


async def test_nothing_is_asked_where_nobody_is_named_or_only_our_organisations_read_it(world: World) -> None:
    marek = await _tells(world, "@Carla Bright lent us her yard")
    await says_more(marek, marek.private()[-1], "consent", "public")
    assert await world.bot.database.read(_consents) == ["inside", "public"]

    await marek.types("/win Carla did it again")
    await says_more(marek, marek.private()[-1], "consent", "partners")
    assert await world.bot.database.read(_consents) == ["inside", "public", "partners"]


async def test_a_name_that_comes_into_a_public_win_is_asked_about_and_takes_it_inside(world: World) -> None:
    marek = await _tells(world, "The yard is ours on Thursdays")
    receipt = marek.private()[-1]
    await says_more(marek, receipt, "consent", "public")

    await marek.presses(receipt, "win.edit")
    await marek.submits({"text": "Carla’s yard is ours on Thursdays", "consent": "public"})

    asked = marek.private()[-1]
    assert "Carla Bright may be named" in asked.plain
    assert await world.bot.database.read(_consents) == ["inside", "inside"]
    await marek.presses(asked, "win.leave_names")
    await marek.presses(receipt, "win.edit")
    await marek.submits({"text": "Carla’s yard is ours on Fridays", "consent": "public"})
    assert await world.bot.database.read(_consents) == ["inside", "public"]


async def test_a_new_win_in_the_form_is_recorded_inside_until_its_author_has_seen_the_name(world: World) -> None:
    marek = await _tells(world, "The yard is ours")
    await marek.types("/win")
    await marek.submits({"text": "Carla Bright swept it", "consent": "public"})

    assert "may be named here" in marek.private()[-1].plain
    assert await world.bot.database.read(_consents) == ["inside", "inside", "inside"]


async def test_only_the_author_says_that_names_stay(world: World) -> None:
    marek = await _tells(world, "Carla lent us her yard")
    await says_more(marek, marek.private()[-1], "consent", "public")
    amina = world.person("Amina Okafor")

    await amina.presses(marek.private()[-1], "win.leave_names")

    assert "Only the person who shared this win" in amina.private()[-1].plain
    assert await world.bot.database.read(_consents) == ["inside", "inside"]


async def test_a_yes_counts_for_the_words_that_were_read(world: World) -> None:
    marek, amina = await _tells(world, "Carla lent us her yard"), world.person("Amina Okafor")
    await says_more(marek, marek.private()[-1], "consent", "public")
    asked = marek.private()[-1]
    await amina.types("/win list")
    await amina.presses(amina.private()[-1], "win.edit")  # the newest
    await amina.submits({"text": "Carla lent us her yard while her brother was ill"})

    await marek.presses(asked, "win.leave_names")

    assert "These words have changed since you read them" in marek.private()[-1].plain
    assert await world.bot.database.read(_consents) == ["inside", "inside"]
