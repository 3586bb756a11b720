"""Starting a partnership, saying where one is from, and keeping its timetable."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.blockers import cards
from bot.checkins import lifecycle as checkins
from bot.checkins import urgency
from bot.checkins.stages import STAGES, Stage
from bot.checkins.views import checkin as checkin_view
from bot.home import ours
from bot.home.views import commands as commands_view
from bot.hosts import delivery_alerts as troubles
from bot.hosts.views import delivery_alert as trouble_view
from bot.lib.refusals import PastDateError
from bot.models import Member, Partner, Partnership
from bot.outbox import posts as outbox
from bot.partnership import audit_log, homes, members, organisation_choice, partners, partnerships, pauses, rhythm
from bot.partnership.members import Who
from bot.partnership.partners import PerhapsError, Sector
from bot.partnership.views import partner as partner_view
from bot.partnership.views import partnership as view
from bot.pulse.views import controls as pulse_view
from bot.settings import Settings
from bot.skills import discoveries
from bot.skills.views import skill as skill_view
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.vision import drift
from bot.wins import celebrations
from bot.wins import credit as sharing
from bot.wins import entries as wins
from bot.wins.views import win as win_view
from handlers import times
from handlers.payloads import Command, Press, Submission
from handlers.replies import Errors, Open, Reply, Say
from handlers.tables import Actions, Forms, Refusals, Subcommands

WEEK = timedelta(days=7)


async def help_(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001  # every word is called alike
    await bot.database.read(partnerships.find, act.channel)
    return Say(commands_view.help_(bot.settings.commands))


async def start(bot: Bot, act: Command, rest: str) -> Reply:
    if act.channel.startswith("D"):
        return Say(message(say(view.NOT_HERE)))
    if not rest and act.trigger:
        return Open(view.starting(act.channel))
    return Say(await _start(bot, act.team, act.channel, rest, act.who))


async def start_pressed(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(view.starting(act.channel or ""))


async def started_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await _start(bot, act.team, act.channel, act.text(view.NAMED), act.who))
    except partnerships.UnnamedError:
        return Errors({view.NAMED: view.UNNAMED})


async def _start(bot: Bot, team_id: str, channel_id: str, name: str, who: Who) -> Message:
    profile = await bot.slack.profile(who.user_id)
    zone = partnerships.known_zone(profile.zone if profile else None)
    return await bot.database.run(_begin, team_id, channel_id, name, who, zone, bot.settings, bot.clock())


def _begin(
    session: Session, team_id: str, channel_id: str, name: str, who: Who, zone: str, settings: Settings, now: datetime
) -> Message:
    try:
        partnership = partnerships.start(
            session,
            team_id=team_id,
            channel_id=channel_id,
            name=name,
            who=who,
            zone=zone,
            calendar=settings.holidays,
            now=now,
        )
    except partnerships.AlreadyStartedError as refusal:
        return view.already(refusal.name)
    session.flush()
    outbox.write(
        session,
        partnership_id=partnership.id,
        kind="standing",
        occasion="start",
        channel=channel_id,
        message=view.standing(partnership.name),
        now=now,
    )
    next_at = celebrations.next_for(session, partnership.id)
    return view.started(partnership.name, zone, next_at, settings.command_partnership)


async def join(bot: Bot, act: Command, rest: str) -> Reply:
    name, comma, last = rest.rpartition(",")
    sector = next((one for one in Sector if one == last.strip().lower()), None) if comma else None
    name = name if sector else rest
    return Say(await bot.database.run(_join, act.channel, act.who, name, sector, bot.clock()))


def _join(session: Session, channel: str, who: Who, name: str, sector: Sector | None, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    if not name.strip():
        return partner_view.asking(organisation_choice.choice(session, partnership, who.team_id))
    return _joining(session, partnership, member, name, sector, "", now)


def _joining(
    session: Session,
    partnership: Partnership,
    member: Member,
    name: str,
    sector: Sector | None,
    about: str,
    now: datetime,
    *,
    surely_new: bool = False,
) -> Message:
    before = member.partner_id
    try:
        partner = partners.join(session, partnership, member, name, sector, now, surely_new=surely_new)
    except PerhapsError as perhaps:
        near = [(one.id, one.name) for one in perhaps.near]
        return partner_view.perhaps(perhaps.name, perhaps.sector, near, about)
    return _shared_out(session, partnership, member, before, partner)


def _shared_out(
    session: Session, partnership: Partnership, member: Member, before: int | None, partner: Partner
) -> Message:
    """What the person told is credited to where they are from, also where it stands already."""
    posts = sharing.credit_anew(session, member, before)
    for post_id in posts:
        celebrations.redraw(session, post_id)
    cards.redraw_of(session, member)
    homes.keep_home(session, Who(member.team_id, member.user_id))
    away = (partner.id, partner.left_at) if partner.left_at else None
    return partner_view.joined(partner.name, away, partnership.zone)


def _place(session: Session, about: str, channel: str | None, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership a question was about: `p12` is one, `12` a win in one; else the channel's."""
    if about.startswith("p"):
        partnership = session.get_one(Partnership, int(about[1:]))
        return partnership, members.admit(session, partnership, who, now)
    if about:
        partnership, _, _ = wins.editable(session, int(about), who, now)
        return partnership, members.admit(session, partnership, who, now)
    return partnerships.enter(session, channel or "", who, now)


async def choose(bot: Bot, act: Press) -> Reply:
    """One of the organisations here is mine."""
    partner_id, _, about = act.value.partition(".")
    said = await bot.database.run(_choose, int(partner_id), about, act.channel, act.who, bot.clock())
    return Say(said, beside=bool(about))  # the receipt in which it was asked stays


def _choose(session: Session, partner_id: int, about: str, channel: str | None, who: Who, now: datetime) -> Message:
    partnership, member = _place(session, about, channel, who, now)
    before = member.partner_id
    partner = partners.join_known(session, partnership, member, partner_id)
    return _shared_out(session, partnership, member, before, partner)


async def add(bot: Bot, act: Press) -> Reply:  # noqa: ARG001
    return Open(partner_view.adding(act.channel or "-", act.value))


async def added_by_form(bot: Bot, act: Submission) -> Reply:
    try:
        return Say(await bot.database.run(_added, act, bot.clock()))
    except partnerships.UnnamedError:
        return Errors({partner_view.NAMED: partner_view.UNNAMED})


def _added(session: Session, act: Submission, now: datetime) -> Message:
    partnership, member = _place(session, act.about, act.channel, act.who, now)
    chosen = act.text(partner_view.SECTOR)
    sector = Sector(chosen) if chosen else None
    return _joining(session, partnership, member, act.text(partner_view.NAMED), sector, act.about, now)


async def add_new(bot: Bot, act: Press) -> Reply:
    """The name that is close to another's is an organisation of its own."""
    about, sector, name = act.value.split(".", 2)
    return Say(await bot.database.run(_add_new, about, sector, name, act.channel, act.who, bot.clock()))


def _add_new(
    session: Session, about: str, sector: str, name: str, channel: str | None, who: Who, now: datetime
) -> Message:
    partnership, member = _place(session, about, channel, who, now)
    known = Sector(sector) if sector else None
    return _joining(session, partnership, member, name, known, about, now, surely_new=True)


async def listed(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return Say(await bot.database.read(_listed, act.channel, bot.settings.command_partnership))


def _listed(session: Session, channel: str, command: str) -> Message:
    partnership = partnerships.find(session, channel)
    return partner_view.listing(partners.listed(session, partnership.id), partnership.zone, command)


async def listed_pressed(bot: Bot, act: Press) -> Reply:
    """The same, with a way for one's own organisation to step back or return."""
    command = bot.settings.command_partnership
    return Say(await bot.database.read(_listed_of, act.value, act.channel or "", act.who, command), beside=True)


def _listed_of(session: Session, about: str, channel: str, who: Who, command: str) -> Message:
    partnership = partnerships.resolve(session, about, channel, who)
    member = members.lookup(session, partnership.id, who)
    own = partners.of(session, member) if member else None
    steps = (own.id, own.name, own.left_at is not None) if own else None
    return partner_view.listing(partners.listed(session, partnership.id), partnership.zone, command, steps)


async def timetable_(bot: Bot, act: Command, rest: str) -> Reply:
    try:
        return Say(await bot.database.run(_timetable, act.channel, act.who, rest, bot.settings, bot.clock()))
    except times.UnclearError:
        return Say(view.unclear_time(bot.settings.command_partnership))


def _timetable(session: Session, channel: str, who: Who, rest: str, settings: Settings, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    if rest:
        kind, day, time, on = times.change(rest)
        rhythm.change_time(
            session, partnership, member, kind, day=day, time=time, on=on, calendar=settings.holidays, now=now
        )
        session.flush()
        homes.keep_home(session, who)
    paused = view.paused_note(partnership.resume_at, partnership.zone) if partnership.paused_at else None
    return view.timetable(
        ours.turns(session, partnership),
        partnership.zone,
        paused=paused,
        host=member.host,
        command=settings.command_partnership,
    )


async def preview(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return Say(await bot.database.read(_preview, act.channel, bot.clock()))


def _preview(session: Session, channel: str, now: datetime) -> Message:
    partnership = partnerships.find(session, channel)
    soon = [turn for turn in ours.turns(session, partnership) if turn.next_at and turn.next_at <= now + WEEK]
    return view.preview([(turn, OUTLOOKS[turn.kind](session, partnership, now)) for turn in soon], partnership.zone)


# What each kind of post would tell of if it came now.
OUTLOOKS: dict[str, Callable[[Session, Partnership, datetime], str]] = {
    "pulse": lambda session, here, _: pulse_view.outlook(members.count(session, here.id), here.pulse_floor),
    "checkins": lambda session, here, now: f"about {STAGES[checkins.outlook(session, here, now)].title.lower()}",
    "vision": drift.outlook,
    "skills": lambda session, here, _: f"with {skill_view.waiting(discoveries.count_fresh(session, here.id))} so far",
    "celebrations": lambda session, here, _: (
        f"with {win_view.waiting(*celebrations.count_waiting(session, here.id))} so far"
    ),
}


async def pause(bot: Bot, act: Command, rest: str) -> Reply:
    try:
        command, calendar = bot.settings.command_partnership, bot.settings.holidays
        return Say(await bot.database.run(_pause, act, rest, command, calendar, bot.clock()))
    except times.UnclearError:
        return Say(view.unclear_date(bot.settings.command_partnership))


def _pause(session: Session, act: Command, rest: str, command: str, calendar: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, act.channel, act.who, now)
    said = times.until(rest)
    day = times.day(said, now, partnership.zone) if said else None
    return paused(session, partnership, member, day, command, calendar, now)


def paused(
    session: Session,
    partnership: Partnership,
    member: Member,
    day: date | None,
    command: str,
    calendar: str,
    now: datetime,
) -> Message:
    until = pauses.begin(session, partnership, member, day, calendar, now)
    session.flush()
    homes.keep_home(session, Who(member.team_id, member.user_id))
    return view.paused(until, partnership.zone, command)


async def resume(bot: Bot, act: Command, rest: str) -> Reply:  # noqa: ARG001
    return Say(await bot.database.run(_resume, act.channel, act.who, bot.settings.holidays, bot.clock()))


def _resume(session: Session, channel: str, who: Who, calendar: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    return resumed(session, partnership, member, calendar, now)


def resumed(session: Session, partnership: Partnership, member: Member, calendar: str, now: datetime) -> Message:
    members.require_host(member)
    if partnership.paused_at is None:
        return message(say(view.RESUMED_ALREADY))
    pauses.end(session, partnership, calendar, now)
    audit_log.record(session, member, "partnership.resumed", now)
    session.flush()
    homes.keep_home(session, Who(member.team_id, member.user_id))
    return view.resumed(celebrations.next_for(session, partnership.id), partnership.zone)


async def stage(bot: Bot, act: Command, rest: str) -> Reply:
    """`stage` shows the eight and the next check-in's; with a name, a host chooses it."""
    command = bot.settings.command_partnership
    if not rest:
        return Say(await bot.database.run(_stages, act.channel, act.who, command, bot.clock()))
    try:
        return Say(await bot.database.run(_choose_stage, act.channel, act.who, rest, bot.clock()))
    except checkins.UnknownStageError:
        return Say(checkin_view.unknown_stage([str(one) for one in Stage], command))


def _stages(session: Session, channel: str, who: Who, command: str, now: datetime) -> Message:
    partnership, member = partnerships.enter(session, channel, who, now)
    coming = checkins.outlook(session, partnership, now)
    quiet = coming is Stage.URGENCY and bool(urgency.quiet(session, {partnership.id: now}))
    titles = [(str(one), about.title) for one, about in STAGES.items()]
    by_host = partnership.next_stage is not None
    return checkin_view.stages(
        titles, STAGES[coming].title, by_host=by_host, host=member.host, command=command, quiet=quiet
    )


def _choose_stage(session: Session, channel: str, who: Who, name: str, now: datetime) -> Message:
    partnership = partnerships.find(session, channel)
    return checkin_view.staged(STAGES[checkins.choose(session, partnership, who, name, now)].title)


async def post_again(bot: Bot, act: Press) -> Reply:
    owed = await bot.database.run(troubles.post_again, int(act.value), act.who, bot.clock())
    return Say(message(say(trouble_view.DONE if owed else trouble_view.NOT_NEEDED)))


async def leave_post(bot: Bot, act: Press) -> Reply:
    left = await bot.database.run(troubles.leave, int(act.value), act.who, bot.clock())
    return Say(message(say(trouble_view.LEFT if left else trouble_view.SETTLED)))


SUBCOMMANDS: Subcommands = {
    "": help_,
    "help": help_,
    "start": start,
    "join": join,
    "partners": listed,
    "timetable": timetable_,
    "stage": stage,
    "preview": preview,
    "pause": pause,
    "resume": resume,
}

ACTIONS: Actions = {
    partner_view.CHOOSE: choose,
    partner_view.ADD: add,
    partner_view.ADD_NEW: add_new,
    view.START: start_pressed,
    partner_view.LIST: listed_pressed,
    trouble_view.POST_AGAIN: post_again,
    trouble_view.LEAVE: leave_post,
}

FORMS: Forms = {
    partner_view.ADD_FORM: added_by_form,
    view.START_FORM: started_by_form,
}

REFUSALS: Refusals = {
    partnerships.UnnamedError: partner_view.UNNAMED,
    members.HostsOnlyError: view.HOSTS_ONLY,
    PastDateError: view.PAST,
    partners.UnknownPartnerError: partner_view.UNKNOWN,
}
