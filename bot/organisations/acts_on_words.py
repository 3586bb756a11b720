"""What hosts type about organisations, read into what they mean to do; what would follow is shown before it is done."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.models import Member, Partner, Partnership
from bot.organisations import changes, plans
from bot.organisations.plans import Look, Plan, Suggestion, Unsure, What
from bot.partnership import members, partners, partnerships
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry, UnheardOfError
from bot.partnership.partnerships import NAME


def plan_rename(
    session: Session, channel: str, who: Who, ways: Sequence[tuple[str, str]], now: datetime
) -> Look | Unsure:
    """A partner, and its new name; `ways` are those in which the words can be read."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    old, typed = _read(session, partnership, ways)
    new = partnerships.named(typed)
    meant = _meant(session, partnership, old, lambda partner: Plan(What.RENAME, partner.id, name=new))
    return plans.look(session, partnership, meant) if isinstance(meant, Plan) else meant


def plan_merge(
    session: Session, channel: str, who: Who, ways: Sequence[tuple[str, str]], now: datetime
) -> Look | Unsure:
    """A partner, and the one it is merged into."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    first, second = _read(session, partnership, ways)
    into = _meant(session, partnership, second, lambda partner: Plan(What.MERGE, 0, partner.id))
    source = _meant(session, partnership, first, lambda partner: Plan(What.MERGE, partner.id, 0))
    if isinstance(source, Plan) and isinstance(into, Plan):
        return plans.look(session, partnership, replace(source, other_id=into.other_id))
    if isinstance(source, Plan) and isinstance(into, Unsure):
        return _with(into, row_id=source.row_id)
    if isinstance(into, Plan) and isinstance(source, Unsure):
        return _with(source, other_id=into.other_id)
    assert isinstance(source, Unsure)
    return replace(source, suggestions=[])


def _with(doubt: Unsure, *, row_id: int = 0, other_id: int = 0) -> Unsure:
    """The same, where the other of two is known."""
    plans_ = [
        replace(nearby.plan, row_id=row_id or nearby.plan.row_id, other_id=other_id or nearby.plan.other_id)
        for nearby in doubt.suggestions
    ]
    suggestions = [replace(nearby, plan=plan) for nearby, plan in zip(doubt.suggestions, plans_, strict=True)]
    return replace(doubt, suggestions=suggestions)


def plan_remove(session: Session, channel: str, who: Who, name: str, now: datetime) -> Look | Unsure:
    """The partner of this name."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now)
    meant = _meant(session, partnership, name, lambda partner: Plan(What.REMOVE, partner.id))
    return plans.look(session, partnership, meant) if isinstance(meant, Plan) else meant


def plan_from(session: Session, channel: str, who: Who, whom: Who, entry: PartnerEntry, now: datetime) -> Look | Unsure:
    """Where somebody is from: a partner here, or a new one."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now)
    member = _person(session, partnership, host, whom, now)
    name = partnerships.named(entry.name)
    same = partners.same_name(session, partnership, name)
    if same is not None:
        return plans.look(session, partnership, Plan(What.FROM, member.id, same.id))
    new = Plan(What.FROM, member.id, name=name, sector=entry.sector or "")
    near = partners.near(name, partners.all_of(session, partnership.id))
    if not near:
        return plans.look(session, partnership, new)
    return Unsure(name, [Suggestion(partner.name, replace(new, other_id=partner.id, name="")) for partner in near], new)


def plan_from_known(session: Session, channel: str, who: Who, whom: Who, partner_id: int, now: datetime) -> Look:
    """Where somebody is from: one of those in a form's list."""
    partnership, host = partnerships.enter_as_host(session, channel, who, now)
    member = _person(session, partnership, host, whom, now)
    return plans.look(session, partnership, Plan(What.FROM, member.id, partner_id))


def _person(session: Session, partnership: Partnership, host: Member, whom: Who, now: datetime) -> Member:
    if whom.user_id == host.user_id:
        raise changes.YourselfError
    members.meet(session, partnership, [whom], now)
    member = members.lookup(session, partnership.id, whom)
    if member is None:
        raise changes.AbsentError
    changes.allowed(session, member)
    return member


def _read(session: Session, partnership: Partnership, ways: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """The way to read the words by which most of them are names that are known here."""
    known = {partner.key for partner in partners.all_of(session, partnership.id)}
    return max(ways, key=lambda way: (partners.key(way[0]) in known, partners.key(way[1]) in known))


def _meant(session: Session, partnership: Partnership, name: str, plan: Callable[[Partner], Plan]) -> Plan | Unsure:
    try:
        return plan(partners.called(session, partnership, name))
    except UnheardOfError as refusal:
        near = [session.get_one(Partner, partner_id) for partner_id, _ in refusal.near]
        return Unsure(name[:NAME], [Suggestion(partner.name, plan(partner)) for partner in near])
