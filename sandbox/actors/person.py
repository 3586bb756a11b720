"""People who type and press: the one way anybody acts in the sandbox, be it a test, the story or the page."""

import contextlib
from dataclasses import replace
from typing import Any

from sandbox.actors.fields import CHOSEN, EXTERNAL, INITIAL, chosen, is_filled, state_of, values_of
from sandbox.actors.refusal import CannotError
from sandbox.api.views import checked_view, pushed
from sandbox.app import payloads
from sandbox.app.installed import App
from sandbox.app.transport import NotDeliveredError
from sandbox.slack.blocks import Json, walk
from sandbox.slack.people import HOME, HUB
from sandbox.slack.state import Channel, Message, View

TROUBLE = "We had some trouble connecting ({}). Try again?"


class Person:
    """Somebody in the sandbox, doing what people do."""

    def __init__(self, app: App, user_id: str) -> None:
        self._app, self._slack = app, app.slack
        self.about = self._slack.people[user_id]
        self.user_id = user_id

    def __repr__(self) -> str:
        return f"<{self.about.name}, {self.about.organisation}>"

    @property
    def may_command(self) -> bool:
        """Slash commands, shortcuts and Home are for people of the workspace that has Pencil."""
        return self.about.team_id in self._app.installed

    # What they see

    def sees(self, channel: str = HOME) -> list[Message]:
        """Every message in the channel this person can see, oldest first."""
        conversation = self._channel(channel)
        if self.user_id not in conversation.members:
            return []
        return [
            message for message in self._slack.messages(conversation.id) if message.only_for in {None, self.user_id}
        ]

    def private(self, channel: str = HOME) -> list[Message]:
        """What only this person sees in the channel."""
        return [message for message in self.sees(channel) if message.only_for]

    def dms(self, team_id: str = HUB) -> list[Message]:
        """What Pencil has said to them alone, as the app of a workspace."""
        with self._slack.speaking_in(team_id):
            return list(self._slack.messages(self._slack.direct(self.user_id).id))

    def _where(self, channel: Channel) -> str:
        """The workspace whose app hears of what they do in the channel: the channel's own, if that has it."""
        return next(team for team in (channel.team_id, self.about.team_id, HUB) if team in {*self._app.installed, HUB})

    @property
    def form(self) -> View | None:
        """The form in front of them."""
        return self._slack.forms[self.user_id][-1] if self._slack.forms[self.user_id] else None

    @property
    def home(self) -> View | None:
        return self._slack.homes.get(self.user_id)

    def _channel(self, name: str) -> Channel:
        for channel in self._slack.channels.values():
            if name in {channel.id, channel.name}:
                return channel
        raise CannotError(f"no channel {name}")

    # What they do

    async def types(self, text: str, channel: str = HOME, *, below: Message | None = None) -> Message | None:
        """Sends what is typed, in the thread `below` a message if told; a command's private answer, if it came."""
        conversation = self._channel(channel)
        if self.user_id not in conversation.members:
            raise CannotError("not in that channel")
        if text.startswith("/"):
            if below is not None:
                raise CannotError("Slack takes no commands in threads")
            return await self._command(conversation, text)
        thread = (below.thread_ts or below.ts) if below else None
        with self._slack.speaking_in(self._where(conversation)):
            message = self._slack.add(
                conversation.id, self.user_id, payloads.marked(self._slack, text), thread_ts=thread
            )
            heard = f"<@{self._slack.bot_user}>" in message.text and self._app.is_in(conversation)
        if heard:
            await self._mentions(message, conversation)
        return None

    async def _mentions(self, message: Message, channel: Channel) -> None:
        for ts in [message.ts, self._slack.new_ts()] if self._app.twice else [message.ts]:
            for team_id in self._app.installed if channel.shared else [self._where(channel)]:
                payload = payloads.app_mention(self._slack, self.about, message, team_id=team_id, ts=ts)
                await self._event("app_mention", payload)

    async def _command(self, channel: Channel, text: str) -> Message | None:
        command, rest = [*text.split(maxsplit=1), ""][:2]
        if command == "/invite":
            with self._slack.speaking_in(self._where(channel)):
                channel.members.add(self._slack.bot_user)
            self._app.is_let_in(channel)
            self._slack.changed()
            return None
        if not self.may_command:
            raise CannotError("slash commands belong to the workspace that has Pencil")
        if command not in self._app.commands:
            return self._hears(channel.id, f"{command} is not a valid command.")
        url = self._app.respond_at(self._slack.response_url(self.user_id, channel.id))
        with self._slack.speaking_in(self.about.team_id):
            payload = payloads.slash_command(self._slack, self.about, channel, command, rest, url)
            bot_user = self._slack.bot_user
        try:
            reply = await self._app.deliver("slash_commands", payload)
        except NotDeliveredError as error:
            return self._hears(channel.id, f"{command} failed with the error “{error}”")
        if not reply:
            return None
        if reply.get("response_type") == "in_channel":
            return self._slack.add(channel.id, bot_user, reply.get("text", ""), reply.get("blocks"))
        self._app.check(reply)
        return self._slack.add(channel.id, bot_user, reply.get("text", ""), reply.get("blocks"), only_for=self.user_id)

    def _hears(self, channel_id: str, words: str) -> Message:
        return self._slack.add(channel_id, "USLACKBOT", words, only_for=self.user_id)

    async def _event(self, name: str, payload: Json) -> None:
        if name not in self._app.events:
            return
        for _ in range(2 if self._app.retries else 1):
            try:
                await self._app.deliver("events_api", payload)
            except NotDeliveredError:
                continue

    async def presses(
        self,
        on: Message | View,
        action_id: str,
        value: str | None = None,
        *,
        choose: Any = None,
        beside: dict[str, Any] | None = None,
    ) -> None:
        """The first button with this action (and value), or what to `choose` of a list, a menu or a calendar.

        In a form, `beside` is what its fields hold by then.
        """
        blocks = on.blocks if isinstance(on, Message) else on.payload["blocks"]
        for block in blocks:
            for part in walk(block):
                if not _is_called(str(part.get("action_id", "")), action_id):
                    continue
                if (value is None or part.get("value") == value) and (part["type"] != "button") == (choose is not None):
                    await self._press(on, block, part, choose, beside or {})
                    return
        raise CannotError(f"nothing to press called {action_id} on: {on.plain}")

    async def _press(self, on: Message | View, block: Json, part: Json, choose: Any, beside: dict[str, Any]) -> None:
        action = {"type": part["type"], "action_id": part["action_id"], "block_id": block.get("block_id", "b")}
        if part["type"] == "button":
            action["text"] = part["text"]
            if part.get("value") is not None:
                action["value"] = part["value"]
        else:
            picked = chosen(part, choose, self._slack.listed(self.user_id))
            action[CHOSEN[part["type"]]] = part[INITIAL[part["type"]]] = picked  # it stays chosen
        message, view, url, values = None, None, None, {}
        if isinstance(on, Message):
            message, values = on, state_of(on.blocks, {})
            url = self._app.respond_at(self._slack.response_url(self.user_id, message.channel_id, message))
        else:
            view, values = on, values_of(on, beside, self._slack.listed(self.user_id))
        team_id = on.team_id if isinstance(on, View) else self._slack.bot_users.get(on.user_id, HUB)
        with self._slack.speaking_in(team_id):
            payload = payloads.block_action(
                self._slack, self.about, action, message=message, view=view, url=url, values=values
            )
        try:
            await self._app.deliver("interactive", payload)
        except NotDeliveredError as error:
            if message is not None:
                self._hears(message.channel_id, f"That did not work: {error}")

    async def submits(self, answers: dict[str, Any] | None = None) -> dict[str, str] | None:
        """Fills in the open form by block and sends it; the errors beside the fields, if it stays open."""
        view = self.form
        if view is None:
            raise CannotError("no form is open")
        if _external(view) & {*(answers or {})}:
            await self.looks_into_lists()
        values = values_of(view, answers or {}, self._slack.listed(self.user_id))
        missing = {
            block["block_id"]: "Please complete this required field."
            for block in view.payload["blocks"]
            if block["type"] == "input" and not block.get("optional") and not is_filled(values[block["block_id"]])
        }
        if missing:
            return missing
        with self._slack.speaking_in(view.team_id):
            payload = payloads.view_submission(self._slack, self.about, view, values)
        try:
            reply = await self._app.deliver("interactive", payload) or {}
        except NotDeliveredError as error:
            return {"": TROUBLE.format(error)}
        return self._after(view, reply)

    async def searches(self, block_id: str, typed: str = "") -> list[tuple[str, str]]:
        """Types into a list of the open form whose choices Pencil has; label and value of what it offers."""
        view = self.form
        if view is None:
            raise CannotError("no form is open")
        if block_id not in _external(view):
            raise CannotError(f"no list to search called {block_id}")
        block = next(block for block in view.payload["blocks"] if block.get("block_id") == block_id)
        values = values_of(view, {}, self._slack.listed(self.user_id))
        with self._slack.speaking_in(view.team_id):
            payload = payloads.block_suggestion(self._slack, self.about, view, block, typed, values)
        try:
            offered = (await self._app.deliver("interactive", payload) or {}).get("options", [])
        except NotDeliveredError:
            offered = []
        self._app.check_options(offered)
        view.found[block_id] = [option for option in view.found.get(block_id, []) if option not in offered] + offered
        return [(option["text"]["text"], option["value"]) for option in offered]

    async def looks_into_lists(self) -> None:
        """Opens each list of the form in front whose choices Pencil has, and that has not been looked into yet."""
        if (view := self.form) is not None:
            for block_id in _external(view) - {*view.found}:
                await self.searches(block_id)

    def _after(self, view: View, reply: Json) -> dict[str, str] | None:
        stack = self._slack.forms[self.user_id]
        action = reply.get("response_action")
        if action == "errors":
            fields = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
            if not reply["errors"] or set(reply["errors"]) - fields:
                self._slack.complaints.append(f"errors beside what is no field: {set(reply['errors']) - fields}")
                return {"": TROUBLE.format("invalid_errors")}
            return dict(reply["errors"])
        if action == "update":
            old, view.payload = view.payload["blocks"], checked_view(self._slack, reply["view"], "modal")
            same = {block.get("block_id") for block in view.payload["blocks"] if block in old}
            view.filled = {block_id: answer for block_id, answer in view.filled.items() if block_id in same}
        elif action == "push":
            pushed(self._slack, checked_view(self._slack, reply["view"], "modal"), self.user_id)
        elif action == "clear":
            stack.clear()
        else:
            stack.pop()
        self._slack.changed()
        return None

    async def closes(self, *, everything: bool = False) -> None:
        """Closes the form in front, which shows the one below it again; all of them if it says so, or as told.

        Slack tells of each that asked for that.
        """
        stack = self._slack.forms[self.user_id]
        cleared = everything or bool(stack and stack[-1].payload.get("clear_on_close"))
        closed = stack[::-1] if cleared else stack[-1:]
        del stack[len(stack) - len(closed) :]
        self._slack.changed()
        for view in closed:
            if view.payload.get("notify_on_close"):
                payload = payloads.view_closed(self._slack, self.about, view, cleared=cleared)
                with contextlib.suppress(NotDeliveredError):
                    await self._app.deliver("interactive", payload)

    async def uses_shortcut(self, callback_id: str, message: Message) -> None:
        if not self.may_command:
            raise CannotError("shortcuts belong to the workspace that has Pencil")
        if callback_id not in self._app.shortcuts:
            raise CannotError(f"no shortcut {callback_id}")
        url = self._app.respond_at(self._slack.response_url(self.user_id, message.channel_id))
        with self._slack.speaking_in(self.about.team_id):
            payload = payloads.message_action(self._slack, self.about, callback_id, message, url)
        try:
            await self._app.deliver("interactive", payload)
        except NotDeliveredError as error:
            self._hears(message.channel_id, f"That did not work: {error}")

    async def reacts(self, name: str, message: Message) -> None:
        """Adds a reaction to the message, or takes theirs away; Pencil hears of what is added, if it may."""
        channel = self._channel(message.channel_id)
        if self.user_id not in channel.members or message.only_for is not None:
            raise CannotError("only what everybody sees gets a reaction, from people who are there")
        added = self._slack.react(message, name, self.user_id)
        if added and {*self._slack.bot_users} & channel.members and "reactions:read" in self._app.scopes:
            for team_id in self._app.installed if channel.shared else [self._where(channel)]:
                payload = payloads.reacted(self._slack, self.about, message, name, team_id=team_id)
                await self._event("reaction_added", payload)

    async def joins(self, channel: str = HOME) -> None:
        """Comes into the channel; Pencil hears of it if it is there."""
        conversation = self._channel(channel)
        if self._app.is_archived(conversation):
            raise CannotError("the channel is archived")
        if (
            conversation.direct_with
            or conversation.group
            or conversation.private
            or not (conversation.shared or conversation.team_id == self.about.team_id)
        ):
            raise CannotError("that channel belongs to another workspace")
        if self.user_id not in conversation.members:
            conversation.members.add(self.user_id)
            self._slack.changed()
            await self._moves("member_joined_channel", conversation)

    async def leaves(self, channel: str = HOME) -> None:
        """Goes out of the channel; Pencil hears of it if it is there."""
        conversation = self._channel(channel)
        if conversation.direct_with:
            raise CannotError("messages from Pencil cannot be left")
        if self.user_id in conversation.members:
            conversation.members.discard(self.user_id)
            self._slack.changed()
            await self._moves("member_left_channel", conversation)

    async def shares(self, channel: str) -> str:
        """Shares the channel with the other workspace; a private one has another id by that. The id it has then."""
        conversation = self._channel(channel)
        if self.user_id not in conversation.members or conversation.shared:
            raise CannotError("only somebody in it shares a channel, and once")
        conversation.shared = True
        if conversation.private:
            old = self._slack.renumber(conversation)
            if self._app.is_in(conversation):
                await self._event("channel_id_changed", payloads.id_changed(self._slack, old, conversation.id))
        return conversation.id

    async def _moves(self, event: str, channel: Channel) -> None:
        with self._slack.speaking_in(self._where(channel)):
            heard = self._app.is_in(channel)
            payload = payloads.moved(self._slack, self.about, channel, event)
        if heard:
            await self._event(event, payload)

    async def is_called(self, name: str) -> None:
        """Changes their name, everywhere in Slack."""
        self.about = self._slack.people[self.user_id] = replace(self.about, name=name)
        self._slack.changed()
        await self._event("user_change", payloads.renamed(self._slack, self.about))

    async def opens_home(self) -> None:
        if not self.may_command:
            raise CannotError("Home belongs to the workspace that has Pencil")
        with self._slack.speaking_in(self.about.team_id):
            payload = payloads.home_opened(self._slack, self.about)
        await self._event("app_home_opened", payload)


def _is_called(named: str, action_id: str) -> bool:
    """Whether it has this action; several of a kind in one row are told apart by a number behind it."""
    return named == action_id or (named.startswith(f"{action_id}.") and named.removeprefix(f"{action_id}.").isdigit())


def _external(view: View) -> set[str]:
    """The form's lists whose choices the app has, by block."""
    blocks = [block for block in view.payload["blocks"] if block["type"] == "input"]
    return {block["block_id"] for block in blocks if block["element"]["type"] in EXTERNAL}
