"""Whether Slack takes the bot token."""

from bot.cli.connection import one_line
from bot.cli.doctor.asking import Asked
from bot.cli.doctor.finding import Finding, ok, to_do
from bot.slack.client import Introduction


def check(asked: Asked[Introduction] | None, *, installable: bool = False) -> Finding:
    """What workspace it is of, and what Pencil is called there; none is needed where workspaces bring their own."""
    if asked is None:
        return ok("bot_token", "brought") if installable else to_do("bot_token", "missing")
    if asked.answer is None:
        return to_do("bot_token", "refused" if asked.refused else "unreached", why=asked.why)
    return ok("bot_token", "taken", workspace=one_line(asked.answer.workspace), name=one_line(asked.answer.name))
