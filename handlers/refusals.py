"""What somebody did is answered: a handler's refusals and faults become words, and the act is counted.

Refusals are answers; a fault is told to the person with what they typed, and to the log without it.
"""

import time
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Self

from sqlalchemy.exc import NoResultFound

from bot.app import Bot
from bot.blockers import drafts
from bot.blockers import entries as blockers
from bot.blockers import help_answers as helping
from bot.blockers.views import blocker as blocker_view
from bot.blockers.views import help as help_view
from bot.checkins import lifecycle as checkins
from bot.checkins.views import checkin as checkin_view
from bot.db import deadline as patience
from bot.db.deadline import UnsureError
from bot.hosts import handover as appointing
from bot.hosts import step_back as stepping
from bot.hosts.views import hosts as hosts_view
from bot.hosts.views import step_back as stepping_view
from bot.lib import periods
from bot.lib.faults import where
from bot.lib.logs import logger
from bot.lib.metrics import UNKNOWN, unseen
from bot.lib.refusals import GoneError, NothingToldError, NotYoursError, Refusal
from bot.partnership import partners, partnerships, preferences
from bot.partnership.views import partner as partner_view
from bot.partnership.views import partnership as partnership_view
from bot.partnership.views import preferences as preferences_view
from bot.privacy import forget_me as forgetting
from bot.privacy.views import forget_me as forget_view
from bot.report import facts as story
from bot.report.views import messages as story_view
from bot.slack.blocks import Message, message, returned, say
from bot.slack.views import errors as door
from bot.vision import proposals
from bot.vision.views import proposal as proposal_view
from bot.wins import celebrations, consent, spotlights
from bot.wins import organisation_name as naming
from bot.wins.views import aim as aiming_view
from bot.wins.views import organisation_name as naming_view
from bot.wins.views import spotlight as spotlight_view
from bot.wins.views import win as win_view
from handlers.payloads import Submission
from handlers.replies import Errors, Reply, Say, Stay

log = logger(__name__)

_PULSE = "pulse"  # how the names begin of what is pressed and filled in for one
_NO = (Refusal, NoResultFound)  # a rule says no, or what a button points at has been deleted

_REFUSALS: dict[type[Exception], str] = {
    NothingToldError: door.EMPTY,
    GoneError: door.GONE,
    NotYoursError: door.NOT_YOURS,
    drafts.DraftGoneError: blocker_view.DRAFT_GONE,
    blockers.YourOwnError: blocker_view.YOUR_OWN,
    checkins.ClosedError: checkin_view.CLOSED,
    celebrations.AlreadyCelebratedError: win_view.CELEBRATED,
    partnerships.UnnamedError: partner_view.UNNAMED,
    partnerships.HostsOnlyError: partnership_view.HOSTS_ONLY,
    partnerships.PastDateError: partnership_view.PAST,
    partners.UnknownPartnerError: partner_view.UNKNOWN,
    proposals.UnchangedError: proposal_view.UNCHANGED,
    proposals.AlreadyProposedError: proposal_view.ALREADY,
    proposals.DecidedError: proposal_view.DECIDED,
    proposals.NoOrganisationError: proposal_view.ASSENTS_OF,
    stepping.NotOfThemError: stepping_view.NOT_OF_THEM,
    helping.AnsweredError: help_view.ANSWERED,
    appointing.LastHostError: hosts_view.LAST,
    appointing.HostedError: hosts_view.HOSTED,
    appointing.AnsweredError: hosts_view.ANSWERED,
    consent.TellersOnlyError: aiming_view.TELLERS_ONLY,
    periods.UnclearPeriodError: story_view.UNCLEAR,
    periods.BackwardsError: story_view.BACKWARDS,
    story.InsideError: story_view.INSIDE_IS_FOR_HOSTS,
    spotlights.PassedOnError: spotlight_view.PASSED_ALREADY,
    spotlights.TakenUpError: spotlight_view.TAKEN_UP,
    naming.NotNamedError: naming_view.NOT_NAMED,
    spotlights.OverError: spotlight_view.OVER,
    spotlights.TooLongError: spotlight_view.TOO_LONG,
    preferences.NoHoursError: preferences_view.NO_HOURS,
    preferences.AsksError: preferences_view.NO_ASKS,
    forgetting.LastHostError: forget_view.LAST_HOST,
    forgetting.NothingHeldError: forget_view.NOTHING,
}


def words(refusal: Refusal | NoResultFound, typed: str) -> Message:
    """Why nothing was changed; what was typed comes back."""
    if isinstance(refusal, partnerships.NoPartnershipError):
        return partnership_view.none_here(typed)
    return message(say(_REFUSALS.get(type(refusal), door.GONE)), returned(typed))


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
            with patience.of_somebody():
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
            with patience.of_somebody():
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
