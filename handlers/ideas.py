"""Sharing ideas, liking them, and offering help with them."""

from bot.app import Bot
from bot.cards.drafts import DraftKey
from bot.cards.nameless import Key
from bot.home.acts_on_words import Noun
from bot.ideas import acts, entries
from bot.ideas.entries import DecidedError
from bot.ideas.facts import IdeaForm
from bot.ideas.views import decision
from bot.ideas.views import draft as draft_view
from bot.ideas.views import idea as view
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.partnership import acts as partnership_acts
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from handlers.asking import asked_first
from handlers.payloads import Command, Press, Submission
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands


async def command(bot: Bot, act: Command, rest: str) -> Reply:
    """`idea TEXT`, `idea`, `idea list`, `idea help`."""
    name, word = bot.settings.command_partnership, rest.lower().rstrip(" .!?")
    if word == "list":
        return await list_(bot, act, "")
    if word == "help" or not word:
        await bot.database.read(partnership_acts.home, act.channel)
    if word == "help":
        return Say(view.help_(name))
    if not word:
        return Say(view.called(name)) if act.trigger is None else Open(draft_view.idea_form(IdeaForm(act.channel)))
    if (question := await asked_first(bot, act, Noun.IDEA, rest)) is not None:
        return question
    draft = await bot.database.run(acts.draft, act.channel, act.who, rest, bot.clock())
    return Say(draft_view.preview(draft, public=act.trigger is None))


async def list_(bot: Bot, act: Command, rest: str) -> Reply:
    """`ideas`; followed by words it is `idea`."""
    if rest:
        return await command(bot, act, rest)
    ideas = await bot.database.read(acts.listing, "", act.channel, act.who)
    return Say(view.listing(ideas, bot.settings.command_partnership))


async def list_pressed(bot: Bot, act: Press) -> Reply:
    ideas = await bot.database.read(acts.listing, act.value, act.channel or "", act.who)
    return Say(view.listing(ideas, bot.settings.command_partnership), beside=True)


async def share(bot: Bot, act: Press) -> Reply:
    """The form, from any *Share an idea*: the partnership is named by the button, or is the channel's."""
    return Open(draft_view.idea_form(await bot.database.read(acts.new_form, act.value, act.channel or "", act.who)))


async def shared_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        draft = await bot.database.run(acts.draft, act.channel, act.who, act.text(draft_view.TEXT), bot.clock())
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})
    return Say(draft_view.preview(draft, public=False))


# The draft


async def redraft(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.redraft_form, DraftKey.read(act.value), act.who)
    return Open(draft_view.idea_form(form, draft_view.REDRAFT_FORM))


async def redrafted_by_form(bot: Bot, act: Submission) -> Reply:
    key, text = DraftKey.read(act.about), act.text(draft_view.TEXT)
    try:
        return Say(draft_view.preview(await bot.database.run(acts.redraft, key, act.who, text), public=False))
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})


async def post(bot: Bot, act: Press) -> Reply:
    return await _posted(bot, act, named=True)


async def post_nameless(bot: Bot, act: Press) -> Reply:
    return await _posted(bot, act, named=False)


async def _posted(bot: Bot, act: Press, *, named: bool) -> Reply:
    key = DraftKey.read(act.value)
    return Say(view.receipt(await bot.database.run(acts.post, key, act.who, bot.clock(), named=named)))


# Its card


async def like(bot: Bot, act: Press) -> Reply:
    """The count on the card is the answer; whoever is counted already may take it back."""
    idea_id = values.number(act.value)
    try:
        counted = await bot.database.run(acts.like, idea_id, act.who, bot.clock())
    except DecidedError as refusal:
        return Say(decision.decided_already(refusal.idea), beside=True)
    return Done() if counted else Say(view.liked_already(idea_id), beside=True)


async def unlike(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.unlike, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.UNLIKED)))


async def offer_help(bot: Bot, act: Press) -> Reply:
    try:
        offered = await bot.database.run(acts.offer_help, values.number(act.value), act.who, bot.clock())
    except DecidedError as refusal:
        return Say(decision.decided_already(refusal.idea), beside=True)
    return Say(view.helping(offered), beside=True)


async def step_back(bot: Bot, act: Press) -> Reply:
    await bot.database.run(acts.step_back, values.number(act.value), act.who, bot.clock())
    return Say(message(say(view.STEPPED_BACK)))


# Changing it


async def edit(bot: Bot, act: Press) -> Reply:
    form = await bot.database.run(acts.edit_form, Key.read(act.value), act.who)
    return Open(draft_view.idea_form(form, draft_view.EDIT_FORM))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    key, text = Key.read(act.about), act.text(draft_view.TEXT)
    try:
        return Say(view.receipt(await bot.database.run(acts.change, key, act.who, text, bot.clock())))
    except EmptyTextError:
        return Errors({draft_view.TEXT: draft_view.EMPTY})


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.undone(await bot.database.run(acts.undo, Key.read(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, Key.read(act.value), act.who, bot.clock())))


SUBCOMMANDS: Subcommands = {
    "idea": command,
    "ideas": list_,
}

ACTIONS: Actions = {
    entry_points.IDEA: share,
    draft_view.POST: post,
    draft_view.POST_NAMELESS: post_nameless,
    draft_view.REDRAFT: redraft,
    view.LIST: list_pressed,
    view.LIKE: like,
    view.UNLIKE: unlike,
    view.HELP: offer_help,
    view.STEP_BACK: step_back,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
}

FORMS: Forms = {
    draft_view.SHARE_FORM: shared_by_form,
    draft_view.REDRAFT_FORM: redrafted_by_form,
    draft_view.EDIT_FORM: changed_by_form,
}

REFUSALS: Refusals = {
    entries.DecidedError: decision.DECIDED,
}
