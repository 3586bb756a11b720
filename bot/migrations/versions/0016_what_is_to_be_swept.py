"""What is to be swept from the disk is a row for each table; old words that wait have an index"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

HELD = ('pulse_invitations', 'pulse_participations', 'ballots', 'pulse_keys')


def upgrade() -> None:
    op.create_table('sweeps',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('asked', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_sweeps'))
    )
    closed = 'SELECT 1 FROM pulses WHERE NOT swept AND closed_at IS NOT NULL'
    for table in HELD:
        op.execute(f"INSERT INTO sweeps SELECT '{table}', 1 WHERE EXISTS ({closed})")
    forgotten = 'SELECT 1 FROM names WHERE name IS NULL'  # of whom it is not known whether they were swept
    op.execute(f"INSERT INTO sweeps SELECT 'names', 1 WHERE EXISTS ({forgotten})")
    waiting = sa.text('old_mentions') if op.get_bind().dialect.name == 'postgresql' else sa.text('old_mentions = 1')
    op.create_index(
        'ix_partnerships_old_mentions', 'partnerships', ['id'], sqlite_where=waiting, postgresql_where=waiting
    )
    op.drop_index('ix_pulses_swept_closed_at', 'pulses')
    op.drop_column('pulses', 'swept')


def downgrade() -> None:
    op.drop_index('ix_partnerships_old_mentions', 'partnerships')
    op.add_column('pulses', sa.Column('swept', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_pulses_swept_closed_at', 'pulses', ['swept', 'closed_at'], unique=False)
    op.drop_table('sweeps')
