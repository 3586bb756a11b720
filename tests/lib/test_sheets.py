"""Nothing that people typed is worked out by a spreadsheet."""

import ast
import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lib import sheets
from tests.conftest import ROOT

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\u3000=1",
    "\uff1d1",  # full-width
    "\uff0b1",
    "\uff0d1",
    "\uff20SUM(A1)",
    "\ufe661",  # small
    "\ufe621",
    "\ufe631",
    "\ufe6bSUM(A1)",
    "\u22121",  # a minus
    "\u200b=1",  # zero-width
    "\u200d\u2060=1",
    "\ufeff=1",
    "\u00ad=1",
    "\u202e=1",
    "\u180e=1",
    "\u115f=1",
    "\u2800 \u3164=1",
    "\u0000=1",
]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_what_would_be_worked_out_is_text(text: str) -> None:
    assert sheets.cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["We won", "(=1)", "1-1", "", "’", "é", 7, -7, 1.5, None, "“=”"], ids=ascii)
def test_whatever_else_stands_as_it_is(value: object) -> None:
    assert sheets.cell(value) == value


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2)))
def test_a_table_is_read_again_as_it_was(rows: list[list[str]]) -> None:
    text = sheets.table(["a", "b"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [["a", "b"], *([str(sheets.cell(value)) for value in row] for row in rows)]


def test_there_is_one_place_where_tables_are_written() -> None:
    for path in [path for folder in ("bot", "handlers", "jobs") for path in (ROOT / folder).rglob("*.py")]:
        names = {
            name.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Import)
            for name in node.names
        }
        assert "csv" not in names or path.name == "sheets.py", path
