"""Hosts choose which reaction offers a win, and hear where Slack does not let Pencil see reactions."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.models import Partnership
from bot.reactions import names
from tests.world import World


async def test_what_hosts_switch_on_says_when_slack_does_not_let_it_see_reactions(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership settings")
    assert "Reaction that offers a win: none" in amina.private()[-1].plain

    await amina.types("/partnership settings reaction on")
    assert "offers a win: :trophy:" in amina.private()[-1].plain
    assert "reactions:read" not in amina.private()[-1].plain

    world.sandbox.app.scopes.discard("reactions:read")
    await amina.types("@Pencil settings reaction :medal:")
    await amina.types("/partnership settings")
    shown = amina.private()[-1].plain
    assert "offers a win: :medal:" in shown
    assert "Slack doesn’t let me see them" in shown
    assert "reactions:read" in shown
    await amina.types("/partnership settings reaction off")
    assert "Slack doesn’t let me see them" not in amina.private()[-1].plain


async def test_by_form_it_is_named_or_left_empty(world: World) -> None:
    amina = await world.begins()
    for typed in ("trophy", ":trophy:"):
        await amina.types(f"/partnership settings reaction {typed}")
    await amina.types("/partnership settings")
    await amina.presses(amina.private()[-1], "house.open")
    assert await amina.submits({"reaction": "two words"}) is not None
    assert await amina.submits({"reaction": "On"}) is None
    assert "offers a win: :trophy:" in amina.private()[-1].plain
    for nothing in ("off", ""):
        await amina.types("/partnership settings reaction trophy")
        await amina.presses(amina.private()[-1], "house.open")
        assert await amina.submits({"reaction": nothing}) is None
        assert "offers a win: none" in amina.private()[-1].plain
    await amina.types("/partnership settings reaction ???")
    assert "don’t know a reaction of that name" in amina.private()[-1].plain
    await amina.types("/partnership log")
    assert amina.private()[-1].plain.count("changed the reaction that offers a win to trophy") == 2
    ben = world.person("Ben Carter")
    await ben.types("/partnership settings reaction tada")
    assert "Only a host" in ben.private()[-1].plain

    def kept(session: Any) -> Any:
        return session.scalar(select(Partnership.win_reaction))

    assert await world.bot.database.read(kept) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("trophy", "trophy"),
        (" :Trophy: ", "trophy"),
        ("clap::skin-tone-3", "clap"),
        ("thumbsup", "+1"),
        ("+1", "+1"),
        ("non-potable_water", "non-potable_water"),
        ("", None),
        ("two words", None),
        ("🏆", None),
        ("x" * 101, None),
    ],
)
def test_a_reaction_has_a_name(typed: str, name: str | None) -> None:
    assert names.name(typed) == name
