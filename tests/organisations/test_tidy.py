"""Hosts tidy up organisations: each change is looked at first, done with a press, and can be taken back."""

import asyncio
from typing import Any

from sqlalchemy import select

from bot.models import AuditEntry, Member, Partner
from bot.pulse.opening import _people
from sandbox.actors.person import Person
from sandbox.slack.state import Message
from tests.choosing import people
from tests.world import FRIDAY, World, as_it_was


def _last(person: Person) -> Message:
    return person.private()[-1]


async def _says(person: Person, words: str) -> Message:
    """What comes of it, in the channel where everybody is."""
    await person.types(f"@Pencil {words}")
    return _last(person)


async def _rows(world: World, statement: Any) -> list[Any]:
    return await world.bot.database.read(lambda session: list(session.scalars(statement)))


async def _deeds(world: World) -> list[tuple[str, str | None]]:
    rows = await _rows(world, select(AuditEntry).order_by(AuditEntry.id))
    return [(row.deed, row.about) for row in rows if row.deed != "partnership.started"]


async def _is_from(world: World, person: Person) -> tuple[str | None, str | None]:
    """Where somebody is from, and who says it."""
    [member] = await _rows(world, select(Member).where(Member.user_id == person.user_id))
    partners = await _rows(world, select(Partner).where(Partner.id == member.partner_id))
    return (partners[0].name if partners else None), member.partner_by


async def _shared_by_twins(world: World) -> tuple[Person, Person, Person]:
    """Amina hosts from the council; Ben has typed a name of its own for it, and both share a win that is celebrated."""
    amina = await world.begins()
    ben, priya = world.person("Ben Carter"), world.person("Dr Priya Raman")
    await ben.types("/partnership join ECC")
    await ben.types("/win We opened the hub")
    await amina.types(f"/win The ramp is there, thanks to <@{ben.user_id}>")
    await world.moves_to(FRIDAY)
    return amina, ben, priya


async def test_a_partner_is_renamed_where_it_stands_too_and_the_old_name_comes_back(world: World) -> None:
    amina, _, _ = await _shared_by_twins(world)
    look = await amina.types("/partnership rename ecc to Exe City Council")
    assert look is not None
    assert "Rename ECC to Exe City Council?" in look.plain
    assert "This changes it for 1 person, 2 wins, and in recent posts" in look.plain
    assert "ECC" in world.celebrations[0].plain
    await amina.presses(look, "tidy.do")
    done, old = as_it_was(look), as_it_was(look)
    await world.settle()
    assert "Exe City Council" in world.celebrations[0].plain
    assert "ECC" not in world.celebrations[0].plain

    await amina.presses(done, "tidy.undo")
    assert "It’s called ECC again" in done.plain
    await world.settle()
    assert "Exe City Council" not in world.celebrations[0].plain
    await amina.presses(old, "tidy.undo")
    assert "undone already" in _last(amina).plain
    assert await _deeds(world) == [("partner.renamed", "Exe City Council"), ("partner.tidied_back", "ECC")]
    log = await amina.types("/partnership log")
    assert log is not None
    assert "renamed an organisation to Exe City Council" in log.plain


async def test_two_that_are_one_are_merged_and_old_buttons_and_names_find_what_it_became(world: World) -> None:
    amina, ben, priya = await _shared_by_twins(world)
    asked = await _says(priya, "join")  # names both
    form = await amina.types("/win")
    assert form is None
    assert amina.form is not None

    await amina.closes()
    look = await amina.types("/partnership merge ECC into Exe Bay Council")
    assert look is not None
    assert "1 person, 2 wins" in look.plain
    assert "Both are named on 1 win" in look.plain
    await amina.presses(look, "tidy.do")
    assert "ECC is now part of Exe Bay Council" in look.plain
    done = as_it_was(look)
    await world.settle()
    assert "ECC" not in world.celebrations[0].plain
    assert await _is_from(world, ben) == ("Exe Bay Council", "person")

    ecc = next(part for part in asked.buttons if part[0] == "ECC")
    await priya.presses(asked, ecc[1])
    assert await _is_from(world, priya) == ("Exe Bay Council", "person")
    marek = world.person("Marek Nowak")
    await marek.types("@Pencil join ECC")
    assert await _is_from(world, marek) == ("Exe Bay Council", "person")
    listing = await amina.types("/partnership partners")
    assert listing is not None
    assert "1 partner " in listing.plain
    assert "4 people" in listing.plain

    await amina.presses(done, "tidy.undo")
    assert "are separate again" in done.plain
    await world.settle()
    assert "ECC" in world.celebrations[0].plain
    assert await _is_from(world, ben) == ("ECC", "person")
    assert await _is_from(world, marek) == ("Exe Bay Council", "person")  # said since


async def test_one_of_whom_nobody_is_goes_off_the_list_and_its_wins_and_comes_back(world: World) -> None:
    amina, ben, _ = await _shared_by_twins(world)
    refused = await amina.types("/partnership remove ECC")
    assert refused is not None
    assert "Somebody is from ECC, so it stays" in refused.plain
    await ben.types("/partnership join Exe Bay Council")

    look = await amina.types("/partnership remove ECC")
    assert look is not None
    assert "Its name comes off 2 wins" in look.plain
    assert "Let it step back instead" in [label for label, _, _ in look.buttons]
    await amina.presses(look, "tidy.do")
    done = as_it_was(look)
    await world.settle()
    assert "ECC" not in world.celebrations[0].plain
    assert "We opened the hub" in world.celebrations[0].plain

    await amina.presses(done, "tidy.undo")
    await world.settle()
    assert "ECC" in world.celebrations[0].plain

    await amina.types("/partnership remove ECC")
    await amina.presses(_last(amina), "tidy.do")
    gone = as_it_was(_last(amina))
    await ben.types("/partnership join ECC")  # it is there after all
    assert await _is_from(world, ben) == ("ECC", "person")
    await amina.presses(gone, "tidy.undo")
    assert "ECC is listed again" in gone.plain
    assert await _is_from(world, ben) == ("ECC", "person")


async def test_a_host_says_where_somebody_is_from_who_has_not_and_their_own_word_goes_before(world: World) -> None:
    amina = await world.begins()
    priya, ben = world.person("Dr Priya Raman"), world.person("Ben Carter")
    await priya.types("@Pencil win We opened the garden")
    await priya.types("@Pencil join Quayside Surgery, private")
    await ben.types("/win The stall was full")
    await world.moves_to(FRIDAY)

    refused = await amina.types("/partnership from @Dr Priya Raman Exe Bay Council")
    assert refused is not None
    assert "has said they’re from Quayside Surgery" in refused.plain
    look = await amina.types("/partnership from @Ben Carter Lantern Trust, voluntary")
    assert look is not None
    assert "from Lantern Trust? They can change it any time" in look.plain
    assert await _is_from(world, ben) == (None, None)
    await amina.presses(look, "tidy.do")
    await world.settle()
    assert await _is_from(world, ben) == ("Lantern Trust", "host")
    assert "Lantern Trust" in world.celebrations[0].plain
    assert ("partner.noted", "Lantern Trust") in await _deeds(world)

    async def told_apart() -> set[str | None]:
        [known] = (await world.bot.database.read(lambda session: _people(session, [1]))).values()
        return {sector for _, _, sector in known}

    assert await told_apart() == {"public", "private", None}  # a host's word makes nobody part of a group
    await ben.types("/partnership mine")
    assert ben.form is not None
    assert "A host says you’re from Lantern Trust" in ben.form.plain
    await ben.presses(ben.form, "partner.choose")
    assert await _is_from(world, ben) == ("Lantern Trust", "person")
    assert await told_apart() == {"public", "private", "voluntary"}
    await amina.presses(look, "tidy.undo")
    assert "has been changed again since" in _last(amina).plain
    assert await _is_from(world, ben) == ("Lantern Trust", "person")


async def test_undone_a_hosts_word_leaves_everything_as_it_was(world: World) -> None:
    amina = await world.begins()
    ben = world.person("Ben Carter")
    await ben.types("/win The stall was full")
    await world.moves_to(FRIDAY)
    before = world.celebrations[0].plain
    look = await amina.types("/partnership from @Ben Carter Exe Bay Council")
    assert look is not None
    await amina.presses(look, "tidy.do")
    await world.settle()
    assert world.celebrations[0].plain != before
    await amina.presses(look, "tidy.undo")
    await world.settle()
    assert world.celebrations[0].plain == before
    assert await _is_from(world, ben) == (None, None)


async def test_two_hosts_and_the_person_at_once_and_the_person_is_right(world: World) -> None:
    amina = await world.begins()
    priya, ben = world.person("Dr Priya Raman"), world.person("Ben Carter")
    await priya.types("@Pencil join Quayside Surgery")
    await ben.types("/win The stall was full")
    await amina.types("/partnership host @Dr Priya Raman")
    first = await amina.types("/partnership from @Ben Carter Exe Bay Council")
    second = await _says(priya, "from @Ben Carter Quayside Surgery")
    assert first is not None
    await asyncio.gather(amina.presses(first, "tidy.do"), priya.presses(second, "tidy.do"))
    name, by = await _is_from(world, ben)
    assert by == "host"
    assert name in {"Exe Bay Council", "Quayside Surgery"}
    earlier, later = (amina, priya) if name == "Quayside Surgery" else (priya, amina)
    await earlier.presses(_last(earlier), "tidy.undo")
    assert "has been changed again since" in _last(earlier).plain

    await asyncio.gather(
        ben.types("/partnership join Lantern Trust"), later.types("@Pencil from @Ben Carter Exe Bay Council")
    )
    if "They can change it" in _last(later).plain:
        await later.presses(_last(later), "tidy.do")
    assert "has said they’re from" in _last(later).plain
    assert await _is_from(world, ben) == ("Lantern Trust", "person")


async def test_whoever_does_not_host_is_refused_and_a_name_nobody_has_brings_the_nearest(world: World) -> None:
    amina, ben, priya = await _shared_by_twins(world)
    for words in ("rename ECC to X", "merge ECC into Exe Bay Council", "remove ECC", "from @Ben Carter ECC", "tidy up"):
        assert "Only a host can do that" in (await _says(priya, words)).plain
    stale = await amina.types("/partnership remove Exe Bay Counsil")
    assert stale is not None
    assert "Did you mean one of these?" in stale.plain
    assert "Exe Bay Council" in [label for label, _, _ in stale.buttons]
    near = await amina.types("/partnership merge ECCC into Exe Bay Council")
    assert near is not None
    await amina.presses(near, "tidy.look")
    assert "Merge ECC into Exe Bay Council?" in near.plain

    taken = await amina.types("/partnership rename ECC to exe bay council")
    assert taken is not None
    assert "Are they the same?" in taken.plain
    await amina.presses(taken, "tidy.look")
    assert "Merge ECC into Exe Bay Council?" in taken.plain
    await ben.types("/partnership partners")
    assert "Tidy up" not in [label for label, _, _ in _last(ben).buttons]
    for typed, expected in (
        ("rename ECC", "rename OLD NAME to NEW NAME"),
        ("from Monday we are open", "from @Person NAME"),
        ("remove @Ben Carter", "No organisation here is called"),
        ("from @Amina Okafor ECC", "That’s you"),
        ("merge ECC into ecc", "one organisation already"),
        ("rename ECC to <https://x.org>", "isn’t a name"),
    ):
        assert expected in (await _says(amina, typed)).plain
    assert "your last win" in (await _says(amina, "remove my last win")).plain
    assert await _deeds(world) == []


async def test_it_goes_by_forms_too(world: World) -> None:
    amina, ben, priya = await _shared_by_twins(world)
    await priya.types("@Pencil win The garden is open")
    listing = await amina.types("/partnership partners")
    assert listing is not None
    await amina.presses(listing, "partner.tidy")
    await amina.submits({"choice": "merge"})
    ids = {row.name: str(row.id) for row in await _rows(world, select(Partner))}
    assert await amina.submits({"partner": ids["ECC"], "into": ids["ECC"]}) == {"into": "Choose two different ones."}
    await amina.submits({"partner": ids["ECC"], "into": ids["Exe Bay Council"]})
    assert amina.form is not None
    assert "Merge ECC into Exe Bay Council?" in amina.form.plain
    await amina.submits()
    assert "ECC is now part of Exe Bay Council" in _last(amina).plain

    await amina.types("/partnership from")
    assert await amina.submits({}) == {"who": "Choose one person."}
    assert await amina.submits(people(amina, "who", priya)) == {"name": "Choose an organisation, or type its name."}
    await amina.submits({**people(amina, "who", priya), "partner": ids["Exe Bay Council"]})
    await amina.submits()
    assert await _is_from(world, priya) == ("Exe Bay Council", "host")
    await amina.types("/partnership from")
    assert await amina.submits({**people(amina, "who", ben), "partner": ids["Exe Bay Council"]}) == {
        "who": "They’ve said themselves where they’re from. Only they can change that."
    }
    await amina.closes(everything=True)
    await amina.types("/partnership rename")
    await amina.submits({"partner": ids["Exe Bay Council"], "name": "Exe Council"})
    await amina.submits()
    assert await _is_from(world, ben) == ("Exe Council", "person")
    await amina.types("/partnership remove")
    refused = await amina.submits({"partner": ids["Exe Bay Council"]})
    assert refused is not None
    assert "3 people are from Exe Council" in refused["partner"]


async def test_a_change_on_top_of_a_change_is_undone_in_turn(world: World) -> None:
    amina, ben, priya = await _shared_by_twins(world)
    await priya.types("@Pencil join Exe Council North")
    await amina.types("/partnership merge ECC into Exe Bay Council")
    first = _last(amina)
    await amina.presses(first, "tidy.do")
    await amina.types("/partnership merge Exe Bay Council into Exe Council North")
    second = _last(amina)
    await amina.presses(second, "tidy.do")
    assert await _is_from(world, ben) == ("Exe Council North", "person")
    early = as_it_was(first)
    await amina.presses(first, "tidy.undo")
    assert "has been changed again since" in _last(amina).plain
    await amina.presses(second, "tidy.undo")
    await amina.types("/partnership rename Exe Bay Council to ECC")
    await amina.presses(_last(amina), "tidy.do")
    await amina.presses(early, "tidy.undo")  # its name is another's by now
    assert "has been changed again since" in _last(amina).plain
    assert await _is_from(world, ben) == ("ECC", "person")


async def test_a_partner_removed_while_somebody_joins_it_is_there_for_them(world: World) -> None:
    amina, ben, priya = await _shared_by_twins(world)
    asked = await _says(priya, "join")
    await ben.types("/partnership join Exe Bay Council")
    await amina.types("/partnership remove ECC")
    look = _last(amina)
    button = next(part for part in asked.buttons if part[0] == "ECC")
    await asyncio.gather(amina.presses(look, "tidy.do"), priya.presses(asked, button[1]))
    [ecc] = await _rows(world, select(Partner).where(Partner.name == "ECC"))
    name, _ = await _is_from(world, priya)
    assert (name == "ECC") == (ecc.removed_at is None)
    told = (
        "Somebody is from ECC" in look.plain
        if name == "ECC"
        else "isn’t in this partnership any more" in _last(priya).plain
    )
    assert told


async def test_what_people_said_once_is_asked_of_whom_a_host_spoke_for(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await amina.types("/partnership from @Dr Priya Raman Exe Bay Council")
    await amina.presses(_last(amina), "tidy.do")
    receipt = await _says(priya, "win The garden is open to everybody")
    assert "Which organisation are you from?" in receipt.plain
    assert receipt.buttons[0][0] == "Exe Bay Council"
    rosie = world.person("Rosie Chudley")  # of the same workspace, of whom nobody has said anything
    await rosie.types("@Pencil win We planted bulbs by the gate")
    assert await _is_from(world, rosie) == (None, None)
