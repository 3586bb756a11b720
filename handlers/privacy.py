"""My data, being forgotten, and the end of a partnership."""

from bot.app import Bot
from bot.home import acts as home
from bot.home.views import mine as mine_view
from bot.lib import values
from bot.lib.logs import logger
from bot.lib.refusals import GoneError
from bot.partnership.members import Who
from bot.partnership.partnerships import NoPartnershipError
from bot.privacy import acts
from bot.privacy.acts import OtherNameError
from bot.privacy.forget_me import LastHostError, NothingHeldError
from bot.privacy.views import deletion as end_view
from bot.privacy.views import forget_me as forget_view
from bot.privacy.views import my_data as view
from bot.slack.failures import SlackError
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

log = logger(__name__)

# My data


async def my_data(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`my-data`: how much of what is held is shown at once; all of it comes as files."""
    return Say(view.summary(await bot.database.run(acts.ask_for_my_data, "", act.channel, act.who, bot.clock())))


async def my_data_pressed(bot: Bot, act: Press) -> Reply:
    channel = act.channel or ""
    return Say(view.summary(await bot.database.run(acts.ask_for_my_data, act.value, channel, act.who, bot.clock())))


# Being forgotten


async def forget_me(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    """`forget-me`: what it would come to, and the form."""
    facts = await bot.database.run(acts.forget_form, "", act.channel, act.who)
    return Open(forget_view.forget_form(facts)) if act.trigger else Say(forget_view.called(facts))


async def forget_me_pressed(bot: Bot, act: Press) -> Reply:
    facts = await bot.database.run(acts.forget_form, act.value, act.channel or "", act.who)
    return Open(forget_view.forget_form(facts))


async def forgotten_by_form(bot: Bot, act: Submission) -> Reply:
    chosen = act.chosen(forget_view.CHOSEN)
    has_home = act.team in act.who.teams
    forgotten = await bot.database.run(
        home.forget, act.about, act.channel, act.who, chosen, bot.clock(), has_home=has_home
    )
    bot.slack.forget(act.who.user_id)
    if has_home and not forgotten.has_home:
        await _empty_home(bot, act.who)
    return Say(forget_view.forgotten(forgotten))


async def _empty_home(bot: Bot, who: Who) -> None:
    """They are forgotten whether or not Slack takes this; what it shows is theirs alone, until they look anew."""
    try:
        await bot.answers.call("views.publish", seconds=1, user_id=who.user_id, view=mine_view.as_home(None))
    except SlackError as error:
        log.warning("a Home did not change", reason=error.reason)


# The end


async def end(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    """`end`: what would be deleted, and how to take a copy first."""
    return Say(end_view.warning(await bot.database.run(acts.ending, "", act.channel, act.who, bot.clock())))


async def end_pressed(bot: Bot, act: Press) -> Reply:
    ending = await bot.database.run(acts.ending, act.value, act.channel or "", act.who, bot.clock())
    return Say(end_view.warning(ending), beside=True)


async def copy_pressed(bot: Bot, act: Press) -> Reply:
    """A copy of everything is sent; the message with its buttons stays."""
    await bot.database.run(acts.ask_for_copy, act.value, act.channel or "", act.who, bot.clock())
    return Say(end_view.sending(), beside=True)


async def export(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    """`export`: a copy of what the partnership knows together, for a host."""
    await bot.database.run(acts.ask_for_copy, "", act.channel, act.who, bot.clock())
    return Say(end_view.copied())


async def continue_pressed(bot: Bot, act: Press) -> Reply:
    ending = await bot.database.run(acts.ending, act.value, act.channel or "", act.who, bot.clock())
    return Open(end_view.end_form(ending, remains=bot.database.keeps_deleted))


async def ended_by_form(bot: Bot, act: Submission) -> Reply:
    """Everything is deleted."""
    try:
        name = await bot.database.run(
            acts.end, values.number(act.about), act.who, act.text(end_view.TYPED), bot.clock()
        )
    except OtherNameError:
        return Errors({end_view.TYPED: end_view.OTHER_NAME})
    except (GoneError, NoPartnershipError):
        return Say(end_view.already_ended())
    return Say(end_view.ended(name, remains=bot.database.keeps_deleted))


SUBCOMMANDS: Subcommands = {
    "my-data": my_data,
    "forget-me": forget_me,
    "export": export,
    "end": end,
}

ACTIONS: Actions = {
    view.SHOW: my_data_pressed,
    forget_view.BEGIN: forget_me_pressed,
    end_view.BEGIN: end_pressed,
    end_view.EXPORT: copy_pressed,
    end_view.CONTINUE: continue_pressed,
}

FORMS: Forms = {
    forget_view.FORM: forgotten_by_form,
    end_view.FORM: ended_by_form,
}

REFUSALS: Refusals = {
    LastHostError: forget_view.LAST_HOST,
    NothingHeldError: forget_view.NOTHING,
}
