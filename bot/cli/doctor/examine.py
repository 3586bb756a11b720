"""Every check, in the order in which they are read."""

import asyncio
import contextlib
from collections.abc import Iterator
from pathlib import Path

from dotenv import dotenv_values

from bot.cli.doctor import asking, stored
from bot.cli.doctor.asking import Answers, Asked
from bot.cli.doctor.checks import (
    channels,
    clock,
    commands,
    configuration,
    database,
    disk,
    files,
    key,
    link,
    scopes,
    tokens,
    versions,
    way_in,
)
from bot.cli.doctor.finding import Finding
from bot.cli.doctor.stored import Stored
from bot.lib.clock import wall
from bot.pulse.ballots import master_key
from bot.settings import ENV_FILE, Settings, SettingsError, load


async def examine(env_file: Path = ENV_FILE, address: str | None = None) -> list[Finding]:
    """What every check came to. Where settings are wrong, of the rest only what needs none."""
    written = _names_in(env_file)
    try:
        settings = load(env_file)
    except SettingsError as error:
        return [
            versions.check(Stored(), versions.UNKNOWN),
            *configuration.check(error, written),
            *files.check(env_file, None),
        ]
    kept = await asyncio.to_thread(stored.read, settings)
    return [
        versions.check(kept, versions.SQLITE if settings.on_sqlite else versions.POSTGRESQL),
        *configuration.check(None, written),
        *_here(settings, env_file, kept),
        *await _in_slack(settings, kept, address),
    ]


def _names_in(env_file: Path) -> list[str]:
    """The names in the file; of one that cannot be read, none."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return list(dotenv_values(env_file))
    return []


def _here(settings: Settings, env_file: Path, kept: Stored) -> Iterator[Finding]:
    """What is on this machine, and the database."""
    file = stored.sqlite_file(settings)
    yield from files.check(env_file, file)
    yield disk.check(file)
    yield database.check(kept)
    yield key.check(kept, master_key(settings))


async def _in_slack(settings: Settings, kept: Stored, address: str | None) -> list[Finding]:
    """What Slack says. Where it does not take the bot token it says nothing more."""
    url = way_in.events_at(address) if address else None
    answers = await asking.about_everything(settings)
    answered: Asked[tuple[int, str]] | None = await asking.what_answers_at(url) if url else None
    findings = [tokens.check(answers.bot, installable=settings.installable), *_known_to_slack(answers)]
    has_secret = settings.slack_signing_secret is not None
    findings += way_in.check(answers.socket, has_secret=has_secret, url=url, answered=answered)
    findings += link.check(settings, kept, master_key(settings), address)
    findings.append(commands.check(settings.commands))
    if answers.channels is not None and kept.is_known:
        findings.append(channels.check(kept.homes, answers.team_id, answers.channels, settings.command_partnership))
    return findings


def _known_to_slack(answers: Answers) -> Iterator[Finding]:
    if answers.bot is not None and answers.bot.answer is not None:
        yield from scopes.check(answers.bot.answer.scopes)
        if (finding := clock.check(wall(), answers.bot.answer.at)) is not None:
            yield finding
