"""Whose public holidays a partnership keeps, and when it is closed besides."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import holidays
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.blockers import hosts_news
from bot.home import acts_on_settings
from bot.home.acts_on_settings import Changes
from bot.lib import days, public_holidays
from bot.models import AuditEntry, Blocker, Checkin, Member, Occasion, Partnership, Schedule
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.partnership.partnerships import NewPartnership
from bot.schedule import calendars, countries, timetable
from bot.schedule.calendars import Calendar, Closure
from handlers import times
from sandbox.actors.person import Person
from tests.world import FRIDAY, MONDAY, World

GOOD_FRIDAY = datetime(2026, 4, 3, 14, 0, tzinfo=UTC)  # 15:00 in British summer
DAY = timedelta(days=1)


async def _says(person: Person, words: str) -> str:
    await person.types(f"/partnership {words}" if person.may_command else f"@Pencil {words}")
    return person.private()[-1].plain


def _next(world: World, kind: str = "celebrations") -> datetime:
    with Session(world.bot.database.engine) as session:
        at = session.get_one(Schedule, (1, kind)).next_at
    assert at is not None
    return at


def _here(world: World) -> Any:
    with Session(world.bot.database.engine) as session:
        return session.get_one(Partnership, 1)


async def _host(world: World, name: str) -> Person:
    """Amina, or somebody of the other workspace who hosts as well."""
    await world.begins()
    person = world.person(name)
    if name != "Amina Okafor":
        await person.types("@Pencil join Quayside Surgery, public")
        with Session(world.bot.database.engine) as session, session.begin():
            session.scalars(select(Member).where(Member.user_id == person.user_id)).one().host = True
    return person


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_hosts_choose_whose_holidays_in_a_line(world: World, name: str) -> None:
    host = await _host(world, name)
    assert "Public holidays: England and Wales" in await _says(host, "settings")
    await world.moves_to(datetime(2026, 11, 24, 9, tzinfo=UTC))
    await world.moves_to(datetime(2026, 11, 27, 16, tzinfo=UTC))
    for kind in ("checkins", "skills", "pulse", "vision"):
        await _says(host, f"timetable {kind} off")
    await _says(host, "timetable celebrations mon 15:00")
    assert _next(world) == datetime(2026, 11, 30, 15, tzinfo=UTC)

    assert "Public holidays: Scotland" in await _says(host, "settings holidays Scotland")

    assert _next(world) == datetime(2026, 12, 1, 15, tzinfo=UTC)  # St Andrew's Day
    preview = await _says(host, "preview")
    assert "Monday 30 November: Saint Andrew's Day" in preview
    assert "public holiday (Scotland)" in await _says(host, "timetable")
    assert "changed the public holidays to those of Scotland" in await _says(host, "log")
    assert "Public holidays: England and Wales" in await _says(host, "settings holidays wales")
    assert _next(world) == datetime(2026, 11, 30, 15, tzinfo=UTC)


async def test_each_partnership_keeps_its_own(world: World) -> None:
    """One tick, one day: a holiday to one of them, and not to the other."""
    amina = await world.begins()
    elsewhere = NewPartnership("T0HUB", "C0HARBOUR", "Harbour", "Europe/London", "JP")
    with Session(world.bot.database.engine) as session, session.begin():
        partnerships.start(session, elsewhere, Who("T0HUB", "U0ELSE"), MONDAY)
    await amina.types("/win We opened the hub")

    await world.moves_to(GOOD_FRIDAY - DAY)
    await world.moves_to(GOOD_FRIDAY)

    with Session(world.bot.database.engine) as session:
        came = select(Occasion.partnership_id).where(Occasion.kind == "celebrations", Occasion.occasion == "2026-04-03")
        assert session.scalars(came).all() == [2]
    await world.moves_to(GOOD_FRIDAY + 4 * DAY)
    assert len(world.celebrations) == 1


@pytest.mark.parametrize("name", ["Amina Okafor", "Dr Priya Raman"])
async def test_hosts_close_it_for_some_days_and_open_it_again(world: World, name: str) -> None:
    host = await _host(world, name)
    assert _next(world) == FRIDAY

    reply = await _says(host, "settings closed 5 to 8 March: Office move")

    assert "Also closed: 5 March 2026 to 8 March 2026: Office move" in reply
    assert _next(world) == FRIDAY + 3 * DAY
    assert "Friday 6 March: Office move" in await _says(host, "preview")
    assert "closed the partnership on 5 March 2026 to 8 March 2026" in await _says(host, "log")
    assert "Also closed: never" in await _says(host, "settings open 6 March")
    assert _next(world) == FRIDAY
    assert "reopened the partnership on 5 March 2026" in await _says(host, "log")


async def test_the_form_shows_and_sets_both(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership settings closed 24 December to 2 January: Winter break")
    await amina.presses(amina.private()[-1], "house.open")

    assert await amina.submits({"closed": "some day"}) is not None
    assert await amina.submits({"closed": "1 February 2026"}) is not None
    assert await amina.submits({"closed": "1 June to 30 August"}) is not None
    assert _here(world).holidays == "GB-ENG"
    typed = "10-14 August, Summer\n24 December 2026 to 2 January 2027: Winter break"
    assert await amina.submits({"closed": typed, "holidays": "GB-NIR", "floor": "7"}) is None

    reply = amina.private()[-1].plain
    assert "Public holidays: Northern Ireland" in reply
    assert "10 August 2026 to 14 August 2026: Summer; 24 December 2026 to 2 January 2027: Winter break" in reply
    assert _here(world).pulse_floor == 7


async def test_deadlines_are_counted_by_them(world: World) -> None:
    amina = await world.begins()
    await amina.types("/partnership settings closed 17 to 19 March")
    await world.moves_to(datetime(2026, 3, 16, 10, tzinfo=UTC))
    await world.moves_to(datetime(2026, 3, 16, 10, 5, tzinfo=UTC))

    with Session(world.bot.database.engine) as session:
        closes_at = session.scalars(select(Checkin.closes_at)).one()
    assert closes_at is not None
    assert closes_at.date() == date(2026, 3, 23)  # Friday is the first working day after


async def test_a_change_loses_nothing_that_was_put_off(world: World) -> None:
    """What Good Friday put off comes on its later day, should the day be no holiday after all."""
    amina = await world.begins()
    await world.moves_to(GOOD_FRIDAY - DAY)
    await world.moves_to(GOOD_FRIDAY + DAY / 24)
    await amina.types("/win We opened the hub")
    easter_tuesday = GOOD_FRIDAY + 4 * DAY
    assert _next(world) == easter_tuesday

    await amina.types("/partnership settings holidays Japan")

    assert _next(world) == easter_tuesday
    await world.moves_to(easter_tuesday)
    assert len(world.celebrations) == 1
    assert _next(world) == easter_tuesday + 3 * DAY


async def test_new_clocks_lose_no_post_of_the_day(world: World) -> None:
    amina = await world.begins()
    await amina.types("/win We opened the hub")
    half_an_hour_before = FRIDAY - timedelta(minutes=30)
    await world.moves_to(half_an_hour_before)

    await amina.types("/partnership settings zone Europe/Paris")

    await world.moves_to(FRIDAY)
    assert len(world.celebrations) == 1


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("settings holidays Atlantis", "don’t know those holidays"),
        ("settings holidays United Kingdom", "don’t know those holidays"),
        ("settings closed some day", "didn’t understand those days"),
        ("settings closed 1 June to 30 August", "at most 42 days"),
        ("settings closed 1 March 2026", "Those days are over"),
        ("settings closed 9 March 2026 to 5 March 2026", "can’t end before"),
        ("settings closed 9 March: " + "x" * 61, "at most 60 characters"),
        ("settings open 9 March", "not closed on that day"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_changed(world: World, words: str, answer: str) -> None:
    amina = await world.begins()

    reply = await _says(amina, words)

    assert answer in reply
    assert "Nothing was changed" in reply
    assert _here(world).closures == []
    assert _here(world).holidays == "GB-ENG"


async def test_only_hosts_change_them(world: World) -> None:
    await world.begins()
    marek = world.person("Marek Nowak")

    for words in ("holidays Scotland", "closed 9 March", "open 9 March"):
        assert "Only a host" in await _says(marek, f"settings {words}")


async def test_a_second_host_at_once_loses_no_closure(world: World) -> None:
    amina = await world.begins()
    with Session(world.bot.database.engine) as session:
        member = session.scalars(select(Member).where(Member.user_id == amina.user_id)).one()
        who = Who(member.team_id, member.user_id, "C0EXEBAYX")

    def closing(session: Session, number: int) -> None:
        changes = Changes(close=lambda _: [Closure(date(2026, 5, number), date(2026, 5, number))])
        acts_on_settings.change(session, "C0EXEBAYX", who, changes, MONDAY)

    await asyncio.gather(*(world.bot.database.run(closing, number) for number in range(1, 6)))

    assert len(_here(world).closures) == 5
    with Session(world.bot.database.engine) as session:
        done = Counter(session.scalars(select(AuditEntry.deed)))
    assert done["settings.closed"] == 5


# The calendar itself


@pytest.mark.parametrize(
    "code", ["GB-ENG", "GB-SCT", "GB-NIR", "IE", "US", "FR", "DE-BY", "JP", "NZ", "NG", "IN", "ZA"]
)
def test_a_year_at_a_time_gives_the_same_days_as_all_at_once(code: str) -> None:
    country, _, region = code.partition("-")
    all_at_once = holidays.country_holidays(country, subdiv=region or None)
    days = [date(2024, 1, 1) + number * DAY for number in range(7 * 365)]
    assert [day for day in days if Calendar(code).is_off(day)] == [day for day in days if day in all_at_once]


def test_a_year_is_worked_out_once() -> None:
    calendars._holidays.cache_clear()
    for number in range(1000):
        Calendar("GB-ENG", (Closure(date(2026, 1, number % 28 + 1), date(2026, 2, 1)),)).is_off(date(2026, 5, 4))
    assert calendars._holidays.cache_info().misses == 1


def test_names_are_found_as_people_type_them() -> None:
    typed = {
        "england": "GB-ENG",
        "Wales": "GB-ENG",
        "SCOTLAND": "GB-SCT",
        "northern  ireland": "GB-NIR",
        "the Netherlands": "NL",
        "Curaçao": "CW",
        "Trinidad & Tobago": "TT",
        "de-by": "DE-BY",
    }
    assert {words: countries.named(words) for words in typed} == typed


@pytest.mark.parametrize("chosen", ["GB-ENG", "GB-WLS", "FJ", "DE-BY", "GB"])
def test_the_list_fits_and_has_what_is_chosen(chosen: str) -> None:
    offered = countries.offered(chosen)
    assert len(offered) <= 100
    assert chosen in [code for _, code in offered]
    assert len({name for name, _ in offered}) == len(offered)
    assert all(public_holidays.are_known(code) for _, code in offered)


@pytest.mark.parametrize(
    ("typed", "first", "last", "label"),
    [
        ("24 December to 2 January: Winter break", (2026, 12, 24), (2027, 1, 2), "Winter break"),
        ("10-14 August, Summer", (2026, 8, 10), (2026, 8, 14), "Summer"),
        ("10 to 14 August", (2026, 8, 10), (2026, 8, 14), ""),
        ("2026-08-10 to 2026-08-14", (2026, 8, 10), (2026, 8, 14), ""),
        ("5 May, 2026: Stocktaking", (2026, 5, 5), (2026, 5, 5), "Stocktaking"),
        ("5/5", (2026, 5, 5), (2026, 5, 5), ""),
        ("28 February to 6 March", (2026, 2, 28), (2026, 3, 6), ""),  # it has begun
        ("24 Dec – 26 Dec, Jo’s leave, and mine", (2026, 12, 24), (2026, 12, 26), "Jo’s leave, and mine"),
    ],
)
def test_days_are_read_as_people_type_them(
    typed: str, first: tuple[int, int, int], last: tuple[int, int, int], label: str
) -> None:
    read = times.closure(typed, MONDAY, "Europe/London")
    assert read == Closure(date(*first), date(*last), label)


@pytest.mark.parametrize("typed", ["", "to", "5 May to", "31 to 2 June", "5 May to 6 May to 7 May", "some day", ":"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(days.UnclearError):
        times.closure(typed, MONDAY, "Europe/London")


async def test_what_is_prepared_or_brought_forward_goes_by_them(world: World) -> None:
    amina = await world.begins()
    for day in ("3 March", "5 March", "12 March"):
        await amina.types(f"/partnership settings closed {day}")
    assert _prepared(world) == date(2026, 3, 4)

    await world.bot.database.run(lambda session: timetable.bring_forward(session, _first(session), "vision", MONDAY))
    assert _next(world, "vision").date() == date(2026, 3, 4)
    await world.moves_to(FRIDAY)

    assert _next(world) == FRIDAY + 7 * DAY
    assert _prepared(world) == date(2026, 3, 11)


def _first(session: Session) -> Partnership:
    return session.get_one(Partnership, 1)


def _prepared(world: World) -> date:
    with Session(world.bot.database.engine) as session:
        at = session.get_one(Schedule, (1, "celebrations")).ahead_at
    assert at is not None
    return at.date()


async def test_the_first_day_of_all_is_a_working_day_there(world: World) -> None:
    new = NewPartnership("T0HUB", "C0HARBOUR", "Harbour", "Europe/London", "JP")
    the_day_before_a_holiday = datetime(2026, 3, 19, 10, tzinfo=UTC)

    await world.bot.database.run(partnerships.start, new, Who("T0HUB", "U0ELSE"), the_day_before_a_holiday)

    assert _next(world).date() == date(2026, 3, 23)
    with Session(world.bot.database.engine) as session:
        assert session.get_one(Schedule, (1, "roll-call")).day == "mon"


async def test_the_preview_tells_nothing_for_a_closed_day_after_one_that_was_put_off(world: World) -> None:
    amina = await world.begins()
    for day in ("6 March", "13 March"):
        await amina.types(f"/partnership settings closed {day}")
    await world.moves_to(FRIDAY + DAY / 8)

    preview = await _says(amina, "preview")

    assert "Monday 9 March at 15:00: Celebrations" in preview
    assert preview.count("Celebrations") == 1


def test_hosts_hear_of_a_day_on_a_working_day_of_theirs() -> None:
    here = Partnership(zone="Europe/London", holidays="GB-ENG", closures=[["2026-03-05", "2026-03-05", ""]])
    at = hosts_news.warns_at(Blocker(needed_on=date(2026, 3, 6)), here, MONDAY)
    assert at is not None
    assert at.date() == date(2026, 3, 4)


async def test_a_new_partnership_begins_with_those_of_the_server(world: World) -> None:
    scottish = world.bot.settings.model_copy(update={"holidays": "GB-SCT"})
    object.__setattr__(world.bot, "settings", scottish)

    amina = await world.begins()

    assert any("holidays of Scotland" in message.plain for message in amina.private())
    assert _here(world).holidays == "GB-SCT"
