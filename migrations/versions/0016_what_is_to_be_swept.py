"""What is to be swept from the disk is a row for each table, whatever was deleted from it"""

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
    op.drop_index('ix_pulses_swept_closed_at', 'pulses')
    op.drop_column('pulses', 'swept')


def downgrade() -> None:
    op.add_column('pulses', sa.Column('swept', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index('ix_pulses_swept_closed_at', 'pulses', ['swept', 'closed_at'], unique=False)
    op.drop_table('sweeps')
