"""Public holidays are a partnership's, with closures of its own"""

import sqlalchemy as sa
from alembic import op

from bot import settings

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Partnerships that there are keep the holidays they have had: the server's."""
    op.add_column('partnerships', sa.Column('holidays', sa.String(), nullable=False, server_default='GB-ENG'))
    op.add_column('partnerships', sa.Column('closures', sa.JSON(), nullable=False, server_default='[]'))
    kept = sa.text('UPDATE partnerships SET holidays = :holidays')
    op.execute(kept.bindparams(holidays=settings.load().holidays))


def downgrade() -> None:
    op.drop_column('partnerships', 'closures')
    op.drop_column('partnerships', 'holidays')
