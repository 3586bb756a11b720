"""The story so far: what it tells and of whom, in files that print, open and hold no formulas."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.drawing.columns import Chart, Part, stretches
from bot.drawing.draw_columns import draw
from bot.drawing.process import PictureError
from bot.lib import periods
from bot.lib.periods import BackwardsError, Period, UnclearPeriodError
from bot.models import Aim, Member, Movement, Partner, Partnership, Post, Pulse, Vision, Why, Win, Withheld
from bot.pulse import disclosure_control, releases
from bot.report import facts
from bot.report.names import discreet
from bot.settings import Settings
from bot.wins.consent import Audience
from sandbox.actors.person import Person
from sandbox.slack.blocks import walk
from sandbox.slack.state import Message
from tests.commands import in_a_process, pencil
from tests.growth.watching import watching
from tests.world import MONDAY, World

START = datetime(2025, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "1 March 2025 to 10 June 2026"),
        ("2026-01..2026-06", "1 January 2026 to 10 June 2026"),
        ("2026-01-15..2026-03-31", "15 January 2026 to 31 March 2026"),
        ("2025", "1 January 2025 to 31 December 2025"),
        ("2026-02", "1 February 2026 to 28 February 2026"),
        ("March 2026", "1 March 2026 to 31 March 2026"),
        ("since March 2026", "1 March 2026 to 10 June 2026"),
        ("1 Jan 2026 to 31 March 2026", "1 January 2026 to 31 March 2026"),
        ("01/02/2026 – 03/02/2026", "1 February 2026 to 3 February 2026"),
        ("..2026-02", "1 March 2025 to 28 February 2026"),
        ("2026-05..", "1 May 2026 to 10 June 2026"),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, said: str) -> None:
    assert str(periods.read(typed, START, "Europe/London", NOW)) == said


@pytest.mark.parametrize(
    "typed", ["last year", "March", "2026-13", "30 February 2026", "1..2..3", "0001", "9999-12", "2026 10:00", "²⁰²⁶"]
)
def test_unclear_days_are_not_guessed(typed: str) -> None:
    with pytest.raises(UnclearPeriodError):
        periods.read(typed, START, "Europe/London", NOW)


def test_an_end_before_the_beginning_is_said() -> None:
    with pytest.raises(BackwardsError):
        periods.read("2026-06..2026-01", START, "Europe/London", NOW)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_period_or_a_refusal(typed: str) -> None:
    try:
        period = periods.read(typed, START, "Europe/London", NOW)
    except (UnclearPeriodError, BackwardsError):
        return
    assert period.first <= period.last


def test_a_day_is_a_day_where_the_partnership_lives() -> None:
    summer = Period(date(2026, 6, 1), date(2026, 6, 1), "Europe/London")
    assert summer.begins == datetime(2026, 5, 31, 23, tzinfo=UTC)
    assert summer.ends == datetime(2026, 6, 1, 23, tzinfo=UTC)


# What it tells


async def told(world: World) -> Person:
    """A small partnership with wins, a blocker, and people of three organisations."""
    amina = await world.begins()
    await world.person("Marek Nowak").types("/partnership join Tideway Foodbank, voluntary")
    await world.person("Carla Bright").types("/partnership join Bright & Daughters Builders, private")
    await world.person("Marek Nowak").types("/win The library lent us a room. Thank you @Amina Okafor")
    await amina.types("/win =1+1 forms are one page now, says @Carla Bright")
    await world.person("Carla Bright").types("/win The ramp is in\n<b>and it is & stays</b>")
    await world.person("Marek Nowak").types("/blocker The hall is full")
    await world.person("Marek Nowak").presses(world.person("Marek Nowak").private()[-1], "blocker.post")
    await world.settle()
    carla = world.person("Carla Bright")
    await carla.presses(world.room[-1], "blocker.help")
    world.sandbox.clock.move_to(MONDAY + timedelta(days=9))
    await carla.presses(world.room[-1], "blocker.fixed")
    await carla.submits({"how": "Our yard has a roof"})
    await world.settle()
    return amina


async def consents(world: World, who: str, far: str) -> None:
    """Who told the newest win says on its receipt how far it may be told."""
    person = world.person(who)
    await chooses(person, receipt_of(person), far)


def receipt_of(person: Person) -> Message:
    return next(message for message in reversed(person.private()) if "win.consent" in str(message.blocks))


async def chooses(person: Person, receipt: Message, far: str) -> None:
    offered = next(part for part in walk(receipt.blocks) if part.get("action_id") == "win.consent")
    value = next(option["value"] for option in offered["options"] if option["value"].endswith(f".{far}"))
    await person.presses(receipt, "win.consent", choose=value)


async def asks(world: World, who: str, typed: str = "/partnership story") -> dict[str, str]:
    """The files that come of it, by name."""
    person = world.person(who)
    await person.types(typed)
    await world.settle()
    return files(person)


def files(person: Person) -> dict[str, str]:
    message = next(message for message in reversed(person.dms()) if message.files)
    return {file.title: file.content.decode("utf-8-sig") for file in message.files}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


async def test_the_report_comes_as_separate_files_with_the_figures_and_only_public_words(world: World) -> None:
    await told(world)
    await consents(world, "Marek Nowak", "public")
    await consents(world, "Carla Bright", "partners")
    came = await asks(world, "Amina Okafor")

    assert list(came) == [
        "story.html", "figures.csv", "months.csv", "wins.csv", "help.csv", "partners.csv", "checkins.csv", "pulses.csv"
    ]  # fmt: skip
    assert "for the public" in world.person("Amina Okafor").private()[-1].plain
    assert "1 of them stands in it in words" in world.person("Amina Okafor").private()[-1].plain
    page = came["story.html"]
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
    assert rows(came["help.csv"])[1:] == [["Bright & Daughters Builders", "Tideway Foodbank", "1"]]
    assert rows(came["months.csv"])[1:] == [["2026-03", "1", "3", "3"]]


async def test_names_are_told_only_of_those_who_agreed(world: World) -> None:
    await told(world)
    await consents(world, "Marek Nowak", "public")
    came = await asks(world, "Amina Okafor")
    assert "Amina Okafor" not in "".join(came.values())
    assert "Marek Nowak" not in "".join(came.values())
    assert "Thank you a colleague" in came["story.html"]

    await world.bot.database.run(lambda session: session.execute(update(Member).values(named=True)))
    came = await asks(world, "Amina Okafor")
    assert "told by Marek Nowak, with thanks to Amina Okafor" in came["story.html"]
    assert rows(came["wins.csv"])[1][7:] == ["Marek Nowak", "Amina Okafor"]


async def test_nobody_is_named_in_what_the_hosts_wrote_either(world: World) -> None:
    amina = await told(world)
    await amina.types("/partnership why @Marek Nowak asked us to, before the winter")
    await amina.types("/partnership vision propose One door\nNobody waits for @Carla Bright to call back")
    await world.settle()
    card = next(message for message in world.room if "proposal.pencil" in str(message.blocks))
    await amina.presses(card, "proposal.pencil")
    assert await amina.submits() is None
    for audience, there in (("public", False), ("partners", False), ("inside", True)):
        page = "".join((await asks(world, "Amina Okafor", f"/partnership story {audience}")).values())
        assert ("Marek Nowak" in page and "Carla Bright" in page) is there
        if not there:
            assert "A colleague asked us to" in page
            assert "Nobody waits for a colleague to call back" in page


async def test_what_people_wrote_is_neither_markup_nor_a_formula(world: World) -> None:
    await told(world)
    came = await asks(world, "Amina Okafor", "/partnership story inside")
    assert "The ramp is in<br>&lt;b&gt;and it is &amp; stays&lt;/b&gt;" in came["story.html"]
    assert [row[1] for row in rows(came["wins.csv"])][2].startswith("'=1+1")
    assert "@Carla Bright" in came["story.html"]  # inside, people are called by their names


async def test_an_organisation_that_does_not_wish_it_is_not_named(world: World) -> None:
    await told(world)

    def withhold(session: Session) -> None:
        win = session.scalars(select(Win).order_by(Win.id)).first()
        council = session.scalars(select(Partner).order_by(Partner.id)).first()
        assert win is not None
        assert council is not None
        session.add(
            Withheld(
                win_id=win.id,
                partner_id=council.id,
                partnership_id=win.partnership_id,
                member_id=win.member_id,
                withheld_at=MONDAY,
            )
        )

    await world.bot.database.run(withhold)
    came = await asks(world, "Amina Okafor", "/partnership story inside")
    assert rows(came["wins.csv"])[1][2] == "Tideway Foodbank"


async def test_only_hosts_may_have_the_words_of_every_win_and_hosts_see_that_it_was_made(world: World) -> None:
    await told(world)
    marek = world.person("Marek Nowak")
    before = len(marek.dms())
    await marek.types("/partnership story inside")
    assert "Only hosts can make the report" in marek.private()[-1].plain
    await world.settle()
    assert len(marek.dms()) == before
    came = await asks(world, "Marek Nowak", "/partnership story partners")
    assert "story.html" in came


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/partnership story 2024", "nothing was recorded here"),
        ("/partnership story 2031-01..2031-06", "nothing was recorded here"),
        ("/partnership story some time ago", "I did not understand these days"),
        ("/partnership story 2026-06..2026-01", "would end before it begins"),
    ],
)
async def test_bad_days_get_a_clear_answer_and_no_files(world: World, typed: str, said: str) -> None:
    amina = await told(world)
    await amina.types(typed)
    assert said in amina.private()[-1].plain
    await world.settle()
    assert not [message for message in amina.dms() if message.files]


async def test_from_the_other_workspace_by_word_and_by_form(world: World) -> None:
    await told(world)
    priya = world.person("Dr Priya Raman")
    await priya.types("@Pencil story 2026 partners")
    await world.settle()
    assert "story.html" in files(priya)

    await priya.presses(priya.private()[-1], "story.choose")
    assert priya.form is not None
    assert "Only us" not in priya.form.plain
    assert await priya.submits({"first": "2026-03-02", "last": "2026-03-01", "readers": "public"}) == {
        "last": "This day is before the first one. Choose a later one, or leave it empty."
    }
    await priya.submits({"first": "2026-03-02", "last": "2026-03-03", "readers": "public"})
    assert "2 March 2026 to 3 March 2026" in priya.private()[-1].plain
    await world.settle()
    assert "2 March 2026 to 3 March 2026" in files(priya)["story.html"]


async def test_consent_is_the_tellers_alone_and_can_be_taken_back(world: World) -> None:
    amina = await told(world)
    await consents(world, "Marek Nowak", "public")
    marek = world.person("Marek Nowak")
    receipt = receipt_of(marek)
    await chooses(amina, receipt, "partners")
    assert "Only whoever told this win" in amina.private()[-1].plain

    await consents(world, "Marek Nowak", "inside")
    came = await asks(world, "Amina Okafor")
    assert "The library" not in came["story.html"]


async def test_words_that_a_host_bettered_are_inside_until_their_teller_agrees_again(world: World) -> None:
    amina = await told(world)
    await consents(world, "Marek Nowak", "public")
    receipt = receipt_of(world.person("Marek Nowak"))
    for person, words, public in (
        (world.person("Marek Nowak"), "A room, lent by the library", True),
        (amina, "A hall", False),
    ):
        await person.presses(receipt, "win.edit")
        await person.submits({"text": words})
        came = await asks(world, "Amina Okafor")
        assert (words in came["story.html"]) == public


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
    page = (await asks(world, "Amina Okafor", "/partnership story inside"))["story.html"]
    found = Outline(page)
    assert '<html lang="en-GB">' in page
    assert found.tags.count("h1") == 1
    assert found.tags.count("table") == found.tags.count("caption") > 4
    pictures = [attr for attr in found.attrs if attr[""] == "img"]
    assert len(pictures) == 2
    assert all(picture["alt"] and (picture["src"] or "").startswith("data:image/png;base64,") for picture in pictures)
    assert "Mar 2026: of one organisation 1, shared by more than one 3" in str(pictures[0]["alt"])
    assert not {"script", "link", "iframe", "svg", "style-sheet"} & set(found.tags)
    assert not [one for one in ("http:", "https:", "display: flex", "display: grid", "url(") if one in page]


async def test_a_chart_that_cannot_be_drawn_is_left_out_and_its_table_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any) -> bytes:
        raise PictureError("no")

    monkeypatch.setattr("bot.drawing.columns.drawn_by", fails)
    await told(world)
    page = (await asks(world, "Amina Okafor"))["story.html"]
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
    assert "Pulse of March 2026" in came["story.html"]
    assert "Pulse of February 2026" not in came["story.html"]
    told_rows = rows(came["pulses.csv"])[1:]
    assert [row[3] for row in told_rows] == [f"{release.whole['kept'].mean:.1f}" if release.whole["kept"] else "", ""]
    assert "no figure: too few answers" in came["story.html"]
    assert came["story.html"].count("<img") == 3


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
    assert all(one in came["story.html"] for one in ("So nobody queues", "One door", "<li>Fewer forms</li>"))
    assert ["Wins by aim", "Fewer forms", "1"] in rows(came["figures.csv"])
    assert ["Wins by aim", "No aim named", "3"] in rows(came["figures.csv"])


async def test_partners_who_left_and_returned_are_counted_while_they_were_here(world: World) -> None:
    await told(world)

    def moves(session: Session) -> None:
        one = session.scalars(select(Partner).order_by(Partner.id.desc())).first()
        assert one is not None
        for what, at in (("left", datetime(2026, 4, 10, tzinfo=UTC)), ("returned", datetime(2026, 6, 2, tzinfo=UTC))):
            session.add(Movement(partnership_id=one.partnership_id, partner_id=one.id, what=what, at=at))

    await world.bot.database.run(moves)
    world.sandbox.clock.move_to(datetime(2026, 6, 20, tzinfo=UTC))
    came = await asks(world, "Amina Okafor")
    assert [row[3] for row in rows(came["months.csv"])[1:]] == ["3", "2", "2", "3"]
    assert "2 March 2026 to 10 April 2026, then since 2 June 2026" in came["story.html"]


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
    assert await statements() == few <= 14


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
        "story",
        "--partnership",
        "Exe Bay Together",
        "--from",
        "2026-03",
        "--to",
        "2026-03",
        "--audience",
        "inside",
    )
    code, said = await in_a_process(tmp_path, *asked, "out", DATABASE_URL=url)
    assert (code, said.splitlines()[0]) == (0, "out/story.html")
    assert "The library lent us a room. Thank you @Amina Okafor" in (tmp_path / "out/story.html").read_text()
    code, said = await pencil(tmp_path, *asked[:3], "--from", "2019", "--to", "2020", "new", DATABASE_URL=url)
    assert (code, "nothing was recorded in Exe Bay Together" in said) == (2, True)


# Pieces


def test_mentions_are_of_those_who_agreed() -> None:
    text = "Thanks @Siân Prosser and @Amina Okafor, and @Tom Adeyemi’s team; write to a@b.example, @5 o'clock"
    assert discreet(text, {"Siân Prosser"}, {"Amina Okafor"}) == (
        "Thanks Siân Prosser and a colleague, and a colleague’s team; write to a@b.example, a colleague o'clock"
    )
    assert discreet("It is in. @Tom drew it", (), ()) == "It is in. A colleague drew it"


@given(st.text(max_size=60))
def test_no_mention_is_left_without_consent(text: str) -> None:
    assert "@Amina Okafor" not in discreet(f"{text} @Amina Okafor {text}", (), ("Amina Okafor",))


def test_long_stretches_are_told_by_quarters_and_years() -> None:
    months = [date(2020 + place // 12, place % 12 + 1, 1) for place in range(60)]
    assert [label for label, _ in stretches(months[:2])] == ["Jan 2020", "Feb 2020"]
    assert [label for label, _ in stretches(months)][:2] == ["Q1 2020", "Q2 2020"]
    many = [date(1990 + place // 12, place % 12 + 1, 1) for place in range(12 * 40)]
    assert [label for label, _ in stretches(many)][-1] == "2029"


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 10_000_000), st.integers(0, 500)), min_size=1, max_size=24), st.text(max_size=90)
)
def test_every_chart_can_be_drawn(values: list[tuple[int, int]], title: str) -> None:
    labels = tuple(f"Jan {2000 + place}" for place in range(len(values)))
    parts = (Part("one", tuple(a for a, _ in values)), Part("other", tuple(b for _, b in values)))
    assert draw(Chart(title, labels, parts)).startswith(b"\x89PNG")


def test_what_is_no_chart_is_refused_without_quoting_it() -> None:
    with pytest.raises(PictureError) as caught:
        Chart.of_json(b'{"title": "Secret"}')
    assert "Secret" not in str(caught.value)
