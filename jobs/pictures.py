"""Pictures are drawn and sent to Slack before the messages that show them, one after another.

A file that nobody sees yet may be sent twice; the message is sent by delivery, which sends nothing twice.
"""

from datetime import timedelta

from bot.app import Bot
from bot.drawing.lines import Picture
from bot.drawing.process import PictureError
from bot.installations import speaking
from bot.lib.clock import wall
from bot.lib.logs import logger
from bot.outbox import pictures
from bot.outbox.pictures import Drawing
from bot.slack.client import Slack
from bot.slack.failures import RefusedError, SilentError, SlackError
from jobs import waits

log = logger(__name__)

LEASE = timedelta(seconds=90)  # longer than drawing and sending can take
TRIES = 8
_LONGEST_WAIT = 300.0  # seconds between two tries


async def draw_pictures(bot: Bot) -> None:
    """Every picture that is pending is with Slack, put off, or left out: the words of the message say the same."""
    while (drawing := await bot.database.run(pictures.claim, wall(), LEASE)) is not None:
        try:
            slack = await _heard(bot, drawing)
            png = await _drawn(drawing)
            file_id = await slack.upload("pulse.png", png)
        except (PictureError, RefusedError) as error:
            log.warning("a picture is left out", post=drawing.post_id, kind=drawing.kind, reason=str(error))
            await bot.database.run(pictures.drawn, drawing, None)
        except SilentError as error:  # which is no try: nothing was drawn or sent
            log.warning("a picture has to wait", post=drawing.post_id, kind=drawing.kind, reason=error.reason)
            until = wall() + timedelta(seconds=_LONGEST_WAIT)
            await bot.database.run(pictures.put_off, drawing, until, error.reason, tried=False)
        except SlackError as error:
            log.warning("a picture has to wait", post=drawing.post_id, kind=drawing.kind, reason=error.reason)
            if drawing.attempts >= TRIES:
                await bot.database.run(pictures.drawn, drawing, None)
            else:
                until = wall() + timedelta(seconds=waits.doubled(drawing.attempts, _LONGEST_WAIT))
                await bot.database.run(pictures.put_off, drawing, until, error.reason)
        except Exception as fault:  # noqa: BLE001  # no message waits for ever for its picture
            log.warning("a picture is left out", post=drawing.post_id, kind=drawing.kind, reason=type(fault).__name__)
            await bot.database.run(pictures.drawn, drawing, None)
        else:
            await bot.database.run(pictures.drawn, drawing, file_id)
        bot.wake.set()


async def _heard(bot: Bot, drawing: Drawing) -> Slack:
    """Slack as it takes the picture; raises `SilentError` where there is no token, and nothing need be drawn."""
    slack = (await speaking.of(bot, drawing.team_id)).slack
    if slack.token is None:
        raise SilentError(speaking.NOT_HEARD)
    return slack


async def _drawn(drawing: Drawing) -> bytes:
    if drawing.attempts > TRIES:
        raise PictureError("whoever had it has died over it, again and again")
    return await Picture.read(drawing.picture).drawn()
