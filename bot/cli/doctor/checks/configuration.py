"""Whether the settings can be read, and whether each line of `.env` is one."""

import difflib
from collections.abc import Collection, Iterator

from bot.cli.doctor.finding import Finding, note, ok, to_do
from bot.settings import Settings, SettingsError, WrongSettingsError

_LIKE = 0.8  # as much as a slip of typing leaves


def check(wrong: SettingsError | None, written: Collection[str]) -> Iterator[Finding]:
    """Everything that is wrong; and of what is `written` in the file names that are none, though close to one."""
    if isinstance(wrong, WrongSettingsError):
        yield from (to_do("settings", "wrong", why=why) for why in wrong.lines.values())
    elif wrong is not None:
        yield to_do("settings", "wrong", why=str(wrong))
    else:
        yield ok("settings", "right")
    known = [name.upper() for name in Settings.model_fields]
    for name in written:
        meant = difflib.get_close_matches(name.upper(), known, 1, _LIKE)
        if meant and meant != [name.upper()]:
            yield note("settings", "misspelt", name=name, meant=meant[0])
