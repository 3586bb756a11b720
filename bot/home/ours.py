"""What is ours: why, vision, stages and timetable, as anybody in the partnership may see them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.checkins import evidence, next_stage
from bot.checkins.evidence import Fact
from bot.checkins.stages import STAGES
from bot.consultations import entries as consultations
from bot.home.views import ours as view
from bot.ideas import entries as ideas
from bot.initiatives import acts as initiatives
from bot.initiatives.views.initiative import beside_vision
from bot.models import Partnership
from bot.partnership import members, partners, rhythm
from bot.partnership.views.partnership import paused_note
from bot.pulse import status
from bot.vision import acts as vision_acts
from bot.vision.views import vision as vision_view


def of(session: Session, partnership: Partnership, now: datetime) -> view.Ours:
    """The partnership as it stands now; as many statements for a long history as for a short one."""
    known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    chosen = next_stage.outlook(session, partnership, now, known)
    about = vision_acts.look(session, partnership)
    return view.Ours(
        name=partnership.name,
        zone=partnership.zone,
        partners=sum(partner.left_at is None for partner in partners.all_of(session, partnership.id)),
        people=members.count(session, partnership.id),
        partnership_id=partnership.id,
        why=about.vision.why is not None,
        vision=vision_view.shown(about, beside_vision(initiatives.in_short(session, partnership))),
        consultation=consultations.view_open(session, partnership.id),
        ideas=ideas.newest_open(session, [partnership.id], view.IDEAS)[partnership.id],
        stages=[(about.title, [known[fact] for fact in about.facts]) for about in STAGES.values()],
        next_stage=STAGES[chosen].title,
        lines=rhythm.lines(session, partnership),
        paused=paused_note(partnership.paused_at, partnership.resume_at, partnership.zone),
        pulse=status.overview(session, partnership),
    )
