"""Hosts get one digest a week: when it comes, and what is in it"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'digest_entries',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('partnership_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(), nullable=False),
        sa.Column('about', sa.String(), nullable=False),
        sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('times', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['partnership_id'], ['partnerships.id'], name=op.f('fk_digest_entries_partnership_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_digest_entries')),
        sa.UniqueConstraint(
            'partnership_id', 'kind', 'about', name=op.f('uq_digest_entries_partnership_id_kind_about')
        ),
    )
    op.add_column('partnerships', sa.Column('digest_day', sa.String(), nullable=False, server_default='mon'))
    op.add_column('partnerships', sa.Column('digest_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index('ix_partnerships_digest_at', 'partnerships', ['digest_at'])
    # Long over: nothing is sent for it, and the next is worked out.
    op.execute('UPDATE partnerships SET digest_at = started_at')


def downgrade() -> None:
    op.drop_index('ix_partnerships_digest_at', 'partnerships')
    op.drop_column('partnerships', 'digest_at')
    op.drop_column('partnerships', 'digest_day')
    op.drop_table('digest_entries')
