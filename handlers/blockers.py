"""Raising blockers, taking them on, and saying that they are fixed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import cards, closing, drafts
from bot.blockers import entries as blockers
from bot.blockers.entries import Key
from bot.blockers.views import blocker as view
from bot.lib.refusals import GoneError, NothingToldError
from bot.models import Partnership
from bot.partnership import homes, members, organisation_choice, partnerships
from bot.partnership.members import Who
from bot.settings import Settings
from bot.slack.forms import whole
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from bot.vision import drift
from bot.vision import versions as vision
from bot.wins import acts as win_acts
from bot.wins import aim
from bot.wins.facts import WinForm
from bot.wins.views import win as win_view
from handlers.markup import read
from handlers.payloads import Command, Press, Submission
from handlers.people import named
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms, Refusals


async def tell(bot: Bot, act: Command) -> Reply:
    """`/blocker TEXT`, `/blocker`, `/blocker list`, `/blocker help`; the same after `@Pencil`."""
    typed = act.text.strip()
    command = bot.settings.command_blocker
    if typed.lower() == "help":
        await bot.database.read(partnerships.find, act.channel)
        return Say(view.help_(command))
    if typed.lower() == "list":
        return Say(await bot.database.read(_listing, act.channel, command, bot.clock()))
    if not typed:
        await bot.database.read(partnerships.find, act.channel)
        return Say(view.called(command)) if act.trigger is None else Open(view.raising(act.channel))
    words = await read(typed, bot.slack.profile)
    public = act.trigger is None
    return Say(await bot.database.run(_draft, act.channel, act.who, words.text, act.origin, bot.clock(), public=public))


def _listing(session: Session, channel: str, command: str, now: datetime) -> Message:
    partnership = partnerships.find(session, channel)
    stuck, more = blockers.open_ones(session, partnership.id)
    return view.listing(stuck, more, now, command)


def _draft(
    session: Session, channel: str, who: Who, text: str, origin: str, now: datetime, *, public: bool = False
) -> Message:
    partnership = partnerships.find(session, channel)
    made = drafts.make(session, partnership, who, text, origin=origin, now=now)
    return view.preview(made.id, made.text, public=public)


async def raise_(bot: Bot, act: Press) -> Reply:
    """The form, from any *Raise a blocker*: the partnership is named by the button, or is the channel's."""
    return Open(await bot.database.read(_raising, act))


def _raising(session: Session, act: Press) -> dict[str, Any]:
    return view.raising(partnerships.resolve(session, act.value, act.channel or "", act.who).channel_id)


async def raised_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_draft, act.channel, act.who, act.text(view.TEXT), act.origin, bot.clock()))
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})


# The draft


async def redraft(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_redrafting, int(act.value), act.who))


def _redrafting(session: Session, draft_id: int, who: Who) -> dict[str, Any]:
    draft = drafts.find(session, draft_id, who)
    channel = session.get_one(Partnership, draft.partnership_id).channel_id
    return view.raising(channel, text=draft.text, about=str(draft.id), callback=view.REDRAFT_FORM)


async def redrafted_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_redraft, int(act.about), act.who, act.text(view.TEXT)))
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})


def _redraft(session: Session, draft_id: int, who: Who, text: str) -> Message:
    draft = drafts.find(session, draft_id, who)
    drafts.change(session, draft_id, who, whole(text, draft.text))
    return view.preview(draft.id, draft.text, public=False)


async def drop(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_drop, int(act.value), act.who))


def _drop(session: Session, draft_id: int, who: Who) -> Message:
    return view.dropped(drafts.drop(session, draft_id, who))


async def post(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_post, int(act.value), act.who, bot.clock(), named=True))


async def post_nameless(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_post, int(act.value), act.who, bot.clock(), named=False))


def _post(session: Session, draft_id: int, who: Who, now: datetime, *, named: bool) -> Message:
    stuck, key, partnership = cards.post(session, draft_id, who, now, named=named)
    choice = None
    if named:
        choice = organisation_choice.ask_once(session, partnership, members.admit(session, partnership, who, now), now)
        homes.keep_home(session, who)
    return view.receipt(stuck, str(key), choice, partnership.id)


# Its card


async def help_(bot: Bot, act: Press) -> Reply:
    try:
        return Say(await bot.database.run(_help, int(act.value), act.who, bot.clock()), beside=True)
    except blockers.AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.stuck), beside=True)


def _help(session: Session, blocker_id: int, who: Who, now: datetime) -> Message:
    stuck, member = cards.take_on(session, blocker_id, who, now)
    partnership = session.get_one(Partnership, member.partnership_id)
    homes.keep_home(session, who)
    return view.taken(stuck, organisation_choice.ask_once(session, partnership, member, now), partnership.id)


async def step_back(bot: Bot, act: Press) -> Reply:
    await bot.database.run(cards.step_back, int(act.value), act.who, bot.clock())
    return Say(message(say(view.STEPPED_BACK)))


async def fixed(bot: Bot, act: Press) -> Reply:
    try:
        partnership, stuck = await bot.database.run(blockers.fixing, int(act.value), act.who)
    except blockers.AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.stuck), beside=True)
    return Open(view.fixing(stuck, partnership.channel_id))


async def fixed_by_form(bot: Bot, act: Submission) -> Reply:
    helped = await named(bot, act.chosen(view.WHO))
    try:
        return Say(await bot.database.run(_fix, act, helped, bot.settings, bot.clock()))
    except NothingToldError:
        return Errors({view.HOW: view.NO_OUTCOME})
    except blockers.AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.stuck, act.text(view.HOW)))


def _fix(session: Session, act: Submission, helped: Sequence[Who], settings: Settings, now: datetime) -> Message:
    as_win = view.AS_WIN in act.chosen(view.AS_WIN)
    stuck, told = closing.close(session, int(act.about), act.who, act.text(view.HOW), helped, now, as_win=as_win)
    if told is None:
        return view.fixed(stuck)
    partnership = blockers.home(session, stuck.id)
    member = members.admit(session, partnership, act.who, now)
    aims = vision.aims_in_force(session, partnership.id)
    drift.notice(session, partnership, aims, settings.holidays, now)
    homes.keep_home(session, act.who)
    return view.fixed(stuck, win_view.receipt(win_acts.receipt(session, partnership, member, told, aims, now)))


async def reopen(bot: Bot, act: Press) -> Reply:
    await bot.database.run(closing.reopen, int(act.value), act.who, bot.clock())
    return Say(message(say(view.REOPENED)), beside=not act.private)


async def make_win(bot: Bot, act: Press) -> Reply:
    """The form for a win, with what became of the blocker in it, and everybody who had a part."""
    return Open(await bot.database.read(_win_form, int(act.value), act.who))


def _win_form(session: Session, blocker_id: int, who: Who) -> dict[str, Any]:
    stuck = blockers.load(session, [blocker_id])
    if not stuck:
        raise GoneError
    partnership = blockers.home(session, blocker_id)
    members.visit(session, partnership, who)
    people = [one for one in dict.fromkeys([*stuck[0].helped, stuck[0].fixed_by]) if one and one != who.user_id]
    others = organisation_choice.choice(session, partnership, "").partners
    teller = closing.teller_of(session, blocker_id)
    return win_view.new_form(
        WinForm(
            partnership.channel_id,
            others,
            aim.choice(session, vision.aims_in_force(session, partnership.id)),
            view.win_text(stuck[0]),
            people,
            [teller.partner_id] if teller is not None and teller.partner_id is not None else [],
            str(blocker_id),
        )
    )


# Changing it


async def edit(bot: Bot, act: Press) -> Reply:
    return Open(await bot.database.run(_editing, Key.read(act.value), act.who))


def _editing(session: Session, key: Key, who: Who) -> dict[str, Any]:
    partnership, blocker, _ = blockers.theirs(session, key, who)
    if blocker.undone_at is not None:
        raise GoneError
    return view.raising(partnership.channel_id, text=blocker.text, about=str(key), callback=view.EDIT_FORM)


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_change, act, bot.clock()))
    except NothingToldError:
        return Errors({view.TEXT: view.EMPTY})


def _change(session: Session, act: Submission, now: datetime) -> Message:
    key, text = Key.read(act.about), act.text(view.TEXT)
    partnership, blocker, _ = blockers.theirs(session, key, act.who)
    stuck = cards.change(session, key, act.who, whole(text, blocker.text), now)
    _keep_home(session, key, act.who)
    return view.receipt(stuck, str(key), None, partnership.id)


def _keep_home(session: Session, key: Key, who: Who) -> None:
    """Whoever comes with a key leaves no trace, at Home neither."""
    if not key.secret:
        homes.keep_home(session, who)


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_undo, Key.read(act.value), act.who, bot.clock()))


def _undo(session: Session, key: Key, who: Who, now: datetime) -> Message:
    stuck = cards.undo(session, key, who, now)
    _keep_home(session, key, who)
    return view.undone(stuck, str(key))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_restore, Key.read(act.value), act.who, bot.clock()))


def _restore(session: Session, key: Key, who: Who, now: datetime) -> Message:
    stuck = cards.restore(session, key, who, now)
    _keep_home(session, key, who)
    return view.receipt(stuck, str(key), None, 0)


COMMANDS: Commands = {
    "blocker": tell,
}

ACTIONS: Actions = {
    entry_points.RAISE: raise_,
    view.POST: post,
    view.POST_NAMELESS: post_nameless,
    view.REDRAFT: redraft,
    view.DROP: drop,
    view.HELP: help_,
    view.STEP_BACK: step_back,
    view.FIXED: fixed,
    view.REOPEN: reopen,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
    view.WIN: make_win,
}

FORMS: Forms = {
    view.RAISE_FORM: raised_by_form,
    view.REDRAFT_FORM: redrafted_by_form,
    view.EDIT_FORM: changed_by_form,
    view.FIXED_FORM: fixed_by_form,
}

REFUSALS: Refusals = {
    drafts.DraftGoneError: view.DRAFT_GONE,
    blockers.YourOwnError: view.YOUR_OWN,
}
