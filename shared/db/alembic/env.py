"""Alembic's entry: connection and metadata come from `shared.db.migrate`, nothing from files."""

from alembic import context

given = context.config.attributes
context.configure(
    connection=given["connection"],
    target_metadata=given["metadata"],
    include_object=given["include_object"],
    render_item=given["render_item"],
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
