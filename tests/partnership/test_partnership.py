"""Starting a partnership, joining it, its timetable and pauses, by what people see."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.partnership.partners import Listed, Listing
from bot.partnership.views import partner as partner_view
from tests.world import DIGEST, FRIDAY, World


async def test_starting_leaves_a_standing_post_and_a_first_host(world: World) -> None:
    amina = world.person("Amina Okafor")

    reply = await amina.types("/partnership start Exe Bay Together")
    await world.settle()

    assert reply is not None
    assert "first host" in reply.plain
    assert "London" in reply.plain
    [standing] = world.room
    assert [label for label, _, _ in standing.buttons] == [
        "Share a win",
        "Raise a blocker",
        "Offer a skill",
        "Share an idea",
        "My Pencil",
    ]

    again = await amina.types("/partnership start Another")
    assert again is not None
    assert "already" in again.plain


async def test_a_partner_is_not_entered_twice(world: World) -> None:
    await world.begins()
    ben, ruth = world.person("Ben Carter"), world.person("Ruth Lacey")

    reply = await ben.types("/partnership join Exe Bay Councl")
    assert reply is not None
    assert "a name close to it here" in reply.plain
    await ben.presses(reply, "partner.choose")
    assert "You’re from Exe Bay Council" in reply.plain

    reply = await ruth.types("/partnership join the exe bay council")
    assert reply is not None
    assert "You’re from Exe Bay Council" in reply.plain
    partners = await ruth.types("/partnership partners")
    assert partners is not None
    assert "1 partner " in partners.plain
    assert "3 people" in partners.plain


async def test_a_name_close_to_anothers_can_be_an_organisation_of_its_own(world: World) -> None:
    await world.begins()
    ben = world.person("Ben Carter")

    reply = await ben.types("/partnership join Exe Bay Councils, private")
    assert reply is not None
    await ben.presses(reply, "partner.add_new")

    assert "You’re from Exe Bay Councils" in reply.plain
    partners = await ben.types("/partnership partners")
    assert partners is not None
    assert "2 partners" in partners.plain


async def test_hosts_change_the_timetable_and_others_cannot(world: World) -> None:
    amina = await world.begins()
    marek = world.person("Marek Nowak")
    await amina.types("/win We opened the hub")

    refused = await marek.types("/partnership timetable celebrations thu 14:00")
    assert refused is not None
    assert "Only a host" in refused.plain

    changed = await amina.types("/partnership timetable celebrations thursday 2.30pm")
    assert changed is not None
    assert changed.plain.startswith("Changed. Celebrations: Thursdays at 14:30; next on ")
    assert "Before: Fridays at 15:00." in changed.plain
    await amina.presses(changed, "timetable.set_back")
    assert amina.private()[-1].plain.startswith("Changed. Celebrations: Fridays at 15:00; next on ")
    await amina.presses(amina.private()[-1], "timetable.set_back")  # which is undone in its turn
    await world.moves_to(datetime(2026, 3, 5, 14, 29, tzinfo=UTC))
    assert world.celebrations == []
    await world.moves_to(datetime(2026, 3, 5, 14, 30, tzinfo=UTC))
    assert len(world.celebrations) == 1

    off = await amina.types("/partnership timetable celebrations off")
    assert off is not None
    assert off.plain.startswith("Changed. Celebrations: Thursdays at 14:30, switched off. Before: Thursdays at 14:30.")
    await amina.presses(off, "timetable.set_back")
    assert "Before: switched off." in amina.private()[-1].plain
    again = await amina.types("/partnership timetable celebrations on")
    assert again is not None
    assert again.plain.startswith("It was like that already, so nothing changed.")
    unclear = await amina.types("/partnership timetable celebrations someday soon")
    assert unclear is not None
    assert "I didn’t understand" in unclear.plain


async def test_the_preview_shows_what_comes(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    preview = await amina.types("/partnership preview")

    assert preview is not None
    assert "Friday 6 March at 15:00: Celebrations, with 1 win so far" in preview.plain


async def test_a_pause_keeps_wins_for_afterwards(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    paused = await amina.types("/partnership pause until 12 March")
    assert paused is not None
    assert "Paused until Thursday 12 March" in paused.plain
    assert await world.moves_to(FRIDAY) == []

    assert await world.moves_to(FRIDAY + timedelta(days=7)) != []
    assert "We opened the hub" in world.celebrations[0].plain


async def test_a_pause_ends_when_a_host_says_so(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await amina.types("/partnership pause")

    resumed = await amina.types("/partnership resume")

    assert resumed is not None
    assert "Friday 6 March" in resumed.plain
    assert await world.moves_to(FRIDAY) != []
    nothing = await amina.types("/partnership resume")
    assert nothing is not None
    assert "Nothing was paused" in nothing.plain


async def test_a_day_that_cannot_be_read_or_has_gone_pauses_nothing(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    unclear = await amina.types("/partnership pause until the cows come home")
    gone = await amina.types("/partnership pause until 2026-01-05")

    assert unclear is not None
    assert "nothing was paused" in unclear.plain
    assert gone is not None
    assert "That day is over" in gone.plain
    assert await world.moves_to(FRIDAY) != []


async def test_help_has_what_people_want_most_and_more_a_press_away(world: World) -> None:
    amina = await world.begins()

    help_ = await amina.types("/partnership help")
    unknown = await amina.types("/partnership frobnicate")

    assert help_ is not None
    assert "/partnership timetable" not in help_.plain
    await amina.presses(help_, "help.more")
    for words in (
        "timetable shows when I post",
        "named yes lets reports",
        "preferences shows",
        "report 2026-01..2026-06",
    ):
        assert f"/partnership {words}" in help_.plain
    assert unknown is not None
    assert "I don’t know frobnicate" in unknown.plain


async def test_the_other_workspace_says_the_same_to_pencil(world: World) -> None:
    await world.begins()
    priya = world.person("Dr Priya Raman")

    await priya.types("@Pencil join Quayside Surgery, public")
    assert "You’re from Quayside Surgery" in priya.private()[-1].plain
    await priya.types("@Pencil partners")
    assert "2 partners" in priya.private()[-1].plain
    await priya.types("@Pencil")
    assert [label for label, _, _ in priya.private()[-1].buttons] == [
        "Share a win",
        "Raise a blocker",
        "Offer a skill",
        "Share an idea",
        "My Pencil",
    ]


async def test_my_pencil_and_home_show_what_is_mine(world: World) -> None:
    amina = await world.begins()
    await amina.opens_home()
    await world.settle()
    await amina.types("/win We opened the hub")
    await world.settle()

    assert amina.home is not None
    assert "We opened the hub" in amina.home.plain
    await amina.presses(world.room[0], "mine.open")
    assert amina.form is not None
    assert "You’re from Exe Bay Council" in amina.form.plain
    assert "We opened the hub" in amina.form.plain

    await amina.presses(amina.home, "win.share")
    assert await amina.submits({"text": "And a kitchen"}) is None
    assert "And a kitchen" in amina.private()[-1].plain


async def test_somebody_in_no_partnership_finds_a_kind_word_at_home(world: World) -> None:
    amina = world.person("Amina Okafor")
    await amina.opens_home()
    assert amina.home is not None
    assert "not in a partnership" in amina.home.plain


async def test_with_nothing_to_celebrate_only_the_hosts_hear(world: World) -> None:
    amina = await world.begins()

    await world.moves_to(FRIDAY)

    assert world.celebrations == []
    await world.moves_to(DIGEST)
    assert any("nothing to celebrate" in message.plain for message in amina.dms())


async def test_a_bank_holiday_moves_the_celebration_to_the_next_working_day(world: World) -> None:
    amina = await world.begins()
    good_friday = datetime(2026, 4, 3, 14, 0, tzinfo=UTC)
    world.sandbox.clock.move_to(good_friday - timedelta(days=3))
    await world.moves_to(good_friday - timedelta(days=3))
    await amina.types("/win We opened the hub")

    await world.moves_to(good_friday + timedelta(hours=2))
    assert world.celebrations == []
    assert await world.moves_to(datetime(2026, 4, 7, 14, 0, tzinfo=UTC)) != []  # 15:00 in British summer


async def test_late_posts_come_once(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")

    await world.moves_to(FRIDAY + timedelta(days=25))

    assert len(world.celebrations) == 1


async def test_a_clock_corrected_backwards_leaves_nothing_stuck(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    await world.moves_to(FRIDAY + timedelta(days=3651))
    assert len(world.celebrations) == 1

    await world.moves_to(FRIDAY - timedelta(days=1))
    await amina.types("/win And a kitchen")
    await world.moves_to(FRIDAY)

    assert len(world.celebrations) == 2


async def test_a_refused_post_is_told_to_the_hosts_once_and_can_be_posted_again(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    channel = world.slack.channels["C0EXEBAYX"]
    channel.archived = True
    await world.moves_to(FRIDAY)

    await world.tells_of_trouble()
    await world.tells_of_trouble()
    told = [message for message in amina.dms() if "refused" in message.plain]
    assert len(told) == 1
    assert "archived" in told[0].plain

    channel.archived = False
    await amina.presses(told[0], "post.again")
    await world.settle()
    assert len(world.celebrations) == 1


EVERYTHING = (
    "/win",
    "/win x",
    "/win list",
    "/win help",
    "/blocker",
    "/blocker x",
    "/blocker list",
    "/blocker help",
    "/skill",
    "/skill x",
    "/skill list",
    "/skill find x",
    "/skill remove x",
    "/skill help",
    "/partnership",
    "/partnership help",
    "/partnership nonsense",
    "/partnership join x",
    "/partnership partners",
    "/partnership timetable",
    "/partnership stage",
    "/partnership preview",
    "/partnership pause",
    "/partnership resume",
    "/partnership mine",
    "/partnership preferences",
    "/partnership quiet",
    "/partnership quiet 20:00-08:00",
    "/partnership snooze until 5 January",
    "/partnership asks 1",
    "/partnership named yes",
    "/partnership settings",
    "/partnership settings name x",
    "/partnership settings keep 12",
    "/partnership log",
    "/partnership my-data",
    "/partnership forget-me",
    "/partnership export",
    "/partnership end",
    "@Pencil",
    "@Pencil win x",
)


async def test_where_there_is_no_partnership_everything_offers_to_start_one(world: World) -> None:
    amina = world.person("Amina Okafor")
    for typed in EVERYTHING:
        await amina.types(typed)
        answer = amina.private()[-1]
        assert "no partnership in this channel yet" in answer.plain, typed
        assert [label for label, _, _ in answer.buttons] == ["Start a partnership here"], typed
    assert len(amina.private()) == len(EVERYTHING)


async def test_commands_can_be_called_otherwise(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = await world.begins()
    renamed = world.bot.settings.model_copy(update={"command_win": "/hooray"})
    object.__setattr__(world.bot, "settings", renamed)
    world.sandbox.app.commands.append("/hooray")
    receipt = await amina.types("/hooray We opened the hub")
    assert receipt is not None
    assert "Recorded" in receipt.plain
    await amina.types("/hooray help")
    assert "/hooray what went well" in amina.private()[-1].plain
    await amina.types("/win We opened the hub")
    assert "I don’t know the command" in amina.private()[-1].plain


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "", "x" * 81])
async def test_a_name_has_to_be_readable(world: World, name: str) -> None:
    amina = world.person("Amina Okafor")
    await amina.types("/partnership start")
    if name:
        await amina.submits({"name": name})
        assert world.room == []
    await amina.closes()
    await amina.types("/partnership start Exe Bay Together")
    await amina.types(f"/partnership join {name}, public")
    assert "You’re from" not in amina.private()[-1].plain


@pytest.mark.parametrize(("number", "more"), [(60, ""), (61, "and 1 more"), (600, "and 540 more")])
def test_a_long_list_of_partners_says_how_many_more_there_are(number: int, more: str) -> None:
    partners = [Listed(f"Partner {place}", None, 1, FRIDAY) for place in range(number)]
    listed = partner_view.listing(Listing(partners, "Europe/London"), "/partnership").text
    assert listed.count("Partner ") == 60
    assert ("more" in listed) == bool(more)
    assert more in listed


@pytest.mark.parametrize(("number", "more"), [(42, ""), (43, "and 1 more"), (400, "and 358 more")])
def test_a_long_choice_of_partners_says_how_many_more_there_are(number: int, more: str) -> None:
    asked = partner_view.asking(partner_view.Choice([(place, f"Partner {place}") for place in range(number)]))
    assert ("more" in asked.text) == bool(more)
    assert more in asked.text
