"""The report from the command line: of a partnership by its name or its channel."""

from pathlib import Path

from sqlalchemy.orm import Session

from bot.app import Bot
from bot.cli.partnerships import find_partnership
from bot.lib import periods
from bot.lib.periods import Period
from bot.models import Partnership
from bot.report import facts
from bot.report import files as report_files
from bot.report.facts import Report
from bot.settings import SettingsError
from bot.transfer import folders
from bot.wins.consent import Audience


async def write(
    bot: Bot, called: str, first: str | None, last: str | None, audience: Audience, folder: Path
) -> list[str]:
    """The names of the files that are in the folder now."""
    report = await bot.database.read(_gather, called, first or "", last or "", audience, bot)

    name_of = report_files.slack_names(bot) if bot.settings.slack_bot_token else report_files.nobody
    folders.fresh(folder)
    files = await report_files.files(report, name_of)
    folders.fill(folder, files)
    return [file.name for file in files]


def _gather(session: Session, called: str, first: str, last: str, audience: Audience, bot: Bot) -> Report:
    partnership, now = find_partnership(session, called), bot.clock()
    days = f"{first}..{last}" if first or last else ""
    try:
        period = periods.read(days, partnership.started_at, partnership.zone, now)
    except periods.BackwardsError:
        raise SettingsError("--from, --to: that would end before it begins. Nothing was written.") from None
    except periods.UnclearPeriodError:
        raise SettingsError(
            "--from, --to: give days, months or years such as 2026-01-15, 2026-01 or 2026. Nothing was written."
        ) from None
    if not facts.has_anything(session, partnership, period):
        raise SettingsError(_empty(partnership, period))
    return facts.gather(session, partnership, period, audience, now)


def _empty(partnership: Partnership, period: Period) -> str:
    began = period.day(partnership.started_at)
    return (
        f"From {period} nothing was recorded in {partnership.name}, so nothing was written. "
        f"It started on {periods.written(began)}."
    )
