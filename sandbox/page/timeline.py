"""The story's clock as the page moves it: never back, and stopping wherever something is due."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sandbox.actors.refusal import CannotError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sandbox.page.rendering import Reader
    from sandbox.server import Sandbox
    from sandbox.slack.state import Message

STEPS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
CELEBRATION = "celebration"
WANTED = {"next": "", "celebration": CELEBRATION}  # what the name of what is due has in it
CLOSE = "closes"  # what ends here: everybody has answered by then
ANSWER_SECONDS = 1.0  # then the page is shown, and follows how the clock goes on
LIVE_SECONDS = 0.3  # people are given this long to answer before the clock goes on
ASK_SECONDS = 60


@dataclass(frozen=True)
class Upcoming:
    """Something due: when, in the reader's zone, and what."""

    at: datetime
    what: str


@dataclass(frozen=True)
class Came:
    """Something Pencil posted: its first words, and where it stands."""

    words: str
    channel_id: str
    ts: str


class Timeline:
    """What is due, how the clock moves there, and what came of it. `version` goes up with whatever is shown of it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.version = 0
        self.moving = self.troubled = False  # troubled: something went wrong with Slack while it moved
        self.stopped_at: datetime | None = None  # once it has been moved
        self.came: list[Came] = []
        self._upcoming: Sequence[tuple[datetime, str]] = ()
        self._asked_at: tuple[int, int] | None = None
        self._answering: set[asyncio.Task[None]] = set()

    async def moves(self, move: str, besides: Collection[str]) -> None:
        """Moves the clock: a day or a week on, to what is next, or to the celebration.

        The invented people live on meanwhile, but those named. A long way goes on after the answer.
        """
        if self.moving:
            raise CannotError("the clock is still moving")
        self.moving, self.came, self.troubled = True, [], self._sandbox.faults.any_left
        way = self._sandbox.begins(self._goes(move, besides))
        await asyncio.wait({way}, timeout=ANSWER_SECONDS)
        if way.done():
            way.result()

    async def asks_upcoming(self) -> None:
        """Asks what comes next, which may take Pencil a moment: only when something may have changed it."""
        world = (self._sandbox.slack.version, int(time.monotonic() / ASK_SECONDS))
        if self._sandbox.story or self.moving or world == self._asked_at:
            return
        self._asked_at = world
        await self._asks()

    def upcoming(self, reader: Reader) -> Upcoming | None:
        """What is next, as this reader's clock has it."""
        return next((Upcoming(reader.local(at), what) for at, what in self._upcoming), None)

    def celebration(self, reader: Reader) -> Upcoming | None:
        """The next celebration."""
        return next((Upcoming(reader.local(at), what) for at, what in self._upcoming if CELEBRATION in what), None)

    async def _goes(self, move: str, besides: Collection[str]) -> None:
        clock = self._sandbox.clock
        try:
            await self._asks()
            until = self._until(move)
            done = None
            while self._upcoming and self._upcoming[0] != done and self._upcoming[0][0] <= until:
                done = self._upcoming[0]
                await self._lets_answer(None if CLOSE in done[1] else LIVE_SECONDS)
                await self._stops(max(done[0], clock.now()), besides)
            if done is None or clock.now() < until:
                await self._stops(max(until, clock.now()), besides)
        finally:
            self.moving, self.stopped_at = False, clock.now()
            self.version += 1

    def _until(self, move: str) -> datetime:
        now = self._sandbox.clock.now()
        if move in STEPS:
            return now + STEPS[move]
        wanted = WANTED.get(move)
        return now if wanted is None else next((at for at, what in self._upcoming if wanted in what), now)

    async def _stops(self, at: datetime, besides: Collection[str]) -> None:
        """Pencil does what is due at this time, and people answer while the page is shown already."""
        before = {post.ts for post in self._posts()}
        self._sandbox.clock.move_to(at)
        if self._sandbox.tick and not self._sandbox.away:
            await self._sandbox.tick()
        posts = [post for post in self._posts() if post.ts not in before]
        self.came += [_came(post) for post in posts]
        self._answering.add(self._sandbox.begins(self._others_answer(posts, besides)))
        await self._asks()

    async def _lets_answer(self, seconds: float | None) -> None:
        """People finish what they are answering, for so long at most."""
        if self._answering:
            _, self._answering = await asyncio.wait(self._answering, timeout=seconds)

    def _posts(self) -> list[Message]:
        slack = self._sandbox.slack
        every = [post for channel_id in list(slack.channels) for post in slack.messages(channel_id)]
        return [post for post in every if post.by_app and post.only_for is None]

    async def _others_answer(self, posts: Sequence[Message], besides: Collection[str]) -> None:
        answers = self._sandbox.answers
        if answers is not None:
            for post in posts:
                with contextlib.suppress(CannotError):  # where Slack misbehaves, no form may open
                    await answers(post, besides)

    async def _asks(self) -> None:
        upcoming = await self._sandbox.upcoming() if self._sandbox.upcoming else ()
        if upcoming != self._upcoming:
            self._upcoming = upcoming
            self.version += 1


def _came(post: Message) -> Came:
    return Came(post.plain.partition("\n")[0], post.channel_id, post.ts)
