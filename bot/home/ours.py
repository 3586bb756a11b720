"""What is ours: why, vision, stages and timetable, as anybody in the partnership may see them."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.checkins import evidence
from bot.checkins import lifecycle as checkins
from bot.checkins.evidence import Fact
from bot.checkins.stages import STAGES
from bot.home.views import ours as view
from bot.models import Partnership
from bot.partnership import members, partners
from bot.partnership.views.partnership import Turn, paused_note
from bot.pulse import lifecycle as pulse
from bot.schedule import timetable
from bot.vision import versions as vision
from bot.vision.views import vision as vision_view


def of(session: Session, partnership: Partnership, now: datetime) -> view.Ours:
    """The partnership as it stands now; as many statements for a long history as for a short one."""
    known = evidence.figures(session, {partnership.id: partnership.started_at}, list(Fact), now)[partnership.id]
    chosen = checkins.outlook(session, partnership, now, known)
    about = vision.about(session, partnership)
    return view.Ours(
        name=partnership.name,
        zone=partnership.zone,
        partners=sum(one.left_at is None for one in partners.all_of(session, partnership.id)),
        people=members.count(session, partnership.id),
        partnership_id=partnership.id,
        why=about.why is not None,
        vision=vision_view.shown(about),
        stages=[(about.title, [known[fact] for fact in about.facts]) for about in STAGES.values()],
        next_stage=STAGES[chosen].title,
        turns=turns(session, partnership),
        paused=paused_note(partnership.resume_at, partnership.zone) if partnership.paused_at else None,
        pulse=pulse.shown(session, partnership),
    )


def turns(session: Session, partnership: Partnership) -> list[Turn]:
    """The lines of the timetable, soonest first."""
    return [
        Turn(
            one.kind,
            one.day,
            one.time,
            one.every,
            one.on,
            one.next_at,
            timetable.KINDS[one.kind].monthly,
            partnership.reflecting,
        )
        for one in timetable.of(session, partnership.id)
    ]
