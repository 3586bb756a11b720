"""Whether Slack can reach us: by a socket that we open, or at a public address."""

from collections.abc import Iterator

from bot.cli.doctor.asking import Asked
from bot.cli.doctor.finding import Finding, note, ok, to_do

PATH = "/slack/events"
_REFUSES, _SAYS = 405, "POST only"  # what Pencil says there to somebody who only looks


def events_at(address: str) -> str:
    """Where Slack sends what people do, by the address of the server."""
    return address.rstrip("/").removesuffix(PATH) + PATH


def check(
    socket: Asked[str] | None, *, has_secret: bool, url: str | None, answered: Asked[tuple[int, str]] | None
) -> Iterator[Finding]:
    """`url` is where Slack would send things, if somebody wants that looked at, and `answered` what came from there."""
    if socket is not None:
        if socket.answer is not None:
            yield ok("socket", "opens")
        else:
            yield to_do("socket", "refused" if socket.refused else "unreached", why=socket.why)
    elif not has_secret:
        yield to_do("socket", "no_way_in")
    if answered is not None and url is not None:
        yield _address(url, answered, has_secret=has_secret)
    elif socket is None and has_secret:
        yield note("address", "not_asked", path=PATH)


def _address(url: str, answered: Asked[tuple[int, str]], *, has_secret: bool) -> Finding:
    if answered.answer is None:
        return to_do("address", "unreached", url=url, why=answered.why)
    status, beginning = answered.answer
    if status != _REFUSES or not beginning.startswith(_SAYS):
        return to_do("address", "another", url=url, status=status)
    return ok("address", "answers", url=url) if has_secret else to_do("address", "no_secret", url=url)
