"""Every figure there is, with its goal."""

from functools import partial

from benchmarks import door, growing, process
from benchmarks.figures import Figure, Goal, Rounds
from benchmarks.places import Databases

_BOLT = "stock Bolt, only acknowledging"


def figures(places: Databases, *, quick: bool) -> list[Figure]:
    """Each with the size it is measured at: small ones if `quick`."""
    many = 500 if quick else 4_000

    async def win_sqlite(rounds: int) -> Rounds:
        return await door.against_bolt(places.sqlite(), rounds, many)

    async def win_postgresql(rounds: int) -> Rounds:
        return await door.against_bolt(places.postgresql(), rounds, many // 2)

    async def orm_sqlite(rounds: int) -> Rounds:
        return await door.against_orm(places.sqlite(), places.sqlite(), rounds, many)

    async def orm_postgresql(rounds: int) -> Rounds:
        return await door.against_orm(places.postgresql(), places.postgresql(), rounds, many // 2)

    async def win_alone(rounds: int) -> Rounds:
        return await door.one_at_a_time(places.sqlite(), rounds, many // 10)

    async def authorising(rounds: int) -> Rounds:
        return await process.authorising(places.sqlite(), rounds)

    async def growth(_: int) -> Rounds:
        few, most = (500, 2_000) if quick else (10_000, 100_000)
        return await process.growth(places.sqlite(), few, most)

    return [
        Figure(
            "win-orm",
            "signed `/win` (SQLite), 64 at once",
            "one async-ORM transaction each",
            "requests/s",
            Goal(least=4),
            orm_sqlite,
        ),
        Figure(
            "win-orm-postgresql",
            "the same on PostgreSQL",
            "one async-ORM transaction each",
            "requests/s",
            Goal(least=4),
            orm_postgresql,
        ),
        Figure(
            "win",
            "signed `/win`, committed (SQLite, FULL), 64 at once",
            _BOLT,
            "requests/s",
            Goal(least=0.4),
            win_sqlite,
        ),
        Figure("win-postgresql", "the same on PostgreSQL", _BOLT, "requests/s", Goal(least=0.35), win_postgresql),
        Figure(
            "win-alone",
            "one `/win` at a time, median",
            "Bolt's acknowledgement as it comes",
            "ms",
            Goal(most=0.2),
            win_alone,
        ),
        Figure(
            "press",
            "a press, all handlers registered",
            "the same app with that handler alone",
            "requests/s",
            Goal(least=0.9),
            partial(door.a_press, places, number=many),
        ),
        Figure(
            "authorising",
            "calls to authorise 500 requests, the first 64 at once, cold",
            "one",
            "calls",
            Goal(most=1),
            authorising,
        ),
        Figure(
            "memory",
            "resident memory, idle",
            "stock Bolt, the same libraries imported",
            "MB",
            Goal(most=1.3),
            partial(process.memory, places),
        ),
        Figure(
            "start",
            "start to healthy",
            "stock Bolt, the same libraries imported",
            "s",
            Goal(most=1.5),
            partial(process.start, places),
        ),
        Figure("memory-growth", "memory after 100,000 commands", "after 10,000", "MB", Goal(most=1.1), growth),
        *growing.figures(places, quick=quick),
    ]
