"""A folder of files on this machine, for the command line."""

from collections.abc import Iterable
from pathlib import Path

from bot.lib import private
from bot.outbox.files import File
from bot.settings import SettingsError


def fresh(folder: Path) -> Path:
    """The folder, made if it is not there; nothing of anybody's is ever written over."""
    try:
        private.make_folder(folder)
        if any(folder.iterdir()):
            raise SettingsError(f"{folder}: this folder is not empty, and nothing in it was touched. Name another one.")
    except OSError as error:
        raise unusable(folder, error) from None
    return folder


def fill(folder: Path, files: Iterable[File]) -> None:
    try:
        for file in files:
            with private.create(folder / file.name) as made:
                made.write(file.content)
    except OSError as error:
        raise unusable(folder, error) from None


def unusable(folder: Path, error: OSError) -> SettingsError:
    return SettingsError(f"{folder}: this folder cannot be used ({error.strerror or error}).")
