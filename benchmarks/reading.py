"""What looking costs, by how long the history is: App Home, and `/skill find`."""

import itertools
import time

from benchmarks.generate import HOME, TEAM
from benchmarks.turning import pencil
from bot.core import Bot
from bot.partnerships import Who
from handlers import COMMANDS
from handlers import HOME as HOME_OPENED
from handlers.acts import Command, HomeOpened

_ORIGINS = itertools.count()


async def home(bot: Bot, number: int = 1) -> float:
    """Seconds until the page that somebody of this partnership opens is written for Slack."""
    opened = HomeOpened(Who(TEAM, f"U{(number - 1) * 6 + 2:08}"), HOME)
    began = time.perf_counter()
    await HOME_OPENED(bot, opened)
    return time.perf_counter() - began


async def find(bot: Bot, number: int = 1) -> float:
    """Seconds until they are told who can weld."""
    who = Who(TEAM, f"U{(number - 1) * 6 + 2:08}")
    asked = Command("skill", "find welding", who, f"C{number:08}", f"asked {next(_ORIGINS)}", HOME)
    began = time.perf_counter()
    await COMMANDS["skill"](bot, asked)
    return time.perf_counter() - began


async def histories(long: str, short: str, rounds: int, each: int = 10) -> dict[str, list[tuple[float, float]]]:
    """Seconds for Home and for `/skill find` with a long history and with a short one, round by round."""
    found: dict[str, list[tuple[float, float]]] = {"App Home": [], "/skill find": []}
    async with pencil(long) as many, pencil(short) as few:
        for _ in range(rounds + 1):
            for name, look in (("App Home", home), ("/skill find", find)):
                pair = [0.0, 0.0]
                for number in range(1, each + 1):
                    for place, bot in enumerate((many, few)):
                        pair[place] += await look(bot, number)
                found[name].append((pair[0], pair[1]))
    return {name: pairs[1:] for name, pairs in found.items()}
