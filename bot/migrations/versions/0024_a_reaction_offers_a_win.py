"""A reaction that hosts choose offers to make a message a win; at first none does"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('win_reaction', sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column('partnerships', 'win_reaction')
