"""Why now: shown to everybody, said by hosts."""

from bot.app import Bot
from bot.lib.refusals import EmptyTextError
from bot.lib.text import TooLongError
from bot.partnership import acts
from bot.partnership.views import why as view
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Subcommands


async def word(bot: Bot, act: Command, rest: str) -> Reply:
    """`why` shows the sentence that holds, `why history` all there have been; a host says another with `why TEXT`."""
    if rest and rest.lower() != "history":
        try:
            written = await bot.database.run(acts.write_why, act.channel, act.who, rest, bot.clock())
        except TooLongError as refusal:
            return Say(view.too_long(refusal.text, refusal.most))
        return Say(view.kept(written))
    history = await bot.database.run(acts.why_history, act.channel, act.who, bot.clock())
    return Say(view.shown(history, bot.settings.command_partnership, whole=bool(rest)))


async def open_(bot: Bot, act: Press) -> Reply:
    """The form, for a host."""
    form = await bot.database.run(acts.why_to_edit, act.value, act.channel or "", act.who, bot.clock())
    return Open(view.edit_form(form.channel_id, form.text))


async def written_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        written = await bot.database.run(acts.write_why, act.channel, act.who, act.text(view.TEXT), bot.clock())
    except EmptyTextError:
        return Errors({view.TEXT: view.EMPTY})
    except TooLongError as refusal:
        return Errors({view.TEXT: view.too_long_words(refusal.text, refusal.most)})
    return Say(view.kept(written))


SUBCOMMANDS: Subcommands = {
    "why": word,
}

ACTIONS: Actions = {
    view.SAY: open_,
}

FORMS: Forms = {
    view.SAY_FORM: written_by_form,
}
