"""The database: connection, guard, schema, the log and its readers, the worker.

The only folder of forum/ in which the code differs between SQLite and PostgreSQL.
"""
