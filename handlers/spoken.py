"""What is said to `@Pencil`, or typed after `/partnership`: the command it is, or may be, or words to be recorded."""

import re
from dataclasses import replace

from bot.app import Bot
from bot.blockers import acts as blocker_acts
from bot.blockers.views import draft as draft_view
from bot.cards.drafts import DraftKey
from bot.home import acts_on_words as acts
from bot.home.views import questions as view
from bot.ideas import acts as idea_acts
from bot.ideas.views import draft as idea_draft_view
from bot.lib.language import intents
from bot.lib.refusals import GarbledError
from bot.partnership import acts as partnership_acts
from bot.slack.messages import message
from bot.slack.views import errors
from bot.wins.views import win as win_view
from handlers.markup import first_word, read
from handlers.payloads import Command, Press
from handlers.replies import Reply, Say
from handlers.tables import Actions, Commands, Subcommands

_A_SENTENCE = 4  # words from which it is more than a command with a slip in it
_PARTNERSHIP = "partnership"
_BETWEEN = re.compile(r"(?<=[^\W_])[\W_]+the(?=[\W_])|[\W_]+")  # words of a command: `my data`, `ask the authors`


class Spoken:
    """Finds what is meant among the commands there are."""

    def __init__(self, commands: Commands, subcommands: Subcommands) -> None:
        self._subcommands = subcommands
        self.commands: Commands = {**commands, _PARTNERSHIP: self.partnership}

    @property
    def actions(self) -> Actions:
        return {
            view.WIN: self.win,
            view.SKILL: self.skill,
            view.HABIT: self.habit,
            view.INITIATIVE: self.initiative,
            view.BLOCKER: self.blocker,
            view.IDEA: self.idea,
            view.RUN: self.run,
            view.INSTEAD: self.instead,
        }

    async def mention(self, bot: Bot, act: Command) -> Reply:
        """`@Pencil win …`, `@Pencil vision`, `@Pencil` and anything else."""
        text = re.sub(r"^/", "", act.text)
        return await self._known(bot, act, text) or await self._asked(bot, act, text)

    async def partnership(self, bot: Bot, act: Command) -> Reply:
        """`/partnership WORD …`: each word is answered by the handler module that has it in its table."""
        word, rest = first_word(act.text)
        if word in self._subcommands and not (rest and _is_wish(act.text)):
            return await self._subcommands[word](bot, act, (await read(bot, act, rest)).text.strip())
        return await self._known(bot, act, act.text) or await self._asked(bot, act, act.text)

    async def _known(self, bot: Bot, act: Command, text: str) -> Reply | None:
        """What is answered to a command that is spelled as it is; `win:`, `wins …` and `my data` are."""
        word, rest = first_word(text)
        name = word.removesuffix("s") if rest else word
        for command in (word, name):
            if command in self.commands:
                return await self.commands[command](bot, replace(act, name=command, text=rest))
        if _is_wish(text):
            return None
        joined = _BETWEEN.sub("", text.lower())
        for known in self._subcommands:
            if known and (word == known or joined == known.replace("-", "")):
                return await self._run(bot, act, known, rest if word == known else "")
        return None

    async def _run(self, bot: Bot, act: Command, word: str, rest: str) -> Reply:
        text = f"{word} {rest}".strip()
        return await self.partnership(bot, replace(act, name=_PARTNERSHIP, text=text))

    async def _asked(self, bot: Bot, act: Command, text: str) -> Reply:
        """What the words are, asked of their author: nothing of it is known yet but the words."""
        spoken = await read(bot, act, text)
        words = spoken.text.strip()
        if not words or intents.is_chat(words):
            await bot.database.read(partnership_acts.home, act.channel)
            return Say(errors.called())
        if intents.intent(words, one_word_will_do=True) is not None:
            return await self.commands["win"](bot, replace(act, name="win", text=text))
        word, _ = first_word(text)
        number = len(words.split())
        near = intents.nearest(word, [*self.commands, *self._subcommands], alone=number == 1)
        if not near and number == 1 and act.name == _PARTNERSHIP:
            await bot.database.read(partnership_acts.home, act.channel)
            return Say(view.unknown(word, bot.settings.command_partnership))
        kept = await bot.database.run(acts.keep, act.channel, act.who, words, bot.clock())
        a_sentence, public = number >= _A_SENTENCE, act.trigger is None
        question = view.which(kept, word, near, a_sentence=a_sentence, public=public)
        return Say(message(question.blocks, win_view.unseen(spoken.groups)))

    # Answers

    async def win(self, bot: Bot, act: Press) -> Reply:
        return await self._recorded(bot, act, "win")

    async def skill(self, bot: Bot, act: Press) -> Reply:
        return await self._recorded(bot, act, "skill")

    async def habit(self, bot: Bot, act: Press) -> Reply:
        return await self._recorded(bot, act, "habit")

    async def initiative(self, bot: Bot, act: Press) -> Reply:
        return await self._recorded(bot, act, "initiative")

    async def _recorded(self, bot: Bot, act: Press, name: str) -> Reply:
        key = DraftKey.read(act.value)
        words = await bot.database.run(acts.opened, key, act.who)
        meant = self._meant(act, key, words.channel_id, name, words.markup)
        return await self._done(bot, act, key, replace(meant, sure=True))

    async def blocker(self, bot: Bot, act: Press) -> Reply:
        """The words are a draft of a blocker from the beginning."""
        value, _, public = act.value.partition(".")
        draft = await bot.database.run(blocker_acts.preview, DraftKey.read(value), act.who, bot.clock())
        return Say(draft_view.preview(draft, public=public == "1"))

    async def idea(self, bot: Bot, act: Press) -> Reply:
        """The same of an idea."""
        value, _, public = act.value.partition(".")
        draft = await bot.database.run(idea_acts.preview, DraftKey.read(value), act.who)
        return Say(idea_draft_view.preview(draft, public=public == "1"))

    async def run(self, bot: Bot, act: Press) -> Reply:
        """The command that was meant, with all that was typed after the word with the slip."""
        value, _, rest = act.value.partition(".")
        public, _, word = rest.partition(".")
        key = DraftKey.read(value)
        words = await bot.database.run(acts.opened, key, act.who)
        command = self._meant(act, key, words.channel_id, word, first_word(words.markup)[1])
        return await self._done(bot, act, key, replace(command, trigger=None if public == "1" else act.trigger))

    async def instead(self, bot: Bot, act: Press) -> Reply:
        """Not to be recorded: what the words ask for is shown."""
        value, _, typed = act.value.partition(".")
        key = DraftKey.read(value)
        words = await bot.database.run(acts.opened, key, act.who)
        word, rest = first_word(typed)
        return await self._done(bot, act, key, self._meant(act, key, words.channel_id, word, rest))

    def _meant(self, act: Press, key: DraftKey, channel: str, word: str, rest: str) -> Command:
        if word in self.commands:
            return replace(_typed(act, key, channel, word, rest), sure=False)
        if word in self._subcommands:
            return replace(_typed(act, key, channel, _PARTNERSHIP, f"{word} {rest}".strip()), sure=False)
        raise GarbledError

    async def _done(self, bot: Bot, act: Press, key: DraftKey, command: Command) -> Reply:
        """What the command answers. Where it is refused, the words are still kept."""
        reply = await self.commands[command.name](bot, command)
        await bot.database.run(acts.decided, key, act.who)
        return reply


def _is_wish(text: str) -> bool:
    """Whether it asks for what the person shared to be undone or changed: `remove my last win` is no organisation's."""
    return None not in {intents.intent(words, one_word_will_do=True) for words in (first_word(text)[0], text)}


def _typed(act: Press, key: DraftKey, channel: str, name: str, text: str) -> Command:
    """The press as if it had been typed; pressed twice it is one."""
    return Command(
        name=name,
        text=text,
        who=act.who,
        channel=channel,
        origin=key.origin,
        team=act.team,
        trigger=act.trigger,
        sure=True,
    )
