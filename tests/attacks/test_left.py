"""Somebody who has left presses every button and sends every form they still have, in their messages with Pencil."""

import logging
from typing import Any

import pytest

from handlers import ACTIONS, FORMS
from sandbox.app import payloads
from sandbox.slack.people import GENERAL
from sandbox.slack.state import View
from tests.attacks.test_other_partnerships import ABOUTS, BUTTONS, FILLED, _furnished, _rows
from tests.world import World

pytestmark = pytest.mark.slow

# What stays theirs: their data, being forgotten, what they prefer, and a pulse they were invited to. Anybody may begin
# a partnership.
THEIRS = {"mydata", "forget", "preferences", "pulse.take", "pulse.review", "partnership.start"}


def _is_theirs(name: str) -> bool:
    return name in THEIRS or name.partition(".")[0] in THEIRS


def test_little_is_theirs() -> None:
    assert len([name for name in ACTIONS if not _is_theirs(name)]) > 80
    assert len([name for name in FORMS if not _is_theirs(name)]) > 25


@pytest.mark.parametrize("name", ["Leila Haddad", "Ben Carter"])
async def test_nothing_is_open_to_them(world: World, name: str, caplog: pytest.LogCaptureFixture) -> None:
    _, ids = await _furnished(world)
    person = world.person(name)
    await person.leaves("general")
    here = int(ids["partnership"])
    kept = await world.bot.database.read(_rows, here)
    place = world.slack.direct(person.user_id).id
    wrong: list[tuple[str, str, Any]] = []

    async def look(what: str, told: str) -> None:
        nonlocal kept
        after = await world.bot.database.read(_rows, here)
        if after != kept:
            wrong.append((what, "changed", [table for table in kept if kept[table] != after[table]]))
            kept = after
        if "ecret" in told:
            wrong.append((what, "told", told[:200]))

    for action, value in BUTTONS.items():
        if _is_theirs(action):
            continue
        message = world.slack.add(place, world.slack.bot_user, "a button", [])
        url = world.sandbox.app.respond_at(world.slack.response_url(person.user_id, place, message))
        called: dict[str, Any] = {"type": "button", "action_id": action, "block_id": "b", "value": value.format(**ids)}
        if action == "skill.settle":
            called |= {"action_id": f"{action}.{ids['skill']}", "type": "checkboxes", "selected_options": []}
        before = len(person.dms())
        world.slack.forms[person.user_id].clear()
        press = payloads.block_action(world.slack, person.about, called, message=message, view=None, url=url, values={})
        await world.sandbox.app.deliver("interactive", press)
        said = [one.plain for one in person.dms()[before:]]
        await look(action, "\n".join([*said, *([person.form.plain] if person.form else [])]))

    values = {block: {block: answer} for block, answer in FILLED.items()}
    for callback, about in ABOUTS.items():
        if _is_theirs(callback) or callback == "blocker.raise":  # a draft says nothing of its author, and goes nowhere
            continue
        view = View("V0OLD", "modal", {"callback_id": callback, "title": {"text": "x"}, "blocks": []}, person.user_id)
        view.payload["private_metadata"] = f"{GENERAL} {about.format(**ids)}"
        sent = payloads.view_submission(world.slack, person.about, view, values)
        await look(f"form {callback}", str(await world.sandbox.app.deliver("interactive", sent)))

    assert wrong == []
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
