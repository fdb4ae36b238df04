"""Alembic's home: env.py runs the versions in order over the connection that `store.schema` hands it."""
