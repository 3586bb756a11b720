"""Of a win its author or a host may have said that it fits no aim; that none was named says nothing"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('wins', sa.Column('no_aim_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('wins', 'no_aim_at')
