"""Raising blockers, taking them on, and saying that they are fixed."""

from bot.app import Bot
from bot.blockers import acts, entries, suggestions
from bot.blockers.closing import Closing
from bot.blockers.entries import AlreadyFixedError
from bot.blockers.facts import TextForm
from bot.blockers.views import blocker as view
from bot.blockers.views import draft as draft_view
from bot.cards import drafts
from bot.cards.days_needed import DayError, Typed
from bot.cards.drafts import DraftKey
from bot.cards.nameless import Key
from bot.home.acts_on_words import Noun
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.partnership import acts as partnership_acts
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from bot.wins.views import win as win_view
from handlers.asking import asked_first
from handlers.markup import read
from handlers.mentions import with_chosen
from handlers.payloads import Command, Press, Submission
from handlers.people import named_here, people_chosen
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms, Refusals


async def command(bot: Bot, act: Command) -> Reply:
    """`/blocker TEXT`, `/blocker`, `/blocker list`, `/blocker help`; the same after `@Pencil`."""
    typed = act.text.strip()
    name = bot.settings.command_blocker
    word = typed.lower().rstrip(" .!?")
    if word == "help":
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.help_(name))
    if word == "list":
        now = bot.clock()
        return Say(view.listing(await bot.database.read(acts.listing, act.channel, now), now, name))
    if not typed:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.called(name)) if act.trigger is None else Open(draft_view.text_form(TextForm(act.channel)))
    words = await read(bot, act, typed)
    if (question := await asked_first(bot, act, Noun.BLOCKER, words.text)) is not None:
        return question
    draft = await bot.database.run(acts.draft, act.channel, act.who, Typed(words.text), bot.clock())
    return Say(draft_view.preview(draft, public=act.trigger is None))


async def raise_(bot: Bot, act: Press) -> Reply:
    """The form, from any *Raise a blocker*: the partnership is named by the button, or is the channel's."""
    return Open(draft_view.text_form(await bot.database.read(acts.new_form, act.value, act.channel or "", act.who)))


async def raised_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        draft = await bot.database.run(acts.draft, act.channel, act.who, _typed(act), bot.clock())
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})
    except DayError as refusal:
        return Errors({draft_view.DAY: draft_view.DAY_TROUBLE[refusal.trouble]})
    return Say(draft_view.preview(draft, public=False))


def _typed(act: Submission) -> Typed:
    day = act.text(draft_view.DAY)
    return Typed(act.text(draft_view.TEXT), values.day(day) if day and not act.chosen(draft_view.OFF) else None)


# The draft


async def redraft(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.redraft_form, DraftKey.read(act.value), act.who)
    return Open(draft_view.text_form(form, draft_view.REDRAFT_FORM))


async def redrafted_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        draft = await bot.database.run(acts.redraft, DraftKey.read(act.about), act.who, _typed(act), bot.clock())
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})
    except DayError as refusal:
        return Errors({draft_view.DAY: draft_view.DAY_TROUBLE[refusal.trouble]})
    return Say(draft_view.preview(draft, public=False))


async def take_day_off(bot: Bot, act: Press) -> Reply:
    draft = await bot.database.run(acts.take_day_off, DraftKey.read(act.value), act.who, bot.clock())
    return Say(draft_view.preview(draft, public=False))


async def drop(bot: Bot, act: Press) -> Reply:
    return Say(draft_view.dropped(await bot.database.run(acts.drop, DraftKey.read(act.value), act.who)))


async def post(bot: Bot, act: Press) -> Reply:
    return await _posted(bot, act, named=True)


async def post_nameless(bot: Bot, act: Press) -> Reply:
    return await _posted(bot, act, named=False)


async def _posted(bot: Bot, act: Press, *, named: bool) -> Reply:
    raised = await bot.database.run(acts.post, DraftKey.read(act.value), act.who, bot.clock(), named=named)
    return Say(view.receipt(raised))


async def ask(bot: Bot, act: Press) -> Reply:
    """Somebody suggested is asked."""
    skill_id, _, key = act.value.partition(".")
    try:
        user_id, became = await bot.database.run(acts.ask, Key.read(key), values.number(skill_id), act.who, bot.clock())
    except AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.blocker), beside=True)
    except acts.TakenBackError:
        return Say(view.taken_back(key), beside=True)
    return Say(view.asked(user_id, became), beside=True)


# Its card


async def take_on(bot: Bot, act: Press) -> Reply:
    try:
        taken = await bot.database.run(acts.take_on, values.number(act.value), act.who, bot.clock())
    except AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.blocker), beside=True)
    return Say(view.taken(taken), beside=True)


async def step_back(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.step_back, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.STEPPED_BACK)))


async def close(bot: Bot, act: Press) -> Reply:
    """The form that asks what became of it."""
    try:
        form = await bot.database.run(acts.closing_form, values.number(act.value), act.who)
    except AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.blocker), beside=True)
    return Open(view.closing_form(form))


async def closed_by_form(bot: Bot, act: Submission) -> Reply:
    helped = await named_here(bot, act.channel, await people_chosen(bot, act, view.WHO))
    act = await with_chosen(bot, act, helped)
    outcome = act.text(view.HOW)
    typed = Closing(outcome, helped, as_win=view.AS_WIN in act.chosen(view.AS_WIN))
    now = bot.clock()
    try:
        closed = await bot.database.run(acts.close, values.number(act.about), act.who, typed, now)
    except EmptyTextError:
        return Errors({view.HOW: view.NO_OUTCOME})
    except AlreadyFixedError as refusal:
        return Say(view.fixed_already(refusal.blocker, outcome))
    return Say(view.fixed(closed))


async def reopen(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.reopen, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.REOPENED)), beside=not act.private)


async def make_win(bot: Bot, act: Press) -> Reply:
    """The form for a win, with what became of the blocker in it, and everybody who had a part."""
    return Open(win_view.new_form(await bot.database.read(acts.win_form, values.number(act.value), act.who)))


# Changing it


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.edit_form, Key.read(act.value), act.who)
    return Open(draft_view.text_form(form, draft_view.EDIT_FORM))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    key, typed = Key.read(act.about), _typed(act)
    try:
        return Say(view.receipt(await bot.database.run(acts.change, key, act.who, typed, bot.clock())))
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})
    except DayError as refusal:
        return Errors({draft_view.DAY: draft_view.DAY_TROUBLE[refusal.trouble]})


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, Key.read(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, Key.read(act.value), act.who, bot.clock())))


COMMANDS: Commands = {
    "blocker": command,
}

ACTIONS: Actions = {
    entry_points.RAISE: raise_,
    draft_view.POST: post,
    draft_view.POST_NAMELESS: post_nameless,
    draft_view.REDRAFT: redraft,
    draft_view.NO_DAY: take_day_off,
    draft_view.DROP: drop,
    view.ASK: ask,
    view.HELP: take_on,
    view.STEP_BACK: step_back,
    view.FIXED: close,
    view.REOPEN: reopen,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
    view.WIN: make_win,
}

FORMS: Forms = {
    draft_view.RAISE_FORM: raised_by_form,
    draft_view.REDRAFT_FORM: redrafted_by_form,
    draft_view.EDIT_FORM: changed_by_form,
    view.FIXED_FORM: closed_by_form,
}

REFUSALS: Refusals = {
    DayError: draft_view.DAY_GONE,
    drafts.DraftGoneError: draft_view.DRAFT_GONE,
    entries.YourOwnError: view.YOUR_OWN,
    suggestions.NotSuggestedError: view.NOT_SUGGESTED,
}
