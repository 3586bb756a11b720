"""Partnerships whose workspace has removed Pencil, and posts that go by way of another"""

import sqlalchemy as sa
from alembic import op

from bot.db.online import create_index

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('uninstalled_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('partnerships', sa.Column('reinstalled_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('posts', sa.Column('team_id', sa.String(), nullable=True))
    where = sa.text('uninstalled_at IS NOT NULL')
    create_index(
        'ix_partnerships_uninstalled_at',
        'partnerships',
        ['uninstalled_at', 'id'],
        sqlite_where=where,
        postgresql_where=where,
    )
    create_index('ix_partnerships_team_id', 'partnerships', ['team_id'])


def downgrade() -> None:
    op.drop_index('ix_partnerships_team_id', 'partnerships')
    op.drop_index('ix_partnerships_uninstalled_at', 'partnerships')
    op.drop_column('posts', 'team_id')
    op.drop_column('partnerships', 'reinstalled_at')
    op.drop_column('partnerships', 'uninstalled_at')
