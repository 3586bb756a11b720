"""Files that people asked for are made and sent to them, one request after another.

Bringing bytes to Slack may be done twice: nobody sees them yet. Handing them over is done once. Where it cannot be
known what became of that, the person is told, who can see whether the files are there, and ask again.
"""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.installations import speaking
from bot.lib.clock import wall
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.periods import Period
from bot.models import FileRequest, Partnership
from bot.outbox import files as requests
from bot.outbox.files import File, FileClaim
from bot.outbox.views import files as view
from bot.privacy import my_data, partnership_copy
from bot.report import facts, files
from bot.settings import Settings
from bot.slack.failures import LaterError, RefusedError, SilentError, SlackError, UnclearError
from bot.ties import files as map_files
from bot.wins.consent import Audience
from jobs import waits

log = logger(__name__)

LEASE = timedelta(minutes=5)  # longer than making and sending can take
TRIES = 8
_LONGEST_WAIT = 300.0  # seconds between two tries

# What takes long or needs Slack is left to a function, awaited once the look at the database is over.
Rest = Callable[[Bot], Awaitable[list[File]]]
Maker = Callable[[Session, FileRequest, Settings, datetime], list[File] | Rest]


def _report(session: Session, request: FileRequest, settings: Settings, now: datetime) -> Rest:  # noqa: ARG001
    """The facts at once; charts and names when the look at the database is over."""
    partnership = session.get_one(Partnership, request.partnership_id)
    about = request.about
    period = Period(date.fromisoformat(about["first"]), date.fromisoformat(about["last"]), partnership.zone)
    report = facts.gather(session, partnership, period, Audience(about["audience"]), now)

    async def rest(bot: Bot) -> list[File]:
        return await files.files(report, files.slack_names(bot))

    return rest


# What makes each kind of files, from one look at the database, in a worker thread.
MAKERS: dict[str, Maker] = {
    "story": _report,
    map_files.WHAT: map_files.files,
    my_data.WHAT: my_data.files,
    partnership_copy.WHAT: partnership_copy.files,
}


async def send_files(bot: Bot) -> None:
    """Every request that can go is sent, put off, or given up with a word to whoever asked for it."""
    while (claim := await bot.database.run(requests.claim, wall(), LEASE)) is not None:
        try:
            await _send(await speaking.of(bot, claim.team_id), claim)
        except Exception as error:  # noqa: BLE001  # one request's fault is not another's
            kind = error.reason if isinstance(error, SlackError) else f"{type(error).__name__} at {where(error)}"
            log.warning("a parcel was not sent", parcel=claim.id, kind=claim.what, reason=kind)
            await _record(bot, claim, error)


async def _send(bot: Bot, claim: FileClaim) -> None:
    if claim.doubtful:
        raise _InDoubtError("it was broken off")
    made = await bot.database.read(_made, claim, bot.settings, bot.clock())
    files = await made(bot) if callable(made) else made
    place = await bot.slack.direct_channel(claim.user_id)
    brought = {await bot.slack.upload_bytes(file.name, file.content, alt=file.alt): file.name for file in files}
    if not await bot.database.run(requests.hand_over, claim, wall()):
        return
    try:
        await bot.slack.share_files(place, view.comment(claim.what), brought)
    except UnclearError as error:
        raise _InDoubtError(error.reason) from None
    await bot.database.run(requests.sent, claim)
    log.info("a parcel was sent", parcel=claim.id, kind=claim.what, files=len(files))


def _made(session: Session, claim: FileClaim, settings: Settings, now: datetime) -> list[File] | Rest:
    request = session.get(FileRequest, claim.id)
    if request is None:
        raise _UnwantedError("asked for anew")
    return MAKERS[request.what](session, request, settings, now)


class _UnwantedError(SlackError):
    """The person has asked for something else meanwhile."""


class _InDoubtError(SlackError):
    """The files may be there or not."""


async def _record(bot: Bot, claim: FileClaim, error: Exception) -> None:
    """What could not be done is put off or given up, by the kind of failure."""
    if isinstance(error, _UnwantedError):
        return
    if isinstance(error, _InDoubtError):
        await bot.database.run(requests.give_up, claim, view.unclear(claim.what), bot.clock())
    elif isinstance(error, RefusedError) or (claim.attempts >= TRIES and not isinstance(error, SilentError)):
        await bot.database.run(requests.give_up, claim, view.failed(claim.what), bot.clock())
    else:
        asked = error.seconds if isinstance(error, LaterError) else None
        seconds = waits.doubled(claim.attempts, _LONGEST_WAIT) if asked is None else asked
        await bot.database.run(requests.put_off, claim, wall() + timedelta(seconds=seconds))
        return
    bot.wake.set()
