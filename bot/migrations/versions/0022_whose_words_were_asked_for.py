"""Authors are asked how far their wins may be told, once each"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE wins ADD COLUMN asked_id INTEGER CONSTRAINT fk_wins_asked_id REFERENCES posts (id)')
    op.add_column('wins', sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
    where = sa.text('asked_id IS NOT NULL')
    op.create_index('ix_wins_asked_id', 'wins', ['asked_id'], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index('ix_wins_asked_id', table_name='wins')
    op.drop_column('wins', 'answered_at')
    op.drop_column('wins', 'asked_id')
