"""A partnership of twelve organisations and sixty people, with a vision and a year behind it, and what they do."""

import json
import os
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.db.engine import engine
from bot.home import app_home
from bot.lib.clock import wall
from bot.models import Aim, Member, Partnership, Vision, Win
from bot.partnership import members, partners, partnerships
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry, Sector
from bot.partnership.partnerships import NewPartnership
from bot.wins import changes
from bot.wins.entries import WinEntry

CHANNEL, TEAM = "C00000001", "T00000001"
_PEOPLE = 60
_NAMES = (
    "Alder Trust",
    "Birch Council",
    "Cedar Surgery",
    "Dogwood Charity",
    "Elm Builders",
    "Fir School",
    "Gorse Police",
    "Hazel Housing",
    "Ivy Museum",
    "Juniper Foods",
    "Kingcup Farm",
    "Larch Library",
)
_AIMS = ("Open doors on every street", "Warm homes by winter", "One form for all of us")
HISTORY = 400  # wins of the year before
_numbers = count(1)


def who(number: int) -> Who:
    """Of twelve workspaces, each an organisation's."""
    return Who(f"T{number % len(_NAMES) + 1:08}", f"U{number % _PEOPLE + 1:08}")


def settle(url: str) -> int:
    """The partnership is in the database; returns a win that its first host has undone."""
    made = engine(url)
    with Session(made) as session, session.begin():
        win_id = _settle(session)
    made.dispose()
    return win_id


def told(url: str) -> int:
    """How many wins there are."""
    made = engine(url)
    with Session(made) as session:
        number = session.scalar(select(func.count()).select_from(Win)) or 0
    made.dispose()
    return number


def _settle(session: Session) -> int:
    now = wall()
    host = who(0)
    here = partnerships.start(
        session,
        NewPartnership(TEAM, CHANNEL, "Exe Bay Together", "Europe/London"),
        host,
        now - timedelta(days=1),
    )
    joined = [
        partners.join(
            session,
            here,
            members.admit(session, here, who(number), now),
            PartnerEntry(name, list(Sector)[number % 3]),
            now,
        )
        for number, name in enumerate(_NAMES)
    ]
    for number in range(len(_NAMES), _PEOPLE):
        members.admit(session, here, who(number), now).partner_id = joined[number % len(_NAMES)].id
    session.flush()
    for number in range(_PEOPLE):  # everybody has looked at their Home, so that each act owes it anew
        app_home.show(session, who(number), now)
    here = session.scalars(select(Partnership)).one()
    member = members.admit(session, here, host, now)
    _remember(session, here, member, now)
    win_id = changes.record(session, here, member, WinEntry("We began"), "benchmarks", now).id
    return changes.undo(session, member, session.get_one(Win, win_id), now).id  # no turn of the clock takes it up


def _remember(session: Session, here: Partnership, host: Member, now: datetime) -> None:
    """A vision with aims, and a year of wins, some of them towards an aim; everybody has been thanked before."""
    begun = now - timedelta(days=365)
    vision = Vision(partnership_id=here.id, number=1, text="Nobody here is lonely", member_id=host.id, since=begun)
    session.add(vision)
    session.flush()
    aims = [
        Aim(partnership_id=here.id, vision_id=vision.id, number=number, text=text)
        for number, text in enumerate(_AIMS, 1)
    ]
    session.add_all(aims)
    session.flush()
    people = session.scalars(select(Member).order_by(Member.id)).all()
    for number in range(HISTORY):
        told_at, by = begun + timedelta(days=365 * number / HISTORY), people[number % len(people)]
        entry = WinEntry(f"A bus stops at the surgery, week {number}", [who(number + 1)])
        win_id = changes.record(session, here, by, entry, f"benchmarks:{number}", told_at).id
        session.get_one(Win, win_id).aim_id = aims[number % len(aims)].id if number % 2 else None
    for person in people:
        person.thanks_told_at = begun


def wins_told(number: int) -> list[str]:
    """Bodies of `/win` by everybody in turn, each thanking one or two others."""
    return [urlencode(_command(number)) for number in _next(number)]


def _next(number: int) -> Iterator[int]:
    return (next(_numbers) for _ in range(number))


def _command(number: int) -> dict[str, str]:
    by, thanked = who(number), [who(number + other) for other in range(1, 2 + number % 2)]
    return {
        "token": "x",
        "team_id": by.team_id,
        "team_domain": "exebay",
        "channel_id": CHANNEL,
        "channel_name": "exe-bay",
        "user_id": by.user_id,
        "user_name": "somebody",
        "command": "/win",
        "text": f"Forty families came to the open day, number {number}, with "
        + " and ".join(f"<@{person.user_id}|somebody>" for person in thanked),
        "api_app_id": "A00000001",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/x",
        "trigger_id": _trigger(number),
    }


def _trigger(number: int) -> str:
    return f"{os.getpid()}.{time.time_ns()}.{number}"


def undoings(number: int, win_id: int, response_url: str) -> list[str]:
    """Bodies of presses on *Undo* by the teller of a win that is undone: each does as much as the others."""
    return [urlencode({"payload": json.dumps(_press(press, win_id, response_url))}) for press in _next(number)]


def _press(number: int, win_id: int, response_url: str) -> dict[str, Any]:
    by = who(0)
    return {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "exebay"},
        "user": {"id": by.user_id, "team_id": by.team_id, "name": "somebody"},
        "api_app_id": "A00000001",
        "container": {
            "type": "message",
            "message_ts": "1700000000.000100",
            "channel_id": CHANNEL,
            "is_ephemeral": True,
        },
        "trigger_id": _trigger(number),
        "channel": {"id": CHANNEL, "name": "exe-bay"},
        "response_url": response_url,
        "actions": [
            {"type": "button", "action_id": "win.undo", "block_id": "b", "value": str(win_id), "action_ts": "1.1"}
        ],
    }
