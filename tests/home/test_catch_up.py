"""Catching up: the last month in eight lines at most, whatever the history."""

from datetime import timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.db.transactions import Database
from bot.home import catch_up as catching_up
from bot.home.views.catch_up import LINES, CatchUp, catch_up
from bot.models import Blocker, Credit, Member, Movement, Partner, Partnership, Skill, Win
from tests.growth.watching import watching
from tests.world import MONDAY, World


def _lines(plain: str) -> list[str]:
    return [line for line in plain.splitlines()[1:] if line.strip()]


async def test_a_month_is_told_in_a_few_lines_of_facts(world: World) -> None:
    amina = await world.begins()
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil join Quayside Surgery, public")
    await amina.types("/win The hub has a roof")
    await amina.types("/win We painted it with @Dr Priya Raman")
    await amina.types("/win Only a slip")
    await amina.presses(amina.private()[-1], "win.undo")
    await amina.types("/skill fundraising")
    await amina.types("/blocker No room on Thursdays")
    await amina.presses(amina.private()[-1], "blocker.post")
    await priya.types("@Pencil catch-up")

    text = priya.private()[-1].plain
    lines = _lines(text)
    assert len(lines) < LINES
    assert lines[0] == "People: 2 new partners (Exe Bay Council and Quayside Surgery); 2 new people."
    assert lines[1] == ("Wins: 2 wins, 1 of them shared. “We painted it with @Dr Priya Raman” and “The hub has a roof”")
    assert lines[2] == "Blockers: 1 raised, 0 fixed. 1 open in all."
    assert lines[3] == "Skills: 1 skill offered."
    assert lines[-1].startswith("Next: celebrations on Friday 6 March")


async def test_a_month_in_which_nothing_happened_is_said_so(world: World) -> None:
    amina = await world.begins()
    await world.moves_to(MONDAY + timedelta(days=90))
    await amina.types("/partnership pause")
    await amina.types("/partnership catch-up")
    lines = _lines(amina.private()[-1].plain)
    assert lines[:2] == ["People: nobody came or went.", "Wins: none yet."]
    assert lines[-1] == "Next: nothing is planned just now."


async def test_steps_back_are_told_as_facts(world: World) -> None:
    amina = await world.begins()
    await world.person("Dr Priya Raman").types("@Pencil join Quayside Surgery, public")
    await world.moves_to(MONDAY + timedelta(days=40))
    await amina.types("/partnership step-back Quayside Surgery")
    await amina.types("/partnership catch-up")
    assert _lines(amina.private()[-1].plain)[0] == "People: Quayside Surgery stepped back."


async def test_a_check_in_and_its_words_are_told_as_in_its_summary(world: World) -> None:
    amina = await world.begins()
    for day in range(1, 20):
        await world.moves_to(MONDAY + timedelta(days=day))
        asked = [message for message in world.room if "Check-in:" in message.plain]
        if asked and any(action == "checkin.moving" for _, action, _ in asked[-1].buttons):
            await amina.presses(asked[-1], "checkin.moving")
    await amina.types("/partnership catch-up")
    assert "Check-in on " in amina.private()[-1].plain
    assert ": 1 moving. " in amina.private()[-1].plain


async def test_where_nobody_is_at_home_there_is_nothing_to_catch_up_on(world: World) -> None:
    amina = world.person("Amina Okafor")
    await amina.types("/partnership catch-up")
    assert "There’s no partnership in this channel yet" in amina.private()[-1].plain


async def _crowd(database: Database, number: int) -> None:
    """A partnership with a history of so many of each thing."""

    def fill(session: Session) -> None:
        session.add(Partnership(id=1, team_id="T", channel_id="C", name="Exe", zone="Europe/London", started_at=MONDAY))
        session.flush()
        made = range(1, number + 1)
        at = [MONDAY - timedelta(hours=nth) for nth in made]
        for table, rows in (
            (Partner, [{"name": f"P{nth}", "key": f"p{nth}", "joined_at": at[nth - 1]} for nth in made]),
            (
                Member,
                [
                    {"team_id": "T", "user_id": f"U{nth}", "joined_at": at[nth - 1], "seen_at": at[nth - 1]}
                    for nth in made
                ],
            ),
            (
                Win,
                [{"member_id": nth, "text": "x" * 900, "origin": f"{nth}", "recorded_at": at[nth - 1]} for nth in made],
            ),
            (Blocker, [{"text": "x", "raised_at": at[nth - 1]} for nth in made]),
            (Skill, [{"member_id": nth, "name": "s", "key": f"{nth}", "offered_at": at[nth - 1]} for nth in made]),
            (Movement, [{"partner_id": nth, "what": "joined", "at": at[nth - 1]} for nth in made]),
            (Credit, [{"win_id": nth, "partner_id": other} for nth in made for other in (nth, nth % number + 1)]),
        ):
            session.execute(insert(table), [{"partnership_id": 1, **row} for row in rows])

    await database.run(fill)


@pytest.mark.parametrize("number", [2, 700])
async def test_any_history_takes_as_many_statements_and_lines(database_url: str, number: int) -> None:
    database = Database(database_url)
    await _crowd(database, number)

    def look(session: Session) -> CatchUp:
        return catching_up.catch_up(session, session.get_one(Partnership, 1), MONDAY)

    with watching(database.engine) as watched:
        news = await database.run(look)
    database.close()
    assert 0 < len([text for text in watched.texts if text.lstrip().upper().startswith("SELECT")]) <= 14
    assert news.wins == news.shared == news.raised == news.still_open == news.skills == number
    message = catch_up(news)
    assert len(_lines(message.text)) < LINES
    assert len(message.text) < 1_500
