"""What happens often is found by an index, and posts that are lost by one that holds them alone"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

LOST = sa.text("fate IN ('refused', 'unknown')")
OWED = sa.text('method IS NOT NULL')
BELOW = sa.text('thread_id IS NOT NULL')
STANDS = sa.text('post_id IS NOT NULL')
STANDING = ('wins', 'blockers', 'skills', 'spotlights', 'proposals')
PLAIN = (
    ('ix_requests_skill_id', 'requests', ['skill_id']),
    ('ix_proofs_partnership_id', 'proofs', ['partnership_id']),
    ('ix_responses_partnership_id', 'responses', ['partnership_id']),
    ('ix_assents_partnership_id_member_id', 'assents', ['partnership_id', 'member_id']),
    ('ix_withheld_partnership_id_member_id', 'withheld', ['partnership_id', 'member_id']),
    ('ix_pace_free_at', 'pace', ['free_at']),
    ('ix_wishes_partnership_id_user_id', 'wishes', ['partnership_id', 'user_id']),
)


def upgrade() -> None:
    op.drop_index('ix_posts_fate_partnership_id', table_name='posts')
    op.create_index('ix_posts_lost', 'posts', ['partnership_id'], sqlite_where=LOST, postgresql_where=LOST)
    op.create_index('ix_posts_owed_at', 'posts', ['owed_at', 'id'], sqlite_where=OWED, postgresql_where=OWED)
    op.create_index('ix_posts_thread_id', 'posts', ['thread_id'], sqlite_where=BELOW, postgresql_where=BELOW)
    for table in STANDING:
        op.drop_index(f'ix_{table}_post_id', table_name=table)
        op.create_index(f'ix_{table}_post_id', table, ['post_id'], sqlite_where=STANDS, postgresql_where=STANDS)
    for name, table, columns in PLAIN:
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, table, _ in PLAIN:
        op.drop_index(name, table_name=table)
    for table in STANDING:
        op.drop_index(f'ix_{table}_post_id', table_name=table)
        op.create_index(f'ix_{table}_post_id', table, ['post_id'])
    op.drop_index('ix_posts_thread_id', table_name='posts')
    op.drop_index('ix_posts_owed_at', table_name='posts')
    op.drop_index('ix_posts_lost', table_name='posts')
    op.create_index('ix_posts_fate_partnership_id', 'posts', ['fate', 'partnership_id'], unique=False)
