"""One secret after the other: looked at, asked for where it is missing or wrong, tried at once, and kept."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
from pydantic import SecretStr

from bot.cli.connection import one_line
from bot.cli.doctor import asking
from bot.cli.doctor.asking import Asked
from bot.cli.setup import kinds, views
from bot.cli.setup.env_file import EnvFile
from bot.settings import Settings, SettingsError
from bot.slack.client import Introduction

Trial = Callable[[Settings], Asked[Any]]

TRIALS: dict[str, Trial] = {
    "slack_bot_token": lambda settings: asyncio.run(asking.about_bot_token(settings)),
    "slack_app_token": lambda settings: asyncio.run(asking.about_app_token(settings)),
}


@dataclass(frozen=True)
class Questions:
    """Who asks: with what is set so far, where answers are kept, and whether to ask for what is there as well."""

    env_file: EnvFile
    again: bool

    def answered(self, settings: Settings, name: str) -> Settings:
        """The settings with this one, which Slack takes as far as it can be asked."""
        present: SecretStr | None = getattr(settings, name)
        outside = bool(os.environ.get(name.upper()))
        if present is not None and (outside or not self.again) and self._is_good(settings, name, outside=outside):
            return settings
        click.echo(views.step(name))
        return self._kept(settings, name)

    def _is_good(self, settings: Settings, name: str, *, outside: bool) -> bool:
        asked = TRIALS[name](settings) if name in TRIALS else Asked()
        if asked.refused:
            if outside:
                raise SettingsError(views.refused_outside(name, asked.why))
            click.echo(views.refused(name, asked.why))
            return False
        if asked.why:
            click.echo(views.unreached(asked.why))
        click.echo(views.there(name, _whose(asked)))
        return True

    def _kept(self, settings: Settings, name: str) -> Settings:
        """Asked for until Slack takes it; where Slack cannot be reached, as somebody wants."""
        settings = _with(settings, name, _pasted(name))
        while True:
            asked = TRIALS[name](settings) if name in TRIALS else Asked()
            if asked.refused:
                click.echo(views.refused(name, asked.why))
                settings = _with(settings, name, _pasted(name))
                continue
            if asked.why:
                click.echo(views.unreached(asked.why))
                if click.confirm(views.TRY_AGAIN, default=True):
                    continue
            self.env_file.keep(name.upper(), getattr(settings, name).get_secret_value())
            click.echo(views.untried(name) if asked.why else views.taken(name, _whose(asked)))
            return settings


def _pasted(name: str) -> str:
    """What could be it, however often something else is pasted."""
    while True:
        value = kinds.cleaned(click.prompt(views.prompt(name), hide_input=True))
        if not kinds.is_whole(value):
            click.echo(views.torn(name))
        elif not kinds.fits(name, value):
            click.echo(views.another(name, kinds.kind(value)))
        else:
            return value


def _with(settings: Settings, name: str, value: str) -> Settings:
    return settings.model_copy(update={name: SecretStr(value)})


def _whose(asked: Asked[Any]) -> str | None:
    """Of a bot token; another tells nothing of whose it is."""
    answer = asked.answer
    if not isinstance(answer, Introduction):
        return None
    return views.whose(one_line(answer.workspace), one_line(answer.name))
