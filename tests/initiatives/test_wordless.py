"""Initiatives whose words were taken back: what nobody is in goes, and what others are in is said anew."""

from sqlalchemy import select

from bot.models import Commitment, Initiative, Member
from tests.initiatives.together import STEP, WHAT, begun, card, cards, says_step
from tests.privacy.pasts import forgets
from tests.vision.visions import rows
from tests.world import World

INSTEAD = "(These words have been taken back.)"


async def test_what_nobody_else_is_in_goes_with_its_words(world: World) -> None:
    amina, marek = await world.begins(), world.person("Marek Nowak")
    await begun(world, marek)

    await forgets(world, marek, ["initiatives"])

    assert cards(world) == []
    await amina.types("/partnership initiatives")
    assert "Nothing is going on yet" in amina.private()[-1].plain


async def test_what_others_are_in_goes_on_and_whoever_says_it_anew_has_it(world: World) -> None:
    amina, marek, noor = await world.begins(), world.person("Marek Nowak"), world.person("Noor Iqbal")
    await begun(world, marek)
    await noor.presses(card(world), "initiative.join")
    await forgets(world, marek, ["initiatives"])
    assert INSTEAD in card(world).plain
    assert "Say it anew" in [label for label, _, _ in card(world).buttons]

    await world.person("Dr Priya Raman").presses(card(world), "initiative.edit")
    assert world.person("Dr Priya Raman").form is None
    await noor.presses(card(world), "initiative.edit")
    assert noor.form is not None
    assert INSTEAD not in str(noor.form.payload["blocks"][0])
    await world.person("Dr Priya Raman").types("@Pencil win The ramp is in")
    before = (await rows(world, Initiative))[0].round
    await forgets(world, world.person("Dr Priya Raman"), ["wins"])
    assert (await rows(world, Initiative))[0].round == before
    assert await noor.submits({"text": "Porridge before school"}) is None
    await world.settle()

    assert "Porridge before school" in card(world).plain
    assert "Say it anew" not in [label for label, _, _ in card(world).buttons]
    [initiative] = await rows(world, Initiative)
    hers = select(Member.id).where(Member.user_id == noor.user_id)
    assert initiative.member_id == await world.bot.database.read(lambda session: session.scalar(hers))
    await forgets(world, noor, ["initiatives"])
    await amina.types("/partnership initiatives")
    assert "Porridge" not in "".join(message.plain for message in [*world.room, amina.private()[-1]])


async def test_a_step_without_words_is_none_and_nobody_is_asked_about_it(world: World) -> None:
    await world.begins()
    marek, noor = world.person("Marek Nowak"), world.person("Noor Iqbal")
    await begun(world, noor)
    await marek.presses(card(world), "initiative.join")
    await says_step(world, marek, STEP)

    await forgets(world, marek, ["initiatives"])

    assert WHAT in card(world).plain
    assert "Next step: none yet." in card(world).plain
    assert all(asked.ask_at is None for asked in await rows(world, Commitment))
