"""What Slack called a partnership's channel before it gave it another id"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('former_channel_id', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('partnerships', 'former_channel_id')
