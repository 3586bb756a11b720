"""An organisation named in a joint win says whether its name belongs there."""

from tests.choosing import people
from tests.world import FRIDAY, World


async def test_a_name_is_confirmed_taken_off_and_put_back(world: World) -> None:
    amina = await world.begins()
    priya, noor = world.person("Dr Priya Raman"), world.person("Noor Iqbal")
    await priya.types("@Pencil join Quayside Surgery, private")
    receipt = await amina.types(f"/win The ramp is there, thanks to <@{priya.user_id}>")
    assert receipt is not None
    await world.moves_to(FRIDAY)
    [post] = world.celebrations
    assert "This week’s celebration: 1 win, shared" in post.plain
    await noor.presses(post, "naming.about")
    assert "Which organisation are you from?" in noor.private()[-1].plain

    await priya.presses(post, "naming.about")
    shown = priya.private()[-1]
    await priya.presses(shown, "naming.confirm")
    assert "you’ve confirmed that" in priya.private()[-1].plain
    for _ in range(2):
        await priya.presses(shown, "naming.off")
    await world.settle()
    assert "Quayside" not in world.celebrations[0].plain

    await amina.presses(receipt, "win.edit")
    assert await amina.submits({"text": "The new ramp is there", **people(amina, "with", priya)}) is None
    await world.settle()
    assert "new ramp" in world.celebrations[0].plain
    assert "Quayside" not in world.celebrations[0].plain
    assert "Quayside Surgery stays unnamed" in amina.private()[-1].plain

    await priya.presses(world.celebrations[0], "naming.about")
    await priya.presses(priya.private()[-1], "naming.back")
    await world.settle()
    assert "Quayside Surgery" in world.celebrations[0].plain
