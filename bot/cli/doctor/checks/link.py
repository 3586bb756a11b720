"""Whether workspaces can install Pencil by its link, and whether the tokens they brought can be opened."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.cli.doctor.stored import SealedToken, Stored
from bot.installations import sealing
from bot.settings import Settings

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"


def redirect_at(address: str) -> str:
    """Where Slack leads people back to, by the address of the server."""
    return address.rstrip("/").removesuffix("/slack/events") + REDIRECT


def unopened(tokens: Sequence[SealedToken], master: bytes | None) -> list[str]:
    """The workspaces whose tokens were sealed with another key than this."""
    return [token.team_id for token in tokens if not _opens(token, master)]


def _opens(token: SealedToken, master: bytes | None) -> bool:
    if master is None:
        return False
    try:
        sealing.unseal(master, token.team_id, sealing.BOT, token.sealed)
    except sealing.OtherKeyError:
        return False
    return True


def check(settings: Settings, stored: Stored, master: bytes | None, address: str | None) -> Iterator[Finding]:
    """Nothing where nobody installs by a link, and nobody has."""
    if closed := unopened(stored.tokens, master):
        yield to_do("link", "other_key", workspaces=closed)
    if not settings.installable:
        if stored.tokens:
            yield to_do("link", "left", number=len(stored.tokens))
        return
    given = settings.slack_redirect_uri
    if given is not None and not _leads_back(given):
        yield to_do("link", "wrong_redirect", url=given, path=REDIRECT)
        return
    if settings.slack_signing_secret is None and settings.slack_app_token is None:
        return  # which `way_in` says
    redirect = given or (redirect_at(address) if address else None)
    if redirect is None:
        yield note("link", "redirect_unknown", path=REDIRECT, number=len(stored.tokens))
    else:
        yield ok("link", "open", url=redirect.removesuffix(REDIRECT) + INSTALL, redirect=redirect)


def _leads_back(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path == REDIRECT and (parts.scheme == "https" or parts.hostname in {"localhost", "127.0.0.1"})
