"""Recording wins, and changing, undoing, celebrating and cheering them."""

from bot.app import Bot
from bot.home.acts_on_words import Noun
from bot.lib import values
from bot.lib.refusals import EmptyTextError
from bot.partnership import acts as partnership_acts
from bot.partnership.members import Who
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import entry_points
from bot.wins import acts, celebrations, consent, entries
from bot.wins.consent import Audience
from bot.wins.entries import AimAndConsent, WinEntry
from bot.wins.views import aim as aim_view
from bot.wins.views import celebration as celebration_view
from bot.wins.views import win as view
from handlers.asking import asked_first
from handlers.markup import Words, read
from handlers.mentions import with_chosen
from handlers.payloads import Command, Press, Shortcut, Submission
from handlers.people import named_here, people_chosen, placed_but
from handlers.replies import Done, Errors, Open, Reply, Say
from handlers.tables import Actions, Commands, Forms, Refusals, Shortcuts


async def command(bot: Bot, act: Command) -> Reply:
    """`/win TEXT`, `/win`, `/win list`, `/win help`; the same after `@Pencil`."""
    typed = act.text.strip()
    name = bot.settings.command_win
    if act.sure:
        return await _recorded(bot, act, await read(bot, act, typed))
    word = typed.lower().rstrip(" .!?")
    if word == "help":
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.help_(name))
    if word == "list":
        return Say(view.listing(await bot.database.read(acts.listing, act.channel, act.who), name))
    if not typed and act.trigger is None:
        await bot.database.read(partnership_acts.home, act.channel)
        return Say(view.called(name))
    if not typed:
        return Open(view.new_form(await bot.database.run(acts.new_form, act.channel, act.who, bot.clock())))
    words = await read(bot, act, typed)
    return await asked_first(bot, act, Noun.WIN, words.text) or await _recorded(bot, act, words)


async def _recorded(bot: Bot, act: Command, words: Words) -> Reply:
    people = await placed_but(bot, act.channel, words.people, words.called.strangers)
    entry = WinEntry(words.text, people)
    recorded = await bot.database.run(acts.record, act.channel, act.who, entry, act.origin, bot.clock())
    return Say(view.receipt(recorded, words.groups), names=words.called.names)


async def share(bot: Bot, act: Press) -> Reply:
    """The form, from any *Share a win*: the partnership is named by the button, or is the channel's."""
    facts = await bot.database.run(acts.new_form, act.channel or "", act.who, bot.clock(), about=act.value)
    return Open(view.new_form(facts))


async def from_message(bot: Bot, act: Shortcut) -> Reply:
    """The form, with a message's words in it and its author thanked."""
    words = await read(bot, act, act.text)
    author = [act.author] if act.author and act.author != act.who.user_id else []
    people = [*author, *(who.user_id for who in words.people if who.user_id not in author)]
    facts = await bot.database.run(acts.new_form, act.channel, act.who, bot.clock(), text=words.text, thanked=people)
    return Open(view.new_form(facts))


async def recorded_by_form(bot: Bot, act: Submission) -> Reply:
    entry = await filled_in(bot, act)
    # A fixed blocker makes one win, whoever records it.
    origin = entries.of_blocker(values.number(act.about)) if act.about else act.origin
    try:
        recorded = await bot.database.run(acts.record, act.channel, act.who, entry, origin, bot.clock())
    except EmptyTextError:
        return Errors({view.TEXT: view.EMPTY})
    return Say(view.receipt(recorded))


async def filled_in(bot: Bot, act: Submission) -> WinEntry:
    """What a form for a new win was sent with."""
    people = await named_here(bot, act.channel, await people_chosen(bot, act, view.WITH))
    return _entry(await with_chosen(bot, act, people), people)


def _entry(act: Submission, people: tuple[Who, ...]) -> WinEntry:
    partners = [values.number(value) for value in act.chosen(view.PARTNERS)]
    return WinEntry(act.text(view.TEXT), people, partners, _aim_and_consent(act))


def _aim_and_consent(act: Submission) -> AimAndConsent:
    """What the form says of them; where it has no such field, nothing."""
    aim, consent = act.text(aim_view.AIM_FIELD), act.text(aim_view.CONSENT_FIELD)
    return AimAndConsent(values.number(aim) if aim else None, values.one_of(Audience, consent) if consent else None)


async def more(bot: Bot, act: Press) -> Reply:
    """What was chosen from *More* on the receipt: one question about the win, or the list of wins."""
    win_id, _, chosen = act.value.partition(".")
    if chosen == aim_view.LIST:
        listing = await bot.database.read(acts.listing, act.channel or "", act.who)
        return Say(view.listing(listing, bot.settings.command_win), beside=True)
    if chosen == aim_view.CELEBRATE:
        return await _celebrate(bot, act, values.number(win_id))
    facts = await bot.database.run(acts.edit_form, values.number(win_id), act.who, bot.clock())
    if chosen == aim_view.CONSENT_FIELD and facts.aims.consent is None:
        raise consent.AuthorsOnlyError
    return Open(aim_view.more_form(facts, chosen))


async def more_by_form(bot: Bot, act: Submission) -> Reply:
    wanted = _aim_and_consent(act)
    receipt = await bot.database.run(acts.set_aim_and_consent, values.number(act.about), act.who, wanted, bot.clock())
    return Say(view.receipt(receipt))


async def share_with(bot: Bot, act: Press) -> Reply:
    """A partner whom the words name had a share in it."""
    win_id, _, partner_id = act.value.partition(".")
    ids = values.number(win_id), values.number(partner_id)
    return Say(view.receipt(await bot.database.run(acts.share_with, *ids, act.who, bot.clock())))


async def leave_names(bot: Bot, act: Press) -> Reply:
    """The author knows of the plain names in the win, and anybody may read it."""
    win_id, read = values.parts(act.value, ".", 2)
    receipt = await bot.database.run(acts.leave_names, values.number(win_id), read, act.who, bot.clock())
    return Say(view.receipt(receipt))


async def edit(bot: Bot, act: Press) -> Reply:
    return Open(view.edit_form(await bot.database.run(acts.edit_form, values.number(act.value), act.who, bot.clock())))


async def changed_by_form(bot: Bot, act: Submission) -> Reply:
    chosen = await people_chosen(bot, act, view.WITH)
    people = await named_here(bot, act.channel, chosen)
    if len(people) < len(chosen):
        return Errors({view.WITH: view.NOT_KNOWN_NOW})
    act = await with_chosen(bot, act, people)
    try:
        receipt = await bot.database.run(
            acts.change, values.number(act.about), act.who, _entry(act, people), bot.clock()
        )
    except EmptyTextError:
        return Errors({view.TEXT: view.EMPTY})
    return Say(view.receipt(receipt))


async def undo(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.undo, values.number(act.value), act.who, bot.clock())))


async def restore(bot: Bot, act: Press) -> Reply:
    return Say(view.receipt(await bot.database.run(acts.restore, values.number(act.value), act.who, bot.clock())))


async def celebrate(bot: Bot, act: Press) -> Reply:
    return await _celebrate(bot, act, values.number(act.value))


async def _celebrate(bot: Bot, act: Press, win_id: int) -> Reply:
    return Say(view.celebrated(await bot.database.run(acts.celebrate, win_id, act.who, bot.clock())))


async def cheer(bot: Bot, act: Press) -> Reply:
    """The count under the post is the answer."""
    try:
        await bot.database.run(acts.cheer, act.value, act.who, bot.clock())
    except acts.AlreadyCheeredError:
        return Say(message(say(celebration_view.CHEERED_ALREADY)), beside=True)
    return Done()


async def rest_of_celebration(bot: Bot, act: Press) -> Reply:
    """Privately, what a celebration had no room for."""
    token, _, start = act.value.partition(".")
    rest = await bot.database.read(acts.rest_of_celebration, token, values.number(start or "0"), act.who)
    return Say(celebration_view.rest(rest))


COMMANDS: Commands = {
    "win": command,
}

ACTIONS: Actions = {
    entry_points.SHARE: share,
    celebration_view.CHEER: cheer,
    celebration_view.REST: rest_of_celebration,
    view.EDIT: edit,
    view.UNDO: undo,
    view.RESTORE: restore,
    view.CELEBRATE: celebrate,
    view.SHARE_WITH: share_with,
    view.LEAVE_NAMES: leave_names,
    aim_view.MORE: more,
}

FORMS: Forms = {
    view.RECORD_FORM: recorded_by_form,
    view.EDIT_FORM: changed_by_form,
    aim_view.MORE_FORM: more_by_form,
}

SHORTCUTS: Shortcuts = {
    view.FROM_MESSAGE: from_message,
}

REFUSALS: Refusals = {
    celebrations.AlreadyCelebratedError: view.CELEBRATED,
    consent.AuthorsOnlyError: aim_view.AUTHORS_ONLY,
    consent.RewordedError: view.REWORDED,
}
