"""What somebody did is answered: a handler's refusals and faults become words, and the act is counted.

Refusals are answers; a fault is told to the person with what they typed, and to the log without it.
"""

import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Self

from sqlalchemy.exc import NoResultFound

from bot.app import Bot
from bot.db import deadline
from bot.db.deadline import UnsureError
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.metrics import UNKNOWN, unseen
from bot.lib.refusals import GoneError, NothingToldError, NotYoursError, Refusal
from bot.partnership import partnerships
from bot.partnership.views import partnership as partnership_view
from bot.slack.blocks import returned
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.slack.views import errors as door
from handlers import REFUSALS
from handlers.payloads import Submission
from handlers.replies import Errors, Reply, Say, Stay
from handlers.tables import Refusals, merged

log = logger(__name__)

_PULSE = "pulse"  # how the names begin of what is pressed and filled in for one
_NO = (Refusal, NoResultFound)  # a rule says no, or what a button points at has been deleted

_SHARED: Refusals = {
    NothingToldError: door.EMPTY,
    GoneError: door.GONE,
    NotYoursError: door.NOT_YOURS,
}
_WORDS = merged({"handlers": REFUSALS, __name__: _SHARED})


def words(refusal: Refusal | NoResultFound, typed: str) -> Message:
    """Why nothing was changed; what was typed comes back."""
    if isinstance(refusal, partnerships.NoPartnershipError):
        return partnership_view.none_here(typed)
    return message(say(_WORDS.get(type(refusal), door.GONE)), returned(typed))


class Act:
    """Something somebody did, while it is answered: what it is counted as, and what came of it."""

    outcome = "answered"

    def __init__(self, bot: Bot, kind: str, name: str, *, known: bool = True) -> None:
        self._bot, self._kind, self._name = bot, kind, name if known else UNKNOWN

    @contextmanager
    def seen(self) -> Iterator[Self]:
        """It is counted when it is over, unless it belongs to a pulse: then nothing that is done for it is."""
        began, hidden = time.perf_counter(), self._name.startswith(_PULSE)
        with unseen() if hidden else nullcontext():
            try:
                yield self
            except BaseException:
                self.outcome = "failed"
                raise
            finally:
                if not hidden:  # what the wheel then does would count
                    self._bot.wake.set()
                self._bot.metrics.act(self._kind, self._name, self.outcome, time.perf_counter() - began)

    async def answer(self, answering: Awaitable[Reply], typed: str = "") -> Reply:
        """What the handler answers; its refusals and faults as words."""
        try:
            with deadline.enforced():
                return await answering
        except _NO as refusal:
            self.outcome = "refused"
            return Say(words(refusal, typed), beside=True)
        except UnsureError as error:
            self._fails(error)
            return Say(door.unsure(typed), beside=True)
        except Exception as error:  # noqa: BLE001  # the person gets an answer, whatever broke
            self._fails(error)
            return Say(door.failed(typed), beside=True)

    async def answer_form(self, answering: Awaitable[Reply], act: Submission) -> Reply:
        """What the handler answers to a form; on a fault the form stays open with all that was typed."""
        first = next(iter(act.answers), "")
        try:
            with deadline.enforced():
                return await answering
        except _NO as refusal:
            self.outcome = "refused"
            return Say(words(refusal, act.typed))
        except UnsureError as error:
            self._fails(error)
            return Errors({first: door.UNSURE}) if first else Stay(message(say(door.UNSURE)))
        except Exception as error:  # noqa: BLE001  # what was typed stays in the open form
            self._fails(error)
            return Errors({first: door.NOT_SAVED}) if first else Stay(message(say(door.NOT_SAVED)))

    def _fails(self, error: Exception) -> None:
        self.outcome = "unsure" if isinstance(error, UnsureError) else "failed"
        log.error("an act failed", fault=type(error).__name__, at=where(error))
