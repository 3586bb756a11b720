"""A copy of a partnership for its hosts to keep: what its people may know together, as one archive of plain tables.

What somebody said privately is not in it: who passed on a spotlight or could not help, who wished for fewer posts, when
somebody does not want to be disturbed, which word whoever gave in a check-in. Whoever runs Pencil can move everything.
"""

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from bot.lib import sheets
from bot.mentions import names
from bot.models import (
    Aim,
    Answer,
    Assent,
    AuditEntry,
    Blocker,
    Consultation,
    ConsultationAnswer,
    ConsultationPrompt,
    Credit,
    FileRequest,
    Habit,
    Help,
    Idea,
    IdeaAssent,
    IdeaHelper,
    Initiative,
    InitiativePerson,
    Member,
    Movement,
    Partner,
    Partnership,
    Post,
    Proof,
    Proposal,
    Pulse,
    Response,
    Schedule,
    Skill,
    Thanks,
    Vision,
    Why,
    Win,
)
from bot.outbox.files import File
from bot.partnership.movements import Way
from bot.settings import Settings

WHAT = "export"  # as a request for files


@dataclass(frozen=True)
class Sheet:
    """A table of the copy: its columns, and which rows are told."""

    columns: tuple[Any, ...]
    where: tuple[ColumnElement[bool], ...] = ()


def _in_the_channel() -> ColumnElement[bool]:
    return Post.channel.in_(select(Partnership.channel_id))


def _standing(*where: ColumnElement[bool]) -> Any:
    """Consultations that have not been taken back."""
    return select(Consultation.id).where(Consultation.undone_at.is_(None), *where)


def _of_the_listed() -> ColumnElement[bool]:
    """Of people, and of partners that have neither been merged into another nor removed."""
    removed = select(Partner.id).where(Partner.id == Movement.partner_id, Partner.removed_at.is_not(None))
    return and_(Movement.what != Way.MERGED, ~removed.exists())


SHEETS: dict[str, Sheet] = {
    "partnerships": Sheet(
        (
            Partnership.id,
            Partnership.name,
            Partnership.zone,
            Partnership.started_at,
            Partnership.holidays,
            Partnership.closures,
            Partnership.win_reaction,
            Partnership.keep_months,
            Partnership.digest_day,
        )
    ),
    "partners": Sheet(
        (Partner.id, Partner.name, Partner.sector, Partner.joined_at, Partner.left_at), (Partner.removed_at.is_(None),)
    ),
    "members": Sheet((Member.id, Member.user_id, Member.partner_id, Member.host, Member.joined_at, Member.left_at)),
    "movements": Sheet((Movement.partner_id, Movement.member_id, Movement.what, Movement.at), (_of_the_listed(),)),
    "whys": Sheet((Why.id, Why.text, Why.member_id, Why.said_at)),
    "visions": Sheet((Vision.id, Vision.number, Vision.text, Vision.member_id, Vision.since)),
    "aims": Sheet((Aim.id, Aim.vision_id, Aim.number, Aim.text)),
    "proposals": Sheet(
        (
            Proposal.id,
            Proposal.text,
            Proposal.aims,
            Proposal.reason,
            Proposal.member_id,
            Proposal.proposed_at,
            Proposal.outcome,
            Proposal.because,
            Proposal.decided_by,
            Proposal.decided_at,
        )
    ),
    "assents": Sheet((Assent.proposal_id, Assent.partner_id, Assent.member_id, Assent.assented_at)),
    "wins": Sheet((Win.id, Win.member_id, Win.text, Win.recorded_at, Win.aim_id), (Win.undone_at.is_(None),)),
    "credits": Sheet((Credit.win_id, Credit.partner_id)),
    "thanks": Sheet((Thanks.win_id, Thanks.user_id)),
    "blockers": Sheet(
        (
            Blocker.id,
            Blocker.member_id,
            Blocker.text,
            Blocker.raised_at,
            Blocker.needed_on,
            Blocker.fixed_at,
            Blocker.fixed_by,
            Blocker.outcome,
        ),
        (Blocker.undone_at.is_(None),),
    ),
    "helps": Sheet((Help.blocker_id, Help.user_id, Help.taken_at, Help.helped)),
    "ideas": Sheet(
        (
            Idea.id,
            Idea.member_id,
            Idea.text,
            Idea.shared_at,
            Idea.outcome,
            Idea.because,
            Idea.decided_by,
            Idea.decided_at,
        ),
        (Idea.undone_at.is_(None),),
    ),
    "idea_helpers": Sheet((IdeaHelper.idea_id, IdeaHelper.user_id, IdeaHelper.offered_at)),
    "idea_assents": Sheet(
        (IdeaAssent.idea_id, IdeaAssent.outcome, IdeaAssent.partner_id, IdeaAssent.member_id, IdeaAssent.assented_at)
    ),
    "consultations": Sheet(
        (
            Consultation.id,
            Consultation.member_id,
            Consultation.audience,
            Consultation.until,
            Consultation.opened_at,
            Consultation.closed_at,
        ),
        (Consultation.undone_at.is_(None),),
    ),
    "consultation_prompts": Sheet(
        (
            ConsultationPrompt.id,
            ConsultationPrompt.consultation_id,
            ConsultationPrompt.number,
            ConsultationPrompt.text,
            ConsultationPrompt.asked_at,
        ),
        (ConsultationPrompt.asked_at.is_not(None), ConsultationPrompt.consultation_id.in_(_standing())),
    ),
    "consultation_answers": Sheet(
        (
            ConsultationAnswer.consultation_id,
            ConsultationAnswer.prompt_id,
            ConsultationAnswer.member_id,
            ConsultationAnswer.text,
            ConsultationAnswer.passed_on,
        ),
        (
            ConsultationAnswer.undone.is_(False),
            ConsultationAnswer.consultation_id.in_(_standing(Consultation.closed_at.is_not(None))),
        ),
    ),
    "initiatives": Sheet(
        (
            Initiative.id,
            Initiative.member_id,
            Initiative.aim_id,
            Initiative.text,
            Initiative.begun_at,
            Initiative.step,
            Initiative.step_on,
            Initiative.stepped_at,
            Initiative.outcome,
            Initiative.because,
            Initiative.ended_by,
            Initiative.ended_at,
        ),
        (Initiative.undone_at.is_(None),),
    ),
    "initiative_people": Sheet((InitiativePerson.initiative_id, InitiativePerson.user_id, InitiativePerson.joined_at)),
    "habits": Sheet((Habit.id, Habit.member_id, Habit.text, Habit.said_at), (Habit.undone_at.is_(None),)),
    "skills": Sheet(
        (Skill.id, Skill.member_id, Skill.name, Skill.hidden, Skill.offered_at),
        (Skill.removed_at.is_(None), Skill.announce | Skill.askable),
    ),
    "proofs": Sheet((Proof.member_id, Proof.blocker_id, Proof.text, Proof.answered_at), (Proof.agreed.is_(True),)),
    "pulses": Sheet((Pulse.id, Pulse.occasion, Pulse.outcome, Pulse.release), (Pulse.results_id.is_not(None),)),
    "responses": Sheet(
        (Response.pulse_id, Response.action, Response.owner_id, Response.due, Response.because, Response.became)
    ),
    "schedules": Sheet((Schedule.kind, Schedule.day, Schedule.time, Schedule.every, Schedule.on)),
    "deeds": Sheet((AuditEntry.member_id, AuditEntry.deed, AuditEntry.about, AuditEntry.done_at)),
    "posts": Sheet((Post.kind, Post.sent_at, Post.text), (Post.text.is_not(None), _in_the_channel())),
}
# What is not told, and why.
LEFT_OUT = {
    "withheld": "which organisation did not wish to be named",
    "cheers": "who cheered; how many stands under each celebration",
    "idea_likes": "who likes an idea; how many stands on its card",
    "names": "stand where people are mentioned",
    "drafts": "sealed, and nobody's to open but their author's",
    "requests": "who was asked, and could not",
    "introductions": "who was asked whether they would like to meet; what hosts did stands in their log",
    "introduced": "who passed",
    "spotlights": "who passed; what was told was posted",
    "checkins": "told with its answers, counted by word",
    "answers": "who gave which word; counted by word",
    "commitments": "who took which step of a check-in on, which the next one counts; or is asked about an initiative’s",
    "wishes": "who would have fewer posts",
    "revisions": "what was rubbed out",
    "occasions": "how Pencil works",
    "roll_calls": "how Pencil works",
    "digest_entries": "how Pencil works",
    "parcels": "how Pencil works",
    "pulse_invitations": "who was invited; gone when the pulse closes",
    "pulse_participations": "who has answered; gone when the pulse closes",
    "ballots": "sealed while a pulse is open",
    "pulse_keys": "what ballots are opened with; gone when the pulse closes",
    "pace": "how Pencil works",
    "sweeps": "how Pencil works",
    "installations": "how Pencil works",
    "install_states": "how Pencil works",
}


def files(session: Session, request: FileRequest, settings: Settings, now: datetime) -> list[File]:  # noqa: ARG001
    """One archive with a file for each table; the same bytes for the same rows."""
    partnership = session.get_one(Partnership, request.partnership_id)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as into:
        for name, sheet in SHEETS.items():
            table = sheet.columns[0].class_
            owner = table.id if table is Partnership else table.partnership_id
            query = select(*sheet.columns).where(owner == partnership.id, *sheet.where)
            kept = session.execute(query.order_by(*table.__table__.primary_key)).all()
            rows = names.filled(session, [list(row) for row in kept])
            _put(into, name, [column.key for column in sheet.columns], rows)
        answers = session.execute(
            select(Answer.checkin_id, Answer.answer, func.count())
            .where(Answer.partnership_id == partnership.id)
            .group_by(Answer.checkin_id, Answer.answer)
            .order_by(Answer.checkin_id, Answer.answer)
        )
        _put(into, "answers", ["checkin_id", "answer", "number"], answers.all())
    plain = re.sub(r"[^a-z0-9]+", "-", partnership.name.lower()).strip("-") or "partnership"
    return [File(f"{plain[:60]}.zip", archive.getvalue())]


def _put(into: zipfile.ZipFile, name: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
    made = sheets.table(columns, ([_plain(value) for value in row] for row in rows))
    into.writestr(zipfile.ZipInfo(f"{name}.csv"), made, zipfile.ZIP_DEFLATED)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return value
