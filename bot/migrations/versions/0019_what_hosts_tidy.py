"""Partners can be merged and removed; of a member's organisation it is known who said it: so far, the member"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partners', sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(
        'ALTER TABLE partners ADD COLUMN merged_into_id INTEGER '
        'CONSTRAINT fk_partners_merged_into_id REFERENCES partners (id)'
    )
    op.create_index(op.f('ix_partners_merged_into_id'), 'partners', ['merged_into_id'], unique=False)
    op.create_index(
        'ix_partners_removed_at', 'partners', ['removed_at'], unique=False,
        sqlite_where=sa.text('removed_at IS NOT NULL'), postgresql_where=sa.text('removed_at IS NOT NULL'),
    )
    op.add_column('members', sa.Column('partner_by', sa.String(), nullable=True))
    op.execute(sa.text("UPDATE members SET partner_by = 'person' WHERE partner_id IS NOT NULL"))


def downgrade() -> None:
    op.drop_column('members', 'partner_by')
    op.drop_index('ix_partners_removed_at', table_name='partners')
    op.drop_index(op.f('ix_partners_merged_into_id'), table_name='partners')
    op.drop_column('partners', 'merged_into_id')
    op.drop_column('partners', 'removed_at')
