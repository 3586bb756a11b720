"""`/partnership WORD …`: each word is answered by the handler module that has it in its table."""

from bot.app import Bot
from bot.home.views import commands as view
from bot.partnership import acts
from handlers.markup import first_word, read
from handlers.payloads import Command
from handlers.replies import Reply, Say
from handlers.tables import Handler, Subcommands


def command(subcommands: Subcommands) -> Handler[Command]:
    """The handler of `/partnership`, by the words that may follow it."""

    async def answer(bot: Bot, act: Command) -> Reply:
        word, rest = first_word(act.text)
        rest = (await read(bot, act, rest)).text.strip()
        if word in subcommands:
            return await subcommands[word](bot, act, rest)
        await bot.database.read(acts.home, act.channel)
        return Say(view.help_(bot.settings.commands, unknown=word))

    return answer
