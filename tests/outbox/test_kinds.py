"""Each kind of post is in the registry, which says what everybody goes by: forgetting, retention, asks, alerts."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, String, select
from sqlalchemy.orm import Session

from bot.db.columns import Moment
from bot.digest import news
from bot.digest.lines import CONDITIONS, NEWS
from bot.hosts import digest_entries, role
from bot.hosts.digest_entries import AtOnceError
from bot.hosts.views import delivery_alert
from bot.models import Base, Member, Partner, Partnership, Post
from bot.outbox import kinds, posts
from bot.outbox.kinds import IN_CHANNEL, KINDS, TAKEN_BACK, Kept, Kind, Lateness, To, UnregisteredKindError, Words
from bot.partnership.members import Who
from bot.privacy import forget_me
from bot.schedule import timetable
from bot.slack.messages import message
from bot.slack.rich_text import quote, say
from bot.slack.views import wording
from tests.conftest import ROOT
from tests.databases import ENGINES
from tests.outbox.typed import faults
from tests.world import World

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEXT = "We opened the tea hut by the ferry"
_WRITES = {
    "write": None,
    "note": None,
    "note_each": None,
    "NewPost": 1,
    "Ask": 3,
}  # what writes posts: where its kind stands, if not `kind=`


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    on = ENGINES(database_url)
    with Session(on) as made, made.begin():
        yield made
    on.dispose()


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("bot", "handlers", "jobs"):
        files = [path for path in (ROOT / folder).rglob("*.py") if path.name != "kinds.py" and "views" not in str(path)]
        assert files
        for path in files:
            yield path, ast.parse(path.read_text())


def _strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _constants(tree: ast.Module) -> dict[str, str]:
    """The strings that a module gives names."""
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
                for name, value in zip(names, values, strict=False):
                    if isinstance(name, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                        constants[name.id] = value.value
    return constants


def _written() -> Iterator[tuple[str, str]]:
    """Where posts are written, and of what kind, as far as that is a string or the name of one."""
    for path, tree in _modules():
        constants = _constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in _WRITES:
                continue
            place = _WRITES[name]
            given = [keyword.value for keyword in node.keywords if keyword.arg == "kind"]
            if place is not None and len(node.args) > place:
                given.append(node.args[place])
            for kind in given:
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", kind.value
                elif isinstance(kind, ast.Name) and kind.id in constants:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", constants[kind.id]


def test_every_kind_that_is_written_is_registered() -> None:
    written = list(_written())
    assert len(written) > 15
    assert [(place, kind) for place, kind in written if kind not in KINDS] == []


def test_every_kind_that_is_registered_is_written_somewhere() -> None:
    named = set().union(*(_strings(tree) for _, tree in _modules()))
    assert set(KINDS) - named == set()


def test_a_kind_that_is_not_registered_cannot_be_written(session: Session) -> None:
    with pytest.raises(UnregisteredKindError, match=r"'unheard-of'.*kinds\.py"):
        posts.write_all(session, [posts.NewPost(1, "unheard-of", "1", "C0", message(say(TEXT)))], NOW)


def test_what_comes_by_the_timetable_is_unasked_and_in_the_channel() -> None:
    for name in timetable.KINDS:
        kind = KINDS[name]
        assert (kind.to, kind.unasked) == (To.CHANNEL, True), name
        assert kind.lateness is not Lateness.EVER, name
    assert all(kind.lateness is Lateness.EVER for name, kind in KINDS.items() if name not in timetable.KINDS)
    assert set(kinds.UNASKED_IN_CHANNEL) == set(wording.UNASKED)


def test_what_can_wait_is_a_line_of_the_digest_and_cannot_be_sent_at_once(session: Session) -> None:
    waits = {name for name, kind in KINDS.items() if kind.to is To.DIGEST}
    assert waits == {str(topic) for topic in NEWS} == {str(topic) for topic in news.READERS}
    assert set(CONDITIONS).isdisjoint(KINDS)
    with pytest.raises(AssertionError):
        role.tell_each(session, {1: [(message(say(TEXT)), "wish", "1")]}, now=NOW)
    with pytest.raises(AtOnceError):
        digest_entries.note(session, 1, "1", kind="trouble", now=NOW)


def test_hosts_have_words_for_each_kind_the_room_may_miss() -> None:
    assert set(delivery_alert.WHAT) == set(IN_CHANNEL)


def test_only_what_stands_for_good_is_kept_for_good() -> None:
    assert [name for name, kind in KINDS.items() if kind.kept is Kept.ALWAYS] == ["standing", "home"]


_CARRYING = [(kind, words) for kind in KINDS.values() for words in kind.words if words.name in TAKEN_BACK]


@pytest.mark.parametrize(("kind", "words"), _CARRYING, ids=[f"{kind.name} {words.name}" for kind, words in _CARRYING])
def test_forgetting_somebody_reaches_their_words_in_every_kind_that_carries_them(
    session: Session, kind: Kind, words: Words
) -> None:
    partnership = _row(Partnership)
    session.add(partnership)
    session.flush()
    session.add(_row(Partner, partnership_id=partnership.id))
    session.flush()
    for column, owner in words.columns:
        who = Who("T0", f"U0{column.key.upper()}")
        author = _row(Member, partnership_id=partnership.id, team_id=who.team_id, user_id=who.user_id)
        session.add(author)
        session.flush()
        here = {"partnership_id": partnership.id, "member_id": author.id}
        _put(session, column.class_, **here | {owner.key: author.id, column.key: TEXT, "origin": column.key})
        channel = "C0" if kind.to is To.CHANNEL else "U0OTHER"
        new_post = posts.NewPost(partnership.id, kind.name, column.key, channel, message(say(quote(TEXT))))
        [post] = posts.write_all(session, [new_post], NOW)

        forget_me.forget(session, partnership, who, [words.name], NOW)

        assert TEXT not in str(session.execute(select(Post.text, Post.blocks).where(Post.id == post)).one())
        assert TEXT not in session.scalars(select(column)).all()


_USUAL: tuple[tuple[Any, Any], ...] = (
    (Moment, NOW),
    (Integer, 1),
    (String, "x"),
    (JSON, []),
    (Boolean, False),
    (Date, NOW.date()),
)


_TABLES = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}


def _put(session: Session, table: Any, **values: Any) -> None:
    """Such a row, and one of each that it needs to refer to, where there is none."""
    needed = [key.column.table for key in table.__table__.foreign_keys if not key.parent.nullable]
    for other in needed:
        if session.execute(select(other).limit(1)).first() is None:
            _put(session, _TABLES[other], **values)
    session.add(_row(table, **values))
    session.flush()


def _row(table: Any, **values: Any) -> Any:
    """A row with as little in it as it takes."""
    needed = {
        column.name: next(value for kind, value in _USUAL if isinstance(column.type, kind))
        for column in table.__table__.columns
        if not column.nullable and column.default is None and column is not table.__table__.autoincrement_column
    }
    known = {column.name for column in table.__table__.columns}
    return table(**needed | {name: value for name, value in values.items() if name in known})


# Whether a story's posts hold only what their kinds say is asked at the end of every story (tests/conftest.py).


@pytest.mark.parametrize(
    ("kind", "shown", "wrong"),
    [
        ("unheard-of", say(quote(TEXT)), "not in the registry"),
        ("hostless", say(quote(TEXT)), "none of the words the kind carries"),
        ("win", say(f"They said: {TEXT}."), "cannot be taken back"),
        ("win", say(quote(TEXT)), None),
    ],
)
async def test_typed_words_in_a_post_are_seen(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str, shown: Any, wrong: str | None
) -> None:
    amina = await world.begins()
    await amina.types(f"/win {TEXT}")
    with Session(world.bot.database.engine) as session:
        with monkeypatch.context() as unguarded:
            unguarded.setitem(KINDS, "unheard-of", KINDS["win"])
            posts.write_all(session, [posts.NewPost(1, kind, "1", "C0", message(shown))], NOW)
        problems = faults(session, world.typed)
        session.rollback()
    assert [wrong in problem for problem in problems] == [True] * len(problems) if wrong else not problems
    assert bool(problems) == bool(wrong)
