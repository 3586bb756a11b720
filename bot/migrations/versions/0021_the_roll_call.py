"""The room is asked where everybody is from, at the start of a partnership and when a host asks"""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

KIND = 'roll-call'


def upgrade() -> None:
    op.create_table('roll_calls',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_roll_calls_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_roll_calls_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roll_calls')),
    sa.UniqueConstraint('post_id', name=op.f('uq_roll_calls_post_id'))
    )
    op.create_index('ix_roll_calls_closed_at_closes_at', 'roll_calls', ['closed_at', 'closes_at'], unique=False)
    op.create_index('ix_roll_calls_partnership_id_closed_at', 'roll_calls', ['partnership_id', 'closed_at'], unique=False)
    _schedule('tue', '10:00', date(2024, 1, 1))


def _schedule(day: str, time: str, anchor: date) -> None:
    """In the partnerships there are it comes when a host wants it: it is off."""
    partnerships = sa.table('partnerships', sa.column('id'), sa.column('started_at'))
    names = 'partnership_id kind day time on every anchor turned_at'.split()
    typed = {'anchor': sa.Date, 'on': sa.Boolean}
    schedules = sa.table('schedules', *(sa.column(name, typed.get(name)) for name in names))
    values = (KIND, day, time, False, 1, anchor)
    literals = (sa.literal(value, schedules.c[name].type) for name, value in zip(names[1:], values))
    there = sa.select(partnerships.c.id, *literals, partnerships.c.started_at)
    op.execute(schedules.insert().from_select(names, there))


def downgrade() -> None:
    op.execute(f"DELETE FROM schedules WHERE kind = '{KIND}'")
    op.execute(f"DELETE FROM occasions WHERE kind = '{KIND}'")
    op.drop_table('roll_calls')
