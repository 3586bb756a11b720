"""Alembic's way in: the connection is lent by `bot.db.migrations`."""

from alembic import context

from bot.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
