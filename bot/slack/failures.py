"""What may come of a call to Slack, besides an answer: it said no, it may be asked again, or nobody knows."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

_AMBIGUOUS = {"internal_error", "fatal_error", "request_timeout", "service_unavailable"}
_UNTAKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
_PASSING = {
    "ratelimited",
    "rate_limited",
    "team_access_not_granted",
    "org_login_required",
    "ekm_access_denied",
    "team_added_to_org",
}


class SlackError(Exception):
    """Slack did not do what was asked; `reason` is its own word for why."""

    outcome = "failed"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RefusedError(SlackError):
    """Slack said no, and would say so again."""

    outcome = "refused"


class LaterError(SlackError):
    """Nothing was done, and it may be asked again: `method` after `seconds`, if Slack named a time."""

    outcome = "later"

    def __init__(self, reason: str, *, method: str | None = None, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.method, self.seconds = method, seconds


class TokenError(LaterError):
    """Slack does not take our token. Whoever runs Pencil can mend that, so nothing is lost."""


class SilentError(LaterError):
    """There is no token for the workspace. What is to be done there waits until there is, however long."""


class UnclearError(SlackError):
    """It may have been done or not: no answer, half an answer, or an error that leaves it open."""

    outcome = "unclear"


@contextlib.contextmanager
def understood(method: str, is_late: Callable[[], bool] = lambda: False) -> Iterator[None]:
    """Whatever goes wrong with a call, as one of the errors above."""
    try:
        yield
    except SlackApiError as error:
        raise _answered(error.response, method) from None
    except aiohttp.ClientConnectorError as error:
        raise LaterError(f"no connection ({error.os_error.strerror or 'refused'})") from None
    except (TimeoutError, aiohttp.ClientError) as error:
        if is_late():
            raise LaterError("its time was over") from None
        raise UnclearError(type(error).__name__) from None
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnclearError(f"an answer that cannot be read ({type(error).__name__})") from None


def _answered(response: Any, method: str) -> SlackError:
    """What Slack said no with. Whatever cannot be read may have been done or not."""
    data = getattr(response, "data", None)
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 200
    answer = data if isinstance(data, dict) else {}
    reason = str(answer.get("error") or f"status {status}")
    if status == 429:  # noqa: PLR2004
        return LaterError("ratelimited", method=method, seconds=_seconds(response.headers.get("Retry-After")))
    if status >= 500 or reason in _AMBIGUOUS or not answer:  # noqa: PLR2004
        return UnclearError(reason)
    if reason in _UNTAKEN:
        return TokenError(reason)
    if reason in _PASSING:
        return LaterError(reason)
    details = (answer.get("response_metadata") or {}).get("messages")
    return RefusedError(f"{reason}: {details[0]}" if details else reason)


def _seconds(retry_after: str | None) -> float:
    try:
        return float(retry_after or 1)
    except ValueError:
        return 1.0
