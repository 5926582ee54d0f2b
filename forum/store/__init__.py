"""The database: connection, guard, schema, the log and its readers, the worker.

The only folder of the ground that knows SQLite and PostgreSQL apart.
"""
