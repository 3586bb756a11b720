"""Drift: wins said to fit no aim, aims without a win, and the question whether the vision or the effort should move.

Only what its author or a host says counts: that no aim was named says nothing. It is asked every quarter. When half of
the last ten wins were said to fit no aim it is asked sooner: the timetable brings its next time forward, so that it
comes where there is room in the week.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, bindparam, false, func, select, union_all
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.models import Aim, Partnership, Schedule, Vision, Win
from bot.outbox import posts
from bot.partnership import partnerships
from bot.schedule import timetable
from bot.schedule.timetable import Due
from bot.slack.messages import Message
from bot.vision import versions
from bot.vision.aims import AimWording
from bot.vision.versions import AimInForce, VisionView
from bot.vision.views import drift as view
from bot.vision.views.drift import Drift

KIND = "vision"
LAST, OUTSIDE = 10, 5  # of so many wins, so many
APART = timedelta(weeks=8)  # between one such question and the next
STILL = timedelta(weeks=8)
_JUST_ASKED = timedelta(weeks=4)


def look(session: Session, partnership_id: int, now: datetime) -> Drift | None:
    """How the last ten wins lie to the aims in force, if half of them were said to fit none of these.

    Wins from before there was any aim are not counted, and where there are fewer than ten it is too early to say.
    """
    last = core_connection(session).execute(_LAST_WINS, {"partnership": partnership_id, "now": now})
    return _drift(last.all())


def _look_at_all(session: Session, partnership_ids: Collection[int], now: datetime) -> dict[int, Drift | None]:
    """The same for several partnerships, in one statement."""
    each = [select(_last(partnership_id, now).subquery()) for partnership_id in partnership_ids]
    last: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(union_all(*each)) if each else ():
        last[row.partnership_id].append(row)
    return {partnership_id: _drift(rows) for partnership_id, rows in last.items()}


def _last(partnership_id: Any, now: Any) -> Select[*tuple[Any, ...]]:
    """The last wins, newest first, each with whether it was said to fit none of the aims in force."""
    here = Vision.partnership_id == partnership_id
    begun = select(func.min(Vision.since)).join(Aim, Aim.vision_id == Vision.id).where(here).scalar_subquery()
    settled = select(func.max(Vision.since)).where(here).scalar_subquery()
    return (
        select(
            Win.partnership_id,
            Win.id,
            Win.text,
            func.coalesce(Win.no_aim_at >= settled, false()).label("outside"),
        )
        .where(
            Win.partnership_id == partnership_id,
            Win.undone_at.is_(None),
            Win.recorded_at >= begun,
            Win.recorded_at <= now,
        )
        .order_by(Win.recorded_at.desc(), Win.id.desc())
        .limit(LAST)
    )


_LAST_WINS = _last(bindparam("partnership"), bindparam("now", type_=Win.recorded_at.type))


def _drift(last: Sequence[Any]) -> Drift | None:
    outside = [(row.id, row.text) for row in last if row.outside]
    return Drift(len(last), outside) if len(last) == LAST and len(outside) >= OUTSIDE else None


def may_ask(partnership: Partnership, now: datetime) -> bool:
    """Whether it is long enough ago; a date still to come is from a clock since corrected."""
    asked = partnership.drift_asked_at
    return asked is None or asked > now or asked <= now - APART


def drifting(session: Session, partnership: Partnership, aims: Sequence[AimInForce], now: datetime) -> bool:
    """Whether it would be asked about drift from the `aims` in force if it came now."""
    return bool(aims) and may_ask(partnership, now) and look(session, partnership.id, now) is not None


def notice(session: Session, partnership: Partnership, aims: Sequence[AimInForce], now: datetime) -> None:
    """Something was said of a win: if the wins drift from the `aims` in force, the question comes soon."""
    if drifting(session, partnership, aims, now):
        timetable.bring_forward(session, partnership, KIND, now)


def notice_in(session: Session, partnership_id: int, aims: Sequence[AimInForce], now: datetime) -> None:
    """The same, for whoever has not read the partnership."""
    if aims and look(session, partnership_id, now) is not None:
        partnership = session.get_one(Partnership, partnership_id)
        if may_ask(partnership, now):
            timetable.bring_forward(session, partnership, KIND, now)


Still = Sequence[tuple[int, AimWording]]


def still(session: Session, visions: Mapping[int, VisionView], now: datetime) -> dict[int, Still]:
    """Aims that have been aimed at for eight weeks, and towards which nothing was recorded for as long, by number."""
    roots = [root for vision in visions.values() for root in versions.roots(vision.now)]
    lately = versions.count(session, roots, now - STILL)
    rows = session.scalars(
        select(Aim.id).join(Vision, Vision.id == Aim.vision_id).where(Aim.id.in_(roots), Vision.since <= now - STILL)
    )
    waiting = set(rows) - set(lately)
    return {
        partnership_id: [
            (number, aim)
            for number, aim in enumerate(vision.now.wording.aims if vision.now else (), 1)
            if aim.root in waiting
        ]
        for partnership_id, vision in visions.items()
    }


# A tick


Ahead = Mapping[int, Callable[[str], Message]]  # by partnership, what is asked in its place, with the post's token


def compose(session: Session, due: Sequence[Due], now: datetime, ahead: Ahead = MappingProxyType({})) -> None:
    """The question, wherever it is due: on its own day, or brought forward because the wins drift.

    Where they no longer do, nothing is said, nor soon after the vision was changed or asked about. On its own days it
    takes turns with what is asked `ahead`.
    """
    here = partnerships.by_id(session, [question.partnership_id for question in due])
    schedules = select(Schedule).where(Schedule.partnership_id.in_(here), Schedule.kind == KIND)
    rhythms = {schedule.partnership_id: schedule for schedule in session.scalars(schedules)}
    visions = versions.load_all(session, list(here.values()))
    waiting = still(session, visions, now)
    may = [place for place, owner in here.items() if versions.roots(visions[place].now) and may_ask(owner, now)]
    drifts = _look_at_all(session, may, now)
    new_posts = []
    for question in due:
        partnership, vision = here[question.partnership_id], visions[question.partnership_id]
        drift = drifts.get(partnership.id)
        own_day = timetable.regular(rhythms[partnership.id], partnership, question.fire.on)
        others_turn = own_day and drift is None and vision.now is not None and partnership.id in ahead
        if own_day and vision.now is not None:
            partnership.looks_ahead = not others_turn
        if drift is None and not others_turn and (not own_day or _just_settled(vision, partnership, now)):
            continue
        token = posts.new_token()
        message = (
            ahead[partnership.id](token) if others_turn else view.asking(vision, drift, waiting[partnership.id], token)
        )
        new_post = posts.NewPost(partnership.id, KIND, question.occasion, question.channel_id, message, token)
        new_posts.append(new_post)
        if drift is not None:
            partnership.drift_asked_at = now
    posts.write_all(session, new_posts, now)


def _just_settled(vision: VisionView, partnership: Partnership, now: datetime) -> bool:
    """Whether the vision has just been changed, or just been asked about."""
    lately = [at for at in (vision.now.since if vision.now else None, partnership.drift_asked_at) if at is not None]
    return any(now - _JUST_ASKED < at <= now for at in lately)


def outlook(session: Session, partnership: Partnership, now: datetime) -> str:
    """What it would ask if it came now."""
    has_one = versions.in_force(session, partnership.id) is not None
    aims = versions.aims_in_force(session, partnership.id)
    return view.outlook(vision=has_one, drifting=drifting(session, partnership, aims, now))
