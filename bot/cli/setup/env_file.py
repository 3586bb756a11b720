"""`.env`, in which settings are kept: each at once, beside whatever else is written there."""

import os
from pathlib import Path

from dotenv import set_key

from bot.cli.setup import kinds, views
from bot.lib import private
from bot.settings import SettingsError


class EnvFile:
    """A file of settings. `kept` are those written into it by this process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.kept: list[str] = []

    def require_writable(self) -> None:
        """Nothing, if something can be kept; asked before anybody has typed anything."""
        place = self.path if self.path.exists() else self.path.absolute().parent
        if self.path.is_dir() or not os.access(place, os.R_OK | os.W_OK):
            raise SettingsError(views.shut(str(self.path)))

    def keep(self, name: str, value: str) -> None:
        """The setting has this value from now on; other lines stay as they are, and the file is its owner's alone.

        It is written beside and put in place whole, so that whoever is stopped has the old file or the new one.
        """
        try:
            if not self.path.exists():
                with private.create(self.path) as file:
                    file.write(f"{views.first_line()}\n".encode())
            private.restrict(self.path)
            mode = "never" if kinds.is_whole(value) else "always"  # of quotes, which not everything that reads it knows
            set_key(self.path, name, value, quote_mode=mode, follow_symlinks=True)
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise SettingsError(views.not_written(str(self.path), why)) from None
        self.kept.append(name)
