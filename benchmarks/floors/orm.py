"""One async-ORM transaction a command: the look-ups and rows of `/win`, as most programs of this kind would do them.

Stock Bolt behind Starlette and uvicorn; SQLAlchemy's `AsyncSession` over aiosqlite, as durable as Pencil's, or psycopg.
"""

import os
import re
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.app.async_app import AsyncApp
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from benchmarks.floors.bolt import _authorize
from bot.lib.clock import wall
from bot.models import Credit, Member, Partner, Partnership, Post, Schedule, Thanks, Win

_MENTION = re.compile(r"<@(U[0-9]+)\|[^>]*>")


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, pool_size=10)
    # One connection: several would wait for each other's lock, and lose time over it.
    made = create_async_engine(url.replace("sqlite://", "sqlite+aiosqlite://"), pool_size=1, max_overflow=0)

    @event.listens_for(made.sync_engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return made


sessions = async_sessionmaker(_engine(os.environ["DATABASE_URL"]), expire_on_commit=False)
app = AsyncApp(signing_secret=os.environ["SLACK_SIGNING_SECRET"], authorize=_authorize, process_before_response=True)
handler = AsyncSlackRequestHandler(app)


@app.command("/win")
async def _win(ack: Any, command: dict[str, str]) -> None:
    async with sessions() as session, session.begin():
        said = await _record(session, command)
    await ack(said)


async def _record(session: AsyncSession, command: dict[str, str]) -> str:
    origin = f"command:{command['trigger_id']}"
    partnership = (
        await session.scalars(select(Partnership).where(Partnership.channel_id == command["channel_id"]))
    ).one()
    here = Member.partnership_id == partnership.id
    teller = (await session.scalars(select(Member).where(here, Member.user_id == command["user_id"]))).one()
    if (await session.scalars(select(Win).where(Win.origin == origin))).first() is not None:
        return "Recorded already."
    mentioned = _MENTION.findall(command["text"])
    thanked = (await session.scalars(select(Member).where(here, Member.user_id.in_(mentioned)))).all()
    win = Win(
        partnership_id=partnership.id, member_id=teller.id, text=command["text"], origin=origin, recorded_at=wall()
    )
    session.add(win)
    await session.flush()
    for partner_id in {one.partner_id for one in (teller, *thanked)}:
        session.add(Credit(win_id=win.id, partner_id=partner_id, partnership_id=partnership.id))
    for one in thanked:
        session.add(Thanks(win_id=win.id, user_id=one.user_id, team_id=one.team_id, partnership_id=partnership.id))
    home = (
        await session.scalars(
            select(Post).where(
                Post.partnership_id == partnership.id,
                Post.kind == "home",
                Post.occasion == f"home:{teller.user_id}",
            )
        )
    ).first()
    if home is not None:
        home.version, home.method, home.blocks = home.version + 1, "views.publish", [{"wins": [win.text]}]
    await session.flush()
    shared = (
        await session.scalars(
            select(Partner.name).join(Credit, Credit.partner_id == Partner.id).where(Credit.win_id == win.id)
        )
    ).all()
    due = await session.scalar(
        select(Schedule.next_at).where(Schedule.partnership_id == partnership.id, Schedule.kind == "celebrations")
    )
    return f"Recorded: {win.text}. Shared by {', '.join(shared)}. It will be celebrated on {due}."


async def _events(request: Request) -> Response:
    return await handler.handle(request)


async def _up(_: Request) -> Response:
    return PlainTextResponse("up")


if __name__ == "__main__":
    web = Starlette(routes=[Route("/slack/events", _events, methods=["POST"]), Route("/", _up)])
    uvicorn.run(web, host="127.0.0.1", port=int(os.environ["PORT"]), log_level="warning", access_log=False)
