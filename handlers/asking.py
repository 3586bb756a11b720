"""Asking first, where what follows a command may not be meant to be recorded."""

from bot.app import Bot
from bot.home import acts_on_words as acts
from bot.home.acts_on_words import Noun
from bot.home.views import questions as view
from bot.lib.language.intents import intent
from handlers.payloads import Command
from handlers.replies import Reply, Say


async def asked_first(bot: Bot, act: Command, noun: Noun, text: str) -> Reply | None:
    """The question what the words are; nothing where that is plain, or their author has said so."""
    meant = None if act.sure else intent(text, one_word_will_do=noun is not Noun.WIN)
    if meant is None:
        return None
    return Say(view.doubt(await bot.database.run(acts.doubt, act.channel, act.who, noun, meant, text, bot.clock())))
