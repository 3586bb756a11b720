"""Where nobody has said for how long things are kept, hosts are asked once; nothing is deleted till one has said"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('partnerships', sa.Column('warned_at', sa.DateTime(timezone=True), nullable=True))
    op.execute(sa.text('UPDATE partnerships SET warned_at = clear_at WHERE keep_months IS NOT NULL'))
    chosen = "SELECT 1 FROM deeds WHERE deeds.partnership_id = partnerships.id AND deeds.deed = 'settings.keep'"
    asked = f'UPDATE partnerships SET clear_at = started_at WHERE keep_months IS NULL AND NOT EXISTS ({chosen})'
    op.execute(sa.text(asked))


def downgrade() -> None:
    op.execute(sa.text('UPDATE partnerships SET clear_at = NULL WHERE keep_months IS NULL'))
    op.drop_column('partnerships', 'warned_at')
