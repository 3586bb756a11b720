"""A report, made for whoever asked for it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.lib.periods import Period
from bot.models import FileRequest, Partnership
from bot.outbox.files import File
from bot.report import facts, files
from bot.settings import Settings
from bot.wins.consent import Audience
from jobs.making import Rest


def make(session: Session, request: FileRequest, settings: Settings, now: datetime) -> Rest:  # noqa: ARG001  # as all makers
    """The facts at once; charts and names when the look at the database is over."""
    partnership = session.get_one(Partnership, request.partnership_id)
    about = request.about
    period = Period(date.fromisoformat(about["first"]), date.fromisoformat(about["last"]), partnership.zone)
    report = facts.gather(session, partnership, period, Audience(about["audience"]), now)

    async def rest(bot: Bot) -> list[File]:
        return await files.files(report, files.slack_names(bot))

    return rest
