"""Finds the handler, and turns what it answers into what Slack wants to hear.

Every interaction ends in an acknowledgement and, where there is something to say, one private answer. Refusals are
answers; a fault is told to the person with what they typed, and to the log without it.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from bot.app import Bot
from bot.db import deadline
from bot.lib.logs import logger
from bot.lib.metrics import UNKNOWN
from bot.slack.client import Slack
from bot.slack.failures import SlackError
from bot.slack.forms import form, options
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.slack.views import errors
from handlers import (
    ACTIONS,
    CHANNELS,
    COMMANDS,
    EVENTS,
    EVENTS_IF_WANTED,
    FORMS,
    HOME,
    MENTION,
    MOVES,
    OPTIONS,
    REACTIONS,
    REMOVALS,
    RENAMES,
    SHORTCUTS,
    events,
    payloads,
)
from handlers.answering import Answering
from handlers.events import Reacted
from handlers.markup import without_call
from handlers.mentions import sent_in
from handlers.once import answered_once, first_time
from handlers.payloads import Command, Payload, Press, Shortcut, Submission
from handlers.presence import answered
from handlers.replies import Choices, Errors, Open, Reply, Say, Show, Stay
from handlers.workspaces import installed

log = logger(__name__)

Ack = dict[str, Any]
_KNOWN = {*EVENTS, *EVENTS_IF_WANTED}
_TAKE_WORDS = {"win", "blocker", "skill"}
_WORD = "said."  # how the ids of the blocks begin in which a form is answered


def _ephemeral(words: Message) -> Ack:
    return {"response_type": "ephemeral", **words.payload()}


async def command(bot: Bot, payload: Payload) -> Ack:
    """A slash command; the answer goes back with the acknowledgement."""
    typed = payload.get("command", "")
    name = next((name for name, command in bot.settings.commands.items() if command == typed), None)
    with Answering(bot, "command", name or UNKNOWN).counted() as answering:
        if name is None:
            return _ephemeral(errors.unknown_command(typed))
        act = payloads.command(payload, name)
        reply = await answering.reply(answered(bot, COMMANDS[name], act), act.text)
        if isinstance(reply, Open):
            opened = await _opens(bot, payload["trigger_id"], reply)
            instead = typed if name in _TAKE_WORDS and not act.text.strip() else ""
            return {} if opened else _ephemeral(errors.unopened(act.text, instead))
        return _ephemeral(reply.message) if isinstance(reply, Say) else {}


async def _opens(bot: Bot, trigger: str, reply: Open, method: str = "views.open") -> bool:
    """Whether the form opened, as far as anybody knows."""
    try:
        await bot.answers.call(method, seconds=2, trigger_id=trigger, view=reply.view)
    except SlackError as error:
        log.warning("a form did not open", reason=error.reason)
        return False
    return True


async def press(bot: Bot, payload: Payload) -> Ack:
    """A press; the answer goes to the address that came with it, or opens beside the form it was in."""
    act = payloads.press(payload, installed(payload))
    with first_time(bot.pressed, act.trigger) as first:
        if first:
            await _pressed(bot, act)
    return {}


async def _pressed(bot: Bot, act: Press) -> None:
    handler = ACTIONS.get(act.action)
    with Answering(bot, "press", act.action, known=handler is not None).counted() as answering:
        if handler is None:
            await _reply(bot, act, Say(message(say(errors.UNKNOWN)), beside=True))
        else:
            await _reply(bot, act, await answering.reply(answered(bot, handler, act)))


async def _reply(bot: Bot, act: Press, reply: Reply) -> None:
    if isinstance(reply, Open):
        method = "views.push" if act.in_form else "views.open"
        if not await _opens(bot, act.trigger, reply, method) and act.response_url:
            await _respond(bot, act, Say(errors.unopened(), beside=True))
    elif isinstance(reply, Show):
        try:
            await bot.answers.call("views.update", seconds=2, view_id=act.view, view=reply.view)
        except SlackError as error:
            log.warning("a form did not change", reason=error.reason)
    elif isinstance(reply, Say):
        if act.response_url:
            await _respond(bot, act, reply)
        else:
            await _opens(bot, act.trigger, Open(_notice(reply.message)), "views.push" if act.in_form else "views.open")


async def _respond(bot: Bot, act: Press, reply: Say) -> None:
    replacing = act.private and not reply.beside
    try:
        await bot.answers.respond(act.response_url or "", {**_ephemeral(reply.message), "replace_original": replacing})
    except SlackError as error:
        log.warning("an answer to a press was not taken", reason=error.reason)


def _notice(words: Message) -> dict[str, Any]:
    return form("notice", "Pencil", words.blocks)


async def search(bot: Bot, payload: Payload) -> Ack:
    """What there is to choose from; nothing where that is refused or fails, which a list cannot say."""
    act = payloads.search(payload, installed(payload))
    handler = OPTIONS.get(act.action)
    with Answering(bot, "search", act.action, known=handler is not None).counted() as answering:
        reply = await answering.reply(handler(bot, act)) if handler else None
        return {"options": options(reply.choices) if isinstance(reply, Choices) else []}


async def submission(bot: Bot, payload: Payload) -> Ack:
    """A form; it closes and the answer appears in the channel for this person alone, or it stays open with a word."""
    act = payloads.submission(payload, installed(payload))
    handler = FORMS.get(act.callback)
    with Answering(bot, "form", act.callback, known=handler is not None).counted() as answering:
        if handler is None:
            return {"response_action": "update", "view": _notice(message(say(errors.UNKNOWN)))}
        return await _sent(
            bot, act, payload["view"], await answering.reply_to_form(sent_in(bot, handler, act, answered), act)
        )


async def _sent(bot: Bot, act: Submission, view: Payload, reply: Reply) -> Ack:
    """The reply as Slack takes it from a form."""
    if isinstance(reply, Errors):
        return {"response_action": "errors", "errors": reply.by_field}
    if isinstance(reply, Open):
        return {"response_action": "push", "view": reply.view}
    if isinstance(reply, Show):
        return {"response_action": "update", "view": reply.view}
    if isinstance(reply, Stay):
        return {"response_action": "update", "view": _again(view, reply.message)}
    if isinstance(reply, Say):
        if not act.channel.startswith(("C", "G")) or not await _in_private(bot, act.channel, act.who.user_id, reply):
            return {"response_action": "update", "view": _notice(reply.message)}
        return {"response_action": "clear"}
    return {}


def _again(view: Payload, words: Message) -> dict[str, Any]:
    """The same form, whatever came with it, below a word that was not there before."""
    kept = ("type", "callback_id", "title", "submit", "close", "private_metadata", "clear_on_close")
    above = [{**block, "block_id": f"{_WORD}{place}"} for place, block in enumerate(words.blocks)]
    blocks = [block for block in view["blocks"] if not str(block.get("block_id", "")).startswith(_WORD)]
    return {name: view[name] for name in kept if view.get(name)} | {"blocks": [*above, *blocks]}


async def _in_private(bot: Bot, channel: str, user_id: str, reply: Say, thread: str | None = None) -> bool:
    words = reply.message.payload()
    try:
        await _voice(bot).post_ephemeral(channel, user_id, words["text"], words["blocks"], thread)
    except SlackError as error:
        log.warning("a private answer was not taken", reason=error.reason)
        return False
    return True


async def shortcut(bot: Bot, payload: Payload) -> Ack:
    act = payloads.shortcut(payload, installed(payload))
    with first_time(bot.pressed, act.trigger) as first:
        if first:
            await _pointed(bot, act)
    return {}


async def _pointed(bot: Bot, act: Shortcut) -> None:
    handler = SHORTCUTS.get(act.callback)
    with Answering(bot, "shortcut", act.callback, known=handler is not None).counted() as answering:
        reply = await answering.reply(answered(bot, handler, act)) if handler else Say(message(say(errors.UNKNOWN)))
        words = reply.message if isinstance(reply, Say) else None
        if isinstance(reply, Open) and not await _opens(bot, act.trigger, reply):
            words = errors.unopened()
        if words:
            try:
                await bot.answers.respond(act.response_url, _ephemeral(words))
            except SlackError as error:
                log.warning("an answer to a shortcut was not taken", reason=error.reason)


async def event(bot: Bot, payload: Payload) -> Ack:
    """A mention, a look at Home, a reaction, somebody coming or going and so on; any other event is none of ours."""
    kind = (payload.get("event") or {}).get("type")
    with Answering(bot, "event", str(kind), known=kind in _KNOWN).counted() as answering:
        if kind not in _KNOWN:
            return {}
        if kind in REMOVALS:  # of a whole organisation they may name no workspace, and are about none that has Pencil
            if team := events.installed_for(payload):
                with deadline.enforced():
                    await REMOVALS[kind](bot, events.removed(payload, team))
            return {}
        team = await _team(bot, payload)
        if kind == "app_mention":
            await _mention(bot, answering, payload, team)
        elif kind in MOVES:
            with deadline.enforced():
                await MOVES[kind](bot, events.moved(payload, team))  # a fault is no answer: Slack sends it again
        elif kind in CHANNELS:
            with deadline.enforced():
                await CHANNELS[kind](bot, events.new_channel_id(payload))
        elif kind in RENAMES:
            with deadline.enforced():
                await RENAMES[kind](bot, events.renamed(payload))
        elif kind in REACTIONS:
            with deadline.enforced():
                await _reaction(bot, kind, events.reacted(payload, team))
        elif kind == "app_home_opened" and payload["event"].get("tab", "home") == "home":
            await answering.reply(HOME(bot, events.home_opened(payload, team)))
    return {}


async def _team(bot: Bot, payload: Payload) -> str:
    """The workspace that an event was sent to."""
    return events.installed_for(payload) or (await bot.answers.identity()).team_id


async def _reaction(bot: Bot, kind: str, act: Reacted) -> None:
    """Only the person who reacted may be answered; a fault is no answer, and Slack sends it again."""
    reply = await REACTIONS[kind](bot, act)
    if isinstance(reply, Say):
        await _in_private(bot, act.channel, act.who.user_id, reply)


async def _mention(bot: Bot, answering: Answering, payload: Payload, team: str) -> None:
    mention = payload["event"]
    if mention.get("bot_id") or mention.get("subtype") or not mention.get("user"):
        return
    act = events.mention(payload, team)
    text = await _said(bot, act.text, payload)
    with first_time(bot.answered, act.origin) as first:
        if first:
            await _answer(bot, answering, act, text)


async def _answer(bot: Bot, answering: Answering, act: Command, text: str) -> None:
    """What was said to Pencil is done and answered, unless another process has."""
    does = partial(answered, bot, MENTION, replace(act, text=text))
    reply = await answering.reply(answered_once(bot, act.origin, does), text)
    if isinstance(reply, Say) and not await _in_private(bot, act.channel, act.who.user_id, reply, act.thread):
        words = reply.message.payload()
        try:
            await _voice(bot).message_directly(act.who.user_id, words["text"], words["blocks"])
        except SlackError as error:
            log.warning("an answer to a mention was not taken", reason=error.reason)


def _voice(bot: Bot) -> Slack:
    """The partnership's; where its workspace has removed Pencil, that of the one in which somebody waits."""
    return bot.slack if bot.slack.token is not None else bot.answers


async def _said(bot: Bot, markup: str, payload: Payload) -> str:
    """What was said, without the call to Pencil.

    The envelope says on whose behalf it was sent, without asking Slack; where another workspace has Pencil too, that
    may be another than who is called.
    """
    for bot_user in payload.get("authorizations") or []:
        if bot_user.get("is_bot") and (said := without_call(markup, str(bot_user.get("user_id")))) != markup.strip():
            return said
    return without_call(markup, (await bot.answers.identity()).user_id)
