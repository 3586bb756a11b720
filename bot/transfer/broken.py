"""What is wrong with an export, and where."""

from bot.settings import SettingsError

UNCHANGED = "Nothing was changed."
_AGAIN = "Mend that line, or export again where it came from."


class BrokenExportError(SettingsError):
    """What is wrong, and where."""

    def __init__(self, where: str, what: str, remedy: str = _AGAIN) -> None:
        super().__init__(f"{where}: {what}. {UNCHANGED} {remedy}")
