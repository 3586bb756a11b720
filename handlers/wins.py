"""Telling of wins, and changing what was told."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import closing
from bot.lib.refusals import NothingToldError
from bot.lib.text import tidy
from bot.models import Member, Partnership, Win
from bot.partnership import homes, members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.settings import Settings
from bot.slack.blocks import Message, message, say, whole
from bot.slack.views import entry_points
from bot.vision import drift
from bot.vision import versions as vision
from bot.vision.versions import InForce
from bot.wins import aim as aiming
from bot.wins import celebrations, consent, spotlights
from bot.wins import entries as wins
from bot.wins.consent import Audience
from bot.wins.entries import Towards
from bot.wins.views import aim as aiming_view
from bot.wins.views import celebration as celebration_view
from bot.wins.views import win as view
from handlers.markup import Words, read
from handlers.payloads import Command, Press, Shortcut, Submission
from handlers.people import named
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms, Refusals, Shortcuts


async def tell(bot: Bot, act: Command) -> Reply:
    """`/win TEXT`, `/win`, `/win list`, `/win help`; the same after `@Pencil`."""
    typed = act.text.strip()
    command = bot.settings.command_win
    if typed.lower() == "help":
        await bot.database.read(partnerships.find, act.channel)
        return Say(view.help_(command))
    if typed.lower() == "list":
        return Say(await bot.database.read(_listing, act.channel, act.who, command))
    if not typed:
        if act.trigger is None:
            await bot.database.read(partnerships.find, act.channel)
            return Say(view.called(command))
        return Open(await bot.database.run(_form, act.channel, act.who, bot.clock()))
    words = await read(typed, bot.slack.profile)
    return Say(await bot.database.run(_record, act.channel, act.who, words, [], act.origin, bot.settings, bot.clock()))


def _listing(session: Session, channel: str, who: Who, command: str) -> Message:
    """The newest wins; one's own, and for hosts everybody's, can be changed from there."""
    partnership = partnerships.find(session, channel)
    member = members.lookup(session, partnership.id, who)
    told, more = wins.latest(session, partnership.id)
    host = member is not None and member.host
    return view.listing(told, more, partnership.zone, command, mine=lambda win: host or win.teller == who.user_id)


def _record(
    session: Session,
    channel: str,
    who: Who,
    words: Words,
    partner_ids: Sequence[int],
    origin: str,
    settings: Settings,
    now: datetime,
    towards: Towards | None = None,
) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    told = wins.record(
        session,
        partnership,
        member,
        words.text,
        origin=origin,
        now=now,
        thanked=words.people,
        partner_ids=partner_ids,
        towards=towards,
    )
    if origin.startswith("form:") and told.text != tidy(words.text) and not told.undone:
        # The answer to the first sending was lost, and the words were bettered before the second.
        told = wins.change(
            session, told.id, who, words.text, now, thanked=words.people, partner_ids=partner_ids, towards=towards
        )
    aims = vision.aims_in_force(session, partnership.id)
    drift.notice(session, partnership, aims, settings.holidays, now)
    spotlights.taken_up(session, member, now)
    homes.keep_home(session, who)
    return receipt(session, partnership, member, told, aims, settings.command_win, now)


def receipt(
    session: Session,
    partnership: Partnership,
    member: Member,
    told: wins.Told,
    aims: Sequence[InForce],
    command: str,
    now: datetime,
) -> Message:
    """What was recorded, with the `aims` in force to choose from.

    An undone win is shown as undone: a receipt may be asked for long after.
    """
    if told.undone:
        return view.undone(told)
    outlook = view.Outlook(celebrations.next_for(session, partnership.id), partnership.zone, command)
    own = told.teller == member.user_id
    choice = organisation_choice.ask_once(session, partnership, member, now) if own else None
    offered = aiming.offered(session, aims, told.aim_id, told.consent if own else None)
    return view.receipt(told, outlook, choice, own=own, aiming=offered)


def _form(
    session: Session, channel: str, who: Who, now: datetime, text: str = "", people: Sequence[str] = ()
) -> dict[str, Any]:
    partnership, member = partnerships.enter(session, channel, who, now)
    others = [
        one for one in organisation_choice.choice(session, partnership, "").partners if one[0] != member.partner_id
    ]
    aims = aiming.offered(session, vision.aims_in_force(session, partnership.id))
    return view.telling(others, channel=channel, text=text, people=people, aiming=aims)


async def share(bot: Bot, act: Press) -> Reply:
    """The form, from any *Share a win*: the partnership is named by the button, or is the channel's."""
    return Open(await bot.database.run(_form_for, act.value, act.channel or "", act.who, bot.clock()))


def _form_for(session: Session, partnership_id: str, channel: str, who: Who, now: datetime) -> dict[str, Any]:
    return _form(session, partnerships.resolve(session, partnership_id, channel, who).channel_id, who, now)


async def from_message(bot: Bot, act: Shortcut) -> Reply:
    """The form, with a message's words in it and its author thanked."""
    words = await read(act.text, bot.slack.profile)
    author = [act.author] if act.author and act.author != act.who.user_id else []
    people = [*author, *(who.user_id for who in words.people if who.user_id not in author)]
    return Open(await bot.database.run(_form, act.channel, act.who, bot.clock(), words.text, people))


async def told_by_form(bot: Bot, act: Submission) -> Reply:
    words = Words(act.text(view.TEXT), await named(bot, act.chosen(view.WITH)))
    partner_ids = [int(value) for value in act.chosen(view.PARTNERS)]
    origin = (
        closing.origin(int(act.about)) if act.about else act.origin
    )  # a fixed blocker makes one win, whoever tells it
    try:
        said = await bot.database.run(
            _record, act.channel, act.who, words, partner_ids, origin, bot.settings, bot.clock(), _towards(act)
        )
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})
    return Say(said)


def _towards(act: Submission) -> Towards:
    """What the form says of aim and consent; a form from before they were asked for says nothing."""
    aim, consent = act.text(aiming_view.AIM_FIELD), act.text(aiming_view.CONSENT_FIELD)
    return Towards(int(aim) if aim else None, Audience(consent) if consent else None)


async def place(bot: Bot, act: Press) -> Reply:
    """An aim, or how far it may be told, chosen on the receipt."""
    win_id, _, chosen = act.value.partition(".")
    towards = Towards(int(chosen)) if act.action == aiming_view.AIM else Towards(consent=Audience(chosen))
    command, now = bot.settings.command_win, bot.clock()
    return Say(await bot.database.run(_place, int(win_id), act.who, towards, command, now))


def _place(session: Session, win_id: int, who: Who, towards: Towards, command: str, now: datetime) -> Message:
    told = wins.place(session, win_id, who, towards, now)
    partnership, member, _ = wins.theirs(session, win_id, who, now)
    return _after(session, partnership, member, told, command, now)


async def edit(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_edit_form, int(act.value), act.who, bot.clock()))


def _edit_form(session: Session, win_id: int, who: Who, now: datetime) -> dict[str, Any]:
    partnership, member, win = wins.theirs(session, win_id, who, now)
    told = wins.load(session, [win.id])[0]
    others = [one for one in organisation_choice.choice(session, partnership, "").partners if one[1] != told.home]
    shared = [partner_id for partner_id, name in told.partners if name != told.home]
    in_force = vision.aims_in_force(session, partnership.id)
    return view.telling(
        others,
        channel=partnership.channel_id,
        text=win.text,
        people=told.thanked,
        chosen=shared,
        about=str(win.id),
        callback=view.EDIT_FORM,
        aiming=aiming.offered(session, in_force, win.aim_id, win.consent if win.member_id == member.id else None),
    )


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    people = await named(bot, act.chosen(view.WITH))
    if len(people) < len(act.chosen(view.WITH)):
        return Errors({view.WITH: view.NOT_KNOWN_NOW})
    chosen = [int(value) for value in act.chosen(view.PARTNERS)]
    try:
        return Say(await bot.database.run(_change, act, people, chosen, bot.settings.command_win, bot.clock()))
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})


def _change(
    session: Session, act: Submission, people: Sequence[Who], chosen: Sequence[int], command: str, now: datetime
) -> Message:
    partnership, member, win = wins.theirs(session, int(act.about), act.who, now)
    text = whole(act.text(view.TEXT), win.text)
    told = wins.change(session, win.id, act.who, text, now, thanked=people, partner_ids=chosen, towards=_towards(act))
    return _after(session, partnership, member, told, command, now)


def _after(
    session: Session, partnership: Partnership, member: Member, told: wins.Told, command: str, now: datetime
) -> Message:
    if told.post_id is not None:
        celebrations.redraw(session, told.post_id)
    drift.redraw(session, session.get_one(Win, told.id), now)
    homes.keep_home(session, Who(member.team_id, member.user_id))
    return receipt(session, partnership, member, told, vision.aims_in_force(session, partnership.id), command, now)


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_undo, int(act.value), act.who, bot.clock()))


def _undo(session: Session, win_id: int, who: Who, now: datetime) -> Message:
    told = wins.undo(session, win_id, who, now)
    if told.post_id is not None:
        celebrations.redraw(session, told.post_id)
    drift.redraw(session, session.get_one(Win, win_id), now)
    homes.keep_home(session, who)
    return view.undone(told)


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_restore, int(act.value), act.who, bot.settings.command_win, bot.clock()))


def _restore(session: Session, win_id: int, who: Who, command: str, now: datetime) -> Message:
    told = wins.restore(session, win_id, who, now)
    partnership, member, _ = wins.theirs(session, win_id, who, now)
    return _after(session, partnership, member, told, command, now)


async def celebrate(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_celebrate, int(act.value), act.who, bot.clock()))


def _celebrate(session: Session, win_id: int, who: Who, now: datetime) -> Message:
    celebrations.celebrate_now(session, win_id, who, now)
    homes.keep_home(session, who)
    return view.celebrated(wins.load(session, [win_id])[0])


async def cheer(bot: Bot, act: Press) -> Reply:
    """The count under the post is the answer."""
    try:
        await bot.database.run(celebrations.cheer, act.value, act.who, bot.clock())
    except celebrations.AlreadyCheeredError:
        return Say(message(say(celebration_view.CHEERED_ALREADY)), beside=True)
    return Done()


COMMANDS: Commands = {
    "win": tell,
}

ACTIONS: Actions = {
    entry_points.SHARE: share,
    celebration_view.CHEER: cheer,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
    view.CELEBRATE: celebrate,
    aiming_view.AIM: place,
    aiming_view.CONSENT: place,
}

FORMS: Forms = {
    view.TELL_FORM: told_by_form,
    view.EDIT_FORM: changed_by_form,
}

SHORTCUTS: Shortcuts = {
    view.FROM_MESSAGE: from_message,
}

REFUSALS: Refusals = {
    celebrations.AlreadyCelebratedError: view.CELEBRATED,
    consent.TellersOnlyError: aiming_view.TELLERS_ONLY,
}
