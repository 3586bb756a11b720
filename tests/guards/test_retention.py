"""Whatever is kept grows old and goes, or it is said here why it stays."""

from bot.models import Base
from bot.privacy.retention import OLD
from bot.privacy.views import retention as view

GO_WITH_POSTS = {"posts", "cheers", "wishes"}
STAY = {
    "partnerships": "the partnership itself",
    "partners": "who is in it",
    "members": "who is in it",
    "movements": "its growth is told over its whole life",
    "occasions": "what makes a post happen once",
    "schedules": "its timetable",
    "pace": "the wire's, and no partnership's",
    "sweeps": "gone once the disk is swept",
    "installations": "gone a year after the workspace has removed Pencil",
    "install_states": "gone after ten minutes",
    "names": "gone once no words mention them any more",
    "skills": "they hold until somebody takes them back",
    "visions": "versions are only ever added",
    "aims": "with their version",
    "whys": "versions are only ever added",
    "pulses": "released figures are compared over years",
    "pulse_invitations": "emptied at the close",
    "pulse_participations": "emptied at the close",
    "pulse_keys": "emptied at the close",
    "ballots": "emptied at the close",
    "drafts": "gone after a day, whatever is kept for how long",
}


def test_of_every_table_it_is_known_whether_its_rows_grow_old() -> None:
    old = {kind.table.__tablename__ for kind in OLD}
    hanging = {column.class_.__tablename__ for kind in OLD for column in kind.hanging}
    grow_old = old | hanging | GO_WITH_POSTS
    assert old
    assert grow_old.isdisjoint(STAY)
    unknown = set(Base.metadata.tables) - grow_old - set(STAY)
    assert not unknown, f"say in OLD of bot/privacy/retention.py when rows of {unknown} go, or here why they stay"
    assert grow_old | set(STAY) == set(Base.metadata.tables)


def test_what_grows_old_has_words_for_hosts_unless_it_is_private() -> None:
    old = {kind.table.__tablename__ for kind in OLD}
    assert set(view.WORDS) == (old | {"posts"}) - {"parcels"}
