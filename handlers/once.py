"""What Slack brings again is done once: by what this process remembers and, for messages, by a row that all share."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.app import Bot
from bot.lib.clock import wall
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.recent import Recent
from bot.outbox import answers
from bot.outbox.answers import Claim
from handlers.replies import Done, Reply

log = logger(__name__)


class InHandError(Exception):
    """Another process has begun to answer, and may be gone: Slack is to bring it again."""


@contextmanager
def first_time(known: Recent, name: str) -> Iterator[bool]:
    """Whether this process gets it for the first time. What broke off on the way may be delivered again."""
    if not known.add(name):
        yield False
        return
    try:
        yield True
    except BaseException:
        known.discard(name)
        raise


async def answered_once(bot: Bot, origin: str, answer: Callable[[], Awaitable[Reply]]) -> Reply:
    """What is answered to a message, and nothing if it has been answered. Raises `InHandError`."""
    claimed = await bot.database.run(answers.claim, origin, wall())
    if claimed is Claim.ANSWERED:
        return Done()
    if claimed is Claim.IN_HAND:
        raise InHandError
    try:
        reply = await answer()
    except Exception:
        await _settle(bot, origin)
        raise
    await _settle(bot, origin)
    return reply


async def _settle(bot: Bot, origin: str) -> None:
    try:
        await bot.database.run(answers.settle, origin, wall())
    except Exception as error:  # noqa: BLE001  # what was done is done, and is not told as failed for this
        log.warning("that a message is answered was not kept", fault=type(error).__name__, at=where(error))
