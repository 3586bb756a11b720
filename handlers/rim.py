"""The rim: finds the handler, and turns what it answers into what Slack wants to hear.

Every act ends in an acknowledgement and, where there is something to say, one private answer. Refusals are answers;
a fault is told to the person with what they typed, and to the log without it.
"""

import logging
import re
from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import NoResultFound

from bot import (
    appointing,
    blockers,
    celebrations,
    checkins,
    consent,
    drafts,
    forgetting,
    helping,
    naming,
    partners,
    partnerships,
    patience,
    periods,
    preferences,
    proposals,
    spotlights,
    stepping,
    story,
)
from bot.core import Bot
from bot.faults import where
from bot.patience import UnsureError
from bot.refusal import GoneError, NothingToldError, NotYoursError, Refusal
from bot.slack import SlackError
from bot.views import aiming as aiming_view
from bot.views import blocker as blocker_view
from bot.views import checkin as checkin_view
from bot.views import door
from bot.views import forgetting as forget_view
from bot.views import help as help_view
from bot.views import hosts as hosts_view
from bot.views import naming as naming_view
from bot.views import partner as partner_view
from bot.views import partnership as partnership_view
from bot.views import preferences as preferences_view
from bot.views import proposal as proposal_view
from bot.views import spotlight as spotlight_view
from bot.views import stepping as stepping_view
from bot.views import story as story_view
from bot.views import win as win_view
from bot.views.kit import Message, form, message, returned, say
from bot.views.spelling import spelt
from handlers import ACTIONS, COMMANDS, FORMS, HOME, MOVES, SHORTCUTS, WORDS, acts
from handlers.acts import Payload, Press, Submission
from handlers.markup import first_word, without_call
from handlers.replies import Errors, Open, Reply, Say, Show, Stay

log = logging.getLogger(__name__)

Ack = dict[str, Any]
_SAID = "said."
_NO = (Refusal, NoResultFound)  # a rule says no, or what a button points at has been deleted

_REFUSALS: dict[type[Exception], str] = {
    NothingToldError: door.EMPTY,
    GoneError: door.GONE,
    NotYoursError: door.NOT_YOURS,
    drafts.DraftGoneError: blocker_view.DRAFT_GONE,
    blockers.YourOwnError: blocker_view.YOUR_OWN,
    checkins.ClosedError: checkin_view.CLOSED,
    celebrations.AlreadyCelebratedError: win_view.CELEBRATED,
    partnerships.UnnamedError: partner_view.UNNAMED,
    partnerships.HostsOnlyError: partnership_view.HOSTS_ONLY,
    partnerships.PastDateError: partnership_view.PAST,
    partners.UnknownPartnerError: partner_view.UNKNOWN,
    proposals.UnchangedError: proposal_view.UNCHANGED,
    proposals.AlreadyProposedError: proposal_view.ALREADY,
    proposals.DecidedError: proposal_view.DECIDED,
    proposals.NoOrganisationError: proposal_view.ASSENTS_OF,
    stepping.NotOfThemError: stepping_view.NOT_OF_THEM,
    helping.AnsweredError: help_view.ANSWERED,
    appointing.LastHostError: hosts_view.LAST,
    appointing.HostedError: hosts_view.HOSTED,
    appointing.AnsweredError: hosts_view.ANSWERED,
    consent.TellersOnlyError: aiming_view.TELLERS_ONLY,
    periods.UnclearPeriodError: story_view.UNCLEAR,
    periods.BackwardsError: story_view.BACKWARDS,
    story.InsideError: story_view.INSIDE_IS_FOR_HOSTS,
    spotlights.PassedOnError: spotlight_view.PASSED_ALREADY,
    spotlights.TakenUpError: spotlight_view.TAKEN_UP,
    naming.NotNamedError: naming_view.NOT_NAMED,
    spotlights.OverError: spotlight_view.OVER,
    spotlights.TooLongError: spotlight_view.TOO_LONG,
    preferences.NoHoursError: preferences_view.NO_HOURS,
    preferences.AsksError: preferences_view.NO_ASKS,
    forgetting.LastHostError: forget_view.LAST_HOST,
    forgetting.NothingHeldError: forget_view.NOTHING,
}


def _words(refusal: Refusal | NoResultFound, typed: str) -> Message:
    """Why nothing was changed; what was typed comes back."""
    if isinstance(refusal, partnerships.NoPartnershipError):
        return partnership_view.none_here(typed)
    return message(say(_REFUSALS.get(type(refusal), door.GONE)), returned(typed))


async def _answer(bot: Bot, answering: Awaitable[Reply], typed: str = "") -> Reply:
    """What the handler answers; its refusals and faults as words."""
    try:
        with patience.of_somebody():
            return await answering
    except _NO as refusal:
        return Say(_words(refusal, typed), beside=True)
    except UnsureError:
        log.error("an act may have been recorded or not: the database did not say in time")  # noqa: TRY400
        return Say(door.unsure(typed), beside=True)
    except Exception as error:  # noqa: BLE001  # the person gets an answer, whatever broke
        log.error("an act failed: %s at %s", type(error).__name__, where(error))  # noqa: TRY400  # no content in logs
        return Say(door.failed(typed), beside=True)
    finally:
        bot.wake.set()


def _ephemeral(said: Message) -> Ack:
    return {"response_type": "ephemeral", **said.payload()}


async def command(bot: Bot, payload: Payload) -> Ack:
    """A slash command; the answer goes back with the acknowledgement."""
    typed = payload.get("command", "")
    name = next((name for name, command in bot.settings.commands.items() if command == typed), None)
    if name is None:
        return _ephemeral(door.unknown_command(typed))
    act = acts.command(payload, name)
    reply = await _answer(bot, COMMANDS[name](bot, act), act.text)
    if isinstance(reply, Open):
        return await _open(bot, payload["trigger_id"], reply) or {}
    return _ephemeral(reply.message) if isinstance(reply, Say) else {}


async def _open(bot: Bot, trigger: str, reply: Open, method: str = "views.open") -> Ack | None:
    """Nothing if the form opened; else the words that say it did not."""
    try:
        await bot.slack.call(method, seconds=2, trigger_id=trigger, view=reply.view)
    except SlackError as error:
        log.warning("a form did not open: %s", error.reason)
        return _ephemeral(door.failed(""))
    return None


async def press(bot: Bot, payload: Payload) -> Ack:
    """A press; the answer goes to the address that came with it, or opens beside the form it was in."""
    team = _installed(payload)
    act = acts.press(payload, team)
    handler = ACTIONS.get(act.action)
    if handler is None:
        await _reply(bot, act, Say(message(say(door.UNKNOWN)), beside=True))
    else:
        await _reply(bot, act, await _answer(bot, handler(bot, act)))
    return {}


async def _reply(bot: Bot, act: Press, reply: Reply) -> None:
    if isinstance(reply, Open):
        method = "views.push" if act.in_form else "views.open"
        if (words := await _open(bot, act.trigger, reply, method)) and act.response_url:
            await _respond(bot, act, Say(door.failed(""), beside=True), words)
    elif isinstance(reply, Show):
        try:
            await bot.slack.call("views.update", seconds=2, view_id=act.view, view=reply.view)
        except SlackError as error:
            log.warning("a form did not change: %s", error.reason)
    elif isinstance(reply, Say):
        if act.response_url:
            await _respond(bot, act, reply, _ephemeral(reply.message))
        else:
            await _open(bot, act.trigger, Open(_notice(reply.message)), "views.push" if act.in_form else "views.open")


async def _respond(bot: Bot, act: Press, reply: Say, body: Ack) -> None:
    replacing = act.private and not reply.beside
    try:
        await bot.slack.respond(act.response_url or "", {**body, "replace_original": replacing})
    except SlackError as error:
        log.warning("an answer to a press was not taken: %s", error.reason)


def _notice(said: Message) -> dict[str, Any]:
    return form("notice", "Pencil", said.blocks)


async def _filled_in(bot: Bot, act: Submission, answering: Awaitable[Reply]) -> Reply:
    """What the handler answers to a form; on a fault the form stays open with all that was typed."""
    first = next(iter(act.answers), "")
    try:
        with patience.of_somebody():
            return await answering
    except _NO as refusal:
        return Say(_words(refusal, act.typed))
    except UnsureError:
        log.error("a form may have been recorded or not: the database did not say in time")  # noqa: TRY400
        return Errors({first: door.UNSURE}) if first else Stay(message(say(door.UNSURE)))
    except Exception as error:  # noqa: BLE001  # what was typed stays in the open form
        log.error("a form failed: %s at %s", type(error).__name__, where(error))  # noqa: TRY400
        return Errors({first: door.NOT_SAVED}) if first else Stay(message(say(door.NOT_SAVED)))
    finally:
        bot.wake.set()


async def submission(bot: Bot, payload: Payload) -> Ack:
    """A form; it closes and the answer appears in the channel for this person alone, or it stays open with a word."""
    act = acts.submission(payload, _installed(payload))
    handler = FORMS.get(act.callback)
    if handler is None:
        return {"response_action": "update", "view": _notice(message(say(door.UNKNOWN)))}
    reply = await _filled_in(bot, act, handler(bot, act))
    if isinstance(reply, Errors):
        return {"response_action": "errors", "errors": reply.by_field}
    if isinstance(reply, Open):
        return {"response_action": "push", "view": reply.view}
    if isinstance(reply, Show):
        return {"response_action": "update", "view": reply.view}
    if isinstance(reply, Stay):
        return {"response_action": "update", "view": _again(payload["view"], reply.message)}
    if isinstance(reply, Say):
        if not act.channel.startswith(("C", "G")) or not await _whisper(bot, act.channel, act.who.user_id, reply):
            return {"response_action": "update", "view": _notice(reply.message)}
        return {"response_action": "clear"}
    return {}


def _again(view: Payload, said: Message) -> dict[str, Any]:
    """The same form, whatever came with it, below a word that was not there before."""
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata", "clear_on_close")
    words = [{**spelt(block), "block_id": f"{_SAID}{place}"} for place, block in enumerate(said.blocks)]
    blocks = [block for block in view["blocks"] if not str(block.get("block_id", "")).startswith(_SAID)]
    return {name: view[name] for name in kept if view.get(name)} | {"blocks": [*words, *blocks]}


async def _whisper(bot: Bot, channel: str, user_id: str, reply: Say, thread: str | None = None) -> bool:
    said = reply.message.payload()
    try:
        await bot.slack.whisper(channel, user_id, said["text"], said["blocks"], thread)
    except SlackError as error:
        log.warning("a private answer was not taken: %s", error.reason)
        return False
    return True


async def shortcut(bot: Bot, payload: Payload) -> Ack:
    act = acts.shortcut(payload, _installed(payload))
    handler = SHORTCUTS.get(act.callback)
    reply = await _answer(bot, handler(bot, act)) if handler else Say(message(say(door.UNKNOWN)))
    if isinstance(reply, Open):
        words = await _open(bot, act.trigger, reply)
    else:
        words = _ephemeral(reply.message) if isinstance(reply, Say) else None
    if words:
        try:
            await bot.slack.respond(act.response_url, words)
        except SlackError as error:
            log.warning("an answer to a shortcut was not taken: %s", error.reason)
    return {}


async def event(bot: Bot, payload: Payload) -> Ack:
    """A mention, a look at Home, somebody coming or going; any other event is none of ours."""
    kind = (payload.get("event") or {}).get("type")
    team = payload["team_id"]
    if kind == "app_mention":
        await _mention(bot, payload, team)
    elif kind in MOVES:
        with patience.of_somebody():
            await MOVES[kind](bot, acts.moved(payload, team))  # a fault is no answer to anybody: Slack sends it again
        bot.wake.set()
    elif kind == "app_home_opened" and payload["event"].get("tab", "home") == "home":
        await _answer(bot, HOME(bot, acts.home_opened(payload, team)))
    return {}


async def _mention(bot: Bot, payload: Payload, team: str) -> None:
    said = payload["event"]
    if said.get("bot_id") or said.get("subtype") or not said.get("user"):
        return
    act = acts.mention(payload, team)
    text = without_call(act.text, await _our_id(bot, payload))
    word, rest = first_word(re.sub(r"^/", "", text))
    if word in COMMANDS:
        answering: Awaitable[Reply] = COMMANDS[word](bot, replace(act, name=word, text=rest))
    elif word and word in WORDS:
        answering = COMMANDS["partnership"](bot, replace(act, name="partnership", text=text))
    else:
        answering = _called(bot, act.channel)
    reply = await _answer(bot, answering, text)
    if isinstance(reply, Say) and not await _whisper(bot, act.channel, act.who.user_id, reply, act.thread):
        said_to = reply.message.payload()
        try:
            await bot.slack.tell(act.who.user_id, said_to["text"], said_to["blocks"])
        except SlackError as error:
            log.warning("an answer to a mention was not taken: %s", error.reason)


async def _our_id(bot: Bot, payload: Payload) -> str:
    """Who is called: the envelope says on whose behalf it was sent, without asking Slack."""
    known = [one["user_id"] for one in payload.get("authorizations") or [] if one.get("is_bot")]
    return str(known[0]) if known else (await bot.slack.identity()).user_id


async def _called(bot: Bot, channel: str) -> Reply:
    await bot.database.read(partnerships.find, channel)
    return Say(door.called())


def _installed(payload: Payload) -> str:
    """The workspace that has Pencil, as far as the payload says; whose person acts is said beside it."""
    view = payload.get("view") or {}
    return str(view.get("app_installed_team_id") or (payload.get("team") or {}).get("id") or "")
