"""What somebody has pasted, and whether it can be what was asked for."""

import re

BEGINNINGS = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
# Other things that Slack's pages show, by how they begin.
KINDS = {
    "xoxb-": "a bot token",
    "xapp-": "an app-level token",
    "xoxp-": "a user token",
    "xoxe.xoxp-": "a configuration token",
    "xoxe-": "a refresh token",
    "xoxc-": "a browser's own token",
    "xoxs-": "a workspace token",
}
_WRAPPED = re.compile(r"""^\s*(?:export\s+)?(?:[A-Za-z_]+\s*=)?\s*(["'`]?)(.*?)\1\s*$""", re.DOTALL)
_PLAIN = re.compile(r"[!-~]+")


def cleaned(typed: str) -> str:
    """Without spaces and quotes around it, and without the setting's name before it."""
    wrapped = _WRAPPED.match(typed)
    return wrapped[2].strip() if wrapped else typed.strip()


def kind(value: str) -> str | None:
    """What of Slack's it is, if that shows."""
    return next((words for beginning, words in KINDS.items() if value.startswith(beginning)), None)


def is_whole(value: str) -> bool:
    """Whether it has only signs that such a thing is made of: no spaces, no dots that hide it, no quotes."""
    return _PLAIN.fullmatch(value) is not None and not set(value) & set("\"'`#\\$")


def fits(name: str, value: str) -> bool:
    """Whether it begins as the setting has to; what has no beginning of its own is nothing else of Slack's."""
    return BEGINNINGS[name] in value if name in BEGINNINGS else kind(value) is None
