"""The pictures in docs/ show what people see: the sandbox's own story, in a real browser, on fixed days."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from jobs.scheduler import Scheduler
from sandbox.app.installed import with_reactions
from sandbox.slack.people import HOME
from sandbox.story.play import play
from sandbox.story.script import LATE
from tests import databases, polling
from tests.conftest import MANIFEST, ROOT
from tests.pictures.camera import CHANGED, PICTURES, SCALE, Camera, taken
from tests.world import MONDAY, World

TODAY = datetime(2026, 6, 1, 8, 20, tzinfo=UTC)  # a Monday, when the hosts' digest has come
PERIOD = "2026-05"
HOST = "Amina Okafor"
WIN = "We opened the hub together, and nobody waits outside any more"
ASKED = MONDAY + timedelta(days=1)  # a working day after the start
OPENINGS = [polling.OPENING + timedelta(weeks=weeks) for weeks in (0, 4, 9)]  # first Tuesdays
HEARD = (3, 4, 4)  # how far organisations were, month by month


@pytest.fixture
def camera(request: pytest.FixtureRequest) -> Camera:
    return Camera(takes=request.config.option.take_pictures)


@pytest.fixture
async def told(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[World]:
    """The whole story, as `make run` tells it."""
    url = databases.in_file(tmp_path, sqlite_template)
    async with World(with_reactions(MANIFEST), url, page=True) as world:
        async with Scheduler(world.bot):
            await play(world.sandbox, TODAY)
        await world.settle()
        yield world


@pytest.fixture
async def page(browser: Browser) -> Page:
    return await browser.new_page(
        viewport={"width": 1000, "height": 1500},
        device_scale_factor=SCALE,
        color_scheme="light",
        reduced_motion="reduce",
    )


async def _goes(page: Page, world: World, name: str, place: str = HOME) -> None:
    await page.goto(f"{world.sandbox.url}/?as={world.person(name).user_id}&in={place}")


def _message(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.locator("article", has_text=words).first


@pytest.mark.browser
async def test_pictures_of_the_story_show_what_people_see(page: Page, told: World, camera: Camera) -> None:
    await _goes(page, told, HOST)
    await camera.sees("start", _message(page, "I’m Pencil."))
    await camera.sees("celebration", _message(page, "This week’s celebration: 3 wins"))
    await camera.sees("vision", _message(page, "A change to the vision"))

    await page.get_by_role("button", name="Share a win").first.click()
    await page.get_by_label("What went well?").fill(WIN)
    await camera.sees("form", page.get_by_role("dialog"))
    await page.get_by_label("Siân Prosser", exact=True).check()
    await page.get_by_role("button", name="Record it").click()
    await expect(page.locator("article.private").last).to_be_visible()
    await camera.sees("receipt", page.locator("article.private").last)

    await _goes(page, told, LATE, "pencil")
    await camera.sees("welcome", _message(page, "Welcome"))
    await told.person(HOST).opens_home()
    await told.settle()
    await _goes(page, told, HOST, "home")
    await expect(page.get_by_text("What waits for you")).to_be_visible()
    await camera.sees("mypencil", page.locator("#messages"))

    await told.person(HOST).types(f"/partnership report {PERIOD}")
    await told.settle()
    [report] = [file for file in told.slack.files.all() if file.name == "report.html"]
    await page.goto("about:blank")  # away from the sandbox's rules for what a page of its own may show
    await page.set_viewport_size({"width": 900, "height": 1240})
    await page.set_content(report.content.decode())
    await camera.sees("report", page)
    assert camera.changed == [], CHANGED


@pytest.mark.browser
async def test_pictures_of_what_comes_by_itself_show_what_people_see(
    page: Page, sqlite_template: Path, tmp_path: Path, camera: Camera
) -> None:
    async with World(MANIFEST, databases.in_file(tmp_path, sqlite_template), page=True) as world:
        await world.begins(roll_call=True)
        await world.moves_to(ASKED)
        await _goes(page, world, HOST)
        await camera.sees("rollcall", _message(page, "Which organisation are you from?"))

        people = await polling.joins(world)
        for opening, heard in zip(OPENINGS, HEARD, strict=True):
            await world.moves_to(opening)
            await world.moves_to(opening + timedelta(seconds=1))
            for place, person in enumerate(people[:16]):
                answers = {"kept": 4 + (place % 3 == 0), "heard": heard - place % 2}
                await polling.answers(person, polling.openings(world)[-1], answers)
            await world.moves_to(opening + (polling.CLOSE - polling.OPENING))
            await world.moves_to(opening + (polling.RESULTS - polling.OPENING))
        await _goes(page, world, HOST)
        await camera.sees("pulse", page.locator("article", has_text=": the results").last)
    assert camera.changed == [], CHANGED


@pytest.mark.browser
async def test_a_picture_is_old_once_a_word_a_button_or_a_picture_in_it_has_changed(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.pictures.camera.PICTURES", tmp_path)
    shown = "<article><p>A win</p><time>15:00</time><button>Cheer</button><img src='data:,' alt='Three wins'></article>"
    await page.set_content(shown)
    await Camera(takes=True).sees("win", page.locator("article"))
    assert taken(tmp_path / "win.png")

    for was, becomes, old in (
        ("15:00", "15:01", []),
        ("A win", "A big win", ["win"]),
        ("</button>", "</button><button>Fewer</button>", ["win"]),
        ("Three", "Four", ["win"]),
    ):
        camera = Camera(takes=False)
        await page.set_content(shown.replace(was, becomes))
        await camera.sees("win", page.locator("article"))
        assert camera.changed == old, was
    (tmp_path / "win.png").write_bytes(b"another picture")
    assert not taken(tmp_path / "win.png")


def test_every_picture_is_as_it_was_taken_and_shown_somewhere() -> None:
    pages = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
    pictures = sorted(PICTURES.glob("*.png"))
    assert len(pictures) > 5
    assert [path.name for path in pictures if not taken(path)] == [], CHANGED
    for path in pictures:
        assert re.search(rf"!\[[^\]]{{40,}}\]\([./\w]*pictures/{path.name}\)", pages), f"nothing shows {path.name}"
