"""Refusals in words: a rule says no, and the person reads why, with what they typed."""

from bot.home.views import left
from bot.lib.refusals import EmptyTextError, GarbledError, GoneError, NotYoursError, Refusal
from bot.partnership.members import LeftError
from bot.partnership.partnerships import NoPartnershipError
from bot.partnership.views import partnership as partnership_view
from bot.slack.blocks import given_back
from bot.slack.messages import Message, message
from bot.slack.rich_text import say
from bot.slack.views import errors
from handlers import REFUSALS
from handlers.presence import UnansweredError
from handlers.tables import Refusals, merged

_SHARED: Refusals = {
    EmptyTextError: errors.EMPTY,
    GarbledError: errors.UNKNOWN,
    GoneError: errors.GONE,
    NotYoursError: errors.NOT_YOURS,
    UnansweredError: left.UNANSWERED,
}
_WORDS = merged({"handlers": REFUSALS, __name__: _SHARED})


def explained(refusal: Refusal, typed: str) -> Message:
    """Why nothing was changed; what was typed comes back."""
    if isinstance(refusal, NoPartnershipError):
        return partnership_view.none_here(typed)
    if isinstance(refusal, LeftError):
        return left.left(refusal.partnership_id, typed)
    return message(say(_WORDS.get(type(refusal), errors.GONE)), given_back(typed))
