"""What Slack sends us, as tables: each name, and what answers it. The manifest says the same to Slack."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from bot.core import Bot
from bot.views import blocker as blocker_view
from bot.views import celebration, trouble
from bot.views import checkin as checkin_view
from bot.views import naming as naming_view
from bot.views import partner as partner_view
from bot.views import partnership as partnership_view
from bot.views import pulse as pulse_view
from bot.views import results as results_view
from bot.views import skill as skill_view
from bot.views import spotlight as spotlight_view
from bot.views import win as win_view
from bot.views import wish as wish_view
from handlers import blocker, checkin, naming, partnership, pulse, reflection, skill, spotlight, win
from handlers.acts import Command, HomeOpened, Press, Shortcut, Submission
from handlers.replies import Reply

A = TypeVar("A")
Handler = Callable[[Bot, A], Awaitable[Reply]]

# What follows `/partnership`.
WORDS: dict[str, partnership.Word] = {
    "": partnership.help_,
    "help": partnership.help_,
    "start": partnership.start,
    "join": partnership.join,
    "partners": partnership.listed,
    "timetable": partnership.timetable_,
    "stage": partnership.stage,
    "pulse": pulse.command,
    "preview": partnership.preview,
    "pause": partnership.pause,
    "resume": partnership.resume,
    "reflect": reflection.reflect,
}

COMMANDS: dict[str, Handler[Command]] = {
    "win": win.tell,
    "blocker": blocker.tell,
    "skill": skill.tell,
    "partnership": partial(partnership.command, WORDS),
}

ACTIONS: dict[str, Handler[Press]] = {
    celebration.SHARE: win.share,
    celebration.CHEER: win.cheer,
    celebration.NAMES: naming.about,
    naming_view.CONFIRM: naming.answer,
    naming_view.OFF: naming.answer,
    naming_view.BACK: naming.answer,
    win_view.EDIT: win.edit,
    win_view.UNDO: win.undo,
    win_view.RESTORE: win.restore,
    win_view.CELEBRATE: win.celebrate,
    blocker_view.RAISE: blocker.raise_,
    blocker_view.POST: blocker.post,
    blocker_view.POST_NAMELESS: blocker.post_nameless,
    blocker_view.REDRAFT: blocker.redraft,
    blocker_view.DROP: blocker.drop,
    blocker_view.HELP: blocker.help_,
    blocker_view.STEP_BACK: blocker.step_back,
    blocker_view.FIXED: blocker.fixed,
    blocker_view.REOPEN: blocker.reopen,
    blocker_view.EDIT: blocker.edit,
    blocker_view.UNDO: blocker.undo,
    blocker_view.RESTORE: blocker.restore,
    blocker_view.WIN: blocker.make_win,
    skill_view.OFFER: skill.offer,
    skill_view.SETTLE: skill.settle,
    skill_view.CHANGE: skill.change,
    skill_view.REMOVE: skill.remove,
    skill_view.PUT_BACK: skill.put_back,
    checkin_view.MOVING: checkin.answer,
    checkin_view.STEADY: checkin.answer,
    checkin_view.STUCK: checkin.answer,
    wish_view.FEWER: checkin.fewer,
    pulse_view.TAKE: pulse.take,
    pulse_view.UNSKIP: pulse.unskip,
    results_view.RESPOND: pulse.respond,
    results_view.BECAME: pulse.became,
    partner_view.CHOOSE: partnership.choose,
    partner_view.ADD: partnership.add,
    partner_view.ADD_NEW: partnership.add_new,
    partnership_view.START: partnership.start_pressed,
    partnership_view.MINE: partnership.open_mine,
    trouble.POST_AGAIN: partnership.post_again,
    spotlight_view.SAY: spotlight.say_,
    spotlight_view.PASS: spotlight.pass_on,
    spotlight_view.WITHDRAW: spotlight.withdraw,
}

FORMS: dict[str, Handler[Submission]] = {
    win_view.TELL_FORM: win.told_by_form,
    win_view.EDIT_FORM: win.changed_by_form,
    blocker_view.RAISE_FORM: blocker.raised_by_form,
    blocker_view.REDRAFT_FORM: blocker.redrafted_by_form,
    blocker_view.EDIT_FORM: blocker.changed_by_form,
    blocker_view.FIXED_FORM: blocker.fixed_by_form,
    skill_view.OFFER_FORM: skill.offered_by_form,
    skill_view.CHANGE_FORM: skill.changed_by_form,
    pulse_view.FORM: pulse.reviewed,
    pulse_view.REVIEW_FORM: pulse.sent,
    results_view.RESPOND_FORM: pulse.responded_by_form,
    results_view.BECAME_FORM: pulse.became_by_form,
    partner_view.ADD_FORM: partnership.added_by_form,
    partnership_view.START_FORM: partnership.started_by_form,
    spotlight_view.FORM: spotlight.said_by_form,
}

SHORTCUTS: dict[str, Handler[Shortcut]] = {
    win_view.FROM_MESSAGE: win.from_message,
}

HOME: Handler[HomeOpened] = partnership.home_opened

EVENTS = ("app_home_opened", "app_mention")
