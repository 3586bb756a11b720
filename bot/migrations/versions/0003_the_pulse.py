"""The pulse"""

from datetime import UTC, date, datetime

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ballots',
    sa.Column('pulse_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('number', sa.LargeBinary(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('pulse_id', 'number', name=op.f('pk_ballots')),
    sqlite_with_rowid=False
    )
    op.create_table('pulse_invitations',
    sa.Column('pulse_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('member_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('cut', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('pulse_id', 'member_id', name=op.f('pk_pulse_invitations')),
    sqlite_with_rowid=False
    )
    op.create_table('pulse_keys',
    sa.Column('pulse_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('key', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('pulse_id', name=op.f('pk_pulse_keys')),
    sqlite_with_rowid=False
    )
    op.create_table('pulse_participations',
    sa.Column('pulse_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('member_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('pulse_id', 'member_id', name=op.f('pk_pulse_participations')),
    sqlite_with_rowid=False
    )
    op.create_table('pulses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('occasion', sa.String(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('invited', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('extended', sa.Boolean(), nullable=False),
    sa.Column('nudges', sa.JSON(), nullable=False),
    sa.Column('nudge_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('key_check', sa.LargeBinary(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(), nullable=True),
    sa.Column('swept', sa.Boolean(), nullable=False),
    sa.Column('release', sa.JSON(), nullable=True),
    sa.Column('results_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('results_id', sa.Integer(), nullable=True),
    sa.Column('remind_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_pulses_partnership_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_pulses_post_id')),
    sa.ForeignKeyConstraint(['results_id'], ['posts.id'], name=op.f('fk_pulses_results_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pulses')),
    sa.UniqueConstraint('partnership_id', 'occasion', name=op.f('uq_pulses_partnership_id_occasion')),
    sa.UniqueConstraint('post_id', name=op.f('uq_pulses_post_id'))
    )
    op.create_index('ix_pulses_closed_at_closes_at', 'pulses', ['closed_at', 'closes_at'], unique=False)
    op.create_index('ix_pulses_opened_at_closed_at', 'pulses', ['opened_at', 'closed_at'], unique=False)
    op.create_index(op.f('ix_pulses_nudge_at'), 'pulses', ['nudge_at'], unique=False)
    op.create_index(op.f('ix_pulses_remind_at'), 'pulses', ['remind_at'], unique=False)
    op.create_index('ix_pulses_results_id_results_at', 'pulses', ['results_id', 'results_at'], unique=False)
    op.create_index('ix_pulses_swept_closed_at', 'pulses', ['swept', 'closed_at'], unique=False)
    op.create_table('pulse_counts',
    sa.Column('pulse_id', sa.Integer(), nullable=False),
    sa.Column('item', sa.String(), nullable=False),
    sa.Column('cut', sa.String(), nullable=False),
    sa.Column('option', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_pulse_counts_partnership_id')),
    sa.ForeignKeyConstraint(['pulse_id'], ['pulses.id'], name=op.f('fk_pulse_counts_pulse_id')),
    sa.PrimaryKeyConstraint('pulse_id', 'item', 'cut', 'option', name=op.f('pk_pulse_counts'))
    )
    op.create_table('responses',
    sa.Column('pulse_id', sa.Integer(), nullable=False),
    sa.Column('partnership_id', sa.Integer(), nullable=False),
    sa.Column('action', sa.String(), nullable=True),
    sa.Column('owner_team', sa.String(), nullable=True),
    sa.Column('owner_id', sa.String(), nullable=True),
    sa.Column('due', sa.Date(), nullable=True),
    sa.Column('because', sa.String(), nullable=True),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('became', sa.String(), nullable=True),
    sa.Column('became_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_responses_member_id')),
    sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_responses_partnership_id')),
    sa.ForeignKeyConstraint(['pulse_id'], ['pulses.id'], name=op.f('fk_responses_pulse_id')),
    sa.PrimaryKeyConstraint('pulse_id', name=op.f('pk_responses'))
    )
    op.add_column('partnerships', sa.Column('pulse_floor', sa.Integer(), nullable=False, server_default='5'))
    op.add_column('posts', sa.Column('picture', sa.JSON(), nullable=True))
    op.add_column('posts', sa.Column('file_id', sa.String(), nullable=True))
    _schedule()


def _schedule() -> None:
    """The new kind, for the partnerships there are: worked out by the first turn of the clock, which finds it turned at
    a time still to come."""
    partnerships = sa.table('partnerships', sa.column('id'))
    names = 'partnership_id kind day time on every anchor turned_at'.split()
    typed = {'anchor': sa.Date, 'on': sa.Boolean, 'turned_at': sa.DateTime(timezone=True)}
    schedules = sa.table('schedules', *(sa.column(name, typed.get(name)) for name in names))
    values = ('pulse', 'tue', '10:00', True, 1, date(2024, 1, 1), datetime(9000, 1, 1, tzinfo=UTC))
    literals = (sa.literal(value, schedules.c[name].type) for name, value in zip(names[1:], values))
    op.execute(schedules.insert().from_select(names, sa.select(partnerships.c.id, *literals)))

