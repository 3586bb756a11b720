"""The map as files: its picture, and all its pairs as a table."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.drawing.process import PictureError
from bot.lib.logs import logger
from bot.lib.periods import Period
from bot.models import FileRequest, Partnership
from bot.outbox.files import File
from bot.settings import Settings
from bot.slack.blocks import FILE_ALT
from bot.slack.text import cut
from bot.ties import entries
from bot.ties.views import map as view

WHAT = "map"  # as a request for files
PICTURE, TABLE = "map.png", "map.csv"

log = logger(__name__)


def files(
    session: Session,
    request: FileRequest,
    settings: Settings,  # noqa: ARG001
    now: datetime,  # noqa: ARG001
) -> Callable[[Bot], Awaitable[list[File]]]:
    """The ties at once; they are drawn when the look at the database is over. What cannot be drawn is left out."""
    partnership = session.get_one(Partnership, request.partnership_id)
    first, last = (date.fromisoformat(request.about[end]) for end in ("first", "last"))
    period = Period(first, last, partnership.zone)
    ties = entries.gather(session, partnership.id, period).ties

    async def made(bot: Bot) -> list[File]:  # noqa: ARG001
        table = File(TABLE, view.table(ties))
        picture = view.picture(period, ties)
        if picture is None:
            return [table]
        try:
            return [File(PICTURE, await picture.drawn(), cut(picture.in_words(), FILE_ALT)), table]
        except PictureError as error:
            log.warning("a picture is left out", kind=WHAT, reason=str(error))
            return [table]

    return made
