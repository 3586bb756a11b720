"""The open door: people who come and go, partners that step back and return, catching up."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.home import catch_up as catching_up
from bot.home import welcome as door
from bot.home.views import catch_up as catching_up_view
from bot.hosts import step_back as stepping
from bot.hosts.step_back import NoneOfYoursError, SoAlreadyError
from bot.hosts.views import step_back as view
from bot.models import Member, Partner, Partnership
from bot.partnership import partnerships
from bot.partnership.members import Who
from bot.partnership.movements import Way
from bot.partnership.partners import UnheardOfError
from bot.partnership.views import partner as partner_view
from bot.slack.messages import Message
from handlers.payloads import Command, Moved, Press
from handlers.replies import Done, Reply, Say
from handlers.tables import Actions, Moves, Refusals, Subcommands

_SUBCOMMANDS = {Way.LEFT: "step-back", Way.RETURNED: "return"}


async def came(bot: Bot, act: Moved) -> Reply:
    """Somebody joined a channel. Apps are not welcomed; of whom Slack tells nothing, the event has to do."""
    profile = await bot.slack.profile(act.user_id)
    if act.ours or (profile is not None and profile.bot):
        return Done()
    who = Who(profile.team_id if profile else act.team_id, act.user_id)
    await bot.database.run(door.arrive, act.channel, who, bot.clock(), sure=profile is not None)
    return Done()


async def went(bot: Bot, act: Moved) -> Reply:
    if not act.ours:
        await bot.database.run(door.leave, act.channel, act.user_id, bot.clock())
    return Done()


# Catching up


async def catch_up(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return Say(await bot.database.read(_catch_up_here, act.channel, bot.clock()))


async def catch_up_pressed(bot: Bot, act: Press) -> Reply:
    said = await bot.database.read(_catch_up_of, act.value, act.channel or "", act.who, bot.clock())
    return Say(said, beside=True)


def _catch_up_here(session: Session, channel: str, now: datetime) -> Message:
    return _catch_up(session, partnerships.find(session, channel), now)


def _catch_up_of(session: Session, about: str, channel: str, who: Who, now: datetime) -> Message:
    return _catch_up(session, partnerships.resolve(session, about, channel, who), now)


def _catch_up(session: Session, partnership: Partnership, now: datetime) -> Message:
    return catching_up_view.catch_up(catching_up.catch_up(session, partnership, now), partnership.name)


# Stepping back and returning


async def step_back(bot: Bot, act: Command, rest: str) -> Reply:
    """`step-back`, of one's own organisation, or by a host with any partner's name."""
    return Say(await _step(bot, act, rest, Way.LEFT))


async def return_(bot: Bot, act: Command, rest: str) -> Reply:
    return Say(await _step(bot, act, rest, Way.RETURNED))


async def _step(bot: Bot, act: Command, name: str, way: Way) -> Message:
    command = bot.settings.command_partnership
    try:
        return await bot.database.run(_step_called, act.channel, act.who, name, way, bot.clock())
    except NoneOfYoursError:
        return view.none_of_yours(_SUBCOMMANDS[way], command)
    except UnheardOfError as refusal:
        return view.which(refusal.name, refusal.near, back=way is Way.LEFT, command=command)


def _step_called(session: Session, channel: str, who: Who, name: str, way: Way, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    partner = stepping.meant(session, partnership, member, name)
    return _stepped(session, partnership, member, partner, way, now)


def _stepped(
    session: Session, partnership: Partnership, member: Member, partner: Partner, way: Way, now: datetime
) -> Message:
    try:
        made = stepping.step(session, member, partner, way, now)
    except SoAlreadyError as refusal:
        return view.already(refusal.name, refusal.since, partnership.zone)
    return (view.stepped_back if way is Way.LEFT else view.returned)(made.partner, made.key)


async def step_back_pressed(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_step_known, int(act.value), act.who, Way.LEFT, bot.clock()))


async def return_pressed(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_step_known, int(act.value), act.who, Way.RETURNED, bot.clock()))


def _step_known(session: Session, partner_id: int, who: Who, way: Way, now: datetime) -> Message:
    member, partner = stepping.known(session, partner_id, who, now)
    partnership = session.get_one(Partnership, partner.partnership_id)
    return _stepped(session, partnership, member, partner, way, now)


async def take_back(bot: Bot, act: Press) -> Reply:
    return Say(await bot.database.run(_take_back, act.value, act.who, bot.clock()))


def _take_back(session: Session, key: str, who: Who, now: datetime) -> Message:
    undone = stepping.take_back(session, key, who, now)
    return view.taken_back(undone.partner, away=undone.way is Way.RETURNED)


SUBCOMMANDS: Subcommands = {
    "catch-up": catch_up,
    "step-back": step_back,
    "return": return_,
}

ACTIONS: Actions = {
    catching_up_view.OPEN: catch_up_pressed,
    partner_view.STEP_BACK: step_back_pressed,
    partner_view.RETURN: return_pressed,
    view.TAKE_BACK: take_back,
}

MOVES: Moves = {
    "member_joined_channel": came,
    "member_left_channel": went,
}

REFUSALS: Refusals = {
    stepping.NotOfThemError: view.NOT_OF_THEM,
}
