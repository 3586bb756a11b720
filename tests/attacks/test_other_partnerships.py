"""Somebody who presses and sends with names of rows that are not theirs: every button and form, in every state."""

import logging
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.models import Post
from bot.partnership.members import Who
from handlers import ACTIONS, FORMS
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import View
from tests.attacks.forged import ABOUTS, BUTTONS, FILLED, NAME, OUTSIDERS, THEIRS, fields, heard, let_out
from tests.attacks.furnished import Names, furnish, rows
from tests.world import World

pytestmark = pytest.mark.slow


async def furnished(world: World) -> tuple[Person, Names]:
    """Amina hosts here; Leila and Ben are in another partnership, of which Amina and Ruth are no members."""
    amina = await world.begins()
    leila, ben = world.person("Leila Haddad"), world.person("Ben Carter")
    await leila.types(f"/partnership start {NAME}", channel="general")
    await world.settle()
    who = [Who(person.about.team_id, person.user_id) for person in (leila, ben)]
    return amina, await world.bot.database.run(furnish, *who)


async def _furnished(world: World) -> tuple[Person, dict[str, str]]:
    """The same, with what buttons call the row of each kind that is as usual."""
    amina, names = await furnished(world)
    return amina, {what: of_kind[0] for what, of_kind in names.items()}


async def _press(world: World, person: Person, action: str, value: str) -> str:
    """The button is pressed on a private message in the home channel; what the person reads then."""
    payload = _pressed(world, person, HOME, action, value)
    before = len(person.private())
    world.slack.forms[person.user_id].clear()
    await world.sandbox.app.deliver("interactive", payload)
    texts = [message.plain for message in person.private()[before - 1 :]]
    return "\n".join([*texts, *([person.form.plain] if person.form else [])])


def _buttons(world: World) -> list[tuple[str, str]]:
    """Every other button, and on the other database the others."""
    on_sqlite = world.bot.database.url.startswith("sqlite")
    return sorted(BUTTONS.items())[0 if on_sqlite else 1 :: 2]


def _pressed(world: World, person: Person, channel: str, action: str, value: str) -> dict[str, Any]:
    """What Slack sends when a button on a private message is pressed."""
    message = world.slack.add(channel, world.slack.bot_user, "a button", [], only_for=person.user_id)
    url = world.sandbox.app.respond_at(world.slack.response_url(person.user_id, channel, message))
    called: dict[str, Any] = {"type": "button", "action_id": action, "block_id": "b", "value": value}
    if action == "skill.settle":
        called |= {"action_id": f"{action}.{value}", "type": "checkboxes", "selected_options": []}
    return payloads.block_action(world.slack, person.about, called, message=message, view=None, url=url, values={})


async def test_every_button_that_is_delivered_twice_is_pressed_once(world: World) -> None:
    _, ids = await _furnished(world)
    leila, there = world.person("Leila Haddad"), int(ids["partnership"])
    wrong: list[tuple[str, Any]] = []
    for action, value in _buttons(world):
        payload = _pressed(world, leila, GENERAL, action, value.format(**ids))
        seen: list[tuple[dict[str, list[Any]], list[str]]] = []
        for _ in range(2):
            await world.sandbox.app.deliver("interactive", payload)
            kept = await world.bot.database.read(rows, there)
            seen.append((kept, [message.plain for message in leila.private("general")]))
        if seen[0] != seen[1]:
            (before, texts), (after, texts_again) = seen
            wrong.append(
                (action, [table for table in before if before[table] != after[table]] or [texts[-1], texts_again[-1]])
            )
        world.slack.forms[leila.user_id].clear()
    assert wrong == []


async def test_nothing_is_done_twice_if_another_process_gets_a_press_again(world: World) -> None:
    _, ids = await _furnished(world)
    leila, there = world.person("Leila Haddad"), int(ids["partnership"])
    wrong: list[tuple[str, list[str]]] = []
    for action, value in _buttons(world):
        payload = _pressed(world, leila, GENERAL, action, value.format(**ids))
        kept: list[dict[str, list[Any]]] = []
        for _ in range(2):
            world.bot.pressed.discard(payload["trigger_id"])  # as in a process that has not seen it
            await world.sandbox.app.deliver("interactive", payload)
            kept.append(await world.bot.database.read(rows, there) | await world.bot.database.read(_posts, there))
        if kept[0] != kept[1]:
            wrong.append((action, [table for table in kept[0] if kept[0][table] != kept[1][table]]))
        world.slack.forms[leila.user_id].clear()
    assert wrong == []


def _posts(session: Session, partnership_id: int) -> dict[str, list[Any]]:
    """The posts by what they say: that one is to be sent again as it stands does no harm."""
    there = select(Post.id, Post.kind, Post.occasion, Post.text).where(Post.partnership_id == partnership_id)
    return {"posts": sorted(map(repr, session.execute(there)))}


def test_every_button_and_every_form_is_tried() -> None:
    assert set(BUTTONS) == set(ACTIONS)
    assert set(ABOUTS) == set(FORMS)
    assert {"day", "into", "reaction", "who.by_name", "wins"} <= set(fields())


def test_little_is_theirs_who_have_left() -> None:
    theirs = [name for name in (*ACTIONS, *FORMS) if not THEIRS.isdisjoint({name, name.partition(".")[0]})]
    assert 5 < len(theirs) < 15


async def _submit(world: World, person: Person, callback: str, about: str) -> str:
    view = View("V0FORGED", "modal", {"callback_id": callback, "title": {"text": "x"}, "blocks": []}, person.user_id)
    view.payload["private_metadata"] = f"{HOME} {about}"
    values = {block: {block: answer} for block, answer in FILLED.items()}
    before = len(person.private())
    answer = await world.sandbox.app.deliver(
        "interactive", payloads.view_submission(world.slack, person.about, view, values)
    )
    return "\n".join([str(answer), *(message.plain for message in person.private()[before:])])


@pytest.mark.parametrize("who", OUTSIDERS)
async def test_nothing_of_a_row_in_any_state_is_open_to(world: World, who: str) -> None:
    _, names = await furnished(world)
    outsider = await let_out(world, who)
    first = not world.bot.database.url.startswith("sqlite")
    requests = list(outsider.usual(names))[first::2]  # the others are made on the other database
    with heard(outsider):
        for start in range(0, len(requests), 20):
            await outsider.send_all(requests[start : start + 20], int(names["partnership"][0]))
    assert outsider.number > 200
    assert outsider.wrong == []


async def test_whatever_is_pressed_or_sent_after_the_end_is_answered_and_leaves_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    _, ids = await _furnished(world)
    leila = world.person("Leila Haddad")
    await leila.types("/partnership end", channel="general")
    await leila.presses(leila.private("general")[-1], "end.continue")
    assert await leila.submits({"name": NAME}) is None
    bare = await world.bot.database.read(rows, int(ids["partnership"]))
    assert not any(rows for table, rows in bare.items() if table != "partnerships")

    for action, value in BUTTONS.items():
        told = await _press(world, leila, action, value.format(**ids))
        assert told != "a button" or action == "mine.part", action  # which shows at Home what there is
    for callback, about in ABOUTS.items():
        await _submit(world, leila, callback, about.format(**ids))

    assert await world.bot.database.read(rows, int(ids["partnership"])) == bare
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
