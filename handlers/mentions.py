"""Whom words mention: a mark where they are kept, a name where they are read, a mark again in what is sent in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from bot.app import Bot
from bot.lib import marks
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.mentions import called, names
from bot.mentions.called import Called
from bot.mentions.names import Mentioned
from bot.partnership.members import Who
from bot.slack import marked as in_marks
from bot.slack.client import Profile
from handlers.events import Renamed
from handlers.payloads import Command, Shortcut, Submission
from handlers.replies import Done, Errors, Open, Reply, Say, Show, Stay
from handlers.tables import Handler, Renames

log = logger(__name__)


async def named(bot: Bot, reply: Reply) -> Reply:
    """The reply with the names of all whom it mentions; where it mentions nobody, as it is, and nothing is asked."""
    if isinstance(reply, Say | Stay):
        known = reply.names if isinstance(reply, Say) else {}
        shown = await _shown(bot, list(reply.message.blocks), known)
        return replace(reply, message=in_marks.message(reply.message, shown)) if shown is not None else reply
    if isinstance(reply, Open | Show):
        shown = await _shown(bot, reply.view)
        return replace(reply, view=in_marks.form(reply.view, shown)) if shown is not None else reply
    if isinstance(reply, Errors):
        shown = await _shown(bot, reply.by_field)
        return Errors(in_marks.filled(reply.by_field, shown)) if shown is not None else reply
    return reply


async def _shown(bot: Bot, part: Any, known: Mapping[int, str] = MappingProxyType({})) -> Mapping[int, str] | None:
    """The names of whoever it mentions, asked for unless all are `known`; nothing where it mentions nobody."""
    numbers = in_marks.numbers(part)
    if not numbers:
        return None
    if numbers <= known.keys():
        return known
    try:
        return await bot.database.read(names.by_number, numbers)
    except Exception as error:  # noqa: BLE001  # what was done is done, and the person hears of it without names
        log.error("names were not found", fault=type(error).__name__, at=where(error))  # noqa: TRY400
        return {}


async def looked_up(bot: Bot, act: Command | Shortcut | Submission, people: Sequence[Mentioned]) -> Called:
    """These people as the partnership knows them; nobody where there is none."""
    if not people:
        return called.NOBODY
    known = await bot.database.read(called.find, act.channel, act.who, people)
    if known is None:
        known = await bot.database.run(called.keep, act.channel, act.who, people, bot.clock())
    return known


async def sent_in(bot: Bot, handler: Handler[Submission], act: Submission, answered: Any) -> Reply:
    """What the handler answers to a form, where `@Name` is a mark again for whoever the form was opened with.

    They may be called otherwise since, or be forgotten.
    """
    shown = [mark for words in act.mentioned if (mark := marks.read_shown(words))]
    texts = [text for text in act.answers.values() if isinstance(text, str)]
    by_name = {name: mark for text in texts for name, mark in marks.names_in(text, shown).items()}
    if by_name:
        here = await bot.database.read(names.marks_here, act.channel, act.who, by_name.values())
        act = marked(act, {name: mark for name, mark in by_name.items() if mark in here})
    reply: Reply = await answered(bot, handler, act)
    return reply


def marked(act: Submission, by_name: dict[str, str]) -> Submission:
    """The form with marks for these names in all that is written in it."""
    answers = {
        block: marks.marked(answer, by_name) if isinstance(answer, str) else answer
        for block, answer in act.answers.items()
    }
    return replace(act, answers=answers)


async def with_chosen(bot: Bot, act: Submission, people: Sequence[Who]) -> Submission:
    """The form with marks for whoever is chosen in it and written as `@Name` too."""
    if not people or not any("@" in text for text in act.answers.values() if isinstance(text, str)):
        return act
    profiles = [await bot.slack.profile(who.user_id) for who in people]
    written = " ".join(text for text in act.answers.values() if isinstance(text, str))
    at = {profile.user_id: f"@{profile.name}" for profile in profiles if profile and f"@{profile.name}" in written}
    wanted = [of_profile(profile) for profile in profiles if profile and profile.user_id in at]
    known = await looked_up(bot, act, wanted)
    return marked(act, {at[user_id]: mark for user_id, mark in known.marks.items()})


def of_profile(profile: Profile) -> Mentioned:
    return Mentioned(profile.user_id, profile.team_id, profile.name)


async def renamed(bot: Bot, act: Renamed) -> Reply:
    """Somebody is called otherwise: from now on, and where words mention them already."""
    bot.slack.forget(act.user_id)
    person = Mentioned(act.user_id, act.team_id, act.name)
    if not await bot.database.read(names.is_called, person):
        await bot.database.run(names.call, person)
        bot.wake.set()
    return Done()


RENAMES: Renames = {
    "user_change": renamed,
}
