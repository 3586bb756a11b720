"""A blocker may have a day by which it has to be fixed, of which hosts hear once"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('blockers', sa.Column('needed_on', sa.Date(), nullable=True))
    op.add_column('blockers', sa.Column('hosts_told_of', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('blockers', 'hosts_told_of')
    op.drop_column('blockers', 'needed_on')
