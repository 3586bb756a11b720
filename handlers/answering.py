"""What somebody did is answered: a handler's refusals and faults become words, and the interaction is counted.

Refusals are answers; a fault is told to the person with what they typed, and to the log without it.
"""

import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Self

from bot.app import Bot
from bot.db import deadline
from bot.db.deadline import UnsureError
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.metrics import UNKNOWN, unseen
from bot.lib.refusals import GarbledError, Refusal
from bot.slack.messages import message
from bot.slack.rich_text import say
from bot.slack.views import errors
from handlers.mentions import named
from handlers.once import InHandError
from handlers.payloads import Submission
from handlers.people import NotHereError
from handlers.refusals import explained
from handlers.replies import Errors, Reply, Say, Stay

log = logger(__name__)

_PULSE = "pulse"  # how the names begin of what is pressed and filled in for one


class Answering:
    """What somebody did, while it is answered: what it is counted as, and what came of it."""

    outcome = "answered"

    def __init__(self, bot: Bot, kind: str, name: str, *, known: bool = True) -> None:
        self._bot, self._kind, self._name = bot, kind, name if known else UNKNOWN

    @contextmanager
    def counted(self) -> Iterator[Self]:
        """It is counted when it is over, unless it belongs to a pulse: then nothing that is done for it is."""
        began, hidden = time.perf_counter(), self._name.startswith(_PULSE)
        with unseen() if hidden else nullcontext():
            try:
                yield self
            except (GarbledError, InHandError):
                self.outcome = "refused"
                raise
            except BaseException:
                self.outcome = "failed"
                raise
            finally:
                if not hidden:  # what is then sent would count
                    self._bot.wake.set()
                self._bot.metrics.act(self._kind, self._name, self.outcome, time.perf_counter() - began)

    async def reply(self, handled: Awaitable[Reply], typed: str = "") -> Reply:
        """What the handler answers, with the names of whoever it mentions; its refusals and faults as words."""
        return await named(self._bot, await self._reply(handled, typed))

    async def _reply(self, handled: Awaitable[Reply], typed: str) -> Reply:
        try:
            with deadline.enforced():
                return await handled
        except Refusal as refusal:
            self.outcome = "refused"
            return Say(explained(refusal, typed), beside=True)
        except InHandError:
            raise  # whoever has it answers
        except UnsureError as error:
            self._fail(error)
            return Say(errors.unsure(typed), beside=True)
        except Exception as error:  # noqa: BLE001  # the person gets an answer, whatever broke
            self._fail(error)
            return Say(errors.failed(typed), beside=True)

    async def reply_to_form(self, handled: Awaitable[Reply], form: Submission) -> Reply:
        """The same for a form; on a fault it stays open with all that was typed."""
        return await named(self._bot, await self._reply_to_form(handled, form))

    async def _reply_to_form(self, handled: Awaitable[Reply], form: Submission) -> Reply:
        first = form.field
        try:
            with deadline.enforced():
                return await handled
        except NotHereError as refusal:
            self.outcome = "refused"
            return Errors({refusal.field: errors.NOT_HERE})
        except Refusal as refusal:
            self.outcome = "refused"
            return Say(explained(refusal, form.typed))
        except UnsureError as error:
            self._fail(error)
            return Errors({first: errors.UNSURE}) if first else Stay(message(say(errors.UNSURE)))
        except Exception as error:  # noqa: BLE001  # what was typed stays in the open form
            self._fail(error)
            return Errors({first: errors.NOT_SAVED}) if first else Stay(message(say(errors.NOT_SAVED)))

    def _fail(self, error: Exception) -> None:
        self.outcome = "unsure" if isinstance(error, UnsureError) else "failed"
        log.error("an act failed", fault=type(error).__name__, at=where(error))
