"""People chosen in a form, looked up."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.app import Bot
from bot.lib.language.words import flat
from bot.lib.refusals import Refusal
from bot.partnership import partnerships
from bot.partnership.members import NOWHERE, Who
from bot.slack.client import Profile
from bot.slack.forms import FIND, beside
from handlers.markup import mentioned
from handlers.payloads import Search, Submission
from handlers.replies import Choices
from handlers.tables import Options

_SECONDS = 1.5  # for names we do not know yet; whoever types waits three at most
_BESIDE = 1.0  # the same, where something else is done too


class NotHereError(Refusal):
    """Somebody was chosen, in this field, who does not belong here, or no longer does."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


async def find(bot: Bot, act: Search) -> Choices:
    """Those who belong here whose name, or organisation, has what was typed; only for those who do so themselves."""
    people = await bot.database.read(partnerships.people, act.channel, act.who)
    profiles = await bot.slack.profiles(list(people), seconds=_SECONDS)
    wanted = flat(act.typed).split()
    choices = [
        (", ".join(filter(None, [profile.name, people[user_id]])), user_id) for user_id, profile in profiles.items()
    ]
    return Choices(sorted(choice for choice in choices if all(word in flat(choice[0]) for word in wanted)))


async def called_here(bot: Bot, channel: str, who: Who) -> list[str]:
    """What those are called who belong here or are in the channel, as far as Slack tells in time."""
    there = await bot.people.of(channel) or frozenset()
    people = {*await bot.database.read(partnerships.people, channel, who), *there}
    profiles = await bot.slack.profiles(sorted(people), seconds=_BESIDE)
    return [profile.name for profile in profiles.values() if not profile.bot]


async def people_chosen(bot: Bot, act: Submission, field: str) -> list[str]:
    """The Slack ids of whoever is chosen in the field and beside it, each once.

    Those found by name have to belong here still.
    """
    by_name = act.people(beside(field))
    if by_name and not set(by_name) <= set(await bot.database.read(partnerships.people, act.channel, act.who)):
        raise NotHereError(beside(field))
    return list(dict.fromkeys([*act.people(field), *by_name]))


async def named_here(bot: Bot, channel: str, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """The same, each with where they are: see `placed`."""
    return await placed(bot, channel, await named(bot, user_ids))


async def named(bot: Bot, user_ids: Sequence[str]) -> tuple[Who, ...]:
    """Who they are and where they come from; apps and strangers are left out."""
    profiles = (await bot.slack.each_profile(user_ids)).values()
    return tuple(
        Who(profile.team_id, profile.user_id) for profile in profiles if profile is not None and not profile.bot
    )


async def placed(bot: Bot, channel: str, people: Sequence[Who]) -> tuple[Who, ...]:
    """The same people, each with where they are, as Slack has it, unless it is known that they belong here."""
    strangers = await bot.database.read(partnerships.strangers, channel, people) if people else set()
    return await placed_but(bot, channel, people, {who.user_id for who in strangers})


async def placed_but(bot: Bot, channel: str, people: Sequence[Who], strangers: Collection[str]) -> tuple[Who, ...]:
    """The same, where it is known that all belong but these `strangers`, by Slack id."""
    there = await bot.people.of(channel) if strangers else None
    if there is None:
        return tuple(people)
    return tuple(
        replace(who, at=channel if who.user_id in there else NOWHERE) if who.user_id in strangers else who
        for who in people
    )


async def pointed(bot: Bot, markup: str) -> list[Profile | None]:
    """Everybody whom `markup` mentions, once; nothing stands for one of whom Slack tells nothing."""
    user_ids = list(dict.fromkeys(mentioned(markup)))
    return list((await bot.slack.each_profile(user_ids)).values())


OPTIONS: Options = {
    FIND: find,
}
