"""Reflection halves every rhythm, and a pause ends by itself."""

from datetime import timedelta

from tests.world import DIGEST, FRIDAY, World

WEEK = timedelta(weeks=1)


async def test_in_reflection_every_rhythm_is_halved_and_comes_back(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership reflect")
    assert "half as often" in amina.private()[-1].plain
    await amina.types("/partnership timetable")
    timetable = amina.private()[-1].plain
    for rhythm in ("every second Friday", "every 4 weeks on a Monday", "the first Tuesday of every second month"):
        assert rhythm in timetable
    times = []
    for week in range(4):
        await amina.types(f"/win Win {week}")
        await world.moves_to(FRIDAY + week * WEEK)
        times.append(len(world.celebrations))
    assert times == [1, 1, 2, 2]
    await amina.types("/partnership reflect end")
    await amina.types("/partnership timetable")
    assert "Fridays at 15:00" in amina.private()[-1].plain
    await amina.types("/partnership reflect end")
    assert "isn’t in reflection" in amina.private()[-1].plain


async def test_only_hosts_begin_it_and_what_is_due_is_not_lost(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil reflect")
    assert "Only a host" in priya.private()[-1].plain
    await amina.types("/win We opened the hub")
    world.sandbox.clock.move_to(FRIDAY + timedelta(minutes=1))
    await amina.types("/partnership reflect")
    await world.moves_to(FRIDAY + timedelta(minutes=2))
    assert len(world.celebrations) == 1


async def test_a_pause_ends_by_itself_and_the_hosts_hear_of_it(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.types("/partnership pause until 11 March")
    await world.moves_to(FRIDAY)
    assert world.celebrations == []
    await world.moves_to(DIGEST)
    for _ in range(2):
        await world.moves_to(FRIDAY + timedelta(days=5))
    await world.moves_to(FRIDAY + WEEK)
    assert len(world.celebrations) == 1
    assert amina.dms() == []
    for weeks in (1, 2):
        await world.moves_to(DIGEST + weeks * WEEK)
    assert len([message for message in amina.dms() if "has ended, as planned" in message.plain]) == 1


async def test_hosts_pause_and_reflect_from_my_pencil_too(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, private")
    receipt = await amina.types(f"/partnership host <@{priya.user_id}>")
    assert receipt is not None
    for host in (amina, priya):
        await host.presses(world.room[0], "mine.open")
        assert host.form is not None
        await host.presses(host.form, "mine.part", "1.hosts")
        page = host.form
        assert "Every post comes on its day." in page.plain
        await host.presses(page, "reflection.begin")
        assert "The reflection has begun." in host.form.plain
        await host.closes()
        await host.presses(world.room[0], "mine.open")
        await host.presses(host.form, "mine.part", "1.hosts")
        assert "In reflection: every post comes half as often." in host.form.plain
        await host.presses(host.form, "reflection.end")
        assert "The reflection has ended." in host.form.plain
        await host.closes()

        await host.presses(world.room[0], "mine.open")
        await host.presses(host.form, "mine.part", "1.hosts")
        await host.presses(host.form, "partnership.pause")
        assert await host.submits({"until": "2026-03-01"}) is not None
        assert await host.submits({"until": "2026-03-11"}) is None
        assert "Paused until Wednesday 11 March" in host.private()[-1].plain
        await host.presses(world.room[0], "mine.open")
        await host.presses(host.form, "mine.part", "1.hosts")
        await host.presses(host.form, "partnership.resume")
        assert "I’m posting again." in host.form.plain
        await host.closes()


async def test_ours_shows_the_partners_and_lets_ones_own_step_back(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, private")
    await priya.presses(world.room[0], "mine.open")
    assert priya.form is not None
    await priya.presses(priya.form, "mine.part", "1.ours")
    await priya.presses(priya.form, "partner.list")
    assert "Exe Bay Council, public" in priya.form.plain
    assert "Quayside Surgery, private" in priya.form.plain
    await priya.presses(priya.form, "partner.step_back")
    assert "Quayside Surgery has stepped back" in priya.form.plain
    await priya.closes(everything=True)
    await priya.presses(world.room[0], "mine.open")
    await priya.presses(priya.form, "mine.part", "1.ours")
    assert "1 organisation, 2 people." in priya.form.plain
