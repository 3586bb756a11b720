"""What partners make of the spotlight they were offered: their lines, and where these stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, select, update
from sqlalchemy.orm import Session

from bot.db.statements import core_connection
from bot.lib import marks
from bot.lib.refusals import GoneError, NotYoursError, Refusal
from bot.lib.text import tidy
from bot.models import Member, Partner, Partnership, Post, Revision, Spotlight
from bot.partnership import audit_log, partnerships, revisions
from bot.partnership.audit_log import Action
from bot.partnership.members import Who
from bot.slack import redact
from bot.wins import spotlight_offers
from bot.wins._spotlight_turns import LATELY

_LINES, _LENGTH = 3, 600
_MOST_AT_ONCE = 3  # in one celebration; what was sent late waits its turn
_ACCEPTED, _PASSED = "accepted", "passed"


class TooLongError(Refusal):
    """Three lines, and no more."""


class PassedOnError(Refusal):
    """It has been passed on, and may be somebody else's by now."""


class TakenUpError(Refusal):
    """It has been taken up; what was said can be taken back, not passed on."""


class OverError(Refusal):
    """The celebration it was offered for has been."""


def editable(session: Session, spotlight_id: int, who: Who, now: datetime) -> tuple[Partnership, Member, Spotlight]:
    """The offer, held for answering, if it was made to this person or they are a host; else a refusal."""
    partnership, member, spotlight = partnerships.enter_row(session, Spotlight, spotlight_id, who, now, hold=True)
    if member.id != spotlight.member_id and not (member.host and spotlight.answer == _ACCEPTED):
        raise NotYoursError
    return partnership, member, spotlight


def refuse_passed(spotlight: Spotlight) -> None:
    """Refused once it has been passed on."""
    if spotlight.answer == _PASSED:
        raise PassedOnError


def suggestion(session: Session, spotlight: Spotlight) -> str:
    """What the form begins with: what was said or taken back, else what was last said of this partner."""
    if spotlight.text is not None:
        return spotlight.text
    earlier = select(Revision.before).where(*revisions.of(Spotlight, [spotlight.id]))
    before = session.scalar(earlier.order_by(Revision.id.desc()).limit(1))
    if before is not None and before["text"] != redact.INSTEAD:
        return str(before["text"])
    last = (
        select(Spotlight.text)
        .where(Spotlight.partner_id == spotlight.partner_id, Spotlight.text != redact.INSTEAD)
        .order_by(Spotlight.answered_at.desc())
        .limit(1)
    )
    return session.scalar(last) or ""


def accept(session: Session, member: Member, spotlight: Spotlight, text: str, now: datetime) -> None:
    """The partner's lines, for the next celebration; where they stand already they are changed there."""
    refuse_passed(spotlight)
    if session.get_one(Partner, spotlight.partner_id).left_at is not None:
        raise GoneError
    lines = [line.strip() for line in tidy(text).splitlines() if line.strip()]
    text = "\n".join(lines)
    if len(lines) > _LINES or marks.length(text) > _LENGTH:
        raise TooLongError
    if spotlight.post_id is not None and session.get_one(Post, spotlight.post_id).text is None:
        spotlight.post_id = None  # a post that was taken away does not come back
    _set_text(session, member, spotlight, text, "spotlight.changed", now)
    spotlight.answer, spotlight.answered_at = _ACCEPTED, now
    session.flush()


def withdraw(session: Session, member: Member, spotlight: Spotlight, now: datetime) -> None:
    """The lines are taken back; other ones may still be said."""
    _set_text(session, member, spotlight, None, "spotlight.withdrawn", now)
    session.flush()


def _set_text(
    session: Session, member: Member, spotlight: Spotlight, text: str | None, action: Action, now: datetime
) -> None:
    """What was said before is kept; where a host changes another's words, all hosts see that it was changed."""
    if spotlight.text == text:
        return
    if member.id != spotlight.member_id:
        audit_log.record(session, member, action, now)
    if spotlight.text is not None:
        revisions.keep(session, spotlight, {"text": spotlight.text}, member, now)
    spotlight.text = text


_TAKE_UP = (
    update(Spotlight)
    .where(
        Spotlight.member_id == bindparam("member"),
        Spotlight.answer.is_(None),
        Spotlight.offered_at > bindparam("since"),
    )
    .values(answer=_ACCEPTED, answered_at=bindparam("now"))
)


def lately_invited(invited_at: datetime | None, now: datetime) -> bool:
    """Whether what somebody was offered then may still be open."""
    return invited_at is not None and invited_at > now - LATELY


def take_up(session: Session, member: Member, now: datetime) -> None:
    """A win this person has just recorded takes up what they were offered; lines may still be said as well."""
    if not lately_invited(member.invited_at, now):
        return
    core_connection(session).execute(_TAKE_UP, {"member": member.id, "since": now - LATELY, "now": now})


def pass_on(session: Session, partnership: Partnership, spotlight: Spotlight, now: datetime) -> None:
    """It is offered to somebody else of the partner, or else to the next partner, while there is time."""
    refuse_passed(spotlight)
    if spotlight.answer == _ACCEPTED and spotlight.text is not None:
        raise TakenUpError
    if spotlight_offers.over(session, spotlight):
        raise OverError
    spotlight.answer, spotlight.answered_at = _PASSED, now
    session.flush()
    spotlight_offers.offer_next(session, partnership, spotlight, now)


Lines = tuple[str, str]  # a partner's name and what it says


def waiting(session: Session, partnership_ids: Sequence[int]) -> dict[int, list[tuple[int, Lines]]]:
    """Lines that no celebration has had yet, by partnership: as many as one has room for."""
    rows = session.execute(
        select(Spotlight, Partner.name)
        .join(Partner, and_(Partner.id == Spotlight.partner_id, Partner.left_at.is_(None)))
        .where(Spotlight.partnership_id.in_(partnership_ids), Spotlight.text.is_not(None), Spotlight.post_id.is_(None))
        .order_by(Spotlight.id)
        .with_for_update(of=Spotlight)
    )
    by_partnership: dict[int, list[tuple[int, Lines]]] = defaultdict(list)
    for spotlight, name in rows:
        assert spotlight.text is not None
        if len(by_partnership[spotlight.partnership_id]) < _MOST_AT_ONCE:
            by_partnership[spotlight.partnership_id].append((spotlight.id, (name, spotlight.text)))
    return by_partnership


def stand(session: Session, posts: Mapping[int, int]) -> None:
    """Each spotlight stands in its celebration's post."""
    if posts:
        rows = [{"id": spotlight_id, "post_id": post_id} for spotlight_id, post_id in posts.items()]
        session.execute(update(Spotlight), rows)


def standing(session: Session, post_id: int) -> list[Lines]:
    """What stands in this celebration."""
    rows = session.execute(
        select(Partner.name, Spotlight.text)
        .join(Partner, Partner.id == Spotlight.partner_id)
        .where(Spotlight.post_id == post_id, Spotlight.text.is_not(None))
        .order_by(Spotlight.id)
    )
    return [(name, text) for name, text in rows if text is not None]
