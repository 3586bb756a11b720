"""A consultation's weeks: each brings a question, and the one after its last day brings what people said.

It has a place in the timetable while it is open, and comes in the place of a post that nobody asked for either. Every
question stands for a week at least, and so does a pause leave a week.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from bot.consultations import cards, entries
from bot.consultations.entries import KIND
from bot.consultations.views import consultation as view
from bot.models import Consultation, ConsultationPrompt, Partnership
from bot.partnership import partnerships
from bot.schedule import wanted
from bot.schedule.batches import Batch
from bot.schedule.timetable import Due

_WEEK, _DAY = timedelta(weeks=1), timedelta(days=1)


def compose(session: Session, due: Sequence[Due], now: datetime) -> None:
    """What the clock brings wherever a consultation is open: the next question, or in the end what people said."""
    here = partnerships.by_id(session, [occasion.partnership_id for occasion in due])
    open_ = entries.open_in(session, here, hold=True)
    prompts = entries.prompts_of(session, [row.id for row in open_.values()])
    last_days = {row.id: row.until for row in open_.values()}
    asked: list[ConsultationPrompt] = []
    over: list[Consultation] = []
    first_days: dict[int, date | None] = dict.fromkeys(here.keys() - open_.keys())
    for key, row in open_.items():
        today = partnerships.today(here[key], now)
        waiting = _waiting(prompts[row.id])
        if waiting:
            row.until = max(row.until, today + _WEEK)
            asked.append(waiting[0])
        elif row.until < today:
            over.append(row)
        if len(waiting) <= 1 and row not in over:
            first_days[key] = row.until + _DAY
    if asked:
        cards.ask(session, asked, now)
        cards.redraw(session, [row for row in open_.values() if row.until != last_days[row.id]])
    close(session, over, now)
    if first_days:
        wanted.come_from(session, KIND, first_days, now)


def outlook(session: Session, partnership: Partnership, now: datetime) -> str:  # noqa: ARG001  # as all are called
    """What it would post if it came now."""
    here = entries.view_open(session, partnership.id)
    return view.outlook(here) if here else view.NOTHING


def _waiting(prompts: Sequence[ConsultationPrompt]) -> list[ConsultationPrompt]:
    return [prompt for prompt in prompts if prompt.asked_at is None]


def close(session: Session, consultations: Sequence[Consultation], now: datetime) -> None:
    """Nothing is added any more, and what people said is posted."""
    if not consultations:
        return
    for row in consultations:
        row.closed_at = now
    cards.post_digests(session, consultations, now)
    wanted.come_from(session, KIND, {row.partnership_id: None for row in consultations}, now)


def place(session: Session, partnership: Partnership, consultation: Consultation, now: datetime) -> None:
    """It gets its place in the timetable: the next question a week after the last, or the end after its last day."""
    prompts = entries.prompts_of(session, [consultation.id])[consultation.id]
    first = partnerships.today(partnership, now) + _DAY
    if not _waiting(prompts):
        first = max(first, consultation.until + _DAY)
    elif asked := [prompt.asked_at for prompt in prompts if prompt.asked_at is not None]:
        first = max(first, partnerships.today(partnership, max(asked)) + _WEEK)
    wanted.come_from(session, KIND, {partnership.id: first}, now)


_PAUSED = (
    select(Consultation)
    .where(
        entries.is_open(),
        Consultation.until < bindparam("until"),
        exists().where(Partnership.id == Consultation.partnership_id, Partnership.paused_at.is_not(None)),
    )
    .order_by(Consultation.until)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=Consultation)
)


def put_off(session: Session, now: datetime, batch: Batch) -> int:
    """Each tick, before pauses end: while one lasts there is a week left for answers; for how many that was put off."""
    latest = now.date() + _DAY  # wherever they live
    values = {"until": latest + _WEEK, "limit": batch.most}
    rows = session.scalars(batch.of(_PAUSED, Consultation.partnership_id), values).all()
    if rows:
        here = partnerships.by_id(session, [row.partnership_id for row in rows])
        for row in rows:
            row.until = partnerships.today(here[row.partnership_id], now) + 2 * _WEEK
        cards.redraw(session, rows)
    return len(rows)
