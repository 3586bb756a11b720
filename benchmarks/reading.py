"""What looking costs, by how long the history is: App Home, and `/skill find`."""

import itertools
import time
from collections.abc import Awaitable, Callable

from benchmarks.generate import HOME, TEAM
from benchmarks.turning import pencil
from bot.app import Bot
from bot.home import app_home
from bot.partnership.members import Who
from handlers import COMMANDS
from handlers import HOME as HOME_OPENED
from handlers.events import HomeOpened
from handlers.payloads import Command

_ORIGINS = itertools.count()


async def home(bot: Bot, number: int = 1) -> float:
    """Seconds until the page that somebody of this partnership opens is written for Slack."""
    user_id = f"U{(number - 1) * 6 + 2:08}"
    began = time.perf_counter()
    await HOME_OPENED(bot, HomeOpened(Who(TEAM, user_id), HOME))
    await bot.database.read(app_home.content, number, user_id, bot.clock())
    return time.perf_counter() - began


async def find(bot: Bot, number: int = 1) -> float:
    """Seconds until they are told who can weld."""
    who = Who(TEAM, f"U{(number - 1) * 6 + 2:08}")
    asked = Command("skill", "find welding", who, f"C{number:08}", f"asked {next(_ORIGINS)}", HOME)
    began = time.perf_counter()
    await COMMANDS["skill"](bot, asked)
    return time.perf_counter() - began


Look = Callable[[Bot, int], Awaitable[float]]


async def histories(long: str, short: str, look: Look, rounds: int, each: int = 10) -> list[tuple[float, float]]:
    """Seconds for so many looks with a long history and with a short one, one by one in turn, round by round."""
    seconds = []
    async with pencil(long) as many, pencil(short) as few:
        for _ in range(rounds + 1):
            ours = floor = 0.0
            for number in range(1, each + 1):
                ours += await look(many, number)
                floor += await look(few, number)
            seconds.append((ours, floor))
    return seconds[1:]  # the first is to warm up
