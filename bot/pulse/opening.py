"""Pulses open: who is invited, what is asked, and in which groups answers may be told."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from bot.db.statements import insert_new
from bot.hosts import role
from bot.models import Member, Partner, Partnership, Post, Pulse
from bot.outbox import posts
from bot.partnership import members, partnerships
from bot.pulse import ballots, disclosure_control, lifecycle, releases, results, status
from bot.pulse.questionnaire import asked
from bot.pulse.views import controls as controls_view
from bot.pulse.views import pulse as view
from bot.pulse.views.pulse import State
from bot.schedule import calendars
from bot.schedule.timetable import Due
from bot.settings import Settings
from bot.slack.blocks import Block


def compose(session: Session, due: Sequence[Due], settings: Settings, now: datetime) -> None:
    """A pulse opens wherever enough people are known; elsewhere the hosts hear why not."""
    ids = [occasion.partnership_id for occasion in due]
    here = partnerships.by_id(session, ids)
    people = _people(session, ids)
    busy = set(session.scalars(select(Pulse.partnership_id).where(Pulse.partnership_id.in_(ids), status.unfinished())))
    rounds = _rounds(session, ids)
    before = results.latest_responses(session, ids)
    unopened: dict[int, tuple[Due, int | None]] = {}  # with how many people are known, if that is why
    openings: list[_Opening] = []
    for occasion in due:
        partnership = here[occasion.partnership_id]
        known, needed = people[partnership.id], 2 * partnership.pulse_floor
        if partnership.id in busy:
            unopened[partnership.id] = (occasion, None)
        elif len(known) < needed:
            unopened[partnership.id] = (occasion, len(known))
        else:
            made = _made(partnership, occasion, known, rounds.get(partnership.id, 0), now)
            openings.append(_Opening(occasion, partnership, known, made, before.get(partnership.id, [])))
    _open(session, openings, settings, now)
    _tell_why_not(session, unopened, here, settings, now)


def _tell_why_not(
    session: Session,
    unopened: Mapping[int, tuple[Due, int | None]],
    here: Mapping[int, Partnership],
    settings: Settings,
    now: datetime,
) -> None:
    """The hosts hear why no pulse opens: twice, and then no more until one has opened or somebody new has come."""
    opened = select(func.max(Pulse.written_at)).where(Pulse.partnership_id == Post.partnership_id).scalar_subquery()
    joined = select(func.max(Member.seen_at)).where(Member.partnership_id == Post.partnership_id).scalar_subquery()
    heard = role.times_told(session, list(unopened), lifecycle.UNOPENED, opened, joined)
    news: role.News = {}
    for partnership_id, (due, known) in unopened.items():
        if (times := heard.get(partnership_id, 0)) >= role.MOST_TIMES:
            continue
        last, needed = times + 1 == role.MOST_TIMES, 2 * here[partnership_id].pulse_floor
        why = (
            controls_view.still_open(due.channel_id)
            if known is None
            else controls_view.too_few_members(known, needed, due.channel_id, settings.command_partnership, last=last)
        )
        news[partnership_id] = [(why, lifecycle.UNOPENED, due.occasion)]
    role.tell_each(session, news, now=now)


_Known = tuple[int, int | None, str | None]  # a member, their organisation and its sector


def _people(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[_Known]]:
    """The members who are here, by partnership; where a host has said where somebody is from, that is not known."""
    own_word = func.coalesce(Member.partner_by, "") != members.SaidBy.HOST  # else a host could tell a few people apart
    rows = session.execute(
        select(Member.partnership_id, Member.id, Partner.id, Partner.sector)
        .outerjoin(Partner, and_(Partner.id == Member.partner_id, own_word))
        .where(Member.partnership_id.in_(partnership_ids), *members.present())
        .order_by(Member.id)
    )
    known: dict[int, list[_Known]] = defaultdict(list)
    for partnership_id, member_id, partner_id, sector in rows:
        known[partnership_id].append((member_id, partner_id, sector))
    return known


def _rounds(session: Session, partnership_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Pulse.partnership_id, func.max(Pulse.round))
        .where(Pulse.partnership_id.in_(partnership_ids), func.coalesce(Pulse.outcome, "") != State.WITHDRAWN)
        .group_by(Pulse.partnership_id)
    )
    return {partnership_id: last + 1 for partnership_id, last in rows}


def _made(
    partnership: Partnership,
    due: Due,
    people: Sequence[_Known],
    rounds: int,
    now: datetime,
) -> Pulse:
    groups = disclosure_control.groups(
        [(partner_id, sector) for _, partner_id, sector in people], partnership.pulse_floor
    )
    made = Pulse(
        partnership_id=partnership.id,
        occasion=due.occasion,
        round=rounds,
        items=[statement.key for statement in asked(rounds)],
        groups=[[group.name, list(group.sectors), group.invited] for group in groups],
        floor=partnership.pulse_floor,
        invited=len(people),
        written_at=now,
    )
    lifecycle.set_times(made, now, partnership.zone, calendars.of(partnership))
    return made


@dataclass(frozen=True)
class _Opening:
    """A pulse about to open: for whom, and what its post begins with."""

    due: Due
    partnership: Partnership
    people: Sequence[_Known]
    made: Pulse
    before: Sequence[Block]
    token: str = field(default_factory=posts.new_token)

    def post(self) -> posts.NewPost:
        message = view.opening(status.view_of(self.made, self.partnership, self.token), self.before)
        channel = self.due.channel_id
        return posts.NewPost(self.partnership.id, status.KIND, self.due.occasion, channel, message, self.token)

    def invitations(self) -> list[tuple[int, int]]:
        """Each member with the place of their group."""
        groups = releases.groups_from_json(self.made.groups)
        places = {sector: place for place, group in enumerate(groups) for sector in group.sectors}
        return [(member_id, places.get(sector, 0)) for member_id, _, sector in self.people]


def _open(session: Session, openings: Sequence[_Opening], settings: Settings, now: datetime) -> None:
    """Those are open whose occasion is new, each with its key and whoever may answer."""
    post_ids = posts.write_all(session, [opening.post() for opening in openings], now)
    new = {
        opening.partnership.id: opening
        for opening, post_id in zip(openings, post_ids, strict=True)
        if post_id is not None
    }
    for opening, post_id in zip(openings, post_ids, strict=True):
        opening.made.post_id = post_id or 0
    rows = [{name: getattr(opening.made, name) for name in _KEPT} for opening in new.values()]
    for partnership_id, pulse_id in insert_new(session, Pulse, rows, returning=(Pulse.partnership_id, Pulse.id)):
        new[partnership_id].made.id = pulse_id
    ballots.begin(session, [(opening.made, opening.token) for opening in new.values()], ballots.master_key(settings))
    ballots.invite(session, [(opening.made, opening.invitations()) for opening in new.values()])


_KEPT = (
    "partnership_id",
    "post_id",
    "occasion",
    "round",
    "items",
    "groups",
    "floor",
    "invited",
    "written_at",
    "closes_at",
    "nudges",
    "results_at",
)
