"""Offering skills, saying what holds for them, and finding who can do what."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import helpers_consent
from bot.blockers.views import helpers_consent as proof_view
from bot.lib.refusals import GoneError, NothingToldError
from bot.partnership import homes, members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.skills import discoveries
from bot.skills import entries as skills
from bot.skills.entries import Read
from bot.skills.views import skill as view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from handlers.markup import first_word, read
from handlers.payloads import Command, Press, Submission
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms


async def tell(bot: Bot, act: Command) -> Reply:
    """`/skill A, B`, `/skill`, `/skill find WORDS`, `list`, `remove NAME`, `help`; the same after `@Pencil`."""
    command = bot.settings.command_skill
    typed = (await read(act.text, bot.slack.profile)).text.strip()
    word, rest = first_word(typed)
    if word == "help" and not rest:
        await bot.database.read(partnerships.find, act.channel)
        return Say(view.help_(command))
    if word == "list" and not rest:
        return Say(await bot.database.read(_listing, act.channel, act.who, command))
    if word == "find":
        return Say(await bot.database.read(_find, act.channel, rest, command))
    if word == "remove":
        return Say(await bot.database.run(_remove_named, act.channel, act.who, rest, bot.clock()))
    if not typed:
        await bot.database.read(partnerships.find, act.channel)
        return Say(view.called(command)) if act.trigger is None else Open(view.offering(act.channel))
    return Say(await bot.database.run(_offer, act.channel, act.who, skills.read(typed), bot.clock()))


def _listing(session: Session, channel: str, who: Who, command: str) -> Message:
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    own = skills.mine(session, member.id) if member else []
    known = skills.known(session, partnership.id)
    if member is None:
        return view.listing(own, known, command)
    waits = proof_view.waiting(helpers_consent.unanswered(session, member.id))
    return view.listing(own, known, command, helpers_consent.without_skill(session, member.id), waits)


def _find(session: Session, channel: str, asked: str, command: str) -> Message:
    partnership = partnerships.find(session, channel)
    if not asked:
        return message(say(view.NOTHING_ASKED))
    offered = skills.find(session, partnership.id, asked)
    helped = helpers_consent.find(session, partnership.id, asked, [one.user_id for one in offered])
    return view.found(offered, asked, command, helped)


def _offer(
    session: Session,
    channel: str,
    who: Who,
    typed: Read,
    now: datetime,
    *,
    hidden: bool = False,
    announce: bool = True,
    askable: bool = True,
) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    if not typed.names:
        return view.receipt([], typed, None, partnership.id)
    offered = skills.offer(session, member, typed.names, now, hidden=hidden, announce=announce, askable=askable)
    _keep_true(session, who, *(skill.post_id for skill in offered))
    choice = None if typed.much_is_left else organisation_choice.ask_once(session, partnership, member, now)
    return view.receipt(offered, typed, choice, partnership.id)


def _keep_true(session: Session, who: Who, *post_ids: int | None) -> None:
    """Home and what was announced say what is so now."""
    for post_id in sorted({post_id for post_id in post_ids if post_id is not None}):
        discoveries.redraw(session, post_id)
    homes.keep_home(session, who)


async def offer(bot: Bot, act: Press) -> Reply:
    """The form, from any *Offer a skill*: the partnership is named by the button, or is the channel's."""
    return Open(await bot.database.read(_offering, act))


def _offering(session: Session, act: Press) -> dict[str, Any]:
    return view.offering(partnerships.resolve(session, act.value, act.channel or "", act.who).channel_id)


async def offered_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        typed = skills.read(act.text(view.NAMES))
    except NothingToldError:
        return Errors({view.NAMES: view.EMPTY})
    if not typed.names:
        return Errors({view.NAMES: view.EMPTY})
    return Say(
        await bot.database.run(_offer, act.channel, act.who, typed, bot.clock(), **_holding(act.chosen(view.HOLDS)))
    )


def _holding(chosen: list[str]) -> dict[str, bool]:
    return {holds: holds in chosen for holds in (view.HIDDEN, view.ANNOUNCE, view.ASKABLE)}


async def settle(bot: Bot, act: Press) -> Reply:
    """A box ticked or unticked in the receipt. It shows what holds by itself, so there is nothing to say."""
    await bot.database.run(_settle, int(act.part), act.who, act.chosen)
    return Done()


def _settle(session: Session, skill_id: int, who: Who, chosen: list[str]) -> Message:
    skill = skills.settle(session, skill_id, who, **_holding(chosen))
    _keep_true(session, who, skill.post_id)
    return view.settled(skill)


async def change(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_changing, int(act.value), act.who))


def _changing(session: Session, skill_id: int, who: Who) -> dict[str, Any]:
    partnership, skill = skills.theirs(session, skill_id, who)
    offered = skills.load(session, [skill.id])
    if not offered:
        raise GoneError
    return view.changing(offered[0], partnership.channel_id)


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    return Say(await bot.database.run(_settle, int(act.about), act.who, act.chosen(view.HOLDS)))


async def remove(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_remove, int(act.value), act.who, bot.clock()), beside=True)


def _remove(session: Session, skill_id: int, who: Who, now: datetime) -> Message:
    skill = skills.remove(session, skill_id, who, now)
    _keep_true(session, who, skill.post_id)
    return view.removed(skill_id, skill.name)


def _remove_named(session: Session, channel: str, who: Who, name: str, now: datetime) -> Message:
    _, member = partnerships.enter(session, channel, who, now)
    own = skills.meant(session, member.id, name) if name else skills.mine(session, member.id)
    exact = len(own) == 1 and own[0].key == skills.key(name)
    return _remove(session, own[0].id, who, now) if exact else view.which(own, name)


async def put_back(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_put_back, int(act.value), act.who))


def _put_back(session: Session, skill_id: int, who: Who) -> Message:
    skill = skills.put_back(session, skill_id, who)
    _keep_true(session, who, skill.post_id)
    return view.settled(skill)


COMMANDS: Commands = {
    "skill": tell,
}

ACTIONS: Actions = {
    entry_points.OFFER: offer,
    view.SETTLE: settle,
    view.CHANGE: change,
    view.REMOVE: remove,
    view.PUT_BACK: put_back,
}

FORMS: Forms = {
    view.OFFER_FORM: offered_by_form,
    view.CHANGE_FORM: changed_by_form,
}
