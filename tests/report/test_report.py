"""The report: what it tells, in files that print, open and hold no formulas."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.drawing.process import PictureError
from bot.lib.periods import Period
from bot.models import Aim, Member, Movement, Partner, Partnership, Post, Pulse, Vision, Why, Win
from bot.pulse import disclosure_control, releases
from bot.report import facts
from bot.settings import Settings
from bot.wins.consent import Audience
from tests.commands import in_a_process, pencil
from tests.growth.watching import watching
from tests.report.stories import asks, consents, files, rows, told
from tests.world import MONDAY, World


async def test_the_report_comes_as_separate_files_with_the_figures_and_only_public_words(world: World) -> None:
    await told(world)
    await consents(world, "Marek Nowak", "public")
    await consents(world, "Carla Bright", "partners")
    came = await asks(world, "Amina Okafor")

    assert list(came) == [
        "report.html", "figures.csv", "months.csv", "learned.csv", "sources.csv", "wins.csv", "ties.csv",
        "habits.csv", "initiatives.csv", "help.csv",
        "partners.csv", "checkins.csv", "pulses.csv",
    ]  # fmt: skip
    assert "for the public" in world.person("Amina Okafor").private()[-1].plain
    assert "It counts 4 wins and quotes 1." in world.person("Amina Okafor").private()[-1].plain
    page = came["report.html"]
    assert "<h1>Report on Exe Bay Together</h1>" in page
    assert "The library lent us a room" in page
    assert "The ramp is in" not in "".join(came.values())
    assert "one page now" not in "".join(came.values())
    assert "The hall is full" not in "".join(came.values())
    assert "Our yard" not in "".join(came.values())
    figures = {row[1]: row[2] for row in rows(came["figures.csv"])}
    assert figures["Wins"] == "4"
    assert figures["Wins shared by more than one organisation"] == "3"
    assert figures["Wins shared across sectors"] == "3"
    assert figures["Median days from raised to fixed"] == "9"
    assert figures["Blockers fixed with help from another organisation"] == "1"
    assert rows(came["months.csv"])[1:] == [["2026-03", "1", "3", "3"]]


async def test_what_people_wrote_is_neither_markup_nor_a_formula(world: World) -> None:
    await told(world)
    came = await asks(world, "Amina Okafor", "/partnership report inside")
    assert "The ramp is in<br>&lt;b&gt;and it is &amp; stays&lt;/b&gt;" in came["report.html"]
    assert [row[1] for row in rows(came["wins.csv"])][2].startswith("'=1+1")
    assert "@Carla Bright" in came["report.html"]  # inside, people are called by their names


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/partnership report 2024", "nothing was recorded here"),
        ("/partnership report 2031-01..2031-06", "nothing was recorded here"),
        ("/partnership report some time ago", "I didn’t understand these days"),
        ("/partnership report 2026-06..2026-01", "That ends before it begins"),
    ],
)
async def test_bad_days_get_a_clear_answer_and_no_files(world: World, typed: str, answer: str) -> None:
    amina = await told(world)
    await amina.types(typed)
    assert answer in amina.private()[-1].plain
    await world.settle()
    assert not [message for message in amina.dms() if message.files]


async def test_from_the_other_workspace_by_word_and_by_form(world: World) -> None:
    await told(world)
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil story 2026 partners")  # as it was called
    await world.settle()
    assert "report.html" in files(priya)
    assert "/partnership report 2026-01" in priya.private()[-1].plain

    await priya.presses(priya.private()[-1], "story.choose")
    assert priya.form is not None
    assert "Only us" not in priya.form.plain
    assert priya.form.payload["title"]["text"] == "A report"
    assert await priya.submits({"first": "2026-03-02", "last": "2026-03-01", "readers": "public"}) == {
        "last": "This day is before the first one. Choose a later one, or leave it empty."
    }
    await priya.submits({"first": "2026-03-02", "last": "2026-03-03", "readers": "public"})
    assert "2 March 2026 to 3 March 2026" in priya.private()[-1].plain
    await world.settle()
    assert "2 March 2026 to 3 March 2026" in files(priya)["report.html"]


class Outline(HTMLParser):
    """The page's headings, tables and pictures."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attrs: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attrs.append({"": tag, **dict(attrs)})


async def test_the_page_is_one_a_screen_reader_a_printer_and_word_can_read(world: World) -> None:
    await told(world)
    page = (await asks(world, "Amina Okafor", "/partnership report inside"))["report.html"]
    outline = Outline(page)
    assert '<html lang="en-GB">' in page
    assert outline.tags.count("h1") == 1
    assert outline.tags.count("table") == outline.tags.count("caption") > 4
    pictures = [attr for attr in outline.attrs if attr[""] == "img"]
    assert len(pictures) == 3
    assert all(picture["alt"] and (picture["src"] or "").startswith("data:image/png;base64,") for picture in pictures)
    assert "Mar 2026: of one organisation 1, shared by more than one 3" in str(pictures[0]["alt"])
    assert not {"script", "link", "iframe", "svg", "style-sheet"} & set(outline.tags)
    assert not [word for word in ("http:", "https:", "display: flex", "display: grid", "url(") if word in page]


async def test_a_chart_that_cannot_be_drawn_is_left_out_and_its_table_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> bytes:
        raise PictureError("no")

    monkeypatch.setattr("bot.drawing.process.drawn_by", fails)
    await told(world)
    page = (await asks(world, "Amina Okafor"))["report.html"]
    assert "<img" not in page
    assert "Wins by month" in page


async def test_of_the_pulse_only_what_was_released_is_told(world: World) -> None:
    await told(world)
    release = disclosure_control.release({"all": {"kept": (0, 1, 2, 8, 3), "heard": (1, 0, 0, 0, 0)}}, 14, 20)

    def pulses(session: Session) -> None:
        partnership = session.scalars(select(Partnership)).one()
        post = session.scalars(select(Post.id).order_by(Post.id)).all()
        common = {
            "partnership_id": partnership.id, "round": 0, "items": ["kept", "heard"], "groups": [], "floor": 5,
            "invited": 20, "written_at": MONDAY, "closes_at": MONDAY, "closed_at": MONDAY, "nudges": [],
            "release": releases.as_json(release), "results_at": MONDAY + timedelta(days=1),
        }  # fmt: skip
        session.add(Pulse(occasion="2026-03", post_id=post[0], results_id=post[0], **common))
        session.add(Pulse(occasion="2026-02", post_id=post[1], **{**common, "results_id": None}))

    await world.bot.database.run(pulses)
    came = await asks(world, "Amina Okafor")
    assert "Pulse of March 2026" in came["report.html"]
    assert "Pulse of February 2026" not in came["report.html"]
    told_rows = rows(came["pulses.csv"])[1:]
    assert [row[3] for row in told_rows] == [f"{release.whole['kept'].mean:.1f}" if release.whole["kept"] else "", ""]
    assert "no figure: too few answers" in came["report.html"]
    assert came["report.html"].count("<img") == 3


async def test_why_vision_and_aims_stand_in_it_and_wins_are_counted_by_aim(world: World) -> None:
    await told(world)

    def pencil_in(session: Session) -> None:
        partnership, amina = session.scalars(select(Partnership)).one(), session.scalars(select(Member)).first()
        assert amina is not None
        session.add(Why(partnership_id=partnership.id, text="So nobody queues", member_id=amina.id, said_at=MONDAY))
        vision = Vision(partnership_id=partnership.id, number=1, text="One door", member_id=amina.id, since=MONDAY)
        session.add(vision)
        session.flush()
        first = Aim(partnership_id=partnership.id, vision_id=vision.id, number=1, text="Fewer forms")
        session.add(first)
        session.flush()
        win = session.scalars(select(Win).order_by(Win.id)).first()
        assert win is not None
        win.aim_id = first.id

    await world.bot.database.run(pencil_in)
    came = await asks(world, "Amina Okafor")
    assert all(words in came["report.html"] for words in ("So nobody queues", "One door", "<li>Fewer forms</li>"))
    assert ["Wins by aim", "Fewer forms", "1"] in rows(came["figures.csv"])
    assert ["Wins by aim", "No aim named", "3"] in rows(came["figures.csv"])


async def test_partners_who_left_and_returned_are_counted_while_they_were_here(world: World) -> None:
    await told(world)

    def moves(session: Session) -> None:
        partner = session.scalars(select(Partner).order_by(Partner.id.desc())).first()
        assert partner is not None
        for what, at in (("left", datetime(2026, 4, 10, tzinfo=UTC)), ("returned", datetime(2026, 6, 2, tzinfo=UTC))):
            session.add(Movement(partnership_id=partner.partnership_id, partner_id=partner.id, what=what, at=at))

    await world.bot.database.run(moves)
    world.sandbox.clock.move_to(datetime(2026, 6, 20, tzinfo=UTC))
    came = await asks(world, "Amina Okafor")
    assert [row[3] for row in rows(came["months.csv"])[1:]] == ["3", "2", "2", "3"]
    assert "2 March 2026 to 10 April 2026, then since 2 June 2026" in came["report.html"]


async def test_as_many_statements_for_many_wins_as_for_few(world: World) -> None:
    amina = await told(world)

    async def statements() -> int:
        period = Period(date(2026, 1, 1), date(2026, 12, 31), "Europe/London")

        def look(session: Session) -> None:
            partnership = session.scalars(select(Partnership)).one()
            facts.gather(session, partnership, period, Audience.INSIDE, world.bot.clock())

        with watching(world.bot.database._read_engine) as watched:
            await world.bot.database.read(look)
        return len(watched.statements)

    few = await statements()
    for number in range(30):
        await amina.types(f"/win Number {number}, thank you @Marek Nowak")
    assert await statements() == few <= 21


async def test_the_command_line_writes_the_same_and_says_what_is_wrong(world: World, tmp_path: Path) -> None:
    from bot import app as core
    from bot.cli import report as telling
    from bot.settings import SettingsError

    await told(world)
    await consents(world, "Marek Nowak", "public")

    def writing(folder: Path, called: str, first: str | None = None) -> Callable[[], Awaitable[list[str]]]:
        async def write() -> list[str]:
            settings = Settings(_env_file=None, database_url=world.bot.database.url)
            async with core.make(settings, world.sandbox.clock.now) as bot:
                return await telling.write(bot, called, first, None, Audience.PUBLIC, folder)

        return write

    names = await writing(tmp_path / "out", "exe bay together")()
    assert "The library lent us a room. Thank you a colleague" in (tmp_path / "out" / names[0]).read_text()
    for folder, called, first, words in (
        ("out", "Exe Bay Together", None, "not empty"),
        ("new", "Nowhere", None, "There are: Exe Bay Together"),
        ("new", "Exe Bay Together", "some day", "Nothing was written"),
        ("new", "Exe Bay Together", "2031", "nothing was recorded"),
    ):
        with pytest.raises(SettingsError, match=words):
            await writing(tmp_path / folder, called, first)()
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
async def test_the_command_itself(world: World, tmp_path: Path) -> None:
    await told(world)
    url = world.bot.database.url
    asked = (
        "report",
        "--partnership",
        "Exe Bay Together",
        "--from",
        "2026-03",
        "--to",
        "2026-03",
        "--audience",
        "inside",
    )
    code, output = await in_a_process(tmp_path, *asked, "out", DATABASE_URL=url)
    assert (code, output.splitlines()[0]) == (0, "out/report.html")
    assert "The library lent us a room. Thank you @Amina Okafor" in (tmp_path / "out/report.html").read_text()
    code, output = await pencil(tmp_path, *asked[:3], "--from", "2019", "--to", "2020", "new", DATABASE_URL=url)
    assert (code, "nothing was recorded in Exe Bay Together" in output) == (2, True)
