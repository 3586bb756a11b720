"""What somebody does about an initiative that they name in a few of its words."""

from bot.app import Bot
from bot.blockers.views.draft import DAY_TROUBLE
from bot.cards.days_needed import DayError
from bot.initiatives import acts, acts_on_endings
from bot.initiatives.changes import NextStep, StepError
from bot.initiatives.entries import UnknownInitiativeError
from bot.initiatives.views import forms
from bot.initiatives.views import initiative as view
from bot.lib.text import TooLongError
from bot.slack.blocks import given_back
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.vision.views import proposal as proposal_view
from handlers.payloads import Command
from handlers.replies import Open, Reply, Say

VERBS = ("join", "step", "done", "drop")


async def by_name(bot: Bot, act: Command, rest: str) -> Reply | None:
    """`initiative join NAME`, `step NAME: TEXT`, `done NAME`, `drop NAME: WHY`; nothing where it is none of these."""
    verb, _, about = rest.partition(" ")
    name, _, text = (part.strip() for part in about.partition(":"))
    if act.sure or verb.lower() not in VERBS or not name:
        return None
    try:
        shown = await bot.database.read(acts.named, act.channel, act.who, name)
        return await _done(bot, act, verb.lower(), shown.id, text)
    except UnknownInitiativeError as refusal:
        return Say(view.unknown(refusal.text, refusal.near, rest))
    except StepError as refusal:
        return _with_words(forms.step_too_long(refusal.length) if refusal.length else forms.NO_STEP, rest)
    except DayError as refusal:
        return _with_words(DAY_TROUBLE[refusal.trouble], rest)
    except TooLongError as refusal:
        return _with_words(proposal_view.too_long_words(refusal.text, refusal.most), rest)


def _with_words(trouble: str, typed: str) -> Reply:
    return Say(message(say(trouble), given_back(typed)))


async def _done(bot: Bot, act: Command, verb: str, initiative_id: int, text: str) -> Reply:
    """The act in words; a form for what they leave out, and where none can be opened its card with the buttons."""
    about, now = (initiative_id, act.who), bot.clock()
    if verb == "join":
        return Say(view.joined(await bot.database.run(acts.join, *about, now)))
    if verb == "step" and text:
        return Say(view.step_set(await bot.database.run(acts.set_step, *about, NextStep(text), now)))
    if verb == "drop" and text:
        return Say(view.dropped(await bot.database.run(acts_on_endings.drop, *about, text, now)))
    if act.trigger is None:
        return Say(view.card(await bot.database.read(acts.look, *about)))
    if verb == "step":
        return Open(forms.step_form(await bot.database.run(acts.step_form, *about, now)))
    if verb == "drop":
        return Open(forms.drop_form(await bot.database.run(acts_on_endings.drop_form, *about, now)))
    return Open(forms.done_form(await bot.database.run(acts_on_endings.done_form, *about, now)))
