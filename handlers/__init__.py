"""What Slack sends us, as tables: each name, and what answers it. The manifest says the same to Slack."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.core import Bot
from bot.views import celebration, trouble
from bot.views import partner as partner_view
from bot.views import partnership as partnership_view
from bot.views import win as win_view
from handlers import partnership, win
from handlers.acts import Command, HomeOpened, Press, Shortcut, Submission
from handlers.replies import Reply

A = TypeVar("A")
Handler = Callable[[Bot, A], Awaitable[Reply]]

COMMANDS: dict[str, Handler[Command]] = {
    "win": win.tell,
    "partnership": partnership.command,
}

ACTIONS: dict[str, Handler[Press]] = {
    celebration.SHARE: win.share,
    celebration.CHEER: win.cheer,
    win_view.EDIT: win.edit,
    win_view.UNDO: win.undo,
    win_view.RESTORE: win.restore,
    win_view.CELEBRATE: win.celebrate,
    partner_view.CHOOSE: partnership.choose,
    partner_view.ADD: partnership.add,
    partner_view.ADD_NEW: partnership.add_new,
    partnership_view.START: partnership.start_pressed,
    partnership_view.MINE: partnership.open_mine,
    trouble.POST_AGAIN: partnership.post_again,
}

FORMS: dict[str, Handler[Submission]] = {
    win_view.TELL_FORM: win.told_by_form,
    win_view.EDIT_FORM: win.changed_by_form,
    partner_view.ADD_FORM: partnership.added_by_form,
    partnership_view.START_FORM: partnership.started_by_form,
}

SHORTCUTS: dict[str, Handler[Shortcut]] = {
    win_view.FROM_MESSAGE: win.from_message,
}

HOME: Handler[HomeOpened] = partnership.home_opened

EVENTS = ("app_home_opened", "app_mention")
