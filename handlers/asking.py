"""Asking first, where what follows a command may not be meant to be recorded."""

from bot.app import Bot
from bot.home import acts_on_words as acts
from bot.home.acts_on_words import Noun
from bot.home.views import questions as view
from bot.lib.language.intents import Intent, intent, names_alone
from handlers.payloads import Command, Submission
from handlers.people import called_here
from handlers.replies import Reply, Say

_ONE_WORD_WILL_DO = {Noun.BLOCKER, Noun.SKILL, Noun.IDEA}
_A_NAME = 8  # words at most, with some thanks


async def asked_first(bot: Bot, act: Command, noun: Noun, text: str) -> Reply | None:
    """The question what the words are; nothing where that is plain, or their author has said so."""
    if act.sure:
        return None
    name = noun is Noun.HABIT and await only_names(bot, act, text)
    meant = Intent.NAME if name else intent(text, one_word_will_do=noun in _ONE_WORD_WILL_DO)
    if meant is None:
        return None
    return Say(view.doubt(await bot.database.run(acts.doubt, act.channel, act.who, noun, meant, text, bot.clock())))


async def only_names(bot: Bot, act: Command | Submission, text: str) -> bool:
    """Whether nothing but people is named in the words, by mentions or as those are called who are here."""
    if len(text.split()) > _A_NAME:
        return False
    return names_alone(text, ()) or names_alone(text, await called_here(bot, act.channel, act.who))
