"""What hosts do about organisations, whole: look at what would follow, do it, and take it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.lib import values
from bot.lib.refusals import GoneError, Refusal
from bot.models import Member, Partner, Partnership, Revision
from bot.organisations import changes, merging, plans, redraw
from bot.organisations.changes import ChangedSinceError, NameTakenError
from bot.organisations.plans import Look, Plan, What
from bot.partnership import audit_log, members, partners, partnerships, revisions
from bot.partnership.audit_log import Action
from bot.partnership.members import Who
from bot.partnership.partners import PartnerEntry, Sector
from bot.roll_call import lifecycle as roll_call

_ACTIONS: dict[What, Action] = {
    What.RENAME: "partner.renamed",
    What.MERGE: "partner.merged",
    What.REMOVE: "partner.removed",
    What.FROM: "partner.noted",
}


class UndoneAlreadyError(Refusal):
    """It has been taken back already."""


@dataclass(frozen=True)
class Names:
    """The organisations there are to choose from, ids and names, and where the form belongs."""

    partnership_id: int
    channel: str
    partners: Sequence[tuple[int, str]]


def names(session: Session, about: str, channel: str, who: Who, now: datetime) -> Names:
    """For a host: what there is to choose from."""
    partnership, _ = partnerships.enter_as_host(session, channel, who, now, about=about)
    rows = [(partner.id, partner.name) for partner in partners.all_of(session, partnership.id)]
    return Names(partnership.id, partnership.channel_id, rows)


def look(session: Session, plan: Plan, who: Who, now: datetime) -> Look:
    """What would follow."""
    partnership, _ = _enter(session, plan, who, now)
    return plans.look(session, partnership, plan)


def do(session: Session, plan: Plan, who: Who, now: datetime) -> Look:
    """What was planned is done; what has followed, and what takes it back."""
    partnership, host = _enter(session, plan, who, now)
    members.require_here(partnership, who)
    shown = plans.look(session, partnership, plan)
    row, before, about = _DOES[plan.what](session, partnership, plan, now)
    revision = revisions.keep(session, row, {"what": plan.what, **before}, host, now)
    audit_log.record(session, host, _ACTIONS[plan.what], now, about=about)
    roll_call.follow(session, partnership, now, new=plan.what is What.FROM)
    return replace(shown, undo=f"{revision.id}.{int(now.timestamp())}")


def undo(session: Session, key: str, who: Who, now: datetime) -> Look:
    """It is as it was, but for what has been said since."""
    number, at = values.parts(key, ".", 2)
    partnership, host, revision = partnerships.require_row(
        session, Revision, values.number(number), who, now, hold=True
    )
    members.require_host(host)
    members.require_here(partnership, who)
    before = revision.before
    if int(revision.revised_at.timestamp()) != values.number(at) or before.get("what") not in list(What):
        raise GoneError
    if "undone_at" in before:
        raise UndoneAlreadyError
    what = What(before["what"])
    try:
        name = _UNDOES[what](session, partnership, revision)
    except NameTakenError as taken:
        raise ChangedSinceError from taken
    except (KeyError, TypeError, ValueError) as broken:  # it came from elsewhere, and is not as we keep it
        raise GoneError from broken
    revision.before = {**before, "undone_at": now.isoformat()}
    audit_log.record(session, host, "partner.tidied_back", now, about=name if what is not What.FROM else None)
    roll_call.follow(session, partnership, now, new=False)
    return Look(Plan(what, revision.row_id), partnership.channel_id, name, str(before.get("now", "")), plans.Counts())


def _enter(session: Session, plan: Plan, who: Who, now: datetime) -> tuple[Partnership, Member]:
    """The partnership of what is planned, for its hosts."""
    kind = Member if plan.what is What.FROM else Partner
    partnership, host, _ = partnerships.require_row(session, kind, plan.row_id, who, now)
    members.require_host(host)
    return partnership, host


# Each of the four, and its undoing


_Done = tuple[Partner | Member, dict[str, Any], str]  # what was changed, what it takes to undo it, and what it is about


def _rename(session: Session, partnership: Partnership, plan: Plan, now: datetime) -> _Done:  # noqa: ARG001  # all four are called alike
    partner = plans.partner_of(session, partnership, plan.row_id)
    before = changes.rename(session, partner, plan.name)
    redraw.naming(session, partnership, [partner.id])
    return partner, before, partner.name


def _undo_rename(session: Session, partnership: Partnership, revision: Revision) -> str:
    partner = _kept(session, partnership, revision)
    changes.call_as_before(session, partner, revision.before)
    redraw.naming(session, partnership, [partner.id])
    return partner.name


def _merge(session: Session, partnership: Partnership, plan: Plan, now: datetime) -> _Done:
    source = plans.partner_of(session, partnership, plan.row_id)
    target = plans.partner_of(session, partnership, plan.other_id)
    changes.listed(session, *{source, target})
    before = merging.merge(session, source, target, now)
    redraw.naming(session, partnership, [target.id])
    return source, {**before, "now": target.name}, target.name


def _undo_merge(session: Session, partnership: Partnership, revision: Revision) -> str:
    source = _kept(session, partnership, revision)
    target = merging.take_apart(session, source, revision.before)
    redraw.naming(session, partnership, [source.id, target.id])
    return source.name


def _remove(session: Session, partnership: Partnership, plan: Plan, now: datetime) -> _Done:
    partner = plans.partner_of(session, partnership, plan.row_id)
    naming = redraw.posts_naming(session, [partner.id])
    before = changes.remove(session, partner, now)
    redraw.naming(session, partnership, [], naming)
    return partner, before, partner.name


def _undo_remove(session: Session, partnership: Partnership, revision: Revision) -> str:
    partner = _kept(session, partnership, revision)
    changes.put_back(session, partner, revision.before)
    redraw.naming(session, partnership, [partner.id])
    return partner.name


def _from(session: Session, partnership: Partnership, plan: Plan, now: datetime) -> _Done:
    member = partnerships.row_of(session, partnership.id, Member, plan.row_id)
    if member is None:
        raise GoneError
    if plan.other_id:
        partner = plans.partner_of(session, partnership, plan.other_id)
    else:
        sector = values.one_of(Sector, plan.sector) if plan.sector else None
        entry = PartnerEntry(plan.name, sector, surely_new=True)
        partner = partners.find_or_add(session, partnership, entry, now)
    before, posts = changes.note_from(session, partnership, member, partner)
    redraw.person(session, partnership, member, posts)
    return member, before, partner.name


def _undo_from(session: Session, partnership: Partnership, revision: Revision) -> str:
    member = partnerships.row_of(session, partnership.id, Member, revision.row_id)
    if member is None or revision.noun != revisions.NOUNS[Member]:
        raise GoneError
    redraw.person(session, partnership, member, changes.note_as_before(session, member, revision.before))
    return member.user_id


def _kept(session: Session, partnership: Partnership, revision: Revision) -> Partner:
    """The partner that was changed, listed or not."""
    partner = session.get(Partner, revision.row_id)
    if partner is None or partner.partnership_id != partnership.id or revision.noun != revisions.NOUNS[Partner]:
        raise GoneError
    return partner


_DOES: dict[What, Callable[[Session, Partnership, Plan, datetime], _Done]] = {
    What.RENAME: _rename,
    What.MERGE: _merge,
    What.REMOVE: _remove,
    What.FROM: _from,
}
_UNDOES: dict[What, Callable[[Session, Partnership, Revision], str]] = {
    What.RENAME: _undo_rename,
    What.MERGE: _undo_merge,
    What.REMOVE: _undo_remove,
    What.FROM: _undo_from,
}
