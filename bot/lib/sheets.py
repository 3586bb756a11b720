"""Tables for spreadsheets: CSV in which nothing that people typed is worked out.

A spreadsheet passes over what cannot be seen and takes a full-width sign for the plain one, so both are looked through.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from bot.lib.text import readable

_WORKED_OUT = "=+-@\N{MINUS SIGN}"
_NEW_CELL = "\t\r\n"
BOM = b"\xef\xbb\xbf"  # spreadsheets take it as the sign of UTF-8


def cell(value: object) -> object:
    """The value as it may stand in a cell: text that would be worked out has an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and _worked_out(value) else value


def _worked_out(text: str) -> bool:
    for character in text:
        if character in _NEW_CELL:
            return True
        if readable(character):
            return unicodedata.normalize("NFKC", character)[0] in _WORKED_OUT
    return False


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file of these rows below its header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([cell(value) for value in row] for row in rows)
    return BOM + out.getvalue().encode()
