"""Public holidays are a partnership's, with closures of its own"""

import os
import re
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Partnerships that there are keep the holidays they have had: the server's."""
    op.add_column('partnerships', sa.Column('holidays', sa.String(), nullable=False, server_default='GB-ENG'))
    op.add_column('partnerships', sa.Column('closures', sa.JSON(), nullable=False, server_default='[]'))
    kept = sa.text('UPDATE partnerships SET holidays = :holidays')
    op.execute(kept.bindparams(holidays=_of_the_server()))


def _of_the_server() -> str:
    """What HOLIDAYS said in the environment, or else in `.env`."""
    if given := os.environ.get('HOLIDAYS'):
        return given
    env = Path('.env')
    lines = env.read_text(errors='replace') if env.is_file() else ''
    given = re.findall(r'^[ \t]*(?:export[ \t]+)?HOLIDAYS[ \t]*=[ \t]*["\']?([\w-]+)', lines, re.MULTILINE | re.IGNORECASE)
    return given[-1] if given else 'GB-ENG'


def downgrade() -> None:
    op.drop_column('partnerships', 'closures')
    op.drop_column('partnerships', 'holidays')
