"""Somebody who presses with ids of a partnership that is not theirs: every button and every form, one after another."""

import itertools
import logging
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import drafts
from bot.models import (
    Base,
    Blocker,
    Checkin,
    Credit,
    Movement,
    Partner,
    Partnership,
    Post,
    Proof,
    Proposal,
    Pulse,
    Request,
    Skill,
    Spotlight,
    Vision,
    Win,
)
from bot.partnership import members, partnerships
from bot.partnership.members import Who
from handlers import ACTIONS, FORMS
from sandbox.actors.person import Person
from sandbox.app import payloads
from sandbox.slack.people import GENERAL, HOME
from sandbox.slack.state import View
from tests.world import MONDAY, World

pytestmark = pytest.mark.slow

NAME = "Elsewhere Together"
Row = TypeVar("Row", bound=Base)


def _furnish(session: Session, leila: Who, ben: Who) -> dict[str, str]:
    """A row of everything that a button or a form may point at, in the other partnership."""
    there = partnerships.find(session, GENERAL)
    host = members.admit(session, there, leila, MONDAY)
    other = members.admit(session, there, ben, MONDAY)
    numbers = itertools.count()

    def put(row: Row) -> Row:
        session.add(row)
        session.flush()
        return row

    def post(kind: str) -> Post:
        number = next(numbers)
        return put(
            Post(
                partnership_id=there.id,
                kind=kind,
                occasion=f"n{number}",
                lane=GENERAL,
                channel=GENERAL,
                token=f"{number}".rjust(24, "t"),
                text="secret",
                blocks=[],
                written_at=MONDAY,
                fate="refused",
            )
        )

    here: dict[str, Any] = {"partnership_id": there.id}
    ours = put(Partner(**here, name="Secret Partner", key="secret partner", joined_at=MONDAY))
    away = put(Partner(**here, name="Gone Partner", key="gone partner", joined_at=MONDAY, left_at=MONDAY))
    host.partner_id, other.partner_id = ours.id, ours.id
    moved = put(Movement(**here, partner_id=away.id, what="left", at=MONDAY))
    version = put(Vision(**here, number=1, text="secret vision", member_id=host.id, since=MONDAY))
    proposal = Proposal(
        **here, base_id=version.id, text="secret", aims=[], origin="x", member_id=host.id, proposed_at=MONDAY
    )
    put(proposal)
    celebration = post("celebrations")
    win = put(Win(**here, member_id=host.id, text="secret win", origin="w", recorded_at=MONDAY, post_id=celebration.id))
    put(Credit(win_id=win.id, partner_id=ours.id, **here))
    put(Credit(win_id=win.id, partner_id=away.id, **here))
    stuck = put(Blocker(**here, member_id=host.id, text="secret stuck", raised_at=MONDAY, post_id=post("blocker").id))
    fixed = Blocker(
        **here,
        member_id=host.id,
        text="secret fixed",
        raised_at=MONDAY,
        post_id=post("blocker").id,
        fixed_at=MONDAY,
        fixed_by=other.id,
        outcome="secretly",
    )
    put(fixed)
    skill = put(Skill(**here, member_id=other.id, name="secret", key="secret", offered_at=MONDAY))
    request = put(Request(**here, blocker_id=stuck.id, member_id=other.id, asked_at=MONDAY))
    proof = put(Proof(**here, blocker_id=fixed.id, member_id=other.id, text="secret", asked_at=MONDAY))
    lit = put(
        Spotlight(**here, occasion="2026-03-06", turn=0, partner_id=ours.id, member_id=other.id, offered_at=MONDAY)
    )
    draft, _ = drafts.make(session, there, "secret draft", MONDAY)
    checkin = post("checkins")
    put(
        Checkin(
            **here,
            post_id=checkin.id,
            stage="wins",
            round=0,
            facts=[],
            written_at=MONDAY,
            closes_at=MONDAY + timedelta(days=7),
        )
    )
    asked = post("pulse")
    pulse = Pulse(
        **here,
        post_id=asked.id,
        occasion="2026-03",
        round=0,
        items=[],
        groups=[],
        floor=5,
        invited=5,
        written_at=MONDAY,
        opened_at=MONDAY,
        closes_at=MONDAY + timedelta(days=5),
        nudges=[],
    )
    put(pulse)
    occasion = f"{host.id}:{other.id}:2026-03-02"
    put(
        Post(
            partnership_id=there.id,
            kind="hosting",
            occasion=occasion,
            lane=ben.user_id,
            channel=ben.user_id,
            token="hosting",
            text="secret",
            blocks=[{"type": "actions", "elements": []}],
            written_at=MONDAY,
        )
    )
    return {
        "partnership": str(there.id),
        "partner": str(ours.id),
        "away": str(away.id),
        "moved": f"{moved.id}.{int(MONDAY.timestamp())}",
        "version": str(version.id),
        "proposal": str(proposal.id),
        "win": str(win.id),
        "celebration": celebration.token,
        "stuck": str(stuck.id),
        "fixed": str(fixed.id),
        "skill": str(skill.id),
        "request": str(request.id),
        "proof": str(proof.id),
        "spotlight": str(lit.id),
        "draft": str(draft),
        "checkin": checkin.token,
        "asked": asked.token,
        "pulse": str(pulse.id),
        "hosting": occasion,
        "member": str(other.id),
        "refused": str(celebration.id),
    }


# The value each button carries, as it is drawn; those that carry none act where they are pressed.
BUTTONS: dict[str, str] = {
    "win.share": "{partnership}",
    "celebration.cheer": "{celebration}",
    "celebration.rest": "{celebration}.0",
    "naming.about": "{celebration}",
    "naming.confirm": "{win}",
    "naming.off": "{win}",
    "naming.back": "{win}",
    "win.edit": "{win}",
    "win.undo": "{win}",
    "win.restore": "{win}",
    "win.celebrate": "{win}",
    "win.aim": "{win}.0",
    "win.consent": "{win}.public",
    "blocker.raise": "{partnership}",
    "blocker.post": "{draft}",
    "blocker.nameless": "{draft}",
    "blocker.redraft": "{draft}",
    "blocker.drop": "{draft}",
    "blocker.help": "{stuck}",
    "blocker.step_back": "{stuck}",
    "blocker.fixed": "{stuck}",
    "blocker.reopen": "{fixed}",
    "blocker.edit": "{stuck}",
    "blocker.undo": "{stuck}",
    "blocker.restore": "{stuck}",
    "blocker.win": "{fixed}",
    "skill.offer": "{partnership}",
    "skill.settle": "{skill}",
    "skill.change": "{skill}",
    "skill.remove": "{skill}",
    "skill.put_back": "{skill}",
    "checkin.moving": "{checkin}",
    "checkin.steady": "{checkin}",
    "checkin.stuck": "{checkin}",
    "post.fewer": "{checkin}",
    "pulse.take": "{asked}",
    "pulse.unskip": "{partnership}.2026-04",
    "pulse.respond": "{pulse}",
    "pulse.became": "{pulse}",
    "partner.choose": "{partner}.p{partnership}",
    "partner.add": "p{partnership}",
    "partner.add_new": "p{partnership}.public.Intruders",
    "partnership.start": "",
    "partnership.bring": "{partnership}",
    "mine.open": "",
    "mine.part": "{partnership}.ours",
    "preferences.open": "{partnership}",
    "preferences.noquiet": "{partnership}",
    "preferences.wake": "{partnership}",
    "house.open": "{partnership}",
    "house.keep": "{partnership}.6",
    "mydata.show": "{partnership}",
    "forget.open": "{partnership}",
    "end.begin": "{partnership}",
    "end.export": "{partnership}",
    "end.continue": "{partnership}",
    "post.again": "{refused}",
    "post.leave": "{refused}",
    "why.say": "{partnership}",
    "vision.propose": "{partnership}",
    "vision.history": "{partnership}.0",
    "vision.revive": "{partnership}.v1",
    "vision.from_win": "{win}",
    "proposal.change": "{proposal}",
    "proposal.pencil": "{proposal}",
    "proposal.rub": "{proposal}",
    "proposal.again": "{proposal}",
    "proposal.because": "{proposal}",
    "catch_up.open": "{partnership}",
    "partner.step_back": "{partner}",
    "partner.return": "{away}",
    "partner.take_back": "{moved}",
    "help.yes": "{request}",
    "help.knows": "{request}",
    "help.not_now": "{request}",
    "proof.yes": "{proof}",
    "proof.no": "{proof}",
    "host.open": "{partnership}",
    "host.add": "{partnership}",
    "host.hand": "{partnership}",
    "host.ask": "{partnership}",
    "host.stop": "{partnership}",
    "host.take": "{partnership}",
    "host.yes": "{hosting}",
    "host.not_now": "{hosting}",
    "host.pass": "{member}",
    "story.choose": "{partnership}",
    "spotlight.say": "{spotlight}",
    "spotlight.pass": "{spotlight}",
    "spotlight.withdraw": "{spotlight}",
    "partner.list": "{partnership}",
    "partnership.pause": "{partnership}",
    "partnership.resume": "{partnership}",
    "reflection.begin": "{partnership}",
    "reflection.end": "{partnership}",
}


def _rows(session: Session, partnership_id: int) -> dict[str, list[Any]]:
    """All that is kept of a partnership."""
    found: dict[str, list[Any]] = {}
    for table in Base.metadata.sorted_tables:
        if "partnership_id" in table.columns:
            there = select(table).where(table.columns["partnership_id"] == partnership_id)
            found[table.name] = sorted(map(repr, session.execute(there)))
    found["partnerships"] = [
        repr(session.execute(select(Partnership.__table__).where(Partnership.id == partnership_id)).all())
    ]
    return found


async def _furnished(world: World) -> tuple[Person, dict[str, str]]:
    """Amina hosts here; Leila and Ben are in another partnership, of which Amina and Ruth are no members."""
    amina = await world.begins()
    leila, ben = world.person("Leila Haddad"), world.person("Ben Carter")
    await leila.types(f"/partnership start {NAME}", channel="general")
    await world.settle()
    who = [Who(one.about.team_id, one.user_id) for one in (leila, ben)]
    return amina, await world.bot.database.run(_furnish, *who)


async def _press(world: World, person: Person, action: str, value: str) -> str:
    """The button is pressed on a private message in the home channel; what the person reads then."""
    payload = _pressed(world, person, HOME, action, value)
    before = len(person.private())
    world.slack.forms[person.user_id].clear()
    await world.sandbox.app.deliver("interactive", payload)
    said = [one.plain for one in person.private()[before - 1 :]]
    return "\n".join([*said, *([person.form.plain] if person.form else [])])


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
    for action, value in BUTTONS.items():
        payload = _pressed(world, leila, GENERAL, action, value.format(**ids))
        seen: list[tuple[dict[str, list[Any]], list[str]]] = []
        for _ in range(2):
            await world.sandbox.app.deliver("interactive", payload)
            rows = await world.bot.database.read(_rows, there)
            seen.append((rows, [one.plain for one in leila.private("general")]))
        if seen[0] != seen[1]:
            (before, said), (after, said_again) = seen
            wrong.append((action, [one for one in before if before[one] != after[one]] or [said[-1], said_again[-1]]))
        world.slack.forms[leila.user_id].clear()
    assert wrong == []


# What each form is about, beside the channel it belongs to.
ABOUTS: dict[str, str] = {
    "win.tell": "{fixed}",
    "win.edit": "{win}",
    "blocker.raise": "",
    "blocker.redraft": "{draft}",
    "blocker.edit": "{stuck}",
    "blocker.fixed": "{stuck}",
    "skill.offer": "",
    "skill.change": "{skill}",
    "pulse.take": "{asked}",
    "pulse.review": "{asked}",
    "pulse.respond": "{pulse}",
    "pulse.became": "{pulse}",
    "partner.add": "p{partnership}",
    "partnership.start": "",
    "why.say": "",
    "help.knows": "{request}",
    "host.add": "",
    "host.hand": "",
    "host.ask": "",
    "vision.propose": "{version}",
    "proposal.change": "{proposal}",
    "proposal.pencil": "{proposal}",
    "proposal.rub": "{proposal}",
    "proposal.because": "{proposal}",
    "story.make": "",
    "spotlight.say": "{spotlight}",
    "preferences.set": "{partnership}",
    "house.set": "{partnership}",
    "house.keep": "{partnership}.6",
    "forget.me": "{partnership}",
    "end.partnership": "{partnership}",
    "partnership.pause": "{partnership}",
}
FILLED: dict[str, dict[str, Any]] = {
    "text": {"type": "plain_text_input", "value": "Ours now"},
    "how": {"type": "plain_text_input", "value": "Ours now"},
    "lines": {"type": "plain_text_input", "value": "Ours now"},
    "reason": {"type": "plain_text_input", "value": "Ours now"},
    "names": {"type": "plain_text_input", "value": "Ours now"},
    "name": {"type": "plain_text_input", "value": NAME},
    "readers": {"type": "radio_buttons", "selected_option": {"value": "public"}},
    "who": {"type": "users_select", "selected_user": "U0010HUB"},
}


def test_every_button_and_every_form_is_tried() -> None:
    assert set(BUTTONS) == set(ACTIONS)
    assert set(ABOUTS) == set(FORMS)


async def _submit(world: World, person: Person, callback: str, about: str) -> str:
    view = View("V0FORGED", "modal", {"callback_id": callback, "title": {"text": "x"}, "blocks": []}, person.user_id)
    view.payload["private_metadata"] = f"{HOME} {about}"
    values = {block: {block: answer} for block, answer in FILLED.items()}
    before = len(person.private())
    answer = await world.sandbox.app.deliver(
        "interactive", payloads.view_submission(world.slack, person.about, view, values)
    )
    return "\n".join([str(answer), *(one.plain for one in person.private()[before:])])


@pytest.mark.parametrize("name", ["Amina Okafor", "Ruth Lacey"])
async def test_no_form_reaches_into_a_partnership_of_others(world: World, name: str) -> None:
    _, ids = await _furnished(world)
    person = world.person(name)
    kept = await world.bot.database.read(_rows, int(ids["partnership"]))
    for callback, about in ABOUTS.items():
        told = await _submit(world, person, callback, about.format(**ids))
        after = await world.bot.database.read(_rows, int(ids["partnership"]))
        assert (callback, after) == (callback, kept)
        assert "ecret" not in told, callback


@pytest.mark.parametrize("name", ["Amina Okafor", "Ruth Lacey"])
async def test_no_button_reaches_into_a_partnership_of_others(
    world: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, ids = await _furnished(world)
    person = world.person(name)
    kept = await world.bot.database.read(_rows, int(ids["partnership"]))
    wrong: list[tuple[str, str, Any]] = []
    for action, value in BUTTONS.items():
        caplog.clear()
        told = await _press(world, person, action, value.format(**ids))
        after = await world.bot.database.read(_rows, int(ids["partnership"]))
        if after != kept:
            wrong.append((action, "changed", [one for one in kept if kept[one] != after[one]]))
            kept = after
        if value and ("ecret" in told or "Elsewhere" in told):
            wrong.append((action, "told", told[:200]))
        if [one for one in caplog.records if one.levelno >= logging.ERROR]:
            wrong.append((action, "failed", caplog.text))
    assert wrong == []


async def test_whatever_is_pressed_or_sent_after_the_end_is_answered_and_leaves_nothing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    _, ids = await _furnished(world)
    leila = world.person("Leila Haddad")
    await leila.types("/partnership end", channel="general")
    await leila.presses(leila.private("general")[-1], "end.continue")
    assert await leila.submits({"name": NAME}) is None
    bare = await world.bot.database.read(_rows, int(ids["partnership"]))
    assert not any(rows for table, rows in bare.items() if table != "partnerships")

    for action, value in BUTTONS.items():
        told = await _press(world, leila, action, value.format(**ids))
        assert told != "a button" or action == "mine.part", action  # which shows at Home what there is
    for callback, about in ABOUTS.items():
        await _submit(world, leila, callback, about.format(**ids))

    assert await world.bot.database.read(_rows, int(ids["partnership"])) == bare
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]
