"""Exports of earlier schemas, as they were made then, come in; nothing goes along that is not kept any more.

`exports/` holds one for moving of each: three rows of every table, and results of the last pulse that nobody
has seen yet.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.models import Draft, Member, Pulse
from bot.pulse import releases
from bot.pulse.releases import Spread
from bot.settings import SettingsError
from bot.transfer import format as file_format
from tests.attacks.copies import copy
from tests.commands import pencil
from tests.conftest import ROOT
from tests.transfer.folders import comes_in, goes_out, number, session_on

pytestmark = pytest.mark.database

EXPORTS = ROOT / "tests" / "transfer" / "exports"
SINCE = {  # tables that there were not then
    "names",
    "commitments",
    "roll_calls",
    "digest_entries",
    "habits",
    "consultations",
    "consultation_prompts",
    "consultation_answers",
    "ideas",
    "idea_likes",
    "idea_helpers",
    "idea_assents",
    "initiatives",
    "initiative_people",
    "introductions",
    "introduced",
}
MORE = {"schedules": 6}  # what the migrations add: a roll-call and a consultation each, switched off
DRAFTS = ["drafts.csv", "drafts.jsonl"]


@pytest.fixture(params=["0006", "0009"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / str(request.param)
    with zipfile.ZipFile(EXPORTS / f"{request.param}.zip") as archive:
        archive.extractall(made)
    return made


def test_an_export_made_before_comes_in_whole(database_url: str, folder: Path) -> None:
    imported = comes_in(database_url, folder)

    assert imported.left_out == (DRAFTS if folder.name == "0006" else [])
    with session_on(database_url) as session:
        for table in file_format.tables(for_moving=True):
            rows = session.execute(select(func.count()).select_from(table)).scalar_one()
            assert rows == (0 if table.name in SINCE else 3 + MORE.get(table.name, 0)), table.name
        assert session.scalars(select(Draft)).all() == []
        seen = session.scalars(select(Member.seen_at).order_by(Member.id)).all()
    assert sum(at is not None for at in seen) >= 2


def test_its_counts_become_what_may_be_told_of_them(database_url: str, folder: Path, tmp_path: Path) -> None:
    assert '"number":53' in (folder / "pulse_counts.jsonl").read_text()

    comes_in(database_url, folder)

    with session_on(database_url) as session:
        kept = session.scalars(select(Pulse.release).order_by(Pulse.id)).all()
    *told, unseen = [releases.from_json(release or {}).whole["kept"] for release in kept]
    assert [figure and figure.spread for figure in told] == [Spread.CLOSE] * 2  # what was told was told
    assert unseen is not None
    assert (unseen.mean, unseen.spread, unseen.give) == (3.5, None, 1.0)
    assert "pulse_counts" not in copy(database_url, tmp_path / "copy").rows


def test_it_goes_out_again_as_one_of_today(
    database_url: str, folder: Path, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    comes_in(database_url, folder)
    first = goes_out(database_url, tmp_path / "1")
    url = new_database()
    comes_in(url, tmp_path / "1")

    assert goes_out(url, tmp_path / "2") == first
    assert not [name for name in first if name.startswith(("pulse_counts", "drafts"))]


@pytest.mark.parametrize("folder", ["0006"], indirect=True)
async def test_the_command_line_says_what_is_not_read(database_url: str, folder: Path) -> None:
    code, output = await pencil(folder.parent, "import", folder.name, DATABASE_URL=database_url)

    assert code == 0
    assert output.splitlines()[0] == "Not read, as drafts stay where they were begun: drafts.csv and drafts.jsonl."


def _changed(folder: Path, name: str, old: str, new: str) -> None:
    content = (folder / name).read_bytes()
    assert old.encode() in content
    (folder / name).write_bytes(content.replace(old.encode(), new.encode(), 1))


BROKEN: list[tuple[str, Callable[[Path], object], str]] = [
    (
        "other words",
        lambda at: _changed(at, "wins.jsonl", "some words", "no words"),
        "wins.jsonl, line 1: it was changed",
    ),
    ("another column", lambda at: _changed(at, "wins.csv", "text", "texts"), "wins.csv, line 1: it was changed"),
    ("a file less", lambda at: (at / "pulse_counts.csv").unlink(), "pulse_counts.csv: this file is missing"),
    ("a file more", lambda at: (at / "ballots.csv").write_text(""), "ballots.csv: this file is not part"),
    (
        "a pulse that is open",
        lambda at: _changed(at, "pulses.jsonl", '"closed_at":"2026-03-02T10:00:00.000000Z"', '"closed_at":null'),
        "pulses.jsonl, line 1: this pulse is open",
    ),
]


@pytest.mark.parametrize("folder", ["0009"], indirect=True)
@pytest.mark.parametrize(("breaks", "words"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_of_a_broken_one_nothing_comes_in_and_the_line_is_named(
    database_url: str, folder: Path, breaks: Callable[[Path], object], words: str
) -> None:
    breaks(folder)

    with pytest.raises(SettingsError, match=words):
        comes_in(database_url, folder)

    assert number(database_url) == 0


@pytest.mark.parametrize("folder", ["0009"], indirect=True)
def test_what_refers_to_nothing_is_named_by_its_line(database_url: str, folder: Path) -> None:
    _changed(
        folder, "wins.jsonl", '{"id":3,"partnership_id":1,"member_id":3,', '{"id":3,"partnership_id":1,"member_id":9,'
    )
    _changed(folder, "wins.csv", "\n3,1,3,", "\n3,1,9,")
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in ("wins.jsonl", "wins.csv"):
        manifest["files"][name]["sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))

    with pytest.raises(SettingsError, match=r"wins\.jsonl, line 3: it refers to a row that is not there"):
        comes_in(database_url, folder)

    assert number(database_url) == 0
