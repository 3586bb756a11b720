"""Names put in where somebody is to read words: the last thing before they go to Slack."""

from typing import Any

from bot.app import Bot
from bot.mentions import names
from bot.slack import marked
from bot.slack.messages import Message


async def message(bot: Bot, words: Message) -> Message:
    """The message with the names of all whom it mentions; where it mentions nobody, as it is, and nothing is asked."""
    numbers = marked.numbers(list(words.blocks))
    return marked.message(words, await bot.database.read(names.by_number, numbers)) if numbers else words


async def form(bot: Bot, view: dict[str, Any]) -> dict[str, Any]:
    """The same of a form."""
    numbers = marked.numbers(view)
    return marked.form(view, await bot.database.read(names.by_number, numbers)) if numbers else view


async def blocks(bot: Bot, text: str | None, kept: list[Any] | None) -> tuple[str | None, list[Any]]:
    """A kept message's text and blocks, likewise."""
    kept = kept or []
    numbers = marked.numbers(kept)
    if not numbers:
        return text, kept
    shown = await message(bot, Message(tuple(kept)))
    return shown.text, list(shown.blocks)
