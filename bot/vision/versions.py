"""The vision, in pencil: what is in force, what was before, and what counts for each aim."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from bot.db.statements import core_connection
from bot.models import Aim, Member, Partnership, Proposal, Vision, Win
from bot.partnership import why
from bot.partnership.why import Reason
from bot.vision.aims import AimWording, Wording

LISTED = 5


@dataclass(frozen=True)
class Version:
    """A version of the vision as people see it."""

    number: int
    wording: Wording
    since: datetime
    by: str  # a Slack user id


@dataclass(frozen=True)
class VisionView:
    """The vision in force, what was there before it, what recorded wins say of it, and why all this."""

    partnership_id: int
    zone: str
    why: Reason | None
    now: Version | None
    before: Version | None
    wins: dict[int, int]  # by lineage
    proposals: int  # that stand undecided


class AimInForce(NamedTuple):
    """An aim of the version in force."""

    id: int
    number: int
    text: str
    root: int  # its lineage


def root(aim: Aim) -> int:
    """The aim's lineage."""
    return aim.origin_id or aim.id


def of_lineage() -> Any:
    """The same, of many aims at once."""
    return func.coalesce(Aim.origin_id, Aim.id)


def within(roots: Collection[int]) -> Any:
    """Aims of these lineages, of whatever version."""
    return or_(Aim.id.in_(roots), Aim.origin_id.in_(roots))


_OF_PARTNERSHIP = Vision.partnership_id == bindparam("partnership")
_IN_FORCE = select(Vision).where(_OF_PARTNERSHIP).order_by(Vision.number.desc()).limit(1)
_AIMS = select(Aim).where(Aim.vision_id == bindparam("vision")).order_by(Aim.number)
_AIMS_IN_FORCE = (
    select(Aim.id, Aim.number, Aim.text, func.coalesce(Aim.origin_id, Aim.id))
    .where(Aim.vision_id == _IN_FORCE.with_only_columns(Vision.id).scalar_subquery())
    .order_by(Aim.number)
)


_ANY: Any = aliased(Vision)
_NEWEST = select(func.max(_ANY.number)).where(_ANY.partnership_id == Vision.partnership_id).scalar_subquery()
_EACH_AIMS_IN_FORCE = (
    select(Vision.partnership_id, Aim.id, Aim.number, Aim.text, func.coalesce(Aim.origin_id, Aim.id))
    .join(Vision, Vision.id == Aim.vision_id)
    .where(Vision.partnership_id.in_(bindparam("partnerships", expanding=True)), Vision.number == _NEWEST)
    .order_by(Aim.number)
)


def in_force(session: Session, partnership_id: int) -> Vision | None:
    """The newest version; nothing before there is one."""
    return session.scalars(_IN_FORCE, {"partnership": partnership_id}).first()


def aims(session: Session, vision_id: int) -> list[Aim]:
    """The aims of a version, by number."""
    return list(session.scalars(_AIMS, {"vision": vision_id}))


def aims_in_force(session: Session, partnership_id: int) -> list[AimInForce]:
    """The aims of the newest version, by number."""
    rows = core_connection(session).execute(_AIMS_IN_FORCE, {"partnership": partnership_id})
    return [AimInForce(*row) for row in rows]


def aims_in_force_each(session: Session, partnership_ids: Collection[int]) -> dict[int, list[AimInForce]]:
    """The same of several partnerships."""
    aims: dict[int, list[AimInForce]] = {partnership_id: [] for partnership_id in partnership_ids}
    rows = core_connection(session).execute(_EACH_AIMS_IN_FORCE, {"partnerships": list(partnership_ids)})
    for row in rows:
        aims[row[0]].append(AimInForce._make(row[1:]))
    return aims


def wording(session: Session, version: Vision | None) -> Wording:
    """All that a version says; before the first there are no words."""
    if version is None:
        return Wording("")
    return Wording(version.text, tuple(AimWording(aim.text, root(aim)) for aim in aims(session, version.id)))


def revived(session: Session, partnership_id: int, wanted: Wording) -> Wording:
    """The same, where an aim in the very words of one long dropped goes on in that one's lineage."""
    lacking = [aim.text for aim in wanted.aims if aim.root is None]
    if not lacking:
        return wanted
    rows = session.scalars(
        select(Aim)
        .join(Vision, Vision.id == Aim.vision_id)
        .where(Vision.partnership_id == partnership_id, Aim.text.in_(lacking))
        .order_by(Aim.id)
    )
    taken = {aim.root for aim in wanted.aims}
    known = {aim.text: root(aim) for aim in rows if root(aim) not in taken}
    return Wording(
        wanted.text, tuple(AimWording(aim.text, aim.root or known.pop(aim.text, None)) for aim in wanted.aims)
    )


def version(session: Session, partnership_id: int, number: int) -> Vision | None:
    """The version of that number."""
    return session.scalar(select(Vision).where(Vision.partnership_id == partnership_id, Vision.number == number))


def versions(session: Session, partnership_id: int) -> list[Version]:
    """Every version there has been, the newest first, in two statements."""
    return _versions(session, Vision.partnership_id == partnership_id).get(partnership_id, [])


def _versions(session: Session, *where: Any) -> dict[int, list[Version]]:
    """By partnership, the newest first."""
    rows = session.execute(
        select(Vision, Member.user_id)
        .join(Member, Member.id == Vision.member_id)
        .where(*where)
        .order_by(Vision.number.desc())
    ).all()
    by_version: dict[int, list[AimWording]] = defaultdict(list)
    ids = [row.Vision.id for row in rows]
    for aim in session.scalars(select(Aim).where(Aim.vision_id.in_(ids)).order_by(Aim.number)):
        by_version[aim.vision_id].append(AimWording(aim.text, root(aim)))
    by_partnership: dict[int, list[Version]] = defaultdict(list)
    for made, user_id in rows:
        wording = Wording(made.text, tuple(by_version[made.id]))
        by_partnership[made.partnership_id].append(Version(made.number, wording, made.since, user_id))
    return by_partnership


def _latest(partnership_ids: Collection[int]) -> Any:
    """The two newest versions of each partnership."""
    newer = aliased(Vision)
    more = select(func.max(newer.number)).where(newer.partnership_id == Vision.partnership_id)
    return and_(Vision.partnership_id.in_(partnership_ids), Vision.number > more.scalar_subquery() - 2)


def load(session: Session, partnership: Partnership) -> VisionView:
    """What there is to see of the vision now."""
    return load_all(session, [partnership])[partnership.id]


def load_all(session: Session, partnerships: Collection[Partnership]) -> dict[int, VisionView]:
    """The same for several partnerships, in five statements."""
    ids = [partnership.id for partnership in partnerships]
    latest, reasons = _versions(session, _latest(ids)), why.reasons(session, ids)
    rows = session.execute(
        select(Proposal.partnership_id, func.count())
        .where(Proposal.partnership_id.in_(ids), Proposal.decided_at.is_(None))
        .group_by(Proposal.partnership_id)
    )
    undecided = {owner: number for owner, number in rows}  # noqa: C416  # a row is no pair to mypy
    wins = count(session, [root for newest in latest.values() for root in roots(newest[0])])
    views = {}
    for partnership in partnerships:
        now, before = (*latest.get(partnership.id, []), None, None)[:2]
        views[partnership.id] = VisionView(
            partnership_id=partnership.id,
            zone=partnership.zone,
            why=reasons.get(partnership.id),
            now=now,
            before=before,
            wins={root: wins[root] for root in roots(now) if root in wins},
            proposals=undecided.get(partnership.id, 0),
        )
    return views


def roots(version: Version | None) -> list[int]:
    """The lineages of a version's aims."""
    return [aim.root for aim in version.wording.aims if aim.root is not None] if version else []


def count(session: Session, roots: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """How many wins were told towards each of these lineages, whatever the version."""
    if not roots:
        return {}
    query = (
        select(of_lineage(), func.count())
        .select_from(Win)
        .join(Aim, Aim.id == Win.aim_id)
        .where(within(roots), Win.undone_at.is_(None))
        .group_by(of_lineage())
    )
    if since is not None:
        query = query.where(Win.recorded_at > since)
    rows = session.execute(query)
    return {lineage: number for lineage, number in rows}  # noqa: C416  # a row is no pair to mypy


def _aimed_at(partnership_ids: Collection[int]) -> Select[Aim]:
    """The aims in force, by partnership, in their order."""
    newer = aliased(Vision)
    newest = select(func.max(newer.number)).where(newer.partnership_id == Vision.partnership_id).scalar_subquery()
    return (
        select(Aim)
        .join(Vision, Vision.id == Aim.vision_id)
        .where(Vision.partnership_id.in_(partnership_ids), Vision.number == newest)
        .order_by(Aim.partnership_id, Aim.number)
    )


def heirs(session: Session, partnership_ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Each lineage that is aimed at now, with its number and its words."""
    if not partnership_ids:
        return {}
    return {root(aim): (aim.number, aim.text) for aim in session.scalars(_aimed_at(partnership_ids))}


def wins_by_aim(session: Session, partnership_ids: Collection[int], since: datetime) -> dict[int, tuple[int, ...]]:
    """How many wins since then were told towards each aim in force, by partnership, in the order of the aims."""
    rows = session.execute(_aimed_at(partnership_ids).with_only_columns(Aim.partnership_id, of_lineage())).all()
    wins = count(session, [lineage for _, lineage in rows], since)
    by_partnership: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for partnership_id, lineage in rows:
        by_partnership[partnership_id] += (wins.get(lineage, 0),)
    return by_partnership


def last_wins(session: Session, lineage: int) -> tuple[Sequence[str], int]:
    """The words of the newest wins towards a lineage, and how many there are."""
    towards = (within([lineage]), Win.undone_at.is_(None))
    texts = session.scalars(
        select(Win.text).join(Aim, Aim.id == Win.aim_id).where(*towards).order_by(Win.id.desc()).limit(LISTED)
    ).all()
    return texts, count(session, [lineage]).get(lineage, 0)
