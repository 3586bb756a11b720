"""Engines, transactions, the one writer of SQLite, deadlines, statements, migrations."""
