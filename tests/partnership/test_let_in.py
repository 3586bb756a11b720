"""Who is let in, to what, and as whom: the rules alone, for people who are here, have left, or were never here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.lib.refusals import GoneError
from bot.models import Member, Partnership, Win
from bot.partnership import members, partnerships
from bot.partnership.members import LeftError, Who
from sandbox.actors.person import Person
from sandbox.slack.people import HOME
from tests.world import MONDAY, World

ELSEWHERE = "D0000ELSE"


@pytest.fixture
async def told(world: World) -> World:
    """Amina and Marek are from organisations, Carla has told a win and said of none, and Priya has never been seen."""
    await world.begins()
    await world.person("Marek Nowak").types("/partnership join Tideway Foodbank, voluntary")
    await world.person("Carla Bright").types("/win The ramp is in")
    return world


def _who(person: Person, at: str | None = HOME) -> Who:
    return Who(person.about.team_id, person.user_id, at)


async def _by(world: World, rule: Callable[[Session], Any]) -> Any:
    return await world.bot.database.run(rule)


def _win(session: Session) -> int:
    return session.scalars(select(Win.id)).one()


async def test_whoever_is_here_belongs_and_nobody_else(told: World) -> None:
    amina, marek, carla, priya = map(told.person, ("Amina Okafor", "Marek Nowak", "Carla Bright", "Dr Priya Raman"))
    await marek.leaves()

    def belong(session: Session) -> list[bool]:
        return [partnerships.belongs(session, HOME, _who(person)) for person in (amina, marek, carla, priya)]

    assert await _by(told, belong) == [True, False, True, False]
    assert await _by(told, lambda session: members.known(session, [1])) == {1: 1}
    assert await _by(told, lambda session: members.count(session, 1)) == 2


async def test_whoever_was_only_named_has_a_row_of_their_own_and_does_not_belong_by_it(told: World) -> None:
    priya = _who(told.person("Dr Priya Raman"))

    def note(session: Session) -> None:
        partnership = session.get_one(Partnership, 1)
        first, second = (members.note_named(session, partnership, priya, MONDAY) for _ in range(2))
        assert first is second
        assert (first.user_id, first.team_id, first.partnership_id) == (priya.user_id, priya.team_id, 1)
        assert (first.host, first.seen_at, first.partner_id, first.joined_at) == (False, None, None, MONDAY)
        assert not partnerships.belongs(session, HOME, priya)
        assert members.memberships(session, priya) == []

    await _by(told, note)


async def test_a_row_is_the_right_of_those_who_have_left_only_where_it_is_asked_for_so(told: World) -> None:
    carla, priya = told.person("Carla Bright"), told.person("Dr Priya Raman")
    await carla.leaves()

    def look(session: Session) -> None:
        key, gone = _win(session), _who(carla, ELSEWHERE)
        partnership, member, row = partnerships.own_row(session, Win, key, gone)
        assert (partnership.id, row.id) == (1, key)
        assert member is not None
        assert (member.user_id, member.left_at is None) == (carla.user_id, False)
        for refused in (partnerships.visit_row, _entered, _required):
            with pytest.raises(LeftError):
                refused(session, Win, key, gone)
        for refused in (partnerships.own_row, partnerships.visit_row, _entered, _required):
            with pytest.raises(GoneError):
                refused(session, Win, key, _who(priya, ELSEWHERE))
            with pytest.raises(GoneError):
                refused(session, Win, key + 1, gone)

    await _by(told, look)


def _entered(session: Session, kind: type[Win], key: int, who: Who) -> Any:
    return partnerships.enter_row(session, kind, key, who, MONDAY)


def _required(session: Session, kind: type[Win], key: int, who: Who) -> Any:
    return partnerships.require_row(session, kind, key, who, MONDAY)


async def test_whoever_has_left_and_acts_in_the_channel_is_back_and_a_stranger_becomes_nobody(told: World) -> None:
    marek, priya = told.person("Marek Nowak"), told.person("Dr Priya Raman")
    await marek.leaves()

    def come(session: Session) -> None:
        with pytest.raises(LeftError):
            members.require(session, 1, _who(marek, ELSEWHERE), MONDAY)
        partnership, member = members.require(session, 1, _who(marek), MONDAY)
        assert (partnership.id, member.user_id, member.left_at) == (1, marek.user_id, None)
        for partnership_id, who in ((1, _who(priya)), (2, _who(marek))):
            with pytest.raises(GoneError):
                members.require(session, partnership_id, who, MONDAY)
        assert session.scalars(select(Member.id).where(Member.user_id == priya.user_id)).first() is None

    await _by(told, come)


async def test_a_form_says_nothing_of_where_somebody_is_now(told: World) -> None:
    amina, priya = _who(told.person("Amina Okafor")), _who(told.person("Dr Priya Raman"))

    def send(session: Session) -> None:
        partnership = session.get_one(Partnership, 1)
        assert members.visit(session, partnership, replace(amina, in_form=True)) is not None
        with pytest.raises(members.ElsewhereError):
            members.visit(session, partnership, replace(priya, in_form=True))
        assert members.visit(session, partnership, priya) is None

    await _by(told, send)


async def test_what_names_a_partnership_goes_before_where_somebody_is_and_lets_no_stranger_in(told: World) -> None:
    amina, priya = _who(told.person("Amina Okafor"), None), _who(told.person("Dr Priya Raman"), None)

    def enter(session: Session) -> None:
        for channel in (HOME, ELSEWHERE):
            assert partnerships.resolve(session, "1", channel, amina).id == 1
            assert partnerships.enter(session, channel, amina, MONDAY, about="1")[1].user_id == amina.user_id
        for refused in ("1", "2"):
            with pytest.raises(GoneError):
                partnerships.enter(session, ELSEWHERE, priya, MONDAY, about=refused)
        assert partnerships.enter(session, HOME, priya, MONDAY, about="1")[1].user_id == priya.user_id

    await _by(told, enter)


def test_today_is_the_day_it_is_where_the_partnership_lives() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    days = [partnerships.today(Partnership(zone=zone), late).day for zone in ("Europe/London", "Pacific/Auckland")]
    assert days == [2, 3]
    early = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
    assert partnerships.today(Partnership(zone="America/New_York"), early).day == 1
