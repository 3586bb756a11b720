"""The pages somebody meets who installs Pencil by its link."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_REMOVED = (
    "If you remove Pencil from the workspace later, it stops posting. Everything is kept for twelve months, then "
    "deleted. Install it again within that time and it all comes back."
)
_AGAIN = "Start again"


def before(url: str, scopes: Sequence[str]) -> str:
    """What installing means, and the way to Slack."""
    asks = "Slack asks you which workspace, and shows what Pencil may do there."
    reads = any(scope.endswith(":history") for scope in scopes)
    return _html(
        "Add Pencil to Slack",
        [
            "Pencil helps a partnership of organisations grow its culture, in the channel they share.",
            asks if reads else f"{asks} It can’t read your channels.",
        ],
        link=url,
        label="Add to Slack",
        beneath=[_REMOVED],
    )


def after(workspace: str, command: str, app_id: str | None, team_id: str | None) -> str:
    """It is done, and what comes next."""
    query = urlencode({"app": app_id or "", "team": team_id or ""})
    return _html(
        f"Pencil is in {workspace}" if workspace else "Pencil is installed",
        ["Next, in Slack:"],
        steps=[
            "Open the channel your partnership shares.",
            "Type /invite @Pencil",
            f"Type {command} start and your partnership’s name.",
        ],
        link=f"https://slack.com/app_redirect?{query}" if app_id and team_id else None,
        label="Open Slack",
        beneath=[
            "If a partnership was started here before, it goes on where it stopped.",
            "If Pencil isn’t in its channel any more, invite it again.",
            _REMOVED,
        ],
    )


def _html(
    title: str,
    lines: Sequence[str],
    *,
    steps: Sequence[str] = (),
    link: str | None,
    label: str,
    beneath: Sequence[str] = (),
) -> str:
    """A page as a browser shows it: what it says, in order, and where it leads."""
    page = _TEMPLATES.get_template("page.html")
    return page.render(title=title, lines=lines, steps=steps, link=link, label=label, beneath=beneath)


_FAILED = {
    "access_denied": (
        "Pencil wasn’t installed",
        (
            "You chose Cancel, or you can’t add apps to this workspace. Nothing has changed. "
            "If apps need approval there, ask somebody who looks after it to open this link."
        ),
    ),
    "invalid_browser": (
        "Please start again",
        "You began in another browser, or more than ten minutes ago. Nothing has changed.",
    ),
    "invalid_state": (
        "Please start again",
        (
            "This link has been used already, or is more than ten minutes old. "
            "If Pencil is in your workspace already, you’re done."
        ),
    ),
    "missing_code": ("Please start again", "Slack didn’t say which workspace this is about. Nothing has changed."),
    "invalid_code": (
        "Please start again",
        "Slack no longer takes this link: each is good once. If Pencil is in your workspace already, you’re done.",
    ),
    "org_wide": (
        "Please choose one workspace",
        (
            "Pencil can’t be installed for a whole organisation at once, so nothing was kept. "
            "Start again and choose the workspace your partnership begins in."
        ),
    ),
    "no_bot": (
        "Pencil wasn’t installed",
        "Slack gave Pencil less than it needs. Nothing has changed. Start again and leave the permissions alone.",
    ),
    "unreached": (
        "Slack didn’t answer",
        "Pencil may be installed or not. Start again in a minute: doing it twice does no harm.",
    ),
    "storage_error": ("That didn’t work", "Pencil couldn’t keep what Slack gave it. Start again in a minute."),
    "other": ("That didn’t work", "Slack stopped the installation. Nothing has changed."),
}


def failed(reason: str, again: str) -> str:
    """What happened, what was kept, and what to do."""
    title, line = _FAILED[reason]
    return _html(title, [line], link=again, label=_AGAIN)
