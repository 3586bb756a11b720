"""Within a partnership a person is known by their Slack id alone: whoever had become two members is one again"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

# One row a person and a thing. Of two the first is kept, with what only the other says.
ONE_EACH = {'cheers': 'post_id', 'answers': 'checkin_id', 'helps': 'blocker_id', 'wishes': 'post_id'}
FILLED_IN = {
    'answers': (),
    'cheers': (),
    'helps': ('taken_at',),
    'wishes': (),
    'requests': ('answer', 'answered_at', 'friend_team', 'friend_id'),
    'proofs': ('agreed', 'answered_at'),
    'members': (
        'partner_id', 'seen_at', 'welcomed_at', 'asked_at', 'invited_at', 'quiet_from', 'quiet_to', 'zone',
        'snoozed_until',
    ),
}

Row = Any


def upgrade() -> None:
    bind = op.get_bind()
    tables = sa.MetaData()
    tables.reflect(bind)
    members = tables.tables['members']
    for table in ('pulse_invitations', 'pulse_participations'):
        assert table in tables.tables
    for rows in _split(bind, members):
        kept, *others = sorted(rows, key=_rank)
        for other in others:
            _follow_the_pulse(bind, tables, kept.id, other.id)
            _point(bind, tables, members, kept.id, other.id)
            bind.execute(members.update().where(members.c.id == kept.id).values(_joined(kept, other)))
            _fill_in(bind, members, members.c.id == kept.id, other)
            bind.execute(members.delete().where(members.c.id == other.id))
            kept = bind.execute(members.select().where(members.c.id == kept.id)).one()
    for name, what in ONE_EACH.items():
        _once_each(bind, tables.tables[name], what)
        _identify(name, what)
    op.drop_index('ix_members_user_id_partnership_id', 'members')
    op.create_index('ix_members_user_id_partnership_id', 'members', ['user_id', 'partnership_id'], unique=True)


def _split(bind: sa.Connection, members: sa.Table) -> Iterator[list[Row]]:
    who = (members.c.partnership_id, members.c.user_id)
    for place, user_id in bind.execute(sa.select(*who).group_by(*who).having(sa.func.count() > 1)).all():
        yield list(bind.execute(members.select().where(who[0] == place, who[1] == user_id)))


def _rank(row: Row) -> tuple[bool, bool, int]:
    """Those who belong come first, then whoever was here before."""
    return row.seen_at is None, row.left_at is not None, row.id


def _joined(kept: Row, other: Row) -> dict[str, Any]:
    """What the two say together: here, if either is; a host, if either is one."""
    belong = [row for row in (kept, other) if row.seen_at is not None] or [kept, other]
    return {
        'host': any(row.host for row in belong if row.left_at is None),
        'left_at': None if any(row.left_at is None for row in belong) else max(row.left_at for row in belong),
        'joined_at': min(kept.joined_at, other.joined_at),
        'asks': min(kept.asks, other.asks),
        'named': kept.named or other.named,
        'team_id': min((kept.team_id, other.team_id), key=lambda team: team.startswith('E')),
    }


def _references(tables: sa.MetaData, to: sa.Table) -> Iterator[sa.Column[Any]]:
    """Every column that points at a row of this table."""
    for table in tables.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == to.name for key in column.foreign_keys):
                yield column


def _keys(table: sa.Table) -> list[list[str]]:
    """Each set of columns that no two rows may share."""
    constraints = [one for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    unique = [index for index in table.indexes if index.unique]
    return [[column.name for column in key.columns] for key in (table.primary_key, *constraints, *unique)]


def _point(bind: sa.Connection, tables: sa.MetaData, table: sa.Table, kept: int, other: int) -> None:
    """Whatever points at the one row points at the other; of two that would then be the same one is kept."""
    for column in list(_references(tables, table)):
        holder = column.table
        for row in bind.execute(holder.select().where(column == other)).all():
            here = _itself(holder, row)
            twin = _twin(bind, holder, row, column.name, kept)
            if twin is None:
                bind.execute(holder.update().where(here).values({column.name: kept}))
                continue
            if 'id' in holder.columns:
                _point(bind, tables, holder, twin.id, row.id)
            _fill_in(bind, holder, _itself(holder, twin), row)
            if holder.name == 'skills' and row.removed_at is None:
                bind.execute(holder.update().where(_itself(holder, twin)).values(removed_at=None))
            bind.execute(holder.delete().where(here))


def _itself(table: sa.Table, row: Row) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == row._mapping[column.name] for column in table.primary_key.columns))


def _twin(bind: sa.Connection, table: sa.Table, row: Row, name: str, kept: int) -> Row | None:
    """The row that this one would be, if there is one."""
    values = {**row._mapping, name: kept}
    for key in _keys(table):
        if name in key and all(values[column] is not None for column in key):
            same = sa.and_(*(table.columns[column] == values[column] for column in key))
            if (twin := bind.execute(table.select().where(same)).first()) is not None:
                return twin
    return None


def _fill_in(bind: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool], other: Row) -> None:
    for name in FILLED_IN.get(table.name, ()):
        if (value := other._mapping[name]) is not None:
            column = table.columns[name]
            bind.execute(table.update().where(where, column.is_(None)).values({name: value}))


def _follow_the_pulse(bind: sa.Connection, tables: sa.MetaData, kept: int, other: int) -> None:
    """Whoever was invited to an open pulse, or has answered it, was or has still; the ballots stay as they are."""
    for name in ('pulse_invitations', 'pulse_participations'):
        table = tables.tables[name]
        twin = table.alias()
        both = sa.select(twin.c.pulse_id).where(twin.c.member_id == kept)
        alone = sa.and_(table.c.member_id == other, table.c.pulse_id.not_in(both))
        bind.execute(table.update().where(alone).values(member_id=kept))


def _once_each(bind: sa.Connection, table: sa.Table, what: str) -> None:
    who = (table.columns[what], table.c.user_id)
    for thing, user_id in bind.execute(sa.select(*who).group_by(*who).having(sa.func.count() > 1)).all():
        rows = bind.execute(table.select().where(who[0] == thing, who[1] == user_id)).all()
        rows = sorted(rows, key=lambda row: row.team_id.startswith('E'))
        if table.name == 'answers':  # the newest word holds
            rows = sorted(rows, key=lambda row: row.answered_at, reverse=True)
        kept, *others = rows
        for other in others:
            _fill_in(bind, table, _itself(table, kept), other)
            if table.name == 'helps' and other.helped:
                bind.execute(table.update().where(_itself(table, kept)).values(helped=True))
            bind.execute(table.delete().where(_itself(table, other)))


def _identify(name: str, what: str, columns: tuple[str, ...] = ('user_id',)) -> None:
    """Another primary key; nothing points at these tables."""
    if op.get_bind().dialect.name == 'postgresql':
        op.drop_constraint(f'pk_{name}', name, type_='primary')
        op.create_primary_key(f'pk_{name}', name, [what, *columns])
        return
    with op.batch_alter_table(name, recreate='always') as batch_op:
        batch_op.drop_constraint(f'pk_{name}', type_='primary')
        batch_op.create_primary_key(f'pk_{name}', [what, *columns])


def downgrade() -> None:
    op.drop_index('ix_members_user_id_partnership_id', 'members')
    op.create_index('ix_members_user_id_partnership_id', 'members', ['user_id', 'partnership_id'])
    for name, what in ONE_EACH.items():
        _identify(name, what, ('team_id', 'user_id'))
