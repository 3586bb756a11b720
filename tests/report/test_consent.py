"""Of whom a report tells: those who agreed, and no others."""

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.models import Member, Partner, Win, Withheld
from bot.report.names import discreet
from bot.wins.consent import wording
from tests.choosing import says_more
from tests.report.stories import asks, consents, receipt_of, rows, told
from tests.world import MONDAY, World


async def test_names_are_told_only_of_those_who_agreed(world: World) -> None:
    await told(world)
    await consents(world, "Marek Nowak", "public")
    came = await asks(world, "Amina Okafor")
    assert "Amina Okafor" not in "".join(came.values())
    assert "Marek Nowak" not in "".join(came.values())
    assert "Thank you a colleague" in came["report.html"]

    await world.bot.database.run(lambda session: session.execute(update(Member).values(named=True)))
    came = await asks(world, "Amina Okafor")
    assert "told by Marek Nowak, with thanks to Amina Okafor" in came["report.html"]
    assert rows(came["wins.csv"])[1][7:] == ["Marek Nowak", "Amina Okafor"]


async def test_nobody_is_named_in_what_the_hosts_wrote_either(world: World) -> None:
    amina = await told(world)
    await amina.types("/partnership why @Marek Nowak asked us to, before the winter")
    await amina.types("/partnership vision propose One door\nNobody waits for @Carla Bright to call back")
    await world.settle()
    card = next(message for message in world.room if "proposal.pencil" in str(message.blocks))
    await amina.presses(card, "proposal.pencil")
    assert await amina.submits() is None
    for audience, there in (("public", False), ("partners", False), ("inside", True)):
        page = "".join((await asks(world, "Amina Okafor", f"/partnership report {audience}")).values())
        assert ("Marek Nowak" in page and "Carla Bright" in page) is there
        if not there:
            assert "A colleague asked us to" in page
            assert "Nobody waits for a colleague to call back" in page


async def test_an_organisation_that_does_not_wish_it_is_not_named(world: World) -> None:
    await told(world)

    def withhold(session: Session) -> None:
        win = session.scalars(select(Win).order_by(Win.id)).first()
        council = session.scalars(select(Partner).order_by(Partner.id)).first()
        assert win is not None
        assert council is not None
        session.add(
            Withheld(
                win_id=win.id,
                partner_id=council.id,
                partnership_id=win.partnership_id,
                member_id=win.member_id,
                withheld_at=MONDAY,
            )
        )

    await world.bot.database.run(withhold)
    came = await asks(world, "Amina Okafor", "/partnership report inside")
    assert rows(came["wins.csv"])[1][2] == "Tideway Foodbank"


async def test_only_hosts_may_have_the_words_of_every_win_and_hosts_see_that_it_was_made(world: World) -> None:
    await told(world)
    marek = world.person("Marek Nowak")
    before = len(marek.dms())
    await marek.types("/partnership report inside")
    assert "Only hosts can make the report" in marek.private()[-1].plain
    await world.settle()
    assert len(marek.dms()) == before
    came = await asks(world, "Marek Nowak", "/partnership report partners")
    assert "report.html" in came


async def test_consent_is_the_tellers_alone_and_can_be_taken_back(world: World) -> None:
    amina = await told(world)
    await consents(world, "Marek Nowak", "public")
    marek = world.person("Marek Nowak")
    receipt = receipt_of(marek)
    await says_more(amina, receipt, "consent", "partners")
    assert "Only the person who shared this win" in amina.private()[-1].plain

    await consents(world, "Marek Nowak", "inside")
    came = await asks(world, "Amina Okafor")
    assert "The library" not in came["report.html"]


async def test_words_that_a_host_bettered_are_inside_until_their_teller_agrees_again(world: World) -> None:
    amina = await told(world)
    await consents(world, "Marek Nowak", "public")
    receipt = receipt_of(world.person("Marek Nowak"))
    for person, words, public in (
        (world.person("Marek Nowak"), "A room, lent by the library", True),
        (amina, "A hall", False),
    ):
        await person.presses(receipt, "win.edit")
        await person.submits({"text": words})
        came = await asks(world, "Amina Okafor")
        assert (words in came["report.html"]) == public


def test_mentions_are_of_those_who_agreed() -> None:
    text = "Thanks @Siân Prosser and @Amina Okafor, and @Tom Adeyemi’s team; write to a@b.example, @5 o'clock"
    assert discreet(text, {"Siân Prosser"}, {"Amina Okafor"}) == (
        "Thanks Siân Prosser and a colleague, and a colleague’s team; write to a@b.example, a colleague o'clock"
    )
    assert discreet("It is in. @Tom drew it", (), ()) == "It is in. A colleague drew it"


def test_who_agreed_and_shares_a_first_name_lends_it_to_nobody() -> None:
    text = "Thanks @Amina Okafor, and @Amina"
    assert discreet(text, {"Amina"}, {"Amina Okafor"}) == "Thanks a colleague, and Amina"
    assert discreet(text, {"Amina Okafor"}, {"Amina"}) == "Thanks Amina Okafor, and a colleague"


def test_a_sentence_stays_one_where_a_name_goes() -> None:
    for apostrophe in "’'":
        assert discreet(f"We took @Tom{apostrophe}s van", (), ()) == f"We took a colleague{apostrophe}s van"
    assert discreet("Thank you @Tom. and so on", (), ()) == "Thank you a colleague. and so on"


def test_words_of_which_a_letter_came_in_half_can_be_agreed_to_and_are_not_others() -> None:
    broken = "The ramp is in \ud83d"  # a client cut an emoji in two
    assert wording(broken) != wording("The ramp is in")


@given(st.text(max_size=60))
def test_no_mention_is_left_without_consent(text: str) -> None:
    assert "@Amina Okafor" not in discreet(f"{text} @Amina Okafor {text}", (), ("Amina Okafor",))
