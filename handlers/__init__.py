"""What Slack sends us, as tables: each name, and what answers it. The manifest says the same to Slack."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from bot.app import Bot
from bot.blockers.views import blocker as blocker_view
from bot.blockers.views import help as help_view
from bot.blockers.views import helpers_consent as proof_view
from bot.checkins.views import checkin as checkin_view
from bot.home.views import catch_up as catching_up_view
from bot.home.views import mine as mine_view
from bot.home.views import settings_page as house_view
from bot.hosts.views import delivery_alert as trouble
from bot.hosts.views import hosts as hosts_view
from bot.hosts.views import reflection as reflection_view
from bot.hosts.views import step_back as stepping_view
from bot.partnership.views import partner as partner_view
from bot.partnership.views import partnership as partnership_view
from bot.partnership.views import preferences as preferences_view
from bot.partnership.views import why as why_view
from bot.privacy.views import deletion as end_view
from bot.privacy.views import forget_me as forget_view
from bot.privacy.views import my_data as my_data_view
from bot.pulse.views import pulse as pulse_view
from bot.pulse.views import results as results_view
from bot.report.views import messages as story_view
from bot.skills.views import skill as skill_view
from bot.slack.views import entry_points
from bot.slack.views import fewer_posts as wish_view
from bot.vision.views import drift
from bot.vision.views import forms as proposing
from bot.vision.views import proposal as proposal_view
from bot.vision.views import vision as vision_view
from bot.wins.views import aim as aiming
from bot.wins.views import celebration
from bot.wins.views import organisation_name as naming_view
from bot.wins.views import spotlight as spotlight_view
from bot.wins.views import win as win_view
from handlers import blockers as blocker
from handlers import checkins as checkin
from handlers import help_requests as helping
from handlers import home as mine
from handlers import hosts, partnership, preferences, pulse, reflection, vision, welcome, why
from handlers import organisation_name as naming
from handlers import pause as pausing
from handlers import privacy as leaving
from handlers import proposals as proposal
from handlers import report as story
from handlers import settings as house
from handlers import skills as skill
from handlers import spotlights as spotlight
from handlers import wins as win
from handlers.payloads import Command, HomeOpened, Moved, Press, Shortcut, Submission
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
    "why": why.word,
    "vision": vision.word,
    "catch-up": welcome.catch_up,
    "step-back": welcome.step_back,
    "return": welcome.return_,
    "hosts": hosts.listed,
    "host": hosts.add,
    "hand-over": hosts.hand_over,
    "ask-to-host": hosts.ask,
    "story": story.tell,
    "reflect": reflection.reflect,
    "mine": mine.called,
    "preferences": preferences.shown,
    "quiet": preferences.quiet,
    "snooze": preferences.snooze,
    "asks": preferences.asks,
    "named": preferences.named,
    "settings": house.settings,
    "log": house.log,
    "my-data": leaving.data,
    "forget-me": leaving.forget,
    "export": leaving.copy,
    "end": leaving.end,
}

COMMANDS: dict[str, Handler[Command]] = {
    "win": win.tell,
    "blocker": blocker.tell,
    "skill": skill.tell,
    "partnership": partial(partnership.command, WORDS),
}

ACTIONS: dict[str, Handler[Press]] = {
    entry_points.SHARE: win.share,
    celebration.CHEER: win.cheer,
    celebration.NAMES: naming.about,
    naming_view.CONFIRM: naming.answer,
    naming_view.OFF: naming.answer,
    naming_view.BACK: naming.answer,
    win_view.EDIT: win.edit,
    win_view.UNDO: win.undo,
    win_view.RESTORE: win.restore,
    win_view.CELEBRATE: win.celebrate,
    entry_points.RAISE: blocker.raise_,
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
    entry_points.OFFER: skill.offer,
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
    partner_view.LIST: partnership.listed_pressed,
    entry_points.MINE: mine.open_,
    partnership_view.PAUSE: pausing.pause,
    partnership_view.RESUME: pausing.resume,
    reflection_view.BEGIN: reflection.begin,
    reflection_view.END: reflection.end,
    mine_view.PART: mine.turn_to,
    preferences_view.OPEN: preferences.open_,
    preferences_view.NO_QUIET: preferences.no_quiet,
    preferences_view.WAKE: preferences.wake,
    house_view.OPEN: house.open_,
    house_view.KEEP: house.keep,
    my_data_view.SHOW: leaving.data_pressed,
    forget_view.BEGIN: leaving.forget_pressed,
    end_view.BEGIN: leaving.end_pressed,
    end_view.EXPORT: leaving.export,
    end_view.CONTINUE: leaving.continued,
    trouble.POST_AGAIN: partnership.post_again,
    trouble.LEAVE: partnership.leave_post,
    why_view.SAY: why.say,
    vision_view.PROPOSE: vision.propose,
    vision_view.HISTORY: vision.history,
    vision_view.REVIVE: vision.revive,
    drift.FROM_WIN: vision.from_win,
    proposal_view.CHANGE: vision.change,
    proposal_view.PENCIL: proposal.pencil,
    proposal_view.RUB: proposal.rub,
    proposal_view.AGAIN: proposal.again,
    proposal_view.BECAUSE: proposal.because,
    aiming.AIM: win.place,
    aiming.CONSENT: win.place,
    catching_up_view.OPEN: welcome.catch_up_pressed,
    partner_view.STEP_BACK: welcome.step_back_pressed,
    partner_view.RETURN: welcome.return_pressed,
    stepping_view.TAKE_BACK: welcome.take_back,
    help_view.YES: helping.yes,
    help_view.KNOWS: helping.knows,
    help_view.NOT_NOW: helping.not_now,
    proof_view.YES: helping.say_so,
    proof_view.NO: helping.say_nothing,
    hosts_view.OPEN: hosts.open_listed,
    hosts_view.ADD: hosts.choose,
    hosts_view.HAND: hosts.choose,
    hosts_view.ASK: hosts.choose,
    hosts_view.STOP: hosts.stop,
    hosts_view.TAKE: hosts.take,
    hosts_view.YES: hosts.say_yes,
    hosts_view.NOT_NOW: hosts.say_not_now,
    hosts_view.PASS: hosts.pass_to,
    story_view.CHOOSE: story.choose,
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
    partnership_view.PAUSE_FORM: pausing.paused_by_form,
    why_view.SAY_FORM: why.said_by_form,
    help_view.KNOWS_FORM: helping.known,
    hosts_view.ADD_FORM: hosts.chosen,
    hosts_view.HAND_FORM: hosts.chosen,
    hosts_view.ASK_FORM: hosts.chosen,
    proposing.PROPOSE_FORM: vision.proposed_by_form,
    proposing.CHANGE_FORM: vision.changed_by_form,
    proposing.PENCIL_FORM: proposal.pencilled_by_form,
    proposing.RUB_FORM: proposal.rubbed_by_form,
    proposing.BECAUSE_FORM: proposal.explained_by_form,
    story_view.FORM: story.made_by_form,
    spotlight_view.FORM: spotlight.said_by_form,
    preferences_view.FORM: preferences.set_by_form,
    house_view.FORM: house.set_by_form,
    house_view.KEEP_FORM: house.kept_by_form,
    forget_view.FORM: leaving.forgotten,
    end_view.FORM: leaving.ended,
}

SHORTCUTS: dict[str, Handler[Shortcut]] = {
    win_view.FROM_MESSAGE: win.from_message,
}

HOME: Handler[HomeOpened] = mine.home_opened

MOVES: dict[str, Handler[Moved]] = {
    "member_joined_channel": welcome.came,
    "member_left_channel": welcome.went,
}

EVENTS = ("app_home_opened", "app_mention", *MOVES)
