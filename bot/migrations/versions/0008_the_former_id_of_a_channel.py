"""What Slack called a partnership's channel before it gave it another id"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('former_channel_id', sa.String(), nullable=True))
    op.create_index(op.f('ix_partnerships_former_channel_id'), 'partnerships', ['former_channel_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_partnerships_former_channel_id'), table_name='partnerships')
    op.drop_column('partnerships', 'former_channel_id')
